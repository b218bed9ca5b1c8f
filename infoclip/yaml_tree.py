"""The tree of a YAML text: nodes that know where they stand, and what plain scalars mean."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from infoclip.errors import Place

Scalar = str | int | float | bool | None
Value = Any  # dict[str, Value] | list[Value] | Scalar: mypy has no use for the recursion, readers narrow it anyway

LINE_END = re.compile(r"\r\n|\r|\n")
_WORDS: dict[str, Scalar] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_INTEGER = re.compile(r"[-+]?[0-9]{1,300}\Z")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")
_OTHER_BASE = re.compile(r"0o[0-7]{1,100}\Z|0x[0-9a-fA-F]{1,100}\Z")


@dataclass(slots=True)
class Node:
    """A value and where it stands: lines and columns from 0, the end is exclusive. `written` is a scalar's own text."""

    start: tuple[int, int]
    end: tuple[int, int]
    value: Value = None
    written: str = ""
    children: dict[str, Node] | list[Node] | None = None
    keys: dict[str, tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=dict)
    size: int = 1
    key: str | None = None
    """In an unfinished mapping: the key whose value comes next."""


def pack(node: Node) -> tuple[Any, ...]:
    """What places and written scalars need of `node`, as plain data; the values are kept apart."""
    children: Any = node.children
    if isinstance(children, dict):
        children = {name: pack(child) for name, child in children.items()}
    elif isinstance(children, list):
        children = [pack(child) for child in children]
    return node.start, node.end, node.written, children, node.keys


def unpack(packed: tuple[Any, ...]) -> Node:
    """The node that was packed, without its value."""
    start, end, written, children, keys = packed
    if isinstance(children, dict):
        children = {name: unpack(child) for name, child in children.items()}
    elif isinstance(children, list):
        children = [unpack(child) for child in children]
    return Node(start, end, None, written, children, keys)


def child_of(node: Node, step: str | int) -> Node | None:
    """What stands under a key or at an index; None where nothing does."""
    if isinstance(node.children, dict):
        return node.children.get(str(step))
    if isinstance(node.children, list) and isinstance(step, int) and 0 <= step < len(node.children):
        return node.children[step]
    return None


HASH_BEGINS_COMMENT = "a # after a space begins a comment: put a colour or a hashtag in quotes"
_COMMA = "a comma inside { } begins the next key: "


def cut_by_comma(key: str, value: object) -> str:
    """The hint for an unknown `key` without a `value` that is the rest of a text or figure: `{note: a, b c}`.

    YAML ends both at the comma and reads what follows as a key. Empty for any other key.
    """
    if value is not None:
        return ""
    if key.isdigit():
        return f"{_COMMA}write 2466 without it"
    return f"{_COMMA}put text that holds one in quotes" if " " in key or not key.isascii() else ""


def place_of(path: Path, lines: Sequence[str], span: tuple[tuple[int, int], tuple[int, int]], first_line: int) -> Place:
    """The first line of a span, from 1; the length stops at that line's last character that is not a space."""
    (line, column), end = span
    number = line + first_line
    text = lines[number - 1].rstrip() if 0 < number <= len(lines) else ""
    stop = min(end[1], len(text)) if end[0] == line else len(text)
    return Place(path, number, column + 1, max(1, stop - column))


def plain_scalar(text: str) -> Scalar:
    """What an unquoted scalar means by YAML 1.2's core schema. Numbers beyond a float's range stay text."""
    if text in _WORDS:
        return _WORDS[text]
    first = text[0]
    if first not in "0123456789+-." or not text.isascii():
        return text
    if _INTEGER.match(text):
        return int(text)
    if _FLOAT.match(text):
        number = float(text)
        return number if abs(number) != float("inf") else text
    if _OTHER_BASE.match(text):
        return int(text, 0)
    return text
