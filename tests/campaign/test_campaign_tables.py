"""Data files as people have them: sheets, CSV of every encoding, JSON; and files that are no tables."""

from __future__ import annotations

import datetime
import json
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from infoclip.campaign.cells import CellFault, Percent, Table, column_letter, header_name, plain, text_value, written
from infoclip.campaign.tables import TableRequest, read_table
from infoclip.errors import InputError, Problem


def table_of(path: Path, **said: Any) -> Table:
    return read_table(TableRequest(path, **said))


def refused(path: Path, **said: Any) -> Problem:
    with pytest.raises(InputError) as found:
        table_of(path, **said)
    return found.value.problems[0]


def values(table: Table) -> list[list[Any]]:
    return [[plain(value) for value in row.values] for row in table.rows]


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """A sheet as a ministry sends it: a merged title, a note, headers with spaces, percents, dates, totals, blanks."""
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    first.title = "اقرأني"
    first.append(["هذا الملف من إعداد الإدارة"])
    sheet = book.create_sheet("المدن")
    sheet.append(["إحصاءات المدن 2025"])
    sheet.merge_cells("A1:E1")
    sheet.append(["المصدر: الهيئة"])
    sheet.append([])
    sheet.append(["المدينة", " عدد  السكان ", "النمو", "التاريخ", None])
    sheet.append(["الرياض", 7_009_100, 0.125, datetime.date(2025, 1, 31)])
    sheet.append(["جدة", 3_751_722.0, 0.3 + 0.1 + 0.2, datetime.datetime(2025, 2, 1, 13, 30)])
    sheet.append([])
    sheet.append(["مكة", None, None, None])
    sheet["C5"].number_format = "0.0%"
    for _ in range(30):
        sheet.append([None, None, None, None])
    path = tmp_path / "cities.xlsx"
    book.save(path)
    return path


def test_a_sheet_as_people_have_it(workbook: Path) -> None:
    table = table_of(workbook, sheet="المدن")
    assert table.columns == ("المدينة", "عدد السكان", "النمو", "التاريخ")
    assert values(table) == [
        ["الرياض", 7_009_100, "12.5%", "2025-01-31"],
        ["جدة", 3_751_722, 0.6, "2025-02-01 13:30"],
        ["مكة", None, None, None],
    ]
    assert [row.number for row in table.rows] == [5, 6, 8]
    assert table.place(table.rows[0], "عدد السكان").cell == "B5"
    growth = table.rows[0].values[2]
    assert isinstance(growth, Percent)
    assert growth * 2 == 0.25


def test_without_a_name_the_first_sheet_that_is_shown(workbook: Path) -> None:
    book = openpyxl.load_workbook(workbook)
    book["اقرأني"].sheet_state = "hidden"
    book.save(workbook)
    assert table_of(workbook).sheet == "المدن"
    assert table_of(workbook, sheet="2").sheet == "المدن"


def test_an_unknown_sheet_is_told_with_the_nearest(workbook: Path) -> None:
    problem = refused(workbook, sheet="المدنن")
    assert "has no sheet 'المدنن'" in problem.message
    assert "المدن" in problem.hint


def test_errors_and_formulas_are_faults_of_their_cells(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["city", "error", "formula", "text"])
    sheet.append(["الرياض", "#REF!", "=1+1", "=A1"])
    sheet["B2"].data_type = "e"
    sheet["D2"].data_type = "s"
    path = tmp_path / "faults.xlsx"
    book.save(path)
    _, error, formula, text = table_of(path).rows[0].values
    assert isinstance(error, CellFault)
    assert "#REF!" in error.message
    assert isinstance(formula, CellFault)
    assert "never calculated" in formula.message
    assert isinstance(text, CellFault)
    assert "formula as text" in text.message


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1256", "utf-16"])
def test_csv_in_every_encoding_of_excel(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "cities.csv"
    path.write_bytes("المدينة;السكان;رمز\nالرياض;7,009,100;007\nجدة;12.50;+966\n".encode(encoding))
    table = table_of(path)
    assert table.columns == ("المدينة", "السكان", "رمز")
    assert values(table) == [["الرياض", 7_009_100, "007"], ["جدة", 12.5, "+966"]]
    assert written(table.rows[0].values[1]) == "7,009,100"
    assert written(table.rows[1].values[1]) == "12.50"


def test_csv_rows_count_as_excel_counts_them(tmp_path: Path) -> None:
    path = tmp_path / "cities.csv"
    path.write_text('عنوان الجدول\n\ncity,note\nالرياض,"سطر\nوآخر"\n,\nجدة,\n', encoding="utf-8")
    table = table_of(path)
    assert [(row.number, row.values[0]) for row in table.rows] == [(4, "الرياض"), (6, "جدة")]
    assert table.rows[0].values[1] == "سطر\nوآخر"


def test_a_given_header_row_wins(tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    path.write_text("a,b,c\nx,y,z\n1,2,3\n", encoding="utf-8")
    assert table_of(path, header=2).columns == ("x", "y", "z")
    assert "row 9" in refused(path, header=9).message


def test_json_and_json_lines(tmp_path: Path) -> None:
    rows = [{"city": "الرياض", "series": [1, 2, 3]}, {"city": "جدة", "code": 5}]
    listed, lines = tmp_path / "a.json", tmp_path / "a.jsonl"
    listed.write_text("\ufeff" + json.dumps({"rows": rows}, ensure_ascii=False), encoding="utf-8")
    lines.write_text("\n\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    for path, cell, line in ((listed, "[1].code", 0), (lines, "", 3)):
        table = table_of(path)
        assert table.columns == ("city", "series", "code")
        assert values(table) == [["الرياض", [1, 2, 3], None], ["جدة", None, 5]]
        place = table.place(table.rows[1], "code")
        assert (place.cell, place.line) == (cell, line)


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.csv", b"", "empty"),
        ("a.csv", b"a,b\n", "no rows"),
        ("a.csv", b"a,a\n1,2\n", "two columns are called 'a'"),
        ("a.csv", b"\x00\x01\x02", "not a table"),
        ("a.csv", b'a,b\n"1,2\n3,4\n', "not CSV"),
        ("a.csv", b"," * 10_000 + b"x\n", "10,001 columns"),
        ("a.json", b"[1, 2]", "must be an object"),
        ("a.json", b'{"x": 1}', "a list of objects"),
        ("a.json", b'[{"a": NaN}]', "NaN is not a number"),
        ("a.json", b"[" * 100_000, "nested too deeply"),
        ("a.json", b'[{"a": 1, "a": 2}]', "stands twice"),
        ("a.jsonl", b'{"a": 1}\n{"a": }\n', "not JSON"),
        ("a.xlsx", b"PK\x03\x04 no", "cannot be read"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a password"),
        ("a.ods", b"x", "not a table that can be read"),
    ],
)
def test_what_is_no_table_is_refused_in_words(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert message in refused(path).message


def test_ten_thousand_columns_of_a_sheet_are_refused_at_their_cell(tmp_path: Path) -> None:
    book = openpyxl.Workbook(write_only=True)
    book.create_sheet("x").append([f"c{index}" for index in range(10_000)])
    path = tmp_path / "wide.xlsx"
    book.save(path)
    problem = refused(path)
    assert "10,000 columns" in problem.message
    assert problem.place is not None
    assert problem.place.cell == f"{column_letter(9_999)}1" == "NTP1"


def test_a_gigabyte_of_csv_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.write(b"a,b\n1,2\n")
        file.truncate(1_000_000_000)  # sparse: no disk is filled
    assert "1,000 MB" in refused(path).message


@pytest.mark.parametrize("member", ["xl/worksheets/sheet1.xml", "xl/media/image1.png"])
def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, member: str) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open(member, "w", force_zip64=True) as file:
            for _ in range(300):
                file.write(b"\0" * 1_000_000)
    assert path.stat().st_size < 1_000_000
    assert "unpacks to 300 MB" in refused(path).message


def test_a_zip_that_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "other.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "hello")
    assert "not an Excel workbook" in refused(path).message


def test_a_workbook_with_a_document_type_is_refused(tmp_path: Path, workbook: Path) -> None:
    path = tmp_path / "entities.xlsx"
    with zipfile.ZipFile(workbook) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name.endswith("sheet2.xml"):
                data = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]>' + data
            new.writestr(name, data)
    assert "document type" in refused(path).message


def test_a_stray_cell_at_the_bottom_costs_no_time(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["a", "b"])
    sheet.append([1, 2])
    sheet.cell(1_048_576, 16_000, " ")
    path = tmp_path / "stray.xlsx"
    book.save(path)
    assert values(table_of(path)) == [[1, 2]]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2466", 2466), ("2,466", 2466), ("٢٬٤٦٦", 2466), ("-3.5", -3.5), ("0.5", 0.5), ("007", "007"), ("0", 0),
        ("+966", "+966"), ("  ", None), ("40%", "40%"), ('="007"', "007"), ("1.2.3", "1.2.3"),
        ("1" * 20, "1" * 20), ("١٢", 12),
    ],
)  # fmt: skip
def test_what_a_text_cell_holds(text: str, value: object) -> None:
    assert plain(text_value(text)) == value


def test_headers_are_called_without_what_nobody_sees() -> None:
    assert header_name("\u200fعدد\n السكان\u200e ") == "عدد السكان"
    assert header_name(2018) == "2018"
