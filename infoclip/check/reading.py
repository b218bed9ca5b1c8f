"""Can it be read in its time? Rules about words and seconds."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from infoclip.check.view import SceneView, TextView
from infoclip.errors import Problem
from infoclip.spec.models import Spec
from infoclip.timeline.reading import SECONDS_A_WORD, count_words, reading_seconds

MOST_WORDS = 14
MOST_SECONDS = 30
COUNT_HELD = 1.2
_TOLERANCE = 0.35  # one word
_HURRIED = 0.75
_SHORTEST_HOLD = 0.8
_QUICK_WORD = 0.2


def too_fast(views: Sequence[SceneView], spec: Spec) -> Iterator[Problem]:
    """Scenes shorter than their words need (0.35 s a word and 1 s to find them): one is told, several are summed up."""
    short = [(view, needed) for view in views if (needed := _lacking(view))]
    if len(short) == 1:
        view, needed = short[0]
        yield Problem(
            f"scene {view.number} ({view.scene.name}) has {count_words(view.words)} words for {view.seconds:.1f} s; "
            f"they take {needed:.1f} s",
            view.scene.place,
            f"give it {needed:.1f} seconds, or take {_words_over(needed, view.seconds)} away",
            "too-fast",
            "warning",
        )
    elif short:
        yield _summed_up(short, views, spec)


def _lacking(view: SceneView) -> float:
    """The seconds that a scene needs and does not have; 0 for one that is long enough."""
    needed = reading_seconds(view.words)
    return needed if needed > view.seconds + _TOLERANCE else 0.0


def hurried_scenes(views: Sequence[SceneView]) -> frozenset[int]:
    """The numbers of the scenes that `too_fast` sums up: what follows from their length needs no words of its own."""
    numbers = frozenset(view.number for view in views if _lacking(view))
    return numbers if len(numbers) > 1 else frozenset()


def _summed_up(short: Sequence[tuple[SceneView, float]], views: Sequence[SceneView], spec: Spec) -> Problem:
    lengths = ", ".join(
        f"{view.number} ({view.scene.name}) {view.seconds:.1f} of {needed:.1f} s" for view, needed in short
    )
    lasts = sum(view.seconds for view in views)
    wanted = math.ceil(lasts + sum(needed - view.seconds for view, needed in short))
    words = sum(_over(needed, view.seconds) for view, needed in short)
    free = any(spec.scenes[view.number - 1].seconds is None for view, _ in short if view.number <= len(spec.scenes))
    longer = (
        f"let it last {wanted} s with 'duration: {wanted}'" if free else f"give them those seconds, {wanted} in all"
    )
    return Problem(
        f"the clip lasts {lasts:.0f} s and its words take about {wanted} s to read; too short are scenes {lengths}",
        spec.place_of(("duration",)) if free and "duration" in spec.model_fields_set else short[0][0].scene.place,
        f"{longer}, or take about {words} words away",
        "too-fast",
        "warning",
    )


def _over(needed: float, seconds: float) -> int:
    return max(1, round((needed - seconds) / SECONDS_A_WORD + 0.49))


def _words_over(needed: float, seconds: float) -> str:
    over = _over(needed, seconds)
    return f"{over} word{'s' if over > 1 else ''}"


def too_long(spec: Spec) -> Iterator[Problem]:
    """A clip that is asked to last longer than viewers stay."""
    if "duration" in spec.model_fields_set and spec.duration > MOST_SECONDS:
        yield Problem(
            f"the clip lasts {spec.duration:g} s; above {MOST_SECONDS} viewers leave",
            spec.place_of(("duration",)),
            "tell less, or make two clips of it",
            "too-long",
            "warning",
        )


def too_many_words(view: SceneView) -> Iterator[Problem]:
    """A scene holds more than 14 words: it is a page, not a scene. Lists may, when they are given the time."""
    words = count_words(view.words)
    enough = reading_seconds(view.words) <= view.seconds
    if words > MOST_WORDS and not (enough and len(view.texts) > 6):
        yield Problem(
            f"scene {view.number} ({view.scene.name}) has {words} words; more than {MOST_WORDS} are not read",
            view.scene.place,
            "keep one idea, or make two scenes of it",
            "too-many-words",
            "warning",
        )


def hurried(view: SceneView, squeeze: float) -> Iterator[Problem]:
    """The entrances had to be played much faster than the template says, to be complete before the scene leaves."""
    if squeeze < _HURRIED:
        yield Problem(
            f"scene {view.number} ({view.scene.name}) lasts {view.seconds:.1f} s; "
            f"its entrances play {1 / squeeze:.1f} times as fast as they should",
            view.scene.place,
            "give it more seconds",
            "hurried",
            "warning",
        )


def short_holds(view: SceneView) -> Iterator[Problem]:
    """A number that counted must stand still for 1.2 s, and a text until a quick reader has read it.

    Told once a scene, of the text that lacks most: more time for the scene helps all of them.
    """
    short = [(_hold_needed(text), max(0.0, text.leaves - text.arrives), text.words) for text in view.texts]
    short = [item for item in short if item[1] < item[0] - 0.05]
    if not short:
        return
    needed, held, words = max(short, key=lambda item: item[0] - item[1])
    more = f", and {len(short) - 1} more of its texts stand too short" if len(short) > 1 else ""
    yield Problem(
        f"scene {view.number} ({view.scene.name}): '{_short(words)}' stands for {held:.1f} s; "
        f"it needs {needed:.1f} s{more}",
        view.scene.place,
        "give the scene more seconds",
        "short-hold",
        "warning",
    )


def _hold_needed(text: TextView) -> float:
    if text.counts:
        return COUNT_HELD
    return _SHORTEST_HOLD if text.second_reading else max(_SHORTEST_HOLD, _QUICK_WORD * count_words(text.words))


def _short(words: str) -> str:
    return words if len(words) <= 32 else words[:30].rstrip() + "…"
