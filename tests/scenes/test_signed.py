"""A figure that is written with its plus is shown with it, wherever it stands: beside what fell it says what rose."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from infoclip.layout.placed import PlacedMark, leaves
from infoclip.pipeline import compose, open_clip
from infoclip.spec.models import Fact
from infoclip.text.numerals import Localizer, local_fact

THEMES = ("official", "horizon", "sadu", "paper", "pulse", "ministry")
ROSE, FELL = {"fact": "+3.2%", "label": "الباحة"}, {"fact": "-61%", "label": "مكة"}
SCENES: tuple[dict[str, Any], ...] = (
    {"scene": "bars", "heading": "عام", "items": [ROSE, FELL]},
    {"scene": "columns", "heading": "عام", "items": [ROSE, FELL]},
    {"scene": "number", "fact": "+3.2%"},
    {"scene": "framed-number", "fact": "+3.2%"},
    {"scene": "numbers", "items": [ROSE, FELL]},
    {"scene": "kpi-grid", "items": [ROSE, FELL, ROSE, FELL]},
)


@pytest.mark.parametrize(
    ("written", "digits", "text"),
    [
        ("+3.2%", "latn", "+3.2%"),
        ("+٤٫٥%", "latn", "+4.5%"),
        ({"value": "+12", "noun": ["زائر", "زوّار"]}, "latn", "+12 زائرًا"),
        ({"value": "+1", "noun": ["زائر", "زوّار"]}, "latn", "+1 زائر"),
        ({"value": 1250000, "signed": True, "compact": True}, "latn", "+1.25 مليون"),
        ({"value": -3, "signed": True}, "latn", "-3"),
        ({"value": 0, "signed": True}, "latn", "0"),
        ("+3.2%", "arab", "+٣٫٢٪"),
        ({"value": "+3", "signed": False}, "latn", "3"),
        ("3.2%", "latn", "3.2%"),
    ],
)
def test_the_sign_is_in_the_text(written: object, digits: Any, text: str) -> None:
    shown = local_fact(Fact.model_validate(written), Localizer("ar-SA", digits)).text
    assert "".join(letter for letter in shown if letter not in "\u200e\u200f\u061c") == text


@pytest.mark.parametrize("theme", THEMES)
def test_every_scene_shows_it(tmp_path: Path, theme: str) -> None:
    path = tmp_path / "clip.yaml"
    spec = {"title": "تغيّر", "theme": theme, "duration": 30, "scenes": SCENES}
    path.write_text(json.dumps(spec, ensure_ascii=False), encoding="utf-8")
    timeline = compose(open_clip(path), "reel").timeline
    for index, scene in enumerate(SCENES):
        texts = [node.text for node in leaves(timeline.placed(index).children) if isinstance(node, PlacedMark)]
        assert any("+3.2" in text for text in texts), (scene["scene"], texts)
