"""Films made by ffmpeg alone, right ones and such with one thing wrong, and what Debian's tools say of a file."""

from __future__ import annotations

import json
import shutil
import subprocess
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from infoclip.program import ffmpeg_exe

COLOURS = ("-color_range", "tv", "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709")
SOURCE = {
    "size": "1080x1920",
    "rate": "30",
    "seconds": "3.2",
}
USUAL: dict[str, str | None] = {
    "-c:v": "libx264",
    "-preset": "ultrafast",
    "-profile:v": None,
    "-x264-params": "cabac=1:8x8dct=1:bframes=2:keyint=15:min-keyint=15:scenecut=0:open-gop=0:log-level=error",
    "-pix_fmt": "yuv420p",
    "-c:a": "aac",
    "-b:a": "128k",
    "-ar": "48000",
    "-ac": "2",
    "-movflags": "+faststart+negative_cts_offsets",
    "-use_editlist": "0",
    "-f": "mp4",
}


def film(path: Path, *, filters: str = "null", sound: bool = True, colours: bool = True, **changed: str | None) -> Path:
    """A film of one colour with a tone at -24 LUFS. `changed` replaces the source's values (size, rate, seconds) and
    options (`c_v` for -c:v); None leaves an option away.
    """
    source = SOURCE | {name: value for name, value in changed.items() if name in SOURCE and value}
    options = dict(USUAL)
    for name, value in changed.items():
        if name not in SOURCE:
            flag = "-" + name.replace("_", ":", 1) if name[1:2] == "_" or name == "profile_v" else "-" + name
            options[flag] = value
    picture = f"color=c=teal:s={source['size']}:r={source['rate']}:d={source['seconds']},format=yuv420p"
    tone = f"sine=f=440:r=48000:d={float(source['seconds']) - 0.05},volume=-3dB"
    command = [ffmpeg_exe(), "-y", "-v", "error", "-f", "lavfi", "-i", picture]
    if sound:
        command += ["-f", "lavfi", "-i", tone]
    tags = "setparams=range=tv:colorspace=bt709:color_primaries=bt709:color_trc=bt709," if colours else ""
    command += ["-vf", tags + filters, *(COLOURS if colours else ())]
    for flag, value in options.items():
        if value is not None and (sound or flag not in ("-c:a", "-b:a", "-ar", "-ac")):
            command += [flag, value]
    done = subprocess.run([*command, str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return path


def ffprobe(path: Path, *more: str) -> dict[str, Any]:
    """What Debian's ffprobe reads; skips the test where there is none."""
    tool = shutil.which("ffprobe")
    if tool is None:
        pytest.skip("no ffprobe here")
    command = [tool, "-v", "error", "-of", "json", "-show_streams", "-show_format", *more, str(path)]
    found: dict[str, Any] = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return found


def stream(found: dict[str, Any], kind: str) -> dict[str, Any] | None:
    return next((item for item in found["streams"] if item["codec_type"] == kind), None)


def key_places(path: Path) -> list[int]:
    """Where key pictures stand among all, by ffprobe's packets."""
    packets = ffprobe(path, "-select_streams", "v", "-show_packets")["packets"]
    return [place for place, packet in enumerate(packets) if packet["flags"].startswith("K")]


def mediainfo(path: Path) -> dict[str, dict[str, str]]:
    """What mediainfo reads, by track; empty where there is none."""
    tool = shutil.which("mediainfo")
    if tool is None:
        return {}
    said = json.loads(
        subprocess.run([tool, "--Output=JSON", str(path)], capture_output=True, text=True, check=True).stdout
    )
    return {track["@type"]: track for track in said["media"]["track"]}


def rate_of(text: str) -> Fraction:
    return Fraction(text) if not text.endswith("/0") else Fraction(0)
