"""The engraver's geometry: one stroke is one stroke, strapwork joins at every edge, a hatch stays in its rectangle."""

from __future__ import annotations

import math
import re
from collections import Counter
from itertools import pairwise

import pytest

from infoclip.draw import engraving

NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def corners(d: str) -> list[tuple[float, float]]:
    """The points of a path of straight lines."""
    values = [float(text) for text in NUMBER.findall(d)]
    return list(zip(values[::2], values[1::2], strict=True))


@pytest.mark.parametrize(("n", "k"), [(10, 3), (8, 3), (12, 5), (5, 2)])
def test_a_star_in_one_stroke_visits_every_point_once(n: int, k: int) -> None:
    path = engraving.one_stroke(50, 40, 30, k, n)
    points = corners(path)
    assert path.count("M") == 1
    assert path.endswith("Z")
    assert len(set(points)) == n
    assert all(math.dist(point, (50, 40)) == pytest.approx(30, abs=0.02) for point in points)
    sides = [math.dist(a, b) for a, b in zip(points, [*points[1:], points[0]], strict=True)]
    assert sum(sides) == pytest.approx(engraving.stroke_length(30, k, n), abs=0.1)


def test_all_lines_of_a_star_touch_its_heart() -> None:
    points = corners(engraving.one_stroke(0, 0, 100))
    for (ax, ay), (bx, by) in zip(points, [*points[1:], points[0]], strict=True):
        away = abs(ax * by - ay * bx) / math.hypot(bx - ax, by - ay)
        assert away == pytest.approx(100 * engraving.star_heart(), abs=0.05)


@pytest.mark.parametrize(("n", "k"), [(10, 4), (8, 2), (6, 3)])
def test_a_star_of_several_strokes_is_refused(n: int, k: int) -> None:
    with pytest.raises(ValueError, match="one stroke"):
        engraving.one_stroke(0, 0, 10, k, n)


def test_strapwork_goes_on_across_every_edge() -> None:
    """Where two polygons touch, two lines end in each and all four go straight through: no line has a loose end."""
    ends: Counter[tuple[int, int]] = Counter()
    for part in engraving.tenfold(900, 900, 60, 450, 450).split("M")[1:]:
        points = corners(part)
        inner = [*points, points[0]] if part.endswith("Z") else points
        for x, y in (inner[0], inner[-1]) if not part.endswith("Z") else points:
            if 200 < x < 700 and 200 < y < 700:
                ends[round(x), round(y)] += 1
    assert ends
    # A star's point is met by the gap's two rays there, or, where decagons touch, by the neighbour's star.
    assert min(ends.values()) >= 2


def test_hexagon_rays_are_all_paired() -> None:
    lines = engraving._repeat(92.0)[1]
    assert len(lines) == 6
    middles = Counter((round(x, 3), round(y, 3)) for line in lines for x, y in (line[0], line[-1]))
    assert set(middles.values()) == {2}


@pytest.mark.parametrize("size", [(300, 80), (40, 260), (9, 9)])
def test_a_hatch_stays_in_its_rectangle_at_its_pitch(size: tuple[int, int]) -> None:
    lines = engraving.hatch(*size, pitch=9, x=5, y=7).split("M")[1:]
    feet = []
    for line in lines:
        (ax, ay), (bx, by) = corners(line)
        for x, y in ((ax, ay), (bx, by)):
            assert 5 - 0.01 <= x <= 5 + size[0] + 0.01
            assert 7 - 0.01 <= y <= 7 + size[1] + 0.01
        assert bx > ax
        assert (ay - by) / (bx - ax) == pytest.approx(1, abs=0.02)
        feet.append((ax + ay) / math.sqrt(2))
    assert all(b - a == pytest.approx(9, abs=0.02) for a, b in pairwise(feet))


@pytest.mark.parametrize(("pitch", "slope"), [(0, 1), (-1, 1), (9, 0)])
def test_a_hatch_needs_a_pitch_and_a_slope(pitch: float, slope: float) -> None:
    with pytest.raises(ValueError, match="hatch"):
        engraving.hatch(10, 10, pitch, slope)


def test_a_cut_runs_between_the_heights_asked_for() -> None:
    points = corners(re.sub(r"H(-?[\d.]+)", r"L\1 -400", engraving.cut_sheet(1000, 40, 100, 50)))
    low = sorted(point for point in points if point[1] > 0)
    (ax, ay), (bx, by) = low
    assert ay + (by - ay) * (0 - ax) / (bx - ax) == pytest.approx(40)
    assert ay + (by - ay) * (1000 - ax) / (bx - ax) == pytest.approx(100)
