"""The `<line>` leaf: values over time as pieces that are uncovered one after the other, so that little is redrawn."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from infoclip.charts.line import Piece, Point, area_path, arrivals, line_path, pieces, points
from infoclip.layout.art import ArtLook, no_room, read_art_look
from infoclip.layout.attributes import RESERVED, Frame
from infoclip.layout.constraints import SLACK, Fragment, RoomBox
from infoclip.layout.context import Surroundings
from infoclip.layout.paint import named_fill
from infoclip.layout.placed import PlacedGroup, PlacedMark
from infoclip.layout.placing import Placing, placed
from infoclip.marks.marks import Value
from infoclip.marks.motion import Motion
from infoclip.scenes.elements import Element, attribute_fault, element_fault, number, word, words
from infoclip.values.geometry import Box

MOST_VALUES = 400
DOT_SIZE = 26.0
AREA_LATER = 0.3
"""Seconds by which the area follows its line."""
_POP = 0.35
_GROWS = ("draw", "wipe")
_OWN = frozenset({"values", "low", "high", "art", "area", "dot", "last", "dot-size", "last-size"})


class LineLooks(Struct, frozen=True):
    """The art of a line, of the area under it, of its points and of its last point, each None where there is none."""

    line: ArtLook
    area: ArtLook | None
    dot: ArtLook | None
    last: ArtLook | None
    dot_size: float
    last_size: float


class LineBox(RoomBox, eq=False, kw_only=True):
    """A line over its whole box: the first value at the start edge, the last at the end edge."""

    values: tuple[float | None, ...]
    axis: tuple[float, float]
    looks: LineLooks

    def place(self, fragment: Fragment, box: Box, placing: Placing) -> None:
        if box.width < SLACK or box.height < SLACK:
            placing.findings.faults.append(no_room(self, box))
            return
        places = points(self.values, box, self.axis, rtl=self.rtl)
        motions = placing.motions(self)
        grows = next((motion for motion in motions if motion.phase == "enter" and motion.kind in _GROWS), None)
        marks: list[PlacedMark] = []
        if self.looks.area is not None:
            marks += self._areas(places, box, grows)
        marks += [self._piece(piece, grows) for piece in pieces(places)]
        marks += self._dots(places, grows)
        rest = tuple(motion for motion in motions if motion is not grows)
        if rest or self.frame.opacity < 1:
            name = self.element.attributes.get("id", "").strip()
            whole = tuple(replace(mark, opacity=1.0, id="") for mark in marks)
            placing.out.append(PlacedGroup(whole, box, rest, self.frame.opacity, name, self.element.place))
        else:
            placing.out.extend(marks)

    def _piece(self, piece: Piece, grows: Motion | None) -> PlacedMark:
        look = self.looks.line
        origin = (piece.box.x, piece.box.y)
        cut = _between(piece.box.width, piece.box.height, look.bleed, self._ends(piece))
        given = {"path": line_path(piece.run, origin), "clip-path": cut}
        return self._mark(look, given, piece.box, self._uncovered(grows, piece, 0.0))

    def _areas(self, places: list[Point | None], box: Box, grows: Motion | None) -> list[PlacedMark]:
        """The surface between each unbroken line and zero, or the axis' end that is nearest to it; one mark each:
        pieces of a pale colour would show their seams. Art is told where zero is (`base`) when values lie below it.
        """
        look = self.looks.area
        assert look is not None
        marks: list[PlacedMark] = []
        known = pieces(places)
        low, high = self.axis
        zero = min(max(0.0, low), high)
        base = box.bottom - (zero - low) / (high - low) * box.height
        for first in (piece for piece in known if piece.first):
            run = first.run
            end = next(piece.end for piece in known if piece.run is run and piece.last)
            left, right = min(run[0][0], run[-1][0]), max(run[0][0], run[-1][0])
            top, foot = min(base, *(y for _, y in run)), max(base, *(y for _, y in run))
            surface = Box(left, top, right - left, max(1.0, foot - top))
            given: dict[str, Value] = {"path": area_path(run, base, (left, top)), "offset": left - box.x}
            if foot > base:
                given["base"] = base - top
            whole = replace(first, end=end)
            marks.append(
                self._mark(replace(look, bleed=0.0), given, surface, self._uncovered(grows, whole, AREA_LATER))
            )
        return marks

    def _ends(self, piece: Piece) -> tuple[bool, bool]:
        """Whether an unbroken line ends at this piece's left and right side."""
        return (piece.last, piece.first) if self.rtl else (piece.first, piece.last)

    def _dots(self, places: list[Point | None], grows: Motion | None) -> list[PlacedMark]:
        known = [index for index, place in enumerate(places) if place is not None]
        times = arrivals(places)
        marks: list[PlacedMark] = []
        for index in known:
            place = places[index]
            is_last = index == known[-1] and self.looks.last is not None
            look = self.looks.last if is_last else self.looks.dot
            if look is None or place is None:
                continue
            size = self.looks.last_size if is_last else self.looks.dot_size
            spot = Box(place[0] - size / 2, place[1] - size / 2, size, size)
            enter: tuple[Motion, ...] = ()
            if grows is not None:
                at = grows.at + times[index] * grows.seconds
                enter = (Motion("enter", "pop", at, _POP, "back"),)
            marks.append(self._mark(look, {"last": True} if is_last else {}, spot, enter))
        return marks

    def _uncovered(self, grows: Motion | None, piece: Piece, later: float) -> tuple[Motion, ...]:
        """The wipe of one piece: its share of the time in which the whole line is drawn, at an even pace."""
        if grows is None:
            return ()
        at = grows.at + piece.start * grows.seconds + later
        side: tuple[tuple[str, str | float], ...] = (("feather", 0.0), ("side", "right" if self.rtl else "left"))
        return (Motion("enter", "wipe", at, (piece.end - piece.start) * grows.seconds, "linear", params=side),)

    def _mark(self, look: ArtLook, given: Mapping[str, Value], box: Box, enter: tuple[Motion, ...]) -> PlacedMark:
        params = tuple(sorted({**dict(look.params), **given}.items()))
        # A level piece has no height: its stroke lies in the bleed.
        sized = replace(look, params=params).mark(max(box.width, 1.0), max(box.height, 1.0))
        return placed(self, sized, box, motions=enter)


def _between(width: float, height: float, bleed: float, ends: tuple[bool, bool]) -> str:
    """The rectangle of a piece as a path: sharp where the line goes on, open to the bleed where it ends."""
    left, right = -bleed if ends[0] else 0.0, width + (bleed if ends[1] else 0.0)
    return f"M{left:g} {-bleed:g}H{right:g}V{height + bleed:g}H{left:g}Z"


def build_line(element: Element, frame: Frame, around: Surroundings) -> LineBox:
    """`<line values=>`. Raises InputError."""
    values = _values(element)
    low, high = number(element, "low", None), number(element, "high", None)
    known = [value for value in values if value is not None]
    if low is None or high is None or not high > low:
        raise element_fault(element, "a line needs its low and high, the values at its foot and top")
    if min(known) < low - 1e-9 or max(known) > high + 1e-9:
        raise attribute_fault(element, "values", f"the values leave {low:g} to {high:g}")

    def look(attribute: str, usual: str) -> ArtLook | None:
        name = word(element, attribute, usual)
        return read_art_look(element, name, around, RESERVED | _OWN) if name and name != "none" else None

    fill = word(element, "fill", "")
    if fill:
        named_fill(element, "fill", fill, around.context)
    line = look("art", "line")
    assert line is not None
    dot_size = number(element, "dot-size", DOT_SIZE, 1, 500)
    looks = LineLooks(
        line, look("area", ""), look("dot", "dot"), look("last", ""), dot_size,
        number(element, "last-size", dot_size * 1.6, 1, 800),
    )  # fmt: skip
    return LineBox(element, frame, around.rtl, around.budget, values=values, axis=(low, high), looks=looks)


def _values(element: Element) -> tuple[float | None, ...]:
    """The numbers of `values`; `-` stands for a missing one."""
    found: list[float | None] = []
    for part in words(element, "values"):
        if part == "-":
            found.append(None)
            continue
        single = Element(element.tag, {"values": part}, place=element.place)
        found.append(number(single, "values", 0.0))
    if not any(value is not None for value in found):
        raise attribute_fault(element, "values", "a line needs values", 'such as values="12 19 - 28"')
    if len(found) > MOST_VALUES:
        raise attribute_fault(element, "values", f"a line has at most {MOST_VALUES} values")
    return tuple(found)
