"""How the scenes share the clip's frames: exactly all of them, by reading time, to the frame."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Protocol

from infoclip.errors import InputError, Place, Problem
from infoclip.timeline.reading import reading_seconds

# A scene that nobody gave seconds gets at least this much, or the spec is refused.
LEAST_SECONDS = 1.5


LONGEST = 120.0
SHORTEST = 5.0


@dataclass(frozen=True, slots=True)
class Pace:
    """What a voice-over asks of the scenes' lengths.

    `starts`: when each scene begins, in seconds, the first at 0; nothing else then matters. `needs`: the seconds that
    what is said in a scene takes, by the scene's index. `open_ended`: the clip lasts as long as its scenes need.
    """

    starts: tuple[float, ...] = ()
    needs: Mapping[int, float] = field(default_factory=dict)
    open_ended: bool = False


UNPACED = Pace()


class Outline(Protocol):
    """What the timeline must know of a scene before it is laid out. Scenes and placed scenes both have it."""

    @property
    def name(self) -> str: ...
    @property
    def number(self) -> int: ...
    @property
    def words(self) -> str: ...
    @property
    def seconds(self) -> float | None: ...
    @property
    def transition(self) -> str | None: ...
    @property
    def place(self) -> Place | None: ...
    @property
    def transition_place(self) -> Place | None: ...


def share_frames(scenes: Sequence[Outline], *, duration: float, fps: int, pace: Pace = UNPACED) -> tuple[int, ...]:
    """Frames of each scene; their sum is exactly `round(duration * fps)`, unless `pace` leaves the end open.

    A scene that gives `seconds` keeps them; the others share the rest by reading time, none under 1.5 s. Fractions
    of a frame go to the largest remainders. With `pace.starts` every scene begins in the frame nearest to its moment.
    Raises InputError when the given seconds do not fit the duration.
    """
    if not scenes:
        raise InputError(Problem("the clip has no scene", code="no-scenes"))
    if pace.starts:
        return _between(scenes, pace.starts, duration, fps)
    problems = [
        Problem(
            f"scene {scene.number} ({scene.name}) has {scene.seconds:g} seconds",
            scene.place,
            "give it more than 0, or leave 'seconds' away",
            "scene-seconds",
        )
        for scene in scenes
        if scene.seconds is not None and scene.seconds * fps < 1
    ]
    if problems:
        raise InputError(problems)
    seconds = [
        scene.seconds if scene.seconds is not None else pace.needs.get(index) for index, scene in enumerate(scenes)
    ]
    if pace.open_ended:
        seconds = [
            own if own is not None else reading_seconds(scene.words) for own, scene in zip(seconds, scenes, strict=True)
        ]
        duration = _open_length(scenes, sum(own for own in seconds if own is not None), fps)
    seconds = _stretched(scenes, seconds, duration)
    given = sum(own for own in seconds if own is not None)
    free = [index for index, own in enumerate(seconds) if own is None]
    _check_room(scenes, duration, given, len(free), fps)
    shares = _share(duration - given, [reading_seconds(scenes[index].words) for index in free])
    ideal = [own * fps if own is not None else 0.0 for own in seconds]
    for index, share in zip(free, shares, strict=True):
        ideal[index] = share * fps
    return _whole(ideal, round(duration * fps))


def _between(scenes: Sequence[Outline], starts: Sequence[float], duration: float, fps: int) -> tuple[int, ...]:
    """Frames between moments, each rounded by itself, so that no scene is off by more than half a frame."""
    edges = [0, *(round(start * fps) for start in starts[1:]), round(duration * fps)]
    frames = tuple(end - start for start, end in pairwise(edges))
    short = [scene for scene, count in zip(scenes, frames, strict=True) if count < LEAST_SECONDS * fps / 3]
    if short:
        raise InputError(
            Problem(
                f"scene {scene.number} ({scene.name}) would last less than {LEAST_SECONDS / 3:g} seconds by its cues",
                scene.place,
                "give its cue and the next one more room",
                "voice-cues",
            )
            for scene in short
        )
    return frames


def _open_length(scenes: Sequence[Outline], needed: float, fps: int) -> float:
    """The length of a clip that lasts as long as its scenes need, held to whole frames and to what a clip may be."""
    if needed > LONGEST + 0.5 / fps:
        message = f"the scenes need {needed:.1f} seconds; a clip lasts at most {LONGEST:g}"
        raise InputError(Problem(message, scenes[0].place, "leave scenes out, or say less", "voice-long"))
    return max(SHORTEST, min(LONGEST, round(needed * fps) / fps))


def _stretched(scenes: Sequence[Outline], seconds: Sequence[float | None], duration: float) -> list[float | None]:
    """Where every scene has its seconds and room is left, the scenes that did not say theirs stay longer."""
    found = list(seconds)
    own = [value for value in found if value is not None]
    loose = [index for index, scene in enumerate(scenes) if scene.seconds is None and found[index] is not None]
    left = duration - sum(own)
    if len(own) == len(found) and loose and left > 0:
        for index in loose:
            found[index] = (found[index] or 0.0) + left / len(loose)
    return found


def _check_room(scenes: Sequence[Outline], duration: float, given: float, free: int, fps: int) -> None:
    last = next((scene for scene in reversed(scenes) if scene.seconds is not None), None)
    place = last.place if last else scenes[0].place
    slack = len(scenes) / fps  # what rounding to frames can hide
    if given > duration + slack:
        raise InputError(
            Problem(
                f"the scenes' seconds add up to {given:.6g}, but the clip lasts {duration:g}",
                place,
                f"take {given - duration:.6g} seconds away, or set duration: {given:.6g}",
                "scene-seconds",
            )
        )
    if not free and given < duration - slack:
        raise InputError(
            Problem(
                f"the scenes' seconds add up to only {given:g} of the clip's {duration:g}",
                place,
                f"leave 'seconds' away from one scene, or set duration: {given:g}",
                "scene-seconds",
            )
        )
    if free and duration - given < LEAST_SECONDS * free - 1 / fps:
        raise InputError(
            Problem(
                f"{max(0.0, duration - given):g} seconds are left for {free} scene{'s' if free > 1 else ''} "
                f"without 'seconds'; each needs {LEAST_SECONDS:g} at least",
                place,
                f"lengthen the clip, give fewer seconds, or leave scenes out ({len(scenes)} scenes in {duration:g} s)",
                "scene-seconds",
            )
        )


def _share(seconds: float, needs: Sequence[float]) -> list[float]:
    """`seconds` shared in proportion to `needs`, none under the least: those that would be are set to it first."""
    shares = [0.0] * len(needs)
    open_ = list(range(len(needs)))
    while open_:
        factor = seconds / sum(needs[index] for index in open_)
        short = [index for index in open_ if needs[index] * factor < LEAST_SECONDS - 1e-9]
        if not short:
            for index in open_:
                shares[index] = needs[index] * factor
            break
        for index in short:
            shares[index] = LEAST_SECONDS
            seconds -= LEAST_SECONDS
            open_.remove(index)
    return shares


def _whole(ideal: Sequence[float], total: int) -> tuple[int, ...]:
    """Whole numbers near `ideal` that add up to `total`, each at least 1: the largest remainders win a frame."""
    frames = [max(1, int(value + 1e-6)) for value in ideal]
    order = sorted(range(len(ideal)), key=lambda index: ideal[index] - frames[index], reverse=True)
    step = 1 if sum(frames) < total else -1
    if step < 0:
        order.reverse()
    while sum(frames) != total:
        for index in order:
            if sum(frames) == total:
                break
            if frames[index] + step >= 1:
                frames[index] += step
    return tuple(frames)
