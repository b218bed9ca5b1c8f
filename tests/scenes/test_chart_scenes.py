"""Charts refuse what they cannot show truly, and show what lies below zero on the other side of a baseline."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from infoclip.errors import InputError
from infoclip.layout.placed import PlacedMark, leaves
from infoclip.marks.marks import ArtMark
from infoclip.pipeline import compose, open_clip


@dataclass
class Clip:
    folder: Path

    def marks(self, theme: str, scene: dict[str, Any], shape: str = "reel") -> list[PlacedMark]:
        path = self.folder / "clip.yaml"
        spec = {"title": "قياس", "theme": theme, "duration": 8, "scenes": [scene]}
        with path.open("w", encoding="utf-8") as file:
            YAML().dump(spec, file)
        return list(leaves(compose(open_clip(path), shape).timeline.placed(0).children))


@pytest.fixture
def clip(tmp_path: Path) -> Clip:
    return Clip(tmp_path)


def bars(marks: list[PlacedMark]) -> list[PlacedMark]:
    return [
        item for item in marks if isinstance(item.mark, ArtMark) and item.mark.source.path.stem in ("bar", "bar-accent")
    ]


@pytest.mark.parametrize("theme", ["official", "horizon", "sadu", "paper", "ministry", "pulse"])
def test_bars_below_zero_run_to_the_other_side_at_the_same_scale(clip: Clip, theme: str) -> None:
    items = [{"fact": value, "label": f"بند {value}"} for value in (40, 10, -20)]
    found = bars(clip.marks(theme, {"scene": "bars", "heading": "نمو", "items": items}))
    widths = [item.box.width for item in found]
    assert widths[0] == pytest.approx(widths[1] * 4, rel=0.01)
    assert widths[0] == pytest.approx(widths[2] * 2, rel=0.01)
    # In right-to-left the positive ones end left of the baseline, where the negative one begins.
    assert found[0].box.right == pytest.approx(found[1].box.right, abs=0.5)
    assert found[2].box.x == pytest.approx(found[0].box.right, abs=0.5)


@pytest.mark.parametrize("theme", ["official", "horizon", "sadu", "paper", "ministry", "pulse"])
def test_columns_below_zero_hang_from_the_baseline(clip: Clip, theme: str) -> None:
    items = [{"fact": value, "label": str(2020 + at)} for at, value in enumerate((-10, 5, 20))]
    found = bars(clip.marks(theme, {"scene": "columns", "heading": "فائض", "items": items}))
    heights = [item.box.height for item in found]
    assert heights[2] == pytest.approx(heights[0] * 2, rel=0.01)
    assert heights[2] == pytest.approx(heights[1] * 4, rel=0.01)
    assert found[0].box.y == pytest.approx(found[2].box.bottom, abs=0.5)


TWO = [{"name": "أ", "values": [None, 1]}, {"name": "ب", "values": [1, 2]}]
EMPTY = [{"label": "ج", "values": [0, 0]}, {"label": "د", "values": [0, None]}]
HALF = [{"label": "أ", "fact": 1, "other": 2}, {"label": "ب", "fact": 1}]
PAIR = [{"fact": "80%", "label": "أ"}, {"fact": "30%", "label": "ب"}]
REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"scene": "percent", "fact": 40}, "say what it is part of"),
    ({"scene": "percent", "fact": "140%"}, "not between 0 and 100"),
    ({"scene": "gauge", "fact": 40}, "needs 'high'"),
    ({"scene": "gauge", "fact": "40%", "target": 120}, "target is not on the scale"),
    ({"scene": "progress", "heading": "م", "items": [{"fact": 40}]}, "say what it is part of"),
    ({"scene": "funnel", "heading": "م", "items": [{"fact": 4}, {"fact": 5}]}, "only narrows"),
    ({"scene": "waffle", "heading": "م", "items": PAIR}, "100%"),
    ({"scene": "pictogram", "heading": "م", "icon": "person", "items": [{"fact": 700}]}, "more than 100"),
    ({"scene": "pictogram", "heading": "م", "icon": "person", "of": 5, "items": [{"fact": 7}]}, "more than the 5"),
    ({"scene": "line", "heading": "م", "labels": [1, 2, 3], "series": [{"values": [1, 2]}]}, "2 values for 3 labels"),
    ({"scene": "line", "heading": "م", "labels": [1, 2], "series": [{"values": [None, None]}]}, "no value at all"),
    (
        {"scene": "race", "heading": "م", "labels": [1, 2, 3], "items": [{"name": "أ", "values": [1, 2]}] * 2},
        "has 2 values for 3 labels",
    ),
    (
        {"scene": "race", "heading": "م", "labels": [1, 2], "items": TWO},
        "no first value",
    ),
    (
        {"scene": "stacked", "heading": "م", "parts": [{"name": "أ"}, {"name": "ب"}], "items": EMPTY},
        "above zero",
    ),
    ({"scene": "versus", "items": [{"fact": -4, "label": "أ"}, {"fact": 5, "label": "ب"}]}, "begin there"),
    (
        {"scene": "pyramid", "heading": "م", "items": HALF},
        "both sides of every group",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("scene", "message"), REFUSED)
def test_what_a_chart_cannot_show_truly_is_refused_in_words(clip: Clip, scene: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError) as error:
        clip.marks("official", scene)
    assert any(message in problem.message for problem in error.value.problems), error.value.problems


def test_time_runs_as_the_spec_says(clip: Clip) -> None:
    scene = {"scene": "line", "heading": "م", "labels": [2020, 2024], "series": [{"values": [10, 40]}]}
    ends = {}
    for way in ("rtl", "ltr"):
        marks = clip.marks("official", {**scene, "time_direction": way})
        places = {item.text: item.box.center[0] for item in marks if item.text in ("2020", "2024")}
        ends[way] = places["2020"] - places["2024"]
    assert ends["rtl"] > 200
    assert ends["ltr"] < -200


def test_a_waffle_shows_every_percent_once(clip: Clip) -> None:
    items = [{"fact": "33.4%", "label": "أ"}, {"fact": "33.3%", "label": "ب"}, {"fact": "33.3%", "label": "ج"}]
    marks = clip.marks("official", {"scene": "waffle", "heading": "م", "items": items})
    arts = [item.mark for item in marks if isinstance(item.mark, ArtMark)]
    cells = [mark for mark in arts if mark.source.path.stem == "box" and mark.width == pytest.approx(mark.height)]
    fills = [dict(mark.params)["fill"] for mark in cells]
    assert len(cells) == 100
    assert sorted(fills.count(fill) for fill in set(fills)) == [33, 33, 34]


@pytest.mark.parametrize("theme", ["official", "sadu"])
@pytest.mark.parametrize("percent", [None, True])
def test_a_line_says_percent_only_when_asked(clip: Clip, theme: str, percent: bool | None) -> None:
    scene = {"scene": "line", "heading": "العمر", "labels": [1973, 2013], "series": [{"values": [56, 75]}]}
    words = [mark.text for mark in clip.marks(theme, scene | ({"percent": True} if percent else {}))]
    assert any("75" in word for word in words)
    assert any("%" in word for word in words) == bool(percent)


@pytest.mark.parametrize("theme", ["official", "sadu"])
def test_a_lines_axis_can_be_set(clip: Clip, theme: str) -> None:
    scene = {"scene": "line", "heading": "العمر", "labels": [1973, 2013], "series": [{"values": [70, 78]}]}
    assert "40" in [mark.text for mark in clip.marks(theme, {**scene, "axis_from": 40, "axis_to": 80})]
    words = [mark.text for mark in clip.marks(theme, {**scene, "axis_from": 75, "axis_to": 76})]
    assert "75" not in words, "the axis reaches all values"
    assert "78" in words


def test_a_line_of_nine_points_names_its_first(clip: Clip) -> None:
    labels = list(range(1973, 2014, 5))
    scene = {"scene": "line", "heading": "العمر", "labels": labels, "series": [{"values": list(range(9))}]}
    words = [mark.text for mark in clip.marks("official", scene)]
    assert [word for word in words if word in map(str, labels)] == ["1973", "1993", "2013"]


def test_a_line_tells_where_it_began(clip: Clip) -> None:
    series = [{"values": [28.8, 17, 11]}, {"values": [3, 4, 5]}]
    scene = {"scene": "line", "heading": "الوفيات", "labels": [2016, 2021, 2026], "series": series}
    words = [mark.text for theme in ("official", "sadu") for mark in clip.marks(theme, scene)]
    assert words.count("28.8") == 2
    assert "3" not in words, "only that of the series that matters"


def test_a_gauge_tells_its_target_and_what_it_counts(clip: Clip) -> None:
    fact = {"value": 47, "noun": ["دقيقة", "دقائق"]}
    scene = {"scene": "gauge", "fact": fact, "high": 120, "target": 30, "label": "في الطوارئ"}
    words = [mark.text for mark in clip.marks("official", scene)]
    assert {"المستهدف 30", "دقيقةً", "في الطوارئ"} <= set(words)


def test_a_part_of_a_whole_is_told_in_figures(clip: Clip) -> None:
    scene = {"scene": "percent", "fact": {"value": 2, "noun": ["مزرعة", "مزارع"]}, "of": 3}
    assert "2 / 3 مزارع" in [mark.text for mark in clip.marks("official", scene)]
