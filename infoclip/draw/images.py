"""Sprites of photos and logos: turned as the camera says, cropped about their focal point, with round corners.

A logo may be an SVG: it is made safe and drawn as art is, at the size it has on the frame.
"""

from __future__ import annotations

import math

from PIL import Image, ImageChops, ImageOps, UnidentifiedImageError

from infoclip.draw.art import rasterised, sanitised, svg_text
from infoclip.draw.art_values import Canvas
from infoclip.draw.effects import carried_outwards, sprite_of
from infoclip.draw.pixels import Sprite
from infoclip.draw.shapes import rounded_mask
from infoclip.errors import InputError, Place, Problem
from infoclip.marks.marks import ImageMark

MOST_PIXELS = 120_000_000


def image_sprites(mark: ImageMark, scale: float) -> tuple[Sprite, ...]:
    """`mark` with its box's corner at (0, 0), at `scale`. Raises InputError for a file that is no picture."""
    width, height = max(1, round(mark.width * scale)), max(1, round(mark.height * scale))
    picture = _drawn(mark, (width, height)) if mark.path.suffix.lower() == ".svg" else _opened(mark, (width, height))
    picture, x, y = _fitted(picture, (width, height), mark)
    if mark.radius > 0:
        corners = rounded_mask(picture.size, mark.radius * scale)
        picture = picture.convert("RGBA")
        picture.putalpha(ImageChops.multiply(picture.getchannel("A"), corners))
    if picture.mode == "RGBA":
        if picture.getchannel("A").getextrema() == (255, 255):
            picture = picture.convert("RGB")
        else:
            picture = carried_outwards(picture)
    return (sprite_of(picture, x, y),)


def _drawn(mark: ImageMark, size: tuple[int, int]) -> Image.Image:
    place = Place(mark.path)
    drawn = rasterised(sanitised(svg_text(mark.path), Canvas(*size, 0, 1.0), place), place)
    box = drawn.getchannel("A").getbbox()
    return drawn if box is None else drawn.crop(box) if mark.fit == "cover" else drawn


def _opened(mark: ImageMark, size: tuple[int, int]) -> Image.Image:
    """The file as RGB or RGBA, upright. A large JPEG is decoded at a fraction of its size where that is enough."""
    place = Place(mark.path)
    try:
        with Image.open(mark.path) as image:
            if image.width * image.height > MOST_PIXELS:
                raise InputError(
                    Problem(f"this picture has {image.width} x {image.height} pixels: too large", place, code="image")
                )
            largest = 2 * max(size)  # twice: it may stand on its side, or be cropped
            image.draft("RGB", (largest, largest))
            upright = ImageOps.exif_transpose(image)
            clear = upright.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in upright.info
            return upright.convert("RGBA" if clear else "RGB")
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError, ValueError) as error:
        raise InputError(Problem("this is not a picture that can be read", place, str(error), "image")) from error


def _fitted(image: Image.Image, size: tuple[int, int], mark: ImageMark) -> tuple[Image.Image, int, int]:
    width, height = size
    grow = max if mark.fit == "cover" else min
    factor = grow(width / image.width, height / image.height)
    if mark.fit == "contain":
        fitted = max(1, round(image.width * factor)), max(1, round(image.height * factor))
        x, y = (width - fitted[0]) // 2, (height - fitted[1]) // 2
        return _resized(image, fitted, (0.0, 0.0, float(image.width), float(image.height))), x, y
    shown_width, shown_height = min(image.width, width / factor), min(image.height, height / factor)
    left = min(max(0.0, mark.focal[0] * image.width - shown_width / 2), image.width - shown_width)
    top = min(max(0.0, mark.focal[1] * image.height - shown_height / 2), image.height - shown_height)
    return _resized(image, size, (left, top, left + shown_width, top + shown_height)), 0, 0


def _resized(image: Image.Image, size: tuple[int, int], box: tuple[float, float, float, float]) -> Image.Image:
    if image.size == size and all(math.isclose(a, b) for a, b in zip(box, (0, 0, *size), strict=True)):
        return image
    return image.resize(size, Image.Resampling.LANCZOS, box=box, reducing_gap=2.0)
