"""Pictures through ffmpeg to other kinds of film: WebM, ProRes and VP9 with alpha, GIF and WebP."""

from __future__ import annotations

import contextlib
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from infoclip.errors import WorkError
from infoclip.film.clip import Progress
from infoclip.machine import own_group
from infoclip.program import ffmpeg_exe

BT709 = ("-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv")


@dataclass(frozen=True, slots=True)
class RawVideo:
    """Pictures as they are piped: size in pixels, frames a second, ffmpeg's name of their pixels (rgb24, yuv420p)."""

    width: int
    height: int
    fps: float
    pixels: str
    count: int

    def options(self) -> list[str]:
        size = f"{self.width}x{self.height}"
        planes = [*BT709] if self.pixels.startswith("yuv") else []
        return [
            "-f", "rawvideo", "-pixel_format", self.pixels, "-video_size", size, "-framerate", f"{self.fps:g}",
            *planes, "-i", "pipe:0",
        ]  # fmt: skip


def pipe_video(
    frames: Iterable[bytes | bytearray | memoryview],
    video: RawVideo,
    options: Sequence[str],
    path: Path,
    progress: Progress | None = None,
) -> None:
    """Write `frames` to `path` by ffmpeg with its output `options` (further inputs first).

    `progress` is told (frames written, frames in all). Raises WorkError with ffmpeg's words; whatever ends the writing
    ends ffmpeg too.
    """
    command = [ffmpeg_exe(), "-y", "-loglevel", "error", "-nostdin", *video.options(), *options, str(path)]
    with tempfile.TemporaryFile() as said, _running(command, said, subprocess.PIPE) as process:
        try:
            for number, frame in enumerate(frames, start=1):
                process.stdin.write(frame)
                if progress is not None:
                    progress(number, video.count)
            process.stdin.close()
        except OSError as error:
            process.wait()
            raise WorkError(f"ffmpeg ended while {path.suffix} was written: {_words(said) or error}") from error
        if process.wait() != 0:
            raise WorkError(f"ffmpeg could not finish {path.suffix}: {_words(said)}")


def run_ffmpeg(options: Sequence[str], path: Path) -> None:
    """Let ffmpeg make `path`. Raises WorkError with its words; whatever ends this ends ffmpeg too."""
    command = [ffmpeg_exe(), "-y", "-loglevel", "error", "-nostdin", *options, str(path)]
    with tempfile.TemporaryFile() as said, _running(command, said, subprocess.DEVNULL) as process:
        if process.wait() != 0:
            raise WorkError(f"ffmpeg could not make {path.suffix}: {_words(said)}")


@contextlib.contextmanager
def _running(command: Sequence[str], said: IO[bytes], stdin: int) -> Any:
    try:
        process = subprocess.Popen(command, stdin=stdin, stdout=subprocess.DEVNULL, stderr=said, **own_group())
    except OSError as error:
        raise WorkError(f"ffmpeg cannot be started: {error}") from error
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        if process.stdin is not None:
            with contextlib.suppress(OSError):
                process.stdin.close()
        process.wait()


def _words(said: IO[bytes]) -> str:
    said.seek(0)
    lines = said.read().decode("utf-8", "replace").strip().splitlines()
    return " / ".join(lines if len(lines) <= 4 else [*lines[:3], lines[-1]])


def ffmpeg_version() -> str:
    """The version that the ffmpeg in use says of itself: 7.0.2-static."""
    try:
        said = subprocess.run(
            [ffmpeg_exe(), "-version"], capture_output=True, text=True, timeout=20, check=False
        ).stdout
    except (OSError, subprocess.TimeoutExpired):
        return "unknown"
    words = said.split()
    return words[2] if len(words) > 2 else "unknown"
