"""A small world to lay scenes out in: a frame of 200 x 100, a theme of one type role, art that is a plain file."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from infoclip.errors import Place
from infoclip.layout.placed import PlacedMark, PlacedScene, leaves
from infoclip.layout.scene import LayoutContext, lay_out
from infoclip.scenes.elements import Element, Scene
from infoclip.scenes.markup import number_lines, parse_markup
from infoclip.text.fonts import FontBook
from infoclip.text.numerals import Localizer
from infoclip.theme.assets import Library, built_in
from infoclip.theme.theme import Theme, TypeRole
from infoclip.values.color import Color, Linear, Shadow, Stop
from infoclip.values.formats import Format
from infoclip.values.geometry import Box, Insets

HERE = Path(__file__).parent
TINY = Format("tiny", 200, 100, "wide", Insets(10, 20, 30, 40))
FRAME = Format("frame", 1080, 1920, "tall", Insets(270, 120, 480, 120))
TEMPLATE = Place(HERE / "template.xml", 1)


@cache
def theme() -> Theme:
    ink, accent = Color(20, 20, 20), Color(14, 124, 102)
    return Theme(
        name="test",
        title="Test",
        folders=(HERE / "theme",),
        colors={"ink": ink, "accent": accent, "line": ink.with_alpha(0.5)},
        data=(accent, ink),
        fills={"dawn": Linear((Stop(0, ink), Stop(1, accent)))},
        shadows={"soft": Shadow(ink, 0, 4, 6)},
        roles={
            "body": TypeRole("cairo", 400, 20, 1.5, sizes={"tall": 44}),
            "hero": TypeRole("cairo", 700, 40, 1.2, sizes={"tall": 300}, shadow="soft"),
        },
        defaults={"exit-seconds": "0.4", "enter": "rise"},
        sound="",
        sha="test",
    )


@cache
def fonts() -> FontBook:
    return FontBook((built_in("fonts"),))


def context(format: Format = TINY, *, rtl: bool = True) -> LayoutContext:
    return LayoutContext(format, theme(), fonts(), Library(HERE), Localizer("ar-SA"), rtl)


def laid_out(xml: str, format: Format = TINY, *, rtl: bool = True) -> PlacedScene:
    """The scene whose inside is `xml`; its first line is line 1."""
    markup = xml if xml.startswith("<scene") else f"<scene>{xml}</scene>"
    return laid_out_root(parse_markup(number_lines(markup), TEMPLATE), format, rtl=rtl)


def laid_out_root(root: Element, format: Format = TINY, *, rtl: bool = True) -> PlacedScene:
    scene = Scene("test", 1, root, None, None, TEMPLATE, "")
    return lay_out(scene, context(format, rtl=rtl))


def marks(scene: PlacedScene) -> list[PlacedMark]:
    """All marks of a scene, those of groups included, in drawing order."""
    return list(leaves(scene.children))


def written(boxes: dict[str, Box]) -> str:
    """Boxes as text: one a line, `id x y width height`, to a tenth of a pixel."""

    def short(value: float) -> str:
        return f"{round(value, 1) + 0.0:g}"

    return "\n".join(
        " ".join([name, *map(short, (box.x, box.y, box.width, box.height))]) for name, box in sorted(boxes.items())
    )
