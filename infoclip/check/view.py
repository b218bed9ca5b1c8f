"""A scene as a viewer meets it: its texts with their places and times, for the rules to look at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from infoclip.layout.placed import PlacedGroup, PlacedMark, PlacedNode, PlacedScene
from infoclip.marks.marks import CounterMark, TextMark
from infoclip.marks.motion import Motion
from infoclip.marks.motion_state import window
from infoclip.text.lines import Block
from infoclip.timeline.timeline import Timeline
from infoclip.timeline.tracks import unit_count
from infoclip.values.geometry import Box

# Sources and captions are there for who looks for them; a scene need not last until everybody has read them.
_SECOND_READING = frozenset({"note", "caption"})


@dataclass(frozen=True, slots=True)
class TextView:
    """One text of a scene: its words, ink box in design pixels, and when it has arrived and when it begins to leave.

    Times are seconds of the scene.
    """

    mark: PlacedMark
    block: Block
    arrives: float
    leaves: float

    @property
    def words(self) -> str:
        """What is read."""
        return self.mark.text

    @property
    def second_reading(self) -> bool:
        """It is there for who looks twice, not for reading along: a source, a note."""
        return self.mark.role in _SECOND_READING

    @property
    def ink(self) -> Box:
        """Where its letters are, in design pixels of the frame."""
        return self.block.ink.moved(self.mark.x, self.mark.y)

    @property
    def counts(self) -> bool:
        """Its figure counts up."""
        return isinstance(self.mark.mark, CounterMark)


@dataclass(frozen=True, slots=True)
class SceneView:
    """One scene in one format: `seconds` long, `number` counted from 1, its texts in drawing order."""

    number: int
    scene: PlacedScene
    seconds: float
    last: bool
    texts: tuple[TextView, ...]

    @property
    def words(self) -> str:
        """What must be read of it: all texts but those for a second reading."""
        return "\n".join(text.words for text in self.texts if not text.second_reading)


def scene_view(timeline: Timeline, index: int) -> SceneView:
    """Scene `index` as the rules see it; lays it out when it is not yet."""
    scene, tracks = timeline.placed(index), timeline.tracks(index)
    texts = tuple(_texts(scene.children, (), tracks.seconds, tracks.squeeze))
    return SceneView(index + 1, scene, tracks.seconds, index + 1 == timeline.scene_count, texts)


def _texts(
    nodes: tuple[PlacedNode, ...], outer: tuple[Motion, ...], seconds: float, squeeze: float
) -> Iterator[TextView]:
    for node in nodes:
        motions = (*outer, *node.motions)
        if isinstance(node, PlacedGroup):
            yield from _texts(node.children, motions, seconds, squeeze)
            continue
        block = _block(node)
        if block is None or not node.text.strip():
            continue
        arrives, leaves = 0.0, seconds
        for motion in motions:
            start, end = window(motion, seconds, unit_count(node.mark, motion.by))
            if motion.phase == "enter":
                arrives = max(arrives, end * squeeze)
            elif motion.phase == "exit":
                leaves = min(leaves, start)
        yield TextView(node, block, arrives, leaves)


def _block(node: PlacedMark) -> Block | None:
    if isinstance(node.mark, TextMark):
        return node.mark.block
    if isinstance(node.mark, CounterMark):
        return node.mark.blocks[len(node.mark.blocks) - 1]
    return None
