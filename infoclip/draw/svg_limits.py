"""How much a stranger's SVG would cost to draw: found before it is drawn, in the tree alone.

A file of some kilobytes can ask for billions of shapes (`<use>` of `<use>` of `<use>`), for pictures larger than
memory, or for filters that take hours. Nodes are counted as often as references repeat them.
"""

from __future__ import annotations

import base64
import binascii
import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from PIL import Image

if TYPE_CHECKING:
    from lxml import etree

MOST_DRAWN = 400_000
MOST_DEPTH = 400
MOST_PICTURE = 40_000_000
_HREFS = ("href", "{http://www.w3.org/1999/xlink}href")
_TARGET = re.compile(r"url\s*\(\s*['\"]?\s*#([^)'\"\s]+)")
_DATA = re.compile(r"\s*data:image/(?:png|jpe?g|gif|webp);base64,", re.IGNORECASE)
_COSTLY = {
    ("feTurbulence", "numOctaves"): 12,
    ("feMorphology", "radius"): 200,
    ("feGaussianBlur", "stdDeviation"): 2000,
    ("feConvolveMatrix", "order"): 15,
}


def cost_faults(root: etree._Element) -> Iterator[str]:
    """What makes `root` too costly to draw, in words that follow "this SVG holds"."""
    try:
        count, depth = _Count(root).of(root, ())
        if count > MOST_DRAWN:
            yield f"references that repeat its parts to more than {MOST_DRAWN:,} nodes"
        elif depth > MOST_DEPTH:
            yield f"parts nested more than {MOST_DEPTH} deep"
    except RecursionError:
        yield f"parts nested more than {MOST_DEPTH} deep"
    except _Cycle as cycle:
        yield f"a reference to #{cycle} inside of itself"
    for node in root.iter():
        if isinstance(node.tag, str):
            yield from _filter_faults(node)
            yield from _picture_faults(node)


class _Cycle(Exception):  # noqa: N818  an answer, not an error of ours
    """A part refers to itself; the message is its id."""


class _Count:
    """Counts what is drawn of a node: itself, its children, and what it refers to, as (nodes, depth)."""

    def __init__(self, root: etree._Element) -> None:
        self._by_id = {str(node.get("id")): node for node in root.iter() if node.get("id")}
        self._known: dict[str, tuple[int, int]] = {}

    def of(self, node: etree._Element, inside: tuple[str, ...]) -> tuple[int, int]:
        count, depth = 1, 0
        for child in node:
            if isinstance(child.tag, str):
                more, deep = self.of(child, inside)
                count, depth = count + more, max(depth, deep)
        for name in _references(node):
            more, deep = self._referred(name, inside)
            count, depth = count + more, max(depth, deep)
        return min(count, 10**12), depth + 1

    def _referred(self, name: str, inside: tuple[str, ...]) -> tuple[int, int]:
        if name in inside:
            raise _Cycle(name)
        if name not in self._known and name in self._by_id:
            self._known[name] = self.of(self._by_id[name], (*inside, name))
        return self._known.get(name, (0, 0))


def _references(node: etree._Element) -> Iterator[str]:
    for key, value in node.attrib.items():
        text = str(value)
        if str(key) in _HREFS and text.strip().startswith("#"):
            yield text.strip()[1:]
        elif "url" in text:
            yield from _TARGET.findall(text)


def _filter_faults(node: etree._Element) -> Iterator[str]:
    name = str(node.tag).rpartition("}")[2]
    for (tag, attribute), most in _COSTLY.items():
        if tag == name:
            values = re.findall(r"[-+.\deE]+", str(node.get(attribute, "")))
            if any(_number(value) > most for value in values):
                yield f"<{tag}> with {attribute} over {most}"


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


def _picture_faults(node: etree._Element) -> Iterator[str]:
    """Pictures held inside the file must be readable, and not larger than a large photo."""
    for key in _HREFS:
        text = str(node.get(key, ""))
        if not _DATA.match(text):
            continue
        try:
            data = base64.b64decode("".join(text.partition(",")[2].split()), validate=True)
            with Image.open(io.BytesIO(data)) as image:
                if image.width * image.height > MOST_PICTURE:
                    yield f"a picture of {image.width} x {image.height} pixels"
        except (binascii.Error, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
            yield "a picture inside it that cannot be read"
