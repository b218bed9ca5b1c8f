"""Colours of a theme that nothing is painted with, for their names are misspelt: a theme may name roles of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

from msgspec import Struct

from infoclip.theme.assets import Library, built_in
from infoclip.theme.layers import TokenFile
from infoclip.theme.tokens import COLOR_ROLES, SPARE_ROLES, Tokens

_MEANT = {
    "background": "bg", "ground": "bg", "card": "surface", "text": "ink", "foreground": "ink", "primary": "accent",
    "secondary": "accent2", "success": "positive", "danger": "negative", "error": "negative", "border": "line",
}  # fmt: skip
"""What other systems call the colours that every theme has."""
_NEAR = 0.8
"""How alike two names are of which one is the other misspelt (`difflib`'s ratio): accent and acent are at 0.91. They
differ in length by a letter at most: `dayaccent` is a word of its own."""
_SHORTEST = 4
"""Names of fewer letters are like too many others: a sea is no misspelt seal."""
_READ = (".svg", ".xml")


class Stray(Struct, frozen=True):
    """A colour that nothing uses: where it stands in its `theme.yaml`, and the role that was meant."""

    loc: tuple[str, ...]
    role: str
    meant: str


def stray_roles(files: list[TokenFile], library: Library) -> Iterator[Stray]:
    """The colours of a theme of one's own (the last of `files`, after its bases) called nearly as a known role.

    What its other colours, its art, a scene or a spec of the same folder names is a role of its own, however it is
    called, and so is what differs from a known one in its number only (`hill4`).
    """
    own = files[-1]
    if own.located.path.is_relative_to(built_in("templates")):
        return
    based = {name for file in files[:-1] for tokens in _looks(file.tokens).values() for name in tokens.colors}
    known = {*COLOR_ROLES, *SPARE_ROLES, "brand", *based}
    used: set[str] | None = None
    for loc, tokens in _looks(own.tokens).items():
        for role in tokens.colors:
            meant = "" if role in known else _meant(role, known)
            if not meant:
                continue
            used = _used(files, library) if used is None else used
            if role.replace("-", "_") not in used:
                yield Stray((*loc, "colors", role), role, meant)


def _looks(tokens: Tokens) -> dict[tuple[str, ...], Tokens]:
    """The tokens of a file and of its variants, by where they are written."""
    variants = getattr(tokens, "variants", {})
    return {(): tokens} | {("variants", name): inner for name, inner in variants.items()}


def _meant(role: str, known: set[str]) -> str:
    if role in _MEANT:
        return _MEANT[role]
    if len(role) < _SHORTEST or any(role.rstrip("0123456789") == name.rstrip("0123456789") for name in known):
        return ""
    near = sorted(name for name in known if abs(len(name) - len(role)) <= 1)
    return next(iter(get_close_matches(role, near, 1, _NEAR)), "")


def _used(files: list[TokenFile], library: Library) -> set[str]:
    """Every word that the theme's own values, and the art, scenes and specs beside it are written with."""
    found: set[str] = set()
    for file in files:
        for tokens in _looks(file.tokens).values():
            given = tokens.model_dump(exclude={"colors", "variants"}, exclude_unset=True)
            found |= _words(f"{given} {list(tokens.colors.values())}")
    ours = built_in("templates")
    beside = [path for root in library.roots if root != ours for path in root.rglob("*") if path.suffix in _READ]
    specs = [] if library.spec_folder is None else sorted(library.spec_folder.glob("*.y*ml"))
    for path in (*beside, *specs):
        found |= _words(_text(path))
    return found


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def _words(text: str) -> set[str]:
    return {word.replace("-", "_") for word in re.findall(r"[\w-]+", text)}
