"""Films through the real writer: what comes out, frame by frame, and what happens when it goes wrong."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from infoclip.errors import WorkError
from infoclip.film.clip import (
    EncoderSettings,
    FilmSettings,
    FilmShape,
    FilmTags,
    FrameFeed,
    build_clip,
    encode_command,
    write_film,
)
from infoclip.program import ffmpeg_exe

SHAPE = FilmShape(320, 180, 30, (31, 16, 13))


def grey(shape: FilmShape, level: Callable[[int], int]) -> Iterator[memoryview]:
    """Frames of one grey each, given by their number; every frame is the same memory, as the painter's is."""
    luma = shape.width * shape.height
    buffer = bytearray(b"\x80" * shape.frame_bytes)
    for number in range(shape.frame_count):
        buffer[:luma] = bytes([level(number)]) * luma
        yield memoryview(buffer)


def ramp(number: int) -> int:
    return 40 + number * 3


def write(path: Path, shape: FilmShape = SHAPE, settings: FilmSettings | None = None) -> Path:
    write_film(build_clip(grey(shape, ramp), shape), shape, path, settings or FilmSettings())
    return path


def decoded(path: Path) -> list[float]:
    """The mean luma of every frame, by ffmpeg."""
    run = subprocess.run(
        [
            ffmpeg_exe(),
            "-nostdin",
            "-v",
            "error",
            "-xerror",
            "-i",
            str(path),
            "-f",
            "rawvideo",
            "-pix_fmt",
            "gray",
            "-",
        ],
        capture_output=True,
        check=True,
        timeout=60,
    )
    size = SHAPE.width * SHAPE.height
    frames = [run.stdout[at : at + size] for at in range(0, len(run.stdout), size)]
    return [sum(frame) / size for frame in frames]


def test_every_frame_arrives_once_and_in_order(tmp_path: Path) -> None:
    means = decoded(write(tmp_path / "a.mp4"))
    assert len(means) == SHAPE.frame_count
    # grey is read as full range, so limited-range levels are stretched by 255 / 219
    for number, mean in enumerate(means):
        assert mean == pytest.approx(min(255, (ramp(number) - 16) * 255 / 219), abs=2)


def test_scenes_are_moviepy_clips(tmp_path: Path) -> None:
    from moviepy import VideoClip

    clip = build_clip(grey(SHAPE, ramp), SHAPE)
    assert isinstance(clip, VideoClip)
    assert (clip.size, clip.fps) == ((320, 180), 30)
    assert clip.duration == pytest.approx(2.0)
    assert clip.get_frame(31.25 / 30)[0, 0] == ramp(31)


def test_progress_counts_frames(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    clip = build_clip(grey(SHAPE, ramp), SHAPE)
    write_film(clip, SHAPE, tmp_path / "a.mp4", FilmSettings(), lambda done, of: told.append((done, of)))
    assert told == [(number + 1, 60) for number in range(60)]


@pytest.mark.skipif(shutil.which("ffprobe") is None, reason="needs ffprobe")
def test_an_independent_probe_finds_what_was_asked_for(tmp_path: Path) -> None:
    settings = FilmSettings(EncoderSettings(gop_seconds=0.5), FilmTags("حصاد 2018", "ara", "المصدر: تقرير"))
    path = write(tmp_path / "a.mp4", settings=settings)
    entries = (
        "stream=codec_name,profile,pix_fmt,width,height,r_frame_rate,avg_frame_rate,nb_frames,start_time,duration,"
        "color_range,color_space,color_primaries,color_transfer,field_order:stream_tags=language"
        ":format_tags=title,comment:packet=pts_time,flags"
    )
    out = subprocess.run(
        ["ffprobe", "-v", "error", "-show_entries", entries, "-of", "default=nk=0:nw=1", str(path)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    ).stdout
    lines = out.splitlines()
    found = dict(line.split("=", 1) for line in lines)
    assert {
        "codec_name": "h264",
        "profile": "High",
        "pix_fmt": "yuv420p",
        "width": "320",
        "height": "180",
        "r_frame_rate": "30/1",
        "avg_frame_rate": "30/1",
        "nb_frames": "60",
        "start_time": "0.000000",
        "duration": "2.000000",
        "color_range": "tv",
        "color_space": "bt709",
        "color_primaries": "bt709",
        "color_transfer": "bt709",
        "field_order": "progressive",
        "TAG:language": "ara",
        "TAG:title": "حصاد 2018",
        "TAG:comment": "المصدر: تقرير",
    }.items() <= found.items()
    times = sorted(float(line.removeprefix("pts_time=")) for line in lines if line.startswith("pts_time="))
    assert times == pytest.approx([number / 30 for number in range(60)], abs=1e-4)
    keys = [line for line in lines if line.startswith("flags=K")]
    assert len(keys) == 4  # every half second


def test_groups_are_closed(tmp_path: Path) -> None:
    """Cut at a key frame, the rest decodes alone, without an error, to as many frames as it has."""
    settings = FilmSettings(EncoderSettings(gop_seconds=0.5))
    path = write(tmp_path / "a.mp4", settings=settings)
    tail = tmp_path / "tail.mp4"
    command = [ffmpeg_exe(), "-nostdin", "-v", "error", "-ss", "1.0", "-i", str(path), "-c", "copy", str(tail)]
    subprocess.run(command, check=True, timeout=60)
    means = decoded(tail)
    assert len(means) == 30
    assert means[0] == pytest.approx((ramp(30) - 16) * 255 / 219, abs=2)


def test_the_same_frames_give_the_same_bytes(tmp_path: Path) -> None:
    assert write(tmp_path / "a.mp4").read_bytes() == write(tmp_path / "b.mp4").read_bytes()


def test_presets() -> None:
    command = encode_command(Path("a.mp4"), SHAPE, FilmSettings(EncoderSettings.draft()))
    assert "superfast" in command
    assert command[command.index("-x264-params") + 1].endswith("mbtree=1:rc-lookahead=10")
    first_input = command.index("-i")
    assert command.index("-colorspace") < first_input  # on the output alone a hidden conversion comes in
    assert "medium" in encode_command(Path("a.mp4"), SHAPE, FilmSettings(EncoderSettings.master()))


def test_odd_sides_and_empty_scenes_are_refused() -> None:
    with pytest.raises(ValueError, match="even"):
        FilmShape(321, 180, 30, (3,))
    with pytest.raises(ValueError, match="one frame"):
        FilmShape(320, 180, 30, (3, 0))


def test_frames_come_in_order_and_have_the_right_size() -> None:
    feed = FrameFeed(grey(SHAPE, ramp), SHAPE)
    assert feed(2)[0, 0] == ramp(2)
    assert feed(2)[0, 0] == ramp(2)
    with pytest.raises(ValueError, match="after frame 2"):
        feed(1)
    with pytest.raises(ValueError, match="3 bytes"):
        FrameFeed([memoryview(b"abc")], SHAPE)(0)


def test_too_few_frames_leave_no_file(tmp_path: Path) -> None:
    def half() -> Iterator[memoryview]:
        for number, frame in enumerate(grey(SHAPE, ramp)):
            if number == 30:
                raise RuntimeError("the painter broke")
            yield frame

    with pytest.raises(RuntimeError, match="the painter broke"):
        write_film(build_clip(half(), SHAPE), SHAPE, tmp_path / "a.mp4", FilmSettings())
    assert list(tmp_path.iterdir()) == []


def test_ffmpegs_own_words_are_told(tmp_path: Path) -> None:
    settings = FilmSettings(EncoderSettings(preset="fastest"))
    with pytest.raises(WorkError, match="fastest"):
        write(tmp_path / "a.mp4", settings=settings)
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_a_work_error(tmp_path: Path) -> None:
    """A file size limit stands in for a full disk: ffmpeg's writes fail in the same way."""
    resource = pytest.importorskip("resource")
    noisy = FilmShape(640, 360, 30, (90,))

    def noise() -> Iterator[memoryview]:
        for _ in range(noisy.frame_count):
            yield memoryview(bytearray(os.urandom(noisy.frame_bytes)))

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, before[1]))
    try:
        with pytest.raises(WorkError):
            write_film(build_clip(noise(), noisy), noisy, tmp_path / "a.mp4", FilmSettings())
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert list(tmp_path.iterdir()) == []


CHILD = """
import sys
from pathlib import Path
from infoclip.film.clip import FilmSettings, FilmShape, build_clip, write_film

shape = FilmShape(320, 180, 30, (100_000,))
def frames():
    buffer = bytearray(shape.frame_bytes)
    for number in range(shape.frame_count):
        buffer[0] = number % 256
        yield memoryview(buffer)

def told(done, of):
    if done == 50:
        print("writing", flush=True)

write_film(build_clip(frames(), shape), shape, Path(sys.argv[1]), FilmSettings(), told)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals to a process group")
def test_ctrl_c_ends_ffmpeg_and_removes_the_half_file(tmp_path: Path) -> None:
    path = tmp_path / "half.mp4"
    child = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(CHILD), str(path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    assert child.stdout is not None
    assert child.stdout.readline().strip() == "writing"
    encoders = _children(child.pid)
    assert len(encoders) == 1
    os.killpg(child.pid, signal.SIGINT)  # what a terminal sends: to the whole group
    assert child.wait(timeout=30) != 0
    deadline = time.monotonic() + 5
    while any(map(_alive, encoders)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(_alive, encoders))
    assert list(tmp_path.iterdir()) == []


def _children(pid: int) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == pid:
            found.append(int(stat.parent.name))
    return found


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
