"""Tables that are text: CSV in UTF-8, UTF-16 or Windows-1256, JSON, and JSON Lines. Read in bounded memory."""

from __future__ import annotations

import codecs
import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from infoclip.campaign.cells import (
    MAX_COLUMNS,
    MAX_ROWS,
    Row,
    Table,
    Value,
    header_name,
    sheet_table,
    text_value,
)
from infoclip.errors import InputError, Place, Problem

MAX_CSV_BYTES = 100_000_000
MAX_JSON_BYTES = 20_000_000
MAX_LINE = 1_000_000
_SEPARATORS = ",;\t|"
_CHUNK = 1 << 20
_ENCODINGS = {"utf-8": "utf-8-sig", "utf-8-sig": "utf-8-sig", "utf-16": "utf-16", "windows-1256": "cp1256"}
ENCODINGS = ("utf-8", "utf-16", "windows-1256")


def read_csv(path: Path, *, header: int | None = None, encoding: str = "", separator: str = "") -> Table:
    """The table in a CSV file. Encoding and separator are found when they are not given. Raises InputError."""
    check_size(path, MAX_CSV_BYTES, "keep the rows and columns the clips need, or cut it into several files")
    codec = _ENCODINGS[encoding] if encoding else _encoding(path)
    lines: list[tuple[int, Sequence[Value]]] = []
    csv.field_size_limit(MAX_LINE)
    reader = None
    try:
        with path.open(encoding=codec, newline="") as file:
            dialect = separator or _separator(file.read(20_000))
            file.seek(0)
            reader = csv.reader(file, delimiter=dialect, strict=True)
            for number, fields in enumerate(reader, 1):
                if len(fields) > MAX_COLUMNS and any(fields[MAX_COLUMNS:]):
                    message = f"this row has {len(fields):,} columns; the most is {MAX_COLUMNS:,}"
                    hint = "keep the columns the clips need; is the separator right?"
                    raise InputError(Problem(message, Place(path, cell=f"row {number}"), hint, "table-columns"))
                check_rows(number, path)
                if any(fields):
                    lines.append((number, [text_value(field) for field in fields]))
    except UnicodeDecodeError as error:
        message = f"the file is not {encoding or 'text'}: byte {error.start + 1:,} of what was read is wrong"
        hint = f"save it as UTF-8, or say  encoding: one of {', '.join(ENCODINGS)}"
        raise InputError(Problem(message, Place(path), hint, "table-encoding")) from None
    except csv.Error as error:
        line = reader.line_num if reader is not None else 0
        hint = "look for a quotation mark that is never closed"
        raise InputError(Problem(f"this is not CSV: {error}", Place(path, line), hint, "table-csv")) from None
    return sheet_table(lines, header, path)


def read_json(path: Path) -> Table:
    """A list of objects, or `{"rows": [...]}`. Raises InputError with every fault found."""
    check_size(path, MAX_JSON_BYTES, "write one object a line instead and call it .jsonl")
    try:
        data = json.loads(path.read_bytes().decode("utf-8-sig"), parse_constant=_no_constant, object_pairs_hook=_once)
    except UnicodeDecodeError as error:
        hint = "save it as UTF-8"
        raise InputError(Problem(f"the file is not UTF-8 text: {error}", Place(path), hint, "table-encoding")) from None
    except json.JSONDecodeError as error:
        place = Place(path, error.lineno, error.colno)
        raise InputError(Problem(f"this is not JSON: {error.msg}", place, code="table-json")) from None
    except RecursionError:
        raise InputError(Problem("the JSON is nested too deeply", Place(path), code="table-json")) from None
    except ValueError as error:
        raise InputError(Problem(f"this is not JSON: {error}", Place(path), code="table-json")) from None
    rows = data.get("rows") if isinstance(data, dict) else data
    if not isinstance(rows, list):
        hint = 'write  [{"city": "الرياض", ...}, ...]'
        raise InputError(Problem("a table in JSON is a list of objects", Place(path), hint, "table-json"))
    check_rows(len(rows), path)
    return _objects([(number, item) for number, item in enumerate(rows, 1)], path, "json")


def read_json_lines(path: Path) -> Table:
    """One object a line; blank lines are left out. Raises InputError with every fault found."""
    check_size(path, MAX_CSV_BYTES, "cut it into several files")
    items: list[tuple[int, Any]] = []
    problems = []
    for number, line in enumerate(_lines(path), 1):
        if not line.strip():
            continue
        try:
            items.append((number, json.loads(line, parse_constant=_no_constant, object_pairs_hook=_once)))
        except RecursionError:
            problems.append(Problem("the JSON is nested too deeply", Place(path, number), code="table-json"))
        except json.JSONDecodeError as error:
            place = Place(path, number, error.colno)
            problems.append(Problem(f"this is not JSON: {error.msg}", place, "one object a line", "table-json"))
        except ValueError as error:
            problems.append(Problem(f"this is not JSON: {error}", Place(path, number), code="table-json"))
        check_rows(len(items), path)
        if len(problems) >= 20:
            break
    if problems:
        raise InputError(problems)
    return _objects(items, path, "lines")


def check_size(path: Path, limit: int, hint: str) -> None:
    """Raises InputError for a file that is not there, or larger than `limit` bytes."""
    try:
        if path.is_dir():
            raise InputError(Problem(f"{path} is a folder, not a file", Place(path), code="file-is-folder"))
        size = path.stat().st_size
        with path.open("rb"):
            pass
    except OSError as error:
        missing = isinstance(error, FileNotFoundError)
        message = f"there is no file {path}" if missing else f"{path} cannot be read: {error.strerror or error}"
        code = "file-missing" if missing else "file-unreadable"
        raise InputError(Problem(message, Place(path), code=code)) from None
    if size > limit:
        message = f"the file has {size / 1e6:,.0f} MB; the most is {limit // 1_000_000} MB"
        raise InputError(Problem(message, Place(path), hint, "table-too-large"))


def check_rows(count: int, path: Path) -> None:
    """Raise InputError for a table of more than MAX_ROWS rows."""
    if count > MAX_ROWS:
        hint = "cut it into several campaigns"
        raise InputError(Problem(f"the table has more than {MAX_ROWS:,} rows", Place(path), hint, "table-too-large"))


def _encoding(path: Path) -> str:
    """UTF-16 by its mark, UTF-8 when all of it is, else the Windows-1256 that Excel writes in Arabic."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        start = file.read(_CHUNK)
        if start[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            return "utf-16"
        if b"\x00" in start:
            message = "this is not a table: the file holds bytes that no text has"
            raise InputError(Problem(message, Place(path), "is it really CSV?", "table-encoding"))
        try:
            while start:
                decoder.decode(start)
                start = file.read(_CHUNK)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1256"
    return "utf-8-sig"


def _separator(sample: str) -> str:
    """What parts the fields: of the usual signs the one found most in the line that has most of any, outside quotes."""
    best, sign = 0, ","
    for line in sample.splitlines()[:30]:
        bare = "".join(line.split('"')[::2])
        for candidate in _SEPARATORS:
            if bare.count(candidate) > best:
                best, sign = bare.count(candidate), candidate
    return sign


def _lines(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        number = 0
        try:
            while line := file.readline(MAX_LINE + 1):
                number += 1
                if len(line) > MAX_LINE:
                    message = f"this line is longer than {MAX_LINE:,} characters"
                    raise InputError(Problem(message, Place(path, number), "one object a line", "table-json"))
                yield line
        except UnicodeDecodeError:
            problem = Problem(
                "the file is not UTF-8 text", Place(path, number + 1), "save it as UTF-8", "table-encoding"
            )
            raise InputError(problem) from None


def _objects(items: Sequence[tuple[int, Any]], path: Path, kind: Any) -> Table:
    names: dict[str, str] = {}
    problems = []
    for number, item in items:
        if not isinstance(item, dict):
            place = Place(path, number) if kind == "lines" else Place(path, cell=f"[{number - 1}]")
            problems.append(Problem("a row must be an object: {...}", place, code="table-json"))
            continue
        for key in item:
            if key not in names and header_name(key):
                names[key] = header_name(key)
        if len(names) > MAX_COLUMNS:
            message = f"the rows have more than {MAX_COLUMNS:,} different keys"
            problems.append(Problem(message, Place(path), "keep the keys the clips need", "table-columns"))
            break
    if not items:
        problems.append(Problem("the table is empty", Place(path), code="table-empty"))
    if problems:
        raise InputError(problems[:50])
    keys = tuple(names)
    rows = [Row(number, tuple(_json_value(item.get(key)) for key in keys)) for number, item in items if item]
    return Table(path, tuple(names.values()), ("",) * len(keys), rows, kind)


def _json_value(value: Any) -> Value:
    if isinstance(value, str):
        return value.strip() or None
    return value


def _once(pairs: Sequence[tuple[str, Any]]) -> Mapping[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the key '{twice}' stands twice in one object")
    return found


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not a number that can be shown")
