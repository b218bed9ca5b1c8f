"""Lines over time: values to points, and the pieces between them, each of which can be uncovered by itself."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

from infoclip.values.geometry import Box

Point = tuple[float, float]


class Piece(Struct, frozen=True):
    """The straight part of a line between two neighbouring points, with all points of the unbroken line it is part of.

    `start` and `end` say when it is drawn, as shares (0..1) of the whole line's way from its first point to its last:
    a gap takes the time that its width would. `first` and `last` tell whether the unbroken line begins or ends here.
    """

    run: tuple[Point, ...]
    box: Box
    start: float
    end: float
    first: bool
    last: bool


def points(values: Sequence[float | None], box: Box, bounds: tuple[float, float], *, rtl: bool) -> list[Point | None]:
    """Where `values` stand in `box`, the first at its start edge; `bounds` are the values at its foot and at its top.

    Places are whole pixels across, so that pieces of a line meet without a seam. None stands for a missing value.
    """
    low, high = bounds
    if not high > low:
        raise ValueError(f"the axis runs from {low:g} to {high:g}; its top must be above its foot")
    step = box.width / (len(values) - 1) if len(values) > 1 else 0.0
    found: list[Point | None] = []
    for index, value in enumerate(values):
        x = box.right - step * index if rtl else box.x + step * index
        y = box.bottom - (value - low) / (high - low) * box.height if value is not None else 0.0
        found.append(None if value is None else (float(round(x)), y))
    return found


def pieces(places: Sequence[Point | None]) -> list[Piece]:
    """The pieces of a line through `places`, in drawing order; it is broken where a place is None."""
    runs = _runs(places)
    lengths: list[float] = []
    spans: list[tuple[tuple[Point, ...], Point, Point]] = []
    for number, run in enumerate(runs):
        if number:  # the way over a gap, so that two lines over the same time stay abreast
            lengths.append(abs(run[0][0] - runs[number - 1][-1][0]))
            spans.append(((), run[0], run[0]))
        for one, other in pairwise(run):
            lengths.append(math.dist(one, other))
            spans.append((run, one, other))
    total = sum(lengths) or 1.0
    found: list[Piece] = []
    done = 0.0
    for length, (run, one, other) in zip(lengths, spans, strict=True):
        if run:
            left, top = min(one[0], other[0]), min(one[1], other[1])
            box = Box(left, top, abs(other[0] - one[0]), abs(other[1] - one[1]))
            found.append(Piece(run, box, done / total, (done + length) / total, one == run[0], other == run[-1]))
        done += length
    return found


def arrivals(places: Sequence[Point | None]) -> list[float]:
    """When the drawn line reaches each place, 0..1 as in `Piece`; a missing place has the time of the one before."""
    known = pieces(places)
    found: list[float] = []
    for place in places:
        at = found[-1] if found else 0.0
        for piece in known:
            if place == piece.run[0] and piece.first:
                at = piece.start
            for number, point in enumerate(piece.run[1:], 1):
                if point == place and _is_step(piece, piece.run[number - 1], point):
                    at = piece.end
        found.append(at)
    return found


def _is_step(piece: Piece, one: Point, other: Point) -> bool:
    return piece.box.x == min(one[0], other[0]) and piece.box.width == abs(other[0] - one[0])


def line_path(run: Sequence[Point], origin: Point) -> str:
    """`run` as SVG path data, measured from `origin`."""
    return "M" + "L".join(f"{_number(x - origin[0])} {_number(y - origin[1])}" for x, y in run)


def area_path(run: Sequence[Point], base: float, origin: Point) -> str:
    """The surface between `run` and the height `base`, as SVG path data measured from `origin`."""
    foot = base - origin[1]
    closing = f"L{_number(run[-1][0] - origin[0])} {_number(foot)}L{_number(run[0][0] - origin[0])} {_number(foot)}Z"
    return line_path(run, origin) + closing


def _runs(places: Sequence[Point | None]) -> list[tuple[Point, ...]]:
    """The unbroken stretches of `places`."""
    runs: list[list[Point]] = []
    fresh = True
    for place in places:
        if place is None:
            fresh = True
            continue
        if fresh:
            runs.append([])
        runs[-1].append(place)
        fresh = False
    return [tuple(run) for run in runs]


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
