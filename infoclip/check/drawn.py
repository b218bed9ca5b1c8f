"""The texts of a scene as they are drawn in one frame: where each is then, and whether its pixels lie as laid out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from msgspec.structs import replace

from infoclip.check.view import TextView, scene_view
from infoclip.marks.marks import CounterMark, Drawn, GroupMark, Mark, TextMark
from infoclip.text.lines import Block
from infoclip.timeline.timeline import Timeline
from infoclip.values.geometry import Box


@dataclass(frozen=True, slots=True)
class Seen:
    """A text as it is drawn at a moment: `block` with its box at `x`, `y`, in design pixels.

    `still`: neither turned, scaled, uncovered in part, blurred nor cut into words: its pixels are where its block is.
    """

    view: TextView
    block: Block
    x: float
    y: float
    still: bool
    opacity: float

    @property
    def placed(self) -> TextView:
        """The text as rules look at it, where it is now."""
        return TextView(replace(self.view.mark, x=self.x, y=self.y), self.block, 0.0, 1.0)

    @property
    def ink(self) -> Box:
        """Where its letters are."""
        return self.block.ink.moved(self.x, self.y)


def seen(timeline: Timeline, index: int, frame: int, *, settled: bool = True) -> Iterator[Seen]:
    """The texts of scene `index` that are drawn at `frame`: those that have arrived and not begun to leave, or all."""
    at = (frame - timeline.scene_frames(index).start) / timeline.fps
    found = [item for item in _flat(timeline.snapshot(frame).items) if isinstance(item[0].mark, TextMark | CounterMark)]
    for text in scene_view(timeline, index).texts:
        if settled and not text.arrives <= at <= text.leaves:
            continue
        same = [item for item in found if item[0].mark == text.mark.mark]
        if same:
            drawn, x, y, opacity, still = min(same, key=lambda it: abs(it[1] - text.mark.x) + abs(it[2] - text.mark.y))
            yield Seen(text, _shown(drawn.mark, drawn.progress), x, y, still, opacity)


def _flat(
    items: Iterable[Drawn], x: float = 0.0, y: float = 0.0, opacity: float = 1.0, still: bool = True
) -> Iterator[tuple[Drawn, float, float, float, bool]]:
    for item in items:
        plain = item.scale == 1 and item.rotation == 0 and item.clip is None and item.blur == 0 and item.unit < 0
        inside = (x + item.x, y + item.y, opacity * item.opacity, still and plain)
        if isinstance(item.mark, GroupMark):
            yield from _flat(item.mark.items, *inside)
        else:
            rolling = isinstance(item.mark, CounterMark) and item.mark.rolls_from is not None and item.progress < 1
            drawn_out = isinstance(item.mark, TextMark) and bool(item.mark.stretch) and item.progress < 1
            yield item, *inside[:3], inside[3] and not rolling and not drawn_out


def _shown(mark: Mark, progress: float) -> Block:
    if isinstance(mark, CounterMark):
        return mark.blocks[round(progress * (len(mark.blocks) - 1))]
    assert isinstance(mark, TextMark)
    return mark.block
