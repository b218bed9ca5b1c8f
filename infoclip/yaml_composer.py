"""Composes the tree of a YAML text from ruamel's parse events. The only file that touches ruamel.yaml.

The events carry start and end marks and aliases, depth and size can be limited while reading, and it costs half of the
round-trip loader.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from infoclip.errors import InputError, Place, Problem
from infoclip.yaml_tree import HASH_BEGINS_COMMENT, LINE_END, Node, place_of, plain_scalar

MAX_NODES = 20_000
MAX_DEPTH = 40
QUOTE_IT = 'if it is text, put it in quotes: "..."'


class Composer:
    """Builds the tree from events, without recursion, and gathers what is wrong with it."""

    def __init__(self, path: Path, lines: Sequence[str], first_line: int) -> None:
        self.path, self.lines, self.first_line = path, lines, first_line
        self.problems: list[Problem] = []
        self._root: Node | None = None
        self._stack: list[Node] = []
        self._anchors: dict[str, Node] = {}
        self._named: list[str | None] = []
        self._size = 0

    def compose(self, text: str) -> Node | None:
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
        return place_of(self.path, self.lines, (start, end), self.first_line)

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
            self._note(event, f"'{shown}' is a YAML tag, which has no meaning here", QUOTE_IT, "tag")

    def _scalar(self, event: Any) -> Node:
        self._check_tag(event)
        start, end = self._here(event)
        plain = event.style is None or event.style == ""
        forced = event.tag is not None
        value = plain_scalar(event.value) if plain and not forced else event.value
        if event.value and event.end_mark.line == event.start_mark.line and forced:
            start = (start[0], end[1] - len(event.value) - (0 if plain else 2))
        return Node(start, end, value, event.value)

    def _alias(self, event: Any) -> Node:
        node = self._anchors.get(event.anchor)
        if node is None:
            raise self._stop(event, f"'*{event.anchor}' has no '&{event.anchor}' before it", QUOTE_IT, "alias")
        if node in self._stack:
            raise self._stop(event, f"'*{event.anchor}' contains itself", "", "alias")
        return node

    def _open(self, event: Any, children: dict[str, Node] | list[Node]) -> None:
        self._check_tag(event)
        start, end = self._here(event)
        if len(self._stack) >= MAX_DEPTH:
            raise self._stop(event, f"this is nested more than {MAX_DEPTH} levels deep", "", "depth")
        node = Node(start, end, {} if isinstance(children, dict) else [], children=children)
        self._stack.append(node)
        self._named.append(event.anchor)

    def _close(self, event: Any) -> None:
        node, anchor = self._stop_open(event)
        self._attach(node, event)
        if anchor:
            self._anchors[anchor] = node

    def _stop_open(self, event: Any) -> tuple[Node, str | None]:
        node = self._stack.pop()
        end = event.end_mark
        node.end = (end.line, end.column)
        return node, self._named.pop()

    def _add(self, node: Node, event: Any) -> None:
        parent = self._stack[-1] if self._stack else None
        if parent is not None and isinstance(parent.children, dict) and parent.key is None:
            self._take_key(parent, node, event)
            return
        if type(event).__name__ == "ScalarEvent" and event.anchor:
            self._anchors[event.anchor] = node
        self._attach(node, event)

    def _take_key(self, parent: Node, node: Node, event: Any) -> None:
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

    def _attach(self, node: Node, event: Any) -> None:
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
        if message.startswith("the ") and opened and _COMMENT.search(self.lines[opened.line + self.first_line - 1]):
            hint = HASH_BEGINS_COMMENT
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
        before = LINE_END.split(text[:position])
        line, column = len(before) - 1, len(before[-1])
        name = f"U+{ord(text[position]):04X}" if position < len(text) else "control"
        hint = "delete it; it may have come with pasted text"
        place = self._at((line, column), (line, column + 1))
        return Problem(f"the invisible character {name} is not allowed", place, hint, "yaml-character")


_COMMENT = re.compile(r"\s#[^\s]")
"""What looks like a colour or a hashtag and is a comment."""


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
        cut = "; so does a colour, for # begins a comment" if "end of the file" in found_instead else ""
        return f"a value was expected here, not {found_instead}", QUOTE_IT + cut, False
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
        return "text cannot begin with & or * here", QUOTE_IT, False
    if "undefined alias" in problem or "unknown tag" in problem or "tag" in context:
        return "text cannot begin with ! here", QUOTE_IT, False
    return f"this is not valid YAML: {problem or context}", QUOTE_IT, False
