"""The matrix as pictures: five moments of a scene, the texts that can be read at each, and contrast as it is drawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from matrix_cases import write_spec
from msgspec.structs import replace
from PIL import Image, ImageChops, ImageFilter, ImageStat

from infoclip.check.view import SceneView, TextView, scene_view
from infoclip.draw.canvas import RgbCanvas
from infoclip.draw.paint import Painter
from infoclip.draw.sprites import Look as DrawnLook
from infoclip.film.frames import device_size
from infoclip.marks.marks import CounterMark, Drawn, GroupMark, Mark, Snapshot, TextMark
from infoclip.pipeline import compose, open_clip
from infoclip.text.lines import Block
from infoclip.text.raster import masks
from infoclip.timeline.timeline import Timeline
from infoclip.values.color import Color
from infoclip.values.formats import FORMATS
from infoclip.values.geometry import Box

MOMENTS = ("as it opens", "at a quarter", "at rest", "at three quarters", "as it closes")
THEMES = {
    "official": "light",
    "horizon": "light",
    "sadu": "light",
    "paper": "dark",
    "ministry": "dark",
    "pulse": "dark",
}
"""All themes, and the variant of each that it is not by itself."""


class Look(NamedTuple):
    """A format, whether the theme is in its other variant, and a brand's accent."""

    shape: str
    other: bool = False
    accent: str = ""


_GREEN, _YELLOW = "#1B8A6B", "#FFCB05"
"""A green between dark and light, and a yellow: the colours of brands are hard on one variant or the other."""
LOOKS = (
    Look("reel"), Look("square", other=True), Look("wide", accent=_GREEN), Look("feed", other=True, accent=_YELLOW),
    Look("square", accent=_YELLOW), Look("reel", other=True, accent=_GREEN),
)  # fmt: skip
EVERY = (*LOOKS, Look("feed"), Look("square"), Look("wide"), *(Look(it, other=True) for it in ("reel", "feed", "wide")))
"""Both variants in all formats, and both accents in both variants."""
_FEWEST = 12  # pixels of a text's core, under which nothing can be said of its colour
_CORE, _INKED = 250, 8  # of 255
_AROUND = 8  # pixels about a text's mask


def moments(timeline: Timeline, index: int) -> tuple[int, ...]:
    """The frames of scene `index` at `MOMENTS`, none of them in a transition."""
    frames = timeline.scene_frames(index)
    first = timeline.passages[index - 1].end if index else frames[0]
    last = timeline.passages[index].start - 1 if index < len(timeline.passages) else frames[-1]
    parts = (frames[0] + round(len(frames) * part) for part in (0.25, 0.75))
    quarter, three = (min(max(part, first), last) for part in parts)
    return first, quarter, timeline.still_frame(index), three, last


class Pictures:
    """The frames of all scenes in a theme and a look, at `scale`; neighbours are quick."""

    def __init__(self, folder: Path, theme: str, look: Look, scale: float, case: str = "example") -> None:
        variant = THEMES[theme] if look.other else ""
        clip = open_clip(write_spec(folder, theme, case, variant=variant, accent=look.accent))
        self.timeline, self.scale, format_ = compose(clip, look.shape).timeline, scale, FORMATS[look.shape]
        canvas = RgbCanvas(*device_size(format_.width, format_.height, scale))
        self._painter = Painter(canvas, DrawnLook(clip.theme, format_, scale))

    def of(self, snapshot: Snapshot) -> Image.Image:
        """A picture of `snapshot`."""
        self._painter.paint(snapshot)
        frame = self._painter.frame
        assert isinstance(frame, RgbCanvas)
        return frame.image.copy()


@dataclass(frozen=True, slots=True)
class Seen:
    """A text as it is drawn at a moment: `block` with its box at `x`, `y`, in design pixels.

    `still`: neither turned, scaled, uncovered in part, blurred nor cut into words: its pixels are where its block is.
    """

    view: TextView
    block: Block
    x: float
    y: float
    still: bool
    opacity: float

    @property
    def placed(self) -> TextView:
        """The text as rules look at it, where it is now."""
        return TextView(replace(self.view.mark, x=self.x, y=self.y), self.block, 0.0, 1.0)

    @property
    def ink(self) -> Box:
        """Where its letters are."""
        return self.block.ink.moved(self.x, self.y)


def seen(timeline: Timeline, index: int, frame: int, *, settled: bool = True) -> Iterator[Seen]:
    """The texts of scene `index` that are drawn at `frame`: those that have arrived and not begun to leave, or all."""
    at = (frame - timeline.scene_frames(index).start) / timeline.fps
    found = [item for item in _flat(timeline.snapshot(frame).items) if isinstance(item[0].mark, TextMark | CounterMark)]
    for text in scene_view(timeline, index).texts:
        if settled and not text.arrives <= at <= text.leaves:
            continue
        same = [item for item in found if item[0].mark == text.mark.mark]
        if same:
            drawn, x, y, opacity, still = min(same, key=lambda it: abs(it[1] - text.mark.x) + abs(it[2] - text.mark.y))
            yield Seen(text, _shown(drawn.mark, drawn.progress), x, y, still, opacity)


def at_moment(view: SceneView, texts: Iterable[Seen]) -> SceneView:
    """The scene with the texts of one moment, where they are then."""
    return SceneView(view.number, view.scene, view.seconds, view.last, tuple(text.placed for text in texts))


def _flat(
    items: Iterable[Drawn], x: float = 0.0, y: float = 0.0, opacity: float = 1.0, still: bool = True
) -> Iterator[tuple[Drawn, float, float, float, bool]]:
    for item in items:
        plain = item.scale == 1 and item.rotation == 0 and item.clip is None and item.blur == 0 and item.unit < 0
        inside = (x + item.x, y + item.y, opacity * item.opacity, still and plain)
        if isinstance(item.mark, GroupMark):
            yield from _flat(item.mark.items, *inside)
        else:
            rolling = isinstance(item.mark, CounterMark) and item.mark.rolls_from is not None and item.progress < 1
            drawn_out = isinstance(item.mark, TextMark) and bool(item.mark.stretch) and item.progress < 1
            yield item, *inside[:3], inside[3] and not rolling and not drawn_out


def _shown(mark: Mark, progress: float) -> Block:
    if isinstance(mark, CounterMark):
        return mark.blocks[round(progress * (len(mark.blocks) - 1))]
    assert isinstance(mark, TextMark)
    return mark.block


def text_contrast(picture: Image.Image, text: Seen, scale: float) -> float | None:
    """The contrast of a text's core against a rim two pixels off its letters, as drawn; None for too few pixels."""
    letters = _letters(text.block, scale)
    left, top = round(text.x * scale) + letters.x, round(text.y * scale) + letters.y
    around = (left, top, left + letters.core.width, top + letters.core.height)
    core, rim = letters.core, letters.rim
    if left < 0 or top < 0 or around[2] > picture.width or around[3] > picture.height:
        inside = Image.new("L", core.size)
        inside.paste(255, (-left, -top, picture.width - left, picture.height - top))
        core, rim = ImageChops.multiply(core, inside), ImageChops.multiply(rim, inside)
    if core.histogram()[255] < _FEWEST:
        return None
    part = picture.crop(around)
    return _middle(part, core).contrast(_middle(part, rim))


class _Letters(NamedTuple):
    """Where a text's pixels are measured (255 or 0), and the left top of that from the left top of its block."""

    core: Image.Image
    rim: Image.Image
    x: int
    y: int


@lru_cache(maxsize=64)
def _letters(block: Block, scale: float) -> _Letters:
    """The same at all moments of a scene: a block is itself, and stands on whole pixels."""
    mask = masks(block, scale=scale)[0]
    ink = Image.new("L", (mask.image.width + 2 * _AROUND, mask.image.height + 2 * _AROUND))
    ink.paste(mask.image, (_AROUND, _AROUND))
    core = ink.point([0] * _CORE + [255] * (256 - _CORE))
    near = _wider(ink.point([0] * _INKED + [255] * (256 - _INKED)))
    return _Letters(core, ImageChops.subtract(_wider(near), near), mask.x - _AROUND, mask.y - _AROUND)


def _wider(mask: Image.Image) -> Image.Image:
    """A mask of 255 and 0 that reaches two pixels further to all sides: a mean above 0 is quicker than the greatest."""
    return mask.filter(ImageFilter.BoxBlur(2)).point([0] + [255] * 255)


def _middle(picture: Image.Image, where: Image.Image) -> Color:
    """The median colour of the pixels in `where`."""
    red, green, blue = ImageStat.Stat(picture, where).median
    return Color(round(red), round(green), round(blue))
