"""What a running transition shows of the new scene yet: what lies beside that need not be painted.

So the cost of a scene's first frame is spread over those in which it comes to be seen.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from infoclip.draw.canvas import Rect, even, overlap
from infoclip.draw.cutouts import bubble_radius
from infoclip.draw.shapes import Point
from infoclip.draw.star_iris import star_radius
from infoclip.draw.transitions import limb_height
from infoclip.marks.marks import TransitionState


def shown(state: TransitionState, frame: Rect, scale: float) -> Rect:
    """What of the new scene's own canvas (`frame`) `state` shows, as a rectangle with even sides: all, or less.

    What lies beside it need not be painted yet. `scale` is device pixels a design pixel.
    """
    if state.progress >= 1:
        return frame
    if state.progress <= 0:
        return 0, 0, 0, 0
    find = _SHOWN.get(state.kind)
    return frame if find is None else overlap(even(find(state, frame, scale)), frame) or (0, 0, 0, 0)


def _seen_moved(state: TransitionState, frame: Rect, scale: float) -> Rect:
    """Of a scene that comes in as a whole: the part that is within the frame by now, its far end."""
    return _strip_at(
        {"left": "right", "right": "left", "up": "down", "down": "up"}[state.direction], state.progress, frame
    )


def _seen_wiped(state: TransitionState, frame: Rect, scale: float) -> Rect:
    """Of a scene that stands and is uncovered: the side that it comes from, with a soft edge or a band before it."""
    return _strip_at(state.direction, state.progress * 1.3, frame)


def _strip_at(side: str, share: float, frame: Rect) -> Rect:
    """`share` of `frame` along one of its sides, and a little more."""
    across, down = math.ceil(share * frame[2]) + 4, math.ceil(share * frame[3]) + 4
    left = frame[2] - across if side == "right" else 0
    top = frame[3] - down if side == "down" else 0
    return left, top, across if side == "left" else frame[2], down if side == "up" else frame[3]


def _seen_risen(state: TransitionState, frame: Rect, scale: float) -> Rect:
    """Of a scene that rises from the foot of the frame: its head."""
    return 0, 0, frame[2], math.ceil(frame[3] * state.progress) + 4


def _seen_star(state: TransitionState, frame: Rect, scale: float) -> Rect:
    center = state.focus[0] * scale, state.focus[1] * scale
    return _about(center, star_radius(state.progress, center, frame, scale))


def _seen_disc(state: TransitionState, frame: Rect, scale: float) -> Rect:
    center = state.focus[0] * scale, state.focus[1] * scale
    return _about(center, bubble_radius(state.progress, center, frame, scale))


def _about(center: Point, radius: float) -> Rect:
    reach = math.ceil(radius) + 4
    return (
        math.floor(center[0]) - reach, math.floor(center[1]) - reach,
        math.ceil(center[0]) + reach, math.ceil(center[1]) + reach,
    )  # fmt: skip


def _seen_under_arc(state: TransitionState, frame: Rect, scale: float) -> Rect:
    height = limb_height(frame[2], scale)
    return 0, math.floor(frame[3] - state.progress * (frame[3] + height)) - 4, frame[2], frame[3]


_SHOWN: Mapping[str, Callable[[TransitionState, Rect, float], Rect]] = {
    "push": _seen_moved,
    "slide": _seen_moved,
    "wipe": _seen_wiped,
    "cover": _seen_wiped,
    "tilt": _seen_risen,
    "sheet": _seen_risen,
    "iris": _seen_star,
    "bubble": _seen_disc,
    "horizon": _seen_under_arc,
}
