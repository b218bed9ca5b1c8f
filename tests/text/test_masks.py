"""Masks: units that make up the whole exactly, sub-pixel places, spans, outlines, and pixels that stay the same."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from infoclip.errors import InputError
from infoclip.text import raster
from infoclip.text.fonts import FontBook
from infoclip.text.lines import Block, Span, TextStyle, lay_out_text
from infoclip.text.raster import By, Mask, masks, outline, span_masks, unit_count, unit_ranges

STYLE = TextStyle("cairo", 700, 48)
TEXTS = {
    "arabic": "رؤية المملكة",
    "marks": "مُحَمَّدٌ لَا إِلَٰهَ",
    "mixed": "نمو 45% (Vision 2030): C++ و 👋 ❤️ 🇸🇦",
    "tails": "روزنامج وريح قوي ﷼ الله",
    "tatweel": "العـــربيـــة",
}


def on_canvas(mask: Mask, whole: Mask) -> Image.Image:
    canvas = Image.new("L", whole.image.size)
    canvas.paste(mask.image, (mask.x - whole.x, mask.y - whole.y))
    return canvas


def words(block: Block, by: By) -> list[str]:
    return [block.text[start:end] for start, end in unit_ranges(block, by)]


@pytest.mark.parametrize("by", ["line", "word", "group", "cluster"])
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
@pytest.mark.parametrize("family", ["cairo", "ibm-plex-sans-arabic", "noto-kufi-arabic"])
def test_the_units_are_the_whole_shared_out(family: str, text: str, by: By, book: FontBook) -> None:
    block = lay_out_text(text, TextStyle(family, 700, 48), book, max_width=330)
    whole = masks(block)[0]
    units = masks(block, by)
    assert len(units) == unit_count(block, by) == len(unit_ranges(block, by))
    together = Image.new("L", whole.image.size)
    for unit in units:
        canvas = on_canvas(unit, whole)
        assert ImageChops.darker(together, canvas).getbbox() is None  # no pixel belongs to two
        together = ImageChops.add(together, canvas)
    assert ImageChops.difference(together, whole.image).getbbox() is None
    assert all(unit.image.getbbox() is not None for unit in units)


ODDITIES = st.text(
    alphabet="ابتلصهـةًَّ٠٥15aC (){}%٪،.–/-+@\u00a0\t\n\u200b\u200c\u200d\u200e\u2067\u2069\ufe0f👋🇸🇦❤", max_size=24
)


@settings(deadline=None, max_examples=80)
@given(ODDITIES, st.sampled_from([None, 60.0, 300.0]), st.booleans())
def test_whatever_the_text_its_units_are_the_whole(book: FontBook, text: str, width: float | None, plain: bool) -> None:
    try:
        block = lay_out_text(text, TextStyle("cairo", 700, 30, isolate=plain, tabular=plain), book, max_width=width)
    except InputError as error:
        if any(problem.code != "missing-glyph" for problem in error.problems):
            raise
        return
    assert all(glyph.gid for line in block.lines for glyph in line.glyphs)
    whole = masks(block)[0]
    for by in ("line", "word", "group", "cluster"):
        together = Image.new("L", whole.image.size)
        for unit in masks(block, by):
            together = ImageChops.add(together, on_canvas(unit, whole))
        assert ImageChops.difference(together, whole.image).getextrema()[1] <= 2


def test_units_come_in_reading_order(book: FontBook) -> None:
    block = lay_out_text("نمو المملكة 45% Vision", STYLE, book, max_width=300)
    assert words(block, "word") == ["نمو", "المملكة", "45%", "Vision"]
    assert words(block, "group") == ["نمو", "ا", "لمملكة", "45%", "Vision"]
    assert words(block, "line") == ["نمو المملكة", "45% Vision"]
    first, second = masks(block, "word")[:2]
    assert first.x > second.x


def test_clusters_keep_marks_and_ligatures_together(book: FontBook) -> None:
    assert words(lay_out_text("مُحَمَّد", STYLE, book), "cluster") == ["مُ", "حَ", "مَّ", "د"]
    assert words(lay_out_text("سلام", STYLE, book), "cluster") == ["س", "لا", "م"]
    assert words(lay_out_text("👋🇸🇦❤️", STYLE, book), "cluster") == ["👋", "🇸🇦", "❤️"]


def test_a_span_parts_the_whole_by_fill(book: FontBook) -> None:
    text = "نمو المملكة الآن"
    block = lay_out_text(text, STYLE, book, spans=(Span(4, 7, fill="accent"), Span(12, 16, fill="gold")))
    whole = masks(block)[0]
    parts = span_masks(block)
    assert [fill for fill, _ in parts] == [None, "accent", "gold"]
    together = Image.new("L", whole.image.size)
    for _, mask in parts:
        together = ImageChops.add(together, on_canvas(mask, whole))
    assert ImageChops.difference(together, whole.image).getbbox() is None
    # One word: the fills inside it alone.
    assert [fill for fill, _ in span_masks(block, "word", 0)] == [None]
    assert [fill for fill, _ in span_masks(block, "word", 1)] == ["accent", None]
    assert [fill for fill, _ in span_masks(block, "word", 2)] == ["gold"]


def test_colour_alone_changes_no_pixel(book: FontBook) -> None:
    plain = lay_out_text("المملكة", STYLE, book)
    coloured = lay_out_text("المملكة", STYLE, book, spans=(Span(0, 3, fill="accent"),))
    assert masks(plain)[0].image.tobytes() == masks(coloured)[0].image.tobytes()


def centre(mask: Mask) -> tuple[float, float]:
    """The centre of the mask's ink, in pixels."""
    across = mask.image.resize((mask.image.width, 1), Image.Resampling.BOX).tobytes()
    down = mask.image.resize((1, mask.image.height), Image.Resampling.BOX).tobytes()
    x = sum(at * value for at, value in enumerate(across)) / sum(across)
    y = sum(at * value for at, value in enumerate(down)) / sum(down)
    return mask.x + x, mask.y + y


@pytest.mark.parametrize("shift", [(0.25, 0.0), (0.5, 0.25), (0.75, 0.75), (1.0, 1.0)])
def test_subpixel_moves_by_a_part_of_a_pixel(shift: tuple[float, float], book: FontBook) -> None:
    block = lay_out_text("ب", TextStyle("cairo", 700, 200), book)
    still, moved = centre(masks(block)[0]), centre(masks(block, subpixel=shift)[0])
    assert (moved[0] - still[0], moved[1] - still[1]) == pytest.approx(shift, abs=0.12)


def test_scale_is_about_the_left_top_corner(book: FontBook) -> None:
    block = lay_out_text("نمو الاقتصاد", STYLE, book)
    one, two = masks(block)[0], masks(block, scale=2.0)[0]
    assert centre(two) == pytest.approx([2 * value for value in centre(one)], abs=0.6)
    assert two.image.width == pytest.approx(2 * one.image.width, abs=3)


def test_an_outline_grows_on_every_side_alike(book: FontBook) -> None:
    block = lay_out_text("نمو 5", TextStyle("cairo", 700, 120), book)
    plain, grown = masks(block)[0], outline(block, 6)
    box, outer = ImageChops.offset(plain.image, 0).getbbox(), grown.image.getbbox()
    assert box is not None
    assert outer is not None
    margins = (
        plain.x + box[0] - grown.x - outer[0], plain.y + box[1] - grown.y - outer[1],
        grown.x + outer[2] - plain.x - box[2], grown.y + outer[3] - plain.y - box[3],
    )  # fmt: skip
    assert all(5 <= margin <= 7 for margin in margins), margins
    behind = Image.new("L", grown.image.size)
    behind.paste(plain.image, (plain.x - grown.x, plain.y - grown.y))
    assert ImageChops.subtract(behind, grown.image).getextrema()[1] <= 40  # the text lies within its outline


def test_masks_are_the_same_bytes_when_drawn_again(book: FontBook) -> None:
    block = lay_out_text(TEXTS["mixed"], STYLE, book)
    first = [(mask.x, mask.y, mask.image.tobytes()) for mask in masks(block, "cluster")]
    for store in (raster._MASKS, raster._ATOMS):
        store.clear()
    assert [(mask.x, mask.y, mask.image.tobytes()) for mask in masks(block, "cluster")] == first


def test_another_number_draws_no_digit_again(book: FontBook) -> None:
    """The digit atlas: in tabular places every digit of a counter comes out of the cache after the first ten."""
    style = TextStyle("ibm-plex-sans-arabic", 700, 160, tabular=True)
    texts = [f"{number:,}" for number in range(2000, 2466, 7)]
    for phase in range(4):
        for text in ("0,123,456,789", "9,876,543,210", *texts):
            masks(lay_out_text(text, style, book), subpixel=(phase / 4, 0.0))
    before = raster._ATOMS.misses
    for number in range(2001, 2466, 11):
        masks(lay_out_text(f"{number:,}", style, book))
    assert raster._ATOMS.misses == before


def as_text(image: Image.Image) -> str:
    """A tiny picture: '.' no ink, '+' some, '#' (almost) all."""
    lines = [image.crop((0, row, image.width, row + 1)).tobytes() for row in range(image.height)]
    return "\n".join("".join(".+#"[(value > 39) + (value > 135)] for value in line) for line in lines)


LAM_ALEF = """
........++.
........##.
........##.
...##+..##.
...##+..##.
...##+..##.
...##+..##.
...##+..##.
...##+..##.
...##+..##.
.#########.
.#########.
"""
JOINED_BEHS = """
......................
............###....###
++..........###....###
###.........###....###
###.........###....###
###.........###....###
###.........###....###
###+........###....###
+####+++++++###++++###
.+####################
..+###################
......................
......................
......###..........###
......###..........###
......+++..........+++
"""


@pytest.mark.parametrize(("text", "size", "picture"), [("لا", 16, LAM_ALEF), ("بب", 20, JOINED_BEHS)])
def test_small_letters_look_like_this(text: str, size: int, picture: str, book: FontBook) -> None:
    mask = masks(lay_out_text(text, TextStyle("cairo", 700, size), book))[0]
    assert as_text(mask.image) == picture.strip()
