"""A clip that is drawn for its segments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from infoclip.errors import WorkError
from infoclip.film.clip import Frame
from infoclip.film.encoding import Order
from infoclip.film.frames import FilmFrames
from infoclip.film.reports import Tell
from infoclip.film.segments import SegmentSettings, StateKeys, segment_key
from infoclip.machine import give_back_memory
from infoclip.theme.theme import Theme
from infoclip.timeline.timeline import Timeline

CHANGED = "the clip was changed while it was rendered: render it again"


@dataclass(slots=True)
class Studio:
    """An opened clip, and its painted frames, which go on from segment to segment. `known` are the states of all its
    frames, where they were kept under what this clip is.
    """

    timeline: Timeline
    theme: Theme
    settings: SegmentSettings
    common: str
    known: list[bytes] | None = None
    states: StateKeys = field(default_factory=StateKeys)
    painted: FilmFrames | None = None

    def frames(self, numbers: range) -> Iterator[Frame]:
        """The planes of frames, each valid until the next."""
        if self.painted is None:
            self.painted = FilmFrames(self.timeline, theme=self.theme, scale=self.settings.scale)
        for number in numbers:
            self.painted.paint(number)
            yield self.painted.planes

    def drawn(self, order: Order) -> Iterator[Frame]:
        """The frames that `order` wants encoded. Raises WorkError when the clip is not what it was."""
        drawn = order.segment.drawn
        known = self.known
        states = self.states.of(self.timeline, drawn) if known is None else known[drawn.start : drawn.stop]
        if segment_key(self.common, states, order.segment) != order.key:
            raise WorkError(CHANGED)
        yield from self.frames(order.segment.drawn)
        give_back_memory()

    def encode(self, order: Order, frames: Iterator[Frame], tell: Tell) -> None:
        """Write the stream of `order`, held pictures and all; `frames` are those that are `drawn`."""
        press = self.settings.press
        if not press.write(order.piece, frames, tell):
            again = replace(self, painted=None)  # the other is drawing on
            press.write_all(order.piece, again.frames(order.segment.shown), lambda report: None)
