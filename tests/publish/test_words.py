"""What infoclip says itself: each language whole, its patterns with the same fields."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from string import Formatter
from typing import Any

import msgspec
import pytest

from infoclip import publish
from infoclip.campaign.report_words import report_words
from infoclip.publish import words
from infoclip.publish.alt_words import alt_words
from infoclip.publish.signoff_words import SignoffWords, signoff_words

TABLES = (alt_words, signoff_words, report_words)
LANGUAGES = sorted(path.name.split(".")[1] for path in Path(publish.__path__[0]).glob("words.*.yaml"))


def texts(value: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a table with its place; forms of a noun, which differ between languages, as one."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from texts(inner, place if key in ("one", "two", "few", "many", "other") else f"{place}.{key}")
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from texts(inner, place)


def fields(table: Any) -> dict[str, set[str]]:
    """The fields that the patterns of a table take, by the patterns' places."""
    found: dict[str, set[str]] = {}
    for place, text in texts(msgspec.to_builtins(table)):
        found.setdefault(place, set()).update(name for _, name, _, _ in Formatter().parse(text) if name is not None)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("table", TABLES)
def test_every_language_says_all_with_the_same_fields(table: Callable[[str], Any], language: str) -> None:
    assert fields(table(language)) == fields(table("en"))


def test_arabic_and_english_are_there() -> None:
    assert LANGUAGES == ["ar", "en"]
    assert signoff_words("ar").approval == "الاعتماد"
    assert report_words("ar").approval == "الاعتماد", "both sheets say it, so it stands once"
    assert report_words("ar").clips["few"] == "مقاطع"  # type: ignore[call-overload,index]


def test_another_language_has_the_clip_s_own_words_and_english_sheets() -> None:
    assert alt_words("fr") is None
    assert signoff_words("fr") == signoff_words("en")
    assert report_words("ur") == report_words("en")


@pytest.mark.parametrize(
    ("changed", "says"),
    [({"headnig": "x"}, "unknown field `headnig`"), ({"heading": 7}, "Expected `str`, got `int`")],
)
def test_a_misspelt_or_wrong_word_is_told(
    monkeypatch: pytest.MonkeyPatch, changed: dict[str, object], says: str
) -> None:
    file = words._file("en")
    monkeypatch.setattr(words, "_file", lambda language: {**file, "signoff": {**file["signoff"], **changed}})
    with pytest.raises(msgspec.ValidationError, match=says):
        words.words_of("en", SignoffWords, "signing", "signoff")
