"""How one scene gives way to the next: the table of transitions, and the frames each one takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from msgspec import Struct

from infoclip.errors import InputError, Problem, did_you_mean
from infoclip.marks.marks import Drawn, TransitionState
from infoclip.timeline.durations import Outline
from infoclip.values.easing import ease

Side = Literal["left", "right", "up", "down"]
From = Literal["end", "left", "right", "up", "down"]


class TransitionKind(Struct, frozen=True):
    """One row of the table. `comes` is where the new scene comes from: "end" is the left in right-to-left, because
    the story runs right to left.
    """

    does: str
    seconds: float
    easing: str = "in-out"
    comes: From = "end"


TRANSITIONS: dict[str, TransitionKind] = {
    "cut": TransitionKind("changes at once", 0.0),
    "fade": TransitionKind("fades over", 0.5, "sine"),
    "push": TransitionKind("the new scene pushes the old one out", 0.6),
    "slide": TransitionKind("the new scene slides over, the old one gives way slowly", 0.6),
    "wipe": TransitionKind("a soft edge uncovers the new scene", 0.6),
    "cover": TransitionKind("a band in the accent crosses and leaves the new scene", 0.6),
    "tilt": TransitionKind("the camera tilts down to the new scene", 0.7, "in-out", "down"),
    "iris": TransitionKind("the eight-point star opens on the new scene", 0.6),
    "horizon": TransitionKind("light rises from below and leaves the new scene", 0.5, "in-out", "down"),
    "sheet": TransitionKind("the new scene rises over the old one as a sheet of paper", 0.5, "stately", "down"),
    "page": TransitionKind("the old scene is a sheet that slides up, off the new one under it", 0.55, "in-out", "down"),
    "bubble": TransitionKind("the new scene grows in a circle with a sticker's white edge", 0.5, "in-out"),
    "stars": TransitionKind("eight-point stars open all over, from the focus on, on the new scene", 0.8, "in-out"),
}
USUAL_SECONDS = 0.6


class Passage(Struct, frozen=True):
    """The passage out of one scene: frames `start` (with) to `end` (without), none when it is a cut."""

    kind: str
    easing: str
    start: int
    end: int

    def progress(self, frame: int) -> float:
        """Eased progress, 0..1; the first frame of a passage already shows a little, the last is not yet done."""
        linear = (frame - self.start + 1) / (self.end - self.start + 1)
        return round(ease(self.easing, linear) * 2048) / 2048


def read_transition(scene: Outline, defaults: Mapping[str, str]) -> tuple[str, float]:
    """The kind and seconds of the transition out of `scene`: its own, the theme's, or a fade.

    `defaults` may hold `transition` ("iris" or "iris 0.6") and `transition-seconds`. Raises InputError for an unknown
    name or a length that is not a number from 0 to 3.
    """
    written = scene.transition or defaults.get("transition") or "fade"
    name, _, length = written.strip().partition(" ")
    if name not in TRANSITIONS:
        hint = did_you_mean(name, TRANSITIONS)
        raise InputError(
            Problem(
                f"scene {scene.number}: '{name}' is not a transition",
                scene.transition_place or scene.place,
                hint,
                "transition-unknown",
            )
        )
    if not length.strip():
        own = scene.transition is None or name == defaults.get("transition", "").partition(" ")[0]
        usual = defaults.get("transition-seconds", "") if own and name != "cut" else ""
        length = usual or str(TRANSITIONS[name].seconds)
    try:
        seconds = float(length)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= 3:
        message = f"scene {scene.number}: '{length.strip()}' is not the seconds of a transition"
        raise InputError(
            Problem(
                message,
                scene.transition_place or scene.place,
                "a number from 0 to 3, as in 'iris 0.6'",
                "transition-seconds",
            )
        )
    return name, seconds


def plan_passages(
    scenes: Sequence[Outline], frames: Sequence[int], *, fps: int, defaults: Mapping[str, str]
) -> tuple[Passage, ...]:
    """The passages between the scenes, one fewer than scenes, each centred on its cut.

    A passage takes at most half of the shorter of its two scenes on its side of the cut, so passages never meet.
    """
    read: list[tuple[str, float]] = []
    problems: list[Problem] = []
    for scene in scenes:
        try:
            read.append(read_transition(scene, defaults))
        except InputError as error:
            problems.extend(error.problems)
    if problems:
        raise InputError(problems)
    passages, cut = [], 0
    for index in range(len(scenes) - 1):
        cut += frames[index]
        kind, seconds = read[index]
        length = 0 if kind == "cut" else round(seconds * fps)
        half = min(length // 2, frames[index] // 2, frames[index + 1] // 2)
        odd = 1 if length % 2 and half == length // 2 and half + 1 <= frames[index + 1] // 2 else 0
        passages.append(Passage(kind, TRANSITIONS[kind].easing, cut - half, cut + half + odd))
    return tuple(passages)


def transition_state(
    passage: Passage, frame: int, items: tuple[Drawn, ...], focus: tuple[float, float], *, rtl: bool
) -> TransitionState:
    """The passage at `frame`, opening at `focus` on `items`, the new scene."""
    comes = TRANSITIONS[passage.kind].comes
    direction: Side = ("left" if rtl else "right") if comes == "end" else comes
    return TransitionState(passage.kind, passage.progress(frame), items, focus, direction)
