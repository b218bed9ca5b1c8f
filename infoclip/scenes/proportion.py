"""How wide a logo is for its height: a mark fits a medallion, a lockup of emblem and name wants a plate of its own."""

from __future__ import annotations

import re
import struct
from functools import lru_cache
from pathlib import Path

_ROOT = re.compile(r"<svg\b[^>]*>", re.DOTALL)
_VIEW_BOX = re.compile(r"""\bviewBox\s*=\s*["']([^"']+)["']""")
_SIDE = {side: re.compile(rf"""\s{side}\s*=\s*["']\s*([\d.]+)\s*(?:px)?\s*["']""") for side in ("width", "height")}
_HEAD = 65536
"""An SVG's root stands within so many bytes."""
_PNG = b"\x89PNG\r\n\x1a\n"


def proportion_of(path: Path) -> float:
    """Width over height of a PNG, by its header, or an SVG, by its viewBox or its size in pixels; 1.0 for any other
    file, and for one that cannot be read: what draws it says so.
    """
    try:
        stat = path.stat()
    except OSError:
        return 1.0
    return _proportion(path, stat.st_size, stat.st_mtime_ns)


@lru_cache(maxsize=64)
def _proportion(path: Path, size: int, modified: int) -> float:
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if head.startswith(_PNG) and len(head) >= 24:
        width, height = (float(side) for side in struct.unpack(">II", head[16:24]))
    else:
        width, height = _svg_size(head.decode("utf-8", "replace"))
    return width / height if width > 0 and height > 0 else 1.0


def _svg_size(text: str) -> tuple[float, float]:
    root = _ROOT.search(text)
    if root is None:
        return 1.0, 1.0
    if box := _VIEW_BOX.search(root[0]):
        numbers = re.findall(r"-?[\d.]+", box[1])
        if len(numbers) == 4:
            return float(numbers[2]), float(numbers[3])
    sides = [_SIDE[side].search(root[0]) for side in ("width", "height")]
    width, height = (float(side[1]) if side else 1.0 for side in sides)
    return (width, height) if all(sides) else (1.0, 1.0)
