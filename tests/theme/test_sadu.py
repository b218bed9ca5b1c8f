"""The sadu theme's own scenes hold at their limits in every format, take the plain ones' parameters, show the truth."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

import pytest
from msgspec.structs import replace

from infoclip.layout.context import LayoutContext
from infoclip.layout.placed import PlacedScene, leaves
from infoclip.layout.scene import lay_out
from infoclip.marks.marks import CounterMark, TextMark
from infoclip.scenes.surroundings import SceneContext
from infoclip.scenes.template import Template, build_example, load_template
from infoclip.text.fonts import FontBook
from infoclip.text.numerals import Localizer
from infoclip.theme.assets import Library
from infoclip.theme.loader import load_theme
from infoclip.values.formats import FORMATS

LIBRARY = Library()
OWN = ("bars", "columns", "donut", "number", "outro", "timeline", "title")
LONG = "تطوير الخدمات الرقمية في الجهات الحكومية بما يخدم المستفيدين ويرفع جودة العمل على مدار العام كله"
LEAST_SIZE = 20
DIGITS: tuple[Literal["latn", "arab"], ...] = ("latn", "arab")


def words(most: int) -> str:
    return LONG[:most].rsplit(" ", 1)[0] if most < len(LONG) else LONG


def figure(value: float, **more: object) -> dict[str, object]:
    return {"value": value, "noun": ["مستفيد", "مستفيدين"], **more}


def entries(count: int, **fields: object) -> list[dict[str, object]]:
    return [dict(fields) for _ in range(count)]


CASES: dict[str, list[dict[str, object]]] = {
    "bars": [
        {"heading": "مبادرات", "items": [{"fact": 7}]},
        {
            "heading": words(44),
            "subheading": words(90),
            "items": entries(5, fact=figure(98765, more_than=True), label=words(32)),
        },
        {
            "heading": "القنوات",
            "items": [
                {"fact": figure(540000, compact=True), "label": "تطبيق الجوال"},
                {"fact": figure(90000, compact=True), "label": "الفروع", "highlight": True},
                {"fact": 20, "label": "البريد"},
            ],
        },
    ],
    "columns": [
        {"heading": "عامان", "items": [{"fact": 0, "label": "2024"}, {"fact": 7, "label": "2025"}]},
        {
            "heading": words(44),
            "subheading": words(90),
            "items": entries(7, fact=figure(215000, compact=True), label=words(12)),
        },
    ],
    "donut": [
        {"heading": "كل شيء", "items": [{"fact": "100%", "label": "رضا"}]},
        {"heading": "جزء", "items": [{"fact": "4%", "label": "رضا"}], "center": words(24)},
        {"heading": words(44), "subheading": words(90), "items": entries(4, fact=figure(98765), label=words(24))},
    ],
    "number": [
        {"fact": 7},
        {
            "fact": figure(1234567, more_than=True),
            "kicker": words(40),
            "label": words(60),
            "note": words(110),
        },
        {"fact": "99.5%", "label": "رضا المستفيدين"},
    ],
    "outro": [
        {"call": "تابعونا"},
        {
            "call": words(40),
            "second": words(50),
            "name": words(60),
            "handle": "@ministry_official_account",
            "source": words(90),
        },
    ],
    "timeline": [
        {"heading": "محطات", "items": entries(2, title="بداية")},
        {
            "heading": words(44),
            "kicker": words(40),
            "items": entries(5, title=words(30), note=words(36), date=words(36), icon="bubble"),
        },
        {"heading": "محطات", "items": entries(4, title="بداية", date="24 محرم 1441 هـ", note="خطوة")},
    ],
    "title": [
        {"headline": "حصاد"},
        {"headline": words(60), "subline": words(60), "kicker": "١٤٤٧ هجرية", "name": words(60)},
    ],
}


@lru_cache(maxsize=1)
def book() -> FontBook:
    return FontBook(LIBRARY.font_folders)


def placed(template: Template, format_name: str, digits: Literal["latn", "arab"] = "latn") -> PlacedScene:
    theme, format, localizer = load_theme("sadu", LIBRARY), FORMATS[format_name], Localizer("ar-SA", digits)
    scene = build_example(template, SceneContext(theme, format, LIBRARY, localizer))
    return lay_out(scene, LayoutContext(format, theme, book(), LIBRARY, localizer, rtl=True))


@pytest.mark.parametrize("name", OWN)
def test_own_scenes_take_what_the_plain_ones_take(name: str) -> None:
    own, plain = load_template(name, LIBRARY, "sadu"), load_template(name, LIBRARY)
    assert own.path != plain.path
    assert own.params == plain.params


@pytest.mark.parametrize("format_name", FORMATS)
@pytest.mark.parametrize("name", OWN)
def test_nothing_leaves_the_safe_zone_and_type_stays_legible(name: str, format_name: str) -> None:
    template = load_template(name, LIBRARY, "sadu")
    safe = FORMATS[format_name].safe_box(rtl=True).grown(4)
    for given in (dict(template.example), *CASES[name]):
        for digits in DIGITS:
            scene = placed(replace(template, example=given), format_name, digits)
            seen = 0
            for mark in leaves(scene.children):
                if not isinstance(mark.mark, TextMark | CounterMark):
                    continue
                block = mark.mark.block if isinstance(mark.mark, TextMark) else mark.mark.blocks[-1]
                ink = block.ink.moved(mark.x, mark.y)
                seen += 1
                assert safe.union(ink) == safe, (mark.text, ink)
                assert block.style.size >= LEAST_SIZE, (mark.text, block.style.size)
            assert seen


@pytest.mark.parametrize("format_name", FORMATS)
def test_bars_are_as_long_as_their_figures(format_name: str) -> None:
    """The example's bars, in order, against its values; the longest is the whole track."""
    template = load_template("bars", LIBRARY, "sadu")
    lengths: dict[str, list[float]] = {"bar": [], "track": []}
    for mark in leaves(placed(template, format_name).children):
        source = getattr(mark.mark, "source", None)
        stem = source.path.stem.removesuffix("-accent") if source else ""
        if stem in lengths:
            lengths[stem].append(mark.mark.width)
    values = [2466, 2364, 319, 48]
    assert lengths["bar"] == pytest.approx([lengths["track"][0] * value / 2466 for value in values], abs=1)


@pytest.mark.parametrize(("variant", "thread"), [("dark", "ochre"), ("light", "madder")])
def test_a_brands_accent_dyes_the_thread_that_counts(variant: str, thread: str) -> None:
    own = load_theme("sadu", LIBRARY, variant=variant)
    dyed = load_theme("sadu", LIBRARY, variant=variant, accent="#0E7C66")
    assert dyed.colors[thread] != own.colors[thread]
    assert dyed.colors[thread].green > dyed.colors[thread].red
    assert dyed.colors["black"] == own.colors["black"]


@pytest.mark.parametrize("variant", ["dark", "light"])
def test_what_stands_on_cloth_can_be_read(variant: str) -> None:
    colors = load_theme("sadu", LIBRARY, variant=variant).colors
    for text, ground in [
        ("on-seal", "seal"), ("on-patch", "patch"), ("on-accent", "accent"), ("on-cloth", "cloth"), ("black", "ochre"),
        ("spark", "black"), ("ink", "lift"), ("muted", "lift"), ("pale", "bg"),
    ]:  # fmt: skip
        assert colors[text].contrast(colors[ground]) >= 4.5, (text, ground)
    assert colors["cloth"].contrast(colors["bg"]) >= 3
