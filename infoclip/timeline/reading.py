"""How long a reader needs for the words of a scene."""

from __future__ import annotations

import unicodedata

# Craft rule 25; a scene shorter than this is gone before it is seen.
SECONDS_A_WORD = 0.35
SECONDS_TO_FIND = 1.0
SHORTEST = 2.5

_TATWEEL = "\u0640"


def count_words(text: str) -> int:
    """The words of `text`: what stands between spaces and holds a letter or a digit.

    Tashkeel, tatweel, isolates and other marks that are not read as words do not count, nor do lone signs.
    """
    return sum(any(_is_read(character) for character in word) for word in text.split())


def _is_read(character: str) -> bool:
    return character != _TATWEEL and unicodedata.category(character)[0] in "LN"


def reading_seconds(text: str) -> float:
    """Seconds to find and read `text`: 0.35 a word and 1.0 to find it, never under 2.5."""
    return max(SHORTEST, SECONDS_A_WORD * count_words(text) + SECONDS_TO_FIND)
