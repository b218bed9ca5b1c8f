"""The veil under words that stand on a picture: it is dimmed there as far as their contrast needs it, and no further.

For light ink every channel is brought down to its cap; words can be read on the colour of the three caps, so no pixel
of the veiled part is harder to read on, whatever the picture shows. That colour has the veil's hue, as if the picture
were seen through glass: a pale sky turns deep green, warm or blue with the theme instead of grey. Its brightest half
percent is cut at the caps, the rest keeps its order. Away from where the words begin the veil grows thicker. For dark
ink the same holds upside down.
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
DEEPER = 0.6
"""How much more of the veil's colour there is at the picture's side than where the words begin."""
_GLASS = 0.28
"""How far white is on the way to the veil's purest hue: at 1 a photo would be printed in one ink."""
_PURE, _PURER = 0.7, 2.5
"""How far its least channel stands from its most, at least; and how many times what the veil has that may be."""
_BEND = 0.82
"""The curve's exponent: below 1 the middle tones stay lighter than the highlights would leave them."""
_CUT = 0.005
_ROUNDED = 0.05
"""Of a contrast: what rounding to whole values may take."""


class Dimming(NamedTuple):
    """How a veil changes channels: values up to `most` (light ink; from it, dark ink) are brought within their cap."""

    caps: Color
    most: int
    light_ink: bool
    bend: float = _BEND

    def table(self) -> list[int]:
        """New values of red, green and blue by old ones, 0..255, one after the other."""
        most = self.most if self.light_ink else max(1, 255 - self.most)
        parts = [min(1.0, (value if self.light_ink else 255 - value) / most) ** self.bend for value in range(256)]
        if self.light_ink:
            return [round(cap * part) for cap in self.caps.rgb for part in parts]
        return [round(255 - (255 - cap) * part) for cap in self.caps.rgb for part in parts]


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


def deeper_mask(shade: Shade, size: tuple[int, int]) -> Image.Image | None:
    """How much of the veil's colour is laid over a picture of `size` once more, within `full_part` (0..255)."""
    if shade.side == "all":
        return None
    left, top, right, bottom = full_part(shade, size)
    across = shade.side in ("left", "right")
    length = right - left if across else bottom - top
    parts = [(place + 0.5) / length for place in range(length)]
    if shade.side in ("left", "top"):
        parts.reverse()
    values = bytes(round(255 * DEEPER * part * part * (3 - 2 * part)) for part in parts)
    return (
        column_mask((right - left, bottom - top), values) if across else row_mask((right - left, bottom - top), values)
    )


def caps_of(shade: Shade) -> Color:
    """What white becomes (for dark ink, black): the lightest of the veil's glass that its ink can be read on."""
    light = shade.ink.luminance > 0.18
    low, high = 0.0, 1.0
    for _ in range(12):
        part = (low + high) / 2
        holds = _glass(shade, part).mixed(shade.color, TINT).contrast(shade.ink) >= shade.least + _ROUNDED
        low, high = (part, high) if holds == light else (low, part)
    return _glass(shade, low if light else high)


def _glass(shade: Shade, part: float) -> Color:
    """What is seen of white through glass in the veil's hue that lets `part` through; for dark ink, of black."""
    light = shade.ink.luminance > 0.18
    far = [channel if light else 255 - channel for channel in shade.color.rgb]
    hue = [channel / max(*far, 1) for channel in far]
    pure = [255 * (1 - (1 - channel) * max(1.0, min(_PURER, _PURE / max(1 - min(hue), 1e-6)))) for channel in hue]
    share = part if light else 1 - part
    red, green, blue = (round(share * (255 + (channel - 255) * _GLASS)) for channel in pure)
    return Color(red, green, blue) if light else Color(255 - red, 255 - green, 255 - blue)


def dimming(shade: Shade, image: Image.Image) -> Dimming:
    """How far an RGB picture must be dimmed under the words of `shade`."""
    light = shade.ink.luminance > 0.18
    part = image.crop(full_part(shade, image.size))
    levels = part.histogram()
    bands = [levels[256 * band : 256 * band + 256] for band in range(3)]
    most = (max if light else min)(_extreme(band, light) for band in bands)
    caps = caps_of(shade)
    if light:  # nothing is dimmed less than the usual
        usual = min(1.0, most * LEAST_DIMMED / max(*caps.rgb, 1))
        caps = Color(*(round(channel * usual) for channel in caps.rgb))
    else:
        usual = min(1.0, (255 - most) * LEAST_DIMMED / max(*(255 - channel for channel in caps.rgb), 1))
        caps = Color(*(255 - round((255 - channel) * usual) for channel in caps.rgb))
    return Dimming(caps, max(most, 1), light)


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
    dimmed = colours.point(dimming(shade, colours).table())
    dimmed = Image.blend(dimmed, Image.new("RGB", image.size, shade.color.rgb), TINT)
    deeper = deeper_mask(shade, image.size)
    if deeper is not None:
        dimmed.paste(shade.color.rgb, full_part(shade, image.size), deeper)
    colours = Image.composite(dimmed, colours, shade_mask(shade, image.size))
    if image.mode == "RGBA":
        colours.putalpha(image.getchannel("A"))
    return colours
