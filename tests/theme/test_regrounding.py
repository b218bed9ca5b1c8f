"""A theme based on a built-in one, on a ground of its own: its world follows, and everything can still be read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from coloraide import Color as Precise

from infoclip.theme.assets import Library
from infoclip.theme.building import _sha
from infoclip.theme.contrasts import faint_colors
from infoclip.theme.layers import read_files
from infoclip.theme.loader import load_theme
from infoclip.theme.recolor import BrandColors
from infoclip.theme.theme import Theme
from infoclip.values.color import Color

BASES = ("official", "horizon", "sadu", "paper", "pulse", "ministry")
GROUNDS = ("#0C2A4D", "#3A0F2B", "#10302A", "#101418", "#3B2412", "#F4F7FC", "#FBF3E2", "#EAF7EE")
DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INFOCLIP_HOME", str(tmp_path / "home"))


def mine(folder: Path, text: str) -> Theme:
    file = folder / "templates" / "themes" / "mine" / "theme.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return load_theme("mine", Library(folder))


def hue(color: Color) -> float:
    return float(Precise(color.hex).convert("oklch")["hue"])


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("base", BASES)
def test_a_ground_alone_makes_a_theme_that_can_be_read(tmp_path: Path, base: str, ground: str) -> None:
    theme = mine(tmp_path, f'{{title: M, base: {base}, colors: {{bg: "{ground}"}}}}\n')
    assert theme.colors["bg"].hex == ground
    assert not list(faint_colors(theme))
    light = theme.colors["bg"].luminance > theme.colors["ink"].luminance
    assert light == (ground[1] in "EF")


def test_the_world_follows_the_ground_and_what_has_a_meaning_stays(tmp_path: Path) -> None:
    theme = mine(tmp_path, '{title: M, base: official, colors: {bg: "#0C2A4D", accent: "#8FD8FF"}}\n')
    official = load_theme("official", Library())
    for role in ("wall0", "wall1", "wall3", "sky0", "strap", "line", "enamel"):
        turned = hue(theme.colors[role]) - hue(theme.colors["bg"])
        assert abs((turned + 180) % 360 - 180) < 25, role
        assert abs(theme.colors[role].luminance - official.colors[role].luminance) < 0.1
    for role in ("lamp1", "lamp2", "positive", "negative", "ink"):
        assert theme.colors[role] == official.colors[role]


def test_what_a_theme_writes_itself_does_not_follow(tmp_path: Path) -> None:
    theme = mine(tmp_path, '{title: M, base: official, colors: {bg: "#0C2A4D", wall0: "#17614A"}}\n')
    assert theme.colors["wall0"].hex == "#17614A"


def test_without_a_ground_of_its_own_nothing_changes(tmp_path: Path) -> None:
    theme = mine(tmp_path, "{title: M, base: official, type: {title: {size: 190}}}\n")
    assert theme.colors == load_theme("official", Library()).colors


def test_white_stays_white_and_the_other_side_is_left_to_the_variant() -> None:
    from infoclip.theme.regrounding import regrounded

    white, green, blue = Color.parse("#FFFFFF"), Color.parse("#0A3528"), Color.parse("#0C2A4D")
    assert regrounded({"paper": white}, green, blue)["paper"].contrast(white) < 1.02
    assert regrounded({"wall": green}, green, white) == {}
    assert regrounded({"wall": green}, green, green) == {}


def test_an_accent_of_ones_own_is_what_a_base_makes_its_brand_s_fills_of(tmp_path: Path) -> None:
    theme = mine(tmp_path, '{title: M, base: ministry, colors: {accent: "#8A3B12"}}\n')
    assert theme.colors["brand"].hex == "#8A3B12"
    assert abs(hue(theme.colors["fill"]) - hue(theme.colors["brand"])) < 10


def test_art_is_drawn_anew_when_the_same_file_gives_other_colours() -> None:
    """What drawn art is kept by follows from a theme's colours: art drawn by an older version is not taken."""
    files = read_files("official", Library(), None)
    one, other = ({"bg": Color.parse(text)} for text in ("#0C2A4D", "#0C2A4E"))
    assert _sha(files, None, BrandColors(), one) == _sha(files, None, BrandColors(), dict(one))
    assert _sha(files, None, BrandColors(), one) != _sha(files, None, BrandColors(), other)


@pytest.mark.parametrize("title", ["Night", "Plum"])
def test_the_themes_of_the_cookbook(tmp_path: Path, title: str) -> None:
    found = re.search(rf"^    (\{{title: {title}, .*\}})$", (DOCS / "cookbook.md").read_text("utf-8"), re.MULTILINE)
    assert found is not None
    assert mine(tmp_path, f"{found[1]}\n").title == title
