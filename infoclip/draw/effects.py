"""What is done to finished pictures: fixed-seed grain, so that soft gradients do not band when they are encoded."""

from __future__ import annotations

import random
from functools import lru_cache

from PIL import Image, ImageChops

GRAIN_TILE = 512


@lru_cache(maxsize=4)
def _grain_tile(amount: float, seed: int) -> Image.Image:
    """A square of noise about 128. `amount` 1 spans the whole range; two bytes are averaged, so most of it is mild."""
    source = random.Random(seed)  # fixed seed: the same grain in every process, or no two renders would be equal
    area = GRAIN_TILE * GRAIN_TILE
    planes = [Image.frombytes("L", (GRAIN_TILE, GRAIN_TILE), source.randbytes(area)) for _ in range(2)]
    noise = Image.blend(planes[0], planes[1], 0.5)
    return noise.point([round(128 + (value - 127.5) * amount) for value in range(256)])


def with_grain(image: Image.Image, amount: float, seed: int = 7) -> Image.Image:
    """`image` (RGB or RGBA) with grey grain of `amount` 0..1; its alpha stays. Equal input gives equal output."""
    if amount <= 0:
        return image
    tile = _grain_tile(min(amount, 1.0), seed)
    field = Image.new("L", image.size)
    for top in range(0, image.height, GRAIN_TILE):
        for left in range(0, image.width, GRAIN_TILE):
            field.paste(tile, (left, top))
    colours = ImageChops.add(image.convert("RGB"), Image.merge("RGB", (field, field, field)), 1.0, -128)
    if image.mode != "RGBA":
        return colours
    colours.putalpha(image.getchannel("A"))
    return colours
