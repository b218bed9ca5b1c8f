"""Does it move as it may? Rules about flashes, and about the first and last frames."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from infoclip.check.view import SceneView
from infoclip.errors import Problem
from infoclip.layout.placed import PlacedGroup, PlacedNode
from infoclip.marks.marks import ArtMark, ImageMark, VideoMark
from infoclip.timeline.timeline import Timeline

FLASHES_A_SECOND = 3  # WCAG 2.2, 2.3.1
_LARGE = 0.25  # of the frame; smaller flashes are under the threshold's area
_STRONG = 0.1


def flashing(view: SceneView) -> Iterator[Problem]:
    """Large marks that brighten more than three times within a second."""
    frame = view.scene.format.box
    times: list[float] = []
    for node in _nodes(view.scene.children):
        box = node.box.intersection(frame)
        if box.width * box.height < _LARGE * frame.width * frame.height:
            continue
        times += [
            motion.at
            for motion in node.motions
            if (motion.kind == "flash" and motion.number("amount") >= _STRONG)
            or (motion.kind == "blink" and motion.number("high") - motion.number("low") >= _STRONG)
        ]
    times.sort()
    for first, fourth in zip(times, times[FLASHES_A_SECOND:], strict=False):
        if fourth - first < 1:
            yield Problem(
                f"scene {view.number} ({view.scene.name}) flashes more than {FLASHES_A_SECOND} times in a second",
                view.scene.place,
                "it can cause seizures: spread the flashes",
                "flashing",
                "error",
            )
            return


def blank_start(timeline: Timeline, view: SceneView) -> Iterator[Problem]:
    """The first frame is what feeds show before playing: it must already have a ground."""
    snapshot = timeline.snapshot(0)
    frame = view.scene.format
    covered = any(
        isinstance(item.mark, ArtMark | ImageMark | VideoMark)
        and item.opacity > 0.9
        and item.mark.width >= frame.width * 0.95
        and item.mark.height >= frame.height * 0.95
        for item in snapshot.items
    )
    if not covered:
        yield Problem(
            "the first frame is blank",
            view.scene.place,
            "let the ground be there from the start",
            "blank-start",
            "warning",
        )


def bare_end(views: Sequence[SceneView]) -> Iterator[Problem]:
    """The last frame stays on the screen when the clip has ended: its call to action must still be there."""
    last = views[-1]
    if last.texts and all(text.leaves < last.seconds - 0.05 for text in last.texts):
        yield Problem(
            f"nothing can be read in the last frame of the clip (scene {last.number}, {last.scene.name})",
            last.scene.place,
            "leave 'exit' away in the last scene",
            "bare-end",
            "warning",
        )


def _nodes(nodes: Sequence[PlacedNode]) -> Iterator[PlacedNode]:
    for node in nodes:
        yield node
        if isinstance(node, PlacedGroup):
            yield from _nodes(node.children)
