"""What a video file holds, found with moviepy's reader of ffmpeg's report and kept by the file's content."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

from msgspec import Struct

from infoclip.errors import InputError, Place, Problem
from infoclip.store import Store

LONGEST = 4 * 3600.0
MOST_PIXELS = 8192 * 4320
_FOUND = Store("footage", "moviepy")
_FRAMES = re.compile(r"frame=\s*(\d+)")
_TIME = re.compile(r"time=\s*(\d+):(\d+):(\d+(?:\.\d+)?)")
_HINT = "give it as MP4 (H.264), MOV, WebM or MKV"


class Footage(Struct, frozen=True):
    """A film's pictures: how many a second, and how many in all; `even` when each comes when its number says."""

    fps: float
    frames: int
    even: bool = True

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return self.frames / self.fps


def footage_of(path: Path, sha: str, place: Place | None = None) -> Footage:
    """What the video file `path`, whose content has the hash `sha`, holds. Raises InputError for what is no video."""
    key = _FOUND.key(sha)
    found: Footage | None = _FOUND.recall(key)
    if found is None:
        found = _examined(path, place)
        _FOUND.keep(key, found)
    return found


def _examined(path: Path, place: Place | None) -> Footage:
    from moviepy.video.io.ffmpeg_reader import ffmpeg_parse_infos

    def fault(message: str, hint: str = _HINT) -> InputError:
        return InputError(Problem(f"'{path.name}' {message}", place or Place(path), hint, "video"))

    if path.stat().st_size == 0:
        raise fault("is empty", "copy or save it again")
    try:
        told: dict[str, Any] = ffmpeg_parse_infos(str(path), check_duration=False, decode_file=False)
    except (OSError, ValueError, KeyError, IndexError, TypeError):
        raise fault("is not a video that can be read") from None
    if not told.get("video_found"):
        raise fault("holds no pictures" if told.get("audio_found") else "is not a video that can be read")
    fps = float(told.get("video_fps") or 0)
    width, height = told.get("video_size") or (0, 0)
    if width * height > MOST_PIXELS:
        raise fault(f"has {width} x {height} pixels: too large", "save it at 1920 x 1080")
    packets, length = _counted(path, "-c", "copy")
    if packets < 2 or not 0 < fps <= 1000:
        raise fault("holds a single picture" if packets else "holds no pictures", "show it with the scene photo")
    if length > LONGEST:
        raise fault("is longer than four hours", "cut out the part that is shown")
    # Evenly paced, packets are frames; where they come at uneven times (a phone's film), the time they fill counts.
    # ffmpeg reports the time by which packets are decoded, a few frames before the last one is shown.
    even = length <= 0 or abs(packets - length * fps) <= max(6.0, 0.03 * packets)
    if even:
        return Footage(fps, packets)
    frames, _ = _counted(path, "-vf", f"fps={fps:.10g}")
    return Footage(fps, max(2, frames), even=False)


def _counted(path: Path, *how: str) -> tuple[int, float]:
    """The pictures of a film that come through `how`, and the seconds that ffmpeg says they fill."""
    from moviepy.config import FFMPEG_BINARY

    command = [FFMPEG_BINARY, "-nostdin", "-hide_banner", "-i", str(path), "-map", "0:v:0", *how, "-f", "null", "-"]
    ran = subprocess.run(command, capture_output=True, check=False)
    report = ran.stderr.decode("utf-8", "replace")
    counts, times = _FRAMES.findall(report), _TIME.findall(report)
    hours, minutes, seconds = times[-1] if times else ("0", "0", "0")
    return int(counts[-1]) if counts else 0, int(hours) * 3600 + int(minutes) * 60 + float(seconds)
