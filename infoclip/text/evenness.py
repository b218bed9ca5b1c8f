"""Which words of a text of several lines stand on which: the best of all ways to part them, by dynamic programming.

The best is the least ragged, as Knuth and Plass have it ("Breaking paragraphs into lines", 1981), judged as an editor
judges headlines: a line rather ends with a comma and begins with a preposition or conjunction than the other way round;
a number keeps its noun; no short word is left alone on the last line, nor, less so, on another.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import inf
from typing import NamedTuple

from infoclip.text.breaks import Strength

SHORT = 0.5
"""A line shorter than this part of the others is a short one."""
_PRICES: Mapping[Strength, float] = {"eager": -0.05, "free": 0.0, "light": 0.22, "loose": 1.0, "weak": 3.0}
"""What a line that begins there costs: two lines of one third and two thirds of a text cost 0.22 together."""
_ALONE_LAST, _ALONE, _LACKING = 0.3, 0.12, -0.25
"""What one word costs that stands alone on the last line, and on another, when it lacks so much of an even line."""


class Sizes(NamedTuple):
    """Of the parts that are not divided: where each begins and ends on one long line, in em.

    `reach` is the number of the part after the last that a line beginning with this one can hold (itself at least).
    """

    starts: Sequence[float]
    ends: Sequence[float]
    reach: Sequence[int]


def even_lines(sizes: Sizes, strengths: Sequence[Strength], count: int) -> list[int]:
    """The end of each of `count` lines (the number of the part after its last), the best there are.

    `strengths` says how willingly a line begins with each part; the first one's is not asked. There must be a way.
    """
    starts, ends, reach = sizes
    parts = len(starts)
    prices = [0.0, *(_PRICES[strength] for strength in strengths[1:])]
    mean = max((ends[-1] - starts[0]) / count, 1e-6)
    costs: dict[int, float] = {parts: 0.0}  # of all that comes from a part on, in the lines that are left
    choices: list[dict[int, int]] = []
    for line in range(count - 1, -1, -1):
        now: dict[int, float] = {}
        chosen: dict[int, int] = {}
        for first in range(line, parts - (count - line) + 1) if line else (0,):
            best, start, alone = inf, starts[first], first + 1
            for end in range(alone, reach[first] + 1):
                after = costs.get(end)
                if after is None:
                    continue
                uneven = (ends[end - 1] - start) / mean - 1.0
                cost = after + uneven * uneven
                if end == alone and uneven < _LACKING:
                    cost += _ALONE_LAST if end == parts else _ALONE
                if cost < best:
                    best, chosen[first] = cost, end
            if best < inf:
                now[first] = best + prices[first]
        costs = now
        choices.append(chosen)
    found, at = [], 0
    for chosen in reversed(choices):
        at = chosen[at]
        found.append(at)
    return found
