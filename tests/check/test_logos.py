"""A brand's logo is chosen by what a theme lays under it, and one that cannot be seen there is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from infoclip.errors import Problem
from infoclip.layout.placed import leaves
from infoclip.marks.marks import ImageMark
from infoclip.pipeline import compose, doubts, open_clip

MARK = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4" cy="4" r="4" fill="{}"/></svg>'
SPEC = """title: شعار
source: تقرير
theme: {}
variant: {}
formats: [square]
brand: {{name: جهة, {}}}
scenes:
  - {}
"""
BOTH = "logo_dark: white.svg, logo_light: black.svg"
OUTRO = "{scene: outro, call: تابعونا}"


def written(folder: Path, theme: str, variant: str, logos: str, scene: str = OUTRO) -> Path:
    for name, color in (("white", "#FFFFFF"), ("black", "#000000"), ("red", "#D01030")):
        (folder / f"{name}.svg").write_text(MARK.format(color), encoding="utf-8")
    path = folder / "clip.yaml"
    path.write_text(SPEC.format(theme, variant, logos, scene), encoding="utf-8")
    return path


def told(path: Path) -> list[Problem]:
    return [problem for problem in doubts([compose(open_clip(path), "square")]) if problem.code == "faint-logo"]


def shown(path: Path) -> set[str]:
    placed = compose(open_clip(path), "square").timeline.placed(0)
    return {node.mark.path.name for node in leaves(placed.children) if isinstance(node.mark, ImageMark)}


@pytest.mark.parametrize(
    ("theme", "variant", "logo"),
    [
        ("ministry", "dark", "black.svg"),
        ("pulse", "dark", "black.svg"),
        ("official", "dark", "black.svg"),
        ("sadu", "dark", "white.svg"),
        ("horizon", "dark", "white.svg"),
        ("paper", "light", "black.svg"),
    ],
)
def test_the_logo_suits_what_lies_under_it(tmp_path: Path, theme: str, variant: str, logo: str) -> None:
    path = written(tmp_path, theme, variant, BOTH)
    assert shown(path) == {logo}
    assert not told(path)


def test_a_logo_that_cannot_be_seen_is_told_where_it_is_named(tmp_path: Path) -> None:
    (problem,) = told(written(tmp_path, "ministry", "dark", "logo_dark: white.svg"))
    assert "'white.svg'" in problem.message
    assert "light ground" in problem.message
    assert "logo_light: ..." in problem.hint
    assert problem.place is not None
    assert problem.place.line == 6
    (problem,) = told(written(tmp_path, "sadu", "dark", "logo: black.svg"))
    assert "logo_dark: ..." in problem.hint


def test_a_coloured_logo_stands_on_both_grounds(tmp_path: Path) -> None:
    for theme in ("ministry", "sadu"):
        assert not told(written(tmp_path, theme, "dark", "logo: red.svg"))


def test_a_logo_that_no_scene_shows_is_no_matter(tmp_path: Path) -> None:
    scene = "{scene: quote, text: كلمة طيبة}"
    assert not told(written(tmp_path, "paper", "dark", "logo: black.svg", scene))


@pytest.mark.parametrize(("name", "faces"), [("", {"black.svg"}), ("جهة", {"black.svg"}), ("مواطن", set())])
def test_a_post_has_the_brands_face_only_when_it_is_the_brands(tmp_path: Path, name: str, faces: set[str]) -> None:
    scene = f"{{scene: post, text: شكرًا, name: '{name}'}}"
    assert shown(written(tmp_path, "horizon", "dark", BOTH, scene)) == faces
