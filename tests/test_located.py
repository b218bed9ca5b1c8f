"""YAML with places: every value's line, column and length, and every fault of the text in plain words."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from infoclip.errors import InputError, Problem, quote_source
from infoclip.located import MAX_BYTES, load_yaml, load_yaml_text
from infoclip.yaml_tree import plain_scalar

FILE = Path("clip.yaml")
TEXT = """\
title: حصاد 2018   # a comment
brand: {name: "هيئة", handle: '@gso'}
scenes:
  - scene: title
    headline: >
      حصاد عام
      في المواقع
  - scene: number
    fact:
    items: [12, b]
"""


@pytest.mark.parametrize(
    ("loc", "key", "expected"),
    [
        (("title",), False, (1, 8, 9)),
        (("title",), True, (1, 1, 5)),
        (("brand",), False, (2, 8, 30)),
        (("brand", "name"), False, (2, 15, 6)),
        (("brand", "handle"), True, (2, 23, 6)),
        (("scenes", 0, "headline"), False, (5, 15, 1)),
        (("scenes", 1, "scene"), False, (8, 12, 6)),
        (("scenes", 1), False, (8, 5, 13)),
        (("scenes", 1, "fact"), False, (9, 5, 4)),
        (("scenes", 1, "items", 1), False, (10, 17, 1)),
        (("scenes", 1, "items", 9), False, (10, 12, 7)),
        (("scenes", 1, "nowhere", "deep"), False, (8, 5, 13)),
        ((), False, (1, 1, 30)),
    ],
)
def test_place_of_values_and_keys(loc: tuple[str | int, ...], key: bool, expected: tuple[int, int, int]) -> None:
    place = load_yaml_text(TEXT, FILE).place(loc, key)
    assert (place.line, place.column, place.length) == expected
    assert place.path == FILE


def test_lines_serve_the_error_quote() -> None:
    located = load_yaml_text("\n".join(TEXT.splitlines()), FILE, first_line=41)
    place = located.place(("scenes", 1, "items", 0))
    assert place.line == 50
    assert quote_source(place, located.lines) == "50 |     items: [12, b]\n   |             ^^"


def test_core_schema_of_yaml_1_2() -> None:
    text = "[no, yes, on, True, false, ~, null, 012, 0x1F, 0o17, 1.50, .5, 1e3, -3, 2026-11-22, ٢٤, 1_000"
    text += ", '7', !!str 7, 1:30]"
    expected = [
        "no",
        "yes",
        "on",
        True,
        False,
        None,
        None,
        12,
        31,
        15,
        1.5,
        0.5,
        1000.0,
        -3,
        "2026-11-22",
        "٢٤",
        "1_000",
    ]
    located = load_yaml_text(text, FILE)
    assert located.value == [*expected, "7", "7", "1:30"]
    assert [type(item) for item in located.value[:17]] == [type(item) for item in expected]
    assert located.written((7,)) == "012"
    assert located.written((10,)) == "1.50"
    assert located.written(()) == ""


def test_numbers_too_large_for_a_float_stay_text() -> None:
    assert plain_scalar("1e999") == "1e999"
    assert plain_scalar("9" * 301) == float("9" * 301) or plain_scalar("9" * 301) == "9" * 301


def test_keys_are_text_as_written() -> None:
    assert load_yaml_text("2018: a\nno: b\n1.10: c\n", FILE).value == {"2018": "a", "no": "b", "1.10": "c"}


def test_aliases_share_values() -> None:
    located = load_yaml_text("a: &x {b: 1}\nc: *x\n", FILE)
    assert located.value == {"a": {"b": 1}, "c": {"b": 1}}
    assert located.place(("c", "b")).line == 1


# (what, text, line:column of each problem, words of the first message)
FAULTS = [
    ("duplicate keys, all at once", "a: 1\na: 2\nb: {c: 1, c: 2}", ["2:1", "3:11"], "'a' is written twice"),
    ("open quote", 'a: 1\nb: "x', ["2:4"], "quotation mark"),
    ("open list", "a: [1, 2", ["1:4"], "["),
    ("open mapping", "a: {b: 1", ["1:4"], "{"),
    ("tab", "a:\n\tb: 1", ["2:1"], "tab"),
    ("at sign", "handle: @gso", ["1:9"], "begin with @"),
    ("backtick", "a: `x`", ["1:4"], "begin with `"),
    ("percent", "a: %x", ["1:4"], "begin with %"),
    ("two colons", "a: b: c", ["1:5"], "':'"),
    ("no colon", "a: 1\nfoo\nb: 2", ["2:1"], "without ':'"),
    ("indentation", "a:\n  b: 1\n c: 2", ["3:2"], "line up"),
    ("list in a group", "a: 1\n- b", ["2:1"], "line up"),
    ("list on the line", "a: - b", ["1:4"], "list"),
    ("text after a quote", 'a: "b" c', ["1:8"], "closed quotation"),
    ("closing bracket", "a: ]", ["1:4"], "expected"),
    ("escape", 'a: "b\\qc"', ["1:7"], "escape"),
    ("tag", "a: !x 1\nb: !!python/object:os.system x", ["1:4", "2:4"], "'!x' is a YAML tag"),
    ("unknown alias", "a: *b", ["1:4"], "'*b'"),
    ("alias inside itself", "a: &x [*x]", ["1:8"], "'*x'"),
    ("second document", "a: 1\n---\nb: 1", ["2:1"], "second document"),
    ("list as key", "[a]: 1", ["1:3"], "key"),
    ("mapping as key", "{a: 1}: 2", ["1:6"], "key"),
    ("null character", "a: \x00", ["1:4"], "U+0000"),
    ("escape sequence of a terminal", "a: b\nc: \x1b[1m", ["2:4"], "U+001B"),
    ("empty", "", ["1:1"], "empty"),
    ("only comments", "# a\n# b\n", ["1:1"], "empty"),
    ("too deep", "[" * 60 + "]" * 60, ["1:41"], "levels"),
]


@pytest.mark.parametrize(("what", "text", "places", "words"), FAULTS, ids=[fault[0] for fault in FAULTS])
def test_faults_have_places_and_plain_words(what: str, text: str, places: list[str], words: str) -> None:
    with pytest.raises(InputError) as caught:
        load_yaml_text(text, FILE)
    problems = caught.value.problems
    assert [f"{item.place.line}:{item.place.column}" for item in problems if item.place] == places
    assert words in problems[0].message
    assert not {"token", "node", "scalar", "ruamel", "stream"} & set(problems[0].message.replace(":", " ").split())


def test_alias_bomb_is_stopped() -> None:
    lines = ["a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 12)]
    with pytest.raises(InputError) as caught:
        load_yaml_text("\n".join(lines), FILE)
    assert "more than" in caught.value.problems[0].message


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    for path, words in ((tmp_path, "folder"), (tmp_path / "nowhere.yaml", "no file"), (Path("a\0b"), "read")):
        with pytest.raises(InputError) as caught:
            load_yaml(path)
        assert words in caught.value.problems[0].message
    large = tmp_path / "large.yaml"
    large.write_text("# " + "x" * MAX_BYTES)
    with pytest.raises(InputError, match="1 MB"):
        load_yaml(large)


def test_text_that_is_not_utf8_names_its_place(tmp_path: Path) -> None:
    path = tmp_path / "spec.yaml"
    path.write_bytes(b"title: a\nb: " + "حصاد".encode("cp1256"))
    with pytest.raises(InputError, match="UTF-8") as caught:
        load_yaml(path)
    place = caught.value.problems[0].place
    assert place is not None
    assert (place.line, place.column) == (2, 4)


def test_byte_order_mark_and_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "spec.yaml"
    path.write_bytes("\ufefftitle: حصاد\r\nlocale: en\r\n".encode())
    located = load_yaml(path)
    assert located.value == {"title": "حصاد", "locale": "en"}
    assert located.place(("locale",)).line == 2
    assert located.place(("title",), key=True).column == 1


SIGNS = ":-?|>#&*!%@`{}[],~a \t\r\n\\\"'\u2028\x85\ufeff"
YAML_BITS = st.lists(
    st.sampled_from([*SIGNS, "- ", ": ", "\n  ", "---", "...", "حصاد", "&a", "*a", "!!str ", "<<", "12"]), max_size=40
).map("".join)


@settings(max_examples=400, deadline=None)
@given(YAML_BITS | st.text(max_size=60))
def test_any_text_gives_data_or_input_errors(text: str) -> None:
    problems: tuple[Problem, ...] = ()
    try:
        load_yaml_text(text, FILE)
    except InputError as error:
        problems = error.problems
        assert problems
    for problem in problems:
        assert problem.message
        assert problem.place is not None
        assert problem.place.line >= 1
        assert problem.place.column >= 1


@settings(max_examples=150, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-1000, 1000) | st.sampled_from(["نص", "a b", "no"]),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abcd"), inner, max_size=3),
        max_leaves=12,
    )
)
def test_every_value_has_its_own_place(value: object) -> None:
    import json

    text = json.dumps(value, ensure_ascii=False)
    located = load_yaml_text(text, FILE)
    assert located.value == value

    def check(item: object, loc: tuple[str | int, ...]) -> None:
        place = located.place(loc)
        assert json.loads(text[place.column - 1 : place.column - 1 + place.length]) == item
        children = item.items() if isinstance(item, dict) else enumerate(item) if isinstance(item, list) else ()
        for step, child in children:
            check(child, (*loc, step))

    check(value, ())
