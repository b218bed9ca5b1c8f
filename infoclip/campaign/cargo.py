"""What travels to another machine with a unit of work: its files by content, and its paths so that they fit there.

Machines need share no disk. A path travels as a name in one of a few folders that every machine has: `files` stands
for the sender's whole disk, `home` for its user's own templates and fonts, the others for what infoclip brings itself
(which is the same on all machines, `identity.py`). Whoever receives has those folders at places of its own.
"""

from __future__ import annotations

import io
import os
import pickle
import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import Any

from infoclip.campaign.rows import RowSpec
from infoclip.campaign.work import CheckRows, Work, file_sha256
from infoclip.errors import InputError, Place, Problem

MOST_BYTES = 256_000_000
"""A file that is larger is not sent."""
_ENDINGS = "png|jpe?g|webp|svg|gif|mp3|wav|m4a|ogg|flac|aac|srt|vtt|mp4|mov|webm|ttf|otf|geojson|json|csv"
_FILE_NAME = re.compile(rf"[\w./ -]+\.(?:{_ENDINGS})", re.IGNORECASE)
_KITS = (".yaml", ".yml")


class Places:
    """Paths of this machine by names that hold on every machine, and back. `files` is where other machines' disks are
    mirrored; None: this is the machine whose disk it is.
    """

    def __init__(self, home: Path, files: Path | None = None) -> None:
        from infoclip.theme.assets import built_in

        package = Path(__file__).resolve().parents[1]
        self._roots = {"templates": built_in("templates"), "fonts": built_in("fonts"), "package": package, "home": home}
        self._files = files
        self._known: dict[str, Path] = {}

    def name(self, path: PurePath) -> str:
        """The name of `path`: a folder's name and what stands below it, with slashes."""
        whole = Path(os.path.abspath(path))  # noqa: PTH100  links stay: the file is asked for by this name
        roots = self._roots if self._files is None else {**self._roots, "files": self._files}
        for root, folder in roots.items():
            if whole.is_relative_to(folder):
                return posixpath.join(root, whole.relative_to(folder).as_posix())
        drive = whole.drive.replace(":", "").strip("\\/")
        name = posixpath.join("files", drive, *whole.parts[1:])
        self._known.setdefault(name, Path(path))
        return name

    def path(self, name: str) -> Path:
        """Where the file of that name stands here; for a path that was sent from here, as it was."""
        if name in self._known:
            return self._known[name]
        root, _, rest = name.partition("/")
        below = PurePath(rest)
        if below.is_absolute() or ".." in below.parts:
            raise ValueError(f"a name that leads out of its folder: {name}")
        if root == "files":
            return self._files / rest if self._files is not None else Path(Path.cwd().anchor) / rest
        return self._roots[root] / rest


class _Packer(pickle.Pickler):
    places: Places

    def persistent_id(self, obj: object) -> str | None:
        return self.places.name(obj) if isinstance(obj, PurePath) else None


class _Unpacker(pickle.Unpickler):
    places: Places

    def persistent_load(self, pid: str) -> Path:
        return self.places.path(pid)


def packed(value: object, places: Places) -> bytes:
    """`value` for another machine; every path in it travels by its name."""
    buffer = io.BytesIO()
    packer = _Packer(buffer, pickle.HIGHEST_PROTOCOL)
    packer.places = places
    packer.dump(value)
    return buffer.getvalue()


def unpacked(data: bytes, places: Places) -> Any:
    """What `packed` packed on another machine, with paths of this one."""
    unpacker = _Unpacker(io.BytesIO(data))
    unpacker.places = places
    return unpacker.load()


@dataclass(frozen=True, slots=True)
class Goods:
    """A file to send: its name among `Places`, where it stands here, and its content's hash."""

    name: str
    path: Path
    sha256: str
    size: int

    def read(self) -> bytes:
        """The file's content. Raises OSError."""
        return self.path.read_bytes()


@dataclass(frozen=True, slots=True)
class Load:
    """A unit's work with the files it needs: those that all rows share, and those of its own rows."""

    work: Work
    shared: tuple[Goods, ...]
    own: tuple[Goods, ...]


class Cargo:
    """Finds the files of units. Each file is read once, and is what it was then until the run ends."""

    def __init__(self, places: Places, home: Path) -> None:
        self._places, self._home = places, home
        self._goods: dict[Path, Goods] = {}
        self._shared: dict[Path, tuple[Goods, ...]] = {}

    def load(self, work: Any) -> Load:
        """What to send for `work`. Raises InputError for a file that is too large or cannot be read."""
        rows = work.rows if isinstance(work, CheckRows) else (work.source.row,)
        shared: dict[str, Goods] = {}
        own: dict[str, Goods] = {}
        sent = []
        for row in rows:
            folder = row.path.parent
            shared |= {item.name: item for item in self._of_folder(folder, row)}
            own |= {item.name: item for item in self._named(row.values, folder)}
            sent.append(self._with_names(row))
        if isinstance(work, CheckRows):
            work = replace(work, rows=tuple(sent))
        else:
            work = replace(work, source=replace(work.source, row=sent[0]))
        files = tuple(item for name, item in own.items() if name not in shared)
        return Load(work, tuple(shared.values()), files)

    def _of_folder(self, folder: Path, row: RowSpec) -> tuple[Goods, ...]:
        """What all rows of a spec share: its own text, templates and fonts, the user's, and what those name."""
        if folder not in self._shared:
            found = {ref.path: self._good(ref.path) for ref in row.parts if not ref.text}
            for root in (folder, self._home):
                for part in ("templates", "fonts"):
                    for path in _files_below(root / part):
                        found[path] = self._good(path)
            texts = [path for path in found if path.suffix in (".xml", ".svg", *_KITS)]
            for name in sorted({name.strip() for path in texts for name in _spoken_of(path)}):
                if _is_file(folder / name):
                    found[folder / name] = self._good(folder / name)
            self._shared[folder] = tuple(found.values())
        return self._shared[folder]

    def _named(self, values: Any, folder: Path) -> Iterator[Goods]:
        """Every file that a text among `values` names; of a brand's kit also those that it names."""
        for text in _texts(values):
            path = _named_file(text, folder)
            if path is None:
                continue
            yield self._good(path)
            if path.suffix in _KITS:
                for name in sorted(_spoken_of(path)):
                    for inner in (path.parent / name.strip(), folder / name.strip()):
                        if _is_file(inner):
                            yield self._good(inner)

    def _with_names(self, row: RowSpec) -> RowSpec:
        """`row` with names from the root of the disk made relative to its folder: they hold on every machine."""
        here = self._places.name(row.path.parent)

        def fitted(value: Any) -> Any:
            if isinstance(value, dict):
                return {key: fitted(item) for key, item in value.items()}
            if isinstance(value, list):
                return [fitted(item) for item in value]
            if isinstance(value, str) and (value.startswith("~") or _is_absolute(value)):
                path = _named_file(value, row.path.parent)
                name = self._places.name(path) if path is not None else ""
                return posixpath.relpath(name, here) if name.startswith("files/") else value
            return value

        values = fitted(row.values)
        return row if values == row.values else replace(row, values=values)

    def _good(self, path: Path) -> Goods:
        found = self._goods.get(path)
        if found is None:
            try:
                size = path.stat().st_size
                if size > MOST_BYTES:
                    message = f"{path.name} has {size / 1e6:.0f} MB: too much to send to other machines"
                    hint = f"at most {MOST_BYTES / 1e6:.0f} MB; make it smaller, or make these films without --cluster"
                    raise InputError(Problem(message, Place(path), hint, "cluster-file"))
                found = Goods(self._places.name(path), path, file_sha256(path), size)
            except OSError as error:
                message = f"cannot read {path}: {error.strerror or error}"
                raise InputError(Problem(message, Place(path), "", "cluster-file")) from None
            self._goods[path] = found
        return found


def _files_below(folder: Path) -> Sequence[Path]:
    found = sorted(folder.rglob("*")) if folder.is_dir() else []
    return [path for path in found if path.is_file() and not path.name.startswith(".")]


def _spoken_of(path: Path) -> set[str]:
    """What looks like a file's name in a text."""
    if path.stat().st_size > 1_000_000:
        return set()
    return set(_FILE_NAME.findall(path.read_text(encoding="utf-8", errors="replace")))


def _named_file(text: str, folder: Path) -> Path | None:
    """The file that a value names, if it names one."""
    if "." not in text or len(text) > 300 or "\n" in text:
        return None
    path = folder / Path(text).expanduser() if text.startswith("~") else folder / text
    return path if _is_file(path) else None


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _is_absolute(text: str) -> bool:
    return "\n" not in text and len(text) <= 300 and PurePath(text).is_absolute()


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    for item in inner:
        yield from _texts(item)
