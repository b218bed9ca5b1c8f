"""Donuts: values as slices of a ring, each an SVG path in the donut's own box, the gaps between them equally wide."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

TURN = 2 * math.pi
_WHOLE = 1 - 1e-9


class Slice(Struct, frozen=True):
    """From `start` to `end` in turns from 12 o'clock, clockwise; a donut that runs the other way has both negative."""

    start: float
    end: float

    @property
    def middle(self) -> float:
        """The middle of its arc."""
        return (self.start + self.end) / 2


class Sweep(Struct, frozen=True):
    """How a donut runs: from `start` over `turns` (0..1) in its direction, 0 being 12 o'clock; a gauge is half a turn.

    Values fill it in proportion to `whole`; None: they fill it all.
    """

    start: float = 0.0
    turns: float = 1.0
    whole: float | None = None


WHOLE = Sweep()
"""All the way round, from 12 o'clock."""


def slices(values: Sequence[float], *, clockwise: bool, sweep: Sweep = WHOLE) -> tuple[Slice, ...]:
    """The slices of `values`, the first at 12 o'clock, or as `sweep` says.

    Raises ValueError for negative values, when all are 0, and when they are more than the whole.
    """
    total = sum(values)
    if not total > 0 or min(values) < 0 or not math.isfinite(total):
        raise ValueError("a donut needs values that are not negative, one of them more than 0")
    if sweep.whole is not None and total > sweep.whole * (1 + 1e-9):
        raise ValueError(f"the slices are {total:g}, more than the whole of {sweep.whole:g}")
    full = sweep.whole is None or total >= sweep.whole * _WHOLE
    whole = total if full or sweep.whole is None else sweep.whole
    sign = 1 if clockwise else -1
    edges = [0.0]
    for value in values:
        edges.append(edges[-1] + value / whole)
    if full:
        edges[-1] = 1.0
    turns = [sign * (sweep.start + edge * sweep.turns) for edge in edges]
    return tuple(Slice(start, end) for start, end in pairwise(turns))


def anchor(part: Slice, size: float, hole: float) -> tuple[float, float]:
    """The middle of a slice, where a label can stand, from the box's left top corner."""
    radius = size / 2 * (1 + hole) / 2
    angle = part.middle * TURN
    return size / 2 + radius * math.sin(angle), size / 2 - radius * math.cos(angle)


def rounded_path(part: Slice, size: float, hole: float) -> str:
    """The SVG path of a slice with round ends, which lie within its angle; a very small one is a disc."""
    outer = size / 2
    inner = outer * hole
    low, high = min(part.start, part.end) * TURN, max(part.start, part.end) * TURN
    if high <= low or inner <= 0:
        return slice_path(part, size, hole, 0.0)
    if high - low >= TURN * _WHOLE:
        return _ring(outer, inner)
    half, middle = (outer - inner) / 2, (outer + inner) / 2
    cut = min(math.asin(min(1.0, half / middle)), (high - low) / 2)
    low, high = low + cut, high - cut
    cap = f"A{_number(half)} {_number(half)} 0 0 1 "
    outside = _arc(outer, outer, low, high, forward=True)
    inside = _arc(outer, inner, high, low, forward=False).split("A", 1)
    return f"M{outside}{cap}{inside[0]}A{inside[1]}{cap}{_point(outer, outer, low)}Z"


def slice_path(part: Slice, size: float, hole: float, gap: float) -> str:
    """The SVG path of a slice in a box `size` wide and high.

    `hole` is the inner radius as a share (0..1) of the outer, `gap` the pixels between neighbours. A slice
    narrower than its gap keeps half of its angle, so that a small value stays visible. The empty slice has no path.
    """
    outer = size / 2
    inner = outer * hole
    low, high = min(part.start, part.end) * TURN, max(part.start, part.end) * TURN
    if high <= low:
        return ""
    if high - low >= TURN * _WHOLE:
        return _ring(outer, inner)
    cut = _offset(outer, gap, high - low)
    outside = _arc(outer, outer, low + cut, high - cut, forward=True)
    inner_cut = math.asin(min(1.0, outer * math.sin(cut) / inner)) if inner > 0 else math.pi
    if inner_cut < (high - low) / 2:
        inside = _arc(outer, inner, high - inner_cut, low + inner_cut, forward=False)
        return f"M{outside}L{inside}Z"
    # The two edges meet before they reach the hole.
    half = (high - low) / 2
    reach = max(inner, min(outer, outer * math.sin(cut) / math.sin(min(half, math.pi / 2))))
    return f"M{outside}L{_point(outer, reach, low + half)}Z"


def _offset(radius: float, gap: float, span: float) -> float:
    """The angle that half a gap takes at `radius`, at most a quarter of the span on each side."""
    half = min(1.0, gap / 2 / radius) if radius > 0 else 0.0
    return min(math.asin(half), span / 4)


def _ring(outer: float, inner: float) -> str:
    """A whole ring: two circles run in opposite directions, so that the hole stays open under either fill rule."""

    def circle(radius: float, sweep: int) -> str:
        top, foot = _number(outer - radius), _number(outer + radius)
        arc = f"A{_number(radius)} {_number(radius)} 0 1 {sweep} {_number(outer)}"
        return f"M{_number(outer)} {top}{arc} {foot}{arc} {top}Z"

    return circle(outer, 1) + (circle(inner, 0) if inner > 0 else "")


def _arc(center: float, radius: float, start: float, end: float, *, forward: bool) -> str:
    large = 1 if abs(end - start) > math.pi else 0
    turn = f"A{_number(radius)} {_number(radius)} 0 {large} {1 if forward else 0} "
    return _point(center, radius, start) + turn + _point(center, radius, end)


def _point(center: float, radius: float, angle: float) -> str:
    return f"{_number(center + radius * math.sin(angle))} {_number(center - radius * math.cos(angle))}"


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")
