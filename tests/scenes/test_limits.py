"""`infoclip scenes NAME --limits`: a scene filled with the least and the most that it takes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from infoclip.limits import filled, limit_problems
from infoclip.scenes.template import load_template
from infoclip.theme.assets import Library

TIGHT = """---
title: Tight
params:
  name: {type: text, required: true, max: 60}
  note: {type: text, max: 30}
  items: {type: list, min: 2, max: 5, of: {fact: {type: fact, required: true}}}
example: {name: قصير, items: [{fact: {value: 12, unit: °}}]}
---
<scene><box fill="bg" width="100%" height="100%"/><safe><text role="title" lines="1">{{ name }}</text></safe></scene>
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("INFOCLIP_HOME", str(tmp_path / "home"))
    scenes = tmp_path / "templates" / "scenes"
    scenes.mkdir(parents=True)
    (scenes / "tight.xml").write_text(TIGHT, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_scene_is_filled_to_its_limits_with_figures_of_its_own_kind(folder: Path) -> None:
    template = load_template("tight", Library(folder))
    most, fewest = (filled(template.params, template.example, "ar-SA", most=most) for most in (True, False))
    assert 40 < len(most["name"]) <= 60
    assert 15 < len(most["note"]) <= 30
    assert [item["fact"]["unit"] for item in most["items"]] == ["°"] * 5
    assert set(fewest) == {"name"}


def test_what_does_not_hold_is_told_once_for_all_formats(folder: Path) -> None:
    problems = limit_problems("tight", Library(folder), ["official"])
    assert problems
    assert all(problem.place is not None and problem.place.path.name == "tight.xml" for problem in problems)
    assert any("at its most, English: official reel:" in problem.message for problem in problems)
    assert any("more like it)" in problem.message for problem in problems)
    assert not any("fewest" in problem.message for problem in problems)


def test_the_command_says_so(folder: Path, infoclip: Callable[..., Any]) -> None:
    said = infoclip("scenes", "tight", "--limits", "--theme", "official")
    assert said.code == 2
    assert "tight.xml: at its most, Arabic" in said.err
    held = infoclip("scenes", "checklist", "--limits", "--theme", "official")
    assert (held.code, held.err) == (0, "")
    assert "holds at its limits" in held.out


def test_a_sheet_that_cannot_be_drawn_names_the_formats_in_which_its_example_does_not_fit(
    folder: Path, infoclip: Callable[..., Any]
) -> None:
    file = folder / "templates" / "scenes" / "tight.xml"
    wide = 'width="{{ 90 if format.shape == "square" or kit.wide else 800 }}"'
    head = '{%- import "_kit.xml" as kit with context -%}\n'
    text = TIGHT.replace("<scene>", head + "<scene>").replace('lines="1"', f'lines="1" {wide}')
    file.write_text(text, encoding="utf-8")
    draw = ("scenes", "tight", "--theme", "official", "--sheet", folder / "tight.png")
    said = infoclip(*draw)
    assert "tight.xml:7:30: 'items' has 1 item; the least is 2" in said.err, "wrong everywhere, so told once"
    file.write_text(text.replace("unit: °}}]", "unit: °}}, {fact: 7}]"), encoding="utf-8")
    said = infoclip(*draw)
    assert said.code == 2
    for look in ("official, square", "official, wide", "official light, square", "official light, wide"):
        assert f"({look}) the text" in said.err
    assert "reel" not in said.err
    assert not (folder / "tight.png").exists()


def test_words_that_cannot_be_read_where_they_stand_are_told(folder: Path) -> None:
    file = folder / "templates" / "scenes" / "tight.xml"
    for fill, told in (("ink", True), ("on-accent", False)):
        stage = '<box fill="bg" width="100%" height="100%"/><safe><box fill="accent" padding="40">'
        text = f'<text role="label" lines="4" fill="{fill}">{{{{ name }}}}</text></box></safe></scene>\n'
        file.write_text(TIGHT[: TIGHT.index("<scene>")] + f"<scene>{stage}{text}", encoding="utf-8")
        faint = [item for item in limit_problems("tight", Library(folder), ["official"]) if item.code == "text-faint"]
        assert bool(faint) == told
        for problem in faint:
            assert "at its most, Arabic: official reel:" in problem.message
            assert "has a contrast of 1." in problem.message
            assert "(and 3 more like it)" in problem.message
