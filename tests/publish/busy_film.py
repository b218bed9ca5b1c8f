"""A small film with something to encode, which worker processes can open again: a field of many squares, shaken."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from infoclip.film.clip import EncoderSettings
from infoclip.film.render import FilmPlan
from infoclip.film.segments import SegmentSettings
from infoclip.marks.marks import ArtMark, ArtSource, Drawn, Snapshot
from infoclip.theme.theme import Theme
from infoclip.values.color import Color

THEME = Theme("plain", "Plain", (), {"bg": Color(10, 40, 30)}, (), {}, {}, {}, {}, "", "busy")
WIDTH, HEIGHT, FRAMES = 240, 160, 120
SQUARE = 6


@dataclass(frozen=True)
class Shaken:
    """A timeline of `FRAMES` frames: the field at another place in each."""

    mark: ArtMark
    starts: tuple[int, ...] = (0,)
    passages: tuple[()] = ()
    fps: int = 30
    frame_count: int = FRAMES

    def snapshot(self, frame: int) -> Snapshot:
        x, y = frame * 37 % 23 - 40, frame * 53 % 29 - 40
        return Snapshot(WIDTH, HEIGHT, (Drawn(self.mark, x, y),))


@dataclass(frozen=True)
class Busy:
    """How to come to a `Shaken` film."""

    folder: Path

    def open(self) -> tuple[Shaken, Theme]:
        path = self.folder / "field.svg"
        if not path.exists():
            columns, rows = (WIDTH + 80) // SQUARE, (HEIGHT + 80) // SQUARE
            squares = "".join(
                f'<rect x="{at % columns * SQUARE}" y="{at // columns * SQUARE}" width="{SQUARE}" height="{SQUARE}"'
                f' fill="#{(at * 2654435761 >> 5) % 0x1000000:06x}"/>'
                for at in range(columns * rows)
            )
            path.write_text("{{ svg_open }}" + squares + "</svg>", encoding="utf-8")
        mark = ArtMark(WIDTH + 80, HEIGHT + 80, ArtSource(path, "field", (self.folder,)))
        return Shaken(mark), THEME


def busy_plan(folder: Path) -> FilmPlan:
    """The film in the encoder's usual quality, by one worker."""
    source = Busy(folder)
    timeline, theme = source.open()
    settings = SegmentSettings(EncoderSettings(), WIDTH, HEIGHT, 30)
    return FilmPlan(timeline, theme, source, settings, workers=1)  # type: ignore[arg-type]  # all that a film needs
