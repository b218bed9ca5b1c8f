"""A campaign's state: `manifest.json` in its folder of films, written whole after every film.

An entry says what its film follows from: `inputs`, quick to work out, of the row's spec, the templates, fonts, pictures
and this package; and `content`, of what is really drawn and heard. Equal inputs, or else equal content, and a file that
is as it was written: then the film is right and is not made again.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, fields, replace
from glob import escape
from pathlib import Path
from typing import IO, Any

from infoclip.campaign.work import MadeFile, file_sha256
from infoclip.errors import InputError, Place, Problem, WorkError

MANIFEST = "manifest.json"
WORK_FOLDER = ".infoclip"
_VERSION = 1
_HINT = "choose another folder with -o, or make this one writable"


@dataclass(frozen=True, slots=True)
class Entry:
    """One film's file: `state` is done or failed, `label` its platform or format, `modified` the file's time in ns.

    `title` and `source` are the spec's, `warnings` and `problems` what is to be told.
    """

    row: int
    name: str
    format: str
    quality: str
    state: str
    inputs: str
    content: str = ""
    sha256: str = ""
    size: int = 0
    modified: int = 0
    frames: int = 0
    fps: int = 0
    width: int = 0
    height: int = 0
    took: float = 0.0
    label: str = ""
    title: str = ""
    source: str = ""
    warnings: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that was left out because it is wrong, and why."""

    row: int
    name: str
    problems: tuple[str, ...]


_FIELDS = frozenset(item.name for item in fields(Entry))


@dataclass(slots=True)
class Manifest:
    """What is known of the films in `folder`, by their file's name in it.

    `speed` is what a process of this machine encoded in its last run, in frames a second by quality.
    """

    folder: Path
    campaign: str = ""
    films: dict[str, Entry] = field(default_factory=dict)
    skipped: tuple[Skipped, ...] = ()
    speed: dict[str, float] = field(default_factory=dict)

    @property
    def path(self) -> Path:
        """The file that the state stands in."""
        return self.folder / MANIFEST

    @classmethod
    def read(cls, folder: Path, campaign: str) -> Manifest:
        """The state in `folder`; an empty one where there is none. Raises InputError for a file that is no manifest."""
        path = folder / MANIFEST
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            if data["version"] > _VERSION:
                message = "the manifest was written by a newer infoclip"
                raise InputError(Problem(message, Place(path), "use that one, or another folder with -o", "manifest"))
            films = {name: _entry(entry) for name, entry in data["films"].items()}
            speed = {str(name): float(value) for name, value in data.get("speed", {}).items()}
            skipped = tuple(
                Skipped(item["row"], item["name"], tuple(item["problems"])) for item in data.get("skipped", ())
            )
            return cls(folder, campaign, films, skipped, speed)
        except FileNotFoundError:
            return cls(folder, campaign)
        except (OSError, UnicodeDecodeError, ValueError, KeyError, TypeError, AttributeError) as error:
            hint = "delete it to make all films again, or choose another folder with -o"
            raise InputError(Problem(f"this is no manifest: {error}", Place(path), hint, "manifest")) from None

    def write(self) -> None:
        """Write the state: whole, on the disk, then under its name. Raises WorkError."""
        data = {
            "version": _VERSION,
            "campaign": self.campaign,
            "speed": {name: round(value, 2) for name, value in self.speed.items()},
            "skipped": [asdict(row) for row in self.skipped],
        }
        head = json.dumps(data, ensure_ascii=False)[:-1]
        lines = (f"{json.dumps(name, ensure_ascii=False)}: {_line(entry)}" for name, entry in self.films.items())
        text = f'{head}, "films": {{\n' + ",\n".join(lines) + "\n}}\n"
        part = self.folder / f".{MANIFEST}.part"
        try:
            with part.open("w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            part.replace(self.path)
            _sync_folder(self.folder)
        except OSError as error:
            raise WorkError(f"writing {self.path} failed: {error.strerror or error}") from error

    def record(self, name: str, entry: Entry) -> None:
        """Note what became of a film, and write the state."""
        self.films[name] = entry
        self.write()

    def standing(self, name: str, inputs: str) -> str:
        """How the film `name` stands: right, changed (its inputs are others, its file is right), failed or missing."""
        entry = self.films.get(name)
        if entry is None:
            return "missing"
        if entry.state != "done":
            return "failed"
        if not self._as_written(name, entry):
            return "missing"
        return "right" if entry.inputs == inputs else "changed"

    def _as_written(self, name: str, entry: Entry) -> bool:
        path = self.folder / name
        try:
            state = path.stat()
            if state.st_size != entry.size:
                return False
            return state.st_mtime_ns == entry.modified or file_sha256(path) == entry.sha256
        except OSError:
            return False


def film_entry(entry: Entry, film: MadeFile, content: str, took: float) -> Entry:
    """`entry` with the film that was made."""
    return replace(
        entry,
        state="done",
        content=content,
        sha256=film.sha256,
        size=film.size,
        modified=film.path.stat().st_mtime_ns,
        frames=film.frames,
        fps=film.fps,
        width=film.width,
        height=film.height,
        took=round(took, 2),
    )


def _entry(data: Mapping[str, Any]) -> Entry:
    known: dict[str, Any] = {name: value for name, value in data.items() if name in _FIELDS}
    known |= {name: tuple(value) for name, value in known.items() if isinstance(value, list)}
    return Entry(**known)


def _line(entry: Entry) -> str:
    return json.dumps(
        {name: value for name, value in asdict(entry).items() if value not in ("", (), 0)}, ensure_ascii=False
    )


def _sync_folder(folder: Path) -> None:
    """Have the renaming itself on the disk, where the system can."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def only_one(folder: Path) -> Iterator[Path]:
    """The folder of films for this process alone, and a clean folder in it for what is temporary.

    Raises InputError when another process makes films there, or when nothing can be written. The lock goes with the
    process, however it ends; what a killed one left is removed.
    """
    work = folder / WORK_FOLDER
    try:
        work.mkdir(parents=True, exist_ok=True)
        lock = (work / "lock").open("a+b")
    except OSError as error:
        message = f"cannot write {folder}: {error.strerror or error}"
        raise InputError(Problem(message, hint=_HINT, code="output")) from None
    with lock:
        if not _locked(lock):
            message = f"another infoclip batch makes films in {folder}"
            raise InputError(Problem(message, hint="wait for it, or choose another folder with -o", code="output-busy"))
        temporary = work / "temporary"
        _remove(temporary)
        try:
            temporary.mkdir()
        except OSError as error:
            raise WorkError(f"cannot write {temporary}: {error.strerror or error}") from error
        before = tempfile.tempdir
        tempfile.tempdir = str(temporary)  # what this process itself leaves when it is killed is found there too
        try:
            yield temporary
        finally:
            tempfile.tempdir = before
            _remove(temporary)


def remove_half_files(folder: Path, names: Iterator[str] | list[str]) -> int:
    """Remove the unfinished files of the films `names`; returns how many. Nothing of another name is touched."""
    gone = 0
    paths = [folder / name for name in names]
    for place in {path.parent for path in paths}:
        for half in place.glob(".infoclip-*"):  # where the films of platforms are made
            _remove(half)
            gone += 1
    for path in paths:
        with contextlib.suppress(OSError):
            for half in path.parent.glob(f".{escape(path.stem)}-*.part{path.suffix}"):
                half.unlink()
                gone += 1
    return gone


def _locked(file: IO[bytes]) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
