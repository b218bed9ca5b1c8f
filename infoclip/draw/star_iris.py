"""The transition `iris`: an eight-point star opens on the next scene, with a golden edge over the old one's shade.

Masks are painted only where its edge runs: the frame is cut into bands, and each band where the edge passes.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache, partial
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from infoclip.draw.canvas import Rect, Veil, around, even, overlap
from infoclip.draw.pixels import Cover, Pixels
from infoclip.draw.shapes import Point, gradient, polygon_mask
from infoclip.values.color import Color, Fill
from infoclip.values.geometry import Box

if TYPE_CHECKING:
    from infoclip.draw.transitions import Passing

BLACK = (0, 0, 0)
SQUARE = math.sqrt(2)
STAR_INNER = math.cos(math.pi / 4) / math.cos(math.pi / 8)  # inner corners of two crossed squares, radius 1
_SOFT, _FALLS = 22, 24
"""Design pixels: how soft the star's shadow is (a deviation), and how far below the star it falls."""
BAND, APART = 128, 96
"""Design pixels: how high a band is; what lies between two edges in it is told from them when it is this wide."""
_STEP = 8
_MARGIN = 8
"""Device pixels that the radius of the edge is taken larger and smaller, for what rounding does to its corners."""

Span = tuple[int, int]


class Zones(NamedTuple):
    """Rectangles (even) that hold nothing but the new scene, some of the edge, and something of the old scene."""

    new: list[Rect]
    edge: list[Rect]
    old: list[Rect]


def star_points(center: Point, radius: float, turn: float) -> list[Point]:
    """The eight-point star of two crossed squares; `turn` in degrees from a point straight up."""
    points = []
    for corner in range(16):
        reach = radius if corner % 2 == 0 else radius * STAR_INNER
        angle = math.radians(turn + corner * 22.5)
        points.append((center[0] + reach * math.sin(angle), center[1] - reach * math.cos(angle)))
    return points


def iris(passing: Passing) -> None:
    """The star opens on the new scene: a gold edge, a fine line in it, the old scene dimmed and under its shadow."""
    out, scale, progress = passing.out, passing.look.scale, passing.progress
    center = passing.state.focus[0] * scale, passing.state.focus[1] * scale
    radius = star_radius(progress, center, out.rect, scale)
    turn = 22.5 * max(0.0, 1 - progress / 0.6) ** 2
    rings = [(radius - inset * scale * SQUARE) for inset in (0.0, 12.0, 26.0, 28.5)]
    limits = radius + _MARGIN, max(0.0, rings[-1] - _MARGIN)
    zones = star_zones([star_points(center, limit, turn) for limit in limits], out.rect, scale)
    for rect in zones.new:
        out.blend(passing.new, None, (0, 0), rect)
    if zones.old:
        shade = _Shade(passing, center, radius, turn)
        for rect in zones.old:
            out.blend(passing.old, None, (0, 0), rect)
            for part, cover in shade.parts(rect):
                out.paste_color(BLACK, cover, part[:2], part)
    if zones.edge:
        star = [star_points(center, ring, turn) for ring in rings if ring > 0]
        inside = star_points(center, rings[0] - 2 * scale, turn)
        _star_edge(passing, zones.edge, inside, star, 2 if radius < _LARGE_STAR * scale else 1)


def star_radius(progress: float, center: Point, frame: Rect, scale: float) -> float:
    """The radius (device pixels) of an iris' star about `center`, which fills `frame` at the end."""
    farthest = max(math.dist(center, (x, y)) for x in (0, frame[2]) for y in (0, frame[3]))
    # The power keeps the star a star for longer: by half time it is a third as large as the frame needs.
    return float(progress**1.6 * (farthest + 34 * scale) / STAR_INNER)


_LARGE_STAR = 360
"""The radius, in design pixels, from which a star's edge moves too fast for anyone to see whether it is smooth."""


def star_zones(limits: Sequence[Sequence[Point]], frame: Rect, scale: float) -> Zones:
    """Where in `frame` a star is, whose edge lies between two `limits` (the same corners outside and inside of it)."""
    found = Zones([], [], [])
    height = 2 * max(1, round(BAND * scale / 2))
    quads = [(*outer, *reversed(inner)) for outer, inner in zip(*(_sides(limit) for limit in limits), strict=True)]
    sides = [(min(y for _, y in quad), max(y for _, y in quad), quad) for quad in quads]
    for top in range(frame[1], frame[3], height):
        bottom = min(frame[3], top + height)
        near = [quad for high, low, quad in sides if high <= bottom and low >= top]
        spans = [span for quad in near if (span := _across(quad, top, bottom)) is not None]
        edges = _joined(spans, (frame[0], frame[2]), APART * scale)
        places = [frame[0], *(place for edge in edges for place in edge), frame[2]]
        old: list[Span] = []
        for at, span in enumerate(pairwise(places)):  # by turns what lies between edges, and an edge
            if span[0] == span[1]:
                continue
            rect = span[0], top, span[1], bottom
            if at % 2 == 0 and _holds(limits[0], ((span[0] + span[1]) / 2, (top + bottom) / 2)):
                found.new.append(rect)
                continue
            if at % 2:
                found.edge.append(rect)
            old = [*old[:-1], (old[-1][0], span[1])] if old and old[-1][1] == span[0] else [*old, span]
        _add(found.old, [(left, top, right, bottom) for left, right in old])
    return found


def _add(found: list[Rect], band: Sequence[Rect]) -> None:
    """Put the rectangles of a band to those above it; what takes all of its width goes on with what does above it."""
    if found and len(band) == 1:
        left, top, right, bottom = found[-1]
        if (left, bottom, right) == band[0][:3]:
            found[-1] = left, top, right, band[0][3]
            return
    found += band


def _sides(corners: Sequence[Point]) -> list[tuple[Point, Point]]:
    return list(zip(corners, (*corners[1:], corners[0]), strict=True))


def _across(corners: Sequence[Point], top: float, bottom: float) -> tuple[float, float] | None:
    """From where to where a convex shape reaches between two rows; None where it does not."""
    places = []
    for (x, y), (other_x, other_y) in _sides(corners):
        if top <= y <= bottom:
            places.append(x)
        for row in (top, bottom):
            if (y < row) != (other_y < row):
                places.append(x + (row - y) / (other_y - y) * (other_x - x))
    return (min(places), max(places)) if places else None


def _joined(spans: Sequence[tuple[float, float]], limits: Span, apart: float) -> list[Span]:
    """`spans` on even pixels within `limits`, from the left, those less than `apart` from each other as one."""
    found: list[Span] = []
    for low, high in sorted(spans):
        left, right = max(limits[0], math.floor(low) & ~1), min(limits[1], math.ceil(high) + 1 & ~1)
        if left >= right:
            continue
        if found and left - found[-1][1] < apart:
            found[-1] = found[-1][0], max(found[-1][1], right)
        else:
            found.append((left, right))
    return found


def _holds(corners: Sequence[Point], point: Point) -> bool:
    """Whether `point` lies in the shape with these corners."""
    inside = False
    for (x, y), (other_x, other_y) in _sides(corners):
        if (y > point[1]) != (other_y > point[1]):
            inside ^= point[0] < x + (point[1] - y) / (other_y - y) * (other_x - x)
    return inside


def _star_edge(
    passing: Passing, rects: Sequence[Rect], inside: Sequence[Point], star: Sequence[Sequence[Point]], samples: int
) -> None:
    """The new scene inside the star, and the star's edge, in `rects`."""
    out, sides = passing.out, tuple(zip(*rects, strict=True))
    left, top, right, bottom = min(sides[0]), min(sides[1]), max(sides[2]), max(sides[3])
    size = right - left, bottom - top

    def local(points: Sequence[Point]) -> list[Point]:
        return [(x - left, y - top) for x, y in points]

    veil = polygon_mask(size, [local(inside)], samples=1)
    edge = polygon_mask(size, [local(ring) for ring in star], samples)
    gold = passing.fill("edge", "gold", "accent")
    for rect in rects:
        part = rect[0] - left, rect[1] - top, rect[2] - left, rect[3] - top
        out.blend(passing.new, Veil(Cover(veil.crop(part)), rect[0], rect[1]), (0, 0), rect)
        cover = Cover(edge.crop(part))
        if isinstance(gold, Color):
            out.paste_color(gold.rgb, cover, rect[:2], rect)
        else:
            whole = _frame_gradient(gold, (out.width, out.height))
            slid = (1.0, 0.0, float(rect[0]), 0.0, 1.0, float(rect[1]))
            out.paste_pixels(whole.warped(slid, cover.image.size), cover, rect[:2], rect)


class _Shade:
    """The dimming of the old scene with the star's soft shadow in it, drawn at an eighth of the size; `fall` is what of
    the frame the shadow reaches.
    """

    def __init__(self, passing: Passing, center: Point, radius: float, turn: float) -> None:
        frame, scale = passing.out.rect, passing.look.scale
        middle = center[0], center[1] + _FALLS * scale
        self._dim = round(255 * 0.35 * min(1.0, passing.progress * 4))
        reach = radius + 4 * _SOFT * scale + 2 * _STEP
        self.fall = overlap(even(_about(middle, reach)), frame) or (0, 0, 0, 0)
        left, top, right, bottom = self.fall
        self._corner = left // _STEP, top // _STEP
        small = -(-right // _STEP) - self._corner[0], -(-bottom // _STEP) - self._corner[1]
        shade = Image.new("L", small)
        here = middle[0] / _STEP - self._corner[0], middle[1] / _STEP - self._corner[1]
        ImageDraw.Draw(shade).polygon(star_points(here, radius / _STEP, turn), fill=150)
        shade = shade.filter(ImageFilter.GaussianBlur(_SOFT * scale / _STEP))
        self._small = ImageChops.lighter(shade, Image.new("L", small, self._dim))

    def parts(self, rect: Rect) -> list[tuple[Rect, Cover]]:
        """`rect` (even) in parts, and what of the shade lies in them."""
        hole = overlap(rect, self.fall)
        found = [(part, self._flat(part)) for part in around(hole, rect)]
        return found if hole is None else [*found, (hole, self._soft(hole))]

    def _flat(self, rect: Rect) -> Cover:
        size = rect[2] - rect[0], rect[3] - rect[1]
        return Cover(Image.new("L", size, self._dim), Image.new("L", (size[0] // 2, size[1] // 2), self._dim))

    def _soft(self, rect: Rect) -> Cover:
        """A shadow this soft needs no more than half the size, which the chroma planes have anyway."""
        (left, top), size = self._corner, (rect[2] - rect[0], rect[3] - rect[1])
        box = rect[0] / _STEP - left, rect[1] / _STEP - top, rect[2] / _STEP - left, rect[3] / _STEP - top
        half = self._small.resize((size[0] // 2, size[1] // 2), Image.Resampling.BILINEAR, box=box)
        return Cover(half.resize(size, Image.Resampling.NEAREST), half)


def _about(middle: Point, reach: float) -> Rect:
    x, y = middle
    return math.floor(x - reach), math.floor(y - reach), math.ceil(x + reach), math.ceil(y + reach)


@lru_cache(maxsize=2)
def _frame_gradient(fill: Fill, size: tuple[int, int]) -> Pixels:
    """A gradient over the whole frame, from one corner to the other."""
    assert not isinstance(fill, Color)
    colours = partial(gradient, fill, Box(0, 0, *size), (0, 0, *size))
    return Pixels.of(colours()[0], lambda: colours()[0])
