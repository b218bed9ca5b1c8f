"""Where texts of several lines part: evenly, and where an editor would part them."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from infoclip.text.breaks import Strength, break_places
from infoclip.text.evenness import Sizes, even_lines
from infoclip.text.fonts import FontBook
from infoclip.text.lines import TextStyle, fit_text, lay_out_text

STYLE = TextStyle("cairo", 700, 60)


def parted(text: str, book: FontBook, width: float) -> list[str]:
    style = STYLE if text[0] > "z" else replace(STYLE, direction="ltr")
    return [text[line.start : line.end] for line in lay_out_text(text, style, book, max_width=width).lines]


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("حصاد عام من الإنجازات / في التواصل", 600),
        ("أكثر من مليون مستفيد / في كل مناطق المملكة", 700),
        ("جودة الحياة / في المدن السعودية", 540),
        ("مسيرة خمسين عامًا / من العطاء والبناء والتنمية", 720),
        ("نشرت الهيئة 2,466 منشورًا / على كل المنصات / في عام 2018", 700),
        ("رؤية السعودية 2030: / اقتصاد مزدهر ومجتمع حيوي", 800),
        ("وقف / لا ينقطع", 240),
        ("أسبوع البيئة / العربي", 400),
        ("A year of work in numbers / for the people of the kingdom", 900),
        ("More than one beneficiary / in all regions of the kingdom", 900),
        ("Saudi Standards, Metrology / and Quality Organization", 860),
        ("The new service opens / on 12 August in all branches", 860),
        ("Open data / for everyone", 420),
        ("regions of the / kingdom who", 430),
    ],
)
def test_headlines_part_as_an_editor_parts_them(book: FontBook, text: str, width: float) -> None:
    assert parted(text.replace(" / ", " "), book, width) == text.split(" / ")


@pytest.mark.parametrize(
    ("text", "eager", "held"),
    [
        ("جودة الحياة، في المدن والقرى", {"في", "والقرى"}, {"المدن"}),
        ("الأب والوالد ووالده وزارة", {"والوالد"}, set()),
        ("أهداف رؤية 2030 كلها", set(), {"2030"}),
        ("مرت خمسون سنة", set(), {"سنة"}),
        ("مليون مستفيد جديد", set(), {"مستفيد"}),
        ("Terms of the service: one of us", {"of", "one"}, {"the", "service:", "us"}),
    ],
)
def test_lines_rather_begin_after_a_pause(text: str, eager: set[str], held: set[str]) -> None:
    found: dict[Strength, set[str]] = {"eager": set(), "light": set(), "loose": set()}
    for at, strength in break_places(text).items():
        if strength in found:
            found[strength].add(text[at:].split()[0])
    assert (found["eager"], found["light"] | found["loose"]) == (eager, held)


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.tuples(st.floats(0.5, 6), st.sampled_from(["eager", "free", "light", "loose", "weak"])),
        min_size=3,
        max_size=9,
    ),
    st.integers(2, 4),
    st.floats(6, 20),
)
def test_no_other_way_is_better(parts: list[tuple[float, Strength]], count: int, limit: float) -> None:
    """Against all ways there are, each priced by itself."""
    starts, ends, pen = [], [], 0.0
    for width, _ in parts:
        starts.append(pen)
        ends.append(pen + width)
        pen += width + 0.3
    reach = [max(j for j in range(i + 1, len(parts) + 1) if j == i + 1 or ends[j - 1] - starts[i] <= limit)
             for i in range(len(parts))]  # fmt: skip
    strengths = [strength for _, strength in parts]
    mean = (ends[-1] - starts[0]) / count

    def price(way: tuple[int, ...]) -> float | None:
        cost = 0.0
        for first, end in pairwise((0, *way)):
            if end > reach[first]:
                return None
            share = (ends[end - 1] - starts[first]) / mean
            cost += (share - 1) ** 2
            if first:
                cost += {"eager": -0.05, "free": 0.0, "light": 0.22, "loose": 1.0, "weak": 3.0}[strengths[first]]
            if end == first + 1 and share < 0.75:
                cost += 0.3 if end == len(parts) else 0.12
        return cost

    prices = {}
    for cuts in combinations(range(1, len(parts)), count - 1):
        cost = price((*cuts, len(parts)))
        if cost is not None:
            prices[(*cuts, len(parts))] = cost
    if not prices:
        return
    found = tuple(even_lines(Sizes(starts, ends, reach), strengths, count))
    assert prices[found] == pytest.approx(min(prices.values()))


def test_a_headline_is_a_little_smaller_rather_than_end_in_one_short_word(book: FontBook) -> None:
    text = "خط المستهدفات معًا"
    pairs = [lay_out_text(part, STYLE, book).width / 60 for part in ("خط المستهدفات", "المستهدفات معًا", text)]
    assert pairs[0] < pairs[1], "the last word does not fit beside the one before it: no break helps"
    width = 100 * sum(pairs[:2]) / 2

    def fitted(most: float, least: float) -> tuple[float, int]:
        block = fit_text(text, STYLE, book, width=width, min_size=least, max_size=most, max_lines=3)
        return block.style.size, len(block.lines)

    size, lines = fitted(100, 30)
    assert lines == 1
    assert 80 <= size < 100
    assert fitted(100, 100) == (100, 2), "not under the smallest size asked for"


def test_a_headline_is_a_little_smaller_rather_than_end_a_line_with_a_preposition(book: FontBook) -> None:
    text = "جودة الحياة في المدن السعودية"
    width = lay_out_text("في المدن السعودية", STYLE, book).width / 60 * 100

    def fitted(most: float, least: float = 30) -> tuple[float, str]:
        block = fit_text(text, STYLE, book, width=width, min_size=least, max_size=most, max_lines=2)
        return block.style.size, text[slice(*block.breaks[0])]

    size, first = fitted(106)
    assert (size == pytest.approx(100, rel=0.031), first) == (True, "جودة الحياة")
    assert fitted(106, 104) == (106, "جودة الحياة في"), "not under the smallest size asked for"


def test_small_texts_keep_the_size_of_those_beside_them(book: FontBook) -> None:
    text = "خط المستهدفات معًا"
    width = lay_out_text("خط المستهدفات", STYLE, book).width / 60 * 40.5
    block = fit_text(text, STYLE, book, width=width, min_size=20, max_size=40, max_lines=3)
    assert (block.style.size, len(block.lines)) == (40, 2)
