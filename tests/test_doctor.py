"""The doctor says what is right, and finds what is wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from infoclip import doctor
from infoclip.theme import assets


def test_everything_is_right_here(infoclip: Callable) -> None:
    said = infoclip("doctor")
    assert said.code == 0, said
    lines = said.out.splitlines()
    assert len(lines) == len(doctor.EXAMINATIONS)
    assert all(line.startswith("ok ") for line in lines)


def test_another_font_file_is_found(infoclip: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    glyphs = doctor.known_glyphs()
    monkeypatch.setattr(doctor, "known_glyphs", lambda: {**glyphs, "cairo": [*glyphs["cairo"][:-1], 1]})
    said = infoclip("doctor")
    assert said.code == 1
    assert "WRONG text: cairo shapes" in said.out


def test_missing_templates_are_found(infoclip: Callable, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    whole = assets.built_in
    monkeypatch.setattr(assets, "built_in", lambda name: tmp_path if name == "templates" else whole(name))
    said = infoclip("doctor", "--json")
    assert said.code == 1
    findings = {line["what"]: line for line in map(json.loads, said.out.splitlines())}
    assert not findings["art"]["right"]
    assert findings["text"]["right"]
