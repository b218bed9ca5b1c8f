"""The music under a clip: a bed by theme and mood, written anew for every clip, so that it fits its cuts and its end.

A bed is data (`BEDS`), a mood changes it (`MOODS`); `score` turns it into notes for the scenes of one clip, by a seed,
always the same ones. What is heard of the picture's motions is in `effects.py`.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

Instrument = Literal[
    "pad", "pluck", "glass", "bell", "daf", "air", "mallet", "felt", "clap", "tick", "pencil", "pop", "whoosh", "rustle"
]

# Degrees of the modes in semitones above the root; Bayati's second degree lies between two keys of a piano.
NAHAWAND = (0.0, 2.0, 3.0, 5.0, 7.0, 8.0, 11.0)
HIJAZ = (0.0, 1.0, 4.0, 5.0, 7.0, 8.0, 10.0)
BAYATI = (0.0, 1.5, 3.0, 5.0, 7.0, 8.0, 10.0)
AJAM = (0.0, 2.0, 4.0, 5.0, 7.0, 9.0, 11.0)
LYDIAN = (0.0, 2.0, 4.0, 6.0, 7.0, 9.0, 11.0)


@dataclass(frozen=True, slots=True)
class Note:
    """One sound: when it begins (seconds), what plays it, how high, how long, how loud (0..1) and where (-1 left).

    `pan_to` and `hertz_to` are where it ends up; None where it stays.
    """

    at: float
    instrument: Instrument
    hertz: float
    seconds: float
    level: float
    pan: float = 0.0
    pan_to: float | None = None
    hertz_to: float | None = None


@dataclass(frozen=True, slots=True)
class Touch:
    """What the effects of a bed are played with: the tick of a count, what passes at a transition, what arrives."""

    tick: Instrument = "tick"
    tick_hertz: float = 1800.0
    passing: Instrument = "whoosh"
    arrival: Instrument = "pop"


@dataclass(frozen=True, slots=True)
class Bed:
    """A mood. `root` is in hertz; `chords` are degrees of `mode` (0 is the root), one chord a scene; `beat` in seconds.

    `melody` plays on the beat with `busy` (0..1) of the beats taken; `drum` is the share of bars that begin with a daf.
    `loom` is the share of bars in which a loom is at work: the batten's dry knock on the second and fourth beat.
    `claps` is the share of bars with hands on the second and fourth beat. `touch` is how its effects sound.
    """

    root: float
    mode: tuple[float, ...]
    chords: tuple[tuple[int, ...], ...]
    melody: Instrument
    beat: float
    busy: float
    drum: float = 0.0
    rise: bool = False
    pad_level: float = 0.11
    melody_level: float = 0.34
    loom: float = 0.0
    claps: float = 0.0
    touch: Touch = Touch()

    def hertz(self, degree: int) -> float:
        """The pitch of a degree; degrees past the mode go on in the next octave, negative ones below the root."""
        octave, step = divmod(degree, len(self.mode))
        return float(self.root * 2 ** (octave + self.mode[step] / 12))


_LEADING = (4, 6, 8, 11)  # on the fifth degree: the ear waits for the root
_MINOR = ((0, 4, 7, 9), (-2, 2, 5, 7), (-4, 0, 3, 5), (-3, 1, 4, 6))
_MAJOR = ((0, 4, 7, 9), (-2, 2, 5, 7), (-4, 0, 3, 7), (-3, 1, 4, 8))
_OPEN = ((0, 4, 7, 11), (-4, 0, 3, 7), (-3, 1, 4, 8), (-2, 2, 5, 9))

BEDS: dict[str, Bed] = {
    "official": Bed(
        146.83, NAHAWAND, _MINOR, "pluck", 0.75, 0.55, drum=0.5, melody_level=0.32, touch=Touch(tick_hertz=950.0)
    ),
    "horizon": Bed(
        164.81, LYDIAN, _OPEN, "glass", 0.6, 0.4, rise=True, pad_level=0.12, melody_level=0.28,
        touch=Touch(tick_hertz=3200.0, arrival="glass"),
    ),
    "sadu": Bed(
        146.83, BAYATI, ((0, 4, 7), (3, 7, 10), (0, 3, 7), (4, 7, 11)), "pluck", 0.6, 0.6, drum=0.8, loom=0.7,
        touch=Touch(tick_hertz=620.0, arrival="pluck"),
    ),
    "paper": Bed(
        174.61, AJAM, _MAJOR, "felt", 0.8, 0.45, melody_level=0.3, pad_level=0.08,
        touch=Touch("pencil", 2600.0, "rustle", "felt"),
    ),
    "pulse": Bed(
        196.0, AJAM, _MAJOR, "mallet", 0.536, 0.7, drum=0.5, pad_level=0.07, melody_level=0.36, claps=0.75,
        touch=Touch(tick_hertz=1400.0),
    ),
    "ministry": Bed(
        130.81, NAHAWAND, _MINOR, "mallet", 0.682, 0.35, pad_level=0.14, melody_level=0.22,
        touch=Touch(tick_hertz=2200.0, arrival="tick"),
    ),
}  # fmt: skip

MOODS: dict[str, Callable[[Bed], Bed]] = {
    "calm": lambda bed: replace(
        bed, beat=bed.beat * 1.25, busy=bed.busy * 0.6, drum=0.0, claps=0.0, loom=0.0, pad_level=bed.pad_level * 1.15
    ),
    "bright": lambda bed: replace(
        bed, root=bed.root * 2 ** (2 / 12), mode=LYDIAN if bed.mode is AJAM else AJAM, chords=_MAJOR,
        beat=bed.beat * 0.94, busy=min(0.8, bed.busy + 0.12),
    ),
    "solemn": lambda bed: replace(
        bed, root=bed.root * 2 ** (-3 / 12), mode=HIJAZ if bed.mode is NAHAWAND else NAHAWAND, chords=_MINOR,
        melody="bell", beat=bed.beat * 1.35, busy=0.3, claps=0.0, drum=0.35, melody_level=0.16,
    ),
    "lively": lambda bed: replace(
        bed, beat=bed.beat * 0.8, busy=0.8, drum=max(0.8, bed.drum), pad_level=bed.pad_level * 0.8
    ),
}  # fmt: skip
"""What a mood makes of any theme's bed."""


def bed_called(name: str) -> Bed | None:
    """The bed of a theme (`horizon`), of one in a mood (`horizon calm`), or of `official` in a mood; None without."""
    words = name.split()
    bed = BEDS.get(words[0]) if words else None
    rest = words[1:] if bed is not None else words
    if bed is None and not rest:
        return None
    bed = bed or BEDS["official"]
    for word in rest:
        if word not in MOODS:
            return None
        bed = MOODS[word](bed)
    return bed


def score(bed: Bed, seconds: float, cuts: Sequence[float], seed: int = 0) -> tuple[Note, ...]:
    """The notes of `bed` for a clip of `seconds` whose scenes change at `cuts`; every note ends within the clip.

    It comes home before the end: the last bars lead to the root, which then rings out.
    """
    player = random.Random(f"{bed.root}:{seed}")
    edges = [0.0, *(cut for cut in sorted(cuts) if 0.2 < cut < seconds - 0.2), seconds]
    scenes = list(pairwise(edges))
    home = _home(bed, scenes[-1][0], seconds)
    notes: list[Note] = []
    degree = 4
    for index, (start, end) in enumerate(scenes):
        last = index == len(scenes) - 1
        chord = bed.chords[0] if index == 0 else bed.chords[index % len(bed.chords)]
        if last:
            notes += _ending(bed, start, home, seconds)
            end = home
        else:
            notes += _pad_notes(bed, chord, max(0.0, start - 0.6), min(seconds, end + 0.9))
        phrase, degree = _phrase(bed, (start, end), degree, player, last=last)
        notes += phrase
        notes += _drums(bed, start, end, player)
        notes += _loom(bed, (start, end), index)
        notes += _claps(bed, (start, end), index)
    return tuple(sorted((note for note in notes if note.seconds > 0.15), key=lambda note: (note.at, note.hertz)))


def _home(bed: Bed, start: float, seconds: float) -> float:
    """When the last chord is struck: four beats before the end, not before the last scene."""
    return max(start, seconds - min(3.2, max(1.8, bed.beat * 4)))


def _ending(bed: Bed, start: float, home: float, seconds: float) -> list[Note]:
    """The way home and home: a chord that wants to go on, three steps down, the root in octaves, rung out."""
    notes: list[Note] = []
    if home - start > 2.0:
        notes += _pad_notes(bed, _LEADING, max(0.0, start - 0.6), min(seconds, home + 0.7))
        for back, degree in ((2, 9), (1, 8)):
            at = home - back * bed.beat
            level = bed.melody_level * 0.8
            notes.append(Note(at, bed.melody, bed.hertz(degree), min(2.0, seconds - at), level, 0.1 * back))
    notes += _pad_notes(bed, bed.chords[0], max(0.0, home - 0.5), seconds)
    for step, degree in enumerate((0, 4, 7)):
        at = min(seconds - 0.3, home + step * 0.07)
        level = bed.melody_level * (1.05, 0.6, 0.9)[step]
        notes.append(Note(max(0.0, at), bed.melody, bed.hertz(degree), seconds - max(0.0, at), level, (step - 1) * 0.2))
    if bed.drum and seconds - home > 1:
        notes.append(Note(home, "daf", 62, min(1.4, seconds - home), 0.26))
    return notes


def _pad_notes(bed: Bed, chord: Sequence[int], start: float, end: float) -> list[Note]:
    pans = (0.0, -0.45, 0.45, -0.2, 0.2)
    low = Note(start, "pad", bed.hertz(chord[0]) / 2, end - start, bed.pad_level * 1.2)
    return [low] + [
        Note(start, "pad", bed.hertz(degree), end - start, bed.pad_level * (0.9 - 0.12 * place), pans[place % 5])
        for place, degree in enumerate(chord)
    ]


def _phrase(
    bed: Bed, span: tuple[float, float], degree: int, player: random.Random, *, last: bool
) -> tuple[list[Note], int]:
    """A melody over one scene: small steps on the beat, rests between; the last leaves room for the way home."""
    start, end = span
    notes, at, beat = [], start + 0.35, 0
    while at < end - (bed.beat * 2.5 if last else 0.4):
        if beat == 0 or player.random() < bed.busy:
            degree = min(11, max(0, degree + player.choice((-2, -1, -1, 1, 1, 2))))
            level = bed.melody_level * (1.0 if beat % 4 == 0 else player.uniform(0.6, 0.85))
            length = min(2.4, end + 0.8 - at) if not last else min(2.4, end - at)
            notes.append(Note(at, bed.melody, bed.hertz(degree), length, level, player.uniform(-0.35, 0.35)))
            if bed.melody == "pluck" and player.random() < 0.15:  # an ornament, as an oud player would
                grace = Note(at - 0.09, "pluck", bed.hertz(degree + 1), 0.5, level * 0.5, 0.1)
                notes.append(grace)
        at += bed.beat
        beat += 1
    return notes, degree


def _drums(bed: Bed, start: float, end: float, player: random.Random) -> list[Note]:
    bar = bed.beat * 4
    notes, at = [], start + bar
    while at < end - 0.8:
        if player.random() < bed.drum:
            notes.append(Note(at, "daf", 70, 0.8, 0.16))
            notes.append(Note(at + bed.beat * 1.5, "daf", 96, 0.5, 0.08, 0.2))
        at += bar
    return [note for note in notes if note.at + note.seconds < end]


def _loom(bed: Bed, span: tuple[float, float], scene: int) -> list[Note]:
    """Knocks of a loom, two a bar: first the shuttle, then the batten, a little lower and across from it.

    They have a player of their own, so that a bed without a loom keeps its melody.
    """
    weaver = random.Random(f"loom:{bed.root}:{scene}")
    notes, at = [], span[0] + bed.beat
    while bed.loom and at < span[1] - bed.beat * 3:
        if weaver.random() < bed.loom:
            notes.append(Note(at, "daf", 410, 0.18, 0.05, 0.4))
            notes.append(Note(at + bed.beat * 2, "daf", 330, 0.2, 0.07, -0.4))
        at += bed.beat * 4
    return notes


def _claps(bed: Bed, span: tuple[float, float], scene: int) -> list[Note]:
    """Hands on the second and fourth beat, by a player of their own."""
    hands = random.Random(f"claps:{bed.root}:{scene}")
    notes, at = [], span[0] + 0.35 + bed.beat
    while bed.claps and at < span[1] - bed.beat * 3:
        if hands.random() < bed.claps:
            notes.append(Note(at, "clap", 1300, 0.22, 0.07, 0.15))
            notes.append(Note(at + bed.beat * 2, "clap", 1300, 0.22, 0.085, -0.15))
        at += bed.beat * 4
    return notes
