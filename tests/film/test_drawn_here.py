"""One worker: frames drawn in this process, encoded in another; the same film as of workers that draw themselves."""

from __future__ import annotations

import contextlib
import gc
import hashlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from scripted import PLACES, Script, Scripted, plan
from streams import decoded

from infoclip.errors import InputError, Problem, WorkError
from infoclip.film import drawn_here
from infoclip.film.clip import FilmSettings
from infoclip.film.render import FilmPlan, render_film
from infoclip.film.segment_cache import SegmentCache
from infoclip.film.shared_frames import place_count, shared_places
from infoclip.machine import Worker, shares_memory, worker_environment
from infoclip.marks.marks import Snapshot

pytestmark = [
    pytest.mark.usefixtures("workers_know_the_script"),
    pytest.mark.skipif(not shares_memory(), reason="memory is shared on Linux only"),
]
SETTINGS = FilmSettings()


def made(film: FilmPlan, path: Path) -> str:
    render_film(film, path, SETTINGS)
    return hashlib.md5(path.read_bytes()).hexdigest()


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """The modules of the workers that are started, and their processes."""
    found: list[tuple[str, int]] = []
    own = Worker.__init__

    def noted(self: Worker, module: str, environment: dict[str, str] | None = None) -> None:
        own(self, module, environment)
        found.append((module, self.process.pid))

    monkeypatch.setattr(Worker, "__init__", noted)
    return found


def modules(started: list[tuple[str, int]]) -> list[str]:
    return [module.rpartition(".")[2] for module, _ in started]


def test_one_worker_is_given_frames_and_makes_the_same_film(
    script: Script, tmp_path: Path, started: list[tuple[str, int]]
) -> None:
    right = made(plan(script, workers=2), tmp_path / "a.mp4")
    assert modules(started) == ["segment_worker"] * 2
    started.clear()
    SegmentCache().clear()
    assert made(plan(script, workers=1), tmp_path / "b.mp4") == right
    assert modules(started) == ["encoder"]
    assert not Path(f"/proc/{started[0][1]}").exists()


def test_more_frames_than_places_and_none_of_one_size_for_another(script: Script, tmp_path: Path) -> None:
    assert place_count(240 * 160 * 3 // 2) < len(PLACES)
    assert (place_count(1), place_count(1080 * 1920 * 3 // 2), place_count(10**9)) == (12, 3, 2)
    file = os.memfd_create("test")
    places = shared_places(file, 6, 3)
    places[1][:] = b"second"
    again = shared_places(file, 6, 3)
    assert [bytes(place) for place in again] == [bytes(6), b"second", bytes(6)]
    os.close(file)


def test_an_encoder_that_is_killed_does_not_spoil_the_film(
    script: Script, tmp_path: Path, started: list[tuple[str, int]]
) -> None:
    long = Script(script.folder, tuple(x % 130 + x / 1000 for x in range(600)))
    right = made(plan(long, workers=1), tmp_path / "a.mp4")
    SegmentCache().clear()
    started.clear()
    told: list[int] = []

    def kill(done: int, of: int) -> None:
        if done and not told[-1]:
            os.kill(started[0][1], signal.SIGKILL)
        told.append(done)

    render_film(plan(long, workers=1), tmp_path / "b.mp4", SETTINGS, kill)
    assert modules(started) == ["encoder", "segment_worker"], "another one draws what is left"
    assert told[-1] == 600
    assert hashlib.md5((tmp_path / "b.mp4").read_bytes()).hexdigest() == right


@dataclass(frozen=True)
class Faulty(Scripted):
    """Its frame 64 cannot be drawn, for `fault`."""

    fault: str = ""

    def snapshot(self, frame: int) -> Snapshot:
        if frame == 64 and threading.current_thread() is not threading.main_thread():
            raise ZeroDivisionError("a bug of ours") if self.fault == "bug" else InputError(Problem("no such file"))
        return super().snapshot(frame)


@pytest.mark.parametrize(("fault", "error"), [("bug", ZeroDivisionError), ("file", InputError)])
def test_what_goes_wrong_in_drawing_is_raised_as_it_is(
    script: Script, tmp_path: Path, started: list[tuple[str, int]], fault: str, error: type[Exception]
) -> None:
    film = plan(script, workers=1)
    scripted = film.timeline
    assert isinstance(scripted, Scripted)
    faulty = Faulty(scripted.places, scripted.mark, scripted.starts, scripted.passages, fault=fault)
    path = tmp_path / "a.mp4"
    with pytest.raises(error) as raised:
        render_film(replace(film, timeline=faulty), path, SETTINGS)  # type: ignore[arg-type]
    assert any(item.name == "snapshot" for item in raised.traceback), "where it happened"
    assert not path.exists()
    assert not Path(f"/proc/{started[0][1]}").exists()
    assert not any(thread.name.startswith("draws") for thread in threading.enumerate())


def test_what_ends_the_render_ends_encoder_and_drawing(
    script: Script, tmp_path: Path, started: list[tuple[str, int]]
) -> None:
    class StopError(Exception):
        pass

    def stop(done: int, of: int) -> None:
        if done:
            raise StopError

    with pytest.raises(StopError):
        render_film(plan(script, workers=1), tmp_path / "a.mp4", SETTINGS, stop)
    assert modules(started) == ["encoder"]
    assert not Path(f"/proc/{started[0][1]}").exists()
    assert not any(thread.name.startswith("draws") for thread in threading.enumerate())
    assert not (tmp_path / "a.mp4").exists()


def test_a_disk_that_is_full_is_told(script: Script, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = drawn_here.encode_orders

    def nowhere(*given: object) -> Iterator[object]:
        setup, studio, orders, *others = given
        gone = [replace(order, path=tmp_path / "gone" / order.path.name) for order in orders]  # type: ignore[attr-defined]
        return own(setup, studio, gone, *others)  # type: ignore[arg-type]

    monkeypatch.setattr("infoclip.film.render.encode_orders", nowhere)
    with pytest.raises(WorkError, match="cannot be written"):
        render_film(plan(script, workers=1), tmp_path / "a.mp4", SETTINGS)


REFUSING = """
import infoclip.film.held
from infoclip.errors import WorkError

def refuse(stream, count):
    raise WorkError("not to be held")

infoclip.film.held.append_held = refuse
"""


def test_what_held_pictures_cannot_follow_is_encoded_with_them(
    script: Script, tmp_path: Path, started: list[tuple[str, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    film = plan(script, workers=1)
    made(film, tmp_path / "a.mp4")
    SegmentCache().clear()
    (tmp_path / "sitecustomize.py").write_text(REFUSING)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join((str(tmp_path), os.environ["PYTHONPATH"])))
    started.clear()
    told: list[int] = []
    render_film(film, tmp_path / "b.mp4", SETTINGS, lambda done, of: told.append(done))
    assert modules(started) == ["encoder", "segment_worker"]
    assert told[-1] == len(PLACES)
    assert len(decoded(tmp_path / "b.mp4")) == len(PLACES)
    sizes = [(tmp_path / name).stat().st_size for name in ("a.mp4", "b.mp4")]
    assert sizes[0] < sizes[1], "x264's own held pictures are larger"


def test_a_second_render_in_this_process_meanwhile_draws_elsewhere(
    script: Script, tmp_path: Path, started: list[tuple[str, int]]
) -> None:
    right = made(plan(script, workers=1), tmp_path / "a.mp4")
    SegmentCache().clear()
    started.clear()
    inner: list[str] = []

    def other(done: int, of: int) -> None:
        if done and not inner:
            inner.append(made(plan(script, workers=1), tmp_path / "c.mp4"))

    render_film(plan(script, workers=1), tmp_path / "b.mp4", SETTINGS, other)
    assert modules(started) == ["encoder", "segment_worker"]
    assert inner == [hashlib.md5((tmp_path / "b.mp4").read_bytes()).hexdigest()] == [right]


def test_without_memory_to_share_a_worker_draws(
    script: Script, tmp_path: Path, started: list[tuple[str, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(name: str) -> int:
        raise OSError("not permitted")

    right = made(plan(script, workers=1), tmp_path / "a.mp4")
    SegmentCache().clear()
    started.clear()
    monkeypatch.setattr(os, "memfd_create", none)
    assert made(plan(script, workers=1), tmp_path / "b.mp4") == right
    assert modules(started) == ["encoder", "segment_worker"]


def test_an_encoder_loads_nothing_that_draws() -> None:
    code = "import infoclip.film.encoder as e, sys; e.ready_to_write(); print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-P", "-c", code], env=worker_environment(), capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.split())
    assert {"av", "moviepy"} <= loaded
    for part in ("draw", "layout", "scenes", "spec", "theme", "timeline", "marks", "text"):
        assert not [name for name in loaded if name.startswith(f"infoclip.{part}")], part


def test_an_encoder_whose_starter_is_gone_says_nothing() -> None:
    command = [sys.executable, "-P", "-m", drawn_here.ENCODER]
    done = subprocess.run(command, input=b"", env=worker_environment(), capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_shared_memory_is_let_go_of(script: Script, tmp_path: Path) -> None:
    def shared() -> list[str]:
        found = []
        for path in Path("/proc/self/fd").iterdir():
            with contextlib.suppress(OSError):
                found += [name for name in (str(path.readlink()),) if "memfd" in name]
        return found

    gc.collect()  # what tests hold of others' errors
    before = len(shared())
    for number in range(3):
        SegmentCache().clear()
        made(plan(script, workers=1), tmp_path / f"{number}.mp4")
    assert len(shared()) == before
