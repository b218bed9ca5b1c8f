"""Can it be read in its time? Rules about words and seconds."""

from __future__ import annotations

from collections.abc import Iterator

from infoclip.check.view import SceneView, TextView
from infoclip.errors import Problem
from infoclip.timeline.reading import SECONDS_A_WORD, count_words, reading_seconds

MOST_WORDS = 14
COUNT_HELD = 1.2
_TOLERANCE = 0.35  # one word
_HURRIED = 0.75
_SHORTEST_HOLD = 0.8
_QUICK_WORD = 0.2


def too_fast(view: SceneView) -> Iterator[Problem]:
    """A scene is shorter than its words need (0.35 s a word and 1 s to find them)."""
    needed = reading_seconds(view.words)
    if needed > view.seconds + _TOLERANCE:
        yield Problem(
            f"scene {view.number} ({view.scene.name}) has {count_words(view.words)} words for {view.seconds:.1f} s; "
            f"they take {needed:.1f} s",
            view.scene.place,
            f"give it {needed:.1f} seconds, or take {_words_over(needed, view.seconds)} away",
            "too-fast",
            "warning",
        )


def _words_over(needed: float, seconds: float) -> str:
    over = max(1, round((needed - seconds) / SECONDS_A_WORD + 0.49))
    return f"{over} word{'s' if over > 1 else ''}"


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
