"""How a text is set: its type role, what the element overrides, and its stretches with fills of their own."""

from __future__ import annotations

from typing import Literal, cast

from msgspec import Struct
from msgspec.structs import replace

from infoclip.errors import did_you_mean
from infoclip.layout.context import LayoutContext
from infoclip.layout.paint import named_fill, named_shadow
from infoclip.scenes.elements import Element, attribute_fault, choice, flag, integer, number, word
from infoclip.text.lines import Span, TextStyle
from infoclip.theme.theme import TypeRole
from infoclip.values.color import Fill, Shadow

ALIGNS = ("start", "center", "end")
LEAST_SIZE, MOST_SIZE = 8.0, 2000.0


class Look(Struct, frozen=True):
    """How a text looks before it is laid out. `least` and `most` are the type sizes that `fit` may use.

    `lines` is the most lines, None for any number.
    """

    style: TextStyle
    fill: Fill
    shadow: Shadow | None
    span_fills: tuple[tuple[str, Fill], ...]
    fit: str
    least: float
    most: float
    lines: int | None
    balance: bool

    def scaled(self, scale: float, floor: float) -> TextStyle:
        """Its style at `scale` times its size, as `shrunk` says."""
        return self.style if scale == 1 else replace(self.style, size=shrunk(self.style.size, scale, floor))


def shrunk(size: float, scale: float, floor: float) -> float:
    """`size` at `scale` (0..1) but not under `floor`: shrinking with others, text stops where it can be read."""
    return max(size * scale, min(size, floor))


def read_look(element: Element, context: LayoutContext, rtl: bool, default_role: str) -> Look:
    """The look that `element` asks for. Raises InputError for the first attribute that is wrong."""
    name = word(element, "role", default_role)
    role = context.theme.roles.get(name)
    if role is None:
        hint = did_you_mean(name, context.theme.roles)
        raise attribute_fault(element, "role", f"the theme has no type role '{name}'", hint)
    size = number(element, "size", role.size_for(context.format.shape), LEAST_SIZE, MOST_SIZE)
    most = number(element, "max-size", size, LEAST_SIZE, MOST_SIZE)
    least = number(element, "min-size", max(LEAST_SIZE, min(size, most) / 2), LEAST_SIZE, MOST_SIZE)
    if least > most and "max-size" not in element.attributes:
        raise attribute_fault(element, "min-size", f"min-size {least:g} is larger than the largest size, {most:g}")
    # A composition works its largest size out of the room; a long figure can make that smaller than the least it wants.
    least = min(least, most)
    fit = choice(element, "fit", ("none", "width", "box"), "none")
    fill = word(element, "fill", role.fill)
    return Look(
        style=_style(element, role, size, rtl),
        fill=named_fill(element, "fill", fill, context),
        shadow=named_shadow(element, context, role.shadow or ""),
        span_fills=_span_fills(element, context),
        fit=fit,
        least=least,
        most=most,
        lines=integer(element, "lines", 1 if fit == "width" else None, 1, 1000),
        balance=flag(element, "balance", True),
    )


def _style(element: Element, role: TypeRole, size: float, rtl: bool) -> TextStyle:
    return TextStyle(
        family=word(element, "family", role.family),
        weight=integer(element, "weight", role.weight, 100, 1000),
        size=size,
        line_height=number(element, "line-height", role.line_height, 0.5, 5),
        align=cast(Literal["start", "center", "end"], choice(element, "align", ALIGNS, "start")),
        direction="rtl" if rtl else "ltr",
    )


def _span_fills(element: Element, context: LayoutContext) -> tuple[tuple[str, Fill], ...]:
    names = sorted({inline.color for inline in element.inlines if inline.color})
    return tuple((name, named_fill(element, "color", name, context)) for name in names)


def spans_of(element: Element) -> tuple[Span, ...]:
    """The stretches that differ from the rest of the text, by their places in it."""
    spans: list[Span] = []
    start = 0
    for inline in element.inlines:
        end = start + len(inline.text)
        if (inline.weight, inline.color, inline.scale) != (None, None, 1.0):
            spans.append(Span(start, end, inline.color, inline.weight, inline.scale))
        start = end
    return tuple(spans)
