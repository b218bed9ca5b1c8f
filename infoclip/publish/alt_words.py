"""The words that alt text is made of, by language: what each kind of scene is called, and how its parts are told."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from msgspec import Struct

from infoclip.publish.words import Forms, Words, words_of


class Kind(Struct, frozen=True, forbid_unknown_fields=True):
    """What a scene is called; `feminine` decides how Arabic refers back to it."""

    name: str
    feminine: bool = False


class AltWords(Words, frozen=True):
    """One language's words. Patterns take what their fields name; pairs are (masculine, feminine)."""

    kinds: Mapping[str, Kind]
    other: Kind
    clip: str
    scene: str
    titled: str
    holds: tuple[str, str]
    says: tuple[str, str]
    alone: str
    extremes: str
    note: str
    source: str
    quote: tuple[str, str]
    comma: str
    last: str
    full_stop: str
    seconds: Forms
    scenes: Forms
    figures: Forms


@cache
def alt_words(language: str) -> AltWords | None:
    """The words of `language`; None where there are none here, and only the clip's own words can be given."""
    return words_of(language, AltWords, "alt")
