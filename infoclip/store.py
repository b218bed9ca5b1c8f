"""What was worked out once and is quick to read again, kept on disk by content: read YAML, themes, compiled templates.

An entry's key holds everything it follows from: the text it was made of, this package's own files, Python, and the
libraries that made it. So an entry is never out of date, only unused; the oldest go when there are too many. Entries
are read back as Python data or code, so only files of the same user are trusted. A folder that cannot be written or
an entry that is damaged is no error: the work is then done again.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import pickle
import sys
from collections.abc import Iterable
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any
from zlib import crc32

MOST_ENTRIES = 800
_PACKAGE = Path(__file__).parent


def cache_folder() -> Path:
    """`INFOCLIP_CACHE`, or infoclip's folder in the platform's cache folder."""
    given = os.environ.get("INFOCLIP_CACHE")
    if given:
        return Path(given)
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "infoclip"


CACHE_PARTS = ("segments", "art", "sound", "made")
"""The folders within the cache folder: encoded film, drawn art, sound tracks, and what texts were compiled to."""


def cache_used(part: str) -> tuple[int, int]:
    """How many files a part of the cache holds, and their bytes."""
    sizes = [size for _, size in _cache_files(part)]
    return len(sizes), sum(sizes)


def clear_cache(part: str) -> tuple[int, int]:
    """Remove the files of a part of the cache; returns how many went, and their bytes. What is in use may stay."""
    gone = []
    for path, size in _cache_files(part):
        with contextlib.suppress(OSError):
            path.unlink()
            gone.append(size)
    return len(gone), sum(gone)


def _cache_files(part: str) -> list[tuple[Path, int]]:
    """The files of a part, settings left out (they have no dot in their name)."""
    found = []
    with contextlib.suppress(OSError):
        for path in (cache_folder() / part).rglob("*"):
            with contextlib.suppress(OSError):
                if path.is_file() and "." in path.name:
                    found.append((path, path.stat().st_size))
    return found


_keeping = True


def keep_no_more() -> None:
    """From here on this process reads entries but adds none: it goes through more texts than are worth keeping."""
    global _keeping
    _keeping = False


class Store:
    """Entries of one `kind`, made with the help of `libraries`. May be used by several processes and threads."""

    def __init__(self, kind: str, *libraries: str) -> None:
        self.kind, self._libraries = kind, libraries

    def key(self, *parts: str) -> str:
        """The key of what follows from `parts`: 32 hexadecimal digits."""
        digest = blake2b(_made_by(self._libraries), digest_size=16)
        for part in (self.kind, *parts):
            data = part.encode("utf-8", "surrogatepass")
            digest.update(len(data).to_bytes(8, "big") + data)
        return digest.hexdigest()

    def read(self, key: str) -> bytes | None:
        """The entry, or None when there is none, when it is damaged, or when it is another user's."""
        try:
            with self._path(key).open("rb", buffering=0) as file:
                if hasattr(os, "getuid") and os.fstat(file.fileno()).st_uid != os.getuid():
                    return None
                data = file.read()
                with contextlib.suppress(OSError):
                    os.utime(file.fileno() if os.utime in os.supports_fd else file.name)  # it is in use: the last to go
        except OSError:
            return None
        checksum, body = data[:4], data[4:]
        return body if crc32(body).to_bytes(4, "big") == checksum else None

    def write(self, key: str, body: bytes) -> None:
        """Keep `body`, under a temporary name first, so that no other process ever reads half of it."""
        if not _keeping:
            return
        path = self._path(key)
        part = path.with_name(f".{path.name}-{os.urandom(6).hex()}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with part.open("xb") as file:
                file.write(crc32(body).to_bytes(4, "big") + body)
            part.replace(path)
        except OSError:
            with contextlib.suppress(OSError):
                part.unlink()
            return
        _trim(path.parent)

    def recall(self, key: str) -> Any:
        """The object kept under `key` by `keep`, or None. Objects of classes that have changed have other keys."""
        data = self.read(key)
        return pickle.loads(data) if data is not None else None

    def keep(self, key: str, value: object) -> None:
        """Keep an object, made of plain data and of this package's own classes."""
        self.write(key, pickle.dumps(value, pickle.HIGHEST_PROTOCOL))

    def _path(self, key: str) -> Path:
        return cache_folder() / "made" / f"{key}.{self.kind}"


@cache
def _made_by(libraries: tuple[str, ...]) -> bytes:
    """Changes with Python, with any file of this package, and with the version of each of `libraries`."""
    states = [sys.version, _package_state(), library_states(*libraries)]
    return blake2b("\n".join(states).encode(), digest_size=16).digest()


def library_states(*names: str) -> str:
    """What changes with the version of each library: where it stands and since when. None of them is imported."""
    states = []
    for name in names:
        found = importlib.util.find_spec(name)
        if found is not None and found.origin is not None:
            state = os.stat(found.origin)  # noqa: PTH116  a third of the time of Path.stat
            states.append(f"{found.origin} {state.st_size} {state.st_mtime_ns}")
    return "\n".join(states)


@cache
def _package_state() -> str:
    """The path, size and time of every file of this package: an entry's code is also what reads it back."""
    states = []
    waiting = [str(_PACKAGE)]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for item in entries:
                if item.name.endswith(".py"):
                    state = item.stat()
                    states.append(f"{item.path} {state.st_size} {state.st_mtime_ns}")
                elif item.name[0] not in "._" and item.is_dir():
                    waiting.append(item.path)
    return "\n".join(sorted(states))


def _trim(folder: Path) -> None:
    """Remove the entries used longest ago when there are more than `MOST_ENTRIES`."""
    with contextlib.suppress(OSError), os.scandir(folder) as found:
        entries = [item for item in found if item.is_file()]
        if len(entries) <= MOST_ENTRIES:
            return
        used = sorted((item.stat().st_mtime_ns, item.path) for item in entries)
        for _, path in used[: len(used) - MOST_ENTRIES * 3 // 4]:
            Path(path).unlink(missing_ok=True)


def remove_oldest(entries: Iterable[tuple[float, int, Path]], limit: int) -> None:
    """Remove files, those used longest ago first, until nine tenths of `limit` bytes hold what is left.

    `entries` are (when it was used last, bytes, file); nothing happens while they fit. What cannot be removed stays.
    """
    found = sorted(entries)
    used = sum(size for _, size, _ in found)
    if used <= limit:
        return
    for _, size, path in found:
        if used <= limit * 0.9:
            break
        with contextlib.suppress(OSError):
            path.unlink()
            used -= size
