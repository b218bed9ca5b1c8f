"""`<pattern>`: a pattern drawn by construction, in any theme; and patterns as the texture of a text."""

from __future__ import annotations

from typing import cast

from msgspec import Struct

from infoclip.errors import did_you_mean
from infoclip.layout.art import PictureBox
from infoclip.layout.attributes import Frame
from infoclip.layout.context import LayoutContext, Surroundings
from infoclip.layout.paint import named_fill
from infoclip.marks.marks import PatternFade, PatternMark, PatternOrigin
from infoclip.scenes.elements import Element, attribute_fault, choice, element_fault, number, word
from infoclip.values.color import Color, Fill

KINDS: dict[str, tuple[float, bool, bool]] = {
    "hankin-8": (216.0, True, False),
    "hankin-10": (240.0, True, False),
    "hankin-12": (240.0, True, False),
    "mashrabiya": (120.0, False, True),
    "sadu": (192.0, False, True),
    "najdi": (150.0, False, True),
    "contours": (540.0, True, False),
}
"""Every pattern of draw/patterns.py: its usual pitch, and whether lines and shapes are painted when nobody says."""
LEAST_PITCH, MOST_PITCH = 24.0, 1200.0
_ORIGINS = ("center", "start", "end", "top", "bottom")
_FADES = ("none", "edges", "center", "start", "end", "top", "bottom")


class PatternLook(Struct, frozen=True):
    """A pattern that is not sized yet."""

    kind: str
    pitch: float
    stroke: Fill | None
    weight: float
    fill: Fill | None
    origin: PatternOrigin
    fade: PatternFade
    bleed: float

    def mark(self, width: float, height: float) -> PatternMark:
        return PatternMark(
            width,
            height,
            self.kind,
            self.pitch,
            self.stroke,
            self.weight,
            self.fill,
            self.origin,
            self.fade,
            self.bleed,
        )


def build_pattern(element: Element, frame: Frame, around: Surroundings) -> PictureBox:
    """`<pattern>`. Raises InputError."""
    look = read_pattern(element, around.context, around.rtl)
    return PictureBox(element, frame, around.rtl, around.budget, look=look)


def read_pattern(element: Element, context: LayoutContext, rtl: bool) -> PatternLook:
    """The pattern that an element asks for. Raises InputError for the first attribute that is wrong."""
    kind = word(element, "kind", "")
    if not kind:
        raise element_fault(element, "needs a kind", "one of " + ", ".join(KINDS))
    if kind not in KINDS:
        raise attribute_fault(element, "kind", f"there is no pattern '{kind}'", did_you_mean(kind, KINDS))
    pitch, lines, shapes = KINDS[kind]
    pitch = number(element, "pitch", pitch, LEAST_PITCH, MOST_PITCH)
    strength = number(element, "strength", 1.0, 0.01, 1)
    plain = "stroke" not in element.attributes and "fill" not in element.attributes
    return PatternLook(
        kind=kind,
        pitch=pitch,
        stroke=_paint(
            element, "stroke", "accent" if plain and (lines or kind == "najdi") else "none", strength, context
        ),
        weight=number(element, "weight", max(1.0, pitch / 80), 0.5, 60),
        fill=_paint(element, "fill", "accent" if plain and shapes else "none", strength, context),
        origin=cast(PatternOrigin, _real(choice(element, "origin", _ORIGINS, "center"), rtl)),
        fade=cast(PatternFade, _real(choice(element, "fade", _FADES, "none"), rtl)),
        bleed=number(element, "bleed", 0.0, 0, 400),
    )


def _paint(element: Element, name: str, default: str, strength: float, context: LayoutContext) -> Fill | None:
    value = word(element, name, default)
    if value == "none":
        return None
    fill = named_fill(element, name, value, context)
    return fill.with_alpha(fill.alpha * strength) if isinstance(fill, Color) else fill


def _real(side: str, rtl: bool) -> str:
    return {"start": "right" if rtl else "left", "end": "left" if rtl else "right"}.get(side, side)
