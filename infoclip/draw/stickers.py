"""Round shapes of the pulse theme: scalloped and lobed stickers, eight-petal rosettes, clouds, skylines, walking limbs.

Every generator returns SVG path data in design pixels, y downwards; degrees turn clockwise, 0 pointing up.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from infoclip.draw.ornament import _number, _pair, _polar, circle, random

Point = tuple[float, float]
TAU = math.tau


def scallop(cx: float, cy: float, R: float, n: int = 16, rot: float = 0.0) -> str:  # noqa: N803
    """A sticker's outline of `n` (at least 3) outward bumps; their feet stand on the circle of radius `R`."""
    if n < 3:
        raise ValueError("a scalloped outline needs at least three bumps")
    turn = math.radians(rot)
    feet = [_polar(cx, cy, R, turn + at * TAU / n) for at in range(n)]
    bump = _number(R * math.sin(math.pi / n) * 1.06)
    arcs = "".join(f"A{bump} {bump} 0 0 1 {_pair(foot)}" for foot in (*feet[1:], feet[0]))
    return f"M{_pair(feet[0])}{arcs}Z"


def lobes(cx: float, cy: float, R: float, n: int = 16, k: float = 0.05, rot: float = 0.0) -> str:  # noqa: N803
    """A soft star of `n` rounded lobes between `R` and `R` (1 - 2 `k`), one curve a half lobe.

    The curves are Hermite segments of the radius R (1 - k + k cos(n angle)), which is level at every tip and hollow.
    """
    count = 2 * n
    step = TAU / count
    path = ""
    for at in range(count + 1):
        angle = math.radians(rot) + at * step
        radius = R if at % 2 == 0 else R * (1 - 2 * k)
        point = _polar(cx, cy, radius, angle)
        reach = radius * math.tan(step / 2) * 0.86
        along = (math.cos(angle) * reach, math.sin(angle) * reach)
        before, after = (point[0] - along[0], point[1] - along[1]), (point[0] + along[0], point[1] + along[1])
        path += f"M{_pair(point)}C{_pair(after)}" if at == 0 else f" {_pair(before)} {_pair(point)}"
        path += f"C{_pair(after)}" if 0 < at < count else ""
    return path + "Z"


def petals(cx: float, cy: float, r: float, n: int = 8, rot: float = 0.0, grow: float = 0.0) -> str:
    """A rosette of `n` round petals about a round heart, as overlapping circles (to be filled); `grow` widens all."""
    at = math.radians(rot)
    heads = [circle(*_polar(cx, cy, r * 0.66, at + i * TAU / n), r * 0.335 + grow) for i in range(n)]
    return "".join(heads) + circle(cx, cy, r * 0.66 + grow)


def cloud(x: float, y: float, s: float = 1.0) -> str:
    """A cloud with a flat foot, `x`, `y` its middle, about 210 pixels wide at `s` 1."""
    a, b, c = (_number(radius * s) for radius in (34, 52, 40))

    def to(dx: float, dy: float) -> str:
        return _pair((dx * s, dy * s))

    start = _pair((x - 70 * s, y + 30 * s))
    return f"M{start}a{a} {a} 0 0 1 {to(4, -68)}a{b} {b} 0 0 1 {to(96, -10)}a{c} {c} 0 0 1 {to(36, 78)}z"


def skyline(width: float, foot: float, tallest: float, seed: int = 1, depth: float = 0.0) -> str:
    """Round-arched towers side by side over `width`, standing on `foot`, up to `tallest` high, closed `depth` lower."""
    draw = random(seed * 31 + 5)
    parts: list[str] = []
    x = -60.0 * draw()
    while x < width:
        wide = tallest * (0.36 + 0.26 * draw())
        high = tallest * (0.5 + 0.5 * draw())
        r = wide / 2
        parts.append(
            f"M{_pair((x, foot + depth))}V{_number(foot - high + r)}A{_number(r)} {_number(r)} 0 0 1 "
            f"{_pair((x + wide, foot - high + r))}V{_number(foot + depth)}Z"
        )
        x += wide * (0.7 + 0.26 * draw())
    return "".join(parts)


def ring_arc(cx: float, cy: float, R: float, start: float, end: float) -> str:  # noqa: N803
    """An open arc from `start` to `end` in turns clockwise from 12 o'clock , to be stroked."""
    a, b = _polar(cx, cy, R, start * TAU), _polar(cx, cy, R, end * TAU)
    large, sweep = int(abs(end - start) > 0.5), int(end > start)
    return f"M{_pair(a)}A{_number(R)} {_number(R)} 0 {large} {sweep} {_pair(b)}"


def limb(x: float, y: float, parts: Sequence[Sequence[float]]) -> str:
    """A jointed limb from (`x`, `y`): `parts` are lengths and angles, 0 hanging down, positive to the left."""
    points: list[Point] = [(x, y)]
    for length, angle in parts:
        turn = math.radians(angle)
        points.append((points[-1][0] - length * math.sin(turn), points[-1][1] + length * math.cos(turn)))
    return "M" + "L".join(map(_pair, points))


def limb_end(x: float, y: float, parts: Sequence[Sequence[float]]) -> Point:
    """Where a `limb` ends: its hand or foot."""
    for length, angle in parts:
        turn = math.radians(angle)
        x, y = x - length * math.sin(turn), y + length * math.cos(turn)
    return x, y


GENERATORS: dict[str, Callable[..., object]] = {
    "cloud": cloud,
    "limb": limb,
    "limb_end": limb_end,
    "lobes": lobes,
    "petals": petals,
    "ring_arc": ring_arc,
    "scallop": scallop,
    "skyline": skyline,
}
