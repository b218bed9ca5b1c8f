"""What a box paints behind its children: a built-in SVG of a rounded rectangle with fill, stroke and shadow."""

from __future__ import annotations

import hashlib
from functools import lru_cache

from msgspec import Struct

from infoclip.errors import did_you_mean
from infoclip.layout.context import LayoutContext
from infoclip.marks.marks import ArtMark, ArtSource, Params
from infoclip.scenes.elements import Element, attribute_fault, number, word
from infoclip.theme.assets import built_in
from infoclip.values.color import Color, Fill, Shadow


class BoxPaint(Struct, frozen=True):
    """The look of a `<box>`; the mark is made when its size is known."""

    source: ArtSource
    params: Params
    bleed: float

    def mark(self, width: float, height: float) -> ArtMark:
        return ArtMark(width, height, self.source, self.params, self.bleed)


def read_box_paint(element: Element, context: LayoutContext) -> BoxPaint | None:
    """The paint that `fill`, `stroke`, `shadow` and `radius` ask for; None when nothing is painted."""
    params: dict[str, str | float] = {}
    for name in ("fill", "stroke"):
        value = word(element, name, "")
        if value and value != "none":
            params[name] = _paint_value(element, name, context)
    shadow = named_shadow(element, context)
    if not params and shadow is None:
        return None
    params["radius"] = number(element, "radius", 0.0, 0)
    stroke_width = number(element, "stroke-width", 2.0, 0, 200) if "stroke" in params else 0.0
    params["stroke-width"] = stroke_width
    bleed = stroke_width
    if shadow is not None:
        params |= {
            "shadow-color": shadow.color.hex,
            "shadow-opacity": shadow.color.alpha,
            "shadow-dx": shadow.dx,
            "shadow-dy": shadow.dy,
            "shadow-blur": shadow.blur,
        }
        bleed += 3 * shadow.blur + max(abs(shadow.dx), abs(shadow.dy))
    return BoxPaint(_box_source(), tuple(sorted(params.items())), bleed)


def _paint_value(element: Element, name: str, context: LayoutContext) -> str:
    """A flat colour as `#rrggbb` or `#rrggbbaa`; a gradient by its name in the theme, which art knows."""
    value = word(element, name, "")
    fill = named_fill(element, name, value, context)
    return hex_with_alpha(fill) if isinstance(fill, Color) else value


def hex_with_alpha(color: Color) -> str:
    """`#RRGGBB`, with two more digits where it lets something through."""
    return color.hex if color.alpha >= 1 else f"{color.hex}{round(color.alpha * 255):02X}"


def named_fill(element: Element, name: str, value: str, context: LayoutContext) -> Fill:
    """The fill called `value` (a colour role, a named fill, `#hex`). Raises InputError at `element`."""
    theme = context.theme
    try:
        return theme.fill(value)
    except (KeyError, ValueError):
        known = [*theme.colors, *theme.fills]
        message = f"{name} is '{value}'; it must be a colour role, a named fill or #hex"
        raise attribute_fault(element, name, message, did_you_mean(value, known)) from None


def named_shadow(element: Element, context: LayoutContext, default: str = "") -> Shadow | None:
    """The theme's shadow that `shadow` names; None for `none` and for nothing. Raises InputError at `element`."""
    name = word(element, "shadow", default)
    if name in ("", "none"):
        return None
    shadow = context.theme.shadows.get(name)
    if shadow is None:
        known = ["none", *context.theme.shadows]
        raise attribute_fault(element, "shadow", f"there is no shadow '{name}'", did_you_mean(name, known))
    return shadow


@lru_cache(maxsize=1)
def _box_source() -> ArtSource:
    path = built_in("templates") / "box.svg"
    return ArtSource(path, hashlib.blake2b(path.read_bytes(), digest_size=12).hexdigest(), (path.parent,))
