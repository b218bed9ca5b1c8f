"""Campaigns made: shared scenes once, state after each film, killed at any moment and finished by the same command."""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from campaigns import CAMPAIGN, ROWS, SPEC, write_campaign, write_rows

from infoclip.campaign.executor import LocalPool, Outcome, Unit
from infoclip.campaign.state import MANIFEST, WORK_FOLDER, Manifest, only_one
from infoclip.campaign.work import CheckRows
from infoclip.errors import InputError

REPOSITORY = Path(__file__).parent.parent.parent


def digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.glob("*.mp4"))}


def events(out: str, name: str) -> list[dict[str, Any]]:
    found = [json.loads(line) for line in out.splitlines() if line.startswith("{")]
    return [event for event in found if event["event"] == name]


def made(said: Any, what: str = "made") -> set[str]:
    return {event["file"] for event in events(said.out, "film") if event["what"] == what}


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A campaign that was made in one go, with a cache of its own: its folder, and that of its films."""
    folder = tmp_path_factory.mktemp("campaign")
    path = write_campaign(folder)
    run(path, folder / "films", folder / "cache", "--no-report")
    return folder, folder / "films"


def started(path: Path, output: Path, cache: Path, *more: str) -> subprocess.Popen[str]:
    """The command at work. What it says is read as it comes."""
    environment = {**os.environ, "INFOCLIP_CACHE": str(cache), "PYTHONPATH": str(REPOSITORY)}
    command = [sys.executable, "-m", "infoclip", "batch", str(path), "--draft", "--json", "-o", str(output), *more]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True, encoding="utf-8")


def run(path: Path, output: Path, cache: Path, *more: str) -> str:
    process = started(path, output, cache, *more)
    out, _ = process.communicate()
    assert process.returncode == 0
    return out


def test_a_campaign_is_made_with_its_state(undisturbed: tuple[Path, Path]) -> None:
    _, films = undisturbed
    assert set(digests(films)) == {"riyadh-square.mp4", "jeddah-square.mp4", "makkah-square.mp4"}
    manifest = Manifest.read(films, "x")
    entry = manifest.films["riyadh-square.mp4"]
    assert (entry.state, entry.row, entry.name, entry.frames, entry.quality) == ("done", 4, "الرياض", 180, "draft")
    assert entry.sha256 == digests(films)["riyadh-square.mp4"]
    assert entry.title == "أرقام الرياض"
    assert entry.source == "تقرير 2018"
    assert not [path for path in films.rglob("*") if ".part" in path.name]
    assert {path.name for path in (films / WORK_FOLDER).iterdir()} == {"lock"}


def test_a_campaigns_film_is_that_of_its_row_alone(
    undisturbed: tuple[Path, Path], tmp_path: Path, infoclip: Callable[..., Any]
) -> None:
    _, films = undisturbed
    spec = SPEC.replace("{{ row.city }}", "جدة").replace('"{{ row.posts }}"', "1810")
    spec = spec.replace("{{ row.note }}", "منشورات العام")
    path = tmp_path / "jeddah.yaml"
    path.write_text(spec, encoding="utf-8")
    assert infoclip("render", path, "--draft", "-o", tmp_path / "one.mp4").code == 0
    alone = hashlib.sha256((tmp_path / "one.mp4").read_bytes()).hexdigest()
    assert alone == digests(films)["jeddah-square.mp4"]


def test_what_is_right_is_left_alone_and_what_changed_is_made_again(
    undisturbed: tuple[Path, Path], tmp_path: Path, infoclip: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, before = undisturbed
    shutil.copytree(folder, tmp_path / "c")
    path, films = tmp_path / "c" / "campaign.yaml", tmp_path / "c" / "films"
    monkeypatch.setenv("INFOCLIP_CACHE", str(tmp_path / "c" / "cache"))

    def again(*more: object) -> Any:
        return infoclip("batch", path, "--draft", "--json", "--no-report", "-o", films, *more)

    times = {item.name: item.stat().st_mtime_ns for item in films.glob("*.mp4")}
    assert not made(again())
    assert times == {item.name: item.stat().st_mtime_ns for item in films.glob("*.mp4")}

    write_rows(tmp_path / "c", [ROWS[0], ("jeddah", "جدة", 1811, "منشورات العام"), ROWS[2]])
    status = infoclip("batch", path, "--draft", "--status", "-o", films)
    assert "changed  row 5" in status.out
    assert made(again()) == {"jeddah-square.mp4"}
    write_rows(tmp_path / "c")
    assert made(again()) == {"jeddah-square.mp4"}
    assert digests(films) == digests(before)

    (films / "makkah-square.mp4").write_bytes(b"damaged")
    (films / "riyadh-square.mp4").unlink()
    assert made(again()) == {"makkah-square.mp4", "riyadh-square.mp4"}
    assert digests(films) == digests(before)

    spec = tmp_path / "c" / "spec.yaml"
    spec.write_text(SPEC.replace("output", "x") + "# a comment changes nothing\n", encoding="utf-8")
    assert not made(again())
    spec.write_text(SPEC.replace("تابعونا", "زورونا"), encoding="utf-8")
    assert made(again(), "made") == set(times)

    write_rows(tmp_path / "c", ROWS[:2])
    status = infoclip("batch", path, "--draft", "--status", "-o", films)
    assert "gone     row 6" in status.out
    assert (films / "makkah-square.mp4").exists()


def test_a_changed_template_picture_or_font_is_noticed(tmp_path: Path) -> None:
    from infoclip.campaign.inputs import InputKeys
    from infoclip.campaign.rows import PartRef, RowSpec

    spec = RowSpec(
        tmp_path / "spec.yaml", {"brand": {"logo": "logo.svg"}}, {}, (PartRef((), tmp_path / "spec.yaml", ()),)
    )
    seen = set()
    for name in ("logo.svg", "templates/scenes/own.xml", "templates/art/a.svg", "fonts/Own/own.ttf", "logo.svg"):
        seen.add(InputKeys(tmp_path).of(spec))
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"content of {name} {len(seen)}")
    assert len(seen | {InputKeys(tmp_path).of(spec)}) == 6
    assert InputKeys(tmp_path).of(spec) == InputKeys(tmp_path).of(spec)


def test_a_failing_row_stops_no_other(
    tmp_path: Path, infoclip: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_campaign(tmp_path, spec=SPEC.replace("- scene: outro", "- scene: outro\n    seconds: 2"))
    films = tmp_path / "films"
    films.mkdir()
    (films / "jeddah-square.mp4").mkdir()  # where a film should go stands a folder
    arguments = ("batch", path, "--draft", "--json", "--no-report", "-o", films)
    said = infoclip(*arguments)
    assert said.code == 1
    assert made(said) == {"riyadh-square.mp4", "makkah-square.mp4"}
    (failed,) = [event for event in events(said.out, "film") if event["what"] == "failed"]
    assert failed["file"] == "jeddah-square.mp4"
    assert "it is a folder" in failed["problems"][0]
    assert Manifest.read(films, "x").films["jeddah-square.mp4"].state == "failed"
    (films / "jeddah-square.mp4").rmdir()
    again = infoclip(*arguments)
    assert again.code == 0
    assert made(again) == {"jeddah-square.mp4"}


def test_two_runs_in_one_folder_are_refused(tmp_path: Path) -> None:
    with only_one(tmp_path / "films"), pytest.raises(InputError) as found, only_one(tmp_path / "films"):
        pass
    assert "another infoclip batch" in found.value.problems[0].message


def test_a_damaged_manifest_is_told(tmp_path: Path, infoclip: Callable[..., Any]) -> None:
    path = write_campaign(tmp_path)
    (tmp_path / "films").mkdir()
    (tmp_path / "films" / MANIFEST).write_text('{"version": 1, "films": {"a": ')
    said = infoclip("batch", path, "-o", tmp_path / "films", "--status")
    assert said.code == 2
    assert "this is no manifest" in said.err


class _Dies:
    """A unit whose process ends, as one that the system kills for its memory does."""

    def run(self, shop: object) -> int:
        os._exit(9)


def test_a_process_that_dies_costs_one_unit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")]))
    pool = LocalPool(1)
    try:
        pool.submit(Unit(1, _Dies()))
        pool.submit(Unit(2, CheckRows((), _asked())))
        found: dict[int, Outcome] = {}
        while len(found) < 2:
            outcome = pool.next(60)
            assert outcome is not None
            found[outcome.number] = outcome
    finally:
        pool.close()
    assert "without a word, twice" in found[1].failure
    assert found[2].done
    assert found[2].value == ()


def _asked() -> Any:
    from infoclip.campaign.targets import Asked

    return Asked()


def killed_and_finished(
    undisturbed: tuple[Path, Path], work: Path, until: Callable[[subprocess.Popen[str]], object], *more: str
) -> set[str]:
    """Start a campaign without anything kept, kill it after `until`, finish it, and compare every byte. Returns the
    films that were finished before.
    """
    folder, films = undisturbed
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    for name in ("campaign.yaml", "spec.yaml", "cities.xlsx"):
        shutil.copy(folder / name, work / name)
    process = started(work / "campaign.yaml", work / "films", work / "cache", *more)
    moment = until(process)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    before = _finished(work / "films")
    out = run(work / "campaign.yaml", work / "films", work / "cache", *more)
    again = {event["file"] for event in events(out, "film") if event["what"] == "made"}
    assert not again & before, f"made again after {moment} though right: {again & before}"
    assert digests(work / "films") == digests(films), f"other bytes after a kill at {moment}"
    left = [path for path in (work / "films").rglob("*") if path.name.startswith(".") and path.name != WORK_FOLDER]
    assert not left
    assert {path.name for path in (work / "films" / WORK_FOLDER).iterdir()} == {"lock"}
    return before


def _finished(films: Path) -> set[str]:
    """The films that the state calls done."""
    if not (films / MANIFEST).exists():
        return set()
    return {name for name, entry in Manifest.read(films, "x").films.items() if entry.state == "done"}


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_killed_in_the_middle_and_finished(undisturbed: tuple[Path, Path], tmp_path: Path) -> None:
    """When one film is made and the others are not."""

    def first_film(process: subprocess.Popen[str]) -> str:
        assert process.stdout is not None
        return next(line for line in process.stdout if '"event": "film"' in line)

    assert len(killed_and_finished(undisturbed, tmp_path / "work", first_film, "--no-report")) in (1, 2)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_killed_at_twenty_random_moments_and_finished(undisturbed: tuple[Path, Path], tmp_path: Path) -> None:
    begun = time.monotonic()
    run(undisturbed[0] / "campaign.yaml", tmp_path / "whole", tmp_path / "cache")
    whole = time.monotonic() - begun

    def after(seconds: float) -> Callable[[subprocess.Popen[str]], str]:
        def wait(process: subprocess.Popen[str]) -> str:
            time.sleep(seconds)
            return f"{seconds:.2f} s"

        return wait

    for moment in random.Random(6).sample(range(1, 1000), 20):
        killed_and_finished(undisturbed, tmp_path / "work", after(whole * moment / 1000))


def test_formats_and_rows_share_scenes(tmp_path: Path, infoclip: Callable[..., Any]) -> None:
    """The outro of all rows is encoded once: it is theirs alike."""
    path = write_campaign(tmp_path, campaign=CAMPAIGN, spec=SPEC.replace("duration: 6", "duration: 5"))
    said = infoclip("batch", path, "--draft", "--json", "--no-report", "-o", tmp_path / "films", "--jobs", "2")
    last = [event for event in events(said.out, "progress") if "films" in event][-1]
    manifest = Manifest.read(tmp_path / "films", "x")
    assert last["films"] == 3
    assert last["rows"] == last["rows_total"] == 3
    shown = sum(entry.frames for entry in manifest.films.values())
    assert 0 < last["frames"] < shown * 0.75
