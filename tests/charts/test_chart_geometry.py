"""Scales, bars, units and slices as plain geometry."""

from __future__ import annotations

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infoclip.charts.bars import bar_box
from infoclip.charts.donut import anchor, slice_path, slices
from infoclip.charts.scale import share
from infoclip.charts.units import UnitGrid, fitting_columns, fitting_unit, ring_cell
from infoclip.values.geometry import Box, Size
from infoclip.values.ticks import nice_ticks


@given(st.floats(0, 1e9), st.floats(1e-3, 1e9))
def test_a_share_is_exact_or_refused(value: float, whole: float) -> None:
    if value <= whole:
        assert share(value, whole) == min(1.0, value / whole)
    elif value > whole * 1.001:
        with pytest.raises(ValueError, match="not between"):
            share(value, whole)


def test_no_share_of_nothing() -> None:
    for whole in (0.0, -1.0, math.inf, math.nan):
        with pytest.raises(ValueError, match="must be more than 0"):
            share(0, whole)


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6), st.integers(2, 12))
def test_ticks_are_round_and_cover(low: float, span: float, count: int) -> None:
    high = low + span
    ticks = nice_ticks(low, high, count)
    step = ticks[1] - ticks[0]
    assert ticks[0] <= low + step * 1e-6
    assert ticks[-1] >= high - step * 1e-6
    assert len(ticks) <= count + 2
    lead = step / 10 ** math.floor(math.log10(step) + 1e-9)
    assert min(abs(lead - nice) for nice in (1, 2, 2.5, 5, 10)) < 1e-3


def test_ticks_by_hand() -> None:
    assert nice_ticks(0, 2466) == (0, 1000, 2000, 3000)
    assert nice_ticks(0, 1, 6) == (0, 0.2, 0.4, 0.6, 0.8, 1.0)
    assert nice_ticks(3, 3) == nice_ticks(0, 3)
    with pytest.raises(ValueError, match="no ticks"):
        nice_ticks(2, 1)


def test_bars_grow_from_the_opposite_edge() -> None:
    track = Box(10, 20, 100, 40)
    assert bar_box(track, 0.25, "left") == Box(85, 20, 25, 40)
    assert bar_box(track, 0.25, "right") == Box(10, 20, 25, 40)
    assert bar_box(track, 0.25, "up") == Box(10, 50, 100, 10)


@given(st.integers(1, 300), st.integers(1, 40), st.booleans())
def test_cells_stay_inside_and_apart(total: int, columns: int, rtl: bool) -> None:
    grid = UnitGrid(total, columns, Size(10, 8), 2, 3)
    box = Box(5, 7, grid.size.width, grid.size.height)
    cells = [grid.cell(index, box, rtl=rtl) for index in range(total)]
    assert all(
        cell.x >= 5 - 1e-9 and cell.right <= box.right + 1e-9 and cell.bottom <= box.bottom + 1e-9 for cell in cells
    )
    assert len({(round(cell.x, 6), round(cell.y, 6)) for cell in cells}) == total


@given(st.integers(1, 200), st.floats(50, 900), st.floats(50, 900))
def test_the_chosen_columns_are_the_best(total: int, width: float, height: float) -> None:
    room, gap = Size(width, height), Size(3, 3)
    best = fitting_unit(total, fitting_columns(total, room, gap), room, gap)
    assert all(fitting_unit(total, columns, room, gap).width <= best.width + 1e-9 for columns in range(1, total + 1))


def test_a_ring_begins_at_the_top_and_runs_clockwise() -> None:
    box = Box(0, 0, 100, 100)
    tops = [ring_cell(index, 4, box, 10, 45) for index in range(4)]
    assert [tuple(round(value) for value in cell.center) for cell in tops] == [(50, 5), (95, 50), (50, 95), (5, 50)]


def _points(path: str) -> list[tuple[float, float]]:
    """The end points of the path's commands."""
    found: list[tuple[float, float]] = []
    for command, numbers in re.findall(r"([MLA])([^MLAZ]*)", path):
        values = [float(value) for value in numbers.split()]
        found.append((values[5], values[6]) if command == "A" else (values[0], values[1]))
    return found


@given(st.lists(st.floats(0, 1000), min_size=1, max_size=8).filter(lambda values: sum(values) > 1), st.booleans())
def test_slices_cover_one_turn(values: list[float], clockwise: bool) -> None:
    parts = slices(values, clockwise=clockwise)
    sign = 1 if clockwise else -1
    assert parts[0].start == 0
    assert parts[-1].end == sign
    for part, value in zip(parts, values, strict=True):
        assert (part.end - part.start) * sign == pytest.approx(value / sum(values), abs=1e-9)


@given(st.floats(0.001, 0.999), st.floats(0, 0.9), st.floats(0, 40))
def test_slice_corners_lie_on_the_ring(part: float, hole: float, gap: float) -> None:
    path = slice_path(slices([part, 1 - part], clockwise=True)[0], 400, hole, gap)
    radii = [math.hypot(x - 200, y - 200) for x, y in _points(path)]
    assert radii[0] == pytest.approx(200, abs=0.01)
    assert all(200 * hole - 0.01 <= radius <= 200.01 for radius in radii)


def test_gaps_are_equally_wide_from_hole_to_rim() -> None:
    quarter = slices([1, 1, 1, 1], clockwise=True)[0]
    corners = _points(slice_path(quarter, 400, 0.5, 20))
    # The quarter between 12 and 3 o'clock: its straight edges are 10 px from the axes, at the rim and at the hole.
    left = [x - 200 for x, _ in corners if x - 200 < 50]
    low = [200 - y for _, y in corners if 200 - y < 50]
    assert left == pytest.approx([10, 10], abs=0.01)
    assert low == pytest.approx([10, 10], abs=0.01)


def test_a_single_value_is_a_whole_ring() -> None:
    (whole,) = slices([7], clockwise=False)
    path = slice_path(whole, 100, 0.6, 8)
    assert path.count("M") == 2
    assert slice_path(slices([0, 1], clockwise=True)[0], 100, 0.5, 4) == ""


def test_labels_stand_in_the_middle_of_a_slice() -> None:
    first, second = slices([1, 1], clockwise=False)
    assert anchor(first, 400, 0.5) == pytest.approx((50, 200))
    assert anchor(second, 400, 0.5) == pytest.approx((350, 200))


def test_impossible_donuts_are_refused() -> None:
    for values in ([0.0, 0.0], [-1.0, 2.0], [math.nan]):
        with pytest.raises(ValueError, match="donut"):
            slices(values, clockwise=True)
