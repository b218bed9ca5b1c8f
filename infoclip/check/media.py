"""Every picture of a scene is read once as drawing will read it, so that no half film is written over a damaged one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from msgspec.structs import replace

from infoclip.draw.images import verify_picture
from infoclip.errors import InputError, Place, Problem
from infoclip.layout.placed import PlacedGroup, PlacedNode, PlacedScene
from infoclip.marks.marks import ImageMark

_right: set[str] = set()


def unreadable(scene: PlacedScene) -> Iterator[Problem]:
    """What is wrong with the pictures of `scene`, told at its place in the spec."""
    for mark in _pictures(scene.children):
        if mark.sha in _right:
            continue
        try:
            verify_picture(mark)
            _right.add(mark.sha)
        except InputError as error:
            for problem in error.problems:
                yield _told(problem, mark.path, scene.place)


def _told(problem: Problem, path: Path, place: Place | None) -> Problem:
    return replace(problem, message=f"'{path.name}': {problem.message}", place=place) if place else problem


def _pictures(nodes: tuple[PlacedNode, ...]) -> Iterator[ImageMark]:
    for node in nodes:
        if isinstance(node, PlacedGroup):
            yield from _pictures(node.children)
        elif isinstance(node.mark, ImageMark):
            yield node.mark
