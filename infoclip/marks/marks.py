"""What can be drawn. A mark is immutable, knows its size in design pixels, and is known by its content `key`.

Two marks with equal keys draw the same pixels, so keys serve sprite caches, dirty rectangles and segment caches alike.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from msgspec import Struct
from msgspec.structs import astuple

from infoclip.text.lines import Block
from infoclip.values.color import Color, Fill, Shadow

By = Literal["block", "line", "word", "group", "cluster"]
Value = str | float | int | bool
Params = tuple[tuple[str, "Value | Params"], ...]


def content_key(*parts: object) -> str:
    """A short hash of `parts`: equal for equal content, whatever the process or machine."""
    return hashlib.blake2b("\x1f".join(map(_canonical, parts)).encode(), digest_size=12).hexdigest()


def _canonical(part: object) -> str:
    if isinstance(part, Mark):
        return part.key  # a mark inside a group has said what it is already
    if isinstance(part, Struct):
        said = part.content if isinstance(part, Block | ArtSource) else astuple(part)
        return f"{type(part).__name__}({','.join(map(_canonical, said))})"
    if isinstance(part, tuple | list):
        return "[" + ",".join(map(_canonical, part)) + "]"
    if is_dataclass(part) and not isinstance(part, type):  # the values of a count: their fonts are no content
        told = (getattr(part, item.name) for item in fields(part) if item.compare)
        return f"{type(part).__name__}({','.join(map(_canonical, told))})"
    if isinstance(part, float):
        return repr(round(part, 4))
    return repr(part)


class Mark(Struct, frozen=True, eq=False, dict=True):
    """The base of all marks: its size in design pixels. Marks of equal content are equal, whatever the process."""

    width: float
    height: float

    @property
    def content(self) -> tuple[object, ...]:
        """What tells this mark from others: all its values, but for where its file stands."""
        return tuple(getattr(self, name) for name in self.__struct_fields__ if name != "path")

    @cached_property
    def key(self) -> str:
        """The hash of its content."""
        return content_key(type(self).__name__, *self.content)

    @property
    def plays(self) -> bool:
        """Whether it changes by itself through its scene: footage, a photo that is pushed."""
        return False

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Mark) and self.key == other.key


class TextMark(Mark, frozen=True, eq=False):
    """A laid-out block of text. The gradient of `fill` spans the ink of the whole block.

    `span_fills` give the fills that the block's spans name. `texture` is art as large as the block's ink, seen only
    where the letters are. `stretch` says where and how far its kashidas are drawn out at `progress` 0 (kashida.py);
    at 1 it is the block as it was laid out.
    """

    block: Block
    fill: Fill
    shadow: Shadow | None = None
    span_fills: tuple[tuple[str, Fill], ...] = ()
    texture: ArtMark | PatternMark | None = None
    stretch: tuple[tuple[int, float], ...] = ()


class CounterMark(Mark, frozen=True, eq=False):
    """A number that counts; `progress` 0..1 shows `frames[round(progress * (len - 1))]`-th value, already localised.

    `blocks` are the laid-out texts of the values shown, the last one the exact final value; all are set with tabular
    digits and share one box of the final value's width, so that nothing shakes. They may be laid out when asked for.
    One that rolls has its final value alone: its digits turn, each in its column, from those of `rolls_from`, and
    `progress` is how far they have come.
    """

    blocks: Sequence[Block]
    fill: Fill
    shadow: Shadow | None = None
    rolls_from: str | None = None


class ArtSource(Struct, frozen=True, eq=False):
    """An SVG template: its file and the hash of all text it can draw from (itself, its imports, its theme's tokens)."""

    path: Path
    sha: str
    folders: tuple[Path, ...] = ()

    @property
    def content(self) -> tuple[str]:
        """Sources of equal text are equal, wherever they stand."""
        return (self.sha,)

    def __hash__(self) -> int:
        return hash(self.sha)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ArtSource) and self.sha == other.sha


class ArtMark(Mark, frozen=True, eq=False):
    """Art filled from an SVG template at its drawn size. It may paint `bleed` pixels outside its box on every side.

    `params` reach the template by name. `draws_on` says that the template uses `progress` (0..1) to draw itself on.
    `zoom` makes the whole drawing that much larger, strokes and all: the template fills `natural`.
    """

    source: ArtSource
    params: Params = ()
    bleed: float = 0.0
    draws_on: bool = False
    zoom: float = 1.0

    @property
    def natural(self) -> ArtMark:
        """The same art before its zoom: what its template is filled for."""
        if self.zoom == 1:
            return self
        width, height, bleed = self.width / self.zoom, self.height / self.zoom, self.bleed / self.zoom
        return ArtMark(width, height, self.source, self.params, bleed, self.draws_on)


PatternOrigin = Literal["center", "left", "right", "top", "bottom"]
PatternFade = Literal["none", "edges", "center", "left", "right", "top", "bottom"]


class PatternMark(Mark, frozen=True, eq=False):
    """A pattern drawn by construction (draw/patterns.py) that repeats every `pitch` over its box and `bleed` around it.

    `stroke` of `weight` is for its lines, `fill` for its shapes. `progress` 0..1 draws it cell by cell from `origin`;
    it thins out to nothing towards the `fade` (from its middle outwards: edges; the other way round: center).
    """

    kind: str
    pitch: float
    stroke: Fill | None = None
    weight: float = 3.0
    fill: Fill | None = None
    origin: PatternOrigin = "center"
    fade: PatternFade = "none"
    bleed: float = 0.0


ShadeSide = Literal["left", "right", "top", "bottom", "all"]


class Shade(Struct, frozen=True):
    """A veil of `color` over a picture, as strong as text in `ink` needs to have a contrast of `least` on it.

    It is full from `edge`, a fraction 0..1 of the picture, to the picture's `side`, and fades out over `fade` (a
    fraction too) before that edge. `of` names the element it is for until layout has found where that stands.
    """

    side: ShadeSide
    color: Color
    ink: Color
    edge: float = 0.0
    fade: float = 0.2
    least: float = 4.6
    of: str = ""


class ImageMark(Mark, frozen=True, eq=False):
    """A photo or logo from a file. `fit` cover crops around `focal` (fractions of the picture); contain never crops.

    `push` is how much nearer the picture is when its scene ends (1: not at all): a mark's `progress` moves it there,
    within its frame, towards `focal`.
    """

    path: Path
    sha: str
    fit: Literal["cover", "contain"] = "cover"
    focal: tuple[float, float] = (0.5, 0.5)
    radius: float = 0.0
    push: float = 1.0
    shade: Shade | None = None

    @property
    def plays(self) -> bool:
        """It changes while it is shown: it is pushed in or out."""
        return self.push != 1


class VideoMark(Mark, frozen=True, eq=False):
    """Footage from a file, cropped around `focal` to fill its box: `count` frames from number `first`, at `fps`.

    `then` says what comes after the last one: the first again, or the last one held. A mark's `progress` is the number
    of the frame shown (0..count-1). One that is not `even` is read as if it were, by the times of its frames.
    """

    path: Path
    sha: str
    fps: float
    first: int
    count: int
    then: Literal["loop", "freeze"] = "loop"
    focal: tuple[float, float] = (0.5, 0.5)
    radius: float = 0.0
    shade: Shade | None = None
    even: bool = True

    @property
    def plays(self) -> bool:
        """It always does."""
        return True

    def shown_at(self, t: float) -> int:
        """The number of the frame shown `t` seconds after the beginning, 0..count-1."""
        passed = max(0, int(t * self.fps + 1e-4))
        return passed % self.count if self.then == "loop" else min(passed, self.count - 1)


class Clip(Struct, frozen=True):
    """What part of a mark shows, in fractions of its own box (after direction was resolved: left and right are real).

    inset: (left, top, right, bottom) cut away, 0..1 each, with a `feather` in design pixels on the moving edge.
    wedge: (from, to) in turns clockwise from 12 o'clock, about the centre.
    circle: (radius,) in fractions of the half diagonal, about the centre.
    """

    kind: Literal["inset", "wedge", "circle"]
    values: tuple[float, ...]
    feather: float = 0.0


class Drawn(Struct, frozen=True):
    """One mark (or one flattened group) in one state. `x`, `y` place the mark's box before scale and rotation,
    which turn about the box's centre. `unit` names one part of a text cut `by` words, lines ...; -1 is the whole.

    `light` brightens what is drawn (0 none, 1 twice as bright); `sheen` 0..1 is where a soft band of light stands
    as it crosses the mark from the right to the left, -1 for none; `blur` is a Gaussian deviation in design pixels.
    """

    mark: Mark
    x: float
    y: float
    opacity: float = 1.0
    scale: float = 1.0
    rotation: float = 0.0
    clip: Clip | None = None
    progress: float = 1.0
    by: By = "block"
    unit: int = -1
    light: float = 0.0
    sheen: float = -1.0
    blur: float = 0.0


class GroupMark(Mark, frozen=True, eq=False):
    """Several drawn marks flattened to one layer, so that they fade and move as one. Places are the group's own."""

    items: tuple[Drawn, ...]


class TransitionState(Struct, frozen=True):
    """A running transition: `progress` 0..1 from the old scene (the snapshot's own items) to `items`, the new one.

    `focus` is the point it opens from, in design pixels; `direction` is where the new scene comes from.
    """

    kind: str
    progress: float
    items: tuple[Drawn, ...]
    focus: tuple[float, float]
    direction: Literal["left", "right", "up", "down"]
    params: Params = ()


class Snapshot(Struct, frozen=True):
    """The whole state of one frame. Two equal snapshots are the same picture."""

    width: int
    height: int
    items: tuple[Drawn, ...]
    transition: TransitionState | None = None
