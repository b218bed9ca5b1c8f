"""Elements: what a filled scene template says, before anything has a size. Attributes are checked and typed here."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

from msgspec import Struct, field

from infoclip.errors import InputError, Place, Problem, did_you_mean

Default = TypeVar("Default")

LINE_BREAK = "\u2028"
"""A line break that the writer of a text parameter asked for. It survives where spaces are collapsed."""

_NUMBER = re.compile(r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?\Z")


class Inline(Struct, frozen=True):
    """A stretch of text inside `<text>`: `weight`, `color` (a role or fill name) and `scale` when they differ.

    `mark` holds the attributes of the `<mark>` it stands in, with the mark's number in the text as `n`.
    """

    text: str
    weight: int | None = None
    color: str | None = None
    scale: float = 1.0
    mark: tuple[tuple[str, str], ...] = ()


class Element(Struct, frozen=True):
    """One element of the markup. `attributes` are raw strings; the stage that uses one reads it through the readers
    of this module (`number`, `length`, `flag` ...), which raise InputError with the element's place.
    """

    tag: str
    attributes: dict[str, str]
    children: tuple[Element, ...] = ()
    inlines: tuple[Inline, ...] = ()
    place: Place = field(default_factory=lambda: Place(Path()))

    @property
    def text(self) -> str:
        """Its own text without its marks."""
        return "".join(part.text for part in self.inlines)


class Scene(Struct, frozen=True):
    """A scene ready for layout: its filled markup, its place in the spec, and what the timeline needs of it."""

    name: str
    number: int
    root: Element
    seconds: float | None
    transition: str | None
    place: Place
    words: str
    transition_place: Place | None = None


class Length(Struct, frozen=True):
    """A length of the markup: design pixels, or a share of the parent (`share`: `50%` has the value 0.5)."""

    value: float
    share: bool = False

    def of(self, parent: float) -> float:
        """Its design pixels where the parent has `parent` of them."""
        return self.value * parent if self.share else self.value


def word(element: Element, name: str, default: Default) -> str | Default:
    """The attribute as text, without spaces around it; `default` when it is missing or empty."""
    value = element.attributes.get(name, "").strip()
    return value or default


def words(element: Element, name: str) -> tuple[str, ...]:
    """The attribute's words, parted by spaces or commas; empty when it is missing."""
    return tuple(element.attributes.get(name, "").replace(",", " ").split())


def number(
    element: Element, name: str, default: Default, low: float = -math.inf, high: float = math.inf
) -> float | Default:
    """The attribute as a number within `low`..`high`. Raises InputError when it is none."""
    text = element.attributes.get(name, "").strip()
    if not text:
        return default
    return _within(element, name, text, low, high)


def integer(element: Element, name: str, default: Default, low: int = 0, high: int = 1_000_000) -> int | Default:
    """The attribute as a whole number within `low`..`high` (`3` or `3.0`). Raises InputError when it is none."""
    text = element.attributes.get(name, "").strip()
    if not text:
        return default
    value = _within(element, name, text, low, high)
    if value != int(value):
        raise attribute_fault(element, name, f"{name} is '{text}'; it must be a whole number")
    return int(value)


def flag(element: Element, name: str, default: bool = False) -> bool:
    """The attribute as true or false (`true`, `1`, `yes`; `false`, `0`, `no`; Jinja writes `True`, `False`)."""
    text = element.attributes.get(name, "").strip().lower()
    if not text:
        return default
    if text in ("true", "1", "yes"):
        return True
    if text in ("false", "0", "no", "none"):
        return False
    raise attribute_fault(element, name, f"{name} is '{text}'; it must be true or false")


def choice(element: Element, name: str, choices: Iterable[str], default: Default) -> str | Default:
    """The attribute as one of `choices`. Raises InputError with the nearest one as a hint."""
    text = element.attributes.get(name, "").strip()
    if not text:
        return default
    known = tuple(choices)
    if text not in known:
        raise attribute_fault(element, name, f"{name} cannot be '{text}'", did_you_mean(text, known))
    return text


def length(element: Element, name: str, default: Default) -> Length | Default:
    """The attribute as a length: `40` or `40px` design pixels, `50%` of the parent."""
    text = element.attributes.get(name, "").strip()
    return _length(element, name, text) if text else default


def attribute_fault(element: Element, name: str, message: str, hint: str = "", code: str = "attribute") -> InputError:
    """An InputError about the attribute `name` of `element`, with its place in the template where it can be found."""
    problem = Problem(f"<{element.tag}>: {message}", attribute_place(element.place, name), hint, code)
    return InputError(problem)


def element_fault(element: Element, message: str, hint: str = "", code: str = "element") -> InputError:
    """An InputError about `element` as a whole."""
    return InputError(Problem(f"<{element.tag}>: {message}", element.place, hint, code))


def _within(element: Element, name: str, text: str, low: float, high: float) -> float:
    if not _NUMBER.match(text) or not math.isfinite(float(text)):
        raise attribute_fault(element, name, f"{name} is '{text}'; it must be a number")
    value = float(text)
    if not low <= value <= high:
        if high == math.inf or value < low:
            raise attribute_fault(element, name, f"{name} is {text}; the least is {low:g}")
        raise attribute_fault(element, name, f"{name} is {text}; the most is {high:g}")
    return value


def _length(element: Element, name: str, text: str) -> Length:
    share = text.endswith("%")
    digits = text.removesuffix("%") if share else text.removesuffix("px")
    if not _NUMBER.match(digits) or not math.isfinite(float(digits)):
        hint = "write 40 for design pixels or 50% of the parent"
        raise attribute_fault(element, name, f"{name} is '{text}'; it must be a length", hint)
    return Length(float(digits) / 100 if share else float(digits), share)


def attribute_place(place: Place, name: str) -> Place:
    """The place of `name=` on the element's line or one of the next few; the element's own where it is not written.

    The template is read again only here, when there is something to say about it.
    """
    if place.line < 1:
        return place
    try:
        lines = place.path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return place
    pattern = re.compile(rf"(?<![\w-]){re.escape(name)}\s*=\s*(?:\"[^\"]*\"?|'[^']*'?)?")
    for index in range(place.line - 1, min(place.line + 5, len(lines))):
        found = pattern.search(lines[index], max(place.column - 1, 0) if index == place.line - 1 else 0)
        if found:
            return Place(place.path, index + 1, found.start() + 1, found.end() - found.start())
        if lines[index].rstrip().endswith(">"):
            break
    return place
