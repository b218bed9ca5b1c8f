"""The veil under words that stand on a picture: it is dimmed there as far as their contrast needs it, and no further.

For light ink every channel is brought down to a cap that a grey of it can be read on; no pixel of the veiled part is
then harder to read on, whatever the picture shows. Its brightest half percent is cut at the cap, the rest keeps its
order and its colours. For dark ink the same holds upside down.
"""

from __future__ import annotations

from typing import NamedTuple

from PIL import Image

from infoclip.draw.shapes import column_mask, row_mask
from infoclip.marks.marks import Shade
from infoclip.values.color import Color

LEAST_DIMMED = 0.72
"""A picture under words is dimmed at least to this: its own light would unrest them."""
TINT = 0.14
"""How much of the veil's colour comes over what is dimmed: the picture takes part in the theme's world."""
_BEND = 0.82
"""The curve's exponent: below 1 the middle tones stay lighter than the highlights would leave them."""
_CUT = 0.005


class Dimming(NamedTuple):
    """How a veil changes a channel: values up to `most` (light ink; from it, dark ink) are brought within `cap`."""

    cap: int
    most: int
    light_ink: bool
    bend: float = _BEND

    def table(self) -> list[int]:
        """New values of a channel by old ones, 0..255."""
        if self.light_ink:
            return [round(self.cap * min(1.0, value / self.most) ** self.bend) for value in range(256)]
        room = max(1, 255 - self.most)
        return [round(255 - (255 - self.cap) * min(1.0, (255 - value) / room) ** self.bend) for value in range(256)]


def shade_mask(shade: Shade, size: tuple[int, int]) -> Image.Image:
    """How much of `shade` lies on each pixel of a picture of `size` (0..255)."""
    if shade.side == "all":
        return Image.new("L", size, 255)
    across = shade.side in ("left", "right")
    length = size[0] if across else size[1]
    values = bytes(round(255 * _share(shade, (place + 0.5) / length)) for place in range(length))
    return column_mask(size, values) if across else row_mask(size, values)


def _share(shade: Shade, place: float) -> float:
    """How much of the veil a place has, 0..1 of the picture from its left or top: an S before the edge."""
    beyond = place - shade.edge if shade.side in ("right", "bottom") else shade.edge - place
    if beyond >= 0:
        return 1.0
    part = max(0.0, 1 + beyond / max(shade.fade, 1e-6))
    return part * part * (3 - 2 * part)


def full_part(shade: Shade, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """The rectangle of a picture of `size` in which `shade` is full."""
    width, height = size
    edge_x, edge_y = round(shade.edge * width), round(shade.edge * height)
    left, right = (edge_x, width) if shade.side == "right" else (0, edge_x if shade.side == "left" else width)
    top, bottom = (edge_y, height) if shade.side == "bottom" else (0, edge_y if shade.side == "top" else height)
    left, top = min(max(left, 0), width - 1), min(max(top, 0), height - 1)
    return left, top, max(left + 1, min(right, width)), max(top + 1, min(bottom, height))


def cap_of(shade: Shade) -> int:
    """The grey that text in the shade's ink has just its contrast on, once the veil's tint is over it."""
    light = shade.ink.luminance > 0.18
    low, high = 0, 255  # for light ink the lightest grey that holds, for dark ink the darkest
    while high - low > 1:
        grey = (low + high) // 2
        seen = Color(grey, grey, grey).mixed(shade.color, TINT)
        holds = seen.contrast(shade.ink) >= shade.least
        low, high = (grey, high) if holds == light else (low, grey)
    return low if light else high


def dimming(shade: Shade, image: Image.Image) -> Dimming:
    """How far an RGB picture must be dimmed under the words of `shade`."""
    light = shade.ink.luminance > 0.18
    part = image.crop(full_part(shade, image.size))
    levels = part.histogram()
    bands = [levels[256 * band : 256 * band + 256] for band in range(3)]
    most = (max if light else min)(_extreme(band, light) for band in bands)
    cap = cap_of(shade)
    usual = round(most * LEAST_DIMMED) if light else round(255 - (255 - most) * LEAST_DIMMED)
    return Dimming(min(cap, max(usual, 1)) if light else max(cap, usual), max(most, 1), light)


def _extreme(levels: list[int], light: bool) -> int:
    """The value that only `_CUT` of the pixels lie beyond."""
    left = sum(levels) * _CUT
    order = range(255, -1, -1) if light else range(256)
    for value in order:
        left -= levels[value]
        if left < 0:
            return value
    return order[-1]


def shaded(image: Image.Image, shade: Shade | None) -> Image.Image:
    """An RGB or RGBA picture with its veil."""
    if shade is None:
        return image
    colours = image.convert("RGB")
    dimmed = colours.point(dimming(shade, colours).table() * 3)
    dimmed = Image.blend(dimmed, Image.new("RGB", image.size, shade.color.rgb), TINT)
    colours = Image.composite(dimmed, colours, shade_mask(shade, image.size))
    if image.mode == "RGBA":
        colours.putalpha(image.getchannel("A"))
    return colours
