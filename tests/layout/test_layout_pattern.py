"""`<pattern>` and patterns as textures: what they become, and what designers hear when something is wrong."""

from __future__ import annotations

import pytest
from world import FRAME, laid_out, marks

from infoclip.errors import InputError
from infoclip.layout.zone import resized
from infoclip.marks.marks import PatternMark, TextMark


@pytest.mark.parametrize(
    ("xml", "message"),
    [
        ('<pattern kind="hankin-9" width="100" height="100"/>', "no pattern 'hankin-9'"),
        ('<pattern width="100" height="100"/>', "needs a kind"),
        ('<pattern kind="sadu" pitch="2" width="100" height="100"/>', "the least is 24"),
        ('<pattern kind="sadu" fade="up" width="100" height="100"/>', "fade cannot be 'up'"),
        ('<pattern kind="sadu" stroke="goldd" width="100" height="100"/>', "stroke is 'goldd'"),
        ('<text texture="hankin-8 pich=40">نص</text>', "takes no 'pich'"),
    ],
)
def test_designers_hear_what_is_wrong(xml: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        laid_out(xml)


def test_sides_are_made_real_and_usual_paint_is_the_accent() -> None:
    (placed,) = marks(laid_out('<pattern kind="sadu" origin="start" fade="end" width="90" height="90"/>'))
    assert isinstance(placed.mark, PatternMark)
    assert (placed.mark.origin, placed.mark.fade, placed.mark.stroke) == ("right", "left", None)
    assert placed.mark.fill is not None
    (stars,) = marks(laid_out('<pattern kind="hankin-12" strength="0.5" width="90" height="90"/>', rtl=False))
    assert isinstance(stars.mark, PatternMark)
    assert stars.mark.fill is None
    assert getattr(stars.mark.stroke, "alpha", None) == 0.5


def test_a_texture_is_a_pattern_as_large_as_the_ink_and_goes_along_when_it_is_made_smaller() -> None:
    (placed,) = marks(laid_out('<text size="200" texture="hankin-8 pitch=90 stroke=ink weight=5">نص</text>', FRAME))
    assert isinstance(placed.mark, TextMark)
    texture = placed.mark.texture
    assert isinstance(texture, PatternMark)
    assert (texture.width, texture.pitch, texture.weight) == (placed.mark.block.ink.width, 90.0, 5.0)
    small = resized(placed.mark, 0.5)
    assert isinstance(small, TextMark)
    assert isinstance(small.texture, PatternMark)
    assert (small.texture.pitch, small.texture.weight) == (45.0, 2.5)
