"""Drawn marks as they are placed on the frame: their sprites, the rectangle they take up, layers that fade as one."""

from __future__ import annotations

import math
from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from infoclip.draw.canvas import Rect, overlap
from infoclip.draw.effects import bounds, faded, flattened
from infoclip.draw.pixels import Sprite
from infoclip.marks.marks import CounterMark, Drawn, GroupMark, Mark, PatternMark, TextMark

Sprites = tuple[Sprite, ...]
_UNSEEN = 0.33


class Placed(Struct, frozen=True, eq=False):
    """A drawn mark ready to paint. `key` is equal for equal pixels; `rect` holds all sprites (None: paints nothing).

    One with a `layer` has no sprites of its own: what the layer holds is painted over what lies below it, and shows
    with `share` (0..1) of its strength, so that several things fade as one.
    """

    key: tuple[object, ...]
    sprites: Sprites
    rect: Rect | None
    layer: tuple[Placed, ...] = ()
    share: float = 1.0
    cut: bool = False
    """Whether a clip shows a part of it, which may change in little of what it covers."""

    @property
    def parts(self) -> list[Rect]:
        """Rectangles on the frame that hold all it paints: those of a picture that is mostly empty, or its own."""
        if self.rect is None:
            return []
        tiles = self.sprites[0].tiles if len(self.sprites) == 1 else None
        if tiles is None:
            return [self.rect]
        x, y = self.sprites[0].x, self.sprites[0].y
        found = [overlap((x + tile[0], y + tile[1], x + tile[2], y + tile[3]), self.rect) for tile in tiles]
        return [part for part in found if part is not None]


def expanded(items: Iterable[Drawn], dx: float = 0.0, dy: float = 0.0) -> list[Drawn]:
    """`items` with every group that neither fades nor turns replaced by what it holds, at its place."""
    found: list[Drawn] = []
    for item in items:
        mark = item.mark
        if isinstance(mark, GroupMark) and _plain(item):
            found += expanded(mark.items, dx + item.x, dy + item.y)
        elif dx or dy:
            found.append(replace(item, x=item.x + dx, y=item.y + dy))
        else:
            found.append(item)
    return found


def _plain(item: Drawn) -> bool:
    """Whether `item` is only placed."""
    return item.opacity >= 1 and upright(item)


def as_good_as_upright(drawn: Drawn, scale: float) -> bool:
    """Whether turning and scaling moves no point of `drawn` by as much as a third of a pixel, `scale` pixels a design
    pixel.
    """
    lean = (drawn.rotation + 180) % 360 - 180
    moved = abs(math.radians(lean)) + abs(drawn.scale - 1)
    return moved * max(drawn.mark.width, drawn.mark.height) * scale / 2 < _UNSEEN


def upright(item: Drawn) -> bool:
    """Whether `item` is only placed, or fades."""
    return (
        item.scale == 1
        and item.rotation == 0
        and item.clip is None
        and item.light == 0
        and item.sheen < 0
        and item.blur == 0
    )


def shown_once(mark: Mark) -> bool:
    """Whether the states of `mark` before its last come once and never again: a roll, a kashida, a pattern."""
    if isinstance(mark, CounterMark):
        return mark.rolls_from is not None
    return isinstance(mark, PatternMark) or (isinstance(mark, TextMark) and bool(mark.stretch))


def wedge_alone(drawn: Drawn) -> bool:
    """Whether a wedge is all that changes from frame to frame: a ring swept in, perhaps as it drifts."""
    still = not drawn.light and not 0 <= drawn.sheen <= 1 and drawn.blur <= 0.2 and not drawn.mark.plays
    return still and drawn.clip is not None and drawn.clip.kind == "wedge"


def placed_as(key: tuple[object, ...], sprites: Sprites, frame: Rect, opacity: int, *, cut: bool) -> Placed:
    """Several sprites that fade are a layer; one has its opacity in its mask."""
    rect = overlap(bounds(sprites), frame) if sprites else None
    placed = Placed(key, sprites if rect else (), rect, cut=cut)
    return layer_of((placed,), opacity) if rect and opacity < 255 and len(sprites) > 1 else placed


def all_sprites(placed: Placed) -> list[Sprite]:
    """The sprites of something placed and of what its layer holds."""
    return [*placed.sprites, *(sprite for item in placed.layer for sprite in all_sprites(item))]


def as_one(placed: Placed) -> Sprites:
    """The sprites of something placed; of a layer the one that it is."""
    sprites = [sprite for item in placed.layer for sprite in as_one(item)]
    return (faded(flattened(sprites), placed.share),) if sprites else placed.sprites


def layer_of(items: tuple[Placed, ...], opacity: int) -> Placed:
    rects = [item.rect for item in items if item.rect is not None]
    if not rects:
        return Placed(("nothing",), (), None)
    sides = tuple(zip(*rects, strict=True))
    rect = min(sides[0]), min(sides[1]), max(sides[2]), max(sides[3])
    return Placed(("layer", *(item.key for item in items), opacity), (), rect, items, opacity / 255)
