"""The matrix as pictures: five moments of a scene, the texts that can be read at each, and contrast as it is drawn."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from matrix_cases import write_spec
from PIL import Image

from infoclip.check.drawn import Seen
from infoclip.check.view import SceneView
from infoclip.draw import legibility
from infoclip.draw.canvas import RgbCanvas
from infoclip.draw.paint import Painter
from infoclip.draw.sprites import Look as DrawnLook
from infoclip.film.frames import device_size
from infoclip.marks.marks import Snapshot
from infoclip.pipeline import compose, open_clip
from infoclip.timeline.timeline import Timeline
from infoclip.values.formats import FORMATS

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


def at_moment(view: SceneView, texts: Iterable[Seen]) -> SceneView:
    """The scene with the texts of one moment, where they are then."""
    return SceneView(view.number, view.scene, view.seconds, view.last, tuple(text.placed for text in texts))


def text_contrast(picture: Image.Image, text: Seen, scale: float) -> float | None:
    """The contrast of a text as it is drawn in `picture`, a frame at `scale`; None for too few pixels."""
    return legibility.text_contrast(picture, text.block, text.x, text.y, scale)
