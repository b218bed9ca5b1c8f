"""What a viewer reads in a scene, in order: the timeline gives it time, checks and captions read it too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol

from infoclip.scenes.elements import Element
from infoclip.text.nouns import Category, written_noun


class Numbers(Protocol):
    """The part of the localiser that this file needs."""

    def number(self, value: float) -> str:
        """A figure as it is written."""
        ...

    def percent(self, value: float) -> str:
        """A share as it is written."""
        ...

    def category(self, value: float) -> Category:
        """The plural category of a figure."""
        ...

    @property
    def language(self) -> str:
        """The language whose nouns are counted."""
        ...


def visible_words(root: Element, numbers: Numbers) -> str:
    """The text of all `<text>` and `<number>` elements under `root`, one line each.

    What is hidden is not read, nor is an `echo`: a copy laid over or under the same words for its light or colour.
    """
    return "\n".join(part for part in _parts(root, numbers) if part)


def _parts(element: Element, numbers: Numbers) -> Iterator[str]:
    attributes = element.attributes
    if any(attributes.get(name, "").strip().lower() in ("true", "yes", "1") for name in ("hidden", "echo")):
        return
    if element.tag == "text":
        yield element.text.strip()
    elif element.tag == "number":
        noun = _noun(attributes, numbers)
        if not noun or attributes.get("show") != "noun":
            figure = "".join((attributes.get("prefix", ""), _figure(attributes, numbers), attributes.get("suffix", "")))
            noun = f"{figure} {noun}".strip() if attributes.get("show") != "figure" else figure
        yield noun
    elif element.tag == "entry":
        yield attributes.get("name", "").strip()
    for child in element.children:
        yield from _parts(child, numbers)


def _figure(attributes: Mapping[str, str], numbers: Numbers) -> str:
    of = attributes.get("of", "")
    try:
        value = float(of)
    except ValueError:
        return of
    exact = int(value) if value.is_integer() else value
    return numbers.percent(exact) if attributes.get("format") == "percent" else numbers.number(exact)


def _noun(attributes: Mapping[str, str], numbers: Numbers) -> str:
    """The noun that agrees with a figure's value; nothing where there is none, or layout will refuse it."""
    written = attributes.get("noun", "").strip()
    try:
        return (
            written_noun(written, numbers.language).form(numbers.category(float(attributes["of"]))) if written else ""
        )
    except (KeyError, ValueError):
        return ""
