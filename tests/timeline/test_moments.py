"""What of a clip's motions can be heard, and when."""

from __future__ import annotations

import pytest
from layout.world import FRAME, laid_out
from timeline.staging import art, group, scene

from infoclip.timeline.moments import Arrival, Change, Count, find_moments
from infoclip.timeline.timeline import build_timeline


def test_what_pops_lights_up_or_moves_in_as_a_group_arrives() -> None:
    placed = scene(
        art("a", 0, 0, enter="pop at=0.5"),
        art("b", 900, 0, enter="light at=0.8"),
        art("c", enter="rise at=1"),
        art("same moment", enter="pop at=0.52"),
        group(art("in", enter="pop at=2"), enter="slide-start at=1.5"),
    )
    moments = find_moments(build_timeline([placed, placed], duration=10))
    assert [arrival.at for arrival in moments.arrivals] == [0.5, 0.8, 1.5, 2.0, 5.5, 5.8, 6.5, 7.0]
    first, second = moments.arrivals[:2]
    assert -1 <= first.side < 0 < second.side <= 1
    assert isinstance(first, Arrival)


def test_a_count_runs_from_its_beginning_and_knows_its_values() -> None:
    markup = '<column><number id="n" of="{}" role="body" enter="count at=0.5 for=1.5"/></column>'
    few, many = laid_out(markup.format(5), FRAME), laid_out(markup.format(2466), FRAME)
    moments = find_moments(build_timeline([few, many], duration=10))
    one, other = moments.counts
    assert (one.at, one.seconds, one.easing) == (0.5, 1.5, "count")
    assert one.steps == 5
    assert (other.at, other.seconds) == (5.5, 1.5)
    assert other.steps > 40
    assert len(moments.landings) == 2
    assert all(
        count.at < landing < count.at + count.seconds
        for count, landing in zip(moments.counts, moments.landings, strict=True)
    )
    assert isinstance(one, Count)


@pytest.mark.parametrize(("kind", "comes"), [("push", "left"), ("tilt", "down"), ("fade", "left")])
def test_a_transition_is_heard_at_its_moment_and_from_its_side(kind: str, comes: str) -> None:
    one = scene(art("a"), transition=f"{kind} 0.6")
    (change,) = find_moments(build_timeline([one, scene(art("b"), number=2)], duration=8)).changes
    assert change == Change(pytest.approx(3.7), pytest.approx(0.6), kind, comes)


def test_a_cut_is_silent() -> None:
    one = scene(art("a"), transition="cut")
    assert find_moments(build_timeline([one, scene(art("b"), number=2)], duration=8)).changes == ()


def test_a_squeezed_scene_is_heard_as_it_is_seen() -> None:
    placed = scene(art("a", enter="pop at=2"), art("late", enter="fade at=8 for=1"))
    timeline = build_timeline([placed], duration=5)
    squeeze = timeline.tracks(0).squeeze
    assert squeeze < 1
    assert [arrival.at for arrival in find_moments(timeline).arrivals] == [pytest.approx(2 * squeeze, abs=1e-3)]
