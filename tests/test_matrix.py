"""Every scene in both themes and all formats, with its example, the least and the most: by numbers, then by pixels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

import pytest
from matrix_cases import CASES, SCENES, write_spec
from PIL import Image, ImageChops, ImageFilter, ImageStat

from infoclip.check.placing import outside_frame, outside_safe_zone, overlapping
from infoclip.check.view import TextView, scene_view
from infoclip.errors import InputError
from infoclip.film.frames import frame_at
from infoclip.pipeline import Composition, compose, open_clip
from infoclip.scenes.parameters import Param
from infoclip.scenes.template import load_template
from infoclip.text.raster import masks
from infoclip.theme.assets import Library
from infoclip.values.color import Color
from infoclip.values.formats import FORMATS

THEMES = ("official", "horizon", "sadu", "paper", "ministry", "pulse")
LEAST_SIZES = {"example": 33.0, "least": 33.0, "most": 28.0}
"""Design pixels under which no text is set; `most` has the longest texts of the most items, all at once."""
LARGE = 72.0
"""Design pixels from which text needs 3:1 only."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("matrix")


@lru_cache(maxsize=4)
def composition(folder: Path, theme: str, case: str, shape: str) -> Composition:
    return compose(open_clip(write_spec(folder, theme, case)), shape)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("shape", FORMATS)
@pytest.mark.parametrize("case", CASES)
def test_all_texts_stand_in_the_safe_zone_and_none_over_another(
    folder: Path, theme: str, shape: str, case: str
) -> None:
    timeline = composition(folder, theme, case, shape).timeline
    faults: list[str] = []
    for index, name in enumerate(SCENES):
        try:
            view = scene_view(timeline, index)
        except InputError as error:
            faults += [f"{name}: refused: {problem.message}" for problem in error.problems]
            continue
        assert view.texts, f"{name} shows no text"
        for rule in (outside_frame, outside_safe_zone, overlapping):
            faults += [problem.message for problem in rule(view)]
        small = [text for text in view.texts if text.block.style.size < LEAST_SIZES[case]]
        faults += [f"{name}: '{text.words}' is set in {text.block.style.size:.1f} px" for text in small]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", SCENES)
def test_a_theme_takes_all_that_the_plain_scene_takes(theme: str, name: str) -> None:
    """A spec must hold when only its theme changes."""
    library = Library()
    plain, own = load_template(name, library), load_template(name, library, theme)
    assert not list(narrower(plain.params, own.params))


def narrower(plain: Mapping[str, Param], own: Mapping[str, Param], path: str = "") -> Iterator[str]:
    for name, param in plain.items():
        other = own.get(name)
        if other is None:
            yield f"{path}{name} is missing"
            continue
        if other.max is not None and (param.max is None or other.max < param.max):
            yield f"{path}{name} takes {other.max:g} of {param.max}"
        if other.required and not param.required:
            yield f"{path}{name} must be given"
        yield from narrower(param.fields, other.fields, f"{path}{name}.")


LOOKS = (("reel", "", ""), ("square", "light", ""), ("wide", "", "#1B8A6B"), ("feed", "light", "#FFCB05"))
PART = 3
SAMPLE = [
    *(
        pytest.param(theme, *LOOKS[at % len(LOOKS)], range(at % PART, len(SCENES), PART))
        for at, theme in enumerate(THEMES)
    ),
    *(pytest.param(theme, *look, range(len(SCENES)), marks=pytest.mark.slow) for theme in THEMES for look in LOOKS),
]
"""In every run a look and a third of the scenes of each theme, each scene in two of them; all where there is time."""


@pytest.mark.parametrize(("theme", "shape", "variant", "accent", "part"), SAMPLE)
def test_text_can_be_read_on_what_is_drawn_behind_it(
    tmp_path: Path, theme: str, shape: str, variant: str, accent: str, part: range
) -> None:
    clip = open_clip(write_spec(tmp_path, theme, "example", variant=variant, accent=accent))
    timeline = compose(clip, shape).timeline
    faults = []
    for index in part:
        name = SCENES[index]
        frame, scale = timeline.still_frame(index), 0.5
        picture = frame_at(timeline, frame, theme=clip.theme, scale=scale)
        moment = (frame - timeline.scene_frames(index).start) / timeline.fps
        for text in scene_view(timeline, index).texts:
            if text.arrives > moment or text.leaves < moment:
                continue
            found = contrast(picture, text, scale)
            needed = 3.0 if text.block.style.size >= LARGE else 4.5
            if found is not None and found < needed:
                faults.append(f"{name}: '{text.words}' ({text.block.style.size:.0f} px) has {found:.1f} of {needed}")
    assert not faults, "\n".join(faults)


def contrast(picture: Image.Image, text: TextView, scale: float) -> float | None:
    """The contrast of a text's core against a rim two pixels off its letters, as drawn; None for too few pixels."""
    mask = masks(text.block, scale=scale)[0]
    ink = Image.new("L", picture.size)
    ink.paste(mask.image, (round(text.mark.x * scale) + mask.x, round(text.mark.y * scale) + mask.y))
    core = ink.point([0] * 250 + [255] * 6)
    near = ink.point([0] * 8 + [255] * 248).filter(ImageFilter.MaxFilter(5))
    rim = ImageChops.subtract(near.filter(ImageFilter.MaxFilter(5)), near)
    if sum(core.histogram()[250:]) < 12:
        return None
    return middle(picture, core).contrast(middle(picture, rim))


def middle(picture: Image.Image, where: Image.Image) -> Color:
    """The median colour of the pixels in `where`."""
    red, green, blue = ImageStat.Stat(picture.convert("RGB"), where).median
    return Color(round(red), round(green), round(blue))
