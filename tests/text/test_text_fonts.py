"""The shipped fonts, their coverage, and what is said when something is not there."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from infoclip.errors import InputError, Place
from infoclip.text.fonts import Face, FontBook
from infoclip.text.lines import TextStyle, lay_out_text

FONTS = Path(__file__).parent.parent.parent / "fonts"
LETTERS = "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي"
SIGNS = "0123456789٠١٢٣٤٥٦٧٨٩،؛؟٪٫٬%()[]«».:!-–—/+ABCXYZabcxyz"
MARKS = "بً بٌ بٍ بَ بُ بِ بّ بْ بٰ بَّ بِّ"
FAMILIES = ("cairo", "ibm-plex-sans-arabic", "almarai", "noto-kufi-arabic", "noto-sans-arabic")


def texts() -> list[str]:
    joined = [f"{letter}ـ{letter}ـ{letter} {letter}" for letter in LETTERS]
    return [*joined, SIGNS, MARKS, "لا لأ لإ لآ"]


@pytest.mark.parametrize("family", FAMILIES)
def test_no_shipped_face_draws_an_empty_box(family: str, book: FontBook) -> None:
    for weight in book.families[family].weights:
        for text in texts():
            block = lay_out_text(text, TextStyle(family, weight, 40), book)
            glyphs = [glyph for line in block.lines for glyph in line.glyphs]
            assert glyphs
            assert all(glyph.gid != 0 for glyph in glyphs), (family, weight, text)
            assert {glyph.face.path.parent.name for glyph in glyphs} == {family}, (family, weight, text)


@pytest.mark.parametrize("family", FAMILIES)
def test_every_weight_is_a_face_of_its_own_and_nearest_is_taken(family: str, book: FontBook) -> None:
    weights = sorted(book.families[family].weights)
    digests = {book.stack(family, weight).faces[0].digest for weight in weights}
    assert len(digests) == len(weights)
    assert book.stack(family, 1000).faces[0].path == book.families[family].weights[weights[-1]]
    assert book.stack(family, 1).faces[0].path == book.families[family].weights[weights[0]]


def test_every_family_ships_with_its_licence_and_every_file_is_listed(book: FontBook) -> None:
    listed = {path for family in book.families.values() for path in family.weights.values()}
    assert listed == set(FONTS.glob("*/*.ttf"))
    for family in book.families.values():
        licence = family.licence.read_text(encoding="utf-8")
        assert "OPEN FONT LICENSE" in licence.upper()


@pytest.mark.parametrize(
    ("text", "folder"),
    [
        ("\u20c1", "saudi-riyal"),
        ("👋", "noto-emoji"),
        ("🇸🇦", "noto-emoji"),
        ("❤\ufe0f", "noto-emoji"),
        ("﷼", "noto-sans-arabic"),
    ],
)
def test_what_cairo_lacks_comes_from_the_fallbacks(text: str, folder: str, book: FontBook) -> None:
    block = lay_out_text(f"ريال {text}", TextStyle("cairo", 700, 40), book)
    folders = {glyph.cluster >= 5: glyph.face.path.parent.name for glyph in block.lines[0].glyphs}
    assert folders == {False: "cairo", True: folder}


def test_a_flag_is_one_glyph(book: FontBook) -> None:
    block = lay_out_text("🇸🇦", TextStyle("cairo", 700, 40), book)
    assert len([glyph for glyph in block.lines[0].glyphs if glyph.advance]) == 1


def test_characters_without_a_glyph_are_named_all_at_once(book: FontBook) -> None:
    place = Place(Path("spec.yaml"), 7, 3)
    with pytest.raises(InputError) as caught:
        lay_out_text("نص 漢 و\u0007 ثم 漢", TextStyle("cairo", 700, 40), book, place=place)
    (problem,) = caught.value.problems
    assert "the characters '漢' (U+6F22, Cjk unified ideograph-6f22) and (U+0007, A character" in problem.message
    assert all(problem.place == place and problem.code == "missing-glyph" for problem in caught.value.problems)


def test_an_unknown_script_is_one_fault_of_its_text(book: FontBook) -> None:
    with pytest.raises(InputError) as caught:
        lay_out_text("مرحبًا สวัสดีครับ", TextStyle("cairo", 700, 40), book)
    (problem,) = caught.value.problems
    assert "8 characters of the text, of the script Thai: 'ส' (U+0E2A)" in problem.message
    assert "and 4 more" in problem.message
    assert problem.hint


def test_invisible_controls_and_rare_spaces_need_no_glyph(book: FontBook) -> None:
    plain = lay_out_text("ab cd", TextStyle("cairo", 700, 40), book)
    marked = lay_out_text("\u2067ab\u200f cd\u2069\ufeff", TextStyle("cairo", 700, 40), book)
    assert len(marked.lines[0].glyphs) == len(plain.lines[0].glyphs)
    assert lay_out_text("12\u202f000 و\u00a0ب", TextStyle("almarai", 700, 40), book).width > 0


def test_pasted_presentation_forms_look_like_letters(book: FontBook) -> None:
    old = lay_out_text("ﻣﺮﺣﺒﺎ ﻻ", TextStyle("cairo", 700, 40), book)
    new = lay_out_text("مرحبا لا", TextStyle("cairo", 700, 40), book)
    assert [(glyph.gid, glyph.x) for glyph in old.lines[0].glyphs] == [
        (glyph.gid, glyph.x) for glyph in new.lines[0].glyphs
    ]
    assert max(glyph.cluster for glyph in old.lines[0].glyphs) < 7


@pytest.mark.parametrize("name", ["Cairo", "cairo", "CAIRO", "IBM Plex Sans Arabic", "ibm-plex-sans-arabic"])
def test_a_family_goes_by_its_name_or_title(name: str, book: FontBook) -> None:
    assert book.family(name).name in ("cairo", "ibm-plex-sans-arabic")


def test_a_misspelt_family_gets_a_hint(book: FontBook) -> None:
    with pytest.raises(InputError) as caught:
        book.stack("almaray", 700)
    assert caught.value.problems[0].hint == "did you mean 'almarai'?"


def test_the_first_folder_wins(tmp_path: Path) -> None:
    shutil.copy(FONTS / "almarai" / "Almarai_400Regular.ttf", tmp_path / "own.ttf")
    (tmp_path / "fonts.yaml").write_text("families:\n  cairo:\n    weights: {400: own.ttf}\n", encoding="utf-8")
    book = FontBook([tmp_path, FONTS])
    stack = book.stack("cairo", 900)
    assert stack.faces[0].path == tmp_path / "own.ttf"
    assert stack.faces[-1].path.parent.name == "noto-emoji"


def test_faults_of_a_fonts_file_come_all_at_once_with_their_lines(tmp_path: Path) -> None:
    text = "families:\n  one:\n    weights: {400: gone.ttf, heavy: x.ttf}\n  two: {title: Two}\n"
    (tmp_path / "fonts.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        FontBook([tmp_path])
    lines = [problem.place.line for problem in caught.value.problems if problem.place]
    assert lines == [3, 3, 4]


def test_the_digest_follows_the_content_not_the_path(tmp_path: Path) -> None:
    source = FONTS / "saudi-riyal" / "saudi_riyal_400.ttf"
    copy = tmp_path / "copy.ttf"
    shutil.copy(source, copy)
    assert Face(copy).digest == Face(source).digest != Face(FONTS / "saudi-riyal" / "saudi_riyal_700.ttf").digest


def test_the_riyal_sign_is_as_high_as_a_digit(book: FontBook) -> None:
    sign = lay_out_text("\u20c1", TextStyle("cairo", 700, 100), book).ink
    digit = lay_out_text("5", TextStyle("cairo", 700, 100), book).ink
    assert sign.height == pytest.approx(digit.height, rel=0.06)
