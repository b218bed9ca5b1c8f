"""The machine: processes that work for this one, and the cores and the memory there are for them."""

from __future__ import annotations

import contextlib
import ctypes
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

PATIENCE = 5.0
"""Seconds a process gets to end by itself, with all that it has begun."""


def worker_process(module: str, environment: dict[str, str] | None = None) -> subprocess.Popen[bytes]:
    """`python -m module`, spoken to through its standard input and output. Raises OSError when it cannot be started."""
    command = [sys.executable, "-P", "-m", module]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, env=environment or worker_environment(), **own_group())


def worker_environment() -> dict[str, str]:
    """Workers import this very package, and keep numpy to one thread."""
    environment = dict(os.environ)
    home = str(Path(__file__).parent.parent)
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, (home, environment.get("PYTHONPATH"))))
    environment.setdefault("OPENBLAS_NUM_THREADS", "1")
    return environment


def own_group() -> dict[str, Any]:
    """What keeps Ctrl-C to us alone: we end what we started ourselves, and know why it ended."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    return {"start_new_session": True}


def let_end(process: subprocess.Popen[bytes], pipes: Sequence[IO[bytes]]) -> None:
    """Close the pipes of a process, after which it ends by itself; kill one that does not."""
    for pipe in pipes:
        with contextlib.suppress(OSError):
            pipe.close()
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


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
