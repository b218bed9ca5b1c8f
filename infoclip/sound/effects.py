"""What is heard of the picture's motions: the ticks of a count, what passes at a transition, the pop of what arrives.

All of it is quieter than the music and can be left out by kind. Over a designer's own music nothing has a pitch that
could be wrong there.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from infoclip.sound.beds import Bed, Instrument, Note
from infoclip.timeline.moments import Arrival, Change, Count, Moments
from infoclip.values.easing import ease

_TICKS_A_SECOND = 13.0
_TICKS_APART = 0.055
_POPS_APART = 0.07
_COUNTED = 0.8  # the share of a count after which only its last digit still moves
_LEVELS = {"tick": 0.055, "pencil": 0.07, "pop": 0.08, "glass": 0.06, "pluck": 0.09, "felt": 0.08}
_SIDES = {"left": (-1.0, 1.0), "right": (1.0, -1.0), "up": (0.0, 0.0), "down": (0.0, 0.0)}


def heard_effects(
    bed: Bed, seconds: float, cuts: Sequence[float], moments: Moments, kinds: Sequence[str], *, pitched: bool = True
) -> tuple[Note, ...]:
    """The effects of `kinds` (`transitions`, `counts`, `arrivals`) for a clip; every note ends within it."""
    notes: list[Note] = []
    if "transitions" in kinds:
        notes += _accents(bed, seconds, cuts, pitched=pitched)
        notes += [note for change in moments.changes for note in _passing(bed, change)]
    if "counts" in kinds:
        notes += _ticks(bed, moments.counts)
        notes += _landings(bed, seconds, moments.landings) if pitched else []
    if "arrivals" in kinds:
        notes += _pops(bed, moments.arrivals, cuts, pitched=pitched)
    fitting = (note for note in notes if note.at >= 0 and note.at + note.seconds <= seconds + 1e-6)
    return tuple(sorted(fitting, key=lambda note: (note.at, note.hertz)))


def _accents(bed: Bed, seconds: float, cuts: Sequence[float], *, pitched: bool) -> list[Note]:
    """What marks the cuts: a bell on the chord's notes, a low stroke, and before them an airy rise in beds with one."""
    notes = [Note(0.1, "daf", 74, min(1.4, seconds - 0.1), 0.5)] if seconds > 1 else []
    for index, cut in enumerate(cut for cut in cuts if 0.3 < cut < seconds - 0.3):
        room = seconds - cut
        if pitched:
            shape: Instrument = "glass" if bed.melody == "glass" else "bell"
            high = bed.hertz((7, 11, 9, 14)[index % 4])
            notes.append(Note(cut, shape, high, min(2.6, room), 0.16, 0.3 if index % 2 else -0.3))
        notes.append(Note(cut, "daf", 62, min(1.4, room), 0.34))
        if bed.rise:
            notes.append(Note(max(0.0, cut - 1.1), "air", 0, min(1.1, cut), 0.07))
    return notes


def _passing(bed: Bed, change: Change) -> list[Note]:
    """Air, or a page, that goes the way the new scene goes: from its side to the other, or down and up in pitch."""
    start, end = _SIDES[change.comes]
    low, high = (
        (1600.0, 420.0) if change.comes == "down" else (420.0, 1600.0) if change.comes == "up" else (600.0, 1100.0)
    )
    if bed.touch.passing == "rustle":
        low, high = low * 3, high * 3
    length = min(1.2, max(0.35, change.seconds * 1.3))
    at = max(0.0, change.at + change.seconds / 2 - length / 2)
    level = 0.05 if change.kind in ("fade", "iris") else 0.085
    return [Note(at, bed.touch.passing, low, length, level, start, end, high)]


def tick_times(count: Count) -> tuple[float, ...]:
    """When a running count ticks: evenly in what it counts, so quickly at first and ever slower, as its easing goes.

    No more ticks than values, and no two nearer than 55 ms.
    """
    ticks = max(1, min(count.steps, round(count.seconds * _TICKS_A_SECOND)))
    times: list[float] = []
    grid = 200
    reached = [ease(count.easing, step / grid) for step in range(grid + 1)]
    step = 0
    for tick in range(ticks):
        while step < grid and reached[step] < (tick + 0.5) / ticks:
            step += 1
        at = count.at + count.seconds * step / grid
        if step <= grid * _COUNTED and (not times or at - times[-1] >= _TICKS_APART):
            times.append(round(at, 4))
    return tuple(times)


def _ticks(bed: Bed, counts: Sequence[Count]) -> list[Note]:
    """The ticks of all counts; where several run at once, one is heard at a time."""
    notes: list[Note] = []
    touch = bed.touch
    times = sorted(((at, count) for count in counts for at in tick_times(count)), key=lambda pair: pair[0])
    for at, count in times:
        if notes and at - notes[-1].at < _TICKS_APART:
            continue
        through = (at - count.at) / max(0.01, count.seconds)
        hertz = touch.tick_hertz * (1 + 0.25 * through)
        notes.append(Note(at, touch.tick, hertz, 0.08, _LEVELS[touch.tick] * (0.7 + 0.3 * through), 0.5 * count.side))
    return notes


def _landings(bed: Bed, seconds: float, landings: Sequence[float]) -> list[Note]:
    """A count that lands is marked by two soft high notes, a fifth apart."""
    return [
        Note(at, "glass", bed.hertz(degree), min(1.6, seconds - at), 0.09, 0.25 if step else -0.25)
        for landing in landings
        for step, degree in enumerate((11, 14))
        if (at := landing + step * 0.09) < seconds - 0.5
    ]


def _pops(bed: Bed, arrivals: Sequence[Arrival], cuts: Sequence[float], *, pitched: bool) -> list[Note]:
    """One soft sound for each item, climbing the bed's scale in each scene; where many arrive each is quieter."""
    instrument: Instrument = bed.touch.arrival if pitched or bed.touch.arrival == "tick" else "pop"
    edges = [0.0, *sorted(cuts), float("inf")]
    notes: list[Note] = []
    for start, end in pairwise(edges):
        inside: list[Arrival] = []
        for arrival in arrivals:
            if start <= arrival.at < end and (not inside or arrival.at - inside[-1].at >= _POPS_APART):
                inside.append(arrival)
        level = _LEVELS[instrument] * min(1.0, (6 / max(1, len(inside))) ** 0.5)
        for index, arrival in enumerate(inside):
            hertz = bed.touch.tick_hertz if instrument == "tick" else bed.hertz((7, 9, 11, 8, 10)[index % 5])
            length = {"glass": 0.9, "pluck": 0.8, "felt": 0.9}.get(instrument, 0.16)
            notes.append(Note(arrival.at + 0.06, instrument, hertz, length, level, 0.5 * arrival.side))
    return notes
