"""Elements: what a filled scene template says, before anything has a size. Attributes are checked and typed here."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from infoclip.errors import Place


@dataclass(frozen=True, slots=True)
class Inline:
    """A stretch of text inside `<text>`: `weight`, `color` (a role or fill name) and `scale` when they differ."""

    text: str
    weight: int | None = None
    color: str | None = None
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class Element:
    """One element of the markup. `attributes` are raw strings; the stage that uses one reads it through `attribute()`
    helpers of this module, which raise InputError with the element's `place` in the template."""

    tag: str
    attributes: dict[str, str]
    children: tuple[Element, ...] = ()
    inlines: tuple[Inline, ...] = ()
    place: Place = field(default_factory=lambda: Place(Path()))

    @property
    def text(self) -> str:
        return "".join(part.text for part in self.inlines)


@dataclass(frozen=True, slots=True)
class Scene:
    """A scene ready for layout: its filled markup, its place in the spec, and what the timeline needs of it."""

    name: str
    number: int
    root: Element
    seconds: float | None
    transition: str | None
    place: Place
    words: str
