"""How a mark moves: motions by name, read from a template's attributes, and the state they give at a moment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from infoclip.marks.marks import By

Phase = Literal["enter", "exit", "emphasis", "ambient"]


@dataclass(frozen=True, slots=True)
class Motion:
    """One motion of one mark. Times are seconds: `at` from the scene's start (for exits: before the scene's end).

    `by` cuts a text into units that follow each other by `stagger` seconds. `params` hold what the kind takes
    (`from`, `distance`, `degrees`, `x`, `y`, `scale`, `period` ...), checked against `MOTIONS` when it is read.
    """

    phase: Phase
    kind: str
    at: float = 0.0
    seconds: float = 0.6
    easing: str = "out"
    by: By = "block"
    stagger: float = 0.0
    params: tuple[tuple[str, str | float], ...] = ()
