"""Captions drawn into the picture: marks of our own text engine in the theme's caption role, on a plate at the foot of
the safe zone. The scenes are laid out above them (`captions_zone`), so nothing is ever covered.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields
from functools import cache

from msgspec.structs import astuple, replace

from infoclip.errors import InputError
from infoclip.layout.context import LayoutContext
from infoclip.layout.paint import read_box_paint
from infoclip.marks.marks import Drawn, Mark, Snapshot, TextMark
from infoclip.publish.captions import MOST_LINES, Cue
from infoclip.scenes.elements import Element
from infoclip.text.lines import Block, TextStyle, fit_text
from infoclip.theme.theme import Theme
from infoclip.timeline.timeline import Timeline
from infoclip.values.formats import Format
from infoclip.values.geometry import Insets

_ROLE = "caption"
_PAD_X, _PAD_Y, _RADIUS = 30.0, 16.0, 22.0
_AIR = 28.0
"""Between the plate and the words of a scene above it."""
_LEAST_SHARE = 0.55
_PLATE_ALPHA = 0.86


@dataclass(frozen=True, slots=True)
class Shown:
    """A caption's marks and the frames in which they are seen, from `start` up to `stop`."""

    start: int
    stop: int
    drawn: tuple[Drawn, ...]


@dataclass(frozen=True, slots=True)
class CaptionedTimeline(Timeline):
    """A timeline whose every frame has its caption on top. `shown` is asked for when the first frame is."""

    shown: Callable[[], tuple[Shown, ...]] = field(default=tuple, compare=False)

    def snapshot(self, frame: int) -> Snapshot:
        """The whole state of `frame`, its caption above the scene, and above both scenes of a transition."""
        found = Timeline.snapshot(self, frame)
        drawn = next((item.drawn for item in self.shown() if item.start <= frame < item.stop), ())
        if not drawn:
            return found
        state = found.transition
        if state is not None:
            state = replace(state, items=(*state.items, *drawn))
        return replace(found, items=(*found.items, *drawn), transition=state)

    def beside_scenes(self) -> tuple[str, ...]:
        """Its captions: their frames, marks and places."""
        return tuple(
            f"{item.start} {item.stop} {drawn.mark.key} {astuple(drawn)[1:]!r}"
            for item in self.shown()
            for drawn in item.drawn
        )


def captions_zone(format_: Format, theme: Theme) -> Insets:
    """The safe zone's insets with the captions' room at its foot: what a scene is laid out in, in design pixels."""
    size = theme.roles[_ROLE].size_for(format_.shape)
    band = MOST_LINES * size * theme.roles[_ROLE].line_height + 2 * _PAD_Y + _AIR
    return replace(format_.safe, bottom=format_.safe.bottom + round(band))


def burned(timeline: Timeline, cues: Callable[[], Sequence[Cue]], context: LayoutContext, zone: Format) -> Timeline:
    """`timeline` with `cues` drawn into it, at the foot of `zone`'s safe zone."""
    given = {item.name: getattr(timeline, item.name) for item in fields(timeline)}
    return CaptionedTimeline(**given, shown=cache(lambda: _shown(cues(), timeline, context, zone)))


def _shown(cues: Sequence[Cue], timeline: Timeline, context: LayoutContext, zone: Format) -> tuple[Shown, ...]:
    found = []
    for cue, block in zip(cues, _blocks(cues, context, zone), strict=True):
        start = round(cue.start * timeline.fps)
        found.append(Shown(start, max(start + 1, round(cue.end * timeline.fps)), _marks(block, context, zone)))
    return tuple(found)


def _blocks(cues: Sequence[Cue], context: LayoutContext, zone: Format) -> list[Block]:
    """The texts of all cues at one size: the role's, or the largest at which the widest of them fits."""
    role = context.theme.roles[_ROLE]
    size = role.size_for(context.format.shape)
    style = TextStyle(
        role.family, role.weight, size, role.line_height, "center", direction="rtl" if context.rtl else "ltr"
    )
    room = zone.safe_box(rtl=context.rtl).width - 2 * _PAD_X

    def fitted(cue: Cue, most: float) -> Block:
        text = "\n".join(cue.lines)
        least = min(most, size * _LEAST_SHARE)
        try:
            return fit_text(text, style, context.fonts, width=room, min_size=least, max_size=most, max_lines=MOST_LINES)
        except InputError as error:  # the text engine knows no places
            raise InputError(replace(problem, place=cue.place) for problem in error.problems) from None

    least = min((fitted(cue, size).style.size for cue in cues), default=size)
    return [fitted(cue, least) for cue in cues]


def _marks(block: Block, context: LayoutContext, zone: Format) -> tuple[Drawn, ...]:
    safe = zone.safe_box(rtl=context.rtl)
    width, height = block.width + 2 * _PAD_X, block.height + 2 * _PAD_Y
    x, y = safe.x + (safe.width - width) / 2, safe.bottom - height
    plate = _plate(width, height, context)
    text = TextMark(block.width, block.height, block, context.theme.fill("ink"))
    return Drawn(plate, x, y), Drawn(text, x + _PAD_X, y + _PAD_Y)


def _plate(width: float, height: float, context: LayoutContext) -> Mark:
    ground = context.theme.colors["deep"].with_alpha(_PLATE_ALPHA)
    fill = f"{ground.hex[:7]}{round(ground.alpha * 255):02X}"
    paint = read_box_paint(Element("box", {"fill": fill, "radius": f"{_RADIUS:g}"}), context)
    assert paint is not None
    return paint.mark(width, height)
