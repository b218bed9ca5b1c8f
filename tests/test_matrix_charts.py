"""Every part of a chart that carries a figure stands out 3:1 from what is drawn behind it, as WCAG 2.2 (1.4.11) asks.

Bars, columns, slices, cells, lines, signs, lands, steps and the keys of colours are measured at rest on the drawn
pixels, each with and without itself: by their body or along their outline (`matrix_parts.py`). Tracks, the unlit rest
of a whole, grids and the surface under a line are not: what they say is said without them. Every item has its label;
so colour is never alone, and two colours of a key differ as the eye sees it (OKLab).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

import pytest
from matrix_cases import SCENES
from matrix_parts import Part, parts
from matrix_pictures import EVERY, LOOKS, THEMES, Look, Pictures

LEAST = 3.0
DIFFERENT = 0.06
"""Of OKLab, where black and white are 1 apart and 0.02 is just seen when two colours touch."""
CHARTS = (
    "bars", "columns", "donut", "units", "framed-number", "percent", "progress", "gauge", "versus", "stacked", "line",
    "pictogram", "waffle", "slope", "funnel", "pyramid", "race", "map", "number",
)  # fmt: skip
SOME = 3
SAMPLE = [
    *(
        pytest.param(theme, LOOKS[(at + 1) % len(LOOKS)], 0.5, CHARTS[at % SOME :: SOME])
        for at, theme in enumerate(THEMES)
    ),
    *(pytest.param(theme, look, 0.5, CHARTS, marks=pytest.mark.slow) for theme in THEMES for look in EVERY),
    *(pytest.param(theme, look, 1.0, CHARTS, marks=pytest.mark.slow) for theme in THEMES for look in LOOKS[:4]),
]
"""In every run a look and a third of the charts of each theme, each chart in two of them; all where there is time."""
NO_CHART = {"number", "framed-number", "units"}
"""Scenes that have parts of a chart only in some themes: elsewhere a window, a medal or nothing counts."""


@pytest.mark.parametrize(("theme", "look", "scale", "scenes"), SAMPLE)
def test_parts_of_charts_stand_out_from_what_is_behind_them(
    tmp_path: Path, theme: str, look: Look, scale: float, scenes: tuple[str, ...]
) -> None:
    pictures = Pictures(tmp_path, theme, look, scale)
    faults = []
    for name in scenes:
        found = list(parts(pictures, SCENES.index(name)))
        assert found or name in NO_CHART, f"{name} has no part that was measured"
        faults += [f"{name}: {part}" for part in found if part.contrast < LEAST]
        faults += [
            f"{name}: {one} is like {other}" for one, other in combinations(_keys(found), 2) if _alike(one, other)
        ]
    assert not faults, "\n".join(map(str, faults))


def _keys(found: Sequence[Part]) -> list[Part]:
    """One part of each colour that is said by a key alone: cells, and the boxes beside names."""
    return list({part.fill: part for part in found if part.art == "box"}.values())


def _alike(one: Part, other: Part) -> bool:
    from coloraide import Color as Precise

    return bool(Precise(one.color.hex).delta_e(other.color.hex, method="ok", scalar=1) < DIFFERENT)
