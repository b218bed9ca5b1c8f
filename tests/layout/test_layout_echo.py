"""An echo is a text laid over or under its like: it is drawn, and read only once."""

from __future__ import annotations

from layout.world import FRAME, TEMPLATE, laid_out, marks

from infoclip.marks.marks import TextMark
from infoclip.scenes.markup import parse_markup
from infoclip.scenes.words import visible_words
from infoclip.text.numerals import Localizer

MARKUP = (
    '<text fill="#FFFFFF00" shadow="soft" echo="true" start="0">خدمة أقرب</text><text start="0">خدمة أقرب</text>'
    '<number of="30" echo="true"/><number of="30"/>'
)


def test_an_echo_is_drawn_and_read_once() -> None:
    scene = laid_out(MARKUP, FRAME)
    found = marks(scene)
    assert [item.text for item in found] == ["", "خدمة أقرب", "", "30"]
    assert all(isinstance(item.mark, TextMark) and item.mark.block.text for item in found)
    root = parse_markup(f"<scene>{MARKUP}</scene>", TEMPLATE)
    assert visible_words(root, Localizer("ar-SA")).splitlines() == ["خدمة أقرب", "30"]
