"""Themes: tokens, variants, themes based on others, accents that stay readable, and faults with their places."""

from __future__ import annotations

from pathlib import Path

import pytest

from infoclip.errors import InputError, Problem
from infoclip.theme.assets import Library
from infoclip.theme.loader import load_theme, read_theme_file
from infoclip.theme.recolor import BrandColors, distance, readable_accent, text_on
from infoclip.theme.tokens import COLOR_ROLES, TYPE_ROLES, read_color
from infoclip.values.color import Color, Linear, Radial, Stop

HEX = dict.fromkeys(COLOR_ROLES, "#102030") | dict.fromkeys(
    ("ink", "muted", "accent2", "positive", "negative"), "#FFFFFF"
)
BEGIN = "give them, or begin with 'base: plain', which makes them of bg, ink and accent"
HEX |= {"accent": "#FFD24A", "on-accent": "#102030"}


def theme_text(**changes: str) -> str:
    """A small theme; each change replaces the line that begins with its name, or adds one."""
    lines = {
        "title": "title: Plain",
        "colors": "colors: {" + ", ".join(f'{role}: "{text}"' for role, text in HEX.items()) + "}",
        "data": 'data: [accent, "#8AA0FF"]',
        "type": "type:\n" + "".join(f"  {role}: {{family: cairo, weight: 700, size: 60}}\n" for role in TYPE_ROLES),
        "sound": "sound: plain",
    }
    return "\n".join((lines | changes).values()) + "\n"


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Library:
    monkeypatch.setenv("INFOCLIP_HOME", str(tmp_path / "home"))
    return Library(tmp_path)


def write(folder: Path, text: str, name: str = "plain") -> Library:
    file = folder / "templates" / "themes" / name / "theme.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return Library(folder)


def faults(library: Library, name: str = "plain", variant: str | None = None) -> list[Problem]:
    with pytest.raises(InputError) as caught:
        load_theme(name, library, variant=variant)
    return list(caught.value.problems)


@pytest.mark.parametrize("name", Library().theme_names())
@pytest.mark.parametrize("variant", [None, "light", "dark"])
def test_built_in_themes_are_complete_and_readable(name: str, variant: str | None) -> None:
    if variant is not None and variant not in {*read_theme_file(name, Library()).variants, "dark"}:
        pytest.skip(f"{name} has no variant {variant}")
    theme = load_theme(name, Library(), variant=variant)
    assert set(COLOR_ROLES) <= set(theme.colors)
    assert set(TYPE_ROLES) <= set(theme.roles)
    assert theme.colors["ink"].contrast(theme.colors["bg"]) >= 7
    assert theme.colors["muted"].contrast(theme.colors["bg"]) >= 4.5
    assert theme.colors["accent"].contrast(theme.colors["bg"]) >= 4.5
    assert theme.colors["on-accent"].contrast(theme.colors["accent"]) >= 4.5
    assert len(theme.data) >= 4


def test_tokens_become_values(tmp_path: Path, library: Library) -> None:
    library = write(
        tmp_path,
        theme_text(
            fills='fills: {hero: {linear: [[0, "#FFFFFF"], [1, "mix(accent, bg, 0.5)"]], angle: 0}, '
            'glow: {radial: [[0, accent], [1, "alpha(accent, 0)"]], radius: 0.7}, flat: {color: line}}',
            shadows='shadows: {text: {color: "#00000080", dy: 4, blur: 9}}',
            defaults="defaults: {transition: iris, transition-seconds: 0.6, easing: glide}",
            measures="measures: {heading-width: 1.1}",
        ),
    )
    theme = load_theme("plain", library)
    half = Color.parse("#FFD24A").mixed(Color.parse("#102030"), 0.5)
    accent = Color.parse("#FFD24A")
    assert theme.fills["hero"] == Linear((Stop(0, Color(255, 255, 255)), Stop(1, half)), 0)
    assert theme.fills["glow"] == Radial((Stop(0, accent), Stop(1, accent.with_alpha(0))), 0.5, 0.5, 0.7)
    assert theme.fill("flat") == theme.colors["line"]
    assert theme.shadows["text"].blur == 9
    assert theme.shadows["text"].color.alpha == pytest.approx(0.5, abs=0.01)
    assert theme.defaults == {"transition": "iris", "transition-seconds": "0.6", "easing": "glide"}
    assert theme.measures == {"heading-width": 1.1, "bar-end": 0}
    assert theme.data[0] == accent
    assert (theme.roles["title"].size_for("wide"), theme.roles["title"].fill) == (60, "ink")


@pytest.mark.parametrize(
    ("colors", "said"),
    [
        ('{accent: "mix(nosuch, ink, 0.3)"}', ["'nosuch' is neither a colour like #0E7C66 nor a colour role"]),
        ('{accent: "mix(accent, ink, 0.3)"}', ["the colour 'accent' refers to itself"]),
        ('{accent: "mix(line, ink, 0.3)", line: "alpha(accent, 0.4)"}', ["'accent' refers", "'line' refers"]),
        ('{accent: "mix(ink, bg, 3)"}', ["'mix(ink, bg, 3)' is no colour: write mix(a, b, 0.3)"]),
    ],
)
def test_a_colours_fault_is_told_once_not_at_all_that_follow_from_it(
    tmp_path: Path, library: Library, colors: str, said: list[str]
) -> None:
    found = faults(write(tmp_path, f"title: Mine\nbase: official\ncolors: {colors}\n", "mine"), "mine")
    assert len(found) == len(said)
    for problem, words in zip(found, said, strict=True):
        assert words in problem.message
        assert problem.place is not None
        assert problem.place.line == 3


def test_a_variant_changes_only_what_it_names(tmp_path: Path, library: Library) -> None:
    variants = 'variants:\n  light: {colors: {bg: "#001020", ink: "#FFFFEE"}, type: {title: {sizes: {wide: 50}}}}'
    library = write(tmp_path, theme_text(variants=variants))
    dark, light = (load_theme("plain", library, variant=name) for name in ("dark", "light"))
    assert light.colors["bg"].hex == "#001020"
    assert light.colors["accent"] == dark.colors["accent"]
    assert (light.roles["title"].size_for("wide"), light.roles["title"].size_for("tall")) == (50, 60)
    assert dark.sha != light.sha
    assert faults(library, variant="ligth")[0].hint == "did you mean 'light'?"


def test_a_theme_can_be_based_on_another(tmp_path: Path, library: Library) -> None:
    library = write(tmp_path, 'title: Mine\nbase: official\ncolors: {accent: "#8FD8FF"}\n', "mine")
    mine, base = load_theme("mine", library), load_theme("official", library)
    assert (mine.title, mine.colors["accent"].hex) == ("Mine", "#8FD8FF")
    assert mine.colors["bg"] == base.colors["bg"]
    assert mine.roles == base.roles
    assert library.art(mine, "card").path == library.art(base, "card").path
    assert library.scene("title", "mine") == library.scene("title", "official")
    assert load_theme("mine", library, variant="light").colors["bg"] != base.colors["bg"]


def test_themes_cannot_be_based_on_each_other(tmp_path: Path, library: Library) -> None:
    write(tmp_path, "title: A\nbase: b\n", "a")
    library = write(tmp_path, "title: B\nbase: a\n", "b")
    assert "based on itself" in faults(library, "a")[0].message


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"type": "type: {title: {size: -4}}"}, "'type.title.size' is -4; it can be at least 8"),
        ({"fills": 'fills: {hero: {linear: [[0, "#FFF"]]}}'}, "'fills.hero.linear' needs at least 2 items"),
        ({"sound": "sound: [a]"}, "'sound' must be text"),
    ],
)
def test_faults_are_said_in_a_designers_words(
    tmp_path: Path, library: Library, changes: dict[str, str], said: str
) -> None:
    found = faults(write(tmp_path, theme_text(**changes)))
    assert said in [problem.message for problem in found]
    assert not any("Input should" in problem.message or "validation" in problem.message for problem in found)


@pytest.mark.parametrize("accent", ["#0E7C66", "#8A1538", "#FFFFFF", "#000000", "#FFCB3D", "#808080", "#0000FF"])
@pytest.mark.parametrize("ground", ["#0B3327", "#F6EEDD", "#15124A", "#FFFFFF", "#FFCB3D"])
def test_an_accent_is_readable_on_every_ground(accent: str, ground: str) -> None:
    found = readable_accent(Color.parse(accent), Color.parse(ground))
    assert found.contrast(Color.parse(ground)) >= 4.5


def test_a_readable_accent_stays_and_a_moved_one_keeps_its_hue() -> None:
    import colorsys

    teal = Color.parse("#0E7C66")
    assert readable_accent(teal, Color(255, 255, 255)) == teal
    moved = readable_accent(teal, Color.parse("#0B3327"))
    hues = [colorsys.rgb_to_hsv(*(channel / 255 for channel in color.rgb))[0] for color in (teal, moved)]
    assert hues[1] == pytest.approx(hues[0], abs=0.04)
    assert moved.luminance > teal.luminance


@pytest.mark.parametrize(("pale", "hue"), [("#FBCFE8", 345), ("#FFC0CB", 5), ("#BFDBFE", 257), ("#D9F99D", 124)])
@pytest.mark.parametrize("theme", ["official", "horizon", "sadu", "paper", "pulse", "ministry"])
def test_a_pale_brand_colour_keeps_its_colour_on_light_ground(pale: str, hue: int, theme: str) -> None:
    from coloraide import Color as Precise

    found = load_theme(theme, Library(), variant="light", accent=pale).colors["accent"]
    made = Precise(found.hex).convert("oklch")
    assert made["chroma"] >= 0.095  # a full tone as far as sRGB has it; it was 0.04 to 0.06
    assert abs((made["hue"] - hue + 180) % 360 - 180) <= 12


@pytest.mark.parametrize("orange", ["#FF7A00", "#F58220", "#F7941D", "#FFB000"])
@pytest.mark.parametrize("theme", ["official", "horizon", "sadu", "paper", "pulse"])
def test_an_orange_that_must_become_dark_is_no_brown(orange: str, theme: str) -> None:
    from coloraide import Color as Precise

    found = load_theme(theme, Library(), variant="light", accent=orange).colors["accent"]
    made = Precise(found.hex).convert("oklch")
    assert made["hue"] <= 45  # at their own, up to 76, they were #A75700 or #996100
    assert made["chroma"] >= 0.14


def test_a_yellow_and_a_red_keep_their_hue_when_they_become_dark() -> None:
    from coloraide import Color as Precise

    for brand, hue in (("#FFCB05", 90), ("#FF5A5A", 24)):
        made = Precise(readable_accent(Color.parse(brand), Color(255, 255, 255)).hex).convert("oklch")
        assert abs(made["hue"] - hue) <= 8, brand


def test_a_grey_brand_colour_stays_grey() -> None:
    found = load_theme("pulse", Library(), variant="light", accent="#DDDDDD").colors["accent"]
    assert max(found.rgb) - min(found.rgb) <= 3


def test_text_on_an_accent_is_readable() -> None:
    black, white = Color(0, 0, 0), Color(255, 255, 255)
    assert text_on(Color.parse("#FFD24A"), white, white, white) == black
    assert text_on(Color.parse("#0E7C66"), white, black, black) == white


def test_an_accent_recolours_what_refers_to_it(tmp_path: Path, library: Library) -> None:
    colors = (
        "colors: {" + ", ".join(f'{role}: "{text}"' for role, text in HEX.items()) + ', soft: "mix(accent, bg, 0.5)"}'
    )
    fills = 'fills: {hero: {linear: [[0, accent], [1, "#FFFFFF"]]}}'
    theme = load_theme("plain", write(tmp_path, theme_text(colors=colors, fills=fills)), accent="#FF8A80")
    assert theme.colors["accent"].hex == "#FF8A80"
    hero = theme.fills["hero"]
    assert isinstance(hero, Linear)
    assert hero.stops[0].color == theme.colors["accent"] == theme.data[0]
    assert theme.colors["soft"] == theme.colors["accent"].mixed(theme.colors["bg"], 0.5)


@pytest.mark.parametrize(
    ("changes", "line", "said", "hint"),
    [
        ({"sound": "sounds: x"}, 19, "there is no key 'sounds'", "did you mean 'sound'?"),
        ({"data": 'data: ["#12"]'}, 3, "not a colour", ""),
        ({"data": "data: [acent]"}, 3, "nor a colour role", "did you mean 'accent'?"),
        ({"fills": "fills: {a: {linear: [[0, accent]]}}"}, 20, "'fills.a.linear'", ""),
        ({"fills": "fills: {a: {color: ink, linear: [[0, ink], [1, ink]]}}"}, 20, "exactly one of", ""),
        ({"fills": "fills: {a: {linear: [[1, ink], [0, ink]]}}"}, 20, "rise from 0 to 1", ""),
        ({"shadows": "shadows: {a: {color: inc}}"}, 20, "nor a colour role", "did you mean 'ink'?"),
        ({"defaults": "defaults: {easing: glid}"}, 20, "no easing 'glid'", ""),
        ({"measures": "measures: {bar-ends: 14}"}, 20, "no key 'measures.bar-ends'", "did you mean 'bar-end'?"),
        ({"defaults": "defaults: {trans: x}"}, 20, "no key 'defaults.trans'", "did you mean 'transition'?"),
        (
            {"variants": "variants: {light: {colour: {}}}"},
            20,
            "no key 'variants.light.colour'",
            "did you mean 'colors'?",
        ),
        ({"colors": 'colors: {bg: "#000"}'}, 2, "colour roles are missing: deep", BEGIN),
        (
            {"type": "type:\n  title: {family: cairo, weight: 700, size: 60}"},
            5,
            "type roles are missing: subtitle",
            BEGIN,
        ),
    ],
)
def test_faults_have_their_places(
    tmp_path: Path, library: Library, changes: dict[str, str], line: int, said: str, hint: str
) -> None:
    fault = faults(write(tmp_path, theme_text(**changes)))[0]
    assert said in fault.message
    assert fault.place is not None
    assert (fault.place.line, fault.hint) == (line, hint)


def test_type_roles_name_fills_and_shadows_that_exist(tmp_path: Path, library: Library) -> None:
    text = theme_text().replace("\n  title: {family: cairo", "\n  title: {fill: inc, shadow: soft, family: cairo")
    found = faults(write(tmp_path, text))
    assert [fault.message for fault in found] == ["there is no fill 'inc'", "there is no shadow 'soft'"]
    assert [fault.place and fault.place.line for fault in found] == [5, 5]


def test_the_fault_of_a_variant_stands_in_the_variant(tmp_path: Path, library: Library) -> None:
    variants = "variants:\n  light:\n    colors: {bg: blue}"
    fault = faults(write(tmp_path, theme_text(variants=variants)), variant="light")[0]
    assert fault.place is not None
    assert fault.place.line == 22


def test_a_wrong_accent_is_the_spec_s_fault(library: Library) -> None:
    with pytest.raises(InputError, match="'teal' is not a colour"):
        load_theme("official", library, accent="teal")


@pytest.mark.parametrize("text", ["mix(a, b)", "mix(a, b, 2)", "alpha(a)", "rgb(1,2,3)", "#12", ""])
def test_what_is_no_colour(text: str) -> None:
    with pytest.raises(ValueError, match="colour"):
        read_color(text, {"a": Color(0, 0, 0), "b": Color(0, 0, 0)})


@pytest.mark.parametrize("name", Library().theme_names())
@pytest.mark.parametrize("variant", ["light", "dark"])
def test_what_stands_on_a_seal_can_be_read(name: str, variant: str) -> None:
    theme = load_theme(name, Library(), variant=variant)
    assert theme.colors["on-seal"].contrast(theme.colors["seal"]) >= 4.5


@pytest.mark.parametrize("variant", ["dark", "light"])
@pytest.mark.parametrize("theme", ["official", "horizon"])
@pytest.mark.parametrize("accent", ["#1B8A6B", "#5B2A86", "#C8102E", "#FFCB05", "#000000", "#FFFFFF"])
def test_an_accent_is_readable_on_the_lighter_grounds_of_a_theme_too(accent: str, theme: str, variant: str) -> None:
    colors = load_theme(theme, Library(), variant=variant, accent=accent).colors
    for ground in ("bg", "lift", "surface"):
        assert colors["accent"].contrast(colors[ground]) >= 4.5, ground


def test_chart_colours_near_a_brand_s_are_left_to_the_end_of_a_chart(library: Library) -> None:
    """Charts skip the first two colours, which are near the accent: so they are for a brand's accent too."""
    brand = BrandColors(accent="#1B8A6B")
    own, theme = load_theme("official", library), load_theme("official", library, accent=brand)
    assert sorted(theme.data, key=lambda it: it.hex) == sorted(own.data, key=lambda it: it.hex)
    nearest = min(own.data, key=lambda it: distance(it, theme.colors["accent"]))
    assert own.data.index(nearest) == 2
    assert theme.data[0] == nearest
    assert all(distance(color, theme.colors["accent"]) > 0.06 for color in theme.data[2:5])


def test_distance_is_that_of_oklab() -> None:
    from coloraide import Color as Precise

    one, other = Color.parse("#1B8A6B"), Color.parse("#FFCB05")
    assert distance(one, other) == pytest.approx(Precise(one.hex).delta_e(other.hex, method="ok", scalar=1), abs=1e-4)
