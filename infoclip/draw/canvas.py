"""What pictures are painted on: an RGB image for stills, the planes of YUV 4:2:0 for film (bt709, limited range).

Both take the same four calls: `fill`, `paste_color` (a mask filled with one colour), `paste_pixels` (a picture, with or
without a mask) and `blend` (another canvas, through a mask or evenly). Each is held within a clip rectangle. Rectangles
are (left, top, right, bottom) in device pixels; on YUV their sides must be even, as `even` makes them.
"""

from __future__ import annotations

from typing import NamedTuple, Protocol, TypeAlias

from PIL import Image, ImageChops

from infoclip.draw.pixels import Cover, Pixels, Rgb, rgb_of_planes, yuv

Rect: TypeAlias = tuple[int, int, int, int]
Planes: TypeAlias = tuple[Image.Image, Image.Image, Image.Image]


class Veil(NamedTuple):
    """A mask with its corner at (x, y), both even, through which another canvas is seen; beside it nothing is."""

    cover: Cover
    x: int = 0
    y: int = 0


def even(rect: Rect) -> Rect:
    """`rect` grown to even sides, so that it holds whole chroma samples."""
    left, top, right, bottom = rect
    return left & ~1, top & ~1, (right + 1) & ~1, (bottom + 1) & ~1


def overlap(one: Rect, other: Rect) -> Rect | None:
    """What two rectangles share, or None."""
    left, top = max(one[0], other[0]), max(one[1], other[1])
    right, bottom = min(one[2], other[2]), min(one[3], other[3])
    return (left, top, right, bottom) if left < right and top < bottom else None


class Canvas(Protocol):
    """The four calls, the same on both canvases."""

    width: int
    height: int

    @property
    def rect(self) -> Rect: ...

    def like(self) -> Canvas:
        """Another canvas of the same kind and size."""

    def fill(self, color: Rgb, clip: Rect) -> None: ...

    def ground(self, color: Rgb, clip: Rect) -> None:
        """What lies below everything: `color`, or nothing where the canvas is transparent."""

    def paste_color(self, color: Rgb, cover: Cover, at: tuple[int, int], clip: Rect) -> None: ...

    def paste_pixels(self, pixels: Pixels, cover: Cover | None, at: tuple[int, int], clip: Rect) -> None: ...

    def blend(self, other: Canvas, how: Veil | float | None, at: tuple[int, int], clip: Rect) -> None:
        """`other` with its corner at `at` (even), over what is here: through a veil, by a share 0..1, or opaque."""


def _inside(rect: Rect, at: tuple[int, int]) -> Rect:
    """`rect` as seen from the corner `at`."""
    return rect[0] - at[0], rect[1] - at[1], rect[2] - at[0], rect[3] - at[1]


def _part(image: Image.Image, rect: Rect) -> Image.Image:
    return image if rect == (0, 0, *image.size) else image.crop(rect)


def holds(outer: Rect, inner: Rect) -> bool:
    return outer[0] <= inner[0] and outer[1] <= inner[1] and outer[2] >= inner[2] and outer[3] >= inner[3]


def _put(plane: Image.Image, source: Image.Image | int | Rgb, mask: Image.Image | None, at: Rect) -> None:
    """`plane.paste(source, at, mask)` for pictures of the plane's own mode, all in memory.

    What Pillow looks at first (files still to be read, modes, sharing) takes longer than pasting a small sprite.
    """
    ink = source.im if isinstance(source, Image.Image) else source
    if mask is None:
        plane.im.paste(ink, at)
    else:
        plane.im.paste(ink, at, mask.im)


def _paste(plane: Image.Image, source: Image.Image | int | Rgb, mask: Image.Image | None, at: Rect, clip: Rect) -> None:
    """Paste onto one plane what of `source` (an image of the size of `at`, or a colour) lies inside `clip`."""
    if holds(clip, at):
        _put(plane, source, mask, at)
        return
    shared = overlap(at, clip)
    if shared is None:
        return
    inner = _inside(shared, at[:2])
    part = _part(source, inner) if isinstance(source, Image.Image) else source
    _put(plane, part, _part(mask, inner) if mask is not None else None, shared)


def _at(corner: tuple[int, int], image: Image.Image) -> Rect:
    width, height = image.size
    return corner[0], corner[1], corner[0] + width, corner[1] + height


class RgbCanvas:
    """An RGB image. `image` is the picture itself."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self.image = Image.new("RGB", (width, height))

    @property
    def rect(self) -> Rect:
        return 0, 0, self.width, self.height

    def like(self) -> RgbCanvas:
        return RgbCanvas(self.width, self.height)

    def fill(self, color: Rgb, clip: Rect) -> None:
        self.image.paste(color, clip)

    def ground(self, color: Rgb, clip: Rect) -> None:
        self.fill(color, clip)

    def paste_color(self, color: Rgb, cover: Cover, at: tuple[int, int], clip: Rect) -> None:
        _paste(self.image, color, cover.image, _at(at, cover.image), clip)

    def paste_pixels(self, pixels: Pixels, cover: Cover | None, at: tuple[int, int], clip: Rect) -> None:
        _paste(self.image, pixels.rgb, cover.image if cover else None, _at(at, pixels.rgb), clip)

    def blend(self, other: Canvas, how: Veil | float | None, at: tuple[int, int], clip: Rect) -> None:
        assert isinstance(other, RgbCanvas)
        if isinstance(how, Veil):
            mask = how.cover.image
            _veil(self.image, other.image, mask, (_at(at, other.image), _at((how.x, how.y), mask)), clip)
        else:
            _blend(self.image, other.image, how, at, clip)


class OverlayCanvas(RgbCanvas):
    """A transparent picture, for other films to lie under.

    `image` is painted over black and `alpha` takes the same masks in white, which is, to the last bit, compositing with
    colours multiplied by their coverage: every call that is right over black is right here.
    """

    def __init__(self, width: int, height: int) -> None:
        super().__init__(width, height)
        self.alpha = Image.new("L", (width, height))

    def like(self) -> OverlayCanvas:
        return OverlayCanvas(self.width, self.height)

    def fill(self, color: Rgb, clip: Rect) -> None:
        super().fill(color, clip)
        self.alpha.paste(255, clip)

    def ground(self, color: Rgb, clip: Rect) -> None:
        self.image.paste((0, 0, 0), clip)
        self.alpha.paste(0, clip)

    def paste_color(self, color: Rgb, cover: Cover, at: tuple[int, int], clip: Rect) -> None:
        super().paste_color(color, cover, at, clip)
        _paste(self.alpha, 255, cover.image, _at(at, cover.image), clip)

    def paste_pixels(self, pixels: Pixels, cover: Cover | None, at: tuple[int, int], clip: Rect) -> None:
        super().paste_pixels(pixels, cover, at, clip)
        _paste(self.alpha, 255, cover.image if cover else None, _at(at, pixels.rgb), clip)

    def blend(self, other: Canvas, how: Veil | float | None, at: tuple[int, int], clip: Rect) -> None:
        assert isinstance(other, OverlayCanvas)
        super().blend(other, how, at, clip)
        if isinstance(how, Veil):
            mask = how.cover.image
            _veil(self.alpha, other.alpha, mask, (_at(at, other.alpha), _at((how.x, how.y), mask)), clip)
        else:
            _blend(self.alpha, other.alpha, how, at, clip)

    def rgba(self) -> Image.Image:
        """The picture with its coverage, colours as they are (not multiplied)."""
        return Image.merge("RGBa", (*self.image.split(), self.alpha)).convert("RGBA")


def _blend(plane: Image.Image, other: Image.Image, share: float | None, at: tuple[int, int], clip: Rect) -> None:
    shared = overlap(_at(at, other), clip)
    if shared is None:
        return
    part = _part(other, _inside(shared, at))
    _put(plane, part, None if share is None else Image.new("L", part.size, round(share * 255)), shared)


def _veil(plane: Image.Image, other: Image.Image, mask: Image.Image, places: tuple[Rect, Rect], clip: Rect) -> None:
    """Paste `other` through `mask`; `places` say where both stand on the plane."""
    shared = overlap(overlap(*places) or (0, 0, 0, 0), clip)
    if shared is not None:
        corners = [_inside(shared, place[:2]) for place in places]
        _put(plane, _part(other, corners[0]), _part(mask, corners[1]), shared)


class YuvCanvas:
    """Planes Y, U, V in one contiguous buffer, in that order, as ffmpeg's yuv420p expects them.

    The planes are Pillow images that share the buffer's memory, so a paste is at once in the buffer.
    """

    def __init__(self, width: int, height: int) -> None:
        if width % 2 or height % 2:
            raise ValueError("a YUV 4:2:0 canvas has even sides")
        self.width, self.height = width, height
        luma, half = width * height, (width // 2) * (height // 2)
        self.buffer = bytearray(luma + 2 * half)
        view = memoryview(self.buffer)
        small = (width // 2, height // 2)
        self.planes: Planes = (
            _shared(view[:luma], (width, height)),
            _shared(view[luma : luma + half], small),
            _shared(view[luma + half :], small),
        )
        self._cores = tuple(plane.im for plane in self.planes)
        self.fill((0, 0, 0), self.rect)

    @property
    def rect(self) -> Rect:
        return 0, 0, self.width, self.height

    def like(self) -> YuvCanvas:
        return YuvCanvas(self.width, self.height)

    def fill(self, color: Rgb, clip: Rect) -> None:
        half = _halved(clip)
        for plane, value, box in zip(self.planes, yuv(color), (clip, half, half), strict=True):
            plane.paste(value, box)

    def ground(self, color: Rgb, clip: Rect) -> None:
        self.fill(color, clip)

    def paste_color(self, color: Rgb, cover: Cover, at: tuple[int, int], clip: Rect) -> None:
        y, u, v = yuv(color)
        _paste(self.planes[0], y, cover.image, _at(at, cover.image), clip)
        mask = cover.half(at[0] & 1, at[1] & 1)
        place, half = _at((at[0] >> 1, at[1] >> 1), mask), _halved(clip)
        _paste(self.planes[1], u, mask, place, half)
        _paste(self.planes[2], v, mask, place, half)

    def paste_pixels(self, pixels: Pixels, cover: Cover | None, at: tuple[int, int], clip: Rect) -> None:
        luma, parity = pixels.luma(), (at[0] & 1, at[1] & 1)
        chroma = pixels.chroma(*parity)
        whole = _at(at, luma)
        place = _at((at[0] >> 1, at[1] >> 1), chroma[0])
        if cover is not None and holds(clip, whole):  # most of a scene's small things, of which there may be hundreds
            y, u, v = self._cores
            y.paste(luma.im, whole, cover.image.im)
            core = cover.half(*parity).im
            u.paste(chroma[0].im, place, core)
            v.paste(chroma[1].im, place, core)
            return
        _paste(self.planes[0], luma, cover.image if cover else None, whole, clip)
        if cover is None and (any(parity) or luma.width % 2 or luma.height % 2):
            cover = Cover(Image.new("L", luma.size, 255))  # its border shares chroma samples with what is beside it
        mask = cover.half(*parity) if cover else None
        half = _halved(clip)
        _paste(self.planes[1], chroma[0], mask, place, half)
        _paste(self.planes[2], chroma[1], mask, place, half)

    def blend(self, other: Canvas, how: Veil | float | None, at: tuple[int, int], clip: Rect) -> None:
        assert isinstance(other, YuvCanvas)
        masks = (how.cover.image, how.cover.half(0, 0)) if isinstance(how, Veil) else None
        for index, (plane, source) in enumerate(zip(self.planes, other.planes, strict=True)):
            small = index > 0
            part, corner = (_halved(clip), (at[0] >> 1, at[1] >> 1)) if small else (clip, at)
            if isinstance(how, Veil) and masks is not None:
                stand = (how.x >> small, how.y >> small)
                _veil(plane, source, masks[small], (_at(corner, source), _at(stand, masks[small])), part)
            elif not isinstance(how, Veil):
                _blend(plane, source, how, corner, part)

    def rgb(self) -> Image.Image:
        """The canvas as an RGB image, chroma samples repeated: for looking at and for tests."""
        return rgb_of_planes(self.planes)


def _halved(rect: Rect) -> Rect:
    return rect[0] >> 1, rect[1] >> 1, (rect[2] + 1) >> 1, (rect[3] + 1) >> 1


def _shared(view: memoryview, size: tuple[int, int]) -> Image.Image:
    """An "L" image over `view`'s own memory. Pillow marks such an image read-only, or its first paste would copy it."""
    image = Image.frombuffer("L", size, view, "raw", "L", 0, 1)  # type: ignore[arg-type]  # any buffer will do
    image.readonly = 0
    return image


class LayerCanvas:
    """A transparent RGBA layer, in which a group is flattened before it moves and fades as one."""

    def __init__(self, width: int, height: int) -> None:
        self.image = Image.new("RGBA", (width, height))

    @property
    def rect(self) -> Rect:
        return 0, 0, self.image.width, self.image.height

    def paste_color(self, color: Rgb, cover: Cover, at: tuple[int, int]) -> None:
        self._over(Image.new("RGB", cover.image.size, color), cover.image, at)

    def paste_pixels(self, pixels: Pixels, cover: Cover | None, at: tuple[int, int]) -> None:
        self._over(pixels.rgb, cover.image if cover else None, at)

    def _over(self, colours: Image.Image, mask: Image.Image | None, at: tuple[int, int]) -> None:
        place = _at(at, colours)
        shared = overlap(place, self.rect)
        if shared is None:
            return
        inner = _inside(shared, at)
        layer = _part(colours, inner).convert("RGBA")
        if mask is not None:
            layer.putalpha(_part(mask, inner))
        self.image.alpha_composite(layer, shared[:2])


def scaled_mask(image: Image.Image, share: float) -> Image.Image:
    """A mask with `share` (0..1) of its strength."""
    return image if share >= 1 else image.point([round(value * share) for value in range(256)])


def multiplied(mask: Image.Image | None, other: Image.Image) -> Image.Image:
    """Two masks as one; None is a full mask."""
    return other if mask is None else ImageChops.multiply(mask, other)
