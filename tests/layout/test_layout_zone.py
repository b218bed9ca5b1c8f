"""Words and figures inside stricter safe zones: nothing leaves them, nothing else changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from infoclip import pipeline
from infoclip.check.clip import check_clip
from infoclip.layout.placed import leaves
from infoclip.layout.zone import brought_within, resized, room_left, scaled_block
from infoclip.marks.marks import ArtMark, CounterMark, TextMark
from infoclip.text.lines import lay_out_text
from infoclip.text.raster import masks
from infoclip.values.formats import FORMATS
from infoclip.values.geometry import Insets

EXAMPLES = Path(__file__).parents[2] / "examples"
SPECS = {name: EXAMPLES / name / "spec.yaml" for name in ("gso-2018", "vision-2030")}
ZONES = {
    "reels": Insets(270, 65, 672, 65),
    "tiktok": Insets(250, 250, 420, 250),
    "shorts": Insets(384, 108, 480, 108),
    "all": Insets(384, 250, 672, 250),
}


@pytest.fixture(scope="module")
def clips() -> dict[str, pipeline.Clip]:
    return {name: pipeline.open_clip(path) for name, path in SPECS.items()}


@pytest.mark.parametrize("name", SPECS)
@pytest.mark.parametrize("zone", ZONES)
def test_no_word_and_no_figure_leaves_the_zone(clips: dict[str, pipeline.Clip], name: str, zone: str) -> None:
    """Every text's ink to the pixel; of the figures all that the composition itself keeps in its own zone."""
    clip = clips[name]
    composed, brought = pipeline.compose(clip, "reel"), pipeline.compose(clip, "reel", zone=ZONES[zone])
    safe = brought.format.safe_box().grown(0.01)
    own = composed.format.safe_box()
    seen = 0
    for index in range(brought.timeline.scene_count):
        before, after = composed.timeline.placed(index), brought.timeline.placed(index)
        for was, now in zip(leaves(before.children), leaves(after.children), strict=True):
            if isinstance(now.mark, TextMark | CounterMark):
                block = now.mark.block if isinstance(now.mark, TextMark) else now.mark.blocks[-1]
                box = block.ink.moved(now.x, now.y)
                if block.ink.empty:
                    continue
            elif own.intersection(was.box) == was.box and not was.box.empty:
                box = now.box
            else:
                continue
            seen += 1
            assert safe.intersection(box).width >= box.width - 0.01, (after.name, now)
            assert safe.intersection(box).height >= box.height - 0.01, (after.name, now)
    assert seen > 20
    codes = {problem.code for problem in check_clip(brought.timeline, clip.spec)}
    assert not codes & {"text-unsafe", "text-cut", "text-overlap"}


@pytest.mark.parametrize("name", SPECS)
@pytest.mark.parametrize("format_name", FORMATS)
def test_a_zone_that_the_format_keeps_anyway_changes_nothing(
    clips: dict[str, pipeline.Clip], name: str, format_name: str
) -> None:
    clip = clips[name]
    plain = pipeline.compose(clip, format_name)
    asked = pipeline.compose(clip, format_name, zone=Insets(64, 64, 64, 64))
    assert asked.format == plain.format
    assert asked.zone is None
    for frame in range(0, plain.timeline.frame_count, 37):
        assert asked.timeline.snapshot(frame) == plain.timeline.snapshot(frame)


def test_a_scene_within_the_zone_is_left_alone(clips: dict[str, pipeline.Clip]) -> None:
    scene = pipeline.compose(clips["gso-2018"], "reel").timeline.placed(0)
    within = replace(FORMATS["reel"], safe=Insets(100, 10, 100, 10))
    assert brought_within(scene, within).children == scene.children


def test_the_world_stays_and_figures_keep_their_proportions(clips: dict[str, pipeline.Clip]) -> None:
    plain, brought = (
        pipeline.compose(clips["gso-2018"], "reel", zone=zone).timeline.placed(0) for zone in (None, ZONES["all"])
    )
    was = {item.mark.source.path.stem: item for item in leaves(plain.children) if isinstance(item.mark, ArtMark)}
    now = {item.mark.source.path.stem: item for item in leaves(brought.children) if isinstance(item.mark, ArtMark)}
    for name in ("ground", "edge", "window"):
        assert now[name] == was[name]
    scales = {round(now[name].mark.width / was[name].mark.width, 6) for name in ("medallion", "ring", "divider")}
    assert len(scales) == 1
    assert 0.6 < scales.pop() < 0.75
    medallion = now["medallion"].mark
    assert isinstance(medallion, ArtMark)
    assert medallion.natural == was["medallion"].mark  # the template is filled as ever, and drawn smaller


def test_a_wall_keeps_its_edge_at_the_words_and_its_foot_at_the_frames(clips: dict[str, pipeline.Clip]) -> None:
    """The question scene's day wall: its answer stands on it, whatever the zone."""
    for zone in ZONES.values():
        scene = pipeline.compose(clips["gso-2018"], "reel", zone=zone).timeline.placed(5)
        marks = list(leaves(scene.children))
        wall = next(item for item in marks if isinstance(item.mark, ArtMark) and "wall" in item.mark.source.path.stem)
        answer = next(item for item in marks if item.text == "على مدار الساعة")
        asked = next(item for item in marks if "استفسار" in item.text)
        assert asked.box.bottom < wall.y + 60 < answer.y
        assert wall.box.bottom >= 1920
        assert wall.x <= 0
        assert wall.box.right >= 1080


def test_resized_text_is_drawn_as_text_of_that_size(clips: dict[str, pipeline.Clip]) -> None:
    clip = clips["gso-2018"]
    scene = pipeline.compose(clip, "reel").timeline.placed(0)
    mark = next(item.mark for item in leaves(scene.children) if isinstance(item.mark, TextMark))
    small = resized(mark, 0.5)
    assert isinstance(small, TextMark)
    assert (small.width, small.height) == (mark.width / 2, mark.height / 2)
    assert small.key != mark.key
    style = replace(mark.block.style, size=mark.block.style.size / 2)
    fresh = masks(lay_out_text(mark.block.text, style, clip.fonts))[0]
    ours = masks(small.block)[0]
    assert abs(ours.image.width - fresh.image.width) <= 1
    assert abs(ours.image.height - fresh.image.height) <= 1
    assert scaled_block(scaled_block(mark.block, 0.5), 2).ink == mark.block.ink


def test_how_much_of_its_size_a_composition_keeps() -> None:
    reel = FORMATS["reel"]
    assert room_left(reel, reel) == 1
    assert room_left(reel, reel.within(Insets(0, 250, 0, 250))) == pytest.approx(580 / 840)


PLAIN = """\
title: حصاد 2018
theme: THEME
duration: 20
source: تقرير 2018
brand: {name: هيئة الخدمات العامة, handle: "@example"}
facts:
  posts: {value: 2466, noun: [منشور, منشورات]}
  images: {value: 1364, noun: [صورة, صور]}
scenes:
  - {scene: title, headline: حصاد عام, subline: في مواقع التواصل, kicker: "2018"}
  - {scene: bars, heading: ماذا نشرنا؟, items: [{fact: posts}, {fact: images}]}
  - {scene: number, fact: posts}
  - {scene: quote, text: إيصال المعلومة في أبهى صورة وبأسهل طريقة}
  - {scene: outro, call: تابعونا, second: واسألونا}
"""
THEMES = sorted(path.name for path in (EXAMPLES.parent / "templates" / "themes").iterdir() if path.is_dir())


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("zone", ZONES)
def test_every_theme_keeps_its_words_inside(tmp_path: Path, theme: str, zone: str) -> None:
    path = tmp_path / "spec.yaml"
    path.write_text(PLAIN.replace("THEME", theme), encoding="utf-8")
    clip = pipeline.open_clip(path)
    plain, brought = (pipeline.compose(clip, "reel", zone=chosen) for chosen in (None, ZONES[zone]))
    usual, found = (
        {problem.code for problem in check_clip(item.timeline, clip.spec)} & {"text-unsafe", "text-cut", "text-overlap"}
        for item in (plain, brought)
    )
    assert found <= usual


def test_words_on_a_hanging_cloth_stay_on_it(tmp_path: Path) -> None:
    """Sadu's title: the year stands in the carpet's diamond, which no zone moves; the headline stays below it."""
    path = tmp_path / "spec.yaml"
    path.write_text(PLAIN.replace("THEME", "sadu"), encoding="utf-8")
    clip = pipeline.open_clip(path)
    plain = {item.text: item for item in leaves(pipeline.compose(clip, "reel").timeline.placed(0).children)}
    for zone in ZONES.values():
        scene = pipeline.compose(clip, "reel", zone=zone).timeline.placed(0)
        marks = list(leaves(scene.children))
        carpet = next(
            item for item in marks if isinstance(item.mark, ArtMark) and item.mark.source.path.stem == "carpet"
        )
        found = {item.text: item for item in marks}
        assert found["2018"] == plain["2018"]
        headline = found["حصاد عام"]
        assert isinstance(headline.mark, TextMark)
        assert headline.mark.block.ink.moved(headline.x, headline.y).y > carpet.box.bottom
