"""Words before a figure ("less than", "about") are shown by every scene that shows the figure, charts as well."""

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
THEMES = ("official", "horizon", "sadu", "paper", "ministry", "pulse")
LESS = {"value": 30, "noun": ["طلب", "طلبات"], "prefix": "أقل من"}
PART = {"value": 30, "percent": True, "prefix": "أقل من"}
REST = {"value": 60, "percent": True}
MORE = {"value": 60, "noun": ["طلب", "طلبات"]}
SIX = [{"fact": MORE, "label": "ب"}] * 4
SCENES: dict[str, dict[str, Any]] = {
    "bars": {"heading": "ع", "items": [{"fact": MORE}, {"fact": LESS}]},
    "columns": {"heading": "ع", "items": [{"fact": MORE, "label": "أ"}, {"fact": LESS, "label": "ب"}]},
    "donut": {"heading": "ع", "items": [{"fact": REST, "label": "أ"}, {"fact": PART, "label": "ب"}]},
    "funnel": {"heading": "ع", "items": [{"fact": MORE, "label": "أ"}, {"fact": LESS, "label": "ب"}]},
    "gauge": {"fact": PART},
    "kpi-grid": {"items": [{"fact": LESS, "label": "أ"}, *SIX]},
    "map": {"heading": "ع", "built_in": "gulf", "items": [{"place": "SA", "fact": LESS}, {"place": "OM", "fact": 4}]},
    "numbers": {"items": [{"fact": LESS}, {"fact": MORE}]},
    "percent": {"fact": PART},
    "pictogram": {"heading": "ع", "icon": "person", "items": [{"fact": LESS}]},
    "progress": {"heading": "ع", "items": [{"fact": PART, "label": "أ"}]},
    "pyramid": {"heading": "ع", "items": [{"fact": LESS, "label": "أ"}, {"fact": MORE, "label": "ب"}]},
    "slope": {"heading": "ع", "from_label": "1", "to_label": "2", "items": [
        {"name": "أ", "before": LESS, "after": MORE}, {"name": "ب", "before": MORE, "after": MORE}]},
    "versus": {"items": [{"fact": MORE, "label": "أ"}, {"fact": LESS, "label": "ب"}]},
    "waffle": {"heading": "ع", "items": [{"fact": PART, "label": "أ"}, {"fact": REST, "label": "ب"}]},
}  # fmt: skip


@lru_cache(maxsize=32)
def context(theme: str, shape: str) -> SceneContext:
    return SceneContext(load_theme(theme, LIBRARY), FORMATS[shape], LIBRARY, Localizer("ar-SA", "latn"))


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", SCENES)
def test_less_than_is_said(name: str, theme: str) -> None:
    template = replace(load_template(name, LIBRARY, theme), example=SCENES[name])
    for shape in ("reel", "wide"):
        words = " ".join(build_example(template, context(theme, shape)).words.split())
        assert words.count("أقل من") == 1, f"{shape}: {words}"
