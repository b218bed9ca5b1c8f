"""Containers: elements that hold others. How the children are arranged is a strategy: flow, grid, layers or fit."""

from __future__ import annotations

import math
from typing import NamedTuple, Protocol

from msgspec.structs import replace

from infoclip.errors import Problem
from infoclip.layout.constraints import EPSILON, SLACK, At, Constraints, Fragment, LayoutBox
from infoclip.layout.placed import PlacedGroup, PlacedMark, PlacedNode
from infoclip.layout.placing import Placing
from infoclip.marks.marks import ArtMark
from infoclip.scenes.elements import Element
from infoclip.text.lines import Block
from infoclip.values.geometry import Box, Insets

WORD_TAGS = frozenset({"text", "number"})
ART_TAGS = frozenset({"art", "icon", "image", "space"})
MEDIA_TAGS = frozenset({"image", "video"})
"""What takes all the room that it is offered."""


class Arranged(NamedTuple):
    """Children at their places in a content box of that size; `baseline` is measured from its top."""

    width: float
    height: float
    children: tuple[At, ...]
    baseline: float | None = None


class Arrangement(Protocol):
    """A way to arrange children within the constraints of a container's content box."""

    def arrange(self, children: tuple[LayoutBox, ...], room: Constraints) -> Arranged: ...


class Paint(Protocol):
    """What a box paints behind its children: a mark of its size."""

    def mark(self, width: float, height: float) -> ArtMark:
        """Its mark of `width` x `height` design pixels."""
        ...


class Container(LayoutBox, eq=False, kw_only=True):
    """A row, column, grid, layers, fit or box. `paint` lies behind the children; `padding` is inside the box."""

    arrangement: Arrangement
    padding: Insets
    paint: Paint | None = None

    def fills(self, *, across: bool) -> bool:
        own = self.frame.width if across else self.frame.height
        if own is not None or self.frame.aspect is not None or not self.children:
            return False
        return all(child.fills(across=across) for child in self.children)

    def shrinks(self, *, across: bool) -> bool:
        return any(child.shrinks(across=across) for child in self.children)

    def compute(self, offered: Constraints) -> Fragment:
        across, along = self.padding.start + self.padding.end, self.padding.top + self.padding.bottom
        room = Constraints(
            max(0.0, offered.min_width - across),
            max(0.0, offered.max_width - across),
            max(0.0, offered.min_height - along),
            max(0.0, offered.max_height - along),
            offered.scale,
        )
        arranged = self.arrangement.arrange(self.children, room)
        children = tuple(
            at._replace(start=at.start + self.padding.start, top=at.top + self.padding.top) for at in arranged.children
        )
        faults = () if any(at.fragment.overflow for at in children) else self._faults(arranged, room)
        return Fragment(
            arranged.width + across,
            arranged.height + along,
            None if arranged.baseline is None else arranged.baseline + self.padding.top,
            children,
            faults,
            bool(faults) or any(at.fragment.overflow for at in children),
        )

    def _faults(self, arranged: Arranged, room: Constraints) -> tuple[Problem, ...]:
        """What makes the content larger than its room; art may be, as long as it pushes nothing else out."""
        bound = [at for at in arranged.children if at.child.element.tag not in ART_TAGS]
        high, wide = arranged.height - room.max_height, arranged.width - room.max_width
        if high > SLACK and any(_beyond(at.top, at.fragment.height, room.max_height) for at in bound):
            return (overflow(self, arranged.children, high, "higher"),)
        if wide > SLACK and any(_beyond(at.start, at.fragment.width, room.max_width) for at in bound):
            return (overflow(self, arranged.children, wide, "wider"),)
        return ()

    def place(self, fragment: Fragment, box: Box, placing: Placing) -> None:
        motions = placing.motions(self)
        inside = placing
        grouped = bool(motions) or self.frame.opacity < 1
        children: list[PlacedNode] = []
        if grouped:
            inside = replace(placing, out=children)
        if self.paint is not None and not box.empty:
            paint = self.paint.mark(box.width, box.height)
            inside.out.append(painted(self, paint, box))
        inside.place_children(self, fragment.children, box)
        if grouped and children:
            name = self.element.attributes.get("id", "").strip()
            place = self.element.place
            placing.out.append(PlacedGroup(tuple(children), box, motions, self.frame.opacity, name, place))


def _beyond(position: float, size: float, room: float) -> bool:
    return position < -SLACK or position + size > room + SLACK


def painted(node: LayoutBox, mark: ArtMark, box: Box) -> PlacedNode:
    """The ground of a box: part of it, so it has neither its motions nor its opacity again."""
    name = node.element.attributes.get("id", "").strip()
    return PlacedMark(mark, box.x, box.y, id=name, place=node.element.place)


def words_inside(children: tuple[At, ...]) -> list[At]:
    """All text leaves of a solved branch, in document order."""
    found: list[At] = []
    for at in children:
        if at.child.element.tag in WORD_TAGS:
            found.append(at)
        found.extend(words_inside(at.fragment.children))
    return found


def snippet(words: str) -> str:
    """The words as an error message quotes them: on one line, at most 40 characters."""
    line = " ".join(words.split())
    return f'"{line}"' if len(line) <= 40 else f'"{line[:39]}…"'


def overflow(node: LayoutBox, children: tuple[At, ...], excess: float, how: str) -> Problem:
    """The fault of a container whose content is `excess` pixels larger than its room, with what could be shortened."""
    texts = [at for at in words_inside(children) if at.child.element.text]
    message = f"the content of <{node.element.tag}> is {excess:.0f} px {how} than its room"
    size, large = _largest(children, how)
    if large is not None and size >= excess:
        message += f"; its largest part is <{large.tag}>, {size:.0f} px {'wide' if how == 'wider' else 'high'}"
        hint = "give that a size, or a share of the room: grow, or top, bottom, start and end in <layers>"
        return Problem(message, large.place, hint, "layout-overflow")
    if not texts:
        return Problem(message, node.element.place, "make the content smaller, or give it more room", "layout-overflow")
    longest = max(texts, key=lambda at: len(at.child.element.text))
    words = longest.child.element.text
    message += f"; its longest text is {snippet(words)}"
    cut = _cut(longest.fragment, excess, how)
    hint = f"shorten that text by about {cut} characters, or put" if cut else "make the content smaller, or put"
    return Problem(message, longest.child.element.place, f"{hint} it in <fit>", "layout-overflow")


def _largest(children: tuple[At, ...], how: str) -> tuple[float, Element | None]:
    """The picture in a solved branch that takes most of the room that is short, and its size there, in pixels."""
    found: tuple[float, Element | None] = (0.0, None)
    for at in children:
        size = at.fragment.width if how == "wider" else at.fragment.height
        own = (size, at.child.element) if at.child.element.tag in MEDIA_TAGS else _largest(at.fragment.children, how)
        found = max(found, own, key=lambda item: item[0])
    return found


def _cut(fragment: Fragment, excess: float, how: str) -> int:
    """How many characters fewer make a text `excess` pixels smaller; 0 when no shortening does."""
    block = fragment.content
    if not isinstance(block, Block) or fragment.height < EPSILON or fragment.width < EPSILON:
        return 0
    if how == "wider":
        share = excess / fragment.width
    else:
        lines = len(block.lines)
        share = math.ceil(excess / (block.height / lines)) / lines
    return max(1, round(len(block.text) * share)) if share < 1 else 0
