"""All rules over one clip in one format: nothing is drawn, so it takes as long as laying the scenes out."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from infoclip.check import facts, moving, placing, reading
from infoclip.check.view import SceneView, scene_view
from infoclip.errors import Problem
from infoclip.spec.models import Spec
from infoclip.timeline.timeline import Timeline

SCENE_RULES: tuple[Callable[[SceneView], Iterator[Problem]], ...] = (
    reading.too_many_words,
    placing.outside_frame,
    placing.outside_safe_zone,
    placing.too_small,
    placing.overlapping,
    moving.flashing,
)
SPEC_RULES: tuple[Callable[[Spec], Iterator[Problem]], ...] = (facts.without_source, facts.unused, reading.too_long)


def check_clip(timeline: Timeline, spec: Spec) -> list[Problem]:
    """What is doubtful (warnings) or wrong (errors) in a clip of one format, in the order of the spec, each once.

    Lays out what is not yet laid out, and so raises layout's InputError.
    """
    views = [scene_view(timeline, index) for index in range(timeline.scene_count)]
    problems = [problem for rule in SPEC_RULES for problem in rule(spec)]
    problems += moving.blank_start(timeline, views[0])
    problems += reading.too_fast(views, spec)
    summed_up = reading.hurried_scenes(views)
    for index, view in enumerate(views):
        problems += [problem for rule in SCENE_RULES for problem in rule(view)]
        if view.number not in summed_up:
            problems += reading.short_holds(view)
            problems += reading.hurried(view, timeline.tracks(index).squeeze)
    problems += facts.lost_words(spec, views)
    problems += facts.mixed_digits(views)
    problems += moving.bare_end(views)
    return list(dict.fromkeys(problems))
