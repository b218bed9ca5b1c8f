"""Small campaigns for the tests: a spec of two scenes, five seconds, and a table."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl

SPEC = """\
title: "أرقام {{ row.city }}"
theme: official
brand: {name: الهيئة, handle: "@agency"}
formats: [square]
duration: 6
source: تقرير 2018
facts:
  posts: {value: "{{ row.posts }}", noun: [منشور, منشورات]}
scenes:
  - scene: number
    fact: posts
    label: "{{ row.note }}"
  - scene: outro
    call: تابعونا
sound: none
"""
CAMPAIGN = """\
spec: spec.yaml
data: {file: cities.xlsx, sheet: المدن}
name: "{{ row.city }}"
output: "{{ row.id }}"
"""
HEADERS = ("id", "city", "posts", "note")
ROWS: tuple[tuple[Any, ...], ...] = (
    ("riyadh", "الرياض", 2466, "منشورات العام"),
    ("jeddah", "جدة", 1810, "منشورات العام"),
    ("makkah", "مكة", 953, "منشورات العام"),
)


def write_rows(folder: Path, rows: Sequence[Sequence[Any]] = ROWS, headers: Sequence[str] = HEADERS) -> Path:
    """The table as a sheet with a merged title: headers in row 3, the rows from row 4."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "المدن"
    sheet.append(["إحصاءات المدن"])
    sheet.merge_cells("A1:D1")
    sheet.append([])
    sheet.append(list(headers))
    for row in rows:
        sheet.append(list(row))
    path = folder / "cities.xlsx"
    book.save(path)
    return path


def write_campaign(folder: Path, *, campaign: str = CAMPAIGN, spec: str = SPEC, rows: Sequence[Any] = ROWS) -> Path:
    """A campaign in `folder`; returns the path of its file."""
    folder.mkdir(exist_ok=True, parents=True)
    (folder / "spec.yaml").write_text(spec, encoding="utf-8")
    write_rows(folder, rows)
    path = folder / "campaign.yaml"
    path.write_text(campaign, encoding="utf-8")
    return path
