"""All that a timeline's snapshots follow from, in words: what is kept of a clip's frames is kept under these.

Marks tell their content by their keys, as they do for every cache of pictures; places, motions and times are told to
the last digit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from infoclip.layout.placed import PlacedGroup, PlacedNode, PlacedScene
from infoclip.marks.marks import Mark, VideoMark
from infoclip.timeline.timeline import Timeline


def timeline_content(timeline: Timeline) -> tuple[str, ...] | None:
    """Equal for timelines whose snapshots are equal frame by frame, whatever the process; lays out every scene.

    None for a timeline that makes its snapshots in another way and does not say of what (`Timeline.beside_scenes`).
    """
    own = timeline.beside_scenes()
    if own is None:
        return None
    clip = f"{timeline.fps} {timeline.frame_count} {timeline.starts} {timeline.passages!r}"
    scenes = ("\n".join(_scene(timeline.placed(index))) for index in range(timeline.scene_count))
    return (clip, *scenes, *own)


def _scene(scene: PlacedScene) -> Iterator[str]:
    yield f"{scene.format.width} {scene.format.height} {scene.focus} {scene.rtl}"
    yield from _nodes(scene.children)


def _nodes(nodes: Iterable[PlacedNode]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, PlacedGroup):
            yield f"group {node.box!r} {node.opacity!r} {node.motions!r}"
            yield from _nodes(node.children)
            yield "end"
        else:
            yield f"{_mark(node.mark)} {node.x!r} {node.y!r} {node.opacity!r} {node.motions!r}"


def _mark(mark: Mark) -> str:
    """A mark's key, its exact size, and what its place in time follows from (keys round numbers to four digits)."""
    pace = repr(mark.fps) if isinstance(mark, VideoMark) else ""
    return f"{mark.key} {mark.width!r} {mark.height!r} {mark.plays} {pace}"
