"""How the scenes share the clip's frames: exactly all of them, by reading time, to the frame."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from infoclip.errors import InputError, Place, Problem
from infoclip.timeline.reading import reading_seconds

# A scene that nobody gave seconds gets at least this much, or the spec is refused.
LEAST_SECONDS = 1.5


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


def share_frames(scenes: Sequence[Outline], *, duration: float, fps: int) -> tuple[int, ...]:
    """Frames of each scene; their sum is exactly `round(duration * fps)`.

    A scene that gives `seconds` keeps them; the others share the rest by reading time, none under 1.5 s. Fractions
    of a frame go to the largest remainders. Raises InputError when the given seconds do not fit the duration.
    """
    if not scenes:
        raise InputError(Problem("the clip has no scene", code="no-scenes"))
    total = round(duration * fps)
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
    given = sum(scene.seconds for scene in scenes if scene.seconds is not None)
    free = [index for index, scene in enumerate(scenes) if scene.seconds is None]
    _check_room(scenes, duration, given, len(free), fps)
    shares = _share(duration - given, [reading_seconds(scenes[index].words) for index in free])
    ideal = [scene.seconds * fps if scene.seconds is not None else 0.0 for scene in scenes]
    for index, seconds in zip(free, shares, strict=True):
        ideal[index] = seconds * fps
    return _whole(ideal, total)


def _check_room(scenes: Sequence[Outline], duration: float, given: float, free: int, fps: int) -> None:
    last = next((scene for scene in reversed(scenes) if scene.seconds is not None), None)
    place = last.place if last else scenes[0].place
    slack = len(scenes) / fps  # what rounding to frames can hide
    if given > duration + slack:
        raise InputError(
            Problem(
                f"the scenes' seconds add up to {given:g}, but the clip lasts {duration:g}",
                place,
                f"take {given - duration:g} seconds away, or set duration: {given:g}",
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
