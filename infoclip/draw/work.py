"""Work that is done step by step, perhaps before its time."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from typing import TypeVar

from infoclip.draw.canvas import Canvas, Rect
from infoclip.marks.marks import Drawn

Result = TypeVar("Result")


def all_of(steps: Generator[object, None, Result]) -> Result:
    """What `steps` come to, taken all at once."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]


class Work:
    """Bringing a scene's canvas to `items` as far as `within` is asked for, in `steps`: each gives whether the next one
    pays before its time.

    While the canvas is shown, what is painted is painted `onto` another one and brought over when its time has come:
    `done` of what is `dirty`. `cost` is the seconds that the next step may take, if it takes long.
    """

    __slots__ = ("cost", "dirty", "done", "items", "onto", "steps", "within")

    def __init__(self, items: Sequence[Drawn], within: Rect, onto: Canvas | None = None) -> None:
        self.items, self.within, self.onto = items, within, onto
        self.steps: Iterator[bool] = iter(())
        self.cost = 0.0
        self.dirty: list[Rect] = []
        self.done: list[Rect] = []
