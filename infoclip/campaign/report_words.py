"""The words of a series' report, by language, and what the checks' findings mean to whoever signs."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from infoclip.publish.words import Forms, SigningWords, words_of


class ReportWords(SigningWords, frozen=True):
    """One language's words; patterns take what their fields name, `script` is what the page's script says."""

    heading: str
    sheet: str
    clips: Forms
    films: Forms
    warnings: Forms
    scenes: Forms
    total: str
    length: str
    source: str
    unsourced: str
    figures: str
    words: str
    play: str
    film: str
    row: str
    cell: str
    decision: str
    approve: str
    reject: str
    clear: str
    comment: str
    reviewer: str
    reviewer_hint: str
    export: str
    print: str
    search: str
    filters: tuple[tuple[str, str], ...]
    general: str
    own_warnings: str
    details: str
    draft: str
    draft_short: str
    states: Mapping[str, str]
    waiting: str
    bad: str
    failed: str
    rejected: str
    remarks: str
    nothing: str
    close: str
    updated: str
    kept_here: str
    foot: str
    labels: Mapping[str, str]
    other: str
    codes: Mapping[str, str]
    script: Mapping[str, str]


@cache
def report_words(language: str) -> ReportWords:
    """The words of `language`; English where there are none here."""
    return words_of(language, ReportWords, "signing", "report") or report_words("en")
