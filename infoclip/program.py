"""The ffmpeg that films and sounds are made with.

Looked for once: imageio-ffmpeg runs the program to see that it works, 0.05 s that a render with nothing to do feels.
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from infoclip.errors import WorkError
from infoclip.store import Store

_FOUND = Store("ffmpeg", "imageio_ffmpeg")
_CHOSEN = "IMAGEIO_FFMPEG_EXE"  # imageio-ffmpeg's own variable, and so moviepy's


def ffmpeg_exe() -> str:
    """The ffmpeg of the imageio-ffmpeg wheel, or the one IMAGEIO_FFMPEG_EXE names. Raises WorkError without one."""
    return os.environ.get(_CHOSEN) or _found()


def tell_ffmpeg() -> None:
    """Let libraries that look for ffmpeg themselves, here and in processes started from here, take the same at once."""
    os.environ.setdefault(_CHOSEN, ffmpeg_exe())


@lru_cache(maxsize=1)
def _found() -> str:
    key = _FOUND.key(os.environ.get("PATH", ""))
    kept = _FOUND.recall(key)
    if kept is not None and kept == _state(Path(kept[0])):
        return str(kept[0])
    from imageio_ffmpeg import get_ffmpeg_exe

    try:
        exe = Path(get_ffmpeg_exe())
    except RuntimeError as error:
        raise WorkError(f"there is no ffmpeg: {error}") from error
    if exe.is_absolute() and (state := _state(exe)) is not None:  # a name alone is looked up each time
        _FOUND.keep(key, state)
    return str(exe)


def _state(exe: Path) -> tuple[str, int, int] | None:
    try:
        state = exe.stat()
    except OSError:
        return None
    return str(exe), state.st_size, state.st_mtime_ns
