"""One scene ready to be asked for any moment: its marks as tracks that know when they change and when they rest.

Between the times at which its motions run a track is constant, so it is worked out once and the same objects are handed
out again: a settled scene of hundreds of marks costs next to nothing, and equal pictures are found equal by identity.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from infoclip.layout.placed import PlacedGroup, PlacedMark, PlacedNode, PlacedScene
from infoclip.marks.marks import ArtMark, By, CounterMark, Drawn, GroupMark, Mark, PatternMark, TextMark, VideoMark
from infoclip.marks.motion import Motion
from infoclip.marks.motion_state import STILL_BEFORE_CUT, Unit, rested, state_of, window
from infoclip.marks.state import AT_REST, State

# Everything has arrived this long before the scene begins to leave.
COMPLETE_BEFORE_EXIT = 0.5
_LEAVES_WITH_SCENE = 0.6  # an exit that ends earlier before the cut makes room for something else in the same scene

_LANDED = 0.8
_PUSH_WAITS, _PUSH_GATHERS = 0.4, 0.6
"""Seconds of the scene for which a photo's push waits, and those in which it comes to its pace."""
_PUSH_STEPS = 2048  # of a photo's slow push: finer than a quarter of a pixel
_LONGEST_PASSAGE = 10.0  # seconds: footage plays on while its scene is left

Items = tuple[Drawn, ...]


class SceneTracks:
    """A placed scene of `seconds` length, compiled. `at(t)` gives what is drawn, in drawing order."""

    def __init__(self, scene: PlacedScene, seconds: float, *, leaves: float = STILL_BEFORE_CUT) -> None:
        """`leaves`: seconds before the scene's end at which its transition begins.

        `squeeze` becomes the factor its entrances were shortened by (1: none), `complete` when the last has ended,
        `landing` when the last count is as good as at its figure (None: nothing counts).
        """
        self.seconds = seconds
        self.squeeze = squeeze = _squeeze(scene, seconds, leaves)
        self._tracks = [_track(node, seconds, squeeze) for node in scene.children]
        self._edges = _merged(edge for track in self._tracks for edge in track.spans())
        self._rests: dict[int, Items] = {}
        self._last: tuple[list[Items], Items] | None = None
        self.complete = max((end for node in scene.children for end in _entrance_ends(node)), default=0.0) * squeeze
        landings = [landing * squeeze for node in scene.children for landing in _landings(node)]
        self.landing = max(landings, default=None)

    def at(self, t: float) -> Items:
        """What is drawn at `t` seconds of the scene; before 0 it is held, past the end its motions have ended."""
        t = max(0.0, t)
        rest = bisect_right(self._edges, t)
        if rest % 2 == 0 and rest in self._rests:
            return self._rests[rest]
        parts = [track.at(t) for track in self._tracks]
        if self._last is not None and all(map(_same, parts, self._last[0])):
            items = self._last[1]
        else:
            items = tuple(item for part in parts for item in part)
        self._last = parts, items
        if rest % 2 == 0:
            self._rests[rest] = items
        return items


def _same(one: Items, other: Items) -> bool:
    return one is other


class _Track:
    """What the tracks of marks and groups share: their times of change and the constant stretches between them."""

    def __init__(self, motions: Sequence[Motion], seconds: float) -> None:
        self.motions = tuple(motions)
        self.seconds = seconds
        self._edges: list[float] = []
        self._rests: dict[int, Items] = {}
        self._last: Items = ()

    def spans(self) -> list[tuple[float, float]]:
        raise NotImplementedError

    def draw(self, t: float) -> Items:
        raise NotImplementedError

    def at(self, t: float) -> Items:
        rest = bisect_right(self._edges, t)
        if rest % 2 == 0:
            if rest not in self._rests:
                self._rests[rest] = self.draw(t)
            return self._rests[rest]
        items = self.draw(t)
        if items == self._last:  # quantised states repeat: keep handing out the same object
            return self._last
        self._last = items
        return items


class _MarkTrack(_Track):
    def __init__(self, placed: PlacedMark, motions: Sequence[Motion], seconds: float) -> None:
        super().__init__(motions, seconds)
        self.placed = placed
        self.units = {by: unit_count(placed.mark, by) for by in {motion.by for motion in motions} - {"block"}}
        self.counts = isinstance(placed.mark, CounterMark | PatternMark) or (
            isinstance(placed.mark, ArtMark) and placed.mark.draws_on
        )
        self.plays = placed.mark.plays
        self.phase = (placed.x * 0.00618 + placed.y * 0.00382) % 1.0
        self.cuts = [
            (motion.by, *window(motion, seconds, self.units[motion.by])) for motion in motions if motion.by != "block"
        ]
        self._edges = _merged(self.spans())

    def spans(self) -> list[tuple[float, float]]:
        own = [(0.0, self.seconds + _LONGEST_PASSAGE)] if self.plays else []
        return own + [window(motion, self.seconds, self.units.get(motion.by, 1)) for motion in self.motions]

    def draw(self, t: float) -> Items:
        items = tuple(item for item in self._parts(t) if item.opacity > 0)
        return tuple(replace(item, progress=self._played(t)) for item in items) if self.plays else items

    def _played(self, t: float) -> float:
        """Where footage or a photo's push has come to by itself, without a motion. A push begins when the transition
        has brought the photo, and rests before the next: nobody sees it under another scene's edge.
        """
        if isinstance(self.placed.mark, VideoMark):
            return self.placed.mark.shown_at(t)
        way = _begun(rested(t, self.seconds)) / max(_begun(rested(self.seconds, self.seconds)), 0.01)
        return round(min(1.0, way) * _PUSH_STEPS) / _PUSH_STEPS

    def _parts(self, t: float) -> Items:
        by = self._cut_at(t)
        if by == "block":
            state = state_of(self.motions, t, self.seconds, Unit(phase=self.phase), counts=self.counts)
            return (self._drawn(state, "block", -1),) if state else ()
        count = self.units[by]
        states = (
            state_of(self.motions, t, self.seconds, Unit(index, count, self.phase), counts=self.counts)
            for index in range(count)
        )
        return tuple(self._drawn(state, by, index) for index, state in enumerate(states) if state)

    def _cut_at(self, t: float) -> By:
        """How the text is cut now: only while a motion by units runs; a text at rest is one piece."""
        return next((by for by, start, end in self.cuts if start <= t < end), "block")

    def _drawn(self, state: State, by: By, unit: int) -> Drawn:
        placed = self.placed
        progress = state.progress
        if isinstance(placed.mark, CounterMark) and placed.mark.rolls_from is None:
            steps = max(1, len(placed.mark.blocks) - 1)
            progress = round(progress * steps) / steps  # equal figures are equal states
        return Drawn(
            placed.mark,
            placed.x + state.dx,
            placed.y + state.dy,
            round(state.opacity * placed.opacity * 255) / 255,
            state.scale,
            state.rotation,
            state.clip,
            progress,
            by,
            unit,
            state.light,
            state.sheen,
            state.blur,
        )


class _GroupTrack(_Track):
    """A container that moves: its children flattened to one layer, or themselves while it rests unchanged."""

    def __init__(self, placed: PlacedGroup, motions: Sequence[Motion], seconds: float, squeeze: float) -> None:
        super().__init__(motions, seconds)
        self.opacity = placed.opacity
        # whole pixels, so that a child keeps its sub-pixel place whether it is drawn in the layer or by itself
        self.x, self.y = math.floor(placed.box.x), math.floor(placed.box.y)
        self.width = math.ceil(placed.box.right) - self.x
        self.height = math.ceil(placed.box.bottom) - self.y
        self.children = [_track(child, seconds, squeeze) for child in placed.children]
        self._mark: tuple[Items, GroupMark] | None = None
        self._edges = _merged(self.spans())

    def spans(self) -> list[tuple[float, float]]:
        own = [window(motion, self.seconds) for motion in self.motions]
        return own + [span for child in self.children for span in child.spans()]

    def draw(self, t: float) -> Items:
        state = state_of(self.motions, t, self.seconds, counts=False)
        if state is None:
            return ()
        items = tuple(item for child in self.children for item in child.at(t))
        opacity = round(state.opacity * self.opacity * 255) / 255
        if not items or opacity == 0:
            return ()
        if state == AT_REST and opacity == 1:
            return items
        return (
            Drawn(
                self._layer(items),
                self.x + state.dx,
                self.y + state.dy,
                opacity,
                state.scale,
                state.rotation,
                state.clip,
                state.progress,
                light=state.light,
                sheen=state.sheen,
                blur=state.blur,
            ),
        )

    def _layer(self, items: Items) -> GroupMark:
        if self._mark is None or self._mark[0] != items:
            inside = tuple(replace(item, x=item.x - self.x, y=item.y - self.y) for item in items)
            self._mark = items, GroupMark(self.width, self.height, inside)
        return self._mark[1]


def unit_count(mark: Mark, by: By) -> int:
    """How many units a text has when it is cut `by` lines, words, groups or clusters; 1 for any other mark."""
    if by == "block" or not isinstance(mark, TextMark):
        return 1
    from infoclip.text import raster  # only a text that is cut needs the rasteriser

    return max(1, raster.unit_count(mark.block, by))


def _track(node: PlacedNode, seconds: float, squeeze: float) -> _Track:
    motions = [_squeezed(motion, squeeze) for motion in node.motions] if squeeze < 1 else node.motions
    if isinstance(node, PlacedGroup):
        return _GroupTrack(node, motions, seconds, squeeze)
    return _MarkTrack(node, motions, seconds)


def _begun(t: float) -> float:
    """The clock of a photo's push at `t` seconds of the clock that rests before the cut; it begins without a jerk."""
    run = max(0.0, t - _PUSH_WAITS)
    return run * run / (2 * _PUSH_GATHERS) if run < _PUSH_GATHERS else run - _PUSH_GATHERS / 2


def _merged(spans: Iterable[tuple[float, float]]) -> list[float]:
    """Overlapping spans made one, as a flat list of edges: odd positions of `bisect_right` lie within a span."""
    edges: list[float] = []
    for start, end in sorted(spans):
        if edges and start <= edges[-1]:
            edges[-1] = max(edges[-1], end)
        else:
            edges += [start, end]
    return edges


def _entrance_ends(node: PlacedNode) -> Iterable[float]:
    """When each entrance of a node and what it holds is complete, in seconds from the scene's start."""
    for motion in node.motions:
        if motion.phase == "enter":
            units = unit_count(node.mark, motion.by) if isinstance(node, PlacedMark) else 1
            yield window(motion, 0.0, units)[1]
    if isinstance(node, PlacedGroup):
        for child in node.children:
            yield from _entrance_ends(child)


def _landings(node: PlacedNode) -> Iterable[float]:
    """When each count of a node and what it holds looks finished: its easing spends the rest on the last digit."""
    if isinstance(node, PlacedGroup):
        for child in node.children:
            yield from _landings(child)
    elif isinstance(node.mark, CounterMark):
        yield from (motion.at + motion.seconds * _LANDED for motion in node.motions if motion.kind in ("count", "roll"))


def _exit_lengths(node: PlacedNode) -> Iterable[float]:
    """How long before the scene's end each exit begins that is part of leaving it (not of a change within it)."""
    for motion in node.motions:
        if motion.phase == "exit" and motion.at <= _LEAVES_WITH_SCENE:
            units = unit_count(node.mark, motion.by) if isinstance(node, PlacedMark) else 1
            yield -window(motion, 0.0, units)[0]
    if isinstance(node, PlacedGroup):
        for child in node.children:
            yield from _exit_lengths(child)


def _squeeze(scene: PlacedScene, seconds: float, leaves: float) -> float:
    """The factor (at most 1) that brings every entrance to its end before the scene begins to leave."""
    complete = max((end for node in scene.children for end in _entrance_ends(node)), default=0.0)
    leaving = max((length for node in scene.children for length in _exit_lengths(node)), default=0.0)
    limit = max(seconds - max(leaving, leaves) - COMPLETE_BEFORE_EXIT, seconds * 0.25)
    return limit / complete if complete > limit else 1.0


def _squeezed(motion: Motion, factor: float) -> Motion:
    """An entrance played faster, or an emphasis that follows it earlier; exits and ambient motions keep their time."""
    if motion.phase == "enter":
        return replace(motion, at=motion.at * factor, seconds=motion.seconds * factor, stagger=motion.stagger * factor)
    if motion.phase == "emphasis":
        return replace(motion, at=motion.at * factor)
    return motion
