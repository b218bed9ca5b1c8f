"""Specs that a hostile designer would write: figures of any size stay whole in every theme."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from infoclip.pipeline import compose, open_clip
from infoclip.theme.assets import Library

THEMES = sorted(name for name in Library().theme_names() if not name.startswith("_"))
MILLIONS = {"value": 6_100_000, "compact": True}
ITEMS = [{"fact": MILLIONS, "label": "أ"}, {"fact": MILLIONS, "label": "ب"}]
LONG = {"value": 10**15, "unit": "SAR"}


def _strings(node: Any) -> list[str]:
    """Every string that stands somewhere in a placed scene's marks."""
    if isinstance(node, str):
        return [node]
    if isinstance(node, (tuple, list)):
        return [text for item in node for text in _strings(item)]
    return [text for name in getattr(node, "__struct_fields__", ()) for text in _strings(getattr(node, name))]


def _placed(folder: Path, theme: str, scene: dict[str, Any], format_name: str = "square") -> Any:
    spec = folder / "spec.yaml"
    clip = {"title": "تجربة", "theme": theme, "formats": [format_name], "duration": 6, "scenes": [scene]}
    spec.write_text(json.dumps(clip, ensure_ascii=False), encoding="utf-8")
    return compose(open_clip(spec), format_name).timeline.placed(0)


@pytest.mark.parametrize("theme", THEMES)
def test_donut_and_pyramid_keep_the_million(tmp_path: Path, theme: str) -> None:
    both = [{**item, "other": MILLIONS} for item in ITEMS]
    donut = _placed(tmp_path, theme, {"scene": "donut", "heading": "ح", "items": ITEMS, "center": "الكل"})
    pyramid = _placed(tmp_path, theme, {"scene": "pyramid", "heading": "ح", "items": both})
    for placed, times in ((donut, 2), (pyramid, 1)):  # a pyramid says once what all its figures are told in
        said = " | ".join(_strings(placed.children))
        assert len(re.findall("مليون", said)) >= times, said


@pytest.mark.parametrize("theme", THEMES)
def test_a_donuts_centre_does_not_hide_the_name_of_its_largest_part(tmp_path: Path, theme: str) -> None:
    items = [{"fact": "60%", "label": "الابتدائية"}, {"fact": "40%", "label": "الثانوية"}]
    donut = {"scene": "donut", "heading": "ح", "items": items, "center": "الطلبة"}
    said = " ".join(_strings(_placed(tmp_path, theme, donut).children))
    assert all(word in said for word in ("الابتدائية", "الثانوية", "الطلبة"))


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("format_name", ["reel", "square"])
def test_the_longest_figure_fits_in_every_theme(tmp_path: Path, theme: str, format_name: str) -> None:
    placed = _placed(tmp_path, theme, {"scene": "number", "fact": LONG, "label": "أكبر رقم"}, format_name)
    assert placed.children


def test_a_scale_is_set_apart_from_a_label(tmp_path: Path) -> None:
    placed = _placed(tmp_path, "official", {"scene": "bars", "heading": "ح", "items": ITEMS})
    assert any("مليون · أ" in " ".join(text.split()) for text in _strings(placed.children))


def test_horizon_draws_no_queue_that_was_not_asked_for(tmp_path: Path) -> None:
    plain = {"scene": "before-after", "before": "هاتف في اليد", "after": "هاتف في الجيب"}
    asked = plain | {"before_icon": "person", "before_target": "institution"}
    without, queued = (len(_placed(tmp_path, "horizon", scene).children) for scene in (plain, asked))
    assert queued > without + 5
