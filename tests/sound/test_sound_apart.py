"""A sound made in a process of its own is the sound that is made here, and faults come back as they were."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from infoclip.errors import InputError, WorkError
from infoclip.sound.apart import write_soundtrack_apart
from infoclip.sound.files import SoundFile
from infoclip.sound.mix import write_soundtrack
from infoclip.sound.plan import Music, SoundPlan

PLAN = SoundPlan(3.0, (1.5,), "paper")


@pytest.fixture(autouse=True)
def own_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("INFOCLIP_CACHE", str(tmp_path / "cache"))


def test_it_is_the_same_track_and_is_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    told = write_soundtrack_apart(PLAN, tmp_path / "apart.aac")
    monkeypatch.setattr("infoclip.sound.apart.Worker", None)  # taken from the cache: no process
    assert write_soundtrack_apart(PLAN, tmp_path / "again.aac") == told
    monkeypatch.setenv("INFOCLIP_CACHE", str(tmp_path / "another"))
    assert write_soundtrack(PLAN, tmp_path / "here.aac") == told
    sound = (tmp_path / "here.aac").read_bytes()
    assert sound == (tmp_path / "apart.aac").read_bytes() == (tmp_path / "again.aac").read_bytes()
    assert write_soundtrack_apart(SoundPlan(3.0, mood="none"), tmp_path / "none.aac") is None


def test_faults_come_back(tmp_path: Path) -> None:
    text = tmp_path / "notes.mp3"
    text.write_text("not a sound")
    plan = SoundPlan(3.0, music=Music(SoundFile(text)))
    with pytest.raises(InputError) as there:
        write_soundtrack_apart(plan, tmp_path / "a.aac")
    with pytest.raises(InputError) as here:
        write_soundtrack(plan, tmp_path / "b.aac")
    assert there.value.problems == here.value.problems
    with pytest.raises(WorkError):
        write_soundtrack_apart(PLAN, tmp_path / "missing" / "a.aac")


ASKING = """
import sys
from pathlib import Path
from infoclip.sound.apart import write_soundtrack_apart
from infoclip.sound.plan import SoundPlan
print("asking", flush=True)
write_soundtrack_apart(SoundPlan(600.0, tuple(range(1, 600)), "paper"), Path(sys.argv[1]))
"""


def below(pid: int) -> set[int]:
    found = set()
    for folder in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = folder.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(words[1]) == pid and words[0] != "Z":
            found |= {int(folder.parent.name)} | below(int(folder.parent.name))
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_ctrl_c_ends_it(tmp_path: Path) -> None:
    command = [sys.executable, "-c", ASKING, str(tmp_path / "a.aac")]
    asking = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert asking.stdout is not None
    asking.stdout.readline()
    deadline = time.monotonic() + 20
    while not (started := below(asking.pid)) and time.monotonic() < deadline:
        time.sleep(0.02)
    time.sleep(0.3)
    started |= below(asking.pid)
    assert started
    asking.send_signal(signal.SIGINT)
    assert asking.wait(timeout=20) != 0
    asking.stdout.close()
    deadline = time.monotonic() + 5
    while any(Path(f"/proc/{pid}").exists() for pid in started) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not [pid for pid in started if Path(f"/proc/{pid}").exists()]


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_one_that_dies_is_told(tmp_path: Path) -> None:
    def kill() -> None:
        deadline = time.monotonic() + 20
        while not (found := below(os.getpid()) - before) and time.monotonic() < deadline:
            time.sleep(0.02)
        for pid in found:
            os.kill(pid, signal.SIGKILL)

    before = below(os.getpid())
    killer = threading.Thread(target=kill)
    killer.start()
    with pytest.raises(WorkError, match="without a word"):
        write_soundtrack_apart(SoundPlan(600.0, tuple(range(1, 600)), "paper"), tmp_path / "a.aac")
    killer.join()
