"""What a film file is, read back from the file: its headers, and every packet's time, size and kind."""

from __future__ import annotations

import struct
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

from infoclip.errors import WorkError

_BOXES_WITHIN = {b"moov", b"trak", b"edts"}
_IDR = 5


@dataclass(frozen=True, slots=True)
class Probe:
    """A film as a player sees it. Times are seconds, rates bits a second; `audio_*` are empty without a sound track.

    `moov_first` lets playback begin before the file is whole; `edit_lists` confuse some platforms' ingest. `brand` is
    the file's own (MP4: isom, mp42 ...). `constant_rate`: every picture is shown equally long. `gop` is the most
    pictures from one key picture to the next; `closed_gop`: no picture needs one of the group before. `peak_bitrate`
    is that of the busiest second.
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
    brand: str = ""
    level: float = 0.0
    progressive: bool = True
    square_pixels: bool = True
    constant_rate: bool = True
    gop: int = 0
    closed_gop: bool = True
    bitrate: float = 0.0
    peak_bitrate: float = 0.0
    audio_profile: str = ""
    audio_bitrate: float = 0.0

    @property
    def sounds(self) -> bool:
        """It has a track of sound."""
        return bool(self.audio_codec)

    @property
    def gop_seconds(self) -> float:
        """The longest time between two key pictures."""
        return float(self.gop / self.fps) if self.fps else 0.0


@dataclass(frozen=True, slots=True)
class _Packet:
    """One picture or piece of sound as it lies in the file; times in ticks of its stream."""

    shown: int
    size: int
    key: bool = False
    idr: bool = False


_RANGES = {1: "tv", 2: "pc"}
_NAMES = {1: "bt709", 5: "bt470bg", 6: "smpte170m", 9: "bt2020nc"}


def probe(path: Path) -> Probe:
    """Read a film's headers and packets (nothing is decoded). Raises WorkError for a file that holds no video."""
    import av

    try:
        boxes = _boxes(path)
        with av.open(str(path)) as container:
            if not container.streams.video:
                raise WorkError(f"{path} holds no video")
            return _probed(container, path, boxes)
    except (OSError, ValueError, struct.error, av.FFmpegError) as error:
        raise WorkError(f"{path} cannot be read back: {error}") from error


def _probed(container: Any, path: Path, boxes: Sequence[bytes]) -> Probe:
    video = container.streams.video[0]
    context = video.codec_context
    audio = container.streams.audio[0] if container.streams.audio else None
    sound = audio.codec_context if audio else None
    pictures, pieces = _packets(container, video, audio)
    seconds = _seconds(video.duration, video.time_base)
    audio_seconds = _seconds(audio.duration, audio.time_base) if audio else 0.0
    return Probe(
        width=context.width,
        height=context.height,
        fps=Fraction(video.average_rate or 0),
        frames=video.frames,
        seconds=seconds,
        start=_seconds(video.start_time, video.time_base),
        codec=context.name,
        profile=str(context.profile or ""),
        pixels=str(context.pix_fmt),
        colors=_colors(context),
        audio_codec=sound.name if sound else "",
        audio_rate=sound.sample_rate if sound else 0,
        audio_channels=sound.channels if sound else 0,
        audio_seconds=audio_seconds,
        moov_first=b"mdat" in boxes and boxes.index(b"moov") < boxes.index(b"mdat"),
        edit_lists=b"elst" in boxes,
        size=path.stat().st_size,
        brand=str(container.metadata.get("major_brand", "")).strip(),
        level=(context.level or 0) / 10,
        progressive=int(context.field_order) in (0, 1),
        square_pixels=(context.sample_aspect_ratio or 1) == 1,
        constant_rate=_constant(pictures),
        gop=_longest_gop(pictures),
        closed_gop=_closed(pictures),
        bitrate=_rate(pictures, seconds),
        peak_bitrate=_peak(pictures, video.time_base),
        audio_profile=str(sound.profile or "") if sound else "",
        audio_bitrate=_rate(pieces, audio_seconds),
    )


def _colors(context: Any) -> tuple[str, str, str, str]:
    """What a film says of its colours, as ffmpeg names it: range, primaries, transfer, matrix."""
    return (
        _RANGES.get(int(context.color_range), "unknown"),
        _NAMES.get(int(context.color_primaries), "unknown"),
        _NAMES.get(int(context.color_trc), "unknown"),
        _NAMES.get(int(context.colorspace), "unknown"),
    )


def _packets(container: Any, video: Any, audio: Any) -> tuple[list[_Packet], list[_Packet]]:
    """The pictures and the pieces of sound, each in the order of the file."""
    found: dict[int, list[_Packet]] = {stream.index: [] for stream in (video, audio) if stream is not None}
    extradata = video.codec_context.extradata
    for packet in container.demux(*(stream for stream in (video, audio) if stream is not None)):
        if not packet.size or packet.pts is None:
            continue
        key = bool(packet.is_keyframe) and packet.stream.index == video.index
        idr = key and (video.codec_context.name != "h264" or _holds_idr(bytes(packet), extradata))
        found[packet.stream.index].append(_Packet(packet.pts, packet.size, key, idr))
    return found[video.index], found[audio.index] if audio is not None else []


def _holds_idr(data: bytes, extradata: bytes | None) -> bool:
    """Whether a picture of H.264 can be decoded without any other: an IDR unit (ISO 14496-15, 5.3)."""
    length = (extradata[4] & 3) + 1 if extradata and extradata[0] == 1 else 4
    at = 0
    while at + length < len(data):
        size = int.from_bytes(data[at : at + length], "big")
        if data[at + length] & 31 == _IDR:
            return True
        at += length + size
    return False


def _constant(pictures: Sequence[_Packet]) -> bool:
    times = sorted(picture.shown for picture in pictures)
    return len({after - before for before, after in pairwise(times)}) <= 1


def _longest_gop(pictures: Sequence[_Packet]) -> int:
    keys = [place for place, picture in enumerate(pictures) if picture.key]
    return max((after - before for before, after in pairwise([*keys, len(pictures)])), default=0)


def _closed(pictures: Sequence[_Packet]) -> bool:
    """Every key picture is an IDR, and nothing that follows it in the file is shown before it."""
    latest = None
    for picture in pictures:
        if picture.key:
            if not picture.idr:
                return False
            latest = picture.shown
        elif latest is None or picture.shown < latest:
            return False
    return True


def _rate(packets: Iterable[_Packet], seconds: float) -> float:
    return sum(packet.size for packet in packets) * 8 / seconds if seconds else 0.0


def _peak(pictures: Sequence[_Packet], base: Fraction) -> float:
    """Bits of the busiest second."""
    ordered = sorted(pictures, key=lambda picture: picture.shown)
    times = [float(picture.shown * base) for picture in ordered]
    sums = [0, *accumulate(picture.size for picture in ordered)]
    windows = (sums[bisect_left(times, start + 1 - 1e-9)] - sums[place] for place, start in enumerate(times))
    return max(windows, default=0) * 8.0


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
