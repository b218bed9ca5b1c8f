"""Lines: where they break, how they are evened out, what fits, and that boxes are measured by ink."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from infoclip.errors import InputError, Place
from infoclip.text.breaks import break_places
from infoclip.text.fonts import FontBook
from infoclip.text.lines import Block, Span, TextStyle, fit_text, lay_out_text, min_width
from infoclip.text.raster import masks

HEADLINE = "حصاد عام كامل في مواقع التواصل الاجتماعي لهيئة التقييس لدول مجلس التعاون"
STYLE = TextStyle("cairo", 700, 60)


def rows(block: Block) -> list[str]:
    return [block.text[line.start : line.end] for line in block.lines]


@pytest.mark.parametrize(
    ("text", "weak"),
    [
        ("روح السعودية | Spirit of Saudi", {"|", "of", "Saudi"}),
        ("منصة Smart Services للجميع", {"Services"}),
        ("منصة Smart, Services للجميع", set()),
        ("Smart Services for all", set()),
        ("الموقع · الهاتف", {"·"}),
        ("Yes, until 12 August", {"12", "August"}),
        ("open in 2026 for all", {"2026"}),
        ("نشرت الهيئة 2,466 منشورًا في عام", {"منشورًا"}),
        ("بلغت 2.5 مليون ريال سنويًا", {"مليون", "ريال"}),
        ("مسافة 45 كم تقريبًا", {"كم"}),
        ("في عام 2018 زادت", {"2018"}),
        ("أحمد و محمد", {"محمد"}),
        ("السعودية – اليمن", {"–"}),
        ("رؤية Vision 2030 اليوم", {"2030"}),
        ("خلال 2018 زادت المنشورات", set()),
        ("نحو 3 من كل خمسة", {"3"}),
        ("هاتف 920 000 890 الآن", {"000", "890"}),
        ("بلغت (نحو $670 مليون)", {"$670", "مليون)"}),
    ],
)
def test_what_stays_together_if_it_can(text: str, weak: set[str]) -> None:
    found = {text[at:].split()[0] for at, strength in break_places(text).items() if strength == "weak"}
    assert found == weak


@pytest.mark.parametrize(
    "text", ["نسبة 45 % فقط", "ما هذا ؟ نعم", "قال « نعم » ثم", "بلغت 45 ٪ اليوم", "أولًا ، ثم", "( نعم )"]
)
def test_punctuation_never_begins_a_line(text: str) -> None:
    for at in break_places(text):
        assert text[at] not in "%٪،؟!)»"
        assert text[at - 2] not in "(«"


def test_a_text_is_a_little_smaller_rather_than_part_a_name(book: FontBook) -> None:
    text = "مبادرة السعودية الخضراء Saudi Green Initiative"
    kept = lay_out_text("Saudi Green Initiative", STYLE, book)
    room = {"width": kept.width * 1.12, "height": 10_000.0, "min_size": 8.0, "max_lines": 3}
    size = kept.style.size
    block = fit_text(text, STYLE, book, max_size=size * 1.35, **room)  # type: ignore[arg-type]
    assert "Saudi Green Initiative" in rows(block)
    assert block.style.size == pytest.approx(size * 1.12, rel=0.01)
    large = fit_text(text, STYLE, book, max_size=size * 2, **(room | {"max_lines": 6}))  # type: ignore[arg-type]
    assert large.style.size > size * 1.4, "only a little smaller: a large text parts it all the same"


def test_a_long_token_may_break_after_its_dashes_and_slashes_only() -> None:
    token = "https://www.spa.gov.sa/ar/news/2024"
    places = break_places(f"الموقع {token}")
    inside = sorted(at - 7 for at, strength in places.items() if strength == "weak")
    assert [token[:at] for at in inside] == [
        "https://",
        "https://www.spa.gov.sa/",
        "https://www.spa.gov.sa/ar/",
        "https://www.spa.gov.sa/ar/news/",
    ]
    assert break_places("2018–2024") == {}


def test_a_number_moves_to_the_next_line_with_its_noun(book: FontBook) -> None:
    text = "نشرت الهيئة 2,466 منشورًا"
    alone = lay_out_text("نشرت الهيئة 2,466", STYLE, book).width
    assert rows(lay_out_text(text, STYLE, book, max_width=alone + 1, balance=False)) == ["نشرت الهيئة", "2,466 منشورًا"]


def test_a_number_parts_from_its_noun_where_nothing_else_fits(book: FontBook) -> None:
    text = "2,466 منشورًا"
    assert rows(lay_out_text(text, STYLE, book, max_width=min_width(text, STYLE, book))) == ["2,466", "منشورًا"]


words = st.lists(
    st.sampled_from([*HEADLINE.split(), "2,466", "منشورًا", "45%", "(Vision)", "C++", "و"]), min_size=1, max_size=16
)


@settings(deadline=None, max_examples=60)
@given(words, st.floats(250, 1400))
def test_lines_keep_to_their_width_and_balance_costs_no_line(book: FontBook, parts: list[str], width: float) -> None:
    text = " ".join(parts)
    ragged = lay_out_text(text, STYLE, book, max_width=width, balance=False)
    even = lay_out_text(text, STYLE, book, max_width=width)
    limit = max(width, min_width(text, STYLE, book))
    for block in (ragged, even):
        assert " ".join(rows(block)).split() == text.split()
        assert block.width == max(line.width for line in block.lines) <= limit + 0.01
        assert block.height == pytest.approx(len(block.lines) * 90)
    assert len(even.lines) == len(ragged.lines)
    if set(break_places(text).values()) <= {"free"}:
        assert even.width <= ragged.width + 0.01


def weak_starts(block: Block) -> set[int]:
    """Where lines begin that should not: with a counted noun, within a name."""
    weak = {at for at, strength in break_places(block.text).items() if strength == "weak"}
    return weak & {line.start for line in block.lines}


@settings(deadline=None, max_examples=40)
@given(words, st.floats(250, 1400))
@example(["حصاد", "حصاد", "حصاد", "عام", "عام", "حصاد", "حصاد", "حصاد", "التواصل", "مجلس"], 649.0)
def test_a_block_fits_the_box_of_its_own_width(book: FontBook, parts: list[str], width: float) -> None:
    text = " ".join(parts)
    room = max(width, min_width(text, STYLE, book))  # one word may be wider than the width asked for
    first = lay_out_text(text, STYLE, book, max_width=room)
    assert lay_out_text(text, STYLE, book, max_width=first.width) == first


def test_balanced_lines_are_near_each_other(book: FontBook) -> None:
    ragged = lay_out_text(HEADLINE, STYLE, book, max_width=1000, balance=False)
    even = lay_out_text(HEADLINE, STYLE, book, max_width=1000)

    def spread(block: Block) -> float:
        return max(line.width for line in block.lines) - min(line.width for line in block.lines)

    assert len(even.lines) == 3
    assert spread(even) < 0.5 * spread(ragged)


def test_a_line_does_not_end_with_a_preposition_if_it_costs_no_line(book: FontBook) -> None:
    style = TextStyle("cairo", 800, 54)
    assert rows(lay_out_text(HEADLINE, style, book, max_width=560))[:2] == ["حصاد عام كامل", "في مواقع التواصل"]
    ragged = lay_out_text(HEADLINE, style, book, max_width=560, balance=False)
    assert rows(ragged)[0] == "حصاد عام كامل في"


def test_line_feeds_break_and_blank_lines_take_room(book: FontBook) -> None:
    block = lay_out_text("أولًا\n\nثانيًا\r\nثالثًا", STYLE, book)
    assert rows(block) == ["أولًا", "", "ثانيًا", "ثالثًا"]
    assert block.height == 4 * 90


@pytest.mark.parametrize("text", ["", "  ", "\n", " \u00a0\u200f "])
def test_a_text_without_ink_takes_no_room(text: str, book: FontBook) -> None:
    block = lay_out_text(text, STYLE, book)
    assert (block.width, block.height, block.ink.empty) == (0, 0, True)
    assert len(masks(block)) == 1


@pytest.mark.parametrize(
    ("direction", "align", "edge"),
    [("rtl", "start", "right"), ("rtl", "end", "left"), ("ltr", "start", "left"), ("ltr", "end", "right")],
)
def test_lines_share_one_edge_of_ink(direction: str, align: str, edge: str, book: FontBook) -> None:
    style = replace(STYLE, direction=direction, align=align)
    block = lay_out_text("ألف باء (جيم)\nب\nV", style, book)
    edges = [line.ink_right if edge == "right" else line.ink_left for line in block.lines]
    assert edges == pytest.approx([block.width if edge == "right" else 0.0] * 3)


def test_centred_lines_are_centred_by_ink(book: FontBook) -> None:
    block = lay_out_text("ألف باء جيم\nب", replace(STYLE, align="center"), book)
    assert [(line.ink_left + line.ink_right) / 2 for line in block.lines] == pytest.approx([block.width / 2] * 2)


@pytest.mark.parametrize("family", ["cairo", "ibm-plex-sans-arabic", "almarai", "noto-kufi-arabic"])
@pytest.mark.parametrize("text", ["حصاد عام", "2,466", "(45%)", "V.", "الأُولَى"])
def test_the_box_is_the_ink_that_is_drawn(family: str, text: str, book: FontBook) -> None:
    block = lay_out_text(text, TextStyle(family, 700, 120), book)
    mask = masks(block)[0]
    left, top, right, bottom = mask.image.point(lambda value: 255 * (value > 8)).getbbox()
    assert (mask.x + left, mask.x + right) == pytest.approx((0, block.width), abs=1.3)
    assert (mask.y + top, mask.y + bottom) == pytest.approx((block.ink.y, block.ink.bottom), abs=1.3)


def test_baselines_are_whole_pixels_a_line_apart(book: FontBook) -> None:
    block = lay_out_text("ألف\nباء\nجيم", replace(STYLE, size=33, line_height=1.4), book)
    assert [line.baseline % 1 for line in block.lines] == [0, 0, 0]
    assert block.last_baseline - block.first_baseline == pytest.approx(2 * 33 * 1.4, abs=1)


def test_width_is_linear_in_size(book: FontBook) -> None:
    one, seven = (lay_out_text(HEADLINE, replace(STYLE, size=size), book).width for size in (10.0, 70.0))
    assert seven == pytest.approx(7 * one, rel=1e-9)


@pytest.mark.parametrize("zero", ["0", "٠"])
@pytest.mark.parametrize("family", ["cairo", "ibm-plex-sans-arabic", "almarai", "noto-kufi-arabic", "noto-sans-arabic"])
def test_tabular_digits_make_all_numbers_of_a_length_equal(family: str, zero: str, book: FontBook) -> None:
    numbers = ["1,111", "8,888", "2,466", "9,017"]
    texts = ["".join(chr(ord(zero) + int(c)) if c.isdigit() else c for c in number) for number in numbers]
    blocks = [lay_out_text(text, TextStyle(family, 700, 100, tabular=True), book) for text in texts]
    assert [block.width for block in blocks] == pytest.approx([blocks[0].width] * 4)
    cells = [[glyph.advance for glyph in block.lines[0].glyphs] for block in blocks]
    assert all(cell == pytest.approx(cells[0]) for cell in cells)


def test_proportional_arabic_digits_do_shake_without_tabular(book: FontBook) -> None:
    """Why `tabular` exists: if the fonts change, this says that it is needed no longer."""
    one, eight = (lay_out_text(text, TextStyle("cairo", 700, 100), book).width for text in ("١١١١", "٥٥٥٥"))
    assert abs(one - eight) > 20


def test_fit_on_one_line_fills_the_width(book: FontBook) -> None:
    block = fit_text(HEADLINE, STYLE, book, width=900, min_size=10, max_size=300, max_lines=1)
    assert block.width == pytest.approx(900, abs=0.01)
    assert len(block.lines) == 1
    assert lay_out_text(HEADLINE, block.style, book).width == pytest.approx(900, abs=0.01)


@settings(deadline=None, max_examples=40)
@given(words, st.floats(300, 1000), st.floats(100, 900), st.integers(1, 5))
def test_fit_is_within_its_bounds_and_the_largest(
    book: FontBook, parts: list[str], width: float, height: float, lines: int
) -> None:
    text = " ".join(parts)
    try:
        block = fit_text(text, STYLE, book, width=width, height=height, min_size=20, max_size=160, max_lines=lines)
    except InputError as error:
        if [problem.code for problem in error.problems] != ["text-overflow"]:
            raise
        smallest = lay_out_text(text, replace(STYLE, size=20), book, max_width=width)
        assert smallest.width > width or smallest.height > height or len(smallest.lines) > lines
        return
    assert 20 - 0.01 <= block.style.size <= 160
    assert block.width <= width + 0.01
    assert block.height <= height + 0.01
    assert len(block.lines) <= lines
    if block.style.size >= 158:
        return
    larger = lay_out_text(text, replace(STYLE, size=block.style.size * 1.02), book, max_width=width, balance=False)
    parted = weak_starts(larger) - weak_starts(block)
    fits = larger.width <= width and larger.height <= height and len(larger.lines) <= lines
    assert not fits or parted or set_smaller_on_purpose(block, width, book)


def set_smaller_on_purpose(block: Block, width: float, book: FontBook) -> bool:
    """Whether a headline breaks well where it would break badly in one of the sizes up to a fifth off it."""
    sizes = [block.style.size * (1 + step / 50) for step in range(1, 13)]
    return not badly_broken(block) and any(
        badly_broken(lay_out_text(block.text, replace(STYLE, size=size), book, max_width=width))
        for size in sizes
        if 56 <= size <= 160.1
    )


def badly_broken(block: Block) -> bool:
    """Whether a line begins after a preposition or within a name, or but for the first is one short word."""
    starts = {line.start for line in block.lines[1:]}
    badly = {at for at, strength in break_places(block.text).items() if strength in ("loose", "weak")}
    widest = max(line.width for line in block.lines)
    alone = [line for line in block.lines[1:] if " " not in block.text[line.start : line.end]]
    return bool(starts & badly) or any(line.width < widest / 2 + 1 for line in alone)


def test_overflow_names_the_place(book: FontBook) -> None:
    place = Place(Path("scene.xml"), 3, 5)
    with pytest.raises(InputError) as caught:
        fit_text(HEADLINE, STYLE, book, width=200, height=60, min_size=30, max_size=90, place=place)
    assert caught.value.problems[0].place == place
    with pytest.raises(InputError, match="takes 3 lines where 2 are allowed"):
        lay_out_text(HEADLINE, STYLE, book, max_width=1000, max_lines=2, place=place)


def test_a_heavier_span_keeps_the_letters_joined(book: FontBook) -> None:
    text = "المملكة"
    plain = lay_out_text(text, STYLE, book)
    block = lay_out_text(text, STYLE, book, spans=(Span(0, 3, weight=900),))
    names = [glyph.face.hb_font.get_glyph_name(glyph.gid) for glyph in block.lines[0].glyphs]
    assert names == [glyph.face.hb_font.get_glyph_name(glyph.gid) for glyph in plain.lines[0].glyphs]
    assert len({glyph.face.path.name for glyph in block.lines[0].glyphs}) == 2


def test_a_span_never_cuts_lam_alef_or_a_marked_letter(book: FontBook) -> None:
    for text, edge in (("سلام", 2), ("لَا", 2), ("بَّت", 1)):
        cut = lay_out_text(text, STYLE, book, spans=(Span(0, edge, weight=900),))
        faces = {glyph.face for glyph in cut.lines[0].glyphs if glyph.cluster < 3}
        assert len(faces) == 1, text


def test_a_smaller_span_scales_its_glyphs_on_the_same_baseline(book: FontBook) -> None:
    block = lay_out_text("45 كم", STYLE, book, spans=(Span(3, 5, scale=0.5),))
    scales = {glyph.cluster >= 3: glyph.scale for glyph in block.lines[0].glyphs if glyph.cluster != 2}
    assert scales == {False: 60.0, True: 30.0}


def test_blocks_are_equal_by_what_they_show(book: FontBook) -> None:
    one = lay_out_text(HEADLINE, STYLE, book, max_width=1000)
    same = lay_out_text(HEADLINE, STYLE, book, max_width=1001)
    other = lay_out_text(HEADLINE, STYLE, book, max_width=700)
    assert one == same
    assert hash(one) == hash(same)
    assert one != other
    assert one != lay_out_text(HEADLINE, replace(STYLE, weight=600), book, max_width=1000)
