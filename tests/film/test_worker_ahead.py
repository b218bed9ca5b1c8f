"""A worker that is started before there is work: taken by who needs one, quietly gone when nobody does."""

from __future__ import annotations

import subprocess
import sys

import pytest

from infoclip.machine import Worker, worker_ahead, worker_environment, worker_process

MODULE = "infoclip.film.segment_worker"


def test_who_needs_a_worker_gets_the_one_that_is_ready() -> None:
    with worker_ahead(MODULE, "infoclip.pipeline"):
        first = Worker(MODULE)
        second = Worker(MODULE)
        assert first.process.args[-1] == "infoclip.pipeline"  # type: ignore[index]
        assert second.process.args[-1] == MODULE  # type: ignore[index]
        first.end()
        second.end()
        assert first.process.returncode == second.process.returncode == 0


@pytest.mark.parametrize("fails", [False, True])
def test_one_that_nobody_needs_is_ended(monkeypatch: pytest.MonkeyPatch, fails: bool) -> None:
    started: list[subprocess.Popen[bytes]] = []

    def noted(*given: object, **more: object) -> subprocess.Popen[bytes]:
        started.append(worker_process(*given, **more))  # type: ignore[arg-type]
        return started[-1]

    monkeypatch.setattr("infoclip.machine.worker_process", noted)
    try:
        with worker_ahead(MODULE):
            if fails:
                raise KeyboardInterrupt
    except KeyboardInterrupt:
        assert fails
    assert len(started) == 1
    assert started[0].poll() is not None


def test_one_whose_starter_is_gone_says_nothing() -> None:
    command = [sys.executable, "-P", "-m", MODULE, "infoclip.pipeline"]
    done = subprocess.run(command, input=b"", env=worker_environment(), capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
