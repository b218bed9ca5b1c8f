"""Rows and columns: children one after the other; `grow` shares what is left, long text gives way first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from msgspec import Struct

from infoclip.layout.constraints import EPSILON, At, Constraints, Fragment, LayoutBox
from infoclip.layout.container import Arranged
from infoclip.values.geometry import Size

_NOTHING = Fragment(0.0, 0.0)
JUSTIFIES = ("start", "center", "end", "between", "around")


class Flow(Struct, frozen=True):
    """A row (`across`) or a column. Main is the way the children follow each other, cross the other way."""

    across: bool
    gap: float = 0.0
    align: str = "stretch"
    justify: str = "start"
    wrap: bool = False
    baseline: bool = False

    def arrange(self, children: tuple[LayoutBox, ...], room: Constraints) -> Arranged:
        return self._lines(children, room) if self.wrap and self.across else self._line(children, room)

    def _line(self, children: tuple[LayoutBox, ...], room: Constraints) -> Arranged:
        view = _Axis(self.across, room.most)
        if not self.across and not view.tight_cross(room):
            room = self._with_cross(children, room, view)
        spaces = self.gap * max(0, len(children) - 1)
        main = self._main_sizes(children, room, view, spaces)
        least = view.main(room)[0]
        used = sum(main.sizes) + spaces
        length = max(used, least)
        fragments, cross = self._cross(children, main, room, view)
        lead, between = _justified(self.justify, length - used, len(children), self.gap)
        shared = self._shared_baseline(children, fragments, cross)
        placed: list[At] = []
        position = lead
        for child, fragment, size in zip(children, fragments, main.sizes, strict=True):
            offset = self._cross_offset(child, fragment, cross, view, shared)
            placed.append(child.at(fragment, *((position, offset) if self.across else (offset, position))))
            position += size + between
        width, height = (length, cross) if self.across else (cross, length)
        return Arranged(width, height, tuple(placed), _first_baseline(placed))

    def _lines(self, children: tuple[LayoutBox, ...], room: Constraints) -> Arranged:
        """A row that breaks into lines wherever the next child would not fit."""
        lines: list[list[LayoutBox]] = [[]]
        used = 0.0
        for child in children:
            width = child.outer_width(child.offer(room.loose(), room.most))
            if lines[-1] and used + width > room.max_width + EPSILON:
                lines.append([])
                used = 0.0
            lines[-1].append(child)
            used += width + self.gap
        if len(lines) == 1:
            return self._line(children, room)
        placed: list[At] = []
        top = width = 0.0
        one = Flow(True, self.gap, self.align, self.justify, False, self.baseline)
        for number, line in enumerate(lines):
            top += self.gap if number else 0.0
            arranged = one.arrange(tuple(line), room._replace(min_height=0.0))
            placed.extend(at._replace(top=at.top + top) for at in arranged.children)
            top += arranged.height
            width = max(width, arranged.width)
        return Arranged(width, max(top, room.min_height), tuple(placed), _first_baseline(placed))

    def _with_cross(self, children: tuple[LayoutBox, ...], room: Constraints, view: _Axis) -> Constraints:
        """`room` with the width that a column's widest child needs, so that the others can stretch to it.

        What takes any width it is given (art, bars) takes that of the others; alone, all that there is.
        """
        sized = [child for child in children if not child.fills(across=True)]
        wanted = [view.outer_cross(child, child.offer(room.loose(), view.whole)) for child in sized or children]
        widest = max(wanted, default=0.0)
        width = room.width_within(widest)
        return room._replace(min_width=width, max_width=width)

    def _main_sizes(self, children: tuple[LayoutBox, ...], room: Constraints, view: _Axis, spaces: float) -> _Main:
        least, most = view.main(room)
        shares = [_grow(child, self.across) for child in children]
        main = _Main([], [])
        for child, share in zip(children, shares, strict=True):
            # Who grows in a given length takes a share of what is left, whatever it would like: it is solved once.
            later = share and most - least < EPSILON
            fragment = _NOTHING if later else child.offer(self._offer(child, room, view), view.whole)
            main.fragments.append(fragment)
            main.sizes.append(0.0 if later else view.outer_main(child, fragment))
        fragments, sizes = main
        fixed = [index for index, share in enumerate(shares) if not share]
        growers = [index for index, share in enumerate(shares) if share]
        left = most - spaces - sum(sizes[index] for index in fixed)
        if left < -EPSILON:
            self._shrink(children, fixed, main, (room, view, most - spaces))
            left = most - spaces - sum(sizes[index] for index in fixed)
        if growers:
            total = sum(shares[index] for index in growers)
            wanted = max(sizes[index] / shares[index] for index in growers) * total
            floor = least - spaces - sum(sizes[index] for index in fixed)
            for index, size in _shared(max(0.0, min(left, max(wanted, floor))), growers, shares, children, self.across):
                exact = self._offer(children[index], room, view, size, exact=True)
                fragments[index] = children[index].offer(exact, view.whole)
                sizes[index] = max(size, view.outer_main(children[index], fragments[index]))
        return main

    def _shrink(
        self, children: tuple[LayoutBox, ...], fixed: list[int], main: _Main, within: tuple[Constraints, _Axis, float]
    ) -> None:
        """Hold the longest of the children that can shrink to one common length, so that all fit if they can."""
        room, view, most = within
        able = [
            index for index in fixed if not view.own(children[index]) and children[index].shrinks(across=self.across)
        ]
        rest = most - sum(main.sizes[index] for index in fixed if index not in able)
        level = _water_level([main.sizes[index] for index in able], max(0.0, rest))
        for index in able:
            if main.sizes[index] > level + EPSILON:
                fragment = children[index].offer(self._offer(children[index], room, view, level), view.whole)
                main.fragments[index] = fragment
                main.sizes[index] = view.outer_main(children[index], fragment)

    def _offer(
        self, child: LayoutBox, room: Constraints, view: _Axis, main: float | None = None, exact: bool = False
    ) -> Constraints:
        """What a child may take: up to `main` (exactly that much with `exact`), and across what `align` says."""
        most = view.main(room)[1] if main is None else main
        low, high = view.cross(room)
        stretched = self._align(child) == "stretch" and high - low < EPSILON
        return view.constraints(most if exact else 0.0, most, high if stretched else 0.0, high, room.scale)

    def _align(self, child: LayoutBox) -> str:
        return child.frame.self_align or ("baseline" if self.baseline else self.align)

    def _cross(
        self, children: tuple[LayoutBox, ...], main: _Main, room: Constraints, view: _Axis
    ) -> tuple[list[Fragment], float]:
        """The cross size, and the fragments again where `align` stretches a child to it."""
        low = view.cross(room)[0]
        pairs = list(zip(children, main.fragments, strict=True))
        sized = [pair for pair in pairs if not pair[0].fills(across=not self.across)]
        needed = max((view.outer_cross(child, fragment) for child, fragment in sized or pairs), default=0.0)
        if self.baseline:
            needed = max(needed, self._baseline_extent([pair for pair in pairs if self._align(pair[0]) == "baseline"]))
        cross = largest = max(needed, low)
        fragments: list[Fragment] = []
        for (child, fragment), size in zip(pairs, main.sizes, strict=True):
            own = view.outer_cross(child, fragment)
            stretched = self._align(child) == "stretch"
            if (stretched and own < cross - EPSILON) or (own > cross + EPSILON and (child, fragment) not in sized):
                least = cross if stretched else 0.0
                fragment = child.offer(view.constraints(size, size, least, cross, room.scale), view.whole)
            fragments.append(fragment)
            largest = max(largest, view.outer_cross(child, fragment))
        return fragments, largest

    def _baseline_extent(self, pairs: Sequence[tuple[LayoutBox, Fragment]]) -> float:
        ascents = [(_ascent(child, fragment), child.outer_height(fragment)) for child, fragment in pairs]
        above = max((ascent for ascent, _ in ascents), default=0.0)
        return above + max((height - ascent for ascent, height in ascents), default=0.0)

    def _shared_baseline(self, children: tuple[LayoutBox, ...], fragments: list[Fragment], cross: float) -> float:
        """The common baseline from the top; the group stands where `align` says when the row is higher than it."""
        pairs = [pair for pair in zip(children, fragments, strict=True) if self._align(pair[0]) == "baseline"]
        if not pairs:
            return 0.0
        free = cross - self._baseline_extent(pairs)
        lead = free / 2 if self.align == "center" else free if self.align == "end" else 0.0
        return lead + max(_ascent(child, fragment) for child, fragment in pairs)

    def _cross_offset(self, child: LayoutBox, fragment: Fragment, cross: float, view: _Axis, shared: float) -> float:
        align = self._align(child)
        if align == "baseline":
            return shared - _ascent(child, fragment)
        free = cross - view.outer_cross(child, fragment)
        return free / 2 if align == "center" else free if align == "end" else 0.0


class _Main(NamedTuple):
    """Fragments and their sizes with margins along the main axis, one a child; both lists are filled in place."""

    fragments: list[Fragment]
    sizes: list[float]


class _Axis(Struct, frozen=True):
    """Constraints and sizes seen along a row or a column."""

    across: bool
    whole: Size

    def main(self, room: Constraints) -> tuple[float, float]:
        return (room.min_width, room.max_width) if self.across else (room.min_height, room.max_height)

    def cross(self, room: Constraints) -> tuple[float, float]:
        return (room.min_height, room.max_height) if self.across else (room.min_width, room.max_width)

    def tight_cross(self, room: Constraints) -> bool:
        return room.tight_height if self.across else room.tight_width

    def own(self, child: LayoutBox) -> bool:
        return (child.frame.width if self.across else child.frame.height) is not None

    def outer_main(self, child: LayoutBox, fragment: Fragment) -> float:
        return child.outer_width(fragment) if self.across else child.outer_height(fragment)

    def outer_cross(self, child: LayoutBox, fragment: Fragment) -> float:
        return child.outer_height(fragment) if self.across else child.outer_width(fragment)

    def constraints(self, low: float, high: float, cross_low: float, cross_high: float, scale: float) -> Constraints:
        if self.across:
            return Constraints(low, high, cross_low, cross_high, scale)
        return Constraints(cross_low, cross_high, low, high, scale)


def _grow(child: LayoutBox, across: bool) -> float:
    """The share of what is left; art without a size of its own takes one share."""
    return child.frame.grow or (1.0 if child.fills(across=across) else 0.0)


def _shared(
    left: float, growers: list[int], shares: list[float], children: tuple[LayoutBox, ...], across: bool
) -> list[tuple[int, float]]:
    """`left` divided by the growers' shares; who has a least or a most takes that, and the others share the rest."""
    sizes: dict[int, float] = {}
    open_ones = list(growers)
    while open_ones:
        total = sum(shares[index] for index in open_ones)
        rest = left - sum(sizes.values())
        held = {}
        for index in open_ones:
            share = rest * shares[index] / total
            low, high = _limits(children[index], across, left)
            if not low - EPSILON <= share <= high + EPSILON:
                held[index] = min(max(share, low), high)
        if not held:
            sizes.update({index: max(0.0, rest * shares[index] / total) for index in open_ones})
            break
        # Those held up take from the others, so they are settled before those held down (CSS flexbox 9.7).
        excess = sum(size - rest * shares[index] / total for index, size in held.items())
        settled = {
            index: size
            for index, size in held.items()
            if excess == 0 or (size > rest * shares[index] / total) == (excess > 0)
        }
        sizes.update(settled)
        open_ones = [index for index in open_ones if index not in settled]
    return [(index, sizes[index]) for index in growers]


def _limits(child: LayoutBox, across: bool, room: float) -> tuple[float, float]:
    """The least and most that a child may take along the axis, margins included."""
    frame, margin = child.frame, child.frame.margin
    least, most = (frame.min_width, frame.max_width) if across else (frame.min_height, frame.max_height)
    extra = margin.start + margin.end if across else margin.top + margin.bottom
    low = 0.0 if least is None else least.of(room) + extra
    return low, max(low, 1e9 if most is None else most.of(room) + extra)


def _water_level(sizes: list[float], room: float) -> float:
    """The level L for which sum(min(size, L)) = room; the largest size when all fit."""
    rest = room
    for taken, size in enumerate(sorted(sizes)):
        level = rest / (len(sizes) - taken)
        if size > level:
            return level
        rest -= size
    return max(sizes, default=0.0)


def _justified(justify: str, free: float, count: int, gap: float) -> tuple[float, float]:
    """The space before the first child and the distance between children, for `free` pixels that are left."""
    if free <= EPSILON or not count:
        return 0.0, gap
    if justify == "center":
        return free / 2, gap
    if justify == "end":
        return free, gap
    if justify == "between" and count > 1:
        return 0.0, gap + free / (count - 1)
    if justify == "around":
        return free / count / 2, gap + free / count
    return 0.0, gap


def _ascent(child: LayoutBox, fragment: Fragment) -> float:
    """From the top of the margin box to the baseline; what has no baseline stands on it with its bottom edge."""
    if fragment.baseline is None:
        return child.outer_height(fragment)
    return child.frame.margin.top + fragment.baseline


def _first_baseline(placed: Sequence[At]) -> float | None:
    return next((at.top + at.fragment.baseline for at in placed if at.fragment.baseline is not None), None)
