"""Values to lengths, exactly in proportion."""

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
