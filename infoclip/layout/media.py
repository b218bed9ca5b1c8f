"""Leaves that are files: photos, logos and footage, with the veil that words on them need."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Literal, cast

from msgspec import Struct
from msgspec.structs import replace

from infoclip.errors import InputError, Problem, did_you_mean
from infoclip.layout.art import PictureBox
from infoclip.layout.attributes import Frame
from infoclip.layout.context import Surroundings
from infoclip.layout.paint import named_fill
from infoclip.layout.placed import PlacedGroup, PlacedMark, PlacedNode
from infoclip.marks.footage import Footage, footage_of
from infoclip.marks.marks import ImageMark, Mark, Shade, ShadeSide, VideoMark
from infoclip.scenes.elements import Element, attribute_fault, choice, element_fault, number, word, words
from infoclip.values.color import Color
from infoclip.values.geometry import Box

SHADE_MARGIN = 20.0
"""How far a veil is full beyond the words it is for, in design pixels."""
_SIDES = ("start", "end", "top", "bottom", "all")


class ImageLook(Struct, frozen=True):
    """A picture file that is not sized yet."""

    path: Path
    sha: str
    fit: Literal["cover", "contain"]
    focal: tuple[float, float]
    radius: float
    push: float = 1.0
    shade: Shade | None = None

    def mark(self, width: float, height: float) -> Mark:
        look = self.fit, self.focal, self.radius, self.push, self.shade
        return ImageMark(width, height, self.path, self.sha, *look)


class VideoLook(Struct, frozen=True):
    """Footage that is not sized yet: `frames` are the numbers of those that are shown."""

    path: Path
    sha: str
    fps: float
    frames: range
    then: Literal["loop", "freeze"]
    focal: tuple[float, float]
    radius: float
    shade: Shade | None = None
    even: bool = True

    def mark(self, width: float, height: float) -> Mark:
        pace = self.fps, self.frames.start, len(self.frames), self.then
        return VideoMark(width, height, self.path, self.sha, *pace, self.focal, self.radius, self.shade, self.even)


def build_image(element: Element, frame: Frame, around: Surroundings) -> PictureBox:
    """`<image>`. Raises InputError."""
    path = _file(element, around)
    fit = cast(Literal["cover", "contain"], choice(element, "fit", ("cover", "contain"), "cover"))
    push = number(element, "push", 1.0, 0.5, 2)
    if push != 1 and fit == "contain":
        raise attribute_fault(element, "push", "only a picture that fills its box can be pushed")
    look = ImageLook(
        path, file_sha(path, element), fit, _focal(element), number(element, "radius", 0.0, 0), push,
        _shade(element, around),
    )  # fmt: skip
    return PictureBox(element, frame, around.rtl, around.budget, look=look)


def build_video(element: Element, frame: Frame, around: Surroundings) -> PictureBox:
    """`<video>`. Raises InputError."""
    path = _file(element, around)
    sha = file_sha(path, element)
    footage = footage_of(path, sha, element.place)
    then = cast(Literal["loop", "freeze"], choice(element, "then", ("loop", "freeze"), "loop"))
    radius = number(element, "radius", 0.0, 0)
    look = VideoLook(
        path, sha, footage.fps, _trimmed(element, footage), then, _focal(element), radius, _shade(element, around),
        footage.even,
    )  # fmt: skip
    return PictureBox(element, frame, around.rtl, around.budget, look=look)


def _trimmed(element: Element, footage: Footage) -> range:
    """The numbers of the frames from the second `from` to the second `to`."""
    start, end = number(element, "from", 0.0, 0), number(element, "to", footage.seconds, 0)
    first = int(start * footage.fps + 1e-4)
    last = min(footage.frames, max(first + 1, round(end * footage.fps)))
    if first >= footage.frames:
        message = f"it begins at {start:g} s, but the video is {footage.seconds:.1f} s long"
        raise attribute_fault(element, "from", message, code="video")
    if end <= start:
        raise attribute_fault(element, "to", f"it ends at {end:g} s, before it begins at {start:g} s", code="video")
    return range(first, last)


def _file(element: Element, around: Surroundings) -> Path:
    source = word(element, "src", "")
    if not source:
        raise element_fault(element, "needs a src")
    return around.context.library.media(source, element.place)


def _focal(element: Element) -> tuple[float, float]:
    """The point of a picture that stays in sight, as fractions of its width and height."""
    parts = words(element, "focal") or ("0.5", "0.5")
    try:
        x, y = (float(part) for part in parts)
        if not (0 <= x <= 1 and 0 <= y <= 1):
            raise ValueError
    except ValueError:
        message = f"focal is '{' '.join(parts)}'; it must be two numbers from 0 to 1 such as 0.5 0.3"
        raise attribute_fault(element, "focal", message) from None
    return x, y


def _shade(element: Element, around: Surroundings) -> Shade | None:
    """The veil that `shade="#id"` asks for; where that element stands is found when all has its place."""
    name = word(element, "shade", "")
    if not name:
        return None
    side = choice(element, "shade-side", _SIDES, "all" if name == "all" else "bottom")
    real = {"start": "right" if around.rtl else "left", "end": "left" if around.rtl else "right"}.get(side, side)
    colors = [_flat(element, key, around, usual) for key, usual in (("shade-fill", "deep"), ("shade-ink", "ink"))]
    if name != "all" and not name.startswith("#"):
        raise attribute_fault(element, "shade", f"shade is '{name}'; it must be the #id of the words on the picture")
    return Shade(cast(ShadeSide, real), colors[0], colors[1], of=name.removeprefix("#"))


def _flat(element: Element, key: str, around: Surroundings, usual: str) -> Color:
    fill = named_fill(element, key, word(element, key, usual), around.context)
    if not isinstance(fill, Color):
        raise attribute_fault(element, key, "it must be a flat colour, not a gradient")
    return fill


def with_shades(nodes: Sequence[PlacedNode], boxes: Mapping[str, Box]) -> list[PlacedNode]:
    """`nodes` with every veil standing where the words are that it is for. Raises InputError for an unknown id."""
    return [_with_shade(node, boxes) for node in nodes]


def _with_shade(node: PlacedNode, boxes: Mapping[str, Box]) -> PlacedNode:
    if isinstance(node, PlacedGroup):
        return replace(node, children=tuple(_with_shade(child, boxes) for child in node.children))
    mark = node.mark
    if not isinstance(mark, ImageMark | VideoMark) or mark.shade is None or mark.shade.side == "all":
        return node
    box = boxes.get(mark.shade.of)
    if box is None:
        hint = did_you_mean(mark.shade.of, boxes)
        raise InputError(Problem(f"no element has the id '{mark.shade.of}'", node.place, hint, "attribute"))
    return replace(node, mark=replace(mark, shade=_standing(mark.shade, box, node, mark)))


def _standing(shade: Shade, box: Box, node: PlacedMark, mark: ImageMark | VideoMark) -> Shade:
    """`shade` for words in `box`: full a little beyond them, and far enough that a push does not carry it off."""
    places = {
        "bottom": (box.y - SHADE_MARGIN - node.y) / mark.height,
        "top": (box.bottom + SHADE_MARGIN - node.y) / mark.height,
        "right": (box.x - SHADE_MARGIN - node.x) / mark.width,
        "left": (box.right + SHADE_MARGIN - node.x) / mark.width,
    }
    edge = min(1.0, max(0.0, places[shade.side]))
    push = mark.push if isinstance(mark, ImageMark) else 1.0
    largest = max(push, 1 / push)
    focal = mark.focal[0] if shade.side in ("left", "right") else mark.focal[1]
    nearer = focal + (edge - focal) / largest
    edge = min(edge, nearer) if shade.side in ("bottom", "right") else max(edge, nearer)
    return replace(shade, edge=edge, fade=0.2 if shade.side in ("top", "bottom") else 0.3)


def file_sha(path: Path, element: Element) -> str:
    """The hash of a file's content. Raises InputError at `element` for a file that cannot be read."""
    try:
        status = path.stat()
        return _sha(path, status.st_mtime_ns, status.st_size)
    except OSError as error:
        message = f"cannot read '{path}': {error.strerror}"
        raise InputError(Problem(message, element.place, code="file-missing")) from None


@lru_cache(maxsize=256)
def _sha(path: Path, changed: int, size: int) -> str:
    """The hash of a file's content, kept while the file does not change; a large one is read piece by piece."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=12)).hexdigest()
