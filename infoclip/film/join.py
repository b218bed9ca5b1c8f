"""Segments and sound to one MP4 by stream copy, every picture at its exact time."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

from infoclip.errors import WorkError
from infoclip.film.clip import FilmSettings
from infoclip.film.h264 import IDR, SLICE, Stream, nal_units
from infoclip.film.segment_cache import Encoded

# No edit list and moov first: Meta and YouTube ask for both.
_OPTIONS = {"movflags": "+faststart+negative_cts_offsets", "use_editlist": "0", "fflags": "+bitexact"}


@dataclass(frozen=True, slots=True)
class Timed:
    """A picture in its place: `shown` and `decoded` count frames from the film's start."""

    data: bytes
    shown: int
    decoded: int
    key: bool


def join_film(segments: Sequence[Encoded], fps: int, path: Path, settings: FilmSettings) -> None:
    """Write an MP4 of all segments in order at `fps`, with `settings.sound` (an AAC file) and its tags.

    Same segments, same bytes. Raises WorkError for segments that do not belong together, and when writing fails.
    """
    import av

    check_alike([segment.stream for segment in segments])
    try:
        with av.open(io.BytesIO(segments[0].data), format="h264") as sample:
            _write(av, segments, sample.streams.video[0], Joined(fps, path, settings))
    except (OSError, av.FFmpegError) as error:
        raise WorkError(f"writing {path} failed: {error}") from error


@dataclass(frozen=True, slots=True)
class Joined:
    """Where a film goes and what is written beside its pictures."""

    fps: int
    path: Path
    settings: FilmSettings


def _write(av: Any, segments: Sequence[Encoded], like: Any, joined: Joined) -> None:
    settings = joined.settings
    with av.open(str(joined.path), "w", format="mp4", options=_OPTIONS) as out:
        video = out.add_stream_from_template(like)
        video.time_base = Fraction(1, joined.fps)
        sound = av.open(str(settings.sound)) if settings.sound is not None else None
        try:
            audio = out.add_stream_from_template(sound.streams.audio[0]) if sound is not None else None
            for name, value in (("title", settings.tags.title), ("comment", settings.tags.source)):
                if value:
                    out.metadata[name] = value
            for stream in (video, audio) if settings.tags.language else ():
                if stream is not None:
                    stream.metadata["language"] = settings.tags.language
            for picture in timed(segments):
                packet = av.Packet(picture.data)
                packet.stream, packet.time_base = video, Fraction(1, joined.fps)
                packet.pts, packet.dts, packet.duration = picture.shown, picture.decoded, 1
                packet.is_keyframe = picture.key
                out.mux(packet)
            for packet in sound.demux(audio=0) if sound is not None else ():
                if packet.dts is not None:
                    packet.stream = audio
                    out.mux(packet)
        finally:
            if sound is not None:
                sound.close()


def check_alike(streams: Sequence[Stream]) -> None:
    """Segments are joined only when all say the same of themselves, and no two equal key pictures meet (7.4.3).

    Raises WorkError.
    """
    if len({stream.parameters for stream in streams}) != 1:
        raise WorkError("the film's segments were not encoded alike")
    for before, after in pairwise(streams):
        if len(before.pictures) == 1 and before.pictures[0].idr_id == after.pictures[0].idr_id:
            raise WorkError("two key pictures of the film cannot be told apart")


def timed(segments: Sequence[Encoded]) -> Iterator[Timed]:
    """Every picture of a film in decoding order, with its time. The first of all shows at 0; none shows before it is
    decoded. The encoder's note of itself stays in the first one only.
    """
    ranks = [_ranks(segment.stream) for segment in segments]
    delay = max(place - rank for places in ranks for place, rank in enumerate(places))
    base = 0
    for segment, places in zip(segments, ranks, strict=True):
        parameters = segment.stream.parameters
        note = _note(segment.data) if base == 0 else b""
        for place, (picture, rank) in enumerate(zip(segment.stream.pictures, places, strict=True)):
            data = segment.data[picture.begin : picture.end]
            head = parameters + note if picture.idr else b""
            yield Timed(head + data, base + rank, base + place - delay, picture.idr)
        base += len(places)


def _ranks(stream: Stream) -> list[int]:
    """For each picture in decoding order, which one it is of those shown."""
    order = sorted(range(len(stream.pictures)), key=lambda place: stream.pictures[place].poc)
    ranks = [0] * len(order)
    for rank, place in enumerate(order):
        ranks[place] = rank
    return ranks


def _note(stream: bytes) -> bytes:
    """What stands between the parameter sets and the first picture: x264's note of its settings."""
    units = []
    for nal in nal_units(stream):
        if nal.type in (SLICE, IDR):
            break
        if nal.type not in (7, 8):
            units.append(stream[nal.begin : nal.end])
    return b"".join(units)
