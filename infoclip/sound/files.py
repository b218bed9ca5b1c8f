"""A designer's sound files: what is in them, decoded by ffmpeg to what the mix works with, and what is wrong with them.

Only what is needed is ever read, so a file of hours costs no more than a short one. Every file is read as a local file
in ffmpeg's own words: a playlist cannot make it fetch anything.
"""

from __future__ import annotations

import hashlib
import math
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from infoclip.errors import InputError, Place, Problem, WorkError
from infoclip.program import ffmpeg_exe
from infoclip.sound.synthesis import RATE
from infoclip.store import Store

if TYPE_CHECKING:
    from infoclip.sound.synthesis import Wave

HASHED_WHOLE = 64 * 1024 * 1024
"""A file up to this size is known by its bytes; of a larger one only what is heard is read."""

_PATIENCE = 120.0  # seconds that ffmpeg may take for a piece of at most some minutes
_KINDS = "an MP3, M4A, OGG, FLAC or WAV file"
_LENGTHS = Store("sound", "imageio_ffmpeg")


@dataclass(frozen=True, slots=True)
class SoundFile:
    """A file and where the spec names it. `name` is what the spec calls it."""

    path: Path
    place: Place | None = None

    @property
    def name(self) -> str:
        """Its name without folders."""
        return self.path.name


def decode(file: SoundFile, start: float, seconds: float) -> Wave:
    """At most `seconds` of a file from second `start` on: (n, 2) at 48 kHz; fewer where the file ends.

    Mono is heard on both sides, more than two channels are mixed down. Raises InputError, at the file's place, for a
    file without sound and for a damaged one.
    """
    import numpy as np

    data = _decoded(file, start, seconds, ["-ac", "2", "-f", "f32le"])
    wave = np.frombuffer(data[: len(data) // 8 * 8], dtype="<f4").reshape(-1, 2)
    return np.asarray(np.nan_to_num(wave, nan=0.0, posinf=1.0, neginf=-1.0), dtype=np.float32)


def length_of(file: SoundFile, start: float, most: float) -> float:
    """The seconds of sound in a file from `start` on, `most` at the most: decoded and counted, not believed.

    Counts are kept by content. Raises InputError, at the file's place, for a file without sound and a damaged one.
    """
    key = _LENGTHS.key(content_of(file), f"{start!r} {most!r}")
    kept = _LENGTHS.read(key)
    if kept is not None:
        return float(kept)
    data = _decoded(file, start, most, ["-ac", "1", "-f", "s16le"])
    seconds = len(data) // 2 / RATE
    _LENGTHS.write(key, repr(seconds).encode())
    return seconds


def content_of(file: SoundFile) -> str:
    """What tells a file from any other: the hash of its bytes, of a very large file its size, time and both ends."""
    digest = hashlib.sha256()
    try:
        with file.path.open("rb") as data:
            state = file.path.stat()
            if state.st_size <= HASHED_WHOLE:
                while block := data.read(1 << 20):
                    digest.update(block)
            else:
                digest.update(f"{state.st_size} {state.st_mtime_ns}".encode())
                digest.update(data.read(1 << 20))
                data.seek(-(1 << 20), 2)
                digest.update(data.read(1 << 20))
    except OSError as error:
        raise InputError(_problem(file, f"cannot be read: {error.strerror or error}", "")) from None
    return digest.hexdigest()


def _decoded(file: SoundFile, start: float, seconds: float, form: list[str]) -> bytes:
    if not math.isfinite(seconds) or seconds <= 0:
        return b""
    command = [ffmpeg_exe(), "-nostdin", "-v", "error", "-xerror", "-protocol_whitelist", "file"]
    command += ["-ss", f"{start:.6f}"] if start > 0 else []
    command += ["-t", f"{seconds:.6f}", "-i", f"file:{file.path.resolve()}", "-map", "0:a:0", "-vn", "-sn", "-dn"]
    command += ["-ar", str(RATE), *form, "pipe:1"]
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=_PATIENCE)
    except subprocess.TimeoutExpired:
        raise WorkError(f"reading the sound of {file.path} took more than {_PATIENCE:g} seconds") from None
    if done.returncode != 0:
        raise InputError(_fault(file, len(done.stdout) > 0))
    if not done.stdout:
        if start > 0 and length_of(file, 0.0, 1.0) > 0:
            message = f"is over before {start:g} seconds, where it should begin"
            raise InputError(_problem(file, message, "give an earlier 'start'"))
        raise InputError(_fault(file, False))
    return done.stdout


def _fault(file: SoundFile, some: bool) -> Problem:
    if file.path.stat().st_size == 0:
        return _problem(file, "is empty", _KINDS)
    if some:
        return _problem(file, "is damaged: it cannot be decoded to its end", "export it again")
    return _problem(file, "holds no sound that can be read", _KINDS)


def _problem(file: SoundFile, fault: str, hint: str) -> Problem:
    return Problem(f"'{file.name}' {fault}", file.place, hint, "sound-file")
