"""A brand's own fonts: its files as families, and a theme whose roles are set in them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from infoclip.errors import InputError, Place, Problem
from infoclip.text.fonts import FontFamily
from infoclip.theme.assets import Library
from infoclip.theme.theme import TITLE_ROLES, Theme

if TYPE_CHECKING:
    from infoclip.spec.models import Spec

_BEGINS = (b"\x00\x01\x00\x00", b"OTTO", b"true")
_WEB = (b"wOFF", b"wOF2")


def brand_families(spec: Spec, library: Library) -> dict[str, FontFamily]:
    """The fonts of the spec's brand by use (`title`, `text`) as families. Raises InputError with every fault."""
    problems: list[Problem] = []
    families: dict[str, FontFamily] = {}
    for use, files in spec.brand.fonts.items():
        weights: dict[int, Path] = {}
        for weight, name in files.items():
            place = spec.place_of(("brand", "fonts", use, str(weight)))
            try:
                weights[weight] = _font_file(library.media(name, place), name, place)
            except InputError as error:
                problems += error.problems
        if weights:
            families[use] = FontFamily(f"brand-{use}", f"{spec.brand.name} {use}", weights, Path())
    if problems:
        raise InputError(problems)
    return families


def _font_file(path: Path, name: str, place: Place) -> Path:
    with path.open("rb") as file:
        head = file.read(4)
    if head in _WEB:
        raise InputError(Problem(f"'{name}' is a web font", place, "give the TTF or OTF file", "font-file"))
    if head not in _BEGINS:
        raise InputError(Problem(f"'{name}' is not a font", place, "give a TTF or OTF file", "font-file"))
    import uharfbuzz as hb

    if not hb.Face(hb.Blob.from_file_path(str(path))).glyph_count:
        raise InputError(Problem(f"the font '{name}' is damaged", place, "copy or export it again", "font-file"))
    return path


def in_brand_fonts(theme: Theme, families: Mapping[str, FontFamily]) -> Theme:
    """`theme` with its roles set in the brand's fonts; with one of the two given, only its roles change."""
    if not families:
        return theme
    roles = dict(theme.roles)
    for name, role in roles.items():
        family = families.get("title" if name in TITLE_ROLES else "text")
        if family is not None:
            roles[name] = replace(role, family=family.name)
    return replace(theme, roles=roles)
