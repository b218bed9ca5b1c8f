"""Campaigns checked before anything is drawn: every fault at its cell, with the row's name and the spec's place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from campaigns import CAMPAIGN, ROWS, SPEC, write_campaign, write_rows

from infoclip.campaign.batch import Batch, Settings
from infoclip.campaign.cells import Row, Table
from infoclip.campaign.expressions import compile_expression
from infoclip.campaign.names import same_name_key
from infoclip.campaign.preflight import Preflight, Wanted
from infoclip.campaign.rows import RowFiller
from infoclip.console import problem_text
from infoclip.errors import InputError, Place, Problem
from infoclip.values.file_names import name_fault


def checked(path: Path, **wanted: Any) -> Preflight:
    return Batch(path, Settings(wanted=Wanted(**wanted))).check()


def refusal(path: Path) -> list[Problem]:
    with pytest.raises(InputError) as found:
        checked(path)
    return list(found.value.problems)


def said(problems: list[Problem]) -> list[str]:
    return [problem_text(problem) for problem in problems]


def test_a_right_campaign(tmp_path: Path) -> None:
    flight = checked(write_campaign(tmp_path))
    assert not flight.bad
    assert [(row.number, row.name, row.output) for row in flight.rows] == [
        (4, "الرياض", "riyadh"),
        (5, "جدة", "jeddah"),
        (6, "مكة", "makkah"),
    ]
    assert flight.rows[0].spec.values["facts"]["posts"]["value"] == 2466
    assert flight.rows[0].spec.values["title"] == "أرقام الرياض"
    first, second = (row.scenes[0] for row in flight.rows[:2])
    assert first[0].key != second[0].key  # their own figures
    assert first[1].key == second[1].key  # the outro is shared


def test_every_fault_at_once_each_at_its_cell(tmp_path: Path) -> None:
    rows = [
        ("riyadh", "الرياض", "كثير", "منشورات"),
        ("jeddah", "جدة", 1810, "كلمة " * 60),
        ("makkah", "مكة", None, "منشورات"),
        ("../../x", "أبها", 5, "منشورات"),
        ("tabuk", "تبوك", 7, "منشورات"),
    ]
    flight = checked(write_campaign(tmp_path, rows=rows))
    errors = [problem for problem in flight.faults if problem.severity == "error"]
    cells = {problem.place.cell: problem for problem in errors if problem.place}
    assert set(cells) == {"C4", "D5", "C6", "A7"}
    assert "الرياض: 'كثير' is not a number" in cells["C4"].message
    assert "spec.yaml, line 8" in cells["C4"].hint
    assert "جدة: " in cells["D5"].message
    assert "characters" in cells["D5"].message
    assert "leads out of the output folder" in cells["A7"].message
    assert [row.name for row in flight.rows] == ["تبوك"]
    assert problem_text(cells["C4"]).startswith(f"error: {tmp_path}/cities.xlsx!C4: ")


def test_a_fault_of_the_spec_is_told_once_at_its_place(tmp_path: Path) -> None:
    spec = SPEC.replace("scene: outro", "scene: outtro")
    flight = checked(write_campaign(tmp_path, spec=spec))
    errors = [problem for problem in flight.faults if problem.severity == "error"]
    assert len(errors) == 1
    assert "there is no scene 'outtro' (in all 3 rows)" in errors[0].message
    assert errors[0].place is not None
    assert (errors[0].place.path.name, errors[0].place.line) == ("spec.yaml", 13)
    assert len(flight.bad) == 3


def test_a_missing_column_is_one_fault(tmp_path: Path) -> None:
    spec = SPEC.replace("row.posts", "row.post")
    problems = refusal(write_campaign(tmp_path, spec=spec))
    assert len(problems) == 1
    assert "cities.xlsx has no column 'post'" in problems[0].message
    assert "'posts'" in problems[0].hint
    assert problems[0].place is not None
    assert problems[0].place.line == 8


def test_an_error_cell_is_a_fault_only_where_it_is_used(tmp_path: Path) -> None:
    twice = SPEC.replace("call: تابعونا", 'call: "{{ row.posts }}"')  # a cell asked for in two places is told once
    path = write_campaign(tmp_path, spec=twice)
    sheet_path = tmp_path / "cities.xlsx"
    import openpyxl

    book = openpyxl.load_workbook(sheet_path)
    sheet = book["المدن"]
    sheet["E3"], sheet["E4"] = "unused", "#DIV/0!"
    sheet["E4"].data_type = "e"
    sheet["C5"] = "#REF!"
    sheet["C5"].data_type = "e"
    book.save(sheet_path)
    flight = checked(path)
    assert [problem_text(problem).splitlines()[0] for problem in flight.bad[0].problems] == [
        f"error: {sheet_path}!C5: جدة: the cell holds the error #REF!"
    ]
    assert [row.name for row in flight.rows] == ["الرياض", "مكة"]


@pytest.mark.parametrize(
    ("first", "second"), [("Riyadh", "riyadh"), ("مُحَمَّد", "محمد"), ("مـحمد", "محمد"), ("a", "a"), ("ﻻ", "لا")]
)
def test_names_that_readers_or_disks_take_for_one_are_refused(tmp_path: Path, first: str, second: str) -> None:
    rows = [(first, "الرياض", 1, "أ"), (second, "جدة", 2, "ب")]
    flight = checked(write_campaign(tmp_path, rows=rows))
    assert len(flight.bad) == 1
    problem = flight.bad[0].problems[0]
    assert "is already that of الرياض (A4)" in problem.message
    assert problem.place is not None
    assert problem.place.cell == "A5"


def test_a_row_alone_may_not_take_the_name_of_another(tmp_path: Path) -> None:
    rows = [("riyadh", "الرياض", 1, "أ"), ("Riyadh", "جدة", 2, "ب"), ("x", "مكة", 3, "ج")]
    path = write_campaign(tmp_path, rows=rows)
    for only, other in (("4", "A5"), ("5", "A4")):
        (bad,) = checked(path, only=(only,)).bad
        assert f"({other})" in bad.problems[0].message
    assert not checked(path, only=("6",)).bad


def test_a_fault_of_a_template_is_told_once(tmp_path: Path) -> None:
    scenes = tmp_path / "templates" / "scenes"
    scenes.mkdir(parents=True)
    (scenes / "own.xml").write_text(
        "---\ntitle: x\n---\n<scene>\n<text>{{ nothing }}</text>\n</scene>\n", encoding="utf-8"
    )
    spec = SPEC.replace("scene: outro\n    call: تابعونا", "scene: own")
    errors = [fault for fault in checked(write_campaign(tmp_path, spec=spec)).faults if fault.severity == "error"]
    assert len(errors) == 1
    assert "there is no 'nothing' here (in all 3 rows)" in errors[0].message
    assert errors[0].place is not None
    assert (errors[0].place.path.name, errors[0].place.line) == ("own.xml", 5)


@pytest.mark.parametrize(
    "name",
    [
        "", "../x", "a/../../x", "/etc/x", "~/x", "C:x", "a\\b", "a:b", "con", "LPT1.x", "a.", ".a", "a//b",
        "a\u202eb", "x" * 181, "a\nb",
    ],
)  # fmt: skip
def test_names_that_no_file_should_have(name: str) -> None:
    assert name_fault(name) is not None


def test_names_that_are_right() -> None:
    assert [name_fault(name) for name in ("الرياض 2018", "gulf/الرياض", "a.b-c_d")] == [None] * 3
    assert same_name_key("سأل") != same_name_key("سال")  # another word, not another way to write it


def test_only_limit_and_where(tmp_path: Path) -> None:
    path = write_campaign(tmp_path)
    names = lambda **wanted: [row.output for row in checked(path, **wanted).rows]  # noqa: E731
    assert names(only=("5",)) == ["jeddah"]
    assert names(only=("5-6",)) == ["jeddah", "makkah"]
    assert names(only=("مكة, 4",)) == ["riyadh", "makkah"]
    assert names(limit=2) == ["riyadh", "jeddah"]
    with pytest.raises(InputError) as found:
        names(only=("9", "دبي"))
    assert [problem.message for problem in found.value.problems] == [
        "--only 9: there is no such row",
        "--only دبي: there is no such row",
    ]
    path = write_campaign(tmp_path, campaign=CAMPAIGN + "where: row.posts > 1000 and row.city != 'جدة'\n")
    assert names() == ["riyadh"]
    path = write_campaign(tmp_path, campaign=CAMPAIGN + "where: row.posts > 9999\n")
    assert "no row is left" in refusal(path)[0].message


def test_an_empty_cell_amid_text_is_doubtful(tmp_path: Path) -> None:
    rows = [("a", None, 5, "x")]
    flight = checked(write_campaign(tmp_path, campaign=CAMPAIGN.replace("row.city", "row.id"), rows=rows))
    empty = [problem for problem in flight.faults if problem.code == "cell-empty"]
    assert len(empty) == 1
    assert empty[0].place is not None
    assert empty[0].place.cell == "B4"


def test_the_spec_may_stand_in_the_campaign_and_facts_are_shared(tmp_path: Path) -> None:
    inline = "spec:\n" + "".join(f"  {line}\n" for line in SPEC.splitlines())
    campaign = CAMPAIGN.replace("spec: spec.yaml\n", inline) + "facts:\n  year: {value: '{{ row.posts * 2 }}'}\n"
    flight = checked(write_campaign(tmp_path, campaign=campaign.replace("fact: posts", "fact: year")))
    assert flight.rows[0].spec.values["facts"]["year"]["value"] == 4932
    rows = [("a", "أ", "نص", "x")]
    path = write_campaign(tmp_path, campaign=campaign, rows=rows)
    problems = checked(path).bad[0].problems
    assert any("(campaign.yaml, line" in problem.hint for problem in problems)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("spec: spec.yaml\n", "'data' is missing"),
        ("spec: none.yaml\ndata: cities.xlsx\n", "there is no spec none.yaml"),
        ("spec: spec.yaml\ndata: none.xlsx\n", "there is no file none.xlsx"),
        (CAMPAIGN + "ouput: x\n", "there is no key 'ouput'"),
        (CAMPAIGN + "formats: [reel, reel]\n", "names one twice"),
        (CAMPAIGN + "formats: [rel]\n", "is not a format"),
        (CAMPAIGN + "platforms: [instagrm]\n", "there is no platform 'instagrm'"),
        (CAMPAIGN + "where: city == 1\n", "'city' is not known here"),
        (CAMPAIGN + "where: 'row.city =='\n", "this is no expression"),
        ("- a\n", "a campaign is a group of keys"),
    ],
)
def test_faults_of_the_campaign_file(tmp_path: Path, text: str, message: str) -> None:
    problems = refusal(write_campaign(tmp_path, campaign=text))
    assert any(message in problem.message for problem in problems), problems
    assert all(problem.place is not None and problem.place.path.suffix == ".yaml" for problem in problems)


COLUMNS = ("city", "عدد السكان", "posts", "items")


def test_the_schema_takes_what_campaigns_say(infoclip: Callable[..., Any]) -> None:
    import json

    import jsonschema

    from infoclip.located import load_yaml_text

    schema = json.loads(infoclip("schema", "--campaign").out)
    jsonschema.Draft202012Validator.check_schema(schema)
    full = CAMPAIGN + "where: [row.a, row.b]\nformats: reel\nplatforms: [x]\nfacts: {a: 1}\n"
    for text in (CAMPAIGN, full, "spec: {title: x}\ndata: a.csv\nwhere: row.a\nformats: [reel]\n"):
        jsonschema.validate(load_yaml_text(text, Path("campaign.yaml")).value, schema)
    for text in (
        "spec: a\n",
        "spec: a\ndata: {sheet: x}\n",
        "spec: a\ndata: b\nformats: rel\n",
        "spec: a\ndata: b\nx: 1\n",
    ):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(load_yaml_text(text, Path("campaign.yaml")).value, schema)


TABLE = Table(Path("t.csv"), COLUMNS, ("A", "B", "C", "D"), [Row(2, ("الرياض", 7.5, "2,466", None))])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("{{ row.city }}", "الرياض"),
        ("مدينة {{ row.city }}", "مدينة الرياض"),
        ("{{ row['عدد السكان'] }}", 7.5),
        ("{{ row.عدد_السكان * 2 }}", 15),
        ("{{ row.posts | number / 2 }}", 1233),
        ("{{ number }}", 3),
        ("{{ [row.city, row.posts] }}", ["الرياض", "2,466"]),
        ("{{ row.items }}", None),
        ("{{ row.items or 'لا شيء' }}", "لا شيء"),
        ("{% if row.items %}x{% endif %}", ""),
        ("<{{ row.city }}>", "<الرياض>"),
        ("{{ row.city == 'الرياض' }}", True),
    ],
)
def test_what_expressions_come_to(text: str, value: object) -> None:
    found = compile_expression(text, Place(Path("spec.yaml"), 3), TABLE)
    assert found.of(TABLE, TABLE.rows[0], 3).value == value


@pytest.mark.parametrize(
    "text",
    [
        "{{ row.__class__ }}", "{{ row.city.__class__.__mro__ }}", "{{ ''.__class__ }}", "{{ row._values }}",
        "{{ 'x' * 10000000 }}", "{{ range(99999999) | list }}", "{{ 9 ** 9999 }}", "{{ row.city.format(1) }}",
        "{% for a in range(900) %}{% for b in range(900) %}x{% endfor %}{% endfor %}",
        "{{ 1 / 0 }}", "{{ row.city + 1 }}",
    ],
)  # fmt: skip
def test_expressions_cannot_reach_out_or_run_away(text: str) -> None:
    with pytest.raises(InputError):
        compile_expression(text, Place(Path("spec.yaml"), 3), TABLE).of(TABLE, TABLE.rows[0], 1)


def test_numbers_keep_the_way_they_are_written_in_text(tmp_path: Path) -> None:
    path = write_campaign(tmp_path, campaign=CAMPAIGN.replace("{file: cities.xlsx, sheet: المدن}", "cities.csv"))
    (tmp_path / "cities.csv").write_text("id,city,posts,note\na,أ,٢٬٤٦٦,12.50\n", encoding="utf-8")
    batch = Batch(path)
    filled = RowFiller(batch.file, batch.table).fill(batch.table.rows[0], 1)
    assert filled.spec.values["facts"]["posts"]["value"] == 2466
    assert filled.spec.tree().written(("scenes", 0, "label")) == "12.50"
    assert not checked(path).bad


def test_the_command_refuses_a_bad_row_and_leaves_it_out_when_told(
    tmp_path: Path, infoclip: Callable[..., Any]
) -> None:
    path = write_campaign(tmp_path, rows=[*ROWS, ("x", "أبها", "لا رقم", "y")])
    said_ = infoclip("batch", path, "-o", tmp_path / "out", "--check")
    assert said_.code == 2
    assert "cities.xlsx!C7: أبها: " in said_.err
    assert "3 rows are right, 1 are wrong" in said_.out
    assert not (tmp_path / "out").exists()
    left_out = infoclip("batch", path, "-o", tmp_path / "out", "--check", "--skip-bad")
    assert left_out.code == 0
    assert "3 films to make" in left_out.err
    assert not (tmp_path / "out").exists()
    states = infoclip("batch", path, "-o", tmp_path / "out", "--status")
    assert "3 missing, 1 wrong" in states.out
    write_rows(tmp_path)
    assert infoclip("batch", path, "-o", tmp_path / "out", "--check").code == 0
