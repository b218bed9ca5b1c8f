"""Filled markup becomes elements; every fault stands at its line of the template."""

from __future__ import annotations

from pathlib import Path

import pytest

from infoclip.errors import InputError, Place, Problem
from infoclip.scenes.elements import LINE_BREAK, Element, Inline
from infoclip.scenes.markup import MAX_ELEMENTS, number_lines, parse_markup

FILE = Path("number.xml")


def parsed(source: str) -> Element:
    return parse_markup(number_lines(source), Place(FILE))


def faults(source: str) -> tuple[Problem, ...]:
    with pytest.raises(InputError) as caught:
        parsed(source)
    return caught.value.problems


def inlines(text: str) -> tuple[Inline, ...]:
    return parsed(f"<scene><text>{text}</text></scene>").children[0].inlines


def test_elements_keep_their_attributes_and_their_places() -> None:
    root = parsed('<scene>\n  <column gap="3">\n    <text role="title">عام</text></column>\n</scene>')
    text = root.children[0].children[0]
    assert (text.tag, text.attributes, text.text) == ("text", {"role": "title"}, "عام")
    assert (text.place.line, text.place.column, text.place.length) == (3, 5, 5)


def test_a_place_survives_what_a_loop_repeats() -> None:
    source = "<scene>\n{% for i in (1, 2, 3) %}\n<text>{{ i }}</text>\n{% endfor %}\n<space/>\n</scene>"
    filled = number_lines(source).replace("{{ i }}", "1")
    body = filled.split("%}")[1].split("{%")[0]
    xml = filled.split("{%")[0] + body * 3 + filled.rsplit("%}", 1)[1]
    lines = [child.place.line for child in parse_markup(xml, Place(FILE)).children]
    assert lines == [3, 3, 3, 5]


def test_a_less_than_in_an_expression_is_no_tag() -> None:
    source = "<scene>{% if a <b %}<space/>{% endif %}{# <text> #}{{ a <c }}</scene>"
    assert number_lines(source).count("at.=") == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  نما \n  في عام ", ["نما في عام"]),
        ("نما<b> ٤٠٪ </b>في", ["نما", " ٤٠٪", " في"]),
        ("نما <b>٤٠٪</b> في", ["نما", " ٤٠٪", " في"]),
        ("<b>٤٠٪</b>", ["٤٠٪"]),
        ("سطر <br/> آخر", ["سطر", "\n", "آخر"]),
        (f"سطر {LINE_BREAK} آخر", ["سطر\nآخر"]),
        ("مئة\u00a0ألف", ["مئة\u00a0ألف"]),
        ("أ<b/>ب", ["أ", "ب"]),
        (" ", []),
    ],
)
def test_spaces_collapse_as_a_reader_expects(text: str, expected: list[str]) -> None:
    assert [part.text for part in inlines(text)] == expected


def test_stretches_inherit_and_multiply() -> None:
    outer, inner = inlines('<span color="accent" scale="0.5">أ<b>ب<span scale="0.5" weight="900">ج</span></b></span>')[
        0::2
    ]
    assert (outer.color, outer.weight, outer.scale) == ("accent", None, 0.5)
    assert (inner.color, inner.weight, inner.scale) == ("accent", 900, 0.25)


def test_all_faults_come_at_once_in_order() -> None:
    found = faults('<scene>\n<txt/>\n<text colr="x"/>\n<column>صباح</column>\n<slice value="1"/>\n</scene>')
    assert [(fault.place and fault.place.line) for fault in found] == [2, 3, 4, 5]
    assert found[0].hint == "did you mean 'text'?"
    assert "'colr'" in found[1].message
    assert "صباح" in found[2].message
    assert "cannot stand in <scene>" in found[3].message


def test_free_parameters_belong_to_art_only() -> None:
    assert parsed('<scene><art name="card" lit="1"/></scene>').children[0].attributes["lit"] == "1"
    assert faults('<scene><row lit="1"/></scene>')[0].place == Place(FILE, 1, 8, 4)


@pytest.mark.parametrize(
    "source",
    [
        "<scene>\n<column>\n</row>\n</scene>",
        "<scene>\n<column>\n</scene>",
        "<scene>\n<text role=title/>\n</scene>",
        "<scene>\n<text>a & b</text>\n</scene>",
    ],
)
def test_broken_markup_is_told_near_its_line(source: str) -> None:
    fault = faults(source)[0]
    assert fault.place is not None
    assert fault.place.line == 2
    assert "not well formed" in fault.message


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ('<!DOCTYPE scene [<!ENTITY x SYSTEM "file:///etc/passwd">]><scene><text>&x;</text></scene>', "DOCTYPE"),
        ("<scene><text>&nbsp;</text></scene>", "not well formed"),
        ("<row/>", "outermost"),
        ("<scene><scene/></scene>", "cannot stand"),
        ("<scene><text><icon name='x'/></text></scene>", "cannot stand inside <text>"),
        ("<scene><text><span scale='9'>a</span></text></scene>", "scale is '9'"),
        ("<scene><b>a</b></scene>", "no element <b>"),
        ("<scene>" + "<row>" * 60 + "</row>" * 60 + "</scene>", "levels"),
        ("<scene>" + "<space/>" * (MAX_ELEMENTS + 5) + "</scene>", "elements"),
    ],
)
def test_what_markup_may_not_do(source: str, said: str) -> None:
    assert said in faults(source)[0].message


def test_comments_and_instructions_are_not_content() -> None:
    assert parsed("<scene><!-- ملاحظة --><?x y?><row/></scene>").children[0].tag == "row"
