"""A data file as a table, by its ending: CSV, TSV, XLSX, JSON, JSON Lines."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from infoclip.campaign.cells import Table
from infoclip.campaign.text_tables import read_csv, read_json, read_json_lines
from infoclip.errors import InputError, Place, Problem

KINDS = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".json", ".jsonl", ".ndjson")


@dataclass(frozen=True, slots=True)
class TableRequest:
    """A data file and what its campaign says of it; `place` is where it says so. Empty: find out."""

    path: Path
    sheet: str = ""
    header: int | None = None
    encoding: str = ""
    separator: str = ""
    place: Place | None = None


def read_table(request: TableRequest) -> Table:
    """The table. Raises InputError with its faults, those of single cells left to who asks for the cells."""
    path, kind = request.path, request.path.suffix.lower()
    if not path.exists():
        message = f"there is no file {path.name} in {path.parent.resolve()}"
        raise InputError(Problem(message, request.place, "the path is relative to the campaign file", "file-missing"))
    if kind in (".xlsx", ".xlsm"):
        from infoclip.campaign.excel import read_excel

        return read_excel(path, sheet=request.sheet, header=request.header, place=request.place)
    if request.sheet:
        raise InputError(Problem(f"{path.name} has no sheets: only .xlsx has", request.place, "", "table-sheet"))
    if kind in (".csv", ".tsv", ".txt"):
        separator = request.separator or ("\t" if kind == ".tsv" else "")
        return read_csv(path, header=request.header, encoding=request.encoding, separator=separator)
    if kind == ".json":
        return read_json(path)
    if kind in (".jsonl", ".ndjson"):
        return read_json_lines(path)
    hint = "save it as .xlsx, .csv, .json or .jsonl"
    raise InputError(Problem(f"{path.name} is not a table that can be read", request.place, hint, "table-kind"))
