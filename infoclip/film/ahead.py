"""Frames drawn ahead of the encoder, in a thread of their own.

An encoder takes nothing while it starts and while it finishes a segment, and it takes frames of all kinds at its own
pace; meanwhile the next frames are drawn, as many as a few buffers hold, over the end of a segment into the next one.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from queue import SimpleQueue
from typing import Generic, TypeVar

from infoclip.film.clip import Frame
from infoclip.film.shared_frames import place_count

Work = TypeVar("Work")


class _End:
    """Stands after the last frame of a piece of work, and after the last piece."""


class DrawnAhead(Generic[Work]):
    """Pieces of work from `take` (None: there are no more), each with its frames, which `draw` gives in order.

    Both are called in a thread that ends with the process. Each frame has `frame_bytes` bytes.
    """

    def __init__(
        self, take: Callable[[], Work | None], draw: Callable[[Work], Iterator[Frame]], frame_bytes: int
    ) -> None:
        self._take, self._draw = take, draw
        self._ready: SimpleQueue[Work | bytearray | BaseException | _End] = SimpleQueue()
        self._free: SimpleQueue[bytearray] = SimpleQueue()
        for _ in range(place_count(frame_bytes)):
            self._free.put(bytearray(frame_bytes))
        threading.Thread(target=self._run, daemon=True).start()

    def __iter__(self) -> Iterator[tuple[Work, Iterator[Frame]]]:
        """Every piece with its frames, which must all be taken before the next piece. Raises what drawing raised."""
        while True:
            work = self._next()
            if isinstance(work, _End):
                return
            assert not isinstance(work, bytearray)
            yield work, self._frames()

    def _frames(self) -> Iterator[Frame]:
        """The frames of one piece, each valid until the next is asked for."""
        while True:
            frame = self._next()
            if isinstance(frame, _End):
                return
            assert isinstance(frame, bytearray)
            yield memoryview(frame)
            self._free.put(frame)

    def _next(self) -> Work | bytearray | _End:
        item = self._ready.get()
        if isinstance(item, BaseException):
            raise item
        return item

    def _run(self) -> None:
        try:
            while (work := self._take()) is not None:
                self._ready.put(work)
                for frame in self._draw(work):
                    buffer = self._free.get()
                    buffer[:] = frame
                    self._ready.put(buffer)
                self._ready.put(_End())
            self._ready.put(_End())
        except BaseException as error:
            self._ready.put(error)
