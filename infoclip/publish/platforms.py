"""What a film file is, read back from the file, and what platforms ask of it."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from infoclip.errors import WorkError

_BOXES_WITHIN = {b"moov", b"trak", b"edts"}


@dataclass(frozen=True, slots=True)
class Probe:
    """A film as a player sees it. Times are seconds; `audio_*` are empty without a sound track.

    `moov_first` lets playback begin before the file is whole; `edit_lists` confuse some platforms' ingest.
    """

    width: int
    height: int
    fps: Fraction
    frames: int
    seconds: float
    start: float
    codec: str
    profile: str
    pixels: str
    colors: tuple[str, str, str, str]
    audio_codec: str
    audio_rate: int
    audio_channels: int
    audio_seconds: float
    moov_first: bool
    edit_lists: bool
    size: int

    @property
    def sounds(self) -> bool:
        return bool(self.audio_codec)


_RANGES = {1: "tv", 2: "pc"}
_NAMES = {1: "bt709", 5: "bt470bg", 6: "smpte170m", 9: "bt2020nc"}


def probe(path: Path) -> Probe:
    """Read a film's headers (nothing is decoded). Raises WorkError for a file that holds no video."""
    import av

    try:
        boxes = _boxes(path)
        with av.open(str(path)) as container:
            if not container.streams.video:
                raise WorkError(f"{path} holds no video")
            video = container.streams.video[0]
            context = video.codec_context
            audio = container.streams.audio[0] if container.streams.audio else None
            return Probe(
                width=context.width,
                height=context.height,
                fps=Fraction(video.average_rate or 0),
                frames=video.frames,
                seconds=_seconds(video.duration, video.time_base),
                start=_seconds(video.start_time, video.time_base),
                codec=context.name,
                profile=str(context.profile or ""),
                pixels=str(context.pix_fmt),
                colors=(
                    _RANGES.get(int(context.color_range), "unknown"),
                    _NAMES.get(int(context.color_primaries), "unknown"),
                    _NAMES.get(int(context.color_trc), "unknown"),
                    _NAMES.get(int(context.colorspace), "unknown"),
                ),
                audio_codec=audio.codec_context.name if audio else "",
                audio_rate=audio.codec_context.sample_rate if audio else 0,
                audio_channels=audio.codec_context.channels if audio else 0,
                audio_seconds=_seconds(audio.duration, audio.time_base) if audio else 0.0,
                moov_first=b"mdat" in boxes and boxes.index(b"moov") < boxes.index(b"mdat"),
                edit_lists=b"elst" in boxes,
                size=path.stat().st_size,
            )
    except (OSError, ValueError, struct.error, av.FFmpegError) as error:
        raise WorkError(f"{path} cannot be read back: {error}") from error


def _seconds(ticks: int | None, base: Fraction | None) -> float:
    return float((ticks or 0) * (base or Fraction(0)))


def _boxes(path: Path) -> list[bytes]:
    """The names of the MP4 boxes (ISO 14496-12) in file order, down to the tracks' edit lists."""
    found: list[bytes] = []
    with path.open("rb") as file:
        end = path.stat().st_size
        position = 0
        while position + 8 <= end:
            file.seek(position)
            size, name = struct.unpack(">I4s", file.read(8))
            header = 8
            if size == 1:
                (size,) = struct.unpack(">Q", file.read(8))
                header = 16
            if size and size < header:
                raise ValueError(f"a broken box at {position}")
            found.append(name)
            position += header if name in _BOXES_WITHIN else (size or end - position)
    return found
