"""Pictures seen through a warp: slid, scaled, turned.

A warp says where every point of the new picture comes from in the old one, as Pillow's affine transforms do: (a, b, c,
d, e, f) takes (x, y) to (ax + by + c, dx + ey + f), in continuous pixel coordinates.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from typing import TypeAlias

from PIL import Image

Size: TypeAlias = tuple[int, int]
Warp: TypeAlias = tuple[float, float, float, float, float, float]
Rect: TypeAlias = tuple[int, int, int, int]
Tiles: TypeAlias = list[Rect] | None

_MARGIN = 2
_MOST_FINE = 300_000
_SMALL = 32_768
"""Pixels up to which Pillow's own loop takes less than eight calls from here."""
_PASSING = 1 / 0.9
"""How much smaller than itself a small picture is at least while it comes or goes: nothing stays at such a size."""


def framed(image: Image.Image, size: Size, at: Size) -> Image.Image:
    """`image` with its corner at `at` in a picture of `size`; its border pixels are drawn out to the new border."""
    whole = Image.new(image.mode, size)
    whole.paste(image, at)
    left, top, right, bottom = *at, at[0] + image.width, at[1] + image.height
    for x, width, edge in ((0, left, left), (right, size[0] - right, right - 1)):
        if width > 0:
            whole.paste(whole.crop((edge, top, edge + 1, bottom)).resize((width, image.height)), (x, top))
    for y, height, edge in ((0, top, top), (bottom, size[1] - bottom, bottom - 1)):
        if height > 0:
            whole.paste(whole.crop((0, edge, size[0], edge + 1)).resize((size[0], height)), (0, y))
    return whole


def warped(image: Image.Image, warp: Warp, size: Size, *, extend: bool = False, tiles: Tiles = None) -> Image.Image:
    """`image` (L or RGB) seen through `warp`, with `tiles` only there. Outside of it is 0, or with `extend` what its
    border shows.
    """
    a, b, c, d, e, f = warp
    if (a, b, d, e) == (1, 0, 0, 1):
        return _slid(image, (c, f), size, extend)
    if b == 0 and d == 0 and a > 0 and e > 0 and not (a > _PASSING and image.width * image.height <= _SMALL):
        return _resized(image, warp, size, extend)
    if passes(image, warp):
        return _passing(image, warp, size, extend)
    # A turn alone may last (a ring that drifts) and deserves the better filter, unless that takes half a frame's time.
    fine = _turns_only(warp) and size[0] * size[1] <= _MOST_FINE
    resample = Image.Resampling.BICUBIC if fine else Image.Resampling.BILINEAR
    image = _framed_or_padded(image, _MARGIN, extend)
    c, f = c + _MARGIN, f + _MARGIN
    if tiles is None:
        return image.transform(size, Image.Transform.AFFINE, (a, b, c, d, e, f), resample)
    whole = Image.new(image.mode, size)
    for x0, y0, x1, y1 in tiles:
        data = (a, b, c + a * x0 + b * y0, d, e, f + d * x0 + e * y0)
        whole.paste(image.transform((x1 - x0, y1 - y0), Image.Transform.AFFINE, data, resample), (x0, y0))
    return whole


def _turns_only(warp: Warp) -> bool:
    return abs(warp[0] * warp[4] - warp[1] * warp[3] - 1) < 1e-6


def passes(image: Image.Image, warp: Warp) -> bool:
    """Whether a picture seen through `warp` is turned and made smaller at once, or a small one made much smaller, so
    on its way, and not a huge one.
    """
    return warp[0] * warp[4] - warp[1] * warp[3] > 1 + 1e-6 and image.width * image.height <= _MOST_PASSING


def _passing(image: Image.Image, warp: Warp, size: Size, extend: bool) -> Image.Image:
    """The nearest points of the picture at twice its size, which the next frames use too: a tenth of what interpolating
    takes, and never more than a quarter of a pixel off.
    """
    a, b, c, d, e, f = warp
    factor = max(1, math.floor(min(math.hypot(a, d), math.hypot(b, e))))
    gain, margin = 2 / factor, _MARGIN * factor
    data = (a * gain, b * gain, (c + margin) * gain, d * gain, e * gain, (f + margin) * gain)
    return _larger.of(image, factor, extend).transform(size, Image.Transform.AFFINE, data, Image.Resampling.NEAREST)


class _Larger:
    """Pictures at twice their size, framed, for as long as they are turned: the last of them, up to `limit` pixels."""

    def __init__(self, limit: int) -> None:
        self._limit, self._used = limit, 0
        self._kept: OrderedDict[tuple[int, int, bool], tuple[Image.Image, Image.Image]] = OrderedDict()

    def of(self, image: Image.Image, factor: int, extend: bool) -> Image.Image:
        """`image` made smaller by `factor`, then twice as large."""
        key = id(image), factor, extend
        kept = self._kept.pop(key, None)
        if kept is not None and kept[0] is image:
            self._kept[key] = kept
            return kept[1]
        self._used -= _area(kept[1]) if kept is not None else 0
        small = _framed_or_padded(image, _MARGIN * factor, extend)
        small = small.reduce(factor) if factor > 1 else small
        large = small.resize((2 * small.width, 2 * small.height), Image.Resampling.BICUBIC)
        self._kept[key] = image, large
        self._used += _area(large)
        while self._used > self._limit:
            _, (_, dropped) = self._kept.popitem(last=False)
            self._used -= _area(dropped)
        return large


def _area(image: Image.Image) -> int:
    return image.width * image.height


_larger = _Larger(9_000_000)
_MOST_PASSING = 700_000


def _expanded(image: Image.Image, margin: int) -> Image.Image:
    """`framed` with a margin all round, in one call."""
    return image._new(image.im.expand(margin, margin))


def _framed_or_padded(image: Image.Image, margin: int, extend: bool) -> Image.Image:
    if not extend:
        return image.crop((-margin, -margin, image.width + margin, image.height + margin))
    if image.width * image.height <= _SMALL:
        return _expanded(image, margin)
    return framed(image, (image.width + 2 * margin, image.height + 2 * margin), (margin, margin))


def _slid(image: Image.Image, by: tuple[float, float], size: Size, extend: bool) -> Image.Image:
    """A slide, its fractions by mixing neighbours: bilinear interpolation at a tenth of the cost."""
    left, top = math.floor(by[0]), math.floor(by[1])
    share_x, share_y = by[0] - left, by[1] - top
    width, height = size[0] + (share_x > 0), size[1] + (share_y > 0)
    part = _cut(image, (left, top, left + width, top + height), extend)
    if share_x > 0:
        part = mixed(part.crop((0, 0, size[0], height)), part.crop((1, 0, width, height)), share_x)
    if share_y > 0:
        part = mixed(part.crop((0, 0, *size)), part.crop((0, 1, size[0], height)), share_y)
    return part


def _cut(image: Image.Image, box: tuple[int, int, int, int], extend: bool) -> Image.Image:
    """A part of `image`; beside it 0, or with `extend` its border pixels drawn out."""
    inner = max(0, box[0]), max(0, box[1]), min(image.width, box[2]), min(image.height, box[3])
    if not extend or inner == box or inner[0] >= inner[2] or inner[1] >= inner[3]:
        return image.crop(box)
    part = image if inner == (0, 0, *image.size) else image.crop(inner)
    return framed(part, (box[2] - box[0], box[3] - box[1]), (inner[0] - box[0], inner[1] - box[1]))


def mixed(image: Image.Image, other: Image.Image, share: float) -> Image.Image:
    """`image`, which is changed, with `share` of `other`. A paste rounds where `Image.blend` cuts, and is quicker."""
    image.paste(other, (0, 0), Image.new("L", image.size, round(share * 255)))
    return image


def _resized(image: Image.Image, warp: Warp, size: Size, extend: bool) -> Image.Image:
    """A pure scaling: separable, so much quicker than an affine transform, and free of moire when it shrinks."""
    a, _, c, _, e, f = warp
    box = (c, f, c + a * size[0], f + e * size[1])
    margin = math.ceil(max(-box[0], -box[1], box[2] - image.width, box[3] - image.height, 0)) + 1
    image = _framed_or_padded(image, margin, extend)
    left, top, right, bottom = (value + margin for value in box)
    inside = max(left, 0.0), max(top, 0.0), min(right, float(image.width)), min(bottom, float(image.height))
    return image._new(image.im.resize(size, Image.Resampling.BILINEAR, inside))  # what Pillow does, which asks first
