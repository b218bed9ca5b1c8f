"""Joined letters: arabic-reshaper's forms, and HarfBuzz's glyphs of Plex checked against them, word by word."""

from __future__ import annotations

import unicodedata

import pytest
from arabic_reshaper.letters import LETTERS_ARABIC

from infoclip.text.bidi import resolve
from infoclip.text.fonts import FontBook
from infoclip.text.joining import forms, joined_groups, kashida_places, visual_text
from infoclip.text.shape import Setting, shape_pieces

WORDS_TEXT = """
    المملكة العربية السعودية رؤية هيئة التقييس منشور منشورات منشورًا صورة صور فيديو تغريدة متابع متابعون
    مشاهدة إعجاب تعليق الاقتصاد نمو الناتج المحلي الإجمالي الصادرات الواردات التضخم البطالة السكان التعليم
    الصحة المستشفيات المدارس الجامعات الطلاب المعلمون السياحة الزوار الفنادق المطارات الرحلات القطارات
    الطاقة الشمسية الرياح الكهرباء المياه النفط الغاز البيئة الأشجار الغابات الصحراء البحر الجبال السماء
    الفضاء القمر المريخ الصاروخ المركبة الإطلاق المدار رائد الفريق المهمة العلوم البحث الابتكار التقنية
    الرقمية الذكاء الاصطناعي البيانات الأمن السيبراني الشركات الاستثمار الأسهم السوق البنوك القروض التمويل
    الميزانية الإيرادات المصروفات الفائض العجز الحكومة الوزارة القرار النظام اللائحة المواطن الأسرة المرأة
    الشباب الرياضة كرة القدم البطولة الكأس الدوري الملعب الجمهور الثقافة التراث المتحف الكتاب القراءة اللغة
    العربي ضوء ظلال ثغر ذهب خزف قلعة طريق غد عطاء حفظ بئر مسؤول شيء سماء قرأ آفاق على موسى إلى هدى مستشفى
    كلا فلأنه للآن السلام
"""
WORDS = WORDS_TEXT.split()


def test_there_are_words_enough() -> None:
    assert len(set(WORDS)) >= 120


FORM_PAIRS = {"<isolated>": (1, 3), "<initial>": (1, 2), "<medial>": (2, 2), "<final>": (2, 3)}


def presentation_forms(names: list[str]) -> list[str]:
    """Plex's glyph names as presentation forms: a bare letter is its isolated form, a ligature its letters' forms."""
    shown: list[str] = []
    for name in names:
        character = chr(int(name.removeprefix("uni").split(".")[0], 16))
        kind, *parts = unicodedata.decomposition(character).split() or [""]
        if character in LETTERS_ARABIC:
            shown.append(LETTERS_ARABIC[character][0])
        elif len(parts) == 2 and "\ufc00" <= character <= "\ufdff":
            forms_of = [LETTERS_ARABIC[chr(int(part, 16))] for part in parts]
            shown += [forms_of[1][FORM_PAIRS[kind][1]], forms_of[0][FORM_PAIRS[kind][0]]]
        else:
            shown.append(character)
    return shown


@pytest.mark.parametrize("word", sorted(set(WORDS)))
def test_harfbuzz_takes_the_forms_arabic_reshaper_says(word: str, book: FontBook) -> None:
    """Plex names its glyphs after the presentation forms, so what is drawn can be told against the reshaper."""
    stack = book.stack("ibm-plex-sans-arabic", 500)
    pieces = shape_pieces(word, resolve(word, "rtl"), [Setting(stack, 1.0)] * len(word), frozenset(), False)
    letters = [glyph for piece in pieces for glyph in piece.glyphs if glyph.advance > 0]
    drawn = presentation_forms([glyph.face.hb_font.get_glyph_name(glyph.gid) for glyph in letters])
    assert drawn == [character for character in visual_text(word, "rtl") if not unicodedata.combining(character)]


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("المملكة", ["ا", "لمملكة"]),
        ("رؤية", ["ر", "ؤ", "ية"]),
        ("مُحَمَّدٌ", ["مُحَمَّدٌ"]),
        ("السلام عليكم", ["ا", "لسلا", "م", " ", "عليكم"]),
        ("نمو 45%", ["نمو", " ", "45%"]),
        ("(Vision)", ["(Vision)"]),
        ("العـــربية", ["ا", "لعـــر", "بية"]),
        ("می\u200cخواهم", ["می", "\u200c", "خو", "ا", "هم"]),
        ("هـ ه\u200d", ["هـ", " ", "ه\u200d"]),
        ("–ـى", ["–", "ـى"]),
        ("", []),
    ],
)
def test_groups_are_cut_where_the_pen_lifts(text: str, groups: list[str]) -> None:
    assert [text[group.start : group.stop] for group in joined_groups(text)] == groups


def test_forms_skip_marks_and_survive_lam_alef() -> None:
    assert forms("لَا") == ("initial", None, "final")
    assert forms("ab١") == (None, None, None)


def test_kashida_goes_between_joined_letters_and_never_into_lam_alef() -> None:
    assert kashida_places("سلام") == (1,)
    assert kashida_places("دار") == ()
    assert kashida_places("مَدى") == (2,)


def test_plain_terminals_get_forms_in_visual_order_with_turned_brackets() -> None:
    assert visual_text("رؤية (Vision 2030)", "rtl") == "(Vision 2030) ﺔﻳﺅﺭ"
    assert visual_text("مُحَمَّد", "rtl") == "ﺪﻤَّﺤَﻣُ"
    assert visual_text("سلام\nab", "rtl") == "ﻡﻼﺳ\nab"
