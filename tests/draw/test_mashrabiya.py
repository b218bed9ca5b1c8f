"""The turned lattice, held to what can be said without looking: it tiles, it is symmetric, its pieces meet."""

from __future__ import annotations

import math
import re
from itertools import pairwise

import pytest

from infoclip.draw import mashrabiya

NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
Point = tuple[float, float]


def points(d: str) -> list[Point]:
    """All the points of path data that has no arcs and no single coordinates."""
    values = [float(value) for value in NUMBER.findall(d)]
    return list(zip(values[::2], values[1::2], strict=True))


def shapes(d: str) -> list[str]:
    """The closed shapes of a tile without its arcs."""
    return [f"M{part}" for part in d.split("M")[1:] if "A" not in part]


def rounded(found: list[Point]) -> set[Point]:
    return {(round(x, 1) + 0.0, round(y, 1) + 0.0) for x, y in found}


@pytest.mark.parametrize("angle", [0.0, 37.0, 90.0, 200.0])
def test_a_spindle_is_turned_it_is_the_same_from_all_its_sides(angle: float) -> None:
    end = 50 * math.cos(math.radians(angle)), 50 * math.sin(math.radians(angle))
    found = points(mashrabiya.spindle((0, 0), end, 100))
    along, off = [], []
    for x, y in found:
        along.append((x * end[0] + y * end[1]) / 50)
        off.append((y * end[0] - x * end[1]) / 50)
    pieces = {(round(a, 1), round(b, 1)) for a, b in zip(along, off, strict=True)}
    assert pieces == {(round(50 - a, 1) + 0.0, b) for a, b in pieces}, "the far half mirrors the near one"
    assert pieces == {(a, round(-b, 1) + 0.0) for a, b in pieces}, "the left side mirrors the right one"
    assert max(off) == pytest.approx(10, abs=0.01), "the bead is a tenth of the pitch"
    assert [min(along), max(along)] == pytest.approx([0, 50], abs=0.01)


def test_a_spindle_needs_two_ends() -> None:
    with pytest.raises(ValueError, match="two different ends"):
        mashrabiya.spindle((3, 3), (3, 3), 100)


def test_a_screen_tiles_what_leaves_at_one_edge_comes_in_at_the_other() -> None:
    """Moved by a pitch, the pieces on the left edge are those on the right one, those on the head those on the foot."""
    wood = shapes(mashrabiya.screen_tile(100).wood)
    for axis in (0, 1):
        low = [points(piece) for piece in wood if min(point[axis] for point in points(piece)) < 0]
        high = [rounded(points(piece)) for piece in wood if max(point[axis] for point in points(piece)) > 100]
        assert len(low) == len(high) == 3, "two stars and the spindle between them"
        for piece in low:
            moved = rounded([(x + 100 * (axis == 0), y + 100 * (axis == 1)) for x, y in piece])
            assert moved in high


def test_a_screen_looks_the_same_from_all_four_sides() -> None:
    found = rounded([point for piece in shapes(mashrabiya.screen_tile(100).wood) for point in points(piece)])
    for x, y in found:
        for other in ((100 - x, y), (x, 100 - y), (y, x)):
            assert min(math.dist(other, point) for point in found) < 0.15, (x, y)


def test_every_spindle_stands_in_both_of_its_nodes() -> None:
    """Its pegs are inside the star or the ball by the peg's depth, so that no gap is seen between them."""
    pitch, half = 108.0, 54.0
    wood = shapes(mashrabiya.screen_tile(pitch).wood)
    spindles = [piece for piece in wood if "Q" in piece]
    assert len(spindles) == 8
    nodes = [(x, y, mashrabiya.STAR) for x in (0, pitch) for y in (0, pitch)] + [(half, half, mashrabiya.BALL)]
    for piece in spindles:
        found = points(piece)
        near, far = found[0], found[len(found) // 2 - 1]
        for peg in (near, far):
            deepest = min(math.dist(peg, node[:2]) - node[2] * pitch for node in nodes)
            assert deepest < mashrabiya.PROFILE[0][1] * pitch * 0.5


def test_a_dial_lights_as_many_places_as_it_is_told() -> None:
    d = mashrabiya.minute_marks((100, 100), 80, 60, (0, 13), (14, 26))
    marks = [points(f"M{part}") for part in d.split("M")[1:]]
    assert len(marks) == 13
    assert marks[0] == [(100, 20), (100, 46)], "12 o'clock is long"
    assert math.dist(*marks[1]) == pytest.approx(14, abs=0.02)
    angles = [math.atan2(outer[0] - 100, 100 - outer[1]) for outer, _ in marks]
    assert [b - a for a, b in pairwise(angles)] == pytest.approx([math.tau / 60] * 12, abs=0.001)
    with pytest.raises(ValueError, match="at least one"):
        mashrabiya.minute_marks((0, 0), 1, 0, (0, 1), (1, 1))


def test_a_sheet_has_round_shoulders_only_at_its_head() -> None:
    d = mashrabiya.raised_sheet(200, 90, 64)
    assert d == "M0 90V64Q0 0 64 0H136Q200 0 200 64V90Z"
    assert mashrabiya.raised_sheet(100, 90, 64).startswith("M0 90V50Q0 0 50 0H50")
