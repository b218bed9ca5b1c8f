"""The fonts that may be drawn: families from `fonts.yaml`, faces loaded when first needed, and the order of fallbacks.

Fonts come from the given folders only, never from the system. A character that no face of a stack covers is an error
that names it; glyph 0 (the empty box) is never drawn.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

import uharfbuzz as hb
from msgspec import Struct

from infoclip.errors import InputError, Place, Problem, did_you_mean
from infoclip.located import Located, load_yaml

_INVISIBLE = frozenset("\u200b\u200c\u200d\u200e\u200f\u061c\u2060\ufe0e\ufe0f\ufeff\n")

_SPACES = frozenset("\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000")
"""HarfBuzz draws these from the space of a face that lacks them."""


class FontFamily(Struct, frozen=True):
    """A family as `fonts.yaml` describes it. `weights` maps CSS weights to files; `symbols` families only fill gaps.

    `only` limits the characters a family may give (empty: all it has); `scale` sets its glyphs larger or smaller.
    """

    name: str
    title: str
    weights: Mapping[int, Path]
    licence: Path
    purpose: str = ""
    symbols: bool = False
    only: frozenset[str] = frozenset()
    scale: float = 1.0

    def nearest(self, weight: int) -> int:
        """The weight this family has that is nearest to `weight`; of two as near, the heavier."""
        return min(self.weights, key=lambda own: (abs(own - weight), -own))


class DigitCell(NamedTuple):
    """The cell a tabular digit is centred in: its width, and the ink of all ten digits in it (left, right), in em."""

    width: float
    left: float
    right: float


class Face:
    """One font file. Its HarfBuzz font is scaled to units per em; everything given out is in em.

    A face may be used from several threads at once: nothing in it changes after loading but caches of plain values.
    """

    def __init__(self, path: Path, only: frozenset[str] = frozenset(), scale: float = 1.0) -> None:
        self.path = path
        self._only = only
        self._extents: dict[int, tuple[float, float, float, float]] = {}
        blob = hb.Blob.from_file_path(str(path))
        self.hb_face = hb.Face(blob)
        self.hb_font = hb.Font(self.hb_face)
        self.upem: int = self.hb_face.upem
        self.unit = scale / self.upem
        """One font unit in em: multiply HarfBuzz's numbers by it."""
        extents = self.hb_font.get_font_extents("ltr")
        self.ascender: float = extents.ascender * self.unit
        self.descender: float = -extents.descender * self.unit

    @cached_property
    def covered(self) -> frozenset[int]:
        """The code points this face has a glyph for."""
        own = frozenset(self.hb_face.unicodes)
        return own & frozenset(map(ord, self._only)) if self._only else own

    @cached_property
    def digest(self) -> str:
        """A hash of the file and of HarfBuzz's version: keys of drawn text change with them, not with the path."""
        return blake2b(self.path.read_bytes() + hb.version_string().encode(), digest_size=8).hexdigest()

    @cached_property
    def digit_cells(self) -> Mapping[int, DigitCell]:
        """The common cell of each of the three sets of digits this face has whole, by code point."""
        cells: dict[int, DigitCell] = {}
        for zero in (0x30, 0x660, 0x6F0):
            glyphs = [self.hb_font.get_nominal_glyph(zero + n) for n in range(10)]
            if all(glyphs):
                advances = [self.hb_font.get_glyph_h_advance(glyph) * self.unit for glyph in glyphs]
                widest = max(advances)
                inks = [self.extents(glyph) for glyph in glyphs]
                left = min(ink[0] + (widest - own) / 2 for ink, own in zip(inks, advances, strict=True))
                right = max(ink[2] + (widest - own) / 2 for ink, own in zip(inks, advances, strict=True))
                cells.update((zero + n, DigitCell(widest, left, right)) for n in range(10))
        return cells

    def extents(self, gid: int) -> tuple[float, float, float, float]:
        """The ink of a glyph from its origin, in em, y downwards: left, top, right, bottom; all 0 if it has none."""
        found = self._extents.get(gid)
        if found is None:
            box = self.hb_font.get_glyph_extents(gid)
            u = self.unit
            found = (0.0, 0.0, 0.0, 0.0)
            if box is not None and box.width:
                right, bottom = box.x_bearing + box.width, -(box.y_bearing + box.height)
                found = (box.x_bearing * u, -box.y_bearing * u, right * u, bottom * u)
            self._extents[gid] = found
        return found


class FontStack:
    """The faces a text is set in, in order: the family's own face, then the fallbacks. Hashed by identity."""

    def __init__(self, family: FontFamily, weight: int, faces: Sequence[Face]) -> None:
        self.family, self.weight, self.faces = family, weight, tuple(faces)
        self._assigned: dict[str, int] = {}

    def face_index(self, cluster: str) -> int:
        """The first face that covers every visible character of `cluster` (a base with its marks), else -1.

        An emoji variation selector (U+FE0F) prefers the face that has it.
        """
        found = self._assigned.get(cluster)
        if found is None:
            found = self._assigned[cluster] = self._search(cluster)
        return found

    def _search(self, cluster: str) -> int:
        wanted = {ord(c) for c in cluster if not ignorable(c)}
        composed = {ord(c) for c in unicodedata.normalize("NFC", cluster) if not ignorable(c)}  # HarfBuzz composes too
        if "\ufe0f" in cluster:
            for index, face in enumerate(self.faces):
                if 0xFE0F in face.covered and wanted <= face.covered:
                    return index
        for index, face in enumerate(self.faces):
            if wanted <= face.covered or composed <= face.covered or (0x20 in face.covered and cluster in _SPACES):
                return index
        return -1

    def missing(self, text: str) -> tuple[str, ...]:
        """The characters of `text` that no face covers, each once, in order."""
        lacking = (c for c in text if not ignorable(c) and self.face_index(c) < 0)
        return tuple(dict.fromkeys(lacking))


class FontBook:
    """All families of some font folders; of two with one name the first folder's wins. Faces are loaded once a file."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self.families: dict[str, FontFamily] = {}
        self._fallback: tuple[str, ...] = ()
        self._faces: dict[Path, Face] = {}
        self._stacks: dict[tuple[str, int], FontStack] = {}
        self._names: dict[str, str] = {}
        for folder in folders:
            path = folder / "fonts.yaml"
            if path.is_file():
                self._add(load_yaml(path), folder)
        for name, family in self.families.items():
            self._names.update({_plain(name): name, _plain(family.title): name})

    def with_families(self, families: Iterable[FontFamily]) -> FontBook:
        """A book of these and more families; faces that are loaded are shared. Itself where there are none."""
        more = {family.name: family for family in families}
        if not more:
            return self
        book = FontBook(())
        book.families = {**self.families, **more}
        book._fallback, book._faces = self._fallback, self._faces
        book._names = {**self._names, **{_plain(name): name for name in more}}
        return book

    def _add(self, tree: Located, folder: Path) -> None:
        value = tree.value if isinstance(tree.value, dict) else {}
        entries = value.get("families")
        if not isinstance(entries, dict):
            hint = "write families: {NAME: {weights: {400: Regular.ttf, 700: Bold.ttf}}}"
            raise InputError(Problem("there is no 'families' list of fonts here", tree.place(), hint, "fonts-file"))
        problems: list[Problem] = []
        for name, entry in entries.items():
            family = _read_family(name, entry, tree, folder, problems)
            if family is not None:
                self.families.setdefault(name, family)
        if problems:
            raise InputError(problems)
        self._fallback = self._fallback or tuple(value.get("fallback") or ())

    def has(self, name: str) -> bool:
        """Whether there is a family of that name or title."""
        return _plain(name) in self._names

    def family(self, name: str, place: Place | None = None) -> FontFamily:
        """The family called `name` (its name or title, in any case). Raises InputError for an unknown one."""
        known = self._names.get(_plain(name))
        if known is None:
            names = [family.name for family in self.families.values() if not family.symbols]
            raise InputError(
                Problem(f"there is no font family '{name}'", place, did_you_mean(name, names), "unknown-font")
            )
        return self.families[known]

    def stack(self, family: str, weight: int, place: Place | None = None) -> FontStack:
        """The faces for `family` in the nearest weight it has, then every fallback family in its nearest weight."""
        found = self._stacks.get((family, weight))
        if found is None:
            first = self.family(family, place)
            others = [self.families[name] for name in self._fallback if name != first.name and name in self.families]
            faces = [self._face(item, item.nearest(weight)) for item in (first, *others)]
            found = self._stacks[family, weight] = FontStack(first, weight, faces)
        return found

    def _face(self, family: FontFamily, weight: int) -> Face:
        path = family.weights[weight]
        if path not in self._faces:
            self._faces[path] = Face(path, family.only, family.scale)
        return self._faces[path]


_NAMED, _SHOWN = 2, 4
"""How many characters without a glyph are named each by itself; of more, how many are shown."""


def ignorable(character: str) -> bool:
    """Whether a character is never drawn and so needs no glyph: joiners, direction controls, variation selectors."""
    return character in _INVISIBLE or "\u202a" <= character <= "\u202e" or "\u2066" <= character <= "\u2069"


def missing_glyphs(characters: Iterable[str], family: str, place: Place | None = None) -> list[Problem]:
    """What no font can draw of a text, as one problem: a few characters named as Unicode names them, more by script."""
    lost = list(dict.fromkeys(characters))
    if not lost:
        return []
    hint = f"write it another way, or use an icon; the text is set in {family}"
    if len(lost) <= _NAMED:
        named = " and ".join(_named(character) for character in lost)
        message = f"no font here has the character{'s' if len(lost) > 1 else ''} {named}"
    else:
        some = ", ".join(_named(character, short=True) for character in lost[:_SHOWN])
        rest = f" and {len(lost) - _SHOWN} more" if len(lost) > _SHOWN else ""
        scripts = sorted({_script(character) for character in lost} - {""})
        told = f", of the script {' and '.join(scripts)}" if scripts else ""
        message = f"no font here has {len(lost)} characters of the text{told}: {some}{rest}"
    return [Problem(message, place, hint, "missing-glyph")]


def _named(character: str, *, short: bool = False) -> str:
    shown = f"'{character}' " if character.isprintable() else ""
    name = "" if short else ", " + unicodedata.name(character, "a character without a name").capitalize()
    return f"{shown}(U+{ord(character):04X}{name})"


def _script(character: str) -> str:
    """The script of a letter, as the first word of its Unicode name says it; nothing for signs."""
    if unicodedata.category(character)[0] not in "LM":
        return ""
    first = unicodedata.name(character, "").split(" ")[0].capitalize()
    return "Chinese (Han)" if first == "Cjk" else first


def _plain(name: str) -> str:
    return name.casefold().replace(" ", "-").replace("_", "-")


def _read_family(name: str, entry: Any, tree: Located, folder: Path, problems: list[Problem]) -> FontFamily | None:
    at: tuple[str | int, ...] = ("families", name)
    weights = entry.get("weights") if isinstance(entry, dict) else None
    if not isinstance(weights, dict) or not weights:
        hint = "weights: {400: FILE.ttf, 700: FILE.ttf}"
        problems.append(Problem(f"font family '{name}' gives no weights", tree.place(at), hint, "fonts-file"))
        return None
    files: dict[int, Path] = {}
    for weight, file in weights.items():
        place = tree.place((*at, "weights", weight))
        path = folder / str(file)
        if not str(weight).isdigit() or not 1 <= int(weight) <= 1000:
            problems.append(Problem(f"'{weight}' is not a font weight from 1 to 1000", place, code="fonts-file"))
        elif not path.is_file():
            problems.append(Problem(f"there is no font file {path}", place, code="file-missing"))
        else:
            files[int(weight)] = path
    if not files:
        return None
    return FontFamily(
        name,
        str(entry.get("title", name)),
        files,
        folder / str(entry.get("licence", "")),
        str(entry.get("purpose", "")),
        bool(entry.get("symbols", False)),
        frozenset(str(entry.get("only", ""))),
        float(entry.get("scale", 1.0)),
    )


def harfbuzz_version() -> str:
    """The version of HarfBuzz itself, which the wheel of uharfbuzz brings."""
    return str(hb.version_string())
