"""A photo with too few pixels for its room is told once, at the place where the spec names it, with what would do."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import ExifTags, Image

from infoclip.errors import Problem
from infoclip.pipeline import compose, doubts, open_clip

SPEC = """title: صورة
source: تقرير
brand: جهة
scenes:
  - {scene: photo, photo: p.jpg, headline: بيئتنا أمانة, alt: كثبان}
"""


def told(folder: Path, size: tuple[int, int], *shapes: str, turned: bool = False) -> list[Problem]:
    exif = Image.Exif()
    if turned:
        exif[ExifTags.Base.Orientation] = 6
    Image.new("RGB", size, "#446688").save(folder / "p.jpg", exif=exif)
    path = folder / "clip.yaml"
    path.write_text(SPEC, encoding="utf-8")
    clip = open_clip(path)
    found = doubts([compose(clip, shape) for shape in shapes])
    return [problem for problem in found if problem.code == "coarse-picture"]


def test_a_panorama_is_too_low_for_a_tall_frame(tmp_path: Path) -> None:
    (problem,) = told(tmp_path, (4000, 900), "wide", "reel", "square")
    assert "4000 x 900 pixels are drawn 2.1 times" in problem.message
    assert "4876 x 1097" in problem.hint
    assert problem.place is not None
    assert problem.place.line == 5


@pytest.mark.parametrize(("size", "shape"), [((1080, 1350), "reel"), ((4000, 900), "wide"), ((640, 640), "square")])
def test_enough_pixels_are_enough(tmp_path: Path, size: tuple[int, int], shape: str) -> None:
    assert not told(tmp_path, size, shape)


def test_a_phones_photo_is_measured_as_it_is_seen(tmp_path: Path) -> None:
    assert not told(tmp_path, (1400, 800), "reel", turned=True)
    assert told(tmp_path, (1400, 800), "reel")
