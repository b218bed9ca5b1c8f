"""What infoclip itself says in what it writes beside films, as data: `words.ar.yaml`, `words.en.yaml` beside this file.

A language is a file with the sections that these types name; each is held to its type when it is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from msgspec import Struct, convert

from infoclip.located import load_yaml

Forms = Mapping[str, str] | tuple[str, str]
"""A counted noun: its plural forms by CLDR category, or singular and plural."""


class Words(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Some of a language's words. Patterns take what their fields name."""


class SigningWords(Words, frozen=True):
    """What both sheets that are signed say."""

    approval: str
    name: str
    date: str
    signature: str
    approved: str
    page: str
    no_source: str


W = TypeVar("W", bound=Words)


def words_of(language: str, kind: type[W], *sections: str) -> W | None:
    """The words of `language` in `sections` of its file, a later one's before an earlier one's; None without a file."""
    file = _file(language)
    return convert({key: words for name in sections for key, words in file[name].items()}, kind) if file else None


@cache
def _file(language: str) -> dict[str, dict[str, Any]]:
    path = Path(__file__).with_name(f"words.{language}.yaml")
    found: dict[str, dict[str, Any]] = load_yaml(path).value if path.is_file() else {}
    return found
