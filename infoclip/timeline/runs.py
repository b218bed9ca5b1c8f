"""Runs of frames that follow from one scene, or from two and the transition between them, and from nothing else.

Between transitions a frame follows from its scene and how far the scene has come, within a transition from its two
scenes and how far it has come. So what is worked out of a run can be kept by its scenes, wherever in a film it stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from infoclip.timeline.timeline import Timeline

Run = tuple[range, tuple[object, ...]]
"""The frames of a run, and what they follow from."""


def runs(timeline: Timeline, scenes: Sequence[str]) -> Iterator[Run]:
    """The film in runs of frames, in order. `scenes` tells each scene's content: equal for equal ones."""
    shown = [(scenes[index], *_times(timeline, index)) for index in range(timeline.scene_count)]
    for leaving, frames in _parts(timeline):
        yield frames, (timeline.fps, *_follows(timeline, shown, leaving, frames))


def _times(timeline: Timeline, index: int) -> tuple[int, int]:
    """How many frames a scene has, and how many of them its transition takes at its end."""
    leaves = timeline.starts[index + 1] - timeline.passages[index].start if index < len(timeline.passages) else 0
    return len(timeline.scene_frames(index)), leaves


def _parts(timeline: Timeline) -> Iterator[tuple[int | None, range]]:
    """The scene that is being left (None outside of transitions), and the frames of a run."""
    start = 0
    while start < timeline.frame_count:
        leaving, scene = timeline.passage_at(start), timeline.scene_at(start)
        end = start + 1
        while end < timeline.frame_count and timeline.passage_at(end) == leaving:
            if leaving is None and timeline.scene_at(end) != scene:
                break
            end += 1
        yield leaving, range(start, end)
        start = end


def _follows(
    timeline: Timeline, scenes: Sequence[tuple[str, int, int]], leaving: int | None, frames: range
) -> tuple[object, ...]:
    if leaving is None:
        index = timeline.scene_at(frames.start)
        return scenes[index], frames.start - timeline.starts[index], len(frames)
    passage, here, coming = timeline.passages[leaving], timeline.starts[leaving], timeline.starts[leaving + 1]
    start = frames.start
    moments = (start - here, start - coming, len(frames), passage.start - here, passage.end - here)
    return scenes[leaving], scenes[leaving + 1], passage.kind, passage.easing, moments
