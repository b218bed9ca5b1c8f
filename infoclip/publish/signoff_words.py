"""The words of the sheet that approvers sign, by language."""

from __future__ import annotations

from functools import cache

from infoclip.publish.words import SigningWords, words_of


class SignoffWords(SigningWords, frozen=True):
    """One language's words; patterns take what their fields name."""

    heading: str
    facts_line: str
    scene: str
    source: str
    changes: str


@cache
def signoff_words(language: str) -> SignoffWords:
    """The words of `language`; English where there are none here."""
    return words_of(language, SignoffWords, "signing", "signoff") or signoff_words("en")
