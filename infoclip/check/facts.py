"""Is it true and is it said? Rules about figures and their sources, and how figures are written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from infoclip.check.view import SceneView
from infoclip.errors import Problem
from infoclip.scenes.figures import given_facts
from infoclip.spec.models import Spec
from infoclip.text.numerals import Localizer

# Digits within Latin words, addresses and accounts (H3N2, A4, example.org/2026, @team1) are letters of theirs.
_LATIN_WORD = re.compile(r"[@#]?[0-9._/:?=&%+-]*[A-Za-z][A-Za-z0-9._/:?=&%#+-]*")
_DIGIT_SETS = {"Latin (123)": re.compile(r"[0-9]"), "Arabic-Indic (١٢٣)": re.compile("[٠-٩]")}
_PERCENTS = {"%": re.compile(r"%"), "٪": re.compile("٪")}


def without_source(spec: Spec) -> Iterator[Problem]:
    """A figure that does not say where it comes from, in a clip that does not say it for all."""
    if spec.source or spec.sample:
        return
    for name, fact in spec.facts.items():
        if not fact.source:
            yield Problem(
                f"the fact '{name}' gives no source",
                spec.place_of(("facts", name)),
                "add source: to it, or one source: for the whole clip",
                "no-source",
                "warning",
            )
    for index, scene in enumerate(spec.scenes):
        given = scene.parameters.get("fact")
        if isinstance(given, dict) and not given.get("source"):
            yield Problem(
                f"the figure of scene {index + 1} gives no source",
                spec.place_of(("scenes", index, "fact")),
                "add source: to it, or one source: for the whole clip",
                "no-source",
                "warning",
            )


def unused(spec: Spec) -> Iterator[Problem]:
    """A fact that no scene names."""
    used = set(_names(spec))
    for name in spec.facts:
        if name not in used:
            yield Problem(
                f"no scene uses the fact '{name}'",
                spec.place_of(("facts", name), key=True),
                "leave it out, or show it",
                "unused-fact",
                "warning",
            )


def _names(spec: Spec) -> Iterator[str]:
    waiting: list[object] = [scene.parameters for scene in spec.scenes]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            waiting.extend(value.values())
        elif isinstance(value, list | tuple):
            waiting.extend(value)


def lost_words(spec: Spec, views: Sequence[SceneView]) -> Iterator[Problem]:
    """A "less than" or "more than" that a scene has no place for: without it the figure says another thing.

    A plus sign says "more than" too.
    """
    more_than = Localizer(spec.locale, spec.digits).more_than()
    for index, view in enumerate(views[: len(spec.scenes)]):
        said = " ".join(" ".join(text.words for text in view.texts).split())
        given = [fact for fact, _ in given_facts(spec, index)]
        for prefix in dict.fromkeys(fact.prefix or more_than * fact.more_than for fact in given):
            if prefix and " ".join(prefix.split()) not in said and not (prefix == more_than and "+" in said):
                yield Problem(
                    f"scene {view.number} ({view.scene.name}) does not show '{prefix}' before its figure",
                    view.scene.place,
                    "say it in the figure's label or in the heading, or take a scene that shows one figure",
                    "lost-prefix",
                    "warning",
                )


def mixed_digits(views: Sequence[SceneView]) -> Iterator[Problem]:
    """Two sets of digits, or two percent signs, in one clip."""
    for what, sets in (("digits", _DIGIT_SETS), ("percent signs", _PERCENTS)):
        found = {name: _first(views, pattern) for name, pattern in sets.items()}
        if all(found.values()):
            places = " and ".join(f"{name} in scene {view.number}" for name, view in found.items() if view)
            last = max((view for view in found.values() if view), key=lambda view: view.number)
            yield Problem(
                f"the clip mixes {what}: {places}",
                last.scene.place,
                "write them all alike; 'digits: latn' or 'digits: arab' decides for figures",
                "mixed-digits",
                "warning",
            )


def _first(views: Sequence[SceneView], pattern: re.Pattern[str]) -> SceneView | None:
    return next(
        (view for view in views if any(pattern.search(_LATIN_WORD.sub(" ", text.block.text)) for text in view.texts)),
        None,
    )
