"""Every plain scene holds at its limits, in every format, in Arabic and English and in both sets of digits."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest
from msgspec.structs import replace
from scene_cases import cases

from infoclip.layout.placed import leaves
from infoclip.layout.scene import LayoutContext, lay_out
from infoclip.marks.marks import CounterMark, TextMark
from infoclip.scenes.elements import Element, Scene
from infoclip.scenes.surroundings import SceneContext
from infoclip.scenes.template import Template, build_example, load_template
from infoclip.text.fonts import FontBook
from infoclip.text.numerals import Localizer
from infoclip.theme.assets import Library
from infoclip.theme.loader import load_theme
from infoclip.values.formats import FORMATS

LIBRARY = Library()
SCENES = (
    "bars", "before-after", "checklist", "columns", "donut", "framed-number", "icons", "list", "number", "numbers",
    "outro", "question", "quote", "steps", "timeline", "title", "units", "kpi-grid", "percent", "progress", "gauge",
    "versus", "stacked", "line", "pictogram", "waffle", "slope", "funnel", "pyramid", "race",
    "section", "source", "cycle", "map", "post",
    "logo-wall", "photo", "video",
)  # fmt: skip
COMMON_ART = {
    "ground", "pattern", "edge", "glyph", "divider", "card", "bar", "bar-accent", "track", "seal", "unit", "slice",
    "mark-check", "quote", "shape", "code", "round", "light",
}  # fmt: skip
CASES = ("example", "least", "longest", "compact", "english")
LEAST_SIZE = 20
"""The smallest type of any scene at its limits, in design pixels; what a designer writes is rarely near them."""


def context(theme: str, shape: str, case: str) -> SceneContext:
    locale = "en" if case == "english" else "ar-SA"
    digits = "arab" if case == "longest" else "latn"
    return SceneContext(load_theme(theme, LIBRARY), FORMATS[shape], LIBRARY, Localizer(locale, digits))


@lru_cache(maxsize=64)
def template(name: str) -> Template:
    return load_template(name, LIBRARY)


def scene(name: str, case: str, within: SceneContext) -> Scene:
    return build_example(replace(template(name), example=dict(cases(template(name)))[case]), within)


def elements(root: Element) -> Iterator[Element]:
    yield root
    for child in root.children:
        yield from elements(child)


def test_all_scenes_are_there() -> None:
    assert set(SCENES) <= set(LIBRARY.scene_names())


@pytest.mark.parametrize("name", SCENES)
def test_front_matter_says_what_a_designer_needs(name: str) -> None:
    found = template(name)
    assert found.title
    assert found.purpose
    assert found.example


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("name", SCENES)
def test_a_scene_is_whole_in_every_format(name: str, case: str) -> None:
    for shape in FORMATS:
        built = scene(name, case, context("official", shape, case))
        tags = {element.tag for element in elements(built.root)}
        names = {element.attributes["name"] for element in elements(built.root) if element.tag == "art"}
        assert names <= COMMON_ART
        ground = {"edge"} if name in ("photo", "video") else {"ground", "edge"}  # a picture is a ground of its own
        assert ground <= names
        assert tags & {"text", "number"}
        assert built.words


@pytest.mark.parametrize("shape", FORMATS)
@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("name", SCENES)
def test_nothing_is_cut_off_and_type_stays_legible(name: str, case: str, shape: str) -> None:
    theme = {"reel": "official", "square": "official"}.get(shape, "horizon")
    within = context(theme, shape, case)
    fonts = book()
    rtl = within.localizer.rtl
    placed = lay_out(
        scene(name, case, within), LayoutContext(within.format, within.theme, fonts, LIBRARY, within.localizer, rtl=rtl)
    )
    safe = within.format.safe_box(rtl=rtl).grown(8)
    for mark in leaves(placed.children):
        if isinstance(mark.mark, TextMark):
            block = mark.mark.block
        elif isinstance(mark.mark, CounterMark):
            block = mark.mark.blocks[-1]
        else:
            continue
        assert block.style.size >= LEAST_SIZE, f"{mark.text!r} is set in {block.style.size:.0f} px"
        ink = block.ink.moved(mark.x, mark.y)
        assert safe.union(ink) == safe, f"{mark.text!r} leaves the safe zone"


@lru_cache(maxsize=1)
def book() -> FontBook:
    return FontBook(LIBRARY.font_folders)


PACKED = ("house", "arrow-end", "badge-check")
"""Three of the pack stand for it: all of it is drawn by one template."""


@pytest.mark.parametrize("name", [*PACKED, *(name for name in LIBRARY.icon_names() if not LIBRARY.icon(name).params)])
def test_every_icon_is_one_colour_of_its_own(name: str) -> None:
    from infoclip.scenes.template import fill_art

    color = {"ink": "#111111", "bg": "#222222"}
    values = {"svg_open": "", "width": 64, "height": 64, "color": color}
    values |= dict(LIBRARY.icon(name).params)
    plain = fill_art(LIBRARY.icon(name), values)
    tinted = fill_art(LIBRARY.icon(name), values | {"fill": "#ABCDEF", "knock": "#FEDCBA"})
    assert "#111111" in plain
    assert "#ABCDEF" in tinted
    assert "#111111" not in tinted
    assert "#222222" not in tinted


def test_the_licence_of_the_icons_stands_beside_them() -> None:
    folder = Path(LIBRARY.icon("eye").path).parent
    assert "ISC License" in (folder / "LICENSE-lucide.txt").read_text(encoding="utf-8")
