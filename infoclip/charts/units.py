"""Counted units: in a grid filled from the start, top down, or on a circle from 12 o'clock."""

from __future__ import annotations

import math

from msgspec import Struct

from infoclip.values.geometry import Box, Size

MOST_UNITS = 2000


class UnitGrid(Struct, frozen=True):
    """Equal cells: `total` of them in `columns`, each `unit` large, `gap_x` and `gap_y` pixels apart."""

    total: int
    columns: int
    unit: Size
    gap_x: float = 0.0
    gap_y: float = 0.0

    @property
    def rows(self) -> int:
        """As many as the units need in so many columns."""
        return -(-self.total // self.columns)

    @property
    def size(self) -> Size:
        """What all units take with their gaps."""
        columns = min(self.columns, self.total)
        width = columns * self.unit.width + max(0, columns - 1) * self.gap_x
        return Size(width, self.rows * self.unit.height + max(0, self.rows - 1) * self.gap_y)

    def cell(self, index: int, box: Box, *, rtl: bool) -> Box:
        """Where unit `index` stands in `box`, whose start edge is the right one in right-to-left."""
        row, column = divmod(index, self.columns)
        start = column * (self.unit.width + self.gap_x)
        x = box.right - start - self.unit.width if rtl else box.x + start
        return Box(x, box.y + row * (self.unit.height + self.gap_y), self.unit.width, self.unit.height)


def fitting_columns(total: int, room: Size, gap: Size, aspect: float = 1.0) -> int:
    """The number of columns that makes `total` units of `aspect` (width / height) largest in `room`."""

    def width(columns: int) -> float:
        rows = -(-total // columns)
        across = (room.width - gap.width * (columns - 1)) / columns
        along = (room.height - gap.height * (rows - 1)) / rows * aspect
        return min(across, along)

    return max(range(1, max(1, total) + 1), key=width)


def fitting_unit(total: int, columns: int, room: Size, gap: Size, aspect: float = 1.0) -> Size:
    """The largest unit of `aspect` with which `total` of them in `columns` fit in `room`; 0 x 0 when none does."""
    rows = -(-total // columns)
    across = (room.width - gap.width * (columns - 1)) / columns
    along = (room.height - gap.height * (rows - 1)) / rows * aspect
    width = max(0.0, min(across, along))
    return Size(width, width / aspect)


def ring_cell(index: int, count: int, box: Box, unit: float, radius: float) -> Box:
    """Where unit `index` of `count` stands on a circle of `radius` about the box's centre, clockwise from the top."""
    turn = 2 * math.pi * index / max(1, count)
    x, y = box.center
    return Box(x + radius * math.sin(turn) - unit / 2, y - radius * math.cos(turn) - unit / 2, unit, unit)
