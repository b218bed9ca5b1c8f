"""What is done to finished sprites: fading, blur, light, a sheen, clipping, flattening, and grain on art.

Grain has a fixed seed: gradients without any band when they are encoded, and a moving one costs bits on every frame.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Generator, Iterator, Sequence
from functools import lru_cache

from PIL import Image, ImageChops, ImageFilter

from infoclip.draw.canvas import LayerCanvas, Rect
from infoclip.draw.pixels import Cover, Pixels, Rgb, Sprite, toned
from infoclip.draw.shapes import Point, circle_mask, column_mask, ramp, row_mask, within_wedge
from infoclip.draw.work import all_of
from infoclip.marks.marks import Clip

GRAIN_TILE = 512
_BESIDE = 4
_COPIES = 12
SHEEN_COLOR: Rgb = (255, 252, 240)
SHEEN_STRENGTH = 0.5
SHEEN_SLANT = 0.35
_DARK_THROWS, _MIDDLE = 0.2, 110
"""How much black throws back of a sheen, and how much luma over black throws back all of it."""


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


def carried_outwards(image: Image.Image) -> Image.Image:
    """An RGBA image whose wholly transparent pixels have the colour of the nearest painted ones, a few pixels far.

    They are black otherwise, and interpolating or halving the colours would darken every edge.
    """
    alpha = image.getchannel("A")
    near = image.reduce(4).resize(image.size, Image.Resampling.NEAREST)
    colours = Image.composite(image.convert("RGB"), near.convert("RGB"), alpha.point([0] + [255] * 255))
    colours.putalpha(alpha)
    return colours


def sprite_of(image: Image.Image, x: int, y: int, reload: Callable[[], Image.Image] | None = None) -> Sprite:
    """A sprite of an RGB or RGBA picture at (x, y); one colour throughout makes it a mask with that colour."""
    if image.mode != "RGBA":
        whole = image if image.mode == "RGB" else image.convert("RGB")  # convert would copy it
        return Sprite(x, y, Pixels.of(whole, reload), None)
    colours, cover = image.convert("RGB"), Cover(image.getchannel("A"))
    extrema = colours.getextrema()
    if all(isinstance(band, tuple) and band[0] == band[1] for band in extrema):
        flat = colours.getpixel((0, 0))
        assert isinstance(flat, tuple)
        return Sprite(x, y, (int(flat[0]), int(flat[1]), int(flat[2])), cover)
    again = (lambda: reload().convert("RGB")) if reload else None
    return Sprite(x, y, Pixels.of(colours, again), cover)


def one_color(image: Image.Image, most: int = 3) -> Image.Image:
    """An RGBA image, made exactly one colour where its paint differs from that by less than `most` levels.

    A drawn shape of one colour comes back with rounding noise where it is faint; exact, it is a mask and much cheaper.
    """
    alpha = image.getchannel("A")
    levels = alpha.histogram()
    strongest = max((level for level in range(1, 256) if levels[level]), default=256)
    solid = alpha.point([255 if value >= strongest else 0 for value in range(256)])
    box = solid.getbbox()
    if box is None:
        return image
    row = solid.crop((box[0], box[1], box[2], box[1] + 1)).getbbox()
    assert row is not None
    found = image.getpixel((box[0] + row[0], box[1]))
    assert isinstance(found, tuple)
    flat = Image.new("RGB", image.size, found[:3])
    differ = ImageChops.difference(image.convert("RGB"), flat)
    weighed = ImageChops.multiply(differ, Image.merge("RGB", (alpha, alpha, alpha)))
    if any(isinstance(band, tuple) and band[1] > most for band in weighed.getextrema()):
        return image
    flat.putalpha(alpha)
    return flat


def full_cover(sprite: Sprite) -> Image.Image:
    return sprite.cover.image if sprite.cover else Image.new("L", sprite.size, 255)


def faded(sprite: Sprite, share: float) -> Sprite:
    """`sprite` with `share` (0..1) of its strength."""
    return sprite.through(Cover(toned(full_cover(sprite), _shares(share))))


@lru_cache(maxsize=256)
def _shares(share: float) -> list[int]:
    return [round(value * share) for value in range(256)]


def masked(sprite: Sprite, mask: Image.Image) -> Sprite:
    """`sprite` through `mask`, which has its size."""
    return sprite.through(Cover(ImageChops.multiply(sprite.cover.image, mask) if sprite.cover else mask))


def wedged(sprite: Sprite, center: Point, start: float, end: float) -> Sprite:
    """What of `sprite` lies between `start` and `end` turns about `center`, a point of its picture."""
    return sprite.through(Cover(within_wedge(full_cover(sprite), center, start, end)))


def cropped(sprite: Sprite, rect: Rect) -> Sprite | None:
    """The part of `sprite` inside `rect`, in the same coordinates; None when nothing is left."""
    left, top = max(rect[0], sprite.x), max(rect[1], sprite.y)
    width = min(rect[2], sprite.x + sprite.size[0]) - left
    height = min(rect[3], sprite.y + sprite.size[1]) - top
    if width <= 0 or height <= 0:
        return None
    if (width, height) == sprite.size:
        return sprite
    warp = (1.0, 0.0, float(left - sprite.x), 0.0, 1.0, float(top - sprite.y))
    cover = sprite.cover.warped(warp, (width, height)) if sprite.cover else None
    paint = sprite.paint.warped(warp, (width, height)) if isinstance(sprite.paint, Pixels) else sprite.paint
    return Sprite(left, top, paint, cover)


def cut_to(sprite: Sprite, seen: Rect) -> Sprite | None:
    """`sprite` with no more beside what is `seen` than its chroma and what it is mixed with at its sides need."""
    left, top, right, bottom = seen
    x, y = max(sprite.x, left - _BESIDE), max(sprite.y, top - _BESIDE)
    corner = x - ((x - sprite.x) & 1), y - ((y - sprite.y) & 1)
    return cropped(sprite, (*corner, right + _BESIDE, bottom + _BESIDE))


def lit(sprite: Sprite, light: float) -> Sprite:
    """`sprite` brighter by `light` (1: twice as bright)."""
    if isinstance(sprite.paint, Pixels):
        return Sprite(sprite.x, sprite.y, sprite.paint.lit(light), sprite.cover)
    red, green, blue = (min(255, round(value * (1 + light))) for value in sprite.paint)
    return Sprite(sprite.x, sprite.y, (red, green, blue), sprite.cover)


def spread_mask(mask: Image.Image, radius: float) -> tuple[Image.Image, int]:
    """All of `spreading` at once."""
    return all_of(spreading(mask, radius))


def spreading(mask: Image.Image, radius: float) -> Generator[None, None, tuple[Image.Image, int]]:
    """Some of it at a time: `mask` widened by `radius` pixels (at least 0.5) with round corners, and the padding that
    it got all round.

    It is the lightest of copies moved about on circles, three pixels apart so that strokes of letters leave no gap.
    Wide outlines are made at half the size: their edge is as smooth, at a sixth of the cost.
    """
    step = 2 if radius >= 8 else 1
    reach = radius / step
    pad = math.ceil(reach) + 2
    size = -(-mask.width // step), -(-mask.height // step)
    small = mask.crop((0, 0, size[0] * step, size[1] * step)).reduce(step) if step > 1 else mask
    wide = Image.new("L", (size[0] + 2 * pad, size[1] + 2 * pad))
    wide.paste(small, (pad, pad))
    for count, (x, y) in enumerate(_disc_offsets(reach), start=1):
        if count % _COPIES == 0:
            yield
        left, top = pad + x, pad + y
        box = (left, top, left + size[0], top + size[1])
        wide.paste(ImageChops.lighter(wide.crop(box), small), box)
    if reach >= 3:  # copies stand on whole pixels: a little blur, made steep again, takes the notches out of the edge
        wide = wide.filter(ImageFilter.GaussianBlur(1.4)).point(_STEEP)
    if step > 1:
        wide = wide.resize((wide.width * step, wide.height * step), Image.Resampling.BILINEAR)
    return wide, pad * step


_STEEP = [min(255, max(0, round((value - 127.5) * 2.6 + 127.5))) for value in range(256)]


@lru_cache(maxsize=16)
def _disc_offsets(reach: float) -> tuple[tuple[int, int], ...]:
    """Whole offsets on circles of `reach` and less, every two pixels along the outermost, every three elsewhere."""
    found: dict[tuple[int, int], None] = {}
    radius, apart = reach, 2.0
    while radius > 0.4:
        count = max(8, math.ceil(math.tau * radius / apart))
        for at in range(count):
            angle = at * math.tau / count
            found[round(radius * math.cos(angle)), round(radius * math.sin(angle))] = None
        radius, apart = radius - 3, 3.0
    return tuple(found)


def soft_mask(mask: Image.Image, deviation: float) -> tuple[Image.Image, int]:
    """`mask` blurred (Gaussian), grown by the returned number of pixels on every side.

    A wide blur is done on a smaller picture: what is lost is finer than what the blur leaves.
    """
    factor = 1 if deviation < 1.5 else 2 if deviation < 8 else 4 if deviation < 20 else 8
    pad = math.ceil(3 * deviation / factor) * factor
    width, height = (-(-(side + 2 * pad) // factor) * factor for side in mask.size)
    grown = mask.crop((-pad, -pad, width - pad, height - pad))
    if factor > 1:
        # Making it small and large again blurs, too: by a quarter and a half of a small pixel's square.
        softer = math.sqrt(max(0.1, (deviation / factor) ** 2 - (1 - 1 / factor**2) / 12 - 1 / 6))
        small = grown.reduce(factor).filter(ImageFilter.GaussianBlur(softer))
        return small.resize(grown.size, Image.Resampling.BILINEAR), pad
    return grown.filter(ImageFilter.GaussianBlur(deviation)), pad


def blurred(sprite: Sprite, deviation: float) -> Sprite:
    """`sprite` out of focus; `deviation` in device pixels."""
    cover, pad = soft_mask(full_cover(sprite), deviation)
    if not isinstance(sprite.paint, Pixels):
        return Sprite(sprite.x - pad, sprite.y - pad, sprite.paint, Cover(cover))
    factor = 1 if deviation < 4 else 2 if deviation < 12 else 4
    layer = sprite.paint.rgb.copy()
    layer.putalpha(full_cover(sprite))
    layer = layer.crop((-pad, -pad, cover.width - pad, cover.height - pad)).convert("RGBa")
    small = layer.reduce(factor).filter(ImageFilter.GaussianBlur(deviation / factor))
    colours = carried_outwards(small.convert("RGBA")).convert("RGB").resize(cover.size, Image.Resampling.BILINEAR)
    return Sprite(sprite.x - pad, sprite.y - pad, Pixels.of(colours), Cover(cover))


def sheen(sprite: Sprite, at: float) -> Sprite:
    """The soft band of light that stands over `sprite` when it has gone `at` (0..1) of its way from right to left.

    It falls as light does: full on the brightest of the picture's own parts, not at all on its darks and shadows. Dark
    ink throws little of it back: words in it must be read while the light passes, and in a still.
    """
    width, height = sprite.size
    band = max(48.0, width * 0.22)
    slant = height * SHEEN_SLANT
    center = width + band + slant - at * (width + 2 * band + 2 * slant)
    step = 4
    small = (-(-width // step), -(-height // step))
    profile = [math.cos(min(1.0, abs(place / 128 - 1)) * math.pi / 2) ** 2 for place in range(257)]
    peak = _peak(sprite)
    strength = SHEEN_STRENGTH * min(1.0, _DARK_THROWS + (1 - _DARK_THROWS) * (peak - 16) / _MIDDLE)
    row = Image.frombytes("L", (257, 1), bytes(round(255 * strength * value) for value in profile))
    gain = 128 / band
    data = (step * gain, step * gain * SHEEN_SLANT, 128 - (center + slant / 2) * gain, 0.0, 0.0, 0.5)
    light = row.transform(small, Image.Transform.AFFINE, data, Image.Resampling.NEAREST)
    light = light.resize((small[0] * step, small[1] * step), Image.Resampling.BILINEAR).crop((0, 0, width, height))
    cover = ImageChops.multiply(full_cover(sprite), light)
    if isinstance(sprite.paint, Pixels):
        cover = ImageChops.multiply(cover, _brightness(sprite.paint, peak))
    return Sprite(sprite.x, sprite.y, SHEEN_COLOR, Cover(cover))


def _peak(sprite: Sprite) -> int:
    """How bright the brightest fiftieth of what is seen of `sprite` is: its luma, 17..255 (bt709, limited range)."""
    if not isinstance(sprite.paint, Pixels):
        red, green, blue = sprite.paint
        return max(17, round(16 + (0.2126 * red + 0.7152 * green + 0.0722 * blue) * 219 / 255))
    levels = sprite.paint.luma().histogram(full_cover(sprite))
    left, peak = sum(levels) / 50, 255
    while peak > 17 and left > levels[peak]:
        left -= levels[peak]
        peak -= 1
    return peak


def _brightness(pixels: Pixels, peak: int) -> Image.Image:
    """How bright every pixel is beside `peak`, 0..255, the middle pressed down.

    Taken from the luma plane, which film has anyway, so that both canvases get the same mask.
    """
    return pixels.luma().point([round(255 * min(1.0, max(0, level - 16) / (peak - 16)) ** 1.6) for level in range(256)])


def bounds(sprites: Sequence[Sprite]) -> Rect:
    """The rectangle that holds all `sprites` (there is at least one)."""
    rects = [sprite.rect for sprite in sprites]
    return min(r[0] for r in rects), min(r[1] for r in rects), max(r[2] for r in rects), max(r[3] for r in rects)


def flattened(sprites: Sequence[Sprite]) -> Sprite:
    """Several sprites as one, so that they fade, blur or shine as one."""
    if len(sprites) == 1:
        return sprites[0]
    *_, whole = flattening(sprites)
    assert whole is not None
    return whole


def flattening(sprites: Sequence[Sprite]) -> Iterator[Sprite | None]:
    """What `flattened` does with several sprites, one at a time: None after each of them, then the one they make."""
    left, top, right, bottom = bounds(sprites)
    layer = LayerCanvas(right - left, bottom - top)
    for sprite in sprites:
        at = (sprite.x - left, sprite.y - top)
        if isinstance(sprite.paint, Pixels):
            layer.paste_pixels(sprite.paint, sprite.cover, at)
        else:
            assert sprite.cover is not None
            layer.paste_color(sprite.paint, sprite.cover, at)
        yield None
    yield sprite_of(carried_outwards(layer.image), left, top)


def clipped(sprite: Sprite, clip: Clip, size: tuple[float, float], feather: float) -> Sprite | None:
    """What `clip` leaves of `sprite`, whose mark has its box at (0, 0) with `size`, all in device pixels."""
    if clip.kind == "inset":
        return _inset(sprite, clip.values, size, feather)
    center = size[0] / 2 - sprite.x, size[1] / 2 - sprite.y
    if clip.kind == "wedge":
        start, end = clip.values
        if end - start >= 1:
            return sprite
        return wedged(sprite, center, start, end) if end > start else None
    radius = clip.values[0] * math.hypot(*size) / 2
    return masked(sprite, circle_mask(sprite.size, center, radius, feather)) if radius > 0 else None


def _inset(sprite: Sprite, values: tuple[float, ...], size: tuple[float, float], feather: float) -> Sprite | None:
    """Cut from the sides. A soft edge runs over all that is painted, glow included; a sharp one over the box alone,
    since there its place is a value that must be exact (a growing bar).
    """
    found: Sprite | None = sprite
    for side, share in enumerate(values):
        if share > 0 and found is not None:
            found = _cut(found, sprite, side, (share, size[side % 2], feather))
    return found


def _cut(found: Sprite, whole: Sprite, side: int, cut: tuple[float, float, float]) -> Sprite | None:
    share, length, feather = cut
    across, far = side % 2 == 0, side >= 2
    low, high = 0.0, length
    if feather > 1:
        corner, extent = (whole.x, whole.size[0]) if across else (whole.y, whole.size[1])
        low, high = min(low, corner) - feather / 2, max(high, corner + extent) + feather / 2
    edge = high - share * (high - low) if far else low + share * (high - low)
    soft = feather / 2 if feather > 1 else 0.0
    solid = math.ceil(edge + soft) if far else math.floor(edge - soft)
    rect = list(found.rect)
    rect[side] = min(rect[side], solid) if far else max(rect[side], solid)
    part = cropped(found, (rect[0], rect[1], rect[2], rect[3]))
    if part is None:
        return None
    count, corner = (part.size[0], part.x) if across else (part.size[1], part.y)
    row = ramp(count, edge - corner - soft, feather, rising=not far)
    if row.count(255) == count:
        return part
    return masked(part, column_mask(part.size, row) if across else row_mask(part.size, row))
