"""One row checked as `infoclip check` checks a spec: in any process, without drawing or writing."""

from __future__ import annotations

from dataclasses import dataclass

from infoclip.campaign.composing import Composed, Composer
from infoclip.campaign.rows import Loc, RowSpec
from infoclip.campaign.targets import Asked, Target, targets_of
from infoclip.check.clip import check_clip
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
    films it is made into with the scenes of each, where they are right.
    """

    problems: tuple[tuple[Problem, Loc | None], ...]
    targets: tuple[Target, ...] = ()
    scenes: tuple[tuple[SceneFrames, ...], ...] = ()


def check_row(composer: Composer, row: RowSpec, wanted: Asked, asked: dict[Place, Loc]) -> RowReport:
    """Check a row as what is `wanted` of it. `asked` is shared by the rows of a campaign."""
    from infoclip.publish.job import sound_plan

    problems: list[Problem] = []
    targets: tuple[Target, ...] = ()
    made: list[Composed] = []
    try:
        clip = composer.clip(row.tree(asked))
        targets = targets_of(clip, wanted)
        for target in targets:
            try:
                composed = composer.compose(clip, target)
                settle([composed.composition])
                made.append(composed)
            except InputError as error:
                problems += error.problems
        if not problems:
            sound_plan(clip.spec, clip.theme, clip.library, made[0].composition.timeline)
    except InputError as error:
        problems += error.problems
    if not problems:
        problems += _doubts(made, targets)
    found = tuple((problem, asked.get(problem.place) if problem.place else None) for problem in dict.fromkeys(problems))
    return RowReport(found, targets, tuple(_scenes(composed) for composed in made))


def _doubts(made: list[Composed], targets: tuple[Target, ...]) -> list[Problem]:
    """What the rules say. What is posted beside the films is the same in every format: it is looked at once."""
    compositions = [composed.composition for composed in made]
    planned = [target.rendition for target in targets if target.rendition]
    if planned:
        return doubts(compositions, planned)
    found = doubts(compositions[:1])
    for composition in compositions[1:]:
        found += check_clip(composition.timeline, composition.clip.spec)
    return found


def _scenes(composed: Composed) -> tuple[SceneFrames, ...]:
    timeline = composed.composition.timeline
    return tuple(
        SceneFrames(f"{key} {len(timeline.scene_frames(index))}", len(timeline.scene_frames(index)))
        for index, key in enumerate(composed.keys)
    )
