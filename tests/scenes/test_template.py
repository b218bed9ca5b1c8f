"""Templates: front matter, the sandbox and its limits, and where the user's own templates win."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from infoclip.errors import InputError, Problem
from infoclip.scenes.template import Template, fill_art, load_template
from infoclip.theme.assets import ArtFile, Library

Write = Callable[[str], Template]
HEAD = "---\ntitle: T\nparams:\n  label: {type: text}\n---\n"


@pytest.fixture(autouse=True)
def _no_user_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INFOCLIP_HOME", str(tmp_path / "home"))


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """A template whose body follows `HEAD`, so that the body begins on line 6."""

    def make(body: str) -> Template:
        file = tmp_path / "templates" / "scenes" / "own.xml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(HEAD + body, encoding="utf-8")
        return load_template("own", Library(tmp_path))

    return make


def fault(call: Callable[[], object]) -> Problem:
    with pytest.raises(InputError) as caught:
        call()
    return caught.value.problems[0]


def line(problem: Problem) -> int:
    assert problem.place is not None
    return problem.place.line


def test_what_is_filled_in_is_escaped(write: Write) -> None:
    template = write('<scene><text id="{{ label }}">{{ label }} {{ label }}</text></scene>')
    text = template.fill({"label": '<b>"R&D" <9</b>'}).children[0]
    assert text.text == '<b>"R&D" <9</b> <b>"R&D" <9</b>'
    assert text.attributes["id"] == '<b>"R&D" <9</b>'
    assert len(text.inlines) == 1


def test_values_are_written_for_markup(write: Write) -> None:
    template = write('<scene><art name="x" a="{{ v < 1 }}" b="{{ n }}" c="{{ v }}" d="{{ v * 36 }}"/></scene>')
    assert template.fill({"v": 1 / 3, "n": None}).children[0].attributes == {
        "name": "x", "a": "true", "b": "", "c": "0.333333", "d": "12",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("{{ ''.__class__ }}", "unsafe"),
        ("{{ label.__init__.__globals__ }}", "unsafe"),
        ("{{ ''|attr('__class__') }}", "unsafe"),
        ("{{ [].append(1) }}", "unsafe"),
        ("{{ '{0.__class__}'.format(label) }}", "unsafe"),
        ("{{ lablel }}", "there is no 'lablel' here"),
        ("{{ label.number }}", "a text has no 'number'"),
        ("{{ 1 / 0 }}", "division by zero"),
        ("{{ none + 1 }}", "unsupported operand"),
        ("{% for i in range(10 ** 7) %}{% endfor %}", "does not come to an end"),
        ("{% for i in range(999) %}{% for j in range(999) %}{% endfor %}{% endfor %}", "does not come to an end"),
        ("{{ 'a' * 10 ** 9 }}", "repeated"),
        ("{{ 9 ** 9 ** 9 }}", "small numbers"),
        ("{{ '%0999999999d' % 1 }}", "numbers only"),
        ("{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}", "without end"),
        ("{% include '../../spec.yaml' %}", "no file '../../spec.yaml'"),
        ("{% include '/etc/passwd' %}", "no file '/etc/passwd'"),
    ],
)
def test_the_sandbox_refuses_at_the_line(write: Write, expression: str, said: str) -> None:
    template = write(f"<scene>\n\n{expression}</scene>")
    problem = fault(lambda: template.fill({"label": "عام"}))
    assert said in problem.message
    assert line(problem) == 8


def test_output_has_an_end(write: Write) -> None:
    template = write("<scene>{% for i in range(150) %}{{ label * 99999 }}{% endfor %}</scene>")
    assert "more than 2,000,000 characters" in fault(lambda: template.fill({"label": "ا"})).message


def test_a_misspelt_name_gets_a_hint(write: Write) -> None:
    template = write("<scene><text>{{ lable }}</text></scene>")
    assert fault(lambda: template.fill({"label": ""})).hint == "did you mean 'label'?"


def test_a_syntax_error_has_its_line(write: Write) -> None:
    template = write("<scene>\n{% if label %}\n</scene>")
    problem = fault(lambda: template.fill({"label": ""}))
    assert "{% endif %}" in problem.hint
    assert line(problem) >= 7


def test_markup_faults_have_the_file_s_own_line(write: Write) -> None:
    template = write("<scene>\n{% for i in (1, 2) %}<text/>\n{% endfor %}\n<txt/>\n</scene>")
    assert line(fault(lambda: template.fill({"label": ""}))) == 9


def test_a_fault_in_an_imported_file_is_told_there(write: Write, tmp_path: Path) -> None:
    template = write('{% import "_kit.xml" as kit %}<scene>{{ kit.piece() }}</scene>')
    kit = tmp_path / "templates" / "scenes" / "_kit.xml"
    kit.write_text("{% macro piece() %}\n<txt/>\n{% endmacro %}", encoding="utf-8")
    problem = fault(lambda: template.fill({"label": ""}))
    assert problem.place is not None
    assert (problem.place.path, problem.place.line) == (kit, 2)


def test_an_edited_template_is_read_again(write: Write) -> None:
    assert write("<scene><text>a</text></scene>").fill({}).children[0].text == "a"
    import os

    template = write("<scene><text>b</text></scene>")
    os.utime(template.path, ns=(1, 1))
    assert template.fill({}).children[0].text == "b"


@pytest.mark.parametrize(
    ("text", "said", "number"),
    [
        ("<scene/>", "no front matter", 1),
        ("---\ntitle: T\nparms: {}\n---\n<scene/>", "no key 'parms'", 3),
        ("---\ntitle: T\nparams:\n  a: {type: txt}\n---\n<scene/>", "'params.a.type' is 'txt'; it can be text,", 4),
        ("---\ntitle: T\nparams:\n  My-A: {type: text}\n---\n<scene/>", "'My-A' is no name here", 4),
        ("---\ntitle: T\nparams:\n  a: {type: choice}\n---\n<scene/>", "a choice needs 'of'", 4),
        ("---\ntitle: T\nparams:\n  a: {type: list}\n---\n<scene/>", "a list needs 'of'", 4),
        ("---\ntitle: T\nparams:\n  theme: {type: text}\n---\n<scene/>", "cannot be called 'theme'", 4),
        ("---\ntitle: T\nparams:\n  loop: {type: text}\n---\n<scene/>", "cannot be called 'loop'", 4),
        ("---\ntitle: T\nparams: [\n---\n<scene/>", "expected", 4),
    ],
)
def test_front_matter_is_checked(tmp_path: Path, text: str, said: str, number: int) -> None:
    file = tmp_path / "templates" / "scenes" / "own.xml"
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="utf-8")
    problem = fault(lambda: load_template("own", Library(tmp_path)))
    assert said in problem.message
    assert problem.place is not None
    assert problem.place.path == file
    if number:
        assert problem.place.line == number


@pytest.mark.parametrize("given", ["ستون", ""])
def test_a_parameter_wins_over_the_function_of_its_name_and_says_where_that_is_called(write: Write, given: str) -> None:
    values = {"number": given, "percent": lambda value: f"{value}%"}
    assert write("<scene><text>{{ number }} {{ percent(4) }}</text></scene>").fill(values).children[0].text.strip()
    problem = fault(lambda: write("<scene>\n<text>{{ percent(number(4)) }}</text></scene>").fill(values))
    assert "'number' is a parameter here, which hides the function of its name" in problem.message
    assert line(problem) == 7
    assert "another name" in problem.hint


def test_an_unknown_scene_gets_a_hint(tmp_path: Path) -> None:
    problem = fault(lambda: load_template("tilte", Library(tmp_path)))
    assert problem.hint == "did you mean 'title'?"


def art(tmp_path: Path, text: str, **values: Any) -> str:
    file = tmp_path / "a.svg"
    file.write_text(text, encoding="utf-8")
    return fill_art(ArtFile(file, "", (tmp_path,)), values)


def test_art_escapes_parameters_and_keeps_its_own_markup(tmp_path: Path) -> None:
    (tmp_path / "kit.svg").write_text("{% macro m(x) %}<g id='{{ x }}'/>{% endmacro %}", encoding="utf-8")
    text = art(tmp_path, '{% from "kit.svg" import m %}<svg>{{ m(v) }}{{ f(2) }}</svg>', v="<&", f=lambda x: f"M{x} 0")
    assert text == "<svg><g id='&lt;&amp;'/>M2 0</svg>"


def test_a_fault_in_art_has_its_line(tmp_path: Path) -> None:
    problem = fault(lambda: art(tmp_path, "<svg>\n{{ colr }}</svg>", color="#fff"))
    assert (line(problem), problem.hint) == (2, "did you mean 'color'?")
