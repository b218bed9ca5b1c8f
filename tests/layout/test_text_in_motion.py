"""No motion ever shows a letter unjoined, misshapen or out of order, and every motion ends with the still text.

Every way a text can enter is drawn frame by frame over hard strings: the glyphs of each frame are those of the still
text, joined groups stay one stroke, units come in reading order, and the last frame is the still text to the pixel.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
from PIL import Image
from world import FRAME, context, laid_out, marks, theme

from infoclip.draw.text import shown_text
from infoclip.film.frames import snapshot_image
from infoclip.layout.placed import PlacedScene
from infoclip.marks.marks import By, CounterMark, Drawn, Snapshot, TextMark
from infoclip.marks.motion import MOTIONS, UNIT_STAGGER
from infoclip.text.joining import TATWEEL, joined_groups
from infoclip.text.lines import Block
from infoclip.text.raster import masks, unit_ranges
from infoclip.timeline.tracks import SceneTracks

SECONDS = 12.0
WIDTH, HEIGHT = 1080, 620
TEXTS = {
    "title": "حصاد السنة في المنصّات",
    "marks": "مُسْتَقْبَلٌ يُبْنَى بِالْأَرْقَامِ",
    "lam-alef": "لا إله إلا الله، الآن للأجيال",
    "mixed": "نمو (Vision 2030) بنسبة 45% في C++",
    "digits": "من ٢٠١٨–٢٠٢٤ إلى ١٤٤٥هـ",
    "tatweel": "العـــربيـــة محـــمّد",
    "zwj": "ه‍ هـ ا‌ب می‌خواهم",
}
FAMILIES = ("cairo", "ibm-plex-sans-arabic", "noto-kufi-arabic", "noto-sans-arabic", "almarai")
OTHERS = {"draw", "count", "roll"}
"""Entrances that are for art and figures: figures have tests of their own below."""


def entrances() -> Iterator[str]:
    """Every entrance that a text can have, cut in every way that it can be."""
    for name, kind in MOTIONS.items():
        if "enter" in kind.phases and name not in OTHERS:
            yield name
            yield from (f"{name} by={by}" for by in UNIT_STAGGER if kind.cuts_text and by != "block")


def scene(text: str, enter: str, family: str = "cairo") -> PlacedScene:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    words = f'<text family="{family}" weight="700" size="90" enter="{enter}">{escaped}</text>'
    return laid_out(f'<column padding="110">{words}</column>', FRAME)


def frames(placed: PlacedScene) -> tuple[list[tuple[Drawn, ...]], tuple[Drawn, ...]]:
    """What is drawn on the way, at twelve moments of the entrance, and at rest after it."""
    tracks = SceneTracks(placed, SECONDS)
    moments = [tracks.complete * (step + 0.4) / 12 for step in range(12)]
    return [tracks.at(t) for t in moments], tracks.at(tracks.complete + 0.05)


def picture(items: tuple[Drawn, ...]) -> Image.Image:
    return snapshot_image(Snapshot(WIDTH, HEIGHT, items), theme=theme())


def letters(block: Block) -> list[list[tuple[int, int, int]]]:
    """The glyphs of each line from left to right, but for the strokes that a kashida lets in: face, glyph, letter."""
    return [
        [
            (id(glyph.face), glyph.gid, glyph.cluster)
            for glyph in line.glyphs
            if block.text[glyph.cluster] != TATWEEL and glyph.stretch == 1.0
        ]
        for line in block.lines
    ]


def torn(block: Block) -> list[str]:
    """The joined groups of a block between whose letters a column of pixels is empty."""
    found = []
    whole = unit_ranges(block, "group")
    for (start, end), mask in zip(whole, masks(block, "group"), strict=True):
        if len({glyph.face for line in block.lines for glyph in line.glyphs if start <= glyph.cluster < end}) != 1:
            continue
        joined = block.text[start:end]
        if len(joined) < 2 or not all("\u0620" <= letter <= "\u064a" for letter in joined):
            continue  # marks may stand beside a letter's ink, and other groups are not joined by strokes
        columns = mask.image.resize((mask.image.width, 1), Image.Resampling.BOX).tobytes()
        if 0 in columns.strip(b"\0"):
            found.append(block.text[start:end])
    return found


@pytest.mark.parametrize("enter", list(entrances()))
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_every_frame_shows_the_shaped_letters_and_the_last_one_is_the_still_text(text: str, enter: str) -> None:
    still = marks(scene(text, "none"))[0].mark
    assert isinstance(still, TextMark)
    moving, rest = frames(scene(text, enter))
    assert picture(rest).tobytes() == picture(frames(scene(text, "none"))[1]).tobytes()
    assert any(items for items in moving)
    for items in moving:
        for item in items:
            assert isinstance(item.mark, TextMark)
            shown = shown_text(item.mark, item.progress).block
            assert letters(shown) == letters(still.block)
            assert joined_groups(shown.text) == joined_groups(still.block.text)
        whole = [(item.unit, item.opacity) for item in items if item.unit >= 0]
        units = [unit for unit, _ in whole]
        assert units == list(range(len(units)))  # from the first on, none left out
        assert all(one[1] >= other[1] for one, other in pairwise(whole))


@pytest.mark.parametrize("by", [by for by in UNIT_STAGGER if by != "block"])
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_a_unit_shows_the_very_pixels_of_the_still_text(text: str, by: By) -> None:
    block = marks(scene(text, "none"))[0].mark.block  # type: ignore[attr-defined]
    whole = masks(block)[0]
    for unit in masks(block, by):
        place = (unit.x - whole.x, unit.y - whole.y)
        there = whole.image.crop((*place, place[0] + unit.image.width, place[1] + unit.image.height))
        for mine, all_of_it in zip(unit.image.tobytes(), there.tobytes(), strict=True):
            assert mine in (0, all_of_it)


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_a_kashida_never_tears_a_word_or_changes_a_letter(text: str, family: str) -> None:
    placed = scene(text, "kashida amount=1.5", family)
    still = marks(scene(text, "none", family))[0].mark
    assert isinstance(still, TextMark)
    assert set(torn(still.block)) <= {"الله"}  # whose alef stands apart in the ligature of some fonts
    assert {glyph.stretch for line in still.block.lines for glyph in line.glyphs} <= {1.0}
    moving, rest = frames(placed)
    widths = []
    for items in [*moving, rest]:
        for item in items:
            assert isinstance(item.mark, TextMark)
            shown = shown_text(item.mark, item.progress).block
            assert torn(shown) == torn(still.block)
            assert letters(shown) == letters(still.block)
            ink = masks(shown)[0].box
            assert 0.03 * WIDTH < item.x + ink[0] < item.x + ink[2] < 0.97 * WIDTH
            widths.append(ink[2] - ink[0])
    mark = marks(placed)[0].mark
    assert isinstance(mark, TextMark)
    if any(pixels > 0 for _, pixels in mark.stretch) and not any(pixels < 0 for _, pixels in mark.stretch):
        assert all(one >= other - 1 for one, other in pairwise(widths))  # letters stand at quarters of a pixel
        assert widths[0] > widths[-1] + 5


def test_a_title_is_drawn_out_where_calligraphers_do_it() -> None:
    mark = marks(scene("حصاد السنة في المنصّات", "kashida"))[0].mark
    assert isinstance(mark, TextMark)
    assert [mark.block.text[at - 1] + mark.block.text[at] for at, _ in mark.stretch] == ["صا", "سن", "في", "\u0651ا"]
    name = marks(scene("بسم الله والحمد لله", "kashida"))[0].mark
    assert isinstance(name, TextMark)
    assert all("لله" not in word for at, _ in name.stretch if (word := word_at(name.block.text, at)))


def word_at(text: str, at: int) -> str:
    return text[text.rfind(" ", 0, at) + 1 :].split(" ")[0]


def test_tatweels_of_the_text_are_drawn_out_to_their_own_length() -> None:
    moving, rest = frames(scene("العـــربيـــة", "kashida"))
    widths = [masks(shown_text(item.mark, item.progress).block)[0].image.width  # type: ignore[arg-type]
              for items in (*moving, rest) for item in items]  # fmt: skip
    assert all(one <= other + 1 for one, other in pairwise(widths))
    assert widths[-1] > widths[0] * 1.2


FIGURES = {"latn": "2466", "arab": "1940", "negative": "-305", "one": "7"}


@pytest.mark.parametrize("enter", ["roll", "count", "rise", "wipe"])
@pytest.mark.parametrize("figure", FIGURES)
def test_a_figure_ends_as_it_stands(figure: str, enter: str) -> None:
    digits = "arab" if figure == "arab" else "latn"

    def xml(motion: str) -> str:
        number = f'<number of="{FIGURES[figure]}" size="200" digits="{digits}" enter="{motion}"/>'
        return f'<column padding="110">{number}</column>'

    moving, rest = frames(laid_out(xml(enter), FRAME))
    assert picture(rest).tobytes() == picture(frames(laid_out(xml("none"), FRAME))[1]).tobytes()
    assert len({picture(items).tobytes() for items in moving}) > 4


def test_digits_roll_in_columns_that_stand_still() -> None:
    from infoclip.draw.rolling import columns, rolled_mask

    mark = marks(laid_out('<number of="2466" from="1208" size="200" enter="roll"/>', FRAME))[0].mark
    assert isinstance(mark, CounterMark)
    assert mark.rolls_from == "1,208"
    turning = columns(mark.blocks[-1], mark.rolls_from)
    assert [column.first for column in turning] == [1, 2, 0, 8]
    assert [column.last % 10 for column in turning] == [2, 4, 6, 6]
    assert [column.last - column.first for column in turning] == sorted(c.last - c.first for c in turning)
    whole = masks(mark.blocks[-1])[0]
    for step in range(20):
        box = rolled_mask(mark.blocks[-1], mark.rolls_from, step / 20, (1.0, (0.0, 0.0))).box
        assert whole.box[0] - 12 <= box[0] < box[2] <= whole.box[2] + 12
    arrived = rolled_mask(mark.blocks[-1], mark.rolls_from, 0.9999, (1.0, (0.0, 0.0)))
    assert arrived.image.crop((whole.x - arrived.x, whole.y - arrived.y, whole.box[2] - arrived.x,
                               whole.box[3] - arrived.y)).tobytes() == whole.image.tobytes()  # fmt: skip


def test_a_noun_agrees_at_every_value_that_is_shown() -> None:
    xml = '<number of="12" size="90" noun="منشور | منشورات" {} enter="count"/>'
    both = marks(laid_out(xml.format(""), FRAME))[0].mark
    assert isinstance(both, CounterMark)
    assert [block.text for block in both.blocks] == [
        "لا منشورات", "منشور واحد", "منشوران", *(f"{n} منشورات" for n in range(3, 11)), "11 منشورًا", "12 منشورًا",
    ]  # fmt: skip
    alone = marks(laid_out(xml.format('show="noun"'), FRAME))[0].mark
    assert isinstance(alone, CounterMark)
    assert [block.text for block in alone.blocks][1:4] == ["منشور", "منشوران", "منشورات"]
    assert len(alone.blocks) == len(both.blocks)  # the same clock
    local = context(FRAME).localizer
    for value, block in enumerate(alone.blocks):
        assert block.text == local.counted(value, ["منشور", "منشورات"]).removeprefix(f"{value} ") or value < 3


def test_a_band_sweeps_behind_its_words_in_reading_order() -> None:
    xml = (
        '<column padding="110"><text size="80" enter="rise by=word">نما <mark>الاقتصاد السعودي غير النفطي نموًا</mark> '
        'بنسبة <mark shape="under" seconds="0.2">45%</mark></text></column>'
    )
    placed = laid_out(xml, FRAME)
    *bands, text = marks(placed)
    assert isinstance(text.mark, TextMark)
    assert len(text.mark.block.lines) > 1
    starts = [band.motions[0].at for band in bands]
    assert starts == sorted(starts)
    assert len(bands) >= 3
    first = bands[0]
    assert all(motion.side == "right" for band in bands for motion in band.motions[:1])
    line = text.mark.block.lines[0]
    word = [glyph for glyph in line.glyphs if text.mark.block.text[glyph.cluster :].startswith("الاقتصاد")]
    assert first.x < text.x + word[0].x < first.x + first.mark.width < text.x + line.ink_right
    assert text.motions[0].at + text.motions[0].seconds < starts[0]
    rest = frames(placed)[1]
    assert rest[-1].mark == text.mark  # the words lie over their bands


def test_a_band_holds_the_tashkeel_of_its_words() -> None:
    placed = laid_out('<text size="100" start="120" top="400"><mark>يَأْتُوكَ رِجَالًا</mark></text>', FRAME)
    band, text = marks(placed)
    assert isinstance(text.mark, TextMark)
    ink = text.mark.block.ink.moved(text.x, text.y)
    assert ink.y < text.y + text.mark.block.lines[0].baseline - 90, "no mark stands high: the test has lost its point"
    assert band.y <= ink.y
    assert band.y + band.mark.height >= ink.bottom
