"""An icon as a picture of its own: what its lines enclose is painted, and it is cut out, printed, chased or woven.

An icon is lines of one colour. As an emblem it has layers, from below: a shadow, a `rim` all round (as of a sticker),
the `inside` (all that the lines enclose, which may be printed a little beside them), a `hatch` on its shaded side, the
lines in their fill, and their `relief` (light along upper edges, shade along lower ones). With `stitch` all of it is
woven in squares. A designer's file of several colours keeps them: it is the lines.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from msgspec import Struct
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from infoclip.draw.effects import soft_mask, spread_mask
from infoclip.draw.shapes import gradient
from infoclip.values.color import Color, Fill
from infoclip.values.geometry import Box

if TYPE_CHECKING:
    from collections.abc import Mapping

    from infoclip.theme.theme import Theme

PLAIN_INK = {"fill": "#FFFFFF", "knock": "#000000"}
"""What an emblem's icon is drawn with: its lines are what is light in it."""
_GRID = 144
"""Sides of the picture on which it is found what lines enclose: 6 pixels for one of the 24 units of an icon."""
_BRIDGE = 5
"""Gaps between lines narrower than one of 24 units do not let the outside in."""
_OUTSIDE = 128
_WOVEN = 0.5
"""A stitch is of a line's thread when so much of it is line."""


class Emblem(Struct, frozen=True):
    """How an icon is made a picture. Fills are resolved; lengths are device pixels; None and 0: without it.

    `shadow` is its colour, its offset right and down, and its blur.
    """

    fill: Fill
    inside: Fill | None = None
    rim: Fill | None = None
    rim_width: float = 0.0
    offset: tuple[float, float] = (0.0, 0.0)
    stitch: float = 0.0
    relief: float = 0.0
    hatch: float = 0.0
    shadow: tuple[Color, float, float, float] | None = None


def read_emblem(params: Mapping[str, object], theme: Theme, scale: float) -> Emblem:
    """The emblem that the parameters of an icon ask for, at `scale` device pixels a design pixel."""

    def length(name: str) -> float:
        value = params.get(name, 0.0)
        return float(value) * scale if isinstance(value, int | float) else 0.0

    def fill(name: str) -> Fill | None:
        value = params.get(name)
        return theme.fill(value) if isinstance(value, str) else None

    across, down = (float(part) * scale for part in str(params.get("offset", "0 0")).split())
    shadow = theme.shadows.get(str(params.get("shadow", "")))
    cast = (shadow.color, shadow.dx * scale, shadow.dy * scale, shadow.blur * scale) if shadow else None
    return Emblem(
        fill("fill") or theme.fill("ink"),
        fill("inside"),
        fill("rim"),
        length("rim-width"),
        (across, down),
        length("stitch"),
        length("relief"),
        length("hatch"),
        cast,
    )


def as_emblem(icon: Image.Image, look: Emblem, *, own_colors: bool = False) -> Image.Image:
    """`icon` (RGBA, drawn with `PLAIN_INK`) as an emblem, on a picture of the same size.

    With `own_colors` it is a designer's file, which stays as it is but for what lies round it and below.
    """
    lines = icon.getchannel("A")
    if not own_colors:
        lines = ImageChops.multiply(lines, icon.convert("L"))
    whole = ImageChops.lighter(icon.getchannel("A"), enclosed(lines))
    if look.stitch >= 2:
        whole, lines = (_woven(mask, look.stitch) for mask in (whole, lines))
    made = Image.new("RGBA", icon.size)
    cut = whole
    if look.rim is not None and look.rim_width >= 0.5:
        wide, pad = spread_mask(whole, look.rim_width)
        cut = wide.crop((pad, pad, pad + icon.width, pad + icon.height))
    if look.shadow is not None:
        color, across, down, blur = look.shadow
        _lay(made, _moved(_soft(cut, blur), across, down), color)
    if look.rim is not None and cut is not whole:
        _lay(made, cut, look.rim)
    if look.inside is not None and not own_colors:
        body = _moved(whole, *look.offset)
        _lay(made, body, look.inside)
        if look.hatch >= 2:
            _lay(made, ImageChops.multiply(body, _hatched(icon.size, look.hatch)), look.fill)
    if own_colors:
        made.alpha_composite(_in_stitches(icon, look.stitch) if look.stitch >= 2 else icon)
    else:
        _lay(made, lines, look.fill)
    if look.relief >= 0.5 and not own_colors:
        _chase(made, lines, look.relief)
    if look.stitch >= 4:
        _lay(made, ImageChops.multiply(made.getchannel("A"), _seams(icon.size, look.stitch)), Color(0, 0, 0, 0.34))
    return made


def enclosed(lines: Image.Image) -> Image.Image:
    """All that `lines` (a mask) enclose, up to the middle of the lines: what the outside cannot be reached from."""
    small = lines.copy()
    small.thumbnail((_GRID, _GRID), Image.Resampling.BOX)
    walls = Image.new("L", (small.width + 2 * _BRIDGE, small.height + 2 * _BRIDGE))
    walls.paste(small.point([0] * 90 + [255] * 166), (_BRIDGE, _BRIDGE))
    walls = walls.filter(ImageFilter.MaxFilter(_BRIDGE))
    ImageDraw.floodfill(walls, (0, 0), _OUTSIDE)
    inside = walls.point([0 if value == _OUTSIDE else 255 for value in range(256)])
    inside = inside.filter(ImageFilter.MinFilter(_BRIDGE)).filter(ImageFilter.MinFilter(3))
    inside = inside.crop((_BRIDGE, _BRIDGE, _BRIDGE + small.width, _BRIDGE + small.height))
    return inside.filter(ImageFilter.GaussianBlur(0.8)).resize(lines.size, Image.Resampling.BICUBIC).point(_STEEP)


_STEEP = [min(255, max(0, round((value - 127.5) * 3 + 127.5))) for value in range(256)]


def _lay(made: Image.Image, mask: Image.Image, fill: Fill) -> None:
    """Paint `fill` through `mask` over `made`; a gradient runs over the whole picture."""
    if isinstance(fill, Color):
        paint = Image.new("RGBA", made.size, (*fill.rgb, 255))
        paint.putalpha(mask if fill.alpha >= 1 else mask.point([round(level * fill.alpha) for level in range(256)]))
    else:
        box = mask.getbbox() or (0, 0, *made.size)
        colours, veil = gradient(fill, Box(box[0], box[1], box[2] - box[0], box[3] - box[1]), (0, 0, *made.size))
        paint = colours.convert("RGBA")
        paint.putalpha(mask if veil is None else ImageChops.multiply(mask, veil))
    made.alpha_composite(paint)


def _moved(mask: Image.Image, across: float, down: float) -> Image.Image:
    """`mask` that many pixels further right and down; what leaves the picture is gone."""
    shifted = Image.new("L", mask.size)
    shifted.paste(mask, (round(across), round(down)))
    return shifted


def _soft(mask: Image.Image, blur: float) -> Image.Image:
    if blur < 0.5:
        return mask
    soft, pad = soft_mask(mask, blur)
    return soft.crop((pad, pad, pad + mask.width, pad + mask.height))


def _chase(made: Image.Image, lines: Image.Image, depth: float) -> None:
    """Light along the upper edges of `lines`, shade along their lower ones: they stand out of their ground."""
    near = max(1, round(depth))
    light = ImageChops.subtract(lines, _moved(lines, near * 0.4, near))
    shade = ImageChops.subtract(lines, _moved(lines, -near * 0.4, -near))
    _lay(made, _soft(light, near * 0.25), Color(255, 255, 255, 0.6))
    _lay(made, ImageChops.multiply(_soft(shade, near * 0.25), lines), Color(0, 0, 0, 0.34))


def _hatched(size: tuple[int, int], pitch: float) -> Image.Image:
    """An engraver's strokes, `pitch` pixels apart, over the lower part of a picture: heavier further down."""
    width, height = size
    fine = 2
    mask = Image.new("L", (width * fine, height * fine))
    draw = ImageDraw.Draw(mask)
    step = pitch * fine * math.sqrt(2)
    for at in range(math.ceil((width + height) * fine / step) + 1):
        draw.line((at * step, 0, at * step - height * fine, height * fine), fill=255, width=max(1, round(step * 0.2)))
    mask = mask.resize(size, Image.Resampling.BOX)
    shade = Image.linear_gradient("L").resize(size).point([max(0, round((level - 104) * 1.5)) for level in range(256)])
    return ImageChops.multiply(mask, shade.point([min(255, level * 3) for level in range(256)]))


def _grid(size: tuple[int, int], stitch: float) -> tuple[int, int]:
    return max(1, round(size[0] / stitch)), max(1, round(size[1] / stitch))


def _woven(mask: Image.Image, stitch: float) -> Image.Image:
    """`mask` in whole stitches: each is thread, or it is not."""
    grid = mask.resize(_grid(mask.size, stitch), Image.Resampling.BOX)
    least = round(255 * _WOVEN)
    return grid.point([255 if level >= least else 0 for level in range(256)]).resize(
        mask.size, Image.Resampling.NEAREST
    )


def _in_stitches(icon: Image.Image, stitch: float) -> Image.Image:
    grid = icon.resize(_grid(icon.size, stitch), Image.Resampling.BOX)
    grid.putalpha(grid.getchannel("A").point([255 if level >= 128 else 0 for level in range(256)]))
    return grid.resize(icon.size, Image.Resampling.NEAREST)


def _seams(size: tuple[int, int], stitch: float) -> Image.Image:
    """The shade between stitches: a line under each and a fainter one beside it."""
    across, down = _grid(size, stitch)
    mask = Image.new("L", size)
    draw = ImageDraw.Draw(mask)
    thick = max(1, round(stitch * 0.16))
    for at in range(1, across + 1):
        x = round(at * size[0] / across)
        draw.rectangle((x - max(1, thick // 2), 0, x - 1, size[1]), fill=120)
    for at in range(1, down + 1):
        y = round(at * size[1] / down)
        draw.rectangle((0, y - thick, size[0], y - 1), fill=255)
    return mask
