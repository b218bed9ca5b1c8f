"""Every row checked before anything is drawn: all problems at once, each at its cell, and an estimate of the work."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from msgspec.structs import replace

from infoclip.campaign.cells import Row, Table, written
from infoclip.campaign.checking import RowReport, SceneFrames
from infoclip.campaign.executor import Executor, Unit
from infoclip.campaign.model import CampaignFile
from infoclip.campaign.names import collisions
from infoclip.campaign.rows import Filled, Loc, RowFiller, RowSpec, at, chosen
from infoclip.campaign.targets import Asked, Target
from infoclip.campaign.work import CheckRows
from infoclip.errors import InputError, Place, Problem, WorkError
from infoclip.values.file_names import name_fault

Progress = Callable[[int, int], None]
_CHUNK = 10
_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows: `only` names them (numbers of the sheet or names), `limit` (0: no limit) takes the first so many."""

    only: tuple[str, ...] = ()
    limit: int = 0
    films: Asked = field(default_factory=Asked)


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """A row that is right: what its clips are called and what they are made of."""

    number: int
    name: str
    output: str
    spec: RowSpec
    targets: tuple[Target, ...]
    warnings: tuple[Problem, ...] = ()
    scenes: tuple[tuple[SceneFrames, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be made, and why."""

    number: int
    name: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Preflight:
    """What the check of a campaign found. `problems` are faults of no single row; `general` warnings likewise."""

    rows: tuple[PlannedRow, ...]
    bad: tuple[BadRow, ...]
    general: tuple[Problem, ...] = ()

    @property
    def faults(self) -> list[Problem]:
        """Every problem, those of single rows in the sheet's order, then the warnings."""
        rows = [problem for row in self.bad for problem in row.problems]
        told = [*self.general, *rows, *(problem for row in self.rows for problem in row.warnings)]
        return sorted(dict.fromkeys(told), key=lambda problem: problem.severity != "error")

    @property
    def films(self) -> int:
        """How many files the right rows come to."""
        return sum(len(target.labels) for row in self.rows for target in row.targets)


@dataclass(slots=True)
class _Candidate:
    """A row on its way through the check."""

    row: Row
    name: str = ""
    output: str = ""
    output_columns: tuple[str, ...] = ()
    filled: Filled | None = None
    report: RowReport | None = None
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    blocked: bool = False
    """A fault that other rows have too keeps it from being made."""

    def take(self, problem: Problem) -> None:
        (self.problems if problem.severity == "error" else self.warnings).append(problem)


class RowChecker:
    """Checks the rows of a campaign with the help of an executor."""

    def __init__(self, file: CampaignFile, table: Table, filler: RowFiller) -> None:
        self.file, self.table, self.filler = file, table, filler

    def check(self, wanted: Wanted, executor: Executor, progress: Progress | None = None) -> Preflight:
        """Check all wanted rows. Raises InputError when no row is wanted, or for a name that `only` does not find."""
        candidates = self.candidates(wanted)
        self._check_names(candidates)
        self._run([item for item in candidates if item.filled is not None], wanted.films, executor, progress)
        general = self._sorted_out(candidates)
        rows, bad = [], []
        for item in candidates:
            if item.problems or item.blocked or item.filled is None:
                bad.append(BadRow(item.row.number, item.name, tuple(item.problems)))
            elif item.report is not None:
                rows.append(_planned(item, item.filled.spec, item.report))
        return Preflight(tuple(rows), tuple(bad), tuple(general))

    def candidates(self, wanted: Wanted) -> list[_Candidate]:
        """The wanted rows, filled; what is wrong with a cell is noted with the row. Raises InputError as `check`."""
        rows = list(self.filler.wanted())
        if not rows:
            hint = "change  where:" if self.file.campaign.where else ""
            place = self.file.place("where") if self.file.campaign.where else Place(self.table.path)
            raise InputError(Problem("no row is left to make a clip of", place, hint, "table-empty"))
        rows = chosen(rows, wanted.only, self._name_or_number)
        found = []
        for number, row in islice(rows, wanted.limit or None):
            item = _Candidate(row, self._name_or_number(row, number))
            for step in (self._named, self._filled):
                try:
                    step(item, number)
                except InputError as error:
                    item.problems += [self._told(item, problem, None) for problem in error.problems]
            once = {(problem.message, problem.place): problem for problem in reversed(item.problems)}
            item.problems = list(once.values())[::-1]  # a cell that the spec asks for in two places is told once
            found.append(item)
        return found

    def _name_or_number(self, row: Row, number: int) -> str:
        try:
            return self.filler.name(row, number) or f"row {row.number}"
        except InputError:
            return f"row {row.number}"

    def _named(self, item: _Candidate, number: int) -> None:
        item.output, item.output_columns = self.filler.output(item.row, number)
        fault = name_fault(item.output)
        if fault is not None:
            place = self.table.place(item.row, item.output_columns[0] if item.output_columns else "")
            raise InputError(Problem(fault[0], place, fault[1], "output-name"))

    def _filled(self, item: _Candidate, number: int) -> None:
        filled = item.filled = self.filler.fill(item.row, number)
        tree = filled.spec.tree()
        for loc, columns in filled.blank.items():
            place = self.table.place(item.row, columns[0])
            hint = f"fill it in ({at(tree.place(loc))})"
            problem = Problem("the cell is empty, amid a text", place, hint, "cell-empty", "warning")
            item.warnings.append(self._told(item, problem, None))

    def _check_names(self, candidates: Sequence[_Candidate]) -> None:
        """No film may overwrite another row's, be that row wanted now or not."""
        wanted = {item.row.number: item for item in candidates}
        others = (_Candidate(row) for row in self.table.rows if row.number not in wanted)
        named = [item for item in candidates if item.output]
        if len(wanted) < len(self.table.rows):
            kept = list(self.filler.wanted())
            places = {row.number: number for number, row in kept}
            for item in others:
                if item.row.number in places:
                    self._name_quietly(item, places[item.row.number])
                    named += [item] if item.output else []
            named.sort(key=lambda item: item.row.number not in wanted)  # the fault is told at a row that is wanted
            named.reverse()
        triples = [
            (item.name, item.output, self.table.place(item.row, item.output_columns[0] if item.output_columns else ""))
            for item in named
        ]
        for index, problem in collisions(triples):
            named[index].problems.append(problem)

    def _name_quietly(self, item: _Candidate, number: int) -> None:
        try:
            item.name = self._name_or_number(item.row, number)
            self._named(item, number)
        except InputError:
            item.output = ""

    def _run(self, items: Sequence[_Candidate], films: Asked, executor: Executor, progress: Progress | None) -> None:
        """Check the filled rows in chunks. Raises WorkError for a bug or a process that cannot work."""
        chunks = [items[start : start + _CHUNK] for start in range(0, len(items), _CHUNK)]
        waiting = dict(enumerate(chunks))
        for number, chunk in waiting.items():
            specs = tuple(item.filled.spec for item in chunk if item.filled is not None)
            executor.submit(Unit(number, CheckRows(specs, films)))
        done = 0
        while waiting:
            outcome = executor.next(0.5)
            if outcome is None:
                continue
            chunk = waiting.pop(outcome.number)
            if outcome.bug:
                raise RuntimeError(f"checking failed:\n{outcome.bug}")
            if not outcome.done:
                raise WorkError(outcome.failure or "; ".join(problem.message for problem in outcome.problems))
            for item, report in zip(chunk, outcome.value, strict=True):
                item.report = report
            done += len(chunk)
            if progress is not None:
                progress(done, len(items))

    def _sorted_out(self, candidates: Sequence[_Candidate]) -> list[Problem]:
        """Give each row its problems. What does not follow from cells is told once, at its place in the spec."""
        alike: dict[Problem, list[_Candidate]] = {}
        unplaced: dict[Problem, list[_Candidate]] = {}
        for item in candidates:
            for problem, loc in item.report.problems if item.report is not None else ():
                columns = self._columns(item, loc)
                if columns:
                    item.take(self._told(item, problem, columns))
                else:
                    (alike if loc is not None else unplaced).setdefault(problem, []).append(item)
        for problem, items in unplaced.items():
            if problem.place is not None and len(items) == len(candidates):
                alike[problem] = items  # a template's own fault
            else:
                for item in items:
                    item.take(self._told(item, problem, ()))
        general = []
        for problem, items in alike.items():
            rows = _in_rows([item.name for item in items], len(candidates))
            general.append(replace(problem, message=problem.message + rows))
            for item in items:
                item.blocked = item.blocked or problem.severity == "error"
        return general

    def told(self, item: _Candidate, problems: Sequence[Problem], asked: Mapping[Place, Loc]) -> list[Problem]:
        """Faults of a row's spec as the sheet's author reads them."""
        found = []
        for problem in problems:
            loc = asked.get(problem.place) if problem.place is not None else None
            found.append(self._told(item, problem, self._columns(item, loc)))
        return found

    def _columns(self, item: _Candidate, loc: Loc | None) -> tuple[str, ...]:
        """The columns that the value at `loc` of the row's spec followed from: its own, or those within its scene."""
        if item.filled is None or loc is None:
            return ()
        found: dict[str, None] = {}
        for part in _about(loc, item.filled.spec.values):
            for own, columns in item.filled.columns.items():
                shorter = min(len(own), len(part))
                if own[:shorter] == part[:shorter]:
                    found.update(dict.fromkeys(columns))
        return tuple(found)

    def _told(self, item: _Candidate, problem: Problem, columns: tuple[str, ...] | None) -> Problem:
        """A problem as the sheet's author reads it: at the cell, with the row's name and the spec's place."""
        message = f"{item.name}: {problem.message}"
        if columns is None or (problem.place is not None and problem.place.path == self.table.path):
            return replace(problem, message=message)
        column = columns[0] if columns else ""
        if len(columns) > 1:
            column = _likeliest(columns, item, self.table, problem.message)
        where = f"({at(problem.place)})" if problem.place is not None else ""
        hint = f"{problem.hint} {where}".strip()
        return replace(problem, message=message, place=self.table.place(item.row, column), hint=hint)


def _planned(item: _Candidate, spec: RowSpec, report: RowReport) -> PlannedRow:
    warnings = tuple(item.warnings)
    return PlannedRow(item.row.number, item.name, item.output, spec, report.targets, warnings, report.scenes)


def _about(loc: Loc, values: Mapping[str, object]) -> Iterator[Loc]:
    """What a problem at `loc` may be about: the value itself; a scene's own place is the whole scene and its facts."""
    if loc[:1] != ("scenes",) or len(loc) < 2:
        yield loc
        return
    if len(loc) == 2 or loc[2:] == ("scene",):
        loc = loc[:2]
    yield loc
    here: object = values
    for step in loc:
        here = here[step] if isinstance(here, dict | list) else None  # type: ignore[index]
    facts = values.get("facts")
    for text in _texts(here):
        if isinstance(facts, dict) and text in facts:
            yield ("facts", text)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _texts(item)


def _likeliest(columns: tuple[str, ...], item: _Candidate, table: Table, message: str) -> str:
    """Of several columns the one whose cell is spoken of in the message, else the one with the longest text."""
    cells = {name: written(item.row.values[table.columns.index(name)]) for name in columns}
    spoken = [name for name, text in cells.items() if len(text) > 1 and text in message]
    return spoken[0] if spoken else max(columns, key=lambda name: len(cells[name]))


def _in_rows(names: Sequence[str], total: int) -> str:
    if total == 1 or len(names) == total:
        return "" if total == 1 else f" (in all {total} rows)"
    shown = ", ".join(names[:_MOST_NAMED])
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return f" (in {shown}{more})"
