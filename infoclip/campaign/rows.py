"""A campaign's spec filled for its rows: every expression worked out, every value still knowing where it came from."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from infoclip.campaign.cells import Row, Table, header_name
from infoclip.campaign.cells import written as shown_text
from infoclip.campaign.expressions import Expression, compile_expression, is_expression
from infoclip.campaign.model import CampaignFile, Written
from infoclip.errors import InputError, Place, Problem
from infoclip.located import Located, load_yaml, load_yaml_text
from infoclip.yaml_tree import Value

Loc = tuple[str | int, ...]
Fill = Callable[["_Filling"], Value]


@dataclass(frozen=True, slots=True)
class PartRef:
    """A `Written` part by its file, for other processes."""

    prefix: Loc
    path: Path
    base: Loc
    text: str = ""
    """What stands in it, where there is no such file."""


@dataclass(frozen=True, slots=True)
class RowSpec:
    """The spec of one row as plain data, and what is needed to read it anywhere (picklable, a few KB).

    `said` is how the numbers that came from cells were written there.
    """

    path: Path
    values: dict[str, Any]
    said: Mapping[Loc, str]
    parts: tuple[PartRef, ...]

    def tree(self, asked: dict[Place, Loc] | None = None) -> RowTree:
        """The spec as a tree with places; `asked` may be shared by rows. Raises InputError when its files are gone."""
        parts = tuple(Written(ref.prefix, _kept_yaml(ref.path, ref.text), ref.base) for ref in self.parts)
        shared = {} if asked is None else asked
        return RowTree(self.values, self.path, parts[0].located.lines, parts=parts, said=self.said, asked=shared)


@lru_cache(maxsize=8)
def _kept_yaml(path: Path, text: str) -> Located:
    return load_yaml_text(text, path) if text else load_yaml(path)


def spec_of_mapping(values: Mapping[str, Any]) -> RowSpec:
    """A spec that a program made, as if it stood in the file `spec` of the current folder. Raises InputError."""
    try:
        text = json.dumps(values, ensure_ascii=False, indent=1, allow_nan=False)
    except (TypeError, ValueError) as error:
        hint = "use text, numbers, lists and mappings"
        raise InputError(Problem(f"the spec cannot be read: {error}", hint=hint, code="spec-shape")) from None
    path = Path("clip")
    tree = load_yaml_text(text, path)
    if not isinstance(tree.value, dict):
        raise InputError(Problem("a spec is a mapping with title and scenes", hint="", code="spec-shape"))
    return RowSpec(path, tree.value, {}, (PartRef((), path, (), text),))


class RowTree(Located, frozen=True):
    """A row's spec. Places are those of the campaign and spec files; `asked` says of which value each was asked."""

    parts: tuple[Written, ...] = ()
    said: Mapping[Loc, str] = msgspec.field(default_factory=dict)
    asked: dict[Place, Loc] = msgspec.field(default_factory=dict)

    def place(self, loc: Sequence[str | int] = (), key: bool = False) -> Place:
        """Where the value at `loc` was written, as `Located.place`."""
        whole = tuple(loc)
        part = next(part for part in reversed(self.parts) if whole[: len(part.prefix)] == part.prefix)
        place = part.located.place((*part.base, *whole[len(part.prefix) :]), key)
        self.asked.setdefault(place, whole)
        return place

    def written(self, loc: Sequence[str | int]) -> str:
        """The scalar at `loc` as its author wrote it, in the cell or in the spec."""
        whole = tuple(loc)
        if whole in self.said:
            return self.said[whole]
        value: Value = self.value
        for step in whole:
            value = value[step] if _has(value, step) else None
        part = next(part for part in reversed(self.parts) if whole[: len(part.prefix)] == part.prefix)
        return part.located.written((*part.base, *whole[len(part.prefix) :])) or shown_text(value)


def _has(value: Value, step: str | int) -> bool:
    if isinstance(value, dict):
        return step in value
    return isinstance(value, list) and isinstance(step, int) and 0 <= step < len(value)


@dataclass(frozen=True, slots=True)
class Filled:
    """A row's spec and where it came from: `columns` of each value that followed from the row; `blank` of those in
    which an empty cell stands in the middle of text.
    """

    spec: RowSpec
    columns: Mapping[Loc, tuple[str, ...]]
    blank: Mapping[Loc, tuple[str, ...]]


@dataclass(slots=True)
class _Filling:
    """One row being filled."""

    table: Table
    row: Row
    number: int
    said: dict[Loc, str] = field(default_factory=dict)
    columns: dict[Loc, tuple[str, ...]] = field(default_factory=dict)
    blank: dict[Loc, tuple[str, ...]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


class RowFiller:
    """Fills a campaign's spec for the rows of a table. Everything is compiled once.

    Raises InputError with every expression that is wrong or asks for a column that is not there.
    """

    def __init__(self, file: CampaignFile, table: Table) -> None:
        self.file, self.table = file, table
        self._problems: list[Problem] = []
        self._expressions: list[Expression] = []
        placing = RowTree(file.spec, file.spec_path, (), parts=file.parts)
        self._fill = self._compiled(file.spec, (), placing)
        campaign = file.campaign
        self._name = self._optional(campaign.name, "name")
        self._output = self._optional(campaign.output, "output")
        self._where = [
            (self._one(text, file.place("where", index) if _is_list(file, "where") else file.place("where"), bare=True))
            for index, text in enumerate(campaign.where)
        ]
        if self._problems:
            raise InputError(list(dict.fromkeys(self._problems)))
        self._refs = tuple(PartRef(part.prefix, part.located.path, part.base) for part in file.parts)

    @property
    def expressions(self) -> Sequence[Expression]:
        """Every expression of the campaign and its spec."""
        return self._expressions

    def wanted(self) -> Iterator[tuple[int, Row]]:
        """The rows that the campaign's filters keep, each with its place among all rows from 1. Raises InputError."""
        problems: list[Problem] = []
        for number, row in enumerate(self.table.rows, 1):
            try:
                keep = all(test.of(self.table, row, number).value for test in self._where if test is not None)
            except InputError as error:
                problems += error.problems
                continue
            if keep and not problems:
                yield number, row
        if problems:
            raise InputError(problems[:100])

    def name(self, row: Row, number: int) -> str:
        """What the row is called: by the campaign's `name`, else its first value."""
        if self._name is not None:
            return shown_text(self._name.of(self.table, row, number).value).strip()
        return next((shown_text(value) for value in row.values if isinstance(value, str | int | float)), str(number))

    def output(self, row: Row, number: int) -> tuple[str, tuple[str, ...]]:
        """The name of the row's files without ending, and the columns it came from. Raises InputError."""
        if self._output is None:
            return self.name(row, number), self._name.columns if self._name is not None else self.table.columns[:1]
        found = self._output.of(self.table, row, number)
        return shown_text(found.value).strip(), found.asked

    def fill(self, row: Row, number: int) -> Filled:
        """The spec for `row`. Raises InputError with the fault of every cell."""
        filling = _Filling(self.table, row, number)
        values = self._fill(filling)
        if filling.problems:
            raise InputError(filling.problems)
        spec = RowSpec(self.file.spec_path, values, filling.said, self._refs)
        return Filled(spec, filling.columns, filling.blank)

    def _optional(self, text: str, key: str) -> Expression | None:
        return self._one(text, self.file.place(key)) if text else None

    def _one(self, text: str, place: Place, *, bare: bool = False) -> Expression | None:
        try:
            found = compile_expression(text, place, self.table, bare=bare)
        except InputError as error:
            self._problems += error.problems
            return None
        self._expressions.append(found)
        return found

    def _compiled(self, value: Value, loc: Loc, tree: RowTree) -> Fill:
        """What makes the value at `loc` for a row; parts without expressions are shared by all rows."""
        if isinstance(value, str):
            if not is_expression(value):
                return lambda filling: value
            expression = self._one(value, tree.place(loc))
            return (lambda filling: None) if expression is None else _worked_out(expression, loc)
        if isinstance(value, dict):
            fills = {key: self._compiled(item, (*loc, key), tree) for key, item in value.items()}
            if not _varies(value):
                return lambda filling: value
            return lambda filling: {key: fill(filling) for key, fill in fills.items()}
        if isinstance(value, list):
            items = [self._compiled(item, (*loc, index), tree) for index, item in enumerate(value)]
            return (lambda filling: [fill(filling) for fill in items]) if _varies(value) else (lambda filling: value)
        return lambda filling: value


def _is_list(file: CampaignFile, key: str) -> bool:
    return isinstance(file.located.value.get(key), list)


def _varies(value: Value) -> bool:
    if isinstance(value, dict):
        return any(_varies(item) for item in value.values())
    return any(_varies(item) for item in value) if isinstance(value, list) else is_expression(value)


def _worked_out(expression: Expression, loc: Loc) -> Fill:
    def fill(filling: _Filling) -> Value:
        try:
            found = expression.of(filling.table, filling.row, filling.number)
        except InputError as error:
            filling.problems += [
                problem
                if problem.place is None or problem.place.path != filling.table.path
                else _told(problem, expression)
                for problem in error.problems
            ]
            return None
        filling.columns[loc] = found.asked
        if found.written:
            filling.said[loc] = found.written
        if found.blank:
            filling.blank[loc] = found.blank
        return found.value

    return fill


def _told(problem: Problem, expression: Expression) -> Problem:
    """A fault of a cell, with the place in the spec that asks for it."""
    if problem.place == expression.place:
        return problem
    hint = f"{problem.hint} " if problem.hint else ""
    return msgspec.structs.replace(problem, hint=f"{hint}({at(expression.place)})")


def at(place: Place) -> str:
    """A place in the campaign or its spec, in short: spec.yaml, line 12."""
    return f"{place.path.name}, line {place.line}" if place.line else place.path.name


def chosen(
    rows: Sequence[tuple[int, Row]], only: Sequence[str], names: Callable[[Row, int], str]
) -> list[tuple[int, Row]]:
    """The rows that `only` asks for: numbers of the sheet (`7`, `7-12`) or names. Raises InputError for one without."""
    if not only:
        return list(rows)
    kept: dict[int, tuple[int, Row]] = {}
    problems = []
    by_name: dict[str, list[tuple[int, Row]]] | None = None
    for wanted in (part.strip() for text in only for part in text.split(",")):
        first, _, last = wanted.partition("-")
        if first.isdecimal() and (last.isdecimal() or not last):
            low, high = int(first), int(last or first)
            found = [pair for pair in rows if low <= pair[1].number <= high]
        else:
            if by_name is None:
                by_name = {}
                for number, row in rows:
                    by_name.setdefault(header_name(names(row, number)), []).append((number, row))
            found = by_name.get(header_name(wanted), [])
        if not found:
            hint = f"rows {rows[0][1].number} to {rows[-1][1].number}, or a row's name" if rows else ""
            problems.append(Problem(f"--only {wanted}: there is no such row", hint=hint, code="row-unknown"))
        kept.update({pair[0]: pair for pair in found})
    if problems:
        raise InputError(problems)
    return [kept[number] for number in sorted(kept)]
