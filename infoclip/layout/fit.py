"""`<fit>`: its content is set at full type size, and all its text shrinks by one factor until it fits."""

from __future__ import annotations

from msgspec import Struct

from infoclip.layout.constraints import SLACK, Constraints, LayoutBox
from infoclip.layout.container import Arranged, Arrangement

STEPS = 8
"""Bisection steps: the factor is found to within 1/256 of its range."""


class Fit(Struct, frozen=True):
    """Another arrangement whose text shrinks down to `least` (0..1) of its size until everything fits."""

    inner: Arrangement
    least: float = 0.6

    def arrange(self, children: tuple[LayoutBox, ...], room: Constraints) -> Arranged:
        full = self.inner.arrange(children, room)
        if fits(full, room) or self.least >= 1:
            return full
        smallest = self._at(self.least, children, room)
        if not fits(smallest, room):
            return smallest
        low, high, best = self.least, 1.0, smallest
        for _ in range(STEPS):
            middle = (low + high) / 2
            arranged = self._at(middle, children, room)
            if fits(arranged, room):
                low, best = middle, arranged
            else:
                high = middle
        return best

    def _at(self, factor: float, children: tuple[LayoutBox, ...], room: Constraints) -> Arranged:
        return self.inner.arrange(children, room._replace(scale=room.scale * factor))


def fits(arranged: Arranged, room: Constraints) -> bool:
    """Whether what was arranged keeps within `room`, and all that is in it within itself."""
    return (
        arranged.width <= room.max_width + SLACK
        and arranged.height <= room.max_height + SLACK
        and not any(at.fragment.overflow for at in arranged.children)
    )
