"""A pictogram draws what is left over as a part of a sign, neither rounding it up nor away."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from infoclip.draw.art import art_picture
from infoclip.errors import InputError
from infoclip.layout.placed import PlacedMark, leaves
from infoclip.marks.marks import ArtMark
from infoclip.pipeline import Clip, compose, open_clip

DISC = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><rect width="100" height="100" fill="#333"/></svg>'
)


def clip_of(folder: Path, **scene: Any) -> Clip:
    (folder / "disc.svg").write_text(DISC, encoding="utf-8")
    spec = {"title": "عدّ", "scenes": [{"scene": "pictogram", "heading": "كم؟", "icon": "person", **scene}]}
    path = folder / "clip.yaml"
    path.write_text(json.dumps(spec, ensure_ascii=False), encoding="utf-8")
    return open_clip(path)


def signs(clip: Clip) -> list[PlacedMark]:
    placed = compose(clip, "reel").timeline.placed(0)
    return [node for node in leaves(placed.children) if isinstance(node.mark, ArtMark) and _is_sign(node.mark)]


def _is_sign(mark: ArtMark) -> bool:
    return mark.source.path.stem in ("person", "disc")


def lit(clip: Clip) -> list[float]:
    """How much is seen of each sign that is not a ghost."""
    shares = []
    for node in signs(clip):
        assert isinstance(node.mark, ArtMark)
        params = dict(node.mark.params)
        seen = params.get("seen-to", 1.0), params.get("seen-from", 0.0)
        if node.opacity == 1:
            shares.append(round(float(str(seen[0])) - float(str(seen[1])), 3))
    return shares


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (7.4, [1.0] * 7 + [0.4]),
        (7, [1.0] * 7),
        (0.5, [0.5]),
        (1, [1.0]),
        (6.99, [1.0] * 7),
        (7.01, [1.0] * 7),
        (9.75, [1.0] * 9 + [0.75]),
    ],
)
def test_the_last_sign_is_as_much_of_a_sign_as_is_left(tmp_path: Path, value: float, shown: list[float]) -> None:
    assert lit(clip_of(tmp_path, of=10, items=[{"fact": value}])) == shown


def test_signs_that_stand_for_many_are_parted_too_over_a_ghost_of_the_whole(tmp_path: Path) -> None:
    clip = clip_of(tmp_path, unit_value=100, items=[{"fact": 850}, {"fact": 330}])
    assert lit(clip) == [*[1.0] * 8, 0.5, *[1.0] * 3, 0.3]
    assert len(signs(clip)) - len(lit(clip)) == 2


def test_one_sign_stands_alone(tmp_path: Path) -> None:
    assert lit(clip_of(tmp_path, items=[{"fact": 1}])) == [1.0]


def test_a_part_beyond_the_whole_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="more than the 10"):
        compose(clip_of(tmp_path, of=10, items=[{"fact": 10.4}]), "reel")


def test_what_is_seen_of_a_sign_is_measured_from_where_reading_starts(tmp_path: Path) -> None:
    clip = clip_of(tmp_path, icon="disc.svg", of=2, items=[{"fact": 1.25}])
    part = next(
        node.mark for node in signs(clip) if isinstance(node.mark, ArtMark) and "seen-to" in dict(node.mark.params)
    )
    assert isinstance(part, ArtMark)
    picture = art_picture(part, theme=clip.theme, format=None)
    assert isinstance(picture.image, Image.Image)
    assert picture.image.width == pytest.approx(part.width / 4, abs=1.5)
    assert picture.x + picture.image.width == pytest.approx(part.width, abs=1.5), "in Arabic from the right"


def words_of(scene: dict[str, Any], folder: Path, *, locale: str = "ar-SA", theme: str = "official") -> set[str]:
    spec = {"title": "عدّ", "locale": locale, "theme": theme, "scenes": [scene]}
    path = folder / "clip.yaml"
    path.write_text(json.dumps(spec, ensure_ascii=False), encoding="utf-8")
    placed = compose(open_clip(path), "reel").timeline.placed(0)
    return {node.text for node in leaves(placed.children) if isinstance(node, PlacedMark)}


VISITS = {"value": 68, "noun": ["زيارة", "زيارات"]}
ROWS = {"scene": "pictogram", "heading": "كم؟", "icon": "person"}


@pytest.mark.parametrize(
    ("items", "given", "told"),
    [
        ([{"fact": VISITS}], {"unit_value": 10}, "كل رمز يمثّل 10 زيارات"),
        ([{"fact": VISITS}], {"unit_value": 2}, "كل رمز يمثّل 2 زيارات"),
        ([{"fact": VISITS}, {"fact": {"value": 31, "unit": "كم"}}], {"unit_value": 10}, None),
        ([{"fact": VISITS}, {"fact": 31}], {"unit_value": 10}, "كل رمز يمثّل 10"),
        ([{"fact": {"value": 310, "unit": "كم"}}], {"unit_value": 20}, "كل رمز يمثّل 20 كم"),
        ([{"fact": VISITS}], {"unit_value": 10, "caption": "الرمز بعشرة"}, "الرمز بعشرة"),
    ],
)
def test_what_a_sign_stands_for_is_told(
    tmp_path: Path, items: list[dict[str, Any]], given: dict[str, Any], told: str | None
) -> None:
    scene = {**ROWS, "items": items, **given}
    if told is None:
        with pytest.raises(InputError):
            words_of(scene, tmp_path)
    else:
        assert told in words_of(scene, tmp_path)


def test_one_sign_for_one_needs_no_words(tmp_path: Path) -> None:
    shown = words_of({**ROWS, "items": [{"fact": {"value": 7, "noun": ["زيارة", "زيارات"]}}]}, tmp_path)
    assert not [text for text in shown if "يمثّل" in text]


@pytest.mark.parametrize(
    ("theme", "told"),
    [("official", "كل نافذة تمثّل"), ("ministry", "كل بطاقة تمثّل"), ("paper", "كل وحدة تمثّل")],
)
def test_units_tell_what_one_stands_for(tmp_path: Path, theme: str, told: str) -> None:
    scene = {"scene": "units", "fact": {"value": 48600, "noun": ["شتلة", "شتلات"]}, "unit_value": 1000}
    assert f"{told} 1,000 شتلة" in words_of(scene, tmp_path, theme=theme)


def test_english_units_tell_it_in_english(tmp_path: Path) -> None:
    scene = {"scene": "units", "fact": {"value": 480, "noun": ["tree", "trees"]}, "unit_value": 10}
    assert "Each unit stands for 10 trees" in words_of(scene, tmp_path, locale="en", theme="paper")


def test_too_many_signs_are_told_with_a_unit_that_does(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        words_of({**ROWS, "items": [{"fact": 120}]}, tmp_path)
    assert "such as 10" in caught.value.problems[0].message
    assert words_of({**ROWS, "items": [{"fact": 120}], "unit_value": 10}, tmp_path)
