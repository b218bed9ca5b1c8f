"""A photo that is pushed: one picture, a few percent larger or smaller from frame to frame.

Film reads its columns from a picture four times as wide, which is an eighth of a pixel exact, and mixes its rows: half
of what scaling both ways takes, and nobody sees the difference.
"""

from __future__ import annotations

import math

from PIL import Image

from infoclip.draw.pixels import Pixels
from infoclip.draw.shapes import row_mask
from infoclip.draw.warp import Size, Warp, framed, mixed, warped

_FINE = 4


class Pushed:
    """`pixels` as frames of `size` show it, through warps that only scale and slide within it."""

    def __init__(self, pixels: Pixels, size: Size) -> None:
        self.size = size
        self._pixels = pixels
        self._fine: dict[int, Image.Image] = {}

    def seen(self, warp: Warp) -> Pixels:
        return _Seen(self, warp)

    def prepare(self) -> bool:
        """Make one of the planes that film needs; whether one was left to make."""
        left = [index for index in range(3) if index not in self._fine]
        if left:
            self._plane(left[0])
        return bool(left)

    def rgb(self, warp: Warp) -> Image.Image:
        return warped(self._pixels.rgb, warp, self.size, extend=True)

    def luma(self, warp: Warp) -> Image.Image:
        return finely(self._plane(0), warp, self.size)

    def chroma(self, warp: Warp, px: int, py: int) -> tuple[Image.Image, Image.Image]:
        """U and V of the picture seen through `warp` with its corner on an odd column (px) or row (py)."""
        a, b, c, d, e, f = warp
        half = (a, b, (c - a * px) / 2, d, e, (f - e * py) / 2)
        size = (self.size[0] + px + 1) // 2, (self.size[1] + py + 1) // 2
        return finely(self._plane(1), half, size), finely(self._plane(2), half, size)

    def _plane(self, index: int) -> Image.Image:
        fine = self._fine.get(index)
        if fine is None:
            luma = self._pixels.luma()
            fine = self._fine[index] = finer(luma if index == 0 else self._pixels.chroma(0, 0)[index - 1])
        return fine

    @property
    def weight(self) -> int:
        """Bytes: the planes of the picture four times as wide, and the picture's own."""
        return self._pixels.weight + self._pixels.size[0] * self._pixels.size[1] * _FINE * 3 // 2


class _Seen(Pixels):
    __slots__ = ("_source", "_warp")

    def __init__(self, source: Pushed, warp: Warp) -> None:
        super().__init__(None, source.size)
        self._source, self._warp = source, warp

    def _make_rgb(self) -> Image.Image:
        return self._source.rgb(self._warp)

    def _make_luma(self) -> Image.Image:
        return self._source.luma(self._warp)

    def _make_chroma(self, px: int, py: int) -> tuple[Image.Image, Image.Image]:
        return self._source.chroma(self._warp, px, py)


def finer(image: Image.Image) -> Image.Image:
    """`image` (L) with its border drawn out by a pixel, four times as wide: columns between are mixed from those beside
    them.
    """
    wide = framed(image, (image.width + 4, image.height + 2), (2, 1))
    parts = []
    for step in range(_FINE):
        off = (step + 0.5) / _FINE - 0.5  # from the middle of the pixel
        own, beside = (wide.crop((left, 0, left + image.width + 2, wide.height)) for left in (1, 2 if off > 0 else 0))
        parts.append(mixed(own, beside, abs(off)))
    woven = Image.merge("RGBA", parts)  # four pixels side by side are the four bytes of one
    return Image.frombytes("L", (_FINE * woven.width, woven.height), woven.tobytes())


def finely(fine: Image.Image, warp: Warp, size: Size) -> Image.Image:
    """What `finer` made, seen through `warp` (no turn, nowhere beside the picture): columns picked, rows mixed."""
    a, _, c, _, e, f = warp
    top = f + 0.5  # the row whose middle lies on or above a point, one further down in the drawn out picture
    across = a * _FINE, 0.0, (c + 1) * _FINE
    upper = fine.transform(size, Image.Transform.AFFINE, (*across, 0.0, e, top), Image.Resampling.NEAREST)
    lower = fine.transform(size, Image.Transform.AFFINE, (*across, 0.0, e, top + 1), Image.Resampling.NEAREST)
    shares = bytearray(size[1])
    place = top + e * 0.5
    for row in range(size[1]):  # summed up as Pillow does, so that both come to the same row
        shares[row] = int((place - math.floor(place)) * 255 + 0.5)
        place += e
    upper.paste(lower, (0, 0), row_mask(size, bytes(shares)))
    return upper
