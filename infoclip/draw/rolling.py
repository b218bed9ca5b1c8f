"""Figures whose digits roll: each digit of the final value turns in its own column until it stands.

Columns have the widths of the final value's digits (tabular where the figure is), so nothing moves sideways, and the
last state is the figure as it was laid out. Columns further to the right turn further, as on a counter.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

from msgspec.structs import replace
from PIL import Image, ImageChops

from infoclip.draw.shapes import row_mask
from infoclip.text.lines import Block
from infoclip.text.raster import Mask, masks
from infoclip.text.shape import Glyph

_SETS = ("0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹")
_MORE_TURNS = 2
"""How many whole turns the last column makes beyond the first."""
_APART = 1.16
"""Between the digits of a column, in heights of the digits."""
_FADE = 0.3
"""Above and below the digits, in their heights: where a column comes out of nothing."""

Grid = tuple[float, tuple[float, float]]
"""Device pixels a design pixel, and where the corner of the box stands within its pixel."""


class Column(NamedTuple):
    """A digit's column: its glyph in the final value, its set of ten, and the digits it turns from and to.

    `last` has whole turns added and is reached by counting up; below zero nothing stands in the column yet.
    """

    glyph: Glyph
    digits: str
    first: int
    last: int

    def gid(self, digit: int) -> int:
        return int(self.glyph.face.hb_font.get_nominal_glyph(ord(self.digits[digit])) or self.glyph.gid)


@lru_cache(maxsize=32)
def columns(block: Block, start: str) -> tuple[Column, ...]:
    """The columns of a figure that rolls from the figure `start`, from left to right."""
    found = [
        (glyph, digits)
        for line in block.lines
        for glyph in line.glyphs
        for digits in _SETS
        if block.text[glyph.cluster] in digits
    ]
    before = [digits.index(character) for character in start for digits in _SETS if character in digits]
    firsts = [-1] * max(0, len(found) - len(before)) + before[max(0, len(before) - len(found)) :]
    turning = []
    for place, ((glyph, digits), first) in enumerate(zip(found, firsts, strict=True)):
        target = digits.index(block.text[glyph.cluster])
        turns = round(_MORE_TURNS * place / max(1, len(found) - 1)) + (target <= first)
        turning.append(Column(glyph, digits, first, target + 10 * turns))
    return tuple(turning)


def rolled_mask(block: Block, start: str, progress: float, grid: Grid) -> Mask:
    """The mask of `block` with its digits at `progress` 0..1 of their way from those of the figure `start`."""
    turning = columns(block, start)
    parts = [_others(block, turning, grid)]
    top, bottom = _span(turning)
    for column in turning:
        place = column.first + (column.last - column.first) * progress
        for digit in (math.floor(place), math.floor(place) + 1):
            drawn = _digit(block, column, digit % 10, grid)
            down = round((digit - place) * _APART * (bottom - top) * grid[0])  # the next digit comes from below
            if digit >= 0 and drawn.image.getbbox() is not None:
                parts.append(_seen(Mask(drawn.image, drawn.x, drawn.y + down), (top, bottom), grid))
    return _together(parts)


@lru_cache(maxsize=32)
def _span(turning: tuple[Column, ...]) -> tuple[float, float]:
    """The top and bottom of all ten digits of the columns, in design pixels from the block's top."""
    inks = [(column.glyph, column.glyph.face.extents(column.gid(digit))) for column in turning for digit in range(10)]
    tops, bottoms = ([glyph.y + ink[side] * glyph.scale for glyph, ink in inks] for side in (1, 3))
    return min(tops, default=0.0), max(bottoms, default=0.0)


@lru_cache(maxsize=16)
def _others(block: Block, turning: tuple[Column, ...], grid: Grid) -> Mask:
    """What does not roll: separators, signs, words."""
    rolling = {column.glyph for column in turning}
    still = tuple(glyph for line in block.lines for glyph in line.glyphs if glyph not in rolling)
    return _only(block, still, grid)


@lru_cache(maxsize=128)
def _digit(block: Block, column: Column, digit: int, grid: Grid) -> Mask:
    """One digit of a column where the final one will stand, centred in the column."""
    glyph, gid = column.glyph, column.gid(digit)
    wide, own = (
        glyph.face.hb_font.get_glyph_h_advance(one) * glyph.face.unit * glyph.scale for one in (gid, glyph.gid)
    )
    return _only(block, (glyph._replace(gid=gid, x=glyph.x + (own - wide) / 2),), grid)


def _only(block: Block, glyphs: tuple[Glyph, ...], grid: Grid) -> Mask:
    """The mask of some glyphs on the block's line. The mark in `stretched` tells it from its block in the caches."""
    told = tuple((-1 - glyph.gid, glyph.x) for glyph in glyphs)
    changed = replace(block, lines=(replace(block.lines[0], glyphs=glyphs),), stretched=told or ((-1, 0.0),))
    return masks(changed, scale=grid[0], subpixel=grid[1])[0]


def _seen(mask: Mask, span: tuple[float, float], grid: Grid) -> Mask:
    """What is seen of a digit: all of it between `span` (top, bottom), less and less outside."""
    scale, (_, down) = grid
    top, bottom = span[0] * scale + down, span[1] * scale + down
    reach = max(1.0, _FADE * (bottom - top))
    if mask.y >= math.floor(top) and mask.box[3] <= math.ceil(bottom):
        return mask
    rows = (mask.y + row + 0.5 for row in range(mask.image.height))
    shown = bytes(round(255 * max(0.0, 1 - max(0.0, top - row, row - bottom) / reach)) for row in rows)
    return Mask(ImageChops.multiply(mask.image, row_mask(mask.image.size, shown)), mask.x, mask.y)


def _together(parts: list[Mask]) -> Mask:
    inked = [part for part in parts if part.image.getbbox() is not None] or parts[:1]
    left, top = min(part.x for part in inked), min(part.y for part in inked)
    right, bottom = max(part.box[2] for part in inked), max(part.box[3] for part in inked)
    image = Image.new("L", (right - left, bottom - top))
    for part in inked:
        box = (part.x - left, part.y - top, part.box[2] - left, part.box[3] - top)
        image.paste(ImageChops.lighter(image.crop(box), part.image), box)
    return Mask(image, left, top)
