"""Layers: children over each other, each placed by its distances from the edges or by the parent's alignment."""

from __future__ import annotations

from msgspec import Struct

from infoclip.layout.attributes import NO_INSETS
from infoclip.layout.constraints import At, Constraints, LayoutBox
from infoclip.layout.container import Arranged
from infoclip.scenes.elements import Length
from infoclip.values.geometry import Insets


class Layers(Struct, frozen=True):
    """Children over each other. `align` places them across, `justify` along; stretch gives them the whole room.

    `safe` are the insets that a `<safe>` among the children takes where it says nothing itself.
    """

    align: str = "stretch"
    justify: str = "stretch"
    safe: Insets = NO_INSETS

    def arrange(self, children: tuple[LayoutBox, ...], room: Constraints) -> Arranged:
        if not (room.tight_width and room.tight_height):
            room = self._grown(children, room)
        width, height = room.max_width, room.max_height
        placed: list[At] = []
        for child in children:
            across, along = self._sides(child)
            fragment = child.offer(_offer(across, along, room), room.most)
            start = across.position(width, child.outer_width(fragment))
            top = along.position(height, child.outer_height(fragment))
            placed.append(child.at(fragment, start, top))
        baseline = next((at.top + at.fragment.baseline for at in placed if at.fragment.baseline is not None), None)
        return Arranged(width, height, tuple(placed), baseline)

    def _grown(self, children: tuple[LayoutBox, ...], room: Constraints) -> Constraints:
        """Without a size of its own the room is as large as its largest child, distances included.

        Art without a size takes the room that the others need.
        """
        width, height = room.min_width, room.min_height
        for child in children:
            across, along = self._sides(child)
            fragment = child.offer(_offer(across.free(), along.free(), room), room.most)
            if not child.fills(across=True) and not across.percent:
                width = max(width, across.extent(room.max_width, child.outer_width(fragment)))
            if not child.fills(across=False) and not along.percent:
                height = max(height, along.extent(room.max_height, child.outer_height(fragment)))
        width, height = min(width, room.max_width), min(height, room.max_height)
        return Constraints(width, width, height, height, room.scale)

    def _sides(self, child: LayoutBox) -> tuple[_Side, _Side]:
        frame = child.frame
        start, end, top, bottom = frame.start, frame.end, frame.top, frame.bottom
        if child.element.tag == "safe":
            start, end = start or Length(self.safe.start), end or Length(self.safe.end)
            top, bottom = top or Length(self.safe.top), bottom or Length(self.safe.bottom)
        across = frame.self_align or self.align
        along = self.justify
        return _Side(start, end, frame.center_x, across), _Side(top, bottom, frame.center_y, along)


class _Side(Struct, frozen=True):
    """Where a child stands in one direction: distances from both edges, its centre, or an alignment."""

    near: Length | None
    far: Length | None
    center: Length | None
    align: str

    @property
    def percent(self) -> bool:
        return any(item is not None and item.share for item in (self.near, self.far, self.center))

    @property
    def anchored(self) -> bool:
        return self.near is not None or self.far is not None or self.center is not None

    def free(self) -> _Side:
        """The same without stretching: what the child would like to be."""
        return self if self.anchored else _Side(None, None, None, "start")

    def insets(self, room: float) -> tuple[float, float]:
        return self.near.of(room) if self.near else 0.0, self.far.of(room) if self.far else 0.0

    def offered(self, room: float) -> tuple[float, float]:
        """The least and most that the child may take."""
        if self.center is not None:
            middle = self.center.of(room)
            most = 2 * min(middle, room - middle)
            return 0.0, most if most > 0 else room
        near, far = self.insets(room)
        most = max(0.0, room - near - far)
        both = self.near is not None and self.far is not None
        return most if both or (not self.anchored and self.align == "stretch") else 0.0, most

    def position(self, room: float, size: float) -> float:
        if self.center is not None:
            return self.center.of(room) - size / 2
        near, far = self.insets(room)
        if self.near is not None:
            return near
        if self.far is not None:
            return room - far - size
        return (room - size) / 2 if self.align == "center" else room - size if self.align == "end" else 0.0

    def extent(self, room: float, size: float) -> float:
        """The least room in which a child of that size stays inside."""
        if self.center is not None:
            return self.center.of(room) + size / 2
        near, far = self.insets(room)
        return near + size + far


def _offer(across: _Side, along: _Side, room: Constraints) -> Constraints:
    return Constraints(*across.offered(room.max_width), *along.offered(room.max_height), room.scale)
