"""Grids: columns that are equal, shares (`fr`), fixed or as wide as their content; children may span."""

from __future__ import annotations

from typing import NamedTuple

from msgspec import Struct

from infoclip.layout.attributes import LIMIT
from infoclip.layout.constraints import EPSILON, At, Constraints, Fragment, LayoutBox
from infoclip.layout.container import Arranged
from infoclip.scenes.elements import Element, attribute_fault, integer, word
from infoclip.values.geometry import Size

MOST_TRACKS = 100
MOST_ROWS = 2000


class Track(NamedTuple):
    """A column or row: `share` of what is left when positive, else `length` pixels, else (both 0) its content."""

    share: float = 0.0
    length: float = 0.0

    @property
    def auto(self) -> bool:
        """It is as wide as what stands in it."""
        return not self.share and not self.length


class Cell(Struct, frozen=True):
    """Where a child stands: its first column and row, and how many of each it takes."""

    child: LayoutBox
    column: int
    row: int
    columns: int
    rows: int


class Grid(Struct, frozen=True):
    """Children fill the columns row by row. `rows` beyond those named are as high as their content."""

    columns: tuple[Track, ...]
    rows: tuple[Track, ...] = ()
    gap_x: float = 0.0
    gap_y: float = 0.0
    align: str = "stretch"
    justify: str = "stretch"
    center_last: bool = False

    def arrange(self, children: tuple[LayoutBox, ...], room: Constraints) -> Arranged:
        cells = self.cells(children)
        widths = self._widths(cells, room)
        solved = [(cell, self._solve(cell, widths, room)) for cell in cells]
        heights = self._heights(solved, room)
        if _extent(heights, 0, len(heights), self.gap_y) > room.max_height + EPSILON:
            solved = self._lowered(solved, widths, heights, room)
            heights = self._heights(solved, room)
        placed: list[At] = []
        for cell, fragment in solved:
            width = _extent(widths, cell.column, cell.columns, self.gap_x)
            height = _extent(heights, cell.row, cell.rows, self.gap_y)
            child = cell.child
            if self.justify == "stretch" and child.outer_height(fragment) < height - EPSILON:
                fragment = child.offer(self._offer(cell, width, height, room, exact=True), Size(width, height))
            start = _position(widths, cell.column, self.gap_x) + self._shift(cells, cell, widths)
            start += _aligned(child.frame.self_align or self.align, width - child.outer_width(fragment))
            top = _position(heights, cell.row, self.gap_y)
            top += _aligned(self.justify, height - child.outer_height(fragment))
            placed.append(child.at(fragment, start, top))
        baseline = next((at.top + at.fragment.baseline for at in placed if at.fragment.baseline is not None), None)
        width = _extent(widths, 0, len(widths), self.gap_x)
        height = _extent(heights, 0, len(heights), self.gap_y)
        return Arranged(max(width, room.min_width), max(height, room.min_height), tuple(placed), baseline)

    def cells(self, children: tuple[LayoutBox, ...]) -> list[Cell]:
        """Each child in the first free place after the one before it."""
        taken: set[tuple[int, int]] = set()
        cells: list[Cell] = []
        column = row = 0
        for child in children:
            across, along = min(child.frame.span, len(self.columns)), child.frame.row_span
            while column + across > len(self.columns) or not _free(taken, column, row, across, along):
                column += 1
                if column + across > len(self.columns):
                    column, row = 0, row + 1
            taken.update((column + dx, row + dy) for dx in range(across) for dy in range(along))
            cells.append(Cell(child, column, row, across, along))
            column += across
        return cells

    def _widths(self, cells: list[Cell], room: Constraints) -> list[float]:
        """The columns' widths: fixed ones, then content (the widest give way first), then shares of what is left."""
        spaces = self.gap_x * (len(self.columns) - 1)
        widths = [track.length for track in self.columns]
        left = max(0.0, room.max_width - spaces - sum(widths))
        autos = [index for index, track in enumerate(self.columns) if track.auto]
        for index in autos:
            alone = [cell for cell in cells if cell.column == index and cell.columns == 1]
            offer = Constraints(0.0, left, 0.0, room.max_height, room.scale)
            solved = [(cell.child, cell.child.offer(offer, offer.most)) for cell in alone]
            widths[index] = max((child.outer_width(fragment) for child, fragment in solved), default=0.0)
        _hold(widths, autos, left)
        left -= sum(widths[index] for index in autos)
        shares = sum(track.share for track in self.columns)
        if shares:
            rest = max(0.0, left)
            return [rest * track.share / shares if track.share else widths[i] for i, track in enumerate(self.columns)]
        return widths

    def _solve(self, cell: Cell, widths: list[float], room: Constraints) -> Fragment:
        width = _extent(widths, cell.column, cell.columns, self.gap_x)
        height = room.max_height
        if all(not track.auto and track.length for track in self._tracks(cell)):
            height = sum(track.length for track in self._tracks(cell)) + self.gap_y * (cell.rows - 1)
        if cell.child.fills(across=False):
            height = 0.0 if not cell.child.frame.min_height else height
        return cell.child.offer(self._offer(cell, width, height, room, exact=False), Size(width, height))

    def _lowered(
        self, solved: list[tuple[Cell, Fragment]], widths: list[float], heights: list[float], room: Constraints
    ) -> list[tuple[Cell, Fragment]]:
        """The cells again where they can do with less: the highest rows give way first."""
        flexible = [row for row in range(len(heights)) if not self._row(row).length]
        fixed = sum(height for row, height in enumerate(heights) if row not in flexible)
        left = room.max_height - self.gap_y * (len(heights) - 1) - fixed
        held = list(heights)
        _hold(held, flexible, max(0.0, left))
        lowered: list[tuple[Cell, Fragment]] = []
        for cell, fragment in solved:
            height = _extent(held, cell.row, cell.rows, self.gap_y)
            if cell.child.outer_height(fragment) > height + EPSILON and cell.child.shrinks(across=False):
                width = _extent(widths, cell.column, cell.columns, self.gap_x)
                fragment = cell.child.offer(self._offer(cell, width, height, room, exact=False), Size(width, height))
            lowered.append((cell, fragment))
        return lowered

    def _tracks(self, cell: Cell) -> tuple[Track, ...]:
        return tuple(self._row(row) for row in range(cell.row, cell.row + cell.rows))

    def _row(self, row: int) -> Track:
        return self.rows[row] if row < len(self.rows) else Track()

    def _offer(self, cell: Cell, width: float, height: float, room: Constraints, *, exact: bool) -> Constraints:
        stretched = (cell.child.frame.self_align or self.align) == "stretch"
        return Constraints(width if stretched else 0.0, width, height if exact else 0.0, height, room.scale)

    def _heights(self, solved: list[tuple[Cell, Fragment]], room: Constraints) -> list[float]:
        """The rows' heights: content first, spans spread over theirs, then shares of what a given height leaves."""
        count = max((cell.row + cell.rows for cell, _ in solved), default=0)
        count = max(count, len(self.rows))
        tracks = [self._row(row) for row in range(count)]
        heights = [track.length for track in tracks]
        for cell, fragment in sorted(solved, key=lambda item: item[0].rows):
            needed = cell.child.outer_height(fragment) - _extent(heights, cell.row, cell.rows, self.gap_y)
            flexible = [row for row in range(cell.row, cell.row + cell.rows) if not tracks[row].length]
            if needed > 0 and flexible:
                for row in flexible:
                    heights[row] += needed / len(flexible)
        spaces = self.gap_y * max(0, count - 1)
        shares = sum(track.share for track in tracks)
        left = room.min_height - spaces - sum(heights)
        if left <= 0 or not count:
            return heights
        if shares:
            fixed = sum(height for height, track in zip(heights, tracks, strict=True) if not track.share)
            rest = room.min_height - spaces - fixed
            return _shared_heights(heights, tracks, rest)
        autos = [row for row, track in enumerate(tracks) if track.auto]
        if self.justify == "stretch" and autos:
            for row in autos:
                heights[row] += left / len(autos)
        return heights

    def _shift(self, cells: list[Cell], cell: Cell, widths: list[float]) -> float:
        """How far the last row moves towards the end so that an incomplete one is centred."""
        if not self.center_last:
            return 0.0
        last = max(other.row for other in cells)
        line = [other for other in cells if other.row == last]
        if cell.row != last or any(other.rows > 1 for other in cells):
            return 0.0
        end = max(other.column + other.columns for other in line)
        whole = _extent(widths, 0, len(widths), self.gap_x)
        return (whole - _extent(widths, 0, end, self.gap_x)) / 2


def _shared_heights(heights: list[float], tracks: list[Track], rest: float) -> list[float]:
    """`rest` over the rows with shares, none less than its content needs."""
    open_rows = [row for row, track in enumerate(tracks) if track.share]
    while True:
        total = sum(tracks[row].share for row in open_rows)
        short = [row for row in open_rows if heights[row] > rest * tracks[row].share / total + EPSILON]
        if not short:
            break
        rest -= sum(heights[row] for row in short)
        open_rows = [row for row in open_rows if row not in short]
        if not open_rows:
            return heights
    return [rest * tracks[row].share / total if row in open_rows else height for row, height in enumerate(heights)]


def _free(taken: set[tuple[int, int]], column: int, row: int, across: int, along: int) -> bool:
    return not any((column + dx, row + dy) in taken for dx in range(across) for dy in range(along))


def _extent(sizes: list[float], first: int, count: int, gap: float) -> float:
    part = sizes[first : first + count]
    return sum(part) + gap * max(0, len(part) - 1)


def _position(sizes: list[float], index: int, gap: float) -> float:
    return sum(sizes[:index]) + gap * index


def _aligned(align: str, free: float) -> float:
    return free / 2 if align == "center" else free if align == "end" else 0.0


def _hold(widths: list[float], autos: list[int], room: float) -> None:
    """Hold the widest of the content columns to one width, so that together they fit in `room`."""
    rest = room
    for taken, index in enumerate(sorted(autos, key=lambda index: widths[index])):
        level = rest / (len(autos) - taken)
        widths[index] = min(widths[index], max(0.0, level))
        rest -= widths[index]


def read_tracks(element: Element, name: str) -> tuple[Track, ...]:
    """`3` (that many equal shares), or one word a track: `1fr`, `200`, `auto`. Raises InputError."""
    raw = word(element, name, "")
    if name == "columns" and raw.isdigit():
        number = integer(element, name, 1, 1, MOST_TRACKS)
        return (Track(share=1.0),) * number
    tracks = tuple(_track(element, name, size) for size in raw.split())
    if len(tracks) > MOST_TRACKS:
        raise attribute_fault(element, name, f"there are more than {MOST_TRACKS} {name}")
    return tracks


def _track(element: Element, name: str, size: str) -> Track:
    if size == "auto":
        return Track()
    number = size.removesuffix("fr").removesuffix("px")
    try:
        value = float(number)
    except ValueError:
        value = 0.0
    if not 0 < value <= LIMIT:
        hint = "a track is 1fr, auto, or pixels such as 200"
        raise attribute_fault(element, name, f"'{size}' is not one of {name}", hint)
    return Track(share=value) if size.endswith("fr") else Track(length=value)
