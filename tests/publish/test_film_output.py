"""A film's way to its name: written beside it, read back, renamed; or nothing at all."""

from __future__ import annotations

import dataclasses
import struct
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from infoclip.errors import InputError, WorkError
from infoclip.film.clip import EncoderSettings, FilmSettings, FilmShape, FilmTags
from infoclip.publish.outputs import FilmJob, film_faults, film_paths, publish_film
from infoclip.publish.probe import probe
from infoclip.sound.mix import SoundPlan

SHAPE = FilmShape(160, 90, 30, (40, 50))


def frames(shape: FilmShape = SHAPE, breaks_at: int = -1) -> Iterator[memoryview]:
    buffer = bytearray(b"\x80" * shape.frame_bytes)
    for number in range(shape.frame_count):
        if number == breaks_at:
            raise RuntimeError("no more paint")
        buffer[: shape.width] = bytes([number % 200 + 16]) * shape.width
        yield memoryview(buffer)


def job(sound: SoundPlan | None = None, breaks_at: int = -1) -> FilmJob:
    return FilmJob(frames(breaks_at=breaks_at), SHAPE, FilmSettings(tags=FilmTags("عنوان")), sound)


def test_a_film_with_sound_is_what_was_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    film = publish_film(job(SoundPlan(3.0, (40 / 30,), "official")), path)
    assert (film.path, film.width, film.height, film.fps, film.frames, film.seconds) == (path, 160, 90, 30, 90, 3.0)
    assert film.size == path.stat().st_size
    assert film.loudness is not None
    assert film.loudness.peak <= -1
    found = probe(path)
    assert (found.codec, found.profile, found.pixels, found.fps) == ("h264", "High", "yuv420p", Fraction(30))
    assert found.colors == ("tv", "bt709", "bt709", "bt709")
    assert (found.frames, found.seconds, found.start) == (90, 3.0, 0.0)
    assert (found.audio_codec, found.audio_rate, found.audio_channels) == ("aac", 48_000, 2)
    assert 2.9 < found.audio_seconds <= 3.0
    assert found.moov_first
    assert not found.edit_lists
    assert [item.name for item in tmp_path.iterdir()] == ["film.mp4"]


def test_no_sound_means_no_sound_track(tmp_path: Path) -> None:
    film = publish_film(job(SoundPlan(3.0, mood="none")), tmp_path / "film.mp4")
    assert film.loudness is None
    assert not probe(film.path).sounds


def test_what_breaks_leaves_the_old_film_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    path.write_bytes(b"the film of yesterday")
    with pytest.raises(RuntimeError, match="no more paint"):
        publish_film(job(breaks_at=50), path)
    assert path.read_bytes() == b"the film of yesterday"
    assert list(tmp_path.iterdir()) == [path]


def test_a_film_that_came_out_wrong_gets_no_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = probe

    def short(path: Path) -> object:
        return dataclasses.replace(real(path), frames=89)

    monkeypatch.setattr("infoclip.publish.outputs.probe", short)
    with pytest.raises(WorkError, match="frames 89 instead of 90"):
        publish_film(job(), tmp_path / "film.mp4")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"frames": 91}, "frames 91"),
        ({"seconds": 2.9}, "2.900 s instead of 3.000 s"),
        ({"fps": Fraction(30000, 1001)}, "frames a second"),
        ({"start": 0.021}, "start"),
        ({"pixels": "yuvj420p"}, "pixels"),
        ({"colors": ("pc", "bt709", "bt709", "bt709")}, "colours"),
        ({"edit_lists": True}, "edit lists"),
        ({"moov_first": False}, "header"),
        ({"audio_codec": "mp3"}, "sound mp3"),
        ({"audio_seconds": 3.04}, "lasts 3.040"),
        ({"audio_seconds": 1.0}, "lasts 1.000"),
    ],
)
def test_every_difference_is_told(change: dict[str, object], says: str, good: object) -> None:
    assert film_faults(good, SHAPE, sounds=True) == []  # type: ignore[arg-type]
    wrong = dataclasses.replace(good, **change)  # type: ignore[type-var]
    (fault,) = film_faults(wrong, SHAPE, sounds=True)  # type: ignore[arg-type]
    assert says in fault


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> object:
    path = tmp_path_factory.mktemp("good") / "film.mp4"
    publish_film(job(SoundPlan(3.0, mood="horizon")), path)
    return probe(path)


def test_paths_are_tried_before_anything_is_drawn(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "out"
    assert film_paths(folder, "clip", ["reel", "wide"]) == {
        "reel": folder / "clip-reel.mp4",
        "wide": folder / "clip-wide.mp4",
    }
    assert list(folder.iterdir()) == []
    assert film_paths(tmp_path / "one.MP4", "clip", ["reel"]) == {"reel": tmp_path / "one.MP4"}
    (tmp_path / "file").write_text("in the way")
    (tmp_path / "taken.mp4").mkdir()
    for output, formats, says in (
        (tmp_path / "file" / "out", ["reel"], "cannot write"),
        (tmp_path / "taken.mp4", ["reel"], "it is a folder"),
        (tmp_path / "one.mp4", ["reel", "wide"], "2 formats"),
        (Path("/proc/out"), ["reel"], "cannot write"),
    ):
        with pytest.raises(InputError, match=says):
            film_paths(output, "clip", formats)


def test_what_is_no_film_cannot_be_read_back(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    for content in (b"", b"not a film at all", struct.pack(">I4s", 4, b"moov") * 3):
        path.write_bytes(content)
        with pytest.raises(WorkError, match="cannot be read back"):
            probe(path)


def test_drafts_and_masters_differ_in_cost_not_in_kind(tmp_path: Path) -> None:
    for name, encoder in (("draft", EncoderSettings.draft()), ("master", EncoderSettings.master())):
        settings = FilmSettings(encoder)
        film = publish_film(FilmJob(frames(), SHAPE, settings), tmp_path / f"{name}.mp4")
        assert (film.frames, probe(film.path).profile) == (90, "High")
