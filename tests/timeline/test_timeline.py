"""The whole state of any frame."""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from layout.world import FRAME, laid_out
from timeline.staging import art, group, moves, scene

from infoclip.layout.placed import PlacedMark, PlacedScene
from infoclip.marks.marks import ArtMark, CounterMark, Drawn, GroupMark, Snapshot, TextMark
from infoclip.text.raster import unit_count
from infoclip.timeline.timeline import LazyScenes, Timeline, build_timeline


def alone(placed: PlacedScene, seconds: float = 5.0) -> Timeline:
    return build_timeline([placed], duration=seconds)


def items(placed: PlacedScene, t: float, seconds: float = 5.0) -> tuple[Drawn, ...]:
    return alone(placed, seconds).snapshot(round(t * 30)).items


def test_what_does_not_move_is_one_snapshot() -> None:
    timeline = alone(scene(art("a", 10, 20), art("b", 30.5, 40, opacity=0.5)))
    first = timeline.snapshot(0)
    assert {timeline.snapshot(frame) for frame in range(150)} == {first}
    assert first == Snapshot(1080, 1920, first.items)
    assert [(item.x, item.y, round(item.opacity, 2)) for item in first.items] == [(10, 20, 1), (30.5, 40, 0.5)]


def test_frames_and_scenes() -> None:
    scenes = [scene(art(str(n)), number=n + 1, seconds=s, transition="cut") for n, s in enumerate((2.0, 3.0, 1.0))]
    timeline = build_timeline(scenes, duration=6, fps=25)
    assert (timeline.frame_count, timeline.seconds, timeline.starts) == (150, 6.0, (0, 50, 125))
    assert timeline.cuts == (2.0, 5.0)
    assert [timeline.scene_at(frame) for frame in (0, 49, 50, 124, 125, 149)] == [0, 0, 1, 1, 2, 2]
    assert [timeline.scene_frames(index) for index in range(3)] == [range(50), range(50, 125), range(125, 150)]
    assert [timeline.frame_of(t) for t in (-1, 0, 0.04, 5.99, 6, 99)] == [0, 0, 1, 149, 149, 149]
    for frame in (-1, 150):
        with pytest.raises(IndexError):
            timeline.snapshot(frame)


def test_only_the_scenes_of_a_frame_are_laid_out() -> None:
    scenes = [scene(art(str(n)), number=n + 1, seconds=2, transition="fade 0.6") for n in range(5)]
    asked: list[int] = []

    def lay_out(index: int) -> PlacedScene:
        asked.append(index)
        return scenes[index]

    timeline = build_timeline(LazyScenes(scenes, lay_out), duration=10)
    assert asked == []
    timeline.snapshot(150)
    assert asked == [2]
    timeline.snapshot(155)
    assert asked == [2]
    timeline.snapshot(119)
    assert asked == [2, 1]  # in a passage both
    timeline.snapshot(151)
    assert asked == [2, 1]  # once


def test_what_is_not_seen_is_not_drawn() -> None:
    placed = scene(
        art("ground"),
        art("later", enter="wipe at=1 for=1"),
        art("glow", emphasis="blink at=3 for=1"),
        art("faint", opacity=0.001),
        group(art("in"), enter="fade at=2"),
    )
    names = lambda t: [dict(d.mark.params)["name"] for d in items(placed, t) if isinstance(d.mark, ArtMark)]  # noqa: E731
    assert names(0.5) == ["ground"]
    assert names(1.5) == ["ground", "later"]
    assert names(3.5) == ["ground", "later", "glow", "in"]


def test_a_group_moves_as_one_layer_and_rests_as_its_parts() -> None:
    placed = scene(group(art("a", 30.25, 40.5), art("b", 60, 50, enter="fade at=2 for=1"), enter="rise for=1"))
    (layer,) = items(placed, 0.5)
    assert isinstance(layer.mark, GroupMark)
    assert (layer.x, layer.mark.width, layer.mark.height) == (10, 301, 201)  # whole pixels around 10.5 .. 310.5
    (inside,) = layer.mark.items
    assert (inside.x, inside.y) == (20.25, 20.5)
    rest = items(placed, 1.5)
    assert [(item.x, item.y) for item in rest] == [(30.25, 40.5)]
    assert [item.opacity < 1 for item in items(placed, 2.5)] == [False, True]
    (faint,) = items(scene(group(art("a"), opacity=0.5)), 1)
    assert isinstance(faint.mark, GroupMark)
    assert faint.opacity == pytest.approx(0.5, abs=0.01)


def test_counters_show_whole_steps() -> None:
    placed = laid_out('<column><number id="n" of="319" role="body" enter="count for=1.5"/></column>', FRAME)
    timeline = alone(placed)
    marks = [item for frame in range(150) for item in timeline.snapshot(frame).items]
    counter = marks[-1].mark
    assert isinstance(counter, CounterMark)
    steps = len(counter.blocks) - 1
    assert all(item.progress * steps == pytest.approx(round(item.progress * steps)) for item in marks)
    progress = [item.progress for item in marks]
    assert progress == sorted(progress)
    assert progress[-1] == 1
    (landing,) = timeline.landings()
    assert 0.5 < landing < 1.5
    assert progress[round(landing * 30)] > 0.97
    assert alone(scene(art("a", enter="fade"))).landings() == ()


def test_a_text_by_words_is_one_piece_again_when_it_rests() -> None:
    placed = laid_out(
        '<column><text role="body" enter="rise by=word at=0.2 for=0.5">حصاد عام في مواقع</text></column>', FRAME
    )
    timeline = alone(placed)
    assert timeline.snapshot(0).items == ()
    middle = timeline.snapshot(14).items
    assert [item.by for item in middle] == ["word"] * len(middle)
    assert [item.unit for item in middle] == list(range(len(middle)))
    assert all(a.opacity >= b.opacity for a, b in pairwise(middle))
    (whole,) = timeline.snapshot(60).items
    assert (whole.by, whole.unit, whole.opacity) == ("block", -1, 1)
    assert isinstance(whole.mark, TextMark)
    assert unit_count(whole.mark.block, "word") == 4


def test_entrances_are_shortened_until_they_fit() -> None:
    parts = [art(str(n), enter=f"fade at={n} for=1") for n in range(6)]
    timeline = alone(scene(*parts, art("text", exit="fade for=0.3")), seconds=3)
    tracks = timeline.tracks(0)
    assert tracks.complete == pytest.approx(3 - 0.3 - 0.5)
    assert tracks.squeeze == pytest.approx(2.2 / 6)
    assert len(timeline.snapshot(67).items) == 7
    assert all(item.opacity == 1 for item in timeline.snapshot(67).items)
    swap = alone(scene(art("first", exit="fade at=3 for=0.3"), art("then", enter="fade at=2")), seconds=5)
    assert swap.tracks(0).squeeze == 1  # an exit within the scene is not its end
    roomy = alone(scene(*parts, art("text", exit="fade for=0.3")), seconds=8)
    assert roomy.tracks(0).squeeze == 1


def test_the_still_frame_shows_everything() -> None:
    first = scene(art("a", enter="fade at=1 for=1", exit="fade for=0.3"), seconds=5, transition="iris 0.6")
    timeline = build_timeline([first, scene(art("b", enter="fade at=0.4"), number=2, seconds=5)], duration=10)
    for index in range(2):
        frame = timeline.still_frame(index)
        assert timeline.scene_at(frame) == index
        assert timeline.passage_at(frame) is None
        assert [item.opacity for item in timeline.snapshot(frame).items] == [1]


MOTION = st.sampled_from(
    ["", "rise at=0.3", "fade for=2", "wipe at=1", "pop at=0.5", "turn", "blur", "light at=0.7", "sweep", "grow for=0"]
)
AMBIENT = st.sampled_from(["", "drift x=14 y=3", "twinkle", "spin degrees=40", "breathe", "sheen period=2"])
EMPHASIS = st.sampled_from(["", "pulse at=2", "flash at=1", "blink at=1", "move at=1 x=40", "dim at=2"])


@st.composite
def clips(draw: st.DrawFn) -> Timeline:
    count = draw(st.integers(1, 4))
    placed = []
    for number in range(count):
        parts = [
            art(
                f"{number}.{part}",
                7.3 * part,
                11.1 * part,
                enter=draw(MOTION),
                exit=draw(MOTION),
                ambient=draw(AMBIENT),
                emphasis=draw(EMPHASIS),
            )
            for part in range(draw(st.integers(0, 4)))
        ]
        if draw(st.booleans()):
            parts = [group(*parts, enter=draw(MOTION), exit=draw(MOTION))]  # type: ignore[list-item]
        placed.append(scene(*parts, number=number + 1, transition=draw(st.sampled_from(["cut", "iris 0.6", "push 1"]))))
    return build_timeline(placed, duration=draw(st.floats(2.5 * count, 5.0 * count)))


@settings(max_examples=40, deadline=None)
@given(clips(), st.randoms(use_true_random=False))
def test_any_order_of_asking_gives_the_same_frames(timeline: Timeline, random: object) -> None:
    """Nothing depends on what was asked before: caches are only caches."""
    fresh = replace(timeline, _placed={}, _tracks={})
    forward = [timeline.snapshot(frame) for frame in range(timeline.frame_count)]
    order = list(range(timeline.frame_count))
    random.shuffle(order)  # type: ignore[attr-defined]
    shuffled = {frame: fresh.snapshot(frame) for frame in order}
    assert [shuffled[frame] for frame in range(timeline.frame_count)] == forward
    assert all(hash(snapshot) == hash(shuffled[frame]) for frame, snapshot in enumerate(forward))
    assert all(0 < item.opacity <= 1 for snapshot in forward for item in snapshot.items)


@settings(max_examples=40, deadline=None)
@given(clips())
def test_nothing_moves_in_the_last_moments_but_what_leaves(timeline: Timeline) -> None:
    last = timeline.scene_count - 1
    if any(motion.phase == "exit" for node in timeline.placed(last).children for motion in node.motions):
        return
    if any(child for node in timeline.placed(last).children for child in getattr(node, "children", ())):
        return
    frames = timeline.scene_frames(last)
    tracks = timeline.tracks(last)
    if tracks.complete > tracks.seconds - 0.31 or tracks.seconds < 3.5:
        return  # an entrance still runs, or an emphasis does
    final = {timeline.snapshot(frame) for frame in frames if (frame - frames[0]) / 30 >= tracks.seconds - 0.3}
    assert len(final) == 1


def test_a_scene_of_many_marks_is_cheap() -> None:
    units = [art(str(n), n * 3.3, 5, enter=f"light at={0.8 + n * 0.006:.3f} for=0.5") for n in range(200)]
    timeline = alone(scene(*units, art("ground", ambient="drift x=14")))
    timeline.snapshot(0)
    began = time.process_time()
    for frame in range(150):
        timeline.snapshot(frame)
    assert (time.process_time() - began) / 150 < 0.002


def test_marks_made_in_code_need_no_parameters() -> None:
    mark = PlacedMark(ArtMark(10, 10, art().mark.source), 0, 0, moves(enter="wipe"))  # type: ignore[attr-defined]
    assert items(scene(mark), 3)[0].clip is None
