"""Segments drawn in this process and encoded in another, for where there are cores for one worker only.

This process has the clip open already: the worker need not read it, lay it out and import what draws, and its encoder
never waits for Python to draw. A frame goes over through memory that both see. Where memory cannot be shared so, and
where several workers work side by side, each draws what it encodes (`encoding.py`).
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from queue import SimpleQueue

from infoclip.errors import WorkError
from infoclip.film.encoder import Feed
from infoclip.film.encoding import Order, Setup, encode_segments
from infoclip.film.reports import Report
from infoclip.film.shared_frames import place_count, shared_places
from infoclip.film.stream_writer import load_encoder
from infoclip.film.studio import Studio
from infoclip.machine import Worker, give_back_memory, shares_memory, tune_heap, wait_or_kill

Progress = Callable[[int, int], None]

ENCODER = "infoclip.film.encoder"

_drawing = threading.Lock()  # fonts and pictures are kept for the process, and drawn with by one thread at a time


def encode_orders(
    setup: Setup, studio: Studio, orders: Sequence[Order], workers: int, progress: Progress | None = None
) -> Generator[Order]:
    """As `encoding.encode_segments`; one worker is given frames that `studio` draws in this process, when it can be."""
    left = orders
    total = sum(order.segment.frames for order in orders)
    if workers == 1 and shares_memory() and _drawing.acquire(blocking=False):
        try:
            feeding = _Feeding(studio, orders, total, progress)
            yield from feeding.run()
            left = feeding.left
        finally:
            _drawing.release()
    before = total - sum(order.segment.frames for order in left)

    def tell(done: int, _: int) -> None:
        if progress is not None:
            progress(before + done, total)

    yield from encode_segments(setup, left, workers, tell)


class _Feeding:
    """A worker, and the thread that draws for it. What it could not do is `left` when it has run: all from the order
    on over which it died, and segments that it must be given the held frames of.
    """

    def __init__(self, studio: Studio, orders: Sequence[Order], total: int, progress: Progress | None) -> None:
        self.left: list[Order] = []
        self._studio, self._orders = studio, orders
        self._total, self._progress = total, progress
        self._free: SimpleQueue[int | None] = SimpleQueue()
        self._error: BaseException | None = None

    def run(self) -> Iterator[Order]:
        """Give back every order when its file is whole. Raises what drawing raised, and WorkError; whatever is raised,
        the worker has ended and nothing draws on.
        """
        try:
            worker = Worker(ENCODER)
        except OSError as error:
            raise WorkError(f"no process can be started to encode with: {error}") from error
        drawing = threading.Thread(target=self._draw, args=(worker,), name="draws", daemon=True)
        try:
            drawing.start()
            yield from self._listen(worker)
        finally:
            self._free.put(None)
            if drawing.is_alive() and worker.process.poll() is None:
                worker.process.terminate()
                wait_or_kill([worker.process])
            drawing.join()
            worker.end()

    def _listen(self, worker: Worker) -> Iterator[Order]:
        waiting = deque(self._orders)
        done = counted = 0
        while waiting:
            try:
                report: Report = worker.receive()
            except EOFError:
                break  # it died, or there was nothing more to draw for it
            if report.fault is not None:
                raise report.fault.again()
            if report.taken is not None:
                self._free.put(report.taken)
            elif report.done:
                done, counted = done + waiting[0].segment.frames, 0
                self._tell(done)
                yield waiting.popleft()
            elif report.unheld:
                counted = 0
                self.left.append(waiting.popleft())
            elif report.frames:
                counted += report.frames
                self._tell(done + counted)
        if self._error is not None:
            raise self._error
        self.left += waiting

    def _tell(self, done: int) -> None:
        if self._progress is not None:
            self._progress(done, self._total)

    def _draw(self, worker: Worker) -> None:
        """Draw all that is ordered into places that are free, and import what joins while the rest is encoded."""
        try:
            tune_heap()
            press = self._studio.settings.press
            try:
                places = shared_places(worker.memory, press.frame_bytes, place_count(press.frame_bytes))
            except OSError:
                return  # without memory to share another worker does it all
            for place in range(len(places)):
                self._free.put(place)
            worker.send(Feed(press, worker.memory, len(places)))
            for order in self._orders:
                worker.send(order.piece)
                for frame in self._studio.drawn(order):
                    free = self._free.get()
                    if free is None:
                        return
                    places[free][:] = frame
                    worker.send(free)
            worker.close_input()
            del places
            self._studio.painted = None  # what was kept to draw with makes room for what joins
            give_back_memory()
            load_encoder()
        except EOFError:
            pass  # the worker is gone, which is heard from it
        except BaseException as error:
            self._error = error
        finally:
            worker.close_input()
