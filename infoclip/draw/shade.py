"""The veil under words that stand on a picture: as strong as their contrast needs it on the pixels that are there.

The strength is found for the worst pixel below the words: for light ink the lightest value of each channel there, for
dark ink the darkest. No pixel of the veiled part is then harder to read on, whatever the picture shows.
"""

from __future__ import annotations

from PIL import Image

from infoclip.draw.shapes import column_mask, row_mask
from infoclip.marks.marks import Shade
from infoclip.values.color import Color

LEAST_STRENGTH = 0.38
"""A veil weaker than this looks like a fault of the picture, and a photo's detail unrests the words."""
_WHITE, _BLACK = Color(255, 255, 255), Color(0, 0, 0)


def shade_mask(shade: Shade, size: tuple[int, int], strength: float) -> Image.Image:
    """How strongly `shade` covers each pixel of a picture of `size` (0..255), `strength` 0..1 where it is full."""
    if shade.side == "all":
        return Image.new("L", size, round(255 * strength))
    across = shade.side in ("left", "right")
    length = size[0] if across else size[1]
    values = bytes(round(255 * strength * _share(shade, (place + 0.5) / length)) for place in range(length))
    return column_mask(size, values) if across else row_mask(size, values)


def _share(shade: Shade, place: float) -> float:
    """How much of the strength a place has, 0..1 of the picture from its left or top: an S before the edge."""
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


def worst_color(image: Image.Image, ink: Color) -> Color:
    """The colour in an RGB picture that text in `ink` is hardest to read on: its extreme in each channel."""
    light = ink.luminance > 0.18
    bands = [band for band in image.getextrema() if isinstance(band, tuple)]
    return Color(*(round(band[1 if light else 0]) for band in bands[:3]))


def shade_strength(shade: Shade, worst: Color) -> float:
    """The least strength 0..1 at which text in the shade's ink has its contrast on `worst`; 1 when none gives it."""
    low, high = 0.0, 1.0
    for _ in range(12):
        strength = (low + high) / 2
        seen = worst.mixed(shade.color, strength)
        low, high = (low, strength) if seen.contrast(shade.ink) >= shade.least else (strength, high)
    return max(LEAST_STRENGTH, min(1.0, high + 0.01))


def shaded(image: Image.Image, shade: Shade | None) -> Image.Image:
    """An RGB or RGBA picture with its veil."""
    if shade is None:
        return image
    colours = image.convert("RGB")
    strength = shade_strength(shade, worst_color(colours.crop(full_part(shade, image.size)), shade.ink))
    colours.paste(shade.color.rgb, (0, 0), shade_mask(shade, image.size, strength))
    if image.mode == "RGBA":
        colours.putalpha(image.getchannel("A"))
    return colours


def surest_strength(shade: Shade) -> float:
    """The strength that holds for every picture there can be: what footage is veiled with."""
    return shade_strength(shade, _WHITE if shade.ink.luminance > 0.18 else _BLACK)
