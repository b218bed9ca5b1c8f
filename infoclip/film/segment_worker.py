"""The process that draws and encodes segments: orders come through standard input, reports go to standard output.

`encoding.py` starts it and tells it what it draws. It ends when its input does, and at once when it is asked to end.
"""

from __future__ import annotations

import importlib
import os
import pickle
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO

from infoclip.errors import Fault, InputError, WorkError
from infoclip.film.ahead import DrawnAhead
from infoclip.film.clip import FilmSettings, Frame, build_clip, ready_to_write, write_film
from infoclip.film.encoding import Order, Report, Setup, Source
from infoclip.film.frames import FilmFrames
from infoclip.film.held import append_held
from infoclip.film.segments import SegmentSettings, StateKeys, segment_key
from infoclip.film.states import frame_states
from infoclip.film.stream_writer import STREAM_SUFFIX
from infoclip.machine import give_back_memory, reports_channel
from infoclip.theme.theme import Theme
from infoclip.timeline.content import timeline_content
from infoclip.timeline.timeline import Timeline

_REPORT_EVERY = 5  # frames
CHANGED = "the clip was changed while it was rendered: render it again"

Tell = Callable[[Report], None]


@dataclass(frozen=True, slots=True)
class Ahead:
    """A clip that was opened before it was ordered."""

    source: Source
    opened: tuple[Timeline, Theme]

    @classmethod
    def of(cls, source: Source) -> Ahead | None:
        """The clip of `source` with its scenes laid out; None when something is wrong with it, which others tell."""
        try:
            timeline, theme = source.open()
            timeline_content(timeline)
        except (InputError, WorkError):
            return None
        return cls(source, (timeline, theme))


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

    @classmethod
    def opened(cls, setup: Setup, ahead: Ahead | None = None) -> Studio:
        """The clip as it is now, or as it was opened `ahead`: what is not as the orders want it shows in their keys.
        Raises WorkError when its theme is not what it was, and as the source does.
        """
        timeline, theme = ahead.opened if ahead and ahead.source == setup.source else setup.source.open()
        if theme.sha != setup.theme_sha:
            raise WorkError(CHANGED)
        return cls(timeline, theme, setup.settings, setup.common, frame_states(timeline))

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
        segment = order.segment
        # A name of this process alone: the encoder of one that was killed may still be writing.
        part = order.path.with_name(f"{order.path.stem}-{os.getpid()}{STREAM_SUFFIX}")
        stream = self._encoded(frames, segment.encoded, part, tell)
        if segment.held:
            try:
                stream = append_held(stream, segment.held)
            except WorkError:  # not a stream that pictures can be appended to: the encoder draws them
                again = replace(self, painted=None)  # the other is drawing on
                stream = self._encoded(again.frames(segment.shown), segment.frames, part, lambda report: None)
            part.write_bytes(stream)
        part.replace(order.path)

    def _encoded(self, frames: Iterator[Frame], count: int, path: Path, tell: Tell) -> bytes:
        shape = self.settings.shape(count)
        told = 0

        def progress(done: int, total: int) -> None:
            nonlocal told
            if done - told >= _REPORT_EVERY:
                tell(Report(frames=done - told))
                told = done

        settings = FilmSettings(self.settings.encoder)
        write_film(build_clip(frames, shape), shape, path, settings, progress)
        return path.read_bytes()


def work(orders: IO[bytes], tell: Tell) -> None:
    """Encode what is ordered until the orders end, drawing ahead. Before the setup may come what it will be of."""
    ahead: Ahead | None = None
    try:
        setup: Setup | Source = pickle.load(orders)
        while not isinstance(setup, Setup):
            ahead, setup = Ahead.of(setup), pickle.load(orders)
    except EOFError:  # started ahead, and not needed
        return
    studio = Studio.opened(setup, ahead)

    def take() -> Order | None:
        try:
            order: Order = pickle.load(orders)
        except EOFError:
            return None
        return order

    for order, frames in DrawnAhead(take, studio.drawn, studio.settings.shape(1).frame_bytes):
        studio.encode(order, frames, tell)
        for _ in frames:  # the end after the last one
            raise AssertionError("more frames were drawn than ordered")
        tell(Report(done=True))


def main() -> int:
    """Work until standard input ends; everything that goes wrong is told before the end.

    The modules that the command line names are imported first, and what writes films: often there is nothing to do yet.
    """
    reports = reports_channel()

    def tell(report: Report) -> None:
        pickle.dump(report, reports)
        reports.flush()

    try:
        for module in sys.argv[1:]:
            importlib.import_module(module)
        ready_to_write()
        # not `sys.stdin`: Python would wait for its lock at the end, which the drawing thread holds
        work(os.fdopen(os.dup(0), "rb"), tell)
    except Exception as error:
        tell(Report(fault=Fault.of(error)))
    else:
        return 0
    return 1


if __name__ == "__main__":
    code = main()
    sys.stderr.flush()
    os._exit(code)  # all is written and told: to take everything apart takes a tenth of a second, which others wait for
