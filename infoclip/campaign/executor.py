"""Where units of work are done: an interface, and the pool of processes on this machine.

An executor takes units in any number and gives back outcomes in any order. A unit that could not be done is an outcome
too; only an executor that cannot work at all raises. Another one (a cluster's) needs no more than these five methods.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from infoclip.errors import Problem, WorkError
from infoclip.machine import PATIENCE, Worker, core_count, free_memory, wait_or_kill, worker_environment

if TYPE_CHECKING:
    from infoclip.campaign.work import Work

_TRIES = 2
MEMORY_EACH = 520_000_000
"""Bytes a process takes with its encoder, for a full frame of 1080x1920."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A piece of work. Units of one `group` share an opened clip; among others those of lower `order` come first."""

    number: int
    work: Work
    group: str = ""
    order: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a unit: its `value`, or faults of the input, failed work, or a bug's traceback."""

    number: int
    value: Any = None
    problems: tuple[Problem, ...] = ()
    failure: str = ""
    bug: str = ""

    @property
    def done(self) -> bool:
        """The unit was done: there is a `value`."""
        return not (self.problems or self.failure or self.bug)


class Executor(Protocol):
    """Does units."""

    @property
    def slots(self) -> int:
        """How many units are done at a time."""
        ...

    def submit(self, unit: Unit) -> None:
        """Take a unit."""
        ...

    def next(self, seconds: float) -> Outcome | None:
        """The next outcome; None when none came within `seconds`. Raises WorkError when no more can come."""
        ...

    def close(self) -> None:
        """End everything at once, done or not."""
        ...


class Outcomes:
    """Outcomes on their way from the threads that wait for them to the one that asks."""

    def __init__(self) -> None:
        self._found: queue.Queue[Outcome | BaseException] = queue.Queue()

    def put(self, found: Outcome | BaseException) -> None:
        """Hand over an outcome, or why no more can come."""
        self._found.put(found)

    def next(self, seconds: float) -> Outcome | None:
        """The next one; None when none came within `seconds`. Raises what says that no more can come."""
        try:
            found = self._found.get(timeout=seconds)
        except queue.Empty:
            return None
        if isinstance(found, BaseException):
            raise found
        return found


class InProcess:
    """Units done one after another in this process, when they are asked for."""

    slots = 1

    def __init__(self) -> None:
        from infoclip.campaign.work import Workshop

        self._shop = Workshop()
        self._waiting: list[Unit] = []

    def submit(self, unit: Unit) -> None:
        """Keep a unit for `next`."""
        self._waiting.append(unit)

    def next(self, seconds: float) -> Outcome | None:
        """Do the next unit, however long it takes; None when there is none."""
        from infoclip.campaign.worker import outcome_of

        return outcome_of(self._waiting.pop(0), self._shop) if self._waiting else None

    def close(self) -> None:
        """Forget the units that were not done."""
        self._waiting.clear()


class LocalPool:
    """Processes on this machine, `slots` of them. One that dies over a unit is replaced once, then the unit failed."""

    def __init__(self, slots: int, temporary: Path | None = None, environment: Mapping[str, str] | None = None) -> None:
        self.slots = max(1, slots)
        self._environment = {**_environment(temporary), **(environment or {})}
        self._waiting: list[Unit] = []
        self._changed = threading.Condition()
        self._outcomes = Outcomes()
        self._workers: list[Worker] = []
        self._closed = False
        self._threads: list[threading.Thread] = []

    def submit(self, unit: Unit) -> None:
        """Take a unit; the first ones start a process each."""
        with self._changed:
            self._waiting.append(unit)
            if len(self._threads) < self.slots:
                thread = threading.Thread(target=self._drive, daemon=True)
                self._threads.append(thread)
                thread.start()
            self._changed.notify()

    def next(self, seconds: float) -> Outcome | None:
        """The next outcome; None when none came within `seconds`. Raises WorkError when no process can be started."""
        return self._outcomes.next(seconds)

    def close(self) -> None:
        """End every process, and what it has begun."""
        with self._changed:
            self._closed = True
            self._waiting.clear()
            self._changed.notify_all()
            running = [worker for worker in self._workers if worker.process.poll() is None]
        for worker in running:
            worker.close_input()  # a process without input ends at once, its encoder with it
        wait_or_kill(worker.process for worker in running)
        for thread in self._threads:
            thread.join(PATIENCE)

    def _take(self, group: str) -> Unit | None:
        """The unit to do next for a process that last worked on `group`: the same clip's, then by order."""
        with self._changed:
            while not self._waiting and not self._closed:
                self._changed.wait()
            if self._closed:
                return None
            unit = min(self._waiting, key=lambda unit: (bool(group) and unit.group != group, unit.order, unit.number))
            self._waiting.remove(unit)
            return unit

    def _drive(self) -> None:
        worker: Worker | None = None
        group = ""
        try:
            while (unit := self._take(group)) is not None:
                group = unit.group
                for attempt in range(_TRIES):
                    worker = worker or self._started()
                    if worker is None:
                        return
                    outcome = _outcome_of(worker, unit)
                    if outcome is None:
                        worker.end()
                        worker = None
                        if attempt < _TRIES - 1:
                            continue
                        outcome = Outcome(
                            unit.number, failure="the process that worked on it ended without a word, twice"
                        )
                    if not self._closed:
                        self._outcomes.put(outcome)
                    break
        except BaseException as error:
            self._outcomes.put(error)
        finally:
            if worker is not None:
                worker.end()

    def _started(self) -> Worker | None:
        """Another worker; None when the pool is closed. Raises WorkError."""
        with self._changed:
            if self._closed:
                return None
            try:
                worker = Worker("infoclip.campaign.worker", self._environment)
            except OSError as error:
                raise WorkError(f"no process can be started to work in: {error}") from error
            self._workers.append(worker)
            return worker


def _outcome_of(worker: Worker, unit: Unit) -> Outcome | None:
    """Have a worker do `unit`; None when it died over it."""
    try:
        worker.send(unit)
        found: Outcome = worker.receive()
    except EOFError:
        return None
    return found


def _environment(temporary: Path | None) -> dict[str, str]:
    """A worker's, with what is temporary where it is found again."""
    environment = worker_environment()
    if temporary is not None:
        environment.update(dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(temporary)))
    return environment


def job_count(wanted: int = 0, cores: Callable[[], int] | None = None) -> int:
    """How many processes: what is wanted, else one a core while each finds the memory it takes."""
    if wanted:
        return wanted
    free = free_memory()
    most = (cores or core_count)()
    return max(1, min(most, free // MEMORY_EACH)) if free is not None else min(most, 4)
