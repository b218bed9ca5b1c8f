"""A worker that is started before there is work: taken by who needs one, quietly gone when nobody does."""

from __future__ import annotations

import io
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from infoclip.errors import InputError, WorkError
from infoclip.film.clip import EncoderSettings
from infoclip.film.encoding import Setup
from infoclip.film.reports import Report
from infoclip.film.segment_worker import CHANGED, work
from infoclip.film.segments import SegmentSettings
from infoclip.machine import Worker, tell_ahead, worker_ahead, worker_environment, worker_process
from infoclip.pipeline import SpecSource, open_clip

SPEC = "title: ا\nduration: 5\nscenes: [{scene: title, headline: حصاد}]\n"
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


def setup(source: SpecSource, theme_sha: str) -> Setup:
    return Setup(source, SegmentSettings(EncoderSettings(), 1080, 1920, 30), "", theme_sha)


@pytest.mark.parametrize("text", [SPEC, SPEC.replace("title", "tilte")], ids=["right", "wrong"])
def test_what_it_is_told_ahead_is_opened_once_and_never_harms(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    path = tmp_path / "spec.yaml"
    path.write_text(text, encoding="utf-8")
    source, opened = SpecSource(path, "reel"), []
    own = SpecSource.open

    def counted(self: SpecSource) -> object:
        opened.append(self.path.read_text(encoding="utf-8"))
        made = own(self)
        path.write_text(SPEC, encoding="utf-8")
        return made

    monkeypatch.setattr(SpecSource, "open", counted)
    if text != SPEC:
        with pytest.raises(InputError, match="title"):  # as the setup's own source tells it
            work(orders(source, setup(source, "")), lambda report: None)
        assert opened == [text, text]
        return
    sha = open_clip(path).theme.sha
    work(orders(source, setup(source, sha)), lambda report: None)
    assert opened == [text]
    with pytest.raises(WorkError, match=CHANGED):
        work(orders(source, setup(source, "another")), lambda report: None)
    assert opened == [text] * 2
    work(orders(source, setup(SpecSource(path, "wide"), sha)), lambda report: None)
    assert opened == [text] * 4


def orders(*messages: object) -> io.BytesIO:
    return io.BytesIO(b"".join(pickle.dumps(message) for message in messages))


def test_a_worker_told_ahead_takes_its_setup_after(tmp_path: Path) -> None:
    path = tmp_path / "spec.yaml"
    path.write_text(SPEC, encoding="utf-8")
    source = SpecSource(path, "reel")
    tell_ahead(MODULE, source)  # there is none yet
    with worker_ahead(MODULE, "infoclip.pipeline"):
        tell_ahead(MODULE, source)
        worker = Worker(MODULE)
        worker.send(setup(source, "another"))
        report: Report = worker.receive()
        worker.end()
    assert report.fault is not None
    with pytest.raises(WorkError, match=CHANGED):
        raise report.fault.again()
