"""What figures are measured in: a chart draws its figures to one scale, so they must be amounts of one thing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import SimpleNamespace
from typing import TYPE_CHECKING, NamedTuple

from infoclip.model import Model

if TYPE_CHECKING:
    from infoclip.text.numerals import LocalFact

Loc = tuple[str | int, ...]

PERCENT, PLAIN, COUNT = "percentages", "plain numbers", "counted things"

_MEASURES = {
    word: words[-2] if word.isascii() else words[0]
    for words in (
        ("ثانية", "ثوان", "ثوانٍ", "ثواني", "second", "seconds"),
        ("دقيقة", "دقائق", "minute", "minutes"),
        ("ساعة", "ساعات", "hour", "hours"),
        ("يوم", "أيام", "day", "days"),
        ("أسبوع", "أسابيع", "week", "weeks"),
        ("شهر", "أشهر", "شهور", "month", "months"),
        ("سنة", "سنوات", "سنين", "عام", "أعوام", "year", "years"),
        ("عقد", "عقود", "decade", "decades"),
        ("قرن", "قرون", "century", "centuries"),
    )
    for word in words
}
"""Nouns that are units of time, by all their forms: twelve minutes and twelve years are not two bars of one length."""


class Mixture(NamedTuple):
    """Figures of one chart that no scale holds: what the first is measured in, and the first that is not, at `loc`."""

    first: str
    other: str
    loc: Loc


def mixture(items: Sequence[SimpleNamespace], fields: Mapping[str, Model]) -> Mixture | None:
    """Where the figures of a list's items are measured in different things; `loc` begins with the item's index.

    Different nouns are one thing, for both are counted, unless they are units of time. A plain number may be of the
    others' unit, but no percentage.
    """
    measured = [(loc, _measure(fact)) for loc, fact in _figures(items, fields)]
    strict = any(measure == PERCENT for _, measure in measured)
    named = [(loc, measure) for loc, measure in measured if strict or measure != PLAIN]
    for loc, measure in named:
        if measure != named[0][1]:
            return Mixture(named[0][1], measure, loc)
    return None


def _figures(items: Sequence[SimpleNamespace], fields: Mapping[str, Model]) -> Iterator[tuple[Loc, LocalFact]]:
    kept = [key for key, field in fields.items() if getattr(field, "type", "") == "fact"]
    for index, item in enumerate(items):
        for key in kept:
            fact = getattr(item, key)
            if fact:
                yield (index, key), fact


def _measure(fact: LocalFact) -> str:
    if fact.percent:
        return PERCENT
    if fact.unit:
        return f"'{fact.written_unit}'"
    if not fact.noun:
        return PLAIN
    words = (part.partition("=")[2] or part for part in fact.nouns.split(" | "))
    units = (_MEASURES.get(word.split()[0]) for word in words if word.split())
    written = next((unit for unit in units if unit), "")
    return f"'{written}'" if written else COUNT
