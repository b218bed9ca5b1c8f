"""Placing: what comes out while the solved tree is walked once from the root, in drawing order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from infoclip.errors import Problem
from infoclip.layout.constraints import At, Fragment, LayoutBox
from infoclip.layout.placed import PlacedGroup, PlacedMark, PlacedNode
from infoclip.marks.marks import Mark
from infoclip.marks.motion import Motion, read_motions
from infoclip.scenes.elements import Element
from infoclip.values.geometry import Box


class Findings(Struct):
    """What the walk collects beside the marks: boxes by id, and everything that did not fit."""

    boxes: dict[str, Box] = field(default_factory=dict)
    faults: list[Problem] = field(default_factory=list)
    outside: list[Problem] = field(default_factory=list)

    @property
    def problems(self) -> list[Problem]:
        """What did not fit; what left the frame only when nothing else did, for one overflow pushes many texts out."""
        return self.faults or self.outside


class Placing(Struct, frozen=True):
    """Where marks go while one branch is walked. `delay` is what the parents add to entrances, in seconds."""

    out: list[PlacedNode]
    findings: Findings
    defaults: Mapping[str, str]
    frame: Box
    delay: float = 0.0

    def note(self, node: LayoutBox, fragment: Fragment, box: Box) -> None:
        """Keep the box of an element with an id, and what did not fit in it."""
        self.findings.faults.extend(fragment.faults)
        name = node.element.attributes.get("id", "").strip()
        if name:
            self.findings.boxes[name] = box

    def motions(self, node: LayoutBox) -> tuple[Motion, ...]:
        """The motions of an element, later by what its containers ask for."""
        return read_motions(node.element, rtl=node.rtl, delay=self.delay, defaults=self.defaults)

    def put(self, node: LayoutBox, mark: Mark, box: Box, words: str = "") -> None:
        """Add the one mark of a leaf, with the leaf's own motions and opacity."""
        self.out.append(placed(node, mark, box, motions=self.motions(node), words=words))

    def put_all(self, node: LayoutBox, marks: Sequence[PlacedMark], box: Box) -> None:
        """Add a leaf that is many marks; an opacity of its own makes them one flattened layer."""
        if node.frame.opacity == 1:
            self.out.extend(marks)
        else:
            self.out.append(PlacedGroup(tuple(marks), box, (), node.frame.opacity, place=node.element.place))

    def place_children(self, node: LayoutBox, children: Sequence[At], box: Box) -> None:
        """Walk the children of a container whose box is `box`, lower `z` first, each later by the stagger."""
        first = self.delay + node.frame.delay
        turns: list[tuple[float, At, float]] = []
        turn = 0
        for at in children:
            turns.append((at.child.frame.z, at, first + turn * node.frame.stagger))
            turn += at.child.element.tag != "space"
        for _, at, delay in sorted(turns, key=lambda item: item[0]):
            self._place_child(node, at, box, delay)

    def _place_child(self, node: LayoutBox, at: At, box: Box, delay: float) -> None:
        child, fragment = at.child, at.fragment
        x = box.right - at.start - fragment.width if node.rtl else box.x + at.start
        inside = Box(x, box.y + at.top, fragment.width, fragment.height)
        self.note(child, fragment, inside)
        child.place(fragment, inside, replace(self, delay=delay))


def placed(node: LayoutBox, mark: Mark, box: Box, *, motions: tuple[Motion, ...] = (), words: str = "") -> PlacedMark:
    """`mark` of `node` at the left top corner of `box`."""
    element: Element = node.element
    return PlacedMark(
        mark,
        box.x,
        box.y,
        motions,
        node.frame.opacity,
        id=element.attributes.get("id", "").strip(),
        role=element.attributes.get("role", "").strip(),
        text=words,
        place=element.place,
    )
