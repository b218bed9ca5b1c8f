"""Shajarah: the figured band of Al-Sadu, a caravan between palms and coffee pots, one letter a stitch.

Sadu weavers keep the widest band of a tent divider for figures of desert life: camels, palms, coffee pots
(UNESCO, "Traditional weaving of Al Sadu", 2020). Letters are threads as in `weaving`; a dot is the ground.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from infoclip.draw.weaving import EMPTY, Cloth

_CAMEL: Cloth = (
    "................",
    ".cc.............",
    "cccc......cc....",
    "..cc.....cccc...",
    "..cc....cccccc..",
    "..cc...cmmmmmmc.",
    "..ccc.cccccccccc",
    "...cccccccccccc.",
    "....ccccccccccc.",
    ".....cc.....ccc.",
    ".....cc.....c.c.",
    ".....c.c...c..c.",
    ".....c.c...c..c.",
    ".....c.c...c..c.",
)
_PALM: Cloth = (
    "...oo...oo...",
    "..oooo.oooo..",
    ".oo..ooo..oo.",
    "oo..ooooo..oo",
    "o..oo.o.oo..o",
    "..oo..o..oo..",
    "..o..mcm..o..",
    ".....mcm.....",
    "......c......",
    "......c......",
    "......c......",
    "......c......",
    ".....ccc.....",
    "....ccccc....",
)
_POT: Cloth = (
    ".....o.....",
    "....ooo....",
    ".....o.....",
    "....ccc....",
    "...ccccc...",
    "cc..ccc..cc",
    ".cc.ccc.c.c",
    "..cccccc..c",
    "...cmmmc..c",
    "...ccccc.cc",
    "..cmmmmmcc.",
    "..ccccccc..",
    "..ccccccc..",
    "...ooooo...",
)
_GAP: Cloth = (EMPTY * 3,) * len(_CAMEL)


@lru_cache(maxsize=4)
def caravan(ground: str = "k", forward: bool = True) -> Cloth:
    """A stretch of the band, 68 x 16 stitches, that repeats; camels walk to the left, back when not `forward`.

    `ground` is the thread between the figures, which also lies over and under them.
    """
    figures = (_PALM, _CAMEL, _POT, _CAMEL)
    rows = ["".join(parts) for parts in zip(*(part for figure in figures for part in (figure, _GAP)), strict=True)]
    empty = EMPTY * len(rows[0])
    cloth = ((row if forward else row[::-1]).replace(EMPTY, ground) for row in (empty, *rows, empty))
    return tuple(cloth)


GENERATORS: dict[str, Callable[..., object]] = {"caravan": caravan}
