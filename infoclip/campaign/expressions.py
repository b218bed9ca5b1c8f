"""Expressions over `row` in a campaign's values: `{{ row.city }}`, in the sandbox that scene templates run in.

A value that is one expression keeps its type: `"{{ row.posts }}"` is a number where the cell is one. Anything else is
text. Which columns are asked for is known before any row is read, so a column that is missing is one fault, not a
fault a row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import jinja2
from jinja2 import nodes

from infoclip.campaign.cells import CellFault, Row, Table, Value, header_name, plain, written
from infoclip.errors import InputError, Place, Problem, did_you_mean
from infoclip.scenes.sandbox import Sandbox
from infoclip.spec.numbers import read_amount

NAMES = ("row", "number")
"""What an expression sees: the row, and its place in the campaign from 1."""

_ONE = re.compile(r"\s*\{\{-?((?:(?!\{\{|\}\}|\{%).)*?)-?\}\}\s*\Z", re.DOTALL)
_ANY = re.compile(r"\{\{|\{%|\{#")
_CODE = "expression"


class CellProblem(Exception):  # noqa: N818  an answer to one expression, told as a Problem
    """An expression asked for a cell that has nothing to show."""

    def __init__(self, column: str, fault: CellFault) -> None:
        super().__init__(fault.message)
        self.column, self.fault = column, fault


class RowView:
    """A row as expressions see it: `row.city`, `row["عدد السكان"]`, and `row.عدد_السكان` for a header with spaces."""

    __slots__ = ("_asked", "_names", "_values")

    def __init__(self, table: Table, row: Row) -> None:
        self._names = column_names(table)
        self._values = row.values
        self._asked: list[str] = []

    def __getitem__(self, name: str) -> Value:
        index, column = self._names[name if name in self._names else header_name(name)]
        self._asked.append(column)
        value = self._values[index]
        if isinstance(value, CellFault):
            raise CellProblem(column, value)
        return value


@cache
def _names_of(columns: tuple[str, ...]) -> dict[str, tuple[int, str]]:
    found = {name.replace(" ", "_"): (index, name) for index, name in enumerate(columns)}
    return found | {name: (index, name) for index, name in enumerate(columns)}


def column_names(table: Table) -> dict[str, tuple[int, str]]:
    """Every name that expressions may use for a column: its index and its header."""
    return _names_of(table.columns)


class _RowSandbox(Sandbox):
    """The templates' sandbox for plain text: nothing is escaped, nothing is loaded."""

    def __init__(self) -> None:
        super().__init__((), scenes=False)
        self.autoescape = False
        self.bytecode_cache = None
        self.finalize = written
        self.filters["number"] = _number

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        return not isinstance(obj, RowView) and super().is_safe_attribute(obj, attr, value)


def _number(value: Any) -> Value:
    """`{{ row.x | number }}`: the number in a text such as `٢٬٤٦٦` or `40%`. Raises ValueError."""
    return read_amount(value)[0]


@cache
def _sandbox() -> _RowSandbox:
    return _RowSandbox()


@dataclass(frozen=True, slots=True)
class Found:
    """What an expression came to: the value as a spec holds it, how a number was written, the columns asked for.

    `blank` are the columns whose empty cell stands in the middle of text.
    """

    value: Value
    written: str
    asked: tuple[str, ...]
    blank: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Expression:
    """A value of the campaign or its spec that follows from a row. `columns` are those it names outright."""

    text: str
    place: Place
    columns: tuple[str, ...]
    shown: tuple[str, ...]
    _run: Callable[..., Any]
    _native: bool

    def of(self, table: Table, row: Row, number: int) -> Found:
        """What it comes to for `row`. Raises InputError at the cell that is at fault."""
        view = RowView(table, row)
        try:
            sandbox = _sandbox()
            sandbox.budget.steps = 20_000
            value = self._run(row=view, number=number)
            if isinstance(value, jinja2.Undefined):
                value._fail_with_undefined_error()
            shown = written(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""
            value = plain(value)
        except CellProblem as problem:
            fault = problem.fault
            place = table.place(row, problem.column)
            raise InputError(Problem(f"the cell {fault.message}", place, fault.hint, "cell")) from None
        except (jinja2.TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            raise InputError(self._problem(error, table, row, tuple(view._asked))) from None
        except RecursionError:
            raise InputError(Problem("the expression calls itself without end", self.place, "", _CODE)) from None
        asked = tuple(dict.fromkeys(view._asked))
        names = column_names(table)
        blank = () if self._native else tuple(name for name in self.shown if row.values[names[name][0]] is None)
        return Found(value, shown, asked, blank)

    def _problem(self, error: Exception, table: Table, row: Row, asked: tuple[str, ...]) -> Problem:
        names = column_names(table)
        empty = [name for name in dict.fromkeys(asked) if row.values[names[name][0]] is None]
        column = empty[0] if empty else asked[-1] if asked else ""
        message = f"'{_short(self.text)}' cannot be worked out: {str(error) or type(error).__name__}"
        hint = ""
        if empty and isinstance(error, TypeError):
            message, hint = f"the cell is empty, and '{_short(self.text)}' needs a value", "fill it in"
        elif isinstance(error, ZeroDivisionError):
            message, hint = f"'{_short(self.text)}' divides by zero", "ask first: {{ a / b if b else 0 }}"
        elif isinstance(error, TypeError) and column and isinstance(row.values[names[column][0]], str):
            hint = "the cell holds text; read its number with  | number"
        return Problem(message, table.place(row, column), hint, _CODE)


def is_expression(value: object) -> bool:
    """Whether a value has anything to work out in it."""
    return isinstance(value, str) and _ANY.search(value) is not None


def compile_expression(text: str, place: Place, table: Table, *, bare: bool = False) -> Expression:
    """`text` ready to be worked out for any row. `bare` text is an expression without `{{ }}` (a filter).

    Raises InputError at `place` for what is no expression, for a name that is not `row`, for a missing column.
    """
    one = _ONE.match(text)
    source = text if bare and not _ANY.search(text) else one[1] if one else None
    sandbox = _sandbox()
    try:
        tree = sandbox.parse(text if source is None else f"{{{{ {source} }}}}")
        columns, shown = tuple(_columns(tree)), tuple(_shown(tree))
        problems = list(_unknown(tree, columns, place, table))
        if problems:
            raise InputError(problems)
        run = (
            sandbox.from_string(text).render
            if source is None
            else sandbox.compile_expression(source, undefined_to_none=False)
        )
    except jinja2.TemplateSyntaxError as error:
        hint = "an expression is written  {{ row.city }}"
        raise InputError(Problem(f"this is no expression: {error.message}", place, hint, _CODE)) from None
    except (jinja2.TemplateError, RecursionError, MemoryError) as error:
        raise InputError(Problem(f"this is no expression: {error}", place, "", _CODE)) from None
    names = column_names(table)
    known = tuple(dict.fromkeys(names[name][1] for name in columns))
    return Expression(text, place, known, tuple(names[name][1] for name in shown), run, source is not None)


def _columns(tree: nodes.Node) -> Iterator[str]:
    """The columns that are named outright: `row.city`, `row["city"]`."""
    for kind in (nodes.Getattr, nodes.Getitem):
        for node in tree.find_all(kind):
            name = _column(node)
            if name is not None:
                yield name


def _shown(tree: nodes.Node) -> Iterator[str]:
    """The columns that stand in the text as they are, without a filter or a test."""
    for output in tree.find_all(nodes.Output):
        for node in output.nodes:
            name = _column(node)
            if name is not None:
                yield name


def _column(node: nodes.Node) -> str | None:
    if not isinstance(node, nodes.Getattr | nodes.Getitem) or not isinstance(node.node, nodes.Name):
        return None
    if node.node.name != "row":
        return None
    if isinstance(node, nodes.Getattr):
        return node.attr
    return header_name(node.arg.value) if isinstance(node.arg, nodes.Const) else None


def _unknown(tree: nodes.Template, columns: tuple[str, ...], place: Place, table: Table) -> Iterator[Problem]:
    from jinja2.meta import find_undeclared_variables

    names = column_names(table)
    known = {*NAMES, *_sandbox().globals}
    for name in sorted(find_undeclared_variables(tree) - known):
        hint = f"write  row.{name}" if name in names else "a column is written  row.NAME"
        yield Problem(f"'{name}' is not known here", place, hint, _CODE)
    for name in dict.fromkeys(columns):
        if name not in names:
            hint = did_you_mean(name, table.columns)
            yield Problem(f"{table.path.name} has no column '{name}'", place, hint, "column-missing")


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 60 else text[:59] + "…"
