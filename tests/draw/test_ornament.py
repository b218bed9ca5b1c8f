"""Path generators: their points stand where geometry says."""

import math
import re

import pytest

from infoclip.draw import ornament


def points(path: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", path)]


def test_khatam_is_two_squares() -> None:
    corners = points(ornament.star(0, 0, 100))
    assert len(corners) == 16
    assert corners[0] == (0, -100)
    inner = [math.hypot(*corner) for corner in corners[1::2]]
    assert inner == pytest.approx([100 * ornament.star_ratio(8)] * 8, abs=0.01)
    # The sides of one square are straight through the inner corners: outer, inner, inner, outer are collinear.
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = corners[0], corners[1], corners[3], corners[4]
    assert (x1 - x0) * (y3 - y0) == pytest.approx((x3 - x0) * (y1 - y0), abs=2)
    assert (x2 - x0) * (y3 - y0) == pytest.approx((x3 - x0) * (y2 - y0), abs=2)


def test_star_turns_clockwise() -> None:
    turned = points(ornament.star(0, 0, 100, rot=45))
    assert turned[0] == pytest.approx((70.71, -70.71), abs=0.01)


def test_polygon_has_a_corner_up() -> None:
    assert points(ornament.polygon(10, 20, 5, 4))[:2] == [(10, 15), (15, 20)]


def test_lattice_lines_join_across_cells() -> None:
    """Every line end is the end of another line: strapwork has no loose ends inside the rectangle."""
    ends: dict[tuple[int, int], int] = {}
    pitch = 100.0
    for line in ornament.lattice(400, 400, ornament.edge_of(pitch)).split("M")[1:]:
        corners = points("M" + line)
        for x, y in (corners[0], corners[-1]):
            ends[round(x), round(y)] = ends.get((round(x), round(y)), 0) + 1
    inside = {place: count for place, count in ends.items() if 50 < place[0] < 350 and 50 < place[1] < 350}
    assert len(inside) > 40
    assert min(inside.values()) >= 4


def test_tile_repeats() -> None:
    """What leaves the tile on one side comes in on the other."""
    pitch = 120.0
    tile = points(ornament.lattice_tile(pitch))
    left = sorted(round(y, 1) for x, y in tile if abs(x) < 0.01 and 0 < y < pitch)
    right = sorted(round(y, 1) for x, y in tile if abs(x - pitch) < 0.01 and 0 < y < pitch)
    assert left
    assert left == right


def test_lattice_keeps_its_star_at_the_origin() -> None:
    nodes = ornament.lattice_nodes(300, 300, 40, ox=150, oy=150)
    around = sorted(round(math.hypot(x - 150, y - 150), 1) for x, y in nodes)[:8]
    assert len(set(around)) == 1


def test_period_and_edge_agree() -> None:
    assert ornament.period(ornament.edge_of(227)) == pytest.approx(227)
    assert ornament.edge_of(227) == pytest.approx(94.03, abs=0.01)


def test_arch_stands_on_its_foot() -> None:
    path = ornament.arch(100, 50, 80, 200)
    assert path.startswith("M60 250V96")
    assert "100 50" in path
    assert path.endswith("V250Z")


def test_crenellation_stays_inside_and_closes() -> None:
    corners = points(ornament.crenellation(0, 1000, 200, base=400))
    assert min(x for x, _ in corners) == 0
    assert max(x for x, _ in corners) == 1000
    assert min(y for _, y in corners) == 134
    assert corners[0] == (0, 400)
    assert corners[-1] == (1000, 400)
    assert not ornament.crenellation(0, 1000, 200).endswith("Z")


def test_crenellation_scales_with_its_pitch() -> None:
    assert min(y for _, y in points(ornament.crenellation(0, 600, 100, pitch=45))) == pytest.approx(67)


def test_ticks_leave_out_the_skipped() -> None:
    assert len(points(ornament.ticks(0, 0, 90, 100, 96))) == 192
    assert len(points(ornament.ticks(0, 0, 90, 100, 96, every=6, skip=12))) == 16
    assert points(ornament.ticks(0, 0, 90, 100, 4))[2:4] == [(90, 0), (100, 0)]


def test_wedge_ends_at_its_turns() -> None:
    path = ornament.wedge(0, 0, 50, 100, 0, 0.25)
    assert path.startswith("M0 -100A100 100 0 0 1 100 0L50 0")
    assert ornament.wedge(0, 0, 50, 100, 0, 1).count("M") == 2


def test_round_rect_holds_its_radii() -> None:
    assert "a20 20" in ornament.round_rect(0, 0, 100, 40, (50,))
    assert "a" not in ornament.round_rect(0, 0, 100, 40)


def test_random_is_the_same_everywhere() -> None:
    source = ornament.random(7)
    assert [round(source(), 6) for _ in range(3)] == [0.238781, 0.913493, 0.612492]
    assert [ornament.random(7)() for _ in range(2)] == [ornament.random(7)()] * 2
    assert ornament.random(7)() != ornament.random(8)()


def test_generators_name_real_functions() -> None:
    assert all(getattr(ornament, name) is function for name, function in ornament.GENERATORS.items())
