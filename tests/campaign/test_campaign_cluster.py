"""Campaigns on a Dask cluster: what cannot work is told before any work, and a lost worker costs nothing."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import socketserver
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from campaigns import ROWS, SPEC, write_campaign
from dask_machines import REPOSITORY, Machines, free_port, machines

from infoclip.campaign import connecting
from infoclip.campaign.identity import identity
from infoclip.campaign.state import Manifest

pytest.importorskip("distributed")


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connecting, "CONNECT", 1.5)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    """A scheduler alone; the tests before those that add workers find it without any."""
    with machines(tmp_path_factory.mktemp("machines")) as found:
        yield found


def refusal(infoclip: Callable[..., Any], path: Path, address: str, *more: object) -> str:
    """What is said to a campaign that is refused; nothing was checked or made for it."""
    output = path.parent / "films"
    said = infoclip("batch", path, "--draft", "-o", output, "--cluster", address, *more)
    assert said.code == 2, said.out + said.err
    assert not output.exists()
    assert "checking" not in said.err
    return str(said.err)


def digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.glob("*.mp4"))}


@pytest.mark.parametrize("address", ["scheduler", "tcp://scheduler", "http://127.0.0.1:8787", "8786", "tcp://a b:1"])
def test_what_is_no_address_is_told(address: str, tmp_path: Path, infoclip: Callable[..., Any]) -> None:
    told = refusal(infoclip, write_campaign(tmp_path), address)
    assert f"'{address}' is no address of a Dask scheduler" in told
    assert "tcp://HOST:8786" in told


def test_an_unreachable_scheduler_is_told(tmp_path: Path, infoclip: Callable[..., Any]) -> None:
    address = f"tcp://127.0.0.1:{free_port()}"
    told = refusal(infoclip, write_campaign(tmp_path), address)
    assert f"no Dask scheduler answers at {address}" in told
    assert "dask scheduler" in told


class _WebServer(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        self.request.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")


def test_a_port_where_something_else_answers_is_told(tmp_path: Path, infoclip: Callable[..., Any]) -> None:
    """As when the dashboard's port is given instead of the scheduler's."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _WebServer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            address = f"tcp://127.0.0.1:{server.server_address[1]}"
            assert f"no Dask scheduler answers at {address}" in refusal(infoclip, write_campaign(tmp_path), address)
        finally:
            server.shutdown()


def test_how_many_processes_is_the_workers_to_say(tmp_path: Path, infoclip: Callable[..., Any]) -> None:
    told = refusal(infoclip, write_campaign(tmp_path), "tcp://127.0.0.1:8786", "--jobs", 2)
    assert "say themselves how many processes" in told


def test_a_missing_distributed_is_told(
    tmp_path: Path, infoclip: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    told = refusal(infoclip, write_campaign(tmp_path), "tcp://127.0.0.1:8786")
    assert "pip install 'infoclip[cluster]'" in told


def test_a_scheduler_without_workers_is_told(
    cluster: Machines, tmp_path: Path, infoclip: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    _wait_for_scheduler(cluster)
    told = refusal(infoclip, write_campaign(tmp_path), cluster.address)
    assert f"the scheduler at {cluster.address} has no workers" in told
    assert f"dask worker {cluster.address}" in told


def test_workers_of_other_versions_are_refused(
    cluster: Machines, tmp_path: Path, infoclip: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One has another ffmpeg, one an older infoclip, one none at all. All are told at once, each with what differs."""
    monkeypatch.setattr(connecting, "CONNECT", 30)
    _wait_for_scheduler(cluster)
    ffmpeg = tmp_path / "ffmpeg"
    ffmpeg.write_text("#!/bin/sh\necho 'ffmpeg version 4.0.1-other Copyright'\n")
    ffmpeg.chmod(0o755)
    older = _older_infoclip(tmp_path / "older")
    started = {
        cluster.worker("other-ffmpeg", {"IMAGEIO_FFMPEG_EXE": str(ffmpeg)}),
        cluster.worker("older", {"PYTHONPATH": str(older)}),
    }
    _wait_for_workers(cluster, 2)
    told = refusal(infoclip, write_campaign(tmp_path / "c"), cluster.address)
    assert f"ffmpeg 4.0.1-other ({_digest('')}) instead of {identity()['ffmpeg']}" in told
    assert f"infoclip 0.0.9 instead of {identity()['infoclip']}" in told
    assert told.count("would make other films") == 2
    assert "one container image" in told
    for process in started:
        process.kill()


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=3).hexdigest()


def _older_infoclip(folder: Path) -> Path:
    shutil.copytree(REPOSITORY / "infoclip", folder / "infoclip", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("templates", "fonts"):
        (folder / name).symlink_to(REPOSITORY / name)
    start = folder / "infoclip" / "__init__.py"
    text = start.read_text().replace(f'"{identity()["infoclip"]}"', '"0.0.9"')
    assert "0.0.9" in text
    start.write_text(text)
    return folder


def _client(cluster: Machines) -> Any:
    from distributed import Client

    return Client(cluster.address, timeout=30, set_as_default=False)


def _wait_for_scheduler(cluster: Machines) -> None:
    _client(cluster).close()


def _wait_for_workers(cluster: Machines, count: int) -> None:
    with _client(cluster) as client:
        client.wait_for_workers(count, timeout=60)


def test_a_cluster_in_this_process_makes_the_same_films(
    tmp_path: Path, infoclip: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One there, where the other fails and is told as on one machine; that one here: one state, the same bytes as from
    this machine alone.
    """
    monkeypatch.setattr(connecting, "CONNECT", 30)
    path = write_campaign(tmp_path, rows=ROWS[:2])
    monkeypatch.setenv("INFOCLIP_CACHE", str(tmp_path / "cache-1"))
    arguments = ("batch", path, "--draft", "--json", "--no-report", "--jobs", 1, "-o")
    said = infoclip(*arguments, tmp_path / "here")
    assert said.code == 0, said.err
    monkeypatch.setenv("INFOCLIP_CACHE", str(tmp_path / "cache-2"))
    films = tmp_path / "there"
    (films / "jeddah-square.mp4").mkdir(parents=True)  # where a film should go stands a folder
    said = infoclip(*arguments, films, "--cluster", "local")
    assert said.code == 1, said.err
    ended = {event["file"]: event for event in _films(said.out)}
    assert ended["riyadh-square.mp4"]["what"] == "made"
    assert ended["jeddah-square.mp4"]["what"] == "failed"
    assert "it is a folder" in ended["jeddah-square.mp4"]["problems"][0]
    (films / "jeddah-square.mp4").rmdir()
    said = infoclip(*arguments, films)
    assert {event["file"] for event in _films(said.out)} == {"jeddah-square.mp4"}
    assert digests(films) == digests(tmp_path / "here")
    here, there = (Manifest.read(tmp_path / name, "").films["riyadh-square.mp4"] for name in ("here", "there"))
    assert (here.inputs, here.sha256) == (there.inputs, there.sha256)


def _films(out: str) -> list[dict[str, Any]]:
    events = [json.loads(line) for line in out.splitlines()]
    return [event for event in events if event.get("event") == "film"]


MORE_ROWS = [(f"clip{number}", f"مدينة {number}", 1000 + 37 * number, "منشورات العام") for number in range(8)]
PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20"><circle cx="10" cy="10" r="9" fill="#0a7"/></svg>'
)


def campaign_with_files(folder: Path) -> Path:
    """A campaign whose clips show a logo and have a scene of their own: files that workers do not have."""
    spec = SPEC.replace("name: الهيئة,", "name: الهيئة, logo: media/logo.svg,").replace("scene: number", "scene: own")
    path = write_campaign(folder, spec=spec, rows=MORE_ROWS)
    (folder / "media").mkdir()
    (folder / "media" / "logo.svg").write_text(PICTURE)
    own = folder / "templates" / "scenes" / "own.xml"
    own.parent.mkdir(parents=True)
    shutil.copy(REPOSITORY / "templates" / "scenes" / "number.xml", own)
    return path


def batch(path: Path, output: Path, cache: Path, *more: str) -> list[str]:
    return [sys.executable, "-m", "infoclip", "batch", str(path), "--draft", "--json", "-o", str(output), *more]


def started(path: Path, output: Path, cache: Path, *more: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "INFOCLIP_CACHE": str(cache), "PYTHONPATH": str(REPOSITORY)}
    return subprocess.Popen(
        batch(path, output, cache, *more), env=environment,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
    )  # fmt: skip


@pytest.mark.slow
def test_a_worker_lost_in_the_middle_costs_nothing(tmp_path: Path) -> None:
    """A scheduler and three workers without a common disk, one killed at work: every film right, none told twice."""
    path = campaign_with_files(tmp_path / "series")
    alone = started(path, tmp_path / "alone", tmp_path / "cache-1", "--jobs", "1")
    assert alone.communicate()[0]
    with machines(tmp_path / "machines") as found:
        workers = [found.worker(f"worker{number}") for number in range(3)]
        _wait_for_workers(found, 3)
        run = started(path, tmp_path / "many", tmp_path / "cache-2", "--cluster", found.address)
        out = _killed_at_work(run, workers[1])
        left = _processes_of(found)
    films = _films(out)
    names = [f"clip{number}-square.mp4" for number in range(8)]
    assert sorted(event["file"] for event in films) == names
    assert {event["what"] for event in films} == {"made"}
    assert digests(tmp_path / "many") == digests(tmp_path / "alone")
    state = json.loads((tmp_path / "many" / "manifest.json").read_text(encoding="utf-8"))
    assert sorted(state["films"]) == names
    assert all(entry["state"] == "done" for entry in state["films"].values())
    assert not left, "processes or files were left on the workers"


def _killed_at_work(run: subprocess.Popen[str], worker: subprocess.Popen[bytes]) -> str:
    """Kill `worker` once the first film is made; what the run said until its end."""
    assert run.stdout is not None
    lines = []
    for line in run.stdout:
        lines.append(line)
        if '"event": "film"' in line and worker.poll() is None:
            worker.kill()
            worker.wait()
    assert run.wait() == 0, run.stderr.read() if run.stderr else ""
    assert worker.returncode is not None, "the run ended before the worker could be killed"
    assert len(_films("".join(lines))) > 1
    return "".join(lines)


def _processes_of(found: Machines) -> list[str]:
    """What the workers that live still have of a run that ended."""
    import psutil

    left = []
    for process in found.processes:
        if process.poll() is None:
            left += [" ".join(child.cmdline()) for child in psutil.Process(process.pid).children(recursive=True)]
    return left + [str(path) for path in found.folder.glob("worker[02]/disk/**/infoclip-*")]


@pytest.mark.slow
def test_a_worker_that_comes_later_and_differs_gets_nothing_to_do(tmp_path: Path) -> None:
    path = campaign_with_files(tmp_path / "series")
    alone = started(path, tmp_path / "alone", tmp_path / "cache-1", "--jobs", "1")
    assert alone.communicate()[0]
    older = _older_infoclip(tmp_path / "older")
    with machines(tmp_path / "machines") as found:
        found.worker("right")
        _wait_for_workers(found, 1)
        run = started(path, tmp_path / "many", tmp_path / "cache-2", "--cluster", found.address)
        assert run.stdout is not None
        assert "progress" in run.stdout.readline() or run.stdout.readline()
        found.worker("late", {"PYTHONPATH": str(older)})
        out, err = run.communicate()
        assert run.returncode == 0, err
        assert not list((tmp_path / "machines" / "late").glob("disk/**/infoclip-*"))
    assert len(_films(out)) == 8
    assert digests(tmp_path / "many") == digests(tmp_path / "alone")


@pytest.mark.slow
def test_a_lost_scheduler_ends_the_run_and_the_next_one_goes_on(tmp_path: Path) -> None:
    path = campaign_with_files(tmp_path / "series")
    with machines(tmp_path / "machines") as found:
        found.worker("worker")
        _wait_for_workers(found, 1)
        run = started(path, tmp_path / "films", tmp_path / "cache", "--cluster", found.address)
        assert run.stdout is not None
        for line in run.stdout:
            if '"event": "film"' in line:
                break
        found.processes[0].kill()
        begun = time.monotonic()
        told = "".join(run.communicate(timeout=120))
        assert run.returncode == 1
        assert f"the scheduler at {found.address} is gone" in told
        assert time.monotonic() - begun < 90
    before = {name for name, entry in Manifest.read(tmp_path / "films", "").films.items() if entry.state == "done"}
    assert before
    again = started(path, tmp_path / "films", tmp_path / "cache", "--jobs", "1")
    out, err = again.communicate()
    assert again.returncode == 0, err
    assert {event["file"] for event in _films(out)} == {f"clip{n}-square.mp4" for n in range(8)} - before
