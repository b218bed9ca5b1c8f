"""The process that makes one sound track: its order comes through standard input, its report goes to standard output.

`apart.py` starts it. It ends when the track is made, and with its encoder at once when it is asked to.
"""

from __future__ import annotations

import os
import pickle
import sys

from infoclip.errors import Fault
from infoclip.machine import reports_channel
from infoclip.sound.apart import SoundOrder, SoundReport
from infoclip.sound.mix import write_soundtrack


def made(order: SoundOrder) -> SoundReport:
    """The track of `order`, or why there is none."""
    try:
        return SoundReport(write_soundtrack(order.plan, order.path, order.bitrate))
    except Exception as error:
        return SoundReport(fault=Fault.of(error))


def main() -> int:
    """Make what is ordered and tell of it."""
    reports = reports_channel()
    try:
        order: SoundOrder = pickle.load(sys.stdin.buffer)
    except EOFError:
        return 0
    pickle.dump(made(order), reports)
    reports.flush()
    return 0


if __name__ == "__main__":
    code = main()
    sys.stderr.flush()
    os._exit(code)  # all is written and told: taking everything apart takes a tenth of a second
