"""What layout reads of an element beside what `scenes.elements` reads: common sizes and places, aspect, edges."""

from __future__ import annotations

import re

from msgspec import Struct

from infoclip.scenes.attributes import COMMON
from infoclip.scenes.elements import Element, Length, attribute_fault, choice, integer, length, number, words
from infoclip.values.geometry import Insets

LIMIT = 100_000.0
"""No length in a template is longer, in design pixels: more is a typing error."""

NO_INSETS = Insets()
ALIGNS = ("start", "center", "end", "stretch")


def bounded(element: Element, name: str, least: float = -LIMIT) -> Length | None:
    """The length in attribute `name`, None when it is not given. Raises InputError when it is out of all reason."""
    value = length(element, name, None)
    if value is not None and not least <= value.value <= LIMIT:
        raise attribute_fault(element, name, f"{name} must be from {least:g} to {LIMIT:g}")
    return value


def aspect(element: Element) -> float | None:
    """Width divided by height, from `1.5`, `16/9` or `16:9`."""
    raw = element.attributes.get("aspect", "").strip()
    if not raw:
        return None
    try:
        values = [float(part) for part in re.split(r"[/:]", raw)]
        ratio = values[0] if len(values) == 1 else values[0] / values[1]
        if len(values) > 2 or not 0.001 <= ratio <= 1000:
            raise ValueError
    except (ValueError, ZeroDivisionError):
        raise attribute_fault(element, "aspect", f"aspect is '{raw}'; it must be a ratio such as 1.5 or 16/9") from None
    return ratio


def insets(element: Element, name: str, *, least: float = 0.0) -> Insets:
    """`name` with one to four lengths in pixels (top, end, bottom, start); its parts `name-x`, `name-top` ... win."""
    if not any(given.startswith(name) for given in element.attributes):
        return NO_INSETS
    parts = words(element, name) or ("0",)
    if len(parts) > 4:
        raise attribute_fault(element, name, f"{name} has {len(parts)} lengths; it takes one to four")
    single = [Element(element.tag, {name: part}, place=element.place) for part in parts]
    values = [number(part, name, 0.0, least, LIMIT) for part in single]
    top = values[0]
    end = values[1] if len(values) > 1 else top
    bottom = values[2] if len(values) > 2 else top
    start = values[3] if len(values) > 3 else end
    across = number(element, f"{name}-x", None, least, LIMIT)
    along = number(element, f"{name}-y", None, least, LIMIT)
    if across is not None:
        start = end = across
    if along is not None:
        top = bottom = along
    return Insets(
        number(element, f"{name}-top", top, least, LIMIT),
        number(element, f"{name}-end", end, least, LIMIT),
        number(element, f"{name}-bottom", bottom, least, LIMIT),
        number(element, f"{name}-start", start, least, LIMIT),
    )


class Frame(Struct, frozen=True):
    """What every element may say of its own size and place."""

    width: Length | None
    height: Length | None
    min_width: Length | None
    max_width: Length | None
    min_height: Length | None
    max_height: Length | None
    aspect: float | None
    margin: Insets
    grow: float
    self_align: str
    top: Length | None
    bottom: Length | None
    start: Length | None
    end: Length | None
    center_x: Length | None
    center_y: Length | None
    span: int
    row_span: int
    z: float
    opacity: float
    delay: float
    stagger: float

    @property
    def percent(self) -> bool:
        """Whether anything here depends on the parent's room."""
        lengths = (
            *(self.width, self.height, self.min_width, self.max_width, self.min_height, self.max_height),
            *(self.top, self.bottom, self.start, self.end, self.center_x, self.center_y),
        )
        return any(item is not None and item.share for item in lengths)


def read_frame(element: Element) -> Frame:
    """The common attributes of `element`. Raises InputError for the first that is wrong."""
    return Frame(
        width=bounded(element, "width", 0),
        height=bounded(element, "height", 0),
        min_width=bounded(element, "min-width", 0),
        max_width=bounded(element, "max-width", 0),
        min_height=bounded(element, "min-height", 0),
        max_height=bounded(element, "max-height", 0),
        aspect=aspect(element),
        margin=insets(element, "margin", least=-LIMIT),
        grow=number(element, "grow", 0.0, 0, 1000),
        self_align=choice(element, "self", ALIGNS, ""),
        top=bounded(element, "top"),
        bottom=bounded(element, "bottom"),
        start=bounded(element, "start"),
        end=bounded(element, "end"),
        center_x=bounded(element, "center-x"),
        center_y=bounded(element, "center-y"),
        span=integer(element, "span", 1, 1, 100),
        row_span=integer(element, "row-span", 1, 1, 100),
        z=number(element, "z", 0.0),
        opacity=number(element, "opacity", 1.0, 0, 1),
        delay=number(element, "delay", 0.0, 0, 60),
        stagger=number(element, "stagger", 0.0, 0, 60),
    )


RESERVED = COMMON | {"bleed", "draws", "name", "role"}
"""Attributes that say something to layout or motion; any other attribute of `<art>` is a parameter of the art."""
