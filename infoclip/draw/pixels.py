"""Colours and masks of sprites, each able to give its planes for film: `Pixels`, `Cover`, and warps of both.

Film warps the planes themselves, which are a third of the bytes, and never goes back to RGB. What a warp is, warp.py
says.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TypeAlias

from msgspec import Struct
from PIL import Image

from infoclip.draw.warp import Rect, Size, Tiles, Warp, framed, passes, warped

Rgb: TypeAlias = tuple[int, int, int]

# ITU-R BT.709-6, items 3.2-3.4, in 8 bits limited range: Y 16..235, U and V 16..240 about 128.
_LUMA = (0.2126 * 219 / 255, 0.7152 * 219 / 255, 0.0722 * 219 / 255, 16.0)
_BLUE = (-0.2126 / 1.8556 * 224 / 255, -0.7152 / 1.8556 * 224 / 255, 0.5 * 224 / 255, 128.0)
_RED = (0.5 * 224 / 255, -0.7152 / 1.5748 * 224 / 255, -0.0722 / 1.5748 * 224 / 255, 128.0)
_CHROMA = (0.0, 0.0, 0.0, 0.0, *_BLUE, *_RED)
_TILE = 48
_COARSE = 8
_IS_INK = [0, *[255] * 255]


def yuv(color: Rgb) -> Rgb:
    """An sRGB colour as bt709 limited-range Y, U, V."""
    red, green, blue = color
    y, u, v = (round(row[0] * red + row[1] * green + row[2] * blue + row[3]) for row in (_LUMA, _BLUE, _RED))
    return y, u, v


def rgb_of_planes(planes: tuple[Image.Image, Image.Image, Image.Image]) -> Image.Image:
    """Planes Y, U, V as an RGB image, chroma samples repeated: for looking at and for tests."""
    y, u, v = planes
    full = Image.merge("RGB", (y, *(plane.resize(y.size, Image.Resampling.NEAREST) for plane in (u, v))))
    gain, red, blue = 255 / 219, 1.5748 * 255 / 224, 1.8556 * 255 / 224
    green_u, green_v = -0.0722 / 0.7152 * blue, -0.2126 / 0.7152 * red
    rows = ((gain, 0.0, red), (gain, green_u, green_v), (gain, blue, 0.0))
    matrix = tuple(value for a, b, c in rows for value in (a, b, c, -16 * a - 128 * (b + c)))
    return full.convert("RGB", matrix)


def toned(image: Image.Image, table: Sequence[int]) -> Image.Image:
    """`image` (L) with every level replaced by that of `table`: as `Image.point`, which rounds the table each time."""
    return image._new(image.im.point(table, None))


class Cover:
    """An 8-bit mask that knows its half-size version for the chroma planes at each parity of its place."""

    __slots__ = ("_coarse", "_half", "image")

    def __init__(self, image: Image.Image, half: Image.Image | None = None) -> None:
        self.image = image
        self._half: dict[Size, Image.Image] = {} if half is None else {(0, 0): half}
        self._coarse: Image.Image | None = None

    def half(self, px: int, py: int) -> Image.Image:
        """The mean of every 2 x 2 square of the mask when its corner stands on an odd column (px) or row (py)."""
        found = self._half.get((px, py))
        if found is None:
            width, height = self.image.width + px, self.image.height + py
            size = width + (width & 1), height + (height & 1)
            whole = self.image
            if size != whole.size:
                whole = Image.new("L", size)
                whole.paste(self.image, (px, py))
            found = self._half[(px, py)] = whole.reduce(2)
        return found

    def warped(self, warp: Warp, size: Size, tiles: Tiles = None) -> Cover:
        return Cover(warped(self.image, warp, size, tiles=tiles))

    def tiles(self, warp: Warp, size: Size) -> Tiles:
        """Where something is left to see of the mask seen through `warp`, in squares; None when that is most of it."""
        if size[0] * size[1] < 4 * _TILE * _TILE or passes(self.image, warp):
            return None
        if self._coarse is None:
            ink = self.image.crop((-_COARSE, -_COARSE, self.image.width + 2 * _COARSE, self.image.height + 2 * _COARSE))
            self._coarse = ink.point(_IS_INK).reduce(_COARSE)
        squares = self._inked(self._coarse, warp, size)
        return None if len(squares) * _TILE * _TILE > 0.8 * size[0] * size[1] else _in_rows(squares)

    @staticmethod
    def _inked(coarse: Image.Image, warp: Warp, size: Size) -> list[Rect]:
        """The squares of the new picture that show any part of the mask that is not empty, in reading order."""
        a, b, c, d, e, f = (value / _COARSE for value in warp)
        side, core = _TILE + 2, coarse.im
        # what a square with a pixel around it takes up on the coarse mask, from the place of its corner
        left, right = -a - b + min(0.0, a * side) + min(0.0, b * side), -a - b + max(0.0, a * side) + max(0.0, b * side)
        top, bottom = -d - e + min(0.0, d * side) + min(0.0, e * side), -d - e + max(0.0, d * side) + max(0.0, e * side)
        found = []
        for y in range(0, size[1], _TILE):
            for x in range(0, size[0], _TILE):
                across, down = a * x + b * y + c + 1, d * x + e * y + f + 1
                box = (
                    math.floor(across + left), math.floor(down + top),
                    math.ceil(across + right) + 1, math.ceil(down + bottom) + 1,
                )  # fmt: skip
                if core.crop(box).getbbox() is not None:
                    found.append((x, y, min(x + _TILE, size[0]), min(y + _TILE, size[1])))
        return found

    @property
    def weight(self) -> int:
        """Bytes held, counting one half-size version."""
        return self.image.width * self.image.height * 5 // 4


def _in_rows(squares: Sequence[Rect]) -> list[Rect]:
    """Squares in reading order as fewer rectangles: those that touch side by side are one."""
    rows: list[Rect] = []
    for square in squares:
        if rows and rows[-1][1] == square[1] and rows[-1][2] == square[0]:
            rows[-1] = (rows[-1][0], rows[-1][1], square[2], square[3])
        else:
            rows.append(square)
    return rows


class Pixels:
    """The colours of a picture. RGB, or its YUV planes at each parity of its place, made when asked for.

    With `reload`, which makes the same RGB image again, RGB is let go as soon as the planes are there.
    """

    __slots__ = ("_chroma", "_luma", "_reload", "_rgb", "size")

    def __init__(self, rgb: Image.Image | None, size: Size, reload: Callable[[], Image.Image] | None = None) -> None:
        self.size = size
        self._rgb = rgb
        self._reload = reload
        self._luma: Image.Image | None = None
        self._chroma: dict[Size, tuple[Image.Image, Image.Image]] = {}

    @classmethod
    def of(cls, rgb: Image.Image, reload: Callable[[], Image.Image] | None = None) -> Pixels:
        return cls(rgb, rgb.size, reload)

    @classmethod
    def of_planes(cls, luma: Image.Image, u: Image.Image, v: Image.Image) -> Pixels:
        """Planes alone, for a corner on an even column and row."""
        made = cls(None, luma.size, lambda: rgb_of_planes((luma, u, v)))
        made._luma, made._chroma[(0, 0)] = luma, (u, v)
        return made

    @property
    def rgb(self) -> Image.Image:
        if self._rgb is None:
            self._rgb = self._make_rgb()
        return self._rgb

    def luma(self) -> Image.Image:
        if self._luma is None:
            self._luma = self._make_luma()
        return self._luma

    @property
    def made(self) -> bool:
        """Whether film has begun to paint it: what a warp shows is made when it is painted."""
        return self._luma is not None

    def chroma(self, px: int, py: int) -> tuple[Image.Image, Image.Image]:
        """U and V at half size for a picture whose corner stands on an odd column (px) or row (py)."""
        found = self._chroma.get((px, py))
        if found is None:
            found = self._chroma[(px, py)] = self._make_chroma(px, py)
            if self._reload is not None and self._luma is not None:
                self._rgb = None
        return found

    def _make_rgb(self) -> Image.Image:
        assert self._reload is not None
        return self._reload()

    def _make_luma(self) -> Image.Image:
        return self.rgb.convert("L", _LUMA)

    def _make_chroma(self, px: int, py: int) -> tuple[Image.Image, Image.Image]:
        small = _evened(self.rgb, px, py).reduce(2).convert("RGB", _CHROMA)
        return small.getchannel(1), small.getchannel(2)

    def warped(self, warp: Warp, size: Size, tiles: Tiles = None) -> Pixels:
        """The picture seen through `warp`; with `tiles` only there."""
        return _Warped(self, warp, size, tiles)

    def lit(self, light: float) -> Pixels:
        """Brighter by `light`: 1 is twice as bright."""
        return Lit(self, 1 + light)

    @property
    def weight(self) -> int:
        """Bytes held: planes with a second parity, and RGB (four a pixel) where it cannot be let go."""
        return self.size[0] * self.size[1] * (3 if self._reload is not None else 6)


class Rows(Pixels):
    """A picture whose rows are of one colour each: `column` (RGB, a pixel wide) drawn out to `width`."""

    __slots__ = ("_column",)

    def __init__(self, column: Image.Image, width: int) -> None:
        super().__init__(None, (width, column.height))
        self._column = column

    def _make_rgb(self) -> Image.Image:
        return self._column.resize(self.size, Image.Resampling.NEAREST)

    def _make_luma(self) -> Image.Image:
        return self._column.convert("L", _LUMA).resize(self.size, Image.Resampling.NEAREST)

    def _make_chroma(self, px: int, py: int) -> tuple[Image.Image, Image.Image]:
        column = _evened(self._column, 0, py).reduce(2).convert("RGB", _CHROMA)
        size = (self.size[0] + px + 1) // 2, column.height
        u, v = (column.getchannel(band).resize(size, Image.Resampling.NEAREST) for band in (1, 2))
        return u, v

    @property
    def weight(self) -> int:
        return self.size[0] * self.size[1] * 2


class _Warped(Pixels):
    __slots__ = ("_source", "_tiles", "_warp")

    def __init__(self, source: Pixels, warp: Warp, size: Size, tiles: Tiles = None) -> None:
        super().__init__(None, size)
        self._source = source
        self._warp = warp
        self._tiles = tiles

    def _make_rgb(self) -> Image.Image:
        return warped(self._source.rgb, self._warp, self.size, extend=True, tiles=self._tiles)

    def _make_luma(self) -> Image.Image:
        return warped(self._source.luma(), self._warp, self.size, extend=True, tiles=self._tiles)

    def _make_chroma(self, px: int, py: int) -> tuple[Image.Image, Image.Image]:
        a, b, c, d, e, f = self._warp
        width, height = (self.size[0] + px + 1) // 2, (self.size[1] + py + 1) // 2
        qx, qy = 0, 0
        if (a, b, d, e) == (1, 0, 0, 1):
            # A slide: chroma stands on the nearest whole pixel, at the parity of the source that makes it a plain cut.
            c, f = float(math.floor(c + 0.5)), float(math.floor(f + 0.5))
            qx, qy = int(c - px) & 1, int(f - py) & 1
        half = (a, b, (c - a * px - b * py + qx) / 2, d, e, (f - d * px - e * py + qy) / 2)
        tiles = self._tiles
        if tiles is not None:
            tiles = [(x0 // 2, y0 // 2, min(x1 // 2 + 1, width), min(y1 // 2 + 1, height)) for x0, y0, x1, y1 in tiles]
        planes = self._source.chroma(qx, qy)
        u, v = (warped(plane, half, (width, height), extend=True, tiles=tiles) for plane in planes)
        return u, v

    @property
    def weight(self) -> int:
        return self.size[0] * self.size[1] * 3 // 2


class Lit(Pixels):
    """`source`, `gain` times as bright."""

    __slots__ = ("gain", "source")

    def __init__(self, source: Pixels, gain: float) -> None:
        super().__init__(None, source.size)
        self.source = source
        self.gain = gain

    def _table(self, zero: int, low: int, high: int) -> list[int]:
        return _gained(self.gain, zero, low, high)

    def _make_rgb(self) -> Image.Image:
        return self.source.rgb.point(self._table(0, 0, 255) * 3)

    def _make_luma(self) -> Image.Image:
        return toned(self.source.luma(), self._table(16, 16, 235))

    def _make_chroma(self, px: int, py: int) -> tuple[Image.Image, Image.Image]:
        table = self._table(128, 16, 240)
        u, v = self.source.chroma(px, py)
        return toned(u, table), toned(v, table)

    @property
    def weight(self) -> int:
        return self.size[0] * self.size[1] * 3 // 2


@lru_cache(maxsize=128)
def _gained(gain: float, zero: int, low: int, high: int) -> list[int]:
    """What every level becomes when its distance from `zero` is `gain` times as large."""
    return [max(low, min(high, round(zero + (value - zero) * gain))) for value in range(256)]


class Sprite(Struct, frozen=True, eq=False):
    """Something to paint with its corner at (x, y) in device pixels: a colour through a mask, or a picture, through a
    mask or opaque. With `tiles`, parts of its own picture, there is nothing beside them.
    """

    x: int
    y: int
    paint: Rgb | Pixels
    cover: Cover | None
    tiles: Tiles = None

    @property
    def size(self) -> Size:
        if self.cover is not None:
            return self.cover.image.size
        assert isinstance(self.paint, Pixels)
        return self.paint.size

    @property
    def rect(self) -> tuple[int, int, int, int]:
        width, height = self.size
        return self.x, self.y, self.x + width, self.y + height

    @property
    def weight(self) -> int:
        own = self.paint.weight if isinstance(self.paint, Pixels) else 0
        return own + (self.cover.weight if self.cover else 0)

    def unfold(self, px: int, py: int) -> None:
        """Make the planes that film paints when the corner stands on an odd column (px) or row (py)."""
        if isinstance(self.paint, Pixels):
            self.paint.luma()
            self.paint.chroma(px, py)
        if self.cover is not None:
            self.cover.half(px, py)

    def moved(self, dx: int, dy: int) -> Sprite:
        return Sprite(self.x + dx, self.y + dy, self.paint, self.cover, self.tiles) if dx or dy else self

    def warped(self, warp: Warp, size: Size, *, opaque: bool = False) -> Sprite:
        """What is seen of it through `warp`, its corner where it was; `opaque` where nothing is seen beside it."""
        cover = None if opaque else self.cover or Cover(Image.new("L", self.size, 255))
        tiles = cover.tiles(warp, size) if cover is not None and warp[1] else None
        paint = self.paint.warped(warp, size, tiles) if isinstance(self.paint, Pixels) else self.paint
        return Sprite(self.x, self.y, paint, cover.warped(warp, size, tiles) if cover else None, tiles)

    def through(self, cover: Cover) -> Sprite:
        """The same with another mask, which is nowhere stronger."""
        return Sprite(self.x, self.y, self.paint, cover, self.tiles)


def _evened(image: Image.Image, px: int, py: int) -> Image.Image:
    """`image` moved by (px, py), 0 or 1 each, in a picture of even size whose new border repeats the old one."""
    width, height = image.width + px, image.height + py
    size = width + (width & 1), height + (height & 1)
    if size == image.size:
        return image
    return framed(image, size, (px, py))
