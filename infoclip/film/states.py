"""The states of a film's frames, kept from one render to the next: only scenes that were changed are gone through."""

from __future__ import annotations

from collections.abc import Sequence

from infoclip.film.frames import Frames
from infoclip.film.segments import StateKeys
from infoclip.store import Store
from infoclip.timeline.content import timeline_content
from infoclip.timeline.runs import runs
from infoclip.timeline.timeline import Timeline

_STATES = Store("states", "arabic_reshaper", "bidi", "uharfbuzz")
"""The libraries are those that say how many words and letters a text is made of, which follow each other in motion."""

_SIZE = 16


def frame_states(timeline: Frames) -> list[bytes]:
    """The state of every frame, as `StateKeys` gives it: from the disk where all they follow from is as it was."""
    frames = range(timeline.frame_count)
    told = timeline_content(timeline) if isinstance(timeline, Timeline) else None
    if told is None:
        return StateKeys().of(timeline, frames)
    key = _STATES.key(*told)
    states = _kept(key, len(frames))
    if states is None:
        assert isinstance(timeline, Timeline)
        states = _by_runs(timeline, told[1:]) if not timeline.beside_scenes() else StateKeys().of(timeline, frames)
        _STATES.write(key, b"".join(states))
    return states


def _by_runs(timeline: Timeline, scenes: Sequence[str]) -> list[bytes]:
    """The states of a film that follows from its scenes alone, those of runs that were met before from the disk."""
    found: list[bytes] = []
    for frames, follows in runs(timeline, scenes):
        key = _STATES.key(repr(follows))
        states = _kept(key, len(frames))
        if states is None:
            states = StateKeys().of(timeline, frames)
            _STATES.write(key, b"".join(states))
        found += states
    return found


def _kept(key: str, count: int) -> list[bytes] | None:
    """The states of `count` frames under `key`; None when they are not there, or not whole."""
    data = _STATES.read(key)
    if data is None or len(data) != _SIZE * count:
        return None
    return [data[at : at + _SIZE] for at in range(0, len(data), _SIZE)]
