"""The cookbook's own scene, theme and icon work as they are written there."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from infoclip.errors import InputError
from infoclip.layout.context import LayoutContext
from infoclip.layout.placed import PlacedGroup, PlacedMark, PlacedNode
from infoclip.layout.scene import lay_out
from infoclip.scenes.surroundings import SceneContext
from infoclip.scenes.template import build_example, fill_art, load_template
from infoclip.text.fonts import FontBook
from infoclip.text.numerals import Localizer
from infoclip.theme.assets import Library, built_in
from infoclip.theme.contrasts import faint_colors
from infoclip.theme.loader import load_theme
from infoclip.values.formats import FORMATS

COOKBOOK = (Path(__file__).parents[2] / "docs" / "cookbook.md").read_text(encoding="utf-8")


def block(begins: str) -> str:
    """The indented block of the cookbook that begins so."""
    found = re.search(rf"^    {re.escape(begins)}.*?(?=^\S)", COOKBOOK, re.MULTILINE | re.DOTALL)
    assert found is not None
    return textwrap.dedent(found[0])


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Library:
    monkeypatch.setenv("INFOCLIP_HOME", str(tmp_path / "home"))
    for path, begins in (
        ("scenes/fees.xml", "---\n    title: Fees"),
        ("themes/agency/theme.yaml", "title: Agency\n    base: official"),
        ("themes/coast/theme.yaml", "title: Coast"),
        ("themes/coast/scenes/section.xml", '{%- import "_kit.xml" as kit with context -%}\n    <scene transition'),
        ("icons/mosque.svg", "{{ svg_open }}"),
        ("scenes/headline.xml", "---\n    title: Headline"),
    ):
        file = tmp_path / "templates" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(block(begins), encoding="utf-8")
    return Library(tmp_path)


def test_the_scene_and_the_theme_of_the_cookbook_work(library: Library) -> None:
    theme = load_theme("agency", library)
    assert theme.colors["accent"].hex == "#8FD8FF"
    template = load_template("fees", library, "agency")
    for shape in FORMATS.values():
        scene = build_example(template, SceneContext(theme, shape, library, Localizer("ar-SA")))
        lines = [line.strip() for line in scene.words.splitlines()]
        assert lines[:4] == ["رسوم خدمات الرخص", "إصدار رخصة", "200", "ريال"]
        assert lines[-2:] == ["الاستعلام عن رخصة", "مجانًا"]


@pytest.mark.parametrize("name", ["official", "pulse"])
@pytest.mark.parametrize("count", [1, 2, 3, 7])
@pytest.mark.parametrize("shape", sorted(FORMATS))
def test_rows_of_the_kit_fill_the_page_and_are_of_one_height(
    library: Library, name: str, count: int, shape: str
) -> None:
    format_, theme, local = FORMATS[shape], load_theme(name, library), Localizer("ar-SA")
    template = load_template("fees", library, name)
    items = [template.example["items"][index % 3] for index in range(count)]
    example = {**template.example, "items": items}
    scene = build_example(replace(template, example=example), SceneContext(theme, format_, library, local))
    placed = lay_out(scene, LayoutContext(format_, theme, FontBook((built_in("fonts"),)), library, local))
    cards = [node for node in marks(placed.children) if "card" in str(getattr(node.mark, "source", ""))]
    heights = [round(card.mark.height) for card in cards]
    assert len(cards) == count
    assert max(heights) - min(heights) <= 1
    foot = max(card.y + card.mark.height for card in cards)
    assert foot <= format_.height - {"reel": 456, "feed": 236, "square": 204, "wide": 204}[shape] - 20
    if count == 7:
        assert foot - min(card.y for card in cards) >= 0.36 * format_.height


def marks(nodes: Iterable[PlacedNode]) -> Iterator[PlacedMark]:
    for node in nodes:
        if isinstance(node, PlacedGroup):
            yield from marks(node.children)
        else:
            yield node


@pytest.mark.parametrize("variant", ["dark", "light"])
def test_the_theme_of_three_colours_is_whole_and_has_its_own_section(library: Library, variant: str) -> None:
    theme, fonts, localizer = (
        load_theme("coast", library, variant=variant),
        FontBook((built_in("fonts"),)),
        Localizer("ar-SA"),
    )
    assert not list(faint_colors(theme))
    for shape in FORMATS.values():
        for name, transition in (("section", "iris"), ("fees", None)):
            scene = build_example(load_template(name, library, "coast"), SceneContext(theme, shape, library, localizer))
            placed = lay_out(scene, LayoutContext(shape, theme, fonts, library, localizer, True))
            assert placed.transition == transition


@pytest.mark.parametrize("name", ["official", "paper", "pulse", "sadu"])
def test_the_scene_in_motion_of_the_cookbook_fits_every_shape(library: Library, name: str) -> None:
    theme = load_theme(name, library)
    template = load_template("headline", library, name)
    fonts = FontBook((built_in("fonts"),))
    for shape in FORMATS.values():
        localizer = Localizer("ar-SA")
        scene = build_example(template, SceneContext(theme, shape, library, localizer))
        assert "2,466\nمنشورًا" in scene.words
        placed = lay_out(scene, LayoutContext(shape, theme, fonts, library, localizer, True))
        assert placed.transition == "stars"


def test_the_icon_of_the_cookbook_works(library: Library) -> None:
    values = {"svg_open": "", "width": 48, "height": 48, "color": {"ink": "#000000"}, "fill": "#ABCDEF"}
    svg = fill_art(library.icon("mosque"), values)
    assert "scale(2)" in svg
    assert "#ABCDEF" in svg


def test_a_family_of_ones_own_is_taken_by_a_theme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INFOCLIP_HOME", str(tmp_path / "home"))
    (tmp_path / "fonts").mkdir()
    (tmp_path / "fonts" / "fonts.yaml").write_text(block("families:\n      dhow"), encoding="utf-8")
    for name, ours in (("Dhow-Regular.ttf", "Cairo_400Regular.ttf"), ("Dhow-Bold.ttf", "Cairo_700Bold.ttf")):
        (tmp_path / "fonts" / name).write_bytes((built_in("fonts") / "cairo" / ours).read_bytes())
    file = tmp_path / "templates" / "themes" / "coast" / "theme.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(block("title: Coast").replace("title: almarai", "title: dhow"), encoding="utf-8")
    library, local = Library(tmp_path), Localizer("ar-SA")
    theme, fonts = load_theme("coast", library), FontBook(library.font_folders)
    assert theme.roles["heading"].family == "dhow"
    template = load_template("section", library, "coast")
    scene = build_example(template, SceneContext(theme, FORMATS["reel"], library, local))
    placed = lay_out(scene, LayoutContext(FORMATS["reel"], theme, fonts, library, local))
    assert placed.children


def test_art_that_every_theme_must_have_is_told_at_the_theme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INFOCLIP_HOME", str(tmp_path / "home"))
    official = (built_in("templates") / "themes" / "official" / "theme.yaml").read_text(encoding="utf-8")
    file = tmp_path / "templates" / "themes" / "bare" / "theme.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(official, encoding="utf-8")
    library = Library(tmp_path)
    with pytest.raises(InputError) as caught:
        library.art(load_theme("bare", library), "ground")
    (problem,) = caught.value.problems
    assert problem.place is not None
    assert problem.place.path == file
    assert problem.hint.startswith("draw bare/art/ground.svg, or begin the theme with 'base: plain'")
