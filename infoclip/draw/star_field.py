"""The transition `stars`: eight-point stars open all over the old scene, from the focus outwards, on the new one."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING

from PIL import Image, ImageChops

from infoclip.draw.canvas import Veil
from infoclip.draw.pixels import Cover
from infoclip.draw.shapes import polygon_mask

if TYPE_CHECKING:
    from infoclip.draw.transitions import Passing

PITCH = 180
"""Design pixels from star to star."""
STEPS = 24
"""Steps of a star's opening."""
_STAR_TIME = 0.5
"""The share of the transition that one star takes; the others begin later, by their distance from the focus."""
_INNER = math.cos(math.pi / 4) / math.cos(math.pi / 8)
_COVERS = math.sqrt(0.5) / _INNER
"""The radius, in pitches, at which a star covers its square whichever way it is turned."""


def stars(passing: Passing) -> None:
    """Each star turns by an eighth as it opens; one that is open is a square of the new scene, and all meet."""
    out, scale = passing.out, passing.look.scale
    pitch = 2 * max(2, round(PITCH * scale / 2))
    focus = round(passing.state.focus[0] * scale), round(passing.state.focus[1] * scale)
    mask = Image.new("L", (out.width, out.height))
    for x, y, late in _sites((out.width, out.height), focus, pitch):
        share = (passing.progress - late * (1 - _STAR_TIME)) / _STAR_TIME
        step = round(min(1.0, max(0.0, share)) * STEPS)
        if step == STEPS:
            mask.paste(255, (x - pitch // 2, y - pitch // 2, x + pitch // 2, y + pitch // 2))
        elif step:
            _open(mask, _star(pitch, step), (x, y))
    out.blend(passing.old, None, (0, 0), out.rect)
    out.blend(passing.new, Veil(Cover(mask)), (0, 0), out.rect)


@lru_cache(maxsize=4)
def _sites(size: tuple[int, int], focus: tuple[int, int], pitch: int) -> tuple[tuple[int, int, float], ...]:
    """Where stars stand whose squares or points reach the frame, one of them on the focus, and how late each opens."""
    rows = range((-focus[1]) // pitch - 1, (size[1] - focus[1]) // pitch + 2)
    columns = range((-focus[0]) // pitch - 1, (size[0] - focus[0]) // pitch + 2)
    ways = {(column, row): math.hypot(column, row) for row in rows for column in columns}
    most = max(ways.values())
    return tuple((focus[0] + at[0] * pitch, focus[1] + at[1] * pitch, way / most) for at, way in ways.items())


@lru_cache(maxsize=STEPS + 1)
def _star(pitch: int, step: int) -> Image.Image:
    share = step / STEPS
    radius, turn = _COVERS * pitch * share, math.radians(22.5 * (1 - share) + 22.5)
    half = math.ceil(radius) + 1
    corners = [(radius if at % 2 == 0 else radius * _INNER, turn + at * math.pi / 8) for at in range(16)]
    points = [(half + reach * math.sin(angle), half - reach * math.cos(angle)) for reach, angle in corners]
    return polygon_mask((2 * half, 2 * half), [points], 2)


def _open(mask: Image.Image, star: Image.Image, site: tuple[int, int]) -> None:
    half = star.width // 2
    left, top = max(0, site[0] - half), max(0, site[1] - half)
    right, bottom = min(mask.width, site[0] + half), min(mask.height, site[1] + half)
    if left < right and top < bottom:
        own = star.crop((left - site[0] + half, top - site[1] + half, right - site[0] + half, bottom - site[1] + half))
        mask.paste(ImageChops.lighter(mask.crop((left, top, right, bottom)), own), (left, top))
