"""Stills of a clip: the frame at a moment, a scene when it has settled, or the whole clip on one sheet."""

from __future__ import annotations

from msgspec import Struct
from PIL import Image

from infoclip.errors import InputError, Problem
from infoclip.film.frames import frame_at
from infoclip.text.fonts import FontBook
from infoclip.theme.theme import Theme
from infoclip.timeline.timeline import Timeline
from infoclip.values.formats import Format
from infoclip.values.geometry import Insets

SHEET_SIDE = 640
SHEET_MOMENTS = 2


class Still(Struct, frozen=True):
    """What is shown: the moment `at` (seconds), scene number `scene` when it has settled, or the whole clip.

    `guides` shows the safe zone, and what each of `zones` (a platform's name, design pixels it covers) leaves.
    """

    at: float | None = None
    scene: int | None = None
    sheet: bool = False
    guides: bool = False
    zones: tuple[tuple[str, Insets], ...] = ()


class StillLook(Struct, frozen=True):
    """What stills are drawn with."""

    format: Format
    theme: Theme
    fonts: FontBook


def draw_still(timeline: Timeline, still: Still, look: StillLook, *, scale: float = 1.0) -> Image.Image:
    """The picture that `still` asks for, a frame at `scale`. Raises InputError for a moment outside the clip."""
    if still.sheet:
        return clip_sheet(timeline, still, look)
    return _frame(timeline, still_frame(timeline, still), still, look, scale)


def clip_sheet(timeline: Timeline, still: Still, look: StillLook) -> Image.Image:
    """Of every scene two frames, the second of them settled, with the scene's number and the moment in seconds."""
    from infoclip.publish.sheet import Cell, contact_sheet

    scale = SHEET_SIDE / max(look.format.height, look.format.width)
    cells = []
    for index in range(timeline.scene_count):
        settled, start = timeline.still_frame(index), timeline.scene_frames(index).start
        for step in range(1, SHEET_MOMENTS + 1):
            frame = start + round((settled - start) * step / SHEET_MOMENTS)
            label = f"{index + 1}  ({frame / timeline.fps:.1f})"
            cells.append(Cell(_frame(timeline, frame, still, look, scale), label))
    return contact_sheet(cells, look.fonts, rtl=timeline.placed(0).rtl)


def still_frame(timeline: Timeline, still: Still) -> int:
    """The frame that `still` means; without a moment the first scene, settled. Raises InputError outside the clip."""
    if still.at is not None:
        if not 0 <= still.at <= timeline.seconds:
            message = f"the clip is {timeline.seconds:g} seconds long; there is nothing at {still.at:g}"
            raise InputError(Problem(message, hint=f"give --at from 0 to {timeline.seconds:g}", code="moment"))
        return timeline.frame_of(still.at)
    number = 1 if still.scene is None else still.scene
    if not 1 <= number <= timeline.scene_count:
        message = f"the clip has {timeline.scene_count} scenes; there is no scene {number}"
        raise InputError(Problem(message, hint=f"give --scene from 1 to {timeline.scene_count}", code="moment"))
    return timeline.still_frame(number - 1)


def _frame(timeline: Timeline, frame: int, still: Still, look: StillLook, scale: float = 1.0) -> Image.Image:
    picture = frame_at(timeline, frame, theme=look.theme, scale=scale)
    if not still.guides:
        return picture
    from infoclip.publish.sheet import with_guides

    return with_guides(picture, look.format, still.zones, look.fonts)
