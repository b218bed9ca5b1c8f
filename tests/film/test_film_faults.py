"""Faults around a film: a right film or a clear error, never a wrong film, and nothing half written."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from scripted import PLACES, Script, plan
from streams import decoded

from infoclip.film.clip import FilmSettings, FilmShape
from infoclip.publish.outputs import FilmJob, publish_film

pytestmark = pytest.mark.usefixtures("workers_know_the_script")
SPEC = """\
title: حصاد
theme: official
brand: {name: هيئة}
formats: [square]
duration: 5
scenes:
  - {scene: title, headline: حصاد عام}
"""


def md5(path: Path) -> str:
    return hashlib.md5(path.read_bytes()).hexdigest()


def published(script: Script, path: Path) -> str:
    """The MD5 of the film, written as `infoclip render` writes it."""
    film = plan(script, workers=1)
    shape = FilmShape(film.settings.width, film.settings.height, 30, (75, len(PLACES) - 75))
    publish_film(FilmJob(film, shape, FilmSettings()), path)
    return md5(path)


# A limit on the size of files: the same refusal in the middle of a write as a full disk's, for this one process and
# all that it starts.
LIMITED = """
import resource, sys, tempfile
from pathlib import Path
from scripted import PLACES, Passing, Script
from infoclip.errors import WorkError
from test_film_faults import published

resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), int(sys.argv[3])))
tempfile.tempdir = sys.argv[4]
try:
    published(Script(Path(sys.argv[1]), PLACES, (0, 75), (Passing(70, 80),)), Path(sys.argv[2]))
except WorkError as error:
    print(f"told: {error}")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits of file sizes are POSIX")
@pytest.mark.parametrize("share", [0.02, 0.5, 0.999])
def test_a_disk_that_fills_up_at_any_time_leaves_no_film(script: Script, tmp_path: Path, share: float) -> None:
    right = published(script, tmp_path / "right.mp4")
    for path in (tmp_path / "cache" / "segments").glob("*/*"):
        path.unlink()
    limit = int((tmp_path / "right.mp4").stat().st_size * share)
    out, temporary = tmp_path / "out", tmp_path / "tmp"
    out.mkdir()
    temporary.mkdir()
    command = [sys.executable, "-c", LIMITED, str(script.folder), str(out / "a.mp4"), str(limit), str(temporary)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=200)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("told: "), done.stdout
    assert "Traceback" not in done.stdout + done.stderr
    assert not list(out.iterdir()), "something half written was left"
    assert not list(temporary.iterdir())
    assert published(script, out / "a.mp4") == right, "what the cache kept from then is not right"


def infoclip(*arguments: str, cwd: Path, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "infoclip", *arguments],
        cwd=cwd, env={**os.environ, **environment}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def ended(process: subprocess.Popen[str]) -> tuple[int, str]:
    out, err = process.communicate(timeout=300)
    return process.returncode, out + err


RENDER = ("render", "spec.yaml", "--draft", "--quiet", "-o")


def test_the_command_makes_the_same_bytes_twice_at_once_hot_and_without_a_cache(tmp_path: Path) -> None:
    (tmp_path / "spec.yaml").write_text(SPEC, encoding="utf-8")
    both = [infoclip(*RENDER, "same.mp4", cwd=tmp_path) for _ in range(2)]
    for process in both:
        code, said = ended(process)
        assert code == 0, said
    right = md5(tmp_path / "same.mp4")
    assert len(decoded(tmp_path / "same.mp4")) == 150
    (tmp_path / "file").write_text("in the way")
    for name, cache in (("hot", tmp_path / "cache"), ("none", tmp_path / "file" / "x")):
        code, said = ended(infoclip(*RENDER, f"{name}.mp4", cwd=tmp_path, INFOCLIP_CACHE=str(cache)))
        assert code == 0, said
        assert md5(tmp_path / f"{name}.mp4") == right, name
    assert not [path for path in tmp_path.iterdir() if ".part" in path.name]


LIMITED_COMMAND = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 30_000))
sys.argv = ["infoclip", "render", "spec.yaml", "--draft", "--quiet", "-o", "a.mp4", "--json"]
from infoclip.cli import main
main()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits of file sizes are POSIX")
def test_the_command_tells_of_a_full_disk_in_words(tmp_path: Path) -> None:
    (tmp_path / "spec.yaml").write_text(SPEC, encoding="utf-8")
    (tmp_path / "a.mp4").write_text("an earlier film")
    command = [sys.executable, "-c", textwrap.dedent(LIMITED_COMMAND)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode not in (0, 2), done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout + done.stderr
    assert (tmp_path / "a.mp4").read_text() == "an earlier film"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.mp4", "cache", "spec.yaml"]


def test_every_kept_segment_damaged_at_once(script: Script, tmp_path: Path) -> None:
    right = published(script, tmp_path / "a.mp4")
    for number, path in enumerate(sorted((tmp_path / "cache" / "segments").glob("*/*.h264"))):
        data = path.read_bytes()
        path.write_bytes((b"", data[: len(data) // 2], data[::-1], data + data)[number % 4])
    assert published(script, tmp_path / "b.mp4") == right
