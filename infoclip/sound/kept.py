"""Finished sound tracks kept on disk by what they were made from: a clip whose cuts stay keeps its sound.

The key holds everything the sound follows from: the plan, the content of every file that is heard, this folder's own
source and the versions of what it uses. A damaged entry is made again; a folder that cannot be written only costs time.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import struct
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from infoclip.draw.cache import cache_folder
from infoclip.program import ffmpeg_exe
from infoclip.sound.files import content_of
from infoclip.sound.loudness import Loudness
from infoclip.store import library_states

if TYPE_CHECKING:
    from infoclip.sound.plan import SoundPlan

LIMIT = 64 * 1024 * 1024
_HEADER = struct.Struct(">dd32s")  # loudness, peak, SHA-256 of what follows


def sound_key(plan: SoundPlan) -> str:
    """The name of the sound that `plan` gives: equal for equal sounds, and only for these."""
    digest = hashlib.blake2b(digest_size=20)
    digest.update(repr((plan.without_places(), [content_of(file) for file in plan.files])).encode())
    for source in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(source.read_bytes())
    encoder = Path(ffmpeg_exe())
    state = encoder.stat()
    digest.update(repr((encoder.name, state.st_size, library_states("numpy", "moviepy"))).encode())
    return digest.hexdigest()


def take(key: str, path: Path) -> Loudness | None:
    """Write the kept sound `key` to `path`; None (and nothing written) when there is no whole one."""
    entry = _entry(key)
    try:
        data = entry.read_bytes()
    except OSError:
        return None
    if len(data) <= _HEADER.size:
        return None
    integrated, peak, checksum = _HEADER.unpack_from(data)
    sound = data[_HEADER.size :]
    if hashlib.sha256(sound).digest() != checksum:
        return None
    path.write_bytes(sound)
    with contextlib.suppress(OSError):
        os.utime(entry)
    return Loudness(integrated, peak)


def keep(key: str, path: Path, loudness: Loudness) -> None:
    """Keep the sound at `path`, and let go of those used longest ago beyond 64 MiB."""
    sound = path.read_bytes()
    data = _HEADER.pack(loudness.integrated, loudness.peak, hashlib.sha256(sound).digest()) + sound
    entry = _entry(key)
    with contextlib.suppress(OSError):
        entry.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".new-", dir=entry.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(name).replace(entry)
        except OSError:
            Path(name).unlink()
        _trim(entry.parent)


def _entry(key: str) -> Path:
    return cache_folder() / "sound" / f"{key}.snd"


def _trim(folder: Path) -> None:
    entries = sorted((path.stat().st_mtime, path.stat().st_size, path) for path in folder.glob("*.snd"))
    used = sum(size for _, size, _ in entries)
    for _, size, path in entries:
        if used <= LIMIT:
            break
        path.unlink()
        used -= size
