"""Plain scenes fill their frame with few items as with many, and their parts stay as long as their figures say."""

from __future__ import annotations

from typing import Any

import pytest
from test_words_of_figures import THEMES, laid_out, texts

from infoclip.layout.placed import PlacedMark
from infoclip.marks.marks import ArtMark
from infoclip.values.formats import FORMATS

STEPS = [{"fact": 48_000, "label": "زاروا"}, {"fact": 24_000, "label": "بدأوا"}, {"fact": 6_000, "label": "أتمّوا"}]
FEW: dict[str, dict[str, Any]] = {
    "funnel": {"heading": "رحلة الطلب", "items": STEPS[:2]},
    "gauge": {"fact": "64%", "kicker": "مؤشر الرضا"},
    "percent": {"fact": "94%", "label": "راضون عن الخدمة"},
    "progress": {"heading": "رقمنة الخدمات", "items": [{"fact": "86%", "label": "خدماتنا"}]},
    "waffle": {"heading": "نصيب التقنية", "items": [{"fact": "46%", "label": "من الميزانية"}]},
    "icons": {"heading": "نافذتان", "items": [{"icon": "bubble", "label": "بريد"}, {"icon": "camera", "label": "صور"}]},
    "logo-wall": {"heading": "شركاؤنا", "items": [{"logo": "mark-1.svg"}, {"logo": "mark-2.svg"}]},
    "numbers": {"heading": "عام", "items": [{"fact": 319, "label": "ردًا"}, {"fact": 48, "label": "مبادرة"}]},
}


def named(marks: list[PlacedMark], stem: str) -> list[PlacedMark]:
    return [item for item in marks if isinstance(item.mark, ArtMark) and item.mark.source.path.stem == stem]


@pytest.mark.parametrize("shape", ["reel", "feed", "square", "wide"])
@pytest.mark.parametrize("name", FEW)
def test_few_items_take_the_height_that_there_is(name: str, shape: str) -> None:
    safe = FORMATS[shape].safe_box(rtl=True)
    foot = {"reel": 456, "feed": 236, "square": 204, "wide": 204}[shape]
    end = min(safe.bottom, FORMATS[shape].height - foot)
    whole = ("ground", "edge")
    marks = laid_out(name, FEW[name], "horizon", shape)
    boxes = [it.box for it in marks if not (isinstance(it.mark, ArtMark) and it.mark.source.path.stem in whole)]
    top, bottom = min(box.y for box in boxes), max(box.bottom for box in boxes)
    assert bottom - top > 0.7 * (end - safe.y), (top, bottom, safe.y, end)


@pytest.mark.parametrize("shape", ["reel", "feed", "square", "wide"])
def test_a_funnels_steps_are_as_wide_as_their_figures(shape: str) -> None:
    found = named(laid_out("funnel", {"heading": "رحلة", "items": STEPS}, "official", shape), "shape")
    widths = [item.box.width for item in found]
    assert widths[0] == pytest.approx(2 * widths[1], rel=0.01)
    assert widths[0] == pytest.approx(8 * widths[2], rel=0.01)
    assert {round(item.box.right) for item in found} == {round(found[0].box.right)}
    assert widths[0] > 0.6 * (FORMATS[shape].width - 240)


def test_a_pyramid_tells_all_figures_in_one_scale_and_says_it_once() -> None:
    facts = ((610_000, 580_000), (6_100_000, 6_130_000))
    items = [
        {"label": f"الفئة {at}", "fact": {"value": one, "compact": True}, "other": {"value": other, "compact": True}}
        for at, (one, other) in enumerate(facts)
    ]
    said = texts("pyramid", {"heading": "السكان", "items": items})
    assert {"0.61", "0.58", "6.10", "6.13"} <= set(said)
    assert " ".join(said).count("مليون") == 1
    assert "ألف" not in " ".join(said)


@pytest.mark.parametrize("shape", ["reel", "feed", "square", "wide"])
@pytest.mark.parametrize("groups", [2, 3, 4])
def test_bars_of_a_pyramid_of_few_groups_reach_its_edges(groups: int, shape: str) -> None:
    items = [{"label": f"الفئة {at}", "fact": f"{30 + at}%", "other": f"{30 + at}%"} for at in range(groups)]
    marks = laid_out("pyramid", {"heading": "السكان", "items": items}, "official", shape)
    own, other = named(marks, "bar-accent")[-1].box, named(marks, "bar")[-1].box
    page = FORMATS[shape].safe_box(rtl=True)
    assert other.x == pytest.approx(page.x, abs=20)
    assert own.width == pytest.approx(other.width, abs=1)
    assert own.right - other.x > 0.95 * page.width * (0.65 if shape == "wide" else 1)


def test_a_stacked_column_that_lacks_a_part_has_no_total() -> None:
    parts = [{"name": "التطبيق"}, {"name": "الفروع"}]
    whole = [{"label": 2023, "values": [310, 111]}, {"label": 2024, "values": [500, 150]}]
    assert {"421", "650"} <= set(texts("stacked", {"heading": "القنوات", "parts": parts, "items": whole}))
    lacking = [{"label": 2023, "values": [310, None]}, whole[1]]
    said = set(texts("stacked", {"heading": "القنوات", "parts": parts, "items": lacking}))
    assert "310" not in said
    assert "650" in said


def test_a_part_of_a_stack_that_is_not_known_is_drawn_in_broken_lines_and_said() -> None:
    parts = [{"name": "التطبيق"}, {"name": "الفروع"}]
    items = [{"label": 2023, "values": [310, 111]}, {"label": 2024, "values": [500, None]}]
    given: dict[str, Any] = {"heading": "القنوات", "parts": parts, "items": items}
    whole = items[:1] * 2
    assert not named(laid_out("stacked", given | {"items": whole}, "official", "reel"), "missing")
    assert "غير متاح" not in texts("stacked", given | {"items": whole})
    assert len(named(laid_out("stacked", given, "official", "reel"), "missing")) == 1
    assert {"غير متاح", "500"} <= set(texts("stacked", given))
    shares = given | {"share": True}  # of a column that lacks a part no share is known
    assert len(named(laid_out("stacked", shares, "official", "reel"), "missing")) == 1
    assert not [said for said in texts("stacked", shares) if "%" in said]


@pytest.mark.parametrize("theme", THEMES)
def test_beside_a_figure_two_the_noun_is_no_dual(theme: str) -> None:
    offices = {"value": 2, "noun": ["مكتب", "مكاتب"]}
    for name, given in (("number", {"fact": offices}), ("numbers", {"items": [{"fact": offices}, {"fact": 319}]})):
        said = " ".join(texts(name, given, theme))
        assert "2" in said
        assert "مكاتب" in said
        assert "مكتبان" not in said


def test_a_section_draws_its_icon_beside_its_number() -> None:
    given = {"title": "ماذا أنجزنا؟", "part": 2}
    for more in ({}, {"subline": "في ثلاث لوحات"}):
        without = laid_out("section", {**given, **more})
        signed = laid_out("section", {**given, **more, "icon": "chart-column"})
        assert len(signed) == len(without) + 1
