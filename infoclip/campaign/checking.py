"""One row checked as `infoclip check` checks a spec: in any process, without drawing or writing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from infoclip.campaign.composing import Composed, Composer
from infoclip.campaign.rows import Loc, RowSpec
from infoclip.errors import InputError, Place, Problem
from infoclip.pipeline import doubts, settle


@dataclass(frozen=True, slots=True)
class SceneFrames:
    """A scene of one clip: equal keys are drawn alike. `frames` is how long it stays."""

    key: str
    frames: int


@dataclass(frozen=True, slots=True)
class RowReport:
    """What was found in a row: its problems, each with the value of the spec it belongs to (None: not known), and the
    scenes of every format that is right.
    """

    problems: tuple[tuple[Problem, Loc | None], ...]
    formats: tuple[str, ...] = ()
    scenes: tuple[tuple[SceneFrames, ...], ...] = ()


def check_row(composer: Composer, row: RowSpec, formats: Sequence[str], asked: dict[Place, Loc]) -> RowReport:
    """Check a row in `formats` (empty: its spec's own). `asked` is shared by the rows of a campaign."""
    from infoclip.publish.job import sound_plan

    problems: list[Problem] = []
    names: tuple[str, ...] = ()
    made: list[Composed] = []
    try:
        clip = composer.clip(row.tree(asked))
        names = tuple(formats or clip.spec.formats)
        for name in names:
            try:
                composed = composer.compose(clip, name)
                settle([composed.composition])
                made.append(composed)
            except InputError as error:
                problems += error.problems
        if not problems:
            sound_plan(clip.spec, clip.theme, clip.library, made[0].composition.timeline)
    except InputError as error:
        problems += error.problems
    if not problems:
        problems += doubts([composed.composition for composed in made])
    found = tuple((problem, asked.get(problem.place) if problem.place else None) for problem in dict.fromkeys(problems))
    return RowReport(found, names, tuple(_scenes(composed) for composed in made))


def _scenes(composed: Composed) -> tuple[SceneFrames, ...]:
    timeline = composed.composition.timeline
    return tuple(
        SceneFrames(f"{key} {len(timeline.scene_frames(index))}", len(timeline.scene_frames(index)))
        for index, key in enumerate(composed.keys)
    )
