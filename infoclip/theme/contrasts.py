"""Whether a theme's colours can be told from what they stand on: WCAG 2.2, 4.5 to 1 for words and 3 to 1 for charts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from infoclip.theme.recolor import READABLE, readable_accent
from infoclip.theme.theme import Theme
from infoclip.values.color import Color

PART = 3.0
"""The least contrast of the parts of a chart (success criterion 1.4.11)."""
_WRITTEN = (
    *((role, "bg") for role in ("ink", "muted", "accent", "accent2", "positive", "negative")),
    ("ink", "surface"),
    ("on-accent", "accent"),
    ("on-seal", "seal"),
)
"""What words are written with, and on."""
USUAL_STRENGTH = 0.07
"""How strong `kit.world()` draws a theme's pattern over the ground when the theme does not say."""
_FIRST_PART = 2
"""The chart colours from here on stand beside the accent."""


class Faint(Struct, frozen=True):
    """A colour that is too near to its ground: what to tell, where it is written, and what to write instead."""

    message: str
    loc: tuple[str, ...]
    hint: str


def faint_colors(theme: Theme) -> Iterator[Faint]:
    """Every colour role and chart colour of `theme` that does not stand out enough."""
    also = {"bg": " under the pattern"} if theme.pattern else {}
    grounds = dict(theme.colors) | {"bg": _patterned(theme)}
    for role, ground in _WRITTEN:
        color = theme.colors[role]
        fault = _fault(f"the colour '{role}'", color, (ground + also.get(ground, ""), grounds[ground]), READABLE)
        if fault:
            better = _better(theme, role, grounds[ground]).hex
            yield Faint(fault, ("colors", role), f'write {role}: "{better}", the nearest that can be read')
    for index, color in enumerate(theme.data[_FIRST_PART:], _FIRST_PART):
        fault = _fault(f"the chart colour {index + 1}", color, ("bg", theme.colors["bg"]), PART)
        if fault:
            better = readable_accent(color, theme.colors["bg"], PART).hex
            yield Faint(fault, ("data", str(index)), f'write "{better}", the nearest that can be seen')


def _patterned(theme: Theme, accent: Color | None = None) -> Color:
    """The ground as words find it: with the theme's pattern, which is drawn in the accent, over it."""
    if not theme.pattern:
        return theme.colors["bg"]
    found = re.search(r"strength=([\d.]+)", theme.pattern)
    strength = min(float(found[1]), 1.0) if found else USUAL_STRENGTH
    return theme.colors["bg"].mixed(accent or theme.colors["accent"], strength)


def _better(theme: Theme, role: str, ground: Color) -> Color:
    """The colour nearest to that of `role` that can be read on `ground`, also when the pattern is drawn in it."""
    better = theme.colors[role]
    for _ in range(6):
        better = readable_accent(better, ground, READABLE)
        ground = _patterned(theme, better) if role == "accent" else ground
    return better


def _fault(name: str, color: Color, ground: tuple[str, Color], least: float) -> str:
    """What is wrong when `color` has less contrast than `least` on `ground`; one just under it is not rounded up."""
    role, under = ground
    found = color.contrast(under)
    if found >= least:
        return ""
    needs = "words need" if least == READABLE else "parts of charts need"
    said = f"{min(found, least - 0.1):.1f}"
    return f"{name} ({color.hex}) has a contrast of {said} on {role} ({under.hex}); {needs} {least:g}"
