"""Values to lengths, exactly in proportion, and the round values an axis names."""

from __future__ import annotations

import math


def share(value: float, whole: float) -> float:
    """`value / whole`, 0..1. Raises ValueError for what no length can show: nothing to compare with, less than none,
    more than the whole.
    """
    if not whole > 0 or not math.isfinite(whole):
        raise ValueError(f"the whole is {whole:g}; it must be more than 0")
    if not 0 <= value <= whole * (1 + 1e-9):
        raise ValueError(f"{value:g} is not between 0 and {whole:g}")
    return min(1.0, value / whole)


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
