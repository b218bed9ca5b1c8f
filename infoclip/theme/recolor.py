"""A brand's accent on a theme's ground: the hue stays, the lightness moves until it can be read. OKLCH throughout.

Only an orange that must become dark turns towards red: dark at its own hue it is what people call brown.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from infoclip.values.color import Color

READABLE = 4.5
"""WCAG 2.2 contrast for text of any size, level AA (success criterion 1.4.3)."""

ON_LIGHT = 5.0
"""What a brand's accent keeps on the lightest ground of a theme: art paints lighter still where light falls."""


ALIKE = 0.12
"""Colours nearer to each other than this in OKLab (black and white are 1 apart) are confused across a chart."""
MOST_CHROMA = 0.4
"""More than any colour of a screen has in OKLCH."""
_GREY, _FULL = 0.02, 0.14
"""The OKLCH chroma under which a colour is a grey, and that of a full tone."""
_NEAR, _FAR = 0.1, 0.4
"""The falls in OKLCH lightness from which on a colour gains chroma, and at which it has all of a full tone."""
_RED, _ORANGE, _YELLOW = 37.0, 76.0, 90.0
"""OKLCH hues: where an orange leans that becomes dark, up to which they all do, and from which on none does."""
_KEPT = 0.15
"""What is left of the way from there to its own hue, so that two oranges stay two."""
_DARKER = 0.1
"""The fall in OKLCH lightness from which on it leans as far as it does."""
_SKIPPED = 2
"""How many chart colours stand first because they are near the accent: the parts beside the lit one take later ones."""


class BrandColors(NamedTuple):
    """A brand's colours as it writes them (`#hex`); empty where it has none."""

    accent: str = ""
    secondary: str = ""


def readable_accent(accent: Color, ground: Color, least: float = READABLE, chroma: float | None = None) -> Color:
    """`accent` with the OKLCH lightness nearest to its own at which its contrast on `ground` is at least `least`.

    Both directions are searched and the nearer one wins; hue stays (but see `_leaning`), chroma shrinks only where sRGB
    has no room for it and, in a colour that had to be moved, to `chroma` (0..0.4). With it a pale tint that became dark
    gains up to it.
    """
    return _moved(
        accent, ground, least, lambda own, fallen: own if chroma is None else min(_richer(own, fallen), chroma)
    )


def _moved(accent: Color, ground: Color, least: float, chroma_at: Callable[[float, float], float]) -> Color:
    """`accent` in the nearest lightness that reads; `chroma_at` its own chroma and the lightness it lost is its new."""
    if accent.contrast(ground) >= least:
        return accent
    from coloraide import Color as Precise  # imported only here: it costs 0.1 s and most clips give no accent

    precise = Precise(accent.hex).convert("oklch")
    lightness, chroma, hue = precise.coords()
    steps = sorted((step / 100 for step in range(101)), key=lambda step: abs(step - lightness))
    for step in steps:
        tone = Precise("oklch", [step, chroma_at(chroma, lightness - step), _leaning(hue, lightness - step)])
        found = Color.parse(tone.convert("srgb").fit(method="oklch-chroma").to_string(hex=True))
        if found.contrast(ground) >= least:
            return found
    black, white = Color(0, 0, 0), Color(255, 255, 255)
    return black if black.contrast(ground) > white.contrast(ground) else white


def readable_brand(accent: Color, ground: Color) -> Color:
    """A brand's `accent`, readable on `ground`: a pale tint that must become dark gains the chroma of its full tone.

    Rose at its own low chroma, darkened, is a grey mauve that nobody takes for rose. Greys stay grey.
    """
    return _moved(accent, ground, ON_LIGHT, _richer)


def _richer(chroma: float, fallen: float) -> float:
    """The OKLCH chroma of a colour of `chroma` that became darker by `fallen` (0..1)."""
    if not _GREY <= chroma < _FULL or fallen <= _NEAR:
        return chroma
    return chroma + (_FULL - chroma) * min(1.0, (fallen - _NEAR) / (_FAR - _NEAR))


def _leaning(hue: float, fallen: float) -> float:
    """The OKLCH hue (degrees) of a colour that became darker by `fallen` (0..1): an orange leans towards red."""
    if not _RED < hue < _YELLOW or fallen <= 0:  # a grey has none (nan), and is not in between
        return hue
    share = min(1.0, (_YELLOW - hue) / (_YELLOW - _ORANGE)) * min(1.0, fallen / _DARKER)
    return hue - (hue - _RED) * (1 - _KEPT) * share


def text_on(accent: Color, wanted: Color, ground: Color, ink: Color) -> Color:
    """The colour of text on `accent`: `wanted` if it can be read, else the best of ground, ink, black, white."""
    if wanted.contrast(accent) >= READABLE:
        return wanted
    return max((ground, ink, Color(0, 0, 0), Color(255, 255, 255)), key=lambda color: color.contrast(accent))


def nearest_first(data: tuple[Color, ...], accent: Color) -> tuple[Color, ...]:
    """The chart colours `data`, those like `accent` first, where charts leave them out; the others in order."""
    near = sorted((color for color in data if distance(color, accent) < ALIKE), key=lambda it: distance(it, accent))
    first = near[:_SKIPPED]
    return (*first, *(color for color in data if color not in first))


def distance(one: Color, other: Color) -> float:
    """How different two colours look: their distance in OKLab (Ottosson, 2020), 0..1."""
    from coloraide import Color as Precise  # as above

    return float(Precise(one.hex).distance(Precise(other.hex), space="oklab"))
