"""What layout gives to the timeline: marks at fixed places, with their motions, in drawing order.

Places are absolute, in design pixels from the frame's left top corner; everything about direction has been decided.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct, field

from infoclip.errors import Place
from infoclip.marks.marks import Mark
from infoclip.marks.motion import Motion
from infoclip.values.formats import Format
from infoclip.values.geometry import Box


class PlacedMark(Struct, frozen=True):
    """One mark at its place. `text` is what a reader would read from it (for reading time, checks and alt text).

    It is empty for an echo: a text laid over or under its like for its light or colour.
    """

    mark: Mark
    x: float
    y: float
    motions: tuple[Motion, ...] = ()
    opacity: float = 1.0
    id: str = ""
    role: str = ""
    text: str = ""
    place: Place | None = None

    @property
    def box(self) -> Box:
        """Its place and size in the frame."""
        return Box(self.x, self.y, self.mark.width, self.mark.height)


class PlacedGroup(Struct, frozen=True):
    """A container with motions of its own: its children are flattened to one layer that moves and fades as one."""

    children: tuple[PlacedNode, ...]
    box: Box
    motions: tuple[Motion, ...] = ()
    opacity: float = 1.0
    id: str = ""
    place: Place | None = None


PlacedNode = PlacedMark | PlacedGroup


def leaves(nodes: Iterable[PlacedNode]) -> Iterator[PlacedMark]:
    """The marks of `nodes` and of the groups among them, in drawing order."""
    for node in nodes:
        if isinstance(node, PlacedGroup):
            yield from leaves(node.children)
        else:
            yield node


class PlacedScene(Struct, frozen=True):
    """A scene with everything in place. `focus` is where its leaving transition opens, in design pixels.

    `seconds` is what the spec asks for (None: by reading time of `words`); `transition` is "NAME" or "NAME SECONDS".
    """

    name: str
    number: int
    format: Format
    children: tuple[PlacedNode, ...]
    words: str
    seconds: float | None = None
    transition: str | None = None
    focus: tuple[float, float] | None = None
    exit_seconds: float = 0.3
    boxes: dict[str, Box] = field(default_factory=dict)
    rtl: bool = True
    place: Place | None = None
    transition_place: Place | None = None
