"""The box-constraint protocol: constraints go down, fragments with a size come up, the parent places them.

A `LayoutBox` solves itself for some `Constraints` and answers with an immutable `Fragment`: its size, its first
baseline, where its children stand (distances from the start and top edges of its box), and what did not fit. Fragments
are kept by constraints, so an element is solved once or twice whatever its depth.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct, field

from infoclip.errors import InputError, Problem
from infoclip.layout.attributes import Frame
from infoclip.scenes.elements import Element
from infoclip.values.geometry import Box, Size

if TYPE_CHECKING:
    from infoclip.layout.placing import Placing

EPSILON = 0.01
"""Lengths that differ by less are the same: sums of fractions of pixels must not break a line."""
SLACK = 0.5
"""What may stick out, in design pixels, before it counts as an overflow."""


class Constraints(NamedTuple):
    """What size an element may have, in design pixels, and the common factor of its text (see `<fit>`)."""

    min_width: float
    max_width: float
    min_height: float
    max_height: float
    scale: float = 1.0

    @property
    def most(self) -> Size:
        """The largest size allowed."""
        return Size(self.max_width, self.max_height)

    def loose(self) -> Constraints:
        """The same limits without a least size."""
        return Constraints(0.0, self.max_width, 0.0, self.max_height, self.scale)

    def width_within(self, width: float) -> float:
        """The width allowed that is nearest to `width`."""
        return max(self.min_width, min(width, self.max_width))

    def height_within(self, height: float) -> float:
        """The height allowed that is nearest to `height`."""
        return max(self.min_height, min(height, self.max_height))

    @property
    def tight_width(self) -> bool:
        """There is one width only."""
        return self.max_width - self.min_width < EPSILON

    @property
    def tight_height(self) -> bool:
        """There is one height only."""
        return self.max_height - self.min_height < EPSILON


class At(NamedTuple):
    """A child's fragment at its distance from the start and top edges of its parent's box."""

    child: LayoutBox
    fragment: Fragment
    start: float
    top: float


class Fragment(Struct, frozen=True, eq=False):
    """A solved element. The size is what it needs, which may be more than it was offered.

    Then `overflow` is true here and in every fragment above. `faults` are its own; `content` is what a leaf worked out.
    """

    width: float
    height: float
    baseline: float | None = None
    children: tuple[At, ...] = ()
    faults: tuple[Problem, ...] = ()
    overflow: bool = False
    content: object = None


class Budget(Struct):
    """How much solving one scene may take, so that no template can hang the program."""

    left: int = 60_000

    def spend(self, element: Element) -> None:
        """Count one solution for `element`. Raises InputError when there were too many."""
        self.left -= 1
        if self.left < 0:
            message = "the scene is too complex to lay out"
            raise InputError(Problem(message, element.place, "nest fewer elements", "layout-complex"))


class LayoutBox(Struct, eq=False):
    """The base of everything that is laid out. Subclasses give `compute` (a size) and `place` (marks at a place)."""

    element: Element
    frame: Frame
    rtl: bool
    budget: Budget
    children: tuple[LayoutBox, ...] = ()
    relative: bool = False
    kept: list[tuple[Constraints, Fragment]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """`relative`: a percentage somewhere inside makes the result depend on more than the size."""
        self.relative = any(child.frame.percent or child.relative for child in self.children)

    def fills(self, *, across: bool) -> bool:
        """Whether it has no size of its own in that direction and takes what it is given (art, pictures, charts)."""
        return False

    def shrinks(self, *, across: bool) -> bool:
        """Whether it can do with less room than it would like (text that wraps, `<fit>`)."""
        return False

    def compute(self, offered: Constraints) -> Fragment:
        """Its size within `offered`, and what it worked out on the way. Pure: `solve` keeps the result."""
        raise NotImplementedError

    def place(self, fragment: Fragment, box: Box, placing: Placing) -> None:
        """Add its marks, at `box` in the frame, to `placing`; what does not fit is a fault there."""
        raise NotImplementedError

    def solve(self, offered: Constraints) -> Fragment:
        """The fragment for `offered`; kept, and used again when a tighter offer still allows the very same fragment."""
        for earlier, fragment in self.kept:
            if earlier == offered or (not self.relative and _allows(earlier, fragment, offered)):
                return fragment
        self.budget.spend(self.element)
        fragment = self.compute(offered)
        self.kept.append((offered, fragment))
        return fragment

    def offer(self, room: Constraints, whole: Size) -> Fragment:
        """Solve within `room`, which includes this element's margins; percentages are of `whole`, the parent's room."""
        return self.solve(self.bounds(room, whole))

    def bounds(self, room: Constraints, whole: Size) -> Constraints:
        """`room` less the margins, narrowed by the element's own width, height, limits and aspect."""
        frame = self.frame
        across, along = frame.margin.start + frame.margin.end, frame.margin.top + frame.margin.bottom
        least_width, most_width = max(0.0, room.min_width - across), max(0.0, room.max_width - across)
        least_height, most_height = max(0.0, room.min_height - along), max(0.0, room.max_height - along)
        own_width = None if frame.width is None else frame.width.of(whole.width)
        own_height = None if frame.height is None else frame.height.of(whole.height)
        if own_width is not None:
            least_width = most_width = own_width
        if own_height is not None:
            least_height = most_height = own_height
        if frame.min_width is not None:
            least_width = max(least_width, frame.min_width.of(whole.width))
            most_width = max(most_width, least_width)
        if frame.max_width is not None:
            most_width = min(most_width, frame.max_width.of(whole.width))
            least_width = min(least_width, most_width)
        if frame.min_height is not None:
            least_height = max(least_height, frame.min_height.of(whole.height))
            most_height = max(most_height, least_height)
        if frame.max_height is not None:
            most_height = min(most_height, frame.max_height.of(whole.height))
            least_height = min(least_height, most_height)
        bounds = Constraints(least_width, most_width, least_height, most_height, room.scale)
        if frame.aspect is None or (own_width is not None and own_height is not None):
            return bounds
        return _with_aspect(bounds, frame.aspect, own_width is not None, own_height is not None)

    def outer_width(self, fragment: Fragment) -> float:
        """The fragment's width with the margins."""
        return fragment.width + self.frame.margin.start + self.frame.margin.end

    def outer_height(self, fragment: Fragment) -> float:
        """The fragment's height with the margins."""
        return fragment.height + self.frame.margin.top + self.frame.margin.bottom

    def at(self, fragment: Fragment, start: float, top: float) -> At:
        """`fragment` with its margin box at `start`, `top`."""
        return At(self, fragment, start + self.frame.margin.start, top + self.frame.margin.top)


class RoomBox(LayoutBox, eq=False):
    """What has no size of its own and takes all the room it is offered: most charts."""

    def fills(self, *, across: bool) -> bool:
        """In the directions that neither its own size nor its aspect decides."""
        own = self.frame.width if across else self.frame.height
        return own is None and self.frame.aspect is None

    def shrinks(self, *, across: bool) -> bool:
        """Where it fills."""
        return self.fills(across=across)

    def compute(self, offered: Constraints) -> Fragment:
        """All that is offered."""
        return Fragment(offered.max_width, offered.max_height)


def _allows(earlier: Constraints, fragment: Fragment, offered: Constraints) -> bool:
    """Whether `fragment`, solved for a wider offer, is also the answer to the narrower `offered`."""
    width, height = fragment.width, fragment.height
    return (
        earlier.scale == offered.scale
        and not fragment.overflow
        and offered.min_width - EPSILON <= width <= offered.max_width + EPSILON
        and offered.min_height - EPSILON <= height <= offered.max_height + EPSILON
        and earlier.min_width <= offered.min_width + EPSILON
        and earlier.max_width >= offered.max_width - EPSILON
        and earlier.min_height <= offered.min_height + EPSILON
        and earlier.max_height >= offered.max_height - EPSILON
    )


def _with_aspect(bounds: Constraints, aspect: float, own_width: bool, own_height: bool) -> Constraints:
    """The one size of that aspect: from the given side, else from the tight one, else the largest that fits."""
    if own_height or (bounds.tight_height and not own_width and not bounds.tight_width):
        width, height = bounds.max_height * aspect, bounds.max_height
    else:
        width, height = bounds.max_width, bounds.max_width / aspect
        if height > bounds.max_height and not own_width:
            width, height = bounds.max_height * aspect, bounds.max_height
    return Constraints(width, width, height, height, bounds.scale)
