"""The process that draws and encodes segments: orders come through standard input, reports go to standard output.

`encoding.py` starts it and tells it what it draws. It ends when its input does, and at once when it is asked to end.
"""

from __future__ import annotations

import importlib
import pickle
import sys
from dataclasses import dataclass
from typing import IO

from infoclip.errors import InputError, WorkError
from infoclip.film.ahead import DrawnAhead
from infoclip.film.clip import ready_to_write
from infoclip.film.encoding import Order, Setup, Source
from infoclip.film.reports import Report, Tell, serve
from infoclip.film.states import frame_states
from infoclip.film.studio import CHANGED, Studio
from infoclip.machine import tune_heap
from infoclip.theme.theme import Theme
from infoclip.timeline.content import timeline_content
from infoclip.timeline.timeline import Timeline


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


def opened(setup: Setup, ahead: Ahead | None = None) -> Studio:
    """The clip as it is now, or as it was opened `ahead`: what is not as the orders want it shows in their keys.
    Raises WorkError when its theme is not what it was, and as the source does.
    """
    timeline, theme = ahead.opened if ahead and ahead.source == setup.source else setup.source.open()
    if theme.sha != setup.theme_sha:
        raise WorkError(CHANGED)
    return Studio(timeline, theme, setup.settings, setup.common, frame_states(timeline))


def work(orders: IO[bytes], tell: Tell) -> None:
    """Encode what is ordered until the orders end, drawing ahead. Before the setup may come what it will be of."""
    ahead: Ahead | None = None
    try:
        setup: Setup | Source = pickle.load(orders)
        while not isinstance(setup, Setup):
            ahead, setup = Ahead.of(setup), pickle.load(orders)
    except EOFError:  # started ahead, and not needed
        return
    tune_heap()
    studio = opened(setup, ahead)

    def take() -> Order | None:
        try:
            order: Order = pickle.load(orders)
        except EOFError:
            return None
        return order

    for order, frames in DrawnAhead(take, studio.drawn, studio.settings.press.frame_bytes):
        studio.encode(order, frames, tell)
        for _ in frames:  # the end after the last one
            raise AssertionError("more frames were drawn than ordered")
        tell(Report(done=True))


def prepared(orders: IO[bytes], tell: Tell) -> None:
    """`work`, once the modules that the command line names are imported, and what writes films: often there is nothing
    to do yet.
    """
    for module in sys.argv[1:]:
        importlib.import_module(module)
    ready_to_write()
    work(orders, tell)


if __name__ == "__main__":
    serve(prepared)
