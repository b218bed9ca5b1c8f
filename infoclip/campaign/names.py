"""Names of output files: no two rows share one."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from infoclip.errors import Place, Problem

_TATWEEL = "\u0640"


def same_name_key(name: str) -> str:
    """Equal for names that a reader or a disk takes for one: case, tashkeel, tatweel and composition do not count."""
    text = unicodedata.normalize("NFKC", name).casefold()
    kept = (letter for letter in text if letter != _TATWEEL and unicodedata.category(letter) not in ("Mn", "Cf"))
    return unicodedata.normalize("NFC", "".join(kept))


def collisions(names: Iterable[tuple[str, str, Place]]) -> list[tuple[int, Problem]]:
    """Rows whose file would overwrite an earlier row's, by index. `names` are (row's name, file's name, place)."""
    seen: dict[str, tuple[str, str, Place]] = {}
    found = []
    for index, (row, name, place) in enumerate(names):
        key = same_name_key(name)
        if key in seen:
            other_row, other, where = seen[key]
            alike = f"'{name}'" if other == name else f"'{name}', which differs from '{other}' only in case or marks,"
            message = f"{row}: the file's name {alike} is already that of {other_row} ({where.cell or where.line})"
            found.append(
                (index, Problem(message, place, "make  output:  differ, such as  {{ row.id }}", "output-twice"))
            )
        else:
            seen[key] = (row, name, place)
    return found
