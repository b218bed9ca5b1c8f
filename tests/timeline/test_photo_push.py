"""A photo's push comes to rest before the cut, as all does that moves by itself (craft rule 24)."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from PIL import Image

from infoclip.marks.marks import ImageMark
from infoclip.pipeline import compose, open_clip
from infoclip.timeline.timeline import Timeline


def pushed(timeline: Timeline, frame: int) -> float:
    return next(item.progress for item in timeline.snapshot(frame).items if isinstance(item.mark, ImageMark))


def test_a_push_slows_down_and_stands_still_through_the_transition(tmp_path: Path) -> None:
    Image.new("RGB", (1080, 1920), "#7A6A50").save(tmp_path / "field.png")
    spec = tmp_path / "spec.yaml"
    spec.write_text(
        "{title: غرس, theme: sadu, duration: 10, brand: {name: هيئة المثال}, scenes: ["
        "{scene: photo, photo: field.png, headline: نزرع اليوم, seconds: 5},"
        " {scene: title, headline: شكرًا, seconds: 5}]}",
        encoding="utf-8",
    )
    timeline = compose(open_clip(spec), "reel").timeline
    passage = timeline.passages[0]
    end = timeline.scene_frames(0).stop
    way = [pushed(timeline, frame) for frame in range(passage.start)]
    steps = [after - before for before, after in pairwise(way)]
    assert way == sorted(way)
    assert way[0] == 0
    assert steps[-1] < steps[len(steps) // 2] / 3
    assert way[-1] > 0.999
    assert len({pushed(timeline, frame) for frame in range(end - 9, end)}) == 1


def test_a_push_begins_when_the_transition_has_brought_the_photo(tmp_path: Path) -> None:
    Image.new("RGB", (1080, 1920), "#7A6A50").save(tmp_path / "field.png")
    spec = tmp_path / "spec.yaml"
    for theme in ("official", "horizon", "sadu", "paper", "pulse", "ministry"):
        spec.write_text(
            f"{{title: غرس, theme: {theme}, duration: 10, scenes: [{{scene: title, headline: شكرًا, seconds: 5}},"
            "{scene: photo, photo: field.png, headline: نزرع اليوم, seconds: 5}]}",
            encoding="utf-8",
        )
        timeline = compose(open_clip(spec), "reel").timeline
        passage = timeline.passages[0]
        way = [pushed(timeline, frame) for frame in range(passage.end, timeline.frame_count)]
        assert way[0] == 0, theme
        assert way[45] > 0, theme
        assert way == sorted(way)
        assert way[-1] > 0.999
