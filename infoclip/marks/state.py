"""How a mark is drawn at a moment (`State`), and what its motions add up to before it is rounded to one (`Mix`).

States are rounded (a quarter pixel, 1/255 of opacity, ...) so that a picture that has settled, or moves too slowly to
show, is the same state again: equal snapshots are what held frames and caches live on.
"""

from __future__ import annotations

from dataclasses import dataclass

from msgspec import Struct

from infoclip.marks.marks import Clip


class State(Struct, frozen=True):
    """How a mark is drawn at a moment. `dx`, `dy` are design pixels from its place, `rotation` degrees clockwise;
    the other fields are those of `Drawn`.
    """

    opacity: float = 1.0
    dx: float = 0.0
    dy: float = 0.0
    scale: float = 1.0
    rotation: float = 0.0
    clip: Clip | None = None
    progress: float = 1.0
    light: float = 0.0
    sheen: float = -1.0
    blur: float = 0.0


AT_REST = State()


@dataclass(slots=True)
class Mix:
    """The motions of one mark as they add up."""

    opacity: float = 1.0
    dx: float = 0.0
    dy: float = 0.0
    scale: float = 1.0
    rotation: float = 0.0
    left: float = 0.0
    top: float = 0.0
    right: float = 0.0
    bottom: float = 0.0
    feather: float = 0.0
    wedge: tuple[float, float] | None = None
    progress: float = 1.0
    light: float = 0.0
    sheen: float = -1.0
    blur: float = 0.0


def _step(value: float, parts: int) -> float:
    return round(value * parts) / parts


def settled(mix: Mix) -> State | None:
    """Round a mix to the steps of a state; None when nothing is left to see."""
    opacity = _step(min(1.0, max(0.0, mix.opacity)), 255)
    scale = _step(mix.scale, 2048)
    clip = _clip(mix)
    if opacity == 0 or scale <= 0 or (clip is not None and _empty(clip)):
        return None
    state = State(
        opacity=opacity,
        dx=_step(mix.dx, 4),
        dy=_step(mix.dy, 4),
        scale=scale,
        rotation=_step(mix.rotation, 20),
        clip=clip,
        progress=_step(mix.progress, 512),
        light=_step(mix.light, 255),
        sheen=_step(mix.sheen, 512) if mix.sheen >= 0 else -1.0,
        blur=_step(mix.blur, 4),
    )
    return AT_REST if state == AT_REST else state


def _clip(mix: Mix) -> Clip | None:
    insets = tuple(_step(value, 2048) for value in (mix.left, mix.top, mix.right, mix.bottom))
    if any(insets):
        return Clip("inset", insets, mix.feather)
    if mix.wedge is not None and mix.wedge != (0.0, 1.0):
        return Clip("wedge", tuple(_step(value, 2048) for value in mix.wedge))
    return None


def _empty(clip: Clip) -> bool:
    if clip.kind == "wedge":
        return clip.values[0] == clip.values[1]
    left, top, right, bottom = clip.values
    return left + right >= 1 or top + bottom >= 1
