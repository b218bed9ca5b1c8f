"""The planet and what circles it: its limb, grid and rim light, orbits, the glow of lines, the sun's rays. Pure maths.

Everything here gives SVG path data or small tuples that an SVG template can loop over. Lengths are design pixels with y
downwards; angles are degrees clockwise from three o'clock, as SVG turns them, so -90 is straight up.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

from msgspec import Struct

Point = tuple[float, float]
Rect = tuple[float, float, float, float]


class Line(NamedTuple):
    """Path data with the opacity it is drawn at, 0..1."""

    d: str
    opacity: float


class Stroke(NamedTuple):
    """One stroke of a glow: its width and its own opacity."""

    width: float
    opacity: float


class Stop(NamedTuple):
    """A stop of a gradient: offset and opacity, 0..1 each."""

    offset: float
    opacity: float


class Limb(Struct, frozen=True):
    """The planet's edge and the point on it where the sun stands.

    `sun` is that point, `normal` points from the planet's centre to it and `along` is the limb's direction there;
    `heart` lies `depth` below the limb and is the centre of the sky's rings; `degrees` turns the x axis along the limb.
    """

    x: float
    y: float
    r: float
    normal: Point
    depth: float = 80.0

    @property
    def along(self) -> Point:
        return -self.normal[1], self.normal[0]

    @property
    def sun(self) -> Point:
        return self.x + self.normal[0] * self.r, self.y + self.normal[1] * self.r

    @property
    def heart(self) -> Point:
        sun = self.sun
        return sun[0] - self.normal[0] * self.depth, sun[1] - self.normal[1] * self.depth

    @property
    def degrees(self) -> float:
        return math.degrees(math.atan2(self.along[1], self.along[0]))

    def arc(self, half: float = 640.0) -> str:
        """Path data of the limb's lit part, `half` pixels to both sides of the sun."""
        turn = min(half / self.r, math.pi * 0.98)
        ends = []
        for angle in (-turn, turn):
            c, s = math.cos(angle), math.sin(angle)
            n, t = self.normal, self.along
            ends.append((self.x + self.r * (n[0] * c + t[0] * s), self.y + self.r * (n[1] * c + t[1] * s)))
        (x0, y0), (x1, y1) = ends
        return f"M{x0:.1f} {y0:.1f}A{self.r:.1f} {self.r:.1f} 0 {int(turn > math.pi / 2)} 1 {x1:.1f} {y1:.1f}"

    def reach(self, half: float, height: float) -> Rect:
        """The box around an ellipse at the sun, `half` long along the limb, `height` across: x, y, width, height."""
        (tx, ty), (nx, ny), (x, y) = self.along, self.normal, self.sun
        w, h = math.hypot(half * tx, height * nx), math.hypot(half * ty, height * ny)
        return x - w, y - h, 2 * w, 2 * h

    def lit_box(self, half: float = 650.0, around: float = 130.0) -> Rect:
        """The box around the limb as far as `half` pixels along it to both sides of the sun, `around` pixels wider."""
        far = min(half, self.r)
        sag = self.r - math.sqrt(self.r * self.r - far * far)
        corners = [self.at(s * (far + around), h) for s in (-1, 1) for h in (around, -sag - around)]
        left, top = min(x for x, _ in corners), min(y for _, y in corners)
        return left, top, max(x for x, _ in corners) - left, max(y for _, y in corners) - top

    def at(self, distance: float, height: float = 0.0) -> Point:
        """The point `distance` along the straight line that touches the limb at the sun, `height` above it."""
        sun, along, normal = self.sun, self.along, self.normal
        return (
            sun[0] + along[0] * distance + normal[0] * height,
            sun[1] + along[1] * distance + normal[1] * height,
        )


def limb(x: float, y: float, r: float, sun: float = -90.0, depth: float = 80.0) -> Limb:
    """The planet with centre `x`, `y` and radius `r`, its sun rising at the angle `sun` (degrees; -90 is the top)."""
    angle = math.radians(sun)
    return Limb(x, y, r, (math.cos(angle), math.sin(angle)), depth)


# The home planet's apex as a share of the height, and its radius, by the frame's shape.
_HOME = {"tall": (0.8125, 2026.0), "feed": (0.862, 1700.0), "square": (0.889, 1130.0), "wide": (0.872, 2600.0)}


def planet_at(text: str, shape: str, width: float, height: float) -> Limb:
    """The planet an art parameter asks for: `x y r` or `x y r sun`, in pixels and degrees.

    An empty text gives the home planet of the frame's `shape`: its limb rises at the frame's foot, the sun on its top.
    Raises ValueError for anything else.
    """
    numbers = [float(item) for item in text.replace(",", " ").split()]
    if len(numbers) in (3, 4):
        return limb(*numbers)
    if numbers:
        raise ValueError(f"'{text}' is not a planet: x y radius, and the sun's angle if it is not at the top")
    apex, radius = _HOME[shape]
    return limb(width / 2, height * apex + radius, radius)


def parallels(planet: Limb, count: int = 9) -> tuple[Line, ...]:
    """Arcs of latitude seen at a slant, nearest the limb first; they crowd together towards it and stay on the disc."""
    found = []
    (nx, ny), (tx, ty) = planet.normal, planet.along
    for i in range(1, count + 1):
        fall = i * i * 6.4
        away, r = fall * 1.6, planet.r - fall * 0.4
        if r <= 0:
            break
        # Seen from the circle's own centre, the angle from the normal at which it meets the planet's edge.
        meets = max(-1.0, min(1.0, (away * away + r * r - planet.r * planet.r) / (2 * away * r)))
        turn = min(math.acos(meets), math.pi * 0.999)
        cx, cy = planet.x - nx * away, planet.y - ny * away
        c, sn = math.cos(turn) * r, math.sin(turn) * r
        d = (
            f"M{cx + nx * c - tx * sn:.1f} {cy + ny * c - ty * sn:.1f}A{r:.1f} {r:.1f} 0 {int(turn > math.pi / 2)} 1 "
            f"{cx + nx * c + tx * sn:.1f} {cy + ny * c + ty * sn:.1f}"
        )
        found.append(Line(d, round(max(0.0, 0.32 - i * 0.025), 3)))
    return tuple(found)


def meridians(planet: Limb, count: int = 19, pitch: float = 58.0) -> str:
    """Path data of `count` meridians, `pitch` apart on the limb, that spread towards the viewer and end on the disc."""
    out = []
    for i in range(-(count // 2), count - count // 2):
        turn = i * pitch / planet.r
        n, t = planet.normal, planet.along
        x0 = planet.x + planet.r * (n[0] * math.cos(turn) + t[0] * math.sin(turn))
        y0 = planet.y + planet.r * (n[1] * math.cos(turn) + t[1] * math.sin(turn))
        x1, y1 = planet.at(i * pitch * 3.62, -460)
        dx, dy = x1 - x0, y1 - y0
        leaves = -2 * ((x0 - planet.x) * dx + (y0 - planet.y) * dy) / (dx * dx + dy * dy)
        share = min(1.0, leaves)
        if share > 0:
            out.append(f"M{x0:.1f} {y0:.1f}L{x0 + dx * share:.1f} {y0 + dy * share:.1f}")
    return "".join(out)


def _blurred_band(distance: float, width: float, blur: float) -> float:
    """How much of a band of `width` is left at `distance` from its middle when it is blurred by a Gaussian, 0..1."""
    scale = blur * math.sqrt(2)
    half = width / 2
    return (math.erf((distance + half) / scale) - math.erf((distance - half) / scale)) / 2


def glow_strokes(width: float, blur: float, opacity: float = 1.0, steps: int = 14) -> tuple[Stroke, ...]:
    """Strokes, widest first, that laid over each other look like one stroke of `width` blurred by `blur`.

    For thin glows; a filter costs ten times as much to draw. Each stroke adds what those outside it lack (source-over).
    """
    reach = width / 2 + 2.6 * blur
    out, below = [], 0.0
    for i in range(steps):
        distance = reach * (1 - (i + 0.5) / steps)
        wanted = min(opacity * _blurred_band(distance, width, blur), 0.995)
        own = 1 - (1 - wanted) / (1 - below)
        if own >= 0.004:  # less than one level of 255: it would be drawn and not seen
            out.append(Stroke(round(2 * distance + reach / steps, 2), round(own, 4)))
            below = wanted
    return tuple(out)


def rim_stops(r: float, outside: float, both: float = 0.8) -> tuple[Stop, ...]:
    """The light on the edge of a planet of radius `r`, as stops of a radial gradient whose radius is `r` + 120.

    Outside the edge lies a wide glow (a band of 46 px blurred by 34) of opacity `outside`; on both sides a narrow one
    (12 px blurred by 9) of opacity `both`. One gradient draws them without the contours that stacked strokes show.
    """
    out = []
    for distance in (*range(-36, 0, 3), -0.5, *range(0, 33, 3), *range(33, 117, 6), 120):
        near = both * _blurred_band(distance, 12, 9)
        far = outside * _blurred_band(distance, 46, 34) if distance >= 0 else 0.0
        share = max(0.0, (120 - distance) / 30) if distance > 90 else 1.0
        out.append(Stop(round((r + distance) / (r + 120), 6), round((1 - (1 - near) * (1 - far)) * min(1.0, share), 4)))
    return (Stop(round((r - 40) / (r + 120), 6), 0.0), *out)


def orbit_point(center: Point, radii: Point, tilt: float, degrees: float) -> Point:
    """The point at `degrees` on an ellipse of `radii` (x, y) about `center`, the whole turned by `tilt` degrees."""
    angle, turn = math.radians(degrees), math.radians(tilt)
    u, v = radii[0] * math.cos(angle), radii[1] * math.sin(angle)
    return (
        center[0] + u * math.cos(turn) - v * math.sin(turn),
        center[1] + u * math.sin(turn) + v * math.cos(turn),
    )


def orbit(center: Point, radii: Point, tilt: float, start: float, end: float) -> str:
    """Path data of an orbit's arc from `start` to `end` degrees; an empty arc is an empty path."""
    steps = max(2, round(abs(end - start) / 4))
    if start == end:
        return ""
    points = (orbit_point(center, radii, tilt, start + (end - start) * i / steps) for i in range(steps + 1))
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)


def rays(x: float, y: float, inner: float, outer: float, count: int = 13) -> tuple[Line, ...]:
    """Rays of a rising sun over its upper half: long and short in turn, the middle one long and the brightest."""
    out = []
    middle = (count - 1) / 2
    for i in range(count):
        angle = -math.pi / 2 + (i - middle) * 0.22
        far = outer if (i - round(middle)) % 2 == 0 else inner + (outer - inner) * 0.52
        c, s = math.cos(angle), math.sin(angle)
        d = f"M{x + inner * c:.1f} {y + inner * s:.1f}L{x + far * c:.1f} {y + far * s:.1f}"
        out.append(Line(d, round(max(0.1, 0.75 - abs(i - middle) * 0.08), 3)))
    return tuple(out)


GENERATORS: dict[str, Callable[..., object]] = {
    "glow_strokes": glow_strokes,
    "limb": limb,
    "meridians": meridians,
    "orbit": orbit,
    "orbit_point": orbit_point,
    "parallels": parallels,
    "planet_at": planet_at,
    "rays": rays,
    "rim_stops": rim_stops,
}
