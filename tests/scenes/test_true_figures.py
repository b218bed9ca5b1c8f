"""No scene of any theme says another figure than the spec: digits, scale word, unit and 'more than' are there."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import pytest
from msgspec.structs import replace

from infoclip.scenes.surroundings import SceneContext
from infoclip.scenes.template import build_example, load_template
from infoclip.text.numerals import Localizer
from infoclip.theme.assets import Library
from infoclip.theme.loader import load_theme
from infoclip.values.formats import FORMATS

LIBRARY = Library()
THEMES = ("official", "horizon", "sadu", "paper", "pulse")
BUDGET = {"value": 1_184_000_000_000, "unit": "SAR", "compact": True, "more_than": True}
TWO = [{"fact": BUDGET, "label": "قبل"}, {"fact": 5, "label": "بعد"}]
SCENES: dict[str, dict[str, Any]] = {
    "number": {"fact": BUDGET, "kicker": "حجم الميزانية", "label": "لهذا العام"},
    "numbers": {"items": TWO},
    "bars": {"heading": "بنود", "items": TWO},
    "framed-number": {"fact": BUDGET, "kicker": "حجم الميزانية"},
    "units": {"fact": BUDGET, "unit_value": 10_000_000_000, "kicker": "حجم الميزانية"},
    "question": {"question": "كم الميزانية؟", "answer_fact": BUDGET},
}


@lru_cache(maxsize=8)
def surroundings(theme: str, shape: str) -> SceneContext:
    return SceneContext(load_theme(theme, LIBRARY), FORMATS[shape], LIBRARY, Localizer("ar-SA", "latn"))


def words(name: str, theme: str, shape: str, given: dict[str, Any]) -> str:
    template = load_template(name, LIBRARY, theme)
    return build_example(replace(template, example=given), surroundings(theme, shape)).words


@pytest.mark.parametrize("shape", ["reel", "wide"])
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", SCENES)
def test_a_figure_is_said_whole_and_never_rounded_up(name: str, theme: str, shape: str) -> None:
    said = words(name, theme, shape, SCENES[name])
    assert "1.18" in said
    assert "1.19" not in said
    assert "1.2" not in said
    assert "ترليون" in said
    assert "\u20c1" in said, "the riyal is missing"
    assert "أكثر من" in said or "+1.18" in said


@pytest.mark.parametrize("theme", THEMES)
def test_columns_say_what_they_count_in(theme: str) -> None:
    items = [{"fact": {"value": 81_200 * step, "compact": True}, "label": str(2022 + step)} for step in (1, 2)]
    said = words("columns", theme, "reel", {"heading": "المتقدمون", "items": items})
    assert "81.2" in said
    assert said.count("ألف") == 2


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", ["framed-number", "numbers"])
def test_a_percentage_stays_one(name: str, theme: str) -> None:
    share = {"value": -4.2, "percent": True}
    given = {"fact": share} if name == "framed-number" else {"items": [{"fact": share}, {"fact": share}]}
    said = words(name, theme, "square", given)
    assert "4.2" in said
    assert "%" in said
    assert "-" in said


LESS = {"value": 7, "noun": ["حادث", "حوادث"], "prefix": "أقل من"}


@pytest.mark.parametrize("kicker", ["", "كل ساعة"])
@pytest.mark.parametrize("theme", [*THEMES, "ministry"])
def test_words_before_a_number_are_never_lost(theme: str, kicker: str) -> None:
    assert "أقل من" in words("number", theme, "reel", {"fact": LESS, "kicker": kicker, "label": "على الطرق"})


def test_more_than_is_told_on_a_slope_and_a_ring() -> None:
    more = {"value": 40_000, "more_than": True}
    one, two = {"name": "أ", "before": more, "after": more}, {"name": "ب", "before": 5, "after": 6}
    slope = {"heading": "أ", "from_label": "1", "to_label": "2", "items": [one, two]}
    assert words("slope", "official", "reel", slope).count("+") == 2
    assert "+" in words("percent", "official", "reel", {"fact": {"value": 40, "percent": True, "more_than": True}})


def test_no_stack_is_told_more_exactly_than_it_was_given() -> None:
    parts, items = (
        [{"name": "أ"}, {"name": "ب"}],
        [{"label": "1", "values": [2.4, 0.4]}, {"label": "2", "values": [6.1, 0.4]}],
    )
    said = words("stacked", "official", "reel", {"heading": "أ", "parts": parts, "items": items})
    assert "6.1" in said
    assert "6.10" not in said
    assert "0.40" not in said


def test_shares_of_a_stack_come_to_the_whole() -> None:
    parts = [{"name": "أ"}, {"name": "ب"}, {"name": "ج"}]
    items = [{"label": "1", "values": [33, 63.6, 3.4]}, {"label": "2", "values": [24.5, 72.7, 2.8]}]
    said = words("stacked", "official", "reel", {"heading": "أ", "share": True, "parts": parts, "items": items})
    assert all(figure in said for figure in ("24.5", "72.7", "2.8")), said
