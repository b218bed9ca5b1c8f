"""Transitions of paper and stickers: a sheet that slides away with its cut edge, a round sticker that grows."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFilter

from infoclip.draw.canvas import Rect, Veil, even, overlap
from infoclip.draw.pixels import Cover
from infoclip.draw.shapes import Point, polygon_mask, row_mask

if TYPE_CHECKING:
    from infoclip.draw.transitions import Passing

BLACK = (0, 0, 0)
PAGE_SLOPE, PAGE_SHADE, PAGE_CUT = 0.044, 96, 3
"""The cut of a turned page (its fall for each pixel across); design pixels that its shadow reaches, its bright edge."""


def page(passing: Passing) -> None:
    """The old scene is the top sheet: it slides up and away, cut aslant, its shadow on the new scene under it."""
    out, scale, progress = passing.out, passing.look.scale, passing.progress
    fall = 2 * round(PAGE_SLOPE * out.width * min(1.0, 6 * progress) / 2)
    reach = 2 * max(1, round(PAGE_SHADE * scale / 2))
    dy = -2 * round((out.height + reach) * progress / 2)
    top = out.height + dy - fall
    under = overlap((0, top, out.width, out.height), out.rect)
    if under is not None:
        out.blend(passing.new, None, (0, 0), under)
    sheet, shade, edge = _cut_edge(out.width, fall, reach, max(1, round(PAGE_CUT * scale)))
    out.paste_color(BLACK, shade, (0, top), out.rect)
    above = overlap((0, 0, out.width, top), out.rect)
    if above is not None:
        out.blend(passing.old, None, (0, dy), above)
    if fall:
        out.blend(passing.old, Veil(sheet, 0, top), (0, dy), out.rect)
        out.paste_color(passing.color("edge", "cut", "ink").rgb, edge, (0, top), out.rect)


@lru_cache(maxsize=2)
def _cut_edge(width: int, fall: int, reach: int, cut: int) -> tuple[Cover, Cover, Cover]:
    """The sheet above a cut that rises by `fall` over `width`, its shadow under the cut, and the cut's bright edge."""

    def sheared(row: bytes, height: int) -> Cover:
        """Rows (`row[0]` is the cut) that follow the slope; above and below them nothing."""
        upright = row_mask((width, len(row)), row)
        slope = (1.0, 0.0, 0.0, fall / width, 1.0, -float(fall))
        return Cover(upright.transform((width, height), Image.Transform.AFFINE, slope, Image.Resampling.BILINEAR))

    corners = [(0.0, 0.0), (float(width), 0.0), (float(width), 0.0), (0.0, float(fall))]
    sheet = Cover(polygon_mask((width, max(fall, 1)), [corners]))
    shade = bytes(round(118 * (1 - at / reach) ** 2.2) for at in range(reach))
    return sheet, sheared(shade, fall + reach), sheared(bytes([235] * cut), fall + cut)


_LARGE_BUBBLE = 400
"""The radius, in design pixels, from which a bubble's edge moves too fast for anyone to see whether it is smooth."""
BUBBLE_RIM, BUBBLE_SHADE = 18, 22
"""Design pixels: the white edge of a bubble, as a sticker is cut out, and how soft its shadow is (a deviation)."""


def bubble(passing: Passing) -> None:
    """The new scene grows out of the focus in a circle with a sticker's edge; its shadow falls on the old one.

    Masks are made only for the four strips between the square inside the circle and the frame that its shadow reaches.
    """
    out, scale, progress = passing.out, passing.look.scale, passing.progress
    center = passing.state.focus[0] * scale, passing.state.focus[1] * scale
    radius = bubble_radius(progress, center, out.rect, scale)
    out.blend(passing.old, None, (0, 0), out.rect)
    inside = max(0.0, radius - BUBBLE_RIM * scale) / math.sqrt(2)
    square = overlap(even(_around(center, inside - 2)), out.rect) if inside > 4 else None
    reach = _around(center, radius + (3 * BUBBLE_SHADE + 14) * scale)
    whole = overlap(even(reach), out.rect)
    if whole is None:
        return
    for strip in _strips(whole, square):
        _bubble_strip(passing, strip, center, radius)
    if square is not None:
        out.blend(passing.new, None, (0, 0), square)


def bubble_radius(progress: float, center: Point, frame: Rect, scale: float) -> float:
    """The radius (device pixels) of a bubble about `center`, edge and all."""
    farthest = max(math.dist(center, (x, y)) for x in (0, frame[2]) for y in (0, frame[3]))
    # Slower at first, so that it is seen to be round; at the end the edge has left the frame.
    return float(progress**1.4 * (farthest + BUBBLE_RIM * scale + 4))


def _around(center: Point, reach: float) -> Rect:
    x, y = center
    return math.floor(x - reach), math.floor(y - reach), math.ceil(x + reach), math.ceil(y + reach)


def _strips(whole: Rect, hole: Rect | None) -> tuple[Rect, ...]:
    """What is left of `whole` around `hole`: above, below, at its left and at its right."""
    if hole is None:
        return (whole,)
    x, y, right, bottom = hole
    found = (
        (whole[0], whole[1], whole[2], y),
        (whole[0], bottom, whole[2], whole[3]),
        (whole[0], y, x, bottom),
        (right, y, whole[2], bottom),
    )
    return tuple(strip for strip in found if strip[2] > strip[0] and strip[3] > strip[1])


def _bubble_strip(passing: Passing, strip: Rect, center: Point, radius: float) -> None:
    """The part of the bubble that lies in `strip`: its shadow, its edge, the new scene within."""
    out, scale = passing.out, passing.look.scale
    local = center[0] - strip[0], center[1] - strip[1]
    size, corner = (strip[2] - strip[0], strip[3] - strip[1]), (strip[0], strip[1])
    shade = _disc(size, (local[0], local[1] + 14 * scale), radius, 8, BUBBLE_SHADE * scale)
    out.paste_color(BLACK, shade, corner, out.rect)
    step = 2 if radius < _LARGE_BUBBLE * scale else 1
    out.paste_color(passing.color("rim", "stock", "ink").rgb, _disc(size, local, radius, step), corner, out.rect)
    if radius > BUBBLE_RIM * scale:
        out.blend(passing.new, Veil(_disc(size, local, radius - BUBBLE_RIM * scale, step), *corner), (0, 0), out.rect)


def _disc(size: tuple[int, int], center: Point, radius: float, step: int, deviation: float = 0.0) -> Cover:
    """A mask with a disc, drawn at a `step`-th of its size: enlarging it makes the edge smooth, and it moves fast.

    With a deviation it is a faint shadow.
    """
    pad = math.ceil(3 * deviation / step)
    small = Image.new("L", (-(-size[0] // step) + 2 * pad, -(-size[1] // step) + 2 * pad))
    x, y, r = center[0] / step + pad, center[1] / step + pad, radius / step
    if r >= 0.5:
        ImageDraw.Draw(small).ellipse((x - r, y - r, x + r, y + r), fill=105 if deviation else 255)
    if deviation:
        small = small.filter(ImageFilter.GaussianBlur(deviation / step))
        small = small.crop((pad, pad, small.width - pad, small.height - pad))
    if step == 1:
        return Cover(small)
    grown = small.resize((small.width * step, small.height * step), Image.Resampling.BILINEAR).crop((0, 0, *size))
    return Cover(grown, small if step == 2 and not (size[0] % 2 or size[1] % 2) else None)
