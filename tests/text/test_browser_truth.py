"""Our masks against Chromium's pictures of the same strings in the same fonts (made by make_browser_references.py)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from infoclip.text.fonts import FontBook
from infoclip.text.lines import TextStyle, lay_out_text
from infoclip.text.raster import masks

DATA = Path(__file__).parent / "data"
STRINGS = json.loads((DATA / "hard-strings.json").read_text(encoding="utf-8"))
ROW = 220
LEFT_TO_RIGHT = {"27"}


def ink_overlap(one: Image.Image, other: Image.Image) -> float:
    """Common ink over all ink (intersection over union of coverage) at the best shift of at most two pixels."""
    size = (max(one.width, other.width) + 8, max(one.height, other.height) + 8)
    still = Image.new("L", size)
    still.paste(one, (4, 4))
    best = 0.0
    for dx in range(-2, 3):
        for dy in range(-2, 3):
            moved = Image.new("L", size)
            moved.paste(other, (4 + dx, 4 + dy))
            common = ImageStat.Stat(ImageChops.darker(still, moved)).sum[0]
            everything = ImageStat.Stat(ImageChops.lighter(still, moved)).sum[0]
            best = max(best, common / everything)
    return best


def cropped(image: Image.Image) -> Image.Image:
    return image.crop(image.point(lambda value: 255 * (value > 40)).getbbox())


@pytest.fixture(scope="module", params=[("cairo", 700), ("ibm-plex-sans-arabic", 500)], ids=["cairo", "plex"])
def reference(request: pytest.FixtureRequest) -> tuple[str, int, Image.Image]:
    family, weight = request.param
    return family, weight, Image.open(DATA / f"browser-{family}-{weight}.png")


@pytest.mark.parametrize("number", range(len(STRINGS)), ids=[item["id"] for item in STRINGS])
def test_the_ink_is_the_browsers(number: int, reference: tuple[str, int, Image.Image], book: FontBook) -> None:
    family, weight, picture = reference
    item = STRINGS[number]
    theirs = cropped(picture.crop((0, number * ROW, picture.width, (number + 1) * ROW)))
    direction = "ltr" if item["id"] in LEFT_TO_RIGHT else "rtl"
    # Browsers isolate nothing by themselves.
    style = TextStyle(family, weight, 90, direction=direction, isolate=False)
    ours = cropped(masks(lay_out_text(item["text"], style, book))[0].image)
    assert abs(ours.width - theirs.width) <= 2, (ours.size, theirs.size)
    assert ink_overlap(ours, theirs) >= 0.90


def test_the_measure_tells_texts_apart(book: FontBook) -> None:
    """The overlap of two texts that differ in one letter, or in order alone, is far below the limit."""
    style = TextStyle("cairo", 700, 90, isolate=False)
    right, wrong, reversed_groups = (
        cropped(masks(lay_out_text(text, style, book))[0].image)
        for text in ("رؤية المملكة (2030)", "رؤية الممـلكة )2030(", "(2030) رؤية المملكة")
    )
    assert ink_overlap(right, right) > 0.999
    assert ink_overlap(right, wrong) < 0.8
    assert ink_overlap(right, reversed_groups) < 0.8
