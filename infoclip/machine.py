"""The machine: processes that work for this one, and the cores and the memory there are for them."""

from __future__ import annotations

import contextlib
import ctypes
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import FrameType
from typing import IO, Any

WORKER_CORES = 2
"""A worker for every two cores, which its drawing and its encoder share."""

PATIENCE = 5.0
"""Seconds a process gets to end by itself, with all that it has begun."""


class WorkerProcess(subprocess.Popen[bytes]):
    """A worker. `memory` is a file in memory that it has open under the same number: empty, -1 where there is none."""

    memory = -1

    def close_memory(self) -> None:
        """Let go of the shared memory on this side."""
        if self.memory >= 0:
            os.close(self.memory)
            self.memory = -1


_ahead: dict[str, WorkerProcess] = {}


def shares_memory() -> bool:
    """Whether workers have memory that both sides see (`WorkerProcess.memory`)."""
    return sys.platform == "linux"


def lone_worker() -> bool:
    """Whether there are cores for one worker only, and memory to share with it: then this process draws for it."""
    return shares_memory() and core_count() <= WORKER_CORES


def worker_process(
    module: str, environment: dict[str, str] | None = None, imports: Sequence[str] = ()
) -> WorkerProcess:
    """`python -m module IMPORTS`, spoken to through its standard input and output; the one that was started ahead, if
    there is one. Raises OSError when it cannot be started.
    """
    ahead = _ahead.pop(module, None) if environment is None else None
    if ahead is not None and ahead.poll() is None:
        return ahead
    command = [sys.executable, "-P", "-m", module, *imports]
    pipe = subprocess.PIPE
    memory = _memory(module)
    shared = {"pass_fds": (memory,)} if memory >= 0 else {}
    try:
        environment = environment or worker_environment()
        more: dict[str, Any] = {**shared, **own_group()}
        process = WorkerProcess(command, stdin=pipe, stdout=pipe, env=environment, **more)
    except OSError:
        if memory >= 0:
            os.close(memory)
        raise
    process.memory = memory
    return process


def _memory(name: str) -> int:
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):  # a system or a C library that has none
            return os.memfd_create(name)
    return -1


@contextlib.contextmanager
def worker_ahead(module: str, *imports: str) -> Iterator[None]:
    """While this runs, one process of `module` is ready before it is asked for, with `imports` imported.

    That takes half a second, which another core has while this one reads what there is to do (`tell_ahead` may send it
    what is known already). One that nobody asked for is ended.
    """
    with contextlib.suppress(OSError):  # who needs it will tell why it cannot be started
        _ahead[module] = worker_process(module, imports=imports)
    try:
        yield
    finally:
        unused = _ahead.pop(module, None)
        if unused is not None:
            unused.kill()
            for pipe in (unused.stdin, unused.stdout):
                assert pipe is not None
                pipe.close()
            unused.close_memory()
            unused.wait()


def tell_ahead(module: str, message: object) -> None:
    """Send `message` to the process of `module` that `worker_ahead` has ready; to none if there is none."""
    ahead = _ahead.get(module)
    if ahead is None or ahead.stdin is None:
        return
    with contextlib.suppress(OSError, ValueError):  # that it has died is found when it is asked for
        pickle.dump(message, ahead.stdin)
        ahead.stdin.flush()


def worker_environment() -> dict[str, str]:
    """Workers import this very package, keep numpy to one thread, and start no player: moviepy runs ffplay when it is
    imported, to see whether it is there (0.1 s), and nothing here plays.
    """
    environment = dict(os.environ)
    home = str(Path(__file__).parent.parent)
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, (home, environment.get("PYTHONPATH"))))
    environment.setdefault("OPENBLAS_NUM_THREADS", "1")
    if os.name == "posix":
        environment.setdefault("FFPLAY_BINARY", "true")  # the program of that name, which does nothing
    return environment


def own_group() -> dict[str, Any]:
    """What keeps Ctrl-C to us alone: we end what we started ourselves, and know why it ended."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    return {"start_new_session": True}


def wait_or_kill(processes: Iterable[subprocess.Popen[bytes]]) -> None:
    """Wait for processes that were asked to end; kill those that do not."""
    for process in processes:
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


class Worker:
    """`python -m module` from this side: pickled messages go to its standard input and come from its output.

    Raises OSError when it cannot be started.
    """

    def __init__(self, module: str, environment: dict[str, str] | None = None) -> None:
        self.process = worker_process(module, environment)
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self._to: IO[bytes] = self.process.stdin
        self._from: IO[bytes] = self.process.stdout

    @property
    def memory(self) -> int:
        """The descriptor of memory that both sides see, -1 where there is none (`shares_memory`)."""
        return self.process.memory

    def send(self, message: object) -> None:
        """Tell it something. Raises EOFError when it has died, or its input was closed."""
        try:
            pickle.dump(message, self._to)
            self._to.flush()
        except (OSError, ValueError) as error:
            raise EOFError from error

    def receive(self) -> Any:
        """What it says next. Raises EOFError when it has died, within a message too."""
        try:
            return pickle.load(self._from)
        except (OSError, ValueError, pickle.UnpicklingError) as error:
            raise EOFError from error

    def close_input(self) -> None:
        """Have no more for it to do: it ends, with what it has begun."""
        with contextlib.suppress(OSError):
            self._to.close()

    def end(self) -> None:
        """Close its pipes, after which it ends by itself; kill it if it does not."""
        for pipe in (self._to, self._from):
            with contextlib.suppress(OSError):
                pipe.close()
        self.process.close_memory()
        wait_or_kill([self.process])


def reports_channel() -> IO[bytes]:
    """A worker's side of `Worker`: standard output for pickled messages alone; what libraries print goes to standard
    error. From here on the worker ends at once when it is asked to, with all that it has started: an exception could
    come up where Python only tells of it (in a `__del__`), and whoever asks puts its files away.
    """
    signal.signal(signal.SIGTERM, _end)
    channel = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return channel


def _end(number: int, frame: FrameType | None) -> None:
    if os.name == "posix" and os.getpgrp() == os.getpid():  # see `own_group`
        os.killpg(os.getpgrp(), signal.SIGKILL)
    os._exit(128 + number)


def core_count() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def free_memory() -> int | None:
    """Bytes that programs may take without swapping; None where it is not known."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    with contextlib.suppress(AttributeError, OSError, ValueError):
        names: Any = os.sysconf_names
        if "SC_PHYS_PAGES" in names:
            return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2
    return None


def tune_heap(kept: int = 16_000_000, apart: int = 7_000_000) -> None:
    """Have glibc keep up to `kept` bytes that were freed, and hand pieces over `apart` back to the system at once.

    By itself it hands pictures of a frame's size back and fetches them again, zeroed, for every frame: a third of what
    a moving ground costs to draw. Within the default bounds it keeps a film's frames and not the art of a whole frame,
    which is drawn once. Elsewhere nothing is done.
    """
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            mallopt = ctypes.CDLL(None).mallopt
            mallopt(_M_TRIM_THRESHOLD, kept)
            mallopt(_M_MMAP_THRESHOLD, apart)


_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3  # glibc's malloc.h


def give_back_memory() -> None:
    """Return what was freed (glibc keeps a quarter of what pictures and sound took); elsewhere systems see to it."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).malloc_trim(0)
