"""A spec made of parts that were right before is the one that a check of the whole would make."""

from __future__ import annotations

from pathlib import Path

import pytest

from infoclip.errors import InputError
from infoclip.located import load_yaml
from infoclip.spec import kept, reader
from infoclip.spec.models import Spec

SPEC = """\
title: حصاد 2018
duration: 20
brand: {name: هيئة التقييس, accent: '#0E7C66'}
facts:
  posts: {value: 2466, noun: [منشور, منشورات], source: 1.10}
  share: 40%
scenes:
  - {scene: title, headline: حصاد عام, kicker: "2018", seconds: 4, id: open}
  - {scene: number, fact: posts}
"""

RIGHT = [
    ("حصاد عام", "حصاد عامين"),
    ("kicker", "own"),
    ("2466", "2467"),
    ("40%", "41"),
    ("source: 1.10", "source: 1.1"),
    ("fact: posts", "fact: {value: 3, noun: [منشور, منشورات]}"),
    ("share: 40%", "part: 40%"),
    ("seconds: 4", "seconds: 5"),
    ("هيئة التقييس", "أخرى"),
    ("title: حصاد 2018", "title: 1.10"),
    ("duration: 20", "duration: 20\nlocale: en"),
    ("facts:", "captions: {burn: true}\nfacts:"),
]
WRONG = [
    ("2466", "كثير", "not a number"),
    ("noun: [منشور, منشورات]", "noun: {other: منشور}", "few"),
    ("seconds: 4", "seconds: 40", "seconds"),
    ("scene: number", "id: open, scene: number", "id"),
    ("accent", "acent", "acent"),
    ("40%", "{vlaue: 4}", "vlaue"),
]


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("INFOCLIP_CACHE", str(tmp_path / "cache"))
    return tmp_path / "spec.yaml"


def read(path: Path, text: str) -> Spec:
    path.write_text(text, encoding="utf-8")
    return reader.read_spec(path)


def state(spec: Spec) -> tuple[str, object, object]:
    return repr(spec), spec.model_fields_set, {name: fact.model_fields_set for name, fact in spec.facts.items()}


@pytest.mark.parametrize(("old", "new"), RIGHT)
def test_a_changed_spec_is_as_if_it_were_new(
    path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, old: str, new: str
) -> None:
    assert old in SPEC
    read(path, SPEC)
    changed = read(path, SPEC.replace(old, new))
    monkeypatch.setenv("INFOCLIP_CACHE", str(tmp_path / "other"))
    assert state(changed) == state(read(path, SPEC.replace(old, new)))
    assert changed.path == path


@pytest.mark.parametrize(("old", "new", "about"), WRONG)
def test_a_fault_in_a_part_is_found_and_told_as_ever(
    path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, old: str, new: str, about: str
) -> None:
    assert old in SPEC
    read(path, SPEC)
    with pytest.raises(InputError, match=about) as changed:
        read(path, SPEC.replace(old, new))
    monkeypatch.setenv("INFOCLIP_CACHE", str(tmp_path / "other"))
    with pytest.raises(InputError, match=about) as fresh:
        read(path, SPEC.replace(old, new))
    assert changed.value.problems == fresh.value.problems


def test_texts_of_scenes_are_not_checked_again(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read(path, SPEC)
    monkeypatch.setattr(reader, "_checked", None)
    monkeypatch.setattr(reader, "_fact_alone", None)
    assert read(path, SPEC.replace("حصاد عام", "آخر")).scenes[0].parameters == {"headline": "آخر", "kicker": "2018"}


def test_of_facts_only_the_changed_one_is(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read(path, SPEC)
    checked: list[str] = []
    own = reader._fact_alone

    def alone(located: object, name: str) -> object:
        checked.append(name)
        return own(located, name)  # type: ignore[arg-type]

    monkeypatch.setattr(reader, "_checked", None)
    monkeypatch.setattr(reader, "_fact_alone", alone)
    assert read(path, SPEC.replace("40%", "41%")).facts["share"].value == 41
    assert checked == ["share"]


def test_a_new_key_is_no_part_that_is_known(path: Path) -> None:
    spec = read(path, SPEC)
    located = spec._located
    assert located is not None
    path.write_text(SPEC + "digits: arab\n", encoding="utf-8")
    assert kept.of_parts(load_yaml(path), None, lambda name: None) is None
