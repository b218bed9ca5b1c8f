"""How a mark moves: motions by name, and reading them from a template's attributes.

`MOTIONS` is the table behind docs/templates.md: what each motion may be used for and what it takes. What a motion does
to a mark at a moment is in `motion_state.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from msgspec import Struct

from infoclip.errors import InputError, Place, Problem, did_you_mean
from infoclip.marks.marks import By
from infoclip.scenes.elements import Element, attribute_place
from infoclip.values.easing import EASINGS, easing

Phase = Literal["enter", "exit", "emphasis", "ambient"]
PHASES: tuple[Phase, ...] = get_args(Phase)

# Seconds between the units of a text when the template does not say (words: craft rule 21).
UNIT_STAGGER: dict[By, float] = {"block": 0.0, "line": 0.15, "word": 0.10, "group": 0.05, "cluster": 0.03}
EXIT_SECONDS = 0.3
_LONGEST = 60.0


class Motion(Struct, frozen=True):
    """One motion of one mark. Times are seconds: `at` from the scene's start (for exits: before the scene's end).

    `by` cuts a text into units that follow each other by `stagger` seconds. `params` hold what the kind takes
    (`from`, `distance`, `degrees`, `x`, `y`, `scale`, `period` ...), checked against `MOTIONS` when it is read.
    Directions are real by then: `side` is left, right, top, bottom, center or middle, never start or end.
    """

    phase: Phase
    kind: str
    at: float = 0.0
    seconds: float = 0.6
    easing: str = "out"
    by: By = "block"
    stagger: float = 0.0
    params: tuple[tuple[str, str | float], ...] = ()

    def number(self, name: str) -> float:
        """A numeric parameter; the table's default when this motion does not hold it (motions made in code)."""
        value = dict(self.params).get(name, MOTIONS[self.kind].parameters[name].default)
        return float(value)

    @property
    def side(self) -> str:
        """The real side a motion comes from or goes to; right when it was not read from a template."""
        return str(dict(self.params).get("side", "right"))


class Parameter(Struct, frozen=True):
    """What a motion takes by name: a number within limits, or one of `choices`."""

    default: float | str
    low: float = 0.0
    high: float = 10_000.0
    choices: tuple[str, ...] = ()


class MotionKind(Struct, frozen=True):
    """One row of the table: where the motion may stand, its usual time and easing, and what it takes.

    `own_easing` keeps a theme's easing away: an overshoot or a count is what it is in every theme.
    """

    does: str
    phases: tuple[Phase, ...]
    seconds: float = 0.6
    easing: str = "out"
    parameters: Mapping[str, Parameter] = {}
    cuts_text: bool = False
    own_easing: bool = False


_SIDES = ("start", "end", "top", "bottom", "center", "middle")
_COMES: tuple[Phase, ...] = ("enter", "exit")
_EVERY = {"every": Parameter(0, 0, 1)}


def _distance(default: float) -> dict[str, Parameter]:
    return {"distance": Parameter(default, -4000, 4000), "fade": Parameter(1, 0, 1)}


MOTIONS: dict[str, MotionKind] = {
    "fade": MotionKind("fades in", _COMES, 0.5, cuts_text=True),
    "rise": MotionKind("moves up into place and fades in", _COMES, 0.7, parameters=_distance(40), cuts_text=True),
    "drop": MotionKind("moves down into place and fades in", _COMES, 0.7, parameters=_distance(40), cuts_text=True),
    "slide-start": MotionKind("comes from the start edge", _COMES, 0.7, parameters=_distance(60), cuts_text=True),
    "slide-end": MotionKind("comes from the end edge", _COMES, 0.7, parameters=_distance(60), cuts_text=True),
    "grow": MotionKind(
        "grows into place and fades in", _COMES, 0.7, parameters={"from": Parameter(0.92, 0, 10)}, cuts_text=True
    ),
    "pop": MotionKind("grows from nothing, overshoots a little", _COMES, 0.45, "back", cuts_text=True, own_easing=True),
    "turn": MotionKind(
        "turns into place, grows and fades in",
        _COMES,
        1.2,
        parameters={"degrees": Parameter(22.5, -720, 720), "from": Parameter(0.92, 0, 10)},
    ),
    "wipe": MotionKind(
        "is uncovered by a soft edge",
        _COMES,
        0.85,
        parameters={"from": Parameter("start", choices=_SIDES), "feather": Parameter(24, 0, 1000)},
        cuts_text=True,
    ),
    "sweep": MotionKind(
        "is uncovered clockwise from 12 o'clock",
        _COMES,
        0.9,
        parameters={"turns": Parameter(1, -1, 1), "from": Parameter(0, -1, 1)},
    ),
    "draw": MotionKind("draws itself on", _COMES, 0.9),
    "count": MotionKind(
        "counts up, or a bar grows with it",
        ("enter",),
        1.5,
        "count",
        parameters={"from": Parameter(0, -1e15, 1e15)},
        own_easing=True,
    ),
    "roll": MotionKind("digits roll in their columns, each to its own", ("enter",), 1.4, "stately", own_easing=True),
    "kashida": MotionKind(
        "words are drawn out at their kashidas and come home",
        ("enter",),
        1.1,
        "sine",
        parameters={"amount": Parameter(0.9, 0.05, 4)},
        own_easing=True,
    ),
    "type": MotionKind("letters appear in reading order", ("enter",), 0.0, "linear", cuts_text=True, own_easing=True),
    "blur": MotionKind(
        "comes into focus and fades in", _COMES, 0.7, parameters={"from": Parameter(16, 0, 200)}, cuts_text=True
    ),
    "light": MotionKind(
        "lights up over a flare that settles",
        _COMES,
        0.5,
        parameters={"amount": Parameter(0.35, 0, 1)},
        cuts_text=True,
    ),
    "pulse": MotionKind("grows and settles back", ("emphasis",), 0.33, parameters={"scale": Parameter(1.05, 0.2, 5)}),
    "flash": MotionKind("brightens and settles back", ("emphasis",), 0.6, parameters={"amount": Parameter(0.12, 0, 1)}),
    "blink": MotionKind(
        "shows and goes again",
        ("emphasis",),
        0.8,
        parameters={"low": Parameter(0, 0, 1), "high": Parameter(1, 0, 1)},
    ),
    "dim": MotionKind("steps back", ("emphasis",), 0.4, parameters={"opacity": Parameter(0.6, 0, 1)}),
    "sheen": MotionKind(
        "a band of light crosses from the right",
        ("emphasis", "ambient"),
        1.4,
        "in-out",
        parameters={"period": Parameter(6, 0.2, 600)},
        own_easing=True,
    ),
    "move": MotionKind(
        "moves and stays",
        ("emphasis",),
        0.6,
        "in-out",
        parameters={
            "x": Parameter(0, -4000, 4000),
            "y": Parameter(0, -4000, 4000),
            "steps": Parameter(0, 0, 200),
        },
    ),
    "drift": MotionKind(
        "slides slowly",
        ("ambient",),
        parameters={
            "x": Parameter(0, -4000, 4000),
            "y": Parameter(0, -4000, 4000),
            "period": Parameter(5, 0.2, 600),
            "linear": Parameter(0, 0, 1),
            **_EVERY,
        },
    ),
    "spin": MotionKind(
        "turns slowly",
        ("ambient",),
        parameters={"degrees": Parameter(4, -100_000, 100_000), "period": Parameter(4, 0.2, 600), **_EVERY},
    ),
    "breathe": MotionKind(
        "grows and shrinks slowly",
        ("ambient",),
        parameters={"scale": Parameter(1.03, 0.2, 5), "period": Parameter(5, 0.2, 600), **_EVERY},
    ),
    "twinkle": MotionKind(
        "brightens and fades slowly",
        ("ambient",),
        parameters={"low": Parameter(0.5, 0, 1), "period": Parameter(3, 0.4, 600), **_EVERY},
    ),
}


def read_motions(
    element: Element, *, rtl: bool, delay: float = 0.0, defaults: Mapping[str, str] | None = None
) -> tuple[Motion, ...]:
    """The motions of an element's `enter`, `exit`, `emphasis` and `ambient`, checked, with directions made real.

    `delay` (seconds) comes from the parents and moves entrances. `defaults` is the theme's motion character:
    `enter` (what `enter="default"` means), `easing` (where a motion does not say and has none of its own),
    `stagger` (between the units of a text), `exit-seconds`. Raises InputError with every fault of the element.
    """
    reader = _Reader(element, rtl, dict(defaults or {}), [])
    found: list[Motion] = []
    for phase in PHASES:
        reader.phase = phase
        written = element.attributes.get(phase, "")
        if phase == "enter" and written.strip() == "default":
            written = reader.defaults.get("enter", "fade")
        for part in written.split(";"):
            if part.strip() and part.strip() != "none":
                motion = reader.motion(phase, part.split(), delay)
                if motion is not None:
                    found.append(motion)
    if reader.problems:
        raise InputError(reader.problems)
    return tuple(found)


_COMMON_KEYS = ("at", "for", "ease", "by", "stagger")
_SHORTHAND = {"delay": "at", "seconds": "for", "easing": "ease", "by": "by"}


@dataclass(slots=True)
class _Reader:
    element: Element
    rtl: bool
    defaults: dict[str, str]
    problems: list[Problem]
    phase: str = "enter"
    """Whose motions are read."""

    @property
    def place(self) -> Place:
        return attribute_place(self.element.place, self.phase)

    def fault(self, message: str, hint: str, code: str) -> None:
        self.problems.append(Problem(f"<{self.element.tag}> {message}", self.place, hint, code))

    def motion(self, phase: Phase, words: list[str], delay: float) -> Motion | None:
        """One `NAME key=value ...`; None when its name cannot be used (the faults are noted)."""
        name = words[0]
        kind = MOTIONS.get(name)
        usable = [key for key, row in MOTIONS.items() if phase in row.phases]
        if kind is None:
            self.fault(f'{phase}="{name}" is not a motion', did_you_mean(name, usable), "motion-unknown")
            return None
        if phase not in kind.phases:
            self.fault(
                f"'{name}' cannot be an {phase}", "an " + phase + " can be: " + ", ".join(usable), "motion-phase"
            )
            return None
        if name == "count" and self.element.tag == "text":
            self.fault("cannot count: it is plain text", 'use <number of="..." enter="count"/>', "motion-phase")
            return None
        if (name == "kashida" and self.element.tag != "text") or (name == "roll" and self.element.tag != "number"):
            which = "text" if name == "kashida" else "number"
            self.fault(f"cannot come in by '{name}'", f"only <{which}> can", "motion-phase")
            return None
        given = self.keys(phase, name, words[1:])
        by = self.by(kind, name, given)
        at = self.amount(given, "at", 0.0)
        return Motion(
            phase=phase,
            kind=name,
            at=at + delay if phase == "enter" else at,
            seconds=self.seconds(phase, kind, given),
            easing=self.ease(phase, kind, given),
            by=by,
            stagger=self.stagger(name, by, given),
            params=self.params(name, kind, given),
        )

    def keys(self, phase: Phase, name: str, words: list[str]) -> dict[str, str]:
        """The `key=value` words, and for entrances what the element's own attributes say instead."""
        known = (*_COMMON_KEYS, *MOTIONS[name].parameters)
        given: dict[str, str] = {}
        for word in words:
            key, equals, value = word.partition("=")
            if not equals or not value:
                self.fault(f"{phase}: '{word}' is not KEY=VALUE", f"write it like {name} for=0.6", "motion-key")
            elif key not in known:
                self.fault(f"{phase}: {name} takes no '{key}'", did_you_mean(key, known), "motion-key")
            elif key in given:
                self.fault(f"{phase}: {name} has '{key}' twice", "give it once", "motion-key")
            else:
                given[key] = value
        if phase == "enter":
            for attribute, key in _SHORTHAND.items():
                if attribute in self.element.attributes:
                    given.setdefault(key, self.element.attributes[attribute].strip())
        return given

    def amount(
        self, given: Mapping[str, str], key: str, default: float, low: float = 0.0, high: float = _LONGEST
    ) -> float:
        """A number between `low` and `high`, or `default` where it is not given or wrong (noted)."""
        if key not in given:
            return default
        try:
            value = float(given[key])
        except ValueError:
            value = float("nan")
        if not low <= value <= high:
            self.fault(f"'{key}={given[key]}' is not a number from {low:g} to {high:g}", "", "motion-value")
            return default
        return value

    def seconds(self, phase: Phase, kind: MotionKind, given: dict[str, str]) -> float:
        if phase == "exit":
            return self.amount(given, "for", self.amount(self.defaults, "exit-seconds", EXIT_SECONDS))
        return self.amount(given, "for", kind.seconds)

    def ease(self, phase: Phase, kind: MotionKind, given: dict[str, str]) -> str:
        if "ease" in given:
            try:
                easing(given["ease"])
            except KeyError:
                hint = did_you_mean(given["ease"], [*EASINGS, "steps-N"])
                self.fault(f"'{given['ease']}' is not an easing", hint, "motion-easing")
                return kind.easing
            return given["ease"]
        if phase == "exit":
            return "in"
        if phase == "enter" and not kind.own_easing:
            return self.defaults.get("easing", kind.easing)
        return kind.easing

    def by(self, kind: MotionKind, name: str, given: dict[str, str]) -> By:
        written = given.get("by", "cluster" if name == "type" else "block")
        if written not in UNIT_STAGGER:
            self.fault(f"'by={written}' cuts nothing", did_you_mean(written, UNIT_STAGGER), "motion-value")
            return "block"
        by: By = written
        if by != "block" and self.element.tag != "text":
            self.fault(f"cannot move by {by}: only <text> can", "leave 'by' away", "motion-value")
            return "block"
        if by != "block" and not kind.cuts_text:
            self.fault(f"'{name}' moves the text as a whole", f"leave 'by={by}' away", "motion-value")
            return "block"
        return by

    def stagger(self, name: str, by: By, given: dict[str, str]) -> float:
        if by == "block":
            if "stagger" in given:
                self.fault("'stagger' needs 'by'", "add by=word, or give the parent a stagger", "motion-key")
            return 0.0
        own = self.element.attributes.get("stagger", "").strip()
        if own:
            given.setdefault("stagger", own)
        if name == "type" and "for" in given and "stagger" not in given:
            return 0.0  # the whole text takes `for`: the step follows from its number of letters
        usual = UNIT_STAGGER[by]
        if by in ("line", "word") and "stagger" in self.defaults:
            usual = self.amount(self.defaults, "stagger", usual)
        return self.amount(given, "stagger", usual)

    def params(self, name: str, kind: MotionKind, given: dict[str, str]) -> tuple[tuple[str, str | float], ...]:
        values: dict[str, str | float] = {}
        for key, parameter in kind.parameters.items():
            if not parameter.choices:
                values[key] = self.amount(given, key, float(parameter.default), parameter.low, parameter.high)
                continue
            word = given.get(key, str(parameter.default))
            if word not in parameter.choices:
                self.fault(f"'{key}={word}' is not a side", did_you_mean(word, parameter.choices), "motion-value")
                word = str(parameter.default)
            values[key] = word
        side = {"slide-start": "start", "slide-end": "end", "count": "start", "wipe": values.get("from")}.get(name)
        if side is not None:
            values["side"] = _real_side(str(side), self.rtl)
        return tuple(sorted(values.items()))


def _real_side(side: str, rtl: bool) -> str:
    if side == "start":
        return "right" if rtl else "left"
    if side == "end":
        return "left" if rtl else "right"
    return side
