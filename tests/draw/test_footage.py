"""Footage: the very frames that ffmpeg gives, in order and out of order, trimmed, looped, held, at any pace."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import imageio_ffmpeg
import pytest
from msgspec.structs import replace
from PIL import Image

from infoclip.draw import video
from infoclip.draw.pixels import Pixels, rgb_of_planes
from infoclip.draw.shade import caps_of
from infoclip.draw.video import close_readers, filter_chain, prepare_video, video_sprites
from infoclip.errors import InputError
from infoclip.marks.footage import footage_of
from infoclip.marks.marks import Shade, VideoMark
from infoclip.values.color import Color

FFMPEG = imageio_ffmpeg.get_ffmpeg_exe()
SIZE = (96, 64)
KINDS = {
    "mp4": ["-c:v", "libx264", "-g", "12", "-bf", "3", "-crf", "12"],
    "long-gop.mp4": ["-c:v", "libx264", "-g", "250", "-bf", "2", "-crf", "12"],
    "webm": ["-c:v", "libvpx-vp9", "-b:v", "400k", "-deadline", "realtime", "-cpu-used", "8"],
    "mkv": ["-c:v", "libx264", "-crf", "12"],
    "mov": ["-c:v", "mjpeg", "-q:v", "3"],
    "gif": [],
}


@pytest.fixture(autouse=True)
def _readers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("INFOCLIP_CACHE", str(tmp_path / "cache"))
    yield
    close_readers()


def run(*arguments: str) -> bytes:
    ran = subprocess.run([FFMPEG, "-nostdin", "-y", "-loglevel", "error", *arguments], capture_output=True, check=True)
    return ran.stdout


def film(path: Path, fps: str = "25", seconds: float = 2.0, options: list[str] | None = None) -> Path:
    """A moving test picture: no two of its frames are alike."""
    source = f"testsrc2=size={SIZE[0]}x{SIZE[1]}:rate={fps}:duration={seconds}"
    chosen = KINDS["mp4"] if options is None else options
    pixels = [] if path.suffix == ".gif" else ["-pix_fmt", "yuv420p"]
    run("-f", "lavfi", "-i", source, *chosen, *pixels, str(path))
    return path


def mark_of(path: Path, start: float = 0.0, end: float | None = None, **more: Any) -> VideoMark:
    found = footage_of(path, path.name + str(path.stat().st_mtime_ns))
    first = int(start * found.fps + 1e-4)
    last = found.frames if end is None else round(end * found.fps)
    return VideoMark(96, 64, path, path.name, found.fps, first, last - first, even=found.even, **more)


def planes(mark: VideoMark, frame: int, scale: float = 1.0) -> bytes:
    (sprite,) = video_sprites(mark, scale, frame)
    assert isinstance(sprite.paint, Pixels)
    u, v = sprite.paint.chroma(0, 0)
    return sprite.paint.luma().tobytes() + u.tobytes() + v.tobytes()


def truth(path: Path, mark: VideoMark, size: tuple[int, int] = SIZE) -> list[bytes]:
    """All frames of the file as ffmpeg gives them, decoded from its beginning, each picked by its number."""
    whole = replace(mark, first=0, count=10_000)
    chain = filter_chain(whole, size)
    data = run("-i", str(path), "-vf", chain, "-fps_mode", "passthrough", "-f", "rawvideo", "-pix_fmt", "yuv420p", "-")
    length = size[0] * size[1] * 3 // 2
    return [data[at : at + length] for at in range(0, len(data), length)]


@pytest.mark.parametrize("kind", KINDS)
def test_every_frame_is_ffmpegs_own(tmp_path: Path, kind: str) -> None:
    path = film(tmp_path / f"a.{kind}", options=KINDS[kind])
    mark = mark_of(path)
    frames = truth(path, mark)
    assert (mark.count, mark.fps) == (len(frames), 25) == (50, 25)
    assert len(set(frames)) == 50
    assert [planes(mark, number) for number in range(50)] == frames


@pytest.mark.parametrize("fps", ["24", "30000/1001", "50", "12", "60"])
def test_any_pace(tmp_path: Path, fps: str) -> None:
    path = film(tmp_path / "a.mp4", fps)
    mark = mark_of(path)
    assert [planes(mark, number) for number in range(mark.count)] == truth(path, mark)


@pytest.mark.parametrize("kind", ["mp4", "long-gop.mp4", "webm", "mkv"])
@pytest.mark.parametrize("start", [0.04, 0.5, 1.0, 1.48])
def test_trimming_begins_at_the_very_frame(tmp_path: Path, kind: str, start: float) -> None:
    path = film(tmp_path / f"a.{kind}", options=KINDS[kind])
    mark = mark_of(path, start, 1.8)
    wanted = truth(path, mark)[mark.first : mark.first + mark.count]
    assert [planes(mark, number) for number in range(mark.count)] == wanted


def test_a_film_of_uneven_pace_is_read_by_its_times(tmp_path: Path) -> None:
    """A phone gives fewer frames where it is dark: one second at 30, then one at 10 frames a second."""
    path = tmp_path / "a.mkv"
    chosen = "select='lt(n,30)+not(mod(n,3))'"
    source = "testsrc2=size=96x64:rate=30:duration=2"
    run("-f", "lavfi", "-i", source, "-vf", chosen, "-fps_mode", "vfr", "-c:v", "libx264", "-crf", "12", str(path))
    mark = mark_of(path)
    assert not mark.even
    assert mark.count / mark.fps == pytest.approx(2, abs=0.2)
    shown = [planes(mark, number) for number in range(mark.count)]
    whole = truth(path, replace(mark, even=True))
    for seconds, number in ((0.5, 15), (0.9, 27), (1.25, 32), (1.55, 35), (1.85, 38)):
        assert shown[int(seconds * mark.fps)] == whole[number], seconds
    later = replace(mark, first=int(1.25 * mark.fps), count=5)
    assert planes(later, 0) == whole[32]


def test_trimming_at_a_broken_pace(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mp4", "30000/1001", 4)
    for start in (0.4, 1.234, 2.9):
        mark = mark_of(path, start)
        assert planes(mark, 0) == truth(path, mark)[mark.first], start
        close_readers()


def test_frames_in_any_order_are_the_same(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mp4")
    mark = mark_of(path, 0.4)
    frames = truth(path, mark)[mark.first :]
    for number in (0, 7, 7, 3, 30, 2, 39, 0):
        assert planes(mark, number) == frames[number], number


def test_another_process_reads_the_same(tmp_path: Path) -> None:
    """A worker begins anywhere: in the middle of the film, with a reader of its own."""
    path = film(tmp_path / "a.mp4")
    mark = mark_of(path, 0.2)
    in_order = [planes(mark, number) for number in range(20)]
    close_readers()
    assert planes(mark, 19) == in_order[19]


def test_looping_and_holding() -> None:
    mark = VideoMark(96, 64, Path("a.mp4"), "a", 25.0, 10, 5)
    assert [mark.shown_at(at / 25) for at in range(12)] == [0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0, 1]
    held = replace(mark, then="freeze")
    assert [held.shown_at(at / 25) for at in range(8)] == [0, 1, 2, 3, 4, 4, 4, 4]
    at_thirty = [mark.shown_at(frame / 30) for frame in range(7)]
    assert at_thirty == [0, 0, 1, 2, 3, 4, 0], "a film of 30 frames a second repeats one in six of 25"
    assert mark.shown_at(-1) == 0


def test_a_film_that_stands_on_its_side_is_upright(tmp_path: Path) -> None:
    lying, path = tmp_path / "lying.mp4", tmp_path / "a.mp4"
    film(lying)
    run("-display_rotation", "90", "-i", str(lying), "-c", "copy", str(path))
    upright = replace(mark_of(path), width=64, height=96)
    plain = truth(lying, mark_of(lying))[0]
    whole = Image.frombytes("L", SIZE, plain[: 96 * 64]).transpose(Image.Transpose.ROTATE_90)
    (sprite,) = video_sprites(upright, 1.0, 0)
    assert isinstance(sprite.paint, Pixels)
    assert sprite.paint.luma().size == (64, 96)
    different = sum(abs(a - b) > 24 for a, b in zip(whole.tobytes(), sprite.paint.luma().tobytes(), strict=True))
    assert different < 0.02 * 64 * 96


def test_the_focal_point_chooses_the_part(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    halves = "color=red:size=64x64:rate=25:duration=1[a];color=blue:size=64x64:rate=25:duration=1[b];[a][b]hstack"
    run("-f", "lavfi", "-i", halves, *KINDS["mp4"], "-pix_fmt", "yuv420p", str(path))
    for focal, channel in (((0.0, 0.5), 0), ((1.0, 0.5), 2)):
        (sprite,) = video_sprites(replace(mark_of(path), width=32, height=64, focal=focal), 1.0, 3)
        assert isinstance(sprite.paint, Pixels)
        pixel = sprite.paint.rgb.getpixel((16, 32))
        assert isinstance(pixel, tuple)
        assert pixel[channel] > 200 > 60 > pixel[2 - channel]


@pytest.mark.parametrize("color", ["white", "yellow", "cyan", "0x808080", "black"])
def test_words_can_be_read_on_any_footage(tmp_path: Path, color: str) -> None:
    path = tmp_path / "a.mp4"
    run(
        "-f",
        "lavfi",
        "-i",
        f"color={color}:size=96x64:rate=25:duration=1",
        *KINDS["mp4"],
        "-pix_fmt",
        "yuv420p",
        str(path),
    )
    ink, veil = Color.parse("#FFF8E7"), Color.parse("#05211A")
    shade = Shade("bottom", veil, ink, edge=0.5, fade=0.2)
    (sprite,) = video_sprites(replace(mark_of(path), shade=shade), 1.0, 2)
    assert isinstance(sprite.paint, Pixels)
    film_frame = rgb_of_planes((sprite.paint.luma(), *sprite.paint.chroma(0, 0)))
    for picture in (sprite.paint.rgb, film_frame):
        part = picture.crop((0, 34, 96, 64))
        assert min(Color(*seen).contrast(ink) for _, seen in part.getcolors(9000) or ()) >= 4.5  # type: ignore[misc]
    assert max(caps_of(shade).rgb) < 150
    above, foot = (Color(*film_frame.getpixel((48, y))) for y in (36, 62))  # type: ignore[misc]
    assert above.luminance > foot.luminance or color == "black"


def test_what_is_no_film_is_told(tmp_path: Path) -> None:
    def fault(name: str, data: bytes) -> str:
        path = tmp_path / name
        path.write_bytes(data)
        with pytest.raises(InputError) as caught:
            footage_of(path, name)
        (problem,) = caught.value.problems
        assert problem.hint
        return problem.message

    assert "empty" in fault("a.mp4", b"")
    assert "not a video" in fault("b.mp4", b"<html>no</html>")
    assert "not a video" in fault("c.mp4", film(tmp_path / "whole.mp4").read_bytes()[:300])
    run("-f", "lavfi", "-i", "sine=duration=1", str(tmp_path / "d.wav"))
    assert "no pictures" in fault("d.mp4", (tmp_path / "d.wav").read_bytes())
    Image.new("RGB", (20, 20)).save(tmp_path / "e.png")
    assert "single picture" in fault("e.mp4", (tmp_path / "e.png").read_bytes())


def test_a_film_that_breaks_off_is_told_and_not_held_in_silence(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mkv", seconds=4, options=KINDS["mkv"])
    mark = mark_of(path)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    with pytest.raises(InputError, match="damaged"):
        planes(mark, mark.count - 1)


def test_no_more_than_a_few_readers_stay_open(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mp4")
    mark = mark_of(path)
    for width in (16, 32, 48, 64, 80):
        video_sprites(replace(mark, width=width), 1.0, 0)
    assert len(video._readers) <= 3
    close_readers()
    assert not video._readers


def test_a_film_that_was_opened_ahead_is_read_from_its_first_frame(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mp4", seconds=0.4)
    mark = mark_of(path)
    frames = truth(path, mark)
    assert prepare_video(mark, 1.0)
    assert not prepare_video(mark, 1.0)
    assert [planes(mark, number) for number in range(3)] == frames[:3]
    assert not prepare_video(mark, 1.0)
    assert planes(mark, 2) == frames[2]
