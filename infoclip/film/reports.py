"""What a worker process of films tells, and how it works: orders from standard input, reports to standard output."""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, NoReturn

from infoclip.errors import Fault
from infoclip.machine import reports_channel


@dataclass(frozen=True, slots=True)
class Report:
    """What a worker tells: `frames` more are encoded; `done`, an order is; or what went wrong. One that is given frames
    (`drawn_here.py`) tells of each that was `taken` from its place, and of a piece that it cannot hold (`unheld`).
    """

    frames: int = 0
    done: bool = False
    fault: Fault | None = None
    taken: int | None = None
    unheld: bool = False


Tell = Callable[[Report], None]


def serve(work: Callable[[IO[bytes], Tell], None]) -> NoReturn:
    """Do `work` with what comes, then end the process; everything that goes wrong is told before the end."""
    reports = reports_channel()

    def tell(report: Report) -> None:
        pickle.dump(report, reports)
        reports.flush()

    code = 0
    try:
        # not `sys.stdin`: Python would wait for its lock at the end, which a thread that reads holds
        work(os.fdopen(os.dup(0), "rb"), tell)
    except Exception as error:
        tell(Report(fault=Fault.of(error)))
        code = 1
    sys.stderr.flush()
    os._exit(code)  # all is written and told: to take everything apart takes a tenth of a second, which others wait for
