"""Leaves that are pictures: art of the theme, icons, and empty space. Files are in media.py."""

from __future__ import annotations

import re
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from infoclip.errors import Problem
from infoclip.layout.attributes import RESERVED, Frame
from infoclip.layout.constraints import SLACK, Constraints, Fragment, LayoutBox
from infoclip.layout.context import LayoutContext, Surroundings
from infoclip.layout.paint import hex_with_alpha, named_fill, named_shadow
from infoclip.layout.placing import Placing
from infoclip.marks.marks import ArtMark, ArtSource, Mark, Params, Value
from infoclip.scenes.elements import Element, Length, attribute_fault, element_fault, flag, number, word
from infoclip.values.color import Color
from infoclip.values.geometry import Box, Size

_INTEGER = re.compile(r"[+-]?\d{1,15}\Z")
_DECIMAL = re.compile(r"[+-]?(?:\d+\.\d*|\.\d+)\Z")
_OFFSET = re.compile(r"[+-]?\d{1,3}(?:\.\d+)? [+-]?\d{1,3}(?:\.\d+)?\Z")
_EMBLEM = ("inside", "rim", "relief", "hatch", "stitch", "shadow")
ICON_SIZE = 64.0
"""The side of an icon that says no size, in design pixels: about the cap height of a heading."""


class Look(Protocol):
    """What is drawn, not sized yet."""

    def mark(self, width: float, height: float) -> Mark:
        """Its mark of `width` x `height` design pixels."""
        ...


class ArtLook(Struct, frozen=True):
    """A piece of art that is not sized yet."""

    source: ArtSource
    params: Params
    bleed: float = 0.0
    draws_on: bool = False

    def mark(self, width: float, height: float) -> ArtMark:
        return ArtMark(width, height, self.source, self.params, self.bleed, self.draws_on)


class IconLook(ArtLook, frozen=True):
    """An icon of which only a `share` (0..1) of the width is seen, from the start edge."""

    share: float = 1.0
    rtl: bool = True

    def mark(self, width: float, height: float) -> ArtMark:
        whole = ArtLook.mark(self, width, height)
        if self.share >= 1:
            return whole
        seen = {"seen-from": 1 - self.share, "seen-to": 1.0} if self.rtl else {"seen-from": 0.0, "seen-to": self.share}
        return replace(whole, params=tuple(sorted({**dict(self.params), **seen}.items())))


class PictureBox(LayoutBox, eq=False, kw_only=True):
    """Art, an icon or an image: takes the size it is given, or `natural` when it has one of its own."""

    look: Look | None = None
    natural: Size | None = None

    def fills(self, *, across: bool) -> bool:
        frame = self.frame
        own = frame.width if across else frame.height
        return self.natural is None and own is None and frame.aspect is None

    def shrinks(self, *, across: bool) -> bool:
        return self.natural is None and self.frame.width is None and self.frame.height is None

    def compute(self, offered: Constraints) -> Fragment:
        if self.natural is not None:
            return Fragment(offered.width_within(self.natural.width), offered.height_within(self.natural.height))
        return Fragment(offered.max_width, offered.max_height)

    def place(self, fragment: Fragment, box: Box, placing: Placing) -> None:
        if self.look is None:
            return
        if box.width < SLACK or box.height < SLACK:
            placing.findings.faults.append(no_room(self, box))
            return
        placing.put(self, self.look.mark(box.width, box.height), box)


def no_room(node: LayoutBox, box: Box) -> Problem:
    """The fault of something to be drawn that was left no room."""
    message = f"<{node.element.tag}> has no room: it is {box.width:.0f} x {box.height:.0f} px"
    return Problem(message, node.element.place, "give it width and height, an aspect, or grow", "layout-empty")


def value_of(raw: str) -> Value:
    """An attribute as a parameter of art: a number when it looks like one, true or false, else the text."""
    if _INTEGER.match(raw):
        return int(raw)
    if _DECIMAL.match(raw):
        return float(raw)
    return {"true": True, "false": False}.get(raw, raw)


def params_of(element: Element, reserved: frozenset[str], rtl: bool) -> Params:
    """Every attribute that is not `reserved`, by name; left-to-right is said, right-to-left is what art expects."""
    given: dict[str, Value | Params] = {
        name: value_of(value.strip()) for name, value in element.attributes.items() if name not in reserved
    }
    if not rtl:
        given["rtl"] = False
    return tuple(sorted(given.items()))


def theme_art(element: Element, name: str, context: LayoutContext) -> ArtSource:
    """The art `name` of the theme. Raises InputError at `element` when there is none."""
    found = context.library.art(context.theme, name, element.place)
    return ArtSource(found.path, found.sha, found.folders)


def read_art_look(element: Element, name: str, around: Surroundings, reserved: frozenset[str]) -> ArtLook:
    """The art `name` with the parameters, bleed and `draws` of `element`."""
    return ArtLook(
        theme_art(element, name, around.context),
        params_of(element, reserved, around.rtl),
        number(element, "bleed", 0.0, 0, 2000),
        flag(element, "draws"),
    )


def build_art(element: Element, frame: Frame, around: Surroundings) -> PictureBox:
    """`<art>` and `<icon>` by name. Raises InputError."""
    name = word(element, "name", "")
    if not name:
        raise element_fault(element, "needs a name")
    look = read_art_look(element, name, around, RESERVED)
    return PictureBox(element, frame, around.rtl, around.budget, look=look)


def build_icon(element: Element, frame: Frame, around: Surroundings) -> PictureBox:
    """An icon: square, of `size`, its colours resolved to `#hex` (a gradient goes by its name).

    In right-to-left one that points along the line of reading is turned round, or any with `mirror="true"`. `share`
    (0..1) is the part of its width that is seen, from the start edge. Raises InputError.
    """
    name = word(element, "name", "")
    if not name:
        raise element_fault(element, "needs a name")
    context = around.context
    found = context.library.icon(name, element.place)
    params = dict(params_of(element, RESERVED | {"size", "fill", "knock", "mirror", "share"}, around.rtl))
    for key in ("fill", "knock", "inside", "rim"):
        value = word(element, key, "ink" if key == "fill" else "")
        if value:
            color = named_fill(element, key, value, context)
            params[key] = hex_with_alpha(color) if isinstance(color, Color) else value
    params |= dict(found.params)
    params |= _emblem(element, context)
    if name.endswith(".svg"):
        params["own-file"] = True
    if around.rtl and flag(element, "mirror", found.directional):
        params["flip"] = True
    size = number(element, "size", ICON_SIZE, 1)
    look = IconLook(
        ArtSource(found.path, found.sha, found.folders),
        tuple(sorted(params.items())),
        number(element, "bleed", 0.0, 0, 2000),
        flag(element, "draws"),
        number(element, "share", 1.0, 0, 1),
        around.rtl,
    )
    return PictureBox(element, _square(frame, size), around.rtl, around.budget, look=look)


def _emblem(element: Element, context: LayoutContext) -> dict[str, Value | Params]:
    """What makes an icon a picture of its own (draw/emblem.py): `inside`, `rim`, `relief`, `hatch`, `stitch`, `shadow`.

    Raises InputError at `element`. Nothing when none of these is given.
    """
    if not any(element.attributes.get(key) for key in _EMBLEM):
        return {}
    named_shadow(element, context)
    for key in ("rim-width", "relief", "hatch", "stitch"):
        number(element, key, 0.0, 0, 200)
    offset = word(element, "offset", "0 0")
    if not _OFFSET.match(offset):
        raise attribute_fault(element, "offset", f"offset is '{offset}'; it must be two numbers, right and down")
    return {"emblem": True, "offset": offset}


def _square(frame: Frame, size: float) -> Frame:
    """An icon is square: of `size`, or of the one side that was given; it never stretches."""
    if frame.width is None and frame.height is None:
        return replace(frame, width=Length(size), height=Length(size))
    return replace(frame, aspect=frame.aspect or 1.0)


def build_space(element: Element, frame: Frame, around: Surroundings) -> PictureBox:
    """An empty element: `size` long in its row or column, or nothing but what `grow` gives it."""
    size = number(element, "size", 0.0, 0)
    natural = Size(0 if around.across is False else size, 0 if around.across else size)
    return PictureBox(element, frame, around.rtl, around.budget, natural=natural)
