"""The process that does units of work: they come through standard input, outcomes go to standard output.

`executor.py` starts it. It ends as soon as its input does, in the middle of a unit too: when whoever handed the work
out was killed, nothing may go on writing. Its encoder ends with it, because its input ends then.
"""

from __future__ import annotations

import os
import pickle
import queue
import sys
import threading
import traceback
from typing import IO

from infoclip.campaign.executor import Outcome, Unit
from infoclip.campaign.work import Workshop
from infoclip.errors import InputError, WorkError
from infoclip.machine import reports_channel, tune_heap
from infoclip.store import keep_no_more


def outcome_of(unit: Unit, shop: Workshop) -> Outcome:
    """Do a unit; whatever goes wrong is told, nothing is raised."""
    try:
        return Outcome(unit.number, unit.work.run(shop))
    except InputError as error:
        return Outcome(unit.number, problems=error.problems)
    except WorkError as error:
        return Outcome(unit.number, failure=str(error))
    except OSError as error:
        return Outcome(unit.number, failure=f"{error.strerror or error}")
    except Exception:
        return Outcome(unit.number, bug=traceback.format_exc())


def work(units: IO[bytes], outcomes: IO[bytes]) -> None:
    """Do what comes until no more comes."""
    waiting: queue.Queue[Unit] = queue.Queue()
    threading.Thread(target=_listen, args=(units, waiting), daemon=True).start()
    shop = Workshop()
    while True:
        unit = waiting.get()
        pickle.dump(outcome_of(unit, shop), outcomes)
        outcomes.flush()
        keep_no_more()  # the first unit read what all share; the texts of rows are not worth keeping


def _listen(units: IO[bytes], waiting: queue.Queue[Unit]) -> None:
    while True:
        try:
            waiting.put(pickle.load(units))
        except EOFError:
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            os._exit(1)


def main() -> None:
    """Work until the input ends."""
    outcomes = reports_channel()
    tune_heap()
    try:
        work(sys.stdin.buffer, outcomes)
    except BrokenPipeError:
        os._exit(1)


if __name__ == "__main__":
    main()
