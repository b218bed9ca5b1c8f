"""The `<race>` leaf: bars that grow and overtake each other over time, with their names, values and the point in time.

A bar is one picture of the longest length that slides out of the baseline; its end is always whole.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from infoclip.charts.race import Race, run
from infoclip.errors import InputError, Problem
from infoclip.layout.art import ArtLook, no_room, read_art_look
from infoclip.layout.attributes import RESERVED, Frame, read_frame
from infoclip.layout.constraints import SLACK, Fragment, LayoutBox, RoomBox
from infoclip.layout.context import Surroundings
from infoclip.layout.figures import CountedBlocks, Figure, read_figure
from infoclip.layout.paint import named_fill
from infoclip.layout.placed import PlacedMark
from infoclip.layout.placing import Placing, placed
from infoclip.layout.typography import Look, read_look
from infoclip.marks.marks import CounterMark, TextMark
from infoclip.marks.motion import Motion
from infoclip.scenes.elements import Element, attribute_fault, choice, element_fault, flag, number, word
from infoclip.text.fonts import FontBook
from infoclip.text.lines import Block, TextStyle, fit_text, lay_out_text
from infoclip.values.geometry import Box

MOST_ENTRIES = 12
_NAMES = ("auto", "inside", "beside")
_FIGURE: tuple[str, ...] = ("decimals", "grouping", "format")
_OWN = frozenset(
    {"labels", "step", "art", "art-accent", "gap", "row", "decimals", "grouping", "format", "names", "label-size"}
    | {"name-fill", "name-accent", "rule"}
)
_PAD = 28.0
"""Between a bar's foot and its name, and between its end and its value, in design pixels."""
_LEAST_NAME = 30.0
_RULE, _OVER = 3.0, 16.0
"""The width of the baseline, and how far it reaches beyond the bars."""
_WIDEST_NAMES = 0.34


class Entry(Struct, frozen=True):
    """One item of a race: its name, whether it is the one that counts, the art of its bar, and how its name looks
    beside the bar and inside it.
    """

    node: LayoutBox
    name: str
    highlight: bool
    bar: ArtLook
    look: Look
    inside: Look


class RaceLooks(Struct, frozen=True):
    """How a race is written: its values, the point in time (None: not shown), and the figures' form."""

    value: Look
    accent: Look
    label: Look | None
    figure: Figure
    fonts: FontBook


class Rows(Struct, frozen=True):
    """Where the rows stand: the first one's top, from row to row, a bar's height, the baseline and the longest bar."""

    top: float
    pitch: float
    bar: float
    foot: float
    longest: float

    def lengths(self, values: Sequence[float], most: float) -> list[float]:
        """Bars' lengths in design pixels, that of `most` being the longest there is room for."""
        return [value / most * self.longest for value in values]


class Plan(Struct, frozen=True):
    """The rows with the blocks of their names and of their widest values; `inside`: the names stand in the bars."""

    rows: Rows
    names: list[Block]
    values: list[Block]
    inside: bool


class RaceBox(RoomBox, eq=False, kw_only=True):
    """Bars from a baseline at the start edge, the largest value on top; at rest it shows the last point in time."""

    entries: tuple[Entry, ...]
    labels: tuple[str, ...]
    race: Race
    looks: RaceLooks
    inside: str
    thickness: float
    rule: ArtLook | None

    def place(self, fragment: Fragment, box: Box, placing: Placing) -> None:
        if box.width < SLACK or box.height < SLACK:
            placing.findings.faults.append(no_room(self, box))
            return
        motions = placing.motions(self)
        first = next((motion for motion in motions if motion.phase == "enter"), None)
        rest = tuple(motion for motion in motions if motion.phase != "enter")
        follows = Motion("enter", "follow", first.at if first else 0.0, self.race.seconds, "linear")
        plan, clock = self._planned(box)
        if plan.rows.longest < box.width * 0.2:
            problem = "its bars have no room beside its names and values"
            placing.findings.faults.append(self._fault(problem, "use shorter names, or fewer digits"))
            return
        marks: list[PlacedMark] = []
        if clock is not None:
            marks.append(self._clock(clock, box, follows, rest))
        marks += [mark for index in self._order() for mark in _Way(self, box, plan, index, follows, rest).marks()]
        if self.rule is not None:
            marks.append(self._baseline(self.rule, box, plan, follows, rest))
        placing.put_all(self, marks, box)

    def _order(self) -> list[int]:
        """Who ends higher is drawn later, so that whoever rises passes in front; the one that counts is over all."""
        last = [places[-1] for places in self.race.places]
        return sorted(range(len(self.entries)), key=lambda index: (self.entries[index].highlight, -last[index]))

    def _planned(self, box: Box) -> tuple[Plan, Look | None]:
        """The rows, and the point in time as large as it can stand free of them, or else in a row of its own."""
        plan, look = self._plan(box), self.looks.label
        if look is None:
            return plan, None
        for factor in (1.0, 0.85, 0.7, 0.55):
            style = replace(look.style, size=look.style.size * factor)
            clock = self._label(max(self.labels, key=len), style)
            rows = plan.rows
            high = clock.ink.height + rows.pitch - rows.bar
            lengths = [rows.lengths(row, self.race.most) for row in self.race.values]
            reach = [rows.foot + value.width + 2 * _PAD for value in plan.values]
            if clock.ink.width + _PAD <= box.width - self.race.reach(lengths, reach, box.height - high, rows):
                return plan, replace(look, style=style)
        style = replace(look.style, size=look.style.size * 0.5)
        high = self._label(self.labels[-1], style).ink.height + _PAD
        return self._plan(Box(box.x, box.y, box.width, box.height - high)), replace(look, style=style)

    def _plan(self, box: Box) -> Plan:
        pitch = box.height / len(self.entries)
        bar = pitch * self.thickness
        names, values = self._names(box, bar), self._values(bar, box)
        inside = self._inside(names, values, box)
        foot = 0.0 if inside else max(name.width for name in names) + _PAD
        longest = box.width - foot - max(value.width for value in values) - _PAD
        return Plan(Rows(box.y + (pitch - bar) / 2, pitch, bar, foot, longest), names, values, inside)

    def _label(self, text: str, style: TextStyle) -> Block:
        return lay_out_text(text, style, self.looks.fonts, place=self.element.place)

    def _fault(self, message: str, hint: str) -> Problem:
        return Problem(f"<race>: {message}", self.element.place, hint, "layout-overflow")

    def _names(self, box: Box, bar: float) -> list[Block]:
        """The names, all in one size: the largest in which each fits on a line of the room for names."""
        room = box.width * _WIDEST_NAMES
        size = min(self.entries[0].look.style.size, bar * 0.74)
        for entry in self.entries:
            block = fit_text(
                entry.name, entry.look.style, self.looks.fonts, width=room, height=bar, max_lines=1, max_size=size,
                min_size=min(_LEAST_NAME, size), place=entry.node.element.place,
            )  # fmt: skip
            size = min(size, block.style.size)
        return [
            lay_out_text(
                entry.name, replace(entry.look.style, size=size), self.looks.fonts, place=entry.node.element.place
            )
            for entry in self.entries
        ]

    def _values(self, bar: float, box: Box) -> list[Block]:
        """Each item's widest figure, at the size of all: no wider than a third of the box."""
        style = self.looks.value.style
        size = min(style.size, bar * 0.92)
        texts = [max(map(self.looks.figure.shown, row), key=len) for row in self.race.values]
        widest = max(self._block(text, size).width for text in texts)
        size = min(size, size * box.width * 0.34 / max(widest, 1.0))
        return [self._block(text, size) for text in texts]

    def _block(self, text: str, size: float) -> Block:
        style = replace(self.looks.value.style, size=size)
        return lay_out_text(text, style, self.looks.fonts, place=self.element.place)

    def _inside(self, names: Sequence[Block], values: Sequence[Block], box: Box) -> bool:
        """Whether the names stand in the bars: where the shortest bar of the race has room for its name."""
        if self.inside != "auto":
            return self.inside == "inside"
        longest = box.width - max(value.width for value in values) - _PAD
        most = self.race.most
        grown = next((moment for moment, point in enumerate(self.race.points) if point), 0)
        least = [min(row[grown // 2 :]) / most * longest for row in self.race.values]
        return all(name.width + 2.2 * _PAD <= length for name, length in zip(names, least, strict=True))

    def _clock(self, look: Look, box: Box, follows: Motion, rest: tuple[Motion, ...]) -> PlacedMark:
        """The point in time, at the end edge of the foot, where the bars are shortest."""
        texts = [self.labels[point] for point in self.race.points]
        last = self._label(texts[-1], look.style)
        blocks = CountedBlocks(tuple(texts[:-1]), last, self.looks.fonts, self.element.place)
        mark = CounterMark(last.width, last.height, blocks, look.fill, look.shadow)
        x = box.x if self.rtl else box.right - last.width
        spot = Box(x, box.bottom - last.ink.bottom, last.width, last.height)
        return placed(self, mark, spot, motions=(follows, *rest), words=last.text)

    def _baseline(self, look: ArtLook, box: Box, plan: Plan, follows: Motion, rest: tuple[Motion, ...]) -> PlacedMark:
        """The line that all bars come out of."""
        rows = plan.rows
        high = rows.pitch * (len(self.entries) - 1) + rows.bar + 2 * _OVER
        x = box.right - rows.foot if self.rtl else box.x + rows.foot - _RULE
        path = f"M0 0H{_RULE:g}V{high:g}H0Z"
        sized = replace(look, params=tuple(sorted({**dict(look.params), "path": path}.items())))
        appears = Motion("enter", "wipe", follows.at, 0.6, params=(("feather", 24.0), ("side", "top")))
        spot = Box(x, rows.top - _OVER, _RULE, high)
        return placed(self, sized.mark(_RULE, high), spot, motions=(appears, *rest))


class _Way(Struct, frozen=True):
    """The marks of one item and the ways they go."""

    race: RaceBox
    box: Box
    plan: Plan
    index: int
    follows: Motion
    rest: tuple[Motion, ...]

    @property
    def rows(self) -> Rows:
        return self.plan.rows

    @property
    def entry(self) -> Entry:
        return self.race.entries[self.index]

    @property
    def top(self) -> float:
        """Of the bar where it rests, on a whole pixel: what stands between two is drawn anew whenever it moves."""
        return float(round(self.rows.top + self.race.race.places[self.index][-1] * self.rows.pitch))

    def lengths(self) -> list[float]:
        """Bars' lengths in design pixels, that of `most` being the longest there is room for."""
        return self.rows.lengths(self.race.race.values[self.index], self.race.race.most)

    def marks(self) -> list[PlacedMark]:
        names, values = self.plan.names, self.plan.values
        return [self.bar(), self.name(names[self.index], self.plan.inside), self.value(values[self.index])]

    def covered(self) -> list[float]:
        """How much of the words is seen at each moment: none while what is drawn later passes over them."""
        order = self.race._order()
        later = order[order.index(self.index) + 1 :]
        return self.race.race.clear(self.index, later)

    def motions(self, **ways: Sequence[float]) -> tuple[Motion, ...]:
        places = self.race.race.places[self.index]
        ways = {"dy": [(place - places[-1]) * self.rows.pitch for place in places], **ways}
        side = "right" if self.race.rtl else "left"
        params = {name: " ".join(f"{value:.4g}" for value in way) for name, way in ways.items() if any(way)}
        return (replace(self.follows, params=tuple(sorted({**params, "side": side}.items()))), *self.rest)

    def bar(self) -> PlacedMark:
        """The bar of the longest length, moved towards its foot by what it lacks and cut off there."""
        rtl = self.race.rtl
        lengths = self.lengths()
        own = float(math.ceil(max(*lengths, 2.0)))
        foot = round(self.box.right - self.rows.foot if rtl else self.box.x + self.rows.foot)
        spot = Box(foot - own if rtl else foot, self.top, own, round(self.rows.bar))
        lacks = [own - length for length in lengths]
        motions = self.motions(dx=[lack if rtl else -lack for lack in lacks], length=[own])
        return placed(self.entry.node, self.entry.bar.mark(spot.width, spot.height), spot, motions=motions)

    def name(self, block: Block, inside: bool) -> PlacedMark:
        look, rtl = self.entry.inside if inside else self.entry.look, self.race.rtl
        away = _PAD if inside else 0.0
        x = self.box.right - away - block.width if rtl else self.box.x + away
        spot = Box(x, self._centered(block), block.width, block.height)
        mark = TextMark(block.width, block.height, block, look.fill, look.shadow)
        return placed(self.entry.node, mark, spot, motions=self.motions(seen=self.covered()), words=block.text)

    def value(self, widest: Block) -> PlacedMark:
        race, rtl = self.race, self.race.rtl
        look = race.looks.accent if self.entry.highlight else race.looks.value
        texts = [race.looks.figure.shown(value) for value in race.race.values[self.index]]
        last = race._block(texts[-1], widest.style.size)
        blocks = CountedBlocks(tuple(texts[:-1]), last, race.looks.fonts, race.element.place)
        mark = CounterMark(last.width, last.height, blocks, look.fill)
        lengths = self.lengths()
        away = -1.0 if rtl else 1.0
        end = (self.box.right if rtl else self.box.x) + away * (self.rows.foot + lengths[-1] + _PAD)
        spot = Box(end - last.width if rtl else end, self._centered(last), last.width, last.height)
        motions = self.motions(dx=[away * (length - lengths[-1]) for length in lengths], seen=self.covered())
        return placed(self.entry.node, mark, spot, motions=motions, words=last.text)

    def _centered(self, block: Block) -> float:
        """The top of a one-line block whose ink stands in the middle of the bar."""
        return self.top + self.rows.bar / 2 - (block.ink.y + block.ink.height / 2)


def build_race(element: Element, frame: Frame, around: Surroundings) -> RaceBox:
    """`<race>` with its entries. Raises InputError."""
    if not 1 <= len(element.children) <= MOST_ENTRIES:
        hint = 'such as <entry name="A" values="1 2"/>'
        raise element_fault(element, f"a race has 1 to {MOST_ENTRIES} entries", hint)
    labels = tuple(part.strip() for part in element.attributes.get("labels", "").split("|") if part.strip())
    figure = read_figure(_written(element, "number", of="0"), around.context.localizer)
    rows: list[list[float | None]] = []
    problems: list[Problem] = []
    for child in element.children:
        try:
            rows.append(_row(child, len(labels)))
        except InputError as error:
            problems.extend(error.problems)
    if problems:
        raise InputError(problems)
    try:
        race = run(rows, number(element, "step", 1.1, 0.1, 20))
    except ValueError as error:
        raise element_fault(element, str(error)) from None
    return RaceBox(
        element, frame, around.rtl, around.budget,
        entries=tuple(_entry(child, element, around) for child in element.children), labels=labels, race=race,
        looks=_looks(element, around, figure, rows), inside=choice(element, "names", _NAMES, "auto"),
        thickness=number(element, "row", 0.7, 0.2, 1), rule=_rule(element, around),
    )  # fmt: skip


def _rule(element: Element, around: Surroundings) -> ArtLook | None:
    """The baseline, in the colour role that the race names."""
    color = word(element, "rule", "")
    if not color:
        return None
    named_fill(element, "rule", color, around.context)
    art = Element("art", {"fill": color}, place=element.place)
    return read_art_look(art, "shape", around, RESERVED)


def _row(element: Element, count: int) -> list[float | None]:
    """The values of an entry, as many as there are labels; `-` stands for a missing one."""
    parts = element.attributes.get("values", "").split()
    if len(parts) != count:
        raise attribute_fault(element, "values", f"it has {len(parts)} values for {count} points in time")
    one = [Element(element.tag, {"values": part}, place=element.place) for part in parts]
    return [None if part == "-" else number(single, "values", 0.0) for part, single in zip(parts, one, strict=True)]


def _entry(element: Element, race: Element, around: Surroundings) -> Entry:
    name = word(element, "name", "")
    if not name:
        raise element_fault(element, "an entry needs its name")
    highlight = flag(element, "highlight")
    art = word(race, "art-accent", "bar-accent") if highlight else word(race, "art", "bar")
    bar = read_art_look(race, art, around, RESERVED | _OWN)

    def look(fill: str, shadow: dict[str, str]) -> Look:
        given = {"role": "label", "fill": fill, "line-height": "1.2", **shadow}
        return read_look(Element("text", given, place=element.place), around.context, around.rtl, "label")

    within = word(race, "name-accent" if highlight else "name-fill", "on-accent" if highlight else "ink")
    node = LayoutBox(element, read_frame(element), around.rtl, around.budget)
    beside = look("accent" if highlight else "ink", {})
    return Entry(node, name, highlight, bar, beside, look(within, {"shadow": "none"}))


def _looks(element: Element, around: Surroundings, figure: Figure, rows: Sequence[Sequence[float | None]]) -> RaceLooks:
    def look(role: str, **attributes: str) -> Look:
        written = Element("number", {"role": role, "line-height": "1.15", **attributes}, place=element.place)
        found = read_look(written, around.context, around.rtl, role)
        return replace(found, style=replace(found.style, tabular=around.context.localizer.digits_used == "latn"))

    size = number(element, "label-size", 0.0, 0, 600)
    label = look("hero", size=f"{size:g}", fill="muted", shadow="none", align="end") if size else None
    finest = max((_decimals(value) for row in rows for value in row if value is not None), default=0)
    figure = replace(figure, decimals=figure.decimals if "decimals" in element.attributes else min(finest, 2))
    return RaceLooks(look("value"), look("value", fill="accent"), label, figure, around.context.fonts)


def _decimals(value: float) -> int:
    return len(f"{value:.6f}".rstrip("0").partition(".")[2])


def _written(element: Element, tag: str, **more: str) -> Element:
    """An element that says of its figures what `element` does."""
    own = {name: element.attributes[name] for name in _FIGURE if name in element.attributes}
    return Element(tag, {**own, **more}, place=element.place)
