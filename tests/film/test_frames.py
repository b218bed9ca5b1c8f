"""Frames of a film: stills and planes from one painter, what changed, sizes, and nothing heavy for a preview."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from snapshot_film import Film

from infoclip.draw.canvas import YuvCanvas
from infoclip.draw.pixels import Pixels
from infoclip.film.frames import device_size, frame_at, iter_frames, iter_states, snapshot_image
from infoclip.marks.marks import ArtMark, ArtSource, Drawn, Snapshot, TransitionState
from infoclip.theme.theme import Theme
from infoclip.values.color import Color

THEME = Theme("plain", "Plain", (), {"bg": Color(10, 40, 30)}, (), {}, {}, {}, {}, "", "plain-frames")


def disc(folder: Path, color: str) -> ArtMark:
    path = folder / f"{color[1:]}.svg"
    path.write_text(f'{{{{ svg_open }}}}<circle cx="200" cy="200" r="180" fill="{color}"/></svg>', encoding="utf-8")
    return ArtMark(400, 400, ArtSource(path, color, (folder,)))


@pytest.fixture
def film(tmp_path: Path) -> Film:
    """A disc that moves, rests, gives way to another by an iris, and rests again."""
    one, two = disc(tmp_path, "#c04020"), disc(tmp_path, "#20a0c0")

    def at(x: float, mark: ArtMark = one) -> tuple[Drawn, ...]:
        return (Drawn(mark, x, 300),)

    def passing(progress: float) -> Snapshot:
        state = TransitionState("iris", progress, at(300, two), (540, 540), "left")
        return Snapshot(1080, 1080, at(200), state)

    moving = [Snapshot(1080, 1080, at(x)) for x in (100, 150, 200, 200, 200)]
    passage = [passing(progress) for progress in (0.25, 0.5, 0.75)]
    return Film((*moving, *passage, *[Snapshot(1080, 1080, at(300, two))] * 3))


def test_every_frame_is_one_buffer_of_planes_equal_to_a_fresh_drawing(film: Film) -> None:
    for number, planes in enumerate(iter_frames(film, theme=THEME, scale=0.2)):
        assert planes.nbytes == 216 * 216 * 3 // 2
        (alone,) = iter_frames(film, theme=THEME, scale=0.2, frames=range(number, number + 1))
        assert bytes(planes) == bytes(alone), number


def test_stills_and_film_show_the_same(film: Film) -> None:
    for number, planes in enumerate(iter_frames(film, theme=THEME, scale=0.2)):
        still = Pixels.of(frame_at(film, number, theme=THEME, scale=0.2))
        canvas = YuvCanvas(216, 216)
        canvas.buffer[:] = planes
        apart = [abs(a - b) for a, b in zip(canvas.planes[0].getdata(), still.luma().getdata(), strict=True)]
        assert max(apart) <= 5, number


def test_held_frames_say_that_nothing_changed(film: Film) -> None:
    states = [(state.number, state.changed) for state in iter_states(film, theme=THEME, scale=0.1)]
    assert states == list(enumerate([True, True, True, False, False, True, True, True, True, False, False]))


def test_a_range_of_frames_starts_anywhere_and_counts_its_first_as_changed(film: Film) -> None:
    states = [(state.number, state.changed) for state in iter_states(film, theme=THEME, scale=0.1, frames=range(3, 6))]
    assert states == [(3, True), (4, False), (5, True)]


def test_frames_are_even_at_every_scale() -> None:
    assert device_size(1080, 1350, 1.0) == (1080, 1350)
    assert device_size(1080, 1350, 0.5) == (540, 676)
    assert device_size(1080, 1920, 0.001) == (2, 2)


def test_without_anything_the_ground_is_the_theme_s(tmp_path: Path) -> None:
    image = snapshot_image(Snapshot(1080, 1080, ()), theme=THEME, scale=0.05)
    assert image.getcolors() == [(54 * 54, (10, 40, 30))]


def test_a_frame_outside_the_clip_is_an_index_error(film: Film) -> None:
    with pytest.raises(IndexError):
        frame_at(film, 99, theme=THEME)


def test_a_preview_imports_neither_numpy_nor_moviepy() -> None:
    code = "import sys, infoclip.film.frames; print(sorted({'numpy', 'moviepy', 'av', 'icu4py'} & set(sys.modules)))"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"
