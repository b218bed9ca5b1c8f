"""Photos and footage in a film: any process draws the same frames, and a changed file is a changed picture."""

from __future__ import annotations

import shutil
from itertools import pairwise
from pathlib import Path

import pytest

from infoclip.draw.video import close_readers
from infoclip.errors import InputError
from infoclip.film.frames import film_painter, film_planes, iter_frames
from infoclip.film.segments import StateKeys
from infoclip.pipeline import Composition, check, compose, open_clip, settle
from infoclip.theme.assets import built_in

SPEC = """\
title: ميدان
duration: 8
scenes:
  - {scene: photo, photo: field.svg, headline: من الميدان, seconds: 4}
  - {scene: video, video: field.mp4, headline: مقطع, end: 1.5, seconds: 4}
"""


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    media = built_in("templates") / "media"
    shutil.copy(media / "dunes.svg", tmp_path / "field.svg")
    shutil.copy(media / "dunes.mp4", tmp_path / "field.mp4")
    path = tmp_path / "spec.yaml"
    path.write_text(SPEC, encoding="utf-8")
    return path


def opened(spec: Path) -> Composition:
    return compose(open_clip(spec), "square")


def states(composition: Composition) -> list[bytes]:
    return StateKeys().of(composition.timeline, range(composition.timeline.frame_count))


def test_a_worker_that_begins_in_the_middle_draws_the_same_frames(spec: Path) -> None:
    whole = opened(spec)
    look = {"theme": whole.clip.theme, "scale": 0.2}
    in_order = [bytes(frame) for frame in iter_frames(whole.timeline, **look)]  # type: ignore[arg-type]
    close_readers()
    other = opened(spec)
    painter = film_painter(other.timeline.snapshot(0), theme=other.clip.theme, scale=0.2)
    for number in (200, 150, 119, 30, 31, 201, 235):
        painter.paint(other.timeline.snapshot(number))
        assert bytes(film_planes(painter)) == in_order[number], number
    moving = sum(before != after for before, after in pairwise(in_order[130:220]))
    assert moving > 70, "footage of 25 frames a second moves in a film of 30"
    assert len(set(in_order[20:100])) == 80, "a photo comes nearer in every frame"


def test_equal_files_are_equal_states_and_another_file_is_another(spec: Path, tmp_path: Path) -> None:
    before = states(opened(spec))
    assert states(opened(spec)) == before
    moved = tmp_path / "elsewhere"
    moved.mkdir()
    for name in ("spec.yaml", "field.svg", "field.mp4"):
        shutil.copy(tmp_path / name, moved / name)
    assert states(opened(moved / "spec.yaml")) == before, "where a file stands changes nothing"
    picture = (tmp_path / "field.svg").read_text(encoding="utf-8")
    (tmp_path / "field.svg").write_text(picture.replace("#1F4E8C", "#1F4E8D"), encoding="utf-8")
    after = states(opened(spec))
    assert not set(after[10:100]) & set(before)
    assert after[140:220] == before[140:220]


def test_damaged_files_are_told_before_anything_is_drawn(spec: Path, tmp_path: Path) -> None:
    from PIL import Image

    Image.effect_noise((400, 400), 80).save(tmp_path / "cut.jpg")
    data = (tmp_path / "cut.jpg").read_bytes()
    (tmp_path / "cut.jpg").write_bytes(data[: len(data) // 2])
    spec.write_text(SPEC.replace("field.svg", "cut.jpg").replace("end: 1.5", "start: 90"), encoding="utf-8")
    found = check(spec)
    assert [problem.place.line for problem in found if problem.place] == [4, 5]
    assert "damaged" in found[0].message
    assert "4.0 s long" in found[1].message
    with pytest.raises(InputError):
        settle([opened(spec)])
