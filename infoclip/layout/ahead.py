"""A scene does not begin empty: its entrances have begun before its first frame, so that something stands there.

A scene's first picture is held while the scene before gives way to it, and a clip's first frame is what feeds show
before anything moves. A theme says by `ahead` how many seconds of its entrances a scene has behind it when it begins,
and by `ahead-first` how many the first scene of a clip has; a template may say its own, `<scene ahead="0.2">`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from infoclip.layout.placed import PlacedGroup, PlacedNode
from infoclip.marks.motion import Motion
from infoclip.scenes.elements import Scene, number

LONGEST = 3.0


def seconds_ahead(scene: Scene, defaults: Mapping[str, str]) -> float:
    """Seconds of its entrances that `scene` has behind it at its start: its own, the theme's, or none."""
    usual = defaults.get("ahead", "0")
    if scene.number == 1:
        usual = defaults.get("ahead-first", usual)
    return number(scene.root, "ahead", float(usual), 0, LONGEST)


def brought_forward(nodes: Sequence[PlacedNode], seconds: float) -> tuple[PlacedNode, ...]:
    """`nodes` with their entrances, and the emphases that follow these, `seconds` earlier: before the start, if so."""
    if seconds == 0:
        return tuple(nodes)
    return tuple(_forward(node, seconds) for node in nodes)


def _forward(node: PlacedNode, seconds: float) -> PlacedNode:
    motions = tuple(_earlier(motion, seconds) for motion in node.motions)
    if isinstance(node, PlacedGroup):
        return replace(node, motions=motions, children=brought_forward(node.children, seconds))
    return replace(node, motions=motions) if motions else node


def _earlier(motion: Motion, seconds: float) -> Motion:
    if motion.phase == "enter":
        return replace(motion, at=round(motion.at - seconds, 4))
    if motion.phase == "emphasis":  # never cut short by the start: it would jump
        return replace(motion, at=round(max(min(motion.at, 0.0), motion.at - seconds), 4))
    return motion
