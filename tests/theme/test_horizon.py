"""The horizon theme's own scenes: true figures, one size for what stands side by side, words that leave in time."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from PIL import Image, ImageChops, ImageStat

from infoclip.check.view import SceneView, scene_view
from infoclip.draw.art import art_picture
from infoclip.layout.placed import PlacedGroup, PlacedMark, leaves
from infoclip.marks.marks import ArtMark, ArtSource, TextMark
from infoclip.pipeline import compose, open_clip
from infoclip.theme.assets import Library
from infoclip.theme.loader import load_theme
from infoclip.timeline.timeline import Timeline
from infoclip.values.formats import FORMATS

NAME = "الهيئة العامة للإحصاء"
STATIONS = [{"title": "أولى", "date": "2020", "icon": "star"}, {"title": "ثانية", "note": "معًا", "icon": "flag"}]


def timeline(folder: Path, scenes: Sequence[dict[str, Any]], shape: str) -> Timeline:
    path = folder / "spec.yaml"
    timed = [{"seconds": 6.0, **scene} for scene in scenes]
    spec: dict[str, Any] = {"title": "حصاد", "theme": "horizon", "brand": {"name": NAME}, "scenes": timed}
    spec["duration"] = 6.0 * len(timed)
    path.write_text(json.dumps(spec, ensure_ascii=False), encoding="utf-8")
    return compose(open_clip(path), shape).timeline


def sizes(view: SceneView, words: Sequence[str]) -> set[float]:
    found = {text.words: text.block.style.size for text in view.texts}
    return {round(found[item], 2) for item in words}


@pytest.mark.parametrize("shape", FORMATS)
def test_what_is_more_than_is_never_rounded_up(tmp_path: Path, shape: str) -> None:
    fact = {"value": 1_189_900_000_000, "unit": "SAR", "compact": True, "more_than": True}
    scene = {"scene": "framed-number", "fact": fact, "items": [{"fact": {**fact, "value": 27_990_000}}]}
    words = [text.words for text in scene_view(timeline(tmp_path, [scene], shape), 0).texts]
    assert words[0] == "+1.18"
    assert "+27.9" in words


@pytest.mark.parametrize("shape", FORMATS)
def test_stations_and_rows_have_one_size(tmp_path: Path, shape: str) -> None:
    titles = ["يوم عرفة", "انتهاء التقديم", "أيام التشريق"]
    items = ["ماء", "خضار في كل وجبة رئيسية", "نصف ساعة مشي"]
    scenes: list[dict[str, Any]] = [
        {"scene": "timeline", "heading": "أيام", "items": [{"title": title} for title in titles]},
        {"scene": "checklist", "heading": "وقاية", "items": items},
    ]
    clip = timeline(tmp_path, scenes, shape)
    assert len(sizes(scene_view(clip, 0), titles)) == 1
    assert len(sizes(scene_view(clip, 1), items)) == 1


@pytest.mark.parametrize("shape", FORMATS)
def test_the_brand_stands_beside_a_kicker(tmp_path: Path, shape: str) -> None:
    clip = timeline(tmp_path, [{"scene": "title", "headline": "موسم الحج", "kicker": "1446 هـ"}], shape)
    assert f"1446 هـ · {NAME}" in [text.words.replace("\n", " ") for text in scene_view(clip, 0).texts]


@pytest.mark.parametrize("shape", FORMATS)
def test_words_leave_before_the_camera_moves_on_but_not_at_the_end(tmp_path: Path, shape: str) -> None:
    quote = {"scene": "quote", "text": "رشّد اليوم، تنعم غدًا", "highlight": "تنعم غدًا", "source": "مثل"}
    words = {"before": "ورق", "after": "رقم", "before_label": "قديمًا", "after_label": "اليوم"}
    scenes: list[dict[str, Any]] = [
        {"scene": "title", "headline": "خدمة أقرب", "subline": "عبر منصات التواصل"},
        {"scene": "timeline", "heading": "مراحل", "items": STATIONS},
        quote,
        {"scene": "framed-number", "fact": 30, "kicker": "لا يتعدّى", "caption": "ثانية", "units": 30},
        {"scene": "before-after", **words, "after_note": "بلا زيارة"},
        {"scene": "checklist", "heading": "أهداف", "items": ["أ", "ب"], "closing": "معًا"},
        quote,
    ]
    clip = timeline(tmp_path, scenes, shape)
    for index in range(len(scenes)):
        for text in scene_view(clip, index).texts:
            leaves = 6.0 if index + 1 == len(scenes) else 5.6
            assert text.leaves == pytest.approx(leaves), f"scene {index + 1}: '{text.words}'"


def test_the_stressed_words_turn_from_white_to_the_accent(tmp_path: Path) -> None:
    quote = {"scene": "quote", "text": "رشّد اليوم، تنعم غدًا", "highlight": "تنعم غدًا"}
    clip = timeline(tmp_path, [quote], "reel")
    accent, white = marks(clip)
    assert isinstance(accent.mark, TextMark)
    assert isinstance(white.mark, TextMark)
    assert white.mark.block.text == accent.mark.block.text
    assert (white.x, white.y) == (accent.x, accent.y)
    assert white.text == ""  # it is not read twice
    assert [motion.kind for motion in white.motions if motion.phase == "emphasis"] == ["dim"]
    assert [name for name, _ in white.mark.span_fills] == ["ink"]
    assert [name for name, _ in accent.mark.span_fills] == ["accent"]


@pytest.mark.parametrize("shape", [name for name in FORMATS if name != "wide"])
@pytest.mark.parametrize("after", ["طلب واحد من الجوال وإصدار في ساعتين", "One application", "ردّ سريع"])
def test_the_answer_stands_below_the_bubble(tmp_path: Path, shape: str, after: str) -> None:
    scene = {"scene": "before-after", "before": "ورق", "after": after, "after_icon": "star"}
    clip = timeline(tmp_path, [scene], shape)
    (answer,) = [text for text in scene_view(clip, 0).texts if text.words == after]
    bubble = next(node for node in clip.placed(0).children if isinstance(node, PlacedGroup) and node.box.width > 150)
    assert answer.ink.intersection(bubble.box).empty


@pytest.mark.parametrize(("name", "mirrored"), [("mark-check", False), ("quote", True)])
def test_only_what_has_a_direction_is_mirrored(name: str, mirrored: bool) -> None:
    """A check mark keeps its side in every language; a quotation mark opens towards its own words."""
    theme, library = load_theme("horizon", Library()), Library()
    found = library.art(theme, name)
    mark = ArtMark(200, 200, ArtSource(found.path, found.sha, found.folders))
    there, back = (
        art_picture(replace(mark, params=(("rtl", rtl),)), theme=theme, format=FORMATS["reel"]) for rtl in (True, False)
    )
    picture = there.image.transpose(Image.Transpose.FLIP_LEFT_RIGHT) if mirrored else there.image
    assert there.image.size == back.image.size
    assert ImageStat.Stat(ImageChops.difference(picture.convert("RGBA"), back.image.convert("RGBA"))).mean < [2.0] * 4
    assert (there.image.tobytes() != back.image.tobytes()) is mirrored


def marks(clip: Timeline) -> list[PlacedMark]:
    """The texts of the first scene in drawing order, those in groups included."""
    return [mark for mark in leaves(clip.placed(0).children) if isinstance(mark.mark, TextMark)]


@pytest.mark.parametrize("shape", FORMATS)
def test_the_planet_under_a_photo_keeps_below_the_words(tmp_path: Path, shape: str) -> None:
    (tmp_path / "p.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>', encoding="utf-8")
    scene = {"scene": "photo", "photo": str(tmp_path / "p.svg"), "headline": "نخدمكم", "credit": "تصوير: فريق"}
    placed = timeline(tmp_path, [scene], shape).placed(0)
    arts = [node.mark for node in leaves(placed.children) if isinstance(node.mark, ArtMark)]
    edge = next(mark for mark in arts if mark.source.path.stem == "edge")
    drawn = art_picture(edge, theme=load_theme("horizon", Library()), format=FORMATS[shape])
    assert drawn.y >= -4, "its limb ends where the foot's box does, but for its glow"
