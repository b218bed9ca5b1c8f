"""A scene that was filled before is read back: the same elements, and made anew when anything that it sees changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from infoclip.pipeline import open_clip
from infoclip.scenes.template import Template, build_scenes
from infoclip.values.formats import FORMATS

SPEC = """\
title: حصاد
duration: 6
facts:
  posts: {value: 2466, noun: [منشور, منشورات]}
scenes:
  - {scene: number, fact: posts}
"""
OWN = """\
---
title: مكان
purpose: اختبار
params:
  size: {type: number, required: true}
example: {size: 100}
---
<scene><text size="90">{{ outlines("own.geojson", size, size)|length }}</text></scene>
"""
PLACE = """{"type": "Feature", "properties": {"name": "%s"},
 "geometry": {"type": "Polygon", "coordinates": [[[0, 0], [0, 1], [1, 1], [0, 0]]]}}"""


@pytest.fixture
def fills(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The templates that are filled, in a cache of the test's own."""
    monkeypatch.setenv("INFOCLIP_CACHE", str(tmp_path / "cache"))
    filled: list[str] = []
    own = Template.fill

    def fill(template: Template, values: object) -> object:
        filled.append(template.name)
        return own(template, values)  # type: ignore[arg-type]

    monkeypatch.setattr(Template, "fill", fill)
    return filled


def spec(folder: Path, text: str) -> Path:
    (folder / "spec.yaml").write_text(text, encoding="utf-8")
    return folder / "spec.yaml"


def root(path: Path, shape: str = "reel") -> object:
    clip = open_clip(path)
    return build_scenes(clip.spec, clip.theme, FORMATS[shape], clip.library, clip.localizer)[0].root


def test_a_scene_is_filled_once(tmp_path: Path, fills: list[str]) -> None:
    first = root(spec(tmp_path, SPEC))
    assert root(spec(tmp_path, SPEC)) == first
    assert fills == ["number"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2466", "2467"), ("منشورات]", "منشورا]"), ("duration: 6", "duration: 7"), ("title: حصاد", "title: عام"),
        ("duration", "digits: arab\nduration"), ("duration", "theme: sadu\nduration"),
        ("duration", "brand: {accent: '#1B8A6B'}\nduration"),
    ],
)  # fmt: skip
def test_what_it_sees_fills_it_anew(tmp_path: Path, fills: list[str], old: str, new: str) -> None:
    root(spec(tmp_path, SPEC))
    root(spec(tmp_path, SPEC.replace(old, new)))
    assert len(fills) == 2


def test_another_format_fills_it_anew(tmp_path: Path, fills: list[str]) -> None:
    root(spec(tmp_path, SPEC))
    root(spec(tmp_path, SPEC), "wide")
    assert len(fills) == 2


def test_so_does_its_template_and_what_that_imports(tmp_path: Path, fills: list[str]) -> None:
    scenes = tmp_path / "templates" / "scenes"
    scenes.mkdir(parents=True)
    (scenes / "own.xml").write_text(
        OWN.replace('{{ outlines("own.geojson", size, size)|length }}', "{% include '_piece.xml' %}"), encoding="utf-8"
    )
    (scenes / "_piece.xml").write_text("أ", encoding="utf-8")
    path = spec(tmp_path, "title: ا\nscenes: [{scene: own, size: 9}]\n")
    first = root(path)
    (scenes / "_piece.xml").write_text("ب", encoding="utf-8")
    assert root(path) != first
    assert len(fills) == 2


def test_a_template_that_reads_a_file_is_filled_each_time(tmp_path: Path, fills: list[str]) -> None:
    scenes = tmp_path / "templates" / "scenes"
    scenes.mkdir(parents=True)
    (scenes / "own.xml").write_text(OWN, encoding="utf-8")
    (tmp_path / "own.geojson").write_text(PLACE % "ا", encoding="utf-8")
    path = spec(tmp_path, "title: ا\nscenes: [{scene: own, size: 9}]\n")
    assert root(path) == root(path)
    assert len(fills) == 2
