"""Path generators for the art: stars, Hankin strapwork, arches, crenellation, rings of ticks. Pure mathematics.

Every generator returns SVG path data (a string for `d="..."`), in design pixels, y downwards, with two decimals. Angles
that a designer gives are degrees, clockwise, 0 pointing up for stars and rings. `GENERATORS` is what SVG templates see.

Strapwork follows Hankin's "polygons in contact": rays leave the middle of every edge of a tiling at one angle and end
where they meet (E. H. Hankin, "The Drawing of Geometric Patterns in Saracenic Art", 1925; C. S. Kaplan, "Islamic Star
Patterns from Polygons in Contact", 2005). The tiling here is 4.8.8: octagons and squares, which gives the eight-point
star, the khatam.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

Point = tuple[float, float]
TAU = math.tau
SILVER = 1 + math.sqrt(2)


def _number(value: float) -> str:
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _pair(point: Point) -> str:
    return f"{_number(point[0])} {_number(point[1])}"


def _line(points: Sequence[Point], *, closed: bool = False) -> str:
    return "M" + "L".join(map(_pair, points)) + ("Z" if closed else "")


def _polar(cx: float, cy: float, radius: float, angle: float) -> Point:
    """The point at `angle` radians clockwise from 12 o'clock."""
    return cx + radius * math.sin(angle), cy - radius * math.cos(angle)


def star(cx: float, cy: float, R: float, n: int = 8, k: float | None = None, rot: float = 0.0) -> str:  # noqa: N803
    """A star of `n` points with outer radius `R`; its first point looks up, turned by `rot` degrees.

    `k` is the inner radius as a share of `R`. Without it, that of the star {n/2}: for 8, two squares over each other.
    """
    inner = R * (k if k is not None else star_ratio(n))
    turn = math.radians(rot)
    points = [_polar(cx, cy, inner if i % 2 else R, turn + i * math.pi / n) for i in range(2 * n)]
    return _line(points, closed=True)


def star_ratio(n: int = 8) -> float:
    """Inner over outer radius of the star {n/2} (0.765 for 8 points). `n` of at least 5."""
    return math.cos(TAU / n) / math.cos(math.pi / n)


def polygon(cx: float, cy: float, R: float, n: int, rot: float = 0.0) -> str:  # noqa: N803
    """A regular polygon of `n` corners with circumradius `R`; a corner looks up, turned by `rot` degrees."""
    turn = math.radians(rot)
    return _line([_polar(cx, cy, R, turn + i * TAU / n) for i in range(n)], closed=True)


def circle(cx: float, cy: float, r: float) -> str:
    """A full circle as path data, so that it can stand in a compound path with holes."""
    left, right = _pair((cx - r, cy)), _pair((cx + r, cy))
    arc = f"A{_number(r)} {_number(r)} 0 1 1 "
    return f"M{left}{arc}{right}{arc}{left}Z"


def round_rect(x: float, y: float, w: float, h: float, radii: Sequence[float] = (0.0,)) -> str:
    """A rectangle with `radii` (top left, top right, bottom right, bottom left) or one for all, held to half a side."""
    given = list(radii) * 4 if len(radii) == 1 else list(radii)
    tl, tr, br, bl = (max(0.0, min(r, w / 2, h / 2)) for r in given[:4])
    return (
        f"M{_pair((x + tl, y))}H{_number(x + w - tr)}{_corner(tr, tr, tr)}V{_number(y + h - br)}{_corner(br, -br, br)}"
        f"H{_number(x + bl)}{_corner(bl, -bl, -bl)}V{_number(y + tl)}{_corner(tl, tl, -tl)}Z"
    )


def _corner(radius: float, dx: float, dy: float) -> str:
    return f"a{_number(radius)} {_number(radius)} 0 0 1 {_pair((dx, dy))}" if radius else ""


def hankin(vertices: Sequence[Point], theta: float = 67.5, skip: int = 1) -> list[list[Point]]:
    """The strapwork inside a convex polygon, whose `vertices` run clockwise on the screen: bent lines of three points.

    Rays leave each edge's middle at `theta` degrees from the edge; each meets the ray of the edge `skip` further on.
    """
    angle, n = math.radians(theta), len(vertices)
    edges = [(vertices[i], vertices[(i + 1) % n]) for i in range(n)]
    middles = [((a[0] + b[0]) / 2, (a[1] + b[1]) / 2) for a, b in edges]
    slopes = [math.atan2(b[1] - a[1], b[0] - a[0]) for a, b in edges]
    lines: list[list[Point]] = []
    for i in range(n):
        j = (i + skip) % n
        meeting = _meeting(middles[i], slopes[i] + angle, middles[j], slopes[j] + math.pi - angle)
        if meeting is not None:
            lines.append([middles[i], meeting, middles[j]])
    return lines


def _meeting(p: Point, p_angle: float, q: Point, q_angle: float) -> Point | None:
    """Where the lines through `p` and `q` at these angles cross; None when they are parallel."""
    px, py, qx, qy = math.cos(p_angle), math.sin(p_angle), math.cos(q_angle), math.sin(q_angle)
    determinant = px * qy - py * qx
    if abs(determinant) < 1e-6:
        return None
    t = ((q[0] - p[0]) * qy - (q[1] - p[1]) * qx) / determinant
    return p[0] + t * px, p[1] + t * py


def period(edge: float) -> float:
    """The width and height of one repeat of the 4.8.8 lattice whose polygons have edges of `edge` pixels."""
    return edge * SILVER


def edge_of(pitch: float) -> float:
    """The edge whose lattice repeats every `pitch` pixels. A whole-pixel pitch tiles without seams."""
    return pitch / SILVER


@lru_cache(maxsize=64)
def _cell(edge: float, theta: float) -> tuple[tuple[Point, ...], ...]:
    """The lines of one octagon at the origin and of the square at its lower right."""
    octagon_radius, square_radius, half = edge / (2 * math.sin(math.pi / 8)), edge / math.sqrt(2), period(edge) / 2
    octagon = [
        (
            octagon_radius * math.cos(math.pi / 8 + i * math.pi / 4),
            octagon_radius * math.sin(math.pi / 8 + i * math.pi / 4),
        )
        for i in range(8)
    ]
    square = [
        (half + square_radius * math.cos(i * math.pi / 2), half + square_radius * math.sin(i * math.pi / 2))
        for i in range(4)
    ]
    lines = hankin(octagon, theta, 1) + hankin(octagon, theta, 2) + hankin(square, theta, 1)
    return tuple(tuple(line) for line in lines)


def _centers(size: tuple[float, float], pitch: float, origin: Point) -> Iterator[Point]:
    """Octagon centres of every cell that can touch a rectangle of `size` at (0, 0)."""
    first = [math.floor(-o / pitch) - 1 for o in origin]
    last = [math.ceil((length - o) / pitch) + 1 for length, o in zip(size, origin, strict=True)]
    for row in range(first[1], last[1] + 1):
        for column in range(first[0], last[0] + 1):
            yield origin[0] + column * pitch, origin[1] + row * pitch


def lattice(width: float, height: float, edge: float, ox: float = 0.0, oy: float = 0.0, theta: float = 67.5) -> str:
    """Strapwork over the rectangle (0, 0, width, height), with a star's centre at (`ox`, `oy`).

    Lines that lie wholly outside by more than an edge are left out. For a whole frame use `lattice_tile` in an SVG
    `<pattern>`: it draws many times faster.
    """
    parts: list[str] = []
    for cx, cy in _centers((width, height), period(edge), (ox, oy)):
        for line in _cell(edge, theta):
            points = [(x + cx, y + cy) for x, y in line]
            if _touches(points, width, height, edge):
                parts.append(_line(points))
    return "".join(parts)


def _touches(points: Sequence[Point], width: float, height: float, margin: float) -> bool:
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return max(xs) >= -margin and min(xs) <= width + margin and max(ys) >= -margin and min(ys) <= height + margin


def lattice_tile(pitch: float, theta: float = 67.5) -> str:
    """One repeat of the strapwork, `pitch` x `pitch`, with a star's centre at its middle, for a seamless `<pattern>`.

    What reaches in from the neighbours is included, so strokes of up to a quarter of the pitch tile cleanly.
    """
    return lattice(pitch, pitch, edge_of(pitch), pitch / 2, pitch / 2, theta)


def lattice_nodes(
    width: float, height: float, edge: float, ox: float = 0.0, oy: float = 0.0, theta: float = 67.5
) -> list[Point]:
    """The distinct corners of the strapwork's lines inside the rectangle: where a constellation has its stars."""
    seen: dict[tuple[int, int], Point] = {}
    for cx, cy in _centers((width, height), period(edge), (ox, oy)):
        for line in _cell(edge, theta):
            for x, y in line:
                point = (x + cx, y + cy)
                if 0 <= point[0] <= width and 0 <= point[1] <= height:
                    seen.setdefault((round(point[0]), round(point[1])), point)
    return list(seen.values())


def arch(x: float, y: float, w: float, h: float, rise: float | None = None) -> str:
    """A pointed arch, closed at its foot: apex at (`x`, `y`), `w` wide, `h` high.

    `rise` is the height from the springing to the apex; without it 1.15 half widths.
    """
    half = w / 2
    q = half * 1.15 if rise is None else rise
    left, right = x - half, x + half
    return (
        f"M{_pair((left, y + h))}V{_number(y + q)}"
        f"C{_pair((left, y + q * 0.435))} {_pair((x - half * 0.42, y + q * 0.278))} {_pair((x, y))}"
        f"C{_pair((x + half * 0.42, y + q * 0.278))} {_pair((right, y + q * 0.435))} {_pair((right, y + q))}"
        f"V{_number(y + h)}Z"
    )


_MERLON: tuple[Point, ...] = (
    (8, 0), (8, -18), (24, -18), (24, -38), (45, -66), (66, -38), (66, -18), (82, -18), (82, 0),
)  # fmt: skip


def crenellation(
    x0: float, x1: float, y: float, pitch: float = 90.0, base: float | None = None, dx: float = 0.0
) -> str:
    """A Najdi crenellated wall from `x0` to `x1`, its merlons standing on `y` and 0.73 of `pitch` high.

    With `base` the path closes down there and can be filled; without it it is the skyline alone. `dx` shifts it.
    """
    k = pitch / 90
    first = math.floor((-dx - pitch) / pitch)
    count = math.ceil((x1 - x0 - dx) / pitch) + 1
    points: list[Point] = []
    for i in range(first, count):
        left = x0 + dx + i * pitch
        points += [(left + px * k, y + py * k) for px, py in _MERLON]
    points = [(min(max(px, x0), x1), py) for px, py in points]
    if base is None:
        return _line([(x0, y), *points, (x1, y)])
    return _line([(x0, base), (x0, y), *points, (x1, y), (x1, base)], closed=True)


def ticks(cx: float, cy: float, inner: float, outer: float, count: int, every: int = 1, skip: int = 0) -> str:
    """Radial ticks between two radii, clockwise from 12 o'clock: each `every`-th of `count` places.

    Places that `skip` divides stay empty (they carry longer ticks).
    """
    parts: list[str] = []
    for i in range(0, count, every):
        if skip and i % skip == 0:
            continue
        angle = i * TAU / count
        parts.append(_line([_polar(cx, cy, inner, angle), _polar(cx, cy, outer, angle)]))
    return "".join(parts)


def wedge(cx: float, cy: float, inner: float, outer: float, start: float, end: float) -> str:
    """A ring's slice between two radii, from `start` to `end` in turns clockwise from 12 o'clock."""
    if abs(end - start) >= 1:
        return circle(cx, cy, outer) + (circle(cx, cy, inner) if inner else "")
    a, b = start * TAU, end * TAU
    large, sweep = int(abs(end - start) > 0.5), int(end > start)
    out = f"A{_number(outer)} {_number(outer)} 0 {large} {sweep} {_pair(_polar(cx, cy, outer, b))}"
    if inner <= 0:
        return f"M{_pair((cx, cy))}L{_pair(_polar(cx, cy, outer, a))}{out}Z"
    back = f"A{_number(inner)} {_number(inner)} 0 {large} {1 - sweep} {_pair(_polar(cx, cy, inner, a))}"
    return f"M{_pair(_polar(cx, cy, outer, a))}{out}L{_pair(_polar(cx, cy, inner, b))}{back}Z"


def on_circle(cx: float, cy: float, radius: float, turns: float) -> Point:
    """The point at `turns` (0..1, clockwise from 12 o'clock) of a circle: (x, y)."""
    return _polar(cx, cy, radius, turns * TAU)


def random(seed: int) -> Callable[[], float]:
    """Numbers in 0..1, the same for the same `seed` on every machine (Numerical Recipes' linear congruence)."""
    state = seed & 0xFFFFFFFF

    def following() -> float:
        nonlocal state
        state = (state * 1664525 + 1013904223) & 0xFFFFFFFF
        return state / 4294967296

    return following


GENERATORS: dict[str, Callable[..., object]] = {
    "arch": arch,
    "circle": circle,
    "crenellation": crenellation,
    "edge_of": edge_of,
    "lattice": lattice,
    "lattice_nodes": lattice_nodes,
    "lattice_tile": lattice_tile,
    "on_circle": on_circle,
    "period": period,
    "polygon": polygon,
    "random": random,
    "round_rect": round_rect,
    "star": star,
    "star_ratio": star_ratio,
    "ticks": ticks,
    "wedge": wedge,
}
