"""Lines, races and labels as plain geometry: values to places, places over time."""

from __future__ import annotations

import math
import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from infoclip.charts.bars import bar_box
from infoclip.charts.donut import Sweep, rounded_path, slices
from infoclip.charts.line import area_path, arrivals, line_path, pieces, points
from infoclip.charts.race import GROW, SWAP, Race, run
from infoclip.charts.spread import spread
from infoclip.values.geometry import Box
from infoclip.values.ticks import axis_ticks

BOX = Box(100, 50, 600, 400)


def test_the_first_value_stands_at_the_start_edge() -> None:
    right = points([0, 50, 100], BOX, (0, 100), rtl=True)
    left = points([0, 50, 100], BOX, (0, 100), rtl=False)
    assert right == [(700, 450), (400, 250), (100, 50)]
    assert left == [(100, 450), (400, 250), (700, 50)]


def test_negative_values_lie_below_zero() -> None:
    found = points([-10, 0, 30], BOX, (-10, 30), rtl=True)
    assert [point[1] for point in found if point] == [450, 350, 50]
    with pytest.raises(ValueError, match="above its foot"):
        points([1], BOX, (5, 5), rtl=True)


def test_a_missing_value_breaks_the_line() -> None:
    places = points([1, 2, None, 3, 4], BOX, (0, 4), rtl=True)
    found = pieces(places)
    assert places[2] is None
    assert [len(piece.run) for piece in found] == [2, 2]
    assert [(piece.first, piece.last) for piece in found] == [(True, True), (True, True)]
    assert found[0].box.x == 550
    assert found[1].box.x == 100
    # The gap takes its time, so that two lines over the same years stay abreast.
    assert found[1].start > found[0].end


def test_a_lone_value_between_gaps_is_a_point_without_a_line() -> None:
    assert pieces(points([None, 3, None], BOX, (0, 4), rtl=True)) == []


@given(st.lists(st.one_of(st.none(), st.floats(0, 100)), min_size=2, max_size=12), st.booleans())
def test_pieces_follow_each_other_in_time(values: list[float | None], rtl: bool) -> None:
    places = points(values, BOX, (0, 100), rtl=rtl)
    found = pieces(places)
    for one, other in pairwise(found):
        assert one.end <= other.start + 1e-9
        assert (other.box.x < one.box.x) == rtl
    assert all(0 <= piece.start <= piece.end <= 1 + 1e-9 for piece in found)
    if None not in values:
        assert found[0].start == 0
        assert found[-1].end == pytest.approx(1)
    times = arrivals(places)
    assert all(one <= other + 1e-9 for one, other in pairwise(times))
    for piece in found:
        assert piece.box.width == pytest.approx(abs(piece.box.right - piece.box.x))
        assert piece.box.x == round(piece.box.x)


def test_paths_are_measured_from_their_piece() -> None:
    run_ = ((700.0, 450.0), (400.0, 250.0))
    assert line_path(run_, (400, 250)) == "M300 200L0 0"
    assert area_path(run_, 450, (400, 250)) == "M300 200L0 0L0 200L300 200Z"


@given(
    st.lists(st.tuples(st.floats(-50, 950), st.floats(5, 90)), min_size=1, max_size=8),
    st.floats(0, 20),
)
def test_labels_never_touch_and_stay_inside_while_there_is_room(wishes: list[tuple[float, float]], gap: float) -> None:
    centers, sizes = [wish for wish, _ in wishes], [size for _, size in wishes]
    found = spread(centers, sizes, 0, 900, gap)
    order = sorted(range(len(found)), key=lambda index: found[index])
    for one, other in pairwise(order):
        assert found[other] - sizes[other] / 2 >= found[one] + sizes[one] / 2 + gap - 1e-6
        assert centers[one] <= centers[other] + 1e-9
    if sum(sizes) + gap * (len(sizes) - 1) <= 900:
        assert all(
            center - size / 2 >= -1e-6 and center + size / 2 <= 900 + 1e-6
            for center, size in zip(found, sizes, strict=True)
        )


def test_labels_with_room_stand_where_they_wish() -> None:
    assert spread([700, 100], [60, 60], 0, 900, 10) == [700, 100]
    assert spread([400, 410], [60, 60], 0, 900, 0) == [375, 435]
    assert spread([0, 890], [60, 60], 0, 900) == [30, 870]


def test_an_axis_begins_at_zero_unless_its_line_would_look_flat() -> None:
    assert axis_ticks(16, 84, 5)[0] == 0
    assert axis_ticks(-16, 84, 5)[0] < 0
    assert axis_ticks(980, 1010, 5)[0] > 900
    assert axis_ticks(-84, -16, 5)[-1] == 0
    assert axis_ticks(7, 7)[0] < 7 < axis_ticks(7, 7)[-1]
    assert axis_ticks(0, 0) == axis_ticks(0, 1)


def test_bars_of_negative_values_grow_to_the_other_side() -> None:
    track = Box(10, 20, 100, 40)
    assert bar_box(track, 0.25, "down") == Box(10, 20, 100, 10)


def test_a_gauge_runs_from_its_start_edge_over_half_a_turn() -> None:
    left_to_right = slices([30], clockwise=True, sweep=Sweep(-0.25, 0.5, 100))
    right_to_left = slices([30], clockwise=False, sweep=Sweep(-0.25, 0.5, 100))
    assert (left_to_right[0].start, left_to_right[0].end) == pytest.approx((-0.25, -0.1))
    assert (right_to_left[0].start, right_to_left[0].end) == pytest.approx((0.25, 0.1))
    with pytest.raises(ValueError, match="more than the whole"):
        slices([130], clockwise=True, sweep=Sweep(whole=100))


def test_round_ends_lie_within_the_angle() -> None:
    (part,) = slices([25], clockwise=True, sweep=Sweep(whole=100))
    path = rounded_path(part, 400, 0.8)
    numbers = [float(value) for value in re.findall(r"-?\d+(?:\.\d+)?", path)]
    assert path.count("A") == 4
    assert 20 in numbers  # half of the ring's width, 200 less 160
    first = re.match(r"M(\S+) (\S+?)A", path)
    assert first is not None
    x, y = float(first[1]) - 200, 200 - float(first[2])
    assert x > 0  # a cap's breadth after 12 o'clock
    assert math.hypot(x, y) == pytest.approx(200, abs=0.01)
    assert rounded_path(slices([100], clockwise=True, sweep=Sweep(whole=100))[0], 400, 0.8).count("M") == 2


VALUES = st.integers(2, 8).flatmap(
    lambda count: st.lists(st.lists(st.floats(0, 1e6), min_size=count, max_size=count), min_size=1, max_size=8)
)


def moment_of(race: Race, point: int, step: float) -> int:
    return round((GROW + step * point) / race.seconds * (race.moments - 1))


@settings(max_examples=60, deadline=None)
@given(VALUES)
def test_a_race_ends_with_its_last_values_and_their_order(values: list[list[float]]) -> None:
    race = run(values)
    assert [row[-1] for row in race.values] == pytest.approx([row[-1] for row in values])
    assert [row[0] for row in race.values] == [0] * len(values)
    assert sorted(round(row[-1], 6) for row in race.places) == list(range(len(values)))
    order = sorted(range(len(values)), key=lambda index: race.places[index][-1])
    assert all(values[one][-1] >= values[other][-1] for one, other in pairwise(order))


@settings(max_examples=60, deadline=None)
@given(VALUES)
def test_bars_change_places_smoothly(values: list[list[float]]) -> None:
    race = run(values)
    most = len(values)
    # The heaviest moment of a raised cosine over SWAP is 2 / its moments: nobody moves a larger part of the way.
    limit = (most - 1) * 2 / (SWAP / (race.seconds / (race.moments - 1))) * 1.2
    for row in race.places:
        assert all(abs(other - one) <= limit + 1e-9 for one, other in pairwise(row))
        assert all(-1e-9 <= place <= most - 1 + 1e-9 for place in row)
    for moment in range(race.moments):
        assert sum(row[moment] for row in race.places) == pytest.approx(most * (most - 1) / 2)


@settings(max_examples=60, deadline=None)
@given(VALUES)
def test_where_nobody_is_passing_places_are_those_of_the_values(values: list[list[float]]) -> None:
    race = run(values)
    reach = math.ceil(SWAP / 2 / (race.seconds / (race.moments - 1))) + 1
    grown = math.ceil(GROW / race.seconds * (race.moments - 1)) + reach
    orders = [
        tuple(sorted(range(len(values)), key=lambda index: (-race.values[index][moment], race.places[index][moment])))
        for moment in range(race.moments)
    ]
    for moment in range(grown, race.moments):
        around = orders[max(0, moment - reach) : moment + reach + 1]
        if len(set(around)) == 1:
            ranks = [race.places[index][moment] for index in orders[moment]]
            assert ranks == pytest.approx(list(range(len(values))), abs=1e-6)


def test_a_known_overtaking() -> None:
    race = run([[100, 100, 100], [50, 150, 150]], step=1.0)
    # They meet half a second into the first step; a quarter before and after each holds its own place.
    meet = round((GROW + 0.5) / race.seconds * (race.moments - 1))
    quarter = round(0.25 / race.seconds * (race.moments - 1))
    assert [row[meet - quarter] for row in race.places] == pytest.approx([0, 1])
    assert [row[meet + quarter] for row in race.places] == pytest.approx([1, 0])
    assert race.places[0][meet] == pytest.approx(0.5, abs=0.15)
    assert race.values[1][meet] == pytest.approx(100, rel=0.03)
    assert race.points[moment_of(race, 1, 1.0)] == 1
    # While one stands in the other's place its words cannot be read; before and after they can.
    clear = race.clear(0, [1])
    assert clear[meet] < 0.1
    assert clear[meet - quarter] == 1


def test_equal_values_keep_their_order() -> None:
    race = run([[10, 10], [10, 10], [10, 10]])
    assert [row[-1] for row in race.places] == [0, 1, 2]


def test_a_gap_in_a_race_lies_on_the_line() -> None:
    race = run([[10, None, 30], [5, 5, 5]], step=1.0)
    assert race.values[0][moment_of(race, 1, 1.0)] == pytest.approx(20, rel=0.05)


def test_impossible_races_are_refused() -> None:
    for values in ([[1.0]], [[1, 2], [1]], []):
        with pytest.raises(ValueError, match="same number"):
            run(values)
    with pytest.raises(ValueError, match="begins at zero"):
        run([[1, -2]])
    with pytest.raises(ValueError, match="first and a last"):
        run([[None, 2]])
