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
        return (self.start + self.end) / 2


def slices(values: Sequence[float], *, clockwise: bool) -> tuple[Slice, ...]:
    """The slices of `values`, the first at 12 o'clock. Raises ValueError for negative values and when all are 0."""
    total = sum(values)
    if not total > 0 or min(values) < 0 or not math.isfinite(total):
        raise ValueError("a donut needs values that are not negative, one of them more than 0")
    sign = 1 if clockwise else -1
    edges = [0.0]
    for value in values:
        edges.append(edges[-1] + value / total)
    edges[-1] = 1.0
    return tuple(Slice(sign * start, sign * end) for start, end in pairwise(edges))


def anchor(part: Slice, size: float, hole: float) -> tuple[float, float]:
    """The middle of a slice, where a label can stand, from the box's left top corner."""
    radius = size / 2 * (1 + hole) / 2
    angle = part.middle * TURN
    return size / 2 + radius * math.sin(angle), size / 2 - radius * math.cos(angle)


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
