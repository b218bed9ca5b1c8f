"""A clip with made-up figures says so in every scene, where nothing else stands, and beside the film."""

from __future__ import annotations

from pathlib import Path

import pytest

from infoclip import pipeline
from infoclip.layout.placed import PlacedMark, leaves
from infoclip.layout.sample import ART
from infoclip.marks.marks import ArtMark, CounterMark, TextMark
from infoclip.theme.assets import Library
from infoclip.theme.loader import load_theme
from infoclip.values.formats import FORMATS
from infoclip.values.geometry import Box

SPEC = """
title: عام من الخدمة
locale: {locale}
theme: {theme}
sample: {sample}
brand: {{name: هيئة المثال, handle: "@example"}}
duration: 40
scenes:
  - {{scene: title, headline: حصاد عام, subline: من الخدمة, kicker: 2026}}
  - {{scene: list, heading: "ماذا تغيّر في الخدمة هذا العام كله؟", items: [أسرع, أقرب, أوضح, أبسط, أشمل, أكثر أمانًا]}}
  - {{scene: bars, heading: كم أنجزنا؟, items: [2466, 2364, 48]}}
  - {{scene: columns, heading: عامًا بعد عام, items: [{{fact: 12, label: 2024}}, {{fact: 40, label: 2025}}]}}
  - {{scene: number, fact: {{value: 40000, noun: [متابع, متابعون]}}, label: على خمس منصات}}
  - {{scene: quote, text: "الخدمة التي تصل إليك خير من التي تذهب إليها، وأسرع منها وأقرب إلى ما تريد"}}
  - {{scene: outro, call: تابعونا}}
"""


def clip(folder: Path, theme: str = "official", sample: bool = True, locale: str = "ar-SA") -> pipeline.Clip:
    path = folder / "spec.yaml"
    path.write_text(SPEC.format(theme=theme, sample=str(sample).lower(), locale=locale), encoding="utf-8")
    return pipeline.open_clip(path)


def holds(outer: Box, inner: Box) -> bool:
    seen = outer.intersection(inner)
    return seen.width > inner.width - 0.01 and seen.height > inner.height - 0.01


def ink(node: PlacedMark) -> Box | None:
    if isinstance(node.mark, TextMark):
        return node.mark.block.ink.moved(node.x, node.y)
    if isinstance(node.mark, CounterMark):
        return node.mark.blocks[len(node.mark.blocks) - 1].ink.moved(node.x, node.y)
    return None


@pytest.mark.parametrize("format_name", FORMATS)
@pytest.mark.parametrize("theme", sorted(Library().theme_names()))
def test_the_tag_is_in_every_scene_and_on_nothing(tmp_path: Path, theme: str, format_name: str) -> None:
    timeline = pipeline.compose(clip(tmp_path, theme), format_name).timeline
    for index in range(timeline.scene_count):
        scene = timeline.placed(index)
        *others, plate, words = leaves(scene.children)
        assert isinstance(plate.mark, ArtMark)
        assert plate.mark.source.path.stem == ART
        assert isinstance(words.mark, TextMark)
        assert words.mark.block.text == "بيانات توضيحية"
        said = ink(words)
        assert said is not None
        assert holds(plate.box, said)
        assert holds(scene.format.safe_box(), plate.box), (scene.name, plate.box)
        for other in others:
            text = ink(other)
            assert text is None or text.intersection(plate.box).empty, (scene.name, other.text)


def test_a_full_scene_makes_room(tmp_path: Path) -> None:
    """Where words fill every corner, they move down and the tag stands above them."""
    path = tmp_path / "spec.yaml"
    long = "سطر طويل يملأ عرض الشاشة من طرفها إلى طرفها الآخر تمامًا"
    template = "\n".join(
        ["---", "title: Full", "purpose: full", "params: {}", "example: {}", "---"]
        + ["<scene><safe gap='0' justify='between'>"]
        + [f"<text size='46' fit='width' lines='1' width='100%' min-size='20' max-size='90'>{long}</text>"] * 17
        + ["</safe></scene>"]
    )  # fmt: skip
    (tmp_path / "templates" / "scenes").mkdir(parents=True)
    (tmp_path / "templates" / "scenes" / "full.xml").write_text(template, encoding="utf-8")
    path.write_text("title: x\nsample: true\nduration: 10\nscenes:\n  - scene: full\n", encoding="utf-8")
    scene = pipeline.compose(pipeline.open_clip(path), "reel").timeline.placed(0)
    *others, plate, _ = leaves(scene.children)
    texts = [text for text in map(ink, others) if text is not None]
    assert len(texts) == 17
    assert plate.y == pytest.approx(FORMATS["reel"].safe.top)
    assert min(text.y for text in texts) >= plate.box.bottom
    assert max(text.bottom for text in texts) <= scene.format.safe_box().bottom + 1


def test_real_figures_carry_no_tag(tmp_path: Path) -> None:
    tagged, plain = clip(tmp_path), clip(tmp_path, sample=False)
    assert plain.spec.sample_words == ""
    names = [
        [node.id for node in leaves(pipeline.compose(made, "reel").timeline.placed(0).children)]
        for made in (tagged, plain)
    ]
    assert "sample-tag" in names[0]
    assert "sample-tag" not in names[1]


def test_it_is_told_in_the_clips_language_and_once_beside_the_film(tmp_path: Path) -> None:
    from infoclip.publish.alt_text import describe
    from infoclip.publish.post_text import Limits, write_post

    made = clip(tmp_path, locale="en")
    assert made.spec.sample_words == "Sample data"
    made = clip(tmp_path)
    timeline = pipeline.compose(made, "reel").timeline
    told = describe(timeline, made.spec, made.localizer).text()
    assert made.spec.sample_words in told
    assert not any(made.spec.sample_words in scene for scene in describe(timeline, made.spec, made.localizer).scenes)
    assert write_post(made.spec, (), "x", Limits()).text.count(made.spec.sample_words) == 1


@pytest.mark.parametrize("variant", ["light", "dark"])
@pytest.mark.parametrize("theme", sorted(Library().theme_names()))
def test_its_words_can_be_read(theme: str, variant: str) -> None:
    colors = load_theme(theme, Library(), variant=variant).colors
    assert colors["ink"].contrast(colors["surface"]) >= 4.5


@pytest.mark.parametrize("format_name", ["feed", "wide"])
def test_a_free_corner_on_the_reading_side_is_taken(tmp_path: Path, format_name: str) -> None:
    """The tag's width is no whole number: a ground under all of it must not count as an edge across it."""
    path = tmp_path / "spec.yaml"
    template = (
        "---\ntitle: Busy\npurpose: busy\nparams: {}\nexample: {}\n---\n"
        '<scene><box fill="bg" width="100%" height="100%"/><safe align="end">'
        '<box fill="accent" width="40%" height="100%">'
        '<text role="label">نص</text></box></safe></scene>'
    )
    (tmp_path / "templates" / "scenes").mkdir(parents=True)
    (tmp_path / "templates" / "scenes" / "busy.xml").write_text(template, encoding="utf-8")
    spec = "title: ت\ntheme: pulse\n{}scenes: [{{scene: busy, seconds: 5}}]\nduration: 5\n"
    boxes = []
    for sample in ("", "sample: true\n"):
        path.write_text(spec.format(sample), encoding="utf-8")
        scene = pipeline.compose(pipeline.open_clip(path), format_name).timeline.placed(0)
        boxes.append([node.box for node in leaves(scene.children)])
    assert boxes[1][: len(boxes[0])] == boxes[0], "the scene has moved for a tag that had room beside it"
    assert boxes[1][-2].center[0] > scene.format.box.center[0]


@pytest.mark.parametrize("format_name", ["feed", "square", "wide"])
def test_a_page_without_a_heading_keeps_its_ground(tmp_path: Path, format_name: str) -> None:
    """Cards make room for the tag themselves: were they moved down as a whole, they would hang out of pulse's sheet."""
    spec = """
title: مؤشرات
theme: pulse
sample: {sample}
duration: 8
scenes:
  - scene: kpi-grid
    items: [12, 34, 56, 78]
"""
    edges, cards = [], []
    for sample in ("true", "false"):
        path = tmp_path / f"{sample}.yaml"
        path.write_text(spec.format(sample=sample), encoding="utf-8")
        scene = pipeline.compose(pipeline.open_clip(path), format_name).timeline.placed(0)
        art = {
            node.mark.source.path.stem: node.box for node in leaves(scene.children) if isinstance(node.mark, ArtMark)
        }
        edges.append(art["edge"])
        cards.append(art["card"].bottom)
    assert edges[0] == edges[1]
    assert cards[0] == pytest.approx(cards[1], abs=1)


def test_a_picture_at_the_head_that_makes_no_room_stays_free(tmp_path: Path) -> None:
    path = tmp_path / "spec.yaml"
    path.write_text(
        "{title: موسم, theme: paper, sample: true, duration: 5, brand: {name: هيئة المثال},"
        " scenes: [{scene: title, headline: التمور, subline: موسم الحصاد 2026, icon: tree-palm, kicker: حصاد}]}",
        encoding="utf-8",
    )
    scene = pipeline.compose(pipeline.open_clip(path), "reel").timeline.placed(0)
    nodes = list(leaves(scene.children))
    boxes = {node.mark.source.path.stem: node.box for node in nodes if isinstance(node.mark, ArtMark)}
    tag = boxes[ART]
    assert boxes["vignette"].intersection(tag).empty
    said = [ink(node) for node in nodes if node.id != "sample-tag"][:-1]  # the last one is the tag's own
    assert all(text is None or text.intersection(tag).empty for text in said)


def test_the_tag_stands_in_light_and_not_across_a_card(tmp_path: Path) -> None:
    path = tmp_path / "spec.yaml"
    path.write_text(
        "{title: خطوات, theme: ministry, sample: true, duration: 5, brand: {name: هيئة المثال},"
        " scenes: [{scene: steps, heading: أربع خطوات, items: [سجّل, راجع, سدّد, استلم]}]}",
        encoding="utf-8",
    )
    scene = pipeline.compose(pipeline.open_clip(path), "reel").timeline.placed(0)
    boxes = [
        (node.mark.source.path.stem, node.box) for node in leaves(scene.children) if isinstance(node.mark, ArtMark)
    ]
    tag = next(box for name, box in boxes if name == ART)
    assert any(name == "light" and not box.intersection(tag).empty for name, box in boxes)
    assert all(box.intersection(tag).empty for name, box in boxes if name == "card")
    assert tag.y < 400
