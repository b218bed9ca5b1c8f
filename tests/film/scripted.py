"""A small film for tests of rendering, which worker processes can open again: a disc at given places."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field
from pathlib import Path

from infoclip.errors import InputError, Problem
from infoclip.film.clip import EncoderSettings
from infoclip.film.render import FilmPlan
from infoclip.film.segments import SegmentSettings
from infoclip.marks.marks import ArtMark, ArtSource, Drawn, Snapshot
from infoclip.theme.theme import Theme
from infoclip.values.color import Color

THEME = Theme("plain", "Plain", (), {"bg": Color(10, 40, 30)}, (), {}, {}, {}, {}, "", "scripted")
WIDTH, HEIGHT = 240, 160
PLACES = (*range(20), *[20] * 40, *range(21, 51), *[51] * 6, *range(52, 70), *[70] * 36)
"""The disc moves, rests for 40 frames, moves through a transition, rests for a few, moves, rests to the end."""


@dataclass(frozen=True)
class Passing:
    start: int
    end: int


@dataclass(frozen=True)
class Scripted:
    """A timeline: the disc's x at every frame, where scenes begin, and where transitions are."""

    places: tuple[int, ...]
    mark: ArtMark
    starts: tuple[int, ...] = (0,)
    passages: tuple[Passing, ...] = ()
    fps: int = 30

    @property
    def frame_count(self) -> int:
        return len(self.places)

    def snapshot(self, frame: int) -> Snapshot:
        return Snapshot(WIDTH, HEIGHT, (Drawn(self.mark, self.places[frame], 30),))


@dataclass(frozen=True)
class Script:
    """How to come to a `Scripted`. What `trouble` names happens in worker processes only.

    `die` ends the process at once the first time (and leaves a file that says so), `always die` every time, `fault`
    raises InputError, `bug` anything else, `other` is another film.
    """

    folder: Path
    places: tuple[int, ...]
    starts: tuple[int, ...] = (0,)
    passages: tuple[Passing, ...] = ()
    trouble: str = ""
    parent: int = field(default_factory=os.getpid)

    def open(self) -> tuple[Scripted, Theme]:
        path = self.folder / "disc.svg"
        text = '{{ svg_open }}<circle cx="50" cy="50" r="48" fill="#c04020"/></svg>'
        if os.getpid() != self.parent and self.trouble:
            self._trouble()
        elif not path.exists():
            path.write_text(text, encoding="utf-8")
        places = self.places
        if os.getpid() != self.parent and self.trouble == "other":
            places = tuple(place + 1 for place in places)
        mark = ArtMark(100, 100, ArtSource(path, "disc", (self.folder,)))
        return Scripted(places, mark, self.starts, self.passages), THEME

    def _trouble(self) -> None:
        died = self.folder / "died"
        if self.trouble == "always die" or (self.trouble == "die" and not died.exists()):
            died.touch()
            sys.stdout.flush()
            os._exit(9)
        if self.trouble == "fault":
            raise InputError(Problem("the spec is gone", code="gone"))
        if self.trouble == "bug":
            raise ZeroDivisionError("a bug of ours")


def plan(script: Script, *, hold: bool = True, gop_seconds: float = 5.0, workers: int = 2) -> FilmPlan:
    timeline, theme = script.open()
    settings = SegmentSettings(EncoderSettings(gop_seconds=gop_seconds), WIDTH, HEIGHT, 30, hold=hold)
    return FilmPlan(timeline, theme, script, settings, workers)  # type: ignore[arg-type]  # a timeline in all it needs
