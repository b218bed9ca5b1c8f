"""What motions do to a mark at a moment: all of its motions combined to one `State`."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import lru_cache

from msgspec import Struct

from infoclip.marks.motion import Motion
from infoclip.marks.state import Mix, State, settled
from infoclip.values.easing import ease

# Nothing moves by itself in the last moments before a cut (craft rule 24); it comes to rest over `_SLOWING` seconds.
STILL_BEFORE_CUT = 0.3
_SLOWING = 0.6
_UNIT_FADE = 0.06
_COUNT_FADE = 0.2


class Unit(Struct, frozen=True):
    """Which part of a mark moves: unit `index` of `count`; `phase` (0..1) sets twinkling marks apart."""

    index: int = 0
    count: int = 1
    phase: float = 0.0


WHOLE = Unit()


def stagger_of(motion: Motion, units: int) -> float:
    """Seconds between the units of a text. `type for=1.2` spreads its letters over the time it was given."""
    if motion.by == "block" or units < 2:
        return 0.0
    if motion.kind == "type" and motion.stagger == 0:
        return max(0.0, motion.seconds - _UNIT_FADE) / (units - 1)
    return motion.stagger


def unit_seconds(motion: Motion) -> float:
    """How long one unit takes."""
    return _UNIT_FADE if motion.kind == "type" else motion.seconds


def window(motion: Motion, scene_seconds: float, units: int = 1) -> tuple[float, float]:
    """The time (from, to) in which a motion changes anything, its last unit included; constant outside of it."""
    length = unit_seconds(motion) + stagger_of(motion, units) * (units - 1)
    if motion.phase == "exit":
        end = scene_seconds - motion.at
        return end - length, end
    if motion.phase == "ambient":
        return motion.at, max(motion.at, scene_seconds - STILL_BEFORE_CUT)
    return motion.at, motion.at + length


def state_of(
    motions: Sequence[Motion], t: float, scene_seconds: float, unit: Unit = WHOLE, *, counts: bool = True
) -> State | None:
    """All `motions` of a mark (or one unit of it) combined at `t` seconds of a scene `scene_seconds` long.

    None when nothing of it shows. `counts` says that the mark shows `progress` itself (a counter); any other mark
    that counts (a bar) is uncovered from its start side instead.
    """
    mix = Mix()
    for motion in motions:
        if motion.phase == "ambient":
            _ambient(mix, motion, rested(t, scene_seconds) - motion.at, unit.phase)
            continue
        start, end = window(motion, scene_seconds, unit.count)
        start += stagger_of(motion, unit.count) * unit.index
        length = unit_seconds(motion)
        u = 1.0 if t >= start + length or t >= end else 0.0 if t <= start else (t - start) / length
        if motion.phase == "emphasis":
            _EMPHASIS[motion.kind](mix, motion, u)
            continue
        if motion.phase == "exit":
            if u == 0:
                continue
            shown = 1 - ease(motion.easing, u)
        else:
            if u == 0:
                return None
            if u == 1 and motion.kind != "follow":  # a way ends where its values do, which need not be at rest
                continue
            shown = ease(motion.easing, u)
        if motion.kind == "count":
            _count(mix, motion, shown, u, counts)
        else:
            _COMES[motion.kind](mix, motion, shown, 1 if motion.phase == "enter" else -1)
    return settled(mix)


def rested(t: float, scene_seconds: float) -> float:
    """The clock of what moves by itself, in seconds: it slows down and stands still before the cut (craft rule 24)."""
    stop = max(0.0, scene_seconds - STILL_BEFORE_CUT)
    slowing = min(_SLOWING, stop)
    begin = stop - slowing
    if t <= begin or slowing <= 0:
        return min(t, stop)
    u = min(1.0, (t - begin) / slowing)
    return begin + slowing * (u - u * u / 2)


def _fade(mix: Mix, motion: Motion, shown: float, sign: int) -> None:
    mix.opacity *= min(1.0, max(0.0, shown))


def _travel_fade(mix: Mix, motion: Motion, shown: float) -> None:
    """What comes from outside the frame needs no fading: a wall is solid while it rises."""
    mix.opacity *= 1 - motion.number("fade") * (1 - min(1.0, max(0.0, shown)))


def _rise(mix: Mix, motion: Motion, shown: float, sign: int) -> None:
    _travel_fade(mix, motion, shown)
    up = sign if motion.kind == "rise" else -sign  # a rise leaves upwards, as it came from below
    mix.dy += up * motion.number("distance") * (1 - shown)


def _slide(mix: Mix, motion: Motion, shown: float, sign: int) -> None:
    _travel_fade(mix, motion, shown)
    mix.dx += (1 if motion.side == "right" else -1) * motion.number("distance") * (1 - shown)


def _grow(mix: Mix, motion: Motion, shown: float, sign: int) -> None:
    _fade(mix, motion, shown, sign)
    small = motion.number("from")
    mix.scale *= small + (1 - small) * shown


def _pop(mix: Mix, motion: Motion, shown: float, sign: int) -> None:
    mix.opacity *= min(1.0, max(0.0, shown * 3))
    mix.scale *= max(0.0, shown)


def _turn(mix: Mix, motion: Motion, shown: float, sign: int) -> None:
    _grow(mix, motion, shown, sign)
    mix.rotation -= sign * motion.number("degrees") * (1 - shown)


def _wipe(mix: Mix, motion: Motion, shown: float, sign: int) -> None:
    """Uncovers from its side; an exit covers it again from the same side, so the eye keeps its direction."""
    hidden = min(1.0, max(0.0, 1 - shown))
    side = motion.side
    far = {"right": "left", "left": "right", "top": "bottom", "bottom": "top"}
    if side == "center":
        mix.left, mix.right = max(mix.left, hidden / 2), max(mix.right, hidden / 2)
    elif side == "middle":
        mix.top, mix.bottom = max(mix.top, hidden / 2), max(mix.bottom, hidden / 2)
    else:
        edge = far[side] if sign > 0 else side
        setattr(mix, edge, max(getattr(mix, edge), hidden))
    if motion.kind == "wipe":
        mix.feather = max(mix.feather, motion.number("feather"))


def _sweep(mix: Mix, motion: Motion, shown: float, sign: int) -> None:
    turned, start = motion.number("turns") * min(1.0, max(0.0, shown)), motion.number("from")
    mix.wedge = (start + turned, start) if turned < 0 else (start, start + turned)


def _follow(mix: Mix, motion: Motion, shown: float, sign: int) -> None:
    """The samples of a way: `dx`, `dy` from the last place, in whole pixels, since parts of one would be drawn anew.

    What has a `length` is cut off on its `side` by as much as it is moved there. It counts by time.
    """
    ways = dict(motion.params)
    dx = round(_sample(str(ways.get("dx", "0")), shown))
    mix.dx += dx
    mix.dy += round(_sample(str(ways.get("dy", "0")), shown))
    if "length" in ways:
        side = motion.side
        setattr(mix, side, max(getattr(mix, side), min(1.0, abs(dx) / float(ways["length"]))))
    if "seen" in ways:
        mix.opacity *= _sample(str(ways["seen"]), shown)
    mix.progress = min(mix.progress, shown)


def _sample(way: str, part: float) -> float:
    """Where a way (numbers parted by spaces, evenly spaced in time) is at `part` (0..1) of its time."""
    values = _way(way)
    place = part * (len(values) - 1)
    index = min(len(values) - 2, int(place))
    return values[0] if index < 0 else values[index] + (values[index + 1] - values[index]) * (place - index)


@lru_cache(maxsize=128)
def _way(way: str) -> tuple[float, ...]:
    return tuple(map(float, way.split()))


def _draw(mix: Mix, motion: Motion, shown: float, sign: int) -> None:
    mix.progress = min(mix.progress, max(0.0, shown))


def _count(mix: Mix, motion: Motion, shown: float, u: float, counts: bool) -> None:
    if not counts:
        _wipe(mix, motion, shown, 1)
        return
    mix.progress = min(mix.progress, max(0.0, shown))
    if motion.seconds > 0:
        mix.opacity *= min(1.0, u * motion.seconds / _COUNT_FADE)


def _roll(mix: Mix, motion: Motion, shown: float, sign: int) -> None:
    _draw(mix, motion, shown, sign)
    mix.opacity *= min(1.0, 4 * max(0.0, shown))


def _blur(mix: Mix, motion: Motion, shown: float, sign: int) -> None:
    _fade(mix, motion, shown, sign)
    mix.blur = max(mix.blur, motion.number("from") * (1 - shown))


def _light(mix: Mix, motion: Motion, shown: float, sign: int) -> None:
    _fade(mix, motion, shown * 1.5, sign)
    mix.light += motion.number("amount") * math.sin(math.pi * min(1.0, max(0.0, shown)))


_COMES: dict[str, Callable[[Mix, Motion, float, int], None]] = {
    "fade": _fade,
    "rise": _rise,
    "drop": _rise,
    "slide-start": _slide,
    "slide-end": _slide,
    "grow": _grow,
    "pop": _pop,
    "turn": _turn,
    "wipe": _wipe,
    "sweep": _sweep,
    "draw": _draw,
    "follow": _follow,
    "type": _fade,
    "roll": _roll,
    "kashida": _roll,
    "blur": _blur,
    "light": _light,
}


def _there_and_back(u: float) -> float:
    """0 at both ends, 1 in the middle: quickly up (ease out), softly down."""
    return ease("out", 2 * u) if u < 0.5 else 1 - ease("in-out", 2 * u - 1)


def _pulse(mix: Mix, motion: Motion, u: float) -> None:
    mix.scale *= 1 + (motion.number("scale") - 1) * _there_and_back(u)


def _flash(mix: Mix, motion: Motion, u: float) -> None:
    mix.light += motion.number("amount") * _there_and_back(u)


def _blink(mix: Mix, motion: Motion, u: float) -> None:
    low = motion.number("low")
    mix.opacity *= low + (motion.number("high") - low) * _there_and_back(u)


def _dim(mix: Mix, motion: Motion, u: float) -> None:
    mix.opacity *= 1 + (motion.number("opacity") - 1) * ease(motion.easing, u)


def _sheen(mix: Mix, motion: Motion, u: float) -> None:
    if 0 < u < 1:
        mix.sheen = ease(motion.easing, u)


def _move(mix: Mix, motion: Motion, u: float) -> None:
    steps = round(motion.number("steps"))
    moved = ease(f"steps-{steps}" if steps else motion.easing, u)
    mix.dx += motion.number("x") * moved
    mix.dy += motion.number("y") * moved


_EMPHASIS: dict[str, Callable[[Mix, Motion, float], None]] = {
    "pulse": _pulse,
    "flash": _flash,
    "blink": _blink,
    "dim": _dim,
    "sheen": _sheen,
    "move": _move,
}


@lru_cache(maxsize=512)
def _tick(motion: Motion) -> float:
    """Seconds between the steps of an ambient motion; 0 for every frame.

    What moves less than half a pixel in a fifth or a tenth of a second (on an arm of 300 px, which is most of what
    turns or breathes) need not be drawn and encoded more often, and all slow motions of a scene step together.
    A template may ask for a step of its own: faint lights change little from one to the next.
    """
    if motion.kind == "sheen":
        return 0.0
    if every := motion.number("every"):
        return every
    speed = math.pi / motion.number("period")
    if motion.kind == "drift":
        speed *= math.hypot(motion.number("x"), motion.number("y")) / 2
    elif motion.kind == "spin":
        speed *= abs(motion.number("degrees")) * 300 / 180
    elif motion.kind == "breathe":
        speed *= abs(motion.number("scale") - 1) * 300
    else:
        speed *= (1 - motion.number("low")) * 40  # an eighth of the light a second
    return 0.2 if speed <= 2.5 else 0.1 if speed <= 5 else 1 / 15 if speed <= 9 else 0.0


def _ambient(mix: Mix, motion: Motion, t: float, phase: float) -> None:
    t = max(0.0, t)
    tick = _tick(motion)
    if tick:
        t = math.floor(t / tick + 1e-6) * tick
    turns = t / motion.number("period")
    if motion.kind == "drift":
        # one way takes a period: sine there and back, or on and on when linear
        way = turns if motion.number("linear") else (1 - math.cos(math.pi * turns)) / 2
        mix.dx += motion.number("x") * way
        mix.dy += motion.number("y") * way
    elif motion.kind == "spin":
        mix.rotation += motion.number("degrees") * turns
    elif motion.kind == "breathe":
        mix.scale *= 1 + (motion.number("scale") - 1) * (1 - math.cos(2 * math.pi * turns)) / 2
    elif motion.kind == "twinkle":
        low = motion.number("low")
        mix.opacity *= low + (1 - low) * (1 + math.cos(2 * math.pi * (turns + phase))) / 2
    elif motion.kind == "sheen":
        crossing = (t % motion.number("period")) / max(motion.seconds, 0.05)
        if 0 < crossing < 1:
            mix.sheen = ease(motion.easing, crossing)
