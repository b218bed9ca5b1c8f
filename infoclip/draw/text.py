"""Sprites of text: the masks that the text engine draws, filled with colours or gradients, over a shadow or a glow.

A gradient spans the ink of the whole block, so that a word revealed alone has the colours it will keep.
"""

from __future__ import annotations

import math
from collections.abc import Generator

from msgspec.structs import replace
from PIL import Image, ImageChops

from infoclip.draw.effects import faded, soft_mask, spreading, sprite_of
from infoclip.draw.pixels import Cover, Pixels, Rows, Sprite
from infoclip.draw.shapes import gradient, gradient_column
from infoclip.draw.work import all_of
from infoclip.marks.marks import CounterMark, TextMark
from infoclip.text.lines import Block
from infoclip.text.raster import By, Mask, masks, span_masks
from infoclip.values.color import Color, Fill, Linear, Shadow
from infoclip.values.geometry import Box

Phase = tuple[float, float]


def shown_text(mark: TextMark, progress: float) -> TextMark:
    """The text as it stands at `progress` 0..1: its kashidas still drawn out before 1."""
    if progress >= 1 or not mark.stretch:
        return mark
    from infoclip.text.kashida import stretched  # few texts are drawn out

    return replace(mark, block=stretched(mark.block, mark.stretch, 1 - max(0.0, progress)), stretch=())


def takes_long(mark: TextMark) -> bool:
    """Whether letters have an outline, which takes longer to make than all else of a text."""
    shadow = mark.shadow
    return shadow is not None and (shadow.spread > 0 or shadow.under is not None) and not mark.stretch


def text_sprites(mark: TextMark, by: By, unit: int, scale: float, phase: Phase) -> tuple[Sprite, ...]:
    """All of `text_making` at once."""
    return all_of(text_making(mark, by, unit, scale, phase))


def text_making(
    mark: TextMark, by: By, unit: int, scale: float, phase: Phase
) -> Generator[None, None, tuple[Sprite, ...]]:
    """Some of it at a time: `mark`, or its part number `unit` when cut `by` words and so on, with the box's corner
    `phase` (0..1 pixel right and down) from (0, 0). Parts without ink, and numbers past the last part, give nothing.
    """
    cut: By = by if unit >= 0 else "block"
    parts = masks(mark.block, cut, scale=scale, subpixel=phase)
    if max(unit, 0) >= len(parts):
        return ()
    whole = parts[max(unit, 0)]
    fills: dict[str | None, Fill] = {None: mark.fill, **dict(mark.span_fills)}
    pieces = (
        span_masks(mark.block, cut, max(unit, 0), scale=scale, subpixel=phase) if mark.span_fills else ((None, whole),)
    )
    painted = [
        filled(piece, fills.get(name, mark.fill), mark.block.ink.scaled(scale).moved(*phase)) for name, piece in pieces
    ]
    yield
    shadow = yield from _shading(whole, mark.shadow, scale)
    return (*shadow, *(sprite for sprite in painted if sprite is not None))


def texture_sprites(
    mark: TextMark, picture: Image.Image, corner: tuple[int, int], part: tuple[By, int], grid: tuple[float, Phase]
) -> tuple[Sprite, ...]:
    """`picture`, whose corner is at `corner` from that of the ink, seen through `part` (by, unit) of `mark`'s letters.

    `grid` is the scale and the phase of the text's own sprites.
    """
    (by, unit), (scale, phase) = part, grid
    parts = masks(mark.block, by if unit >= 0 else "block", scale=scale, subpixel=phase)
    if max(unit, 0) >= len(parts):
        return ()
    mask = parts[max(unit, 0)]
    ink = mark.block.ink.scaled(scale).moved(*phase)
    layer = Image.new("RGBA", mask.image.size)
    layer.paste(picture.convert("RGBA"), (round(ink.x) + corner[0] - mask.x, round(ink.y) + corner[1] - mask.y))
    layer.putalpha(ImageChops.multiply(layer.getchannel("A"), mask.image))
    return (sprite_of(layer, mask.x, mask.y),) if layer.getbbox() else ()


def counter_sprites(mark: CounterMark, progress: float, scale: float, phase: Phase) -> tuple[Sprite, ...]:
    """The value that `mark` shows at `progress` 0..1. Its fill spans the ink of the final value, so it stands still."""
    if mark.rolls_from is not None and progress < 1:
        from infoclip.draw.rolling import rolled_mask  # few figures roll

        rolled = rolled_mask(mark.blocks[-1], mark.rolls_from, progress, (scale, phase))
        turning = filled(rolled, mark.fill, mark.blocks[-1].ink.scaled(scale).moved(*phase))
        return (*_shadow(rolled, mark.shadow, scale), *([turning] if turning else []))
    block = mark.blocks[counter_index(mark, progress)]
    place = phase[0] + counter_offset(mark, block) * scale
    dx = math.floor(place)
    drawn = masks(block, "block", scale=scale, subpixel=(place - dx, phase[1]))[0]
    whole = Mask(drawn.image, drawn.x + dx, drawn.y)
    only_glows = isinstance(mark.fill, Color) and mark.fill.alpha <= 0
    painted = None if only_glows else filled(whole, mark.fill, mark.blocks[-1].ink.scaled(scale).moved(*phase))
    return (*_shadow(whole, mark.shadow, scale), *([painted] if painted else []))


def counter_index(mark: CounterMark, progress: float) -> int:
    """Which of its values `mark` shows; the last one only at the very end."""
    last = len(mark.blocks) - 1
    return min(last, max(0, round(progress * last)))


def counter_offset(mark: CounterMark, block: Block) -> float:
    """How far right of the mark's left edge an earlier value stands, in design pixels, by its alignment.

    What is aligned are the digits' cells and not their ink: a 1 in the place of an 8 must not move the others.
    """
    (left, right), (last_left, last_right) = _cells(block), _cells(mark.blocks[-1])
    style = block.style
    if style.align == "center":
        return (last_left + last_right - left - right) / 2
    starts_right = style.direction == "rtl"
    return last_right - right if (style.align == "start") == starts_right else last_left - left


def _cells(block: Block) -> tuple[float, float]:
    """From where to where the advances of a block's first line reach."""
    glyphs = block.lines[0].glyphs if block.lines else ()
    if not glyphs:
        return 0.0, block.width
    return min(glyph.x for glyph in glyphs), max(glyph.x + glyph.advance for glyph in glyphs)


def filled(mask: Mask, fill: Fill, ink: Box) -> Sprite | None:
    """A mask painted with `fill`, whose gradient spans `ink`; None where nothing is covered."""
    if mask.image.getbbox() is None:
        return None
    if isinstance(fill, Color):
        sprite = Sprite(mask.x, mask.y, fill.rgb, Cover(mask.image))
        return sprite if fill.alpha >= 1 else faded(sprite, fill.alpha)
    column = gradient_column(fill, ink, mask.box) if isinstance(fill, Linear) else None
    if column is not None:
        return Sprite(mask.x, mask.y, Rows(column, mask.image.width), Cover(mask.image))
    colours, alpha = gradient(fill, ink, mask.box)
    cover = mask.image if alpha is None else ImageChops.multiply(mask.image, alpha)
    return Sprite(mask.x, mask.y, Pixels.of(colours, lambda: gradient(fill, ink, mask.box)[0]), Cover(cover))


def _shadow(mask: Mask, shadow: Shadow | None, scale: float) -> tuple[Sprite, ...]:
    return all_of(_shading(mask, shadow, scale))


def _shading(mask: Mask, shadow: Shadow | None, scale: float) -> Generator[None, None, tuple[Sprite, ...]]:
    if shadow is None or shadow.color.alpha <= 0 or mask.image.getbbox() is None:
        return ()
    dx, dy = round(shadow.dx * scale), round(shadow.dy * scale)
    image, pad = yield from _softening(mask, shadow.blur * scale, shadow.spread * scale)
    sprite = Sprite(mask.x + dx - pad, mask.y + dy - pad, shadow.color.rgb, Cover(image))
    yield
    under = yield from _shading(mask, shadow.under, scale)
    return (*under, faded(sprite, shadow.color.alpha))


_MOST_SOFT = 16
_softened: dict[tuple[Mask, float, float], tuple[Image.Image, int]] = {}  # the last of them


def _softening(mask: Mask, deviation: float, spread: float) -> Generator[None, None, tuple[Image.Image, int]]:
    key = mask, deviation, spread
    found = _softened.pop(key, None)
    if found is None:
        image, wider = (yield from spreading(mask.image, spread)) if spread >= 0.5 else (mask.image, 0)
        yield
        blurred, pad = soft_mask(image, deviation) if deviation > 0.2 else (image, 0)
        found = blurred, wider + pad
        while len(_softened) >= _MOST_SOFT:
            del _softened[next(iter(_softened))]
    _softened[key] = found
    return found
