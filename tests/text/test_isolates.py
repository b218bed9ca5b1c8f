"""What smart isolates keep in order and what they leave alone, by the order a reader sees from the left."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infoclip.text.bidi import line_levels, resolve, visual_order
from infoclip.text.isolates import smart_isolates

DATA = Path(__file__).parent / "data"
CONTROLS = "\u2066\u2069\u200e"


def seen(text: str, *, isolate: bool = True) -> str:
    """The characters of right-to-left `text` from left to right, as they stand on a line (brackets not mirrored)."""
    prepared = smart_isolates(text)[0] if isolate else text
    order = visual_order(line_levels(resolve(prepared, "rtl"), 0, len(prepared)))
    return "".join(prepared[at] for at in order if prepared[at] not in CONTROLS)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("هاتف +966 11 123 4567", "+966 11 123 4567"),
        ("هاتف +966501234567.", "+966501234567"),
        ("اتصل 920 000 890 الآن", "920 000 890"),
        ("هاتف ‎055-123-4567 نعم".replace("\u200e", ""), "055-123-4567"),
        ("هاتف +٩٦٦ ١١ ١٢٣ ٤٥٦٧", "+٩٦٦ ١١ ١٢٣ ٤٥٦٧"),
        ("الموقع https://www.spa.gov.sa/ar/news?id=12 الرسمي", "https://www.spa.gov.sa/ar/news?id=12"),
        ("زوروا spa.gov.sa/ar اليوم", "spa.gov.sa/ar"),
        ("راسل info@spa.gov.sa الآن", "info@spa.gov.sa"),
        ("تابعوا @SPAregions دائمًا", "@SPAregions"),
        ("وسم #Vision2030 الآن", "#Vision2030"),
        ("وسم #C++ الآن", "#C++"),
        ("لغة C++ هنا", "C++"),
        ("لغة C# هنا", "C#"),
        ("لغة Python 3.14 (beta) هنا", "Python 3.14 (beta)"),
        ("خطوة Two-factor (2FA) هنا", "Two-factor (2FA)"),
        ("Two-factor (2FA)", "Two-factor (2FA)"),
        ("معيار ISO 9001 (2015) هنا", "ISO 9001 (2015)"),
        ("تطبيق iPhone 17 (Pro) Max", "iPhone 17 (Pro) Max"),
        ("حزمة v2.0 [LTS] هنا", "v2.0 [LTS]"),
        ("US$", "US$"),
        ("بقيمة 12 US$ فقط", "US$"),
        ("°C", "°C"),
        ("درجة °C هنا", "°C"),
        ("$/kWh", "$/kWh"),
        ("منصة .NET.", ".NET"),
        ("رؤية Vision 2030 اليوم", "Vision 2030"),
        ("شركة AT&T (beta) هنا", "AT&T"),
        ("كلمة الافتتاح، 22/11/2026م", "22/11/2026"),
        ("يوم 12/6/1448هـ في مكة", "12/6/1448"),
        ("عند 9:30ص بالضبط", "9:30"),
        ("اتصل (+966) 11 123 4567 الآن", "(+966) 11 123 4567"),
        ("شهادة ISO 9001:2015 هنا", "ISO 9001:2015"),
        ("انخفض -1.5% هذا العام", "-1.5%"),
        ("انخفض −3° الليلة", "−3°"),
        ("ارتفع +12% اليوم", "+12%"),
        ("نسبة 45% من الكل", "45%"),
        ("صورة و45% فيديو", "45%"),
        ("نسبة 45 % من الكل", "45 %"),
        ("نمو و+12% هنا", "+12%"),
        ("لغة الـC++ هنا", "C++"),
        ("بقيمة $5.2 مليار", "$5.2"),
        ("بقيمة $5.2bn تقريبًا", "$5.2bn"),
        ("سرعة 80 km/h هنا", "80 km/h"),
        ("مسافة 50km و", "50km"),
        ("حرارة 30°C ظهرًا", "30°C"),
        ("مساحة 10m² فقط", "10m²"),
        ("ناتج 3×4=12 صحيح", "3×4=12"),
        ("شبكة 5G جديدة", "5G"),
        ("قمة G20 هنا", "G20"),
        ("فصيلة O− نادرة", "O−"),
        ("فصيلة AB- نادرة", "AB-"),
        ("فصيلة O–", "O–"),
        ("أيون Cl− سالب", "Cl−"),
        ("O−", "O−"),
        ("What's in our bin?", "What's in our bin?"),
        ("Sort it. Loop it.", "Sort it. Loop it."),
        ("Gates open: 7:30 pm (free)!", "Gates open: 7:30 pm (free)!"),
        ("“It's a neighbourhood.”", "“It's a neighbourhood.”"),
    ],
)
def test_it_reads_from_the_left(text: str, kept: str) -> None:
    assert kept in seen(text)


@pytest.mark.parametrize(
    "text",
    [
        "نسبة ٤٠٪ و %50",
        "زاد 10-20% هنا",
        "نسبة 45\u200e%\u200e من الكل",
        "في 2018–2024 و2018-2020",
        "يوم 1/2/2024 و 2024-05-01 و ١٤٤٥/٠٣/١٢هـ",
        "الساعة 10:30 ص - 12:45 م",
        "بمقياس 16:9 الآن",
        "2,466 منشوراً و2.5 مليون",
        "كأس العالم 2034",
        "عام 1445 2018 معًا",
        "كلمة Vision وحدها",
        "#هاشتاق_عربي جديد",
        "1. أولًا 2) ثانيًا (3) ثالثًا",
    ],
)
def test_it_is_left_alone(text: str) -> None:
    assert smart_isolates(text) == (text, list(range(len(text))))


def test_without_isolates_the_groups_of_a_phone_number_turn_around() -> None:
    """The fault the pass exists for: if the bidi algorithm changes, this says that it is needed no longer."""
    assert "4567 123 11 966+" in seen("هاتف +966 11 123 4567", isolate=False)
    assert "++C" in seen("لغة C++ هنا", isolate=False)
    assert "%45" in seen("نسبة 45% من الكل", isolate=False)
    assert "45%" in seen("45%", isolate=False)


def test_an_author_who_sets_direction_controls_is_left_alone() -> None:
    text = "النتيجة \u2066A-1 (beta)\u2069، هاتف +966 11 123 4567"
    assert smart_isolates(text)[0] == text


STRINGS = [item["text"] for item in json.loads((DATA / "hard-strings.json").read_text(encoding="utf-8"))]


@given(st.lists(st.sampled_from([*STRINGS, "+966 5", "C++", "٩٢٠ ٠٠٠ ٨٩٠", " ", "%", "-", "م", "\n"]), max_size=5))
def test_the_index_map_leads_back(parts: list[str]) -> None:
    """Nothing is lost or moved: without the controls it is the text, and every index names its own character."""
    text = "".join(parts)
    prepared, index = smart_isolates(text)
    assert len(prepared) == len(index)
    assert index == sorted(index)
    if prepared != text:
        real = [(at, character) for at, character in zip(index, prepared, strict=True) if character not in CONTROLS]
        assert real == list(enumerate(text))
