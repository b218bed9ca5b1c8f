"""Encoded segments on disk, by content. What is read back is verified, so a damaged entry is never joined.

An entry is the segment's stream and a trailer: a mark, and the BLAKE2b of the key and the stream. Entries appear whole
under their name, so several processes may share a folder; those used longest ago go first when the limit is reached. A
folder that cannot be written is no error: everything is then encoded each time.
"""

from __future__ import annotations

import contextlib
import os
import re
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from infoclip.errors import WorkError
from infoclip.film.h264 import Stream, read_stream
from infoclip.store import cache_folder, remove_oldest

DEFAULT_LIMIT = 2 * 1024**3
_MARK = b"icsegment1"
_DIGEST = 16
_SUFFIX = ".h264"


@dataclass(frozen=True, slots=True)
class Encoded:
    """A segment's stream, verified: every picture of it stands in `stream`."""

    data: bytes
    stream: Stream


class SegmentCache:
    """Segments kept under `folder`, at most `limit` bytes (None: what `set_limit` said, or 2 GiB)."""

    def __init__(self, folder: Path | None = None, limit: int | None = None) -> None:
        self.folder = folder or cache_folder() / "segments"
        self.limit = limit if limit is not None else self._kept_limit()

    def read(self, key: str, frames: int) -> Encoded | None:
        """The segment of `frames` pictures kept under `key`; None when it is missing, or damaged (and removed)."""
        path = self._path(key)
        try:
            data = path.read_bytes()
        except OSError:
            return None
        stream = data[: -len(_MARK) - _DIGEST]
        if data[len(stream) :] == _trailer(key, stream):
            with contextlib.suppress(WorkError):
                found = verified(stream, frames)
                with contextlib.suppress(OSError):
                    os.utime(path)
                return found
        with contextlib.suppress(OSError):
            path.unlink()
        return None

    def holds(self, key: str) -> bool:
        """Whether there is an entry under `key`; whether it is whole is found out when it is read."""
        return self._path(key).is_file()

    def write(self, key: str, stream: bytes) -> None:
        """Keep a segment. What cannot be written is not kept."""
        path = self._path(key)
        part = path.with_name(f".{key}-{os.urandom(6).hex()}.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with part.open("xb") as file:
                file.write(stream)
                file.write(_trailer(key, stream))
            part.replace(path)
        except OSError:
            with contextlib.suppress(OSError):
                part.unlink()

    def trim(self) -> None:
        """Remove the entries used longest ago until nine tenths of the limit hold what is left."""
        remove_oldest(self._entries(), self.limit)

    def used(self) -> tuple[int, int]:
        """How many entries there are, and their bytes."""
        entries = self._entries()
        return len(entries), sum(size for _, size, _ in entries)

    def clear(self) -> int:
        """Remove every entry; returns how many there were."""
        entries = self._entries()
        for _, _, path in entries:
            with contextlib.suppress(OSError):
                path.unlink()
        return len(entries)

    def set_limit(self, limit: int) -> None:
        """Keep at most `limit` bytes, in this run and all later ones. Raises WorkError when that cannot be kept."""
        self.limit = limit
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            (self.folder / "limit").write_text(f"{limit}\n", encoding="ascii")
        except OSError as error:
            raise WorkError(f"cannot write {self.folder}: {error.strerror or error}") from error
        self.trim()

    def _kept_limit(self) -> int:
        try:
            text = (self.folder / "limit").read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            return DEFAULT_LIMIT
        return int(text) if re.fullmatch(r"\d{1,18}", text) else DEFAULT_LIMIT

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}{_SUFFIX}"

    def _entries(self) -> list[tuple[float, int, Path]]:
        """When each entry was used last, its bytes and its path; parts that a killed process left behind too."""
        found = []
        with contextlib.suppress(OSError):
            for path in [*self.folder.glob(f"*/*{_SUFFIX}"), *self.folder.glob("*/.*.part")]:
                with contextlib.suppress(OSError):
                    state = path.stat()
                    found.append((state.st_mtime, state.st_size, path))
        return found


def verified(stream: bytes, frames: int) -> Encoded:
    """`stream` when it is what a segment must be: `frames` pictures, the first alone a key picture, none missing in the
    order they are shown. Raises WorkError otherwise.
    """
    found = read_stream(stream)
    pictures = found.pictures
    if len(pictures) != frames:
        raise WorkError(f"a segment has {len(pictures)} pictures instead of {frames}")
    if any(picture.idr for picture in pictures[1:]):
        raise WorkError("a segment has a key picture in its middle")
    for place, poc in enumerate(sorted(picture.poc for picture in pictures)):
        # of order type 2, pictures that are no references count one less
        if poc != 2 * place and not (found.sps.poc_type == 2 and poc == 2 * place - 1):
            raise WorkError("a segment's pictures do not follow each other")
    return Encoded(stream, found)


def _trailer(key: str, stream: bytes) -> bytes:
    digest = blake2b(key.encode("ascii"), digest_size=_DIGEST)
    digest.update(stream)
    return _MARK + digest.digest()
