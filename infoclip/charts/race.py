"""A race of bars over time: what every bar is worth and which place it holds at each moment.

Values run straight from one point in time to the next. Places follow the values: where one bar passes another the two
change places over `SWAP` seconds about that moment, as smoothly as a weight is moved (a raised cosine), however many
pass each other at once.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Protocol

from msgspec import Struct

from infoclip.values.easing import ease

RATE = 30
"""Moments a second at which a race is worked out; between them it runs straight."""
SWAP = 0.45
GROW = 0.7
REST = 0.5
"""Seconds in which the bars first grow, and in which the last values stand before the race is over."""


class Pitch(Protocol):
    """From row to row, and the height of a bar, in pixels."""

    @property
    def pitch(self) -> float:
        """From one bar to the next."""
        ...

    @property
    def bar(self) -> float:
        """A bar's thickness."""
        ...


class Race(Struct, frozen=True):
    """A race in `moments` equal steps. `values[i][m]` and `places[i][m]` belong to item i at moment m.

    Place 0 is the first; while two change places theirs are fractions. `points[m]` is the index of the point in time
    that is shown. Values rise from 0 before the first point: `points` is 0 there.
    """

    values: tuple[tuple[float, ...], ...]
    places: tuple[tuple[float, ...], ...]
    points: tuple[int, ...]
    seconds: float

    @property
    def moments(self) -> int:
        """How many points in time there are."""
        return len(self.points)

    @property
    def most(self) -> float:
        """The largest value of all, 1 when all are 0: what the longest bar stands for."""
        return max(map(max, self.values)) or 1.0

    def clear(self, index: int, over: Sequence[int]) -> list[float]:
        """How clear (0..1) item `index` is of the items `over` it at each moment: 0 where one stands in its place."""
        found: list[float] = []
        for moment, place in enumerate(self.places[index]):
            near = min((abs(self.places[other][moment] - place) for other in over), default=1.0)
            found.append(min(1.0, max(0.0, (near - 0.2) / 0.5)))
        return found

    def reach(self, lengths: Sequence[Sequence[float]], more: Sequence[float], below: float, rows: Pitch) -> float:
        """How far the bars that ever reach under `below` pixels from the top stick out, with what each has `more`."""
        return max(
            (
                length + extra
                for row, places, extra in zip(lengths, self.places, more, strict=True)
                for length, place in zip(row, places, strict=True)
                if place * rows.pitch + rows.bar > below
            ),
            default=0.0,
        )


def run(values: Sequence[Sequence[float | None]], step: float = 1.1) -> Race:
    """The race of items whose `values` are given at the same points in time, `step` seconds apart.

    A missing value between two others lies on the line between them. Raises ValueError for fewer than one item or two
    points, for negative values, and for an item whose first or last value is missing.
    """
    filled = [_filled(row) for row in values]
    if not filled or len({len(row) for row in filled}) != 1 or len(filled[0]) < 2:
        raise ValueError("a race needs items with the same number of values, two at least")
    count = len(filled[0])
    seconds = GROW + step * (count - 1) + REST
    moments = math.ceil(seconds * RATE) + 1
    times = [seconds * moment / (moments - 1) for moment in range(moments)]
    where = [min(max((time - GROW) / step, 0.0), count - 1.0) for time in times]
    grown = [ease("out", min(1.0, time / GROW)) for time in times]
    exact = [[_at(row, place) for place in where] for row in filled]
    shown = [tuple(value * share for value, share in zip(row, grown, strict=True)) for row in exact]
    ranks = _ranks(exact)
    points = tuple(min(count - 1, math.floor(place + 1e-9)) for place in where)
    return Race(tuple(shown), tuple(_smooth(row, seconds / (moments - 1)) for row in ranks), points, seconds)


def _filled(row: Sequence[float | None]) -> list[float]:
    known = [(index, value) for index, value in enumerate(row) if value is not None]
    if not known or known[0][0] != 0 or known[-1][0] != len(row) - 1:
        raise ValueError("in a race every item has a first and a last value")
    if any(value < 0 or not math.isfinite(value) for _, value in known):
        raise ValueError("a race of bars begins at zero: it cannot show negative values")
    found: list[float] = []
    for index in range(len(row)):
        left = max(item for item in known if item[0] <= index)
        right = min(item for item in known if item[0] >= index)
        part = (index - left[0]) / (right[0] - left[0]) if right[0] > left[0] else 0.0
        found.append(left[1] + (right[1] - left[1]) * part)
    return found


def _at(row: Sequence[float], place: float) -> float:
    index = min(len(row) - 2, math.floor(place))
    part = place - index
    return row[index] * (1 - part) + row[index + 1] * part  # exact at both ends


def _ranks(values: Sequence[Sequence[float]]) -> list[list[int]]:
    """The place of each item at each moment, by value; equals keep the order they had, at first that of the list."""
    order = list(range(len(values)))
    found: list[list[int]] = [[] for _ in values]
    for moment in range(len(values[0])):
        order.sort(key=lambda index: -values[index][moment])
        for place, index in enumerate(order):
            found[index].append(place)
    return found


def _smooth(ranks: Sequence[int], step: float) -> tuple[float, ...]:
    """`ranks` as a mean over `SWAP` seconds around each moment, heaviest in its middle."""
    reach = max(1, round(SWAP / 2 / step))
    weights = [1 + math.cos(math.pi * offset / (reach + 1)) for offset in range(-reach, reach + 1)]
    whole = sum(weights)
    last = len(ranks) - 1
    return tuple(
        sum(weight * ranks[min(max(moment + offset - reach, 0), last)] for offset, weight in enumerate(weights)) / whole
        for moment in range(len(ranks))
    )
