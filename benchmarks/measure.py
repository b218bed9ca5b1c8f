"""What one command costs: wall time, processor time and memory of it and all that it starts."""

from __future__ import annotations

import compileall
import os
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent / "infoclip"
SAMPLE = 0.05


@dataclass(frozen=True, slots=True)
class Cost:
    """One run: seconds on the clock, seconds of all processors, and the most memory of all its processes (MB)."""

    wall: float
    cpu: float
    memory: float


class Family:
    """A process and its descendants, looked at again and again (Linux): a browser's are never waited for by anyone who
    counts them. Their processor time is what each had at the last look at it.
    """

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.memory = 0.0
        self._seconds: dict[tuple[int, int], float] = {}

    @property
    def cpu(self) -> float:
        return sum(self._seconds.values())

    def watch(self) -> None:
        while self._look():
            time.sleep(SAMPLE)

    def _look(self) -> bool:
        tick, page = os.sysconf("SC_CLK_TCK"), os.sysconf("SC_PAGE_SIZE") / 1e6
        known = {}
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = stat.read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if fields[0] != "Z":
                known[int(stat.parent.name)] = fields
        family, waiting = set[int](), [self.pid]
        while waiting:
            pid = waiting.pop()
            if pid in known and pid not in family:
                family.add(pid)
                waiting += [child for child, fields in known.items() if int(fields[1]) == pid]
        for pid in family:
            fields = known[pid]
            self._seconds[pid, int(fields[19])] = (int(fields[11]) + int(fields[12])) / tick
        self.memory = max(self.memory, sum(int(known[pid][21]) * page for pid in family))
        return self.pid in family


@cache
def compile_package() -> None:
    """Bytecode as an installation has it, where Python may not write it by itself (PYTHONDONTWRITEBYTECODE)."""
    compileall.compile_dir(PACKAGE, quiet=1)


def run(command: Sequence[str], environment: Mapping[str, str] | None = None, folder: Path | None = None) -> Cost:
    """Run a command to its end. Ends this program when it fails.

    Processor time is the larger of what was waited for and what was seen: short processes are not seen, a browser's
    are not waited for. Memory is 0 outside Linux.
    """
    compile_package()
    began = time.perf_counter()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    process = subprocess.Popen(
        command, env=environment, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE, text=True, errors="replace",
    )  # fmt: skip
    family = Family(process.pid)
    watching = threading.Thread(target=family.watch, daemon=True)
    if sys.platform == "linux":
        watching.start()
    _, told = process.communicate()
    wall = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if process.returncode != 0:
        sys.exit(f"{' '.join(map(str, command[:4]))} ... failed with {process.returncode}:\n{told[-2000:]}")
    if sys.platform == "linux":
        watching.join()
    waited = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(wall, max(waited, family.cpu), family.memory)
