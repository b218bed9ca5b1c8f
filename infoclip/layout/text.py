"""The leaves that are read: `<text>` and `<number>`."""

from __future__ import annotations

from typing import Literal, NamedTuple, cast

from msgspec.structs import replace

from infoclip.errors import InputError, Problem, did_you_mean
from infoclip.layout.art import theme_art
from infoclip.layout.attributes import Frame
from infoclip.layout.constraints import EPSILON, SLACK, Constraints, Fragment, LayoutBox
from infoclip.layout.container import snippet
from infoclip.layout.context import LayoutContext, Surroundings
from infoclip.layout.figures import Figure, read_figure
from infoclip.layout.pattern import KINDS, PatternLook, read_pattern
from infoclip.layout.placing import Placing, placed
from infoclip.layout.typography import Look, read_look, shrunk, spans_of
from infoclip.marks.marks import ArtMark, ArtSource, CounterMark, Mark, Params, PatternMark, TextMark
from infoclip.marks.motion import Motion
from infoclip.scenes.attributes import ATTRIBUTES
from infoclip.scenes.elements import Element, attribute_fault, choice, flag, word
from infoclip.text.fonts import FontBook
from infoclip.text.lines import Block, Span, fit_text, lay_out_text
from infoclip.values.geometry import Box

_SHORT = 12
"""Characters of a text that nobody can make lower by taking some away."""
_EDGE = 0.04
"""Nearer to the frame's edge than this share of its width no kashida is drawn out."""
_MARKS_BELOW = "\u064d\u0650"
"""Kasratan and kasra."""
_TAILS = 0.13
"""How far tails of letters may hang below a title's box, in em: a meem's does in tight lines."""
_YIELDS, LEGIBLE = 0.6, 28.0
"""How far text yields before a scene is refused: to this share of its size, but not under so many design pixels."""


class Highlighted(NamedTuple):
    """`start:end` of a text over a band of `art` with `params`.

    `shape`: whether the band is a line under the words, and whether they cannot be read without it. `pace`: the seconds
    after the text's arrival at which it sweeps in, and how long that takes.
    """

    start: int
    end: int
    art: ArtSource
    params: Params
    shape: tuple[bool, bool]
    pace: tuple[float, float]


class Wording(NamedTuple):
    """The words of a leaf, which of them are set differently, and the fonts."""

    text: str
    spans: tuple[Span, ...]
    fonts: FontBook


class TextBox(LayoutBox, eq=False, kw_only=True):
    """A paragraph. Its box may be wider than its ink; `align` then places the ink in it."""

    look: Look
    wording: Wording
    figure: Figure | None = None
    texture: ArtSource | PatternLook | None = None
    yielding: bool = False
    floor: float = 0.0
    highlights: tuple[Highlighted, ...] = ()

    def shrinks(self, *, across: bool) -> bool:
        return self.look.fit != "none" or (across and self.figure is None)

    def compute(self, offered: Constraints) -> Fragment:
        look, words = self.look, self.wording
        if look.fit != "none":
            block, faults = self._fitted(look, words, offered)
            if (below := self._hanging(block)) and block.height + below > offered.max_height:
                room = offered._replace(max_height=max(offered.max_height - below, offered.min_height))
                lower, tight = self._fitted(look, words, room)
                block, faults = (block, faults) if tight else (lower, tight)
        else:
            style = look.scaled(offered.scale, self.floor)
            # A figure is never broken: it is one line whatever the room.
            limit = None if self.figure is not None else max(offered.max_width, 1.0)
            block = lay_out_text(
                words.text, style, words.fonts, max_width=limit, balance=look.balance, spans=words.spans,
                place=self.element.place,
            )  # fmt: skip
            faults = self._faults(look, block, offered)
        if faults and self.yielding:
            block, faults = self._yielded(offered) or (block, faults)
        width, height = offered.width_within(block.width), offered.height_within(block.height)
        width, height = max(width, block.width), max(height, _needed(block, offered.max_height))
        height += min(self._hanging(block), max(offered.max_height - height, 0.0))
        return Fragment(width, height, block.first_baseline, (), faults, bool(faults), block)

    def _hanging(self, block: Block) -> float:
        """How far the block reaches below its box, in pixels, with what must not be stood on: vowel marks under its
        last line, and in titles, whose lines are tight, what hangs lower than tails do, such as a last ya's dots.
        """
        marked = any(mark in block.text for mark in _MARKS_BELOW)
        if not marked and self.element.attributes.get("role") not in ("title", "subtitle"):
            return 0.0
        tails = 0.0 if marked else _TAILS * block.style.size
        return max(block.ink.bottom - block.height - tails, 0.0)

    def _fitted(self, look: Look, words: Wording, offered: Constraints) -> tuple[Block, tuple[Problem, ...]]:
        """The block at the largest size that fits; at the smallest, with a fault, when none does."""
        style, place = look.scaled(offered.scale, self.floor), self.element.place
        least, most = (shrunk(size, offered.scale, self.floor) for size in (look.least, look.most))
        width, height = max(offered.max_width, 1.0), max(offered.max_height, 1.0)
        try:
            block = fit_text(
                words.text, style, words.fonts, width=width, height=height, min_size=least, max_size=most,
                max_lines=look.lines, spans=words.spans, place=place,
            )  # fmt: skip
            return block, ()
        except InputError as error:
            if any(problem.code != "text-overflow" for problem in error.problems):
                raise
        smallest = replace(style, size=least)
        block = lay_out_text(words.text, smallest, words.fonts, max_width=width, spans=words.spans, place=place)
        faults = self._faults(look, block, offered)
        return block, faults or (self._fault(f"does not fit, even at {least:.0f} px", max(1, len(words.text) // 10)),)

    def _yielded(self, offered: Constraints) -> tuple[Block, tuple[Problem, ...]] | None:
        """The block below the size that its composition wants; None where it does not fit at the least legible."""
        look, words = self.look, self.wording
        most = shrunk(look.least if look.fit != "none" else look.style.size, offered.scale, self.floor)
        try:
            block = fit_text(
                words.text, look.scaled(offered.scale, self.floor), words.fonts, width=max(offered.max_width, 1.0),
                height=max(offered.max_height, 1.0), min_size=max(_YIELDS * most, min(most, self.floor)), max_size=most,
                max_lines=1 if self.figure is not None else look.lines, spans=words.spans, place=self.element.place,
            )  # fmt: skip
        except InputError:
            return None
        return block, ()

    def _faults(self, look: Look, block: Block, offered: Constraints) -> tuple[Problem, ...]:
        letters = len(block.text)
        if block.width > offered.max_width + SLACK:
            excess = block.width - offered.max_width
            cut = max(1, round(letters * excess / block.width)) if len(block.lines) == 1 else 0
            return (self._fault(f"is {excess:.0f} px wider than its room of {offered.max_width:.0f}", cut),)
        if look.lines is not None and len(block.lines) > look.lines:
            cut = max(1, round(letters * (1 - look.lines / len(block.lines))))
            message = f"takes {len(block.lines)} lines where {look.lines} {'is' if look.lines == 1 else 'are'} allowed"
            return (self._fault(message, cut),)
        excess = _needed(block, offered.max_height) - offered.max_height
        if excess > SLACK:
            cut = max(1, round(letters * min(1.0, excess / block.height)))
            return (self._fault(f"is {excess:.0f} px higher than its room", cut),)
        return ()

    def _fault(self, what: str, cut: int) -> Problem:
        element = self.element
        shorten = f"shorten it by about {cut} characters" if cut else "use shorter words"
        if "higher" in what and len(self.wording.text) < _SHORT:
            shorten = "leave something out beside it"
        hint = f"{shorten}, or give it more room, more lines or a smaller size"
        message = f"the {element.tag} {snippet(self.wording.text)} {what}"
        return Problem(message, element.place, hint, "text-overflow")

    def place(self, fragment: Fragment, box: Box, placing: Placing) -> None:
        block = fragment.content
        assert isinstance(block, Block)
        free = box.width - block.width
        align = self.look.style.align
        left = free / 2 if align == "center" else free if (align == "start") == self.rtl else 0.0
        spot = Box(box.x + left, box.y, block.width, block.height)
        motions = placing.motions(self)
        words = "" if flag(self.element, "echo", False) else block.text
        mark = self._mark(block, motions, self._room(spot, placing.frame))
        if self.highlights:
            from infoclip.layout.highlight import put_highlights  # few texts have any

            put_highlights(self, block, spot, placing)
        placing.out.append(placed(self, mark, spot, motions=motions, words=words))
        ink = block.ink.moved(spot.x, spot.y)
        if not fragment.overflow and not block.ink.empty and _outside(ink, placing.frame):
            problem = self._fault("leaves the frame", 0)
            placing.findings.outside.append(replace(problem, hint="move it inside, or make it smaller"))

    def _room(self, spot: Box, frame: Box) -> float:
        """How much wider a line may grow, in design pixels, and still keep off the edges of the frame."""
        edge = _EDGE * frame.width
        left, right = max(0.0, spot.x - frame.x - edge), max(0.0, frame.right - edge - spot.right)
        if self.look.style.align == "center":
            return 2 * min(left, right)
        return left if (self.look.style.align == "start") == self.rtl else right

    def _mark(self, block: Block, motions: tuple[Motion, ...], room: float) -> Mark:
        look = self.look
        count = next((motion for motion in motions if motion.kind == "count"), None)
        if self.figure is not None and count is not None:
            start = self.figure.start if "from" in self.element.attributes else count.number("from")
            blocks = self.figure.blocks(block, start, self.wording.fonts, self.element.place)
            return CounterMark(block.width, block.height, blocks, look.fill, look.shadow)
        if self.figure is not None and any(motion.kind == "roll" for motion in motions):
            before = self.figure.shown(self.figure.start)
            return CounterMark(block.width, block.height, (block,), look.fill, look.shadow, before)
        ink = block.ink
        texture: ArtMark | PatternMark | None = None
        if self.texture is not None and not ink.empty:
            own = self.texture
            texture = (
                own.mark(ink.width, ink.height) if isinstance(own, PatternLook) else ArtMark(ink.width, ink.height, own)
            )
        drawn_out = next((motion for motion in motions if motion.kind == "kashida"), None)
        stretch: tuple[tuple[int, float], ...] = ()
        if drawn_out is not None:
            from infoclip.text.kashida import kashida_stretches  # few texts are drawn out

            stretch = kashida_stretches(block, drawn_out.number("amount") * block.style.size, room)
        return TextMark(block.width, block.height, block, look.fill, look.shadow, look.span_fills, texture, stretch)


def _needed(block: Block, room: float) -> float:
    """The height a block cannot do without: its lines, or only its ink where the room is less than a line is high."""
    return min(block.height, max(block.ink.height, min(block.height, room)))


def _outside(ink: Box, frame: Box) -> bool:
    edge = frame.grown(SLACK + EPSILON)
    return ink.x < edge.x or ink.y < edge.y or ink.right > edge.right or ink.bottom > edge.bottom


def build_text(element: Element, frame: Frame, around: Surroundings) -> TextBox | None:
    """A paragraph; None when it has no words, so that an empty parameter takes no room."""
    if not element.text.strip():
        return None
    context: LayoutContext = around.context
    look = read_look(element, context, around.rtl, "body")
    wording = Wording(_in_digits(element, context), spans_of(element), context.fonts)
    texture = _texture(element, context, around.rtl)
    return TextBox(
        element, frame, around.rtl, around.budget, look=look, wording=wording, texture=texture,
        yielding=context.yielding, floor=context.floor, highlights=_highlights(element, look, context),
    )  # fmt: skip


def _highlights(element: Element, look: Look, context: LayoutContext) -> tuple[Highlighted, ...]:
    if not any(inline.mark for inline in element.inlines):
        return ()
    from infoclip.layout.highlight import read_highlights

    return read_highlights(element, look, context)


def _texture(element: Element, context: LayoutContext, rtl: bool) -> ArtSource | PatternLook | None:
    """What is seen inside the letters: art of the theme, or a pattern with its settings (`hankin-10 pitch=90`)."""
    name, *settings = word(element, "texture", "").split() or [""]
    if name not in KINDS:
        return theme_art(element, " ".join([name, *settings]), context) if name else None
    given = {"kind": name, **dict(setting.partition("=")[::2] for setting in settings)}
    unknown = next((key for key in given if key not in ATTRIBUTES["pattern"]), None)
    if unknown is not None:
        hint = did_you_mean(unknown, ATTRIBUTES["pattern"])
        raise attribute_fault(element, "texture", f"a pattern takes no '{unknown}'", hint)
    return read_pattern(Element("pattern", given, (), (), element.place), context, rtl)


def _in_digits(element: Element, context: LayoutContext) -> str:
    """The words, in other digits where the element asks for them; every character keeps its place."""
    digits = choice(element, "digits", ("keep", "latn", "arab"), "keep")
    if digits == "keep":
        return element.text
    return replace(context.localizer, digits_used=cast(Literal["latn", "arab"], digits)).digits(element.text)


def build_number(element: Element, frame: Frame, around: Surroundings) -> TextBox:
    """A figure in tabular digits. Arabic-Indic ones keep their own widths: in one the dot of zero stands alone."""
    context: LayoutContext = around.context
    look = read_look(element, context, around.rtl, "hero")
    figure = read_figure(element, context.localizer)
    tabular = figure.localizer.digits_used == "latn"
    look = replace(look, style=replace(look.style, tabular=tabular), lines=1)
    wording = Wording(figure.text, (), context.fonts)
    texture = _texture(element, context, around.rtl)
    return TextBox(
        element, frame, around.rtl, around.budget, look=look, wording=wording, figure=figure, texture=texture,
        yielding=context.yielding, floor=context.floor,
    )  # fmt: skip
