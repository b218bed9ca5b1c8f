"""Whole films by segments: same bytes however they are made, every frame right, and nothing left behind."""

from __future__ import annotations

import contextlib
import hashlib
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from scripted import HEIGHT, PLACES, THEME, WIDTH, Script, plan
from streams import decoded

from infoclip.errors import InputError, WorkError
from infoclip.film.clip import FilmSettings, FilmShape, FilmTags, build_clip, write_film
from infoclip.film.frames import iter_frames
from infoclip.film.render import FilmPlan, render_film
from infoclip.film.segment_cache import SegmentCache
from infoclip.film.segments import Segment, plan_segments, timeline_cuts
from infoclip.publish.probe import probe

pytestmark = pytest.mark.usefixtures("workers_know_the_script")
TAGS = FilmSettings(tags=FilmTags("عنوان", "ara", "المصدر"))


def made(film: FilmPlan, path: Path) -> str:
    """The film's MD5 after rendering it to `path`."""
    render_film(film, path, TAGS)
    return hashlib.md5(path.read_bytes()).hexdigest()


def kept(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "cache" / "segments").glob("*/*.h264"))


def segments_of(film: FilmPlan) -> list[Segment]:
    places = film.timeline.places  # type: ignore[attr-defined]
    return plan_segments(places, timeline_cuts(film.timeline), film.settings.max_gop, hold=film.settings.hold)


def test_hot_or_cold_one_worker_or_two_the_bytes_are_the_same(script: Script, tmp_path: Path) -> None:
    cold = made(plan(script), tmp_path / "a.mp4")
    files = kept(tmp_path)
    assert len(files) == len(segments_of(plan(script))) == 4
    before = [path.stat().st_ino for path in files]
    assert made(plan(script), tmp_path / "b.mp4") == cold
    assert [path.stat().st_ino for path in kept(tmp_path)] == before, "nothing was encoded again"
    SegmentCache().clear()
    assert made(plan(script, workers=1), tmp_path / "c.mp4") == cold
    files[0].unlink()
    assert made(plan(script, workers=5), tmp_path / "d.mp4") == cold, "some hot, some cold"


def test_every_frame_is_there_and_every_hold_is_still(script: Script, tmp_path: Path) -> None:
    film, path = plan(script), tmp_path / "a.mp4"
    made(film, path)
    found = probe(path)
    assert (found.width, found.height, found.frames, found.fps, found.start) == (WIDTH, HEIGHT, len(PLACES), 30, 0)
    assert (found.codec, found.profile, found.pixels) == ("h264", "High", "yuv420p")
    assert found.colors == ("tv", "bt709", "bt709", "bt709")
    assert found.moov_first
    assert not found.edit_lists
    frames = decoded(path)
    assert len(frames) == len(PLACES)
    segments = segments_of(film)
    assert sum(segment.held for segment in segments) > 70
    for segment in segments:
        held = frames[segment.start + segment.encoded - 1 : segment.start + segment.frames]
        assert len(set(held)) == 1, f"the hold of {segment} is not still"
    changes = [frame for frame in range(1, len(PLACES)) if PLACES[frame] != PLACES[frame - 1]]
    assert all(frames[frame] != frames[frame - 1] for frame in changes)


def planes(path: Path) -> list[bytes]:
    from infoclip.program import ffmpeg_exe

    command = [ffmpeg_exe(), "-v", "error", "-i", str(path), "-f", "rawvideo", "-pix_fmt", "yuv420p", "-"]
    data = subprocess.run(command, capture_output=True, check=True, timeout=60).stdout
    size = WIDTH * HEIGHT * 3 // 2
    return [data[at : at + size] for at in range(0, len(data), size)]


@pytest.mark.parametrize("hold", [True, False])
def test_what_is_seen_is_what_is_drawn(script: Script, tmp_path: Path, hold: bool) -> None:
    film, path = plan(script, hold=hold), tmp_path / "a.mp4"
    made(film, path)
    drawn = [bytes(frame) for frame in iter_frames(film.timeline, theme=THEME)]
    shown = planes(path)
    assert len(shown) == len(drawn)
    for number, (one, other) in enumerate(zip(drawn, shown, strict=True)):
        error = sum(abs(a - b) for a, b in zip(one[::7], other[::7], strict=True)) / len(one[::7])
        assert error < 1.0, f"frame {number} is off by {error:.2f} levels"


def test_a_hold_over_the_longest_group(tmp_path: Path) -> None:
    folder = tmp_path / "clip"
    folder.mkdir()
    film = plan(Script(folder, (*range(10), *[10] * 200)), gop_seconds=2)
    path = tmp_path / "a.mp4"
    made(film, path)
    segments = segments_of(film)
    assert max(segment.frames for segment in segments) <= 60
    frames = decoded(path)
    assert len(frames) == 210
    for segment in segments:
        assert len(set(frames[segment.start + segment.encoded - 1 : segment.start + segment.frames])) == 1


def test_another_end_encodes_only_the_end_again(script: Script, tmp_path: Path) -> None:
    made(plan(script), tmp_path / "a.mp4")
    before = set(kept(tmp_path))
    edited = Script(script.folder, (*PLACES[:110], *range(80, 144)), script.starts, script.passages)
    made(plan(edited), tmp_path / "b.mp4")
    new = set(kept(tmp_path)) - before
    assert len(new) == 1
    assert decoded(tmp_path / "b.mp4")[:80] == decoded(tmp_path / "a.mp4")[:80]


def test_the_film_is_the_same_as_encoded_in_one_go_where_nothing_is_held(tmp_path: Path) -> None:
    """One segment, all of it moving: what the joined file holds is x264's own stream, frame by frame."""
    folder = tmp_path / "clip"
    folder.mkdir()
    film = plan(Script(folder, tuple(range(40))), workers=1)
    made(film, tmp_path / "a.mp4")
    shape = FilmShape(WIDTH, HEIGHT, 30, (40,))
    clip = build_clip(iter_frames(film.timeline, theme=THEME), shape)
    write_film(clip, shape, tmp_path / "one.h264", FilmSettings(film.settings.encoder))
    assert decoded(tmp_path / "a.mp4") == decoded((tmp_path / "one.h264").read_bytes())


@pytest.mark.parametrize("damage", ["one bit", "truncated", "gone"])
def test_a_damaged_entry_is_encoded_again(script: Script, tmp_path: Path, damage: str) -> None:
    right = made(plan(script), tmp_path / "a.mp4")
    path = kept(tmp_path)[1]
    data = bytearray(path.read_bytes())
    if damage == "gone":
        path.unlink()
    else:
        data[len(data) // 2] ^= 4
        path.write_bytes(data if damage == "one bit" else data[: len(data) // 2])
    assert made(plan(script), tmp_path / "b.mp4") == right
    assert len(kept(tmp_path)) == len(segments_of(plan(script)))


def test_two_renders_at_once_make_the_same_film(script: Script, tmp_path: Path) -> None:
    found: list[str] = []
    threads = [
        threading.Thread(target=lambda name=name: found.append(made(plan(script, workers=1), tmp_path / name)))  # type: ignore[misc]
        for name in ("a.mp4", "b.mp4")
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 2
    assert found[0] == found[1]
    assert len(decoded(tmp_path / "a.mp4")) == len(PLACES)


def test_a_cache_that_cannot_be_written_is_no_error(
    script: Script, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = made(plan(script), tmp_path / "a.mp4")
    file = tmp_path / "file"
    file.write_text("in the way")
    monkeypatch.setenv("INFOCLIP_CACHE", str(file / "cache"))
    assert made(plan(script), tmp_path / "b.mp4") == right


def test_progress_counts_every_frame_once(script: Script, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    render_film(plan(script), tmp_path / "a.mp4", TAGS, lambda done, of: told.append((done, of)))
    assert told[0] == (0, len(PLACES))
    assert told[-1] == (len(PLACES), len(PLACES))
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    told.clear()
    render_film(plan(script), tmp_path / "a.mp4", TAGS, lambda done, of: told.append((done, of)))
    assert told == [(len(PLACES), len(PLACES))]


def with_trouble(script: Script, trouble: str) -> FilmPlan:
    return plan(Script(script.folder, PLACES, script.starts, script.passages, trouble))


def test_a_worker_that_dies_is_replaced(script: Script, tmp_path: Path) -> None:
    made(with_trouble(script, "die"), tmp_path / "a.mp4")
    assert (script.folder / "died").exists()
    assert len(decoded(tmp_path / "a.mp4")) == len(PLACES)


@pytest.mark.parametrize(
    ("trouble", "error", "message"),
    [
        ("always die", WorkError, "ended without a word, twice"),
        ("fault", InputError, "the spec is gone"),
        ("bug", RuntimeError, "ZeroDivisionError: a bug of ours"),
        ("other", WorkError, "changed while it was rendered"),
    ],
)
def test_what_goes_wrong_in_a_worker_is_told_here(
    script: Script, tmp_path: Path, trouble: str, error: type[Exception], message: str
) -> None:
    path = tmp_path / "a.mp4"
    with pytest.raises(error, match=message):
        render_film(with_trouble(script, trouble), path, TAGS)
    assert not path.exists()
    assert not kept(tmp_path)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_what_ends_the_render_ends_workers_and_encoders(script: Script, tmp_path: Path) -> None:
    seen: set[int] = set()
    others = descendants(os.getpid())  # what an earlier test in this process left to it: a tracker of shared memory
    ended = threading.Event()

    class StopError(Exception):
        pass

    def watch() -> None:
        while not ended.wait(0.002):
            seen.update(descendants(os.getpid()) - others)

    def stop(done: int, of: int) -> None:
        if not done:
            return
        deadline = time.monotonic() + 5
        while not seen and time.monotonic() < deadline:  # the worker goes on meanwhile, with an encoder each time
            seen.update(descendants(os.getpid()) - others)
        raise StopError

    path = tmp_path / "a.mp4"
    watching = threading.Thread(target=watch)
    watching.start()
    try:
        with pytest.raises(StopError):
            render_film(plan(script), path, TAGS, stop)
    finally:
        ended.set()
        watching.join()
    assert seen, "a worker at least"
    assert gone(seen)
    assert not path.exists()


CHILD = """
import sys, tempfile
from pathlib import Path
from scripted import Script, plan
from infoclip.film.clip import FilmSettings
from infoclip.film.render import render_film

tempfile.tempdir = sys.argv[3]
folder = Path(sys.argv[1])
# every frame another one: the work takes a while
script = Script(folder, tuple(x % 130 + x / 1000 for x in range(3600)))
told = False
def progress(done, of):
    global told
    if done and not told:
        told = True
        print("working", flush=True)
render_film(plan(script, workers=int(sys.argv[4])), Path(sys.argv[2]), FilmSettings(), progress)
"""


def all_at_work(pid: int, workers: int) -> set[int]:
    """The processes below `pid` when all workers are there."""
    found: set[int] = set()
    deadline = time.monotonic() + 20
    while len(found) < workers and time.monotonic() < deadline:
        found = descendants(pid)
        time.sleep(0.02)
    return found


@contextlib.contextmanager
def rendering(
    script: Script, path: Path, temporary: Path, workers: int
) -> Iterator[tuple[subprocess.Popen[str], set[int]]]:
    """Another process in the middle of a long render, and the processes it has started."""
    told = (str(script.folder), str(path), str(temporary), str(workers))
    command = [sys.executable, "-c", textwrap.dedent(CHILD), *told]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)
    try:
        assert child.stdout is not None
        assert child.stdout.readline().strip() == "working"
        yield child, all_at_work(child.pid, workers)
    finally:
        child.kill()
        child.communicate()


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("workers", [1, 2])
def test_ctrl_c_leaves_nothing_running_and_no_file(script: Script, tmp_path: Path, workers: int) -> None:
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    with rendering(script, tmp_path / "a.mp4", temporary, workers) as (child, started):
        assert len(started) == workers, "workers encode too"
        os.killpg(child.pid, signal.SIGINT)
        assert child.wait(timeout=20) != 0
        assert gone(started)
    assert not (tmp_path / "a.mp4").exists()
    assert not list(temporary.iterdir())


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("workers", [1, 2])
def test_a_render_that_is_killed_takes_its_workers_with_it(script: Script, tmp_path: Path, workers: int) -> None:
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    with rendering(script, tmp_path / "a.mp4", temporary, workers) as (child, started):
        child.kill()
        child.wait(timeout=20)
        assert gone(started)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_worker_killed_in_the_middle_does_not_spoil_the_film(script: Script, tmp_path: Path) -> None:
    right = made(plan(script), tmp_path / "a.mp4")
    SegmentCache().clear()
    killed: list[int] = []

    def kill(done: int, of: int) -> None:
        if done and not killed:
            killed.append(min(children(os.getpid())))
            os.kill(killed[0], signal.SIGKILL)

    render_film(plan(script), tmp_path / "b.mp4", TAGS, kill)
    assert killed
    assert hashlib.md5((tmp_path / "b.mp4").read_bytes()).hexdigest() == right


def children(pid: int) -> set[int]:
    """What the system itself notes of a process: quick, as an encoder may live for a tenth of a second only."""
    found: set[int] = set()
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            found.update(map(int, path.read_text().split()))
    return {child for child in found if _alive(child)}


def descendants(pid: int) -> set[int]:
    below = children(pid)
    return below.union(*map(descendants, below))


def gone(processes: set[int]) -> bool:
    """Whether all of `processes` end within some seconds."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        if not any(_alive(pid) for pid in processes):
            return True
        time.sleep(0.05)
    return False


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_workers_are_as_many_as_cores_and_memory_allow(monkeypatch: pytest.MonkeyPatch) -> None:
    from infoclip.film import encoding
    from infoclip.film.clip import EncoderSettings
    from infoclip.film.segments import SegmentSettings

    tall = SegmentSettings(EncoderSettings(), 1080, 1920, 30)
    monkeypatch.setattr(encoding, "core_count", lambda: 8)
    for free, count in ((16_000_000_000, 4), (1_000_000_000, 2), (100_000_000, 1), (None, 4)):
        monkeypatch.setattr(encoding, "free_memory", lambda free=free: free)
        assert encoding.worker_count(tall) == count
    monkeypatch.setattr(encoding, "core_count", lambda: 1)
    assert encoding.worker_count(tall) == 1
