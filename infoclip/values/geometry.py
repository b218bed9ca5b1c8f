"""Points, sizes, boxes and insets in design pixels (1080 on the short side of a frame), y downwards."""

from __future__ import annotations

import math

from msgspec import Struct


class Size(Struct, frozen=True):
    """Width and height, both >= 0."""

    width: float
    height: float


class Insets(Struct, frozen=True):
    """Distances from the four edges. `start` is the right edge in right-to-left, resolved by `Box.inset`."""

    top: float = 0.0
    end: float = 0.0
    bottom: float = 0.0
    start: float = 0.0


class Box(Struct, frozen=True):
    """A rectangle by its left top corner and its size."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.y + self.height

    @property
    def center(self) -> tuple[float, float]:
        """Its middle."""
        return self.x + self.width / 2, self.y + self.height / 2

    @property
    def empty(self) -> bool:
        """It has no area."""
        return self.width <= 0 or self.height <= 0

    def holds(self, other: Box, tolerance: float = 0.0) -> bool:
        """Whether all of `other` lies in it, or not further out than `tolerance`."""
        return (
            other.x >= self.x - tolerance
            and other.y >= self.y - tolerance
            and other.right <= self.right + tolerance
            and other.bottom <= self.bottom + tolerance
        )

    def moved(self, dx: float, dy: float) -> Box:
        """The same, elsewhere."""
        return Box(self.x + dx, self.y + dy, self.width, self.height)

    def grown(self, by: float) -> Box:
        """Larger by `by` at every side."""
        return Box(self.x - by, self.y - by, self.width + 2 * by, self.height + 2 * by)

    def inset(self, insets: Insets, *, rtl: bool) -> Box:
        """What is left inside `insets`."""
        left, right = (insets.end, insets.start) if rtl else (insets.start, insets.end)
        return Box(
            self.x + left,
            self.y + insets.top,
            max(0.0, self.width - left - right),
            max(0.0, self.height - insets.top - insets.bottom),
        )

    def union(self, other: Box) -> Box:
        """The smallest box that holds both; an empty one counts for nothing."""
        if self.empty:
            return other
        if other.empty:
            return self
        x, y = min(self.x, other.x), min(self.y, other.y)
        return Box(x, y, max(self.right, other.right) - x, max(self.bottom, other.bottom) - y)

    def intersection(self, other: Box) -> Box:
        """What both share."""
        x, y = max(self.x, other.x), max(self.y, other.y)
        return Box(x, y, max(0.0, min(self.right, other.right) - x), max(0.0, min(self.bottom, other.bottom) - y))

    def intersects(self, other: Box) -> bool:
        """They share an area."""
        return self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom

    def scaled(self, factor: float) -> Box:
        """The same with the whole frame scaled by `factor`."""
        return Box(self.x * factor, self.y * factor, self.width * factor, self.height * factor)

    def pixels(self) -> tuple[int, int, int, int]:
        """The smallest whole-pixel rectangle that holds the box: left, top, right, bottom."""
        return math.floor(self.x), math.floor(self.y), math.ceil(self.right), math.ceil(self.bottom)
