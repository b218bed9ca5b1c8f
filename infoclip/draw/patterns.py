"""Patterns by construction, as cells that repeat: Hankin's stars, mashrabiya, Sadu bands, Najdi triangles, contours.

A pattern is a `Cell` at every site of its lattice. A cell knows its lines and its filled shapes at any share of their
being drawn, so a pattern draws itself on cell by cell: rays leave the middles of a tiling's edges and grow until they
meet, which is how Hankin constructs the stars; wood grows from its nodes, cloth is woven stitch by stitch, triangles
rise from their feet, contours run along their slopes. Lengths are design pixels; y runs downwards.

The tilings: octagons and squares (8), decagons and bow ties (10; C. S. Kaplan, "Islamic Star Patterns from Polygons in
Contact", 2005), dodecagons and triangles (12).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from infoclip.draw.mashrabiya import screen_tile
from infoclip.draw.ornament import SILVER, hankin

Point = tuple[float, float]
Line = tuple[Point, ...]


def _nothing(share: float) -> tuple[Line, ...]:
    return ()


class Cell(NamedTuple):
    """What repeats: `period` (width, height), the `sites` in it, how far a cell `reach`es from its site.

    `lines` are stroked, each growing from its first point to its last; `shapes(share)` are polygons to be filled.
    `wood` is path data about the site, seen through a disc that opens as far as its share of the reach.
    """

    period: Point
    sites: tuple[Point, ...]
    reach: float
    lines: tuple[Line, ...] = ()
    shapes: Callable[[float], tuple[Line, ...]] = _nothing
    wood: str = ""


def _ring(center: Point, radius: float, count: int, turn: float) -> list[Point]:
    angles = (turn + k * math.tau / count for k in range(count))
    return [(center[0] + radius * math.cos(angle), center[1] + radius * math.sin(angle)) for angle in angles]


def _rays(lines: Sequence[Sequence[Point]]) -> tuple[Line, ...]:
    """Each bent line of the strapwork as the two rays that meet in its bend."""
    return tuple(ray for line in lines for ray in ((line[0], line[1]), (line[2], line[1])))


def _star_shape(lines: Sequence[Sequence[Point]]) -> Callable[[float], tuple[Line, ...]]:
    """The star that a polygon's lines enclose: it opens from its middle as they close."""
    points = [point for line in lines for point in line[:2]]
    x, y = (sum(part) / len(points) for part in zip(*points, strict=True))

    def shape(share: float) -> tuple[Line, ...]:
        size = min(1.0, max(0.0, share * 2 - 1))
        moved = tuple((x + (px - x) * size, y + (py - y) * size) for px, py in points)
        return (moved,) if size > 0 else ()

    return shape


def _inferred(polygon: Sequence[Point], theta: float) -> list[list[Point]]:
    """Strapwork inside any polygon, bow ties too: of all pairs of rays that meet, the shortest first, each ray once.

    That is Kaplan's way of inferring motifs for polygons that are not regular.
    """
    rays: list[tuple[Point, Point]] = []
    for at, a in enumerate(polygon):
        b = polygon[(at + 1) % len(polygon)]
        middle, slope = ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2), math.atan2(b[1] - a[1], b[0] - a[0])
        for angle in (slope + theta, slope + math.pi - theta):
            rays.append((middle, (math.cos(angle), math.sin(angle))))
    meetings = []
    for one in range(len(rays)):
        for other in range(one + 1, len(rays)):
            found = _crossing(rays[one], rays[other]) if one // 2 != other // 2 else None
            if found is not None:
                meetings.append((found[0], one, other, found[1]))
    used: set[int] = set()
    lines = []
    for _, one, other, meeting in sorted(meetings):
        if one not in used and other not in used:
            used |= {one, other}
            lines.append([rays[one][0], meeting, rays[other][0]])
    return lines


def _crossing(one: tuple[Point, Point], other: tuple[Point, Point]) -> tuple[float, Point] | None:
    """Where two rays meet, and how far that is from their starts together; None when they do not."""
    ((px, py), (ax, ay)), ((qx, qy), (bx, by)) = one, other
    determinant = ax * by - ay * bx
    if abs(determinant) < 1e-6:
        along = (qx - px) * ax + (qy - py) * ay
        facing = abs((qx - px) * ay - (qy - py) * ax) < 1e-6 * max(1.0, along) and ax * bx + ay * by < 0 < along
        return (along, ((px + qx) / 2, (py + qy) / 2)) if facing else None
    t = ((qx - px) * by - (qy - py) * bx) / determinant
    s = ((qx - px) * ay - (qy - py) * ax) / determinant
    return (t + s, (px + t * ax, py + t * ay)) if t > 1e-6 and s > 1e-6 else None


def _eight(pitch: float) -> Cell:
    edge, theta = pitch / SILVER, 67.5
    octagon = _ring((0.0, 0.0), edge / (2 * math.sin(math.pi / 8)), 8, math.pi / 8)
    square = _ring((pitch / 2, pitch / 2), edge / math.sqrt(2), 4, 0.0)
    outer = hankin(octagon, theta, 1)
    lines = outer + hankin(octagon, theta, 2) + hankin(square, theta, 1)
    return Cell((pitch, pitch), ((0.0, 0.0),), pitch * 0.86, _rays(lines), _star_shape(outer))


def _ten(pitch: float) -> Cell:
    apothem, fifth = pitch / 2, math.radians(36)
    decagon = _ring((0.0, 0.0), apothem / math.cos(math.pi / 10), 10, math.pi / 2 + fifth / 2)
    period = (2 * pitch * math.sin(fifth), 2 * pitch * math.cos(fifth))
    # The bow tie stands between four decagons, on the middle of the rhombus that their middles make.
    centers = [(0.0, 0.0), (period[0] / 2, period[1] / 2), (period[0], 0.0), (period[0] / 2, -period[1] / 2)]
    middle = (period[0] / 2, 0.0)
    corners: list[Point] = []
    for center in centers:
        near = sorted(((x + center[0], y + center[1]) for x, y in decagon), key=lambda p: math.dist(p, middle))[:4]
        corners += [point for point in near if math.dist(point, middle) < pitch * 0.36]
    bow = _distinct(corners)
    bow.sort(key=lambda p: math.atan2(p[1] - middle[1], p[0] - middle[0]))
    star = hankin(decagon, 72, 1)
    lines = star + _inferred(bow, math.radians(72))
    return Cell(period, ((0.0, 0.0), (period[0] / 2, period[1] / 2)), pitch, _rays(lines), _star_shape(star))


def _distinct(points: Sequence[Point]) -> list[Point]:
    found: list[Point] = []
    for point in points:
        if all(math.dist(point, other) > 1e-3 * abs(point[0] + 1) + 0.01 for other in found):
            found.append(point)
    return found


def _twelve(pitch: float) -> Cell:
    dodecagon = _ring((0.0, 0.0), pitch / 2 / math.cos(math.pi / 12), 12, math.pi / 12)
    period = (pitch, pitch * math.sqrt(3))
    edge = pitch * math.tan(math.pi / 12)
    triangles = [
        _ring((pitch / 2, side * pitch / (2 * math.sqrt(3))), edge / math.sqrt(3), 3, side * math.pi / 2 + math.pi)
        for side in (1, -1)
    ]
    star = hankin(dodecagon, 75, 1)
    lines = star + [line for triangle in triangles for line in hankin(triangle, 75, 1)]
    return Cell(period, ((0.0, 0.0), (pitch / 2, period[1] / 2)), pitch * 0.9, _rays(lines), _star_shape(star))


def _mashrabiya(pitch: float) -> Cell:
    """Turned wood, whole at every share; its repeat has a ball in its middle."""
    half = pitch / 2
    return Cell((pitch, pitch), ((half, half),), pitch * 0.76, wood=screen_tile(pitch).wood)


_CLOTH = (
    "#...#...#...#...",
    "##.###.###.###.#",
    "################",
    "................",
    ".......##.......",
    "......####......",
    ".#...##..##...#.",
    "###.##.##.##.###",
    "###.##.##.##.###",
    ".#...##..##...#.",
    "......####......",
    ".......##.......",
    "................",
    "################",
    "##.###.###.###.#",
    "#...#...#...#...",
)
"""A band of Al-Sadu, a stitch a letter: teeth, and the diamond with an eye between two grains."""


def _sadu(pitch: float) -> Cell:
    stitch = pitch / 16

    def shape(share: float) -> tuple[Line, ...]:
        woven = round(share * 256)
        parts: list[Line] = []
        for row, letters in enumerate(_CLOTH):
            for column in range(16):
                done = row * 16 + (15 - column)  # the shuttle runs from the right
                if letters[column] == "#" and done < woven:
                    x, y = (column - 8) * stitch, (row - 8) * stitch
                    right, foot = x + stitch, y + stitch * 0.86
                    parts.append(((x, y), (right, y), (right, foot), (x, foot)))
        return tuple(parts)

    return Cell((pitch, pitch), ((pitch / 2, pitch / 2),), pitch * 0.51, (), shape)


def _najdi(pitch: float) -> Cell:
    """Rows of the pierced triangles of Najdi walls, three and three, over a fine course."""
    side, gap = pitch * 0.3, pitch * 0.05

    def shape(share: float) -> tuple[Line, ...]:
        parts: list[Line] = []
        for row, count in ((0, 1), (1, 2)):
            for place in range(count):
                x = (place - (count - 1) / 2) * (side + gap)
                foot = pitch * (-0.06 + 0.34 * row)
                own = min(1.0, max(0.0, share * 2 - (1 - row) * 0.7))
                if own > 0:
                    half, high = side / 2 * own, side * 0.95 * own
                    parts.append(((x - half, foot), (x, foot - high), (x + half, foot)))
        return tuple(parts)

    course = ((pitch / 2, pitch * 0.42), (-pitch / 2, pitch * 0.42))
    return Cell((pitch, pitch), ((0.0, 0.0),), pitch * 0.52, (course,), shape)


_WAVES = ((1, 0, 0.9, 0.3), (0, 1, 1.0, 1.7), (1, 1, 0.6, 4.1), (2, -1, 0.45, 2.2), (1, -2, 0.4, 5.2))
_LEVELS = 9


def _contours(pitch: float) -> Cell:
    """Lines of equal height of a land that repeats: marching squares over a sum of waves."""
    count = 48
    land = [[_height(x / count, y / count) for x in range(count + 1)] for y in range(count + 1)]
    low, high = min(map(min, land)), max(map(max, land))
    lines: list[Line] = []
    for level in range(1, _LEVELS + 1):
        cut = low + (high - low) * level / (_LEVELS + 1)
        lines += _chained([piece for y in range(count) for x in range(count) for piece in _crossed(land, x, y, cut)])
    step = pitch / count
    sized = tuple(tuple((x * step - pitch / 2, y * step - pitch / 2) for x, y in line) for line in lines)
    return Cell((pitch, pitch), ((pitch / 2, pitch / 2),), pitch * 0.5, sized)


def _height(x: float, y: float) -> float:
    return sum(size * math.sin(math.tau * (across * x + down * y) + phase) for across, down, size, phase in _WAVES)


def _crossed(land: Sequence[Sequence[float]], x: int, y: int, cut: float) -> list[Line]:
    """The pieces of the contour at height `cut` in one square of the land."""
    corners = ((x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1))
    found: list[Point] = []
    for at, a in enumerate(corners):
        b = corners[(at + 1) % 4]
        one, other = land[a[1]][a[0]] - cut, land[b[1]][b[0]] - cut
        if (one < 0) != (other < 0):
            share = one / (one - other)
            found.append((round(a[0] + (b[0] - a[0]) * share, 5), round(a[1] + (b[1] - a[1]) * share, 5)))
    return [(found[at], found[at + 1]) for at in range(0, len(found) - 1, 2)]


def _chained(pieces: Sequence[Line]) -> list[Line]:
    """Pieces that share ends as long lines."""
    ends: dict[Point, list[int]] = {}
    for number, piece in enumerate(pieces):
        for point in piece:
            ends.setdefault(point, []).append(number)
    unused, lines = dict.fromkeys(range(len(pieces))), []
    for first in sorted(unused, key=lambda number: min(len(ends[point]) for point in pieces[number])):
        if first not in unused:
            continue
        del unused[first]
        start, end = pieces[first] if len(ends[pieces[first][0]]) == 1 else pieces[first][::-1]
        line = [start, end]
        while (after := next((number for number in ends[line[-1]] if number in unused), None)) is not None:
            del unused[after]
            a, b = pieces[after]
            line.append(b if a == line[-1] else a)
        lines.append(tuple(line))
    return lines


PATTERNS: dict[str, tuple[Callable[[float], Cell], float]] = {
    "hankin-8": (_eight, 216.0),
    "hankin-10": (_ten, 240.0),
    "hankin-12": (_twelve, 240.0),
    "mashrabiya": (_mashrabiya, 120.0),
    "sadu": (_sadu, 192.0),
    "najdi": (_najdi, 150.0),
    "contours": (_contours, 540.0),
}
"""Every pattern: its cell, and the pitch it has when nobody says."""


@lru_cache(maxsize=16)
def cell_of(kind: str, pitch: float) -> Cell:
    return PATTERNS[kind][0](pitch)


def drawn_lines(cell: Cell, share: float) -> list[Line]:
    """The cell's lines, each drawn as far as `share` (0..1) of its length."""
    found: list[Line] = []
    for line in cell.lines:
        steps = [math.dist(a, b) for a, b in pairwise(line)]
        left = share * sum(steps)
        points = [line[0]]
        for (a, b), step in zip(pairwise(line), steps, strict=True):
            if left <= 1e-9:
                break
            part = min(1.0, left / step) if step else 1.0
            points.append((a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part))
            left -= step
        if len(points) > 1:
            found.append(tuple(points))
    return found
