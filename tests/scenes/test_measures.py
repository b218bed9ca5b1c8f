"""Figures of different units are never drawn to one scale: the fault says which, where, and what to take instead."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from infoclip.errors import InputError, Problem
from infoclip.pipeline import compose, open_clip
from infoclip.scenes.template import load_template
from infoclip.theme.assets import Library

KM, RIYALS = {"value": 40, "unit": "كم"}, {"value": 90, "unit": "SAR"}
VISITS, REQUESTS = {"value": 30, "noun": ["زيارة", "زيارات"]}, {"value": 12, "noun": ["طلب", "طلبات"]}
MINUTES = {"value": 12, "noun": ["دقيقة", "دقائق"]}
YEARS = {"value": 12, "noun": {"one": "سنة", "two": "سنتان", "few": "سنوات", "many": "سنةً", "other": "سنة"}}
THEMES = ("official", "horizon", "sadu", "paper", "ministry", "pulse")
ONE_SCALE = ("bars", "columns", "donut", "funnel", "pictogram", "pyramid", "slope", "versus", "waffle")


def faults(folder: Path, scene: dict[str, Any]) -> tuple[Problem, ...]:
    spec = {"title": "مزيج", "facts": {"km": KM, "riyals": RIYALS}, "scenes": [scene]}
    path = folder / "clip.yaml"
    path.write_text(json.dumps(spec, ensure_ascii=False, indent=1), encoding="utf-8")
    try:
        compose(open_clip(path), "reel")
    except InputError as error:
        return error.problems
    return ()


def bars(*figures: object) -> dict[str, Any]:
    return {"scene": "bars", "heading": "عام", "items": list(figures)}


@pytest.mark.parametrize(
    ("figures", "told"),
    [
        ((KM, RIYALS), "'كم' and 'SAR'"),
        ((VISITS, KM), "counted things and 'كم'"),
        (("58%", VISITS), "percentages and counted things"),
        ((12, "58%"), "plain numbers and percentages"),
        ((KM, KM, RIYALS), "'كم' and 'SAR'"),
        ((MINUTES, YEARS), "'دقيقة' and 'سنة'"),
        ((VISITS, MINUTES), "counted things and 'دقيقة'"),
    ],
)
def test_a_mixture_is_a_fault_at_the_first_figure_that_differs(
    tmp_path: Path, figures: tuple[object, ...], told: str
) -> None:
    (problem,) = faults(tmp_path, bars(*({"fact": figure, "label": "س"} for figure in figures)))
    assert problem.code == "mixed-units"
    assert told in problem.message
    assert "numbers" in problem.hint
    assert "kpi-grid" in problem.hint
    lines = (tmp_path / "clip.yaml").read_text(encoding="utf-8").splitlines()
    at = [number for number, line in enumerate(lines, 1) if '"fact":' in line]
    assert problem.place is not None
    assert problem.place.line == at[-1]


@pytest.mark.parametrize("figures", [(VISITS, REQUESTS), (KM, 12), ("40%", "60%"), (KM, KM), (3, 4)])
def test_one_thing_is_compared_whatever_it_is(tmp_path: Path, figures: tuple[object, ...]) -> None:
    assert not faults(tmp_path, bars(*({"fact": figure, "label": "س"} for figure in figures)))


def test_facts_named_in_short_are_told_at_their_item(tmp_path: Path) -> None:
    (problem,) = faults(tmp_path, bars("km", "riyals"))
    assert problem.place is not None
    line = (tmp_path / "clip.yaml").read_text(encoding="utf-8").splitlines()[problem.place.line - 1]
    assert line.strip() == '"riyals"'


def test_both_figures_of_an_item_count(tmp_path: Path) -> None:
    items = [{"name": "أ", "before": KM, "after": RIYALS}, {"name": "ب", "before": KM, "after": KM}]
    scene = {"scene": "slope", "heading": "عام", "from_label": "2024", "to_label": "2025", "items": items}
    assert [problem.code for problem in faults(tmp_path, scene)] == ["mixed-units"]


def test_figures_side_by_side_may_differ(tmp_path: Path) -> None:
    assert not faults(tmp_path, {"scene": "numbers", "items": [{"fact": KM}, {"fact": RIYALS}, {"fact": "5%"}]})


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", ONE_SCALE)
def test_no_theme_draws_a_mixture(theme: str, name: str) -> None:
    assert load_template(name, Library(), theme).params["items"].one_scale
