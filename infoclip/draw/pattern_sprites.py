"""Sprites of patterns: a cell is drawn once for each step of its being drawn, and set wherever the lattice has a site.

So a full frame of a pattern costs as much as one cell and some pasting, also while it draws itself on.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

from PIL import Image, ImageChops, ImageDraw

from infoclip.draw.art import rasterised
from infoclip.draw.patterns import Cell, Line, cell_of, drawn_lines
from infoclip.draw.pixels import Pixels, Sprite
from infoclip.draw.shapes import column_mask, distance_field, row_mask
from infoclip.draw.text import filled
from infoclip.errors import Place
from infoclip.marks.marks import PatternFade, PatternMark
from infoclip.text.raster import Mask
from infoclip.values.geometry import Box

STEPS = 20
"""Steps of a cell's being drawn."""
_CELL_TIME = 0.42
"""The share of the whole time that one cell takes; the others begin later, by their distance from the origin."""

_MOST_KEPT = 4
_NOTHING = Mask(Image.new("L", (1, 1)), 0, 0)

Layer = Literal["lines", "shapes"]


class _Look(NamedTuple):
    """What the picture of a cell follows from. `pitch` and `weight` in device pixels."""

    kind: str
    pitch: float
    weight: float
    layer: Layer


def pattern_sprites(mark: PatternMark, scale: float, progress: float) -> tuple[Sprite, ...]:
    """`mark` as far as it is drawn at `progress` 0..1: its shapes, and its lines over them."""
    box = Box(0, 0, mark.width * scale, mark.height * scale)
    painted = []
    for layer, fill in (("shapes", mark.fill), ("lines", mark.stroke)):
        if fill is not None:
            look = _Look(mark.kind, mark.pitch * scale, mark.weight * scale, "shapes" if layer == "shapes" else "lines")
            mask = _mask(mark, look, scale, progress)
            sprite = filled(mask, fill, box) if mask is not None else None
            painted += [sprite] if sprite is not None else []
    return tuple(painted)


def pattern_picture(mark: PatternMark, scale: float) -> Image.Image:
    """The whole pattern on nothing, as large as its box: a texture."""
    picture = Image.new("RGBA", (max(1, math.ceil(mark.width * scale)), max(1, math.ceil(mark.height * scale))))
    for sprite in pattern_sprites(mark, scale, 1.0):
        colors = sprite.paint.rgb if isinstance(sprite.paint, Pixels) else Image.new("RGB", sprite.size, sprite.paint)
        layer = colors.convert("RGBA")
        if sprite.cover is not None:
            layer.putalpha(sprite.cover.image)
        picture.alpha_composite(
            layer.crop((max(0, -sprite.x), max(0, -sprite.y), *layer.size)), (max(0, sprite.x), max(0, sprite.y))
        )
    return picture


def _mask(mark: PatternMark, look: _Look, scale: float, progress: float) -> Mask | None:
    pad = math.ceil(mark.bleed * scale)
    size = math.ceil(mark.width * scale) + 2 * pad, math.ceil(mark.height * scale) + 2 * pad
    sites = _sites(look.kind, look.pitch, size, mark.origin)
    steps = [_step(progress, late) for _, _, late in sites]
    done = sum(step == STEPS for step in steps)  # sites come in the order they are drawn in
    image = _finished(look, size, mark.origin, done)
    begun = [(site, step) for site, step in zip(sites[done:], steps[done:], strict=True) if step]
    if begun:
        image = image.copy()
    for (x, y, _), step in begun:
        _lightened(image, _cell(look, step), (x, y))
    if not steps or not max(steps):
        return None
    if mark.fade != "none":
        image = ImageChops.multiply(image, _fading(size, mark.fade))
    return Mask(image, -pad, -pad)


def _step(progress: float, late: float) -> int:
    share = (progress - late * (1 - _CELL_TIME)) / _CELL_TIME
    return round(min(1.0, max(0.0, share)) * STEPS)


_FINISHED: dict[tuple[_Look, tuple[int, int], str], tuple[int, Image.Image]] = {}


def _finished(look: _Look, size: tuple[int, int], origin: str, count: int) -> Image.Image:
    """The first `count` sites, whole. The last picture is kept and goes on from: the lightest of all is the lightest of
    some and the rest, so it is the same to the bit whichever way it was made.
    """
    key = (look, size, origin)
    before, image = _FINISHED.get(key, (0, None))
    if image is None or before > count:
        before, image = 0, Image.new("L", size)
    if count > before:
        image = image.copy()
        cell = _cell(look, STEPS)
        for x, y, _ in _sites(look.kind, look.pitch, size, origin)[before:count]:
            _lightened(image, cell, (x, y))
        while len(_FINISHED) >= _MOST_KEPT and key not in _FINISHED:
            _FINISHED.pop(next(iter(_FINISHED)))
        _FINISHED[key] = count, image
    return image


def _lightened(image: Image.Image, part: Mask, site: tuple[int, int]) -> None:
    place = site[0] + part.x, site[1] + part.y
    left, top = max(0, place[0]), max(0, place[1])
    right = min(image.width, place[0] + part.image.width)
    bottom = min(image.height, place[1] + part.image.height)
    if left >= right or top >= bottom:
        return
    box = (left, top, right, bottom)
    own = part.image.crop((left - place[0], top - place[1], right - place[0], bottom - place[1]))
    image.paste(ImageChops.lighter(image.crop(box), own), box)


class _Grid(NamedTuple):
    """A cell on whole pixels: its period, rounded so that every site stands on one, and how much that stretches it."""

    cell: Cell
    period: tuple[int, int]

    @property
    def stretch(self) -> tuple[float, float]:
        return self.period[0] / self.cell.period[0], self.period[1] / self.cell.period[1]


@lru_cache(maxsize=16)
def _grid(kind: str, pitch: float) -> _Grid:
    cell = cell_of(kind, pitch)
    across, down = (2 * max(1, round(side / 2)) for side in cell.period)
    return _Grid(cell, (across, down))


@lru_cache(maxsize=16)
def _sites(kind: str, pitch: float, size: tuple[int, int], origin: str) -> tuple[tuple[int, int, float], ...]:
    """Every site whose cell can touch a mask of `size`, with how late it is drawn (0..1), the earliest first.

    A site stands in the middle, so that patterns are the same on both sides.
    """
    cell, (across, down) = _grid(kind, pitch)
    middle, reach = (size[0] // 2, size[1] // 2), cell.reach + 2
    columns, rows = math.ceil((middle[0] + reach) / across) + 1, math.ceil((middle[1] + reach) / down) + 1
    places = [
        (middle[0] + column * across + step * across // 2, middle[1] + row * down + step * down // 2)
        for step in range(len(cell.sites))
        for row in range(-rows, rows + 1)
        for column in range(-columns, columns + 1)
    ]
    seen = [(x, y) for x, y in places if -reach < x < size[0] + reach and -reach < y < size[1] + reach]
    ways = [_way(origin, x - middle[0], y - middle[1]) for x, y in seen]
    least, most = min(ways, default=0.0), max(ways, default=1.0)
    late = [(way - least) / max(1.0, most - least) for way in ways]
    return tuple(sorted(((x, y, at) for (x, y), at in zip(seen, late, strict=True)), key=_lateness))


def _lateness(site: tuple[int, int, float]) -> float:
    return site[2]


def _way(origin: str, x: float, y: float) -> float:
    """How far a site is from where the pattern begins; only differences count."""
    return {"center": math.hypot(x, y), "left": x, "right": -x, "top": y, "bottom": -y}[origin]


@lru_cache(maxsize=96)
def _cell(look: _Look, step: int) -> Mask:
    """One cell about its site, at `step` of `STEPS`."""
    grid = _grid(look.kind, look.pitch)
    cell, share = grid.cell, step / STEPS
    if look.layer == "shapes" and cell.wood:
        whole, half = _wood(look.kind, look.pitch)
        image = ImageChops.multiply(whole, _disc(half, share * cell.reach * 1.05))
    elif look.layer == "shapes":
        image, half = _drawn((), cell.shapes(share), grid, 0.0)
    else:
        image, half = _drawn(drawn_lines(cell, share), (), grid, look.weight)
    box = image.getbbox()
    return _NOTHING if box is None else Mask(image.crop(box), box[0] - half, box[1] - half)


def _drawn(lines: Sequence[Line], shapes: Sequence[Line], grid: _Grid, weight: float) -> tuple[Image.Image, int]:
    """Lines with round ends, and polygons, about the middle of a square; half of its side."""
    across, down = grid.stretch
    points = [(x * across, y * down) for line in (*lines, *shapes) for x, y in line]
    half = math.ceil(max((max(abs(x), abs(y)) for x, y in points), default=0.0) + weight) + 1
    samples = 4 if half < 160 else 3 if half < 260 else 2
    large = Image.new("L", (2 * half * samples, 2 * half * samples))
    pen, wide = ImageDraw.Draw(large), max(1, round(weight * samples))

    def placed(line: Line) -> list[tuple[float, float]]:
        return [((x * across + half) * samples - 0.5, (y * down + half) * samples - 0.5) for x, y in line]

    for shape in shapes:
        pen.polygon(placed(shape), fill=255)
    for line in lines:
        way, reach = placed(line), wide / 2
        pen.line(way, fill=255, width=wide, joint="curve")
        for x, y in (way[0], way[-1]):
            pen.ellipse((x - reach, y - reach, x + reach, y + reach), fill=255)
    return large.reduce(samples), half


@lru_cache(maxsize=4)
def _wood(kind: str, pitch: float) -> tuple[Image.Image, int]:
    """A cell's path data, drawn once, and half of the picture's side."""
    grid = _grid(kind, pitch)
    home, (across, down) = grid.cell.sites[0], grid.stretch
    half = math.ceil(grid.cell.reach) + 1
    move = f"scale({across:.6f} {down:.6f}) translate({-home[0]:.3f} {-home[1]:.3f})"
    path = f'<path transform="{move}" d="{grid.cell.wood}" fill="#fff"/>'
    box = f'width="{2 * half}" height="{2 * half}" viewBox="{-half} {-half} {2 * half} {2 * half}"'
    picture = rasterised(f'<svg xmlns="http://www.w3.org/2000/svg" {box}>{path}</svg>', Place(Path(__file__)))
    return picture.getchannel("A"), half


def _disc(half: int, radius: float) -> Image.Image:
    large = Image.new("L", (4 * half, 4 * half))
    reach = 2 * radius
    ImageDraw.Draw(large).ellipse((2 * half - reach, 2 * half - reach, 2 * half + reach, 2 * half + reach), fill=255)
    return large.reduce(2)


@lru_cache(maxsize=8)
def _fading(size: tuple[int, int], fade: PatternFade) -> Image.Image:
    """How strong a pattern is where: 255 whole, 0 gone."""
    if fade in ("edges", "center"):
        # about the middle, in an ellipse as wide and high as the box
        field = distance_field((256, 256), (128, 128), 140)
        smooth = [(1 - math.cos(math.pi * value / 255)) / 2 for value in range(256)]
        table = [round(255 * (share if fade == "center" else 1 - share)) for share in smooth]
        return field.point(table).resize(size, Image.Resampling.BICUBIC)
    across = fade in ("left", "right")
    length = size[0] if across else size[1]
    row = bytes(round(255 * (1 - math.cos(math.pi * (at + 0.5) / length)) / 2) for at in range(length))
    row = row if fade in ("left", "top") else row[::-1]
    return column_mask(size, row) if across else row_mask(size, row)
