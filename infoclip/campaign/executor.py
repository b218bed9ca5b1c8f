"""Where units of work are done: an interface, and the pool of processes on this machine.

An executor takes units in any number and gives back outcomes in any order. A unit that could not be done is an outcome
too; only an executor that cannot work at all raises. Another one (a cluster's) needs no more than these five methods.
"""

from __future__ import annotations

import contextlib
import pickle
import queue
import subprocess
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Protocol

from infoclip.errors import Problem, WorkError
from infoclip.machine import PATIENCE, core_count, free_memory, let_end, worker_environment, worker_process

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


class InProcess:
    """Units done one after another in this process, when they are asked for."""

    slots = 1

    def __init__(self) -> None:
        from infoclip.campaign.work import Workshop

        self._shop = Workshop()
        self._waiting: list[Unit] = []

    def submit(self, unit: Unit) -> None:
        self._waiting.append(unit)

    def next(self, seconds: float) -> Outcome | None:
        from infoclip.campaign.worker import outcome_of

        return outcome_of(self._waiting.pop(0), self._shop) if self._waiting else None

    def close(self) -> None:
        self._waiting.clear()


class LocalPool:
    """Processes on this machine, `slots` of them. One that dies over a unit is replaced once, then the unit failed."""

    def __init__(self, slots: int, temporary: Path | None = None, environment: Mapping[str, str] | None = None) -> None:
        self.slots = max(1, slots)
        self._environment = {**_environment(temporary), **(environment or {})}
        self._waiting: list[Unit] = []
        self._changed = threading.Condition()
        self._outcomes: queue.Queue[Outcome | BaseException] = queue.Queue()
        self._processes: list[subprocess.Popen[bytes]] = []
        self._closed = False
        self._threads: list[threading.Thread] = []

    def submit(self, unit: Unit) -> None:
        with self._changed:
            self._waiting.append(unit)
            if len(self._threads) < self.slots:
                thread = threading.Thread(target=self._drive, daemon=True)
                self._threads.append(thread)
                thread.start()
            self._changed.notify()

    def next(self, seconds: float) -> Outcome | None:
        try:
            found = self._outcomes.get(timeout=seconds)
        except queue.Empty:
            return None
        if isinstance(found, BaseException):
            raise found
        return found

    def close(self) -> None:
        with self._changed:
            self._closed = True
            self._waiting.clear()
            self._changed.notify_all()
            running = [process for process in self._processes if process.poll() is None]
        for process in running:
            if process.stdin is not None:
                with contextlib.suppress(OSError):
                    process.stdin.close()  # a process without input ends at once, its encoder with it
        for process in running:
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
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
        process: _Process | None = None
        group = ""
        try:
            while (unit := self._take(group)) is not None:
                group = unit.group
                for attempt in range(_TRIES):
                    process = process or self._started()
                    if process is None:
                        return
                    outcome = process.done(unit)
                    if outcome is None:
                        process.end()
                        process = None
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
            if process is not None:
                process.end()

    def _started(self) -> _Process | None:
        with self._changed:
            if self._closed:
                return None
            process = _Process(self._environment)
            self._processes.append(process.popen)
            return process


class _Process:
    """One process, from this side."""

    def __init__(self, environment: dict[str, str]) -> None:
        try:
            self.popen = worker_process("infoclip.campaign.worker", environment)
        except OSError as error:
            raise WorkError(f"no process can be started to work in: {error}") from error
        assert self.popen.stdin is not None
        assert self.popen.stdout is not None
        self._units: IO[bytes] = self.popen.stdin
        self._outcomes: IO[bytes] = self.popen.stdout

    def done(self, unit: Unit) -> Outcome | None:
        """The outcome of `unit`; None when the process died over it."""
        try:
            pickle.dump(unit, self._units)
            self._units.flush()
            found: Outcome = pickle.load(self._outcomes)
        except (EOFError, OSError, ValueError, pickle.UnpicklingError):
            return None
        return found

    def end(self) -> None:
        let_end(self.popen, (self._units, self._outcomes))


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
