"""`<spread>`: labels under each other, each as near to the height it wishes for as the others let it."""

from __future__ import annotations

from msgspec import Struct

from infoclip.charts.spread import spread
from infoclip.layout.constraints import At, Constraints, LayoutBox
from infoclip.layout.container import Arranged

_OFFSETS = {"center": 0.5, "end": 1.0}


class Spread(Struct, frozen=True):
    """Children as wide as they need, placed by their `center-y`, `gap` pixels apart at least; `align` is across."""

    gap: float
    align: str = "stretch"

    def arrange(self, children: tuple[LayoutBox, ...], room: Constraints) -> Arranged:
        width, height = room.max_width, room.max_height
        least = width if self.align == "stretch" else 0.0
        offers = [child.offer(Constraints(least, width, 0.0, height, room.scale), room.most) for child in children]
        sizes = [child.outer_height(offer) for child, offer in zip(children, offers, strict=True)]
        wishes = [child.frame.center_y.of(height) if child.frame.center_y else 0.0 for child in children]
        centers = spread(wishes, sizes, 0.0, height, self.gap)
        placed: list[At] = []
        for child, offer, size, center in zip(children, offers, sizes, centers, strict=True):
            start = (width - child.outer_width(offer)) * _OFFSETS.get(self.align, 0.0)
            placed.append(child.at(offer, start, center - size / 2))
        needed = max((at.top + at.fragment.height for at in placed), default=0.0)
        return Arranged(width, max(height, needed), tuple(placed))
