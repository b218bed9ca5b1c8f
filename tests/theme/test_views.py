"""Worlds that have three sides: plain scenes see another one each; what lives there is where the still art has it."""

from __future__ import annotations

from functools import lru_cache

import pytest
from msgspec.structs import replace
from PIL import Image, ImageChops, ImageStat

from infoclip.draw.art import art_picture
from infoclip.layout.context import LayoutContext
from infoclip.layout.placed import PlacedMark, leaves
from infoclip.layout.scene import lay_out
from infoclip.marks.marks import ArtMark
from infoclip.scenes.surroundings import SceneContext
from infoclip.scenes.template import build_example, load_template
from infoclip.text.fonts import FontBook
from infoclip.text.numerals import Localizer
from infoclip.theme.assets import Library
from infoclip.theme.loader import load_theme
from infoclip.values.formats import FORMATS

LIBRARY = Library()
SIDES = {"line": 0, "kpi-grid": 1, "percent": 2}


@lru_cache(maxsize=1)
def book() -> FontBook:
    return FontBook(LIBRARY.font_folders)


def art(theme_name: str, scene_name: str, format_name: str, name: str, *, rtl: bool = True) -> list[PlacedMark]:
    """The marks that art of this name fills in the example of a scene."""
    theme, format, localizer = load_theme(theme_name, LIBRARY), FORMATS[format_name], Localizer("ar-SA", "latn")
    template = load_template(scene_name, LIBRARY, theme_name)
    scene = build_example(template, SceneContext(theme, format, LIBRARY, localizer))
    placed = lay_out(scene, LayoutContext(format, theme, book(), LIBRARY, localizer, rtl=rtl))
    named = ((mark, getattr(mark.mark, "source", None)) for mark in leaves(placed.children))
    return [mark for mark, source in named if source is not None and source.path.stem == name]


@pytest.mark.parametrize("theme", ["official", "horizon", "sadu", "paper", "pulse", "ministry"])
def test_scenes_that_follow_each_other_see_another_side(theme: str) -> None:
    for scene, side in SIDES.items():
        (edge,) = art(theme, scene, "reel", "edge")
        assert isinstance(edge.mark, ArtMark)
        assert dict(edge.mark.params).get("view", 0) == side


@pytest.mark.parametrize(("theme", "name", "gap"), [("paper", "disc", 1.06), ("ministry", "heart", 1.1)])
@pytest.mark.parametrize("format_name", ["reel", "wide"])
@pytest.mark.parametrize("rtl", [True, False])
def test_what_turns_lies_in_the_middle_of_the_star_at_the_foot(
    theme: str, name: str, gap: float, format_name: str, rtl: bool
) -> None:
    """Round it the still star leaves a pale ring, as wide on all sides."""
    (edge,) = art(theme, "kpi-grid", format_name, "edge", rtl=rtl)
    turning = art(theme, "kpi-grid", format_name, name, rtl=rtl)[-1]
    assert isinstance(edge.mark, ArtMark)
    picture = art_picture(edge.mark, theme=load_theme(theme, LIBRARY), format=FORMATS[format_name])
    x, y = turning.box.center[0] - edge.x - picture.x, turning.box.center[1] - edge.y - picture.y
    reach = turning.box.width / 2 * gap
    for dx, dy in ((-reach, 0), (reach, 0), (0, -reach)):
        pixel = picture.image.convert("RGB").getpixel((round(x + dx), round(y + dy)))
        assert isinstance(pixel, tuple)
        assert min(pixel) > 225


@pytest.mark.parametrize("scene", ["line", "percent"])
@pytest.mark.parametrize("format_name", ["reel", "square", "wide"])
def test_officials_lamps_hang_where_the_wall_has_its_openings(scene: str, format_name: str) -> None:
    """A window at full light over the wall's own changes next to nothing; ten pixels aside many times as much."""
    theme, format = load_theme("official", LIBRARY), FORMATS[format_name]
    (edge,) = art("official", scene, format_name, "edge")
    lamps = art("official", scene, format_name, "window")
    assert isinstance(edge.mark, ArtMark)
    assert lamps
    wall = art_picture(edge.mark, theme=theme, format=format)
    for lamp in lamps:
        assert isinstance(lamp.mark, ArtMark)
        lit = tuple((key, 1 if key == "lit" else value) for key, value in lamp.mark.params)
        picture = art_picture(replace(lamp.mark, params=lit), theme=theme, format=format)
        left, top = round(lamp.x + picture.x - edge.x - wall.x), round(lamp.y + picture.y - edge.y - wall.y)
        seen = picture.image.crop((0, 0, picture.image.width, wall.image.height - top)).convert("RGBA")
        changed = []
        for aside in (0, 10):
            under = wall.image.crop((left + aside, top, left + aside + seen.width, top + seen.height)).convert("RGBA")
            over = ImageChops.difference(Image.alpha_composite(under, seen).convert("RGB"), under.convert("RGB"))
            changed.append(sum(ImageStat.Stat(over).mean) / 3)
        assert changed[0] < changed[1] / 4, (lamp.x, changed)
