"""Passages between scenes: where they lie, how they go, what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from timeline.staging import art, scene

from infoclip.errors import InputError
from infoclip.timeline.timeline import Timeline, build_timeline
from infoclip.timeline.transitions import TRANSITIONS, Passage, plan_passages, read_transition


def clip(*transitions: str | None, seconds: float = 3.0, fps: int = 30, **defaults: str) -> Timeline:
    placed = [
        scene(art(f"s{index}"), number=index + 1, seconds=seconds, transition=transition)
        for index, transition in enumerate([*transitions, None])
    ]
    return build_timeline(placed, duration=seconds * len(placed), fps=fps, defaults=defaults)


def test_a_passage_is_centred_on_the_cut() -> None:
    assert clip("iris 0.6").passages == (Passage("iris", "in-out", 81, 99),)
    assert clip("cut").passages == (Passage("cut", "in-out", 90, 90),)


def test_theme_defaults_and_a_scenes_own() -> None:
    defaults = {"transition": "iris", "transition-seconds": "0.8"}
    assert read_transition(scene(), defaults) == ("iris", 0.8)
    assert read_transition(scene(transition="iris"), defaults) == ("iris", 0.8)
    assert read_transition(scene(transition="iris 0.4"), defaults) == ("iris", 0.4)
    assert read_transition(scene(transition="tilt"), defaults) == ("tilt", TRANSITIONS["tilt"].seconds)
    assert read_transition(scene(transition="cut"), defaults) == ("cut", 0.0)
    assert read_transition(scene(), {}) == ("fade", TRANSITIONS["fade"].seconds)
    assert read_transition(scene(), {"transition": "push 1.2"}) == ("push", 1.2)


def test_faults_of_all_scenes_come_at_once() -> None:
    with pytest.raises(InputError) as caught:
        clip("irs", "fade soon", "push 9")
    codes = [problem.code for problem in caught.value.problems]
    assert codes == ["transition-unknown", "transition-seconds", "transition-seconds"]
    assert "iris" in caught.value.problems[0].hint


def test_both_scenes_are_drawn_and_the_new_one_waits_at_its_start() -> None:
    old = scene(art("old", exit="fade for=0.3"), seconds=3, transition="iris 0.6", focus=(100.0, 200.0))
    new = scene(art("ground"), art("late", enter="fade at=0.2 for=0.3"), number=2, seconds=3)
    timeline = build_timeline([old, new], duration=6, fps=30)
    before = timeline.snapshot(85)
    assert before.transition is not None
    assert [item.mark for item in before.items] == [old.children[0].mark]  # type: ignore[union-attr]
    assert [item.mark for item in before.transition.items] == [new.children[0].mark]  # type: ignore[union-attr]
    assert (before.transition.kind, before.transition.focus) == ("iris", (100.0, 200.0))
    after = timeline.snapshot(98)
    assert after.items == ()  # its exit has ended
    assert after.transition is not None
    assert len(after.transition.items) == 2
    assert timeline.snapshot(99).transition is None
    assert timeline.snapshot(80).transition is None


@pytest.mark.parametrize(
    ("kind", "rtl", "side"),
    [
        ("push", True, "left"),
        ("push", False, "right"),
        ("wipe", True, "left"),
        ("slide", True, "left"),
        ("cover", False, "right"),
        ("tilt", True, "down"),
        ("horizon", False, "down"),
    ],
)
def test_the_story_runs_in_reading_direction(kind: str, rtl: bool, side: str) -> None:
    first = scene(art("a"), seconds=3, transition=kind, rtl=rtl)
    timeline = build_timeline([first, scene(art("b"), number=2, seconds=3, rtl=rtl)], duration=6)
    state = timeline.snapshot(90).transition
    assert state is not None
    assert state.direction == side


@given(
    st.lists(
        st.tuples(st.floats(0.1, 4), st.sampled_from(sorted(TRANSITIONS)), st.floats(0, 3)), min_size=2, max_size=8
    ),
    st.sampled_from([24, 25, 30, 60]),
)
def test_passages_never_meet_and_always_progress(scenes: list[tuple[float, str, float]], fps: int) -> None:
    outlines = [scene(number=i + 1, transition=f"{kind} {length:.2f}") for i, (_, kind, length) in enumerate(scenes)]
    frames = [max(1, round(seconds * fps)) for seconds, _, _ in scenes]
    passages = plan_passages(outlines, frames, fps=fps, defaults={})
    assert len(passages) == len(scenes) - 1
    cut = 0
    for index, passage in enumerate(passages):
        cut += frames[index]
        assert passage.start <= cut <= passage.end
        assert passage.start >= (passages[index - 1].end if index else 0)
        assert passage.end <= sum(frames)
        progress = [passage.progress(frame) for frame in range(passage.start, passage.end)]
        assert progress == sorted(progress)
        assert all(0 <= value <= 1 for value in progress)
