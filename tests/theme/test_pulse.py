"""The pulse theme: words read on every ground and sticker, grounds come in turn, rings have all their pieces."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from infoclip.errors import InputError
from infoclip.layout.context import LayoutContext
from infoclip.layout.placed import leaves
from infoclip.layout.scene import lay_out
from infoclip.marks.marks import ArtMark
from infoclip.scenes.surroundings import SceneContext
from infoclip.scenes.template import build_example, build_scenes, load_template
from infoclip.spec.models import Spec
from infoclip.text.fonts import FontBook
from infoclip.text.numerals import Localizer
from infoclip.theme.assets import Library
from infoclip.theme.loader import load_theme
from infoclip.values.color import Color
from infoclip.values.formats import FORMATS

LIBRARY = Library()
OWN = ("title", "number", "framed-number", "bars", "list", "checklist", "outro")
VARIANTS = ("light", "dark")
LOCAL = Localizer("ar-SA", "latn")


def arts(name: str, given: dict[str, Any], shape: str) -> list[ArtMark]:
    """All art that the scene `name` draws."""
    theme, format = load_theme("pulse", LIBRARY), FORMATS[shape]
    template = replace(load_template(name, LIBRARY, "pulse"), example=given)
    scene = build_example(template, SceneContext(theme, format, LIBRARY, LOCAL))
    placed = lay_out(scene, LayoutContext(format, theme, FontBook(LIBRARY.font_folders), LIBRARY, LOCAL, rtl=True))
    return [item.mark for item in leaves(placed.children) if isinstance(item.mark, ArtMark)]


@pytest.mark.parametrize("name", OWN)
def test_own_scenes_take_what_the_plain_ones_take(name: str) -> None:
    own, plain = load_template(name, LIBRARY, "pulse"), load_template(name, LIBRARY)
    assert own.path != plain.path
    assert set(own.params) == set(plain.params)


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("accent", [None, "#0E7C66", "#FFCB05", "#5B2A86", "#000000"])
def test_words_can_be_read_on_stickers_and_grounds(variant: str, accent: str | None) -> None:
    colors = load_theme("pulse", LIBRARY, variant=variant, accent=accent).colors
    for text in ("ink", "muted", "accent"):
        for ground in ("bg", "lift", "surface", "panel", "card", "cardlit"):
            assert colors[text].contrast(colors[ground]) >= 4.5, (text, ground)
    for tint in ("tint0", "tint1", "tint2", "tint3"):
        assert colors["ink"].contrast(colors[tint]) >= 4.5, tint
    for tone in "012":
        for stop in "abc":
            assert colors["on-ground"].contrast(colors[f"ground{tone}{stop}"]) >= 4.5, (tone, stop)
        assert colors["on-ground"].contrast(colors[f"tower{tone}"]) >= 4.5, tone
    assert colors["badge"].contrast(colors["seal"]) >= 4.5
    assert colors["on-seal"].contrast(colors["plum0"]) >= 4.5


@pytest.mark.parametrize("variant", VARIANTS)
def test_chart_colours_stand_out_on_white_stock(variant: str) -> None:
    theme = load_theme("pulse", LIBRARY, variant=variant)
    for color in (*theme.data, theme.colors["quiet0"].mixed(theme.colors["quiet1"], 0.5), theme.colors["loud1"]):
        assert color.contrast(theme.colors["panel"]) >= 3, color.hex
    for arc in ("arc0", "arc1", "arc2", "arc3"):
        assert theme.colors[arc].contrast(theme.colors["seal"]) >= 3, arc


@pytest.mark.parametrize("variant", VARIANTS)
def test_lettering_is_read_on_its_own_outline(variant: str) -> None:
    theme = load_theme("pulse", LIBRARY, variant=variant)
    for name in ("sticker", "small-sticker"):
        outline = theme.shadows[name]
        assert outline.spread >= 12
        assert outline.under is not None
        for text in ("ink", "accent"):
            assert theme.colors[text].contrast(outline.color) >= 4.5


@pytest.mark.parametrize("shape", FORMATS)
def test_grounds_come_in_turn(shape: str) -> None:
    scenes = [{"scene": "quote", "text": f"حكمة {at}"} for at in range(4)]
    spec = Spec.model_validate({"title": "حملة", "theme": "pulse", "scenes": scenes})
    theme = load_theme("pulse", LIBRARY)
    built = build_scenes(spec, theme, FORMATS[shape], LIBRARY, LOCAL)
    tones = [next(item.attributes["tone"] for item in scene.root.children if item.attributes.get("name") == "ground")
             for scene in built]  # fmt: skip
    assert tones == ["0", "1", "2", "0"]


@pytest.mark.parametrize("shape", FORMATS)
@pytest.mark.parametrize(("units", "name", "count"), [(8, "arc", 8), (1, "arc", 1), (16, "arc", 16), (40, "bead", 40)])
def test_a_ring_has_a_piece_for_every_unit(units: int, name: str, count: int, shape: str) -> None:
    found = arts("framed-number", {"fact": 8, "units": units}, shape)
    assert sum(mark.source.path.stem == name for mark in found) == count


def test_a_shadow_under_itself_and_one_that_is_not_there_are_faults(tmp_path: Any) -> None:
    folder = tmp_path / "templates" / "themes" / "mine"
    folder.mkdir(parents=True)
    for under, fault in (("a", "lies under itself"), ("nothing", "is not there")):
        text = f'title: Mine\nbase: pulse\nshadows: {{a: {{color: "#FFFFFF", spread: 9, under: {under}}}}}\n'
        (folder / "theme.yaml").write_text(text, encoding="utf-8")
        with pytest.raises(InputError, match=fault):
            load_theme("mine", Library(tmp_path))


def test_a_brands_colour_is_the_bar_that_counts() -> None:
    own = load_theme("pulse", LIBRARY).colors
    brand = load_theme("pulse", LIBRARY, accent="#0E7C66").colors
    assert brand["loud1"] == brand["accent"] != own["loud1"]
    assert brand["ground0b"] == own["ground0b"] == Color.parse("#FFCB3D")
