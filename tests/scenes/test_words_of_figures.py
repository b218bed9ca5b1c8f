"""What specs written without knowing the templates ran into: words said twice or not at all, dates, covered letters."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from infoclip.errors import InputError
from infoclip.layout.context import LayoutContext
from infoclip.layout.placed import PlacedMark, leaves
from infoclip.layout.scene import lay_out
from infoclip.marks.marks import ArtMark, CounterMark, TextMark
from infoclip.scenes.surroundings import SceneContext
from infoclip.scenes.template import build_example, load_template
from infoclip.text.fonts import FontBook
from infoclip.text.numerals import Localizer
from infoclip.theme.assets import Library
from infoclip.theme.loader import load_theme
from infoclip.values.formats import FORMATS

LIBRARY = Library()
LOCAL = Localizer("ar-SA", "latn")
THEMES = ("official", "horizon", "sadu", "paper", "pulse", "ministry")
CITIES: dict[str, Any] = {"value": 37, "label": "عدد المدن المشمولة"}
WAITING = {"value": 0.5, "noun": ["ساعة", "ساعات"], "label": "متوسط الانتظار"}


def laid_out(
    name: str, given: dict[str, Any], theme: str = "official", shape: str = "reel", local: Localizer = LOCAL
) -> list[PlacedMark]:
    """The marks of the scene `name`, filled with `given`."""
    look, format = load_theme(theme, LIBRARY), FORMATS[shape]
    template = replace(load_template(name, LIBRARY, theme), example=given)
    scene = build_example(template, SceneContext(look, format, LIBRARY, local))
    placed = lay_out(scene, LayoutContext(format, look, FontBook(LIBRARY.font_folders), LIBRARY, local, rtl=True))
    return list(leaves(placed.children))


def texts(*given: Any) -> list[str]:
    return [item.text for item in laid_out(*given) if item.text.strip()]


@pytest.mark.parametrize("theme", THEMES)
def test_a_figures_own_label_is_said_once(theme: str) -> None:
    assert " ".join(texts("number", {"fact": CITIES}, theme)).count(CITIES["label"]) == 1
    twice = {"fact": WAITING, "label": WAITING["label"]}
    said = " ".join(texts("number", twice, theme))
    assert said.count("متوسط الانتظار") == 1
    assert "ساعة" in said


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("extra", [{"kicker": "هذا العام"}, {}])
def test_a_figures_own_label_is_not_lost_to_a_kicker(theme: str, extra: dict[str, str]) -> None:
    said = " ".join(texts("number", {"fact": {**WAITING, "more_than": not extra}, **extra}, theme))
    assert said.count("متوسط الانتظار") == 1
    assert "ساعة" in said


@pytest.mark.parametrize("theme", THEMES)
def test_a_figure_among_others_keeps_what_it_counts_and_what_it_is(theme: str) -> None:
    items = [{"fact": WAITING}, {"fact": {"value": 3, "noun": ["حديقة", "حدائق"]}, "label": "أحياء جديدة"}]
    for name, given in (("numbers", {"items": items}), ("framed-number", {"fact": 7, "items": items})):
        said = " ".join(texts(name, given, theme))
        for word in ("ساعة", "متوسط الانتظار", "حدائق", "أحياء جديدة"):
            assert word in said, (name, word)


@pytest.mark.parametrize("theme", THEMES)
def test_what_all_figures_share_is_not_said_with_each(theme: str) -> None:
    past = [
        {"fact": {"value": 300 + at, "noun": noun, "label": "مضى على البداية"}}
        for at, noun in enumerate((["سنة", "سنوات"], ["يوم", "أيام"]))
    ]
    assert "مضى" not in " ".join(texts("numbers", {"items": past}, theme))
    years = {"value": 73, "noun": {"few": "سنوات", "many": "سنة", "other": "سنة"}}
    items = [{"fact": {**years, "value": value}, "label": label} for value, label in ((47, "عام 1973"), (26, "زيادة"))]
    said = " ".join(texts("framed-number", {"fact": years, "items": items}, theme))
    assert said.count("سنة") == 1
    assert "زيادة" in said


def test_a_label_that_says_the_noun_stands_for_it() -> None:
    given = {"items": [{"fact": {"value": 48, "noun": ["مقطع", "مقاطع"]}, "label": "مقطعًا مصوّرًا"}, 3]}
    assert " ".join(texts("numbers", given)).count("مقطع") == 1
    given = {"items": [{"fact": {"value": 24, "noun": ["ساعة", "ساعات"]}, "label": "ساعة كل يوم"}, 3]}
    assert " ".join(texts("numbers", given)).count("ساعة") == 1


def test_two_sides_are_named_once() -> None:
    items = [
        {"fact": {"value": value, "unit": "لتر", "label": name}, "label": name}
        for value, name in ((278, "هنا"), (150, "هناك"))
    ]
    said = texts("versus", {"items": items})
    assert said.count("هناك") == 1
    assert said.count("لتر") == 2


@pytest.mark.parametrize("theme", ["official", "horizon", "sadu", "ministry"])
def test_a_date_on_a_timeline_is_written_in_words(theme: str) -> None:
    stations = [
        {"title": "عرفة", "date": "1447-12-09 هـ"},
        {"title": "العودة", "date": "2026-06-05"},
        {"title": "بعد", "date": "ربيع 2027"},
    ]
    said = " ".join(texts("timeline", {"heading": "الرحلة", "items": stations}, theme))
    for date in ("9 ذو الحجة 1447 هـ", "5 يونيو 2026", "ربيع 2027"):
        assert date in said


def test_a_day_that_there_is_not_is_told() -> None:
    with pytest.raises(InputError) as caught:
        texts("timeline", {"heading": "أ", "items": [{"title": "ب", "date": "2026-02-30"}, {"title": "ج"}]})
    assert "2026-02-30" in str(caught.value)


@pytest.mark.parametrize("shape", ["reel", "feed", "square", "wide"])
@pytest.mark.parametrize("headline", ["كل قطرة تعني", "شكرًا على رجوعكم للوح"])
def test_the_dots_of_a_last_letter_stand_clear_of_the_pill_below(headline: str, shape: str) -> None:
    marks = laid_out("title", {"headline": headline, "subline": "رشّد اليوم", "name": "شركة المياه"}, "pulse", shape)
    inks = {item.text: ink_of(item) for item in marks if item.text.strip()}
    word = headline.split()[-1]
    foot = max(ink[1] for text, ink in inks.items() if text.endswith(word))
    pill = next(item.box for item in marks if item.text == "رشّد اليوم")
    assert foot < pill.y


def ink_of(item: PlacedMark) -> tuple[float, float]:
    """The top and the foot of a text's ink in the frame."""
    assert isinstance(item.mark, TextMark)
    ink = item.mark.block.ink
    return item.y + ink.y, item.y + ink.bottom


@pytest.mark.parametrize("values", [[None, 2], [1, None]])
@pytest.mark.parametrize("theme", ["official", "sadu"])
def test_what_a_race_cannot_show_is_told_at_the_spec(values: list[int | None], theme: str) -> None:
    items = [{"name": "جازان", "values": values}, {"name": "عسير", "values": [1, 2]}]
    with pytest.raises(InputError) as caught:
        texts("race", {"heading": "سباق", "labels": ["1446", "1447"], "items": items}, theme)
    assert "جازان" in str(caught.value)


def test_a_figure_written_as_an_item_is_shown_its_place() -> None:
    items = [{"value": 5, "label": "أ"}, {"fact": 6, "label": "ب"}]
    with pytest.raises(InputError) as caught:
        texts("bars", {"heading": "مقارنة", "items": items})
    assert "fact: {value" in caught.value.problems[0].hint


@pytest.mark.parametrize("scene", ["title", "number", "outro"])
def test_a_campaign_about_anything_has_no_heartbeat(scene: str) -> None:
    given: dict[str, Any] = {"headline": "كل قطرة", "fact": 5, "call": "رشّد"}
    given = {key: given[key] for key in {"title": ["headline"], "number": ["fact"], "outro": ["call"]}[scene]}
    drawn = [item.mark.source.path.stem for item in laid_out(scene, given, "pulse") if isinstance(item.mark, ArtMark)]
    assert drawn
    assert "heart" not in drawn


@pytest.mark.parametrize("theme", ["paper", "pulse"])
@pytest.mark.parametrize("headline", ["وقف لا ينقطع", "معًا من أجل الماء", "Water for all"])
def test_a_title_in_two_lines_keeps_little_words_with_their_next(theme: str, headline: str) -> None:
    lines = [text.split() for text in texts("title", {"headline": headline}, theme)]
    ends = [line[-1] for line in lines if set(line) <= set(headline.split())]
    assert ends
    assert not {"لا", "من", "for"} & set(ends)


@pytest.mark.parametrize("shape", ["reel", "square", "wide"])
@pytest.mark.parametrize("value", [6.5, 745086])
def test_a_comma_hangs_free_of_the_ribbon_below(value: float, shape: str) -> None:
    marks = laid_out("number", {"fact": value}, "sadu", shape, Localizer("ar-SA", "arab"))
    feet = [item.y + item.mark.blocks[-1].ink.bottom for item in marks if isinstance(item.mark, CounterMark)]
    ribbon = next(item.y for item in marks if isinstance(item.mark, ArtMark) and item.mark.source.path.stem == "ribbon")
    assert feet
    assert max(feet) < ribbon


@pytest.mark.parametrize("shape", ["reel", "wide"])
def test_a_great_figure_stands_clear_of_its_unit(shape: str) -> None:
    items = [{"fact": {"value": 278, "unit": "لتر"}, "label": "هنا"}, {"fact": 90, "label": "هناك"}]
    marks = laid_out("versus", {"items": items}, "pulse", shape, Localizer("ar-SA", "arab"))
    figure = next(item for item in marks if item.text == "٢٧٨")
    unit = next(item for item in marks if item.text == "لتر")
    assert figure.x - unit.box.right >= 0.11 * figure.mark.height
