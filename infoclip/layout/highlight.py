"""`<mark>` in a text: a band behind chosen words that sweeps in, in the order of reading, when the text has arrived."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from infoclip.layout.art import theme_art
from infoclip.layout.context import LayoutContext
from infoclip.layout.paint import hex_with_alpha, named_fill
from infoclip.layout.placing import Placing, placed
from infoclip.layout.text import Highlighted
from infoclip.layout.typography import Look
from infoclip.marks.marks import ArtMark
from infoclip.marks.motion import Motion
from infoclip.marks.motion_state import window
from infoclip.scenes.elements import Element, attribute_fault, choice, number
from infoclip.text.lines import Block, Line
from infoclip.text.paragraph import snap_edge
from infoclip.values.color import Color, Fill
from infoclip.values.geometry import Box

if TYPE_CHECKING:
    from infoclip.layout.text import TextBox

SHAPES = ("band", "under")
LEAST_CONTRAST = 4.6
"""Between the words and the band behind them: a little more than the 4.5 that is measured on the pixels."""
_HEAD, _FOOT, _SIDE = 0.84, 0.38, 0.12
"""How far a band reaches over and under the baseline and beyond the words, in em."""
_RIM, _CLEAR = 0.05, 0.12
"""Kept round tashkeel that a band covers, and clear of the line above, in em."""
_UNDER = (-0.16, 0.27)
_FEATHER = 10.0
_AHEAD = 0.75
"""Of the time that a wiped line takes as far as the band reaches: the band is there before its words are."""
_BLACK = Color(0, 0, 0)
_STAYS = {"move", "drift", "dim"}
"""What bands do along with their text: motions that neither turn nor grow."""


class _Band(NamedTuple):
    """One band: where it lies, its first character, its line, and how far into that line it reaches (0..1)."""

    box: Box
    start: int
    line: int
    reach: float


def read_highlights(element: Element, look: Look, context: LayoutContext) -> tuple[Highlighted, ...]:
    """The marked stretches of a text, in its order. Raises InputError for the first attribute that is wrong."""
    source = theme_art(element, "highlight", context)
    found: dict[str, Highlighted] = {}
    start = 0
    for inline in element.inlines:
        end = start + len(inline.text)
        given = dict(inline.mark)
        name = given.get("n", "")
        if name in found:
            found[name] = found[name]._replace(end=end)
        elif given:
            own = Element("mark", given, (), (), element.place)
            under = choice(own, "shape", SHAPES, "band") == "under"
            ink = look.fill if inline.color is None else named_fill(own, "color", inline.color, context)
            fill = _fill(own, ink, under, context)
            params = (("fill", fill), ("under", under))
            delay, seconds = number(own, "delay", 0.1, 0, 60), number(own, "seconds", 0.5, 0, 60)
            lost = (
                not under
                and inline.color is not None
                and _contrast(_ground(context), ink, _BLACK) < LEAST_CONTRAST - 0.1
            )
            found[name] = Highlighted(start, end, source, params, (under, lost), (delay, seconds))
        start = end
    return tuple(found.values())


def _fill(mark: Element, ink: Fill, under: bool, context: LayoutContext) -> str:
    """The band's colour: the one asked for, which must let the words be read, or the accent, toned until it does."""
    written = mark.attributes.get("fill", "").strip()
    fill = named_fill(mark, "fill", written or "accent", context)
    ground = _ground(context)
    if written and not under and (least := _contrast(fill, ink, ground)) < LEAST_CONTRAST - 0.1:
        hint = "give the words another color, or leave fill away: then it is the accent, toned until they can be read"
        raise attribute_fault(
            mark, "fill", f"the words on '{written}' have a contrast of {least:.1f}:1", hint, "contrast"
        )
    if not isinstance(fill, Color):
        return written or "accent"
    if not written and not under:
        shares = (fill.mixed(ground, share / 20) for share in range(21))
        fill = next((tone for tone in shares if _contrast(tone, ink, ground) >= LEAST_CONTRAST), fill)
    return hex_with_alpha(fill)


def _ground(context: LayoutContext) -> Color:
    return context.theme.colors.get("bg", _BLACK)


def _contrast(fill: Fill, ink: Fill, ground: Color) -> float:
    """The least contrast between two fills, where `fill` lies on `ground`."""
    behind = [ground.mixed(color.with_alpha(1.0), color.alpha) for color in _colors(fill)]
    return min(color.with_alpha(1.0).contrast(letter) for color in behind for letter in _colors(ink))


def _colors(fill: Fill) -> tuple[Color, ...]:
    return (fill,) if isinstance(fill, Color) else tuple(stop.color for stop in fill.stops)


def put_highlights(node: TextBox, block: Block, spot: Box, placing: Placing) -> None:
    """Add the bands of a text whose block stands at `spot`, each as long on its way as it is long.

    Words in a colour that only the band makes readable find it there when they come: it comes with their line.
    """
    motions = placing.motions(node)
    entrances = [motion for motion in motions if motion.phase == "enter"]
    arrived = max((_end(motion, block) for motion in entrances), default=0.0)
    first = max(entrances, key=lambda motion: motion.at, default=None)
    kept = tuple(
        replace(motion, by="block", stagger=0.0)
        for motion in motions
        if motion.phase == "exit" or motion.kind in _STAYS
    )
    done = 0.0
    for one in node.highlights:
        bands = list(_bands(block, one, rtl=node.rtl))
        length = sum(band.box.width for band in bands) or 1.0
        at = max(done, arrived + one.pace[0])
        side = (("feather", _FEATHER), ("from", "start"), ("side", "right" if node.rtl else "left"))
        for band in bands:
            seconds = one.pace[1] * band.box.width / length
            mark = ArtMark(band.box.width, band.box.height, one.art, one.params)
            sweep = Motion("enter", "wipe", at, seconds, "sine", params=side)
            if one.shape[1] and first is not None:
                sweep = replace(sweep, at=first.at, seconds=0.0)
                if first.by in ("block", "line"):
                    sweep = _with_line(first, band, side)
            placing.out.append(placed(node, mark, band.box.moved(spot.x, spot.y), motions=(sweep, *kept)))
            at += seconds
        done = max(done, at)


def _with_line(motion: Motion, band: _Band, side: tuple[tuple[str, str | float], ...]) -> Motion:
    """How a band comes with its line, a little ahead of the words on it."""
    at = motion.at + (motion.stagger * band.line if motion.by == "line" else 0.0)
    if motion.kind != "wipe":
        return Motion("enter", "wipe", at, motion.seconds * 0.5, motion.easing, params=side)
    return Motion("enter", "wipe", at, motion.seconds * band.reach * _AHEAD, motion.easing, params=side)


def _end(motion: Motion, block: Block) -> float:
    units = 1
    if motion.by != "block":
        from infoclip.text.raster import unit_count

        units = max(1, unit_count(block, motion.by))
    return window(motion, 0.0, units)[1]


def _bands(block: Block, one: Highlighted, *, rtl: bool) -> Iterator[_Band]:
    """The bands behind a marked stretch, in the order they are read: one a line, more where directions are mixed."""
    start, end = snap_edge(block.text, one.start), snap_edge(block.text, one.end)
    for index, line in enumerate(block.lines):
        found = []
        for run in _runs(block, line, start, end):
            far = line.ink_right - run[0] if rtl else run[1] - line.ink_left
            reach = min(1.0, far / max(line.ink_right - line.ink_left, 1.0))
            reached = _reached(line, start, end)
            found.append(_Band(_band(block, line, run, one.shape[0], reached), run[2], index, reach))
        yield from sorted(found, key=lambda band: band.start)


def _runs(block: Block, line: Line, start: int, end: int) -> Iterator[tuple[float, float, int]]:
    """From where to where, and from which character, marked glyphs stand side by side; spaces at the ends left out."""
    run: list[tuple[float, float, int]] = []
    for glyph in (*line.glyphs, None):
        inside = glyph is not None and start <= glyph.cluster < end
        if glyph is not None and inside:
            run.append((glyph.x, glyph.x + glyph.advance, glyph.cluster))
            continue
        inked = [part for part in run if not block.text[part[2]].isspace()]
        if inked:
            yield min(part[0] for part in inked), max(part[1] for part in inked), min(part[2] for part in inked)
        run = []


def _reached(line: Line, start: int, end: int) -> tuple[float, float]:
    """How far the marked letters of a line reach over and under its baseline, with all their tashkeel, in pixels."""
    over = under = 0.0
    for glyph in line.glyphs:
        if start <= glyph.cluster < end:
            _, top, _, bottom = glyph.face.extents(glyph.gid)
            shift = glyph.y - line.baseline
            over, under = max(over, -top * glyph.scale - shift), max(under, bottom * glyph.scale + shift)
    return over, under


def _band(block: Block, line: Line, run: tuple[float, float, int], under: bool, reached: tuple[float, float]) -> Box:
    size, row = block.style.size, block.style.size * block.style.line_height
    tight = min(1.0, row / ((_HEAD + _FOOT) * size)) if len(block.lines) > 1 else 1.0
    head, foot = _UNDER if under else (_HEAD * tight, _FOOT * tight)
    side = 0.0 if under else _SIDE * size
    over, below = head * size, foot * size
    if not under:  # tashkeel is read on the band too, as far as the lines next to it leave it room
        spare = row if len(block.lines) > 1 else 2 * row
        over = max(over, min(reached[0] + _RIM * size, spare - _CLEAR * size))
        below = max(below, min(reached[1] + _RIM * size, spare - _HEAD * size))
    return Box(run[0] - side, line.baseline - over, run[1] - run[0] + 2 * side, over + below)
