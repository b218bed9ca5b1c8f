"""The process that makes one sound track: its order comes through standard input, its report goes to standard output.

`apart.py` starts it. It ends when the track is made, and with its encoder at once when it is asked to.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import traceback
from types import FrameType

from infoclip.errors import InputError, WorkError
from infoclip.sound.apart import SoundOrder, SoundReport
from infoclip.sound.mix import write_soundtrack


def made(order: SoundOrder) -> SoundReport:
    """The track of `order`, or why there is none."""
    try:
        return SoundReport(write_soundtrack(order.plan, order.path, order.bitrate))
    except InputError as error:
        return SoundReport(problems=error.problems)
    except WorkError as error:
        return SoundReport(failure=str(error))
    except Exception:
        return SoundReport(bug=traceback.format_exc())


def main() -> int:
    """Make what is ordered and tell of it."""
    reports = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get into the report
    signal.signal(signal.SIGTERM, _end)
    try:
        order: SoundOrder = pickle.load(sys.stdin.buffer)
    except EOFError:
        return 0
    pickle.dump(made(order), reports)
    reports.flush()
    return 0


def _end(number: int, frame: FrameType | None) -> None:
    """End at once; the encoder is in this process's own group (`machine.own_group`)."""
    if os.name == "posix" and os.getpgrp() == os.getpid():
        os.killpg(os.getpgrp(), signal.SIGKILL)
    os._exit(128 + number)


if __name__ == "__main__":
    code = main()
    sys.stderr.flush()
    os._exit(code)  # all is written and told: taking everything apart takes a tenth of a second
