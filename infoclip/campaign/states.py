"""The states of a film's frames, worked out once for what several films show alike.

Between transitions a frame follows from its scene and how far the scene has come, within a transition from its two
scenes and how far it has come; so the digests of both are kept by the scenes' keys (`composing.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from infoclip.campaign.composing import Composed, Recent
from infoclip.film.segments import StateKeys
from infoclip.timeline.timeline import Timeline

MOST_RUNS = 300


class SharedStates:
    """The states of the frames of many films."""

    def __init__(self) -> None:
        self._runs = Recent(MOST_RUNS)

    def of(self, composed: Composed) -> list[bytes]:
        """The digest of every frame, as `StateKeys` gives it."""
        timeline = composed.composition.timeline
        if type(timeline) is not Timeline:  # something is drawn over the scenes, such as captions
            return StateKeys().of(timeline, range(timeline.frame_count))
        common = (timeline.fps, repr(composed.composition.format), repr(composed.composition.zone))
        scenes = [(composed.keys[index], *_times(timeline, index)) for index in range(timeline.scene_count)]
        found: list[bytes] = []
        for leaving, start, end in _runs(timeline):
            key = (common, *_run_key(timeline, scenes, leaving, start, end))
            found += self._runs.get(key, partial(_states, timeline, start, end))
        return found


def _states(timeline: Timeline, start: int, end: int) -> list[bytes]:
    return StateKeys().of(timeline, range(start, end))


def _times(timeline: Timeline, index: int) -> tuple[int, int]:
    """How many frames a scene has, and how many of them its transition takes at its end."""
    leaves = timeline.starts[index + 1] - timeline.passages[index].start if index < len(timeline.passages) else 0
    return len(timeline.scene_frames(index)), leaves


def _runs(timeline: Timeline) -> Iterator[tuple[int | None, int, int]]:
    """The film in runs of frames: the scene that is being left (None outside of transitions), first frame, end."""
    start = 0
    while start < timeline.frame_count:
        leaving, scene = timeline.passage_at(start), timeline.scene_at(start)
        end = start + 1
        while end < timeline.frame_count and timeline.passage_at(end) == leaving:
            if leaving is None and timeline.scene_at(end) != scene:
                break
            end += 1
        yield leaving, start, end
        start = end


def _run_key(
    timeline: Timeline, scenes: Sequence[tuple[str, int, int]], leaving: int | None, start: int, end: int
) -> tuple[object, ...]:
    if leaving is None:
        index = timeline.scene_at(start)
        return scenes[index], start - timeline.starts[index], end - start
    passage, here, coming = timeline.passages[leaving], timeline.starts[leaving], timeline.starts[leaving + 1]
    moments = (start - here, start - coming, end - start, passage.start - here, passage.end - here)
    return scenes[leaving], scenes[leaving + 1], passage.kind, passage.easing, moments
