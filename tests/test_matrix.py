"""Every scene in all themes and formats, with its example, the least and the most, by numbers; also in Arabic-Indic
digits and in English. `test_matrix_contrast.py` and `test_matrix_charts.py` look at the same scenes' pixels.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

import pytest
from matrix_cases import CASES, SCENES, write_spec
from matrix_pictures import THEMES

from infoclip.check.placing import outside_frame, outside_safe_zone, overlapping
from infoclip.check.view import scene_view
from infoclip.errors import InputError
from infoclip.pipeline import Composition, compose, open_clip
from infoclip.scenes.parameters import Param
from infoclip.scenes.template import load_template
from infoclip.theme.assets import Library
from infoclip.values.formats import FORMATS

LEAST_SIZES = {
    "example": 33.0, "least": 33.0, "most": 28.0,
    "arab-example": 33.0, "arab-most": 28.0, "english-least": 29.0, "english-most": 28.0,
}  # fmt: skip
"""Design pixels under which no text is set; `most` has the longest texts of the most items, all at once. English is
wider: the unit of all figures in the least pyramid is a long word, the most items have the longest figures and units.
"""
PLAIN = ("example", "least", "most")


def _combinations() -> Iterator[object]:
    """All themes in all formats; of the further digits and languages one format of each theme, in turn, in each run."""
    for turn, case in enumerate(CASES):
        for number, theme in enumerate(THEMES):
            for place, shape in enumerate(FORMATS):
                now = case in PLAIN or (number + turn) % len(FORMATS) == place
                yield pytest.param(theme, shape, case, marks=() if now else pytest.mark.slow)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("matrix")


@lru_cache(maxsize=4)
def composition(folder: Path, theme: str, case: str, shape: str) -> Composition:
    return compose(open_clip(write_spec(folder, theme, case)), shape)


@pytest.mark.parametrize(("theme", "shape", "case"), list(_combinations()))
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
