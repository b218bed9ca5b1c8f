"""From elements to the tree of layout boxes: each tag's attributes are read here, every fault at its template line."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from infoclip.errors import InputError, Problem, did_you_mean
from infoclip.layout.art import build_art, build_icon, build_space
from infoclip.layout.attributes import ALIGNS, Frame, insets, read_frame
from infoclip.layout.charts import build_bar, build_donut
from infoclip.layout.constraints import LayoutBox
from infoclip.layout.container import Arrangement, Container
from infoclip.layout.context import Surroundings
from infoclip.layout.fit import Fit
from infoclip.layout.flow import JUSTIFIES, Flow
from infoclip.layout.grid import Grid, read_tracks
from infoclip.layout.layers import Layers
from infoclip.layout.line import build_line
from infoclip.layout.media import build_image, build_video
from infoclip.layout.paint import read_box_paint
from infoclip.layout.pattern import build_pattern
from infoclip.layout.race import build_race
from infoclip.layout.spread import Spread
from infoclip.layout.text import build_number, build_text
from infoclip.layout.units import build_ring, build_units
from infoclip.scenes.elements import Element, attribute_fault, choice, element_fault, flag, number

MAX_DEPTH = 100
MAX_ELEMENTS = 4000

Build = Callable[[Element, Frame, Surroundings], LayoutBox | None]

LEAVES: dict[str, Build] = {
    "text": build_text,
    "number": build_number,
    "art": build_art,
    "icon": build_icon,
    "image": build_image,
    "video": build_video,
    "space": build_space,
    "bar": build_bar,
    "units": build_units,
    "ring": build_ring,
    "donut": build_donut,
    "line": build_line,
    "race": build_race,
    "pattern": build_pattern,
}
CONTAINERS = ("scene", "safe", "column", "row", "grid", "layers", "box", "fit", "spread")


class Builder(Struct):
    """Builds one scene's tree and gathers what is wrong with it."""

    problems: list[Problem]
    count: int = 0

    def build(self, element: Element, around: Surroundings, depth: int = 0) -> LayoutBox | None:
        """The box of `element`; None when it is hidden, empty or wrong (its faults are noted)."""
        self.count += 1
        if depth > MAX_DEPTH or self.count > MAX_ELEMENTS:
            limit = f"{MAX_DEPTH} levels" if depth > MAX_DEPTH else f"{MAX_ELEMENTS} elements"
            raise InputError(Problem(f"a scene has at most {limit}", element.place, code="layout-complex"))
        try:
            if flag(element, "hidden"):
                return None
            around = replace(around, rtl=_direction(element, around.rtl))
            frame = read_frame(element)
            if element.tag in LEAVES:
                return LEAVES[element.tag](element, frame, around)
            if element.tag not in CONTAINERS:
                raise element_fault(element, "is not known", did_you_mean(element.tag, [*LEAVES, *CONTAINERS]))
            arrangement, across = _arrangement(element, around)
            paint = read_box_paint(element, around.context) if element.tag == "box" else None
            padding = insets(element, "padding")
        except InputError as error:
            self.problems.extend(error.problems)
            return None
        within = replace(around, across=across)
        built = [self.build(child, within, depth + 1) for child in element.children]
        children = tuple(child for child in built if child is not None)
        return Container(
            element, frame, around.rtl, around.budget, children, arrangement=arrangement, padding=padding, paint=paint
        )


def _direction(element: Element, rtl: bool) -> bool:
    direction = choice(element, "dir", ("rtl", "ltr"), "")
    return rtl if not direction else direction == "rtl"


def _arrangement(element: Element, around: Surroundings) -> tuple[Arrangement, bool | None]:
    """How a container arranges its children, and whether along a row (None: neither row nor column)."""
    usual = {"scene": "layers", "safe": "column", "box": "column", "fit": "column"}.get(element.tag, element.tag)
    kind = choice(element, "flow", ("row", "column", "layers"), usual)
    if kind == "grid":
        return _grid(element), None
    if kind == "spread":
        return Spread(number(element, "gap", 0.0, 0), choice(element, "align", ALIGNS, "stretch")), None
    if kind == "layers":
        arrangement: Arrangement = _layers(element, around)
    else:
        arrangement = _flow(element, kind == "row")
    if element.tag == "fit":
        arrangement = Fit(arrangement, number(element, "min", 0.6, 0.1, 1))
    return arrangement, None if kind == "layers" else kind == "row"


def _flow(element: Element, across: bool) -> Flow:
    baseline = flag(element, "baseline")
    wrap = flag(element, "wrap")
    if baseline and not across:
        raise attribute_fault(element, "baseline", "only a row has one baseline")
    if wrap and not across:
        raise attribute_fault(element, "wrap", "only a row can wrap")
    return Flow(
        across=across,
        gap=number(element, "gap", 0.0),
        align=choice(element, "align", ALIGNS, "stretch"),
        justify=choice(element, "justify", JUSTIFIES, "start"),
        wrap=wrap,
        baseline=baseline,
    )


def _layers(element: Element, around: Surroundings) -> Layers:
    justify = choice(element, "justify", (*ALIGNS, "between", "around"), "stretch")
    return Layers(choice(element, "align", ALIGNS, "stretch"), justify, around.context.format.safe)


def _grid(element: Element) -> Grid:
    columns = read_tracks(element, "columns")
    if not columns:
        raise element_fault(element, "a grid needs its columns", 'such as columns="3" or columns="1fr auto 200"')
    gap = number(element, "gap", 0.0, 0)
    return Grid(
        columns=columns,
        rows=read_tracks(element, "rows"),
        gap_x=number(element, "gap-x", gap, 0),
        gap_y=number(element, "gap-y", gap, 0),
        align=choice(element, "align", ALIGNS, "stretch"),
        justify=choice(element, "justify", ALIGNS, "stretch"),
        center_last=choice(element, "last", ("start", "center"), "start") == "center",
    )
