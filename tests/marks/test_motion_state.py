"""What motions do at a moment. Times are seconds of a scene of 5."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infoclip.marks.marks import Clip
from infoclip.marks.motion import MOTIONS, Motion, read_motions
from infoclip.marks.motion_state import Unit, state_of, window
from infoclip.marks.state import AT_REST, State
from infoclip.scenes.elements import Element

SCENE = 5.0


def motions(tag: str = "text", **attributes: str) -> tuple[Motion, ...]:
    return read_motions(Element(tag, attributes), rtl=True)


def at(t: float, tag: str = "text", **attributes: str) -> State | None:
    return state_of(motions(tag, **attributes), t, SCENE)


def seen(t: float, tag: str = "text", **attributes: str) -> State:
    state = at(t, tag, **attributes)
    assert state is not None
    return state


def test_no_motion_is_rest() -> None:
    assert at(0) is AT_REST
    assert at(99) is AT_REST


def test_an_entrance_is_unseen_before_it_and_at_rest_after_it() -> None:
    enter = "rise at=0.5 for=1 ease=linear distance=40"
    assert at(0, enter=enter) is None
    assert at(0.5, enter=enter) is None
    middle = seen(1.0, enter=enter)
    assert (middle.opacity, middle.dy) == (pytest.approx(0.5, abs=0.003), 20)
    assert at(1.5, enter=enter) is AT_REST


@pytest.mark.parametrize("name", ["rise", "drop", "slide-start", "slide-end"])
def test_what_is_solid_travels_without_fading(name: str) -> None:
    solid = seen(1.0, enter=f"{name} at=0.5 for=1 ease=linear distance=400 fade=0")
    assert solid.opacity == 1
    assert abs(solid.dx) + abs(solid.dy) == 200
    assert at(0.5, enter=f"{name} at=0.5 fade=0") is None


def test_an_exit_is_at_rest_before_it_and_unseen_after_it() -> None:
    leaving = "rise at=0.2 for=0.4 ease=linear distance=40"
    assert at(4.4, exit=leaving) is AT_REST
    middle = seen(4.6, exit=leaving)
    assert (middle.opacity, middle.dy) == (pytest.approx(0.5, abs=0.003), -20)  # it came from below and leaves upwards
    assert at(4.8, exit=leaving) is None
    assert at(6, exit=leaving) is None  # a scene's time goes on while the next one opens


def test_sides() -> None:
    assert seen(0.5, enter="slide-start for=1 ease=linear distance=60").dx == 30  # from the right, in right-to-left
    assert seen(0.5, enter="slide-end for=1 ease=linear distance=60").dx == -30
    assert seen(0.5, enter="drop for=1 ease=linear").dy == -20


@pytest.mark.parametrize(
    ("side", "values"),
    [
        ("start", (0.75, 0, 0, 0)),
        ("end", (0, 0, 0.75, 0)),
        ("top", (0, 0, 0, 0.75)),
        ("bottom", (0, 0.75, 0, 0)),
        ("center", (0.375, 0, 0.375, 0)),
        ("middle", (0, 0.375, 0, 0.375)),
    ],
)
def test_wipes_uncover_from_their_side(side: str, values: tuple[float, ...]) -> None:
    state = seen(0.25, enter=f"wipe from={side} for=1 ease=linear feather=10")
    assert state.clip == Clip("inset", values, 10)
    assert state.opacity == 1


def test_a_wipe_out_covers_from_its_side() -> None:
    state = seen(4.75, exit="wipe from=start for=1 ease=linear")
    assert state.clip == Clip("inset", (0, 0, 0.75, 0), 24)


def test_sweeps_go_clockwise_or_back() -> None:
    assert seen(0.25, enter="sweep for=1 ease=linear").clip == Clip("wedge", (0, 0.25))
    assert seen(0.25, enter="sweep for=1 ease=linear turns=-1").clip == Clip("wedge", (-0.25, 0))


def test_counting_shows_progress_or_uncovers_a_bar() -> None:
    motion = motions("number", enter="count for=1 ease=linear")
    counter = state_of(motion, 0.5, SCENE)
    assert counter is not None
    assert (counter.progress, counter.clip) == (0.5, None)
    bar = state_of(motion, 0.5, SCENE, counts=False)
    assert bar is not None
    assert (bar.progress, bar.clip) == (1, Clip("inset", (0.5, 0, 0, 0)))


def test_emphasis_returns_or_stays() -> None:
    assert at(1, emphasis="pulse at=1") is AT_REST
    assert seen(1.165, emphasis="pulse at=1").scale == pytest.approx(1.05, abs=0.002)
    assert at(1.4, emphasis="pulse at=1") is AT_REST
    assert seen(4, emphasis="dim at=1 opacity=0.6").opacity == pytest.approx(0.6, abs=0.003)
    moved = seen(4, emphasis="move at=1 x=-30 y=8")
    assert (moved.dx, moved.dy) == (-30, 8)
    stepped = [seen(1 + step * 0.3, emphasis="move at=1 for=1.2 x=-40 steps=2").dx for step in range(5)]
    assert stepped == [0, 0, -20, -20, -40]
    assert at(0, emphasis="blink at=1") is None
    assert seen(1.4, emphasis="blink at=1 for=0.8").opacity == 1
    assert at(3, emphasis="blink at=1 for=0.8") is None


def test_sheen_crosses_once_or_again_and_again() -> None:
    once = [seen(frame / 30, emphasis="sheen at=1 for=1").sheen for frame in range(150)]
    assert all(value == -1 for value in once[:31] + once[60:])
    assert all(a < b for a, b in pairwise(once[31:60]))
    again = [seen(frame / 30, ambient="sheen for=1 period=2").sheen >= 0 for frame in range(130)]
    assert again[15]
    assert not again[45]
    assert again[75]


def test_motions_add_up() -> None:
    both = seen(0.5, enter="fade for=1 ease=linear; rise for=1 ease=linear distance=40", emphasis="move for=1 y=10")
    assert both.opacity == pytest.approx(0.25, abs=0.01)
    assert both.dy == pytest.approx(25, abs=0.5)


def test_ambient_stands_still_before_the_cut() -> None:
    states = [seen(t / 100, ambient="drift x=300 y=0 period=3 linear=1").dx for t in range(470, 560)]
    assert len(set(states)) == 1
    speeds = [
        seen((t + 1) / 30, ambient="drift x=300 period=3 linear=1").dx
        - seen(t / 30, ambient="drift x=300 period=3 linear=1").dx
        for t in range(118, 142)
    ]
    assert speeds[0] == pytest.approx(100 / 30, abs=0.3)
    assert all(later <= earlier + 0.26 for earlier, later in pairwise(speeds))  # it slows down


def test_slow_ambient_repeats_its_states() -> None:
    slow = [seen(frame / 30, ambient="drift x=14 period=5") for frame in range(120)]
    assert len(set(slow)) <= 41
    quick = [seen(frame / 30, ambient="drift x=140 period=2") for frame in range(60)]
    assert len(set(quick)) > 50


def test_units_follow_each_other() -> None:
    (motion,) = motions(enter="fade by=word at=1 for=0.5 stagger=0.2 ease=linear")
    assert window(motion, SCENE, 4) == (1, pytest.approx(2.1))
    shown = [state_of((motion,), 1.45, SCENE, Unit(index, 4)) for index in range(4)]
    assert [round(state.opacity, 1) if state else 0 for state in shown] == [0.9, 0.5, 0.1, 0]
    assert state_of((motion,), 2.1, SCENE, Unit(3, 4)) is AT_REST


def test_type_takes_the_time_it_is_given() -> None:
    (motion,) = motions(enter="type for=2")
    assert motion.by == "cluster"
    assert window(motion, SCENE, 40) == (0, pytest.approx(2))
    appeared = [
        next(f for f in range(90) if state_of((motion,), f / 30, SCENE, Unit(index, 40))) for index in range(40)
    ]
    assert appeared == sorted(appeared)
    assert appeared[-1] > 55


@given(
    kind=st.sampled_from(sorted(name for name, kind in MOTIONS.items() if "enter" in kind.phases)),
    start=st.floats(0, 2),
    seconds=st.floats(0, 2),
    easing=st.sampled_from(["linear", "out", "in", "back", "stately", "steps-5"]),
    t=st.floats(0, 6),
)
def test_entrances_always_end_at_rest(kind: str, start: float, seconds: float, easing: str, t: float) -> None:
    motion = Motion("enter", kind, start, seconds, easing)
    state = state_of((motion,), t, SCENE)
    if t < start:
        assert state is None
    elif t >= window(motion, SCENE)[1]:
        assert state is AT_REST
    elif state is not None:
        assert 0 < state.opacity <= 1
        assert state.scale > 0
        assert math.isfinite(state.dx + state.dy + state.rotation + state.blur + state.light)


@given(t=st.floats(0, 6))
def test_states_are_rounded(t: float) -> None:
    state = at(t, enter="turn for=3; rise for=2; blur for=2", ambient="drift x=33 y=7; spin; breathe; twinkle")
    if state is None:
        return
    for value, parts in (
        (state.opacity, 255),
        (state.dx, 4),
        (state.dy, 4),
        (state.scale, 2048),
        (state.rotation, 20),
        (state.blur, 4),
    ):
        assert value * parts == pytest.approx(round(value * parts), abs=1e-6)
