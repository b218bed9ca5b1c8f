"""Segments encoded in worker processes: `python -m infoclip.film.segment_worker`, spoken to through its pipes.

Each worker opens the clip itself (so nothing heavy is sent, and it works alike on every system), keeps one painter, and
writes one segment after another to files. This side hands the segments out, counts frames, and ends every worker when
anything ends the work.
"""

from __future__ import annotations

import contextlib
import queue
import subprocess
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from infoclip.errors import WorkError
from infoclip.film.reports import Report
from infoclip.film.segment_file import Piece
from infoclip.film.segments import Segment, SegmentSettings
from infoclip.machine import WORKER_CORES, Worker, core_count, free_memory, wait_or_kill
from infoclip.theme.theme import Theme
from infoclip.timeline.timeline import Timeline

Progress = Callable[[int, int], None]
_TRIES = 2
_AHEAD = 2  # orders a worker has at once: it draws the next one while the encoder finishes the first


class Source(Protocol):
    """What a worker draws: picklable, and the same whenever it is opened."""

    def open(self) -> tuple[Timeline, Theme]: ...


@dataclass(frozen=True, slots=True)
class Order:
    """One segment to encode into the file `path`. `key` is what it must show: another state of the clip is an error."""

    segment: Segment
    key: str
    path: Path

    @property
    def piece(self) -> Piece:
        """What is to be encoded, without what it shows."""
        return Piece(self.path, self.segment.encoded, self.segment.held)


@dataclass(frozen=True, slots=True)
class Setup:
    """What a worker is told first: what it draws, how, the key that all segments share, and the theme's content."""

    source: Source
    settings: SegmentSettings
    common: str
    theme_sha: str


def encode_segments(
    setup: Setup, orders: Sequence[Order], workers: int, progress: Progress | None = None
) -> Iterator[Order]:
    """Write every order's file, `workers` at a time; each order is given back as soon as its file is whole. `progress`
    is told (frames ready, of all orders), in this thread.

    A worker that dies is replaced once for each order. Raises WorkError, InputError as the workers meet them; whatever
    is raised (KeyboardInterrupt too), no worker and no encoder is left running.
    """
    if orders:
        yield from _Crew(setup, orders, max(1, min(workers, len(orders)))).run(progress)


class _Crew:
    """Workers, each with a thread that talks to it. The threads report to one queue, read in the caller's thread."""

    def __init__(self, setup: Setup, orders: Sequence[Order], count: int) -> None:
        self._setup = setup
        self._total = sum(order.segment.frames for order in orders)
        self._left = [deque(part) for part in _parts(orders, count)]
        self._lock = threading.Lock()
        self._reports: queue.Queue[Report | Order | BaseException | None] = queue.Queue()
        self._running: list[subprocess.Popen[bytes]] = []
        self._stopped = False

    def run(self, progress: Progress | None) -> Iterator[Order]:
        threads = [threading.Thread(target=self._drive, args=(place,), daemon=True) for place in range(len(self._left))]
        try:
            for thread in threads:
                thread.start()
            ended, done = 0, 0
            while ended < len(threads):
                try:
                    report = self._reports.get(timeout=0.2)  # a wait without end would not hear Ctrl-C on Windows
                except queue.Empty:
                    continue
                if report is None:
                    ended += 1
                elif isinstance(report, BaseException):
                    raise report
                elif isinstance(report, Order):
                    yield report
                elif report.frames:
                    done += report.frames
                    if progress is not None:
                        progress(min(done, self._total), self._total)
        finally:
            self._stop()
            for thread in threads:
                if thread.ident is not None:
                    thread.join()

    def _next(self, place: int) -> Order | None:
        """The next order of worker `place`; when its own are done, the last one of who has most left."""
        with self._lock:
            if self._left[place]:
                return self._left[place].popleft()
            longest = max(self._left, key=len)
            return longest.pop() if longest else None

    def _drive(self, place: int) -> None:
        worker: _Worker | None = None
        waiting: deque[Order] = deque()
        tries = 0
        try:
            while not self._stopped:
                if worker is None:
                    worker = self._started()
                    if worker is None:
                        return
                    for order in waiting:
                        worker.send(order)
                while len(waiting) < _AHEAD and (following := self._next(place)) is not None:
                    waiting.append(following)
                    worker.send(following)
                if not waiting:
                    return
                if worker.finish(waiting[0], self._reports.put):
                    self._reports.put(waiting.popleft())
                    tries = 0
                    continue
                worker.end()
                worker, tries = None, tries + 1
                if tries == _TRIES and not self._stopped:
                    frames = waiting[0].segment.drawn
                    raise WorkError(
                        f"the process that encodes frames {frames[0]} to {frames[-1]} ended without a word, twice"
                    )
        except BaseException as error:
            self._reports.put(error)
        finally:
            if worker is not None:
                worker.end()
            self._reports.put(None)

    def _started(self) -> _Worker | None:
        with self._lock:
            if self._stopped:
                return None
            worker = _Worker(self._setup)
            self._running.append(worker.process)
            return worker

    def _stop(self) -> None:
        """End every worker. Each ends its own encoder when it is asked; one that does not listen is killed."""
        with self._lock:
            self._stopped = True
            running = [process for process in self._running if process.poll() is None]
        for process in running:
            with contextlib.suppress(OSError):
                process.terminate()
        wait_or_kill(running)


class _Worker:
    """One worker process, from this side."""

    def __init__(self, setup: Setup) -> None:
        try:
            self._worker = Worker("infoclip.film.segment_worker")
        except OSError as error:
            raise WorkError(f"no process can be started to encode with: {error}") from error
        self.process = self._worker.process
        self.send(setup)

    def finish(self, order: Order, tell: Callable[[Report], None]) -> bool:
        """Wait for `order`, the first that was sent and is not finished; False when the worker died over it. Raises
        what the worker met.
        """
        counted = 0
        while True:
            try:
                report: Report = self._worker.receive()
            except EOFError:
                tell(Report(frames=-counted))
                return False
            if report.fault is not None:
                raise report.fault.again()
            if report.done:
                tell(Report(frames=order.segment.frames - counted))
                return True
            counted += report.frames
            tell(report)

    def end(self) -> None:
        """Let the worker go: without more orders it ends by itself."""
        self._worker.end()

    def send(self, message: Setup | Order) -> None:
        """Tell the worker. That it has died is found when something is to be finished."""
        with contextlib.suppress(EOFError):
            self._worker.send(message)


def _parts(orders: Sequence[Order], count: int) -> list[list[Order]]:
    """The orders in `count` runs of neighbours (which share scenes) with about as many frames each."""
    total = sum(order.segment.encoded for order in orders)
    parts: list[list[Order]] = [[] for _ in range(count)]
    before = 0
    for order in orders:
        middle = before + order.segment.encoded / 2
        parts[min(count - 1, int(middle * count / total))].append(order)
        before += order.segment.encoded
    return parts


def worker_count(settings: SegmentSettings) -> int:
    """A worker for every two cores, while each finds the memory it takes.

    Measured on two cores: one worker of two threads is as quick as two of one, and takes 480 MB in all instead of 740.
    """
    pixels = settings.width * settings.height
    each = 190_000_000 + 130 * pixels
    free = free_memory()
    most = -(-core_count() // WORKER_CORES)
    return max(1, min(most, free // each)) if free is not None else min(most, 4)
