"""Frames as RGB pictures, one after the other: what carousels, GIFs and picture sequences are made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from PIL import Image

from infoclip.draw.canvas import RgbCanvas
from infoclip.draw.paint import Painter
from infoclip.draw.sprites import Look
from infoclip.film.frames import Frames, device_size, format_of
from infoclip.theme.theme import Theme


def frame_pictures(
    timeline: Frames, *, theme: Theme, scale: float = 1.0, frames: Iterable[int] | None = None
) -> Iterator[Image.Image]:
    """RGB pictures of `frames` (all by default) in order, at `scale`. Use each before the next is made."""
    painter: Painter | None = None
    for number in frames if frames is not None else range(timeline.frame_count):
        snapshot = timeline.snapshot(number)
        if painter is None:
            canvas = RgbCanvas(*device_size(snapshot.width, snapshot.height, scale))
            painter = Painter(canvas, Look(theme, format_of(snapshot), scale))
        painter.paint(snapshot)
        frame = painter.frame
        assert isinstance(frame, RgbCanvas)
        yield frame.image
