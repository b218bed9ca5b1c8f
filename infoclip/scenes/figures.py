"""The figures that a scene of a spec names or gives in place, whatever parameters hold them."""

from __future__ import annotations

from collections.abc import Iterator

from infoclip.errors import InputError, Place
from infoclip.spec.models import Fact, Spec
from infoclip.spec.reader import read_fact

Loc = tuple[str | int, ...]

_WORD_KEYS = """
    alt answer call caption center closing credit date handle heading headline highlight icon icons kicker label labels
    name note part place question scenery second source spoken subheading subline target text title unit versus
"""
_WORDS = frozenset(_WORD_KEYS.split())
"""What keys end in that never hold a figure: an icon or a word of an English clip may be called as a fact is."""


def given_facts(spec: Spec, index: int) -> Iterator[tuple[Fact, Place | None]]:
    """The facts of scene `index` in the order of the spec; one that is given in place with where it stands."""
    yield from _within(spec.scenes[index].parameters, ("scenes", index), spec)


def _within(value: object, loc: Loc, spec: Spec) -> Iterator[tuple[Fact, Place | None]]:
    if isinstance(value, str):
        if value in spec.facts:
            yield spec.facts[value], None
    elif isinstance(value, dict):
        fact = fact_in_place(value, spec, loc) if "value" in value else None
        if fact is not None:
            yield fact, spec.place_of(loc)
            return
        for key, item in value.items():
            if not isinstance(item, str) or str(key).rpartition("_")[2] not in _WORDS:
                yield from _within(item, (*loc, key), spec)
    elif isinstance(value, list | tuple):
        for number, item in enumerate(value):
            yield from _within(item, (*loc, number), spec)


def fact_in_place(value: dict[str, object], spec: Spec, loc: Loc) -> Fact | None:
    """A group of a scene's parameters as a fact; None for a group that is something else."""
    if not value.keys() <= Fact.model_fields.keys():  # told apart here, reading costs the validator's import
        return None
    try:
        return read_fact(value, spec, loc)
    except InputError:
        return None  # a group of keys that only happens to have a value
