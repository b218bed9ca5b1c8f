"""Easing curves by name: functions from 0..1 to progress, 0 at 0 and 1 at 1."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache

Easing = Callable[[float], float]


def cubic_bezier(x1: float, y1: float, x2: float, y2: float) -> Easing:
    """CSS's `cubic-bezier()` (css-easing-2, section 2.2), solved by bisection to 1e-6."""

    def axis(a: float, b: float, s: float) -> float:
        return 3 * a * s * (1 - s) ** 2 + 3 * b * s * s * (1 - s) + s**3

    def ease(t: float) -> float:
        if t <= 0 or t >= 1:
            return 0.0 if t <= 0 else 1.0
        low, high = 0.0, 1.0
        for _ in range(24):
            middle = (low + high) / 2
            if axis(x1, x2, middle) < t:
                low = middle
            else:
                high = middle
        return axis(y1, y2, (low + high) / 2)

    return ease


def _back_out(t: float, overshoot: float = 1.6) -> float:
    u = t - 1
    return 1 + (overshoot + 1) * u**3 + overshoot * u**2


EASINGS: dict[str, Easing] = {
    "linear": lambda t: t,
    "in": lambda t: t * t,
    "out": lambda t: 1 - (1 - t) ** 3,
    "in-out": lambda t: 2 * t * t if t < 0.5 else 1 - (2 - 2 * t) ** 2 / 2,
    "expo": lambda t: 1.0 if t >= 1 else 1 - 2 ** (-10 * t),
    "quint": lambda t: 1 - (1 - t) ** 5,
    "sine": lambda t: (1 - math.cos(math.pi * t)) / 2,
    "back": _back_out,
    "stately": cubic_bezier(0.22, 0.61, 0.36, 1),
    "glide": cubic_bezier(0.16, 1, 0.3, 1),
    "count": cubic_bezier(0.16, 1, 0.3, 1),
}


@lru_cache(maxsize=64)
def _steps(count: int) -> Easing:
    return lambda t: math.floor(min(max(t, 0.0), 1.0) * count + 1e-9) / count


def easing(name: str) -> Easing:
    """The easing called `name`, or `steps-N` for N equal jumps. Raises KeyError for an unknown name."""
    if name.startswith("steps-") and name[6:].isdigit() and int(name[6:]) > 0:
        return _steps(int(name[6:]))
    return EASINGS[name]


def ease(name: str, t: float) -> float:
    """Progress of easing `name` at `t`, which is first held within 0..1."""
    if t <= 0:
        return 0.0
    if t >= 1:
        return 1.0
    return easing(name)(t)
