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

PATIENCE = 5.0
"""Seconds a process gets to end by itself, with all that it has begun."""


_ahead: dict[str, subprocess.Popen[bytes]] = {}


def worker_process(
    module: str, environment: dict[str, str] | None = None, imports: Sequence[str] = ()
) -> subprocess.Popen[bytes]:
    """`python -m module IMPORTS`, spoken to through its standard input and output; the one that was started ahead, if
    there is one. Raises OSError when it cannot be started.
    """
    ahead = _ahead.pop(module, None) if environment is None else None
    if ahead is not None and ahead.poll() is None:
        return ahead
    command = [sys.executable, "-P", "-m", module, *imports]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, env=environment or worker_environment(), **own_group())


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

    glibc hands pictures of a frame's size back to the system and fetches them again, zeroed, for every frame: a third
    of what a moving ground costs to draw. Within these bounds it keeps a film's frames and not the art of a whole
    frame, which is drawn once. Others pass over it.
    """
    environment = dict(os.environ)
    home = str(Path(__file__).parent.parent)
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, (home, environment.get("PYTHONPATH"))))
    environment.setdefault("OPENBLAS_NUM_THREADS", "1")
    if os.name == "posix":
        environment.setdefault("FFPLAY_BINARY", "true")  # the program of that name, which does nothing
    environment.setdefault("MALLOC_MMAP_THRESHOLD_", "7000000")
    environment.setdefault("MALLOC_TRIM_THRESHOLD_", "16000000")
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


def give_back_memory() -> None:
    """Return what was freed (glibc keeps a quarter of what pictures and sound took); elsewhere systems see to it."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).malloc_trim(0)
