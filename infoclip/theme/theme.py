"""A theme: its tokens read from `templates/themes/NAME/theme.yaml`, and where its art and compositions are."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from msgspec import Struct, field

from infoclip.values.color import Color, Fill, Shadow

TITLE_ROLES = frozenset({"title", "subtitle", "kicker", "heading", "value", "hero", "noun", "pill"})
"""Roles set in the face for titles, of a theme's `faces` or of a brand's fonts; all others in that for text."""


def face_of(role: str) -> Literal["title", "text"]:
    """Which of the two faces a type role is set in, unless it names a family of its own."""
    return "title" if role in TITLE_ROLES else "text"


class TypeRole(Struct, frozen=True):
    """How one role of text is set. `size` in design pixels, `line_height` a factor of it; `sizes` by format shape."""

    family: str
    weight: int
    size: float
    line_height: float = 1.5
    fill: str = "ink"
    shadow: str | None = None
    sizes: Mapping[str, float] = field(default_factory=dict)

    def size_for(self, shape: str) -> float:
        """Its size in formats of `shape`."""
        return self.sizes.get(shape, self.size)


class Theme(Struct, frozen=True):
    """Looks as data. `colors` are roles, `fills` named fills, `shadows` named shadows, `data` the chart ramp.

    `defaults` hold the theme's motion character (`enter`, `easing`, `transition`, `transition-seconds`, `stagger`,
    `ahead`, `ahead-first`), `measures` what scenes leave room for (`heading-width`, `bar-end`). `pattern` is the kind
    of `<pattern>` over the ground and along the foot, with its settings, or nothing.
    """

    name: str
    title: str
    folders: tuple[Path, ...]
    colors: Mapping[str, Color]
    data: tuple[Color, ...]
    fills: Mapping[str, Fill]
    shadows: Mapping[str, Shadow]
    roles: Mapping[str, TypeRole]
    defaults: Mapping[str, str]
    sound: str
    sha: str
    measures: Mapping[str, float] = {}
    pattern: str = ""

    def fill(self, name: str) -> Fill:
        """A named fill, a colour role, or `#hex`. Raises KeyError for an unknown name."""
        if name.startswith("#"):
            return Color.parse(name)
        if name in self.fills:
            return self.fills[name]
        return self.colors[name]
