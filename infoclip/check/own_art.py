"""Art that a designer drew is tried before anything is drawn with it: a fault in it is told by `check` already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from infoclip.errors import InputError, Problem
from infoclip.marks.marks import ArtMark, Drawn, GroupMark
from infoclip.theme.assets import built_in
from infoclip.theme.theme import Theme
from infoclip.timeline.timeline import Timeline
from infoclip.values.formats import Format

TRIED = 0.05
"""The scale at which it is tried: a card of 900 pixels is 45 wide."""


def own_art_problems(timeline: Timeline, theme: Theme, format_: Format) -> list[Problem]:
    """What is wrong with the art of the settled scenes that does not come with infoclip, once for each file."""
    ours = built_in("templates")
    seen: set[Path] = set()
    problems: list[Problem] = []
    for index in range(timeline.scene_count):
        for mark in _art(timeline.snapshot(timeline.still_frame(index)).items):
            path = mark.source.path
            if path in seen or path.is_relative_to(ours):
                continue
            seen.add(path)
            from infoclip.draw.art import art_picture  # most clips have no art of their own, and need not load it here

            try:
                art_picture(mark, theme=theme, format=format_, scale=TRIED)
            except InputError as error:
                problems += error.problems
    return problems


def _art(items: Iterable[Drawn]) -> Iterator[ArtMark]:
    for item in items:
        if isinstance(item.mark, GroupMark):
            yield from _art(item.mark.items)
        elif isinstance(item.mark, ArtMark):
            yield item.mark
