"""Bars: the part of a length that a value is."""

from __future__ import annotations

from typing import Literal

from infoclip.values.geometry import Box

Toward = Literal["left", "right", "up", "down"]


def bar_box(track: Box, part: float, toward: Toward) -> Box:
    """The part (0..1) of `track` that a bar growing `toward` a side fills, from the opposite edge."""
    if toward == "up":
        height = track.height * part
        return Box(track.x, track.bottom - height, track.width, height)
    if toward == "down":
        return Box(track.x, track.y, track.width, track.height * part)
    width = track.width * part
    return Box(track.right - width if toward == "left" else track.x, track.y, width, track.height)
