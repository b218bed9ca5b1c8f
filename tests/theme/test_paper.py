"""The paper theme: words can be read on both stocks, its own scenes tell the truth, the spot colour is the brand's."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from infoclip.layout.placed import leaves
from infoclip.marks.marks import ArtMark, CounterMark
from infoclip.pipeline import compose, open_clip
from infoclip.scenes.surroundings import SceneContext
from infoclip.scenes.template import build_example, load_template
from infoclip.text.numerals import Localizer
from infoclip.theme.assets import Library
from infoclip.theme.loader import load_theme
from infoclip.values.color import Color
from infoclip.values.formats import FORMATS

LIBRARY = Library()
OWN = ("title", "number", "numbers", "columns", "steps", "outro")
VARIANTS = ("light", "dark")


def words(name: str, given: dict[str, Any], shape: str = "reel", digits: Any = "latn") -> str:
    context = SceneContext(load_theme("paper", LIBRARY), FORMATS[shape], LIBRARY, Localizer("ar-SA", digits))
    template = load_template(name, LIBRARY, "paper")
    return build_example(replace(template, example=given), context).words


@pytest.mark.parametrize("name", OWN)
def test_own_scenes_take_what_the_plain_ones_take(name: str) -> None:
    own, plain = load_template(name, LIBRARY, "paper"), load_template(name, LIBRARY)
    assert own.path != plain.path
    assert {key: replace_about(param) for key, param in own.params.items()} == {
        key: replace_about(param) for key, param in plain.params.items()
    }


def replace_about(param: Any) -> Any:
    return param.model_dump(exclude={"about"}) if hasattr(param, "model_dump") else param


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("accent", [None, "#0E7C66", "#FFCB05", "#5B2A86", "#000000"])
def test_words_can_be_read_on_every_sheet(variant: str, accent: str | None) -> None:
    colors = load_theme("paper", LIBRARY, variant=variant, accent=accent).colors
    for text in ("ink", "muted", "accent"):
        for ground in ("bg", "lift", "sheet0", "sheet1", "sheet2", "plate"):
            assert colors[text].contrast(colors[ground]) >= 4.5, (text, ground)
    for text, ground in (("on-press", "press"), ("on-seal", "seal"), ("on-accent", "accent"), ("accent", "plate")):
        assert colors[text].contrast(colors[ground]) >= 4.5, (text, ground)


@pytest.mark.parametrize("variant", VARIANTS)
def test_chart_colours_stand_out_on_every_sheet(variant: str) -> None:
    theme = load_theme("paper", LIBRARY, variant=variant)
    for color in theme.data:
        for ground in ("bg", "sheet0", "sheet1", "sheet2"):
            assert color.contrast(theme.colors[ground]) >= 3, (color.hex, ground)


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_brands_accent_is_the_spot_colour(variant: str) -> None:
    own = load_theme("paper", LIBRARY, variant=variant).colors
    brand = load_theme("paper", LIBRARY, variant=variant, accent="#0E7C66").colors
    assert own["press"].red > own["press"].green
    assert brand["press"].green > brand["press"].red
    for role in ("press0", "press2", "disc0", "disc2", "pressline", "discline"):
        assert brand[role].green > brand[role].red, f"no warm light on a green print: {role}"
    assert brand["bg"] == own["bg"]


@pytest.mark.parametrize("color", ["#FF8A6E", "#4FC0A5", "#FFCB05", "#FFFFFF", "#123456"])
@pytest.mark.parametrize("least", [4.5, 7.0])
def test_a_deepened_colour_carries_white_words(color: str, least: float) -> None:
    given = Color.parse(color)
    deep = given.deepened(least)
    assert deep.contrast(Color(255, 255, 255)) >= least
    order = sorted(range(3), key=lambda at: given.rgb[at])
    assert [deep.rgb[at] for at in order] == sorted(deep.rgb)


@pytest.mark.parametrize("shape", FORMATS)
@pytest.mark.parametrize("digits", ["latn", "arab"])
def test_a_short_decimal_says_its_whole_figure(shape: str, digits: str) -> None:
    """The disc lies on the point: the figure is read whole all the same, with its percent sign after it."""
    said = words("number", {"fact": {"value": 2.1, "percent": True, "decimals": 1}}, shape, digits)
    figure = "".join(said.split()).replace("\u061c", "").replace("\u200e", "").replace("\u200f", "")
    assert ("2.1%" if digits == "latn" else "٢٫١") in figure
    assert digits == "latn" or "٪" in figure


def test_two_words_alike_are_set_as_two_lines_and_others_as_one_text() -> None:
    assert words("title", {"headline": "الأسعار والوظائف"}).splitlines()[-2:] == ["الأسعار", "والوظائف"]
    long = "مؤشرات سوق العمل في مناطق المملكة خلال الربع الثالث"
    assert long in words("title", {"headline": long}).replace("\n", " ")


@pytest.mark.parametrize("value", [2.1, 61.8, 7.0, 99.5])
@pytest.mark.parametrize("shape", FORMATS)
@pytest.mark.parametrize("locale", ["ar-SA", "en-US"])
def test_the_disc_lies_on_the_point(tmp_path: Path, locale: str, shape: str, value: float) -> None:
    """Its middle is that of the point's own glyph, across the line, wherever the figure stands."""
    fact = {"value": value, "percent": True, "decimals": 1}
    scene = {"scene": "number", "fact": fact, "kicker": "معدل", "seconds": 6}
    spec = {"title": "نشرة", "theme": "paper", "locale": locale, "digits": "latn", "duration": 6, "scenes": [scene]}
    path = tmp_path / "spec.yaml"
    path.write_text(json.dumps(spec, ensure_ascii=False), encoding="utf-8")
    marks = list(leaves(compose(open_clip(path), shape).timeline.placed(0).children))
    figure, counter = next((mark, mark.mark) for mark in marks if isinstance(mark.mark, CounterMark))
    (point,) = [
        glyph
        for glyph in counter.blocks[-1].lines[0].glyphs
        if counter.blocks[-1].text[glyph.cluster : glyph.cluster + 1] == "."
    ]
    middle = figure.x + point.x + point.advance / 2
    discs = [mark for mark in marks if isinstance(mark.mark, ArtMark) and mark.mark.source.path.stem == "disc"]
    offsets = [abs(mark.x + mark.mark.width / 2 - middle) for mark in discs if mark.y > figure.y]
    assert min(offsets) < 0.01 * counter.blocks[-1].style.size


def test_more_light_keeps_the_hue_and_never_leaves_the_range() -> None:
    assert Color.parse("#64320A").lit(1.5).hex == "#964B0F"
    assert Color.parse("#F08040").lit(2).hex == "#FFFF80"
