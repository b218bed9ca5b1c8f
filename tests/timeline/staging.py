"""Small placed scenes for the timeline: plain art, a counter, texts, groups."""

from __future__ import annotations

from pathlib import Path

from infoclip.layout.placed import PlacedGroup, PlacedMark, PlacedNode, PlacedScene
from infoclip.marks.marks import ArtMark, ArtSource
from infoclip.marks.motion import Motion, read_motions
from infoclip.scenes.elements import Element
from infoclip.values.formats import FORMATS
from infoclip.values.geometry import Box

SOURCE = ArtSource(Path("a.svg"), "sha")


def moves(tag: str = "art", **attributes: str) -> tuple[Motion, ...]:
    return read_motions(Element(tag, attributes), rtl=True)


def art(name: str = "a", x: float = 0, y: float = 0, *, opacity: float = 1.0, **attributes: str) -> PlacedMark:
    mark = ArtMark(100, 50, SOURCE, (("name", name),))
    return PlacedMark(mark, x, y, moves(**attributes), opacity=opacity, id=name)


def group(*children: PlacedNode, opacity: float = 1.0, **attributes: str) -> PlacedGroup:
    return PlacedGroup(children, Box(10.5, 20.25, 300, 200), moves(**attributes), opacity=opacity)


def scene(*children: PlacedNode, words: str = "كلمة " * 5, number: int = 1, **more: object) -> PlacedScene:
    return PlacedScene(f"s{number}", number, FORMATS["reel"], children, words, **more)  # type: ignore[arg-type]
