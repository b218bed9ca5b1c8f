"""Frames: one RGB image for a still, or all of them as YUV 4:2:0 for film. One painter, two canvases.

`iter_states` tells which frames differ from the one before, so that held ones need not be encoded.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from time import thread_time
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct
from PIL import Image

from infoclip.draw.canvas import RgbCanvas, YuvCanvas
from infoclip.draw.paint import Painter
from infoclip.draw.sprites import Look
from infoclip.marks.marks import Snapshot
from infoclip.values.formats import FORMATS, Format

if TYPE_CHECKING:
    from infoclip.draw.foresight import Foresight
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


AHEAD = 12
"""Frames that are looked at before they are painted. What is drawn earlier drives out of the sprites' cache what the
scene before still needs.
"""
SPARE = 0.009
"""Seconds of processor time up to which a frame goes on to draw for those that come."""
LEVEL = 0.0105
"""Seconds up to which a frame goes on with the next one, where that takes long."""
NEXT, NEAR, FILLED = 2, 8, 0.0115
"""Frames whose marks are placed before they are painted: those that come before anything else is drawn, and all of
them; the seconds up to which a frame goes on with that.
"""


class FilmFrames:
    """The frames of a film, painted in whatever order, best one after the other.

    What comes to be drawn for the first time is drawn ahead, piece by piece, in the frames before it that cost little:
    no single frame pays for a whole new scene. Frames that are left out, since they are held, leave their time too.
    """

    def __init__(self, timeline: Frames, *, theme: Theme, scale: float = 1.0) -> None:
        self._timeline, self._theme, self._scale = timeline, theme, scale
        self._painter: Painter | None = None
        self._foresight: Foresight | None = None
        self._number = self._looked = -1
        self._pieces: Iterator[object] = iter(())
        self._placing: Iterator[float] = iter(())
        self._near, self._cost = -1, math.inf
        self._pace = 1.0  # how much longer placing takes than was told, of late
        self._steps: Iterator[float] = iter(())
        self._told = 0.0  # seconds that the next of them may take; without end when there is none
        self._next = -1  # the frame that `_steps` begin with
        self._snapshots: dict[int, Snapshot] = {}

    def paint(self, number: int) -> bool:
        """Paint frame `number`; whether it differs from the one painted before."""
        if number < self._number:
            self._looked, self._pieces, self._near = -1, iter(()), -1
            if self._foresight is not None:
                self._foresight.forget()
        for left_out in range(max(self._number + 1, number - AHEAD), number):
            begun = thread_time()
            self._begin(left_out)
            self._prepare(begun)
            self._begin_next(begun)
        begun = thread_time()
        snapshot = self._begin(number)
        if self._painter is None:
            from infoclip.draw.foresight import Foresight  # a preview paints one frame, and has no use for it

            self._painter = film_painter(snapshot, theme=self._theme, scale=self._scale)
            self._foresight = Foresight(self._painter)
        changed = self._painter.paint(snapshot)
        if self._foresight is not None:
            self._foresight.forget(number + 1)
        self._place(begun, NEXT)
        self._begin_next(begun)
        self._prepare(begun)
        self._begin_next(begun)
        self._place(begun, NEAR)
        return changed

    @property
    def planes(self) -> memoryview:
        """The planes Y, U, V of the frame painted last, in one buffer: valid until the next is painted."""
        assert self._painter is not None
        return film_planes(self._painter)

    def _begin(self, number: int) -> Snapshot:
        """Come to frame `number`: its snapshot."""
        self._number = number
        self._snapshots = {at: snapshot for at, snapshot in self._snapshots.items() if at >= number}
        return self._snapshots.get(number) or self._timeline.snapshot(number)

    def _begin_next(self, begun: float) -> None:
        """Go on with the next frame itself, as far as all that it shows is there."""
        coming, count = self._number + 1, self._timeline.frame_count
        if self._painter is None or coming == count or self._looked < min(coming + 1, count - 1):
            return
        if self._next != coming:
            snapshot = self._snapshots.get(coming) or self._timeline.snapshot(coming)
            self._next, self._steps, self._told = coming, self._painter.begin(snapshot), 0.0
        while thread_time() - begun + self._told < LEVEL:
            self._told = next(self._steps, math.inf)

    def _prepare(self, begun: float) -> None:
        """Go on with what comes until the time of the frame that was begun at `begun` is used."""
        if self._foresight is None:
            return
        last = min(self._number + AHEAD, self._timeline.frame_count - 1)
        while thread_time() - begun < SPARE:
            if next(self._pieces, _END) is _END:
                self._looked = max(self._looked, self._number) + 1
                if self._looked > last:
                    self._looked = last
                    return
                snapshot = self._snapshots[self._looked] = self._timeline.snapshot(self._looked)
                self._pieces = self._foresight.pieces(snapshot)

    def _place(self, begun: float, count: int) -> None:
        """Place what the next `count` frames show, as far as what that is made of was drawn."""
        if self._foresight is None:
            return
        if self._near <= self._number:
            self._near, self._placing, self._cost = self._number, iter(()), 0.0
        self._cost = self._cost if self._cost < math.inf else 0.0
        while (now := thread_time()) - begun + self._cost * self._pace < FILLED:
            told, self._cost = self._cost, next(self._placing, -1.0)
            if told:
                took = 0.8 * self._pace + 0.2 * (thread_time() - now) / told
                self._pace = max(1.0, min(took, _SLOWEST))
            if self._cost < 0:
                if self._near >= min(self._looked, self._number + count):
                    self._cost = 0.0
                    return
                self._near += 1
                snapshot = self._snapshots.get(self._near) or self._timeline.snapshot(self._near)
                self._placing, self._cost = self._foresight.placing(snapshot, self._near), 0.0


_SLOWEST = 1.8
"""How much longer than told placing is thought to take at most: it must go on where machines are slow, too."""
_END = object()


def iter_states(
    timeline: Frames, *, theme: Theme, scale: float = 1.0, frames: range | None = None
) -> Iterator[FrameState]:
    """Every frame of `frames` (all by default) in order; the first one always counts as changed."""
    painted = FilmFrames(timeline, theme=theme, scale=scale)
    for number in frames if frames is not None else range(timeline.frame_count):
        changed = painted.paint(number)
        yield FrameState(number, changed, painted.planes)


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
