"""Reads `theme.yaml` with those that it is based on, and puts their tokens over each other."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from pydantic import ValidationError

from infoclip.errors import InputError, Place, Problem
from infoclip.located import Located, load_yaml
from infoclip.theme.assets import Library
from infoclip.theme.faults import problems_of
from infoclip.theme.tokens import ThemeFile, Tokens
from infoclip.values.color import Color

CODE = "theme"
_MOST_BASES = 4


class TokenFile(Struct, frozen=True):
    """One read `theme.yaml`."""

    name: str
    tokens: ThemeFile
    located: Located


class TokenLayer(Struct, frozen=True):
    """Tokens that lie over those before them, and where they are written: `loc` in `located`."""

    tokens: Tokens
    located: Located
    loc: tuple[str, ...]


def read_theme_file(name: str, library: Library, place: Place | None = None) -> ThemeFile:
    """The checked `theme.yaml` of theme `name` alone: its title, purpose and variants, for lists of themes."""
    return _read_file(name, library, place).tokens


def read_files(name: str, library: Library, place: Place | None) -> list[TokenFile]:
    """The theme's file after those it is based on."""
    files = [_read_file(name, library, place)]
    while (base := files[0].tokens.base) is not None:
        where = files[0].located.place(("base",))
        if base in (file.name for file in files) or len(files) > _MOST_BASES:
            raise InputError(Problem(f"the theme '{base}' is based on itself", where, code=CODE))
        files.insert(0, _read_file(base, library, where))
    return files


def _read_file(name: str, library: Library, place: Place | None) -> TokenFile:
    located = load_yaml(library.theme_file(name, place))
    try:
        return TokenFile(name, ThemeFile.model_validate(located.value), located)
    except ValidationError as error:
        raise InputError(problems_of(error, located, ThemeFile, CODE)) from None


def token_layers(files: list[TokenFile], variant: str | None) -> Iterator[TokenLayer]:
    """The tokens from the lowest to the topmost. Under a theme's own look lies its base's variant of that name."""
    own = files[-1].tokens
    look = own.own_variant or _side(own)
    for file in files:
        yield TokenLayer(file.tokens, file.located, ())
        if variant is None and file.tokens is not own and look in file.tokens.variants:
            yield TokenLayer(file.tokens.variants[look], file.located, ("variants", look))
        if variant in file.tokens.variants:
            yield TokenLayer(file.tokens.variants[variant], file.located, ("variants", variant))


def _side(tokens: ThemeFile) -> str:
    """`light` or `dark`, as the written ground and ink say, or the ground alone; empty when they do not."""
    ground, ink = (tokens.colors.get(role, "") for role in ("bg", "ink"))
    try:
        own = Color.parse(ground)
        return "dark" if (own.luminance <= Color.parse(ink).luminance if ink else own.is_dark) else "light"
    except ValueError:
        return ""
