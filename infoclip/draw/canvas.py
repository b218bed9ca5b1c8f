"""What pictures are painted on: an RGB image for stills, the planes of YUV 4:2:0 for film (bt709, limited range).

Both take the same four calls: `fill`, `paste_color` (a mask filled with one colour), `paste_pixels` (a picture, with or
without a mask) and `blend` (another canvas, through a mask or evenly). Each is held within a clip rectangle. Rectangles
are (left, top, right, bottom) in device pixels; on YUV their sides must be even, as `even` makes them.
"""

from __future__ import annotations

from typing import Any, NamedTuple, Protocol, TypeAlias

from PIL import Image, ImageChops

from infoclip.draw.pixels import Cover, Pixels, Rgb, rgb_of_planes, yuv

Rect: TypeAlias = tuple[int, int, int, int]
Planes: TypeAlias = tuple[Image.Image, Image.Image, Image.Image]
Core: TypeAlias = Any
"""A picture as Pillow's own C code holds it."""
_MOST_PARTS = 64


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


def around(hole: Rect | None, frame: Rect) -> list[Rect]:
    """`frame` without `hole`, in at most four parts."""
    if hole is None:
        return [frame]
    left, top, right, bottom = hole
    parts = [
        (frame[0], frame[1], frame[2], top), (frame[0], bottom, frame[2], frame[3]),
        (frame[0], top, left, bottom), (right, top, frame[2], bottom),
    ]  # fmt: skip
    return [part for part in parts if part[0] < part[2] and part[1] < part[3]]


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

    The planes are Pillow images that share the buffer's memory, so a paste is at once in the buffer. So are parts of
    them: Pillow itself cuts off what a picture has beyond their sides, and nothing is copied to be cut.
    """

    def __init__(self, width: int, height: int) -> None:
        if width % 2 or height % 2:
            raise ValueError("a YUV 4:2:0 canvas has even sides")
        self.width, self.height = width, height
        luma, half = width * height, (width // 2) * (height // 2)
        self._memory = bytearray(luma + 2 * half + width)  # the last row of a part is counted as a whole one
        self.buffer = memoryview(self._memory)[: luma + 2 * half]
        self._layout = ((0, width), (luma, width // 2), (luma + half, width // 2))
        small = (width // 2, height // 2)
        self.planes: Planes = (
            _shared(self.buffer[:luma], (width, height)),
            _shared(self.buffer[luma : luma + half], small),
            _shared(self.buffer[luma + half :], small),
        )
        self._cores = tuple(plane.im for plane in self.planes)
        self._parts: dict[Rect, tuple[tuple[int, int], tuple[Core, Core, Core]]] = {}
        self.fill((0, 0, 0), self.rect)

    @property
    def rect(self) -> Rect:
        return 0, 0, self.width, self.height

    def like(self) -> YuvCanvas:
        return YuvCanvas(self.width, self.height)

    def _part(self, index: int, rect: Rect) -> Core:
        """What of plane `index` lies in `rect` (its own pixels, within it), without copying it."""
        (start, stride), (left, top, right, bottom) = self._layout[index], rect
        place = start + top * stride + left
        core: Core = Image.core.map_buffer(  # type: ignore[attr-defined]
            self._memory, (right - left, bottom - top), "raw", place, ("L", stride, 1)
        )
        return core

    def _within(self, clip: Rect) -> tuple[tuple[int, int], tuple[Core, Core, Core]]:
        """The parts of all planes within `clip` (even), to paste on, and where their corner is."""
        found = self._parts.get(clip)
        if found is None:
            if len(self._parts) >= _MOST_PARTS:
                self._parts.clear()
            seen = overlap(clip, self.rect) or (0, 0, 0, 0)
            half = _halved(seen)
            parts = self._part(0, seen), self._part(1, half), self._part(2, half)
            found = self._parts[clip] = seen[:2], parts
        return found

    def fill(self, color: Rgb, clip: Rect) -> None:
        half = _halved(clip)
        for plane, value, box in zip(self.planes, yuv(color), (clip, half, half), strict=True):
            plane.paste(value, box)

    def ground(self, color: Rgb, clip: Rect) -> None:
        self.fill(color, clip)

    def paste_color(self, color: Rgb, cover: Cover, at: tuple[int, int], clip: Rect) -> None:
        place = _at(at, cover.image)
        if overlap(place, clip) is None:
            return
        mask, levels = cover.half(at[0] & 1, at[1] & 1), yuv(color)
        small = _at((at[0] >> 1, at[1] >> 1), mask)
        y, u, v = self._cores
        if not holds(clip, place):
            corner, (y, u, v) = self._within(clip)
            place, small = _inside(place, corner), _inside(small, (corner[0] >> 1, corner[1] >> 1))
        y.paste(levels[0], place, cover.image.im)
        u.paste(levels[1], small, mask.im)
        v.paste(levels[2], small, mask.im)

    def paste_pixels(self, pixels: Pixels, cover: Cover | None, at: tuple[int, int], clip: Rect) -> None:
        width, height = pixels.size
        place = at[0], at[1], at[0] + width, at[1] + height
        if overlap(place, clip) is None:
            return
        parity = (at[0] & 1, at[1] & 1)
        luma, chroma = pixels.luma().im, pixels.chroma(*parity)
        y, u, v = self._cores
        small = _at((at[0] >> 1, at[1] >> 1), chroma[0])
        if not holds(clip, place):
            corner, (y, u, v) = self._within(clip)
            place, small = _inside(place, corner), _inside(small, (corner[0] >> 1, corner[1] >> 1))
        if cover is not None:  # most of a scene's small things, of which there may be hundreds
            core = cover.half(*parity).im
            y.paste(luma, place, cover.image.im)
            u.paste(chroma[0].im, small, core)
            v.paste(chroma[1].im, small, core)
            return
        y.paste(luma, place)
        # a border may share chroma samples with what is beside it
        shares = any(parity) or width % 2 or height % 2
        mask = (Cover(Image.new("L", pixels.size, 255)).half(*parity).im,) if shares else ()
        u.paste(chroma[0].im, small, *mask)
        v.paste(chroma[1].im, small, *mask)

    def blend(self, other: Canvas, how: Veil | float | None, at: tuple[int, int], clip: Rect) -> None:
        assert isinstance(other, YuvCanvas)
        shared = overlap(_inside(other.rect, (-at[0], -at[1])), clip)
        if isinstance(how, Veil) and shared is not None:
            shared = overlap(_at((how.x, how.y), how.cover.image), shared)
        if shared is None:
            return
        shared = overlap(even(shared), self.rect)
        assert shared is not None
        half, inner = _halved(shared), _inside(shared, at)
        parts = (shared, half, half), (inner, _halved(inner), _halved(inner))
        for index, (here, there) in enumerate(zip(*parts, strict=True)):
            mask = _veiled(how, here, small=index > 0)
            self._cores[index].paste(other._part(index, there), here, *(() if mask is None else (mask.im,)))

    def rgb(self) -> Image.Image:
        """The canvas as an RGB image, chroma samples repeated: for looking at and for tests."""
        return rgb_of_planes(self.planes)


def _veiled(how: Veil | float | None, rect: Rect, *, small: bool) -> Image.Image | None:
    """The mask through which another canvas is seen in `rect` of a plane (`small`: of chroma)."""
    if how is None:
        return None
    if isinstance(how, Veil):
        mask = how.cover.half(0, 0) if small else how.cover.image
        return _part(mask, _inside(rect, (how.x >> small, how.y >> small)))
    return Image.new("L", (rect[2] - rect[0], rect[3] - rect[1]), round(how * 255))


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
