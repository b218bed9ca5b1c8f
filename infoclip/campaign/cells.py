"""What stands in a table: cells as values, rows, and where each of them is."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from infoclip.errors import InputError, Place, Problem
from infoclip.spec.numbers import read_number

MAX_ROWS = 100_000
MAX_COLUMNS = 1_000

_INVISIBLE = re.compile("[\u200b\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]")
_SPACES = re.compile(r"\s+")
_CODE = re.compile(r"[+0٠۰][0-9٠-٩۰-۹]")
_QUOTED_FORMULA = re.compile(r'="([^"]*)"\Z')
_ERRORS = frozenset({"#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"})


@dataclass(frozen=True, slots=True)
class CellFault:
    """A cell that has no value to show: an error, a formula that is only text. A fault when a spec asks for it."""

    message: str
    hint: str = ""


class WrittenInt(int):
    """A whole number that its author wrote in another way: `2,466`, `٢٤٦٦`."""

    written: str


class WrittenFloat(float):
    """A number that its author wrote in another way: `12.50`."""

    written: str


class Percent(float):
    """A cell with a percent format: 0.4 in sums, `40%` as it is shown."""

    written: str


Value = Any  # None, str, bool, int, float, date, time, CellFault; from JSON also list and dict


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `number` is the sheet's own row, or in JSON the item, from 1; `values` are in the columns' order."""

    number: int
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table that was read. `columns` are the headers as they are called; `letters` say where each stands."""

    path: Path
    columns: tuple[str, ...]
    letters: tuple[str, ...]
    rows: Sequence[Row]
    kind: Literal["sheet", "json", "lines"] = "sheet"
    sheet: str = ""

    def place(self, row: Row, column: str = "") -> Place:
        """Where a cell stands, or the row when no column is named: `C7`, `[2].city`, or a line of JSON Lines."""
        if self.kind == "lines":
            return Place(self.path, row.number)
        if self.kind == "json":
            return Place(self.path, cell=f"[{row.number - 1}]" + (f".{column}" if column else ""))
        letter = self.letters[self.columns.index(column)] if column in self.columns else ""
        return Place(self.path, cell=f"{letter}{row.number}" if letter else f"row {row.number}")


def column_letter(index: int) -> str:
    """The letters of column `index`, from 0: A, Z, AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def header_name(value: Value) -> str:
    """A header as expressions call it: composed, without invisible marks, spaces joined. Empty for none."""
    if value is None or isinstance(value, CellFault):
        return ""
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", written(value)))
    return _SPACES.sub(" ", text).strip()


def text_value(text: str) -> Value:
    """What a cell of text holds: None when it is blank, a number when it is written as one, else the text.

    Codes stay text (`007`, `+966...`). A formula that came as text is a fault, but `="007"` is the text 007.
    """
    text = text.strip(" \t\r\n\xa0")
    if not text:
        return None
    if text.startswith("="):
        quoted = _QUOTED_FORMULA.match(text)
        if quoted:
            return quoted[1]
        return CellFault(f"holds a formula as text: {_short(text)}", "put its result there, or calculate it in Excel")
    if text in _ERRORS:
        return CellFault(f"holds the error {text}", "mend the formula in the sheet")
    return number_value(text)


def number_value(text: str) -> Value:
    """`text` as a number that knows how it was written, when it is one; else the text itself."""
    if _CODE.match(text) and not re.match(r"[0٠۰][.٫]", text):
        return text
    try:
        number = read_number(text)
    except ValueError:
        return text
    if str(number) == text:
        return number
    kept: WrittenInt | WrittenFloat = WrittenInt(number) if isinstance(number, int) else WrittenFloat(number)
    kept.written = text
    return kept


def percent_value(number: float, decimals: int) -> Percent:
    """The value of a cell with a percent format."""
    value = Percent(number)
    value.written = f"{number * 100:.{decimals}f}%"
    return value


def written(value: Value) -> str:
    """A value as text: numbers as their author wrote them, dates as 2026-11-22, nothing for None."""
    if value is None:
        return ""
    if isinstance(value, WrittenInt | WrittenFloat | Percent):
        return value.written
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.15g}" if value != int(value) or abs(value) >= 1e15 else str(int(value))
    if isinstance(value, datetime.datetime):
        return value.isoformat(" ", "minutes")
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, datetime.time):
        return value.isoformat("minutes")
    return str(value)


def plain(value: Value) -> Value:
    """A value as a spec may hold it: plain numbers, text, dates as text, lists and groups."""
    if isinstance(value, Percent | datetime.date | datetime.time):
        return written(value)
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return int(value) if value == int(value) and abs(value) < 1e15 else float(value)
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return str(value)


def named_columns(headers: Sequence[Value], row_number: int, path: Path) -> tuple[tuple[str, int], ...]:
    """The columns that have a name, with their index. Raises InputError for two of the same name, or for too many."""
    if len(headers) > MAX_COLUMNS:
        last = next((index for index in reversed(range(len(headers))) if headers[index] is not None), 0)
        if last >= MAX_COLUMNS:
            place = Place(path, cell=f"{column_letter(MAX_COLUMNS)}{row_number}")
            message = f"the table has {last + 1:,} columns; the most is {MAX_COLUMNS:,}"
            raise InputError(Problem(message, place, "keep the columns the clips need", "table-columns"))
    found: dict[str, int] = {}
    problems = []
    for index, value in enumerate(headers):
        name = header_name(value)
        if name in found:
            cell = f"{column_letter(index)}{row_number}"
            message = f"two columns are called '{name}': {column_letter(found[name])} and {column_letter(index)}"
            problems.append(Problem(message, Place(path, cell=cell), "give each its own name", "table-header"))
        elif name:
            found[name] = index
    if problems:
        raise InputError(problems)
    return tuple(found.items())


def sheet_table(lines: Sequence[tuple[int, Sequence[Value]]], header: int | None, path: Path, sheet: str = "") -> Table:
    """The table in the `lines` of a sheet (row number, values). `header` is the header's row, None to find it.

    Rows without any value are left out. Raises InputError when there is no header or no row.
    """
    place = Place(path)
    filled = [(number, values) for number, values in lines if any(value is not None for value in values)]
    if not filled:
        hint = "choose another sheet with  sheet: NAME" if sheet else ""
        raise InputError(Problem(f"the table is empty{_of(sheet)}", place, hint, "table-empty"))
    at = _header_index(filled) if header is None else _numbered(filled, header, path)
    number, headers = filled[at]
    columns = named_columns(headers, number, path)
    rows = []
    for row_number, values in filled[at + 1 :]:
        own = tuple(values[index] if index < len(values) else None for _, index in columns)
        if any(value is not None for value in own):
            rows.append(Row(row_number, own))
    if not rows:
        raise InputError(Problem(f"the table has a header but no rows{_of(sheet)}", place, "", "table-empty"))
    names = tuple(name for name, _ in columns)
    return Table(path, names, tuple(column_letter(index) for _, index in columns), rows, sheet=sheet)


def _header_index(lines: Sequence[tuple[int, Sequence[Value]]]) -> int:
    """The first line that is as wide as a table's: titles and notes above it fill one cell or two."""
    counts = [sum(value is not None for value in values) for _, values in lines[:60]]
    widest = max(counts)
    needed = max(min(2, widest), (widest + 1) // 2)
    return next(index for index, count in enumerate(counts) if count >= needed)


def _numbered(lines: Sequence[tuple[int, Sequence[Value]]], header: int, path: Path) -> int:
    for index, (number, _) in enumerate(lines):
        if number == header:
            return index
    message = f"row {header}, which should be the header, is empty"
    raise InputError(Problem(message, Place(path, cell=f"row {header}"), "correct  header:", "table-header"))


def _of(sheet: str) -> str:
    return f" in the sheet '{sheet}'" if sheet else ""


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
