"""Gives a theme: as it was kept when its files have not changed since, else built anew."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec.structs import replace

from infoclip.errors import InputError, Place
from infoclip.located import Located, load_yaml
from infoclip.store import Store
from infoclip.theme.assets import Library
from infoclip.theme.recolor import BrandColors
from infoclip.theme.theme import Theme, face_of

if TYPE_CHECKING:
    from infoclip.theme.tokens import ThemeFile

_BUILT = Store("theme", "pydantic", "coloraide")


def load_theme(
    name: str,
    library: Library,
    *,
    variant: str | None = None,
    accent: str | BrandColors | None = None,
    place: Place | None = None,
) -> Theme:
    """The theme `name`. `accent` (`#hex`, or both colours of a brand) replaces its own, moved until it can be read.

    Later wins: the base theme's tokens, its variant's, the theme's own, its variant's, the accent. Raises InputError
    with every fault of the files, at their places; `place` is where the spec names the theme.
    """
    texts = _texts(name, library)
    colors = accent if isinstance(accent, BrandColors) else BrandColors(accent or "")
    key = _BUILT.key(name, variant or "", *colors, *texts)
    kept: Theme | None = _BUILT.recall(key) if texts else None
    if kept is not None:
        return replace(kept, folders=library.theme_folders(name))
    from infoclip.theme.building import build_theme

    theme = build_theme(name, library, variant=variant, accent=colors, place=place)
    if texts:
        _BUILT.keep(key, theme)
    return theme


def read_theme_file(name: str, library: Library, place: Place | None = None) -> ThemeFile:
    """The checked `theme.yaml` of theme `name` alone: its title, purpose and variants, for lists of themes."""
    from infoclip.theme import layers

    return layers.read_theme_file(name, library, place)


def role_place(name: str, role: str, library: Library) -> Place | None:
    """Where theme `name`, or one that it is based on, gives the type role `role` its family."""
    for file in _chain(name, library):
        given = file.value.get("type") if isinstance(file.value, dict) else None
        if isinstance(given, dict) and isinstance(given.get(role), dict) and "family" in given[role]:
            return file.place(("type", role, "family"))
        faces, use = file.value.get("faces") if isinstance(file.value, dict) else None, face_of(role)
        if isinstance(faces, dict) and use in faces:
            return file.place(("faces", use))
    return None


def sound_place(name: str, library: Library) -> Place | None:
    """Where theme `name`, or one that it is based on, says its `sound`."""
    files = (file for file in _chain(name, library) if isinstance(file.value, dict) and "sound" in file.value)
    return next((file.place(("sound",)) for file in files), None)


def _chain(name: str, library: Library) -> Iterator[Located]:
    """The theme's file, then those it is based on."""
    base: object = name
    for _ in range(10):
        if not isinstance(base, str):
            return
        file = load_yaml(library.theme_file(base))
        yield file
        base = file.value.get("base") if isinstance(file.value, dict) else None


def _texts(name: str, library: Library) -> tuple[str, ...]:
    """The text of the theme's file and of those it is based on. Empty when something is wrong: building tells it."""
    try:
        return tuple("\n".join(file.lines) for file in _chain(name, library))
    except InputError:
        return ()
