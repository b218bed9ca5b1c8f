"""The night sky: the strapwork as a constellation, far stars, sparkles, the khatam speech bubble. Pure maths.

Everything here gives SVG path data or small tuples that an SVG template can loop over. Lengths are design pixels with y
downwards. The planet under this sky is in `planet.py`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import pairwise
from random import Random
from typing import NamedTuple

from infoclip.draw.ornament import lattice, lattice_nodes, period, star
from infoclip.draw.planet import Line, Point, Rect
from infoclip.values.color import Color


class Star(NamedTuple):
    """A point of light: centre, radius and opacity 0..1. `bright` ones are drawn in the brighter star colour."""

    x: float
    y: float
    radius: float
    opacity: float
    bright: bool


class Constellation(NamedTuple):
    """The strapwork as a sky: `lines` in steps of opacity, a star on every knot, and some four-rayed `sparkles`."""

    lines: tuple[Line, ...]
    stars: tuple[Star, ...]
    sparkles: tuple[Star, ...]


def boxes(text: str) -> tuple[Rect, ...]:
    """Boxes written `x y w h; x y w h`, as art parameters give them. Raises ValueError when one lacks four numbers."""
    found = []
    for part in filter(str.strip, text.split(";")):
        numbers = [float(item) for item in part.replace(",", " ").split()]
        if len(numbers) != 4:
            raise ValueError(f"'{part.strip()}' is not a box: four numbers, x y width height")
        found.append((numbers[0], numbers[1], numbers[2], numbers[3]))
    return tuple(found)


def _hush(x: float, y: float, quiet: Sequence[Rect], soft: float) -> float:
    """How far a point is kept quiet for text: 1 inside a box of `quiet`, falling to 0 at `soft` pixels outside it."""
    most = 0.0
    for bx, by, bw, bh in quiet:
        dx, dy = max(bx - x, 0.0, x - bx - bw), max(by - y, 0.0, y - by - bh)
        near = max(0.0, 1 - math.hypot(dx, dy) / soft)
        most = max(most, near * near * (3 - 2 * near))
    return most


def _middle(one: Point, other: Point) -> Point:
    return (one[0] + other[0]) / 2, (one[1] + other[1]) / 2


def _radial(distance: float, radius: float) -> float:
    """The mask of the constellation: 1 in its centre, .45 at 55 % of its radius, 0 at the radius."""
    share = distance / radius
    if share >= 1:
        return 0.0
    return 1 - share / 0.55 * 0.55 if share < 0.55 else 0.45 * (1 - (share - 0.55) / 0.45)


def constellation(
    size: tuple[float, float],
    center: tuple[float, float, float],
    origin: Point = (540.0, 150.0),
    edge: float = 112.0,
    quiet: Sequence[Rect] = (),
    seed: int = 11,
) -> Constellation:
    """The 4.8.8 strapwork over `size` (width, height) as a constellation.

    It is brightest at `center` (x, y) and gone at its radius (the third number). `origin` is where a great star stands,
    `edge` the tile's edge, `quiet` the boxes behind text, where a seventh of it is left. Equal seeds give equal skies.
    """
    width, height = size
    ox, oy = origin
    pitch = period(edge)

    def light(x: float, y: float) -> float:
        return _radial(math.hypot(x - center[0], y - center[1]), center[2]) * (1 - 0.86 * _hush(x, y, quiet, 110))

    steps: dict[int, list[str]] = {}
    for line in lattice(width, height, edge, ox % pitch, oy % pitch).split("M")[1:]:
        points = [(float(x), float(y)) for x, y in (pair.split() for pair in line.split("L"))]
        ends = [point for pair in pairwise(points) for point in (pair[0], _middle(*pair))] + points[-1:]
        for (x0, y0), (x1, y1) in pairwise(ends):
            step = round(light((x0 + x1) / 2, (y0 + y1) / 2) * 16)
            if step:
                steps.setdefault(step, []).append(f"M{x0:.1f} {y0:.1f}L{x1:.1f} {y1:.1f}")
    lines = tuple(Line("".join(parts), step / 16) for step, parts in sorted(steps.items()))
    knots = lattice_nodes(width, height, edge, ox % pitch, oy % pitch)
    stars, sparkles = _knot_stars(knots, light, quiet, seed)
    return Constellation(lines, stars, sparkles)


def _knot_stars(
    knots: Sequence[Point], light: Callable[[float, float], float], quiet: Sequence[Rect], seed: int
) -> tuple[tuple[Star, ...], tuple[Star, ...]]:
    """A star for every knot, every seventh or so large, one in twenty-five with rays; calm ones only in `quiet`."""
    random = Random(seed)
    stars, sparkles = [], []
    for x, y in sorted(knots):
        value = random.random() * (0.6 if _hush(x, y, quiet, 20) > 0 else 1.0)
        shown = light(x, y)
        if shown < 0.02:
            continue
        if value > 0.958:
            sparkles.append(Star(x, y, 22.0, round(shown, 3), True))
        else:
            stars.append(Star(x, y, 5.0 if value > 0.86 else 3.0, round(shown * (0.45 + value * 0.5), 3), value > 0.6))
    return tuple(stars), tuple(sparkles)


def dust(size: tuple[float, float], count: int = 150, seed: int = 7, quiet: Sequence[Rect] = ()) -> tuple[Star, ...]:
    """`count` small far stars strewn over `size`, none within 20 px of a box of `quiet`. Equal seeds, equal stars."""
    random = Random(seed)
    out = []
    for _ in range(count):
        x, y, value = random.random() * size[0], random.random() * size[1], random.random()
        if not _hush(x, y, quiet, 20):
            out.append(Star(round(x, 1), round(y, 1), round(0.8 + value * 1.6, 1), round(0.15 + value * 0.45, 2), True))
    return tuple(out)


def sparkle(x: float, y: float, size: float) -> str:
    """Path data of a four-rayed star with hollow sides, `size` from its centre to a tip."""
    s = size
    return (
        f"M{x - s:.1f} {y:.1f}Q{x:.1f} {y:.1f} {x:.1f} {y - s:.1f}Q{x:.1f} {y:.1f} {x + s:.1f} {y:.1f}"
        f"Q{x:.1f} {y:.1f} {x:.1f} {y + s:.1f}Q{x:.1f} {y:.1f} {x - s:.1f} {y:.1f}Z"
    )


def bubble(x: float, y: float, radius: float, inset: float = 0.0, tail: float = 1.0) -> str:
    """Path data of the khatam speech bubble: an eight-point star of `radius` with a tail at its foot.

    `inset` draws it smaller all round (rim and core share one centre); `tail` 1 points left, -1 right, 0 has none.
    """
    d = star(x, y, radius - inset)
    if not tail:
        return d
    root_x, root_y = x - tail * radius * 0.30, y + radius * 0.62
    points = (
        (root_x - radius * 0.02, root_y - inset * 0.6),
        (x - tail * (radius * 0.86 - inset * 1.5), y + radius * 1.06 - inset * 2.0),
        (root_x - tail * (radius * 0.40 - inset * 0.9), y + radius * 0.30),
    )
    return d + "M" + "L".join(f"{px:.1f} {py:.1f}" for px, py in points) + "Z"


def chevron(x: float, y: float, half: float, share: float = 1.0) -> str:
    """Path data of a chevron that points right with its tip at `x`, `y`, drawn to `share` 0..1 from its upper end."""
    points = [(x - half * 0.93, y - half), (x, y), (x - half * 0.93, y + half)]
    way = max(0.0, min(1.0, share)) * 2
    if way <= 0:
        return ""
    (ax, ay), (bx, by) = (points[0], points[1]) if way <= 1 else (points[1], points[2])
    part = way if way <= 1 else way - 1
    end = (ax + (bx - ax) * part, ay + (by - ay) * part)
    shown = [points[0], end] if way <= 1 else [points[0], points[1], end]
    return "M" + "L".join(f"{px:.1f} {py:.1f}" for px, py in shown)


def blend(colors: Sequence[str], share: float) -> str:
    """The `#rrggbb` at `share` 0..1 along a ramp of evenly spaced `colors`. Raises ValueError for a bad colour."""
    ramp = [Color.parse(item) for item in colors]
    place = max(0.0, min(1.0, share)) * (len(ramp) - 1)
    low = min(int(place), len(ramp) - 2) if len(ramp) > 1 else 0
    return ramp[low].hex if len(ramp) == 1 else ramp[low].mixed(ramp[low + 1], place - low).hex


GENERATORS: dict[str, Callable[..., object]] = {
    "blend": blend,
    "boxes": boxes,
    "bubble": bubble,
    "chevron": chevron,
    "constellation": constellation,
    "dust": dust,
    "sparkle": sparkle,
}
