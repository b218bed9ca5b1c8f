"""Caches of pictures: in memory by bytes, and on disk by content.

The disk cache is a folder of files named by their key. An entry is written to a temporary name and renamed, carries its
length and a checksum, and is made again when it is damaged. The folder stays under a limit; what was used longest ago
goes first. A folder that cannot be written is no error: the work is then done again next time.
"""

from __future__ import annotations

import contextlib
import os
import random
import struct
import tempfile
import zlib
from collections import OrderedDict
from collections.abc import Callable, Hashable
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Generic, TypeVar

from PIL import Image

from infoclip.store import cache_folder as cache_folder
from infoclip.store import remove_oldest

Value = TypeVar("Value")
_HEADER = struct.Struct("<8s4sIIiiIIII")  # magic, mode, width, height, x, y, note, stored bytes, checksum, compressed
_MAGIC = b"icart-3\0"
_SAMPLES, _SAMPLE_BYTES = 16, 4096
_CHANNELS = {"L": 1, "RGB": 3, "RGBA": 4}
DISK_LIMIT = 512 * 1024 * 1024
_LARGE = 1 << 20


class ByteCache(Generic[Value]):
    """A least-recently-used cache bounded by the bytes that `weigh` gives each value."""

    def __init__(self, limit: int, weigh: Callable[[Value], int]) -> None:
        self.limit = limit
        self.used = 0
        self._weigh = weigh
        self._entries: OrderedDict[Hashable, tuple[Value, int]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, key: Hashable) -> Value | None:
        entry = self._entries.get(key)
        if entry is None:
            return None
        self._entries.move_to_end(key)
        return entry[0]

    def put(self, key: Hashable, value: Value) -> Value:
        """Keep `value`, dropping the oldest until the limit holds. A value over the limit is not kept at all."""
        self.drop(key)
        weight = self._weigh(value)
        if weight <= self.limit:
            self._entries[key] = (value, weight)
            self.used += weight
            while self.used > self.limit:
                _, (_, dropped) = self._entries.popitem(last=False)
                self.used -= dropped
        return value

    def drop(self, key: Hashable) -> None:
        entry = self._entries.pop(key, None)
        if entry is not None:
            self.used -= entry[1]

    def clear(self) -> None:
        self._entries.clear()
        self.used = 0


def image_bytes(image: Image.Image) -> int:
    """The bytes that Pillow holds for `image` (RGB takes four a pixel)."""
    return image.width * image.height * (1 if image.mode in ("L", "1", "P") else 4)


class PictureFolder:
    """Pictures kept on disk under `folder`: `read` and `write` by key, `trim` to `limit` bytes."""

    def __init__(self, folder: Path, limit: int = DISK_LIMIT) -> None:
        self.folder = folder
        self.limit = limit
        self._written = 0

    def path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}.pic"

    def read(self, key: str) -> tuple[Image.Image, int, int] | None:
        """The picture and its offset, or None when it is missing or damaged (a damaged one is removed)."""
        found = self.read_noted(key)
        return None if found is None else found[:3]

    def read_noted(self, key: str) -> tuple[Image.Image, int, int, int] | None:
        """As `read`, with the note it was written with."""
        path = self.path(key)
        try:
            data = _file_bytes(path)
        except OSError:
            return None
        picture = _decoded(data)
        with contextlib.suppress(OSError):
            if picture is None:
                path.unlink()
            else:
                os.utime(path)
        return picture

    def write(self, key: str, image: Image.Image, x: int, y: int, note: int = 0) -> None:
        """Keep `image` with a `note` of 32 bits. A full or read-only disk is silently accepted: the cache only saves
        time.
        """
        data = _encoded(image, x, y, note)
        path = self.path(key)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=".new-", dir=path.parent)
        except OSError:
            return
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(name).replace(path)
        except OSError:
            with contextlib.suppress(OSError):
                Path(name).unlink()
            return
        self._written += len(data)
        # By chance too, in the same measure: most processes write far less, but there are many of them.
        if self._written > self.limit // 8 or random.random() < 8 * len(data) / self.limit:
            self.trim()

    def trim(self) -> None:
        """Remove the entries used longest ago until the folder is under nine tenths of its limit."""
        self._written = 0
        entries: list[tuple[float, int, Path]] = []
        with contextlib.suppress(OSError):
            for path in self.folder.glob("*/*.pic"):
                with contextlib.suppress(OSError):
                    state = path.stat()
                    entries.append((state.st_mtime, state.st_size, path))
        remove_oldest(entries, self.limit)


def _file_bytes(path: Path) -> bytes | mmap:
    """A file's bytes; those of a large one are not copied out of the system's memory."""
    with path.open("rb", buffering=0) as file:
        size = os.fstat(file.fileno()).st_size
        return file.read() if size < _LARGE else mmap(file.fileno(), size, access=ACCESS_READ)


def _encoded(image: Image.Image, x: int, y: int, note: int) -> bytes:
    """Header and pixels. Only pixels that shrink to a quarter are compressed: those are also quick to read back."""
    raw = image.tobytes()
    packed = zlib.compress(raw, 1) if _shrinks(raw) else raw
    small = len(packed) * 4 < len(raw)
    body = packed if small else raw
    mode = image.mode.encode().ljust(4)
    return _HEADER.pack(_MAGIC, mode, *image.size, x, y, note, len(body), zlib.crc32(body), int(small)) + body


def _shrinks(raw: bytes) -> bool:
    """Whether samples of `raw` shrink to a third: compressing all of a grainy ground takes a tenth of a second."""
    if len(raw) <= 2 * _SAMPLES * _SAMPLE_BYTES:
        return True
    step = len(raw) // _SAMPLES
    sample = b"".join(raw[place : place + _SAMPLE_BYTES] for place in range(step // 2, len(raw), step))
    return len(zlib.compress(sample, 1)) * 3 < len(sample)


def _decoded(data: bytes | mmap) -> tuple[Image.Image, int, int, int] | None:
    if len(data) < _HEADER.size:
        return None
    magic, mode, width, height, x, y, note, length, checksum, small = _HEADER.unpack_from(data)
    name = mode.decode("ascii", "replace").strip()
    body = memoryview(data)[_HEADER.size :]
    if magic != _MAGIC or name not in _CHANNELS or len(body) != length or zlib.crc32(body) != checksum:
        return None
    try:
        raw = zlib.decompress(body, bufsize=width * height * _CHANNELS[name]) if small else body
    except zlib.error:
        return None
    if len(raw) != width * height * _CHANNELS[name]:
        return None
    if name == "L":  # its bytes are the picture, and may be needed when the file is gone
        own = raw if isinstance(raw, bytes) else bytes(raw)
        return Image.frombuffer(name, (width, height), own, "raw", name, 0, 1), x, y, note
    return Image.frombytes(name, (width, height), raw), x, y, note  # type: ignore[arg-type]  # any buffer will do
