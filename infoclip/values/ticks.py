"""The round values that an axis names."""

from __future__ import annotations

import math


def nice_ticks(low: float, high: float, count: int = 5) -> tuple[float, ...]:
    """About `count` round values (1, 2, 2.5 or 5 times a power of ten apart) from at most `low` to at least `high`.

    Raises ValueError when `low` > `high`, when either is not finite, or for fewer than 2.
    """
    if not (math.isfinite(low) and math.isfinite(high)) or low > high or count < 2:
        raise ValueError(f"no ticks from {low:g} to {high:g}")
    if low == high:
        low, high = min(0.0, low), max(0.0, high) or 1.0
    rough = (high - low) / (count - 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= rough * (1 - 1e-9))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return tuple(round(index * step, 12) for index in range(first, last + 1))


def axis_ticks(low: float, high: float, count: int = 4) -> tuple[float, ...]:
    """Ticks for a line over values from `low` to `high`: from zero, unless they keep to a narrow band far from it.

    A band is narrow when it is less than a third of its distance from zero: from zero its line would look flat.
    """
    if low == high:
        low, high = (low - abs(low) * 0.1, high + abs(high) * 0.1) if low else (0.0, 1.0)
    span = high - low
    if low >= 0 and span * 3 > low:
        low = 0.0
    elif high <= 0 and span * 3 > -high:
        high = 0.0
    return nice_ticks(low, high, count)
