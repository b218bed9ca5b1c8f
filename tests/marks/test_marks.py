"""Marks are known by what they draw, not by where its file was named from."""

from __future__ import annotations

from pathlib import Path

from infoclip.marks.marks import ArtMark, ArtSource, ImageMark


def test_the_same_picture_by_another_path_is_the_same_mark() -> None:
    near = ImageMark(40, 20, Path("logo.png"), "abc")
    far = ImageMark(40, 20, Path("/somewhere/else/logo.png"), "abc")
    assert near == far
    assert near.key == far.key
    assert near != ImageMark(40, 20, Path("logo.png"), "abd")


def test_the_same_art_by_another_path_is_the_same_mark() -> None:
    near, far = (ArtMark(9, 9, ArtSource(Path(folder) / "a.svg", "abc")) for folder in ("x", "/y"))
    assert near == far
    assert near != ArtMark(9, 10, ArtSource(Path("x/a.svg"), "abc"))
