"""One real film, probed: the GSO example as `infoclip render` writes it; in half its size where time is short."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from infoclip import pipeline
from infoclip.film.frames import frame_at
from infoclip.program import ffmpeg_exe
from infoclip.publish.outputs import Film, publish_film
from infoclip.publish.probe import probe
from infoclip.publish.renditions import Making, made

REPOSITORY = Path(__file__).parent.parent
EXAMPLES = sorted(path.parent.name for path in REPOSITORY.glob("examples/*/spec.yaml"))


@dataclass(frozen=True)
class Made:
    """A film, what it shows, and how many of its pixels are one of the design's."""

    composition: pipeline.Composition
    film: Film
    scale: float

    @property
    def size(self) -> tuple[int, int]:
        """The film's size in pixels, as it should be."""
        format = self.composition.format
        return round(format.width * self.scale), round(format.height * self.scale)


def rendered(name: str, format_name: str, folder: Path, scale: float = 1.0) -> Made:
    composition = pipeline.compose(pipeline.open_clip(REPOSITORY / "examples" / name / "spec.yaml"), format_name)
    job = made(pipeline.job_of(composition, "film"), Making(scale))
    return Made(composition, publish_film(job, folder / f"{name}-{format_name}.mp4"), scale)


@pytest.fixture(scope="module", params=[0.5, pytest.param(1.0, marks=pytest.mark.slow)], ids=["half", "whole"])
def film(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Made:
    return rendered("gso-2018", "square", tmp_path_factory.mktemp("film"), request.param)


def test_the_file_is_what_platforms_ask_for(film: Made) -> None:
    found = probe(film.film.path)
    assert (found.width, found.height, found.frames) == (*film.size, 900)
    assert (found.codec, found.profile, found.pixels) == ("h264", "High", "yuv420p")
    assert found.colors == ("tv", "bt709", "bt709", "bt709")
    assert (found.fps, found.start, round(found.seconds, 3)) == (30, 0.0, 30.0)
    assert found.moov_first
    assert not found.edit_lists
    assert (found.audio_codec, found.audio_rate, found.audio_channels) == ("aac", 48_000, 2)


def decoded(path: Path, width: int, height: int) -> Iterator[bytes]:
    """Every frame's luma plane, as ffmpeg decodes it; any error in the stream ends the decoding with a fault."""
    command = [ffmpeg_exe(), "-v", "error", "-xerror", "-i", str(path), "-an"]
    command += ["-f", "rawvideo", "-pix_fmt", "yuv420p", "-"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        while frame := process.stdout.read(width * height * 3 // 2):
            yield frame[: width * height]
        errors = process.stderr.read().decode()
    assert process.returncode == 0, errors
    assert not errors


def test_every_frame_decodes_and_shows_what_the_preview_shows(film: Made) -> None:
    composition, written = film.composition, film.film
    timeline, theme = composition.timeline, composition.clip.theme
    settled = {timeline.still_frame(index) for index in range(timeline.scene_count)}
    asked = settled | {0, 40, 560, 570, 899}
    count = 0
    for number, luma in enumerate(decoded(written.path, written.width, written.height)):
        count += 1
        if number in asked:
            shown = Image.frombytes("L", (written.width, written.height), luma)
            drawn = frame_at(timeline, number, theme=theme, scale=film.scale).convert("L", (0.2126, 0.7152, 0.0722, 0))
            assert mean_difference(shown, drawn) < 2.5, f"frame {number} is not what the preview draws"
    assert count == 900


def mean_difference(luma: Image.Image, grey: Image.Image) -> float:
    """Mean absolute difference, after the film's limited range (16..235) is spread to 0..255."""
    full = luma.point([min(255, max(0, round((value - 16) * 255 / 219))) for value in range(256)])
    return float(ImageStat.Stat(ImageChops.difference(full, grey)).mean[0])


def test_key_frames_close_their_groups(film: Made) -> None:
    import av

    with av.open(str(film.film.path)) as container:
        packets = [packet for packet in container.demux(video=0) if packet.size]
    step = packets[0].duration
    shown = sorted(packet.pts for packet in packets)
    assert [late - early for early, late in pairwise(shown)] == [step] * 899
    keys = [index for index, packet in enumerate(packets) if packet.is_keyframe]
    assert keys[0] == 0
    assert max(late - early for early, late in zip([*keys], [*keys[1:], 900], strict=True)) <= 150
    for early, late in zip(keys, [*keys[1:], len(packets)], strict=True):
        group = [packet.pts for packet in packets[early:late]]
        assert min(group) == group[0], "a picture is shown before the key frame of its group"
        assert max(group) - min(group) == (late - early - 1) * step, "groups reach into each other"


def test_it_is_as_loud_as_platforms_play(film: Made) -> None:
    command = [ffmpeg_exe(), "-nostats", "-i", str(film.film.path), "-af", "ebur128=peak=true", "-f", "null", "-"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    summary = told[told.rindex("Summary:") :]
    loudness = float(re.search(r"I:\s*(-?[\d.]+) LUFS", summary).group(1))  # type: ignore[union-attr]
    peak = float(re.search(r"Peak:\s*(-?[\d.]+) dBFS", summary).group(1))  # type: ignore[union-attr]
    assert abs(loudness + 14) <= 1.0
    assert peak <= -1.0


@pytest.mark.skipif(shutil.which("ffprobe") is None, reason="no ffprobe on this machine")
def test_ffprobe_agrees(film: Made) -> None:
    command = ["ffprobe", "-v", "error", "-count_packets", "-show_streams", "-of", "json", str(film.film.path)]
    streams = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)["streams"]
    video = next(stream for stream in streams if stream["codec_type"] == "video")
    assert video["nb_read_packets"] == "900"
    assert video["r_frame_rate"] == video["avg_frame_rate"] == "30/1"
    assert (video["profile"], video["pix_fmt"], video["color_space"], video["color_range"]) == (
        "High", "yuv420p", "bt709", "tv",
    )  # fmt: skip
    assert float(video["start_time"]) == 0
    assert float(video["duration"]) == 30.0


@pytest.mark.slow
@pytest.mark.parametrize("format_name", ["reel", "feed", "square", "wide"])
@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_in_every_format(tmp_path: Path, name: str, format_name: str) -> None:
    film = rendered(name, format_name, tmp_path)
    frames = round(film.composition.clip.spec.duration * 30)
    assert (film.film.width, film.film.height, film.film.frames) == (*film.size, frames)
    assert sum(1 for _ in decoded(film.film.path, *film.size)) == frames
