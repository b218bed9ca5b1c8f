"""YAML whose every value knows its place.

Scalars follow YAML 1.2's core schema (`no` is text, `012` is the number 12, dates are text); keys are always text. What
was read without a fault is kept on disk by its text: a preview then reads its spec, theme and templates without ruamel.
"""

from __future__ import annotations

import marshal
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct, field

from infoclip.errors import InputError, Place, Problem
from infoclip.store import Store
from infoclip.yaml_tree import LINE_END, Node, Value, child_of, pack, place_of, unpack

MAX_BYTES = 1_000_000

_READ = Store("yaml", "ruamel.yaml")


class _Tree:
    """The nodes of a text, as they were composed or as they were kept; those are unpacked when a place is asked for."""

    def __init__(self, root: Node | None = None, packed: bytes = b"") -> None:
        self._root, self._packed = root, packed

    @property
    def root(self) -> Node:
        if self._root is None:
            self._root = unpack(marshal.loads(self._packed))
        return self._root


class Located(Struct, frozen=True):
    """A YAML tree. `value` is plain data: dicts with text keys, lists, scalars. Its file is `path`."""

    value: Value
    path: Path
    lines: tuple[str, ...]
    """The lines of the text, so that `lines[place.line - 1]` is the line of any of its places."""
    _tree: _Tree = field(default_factory=_Tree)
    _first_line: int = 1

    def place(self, loc: Sequence[str | int] = (), key: bool = False) -> Place:
        """The place of the value at `loc` (keys and indices from the top), or of its nearest ancestor that exists.

        With `key` it is the place of the value's key. A value that is not written (`title:`) has its key's place.
        """
        node, span = self._tree.root, None
        for step in loc:
            child = child_of(node, step)
            if child is None:
                return self._place(node, None)
            span = node.keys.get(str(step)) if isinstance(node.children, dict) else None
            node = child
        return self._place(node, span if key or node.start == node.end else None)

    def written(self, loc: Sequence[str | int]) -> str:
        """The scalar at `loc` as its author wrote it (`1.10`, `012`), without quotes; empty for anything else."""
        node: Node | None = self._tree.root
        for step in loc:
            node = child_of(node, step) if node is not None else None
        return node.written if node is not None else ""

    def _place(self, node: Node, span: tuple[tuple[int, int], tuple[int, int]] | None) -> Place:
        start, end = span or (node.start, node.end)
        return place_of(self.path, self.lines, (start, end), self._first_line)


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
    lines = ("",) * (first_line - 1) + tuple(LINE_END.split(text))
    key = _READ.key(text)
    kept = _READ.read(key)
    if kept is not None:
        value, packed = marshal.loads(kept)
        return Located(value, path, lines, _Tree(None, packed), first_line)
    from infoclip.yaml_composer import Composer

    composer = Composer(path, lines, first_line)
    root = composer.compose(text)
    if root is None and not composer.problems:
        hint = "write at least one line like  key: value"
        composer.problems.append(Problem("the file is empty", Place(path, first_line, 1), hint, "yaml-empty"))
    if composer.problems or root is None:
        raise InputError(sorted(composer.problems, key=_position))
    _READ.write(key, marshal.dumps((root.value, marshal.dumps(pack(root)))))
    return Located(root.value, path, lines, _Tree(root), first_line)


def _decoded(data: bytes, path: Path) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig", "ignore")
        lines = LINE_END.split(before)
        place = Place(path, len(lines), len(lines[-1]) + 1)
        hint = "save it as UTF-8 in your editor"
        raise InputError(Problem("the file is not UTF-8 text", place, hint, "yaml-encoding")) from None


def _position(problem: Problem) -> tuple[int, int]:
    return (problem.place.line, problem.place.column) if problem.place else (0, 0)
