"""The spec: what is accepted, and every fault with its line, column, length, words and hint."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from infoclip.errors import InputError
from infoclip.spec.models import Fact, Spec
from infoclip.spec.reader import read_fact, read_spec, read_spec_text

FILE = Path("clips/clip.yaml")
HEAD = "title: ت\n"
SCENES = "scenes:\n  - scene: outro\n"


def read(text: str) -> Spec:
    return read_spec_text(text, FILE)


def faults(text: str) -> list[tuple[str, str, str]]:
    """`line:column+length`, message and hint of every problem of a whole spec."""
    with pytest.raises(InputError) as caught:
        read(text)
    return [
        (f"{p.place.line}:{p.place.column}+{p.place.length}" if p.place else "", p.message, p.hint)
        for p in caught.value.problems
    ]


def test_a_whole_spec() -> None:
    spec = read("""\
title: حصاد 2018
locale: ar_eg
digits: arab
brand: {name: هيئة, accent: "#0E7C66", handles: {x: "@a"}}
formats: [reel, wide]
duration: ٤٥
fps: 25
facts:
  posts: {value: ٢٤٦٦, noun: [منشور, منشورات], date: 2018}
  rate: 40%
  lost: -3.5
sound: calm
scenes:
  - scene: title
    headline: حصاد
    seconds: 3
    transition: iris 0.6
  - scene: number
    fact: posts
    kicker: 1.10
""")
    assert (spec.locale, spec.language, spec.direction, spec.digits) == ("ar-EG", "ar", "rtl", "arab")
    assert (spec.duration, spec.fps, spec.formats) == (45, 25, ("reel", "wide"))
    posts = spec.facts["posts"]
    assert (posts.value, posts.noun, posts.date, posts.percent) == (2466, ("منشور", "منشورات"), "2018", False)
    assert (spec.facts["rate"].value, spec.facts["rate"].percent) == (40, True)
    assert spec.facts["lost"].value == -3.5
    assert spec.sound is not None
    assert spec.sound.mood == "calm"
    assert spec.scenes[0].parameters == {"headline": "حصاد"}
    assert (spec.scenes[0].seconds, spec.scenes[0].transition) == (3, "iris 0.6")
    assert spec.scenes[1].parameters["fact"] == "posts"
    assert spec.written(("scenes", 1, "kicker")) == "1.10"
    place = spec.place_of(("scenes", 1, "fact"))
    assert (place.path, place.line, place.column, place.length) == (FILE, 19, 11, 5)
    assert spec.folder == Path("clips")


def test_defaults_and_short_forms() -> None:
    spec = read("title: ت\nbrand: هيئة\nformats: square\nsound: none\n" + SCENES)
    assert (spec.locale, spec.digits, spec.theme, spec.duration, spec.fps) == ("ar-SA", "latn", "official", 30, 30)
    assert spec.brand.name == "هيئة"
    assert spec.formats == ("square",)
    assert spec.sound is not None
    assert spec.sound.silent
    assert read(HEAD + SCENES).sound is None
    assert read(HEAD + "locale: en\n" + SCENES).direction == "ltr"


def test_numbers_where_text_is_wanted_stay_as_written() -> None:
    spec = read("title: 1.10\nsource: 012\nfacts: {a: {value: 1, label: 2018, unit: 007}}\n" + SCENES)
    assert (spec.title, spec.source) == ("1.10", "012")
    assert (spec.facts["a"].label, spec.facts["a"].unit) == ("2018", "007")


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("2466", 2466), ("٢٤٦٦", 2466), ("۲۴۶۶", 2466), ('"2,466"', 2466), ("٢٬٤٦٦", 2466), ("2 466", 2466),
        ("٢٫٥", 2.5), ("2.5", 2.5), ("-3", -3), ('"−3.5"', -3.5), ("1,234,567.25", 1234567.25), ("0", 0),
    ],
)  # fmt: skip
def test_figures_in_any_digits(written: str, value: float) -> None:
    fact = read(f"{HEAD}facts:\n  a: {written}\n{SCENES}").facts["a"]
    assert fact.value == value
    assert not fact.percent


@pytest.mark.parametrize("written", ["40%", "٤٠٪", '"%40"', "{value: 40, unit: '%'}", "{value: 40, percent: true}"])
def test_percentages(written: str) -> None:
    fact = read(f"{HEAD}facts:\n  a: {written}\n{SCENES}").facts["a"]
    assert (fact.value, fact.percent, fact.unit) == (40, True, "")


# (what, spec, place, words of the message, words of the hint)
FAULTS = [
    ("unknown key", "titel: x\n" + HEAD + SCENES, "1:1+5", "'titel'", "did you mean 'title'?"),
    ("a brand's key", "accent: '#0E7C66'\n" + HEAD + SCENES, "1:1+6", "no key 'accent'", "under 'brand:'"),
    ("a scene's key", "transition: fade\n" + HEAD + SCENES, "1:1+10", "no key 'transition'", "in a scene"),
    ("seconds with a unit", HEAD + "duration: 30s\n" + SCENES, "2:11+3", "'30s'", "alone: 30"),
    ("seconds with a word", HEAD + "duration: ٢٠ ثانيةً\n" + SCENES, "2:11+9", "'٢٠ ثانيةً'", "alone: ٢٠"),
    ("missing title", SCENES, "1:1+7", "'title' is missing", "title:"),
    ("missing scenes", HEAD, "1:1+8", "'scenes' is missing", "scenes:"),
    ("no scenes", HEAD + "scenes: []\n", "2:9+2", "1 to 60 scenes", ""),
    ("scenes is a group", HEAD + "scenes: {a: 1}\n", "2:9+6", "must be a list", ""),
    ("too many scenes", HEAD + "scenes:\n" + "  - scene: a\n" * 61, "3:3+10", "not 61", ""),
    ("a list", "- title\n", "1:1+7", "a list", "title:"),
    ("title is a list", "title: [a]\n" + SCENES, "1:8+3", "'title' must be text, not a list", ""),
    ("title is true", "title: true\n" + SCENES, "1:8+4", "must be text", 'quotes: "true"'),
    ("empty title", "title:\n" + SCENES, "1:1+5", "'title' must be text, not empty", "delete the line"),
    ("blank title", "title: ''\n" + SCENES, "1:8+2", "'title' is empty", ""),
    ("locale", HEAD + "locale: arabic\n" + SCENES, "2:9+6", "'arabic' is not a language", ""),
    ("digits", HEAD + "digits: arabic\n" + SCENES, "2:9+6", "latn or arab", "did you mean 'arab'?"),
    ("variant", HEAD + "variant: blue\n" + SCENES, "2:10+4", "dark or light", ""),
    ("format", HEAD + "formats: [reel, sqare]\n" + SCENES, "2:17+5", "'sqare'", "did you mean 'square'?"),
    ("format twice", HEAD + "formats: [reel, reel]\n" + SCENES, "2:10+12", "twice", ""),
    ("format alone", HEAD + "formats: rell\n" + SCENES, "2:10+4", "'rell'", "did you mean 'reel'?"),
    ("duration too short", HEAD + "duration: 3\n" + SCENES, "2:11+1", "at least 5", ""),
    ("duration too long", HEAD + "duration: 121\n" + SCENES, "2:11+3", "at most 120", ""),
    ("duration in words", HEAD + "duration: soon\n" + SCENES, "2:11+4", "'soon' is not a number", ""),
    ("fps", HEAD + "fps: 29.97\n" + SCENES, "2:6+5", "whole number", ""),
    ("accent", HEAD + "brand: {accent: red}\n" + SCENES, "2:17+3", "'red' is not a colour", ""),
    ("brand key", HEAD + "brand: {nam: x}\n" + SCENES, "2:9+3", "'nam'", "did you mean 'name'?"),
    ("brand list", HEAD + "brand: [x]\n" + SCENES, "2:8+3", "'brand' must be a name", ""),
    ("sound", HEAD + "sound: {mood: a, file: b}\n" + SCENES, "2:8+18", "both 'mood' and 'file'", ""),
    ("hold", HEAD + "hold: yes\n" + SCENES, "2:7+3", "skip or encode", ""),
    ("fact without value", HEAD + "facts:\n  a: {noun: x}\n" + SCENES, "3:6+9", "'value' is missing", "value: 2466"),
    ("fact value", HEAD + "facts:\n  a: {value: lots}\n" + SCENES, "3:14+4", "'lots' is not a number", ""),
    ("fact alone", HEAD + "facts:\n  a: lots\n" + SCENES, "3:6+4", "'lots' is not a number", ""),
    ("comma decimal", HEAD + "facts:\n  a: 2,5\n" + SCENES, "3:6+3", "write 2.5", ""),
    ("comma in braces", HEAD + "facts:\n  a: {value: 2,466}\n" + SCENES, "3:16+3", "'466'", "without it"),
    ("too large", HEAD + "facts:\n  a: 1e30\n" + SCENES, "3:6+4", "too large", ""),
    ("empty fact", HEAD + "facts:\n  a:\n" + SCENES, "3:3+1", "not empty", "delete the line"),
    ("fact list", HEAD + "facts:\n  a: [1]\n" + SCENES, "3:6+3", "a list", ""),
    ("facts list", HEAD + "facts: [1]\n" + SCENES, "2:8+3", "must be a group of keys", ""),
    ("fact key", HEAD + "facts:\n  a: {value: 1, valeu: 2}\n" + SCENES, "3:17+5", "'valeu'", "did you mean 'value'?"),
    ("flag", HEAD + "facts:\n  a: {value: 1, compact: yes}\n" + SCENES, "3:26+3", "true or false", "write true"),
    ("noun", HEAD + "facts:\n  a: {value: 1, noun: [a, b, c]}\n" + SCENES, "3:23+9", "3 words", ""),
    ("noun form", HEAD + "facts:\n  a: {value: 1, noun: {fwe: x, other: y}}\n" + SCENES, "3:24+3", "'fwe'", "'few'"),
    ("noun without other", HEAD + "facts:\n  a: {value: 1, noun: {few: x}}\n" + SCENES, "3:23+8", "'other'", "other:"),
    ("noun without few", HEAD + "facts:\n  a: {value: 1, noun: {other: x}}\n" + SCENES, "3:23+10", "'few'", "few:"),
    ("decimals", HEAD + "facts:\n  a: {value: 1, decimals: 9}\n" + SCENES, "3:27+1", "at most 6", ""),
    ("date", HEAD + "facts:\n  a: {value: 1, date: 2026-13-01}\n" + SCENES, "3:23+10", "is not a date", ""),
    ("hijri date", HEAD + "facts:\n  a: {value: 1, date: 1448-13-01 هـ}\n" + SCENES, "3:23+13", "Hijri", ""),
    ("scene without name", HEAD + "scenes:\n  - headline: x\n", "3:5+11", "'scene' is missing", "- scene: title"),
    ("scene is a number", HEAD + "scenes:\n  - 12\n", "3:5+2", "'scenes 1' must be a group", ""),
    ("scene is text", HEAD + "scenes:\n  - title\n", "3:5+5", "not text", ""),
    ("scene name", HEAD + "scenes:\n  - scene: [a]\n", "3:12+3", "'scene' must be text", ""),
    ("seconds", HEAD + SCENES + "    seconds: two\n", "4:14+3", "'two' is not a number", ""),
    ("seconds too short", HEAD + SCENES + "    seconds: 0.2\n", "4:14+3", "at least 0.5", ""),
    ("seconds over the clip", HEAD + SCENES + "    seconds: 60\n", "4:14+2", "come to 60", "shorten"),
    ("same id", HEAD + "scenes:\n" + "  - {scene: a, id: x}\n" * 2, "4:20+1", "scene 1", "differ"),
]  # fmt: skip


@pytest.mark.parametrize(("what", "text", "place", "words", "hint"), FAULTS, ids=[fault[0] for fault in FAULTS])
def test_each_fault_has_its_place_words_and_hint(what: str, text: str, place: str, words: str, hint: str) -> None:
    found = faults(text)
    assert len(found) == 1, found
    assert found[0][0] == place
    assert words in found[0][1]
    assert hint in found[0][2]


def test_all_faults_come_at_once_in_file_order() -> None:
    text = "titel: a\nduration: soon\nfacts: {a: {valu: 1}}\nscenes:\n  - headline: x\n  - scene: b\n    seconds: x\n"
    places = [place for place, _, _ in faults(text)]
    assert places == ["1:1+8", "1:1+5", "2:11+4", "3:12+9", "3:13+4", "5:5+11", "7:14+1"]


def test_words_are_a_designer_s() -> None:
    for _, text, _, _, _ in FAULTS:
        for _, message, hint in faults(text):
            words = set(f"{message} {hint}".lower().replace("'", " ").split())
            assert not words & {"input", "value_error", "dict", "str", "int", "float", "none", "validation", "field"}


def test_facts_named_or_given_in_place() -> None:
    spec = read(HEAD + "facts: {posts: 12}\nscenes:\n  - scene: number\n    fact: post\n    other: {value: x}\n")
    assert read_fact("posts", spec, ("scenes", 0, "fact")).value == 12
    assert read_fact(7, spec, ("scenes", 0, "fact")) == Fact.model_validate(7)
    assert read_fact("40%", spec, ("scenes", 0, "fact")).percent
    with pytest.raises(InputError) as caught:
        read_fact("post", spec, ("scenes", 0, "fact"))
    problem = caught.value.problems[0]
    assert problem.hint == "did you mean 'posts'?"
    assert problem.place is not None
    assert (problem.place.line, problem.place.column) == (5, 11)
    with pytest.raises(InputError) as caught:
        read_fact({"value": "x"}, spec, ("scenes", 0, "other"))
    problem = caught.value.problems[0]
    assert problem.place is not None
    assert (problem.place.line, problem.place.column) == (6, 20)


def test_a_spec_is_frozen() -> None:
    spec = read(HEAD + SCENES)
    with pytest.raises(ValueError, match="frozen"):
        spec.title = "x"


def test_a_spec_made_from_data_has_no_places() -> None:
    spec = Spec.model_validate({"title": "ت", "scenes": [{"scene": "outro"}]})
    assert spec.place_of(("title",)).line == 0


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_give_a_spec_or_input_errors(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_bytes(data)
    try:
        read_spec(path)
    except InputError as error:
        assert error.problems  # noqa: PT017 - either outcome is right


KEYS = st.sampled_from([*Spec.model_fields, *Fact.model_fields, "scene", "name", "posts", "few", "other", "12"])
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=6)
    | st.sampled_from(["reel", "40%", "٢٤"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=20,
)


@pytest.fixture(scope="session")
def as_yaml() -> Callable[[object], str]:
    import json

    return lambda value: json.dumps(value, ensure_ascii=False)


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(KEYS, VALUES, max_size=8))
def test_any_shape_gives_a_spec_or_input_errors(as_yaml: Callable[[object], str], data: dict[str, object]) -> None:
    text = as_yaml({"title": "ت", "scenes": [{"scene": "outro"}]} | data)
    try:
        read(text)
    except InputError as error:
        assert error.problems  # noqa: PT017 - either outcome is right
        assert all(problem.message and problem.place for problem in error.problems)  # noqa: PT017
