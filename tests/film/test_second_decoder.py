"""Held pictures through Cisco's openh264, which shares no code with ffmpeg's own decoder: the same frames, bit for bit.

B pictures of x264's own are left out for whole films: in one of some hundreds openh264 is off by a level in a few
samples of colour, where ffmpeg shows what x264 itself says that it wrote (`dump-yuv`). No held picture is one, and none
refers to one.
"""

from __future__ import annotations

import subprocess
from functools import lru_cache
from pathlib import Path

import av
import pytest
from av.video.frame import PictureType
from scripted import PLACES, Script, plan
from streams import decoded, encoded, moving
from test_held import ENCODERS

from infoclip import pipeline
from infoclip.film.clip import FilmSettings
from infoclip.film.held import append_held
from infoclip.film.render import render_film
from infoclip.film.states import frame_states
from infoclip.program import ffmpeg_exe
from infoclip.publish.job import Quality

REPOSITORY = Path(__file__).resolve().parent.parent.parent


@lru_cache
def has_openh264() -> bool:
    """Whether the ffmpeg that films are made with can decode by openh264 too; some builds leave it out."""
    told = subprocess.run([ffmpeg_exe(), "-hide_banner", "-decoders"], capture_output=True, text=True, check=False)
    return "libopenh264" in told.stdout


pytestmark = pytest.mark.skipif(not has_openh264(), reason="this ffmpeg has no openh264")


def by_openh264(stream: bytes | Path) -> list[str]:
    """The MD5 of every frame in the order shown, as openh264 decodes it."""
    source = ["-i", str(stream)] if isinstance(stream, Path) else ["-f", "h264", "-i", "pipe:0"]
    command = [ffmpeg_exe(), "-hide_banner", "-nostats", "-v", "info", "-c:v", "libopenh264", *source]
    command += ["-map", "0:v:0", "-fps_mode", "passthrough", "-f", "framemd5", "-"]
    data = b"" if isinstance(stream, Path) else stream
    run = subprocess.run(command, input=data, capture_output=True, check=False, timeout=300)
    told = run.stderr.decode()
    assert run.returncode == 0, told
    assert "h264 (libopenh264)" in told, "another decoder was taken"
    assert "rror" not in told, told
    return [line.split(",")[-1].strip() for line in run.stdout.decode().splitlines() if not line.startswith("#")]


@pytest.mark.parametrize("name", ENCODERS)
def test_openh264_holds_the_same_frame(name: str) -> None:
    for count in (1, 12):
        stream = append_held(encoded(moving(count), *ENCODERS[name]), 75)
        frames = by_openh264(stream)
        assert frames == decoded(stream)
        assert frames[count:] == [frames[count - 1]] * 75


def same_but_for_b(path: Path) -> list[str]:
    """The MD5 of every frame, by ffmpeg's decoder, after openh264 has shown each that is no B picture alike."""
    with av.open(path) as film:
        kinds = [frame.pict_type for frame in film.decode(video=0)]
    frames, others = decoded(path), by_openh264(path)
    assert len(frames) == len(others) == len(kinds)
    alike = [number for number, kind in enumerate(kinds) if kind != PictureType.B]
    assert [others[number] for number in alike] == [frames[number] for number in alike]
    return frames


@pytest.mark.usefixtures("workers_know_the_script")
def test_openh264_shows_a_joined_film_alike(script: Script, tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    render_film(plan(script), path, FilmSettings())
    frames = same_but_for_b(path)
    assert len(frames) == len(PLACES)
    assert len(set(frames[20:60])) == len(set(frames[114:150])) == 1, "a hold is not still"


@pytest.mark.slow
@pytest.mark.parametrize("quality", ["film", "master", "draft"])
def test_openh264_shows_a_whole_example_alike(quality: Quality, tmp_path: Path) -> None:
    composition = pipeline.compose(pipeline.open_clip(REPOSITORY / "examples" / "gso-2018" / "spec.yaml"), "reel")
    pipeline.render(composition, tmp_path / "film.mp4", quality)
    frames = same_but_for_b(tmp_path / "film.mp4")
    states = frame_states(composition.timeline)
    assert len(frames) == len(states)
    assert sum(states[frame] == states[frame - 1] for frame in range(1, len(states))) > 200, "it hardly rests"
