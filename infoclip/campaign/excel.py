"""XLSX sheets as their author sees them: real numbers, dates and percents; errors and formulas without a result are
faults of their cells. The only file that touches openpyxl.

The file is opened twice: once for the results that Excel calculated, once for what stands in the cells, because a
formula whose result was never stored looks like an empty cell otherwise.
"""

from __future__ import annotations

import datetime
import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from infoclip.campaign.cells import (
    MAX_COLUMNS,
    CellFault,
    Table,
    Value,
    column_letter,
    number_value,
    percent_value,
    sheet_table,
    text_value,
)
from infoclip.campaign.text_tables import check_rows, check_size
from infoclip.errors import InputError, Place, Problem, did_you_mean

MAX_BYTES = 50_000_000
MAX_UNPACKED = 200_000_000
MAX_RATIO = 300
_MOST_EMPTY = 5_000
"""So many empty rows in a row are the end: a single stray cell at the bottom of a sheet makes a million of them."""
_OLD = b"\xd0\xcf\x11\xe0"
_DECIMALS = re.compile(r"0\.(0+)")


def read_excel(path: Path, *, sheet: str = "", header: int | None = None, place: Place | None = None) -> Table:
    """The table in a sheet of a workbook: the one called `sheet` (or its number from 1), else the first that is shown.

    `place` is where the campaign names the sheet. Raises InputError.
    """
    check_size(path, MAX_BYTES, "keep the sheet the clips need")
    _check_archive(path)
    from openpyxl import load_workbook

    try:
        shown = load_workbook(path, read_only=True, data_only=True, keep_links=False)
        stored = load_workbook(path, read_only=True, data_only=False, keep_links=False)
    except InputError:
        raise
    except Exception as error:  # openpyxl raises whatever its XML and zip layers do
        raise _broken(path, error) from None
    try:
        name = _sheet_name(shown, sheet, path, place)
        lines = list(_lines(shown[name], stored[name], path))
    except (KeyError, ValueError, TypeError, AttributeError, zipfile.BadZipFile, SyntaxError, EOFError) as error:
        raise _broken(path, error) from None
    finally:
        shown.close()
        stored.close()
    return sheet_table(lines, header, path, name)


def _broken(path: Path, error: Exception) -> InputError:
    hint = "open it in Excel or LibreOffice and save it again as .xlsx"
    return InputError(Problem(f"the workbook cannot be read: {error}", Place(path), hint, "table-excel"))


def _check_archive(path: Path) -> None:
    """Refuse what is no workbook, and one that would unpack to far more than a sheet is (before it is unpacked)."""
    with path.open("rb") as file:
        start = file.read(4)
    if start == _OLD:
        hint = "save it as .xlsx without a password"
        raise InputError(Problem("this is an old .xls, or it has a password", Place(path), hint, "table-excel"))
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            unpacked = sum(part.file_size for part in parts)
            packed = max(1, sum(part.compress_size for part in parts))
            if (
                unpacked > MAX_UNPACKED
                or len(parts) > 5_000
                or (unpacked > 20_000_000 and unpacked > packed * MAX_RATIO)
            ):
                message = f"the workbook unpacks to {unpacked / 1e6:,.0f} MB from {packed / 1e6:,.1f} MB: refused"
                hint = "no table of clips is that large; copy the rows to a new workbook"
                raise InputError(Problem(message, Place(path), hint, "table-too-large"))
            names = {part.filename for part in parts}
            if "[Content_Types].xml" not in names:
                hint = "save the sheet as .xlsx or CSV"
                raise InputError(Problem("this is not an Excel workbook", Place(path), hint, "table-excel"))
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    with archive.open(part) as text:
                        if b"<!DOCTYPE" in text.read(2_000):
                            message = f"{part.filename} in the workbook declares a document type: refused"
                            raise InputError(Problem(message, Place(path), code="table-excel"))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise _broken(path, error) from None


def _sheet_name(workbook: Any, wanted: str, path: Path, place: Place | None) -> str:
    names: list[str] = [sheet.title for sheet in workbook.worksheets]
    if not wanted:
        visible = [sheet.title for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
        if not (visible or names):
            raise InputError(Problem("the workbook has no sheet", Place(path), code="table-excel"))
        return (visible or names)[0]
    for name in names:
        if name.strip() == wanted.strip():
            return name
    if wanted.isdigit() and 1 <= int(wanted) <= len(names):
        return names[int(wanted) - 1]
    message = f"{path.name} has no sheet '{wanted}'"
    raise InputError(Problem(message, place or Place(path), did_you_mean(wanted, names), "table-sheet"))


def _lines(shown: Any, stored: Any, path: Path) -> Iterator[tuple[int, Sequence[Value]]]:
    """The rows of a sheet that hold anything, by their numbers. A sheet's own word about its size is not believed."""
    shown.reset_dimensions()
    stored.reset_dimensions()
    empty = 0
    for number, (results, contents) in enumerate(zip(shown.iter_rows(), stored.iter_rows(), strict=False), 1):
        wide = next((index for index in reversed(range(len(results))) if contents[index].value is not None), -1)
        if wide >= MAX_COLUMNS:
            place = Place(path, cell=f"{column_letter(wide)}{number}")
            message = f"this row has {wide + 1:,} columns; the most is {MAX_COLUMNS:,}"
            raise InputError(Problem(message, place, "keep the columns the clips need", "table-columns"))
        if wide < 0:
            empty += 1
            if empty > _MOST_EMPTY:
                return
            continue
        empty = 0
        check_rows(number, path)
        yield number, [_value(results[index], contents[index]) for index in range(wide + 1)]


def _value(result: Any, content: Any) -> Value:
    """What a cell shows. A formula's result is in `result`, the formula in `content`."""
    value = result.value
    if result.data_type == "e":
        return CellFault(f"holds the error {value}", "mend the formula in the sheet")
    if value is None:
        if content.data_type == "f":
            hint = "open the workbook in Excel or LibreOffice and save it: that calculates it"
            return CellFault("holds a formula that was never calculated", hint)
        return None
    if isinstance(value, str):
        found = text_value(value)
        return found if isinstance(found, str | CellFault) or found is None else number_value(value.strip())
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return _number(value, str(result.number_format or ""))
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date()
    if isinstance(value, datetime.timedelta):
        return str(value)
    return value


def _number(value: float, number_format: str) -> Value:
    """A number, of 15 digits at most (sums leave 0.30000000000000004); with a percent format it knows what is shown."""
    if "%" in number_format:
        found = _DECIMALS.search(number_format)
        return percent_value(value, len(found[1]) if found else 0)
    number = float(f"{value:.15g}")
    return int(number) if number == int(number) and abs(number) < 1e15 else number
