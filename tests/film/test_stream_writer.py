"""Segments by x264 in this process: the very bytes that ffmpeg's own program writes with these settings."""

from __future__ import annotations

import random
import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from infoclip.errors import WorkError
from infoclip.film.clip import EncoderSettings, FilmSettings, FilmShape, build_clip, write_film
from infoclip.film.instructions import steady_instructions
from infoclip.program import ffmpeg_exe

SHAPE = FilmShape(180, 320, 30, (75,))


def frames(count: int = 75) -> Iterator[memoryview]:
    """Noise that slides over a ramp: pictures of all three kinds."""
    width, height = SHAPE.width, SHAPE.height
    noise = random.Random(7).randbytes(width * 80)
    for number in range(count):
        rows = bytearray(bytes(16 + (x + y) % 200 for y in range(height) for x in range(width)))
        rows[number * 3 * width : number * 3 * width + len(noise)] = noise
        whole = rows[: width * height] + bytes([110]) * (width * height // 4) + bytes([140]) * (width * height // 4)
        yield memoryview(whole)


def written(path: Path, encoder: EncoderSettings) -> bytes:
    write_film(build_clip(frames(), SHAPE), SHAPE, path, FilmSettings(encoder))
    return path.read_bytes()


def by_program(folder: Path, encoder: EncoderSettings) -> bytes:
    """What ffmpeg makes of the same frames."""
    raw, out = folder / "raw.yuv", folder / "program.h264"
    raw.write_bytes(b"".join(frames()))
    colour = ["-color_range", "tv", "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709"]
    size = ["-pixel_format", "yuv420p", "-video_size", f"{SHAPE.width}x{SHAPE.height}", "-framerate", "30"]
    quick = "" if encoder.preset == "medium" else "bframes=2:subme=1"
    x264 = ":".join(filter(None, ["b-pyramid=none", quick, steady_instructions(), encoder.x264]))
    gop = str(round(encoder.gop_seconds * 30))
    command = [ffmpeg_exe(), "-y", "-loglevel", "error", "-f", "rawvideo", *size, *colour, "-i", str(raw)]
    command += ["-c:v", "libx264", "-preset", encoder.preset, "-crf", f"{encoder.crf:g}", "-profile:v", "high"]
    command += ["-g", gop, "-flags", "+cgop", "-threads", "2", "-sc_threshold", "0", "-x264-params", x264]
    subprocess.run([*command, *colour, "-f", "h264", str(out)], check=True)
    return out.read_bytes()


def core(stream: bytes) -> bytes:
    """Which x264 wrote a stream, by its own note."""
    found = re.search(rb"x264 - core \d+", stream)
    assert found is not None
    return found[0]


@pytest.mark.parametrize(
    "encoder",
    [EncoderSettings(), EncoderSettings.draft(), EncoderSettings.master(), EncoderSettings(gop_seconds=1.0)],
    ids=["film", "draft", "master", "short groups"],
)
def test_the_bytes_are_those_of_ffmpeg_itself(tmp_path: Path, encoder: EncoderSettings) -> None:
    ours, theirs = written(tmp_path / "ours.h264", encoder), by_program(tmp_path, encoder)
    if core(ours) != core(theirs):
        pytest.skip(f"{core(ours)!r} here, {core(theirs)!r} in ffmpeg")
    assert ours == theirs


def test_settings_that_x264_does_not_know_are_refused(tmp_path: Path) -> None:
    with pytest.raises(WorkError, match="the encoder stopped"):
        written(tmp_path / "a.h264", replace(EncoderSettings(), preset="swiftest"))
    assert not (tmp_path / "a.h264").exists()


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(WorkError, match="cannot be written"):
        written(tmp_path / "missing" / "a.h264", EncoderSettings())
