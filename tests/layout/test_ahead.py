"""Scenes do not begin empty: their entrances have begun before their first frame."""

from __future__ import annotations

from pathlib import Path

import pytest
from layout.world import TEMPLATE, laid_out, marks
from matrix_cases import SCENES, write_spec

from infoclip.errors import InputError
from infoclip.layout.ahead import seconds_ahead
from infoclip.marks.marks import CounterMark, Drawn, GroupMark, TextMark
from infoclip.pipeline import compose, open_clip
from infoclip.scenes.elements import Element, Scene
from infoclip.theme.assets import Library

MOVING = (
    '<art name="ground" enter="fade" delay="0.9" exit="fade at=0.2" emphasis="flash at=2" ambient="breathe at=1"/>'
    '<column enter="rise" delay="0.2"><art name="ground" enter="fade" delay="0.1" emphasis="flash at=0.3"/></column>'
)


def test_entrances_and_what_follows_them_begin_before_the_scene_and_nothing_else_moves() -> None:
    still, ahead = laid_out(f"<scene>{MOVING}</scene>"), laid_out(f'<scene ahead="0.5">{MOVING}</scene>')
    moves = [
        (one.kind, other.at - one.at)
        for before, after in zip(marks(still), marks(ahead), strict=True)
        for one, other in zip(before.motions, after.motions, strict=True)
    ]
    assert moves == [
        ("fade", pytest.approx(-0.5)),
        ("fade", 0),
        ("flash", pytest.approx(-0.5)),
        ("breathe", 0),
        ("fade", pytest.approx(-0.5)),
        ("flash", pytest.approx(-0.3)),  # an emphasis begins with the scene at the soonest
    ]
    assert still.children[1].motions[0].at - ahead.children[1].motions[0].at == pytest.approx(0.5)


def test_the_first_scene_of_a_clip_has_its_own_lead_and_a_scene_may_say_its_own() -> None:
    defaults = {"ahead": "0.4", "ahead-first": "1.1"}

    def lead(number: int, own: str = "", told: dict[str, str] = defaults) -> float:
        root = Element("scene", {"ahead": own} if own else {}, place=TEMPLATE)
        return seconds_ahead(Scene("x", number, root, None, None, TEMPLATE, ""), told)

    assert (lead(1), lead(2), lead(1, "0.2"), lead(2, "0")) == (1.1, 0.4, 0.2, 0)
    assert (lead(1, told={"ahead": "0.3"}), lead(1, told={})) == (0.3, 0)
    with pytest.raises(InputError, match="ahead"):
        lead(2, "4")


@pytest.mark.parametrize("theme", Library().theme_names())
def test_words_stand_in_the_first_frame_of_every_scene_of_every_theme(tmp_path: Path, theme: str) -> None:
    timeline = compose(open_clip(write_spec(tmp_path, theme, "example")), "reel").timeline
    empty = []
    for index, name in enumerate(SCENES):
        if not any(_shows_words(item) for item in timeline.tracks(index).at(0.0)):
            empty.append(name)
    assert empty == []


def _shows_words(item: Drawn) -> bool:
    if isinstance(item.mark, GroupMark):
        return item.opacity > 0.3 and any(map(_shows_words, item.mark.items))
    if not isinstance(item.mark, TextMark | CounterMark) or item.opacity < 0.3:
        return False
    return item.clip is None or item.clip.values[0] < 0.6
