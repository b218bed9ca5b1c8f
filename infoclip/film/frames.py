"""Frames: one RGB image for a still, or all of them as YUV 4:2:0 for film. One painter, two canvases.

`iter_states` tells which frames differ from the one before, so that held ones need not be encoded.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct
from PIL import Image

from infoclip.draw.canvas import RgbCanvas, YuvCanvas
from infoclip.draw.paint import Painter
from infoclip.draw.sprites import Look
from infoclip.marks.marks import Snapshot
from infoclip.values.formats import FORMATS, Format

if TYPE_CHECKING:
    from infoclip.theme.theme import Theme


class Frames(Protocol):
    """What frames are drawn from: a timeline."""

    @property
    def frame_count(self) -> int: ...

    def snapshot(self, frame: int) -> Snapshot: ...


class FrameState(Struct, frozen=True):
    """One frame of a film: its number, whether it differs from the one before, and its planes Y, U, V in one buffer.

    `data` is the painter's own memory: it is valid until the next frame is asked for.
    """

    number: int
    changed: bool
    data: memoryview


def device_size(width: int, height: int, scale: float) -> tuple[int, int]:
    """The size of a frame in pixels at `scale`: even, as film needs it."""
    return 2 * max(1, round(width * scale / 2)), 2 * max(1, round(height * scale / 2))


def format_of(snapshot: Snapshot) -> Format | None:
    return next(
        (item for item in FORMATS.values() if (item.width, item.height) == (snapshot.width, snapshot.height)), None
    )


def frame_at(timeline: Frames, frame: int, *, theme: Theme, scale: float = 1.0) -> Image.Image:
    """Frame number `frame` as an RGB image, `scale` times its size in design pixels. Raises IndexError outside."""
    return snapshot_image(timeline.snapshot(frame), theme=theme, scale=scale)


def snapshot_image(snapshot: Snapshot, *, theme: Theme, scale: float = 1.0) -> Image.Image:
    """One snapshot as an RGB image."""
    canvas = RgbCanvas(*device_size(snapshot.width, snapshot.height, scale))
    painter = Painter(canvas, Look(theme, format_of(snapshot), scale))
    painter.paint(snapshot)
    frame = painter.frame
    assert isinstance(frame, RgbCanvas)
    return frame.image


def film_painter(snapshot: Snapshot, *, theme: Theme, scale: float = 1.0) -> Painter:
    """A painter of film frames of `snapshot`'s size, in whatever order; neighbours are quick."""
    canvas = YuvCanvas(*device_size(snapshot.width, snapshot.height, scale))
    return Painter(canvas, Look(theme, format_of(snapshot), scale))


def iter_states(
    timeline: Frames, *, theme: Theme, scale: float = 1.0, frames: range | None = None
) -> Iterator[FrameState]:
    """Every frame of `frames` (all by default) in order; the first one always counts as changed."""
    painter: Painter | None = None
    for number in frames if frames is not None else range(timeline.frame_count):
        snapshot = timeline.snapshot(number)
        painter = painter or film_painter(snapshot, theme=theme, scale=scale)
        changed = painter.paint(snapshot)
        yield FrameState(number, changed, film_planes(painter))


def film_planes(painter: Painter) -> memoryview:
    """The planes Y, U, V that a film painter painted last, in one buffer: valid until it paints again."""
    frame = painter.frame
    assert isinstance(frame, YuvCanvas)
    return memoryview(frame.buffer)


def iter_frames(
    timeline: Frames, *, theme: Theme, scale: float = 1.0, frames: range | None = None
) -> Iterator[memoryview]:
    """The planes Y, U, V of every frame, one contiguous buffer each, valid until the next one is asked for."""
    for state in iter_states(timeline, theme=theme, scale=scale, frames=frames):
        yield state.data
