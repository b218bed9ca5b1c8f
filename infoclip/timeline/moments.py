"""What happens in the picture that may be heard: counts that run, scenes that give way, items that arrive, and when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from infoclip.layout.placed import PlacedGroup, PlacedNode
from infoclip.marks.marks import CounterMark
from infoclip.marks.motion import Motion
from infoclip.timeline.timeline import Timeline
from infoclip.timeline.transitions import TRANSITIONS, Side

# What comes in by these is an item to the ear; so is a group (a row, a card) that moves into place.
_ARRIVING = frozenset({"pop", "light"})
_MOVING_IN = frozenset({"rise", "drop", "slide-start", "slide-end", "grow"})
_APART = 0.05  # items that arrive together are one arrival


@dataclass(frozen=True, slots=True)
class Count:
    """A count: when it begins, how long it runs, by what easing, over how many values; `side` -1 left .. 1 right."""

    at: float
    seconds: float
    easing: str
    steps: int
    side: float = 0.0


@dataclass(frozen=True, slots=True)
class Change:
    """A transition that takes time: its first moment and length, its kind, and the side the new scene comes from."""

    at: float
    seconds: float
    kind: str
    comes: Side


@dataclass(frozen=True, slots=True)
class Arrival:
    """An item that comes in: when, and at which side of the picture (-1 left .. 1 right)."""

    at: float
    side: float = 0.0


@dataclass(frozen=True, slots=True)
class Moments:
    """All of a clip's moments, in seconds, in their order. `landings`: when a scene's last count is at its figure."""

    counts: tuple[Count, ...] = ()
    changes: tuple[Change, ...] = ()
    arrivals: tuple[Arrival, ...] = ()
    landings: tuple[float, ...] = ()


def find_moments(timeline: Timeline) -> Moments:
    """The moments of a clip. Lays out every scene."""
    counts: list[Count] = []
    arrivals: list[Arrival] = []
    for index, first in enumerate(timeline.starts):
        start, squeeze = first / timeline.fps, timeline.tracks(index).squeeze
        placed = timeline.placed(index)
        found = [
            (start + motion.at * squeeze, motion, node, _side(node, placed.format.width))
            for node, motion in _entrances(placed.children)
        ]
        for at, motion, node, side in found:
            if motion.kind == "count" and not isinstance(node, PlacedGroup) and isinstance(node.mark, CounterMark):
                steps = max(1, len(node.mark.blocks) - 1)
                counts.append(Count(round(at, 4), round(motion.seconds * squeeze, 4), motion.easing, steps, side))
        arrivals += _apart(
            Arrival(round(max(at, start), 4), side)
            for at, motion, node, side in found
            if _arrives(node, motion) and motion.at + motion.seconds / 2 > 0  # else it stands there from the start
        )
    fps = timeline.fps
    changes = tuple(
        Change(passage.start / fps, (passage.end - passage.start) / fps, passage.kind, _comes(timeline, index))
        for index, passage in enumerate(timeline.passages)
        if passage.end > passage.start
    )
    return Moments(tuple(sorted(counts, key=_when)), changes, tuple(arrivals), timeline.landings())


def _when(count: Count) -> float:
    return count.at


def _entrances(nodes: tuple[PlacedNode, ...]) -> Iterator[tuple[PlacedNode, Motion]]:
    for node in nodes:
        yield from ((node, motion) for motion in node.motions if motion.phase == "enter")
        if isinstance(node, PlacedGroup):
            yield from _entrances(node.children)


def _arrives(node: PlacedNode, motion: Motion) -> bool:
    return motion.kind in _ARRIVING or (isinstance(node, PlacedGroup) and motion.kind in _MOVING_IN)


def _side(node: PlacedNode, width: float) -> float:
    """In halves, which an ear can tell: formats that place things nearly alike then share one sound."""
    middle = node.box.x + node.box.width / 2 if isinstance(node, PlacedGroup) else node.x + node.mark.width / 2
    return round(min(1.0, max(-1.0, middle / width * 2 - 1)) * 2) / 2


def _apart(arrivals: Iterator[Arrival]) -> Iterator[Arrival]:
    last = -1.0
    for arrival in sorted(arrivals, key=lambda arrival: arrival.at):
        if arrival.at - last >= _APART:
            yield arrival
            last = arrival.at


def _comes(timeline: Timeline, index: int) -> Side:
    comes = TRANSITIONS[timeline.passages[index].kind].comes
    if comes == "end":
        return "left" if timeline.placed(index).rtl else "right"
    return comes
