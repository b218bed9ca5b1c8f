"""Chart leaves: bars and donuts. The geometry is in `charts/`; direction and motions are settled here."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from infoclip.charts.bars import Toward, bar_box
from infoclip.charts.donut import Slice, Sweep, anchor, rounded_path, slice_path, slices
from infoclip.charts.scale import share
from infoclip.errors import InputError, Problem
from infoclip.layout.art import ArtLook, no_room, read_art_look
from infoclip.layout.attributes import RESERVED, Frame, read_frame
from infoclip.layout.constraints import SLACK, Constraints, Fragment, LayoutBox, RoomBox
from infoclip.layout.context import Surroundings
from infoclip.layout.paint import named_fill
from infoclip.layout.placed import PlacedGroup, PlacedMark
from infoclip.layout.placing import Placing, placed
from infoclip.marks.motion import Motion
from infoclip.scenes.elements import Element, attribute_fault, choice, element_fault, flag, number, word
from infoclip.values.geometry import Box

BAR_THICKNESS = 48.0
_ORIGINS: dict[Toward, str] = {"up": "bottom", "down": "top", "left": "right", "right": "left"}


class BarBox(RoomBox, eq=False, kw_only=True):
    """A bar that is exactly `part` of its length, over a track of the whole length."""

    part: float
    look: ArtLook
    track: ArtLook | None
    up: bool
    turned: bool = False

    def fills(self, *, across: bool) -> bool:
        return across != self.up and RoomBox.fills(self, across=across)

    def compute(self, offered: Constraints) -> Fragment:
        if self.up:
            return Fragment(offered.width_within(BAR_THICKNESS), offered.max_height)
        return Fragment(offered.max_width, offered.height_within(BAR_THICKNESS))

    def _toward(self) -> Toward:
        if self.up:
            return "down" if self.turned else "up"
        return "left" if self.rtl != self.turned else "right"

    def place(self, fragment: Fragment, box: Box, placing: Placing) -> None:
        if box.width < SLACK or box.height < SLACK:
            placing.findings.faults.append(no_room(self, box))
            return
        marks: list[PlacedMark] = []
        if self.track is not None:
            track = placed(self, self.track.mark(box.width, box.height), box)
            marks.append(replace(track, id=""))
        toward = self._toward()
        bar = bar_box(box, self.part, toward)
        if self.part > 0 and not bar.empty:
            motions = tuple(_from_origin(motion, toward) for motion in placing.motions(self))
            marks.append(placed(self, self.look.mark(bar.width, bar.height), bar, motions=motions))
        placing.out.extend(marks)


def _from_origin(motion: Motion, toward: Toward) -> Motion:
    """A bar counts up from where it begins."""
    if motion.kind != "count":
        return motion
    others = tuple(item for item in motion.params if item[0] != "side")
    return replace(motion, params=tuple(sorted((*others, ("side", _ORIGINS[toward])))))


def build_bar(element: Element, frame: Frame, around: Surroundings) -> BarBox:
    """`<bar value= of=>`. Raises InputError."""
    value, whole = number(element, "value", None), number(element, "of", None)
    if value is None or whole is None:
        raise element_fault(element, "a bar needs its value and of", 'such as value="48" of="2466"')
    try:
        part = share(value, whole)
    except ValueError as error:
        raise attribute_fault(element, "value", str(error)) from None
    reserved = RESERVED | {"value", "of", "art", "track", "direction"}
    look = read_art_look(element, word(element, "art", "bar"), around, reserved)
    name = word(element, "track", "")
    track = replace(read_art_look(element, name, around, reserved), draws_on=False) if name else None
    direction = choice(element, "direction", ("start", "end", "up", "down"), "start")
    up, turned = direction in ("up", "down"), direction in ("end", "down")
    given = dict(look.params)
    if up:  # a low one is wider than high, so the art cannot tell from its size
        given["up"] = True
    if up and turned:
        given["down"] = True
    if turned and not up:  # it runs as a bar of the other reading direction does
        given["rtl"] = not around.rtl
    look = replace(look, params=tuple(sorted(given.items())))
    return BarBox(element, frame, around.rtl, around.budget, part=part, look=look, track=track, up=up, turned=turned)


class Wedge(Struct, frozen=True):
    """One slice: its element, where it lies in the ring, and its art before it is cut to shape."""

    node: LayoutBox
    part: Slice
    look: ArtLook


class DonutBox(LayoutBox, eq=False, kw_only=True):
    """Slices of a ring: each is its art over the whole box, cut to the slice's shape."""

    wedges: tuple[Wedge, ...]
    hole: float
    gap: float
    whole: Slice
    rounded: bool = False

    def fills(self, *, across: bool) -> bool:
        return False  # its aspect is 1: one side follows from the other

    def shrinks(self, *, across: bool) -> bool:
        return self.frame.width is None and self.frame.height is None

    def compute(self, offered: Constraints) -> Fragment:
        return Fragment(offered.max_width, offered.max_height)

    def place(self, fragment: Fragment, box: Box, placing: Placing) -> None:
        size = min(box.width, box.height)
        if size < SLACK:
            placing.findings.faults.append(no_room(self, box))
            return
        square = Box(box.center[0] - size / 2, box.center[1] - size / 2, size, size)
        motions = tuple(_with_the_slices(motion, self.whole) for motion in placing.motions(self))
        marks: list[PlacedMark] = []
        for index, wedge in enumerate(self.wedges):
            path = (
                rounded_path(wedge.part, size, self.hole)
                if self.rounded
                else slice_path(wedge.part, size, self.hole, self.gap)
            )
            if path:
                marks.append(self._slice(wedge, path, square, placing, index))
        if motions or self.frame.opacity < 1:
            name = self.element.attributes.get("id", "").strip()
            opacity = self.frame.opacity
            placing.out.append(PlacedGroup(tuple(marks), square, motions, opacity, name, self.element.place))
        else:
            placing.out.extend(marks)

    def _slice(self, wedge: Wedge, path: str, box: Box, placing: Placing, index: int) -> PlacedMark:
        x, y = anchor(wedge.part, box.width, self.hole)
        node = wedge.node
        placing.note(node, Fragment(0.0, 0.0), Box(box.x + x, box.y + y, 0.0, 0.0))
        params = dict(wedge.look.params) | {"clip-path": path}
        look = replace(wedge.look, params=tuple(sorted(params.items())))
        later = replace(placing, delay=placing.delay + self.frame.delay + index * self.frame.stagger)
        motions = tuple(_with_the_slices(motion, wedge.part) for motion in later.motions(node))
        return placed(node, look.mark(box.width, box.height), box, motions=motions)


def _with_the_slices(motion: Motion, part: Slice) -> Motion:
    """A sweep uncovers a donut, or one slice of it, from where it begins and in its own direction."""
    if motion.kind != "sweep":
        return motion
    way = {"from": part.start, "turns": motion.number("turns") * (part.end - part.start)}
    return replace(motion, params=tuple(sorted({**dict(motion.params), **way}.items())))


def build_donut(element: Element, frame: Frame, around: Surroundings) -> DonutBox:
    """A donut and its slices. Raises InputError with the faults of all slices."""
    problems: list[Problem] = []
    values: list[float] = []
    wedges: list[tuple[LayoutBox, ArtLook]] = []
    for index, child in enumerate(element.children):
        try:
            values.append(_slice_value(child))
            node = LayoutBox(child, read_frame(child), around.rtl, around.budget)
            wedges.append((node, _slice_look(child, index, around)))
        except InputError as error:
            problems.extend(error.problems)
    if problems:
        raise InputError(problems)
    sweep = Sweep(
        number(element, "from", 0.0, -1, 1), number(element, "turns", 1.0, 0.01, 1), number(element, "of", None)
    )
    try:
        parts = slices(values, clockwise=not around.rtl, sweep=sweep) if values else ()
    except ValueError as error:
        raise element_fault(element, str(error)) from None
    if not parts:
        raise element_fault(element, "a donut needs its slices", 'such as <slice value="60"/>')
    sign = -1 if around.rtl else 1
    return DonutBox(
        element,
        replace(frame, aspect=1.0),
        around.rtl,
        around.budget,
        wedges=tuple(Wedge(node, part, look) for (node, look), part in zip(wedges, parts, strict=True)),
        hole=number(element, "hole", 0.6, 0, 0.98),
        gap=number(element, "gap", 0.0, 0, 200),
        whole=Slice(sign * sweep.start, sign * (sweep.start + sweep.turns)),
        rounded=flag(element, "rounded"),
    )


def _slice_value(element: Element) -> float:
    if element.tag != "slice":
        raise element_fault(element, "only <slice> can stand in a donut")
    value = number(element, "value", None, 0)
    if value is None:
        raise element_fault(element, "a slice needs its value", 'such as value="60"')
    return value


def _slice_look(element: Element, index: int, around: Surroundings) -> ArtLook:
    """The art of a slice; without `fill` it takes the next colour of the theme's chart colours."""
    look = read_art_look(element, word(element, "art", "slice"), around, RESERVED | {"value", "art"})
    fill = word(element, "fill", "")
    if fill:
        named_fill(element, "fill", fill, around.context)
    elif "art" not in element.attributes and around.context.theme.data:
        data = around.context.theme.data
        look = replace(look, params=tuple(sorted({**dict(look.params), "fill": data[index % len(data)].hex}.items())))
    return look
