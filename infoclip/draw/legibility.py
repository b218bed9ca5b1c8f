"""How a text stands out from what is behind it, on the pixels of a drawn frame."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from PIL import Image, ImageChops, ImageFilter, ImageStat

from infoclip.text.lines import Block
from infoclip.text.raster import masks
from infoclip.values.color import Color

_FEWEST = 12  # pixels of a text's core, under which nothing can be said of its colour
_CORE, _INKED = 250, 8  # of 255
_AROUND = 8  # pixels about a text's mask


def text_contrast(picture: Image.Image, block: Block, x: float, y: float, scale: float) -> float | None:
    """The WCAG contrast of a text's core against a rim two pixels off its letters; None for too few pixels.

    `picture` is a frame at `scale`, `block` the text that stands at `x`, `y` of it, in design pixels.
    """
    letters = _letters(block, scale)
    left, top = round(x * scale) + letters.x, round(y * scale) + letters.y
    around = (left, top, left + letters.core.width, top + letters.core.height)
    core, rim = letters.core, letters.rim
    if left < 0 or top < 0 or around[2] > picture.width or around[3] > picture.height:
        inside = Image.new("L", core.size)
        inside.paste(255, (-left, -top, picture.width - left, picture.height - top))
        core, rim = ImageChops.multiply(core, inside), ImageChops.multiply(rim, inside)
    if core.histogram()[255] < _FEWEST:
        return None
    part = picture.crop(around)
    return _middle(part, core).contrast(_middle(part, rim))


class _Letters(NamedTuple):
    """Where a text's pixels are measured (255 or 0), and the left top of that from the left top of its block."""

    core: Image.Image
    rim: Image.Image
    x: int
    y: int


@lru_cache(maxsize=64)
def _letters(block: Block, scale: float) -> _Letters:
    """The same at all moments of a scene: a block is itself, and stands on whole pixels."""
    mask = masks(block, scale=scale)[0]
    ink = Image.new("L", (mask.image.width + 2 * _AROUND, mask.image.height + 2 * _AROUND))
    ink.paste(mask.image, (_AROUND, _AROUND))
    core = ink.point([0] * _CORE + [255] * (256 - _CORE))
    near = _wider(ink.point([0] * _INKED + [255] * (256 - _INKED)))
    return _Letters(core, ImageChops.subtract(_wider(near), near), mask.x - _AROUND, mask.y - _AROUND)


def _wider(mask: Image.Image) -> Image.Image:
    """A mask of 255 and 0 that reaches two pixels further to all sides: a mean above 0 is quicker than the greatest."""
    return mask.filter(ImageFilter.BoxBlur(2)).point([0] + [255] * 255)


def _middle(picture: Image.Image, where: Image.Image) -> Color:
    """The median colour of the pixels in `where`."""
    red, green, blue = ImageStat.Stat(picture, where).median
    return Color(round(red), round(green), round(blue))
