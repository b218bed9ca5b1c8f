"""Frames and sound to an MP4: moviepy clips written through a small subclass of moviepy's own writer.

A frame is one contiguous yuv420p buffer (planes Y, U, V; bt709, limited range), a memoryview of width * height * 3/2
bytes. moviepy 2.2.1 always feeds ffmpeg rgb24 and ignores its pixel format argument; the subclass hands the planes over
as they are, which saves a copy of every frame, two thirds of the pipe and ffmpeg's conversion.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from infoclip.errors import WorkError
from infoclip.film.instructions import steady_instructions
from infoclip.film.stream_writer import STREAM_SUFFIX, StreamWriter, load_encoder
from infoclip.machine import own_group
from infoclip.program import ffmpeg_exe, tell_ffmpeg

if TYPE_CHECKING:
    from moviepy import VideoClip

Frame = memoryview
Progress = Callable[[int, int], None]

SOURCE_PIXELS = "yuv420p"
_PIPE_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class EncoderSettings:
    """How x264 encodes. `crf` 0..51 (less is better); `gop_seconds` between key frames at most.

    `threads` 0 is as many as there are cores, from 2 to 6: each takes some 20 MB at 1080x1920, and more bring nothing.
    `x264` holds further x264 parameters as `name=value` joined by colons.
    """

    preset: str = "veryfast"
    crf: float = 20
    gop_seconds: float = 5.0
    threads: int = 0
    x264: str = ""

    @classmethod
    def draft(cls) -> EncoderSettings:
        """Quick looks: two thirds of the time. The tree look-ahead keeps the size down (superfast leaves it out)."""
        return cls(preset="superfast", x264="mbtree=1:rc-lookahead=10")

    @classmethod
    def master(cls) -> EncoderSettings:
        """For the archive or a re-encoding platform: twice the time, smaller and better."""
        return cls(preset="medium", crf=18)


@dataclass(frozen=True, slots=True)
class FilmTags:
    """What the file says of itself. `language` is an ISO 639-2 code, for both streams."""

    title: str = ""
    language: str = "ara"
    source: str = ""


@dataclass(frozen=True, slots=True)
class FilmSettings:
    """All that a film is written with, beside its frames. `sound` is a ready AAC file: it is copied, not encoded again,
    so what was measured is what is heard; None leaves the sound out.
    """

    encoder: EncoderSettings = field(default_factory=EncoderSettings)
    tags: FilmTags = field(default_factory=FilmTags)
    sound: Path | None = None


@dataclass(frozen=True, slots=True)
class FilmShape:
    """A film's form: frame size in pixels (both even), frames a second, and the frames of each of its scenes."""

    width: int
    height: int
    fps: int
    scene_frames: tuple[int, ...]

    def __post_init__(self) -> None:
        if self.width % 2 or self.height % 2:
            raise ValueError(f"yuv420p needs even sides, not {self.width}x{self.height}")
        if not self.scene_frames or min(self.scene_frames) < 1:
            raise ValueError("a film needs scenes of at least one frame")

    @property
    def frame_count(self) -> int:
        return sum(self.scene_frames)

    @property
    def frame_bytes(self) -> int:
        return self.width * self.height * 3 // 2


class FrameFeed:
    """Frames asked for by number, from a source that gives them in order. The last frame can be asked for again."""

    def __init__(self, frames: Iterable[Frame], shape: FilmShape) -> None:
        self._frames: Iterator[Frame] = iter(frames)
        self._shape = shape
        self._number = -1
        self._frame: Frame | None = None

    def __call__(self, number: int) -> Frame:
        """Frame `number` as rows of bytes: those of Y, then of U and V. Raises ValueError for an earlier one."""
        if number < self._number:
            raise ValueError(f"frame {number} was asked for after frame {self._number}")
        while self._number < number or self._frame is None:
            self._frame = self._rows(next(self._frames))
            self._number += 1
        return self._frame

    def _rows(self, frame: Frame) -> Frame:
        if frame.nbytes != self._shape.frame_bytes:
            raise ValueError(f"a frame has {frame.nbytes} bytes, not {self._shape.frame_bytes}")
        flat = frame if frame.ndim == 1 and frame.format == "B" else frame.cast("B")
        return flat.cast("B", (self._shape.height * 3 // 2, self._shape.width))


def build_clip(frames: Iterable[Frame], shape: FilmShape) -> VideoClip:
    """The film as moviepy sees it: one `VideoClip` a scene, chained and never composited (52 ms a frame)."""
    from moviepy import VideoClip, concatenate_videoclips

    feed = FrameFeed(frames, shape)
    clips, start = [], 0
    for count in shape.scene_frames:
        clip = VideoClip(duration=count / shape.fps)
        clip.frame_function = _scene_function(feed, start, count, shape.fps)
        clip.size, clip.fps = (shape.width, shape.height), shape.fps
        clips.append(clip)
        start += count
    film = concatenate_videoclips(clips, method="chain")
    # moviepy measures a chained clip by its first frame, which as planes is half as high again
    film.size = (shape.width, shape.height)
    return film


def _scene_function(feed: FrameFeed, start: int, count: int, fps: int) -> Callable[[float], Frame]:
    return lambda t: feed(start + min(count - 1, max(0, round(t * fps))))


def write_film(
    clip: VideoClip, shape: FilmShape, path: Path, settings: FilmSettings, progress: Progress | None = None
) -> None:
    """Encode `clip` to `path` (which should be a temporary name), exactly `shape.frame_count` frames: an MP4, or with a
    name in `.h264` the bare stream of a segment.

    `progress` is told (frames written, frames in all). Raises WorkError with ffmpeg's own words when it fails.
    Whatever ends the writing (Ctrl-C too), ffmpeg is ended with it and the unfinished file is removed.
    """
    writer = _writer(path, shape, settings)
    try:
        for number in range(shape.frame_count):
            # Not `clip.iter_frames`: it counts int(duration * fps), one frame too few for some lengths. A quarter into
            # the frame's time, so that no rounding brings the frame or the scene before.
            writer.write_frame(clip.get_frame((number + 0.25) / shape.fps))
            if progress is not None:
                progress(number + 1, shape.frame_count)
        writer.close()
    except BaseException:
        writer.abort()
        path.unlink(missing_ok=True)
        raise


def _writer(path: Path, shape: FilmShape, settings: FilmSettings) -> Any:
    if path.suffix == STREAM_SUFFIX:
        return StreamWriter(path, shape, settings.encoder)
    try:
        return _writer_class()(path, shape, settings)
    except OSError as error:
        raise WorkError(f"ffmpeg cannot be started: {error}") from error


def ready_to_write() -> None:
    """Import what writing a film takes: a third of a second."""
    tell_ffmpeg()
    load_encoder()
    _writer_class()


def encode_command(path: Path, shape: FilmShape, settings: FilmSettings) -> list[str]:
    """The ffmpeg command that reads planes from its standard input and writes the film, an MP4.

    The colour tags stand on the input side too: given for the output alone, ffmpeg 7 and later put a hidden full-frame
    scale between the two (45 % more CPU, other pixels). No edit list and moov first: Meta and YouTube ask for both.
    """
    encoder = settings.encoder
    colour = ["-color_range", "tv", "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709"]
    command = [ffmpeg_exe(), "-y", "-loglevel", "error"]
    command += ["-f", "rawvideo", "-pixel_format", SOURCE_PIXELS, "-video_size", f"{shape.width}x{shape.height}"]
    command += ["-framerate", str(shape.fps), *colour, "-i", "pipe:0"]
    if settings.sound is not None:
        command += ["-i", str(settings.sound), "-map", "0:v:0", "-map", "1:a:0", "-c:a", "copy"]
    command += ["-c:v", "libx264", "-preset", encoder.preset, "-crf", f"{encoder.crf:g}", "-profile:v", "high"]
    command += ["-g", str(max(1, round(encoder.gop_seconds * shape.fps))), "-flags", "+cgop"]
    command += ["-threads", str(encoder.threads or min(6, max(2, os.cpu_count() or 2)))]
    if x264 := ":".join(filter(None, [steady_instructions(), encoder.x264])):
        command += ["-x264-params", x264]
    command += [*colour, "-map_metadata", "-1", *_tag_options(settings)]
    return [*command, "-movflags", "+faststart+negative_cts_offsets", "-use_editlist", "0", "-f", "mp4", str(path)]


def _tag_options(settings: FilmSettings) -> list[str]:
    tags = settings.tags
    options = []
    for name, value in (("title", tags.title), ("comment", tags.source)):
        if value:
            options += ["-metadata", f"{name}={value}"]
    streams = ["s:v:0", "s:a:0"] if settings.sound is not None else ["s:v:0"]
    for stream in streams if tags.language else []:
        options += [f"-metadata:{stream}", f"language={tags.language}"]
    return options


@lru_cache(maxsize=1)
def _writer_class() -> Any:
    """The subclass of moviepy's writer, made when a film is written: importing moviepy costs 0.3 s."""
    from moviepy.video.io.ffmpeg_writer import FFMPEG_VideoWriter

    class PlanesWriter(FFMPEG_VideoWriter):  # type: ignore[misc]  # moviepy has no types
        """moviepy's writer with another command (planes in, tags, no yuva420p) and an end that can be forced."""

        def __init__(self, path: Path, shape: FilmShape, settings: FilmSettings) -> None:
            self.filename, self.codec, self.ext = str(path), "libx264", "mp4"
            # a file, not a pipe: nobody reads while frames are written, and a full pipe would stop ffmpeg
            self.logfile = tempfile.TemporaryFile()  # noqa: SIM115  closed with the writer
            self.proc: Any = subprocess.Popen(
                encode_command(path, shape, settings),
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=self.logfile,
                env=_lean_environment(),
                **own_group(),
            )
            _widen_pipe(self.proc.stdin)

        def write_frame(self, frame: Frame) -> None:
            """Hand one frame over, without a copy. Raises WorkError when ffmpeg has ended."""
            try:
                self.proc.stdin.write(frame)
            except OSError as error:
                raise WorkError(f"ffmpeg ended while the film was written: {self._said() or error}") from error

        def close(self) -> None:
            """Let ffmpeg finish the file and wait for it. Raises WorkError when it did not end well."""
            if self.proc is None:
                return
            try:
                self.proc.stdin.close()
            except OSError as error:
                raise WorkError(f"ffmpeg ended while the film was written: {self._said() or error}") from error
            if self.proc.wait() != 0:
                raise WorkError(f"ffmpeg could not finish the film: {self._said()}")
            self.proc = None
            self.logfile.close()

        def abort(self) -> None:
            """End ffmpeg at once, whatever it is doing."""
            if self.proc is not None:
                self.proc.kill()
                with contextlib.suppress(OSError):
                    self.proc.stdin.close()
                self.proc.wait()
                self.proc = None
            self.logfile.close()

        def _said(self) -> str:
            self.proc.kill()
            self.proc.wait()
            self.logfile.seek(0)
            lines = self.logfile.read().decode("utf-8", "replace").strip().splitlines()
            # the first lines say what is wrong, the last ones what came of it
            return " / ".join(lines if len(lines) <= 4 else [*lines[:3], lines[-1]])

    return PlanesWriter


def _lean_environment() -> dict[str, str]:
    """One heap for all of ffmpeg's threads: 13 MB less (glibc; others pass over it)."""
    return {**os.environ, "MALLOC_ARENA_MAX": "1"}


def _widen_pipe(pipe: Any) -> None:
    """A pipe of 1 MiB takes a frame in few steps (the usual 64 KiB needs 48); only Linux can."""
    with contextlib.suppress(ImportError, AttributeError, OSError):
        import fcntl

        fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
