"""Texts and numbers in a layout: edges, baselines, fits, counters, and what is said when they do not fit."""

from __future__ import annotations

import pytest
from layout.world import FRAME, laid_out, marks

from infoclip.errors import InputError
from infoclip.layout.placed import PlacedMark, PlacedScene
from infoclip.marks.marks import CounterMark, TextMark
from infoclip.values.color import Color, Linear

LONG = "حصاد عام كامل في مواقع التواصل الاجتماعي لدى هيئة التقييس الخليجية"


def text_of(scene: PlacedScene, index: int = 0) -> PlacedMark:
    return [item for item in marks(scene) if isinstance(item.mark, TextMark | CounterMark)][index]


def test_every_size_shares_the_start_edge() -> None:
    scene = laid_out(
        '<safe><text>نص</text><text size="90">نص</text><text size="31" weight="700">أكبر</text></safe>', FRAME
    )
    rights = {round(item.box.right, 3) for item in marks(scene)}
    assert rights == {960.0}


@pytest.mark.parametrize(("align", "edge"), [("start", 960.0), ("end", 120.0), ("center", 540.0)])
def test_align_places_the_ink_in_the_room(align: str, edge: float) -> None:
    box = text_of(laid_out(f'<safe><text align="{align}">منشورًا</text></safe>', FRAME)).box
    assert {"start": box.right, "end": box.x, "center": box.center[0]}[align] == pytest.approx(edge)


def test_text_wraps_in_what_its_row_leaves() -> None:
    scene = laid_out(
        f'<row gap="20" align="start" id="r"><icon name="check" size="100" id="i"/><text>{LONG}</text></row>', FRAME
    )
    text = text_of(scene)
    assert text.box.right <= 1080 - 100 - 20 + 0.01
    assert isinstance(text.mark, TextMark)
    assert len(text.mark.block.lines) == 2


def test_the_longer_text_of_a_row_gives_way_and_the_short_one_stays_whole() -> None:
    scene = laid_out(f"<row><text>قصير</text><text>{LONG}</text></row>", FRAME)
    short, long = (item.mark for item in marks(scene))
    assert isinstance(short, TextMark)
    assert isinstance(long, TextMark)
    assert len(short.block.lines) == 1
    assert len(long.block.lines) == 2


def test_a_row_shares_one_baseline() -> None:
    scene = laid_out('<row baseline="true"><number of="2466" role="hero"/><text>منشورًا</text></row>', FRAME)
    lines = {
        round(item.y + item.mark.block.first_baseline, 3) for item in marks(scene) if isinstance(item.mark, TextMark)
    }
    assert len(lines) == 1


def test_a_baseline_row_stands_where_align_says() -> None:
    row = '<row baseline="true" height="600" align="{}"><text>نص</text><text size="80">نص</text></row>'
    top, foot = (laid_out(row.format(align), FRAME) for align in ("start", "end"))
    assert min(item.y for item in marks(top)) == pytest.approx(0)
    assert max(item.box.bottom for item in marks(foot)) == pytest.approx(600)


def test_fit_width_fills_the_width_and_keeps_its_limits() -> None:
    filled = text_of(laid_out('<safe><text fit="width" max-size="400">حصاد عام</text></safe>', FRAME))
    assert filled.box.width == pytest.approx(840, abs=1)
    capped = text_of(laid_out('<safe><text fit="width" max-size="60">حصاد عام</text></safe>', FRAME))
    assert isinstance(capped.mark, TextMark)
    assert capped.mark.block.style.size == 60


def test_fit_box_is_bound_by_the_height() -> None:
    scene = laid_out(f'<layers width="700" height="300"><text fit="box" size="120">{LONG}</text></layers>', FRAME)
    assert text_of(scene).box.height <= 300
    assert text_of(scene).box.width <= 700


def test_fit_shrinks_all_its_text_by_one_factor() -> None:
    words = '<text size="{}">' + LONG + '</text><text size="{}">' + LONG + "</text>"
    scene = laid_out(f'<fit width="600" height="560" start="0" top="0">{words.format(96, 48)}</fit>', FRAME)
    sizes = [item.mark.block.style.size for item in marks(scene) if isinstance(item.mark, TextMark)]
    assert 0.6 * 96 <= sizes[0] < 96
    assert sizes[0] / sizes[1] == pytest.approx(2)
    assert marks(scene)[-1].box.bottom <= 560.5
    larger = words.format(sizes[0] * 1.01, sizes[1] * 1.01)
    with pytest.raises(InputError, match="higher"):
        laid_out(f'<column width="600" height="560">{larger}</column>', FRAME)


def test_what_shrinks_with_others_stops_where_it_is_read() -> None:
    words = '<text size="100">' + LONG + '</text><text size="40">نص</text><text size="30">نص</text>'
    scene = laid_out(f'<fit width="600" height="480" start="0" top="0">{words}</fit>', FRAME)
    sizes = [item.mark.block.style.size for item in marks(scene) if isinstance(item.mark, TextMark)]
    assert sizes[0] < 34 / 40 * 100, "the factor would bring the second under 34"
    assert sizes[1:] == [34, 30]


def test_fit_leaves_what_fits_alone() -> None:
    scene = laid_out(f'<fit width="1000" height="900">{"<text>نص</text>"}</fit>', FRAME)
    mark = text_of(scene).mark
    assert isinstance(mark, TextMark)
    assert mark.block.style.size == 44


def test_spans_carry_resolved_fills() -> None:
    mark = text_of(
        laid_out('<text>نما <span color="accent">أربعين</span> <span color="dawn">في</span> عام</text>', FRAME)
    ).mark
    assert isinstance(mark, TextMark)
    fills = dict(mark.span_fills)
    assert fills["accent"] == Color(14, 124, 102)
    assert isinstance(fills["dawn"], Linear)
    assert {mark.block.text[span.start : span.end].strip(): span.fill for span in mark.block.spans} == {
        "أربعين": "accent",
        "في": "dawn",
    }


def test_an_empty_text_takes_no_room() -> None:
    scene = laid_out('<column gap="30" id="c" start="0" top="0"><text>  </text><box height="10" width="10"/></column>')
    assert scene.boxes["c"].height == 10


def test_a_counter_ends_exactly_and_stands_still() -> None:
    scene = laid_out('<number of="2466" role="hero" fit="width" width="600" enter="count for=1.5"/>', FRAME)
    placed = text_of(scene)
    mark = placed.mark
    assert isinstance(mark, CounterMark)
    assert placed.text == mark.blocks[-1].text == "2,466"
    assert mark.blocks[0].text == "0"
    assert (mark.width, mark.height) == (mark.blocks[-1].width, mark.blocks[-1].height)
    assert all(block.style == mark.blocks[-1].style for block in mark.blocks)
    shown = [int(block.text.replace(",", "")) for block in mark.blocks]
    assert shown == sorted(set(shown))
    assert mark.blocks[-1].style.tabular


@pytest.mark.parametrize(
    ("attributes", "texts"),
    [
        ('of="5"', ["0", "1", "2", "3", "4", "5"]),
        ('of="5" from="3"', ["3", "4", "5"]),
        ('of="3" from="5"', ["5", "4", "3"]),
        ('of="0.3" from="0.1"', ["0.1", "0.2", "0.3"]),
        ('of="2" format="percent"', ["0%", "1%", "2%"]),
        ('of="2" prefix="+" suffix=" ف"', ["+0 ف", "+1 ف", "+2 ف"]),
        ('of="2000000" from="0" format="compact"', ["0\u00a0مليون", "1\u00a0مليون", "2\u00a0مليون"]),
        ('of="2000" format="short"', ["0", "1", "2"]),
        ('of="1002" from="1000" grouping="false" digits="arab"', ["١٠٠٠", "١٠٠١", "١٠٠٢"]),
    ],
)
def test_the_values_of_a_count(attributes: str, texts: list[str]) -> None:
    mark = text_of(laid_out(f'<number {attributes} role="body" enter="count"/>', FRAME)).mark
    assert isinstance(mark, CounterMark)
    assert [block.text.replace("\u200e", "") for block in mark.blocks] == texts


@pytest.mark.parametrize(
    ("attributes", "text"),
    [
        ('of="2466"', "2,466"),
        ('of="2466" grouping="false"', "2466"),
        ('of="40000" format="compact"', "40\u00a0ألف"),
        ('of="999950" format="compact" decimals="0"', "1\u00a0مليون"),
        ('of="12.5" sign="true"', "+12.5"),
        ('of="48" format="percent" decimals="1"', "48.0%"),
    ],
)
def test_the_words_of_a_number(attributes: str, text: str) -> None:
    placed = text_of(laid_out(f'<number {attributes} role="body"/>', FRAME))
    assert isinstance(placed.mark, TextMark)
    assert placed.text.replace("\u200e", "") == text


def test_marks_say_their_words_and_roles() -> None:
    scene = laid_out(
        '<column><text role="body" id="t">نص <b>مهم</b></text><number of="7" role="hero"/></column>', FRAME
    )
    assert [(item.text, item.role, item.id) for item in marks(scene)] == [("نص مهم", "body", "t"), ("7", "hero", "")]


OVERFLOWS = {
    "too many lines": (
        f'<safe>\n<text lines="1">{LONG} {LONG}</text></safe>',
        (2, "text-overflow", "lines", "characters"),
    ),
    "a word wider than its room": (
        '<safe>\n\n<text size="400">والمستشفيات</text></safe>',
        (3, "text-overflow", "wider", "characters"),
    ),
    "higher than its box": (
        f'<layers width="300" height="100">\n<text>{LONG}</text></layers>',
        (2, "text-overflow", "higher", "characters"),
    ),
    "not even at the smallest size": (
        f'<layers width="200" height="100">\n<text fit="box" min-size="40">{LONG}</text></layers>',
        (2, "text-overflow", "higher", "characters"),
    ),
    "a number is never broken": (
        '<safe>\n<number of="2466000000" role="hero"/></safe>',
        (2, "text-overflow", "wider", "characters"),
    ),
    "a column higher than its room": (
        f'<column height="200" width="500">\n<text>{LONG}</text>\n<box height="100"/></column>',
        (2, "layout-overflow", "higher", "characters"),
    ),
    "a row wider than its room": (
        '<row width="100"><box width="80"/><box width="80" /></row>',
        (1, "layout-overflow", "wider", "more room"),
    ),
    "a text that leaves the frame": (
        '<text>نص</text>\n<text start="-20" top="0">خارج</text>',
        (2, "text-overflow", "leaves the frame", "inside"),
    ),
}


@pytest.mark.parametrize("name", OVERFLOWS)
def test_overflow_says_what_and_where(name: str) -> None:
    xml, (line, code, message, hint) = OVERFLOWS[name]
    with pytest.raises(InputError) as caught:
        laid_out(xml, FRAME)
    (problem,) = caught.value.problems
    assert problem.place is not None
    assert (problem.place.line, problem.code) == (line, code)
    assert message in problem.message
    assert hint in problem.hint


def test_all_overflows_come_at_once() -> None:
    text = f'<text lines="1">{LONG} {LONG}</text>\n'
    with pytest.raises(InputError) as caught:
        laid_out(f"<safe>\n{text}<row>\n{text}</row></safe>", FRAME)
    assert [problem.place.line for problem in caught.value.problems if problem.place] == [2, 4]


def test_text_yields_before_a_scene_is_refused() -> None:
    """A designer would make it smaller too; what fits stays as its composition wants it."""
    short, name = '<text size="60">نص</text>', "الهيئة السعودية للمواصفات والمقاييس والجودة"
    for asked in ('size="60" lines="1"', 'size="60" fit="width" min-size="60"'):
        scene = laid_out(f'<column width="800">{short}<text {asked}>{name}</text></column>', FRAME)
        sizes = [item.mark.block.style.size for item in marks(scene) if isinstance(item.mark, TextMark)]
        assert sizes[0] == 60
        assert 36 <= sizes[1] < 60


def test_figures_of_arabic_indic_digits_keep_their_own_widths() -> None:
    for digits, tabular in (("latn", True), ("arab", False)):
        scene = laid_out(f'<number of="305" digits="{digits}" role="hero"/>', FRAME)
        (mark,) = marks(scene)
        assert isinstance(mark.mark, TextMark)
        assert mark.mark.block.style.tabular is tabular
