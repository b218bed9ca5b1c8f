"""Turned lattice for the art: mashrabiya screens of balls, stars and spindles, and dials. Pure mathematics.

A mashrabiya is joined from turned pieces of wood without nails: nodes, and spindles whose ends are pegs in them (J.
Feeney, "The Magic of the Mashrabiyas", Aramco World 25/4, 1974). Here stars stand on the corners of a square grid and
balls in the middles of its squares; spindles join each star to its four neighbours and to the four balls around it, so
that every opening is the same. Everything returns SVG path data in design pixels, y downwards, with two decimals.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from infoclip.draw.ornament import circle, star, star_ratio

Point = tuple[float, float]
PROFILE: tuple[Point, ...] = ((0.0, 0.07), (0.2, 0.018), (0.3, 0.03), (0.4, 0.1), (0.5, 0.1))
"""A spindle as it is turned on the lathe: (share of its length, radius in pitches) from one peg to its middle.

The peg widens to the node, the neck is thin, the bead in the middle is thick; the other half mirrors it.
"""
STAR, BALL = 0.235, 0.145
"""Outer radii of the two nodes, in pitches."""
PEG = 0.02
"""How deep a spindle's end stands in its node, in pitches."""


class Screen(NamedTuple):
    """One repeat of a screen: the wood, and the dark of the eyes drilled through its nodes."""

    wood: str
    eyes: str


def _number(value: float) -> str:
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _pair(point: Point) -> str:
    return f"{_number(point[0])} {_number(point[1])}"


def spindle(start: Point, end: Point, pitch: float) -> str:
    """A turned spindle between two points, as thick as one of a screen whose pattern repeats every `pitch` pixels.

    Raises ValueError when both points are the same.
    """
    length = math.dist(start, end)
    if length <= 0:
        raise ValueError("a spindle needs two different ends")
    along = ((end[0] - start[0]) / length, (end[1] - start[1]) / length)

    def at(share: float, radius: float) -> Point:
        reach, off = share * length, radius * pitch
        return start[0] + along[0] * reach - along[1] * off, start[1] + along[1] * reach + along[0] * off

    def side(sign: int) -> list[Point]:
        """Peg, neck, shoulder, shaft of the bead, bead, and back to the other peg."""
        near = [at(share, sign * radius) for share, radius in PROFILE]
        far = [at(1 - share, sign * radius) for share, radius in PROFILE[-2::-1]]
        return near + far

    one, other = side(-1), side(1)[::-1]
    return f"M{_pair(one[0])}{_curves(one)}L{_pair(other[0])}{_curves(other)}Z"


def _curves(points: Sequence[Point]) -> str:
    """Two-step quadratic curves: every second point bends, the others are passed through."""
    return "".join(f"Q{_pair(points[i])} {_pair(points[i + 1])}" for i in range(1, len(points) - 1, 2))


def _joined(one: tuple[Point, float], other: tuple[Point, float], pitch: float) -> str:
    """The spindle between two nodes `((x, y), radius)`, its pegs just inside of them."""
    (a, a_radius), (b, b_radius) = one, other
    length = math.dist(a, b)
    near, far = (a_radius - PEG * pitch) / length, 1 - (b_radius - PEG * pitch) / length
    ends = [(a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share) for share in (near, far)]
    return spindle(ends[0], ends[1], pitch)


@lru_cache(maxsize=32)
def screen_tile(pitch: float) -> Screen:
    """One repeat of the screen, `pitch` x `pitch`, a ball in its middle and stars on its corners.

    It holds all that reaches in from the neighbours, so it tiles without seams in an SVG `<pattern>`.
    """
    half = pitch / 2
    corners = [(0.0, 0.0), (pitch, 0.0), (0.0, pitch), (pitch, pitch)]
    star_foot = STAR * pitch * star_ratio(8)
    wood = [star(x, y, STAR * pitch, 8) for x, y in corners] + [circle(half, half, BALL * pitch)]
    for corner in corners:
        wood.append(_joined((corner, STAR * pitch), ((half, half), BALL * pitch), pitch))
    for a, b in ((0, 1), (2, 3), (0, 2), (1, 3)):
        wood.append(_joined((corners[a], STAR * pitch), (corners[b], STAR * pitch), pitch))
    eyes = [star(x, y, star_foot * 0.56, 8) for x, y in corners] + [circle(half, half, BALL * pitch * 0.38)]
    return Screen("".join(wood), "".join(eyes))


def minute_marks(center: Point, radius: float, count: int, span: tuple[int, int], lengths: tuple[float, float]) -> str:
    """Strokes for the places `span` (first, one past the last) of `count` on a dial, clockwise from 12 o'clock.

    Every fifth place has the second of `lengths`. Raises ValueError for a dial without places.
    """
    if count < 1:
        raise ValueError("a dial needs at least one place")
    parts = []
    for place in range(*span):
        inner = radius - lengths[place % 5 == 0]
        x, y = math.sin(place * math.tau / count), -math.cos(place * math.tau / count)
        outside, inside = ((center[0] + x * reach, center[1] + y * reach) for reach in (radius, inner))
        parts.append(f"M{_pair(outside)}L{_pair(inside)}")
    return "".join(parts)


def raised_sheet(width: float, height: float, radius: float) -> str:
    """A sheet of paper that rises from below: round shoulders of `radius` at its head, open corners at its foot."""
    held = min(radius, width / 2, height)
    shoulder, foot = _number(held), _number(height)
    return (
        f"M0 {foot}V{shoulder}Q0 0 {shoulder} 0H{_number(width - held)}"
        f"Q{_number(width)} 0 {_number(width)} {shoulder}V{foot}Z"
    )


GENERATORS: dict[str, Callable[..., object]] = {
    "minute_marks": minute_marks,
    "raised_sheet": raised_sheet,
    "screen_tile": screen_tile,
    "spindle": spindle,
}
