"""The music under a clip: a bed by mood, written anew for every clip so that it fits its cuts and ends with it.

A bed is data (`BEDS`); `score` turns it into notes for the scenes of one clip, by a seed, always the same ones.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

Instrument = Literal["pad", "pluck", "glass", "bell", "daf", "air"]

# Degrees of the modes in semitones above the root; Bayati's second degree lies between two keys of a piano.
NAHAWAND = (0.0, 2.0, 3.0, 5.0, 7.0, 8.0, 11.0)
HIJAZ = (0.0, 1.0, 4.0, 5.0, 7.0, 8.0, 10.0)
BAYATI = (0.0, 1.5, 3.0, 5.0, 7.0, 8.0, 10.0)
AJAM = (0.0, 2.0, 4.0, 5.0, 7.0, 9.0, 11.0)
LYDIAN = (0.0, 2.0, 4.0, 6.0, 7.0, 9.0, 11.0)


@dataclass(frozen=True, slots=True)
class Note:
    """One sound: when it begins (seconds), what plays it, how high, how long, how loud (0..1) and where (-1 left)."""

    at: float
    instrument: Instrument
    hertz: float
    seconds: float
    level: float
    pan: float = 0.0


@dataclass(frozen=True, slots=True)
class Bed:
    """A mood. `root` is in hertz; `chords` are degrees of `mode` (0 is the root), one chord a scene; `beat` in seconds.

    `melody` plays on the beat with `busy` (0..1) of the beats taken; `drum` is the share of bars that begin with a daf.
    `loom` is the share of bars in which a loom is at work: the batten's dry knock on the second and fourth beat.
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

    def hertz(self, degree: int) -> float:
        """The pitch of a degree; degrees past the mode go on in the next octave, negative ones below the root."""
        octave, step = divmod(degree, len(self.mode))
        return float(self.root * 2 ** (octave + self.mode[step] / 12))


_MINOR = ((0, 4, 7, 9), (-2, 2, 5, 7), (-4, 0, 3, 5), (-3, 1, 4, 6))
_MAJOR = ((0, 4, 7, 9), (-2, 2, 5, 7), (-4, 0, 3, 7), (-3, 1, 4, 8))
_OPEN = ((0, 4, 7, 11), (-4, 0, 3, 7), (-3, 1, 4, 8), (-2, 2, 5, 9))

BEDS: dict[str, Bed] = {
    "official": Bed(146.83, NAHAWAND, _MINOR, "pluck", 0.75, 0.55, drum=0.5, melody_level=0.32),
    "horizon": Bed(164.81, LYDIAN, _OPEN, "glass", 0.6, 0.4, rise=True, pad_level=0.12, melody_level=0.28),
    "sadu": Bed(146.83, BAYATI, ((0, 4, 7), (3, 7, 10), (0, 3, 7), (4, 7, 11)), "pluck", 0.6, 0.6, drum=0.8, loom=0.7),
    "paper": Bed(174.61, AJAM, _MAJOR, "glass", 0.7, 0.45, melody_level=0.24),
    "pulse": Bed(196.0, AJAM, _MAJOR, "pluck", 0.5, 0.7, drum=0.7, pad_level=0.09),
    "ministry": Bed(130.81, NAHAWAND, _MINOR, "bell", 0.9, 0.35, pad_level=0.14, melody_level=0.16),
}


def score(bed: Bed, seconds: float, cuts: Sequence[float], seed: int = 0) -> tuple[Note, ...]:
    """The notes of `bed` for a clip of `seconds` whose scenes change at `cuts`; every note ends within the clip."""
    player = random.Random(f"{bed.root}:{seed}")
    edges = [0.0, *(cut for cut in sorted(cuts) if 0.2 < cut < seconds - 0.2), seconds]
    scenes = list(pairwise(edges))
    notes: list[Note] = []
    degree = 4
    for index, (start, end) in enumerate(scenes):
        last = index == len(scenes) - 1
        chord = bed.chords[0] if last or index == 0 else bed.chords[index % len(bed.chords)]
        notes += _pad_notes(bed, chord, max(0.0, start - 0.6), min(seconds, end + 0.9))
        phrase, degree = _phrase(bed, (start, end), degree, player, last=last)
        notes += phrase
        notes += _drums(bed, start, end, player)
        notes += _loom(bed, (start, end), index)
    notes.append(_held(bed, max(0.0, scenes[-1][0] + 0.6), seconds))
    return tuple(sorted((note for note in notes if note.seconds > 0.15), key=lambda note: (note.at, note.hertz)))


def accents(bed: Bed, seconds: float, cuts: Sequence[float], landings: Sequence[float] = ()) -> tuple[Note, ...]:
    """What marks the cuts: a bell on the chord's notes, a low stroke, and before them an airy rise in beds with one.

    A count that lands (`landings`, seconds) is marked by two soft high notes, a fifth apart.
    """
    notes = []
    if seconds > 1:
        notes.append(Note(0.1, "daf", 74, min(1.4, seconds - 0.1), 0.5))
    for index, cut in enumerate(cut for cut in cuts if 0.3 < cut < seconds - 0.3):
        room = seconds - cut
        high = bed.hertz((7, 11, 9, 14)[index % 4])
        shape: Instrument = "glass" if bed.melody == "glass" else "bell"
        notes.append(Note(cut, shape, high, min(2.6, room), 0.16, 0.3 if index % 2 else -0.3))
        notes.append(Note(cut, "daf", 62, min(1.4, room), 0.34))
        if bed.rise:
            notes.append(Note(max(0.0, cut - 1.1), "air", 0, min(1.1, cut), 0.07))
    for landing in landings:
        for step, degree in enumerate((11, 14)):
            at = landing + step * 0.09
            if at < seconds - 0.5:
                pan = 0.25 if step else -0.25
                notes.append(Note(at, "glass", bed.hertz(degree), min(1.6, seconds - at), 0.09, pan))
    return tuple(notes)


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
    """A melody over one scene: small steps on the beat, rests between, home on the root when the clip ends."""
    start, end = span
    notes, at, beat = [], start + 0.35, 0
    while at < end - (1.8 if last else 0.4):
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


def _held(bed: Bed, start: float, seconds: float) -> Note:
    """The last note: the root, rung out to the end."""
    return Note(start, bed.melody, bed.hertz(0), seconds - start, bed.melody_level * 1.1)
