"""Notes played: each by its instrument, at its place between left and right, all in one soft room."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from infoclip.sound.beds import Note
from infoclip.sound.synthesis import (
    RATE,
    SLOW,
    SLOW_RATE,
    air,
    bell,
    clap,
    daf,
    felt,
    in_room,
    mallet,
    pad,
    pluck,
    pop,
    tick,
    whoosh,
)

if TYPE_CHECKING:
    from infoclip.sound.synthesis import Wave


def play(notes: Iterable[Note], seconds: float, seed: int) -> Wave:
    """Notes as samples (n, 2) at 48 kHz, exactly `seconds` long; the same notes and seed give the same samples."""
    import numpy as np

    count = round(seconds * RATE)
    fast = np.zeros((count, 2), dtype=np.float32)
    slow = np.zeros((-(-count // SLOW), 2), dtype=np.float32)
    heard = False
    for number, note in enumerate(notes):
        heard = True
        wave = _sound_of(note, seed * 10_007 + number)
        stereo, rate = (slow, SLOW_RATE) if note.instrument == "pad" else (fast, RATE)
        start = max(0, round(note.at * rate))
        piece = wave[: max(0, len(stereo) - start)] * np.float32(note.level)
        pan = note.pan if note.pan_to is None else np.linspace(note.pan, note.pan_to, len(piece), dtype=np.float32)
        angle = (pan + 1) * (np.pi / 4)  # equal power
        stereo[start : start + len(piece), 0] += piece * np.cos(angle, dtype=np.float32)
        stereo[start : start + len(piece), 1] += piece * np.sin(angle, dtype=np.float32)
    return in_room(fast, slow, seed + 1) if heard else fast


def _sound_of(note: Note, seed: int) -> Wave:
    name, hertz, seconds = note.instrument, note.hertz, note.seconds
    if name in ("whoosh", "rustle"):
        high = hertz if note.hertz_to is None else note.hertz_to
        return whoosh(seconds, seed, low=hertz, high=high, rough=0.8 if name == "rustle" else 0.0)
    if name == "tick" or name == "pencil":
        return tick(hertz, seconds, seed, rough=0.85 if name == "pencil" else 0.25)
    if name in ("bell", "glass"):
        return bell(hertz, seconds, seed, glass=name == "glass")
    if name == "air":
        return air(seconds, seed)
    if name == "clap":
        return clap(seconds, seed)
    if name == "daf":
        return daf(seconds, seed, hertz=hertz)
    tuned = {"pluck": pluck, "pad": pad, "mallet": mallet, "felt": felt, "pop": pop}
    return tuned[name](hertz, seconds, seed)
