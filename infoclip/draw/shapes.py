"""Anti-aliased masks of simple shapes, and gradients. Shapes are supersampled; ramps are computed by the column."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from PIL import Image, ImageChops, ImageDraw

from infoclip.values.color import Color, Linear, Radial, Stop
from infoclip.values.geometry import Box

Point = tuple[float, float]
Rect = tuple[int, int, int, int]
_STRIP = 2048
_STRAIGHT = 1e-4
_COARSE_WEDGE = 400_000
_ROWS, _NEAR = 32, 3
"""Rows that a wedge's smooth edges are drawn in, and pixels beside them that are drawn with them."""


def polygon_mask(size: tuple[int, int], rings: Sequence[Sequence[Point]], samples: int | None = None) -> Image.Image:
    """A mask of `size` with polygons filled and emptied by turns; every pixel is the mean of `samples` squared points.

    Pillow cuts coordinates to whole ones and paints both ends of a span, so an edge is half a sample too far outside.
    """
    samples = samples or _samples(size)
    large = Image.new("L", (size[0] * samples, size[1] * samples))
    pen = ImageDraw.Draw(large)
    for place, points in enumerate(rings):
        corners = [(round(x * samples - 0.5), round(y * samples - 0.5)) for x, y in points]
        pen.polygon(corners, fill=0 if place % 2 else 255)
    return large.reduce(samples) if samples > 1 else large


def _samples(size: tuple[int, int]) -> int:
    area = size[0] * size[1]
    return 8 if area < 40_000 else 4 if area < 400_000 else 2


def wedge_mask(size: tuple[int, int], center: Point, start: float, end: float) -> Image.Image:
    """The part of a circle without end between `start` and `end` turns, clockwise from 12 o'clock, about `center`."""
    if end <= start:
        return Image.new("L", size)
    if end - start >= 1:
        return Image.new("L", size, 255)
    return polygon_mask(size, [_wedge(size, center, start, end)])


def within_wedge(mask: Image.Image, center: Point, start: float, end: float) -> Image.Image:
    """What of `mask` lies in that part of a circle, which is more than nothing."""
    if end - start >= 1:
        return mask
    left = mask.copy()
    beside = [(round(x - 0.5), round(y - 0.5)) for x, y in _wedge(mask.size, center, end, start + 1)]
    ImageDraw.Draw(left).polygon(beside, fill=0)
    if mask.width * mask.height > _COARSE_WEDGE:
        return left  # at this size the edge goes on by many pixels a frame: nobody sees that it is not smooth
    ring, samples = _wedge(mask.size, center, start, end), _samples(mask.size)
    for part in _along(mask.size, center, (start, end)):
        corners = [(x - part[0], y - part[1]) for x, y in ring]
        smooth = polygon_mask((part[2] - part[0], part[3] - part[1]), [corners], samples)
        left.paste(ImageChops.multiply(mask.crop(part), smooth), part[:2])
    return left


def _along(size: tuple[int, int], center: Point, turns: Sequence[float]) -> list[Rect]:
    """Rows of a picture of `size`, each as far as the rays from `center` at `turns` go through them."""
    found = []
    reach = 2 * (math.hypot(*size) + math.hypot(*center))
    for turn in turns:
        x, y = center[0] + reach * math.sin(turn * math.tau), center[1] - reach * math.cos(turn * math.tau)
        for top in range(0, size[1], _ROWS):
            foot = min(size[1], top + _ROWS)
            places = _places((center, (x, y)), top - _NEAR, foot + _NEAR)
            if not places:
                continue
            left, right = max(0, math.floor(min(places)) - _NEAR), min(size[0], math.ceil(max(places)) + _NEAR)
            if left < right:
                found.append((left, top, right, foot))
    return found


def _places(ends: tuple[Point, Point], top: float, bottom: float) -> list[float]:
    """Where a line is leftmost and rightmost between two rows; nothing where it does not go there."""
    (x, y), (far_x, far_y) = ends
    if max(y, far_y) < top or min(y, far_y) > bottom:
        return []
    shares = [
        min(1.0, max(0.0, (row - y) / (far_y - y))) if far_y != y else at for at, row in ((0.0, top), (1.0, bottom))
    ]
    return [x + (far_x - x) * share for share in shares]


def _wedge(size: tuple[int, int], center: Point, start: float, end: float) -> list[Point]:
    """The corners of the part of a circle that reaches beyond a picture of `size`."""
    reach = 2 * (math.hypot(*size) + math.hypot(*center))
    steps = max(2, math.ceil((end - start) * 16))
    turns = [(start + (end - start) * step / steps) * math.tau for step in range(steps + 1)]
    return [center, *((center[0] + reach * math.sin(turn), center[1] - reach * math.cos(turn)) for turn in turns)]


@lru_cache(maxsize=1)
def _distance() -> Image.Image:
    """Twice the distance from the middle of a picture of 256 x 256: 255 at its sides."""
    quarter = [[min(255, round(2 * math.hypot(x + 0.5, y + 0.5))) for x in range(128)] for y in range(128)]
    rows = [bytes([*reversed(row), *row]) for row in quarter]
    return Image.frombytes("L", (256, 256), b"".join([*reversed(rows), *rows]))


def distance_field(size: tuple[int, int], center: Point, radius: float) -> Image.Image:
    """How far every pixel is from `center`: 0 there, 255 at `radius` and beyond."""
    gain = 127.5 / max(radius, 1e-6)
    rim = Image.new("L", (260, 260), 255)
    rim.paste(_distance(), (2, 2))
    data = (gain, 0.0, 130.0 - center[0] * gain, 0.0, gain, 130.0 - center[1] * gain)
    return rim.transform(size, Image.Transform.AFFINE, data, Image.Resampling.BILINEAR, fillcolor=255)


def circle_mask(size: tuple[int, int], center: Point, radius: float, feather: float = 0.0) -> Image.Image:
    """A disc about `center`; with a feather its strength falls to nothing over so many pixels about its edge."""
    if feather > 1:
        outer = radius + feather / 2
        if outer <= 0:
            return Image.new("L", size)
        share = [(outer - value / 255 * outer) / feather for value in range(256)]
        table = [round(255 * min(1.0, max(0.0, value))) for value in share]
        return distance_field(size, center, outer).point(table)
    if radius <= 0:
        return Image.new("L", size)
    samples = _samples(size)
    large = Image.new("L", (size[0] * samples, size[1] * samples))
    x, y, reach = center[0] * samples - 0.5, center[1] * samples - 0.5, radius * samples - 0.5
    ImageDraw.Draw(large).ellipse((x - reach, y - reach, x + reach, y + reach), fill=255)
    return large.reduce(samples)


def ramp(length: int, at: float, feather: float, *, rising: bool) -> bytes:
    """`length` values of a soft edge: 0 before `at` and 255 after `at + feather` (falling: the other way round).

    Without a feather the edge is as sharp as a pixel allows: the pixel it crosses has its covered share.
    """
    width = max(feather, 1.0)
    start = at if feather > 1 else at - 0.5
    # Only what lies within the edge is worked out: a growing bar asks for this every frame.
    first = min(length, max(0, math.floor(start - 0.5)))
    last = min(length, max(first, math.ceil(start + width)))
    values = (min(1.0, max(0.0, (place + 0.5 - start) / width)) for place in range(first, last))
    edge = bytes(round(255 * (value if rising else 1 - value)) for value in values)
    before, after = (b"\x00", b"\xff") if rising else (b"\xff", b"\x00")
    return before * first + edge + after * (length - last)


def column_mask(size: tuple[int, int], values: bytes) -> Image.Image:
    """A mask whose every row is `values` (one a column)."""
    return Image.frombytes("L", (size[0], 1), values).resize(size, Image.Resampling.NEAREST)


def row_mask(size: tuple[int, int], values: bytes) -> Image.Image:
    """A mask whose every column is `values` (one a row)."""
    return Image.frombytes("L", (1, size[1]), values).resize(size, Image.Resampling.NEAREST)


@lru_cache(maxsize=16)
def rounded_mask(size: tuple[int, int], radius: float) -> Image.Image:
    """A rectangle with round corners; only the corners are supersampled."""
    mask = Image.new("L", size, 255)
    radius = min(radius, size[0] / 2, size[1] / 2)
    side = math.ceil(radius)
    if side < 1:
        return mask
    disc = Image.new("L", (side * 4, side * 4))
    reach = radius * 4
    ImageDraw.Draw(disc).ellipse((0, 0, 2 * reach - 1, 2 * reach - 1), fill=255)
    corner = disc.reduce(4)
    flip, mirror = Image.Transpose.FLIP_TOP_BOTTOM, Image.Transpose.FLIP_LEFT_RIGHT
    right, bottom = size[0] - side, size[1] - side
    mask.paste(corner, (0, 0))
    mask.paste(corner.transpose(mirror), (right, 0))
    mask.paste(corner.transpose(flip), (0, bottom))
    mask.paste(corner.transpose(flip).transpose(mirror), (right, bottom))
    return mask


@lru_cache(maxsize=64)
def _strip(stops: tuple[Stop, ...]) -> Image.Image:
    """A gradient as one row, RGBA, from -0.5 to 1.5 of its length. Beyond its first and last stop it stays."""
    places = [step / (_STRIP - 1) * 2 - 0.5 for step in range(_STRIP)]
    done = bisect_right(places, stops[0].offset)
    data = _rgba(stops[0].color) * done
    for before, after in pairwise(stops):
        end = max(done, bisect_right(places, after.offset))
        data += _between(before, after, places[done:end])
        done = end
    data += _rgba(stops[-1].color) * (_STRIP - done)
    return Image.frombytes("RGBA", (_STRIP, 1), data)


def _rgba(color: Color) -> bytes:
    return bytes((*color.rgb, round(color.alpha * 255)))


def _between(before: Stop, after: Stop, places: Sequence[float]) -> bytes:
    """The colours at `places` between two stops, as `Color.mixed` would give them, without a Color for each."""
    one, other, offset = before.color, after.color, before.offset
    if one == other:
        return _rgba(one) * len(places)
    span = after.offset - offset
    red, green, blue, alpha = one.red, one.green, one.blue, one.alpha
    reds, greens, blues, alphas = other.red - red, other.green - green, other.blue - blue, other.alpha - alpha
    data = bytearray()
    for place in places:
        share = (place - offset) / span if span > 0 else 1.0
        data += bytes(
            (
                round(red + reds * share),
                round(green + greens * share),
                round(blue + blues * share),
                round((alpha + alphas * share) * 255),
            )
        )
    return bytes(data)


def gradient(
    fill: Linear | Radial, box: Box, area: tuple[int, int, int, int]
) -> tuple[Image.Image, Image.Image | None]:
    """`fill` spread over `box`, seen in the pixels of `area` (left, top, right, bottom): RGB, and a mask if it is not
    opaque throughout.
    """
    size = area[2] - area[0], area[3] - area[1]
    strip = _strip(fill.stops)
    field = _linear(fill, box, area, size, strip) if isinstance(fill, Linear) else _radial(fill, box, area, size, strip)
    opaque = all(stop.color.alpha >= 1 for stop in fill.stops)
    return field.convert("RGB"), None if opaque else field.getchannel("A")


def gradient_column(fill: Linear, box: Box, area: tuple[int, int, int, int]) -> Image.Image | None:
    """What `gradient` gives as one column (RGB), where it runs straight down and is opaque; None where it does not."""
    down = abs(math.cos(math.radians(fill.angle))) / max(box.width, 1e-6) * (area[2] - area[0]) < _STRAIGHT
    if not down or any(stop.color.alpha < 1 for stop in fill.stops):
        return None
    return _linear(fill, box, area, (1, area[3] - area[1]), _strip(fill.stops)).convert("RGB")


def _linear(
    fill: Linear, box: Box, area: tuple[int, int, int, int], size: tuple[int, int], strip: Image.Image
) -> Image.Image:
    angle = math.radians(fill.angle)
    across = math.cos(angle) / max(box.width, 1e-6)
    down = math.sin(angle) / max(box.height, 1e-6)
    start = 0.5 - (box.x + box.width / 2 - area[0]) * across - (box.y + box.height / 2 - area[1]) * down
    gain = (_STRIP - 1) / 2
    if abs(across) * size[0] < _STRAIGHT:  # straight down: one column is all of it
        column = strip.transform(
            (1, size[1]), Image.Transform.AFFINE, (0, down * gain, (start + 0.5) * gain, 0, 0, 0.5)
        )
        return column.resize(size, Image.Resampling.NEAREST)
    data = (across * gain, down * gain, (start + 0.5) * gain, 0.0, 0.0, 0.5)
    return strip.transform(size, Image.Transform.AFFINE, data, Image.Resampling.NEAREST)


def _radial(
    fill: Radial, box: Box, area: tuple[int, int, int, int], size: tuple[int, int], strip: Image.Image
) -> Image.Image:
    """The distance from the centre, coloured by table."""
    radius = fill.radius * max(box.width, box.height)
    center = box.x + fill.cx * box.width - area[0], box.y + fill.cy * box.height - area[1]
    distance = distance_field(size, center, radius)
    row = [strip.getpixel((round((value / 255 + 0.5) * (_STRIP - 1) / 2), 0)) for value in range(256)]
    bands = [distance.point([pixel[band] for pixel in row]) for band in range(4)]  # type: ignore[index]
    return Image.merge("RGBA", bands)
