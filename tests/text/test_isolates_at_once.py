"""Text that is plainly without tokens is not gone through: it must be what going through it would have given."""

from __future__ import annotations

import subprocess
import sys
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from infoclip.text import isolates
from infoclip.text.isolates import smart_isolates

NEVER = patch.object(isolates, "_PLAIN", isolates.re.compile(r"(?!)"))
WORDS = st.text("بمعهتًّـٱ :،؛؟!«»\n", max_size=4)
NUMBERS = st.text("0012345.,", max_size=10)
SIGNS = st.sampled_from(["", "", "", "-", "/", "%", "٤", "٫", "A", "(", "°", "$", "x", "\u200f"])


@given(st.tuples(WORDS, SIGNS, NUMBERS, SIGNS, WORDS, NUMBERS).map("".join))
@settings(max_examples=200)
def test_plain_text_is_as_if_it_were_gone_through(text: str) -> None:
    with NEVER:
        looked = smart_isolates(text)
    assert smart_isolates(text) == looked


@pytest.mark.parametrize("text", ["2,466", "ماذا نشرنا في 2018؟", "المصدر: مقال هيئة التقييس، أرقام 2018", "رؤية 2030"])
def test_what_most_clips_say_is_plain(text: str) -> None:
    assert isolates._PLAIN.fullmatch(text)
    assert smart_isolates(text) == (text, list(range(len(text))))


@pytest.mark.parametrize(
    "text", ["نمو 45%", "-1.5", "١٢ 34", "عام 2018 و+7", "هاتف 0501234567 8", "1 2 3", "5 km", "٣"]
)
def test_what_may_hold_a_token_is_looked_at(text: str) -> None:
    assert not isolates._PLAIN.fullmatch(text)


def test_the_pattern_of_tokens_is_made_when_it_is_needed() -> None:
    program = (
        "from infoclip.text.isolates import _token, smart_isolates as s; s('رؤية 2030'); "
        "assert not _token.cache_info().misses; s('لغة C++'); assert _token.cache_info().misses == 1"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
