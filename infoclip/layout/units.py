"""Chart leaves of counted units: in a grid or on a circle, all at once or one by one."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from infoclip.charts.units import MOST_UNITS, UnitGrid, fitting_columns, fitting_unit, ring_cell
from infoclip.errors import Problem
from infoclip.layout.art import ArtLook, no_room, read_art_look
from infoclip.layout.attributes import RESERVED, Frame
from infoclip.layout.constraints import SLACK, Constraints, Fragment, LayoutBox
from infoclip.layout.context import Surroundings
from infoclip.layout.placed import PlacedGroup, PlacedMark, PlacedNode
from infoclip.layout.placing import Placing, placed
from infoclip.marks.marks import ArtMark
from infoclip.marks.motion import Motion
from infoclip.scenes.elements import Element, attribute_fault, element_fault, integer, number, word
from infoclip.values.geometry import Box, Size

_ATTRIBUTES = frozenset(
    {"art", "count", "total", "columns", "dim", "gap", "gap-x", "gap-y", "unit-width", "unit-height", "last"}
    | {"unit-size", "radius"}
)


class UnitArts(NamedTuple):
    """The art of counted units: the lit ones, the last one, and those that are not lit."""

    lit: ArtLook
    last: ArtLook | None
    dim: ArtLook | None


class UnitsBox(LayoutBox, eq=False, kw_only=True):
    """Equal units in a grid or on a circle; with a stagger they come one by one."""

    count: int
    total: int
    arts: UnitArts
    grid: GridWishes | None
    ring: RingWishes | None

    def fills(self, *, across: bool) -> bool:
        own = self.frame.width if across else self.frame.height
        if self.grid is not None and self.grid.known:
            return False
        return own is None and self.frame.aspect is None and (across or self.grid is None or not self.grid.columns)

    def shrinks(self, *, across: bool) -> bool:
        return self.fills(across=across)

    def compute(self, offered: Constraints) -> Fragment:
        if self.grid is None:
            return Fragment(offered.max_width, offered.max_height)
        grid = self.grid.settled(self.total, Size(offered.max_width, offered.max_height))
        size = grid.size
        width, height = offered.width_within(size.width), offered.height_within(size.height)
        faults: tuple[Problem, ...] = ()
        if size.width > offered.max_width + SLACK or size.height > offered.max_height + SLACK:
            faults = (self._too_large(size, offered),)
        return Fragment(
            max(width, size.width), max(height, size.height), faults=faults, overflow=bool(faults), content=grid
        )

    def _too_large(self, size: Size, offered: Constraints) -> Problem:
        message = (
            f"{self.total} units take {size.width:.0f} x {size.height:.0f} px; "
            f"their room is {offered.max_width:.0f} x {offered.max_height:.0f}"
        )
        hint = "use smaller units or more columns, or leave unit-width away"
        return Problem(f"<{self.element.tag}>: {message}", self.element.place, hint, "layout-overflow")

    def place(self, fragment: Fragment, box: Box, placing: Placing) -> None:
        cell = self._cells(fragment, box)
        first = cell(0)
        if first.width < SLACK or first.height < SLACK:
            placing.findings.faults.append(no_room(self, first))
            return
        motions = placing.motions(self)
        dim = [placed(self, self._mark(index, first), cell(index)) for index in range(self.count, self.total)]
        if self.arts.dim is not None and dim:
            self._put_dim([replace(item, id="") for item in dim], box, placing, motions)
        each = self.frame.stagger > 0
        lit: list[PlacedMark] = []
        for index in range(self.count):
            own = tuple(_later(motion, index * self.frame.stagger) for motion in motions) if each else ()
            lit.append(placed(self, self._mark(index, first), cell(index), motions=own))
        if each or not motions:
            placing.out.extend(lit)
        elif lit:
            name = self.element.attributes.get("id", "").strip()
            whole = [replace(item, opacity=1.0, id="") for item in lit]
            group = PlacedGroup(tuple(whole), box, motions, self.frame.opacity, name, self.element.place)
            placing.out.append(group)

    def _put_dim(self, dim: list[PlacedMark], box: Box, placing: Placing, motions: tuple[Motion, ...]) -> None:
        """The unlit units come together, as the first lit one does, and leave with the others."""
        shared = tuple(motion for motion in motions if motion.phase in ("enter", "exit"))
        if not shared:
            placing.out.extend(dim)
            return
        children: tuple[PlacedNode, ...] = tuple(replace(item, opacity=1.0) for item in dim)
        placing.out.append(PlacedGroup(children, box, shared, self.frame.opacity, place=self.element.place))

    def _cells(self, fragment: Fragment, box: Box) -> Callable[[int], Box]:
        grid = fragment.content
        if isinstance(grid, UnitGrid):
            return lambda index: grid.cell(index, box, rtl=self.rtl)
        assert self.ring is not None
        unit, radius = self.ring.settled(self.total, min(box.width, box.height))
        return lambda index: ring_cell(index, self.total, box, unit, radius)

    def _mark(self, index: int, cell: Box) -> ArtMark:
        """The unit's art: one mark for all, but for the last and for art that asks for its `index`."""
        arts = self.arts
        look = arts.lit
        if index >= self.count:
            look = arts.dim or arts.lit
        elif index == self.count - 1 and arts.last is not None:
            look = arts.last
        if _asks_for_index(look.source.path):
            given = dict(look.params) | {"index": index, "of": self.count}
            look = replace(look, params=tuple(sorted(given.items())))
        return look.mark(cell.width, cell.height)


class GridWishes(Struct, frozen=True):
    """What a template says of a grid of units; 0 means that the room decides."""

    columns: int
    width: float
    height: float
    gap_x: float
    gap_y: float
    aspect: float

    @property
    def known(self) -> bool:
        """Columns and sizes are all given: nothing follows from the room."""
        return bool(self.columns and self.width and self.height)

    def settled(self, total: int, room: Size) -> UnitGrid:
        """The grid of `total` units in `room`, with what was not given worked out."""
        gap = Size(self.gap_x, self.gap_y)
        columns = self.columns
        if not columns and self.width:
            columns = max(1, int((room.width + self.gap_x + SLACK) // (self.width + self.gap_x)))
        columns = min(columns or fitting_columns(total, room, gap, self.aspect), total)
        unit = fitting_unit(total, columns, room, gap, self.aspect)
        if self.width or self.height:
            width = self.width or self.height * self.aspect
            unit = Size(width, self.height or self.width / self.aspect)
        return UnitGrid(total, columns, unit, self.gap_x, self.gap_y)


class RingWishes(Struct, frozen=True):
    """What a template says of a ring of units; 0 means that the room decides."""

    unit: float
    radius: float

    def settled(self, count: int, room: float) -> tuple[float, float]:
        """The unit's side and the circle's radius; units that stand side by side when neither is said."""
        if self.unit:
            return self.unit, self.radius or (room - self.unit) / 2
        if self.radius:
            return max(0.0, min(room - 2 * self.radius, 6.28 * self.radius / count * 0.9)), self.radius
        unit = room * 2.8 / (count + 2.8)
        return unit, (room - unit) / 2


def build_units(element: Element, frame: Frame, around: Surroundings) -> UnitsBox | None:
    """A grid of units; None when there is none to show."""
    count = integer(element, "count", None, 0, MOST_UNITS)
    if count is None:
        raise element_fault(element, "units need their count", 'such as count="48"')
    total = integer(element, "total", count, 0, MOST_UNITS)
    if total < count:
        raise attribute_fault(element, "total", f"total is {total}, less than the count of {count}")
    gap = number(element, "gap", 0.0, 0)
    width, height = number(element, "unit-width", 0.0, 0), number(element, "unit-height", 0.0, 0)
    wishes = GridWishes(
        columns=integer(element, "columns", 0, 1, MOST_UNITS),
        width=width,
        height=height,
        gap_x=number(element, "gap-x", gap, 0),
        gap_y=number(element, "gap-y", gap, 0),
        aspect=frame.aspect or (width / height if width and height else 1.0),
    )
    dim = word(element, "dim", "")
    arts = _unit_arts(element, around, "", dim)
    shown = total if dim else count
    if not shown:
        return None
    frame = replace(frame, aspect=None)
    return UnitsBox(
        element, frame, around.rtl, around.budget, count=count, total=shown, arts=arts, grid=wishes, ring=None
    )


def build_ring(element: Element, frame: Frame, around: Surroundings) -> UnitsBox | None:
    """Units on a circle; None when there is none to show."""
    count = integer(element, "count", None, 0, MOST_UNITS)
    if count is None:
        raise element_fault(element, "a ring needs its count", 'such as count="12"')
    if not count:
        return None
    wishes = RingWishes(number(element, "unit-size", 0.0, 0), number(element, "radius", 0.0, 0))
    arts = _unit_arts(element, around, word(element, "last", ""), "")
    return UnitsBox(
        element, frame, around.rtl, around.budget, count=count, total=count, arts=arts, grid=None, ring=wishes
    )


def _unit_arts(element: Element, around: Surroundings, last: str, dim: str) -> UnitArts:
    def look(name: str) -> ArtLook:
        return read_art_look(element, name, around, RESERVED | _ATTRIBUTES)

    lit = look(word(element, "art", "unit"))
    if last in ("true", "True"):  # the same art, told that it is the last
        final: ArtLook | None = replace(lit, params=tuple(sorted({**dict(lit.params), "last": True}.items())))
    else:
        final = look(last) if last else None
    return UnitArts(lit, final, look(dim) if dim else None)


def _later(motion: Motion, seconds: float) -> Motion:
    """An entrance of a unit that comes after others; every other motion keeps its time."""
    return replace(motion, at=motion.at + seconds) if motion.phase == "enter" and seconds else motion


@lru_cache(maxsize=256)
def _asks_for_index(path: Path) -> bool:
    """Whether a template says `index`: then every unit is drawn apart, and can be told where it stands."""
    return re.search(r"\bindex\b", path.read_text(encoding="utf-8", errors="replace")) is not None
