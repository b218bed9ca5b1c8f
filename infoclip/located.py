"""YAML whose every value knows its place. The only file that touches ruamel.yaml.

The tree is built from ruamel's parse events rather than by its loaders: the events carry start and end marks, aliases,
depth and size can be limited while reading, and it costs half of the round-trip loader. Scalars follow YAML 1.2's
core schema (`no` is text, `012` is the number 12, dates are text); keys are always text. What was read without a fault
is kept on disk by its text: a preview then reads its spec, theme and templates without ruamel.
"""

from __future__ import annotations

import marshal
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from msgspec import Struct

from infoclip.errors import InputError, Place, Problem
from infoclip.store import Store

MAX_BYTES = 1_000_000
MAX_NODES = 20_000
MAX_DEPTH = 40

Scalar = str | int | float | bool | None
Value = Any  # dict[str, Value] | list[Value] | Scalar: mypy has no use for the recursion, readers narrow it anyway

_LINE_END = re.compile(r"\r\n|\r|\n")
_WORDS: dict[str, Scalar] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_INTEGER = re.compile(r"[-+]?[0-9]{1,300}\Z")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")
_READ = Store("yaml", "ruamel.yaml")
_OTHER_BASE = re.compile(r"0o[0-7]{1,100}\Z|0x[0-9a-fA-F]{1,100}\Z")


@dataclass(slots=True)
class _Node:
    """A value and where it stands: lines and columns from 0, the end is exclusive. `written` is a scalar's own text."""

    start: tuple[int, int]
    end: tuple[int, int]
    value: Value = None
    written: str = ""
    children: dict[str, _Node] | list[_Node] | None = None
    keys: dict[str, tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=dict)
    size: int = 1
    key: str | None = None
    """In an unfinished mapping: the key whose value comes next."""


class _Tree:
    """The nodes of a text, as they were composed or as they were kept; those are unpacked when a place is asked for."""

    def __init__(self, root: _Node | None, packed: bytes = b"") -> None:
        self._root, self._packed = root, packed

    @property
    def root(self) -> _Node:
        if self._root is None:
            self._root = _unpacked(marshal.loads(self._packed))
        return self._root


class Located(Struct, frozen=True):
    """A YAML tree. `value` is plain data: dicts with text keys, lists, scalars. Its file is `path`."""

    value: Value
    path: Path
    lines: tuple[str, ...]
    """The lines of the text, so that `lines[place.line - 1]` is the line of any of its places."""
    _tree: _Tree
    _first_line: int = 1

    def place(self, loc: Sequence[str | int] = (), key: bool = False) -> Place:
        """The place of the value at `loc` (keys and indices from the top), or of its nearest ancestor that exists.

        With `key` it is the place of the value's key. A value that is not written (`title:`) has its key's place.
        """
        node, span = self._tree.root, None
        for step in loc:
            child = _child(node, step)
            if child is None:
                return self._place(node, None)
            span = node.keys.get(str(step)) if isinstance(node.children, dict) else None
            node = child
        return self._place(node, span if key or node.start == node.end else None)

    def written(self, loc: Sequence[str | int]) -> str:
        """The scalar at `loc` as its author wrote it (`1.10`, `012`), without quotes; empty for anything else."""
        node: _Node | None = self._tree.root
        for step in loc:
            node = _child(node, step) if node is not None else None
        return node.written if node is not None else ""

    def _place(self, node: _Node, span: tuple[tuple[int, int], tuple[int, int]] | None) -> Place:
        start, end = span or (node.start, node.end)
        return _place_of(self.path, self.lines, (start, end), self._first_line)


def load_yaml(path: Path) -> Located:
    """Read a UTF-8 YAML file of at most 1 MB. Raises InputError with every fault found."""
    try:
        if path.is_dir():
            raise InputError(Problem(f"{path} is a folder, not a file", Place(path), code="file-is-folder"))
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise InputError(Problem(f"there is no file {path}", Place(path), code="file-missing")) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(Problem(f"{path} cannot be read: {reason}", Place(path), code="file-unreadable")) from None
    if len(data) > MAX_BYTES:
        hint = "a spec is text; keep pictures and sounds in files of their own"
        raise InputError(Problem(f"{path} is larger than 1 MB", Place(path), hint, "file-too-large"))
    return load_yaml_text(_decoded(data, path), path)


def load_yaml_text(text: str, path: Path, first_line: int = 1) -> Located:
    """Read YAML out of a larger file: `text` begins on line `first_line` of `path`. Errors as `load_yaml`."""
    text = text.removeprefix("\ufeff")
    lines = ("",) * (first_line - 1) + tuple(_LINE_END.split(text))
    key = _READ.key(text)
    kept = _READ.read(key)
    if kept is not None:
        value, packed = marshal.loads(kept)
        return Located(value, path, lines, _Tree(None, packed), first_line)
    composer = _Composer(path, lines, first_line)
    root = composer.compose(text)
    if root is None and not composer.problems:
        hint = "write at least one line like  key: value"
        composer.problems.append(Problem("the file is empty", Place(path, first_line, 1), hint, "yaml-empty"))
    if composer.problems or root is None:
        raise InputError(sorted(composer.problems, key=_position))
    _READ.write(key, marshal.dumps((root.value, marshal.dumps(_packed(root)))))
    return Located(root.value, path, lines, _Tree(root), first_line)


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


def _decoded(data: bytes, path: Path) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig", "ignore")
        lines = _LINE_END.split(before)
        place = Place(path, len(lines), len(lines[-1]) + 1)
        hint = "save it as UTF-8 in your editor"
        raise InputError(Problem("the file is not UTF-8 text", place, hint, "yaml-encoding")) from None


def _position(problem: Problem) -> tuple[int, int]:
    return (problem.place.line, problem.place.column) if problem.place else (0, 0)


def _packed(node: _Node) -> tuple[Any, ...]:
    """What places and written scalars need of `node`, as plain data; the values are kept apart."""
    children: Any = node.children
    if isinstance(children, dict):
        children = {name: _packed(child) for name, child in children.items()}
    elif isinstance(children, list):
        children = [_packed(child) for child in children]
    return node.start, node.end, node.written, children, node.keys


def _unpacked(packed: tuple[Any, ...]) -> _Node:
    start, end, written, children, keys = packed
    if isinstance(children, dict):
        children = {name: _unpacked(child) for name, child in children.items()}
    elif isinstance(children, list):
        children = [_unpacked(child) for child in children]
    return _Node(start, end, None, written, children, keys)


def _child(node: _Node, step: str | int) -> _Node | None:
    if isinstance(node.children, dict):
        return node.children.get(str(step))
    if isinstance(node.children, list) and isinstance(step, int) and 0 <= step < len(node.children):
        return node.children[step]
    return None


def _place_of(
    path: Path, lines: Sequence[str], span: tuple[tuple[int, int], tuple[int, int]], first_line: int
) -> Place:
    """The first line of a span, from 1; the length stops at that line's last character that is not a space."""
    (line, column), end = span
    number = line + first_line
    text = lines[number - 1].rstrip() if 0 < number <= len(lines) else ""
    stop = min(end[1], len(text)) if end[0] == line else len(text)
    return Place(path, number, column + 1, max(1, stop - column))


class _Composer:
    """Builds the tree from events, without recursion, and gathers what is wrong with it."""

    def __init__(self, path: Path, lines: Sequence[str], first_line: int) -> None:
        self.path, self.lines, self.first_line = path, lines, first_line
        self.problems: list[Problem] = []
        self._root: _Node | None = None
        self._stack: list[_Node] = []
        self._anchors: dict[str, _Node] = {}
        self._named: list[str | None] = []
        self._size = 0

    def compose(self, text: str) -> _Node | None:
        """The root of the one document in `text`, or None when it is empty or cannot be read further."""
        documents = 0
        try:
            for event in self._events(text):
                kind = type(event).__name__
                if kind == "DocumentStartEvent":
                    documents += 1
                    if documents > 1:
                        raise self._stop(event, "a second document begins here", "keep one in a file", "documents")
                elif kind == "ScalarEvent":
                    self._add(self._scalar(event), event)
                elif kind == "AliasEvent":
                    self._add(self._alias(event), event)
                elif kind in ("MappingStartEvent", "SequenceStartEvent"):
                    self._open(event, {} if kind[0] == "M" else [])
                elif kind in ("MappingEndEvent", "SequenceEndEvent"):
                    self._close(event)
        except InputError as error:
            self.problems.extend(error.problems)
            return None
        root = self._root
        if root is not None and root.value is None and root.start == root.end:
            return None
        return root

    def _events(self, text: str) -> Iterator[Any]:
        from ruamel.yaml import YAML
        from ruamel.yaml.error import MarkedYAMLError, YAMLError

        mark = None
        try:
            for event in YAML(typ="safe", pure=True).parse(text):
                mark = event.end_mark
                yield event
        except MarkedYAMLError as error:
            raise InputError(self._syntax(error)) from None
        except YAMLError as error:
            raise InputError(self._character(error, text)) from None
        except (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError) as error:
            # ruamel's scanner lets such errors out for some broken text (escapes, directives): the input's fault too.
            line, column = (mark.line, mark.column) if mark is not None else (0, 0)
            place = self._at((line, column), (line, column + 1))
            raise InputError(Problem(f"this is not valid YAML ({error})", place, code="yaml-syntax")) from None

    def _at(self, start: tuple[int, int], end: tuple[int, int]) -> Place:
        return _place_of(self.path, self.lines, (start, end), self.first_line)

    def _here(self, event: Any) -> tuple[tuple[int, int], tuple[int, int]]:
        start, end = event.start_mark, event.end_mark
        return (start.line, start.column), (end.line, end.column)

    def _stop(self, event: Any, message: str, hint: str, code: str) -> InputError:
        return InputError(Problem(message, self._at(*self._here(event)), hint, f"yaml-{code}"))

    def _note(self, event: Any, message: str, hint: str, code: str) -> None:
        self.problems.extend(self._stop(event, message, hint, code).problems)

    def _check_tag(self, event: Any) -> None:
        tag = str(event.tag) if event.tag is not None else ""
        if tag and tag not in ("!", "tag:yaml.org,2002:str", "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"):
            shown = tag.replace("tag:yaml.org,2002:", "!!")
            self._note(event, f"'{shown}' is a YAML tag, which has no meaning here", _QUOTE_IT, "tag")

    def _scalar(self, event: Any) -> _Node:
        self._check_tag(event)
        start, end = self._here(event)
        plain = event.style is None or event.style == ""
        forced = event.tag is not None
        value = plain_scalar(event.value) if plain and not forced else event.value
        if event.value and event.end_mark.line == event.start_mark.line and forced:
            start = (start[0], end[1] - len(event.value) - (0 if plain else 2))
        return _Node(start, end, value, event.value)

    def _alias(self, event: Any) -> _Node:
        node = self._anchors.get(event.anchor)
        if node is None:
            raise self._stop(event, f"'*{event.anchor}' has no '&{event.anchor}' before it", _QUOTE_IT, "alias")
        if node in self._stack:
            raise self._stop(event, f"'*{event.anchor}' contains itself", "", "alias")
        return node

    def _open(self, event: Any, children: dict[str, _Node] | list[_Node]) -> None:
        self._check_tag(event)
        start, end = self._here(event)
        if len(self._stack) >= MAX_DEPTH:
            raise self._stop(event, f"this is nested more than {MAX_DEPTH} levels deep", "", "depth")
        node = _Node(start, end, {} if isinstance(children, dict) else [], children=children)
        self._stack.append(node)
        self._named.append(event.anchor)

    def _close(self, event: Any) -> None:
        node, anchor = self._stop_open(event)
        self._attach(node, event)
        if anchor:
            self._anchors[anchor] = node

    def _stop_open(self, event: Any) -> tuple[_Node, str | None]:
        node = self._stack.pop()
        end = event.end_mark
        node.end = (end.line, end.column)
        return node, self._named.pop()

    def _add(self, node: _Node, event: Any) -> None:
        parent = self._stack[-1] if self._stack else None
        if parent is not None and isinstance(parent.children, dict) and parent.key is None:
            self._take_key(parent, node, event)
            return
        if type(event).__name__ == "ScalarEvent" and event.anchor:
            self._anchors[event.anchor] = node
        self._attach(node, event)

    def _take_key(self, parent: _Node, node: _Node, event: Any) -> None:
        if node.children is not None:
            raise self._stop(event, "a key must be a word", "", "key")
        name = node.written
        if isinstance(parent.children, dict) and name in parent.children:
            first = parent.keys[name][0][0] + self.first_line
            message = f"'{name}' is written twice; it is already on line {first}"
            self._note(event, message, "keep one of them", "duplicate-key")
        else:
            parent.keys[name] = (node.start, node.end)
        parent.key = name

    def _attach(self, node: _Node, event: Any) -> None:
        self._size += node.size
        if self._size > MAX_NODES:
            raise self._stop(event, f"there are more than {MAX_NODES} values here", "", "size")
        if not self._stack:
            self._root = node
            return
        parent = self._stack[-1]
        parent.size += node.size
        if isinstance(parent.children, list):
            parent.children.append(node)
            parent.value.append(node.value)
        elif isinstance(parent.children, dict):
            if parent.key is None:
                raise self._stop(event, "a key must be a word", "put text with { } or [ ] in quotes", "key")
            if parent.key not in parent.children:
                parent.children[parent.key] = node
                parent.value[parent.key] = node.value
            parent.key = None

    def _syntax(self, error: Any) -> Problem:
        problem, context = str(error.problem or ""), str(error.context or "")
        mark, opened = error.problem_mark or error.context_mark, error.context_mark
        message, hint, at_opening = _plain_words(problem, context, opened.line + self.first_line if opened else 0)
        if at_opening and opened is not None:
            mark = opened
        if mark is None:
            return Problem(message, Place(self.path), hint, "yaml-syntax")
        line, column = mark.line, mark.column
        if not problem.startswith("could not find expected") and line + self.first_line > len(self.lines):
            line, column = len(self.lines) - self.first_line, len(self.lines[-1])
        return Problem(message, self._at((line, column), (line, column + 1)), hint, "yaml-syntax")

    def _character(self, error: Any, text: str) -> Problem:
        position = getattr(error, "position", None)
        if not isinstance(position, int):
            return Problem(f"this is not valid YAML ({error})", Place(self.path), code="yaml-syntax")
        before = _LINE_END.split(text[:position])
        line, column = len(before) - 1, len(before[-1])
        name = f"U+{ord(text[position]):04X}" if position < len(text) else "control"
        hint = "delete it; it may have come with pasted text"
        place = self._at((line, column), (line, column + 1))
        return Problem(f"the invisible character {name} is not allowed", place, hint, "yaml-character")


_QUOTE_IT = 'if it is text, put it in quotes: "..."'


def _plain_words(problem: str, context: str, opened: int) -> tuple[str, str, bool]:
    """Say ruamel's `problem` as a designer would: message, hint, and whether to point at what was opened."""
    found = re.search(r"found character '(.+?)' that cannot start any token", problem)
    if found and found[1] in ("\\t", "\t"):
        return "a tab stands where YAML wants spaces", "indent with spaces", False
    if found:
        return f"text cannot begin with {found[1]} here", f'put it in quotes: "{found[1]}..."', False
    if "quoted scalar" in context and "end of stream" in problem:
        return f"the quotation mark on line {opened} is never closed", "close it on the same line", True
    if "escape character" in problem or "escape sequence" in problem:
        return "a \\ in double quotes begins an escape YAML does not know", "use single quotes: '...'", False
    if "flow mapping" in context or "flow sequence" in context:
        opener, closer = ("{", "}") if "mapping" in context else ("[", "]")
        message = f"the {opener} of line {opened} does not go on or end as it should here"
        return message, f"look for a missing comma, quote or {closer}", "end" in problem
    if "mapping values are not allowed" in problem:
        return "a second ':' on this line, or wrong indentation", 'put text that has a colon in quotes: "a: b"', False
    if "could not find expected ':'" in problem:
        return "there is a line without ':'", "every entry is written  key: value", True
    if "expected the node content" in problem:
        found_instead = problem.rsplit("found ")[-1].replace("'<stream end>'", "the end of the file")
        return f"a value was expected here, not {found_instead}", _QUOTE_IT, False
    if "sequence entries are not allowed" in problem:
        return (
            "a list cannot begin here",
            "begin the list on a line of its own; text that begins with - needs quotes",
            False,
        )
    if "block mapping" in context or "block collection" in context or "block sequence" in context:
        if "<scalar>" in problem:
            return "something follows a closed quotation mark", 'inside "..." write quotes as «...» or \\"', False
        return "this line does not line up with the ones above it", "indent the entries of a group equally", False
    if "anchor" in context or "alias" in context:
        return "text cannot begin with & or * here", _QUOTE_IT, False
    if "undefined alias" in problem or "unknown tag" in problem or "tag" in context:
        return "text cannot begin with ! here", _QUOTE_IT, False
    return f"this is not valid YAML: {problem or context}", _QUOTE_IT, False
