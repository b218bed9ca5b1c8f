"""The order of mixed text: Unicode Bidirectional Algorithm (UAX #9) levels, one for each character. The only file that
touches python-bidi.

python-bidi gives levels only through its documented `debug=True` dump: the Debug form of its Rust core's `BidiInfo`,
with one class and one level for each UTF-8 byte, before rule L1. Everything read from the dump is checked: as many
levels as bytes, and our order must spell what `get_display` spells. A version that changes the dump stops loudly.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from bidi import get_display
from msgspec import Struct

Direction = Literal["auto", "rtl", "ltr"]

_SECTIONS = re.compile(
    r"\n    original_classes: \[\n(.*?)    \],\n    levels: \[\n(.*?)    \],\n    paragraphs: \[\n(.*)", re.S
)
_OTHER_VERSION = "python-bidi's debug dump is not that of 0.6; install python-bidi>=0.6,<0.7"
_LEVEL = re.compile(r"Level\(\s*(\d+),?\s*\)")
_PARAGRAPH = re.compile(r"range: (\d+)\.\.(\d+),\s*level: Level\(\s*(\d+),?\s*\)")
_SEPARATORS = frozenset(("B", "S"))
_TRAILING = frozenset(("WS", "FSI", "LRI", "RLI", "PDI", "BN", "LRE", "RLE", "LRO", "RLO", "PDF"))
_CONTROLS = _TRAILING - {"WS"}


class Bidi(Struct, frozen=True):
    """The resolved order of one text. `base` is its (first) paragraph's level, 0 or 1.

    `levels` and `classes` have one entry for each character; the levels are those before L1, which depends on the line.
    """

    base: int
    levels: tuple[int, ...]
    classes: tuple[str, ...]


@lru_cache(maxsize=512)
def resolve(text: str, base: Direction = "auto") -> Bidi:
    """Levels and classes of `text`, at best one paragraph. `base` auto takes the first strong character's direction.

    Raises RuntimeError when python-bidi's dump cannot be trusted (a version other than 0.6 with another form).
    """
    if not text:
        return Bidi(1 if base == "rtl" else 0, (), ())
    base_dir = {"auto": None, "rtl": "R", "ltr": "L"}[base]
    found = _SECTIONS.search(str(get_display(text, base_dir=base_dir, debug=True)))
    if found is None:
        raise RuntimeError(_OTHER_VERSION)
    byte_classes = found[1].replace(",", "").split()
    byte_levels = [int(level) for level in _LEVEL.findall(found[2])]
    starts, size = [], 0
    for character in text:
        starts.append(size)
        size += len(character.encode("utf-8", "surrogatepass"))
    if len(byte_levels) != size or len(byte_classes) != size:
        raise RuntimeError(_OTHER_VERSION)
    paragraph = _PARAGRAPH.search(found[3])
    first = int(paragraph[3]) if paragraph else (1 if base == "rtl" else 0)
    result = Bidi(first, tuple(byte_levels[at] for at in starts), tuple(byte_classes[at] for at in starts))
    _check_order(text, result, base_dir)
    return result


def line_levels(bidi: Bidi, start: int, end: int) -> list[int]:
    """The levels of the line `start:end` after rule L1: separators and spaces before them or the end take the base."""
    levels = list(bidi.levels[start:end])
    trailing = True
    for at in range(end - 1, start - 1, -1):
        kind = bidi.classes[at]
        if kind in _SEPARATORS:
            trailing = True
        elif kind not in _TRAILING:
            trailing = False
        if trailing:
            levels[at - start] = bidi.base
    return levels


def visual_order(levels: Sequence[int]) -> list[int]:
    """Rule L2: the indices of `levels` from left to right."""
    order = list(range(len(levels)))
    odd = [level for level in levels if level % 2]
    if not odd:
        return order
    for level in range(max(levels), min(odd) - 1, -1):
        at = 0
        while at < len(order):
            if levels[order[at]] < level:
                at += 1
                continue
            stop = at
            while stop < len(order) and levels[order[stop]] >= level:
                stop += 1
            order[at:stop] = reversed(order[at:stop])
            at = stop
    return order


def _check_order(text: str, bidi: Bidi, base_dir: str | None) -> None:
    """Our order of what `text` shows must be python-bidi's own; where it leaves invisible controls is its business."""
    if "B" in bidi.classes[:-1]:
        return
    order = visual_order(line_levels(bidi, 0, len(text)))
    ours = "".join(text[at] for at in order if bidi.classes[at] not in _CONTROLS)
    theirs = str(get_display(text, base_dir=base_dir))
    kept = {character for character, kind in zip(text, bidi.classes, strict=True) if kind in _CONTROLS}
    if ours != "".join(character for character in theirs if character not in kept):
        raise RuntimeError(_OTHER_VERSION)
