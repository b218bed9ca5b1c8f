"""The ministry theme: any agency's colour at AAA, words on navy and on white, true lengths, its sheet."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import product

import pytest

from infoclip.layout.context import LayoutContext
from infoclip.layout.placed import PlacedMark, PlacedScene, leaves
from infoclip.layout.scene import lay_out
from infoclip.scenes.surroundings import SceneContext
from infoclip.scenes.template import build_example, load_template
from infoclip.text.fonts import FontBook
from infoclip.text.numerals import Localizer
from infoclip.theme.assets import Library
from infoclip.theme.loader import load_theme
from infoclip.values.color import Color
from infoclip.values.formats import FORMATS

LIBRARY = Library()
SCENES = (
    "title", "icons", "bars", "columns", "donut", "number", "numbers", "framed-number", "units", "question",
    "before-after", "quote", "list", "steps", "timeline", "checklist", "outro",
)  # fmt: skip
AGENCIES = ("#00615A", "#8A1538", "#FFCB05", "#E4002B", "#7A3C99", "#101820", "#F5F5F5", "#1B8A6B", "#0057B8")
LOOKS = tuple(product(("light", "dark"), ("", *AGENCIES)))
AAA = 7.0


@lru_cache(maxsize=1)
def book() -> FontBook:
    return FontBook(LIBRARY.font_folders)


def placed(name: str, format_name: str = "reel") -> PlacedScene:
    theme, format, localizer = load_theme("ministry", LIBRARY), FORMATS[format_name], Localizer("ar-SA", "latn")
    scene = build_example(load_template(name, LIBRARY, "ministry"), SceneContext(theme, format, LIBRARY, localizer))
    return lay_out(scene, LayoutContext(format, theme, book(), LIBRARY, localizer, rtl=True))


def art(scene: PlacedScene, *names: str) -> list[PlacedMark]:
    """The marks of `scene` that art of these names fills, in the order they are drawn."""
    named = ((mark, getattr(mark.mark, "source", None)) for mark in leaves(scene.children))
    return [mark for mark, source in named if source is not None and source.path.stem in names]


@pytest.mark.parametrize("name", SCENES)
def test_every_scene_has_a_composition_of_its_own_with_the_plain_one_s_parameters(name: str) -> None:
    own, plain = load_template(name, LIBRARY, "ministry"), load_template(name, LIBRARY)
    assert own.path != plain.path
    assert own.params == plain.params


@pytest.mark.parametrize(("variant", "accent"), LOOKS)
def test_any_agencys_colour_is_read_at_aaa(variant: str, accent: str) -> None:
    """The accent as text on all that lies behind it, and what stands on the accent, at 7:1."""
    colors = load_theme("ministry", LIBRARY, variant=variant, accent=accent or None).colors
    pairs = [("accent", ground) for ground in ("bg", "surface", "card0", "card1", "tint")]
    pairs += [("accent", "deep"), ("on-accent", "accent"), ("on-seal", "seal"), ("on-seal", "fill")]
    pairs += [("wall-accent", ground) for ground in ("wall1", "wall2", "wall3", "opening")]
    pairs += [("hero-accent", ground) for ground in ("hero0", "hero1", "hero2")]
    for text, ground in pairs:
        assert colors[text].contrast(colors[ground]) >= AAA - 0.15, (text, ground)


@pytest.mark.parametrize("variant", ["light", "dark"])
def test_words_are_read_at_aaa_and_chart_parts_at_three(variant: str) -> None:
    theme = load_theme("ministry", LIBRARY, variant=variant)
    colors = theme.colors
    for text, ground in [
        ("ink", "deep"), ("ink", "card1"), ("muted", "bg"), ("muted", "card1"), ("on-wall", "wall0"),
        ("wall-muted", "wall0"), ("on-hero", "hero0"), ("positive", "surface"), ("negative", "surface"),
    ]:  # fmt: skip
        assert colors[text].contrast(colors[ground]) >= 6.3, (text, ground)
    for color in (*theme.data, colors["quiet"], colors["bar1"]):
        assert color.contrast(colors["bg"]) >= 3, color.hex


def hue(color: Color) -> str:
    """The order of the channels, which moving the lightness keeps."""
    channels = {"r": color.red, "g": color.green, "b": color.blue}
    return "".join(sorted(channels, key=lambda name: channels[name], reverse=True))


@pytest.mark.parametrize("variant", ["light", "dark"])
def test_a_brands_colour_is_kept_untouched_and_its_hue_lives_on(variant: str) -> None:
    colors = load_theme("ministry", LIBRARY, variant=variant, accent="#B5442E").colors
    own = load_theme("ministry", LIBRARY, variant=variant).colors
    assert colors["brand"].hex == "#B5442E"
    for role in ("accent", "fill", "wall-accent", "hero-accent", "bar1"):
        assert hue(colors[role]) == "rgb", role
        assert colors[role] != own[role]
    for role in ("ink", "wall1", "card0", "quiet", "wood"):
        assert colors[role] == own[role], role


def test_a_screen_keeps_the_accent_s_chroma_down_on_navy() -> None:
    """A loud brand colour is lifted towards white, not towards neon."""
    light = load_theme("ministry", LIBRARY, accent="#E4002B").colors["wall-accent"]
    assert min(light.rgb) > 120


@pytest.mark.parametrize("format_name", FORMATS)
def test_bars_are_as_long_as_their_figures(format_name: str) -> None:
    scene = placed("bars", format_name)
    values = [540, 310, 120, 48]
    lengths = [mark.mark.width for mark in art(scene, "bar", "bar-accent")]
    whole = art(scene, "track")[0].mark.width
    assert lengths == pytest.approx([whole * value / 540 for value in values], abs=1)


def test_permits_add_up_to_the_figure() -> None:
    """120,000 at a thousand a permit."""
    assert len(art(placed("units"), "unit")) == 120


def test_the_dial_shows_the_share() -> None:
    dial = art(placed("numbers"), "dial")[0]
    assert dict(getattr(dial.mark, "params", ()))["share"] == pytest.approx(0.96)


def test_the_last_step_is_the_one_in_navy() -> None:
    cards = art(placed("steps"), "card", "hero-card")
    names = [re.sub(r"\W", "", getattr(mark.mark, "source").path.stem) for mark in cards]  # noqa: B009
    assert names == ["card", "card", "card", "herocard"]
    assert [card.y for card in cards] == sorted(card.y for card in cards)
