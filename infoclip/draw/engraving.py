"""The engraver's geometry of the paper theme: stars drawn in one stroke, ten-fold strapwork, hatching. Mathematics.

Every generator returns SVG path data in design pixels, y downwards; degrees turn clockwise, 0 pointing up.

The ten-fold strapwork follows Hankin's polygons in contact (see `ornament.py`) on decagons that stand in rows, edge to
edge. The gap between four of them is a hexagon with two inward corners, in which the rays are paired by the shortest
way. Rays at 54 degrees meet so that every decagon holds the star {10/3}: one stroke through the middles of its edges,
every third in turn.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import combinations

from infoclip.draw.ornament import _line, _number, _pair, _polar

Point = tuple[float, float]
TAU = math.tau
CONTACT = 54.0
"""Degrees between an edge and the rays that leave it: those of the star {10/3}."""


def one_stroke(cx: float, cy: float, R: float, k: int = 3, n: int = 10, rot: float = 0.0) -> str:  # noqa: N803
    """The star {n/k} about (`cx`, `cy`) as one closed stroke: every `k`-th of `n` points on a circle of radius `R`.

    Raises ValueError when `n` and `k` share a divisor: such a star needs several strokes.
    """
    if n < 3 or math.gcd(n, k) != 1:
        raise ValueError(f"the star {n}/{k} cannot be drawn in one stroke")
    turn = math.radians(rot)
    return _line([_polar(cx, cy, R, turn + step * k % n * TAU / n) for step in range(n)], closed=True)


def stroke_length(R: float, k: int = 3, n: int = 10) -> float:  # noqa: N803
    """How long the stroke of `one_stroke` is: what a pen that draws it has to travel."""
    return 2 * n * R * math.sin(math.pi * k / n)


def star_heart(k: int = 3, n: int = 10) -> float:
    """The radius of the circle that all lines of the star {n/k} touch, as a share of its own."""
    return math.cos(math.pi * k / n)


def tenfold(width: float, height: float, edge: float = 92.0, ox: float = 0.0, oy: float = 0.0) -> str:
    """Ten-fold strapwork over the rectangle (0, 0, width, height), a star's centre at (`ox`, `oy`), edges of `edge` px.

    Lines that lie wholly outside are left out.
    """
    star, gap = _repeat(edge)
    across = decagon_width(edge)
    slant, down = across * math.cos(TAU / 5), across * math.sin(TAU / 5)
    parts: list[str] = []
    for row in range(math.floor(-oy / down) - 1, math.ceil((height - oy) / down) + 2):
        y = oy + row * down
        shift = ox + row * slant
        for column in range(math.floor(-shift / across) - 1, math.ceil((width - shift) / across) + 2):
            x = shift + column * across
            for line in (star, *gap):
                moved = [(px + x, py + y) for px, py in line]
                if _reaches(moved, width, height):
                    parts.append(_line(moved, closed=line is star))
    return "".join(parts)


def decagon_width(edge: float) -> float:
    """How far apart the stars of `tenfold` stand: a decagon's width from edge to edge."""
    return edge / math.tan(math.pi / 10)


@lru_cache(maxsize=8)
def _repeat(edge: float) -> tuple[tuple[Point, ...], tuple[tuple[Point, ...], ...]]:
    """The star of the decagon at the origin, and the lines of the gap to its right below."""
    outer, across = edge / (2 * math.sin(math.pi / 10)), decagon_width(edge)
    middles = [_corner((0, 0), across / 2, 36 * step) for step in range(10)]
    star = tuple(middles[3 * step % 10] for step in range(10))
    right, below = (across, 0.0), _corner((0, 0), across, 72)
    both = (right[0] + below[0], right[1] + below[1])
    hexagon = [
        _corner((0, 0), outer, 18), _corner((0, 0), outer, 54), _corner(below, outer, 306),
        _corner(below, outer, 342), _corner(both, outer, 234), _corner(right, outer, 126),
    ]  # fmt: skip
    return star, tuple(paired_rays(hexagon))


def _corner(center: Point, radius: float, degrees: float) -> Point:
    """A point at `degrees` clockwise from 3 o'clock."""
    angle = math.radians(degrees)
    return center[0] + radius * math.cos(angle), center[1] + radius * math.sin(angle)


def paired_rays(vertices: Sequence[Point], theta: float = CONTACT) -> list[tuple[Point, ...]]:
    """Strapwork inside any simple polygon: bent lines from an edge's middle over the meeting of two rays to another's.

    Each ray ends with the partner that gives the shortest way, the shortest pairs first (Kaplan 2005, section 3).
    """
    corners = list(vertices if _clockwise(vertices) else reversed(vertices))
    rays = [(at, *ray) for at in range(len(corners)) for ray in _rays_of(corners, at, math.radians(theta))]
    found: list[tuple[float, int, int, Point]] = []
    for (i, one), (j, other) in combinations(enumerate(rays), 2):
        meeting = None if one[0] == other[0] else _meet(one[1], one[2], other[1], other[2])
        if meeting is not None:
            found.append((math.dist(one[1], meeting) + math.dist(meeting, other[1]), i, j, meeting))
    taken: set[int] = set()
    lines: list[tuple[Point, ...]] = []
    for _, i, j, meeting in sorted(found, key=lambda item: round(item[0], 6)):
        if i not in taken and j not in taken:
            taken |= {i, j}
            lines.append((rays[i][1], meeting, rays[j][1]))
    return lines


def _clockwise(vertices: Sequence[Point]) -> bool:
    """On the screen, where y goes down: a positive area."""
    following = (*vertices[1:], vertices[0])
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(vertices, following, strict=True)) > 0


def _rays_of(corners: Sequence[Point], at: int, theta: float) -> Iterator[tuple[Point, Point]]:
    """The two rays (middle, unit direction) that leave the edge after corner `at`, inwards."""
    a, b = corners[at], corners[(at + 1) % len(corners)]
    middle = (a[0] + b[0]) / 2, (a[1] + b[1]) / 2
    slope = math.atan2(b[1] - a[1], b[0] - a[0])
    for angle in (slope + theta, slope + math.pi - theta):
        yield middle, (math.cos(angle), math.sin(angle))


def _meet(p: Point, along_p: Point, q: Point, along_q: Point) -> Point | None:
    """Where two rays meet ahead of both; rays that run at each other on one line meet half way."""
    (px, py), (qx, qy), (dx, dy) = along_p, along_q, (q[0] - p[0], q[1] - p[1])
    cross = px * qy - py * qx
    if abs(cross) < 1e-9:
        facing = abs(dx * py - dy * px) < 1e-6 and dx * px + dy * py > 0 and px * qx + py * qy < 0
        return ((p[0] + q[0]) / 2, (p[1] + q[1]) / 2) if facing else None
    t, s = (dx * qy - dy * qx) / cross, (dx * py - dy * px) / cross
    return (p[0] + t * px, p[1] + t * py) if t > 1e-9 and s > 1e-9 else None


def _reaches(points: Sequence[Point], width: float, height: float) -> bool:
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return max(xs) >= 0 and min(xs) <= width and max(ys) >= 0 and min(ys) <= height


def hatch(width: float, height: float, pitch: float = 9.0, slope: float = 1.0, x: float = 0.0, y: float = 0.0) -> str:
    """An engraver's hatch over the rectangle at (`x`, `y`): strokes that rise to the right, cut at its sides.

    `pitch` is the distance between neighbouring strokes, `slope` how far they rise for each pixel to the right (> 0).
    Raises ValueError for a pitch or slope that is not above 0.
    """
    if pitch <= 0 or slope <= 0:
        raise ValueError("a hatch needs a pitch and a slope above zero")
    step = pitch * math.hypot(1, slope)  # vertical distance of neighbours
    parts: list[str] = []
    # A stroke is y = foot - slope * x, from the first that cuts the left upper corner to the last at the right lower.
    for index in range(1, math.ceil((height + slope * width) / step)):
        foot = index * step
        left, right = max(0.0, (foot - height) / slope), min(width, foot / slope)
        if right > left:
            start, end = (x + left, y + foot - slope * left), (x + right, y + foot - slope * right)
            parts.append(f"M{_pair(start)}L{_pair(end)}")
    return "".join(parts)


def dial_ticks(cx: float, cy: float, radius: float, count: int = 100) -> str:
    """Ruler's ticks that stand out of a circle: `count` of 10 px, every fifth 20 px, every tenth 34 px long."""
    parts: list[str] = []
    for step in range(count):
        angle = step * TAU / count
        length = 34 if step % 10 == 0 else 20 if step % 5 == 0 else 10
        parts.append(_line([_polar(cx, cy, radius, angle), _polar(cx, cy, radius + length, angle)]))
    return "".join(parts)


def cut_sheet(width: float, left: float, right: float, reach: float = 60.0) -> str:
    """A sheet over the whole width above a cut from height `left` to `right`, standing out `reach` px at its sides."""
    rise = (right - left) / max(width, 1e-6)
    ends = (left - rise * reach, right + rise * reach)
    return (
        f"M{_number(-reach)} -400H{_number(width + reach)}"
        f"L{_pair((width + reach, ends[1]))}L{_pair((-reach, ends[0]))}Z"
    )


GENERATORS: dict[str, Callable[..., object]] = {
    "cut_sheet": cut_sheet,
    "decagon_width": decagon_width,
    "dial_ticks": dial_ticks,
    "hatch": hatch,
    "one_stroke": one_stroke,
    "star_heart": star_heart,
    "stroke_length": stroke_length,
    "tenfold": tenfold,
}
