"""No scene of any theme stands wholly still for a second: while words are read, something small and slow moves.

What a scene shows arrives within its first seconds; here scenes last long enough for what comes after. Motions rest for
the last moments before a cut (craft rule 24). The quick test compares what is to be drawn; the slow one what is drawn.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import pairwise, product
from pathlib import Path

import pytest
from matrix_cases import SCENES, write_spec
from PIL import Image, ImageChops

from infoclip.draw.canvas import RgbCanvas
from infoclip.draw.paint import Painter
from infoclip.draw.sprites import Look
from infoclip.film.frames import device_size
from infoclip.pipeline import compose, open_clip
from infoclip.timeline.timeline import Timeline
from infoclip.values.formats import FORMATS

THEMES = ("official", "horizon", "sadu", "paper", "ministry", "pulse")
SHAPES = ("reel", "feed", "square", "wide")
LONG = 6.3
"""Seconds of a scene: a little more than craft rule 25's longest, and 19 of them fill the longest clip."""
STEP = 5
"""Frames between looks: what moves at all is seen within a sixth of a second."""
SCALE = 0.25
EXAMPLES = sorted((Path(__file__).parents[1] / "examples").glob("*/spec.yaml"))


QUICK = [(theme, SHAPES[row % len(SHAPES)], "example") for row, theme in enumerate(THEMES)]
ALL = list(product(THEMES, SHAPES, ("example", "least", "most")))


@pytest.mark.parametrize(
    ("theme", "shape", "case"), [pytest.param(*it, marks=() if it in QUICK else pytest.mark.slow) for it in ALL]
)
def test_every_scene_lives_in_every_second(tmp_path: Path, theme: str, shape: str, case: str) -> None:
    for path in specs(tmp_path, theme, case):
        timeline = compose(open_clip(path), shape).timeline
        assert list(frozen(timeline, moving_states(timeline))) == []


@pytest.mark.parametrize("spec", EXAMPLES, ids=lambda path: path.parent.name)
def test_examples_live_in_every_second(spec: Path) -> None:
    timeline = compose(open_clip(spec), "reel").timeline
    assert list(frozen(timeline, moving_states(timeline))) == []


@pytest.mark.slow
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("theme", THEMES)
def test_pictures_change_in_every_second(tmp_path: Path, theme: str, shape: str) -> None:
    for path in specs(tmp_path, theme):
        clip = open_clip(path)
        timeline, format_ = compose(clip, shape).timeline, FORMATS[shape]
        canvas = RgbCanvas(*device_size(format_.width, format_.height, SCALE))
        painter = Painter(canvas, Look(clip.theme, format_, SCALE))
        assert list(frozen(timeline, moving_pictures(timeline, painter))) == []


def test_a_clip_that_stands_still_is_found(tmp_path: Path) -> None:
    timeline = compose(open_clip(specs(tmp_path, "paper")[0]), "reel").timeline
    still = [False] * (timeline.frame_count // STEP)
    assert len(list(frozen(timeline, iter(still)))) == 1
    assert list(frozen(timeline, iter([True] * len(still)))) == []


def specs(folder: Path, theme: str, case: str = "example") -> list[Path]:
    """Two clips with all scenes of a theme, each `LONG` seconds long."""
    whole = json.loads(write_spec(folder, theme, case).read_text(encoding="utf-8"))
    paths = []
    for half in (0, 1):
        scenes = [scene | {"seconds": LONG} for scene in whole["scenes"][half::2]]
        path = folder / f"{theme}-{case}-{half}.yaml"
        path.write_text(json.dumps(whole | {"scenes": scenes, "duration": LONG * len(scenes)}), encoding="utf-8")
        paths.append(path)
    assert sum(len(json.loads(path.read_text(encoding="utf-8"))["scenes"]) for path in paths) == len(SCENES)
    return paths


def moving_states(timeline: Timeline) -> Iterator[bool]:
    """Whether what is to be drawn differs from one look to the next."""
    states = (timeline.snapshot(frame) for frame in range(0, timeline.frame_count, STEP))
    yield from (before != after for before, after in pairwise(states))


def moving_pictures(timeline: Timeline, painter: Painter) -> Iterator[bool]:
    """Whether any pixel differs from one look to the next."""
    pictures = (_picture(painter, timeline, frame) for frame in range(0, timeline.frame_count, STEP))
    yield from (ImageChops.difference(before, after).getbbox() is not None for before, after in pairwise(pictures))


def _picture(painter: Painter, timeline: Timeline, frame: int) -> Image.Image:
    painter.paint(timeline.snapshot(frame))
    canvas = painter.frame
    assert isinstance(canvas, RgbCanvas)
    return canvas.image.copy()


def frozen(timeline: Timeline, moves: Iterator[bool]) -> Iterator[str]:
    """The stretches of a second and more in which nothing moves."""
    start = 0
    for look, moved in enumerate((*moves, True), 1):
        if moved:
            if (look - 1) * STEP - start >= timeline.fps:
                scene = timeline.scene_at(start)
                since = (start - timeline.scene_frames(scene).start) / timeline.fps
                still = ((look - 1) * STEP - start) / timeline.fps
                yield f"scene {scene + 1} stands still for {still:.1f} s at {since:.1f} s"
            start = look * STEP
