"""Many small things that stand still side by side, painted as one: hundreds of units over a light that moves, or that
flash together.

Only what shares no sample of any plane with another is put together, so the result is the same to the last bit.
"""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image

from infoclip.draw.canvas import Rect, even, overlap
from infoclip.draw.pixels import Cover, Lit, Pixels, Sprite, yuv
from infoclip.draw.placed import Placed

FEWEST = 48
"""Items from which a scene is looked through."""
TOGETHER = 16
_LARGEST = 20_000
_NEW = 2
"""Clusters made in a frame, so that none pays for all."""


class Clusters:
    """The clusters of one scene, of its last frame: `film` makes planes, otherwise RGB."""

    def __init__(self, *, film: bool) -> None:
        self._film = film
        self._left = _NEW
        self._kept: dict[tuple[object, ...], tuple[Sequence[Placed], Placed | None]] = {}

    def of(self, items: Sequence[Placed], before: Sequence[Placed]) -> Sequence[Placed]:
        """`items` with runs of small ones that were there `before`, too, put together."""
        if len(items) < FEWEST:
            self._kept = {}
            return items
        stood = {id(item) for item in before}
        found: list[Placed] = []
        run: list[Placed] = []
        kind: float | None = None
        before_kept, self._kept = self._kept, {}
        self._left = _NEW
        for item in items:
            own = _light(item) if _small(item) else None
            if own is None or (own == 1 and id(item) not in stood):
                found += run
                run, kind = [], None
                found.append(item)
                continue
            if own != kind:
                found += run
                run, kind = [], own
            run.append(item)
            if len(run) == TOGETHER:
                found += self._as_one(run, own, before_kept)
                run = []
        return found + run

    def _as_one(
        self, run: list[Placed], light: float, before: dict[tuple[object, ...], tuple[Sequence[Placed], Placed | None]]
    ) -> Sequence[Placed]:
        """`run`, all of which has `light`, as one if that can be. What flashes is put together unlit, once for all its
        lights: that takes less than to light its items one by one, so it is done at once.
        """
        key = tuple(map(id, run)) if light == 1 else tuple(map(_unlit_key, run))
        known = before.get(key)
        if known is None and (light != 1 or self._left):
            self._left -= light == 1
            plain = run if light == 1 else list(map(_unlit, run))
            known = plain, together(plain, film=self._film)
        if known is None:
            return run
        self._kept[key] = known
        whole = known[1]
        if whole is None or light == 1:
            return run if whole is None else [whole]
        sprite = whole.sprites[0]
        assert isinstance(sprite.paint, Pixels)
        lit = Sprite(sprite.x, sprite.y, Lit(sprite.paint, light), sprite.cover)
        return [Placed(("together", *(item.key for item in run)), (lit,), whole.rect)]


def _light(item: Placed) -> float:
    """How many times as bright as it is `item` is shown, which has one sprite."""
    paint = item.sprites[0].paint
    return paint.gain if isinstance(paint, Lit) else 1


def _unlit(item: Placed) -> Placed:
    """`item`, which is lit, as it is without."""
    sprite = item.sprites[0]
    assert isinstance(sprite.paint, Lit)
    return Placed(item.key, (Sprite(sprite.x, sprite.y, sprite.paint.source, sprite.cover),), item.rect)


def _unlit_key(item: Placed) -> tuple[object, ...]:
    """Equal for lit items that are the same picture at the same place, as long as one of them is kept."""
    sprite = item.sprites[0]
    assert isinstance(sprite.paint, Lit)
    return id(sprite.paint.source), id(sprite.cover), sprite.x, sprite.y, item.rect


def _small(item: Placed) -> bool:
    if len(item.sprites) != 1 or item.layer:
        return False
    cover = item.sprites[0].cover
    return cover is not None and cover.image.width * cover.image.height <= _LARGEST


def together(items: Sequence[Placed], *, film: bool) -> Placed | None:
    """Items of one sprite each as one; None when two of them touch, or they lie too far apart for it to be quicker."""
    sprites = [item.sprites[0] for item in items]
    rects = [even(sprite.rect) for sprite in sprites]
    if any(overlap(one, other) for place, one in enumerate(rects) for other in rects[:place]):
        return None
    sides = tuple(zip(*rects, strict=True))
    whole: Rect = min(sides[0]), min(sides[1]), max(sides[2]), max(sides[3])
    area = sum((rect[2] - rect[0]) * (rect[3] - rect[1]) for rect in rects)
    if (whole[2] - whole[0]) * (whole[3] - whole[1]) > 6 * area + 40_000:
        return None
    make = _planes if film else _rgb
    sprite = make(sprites, whole)
    return Placed(("together", *(item.key for item in items)), (sprite,), _seen(items))


def _seen(items: Sequence[Placed]) -> Rect:
    sides = tuple(zip(*(item.rect for item in items if item.rect is not None), strict=True))
    return min(sides[0]), min(sides[1]), max(sides[2]), max(sides[3])


def _planes(sprites: Sequence[Sprite], whole: Rect) -> Sprite:
    size = whole[2] - whole[0], whole[3] - whole[1]
    half = size[0] // 2, size[1] // 2
    luma, mask, (u, v, small) = Image.new("L", size), Image.new("L", size), (Image.new("L", half) for _ in range(3))
    for sprite in sprites:
        x, y = sprite.x - whole[0], sprite.y - whole[1]
        assert sprite.cover is not None
        weak = sprite.cover.half(x & 1, y & 1)
        mask.paste(sprite.cover.image, (x, y))
        small.paste(weak, (x >> 1, y >> 1))
        if isinstance(sprite.paint, Pixels):
            luma.paste(sprite.paint.luma(), (x, y))
            for plane, own in zip((u, v), sprite.paint.chroma(x & 1, y & 1), strict=True):
                plane.paste(own, (x >> 1, y >> 1))
        else:
            levels, low = yuv(sprite.paint), (x >> 1, y >> 1)
            luma.paste(levels[0], (x, y, x + sprite.size[0], y + sprite.size[1]))
            for plane, level in zip((u, v), levels[1:], strict=True):
                plane.paste(level, (*low, low[0] + weak.width, low[1] + weak.height))
    return Sprite(whole[0], whole[1], Pixels.of_planes(luma, u, v), Cover(mask, small))


def _rgb(sprites: Sequence[Sprite], whole: Rect) -> Sprite:
    size = whole[2] - whole[0], whole[3] - whole[1]
    picture, mask = Image.new("RGB", size), Image.new("L", size)
    for sprite in sprites:
        x, y = sprite.x - whole[0], sprite.y - whole[1]
        assert sprite.cover is not None
        mask.paste(sprite.cover.image, (x, y))
        if isinstance(sprite.paint, Pixels):
            picture.paste(sprite.paint.rgb, (x, y))
        else:
            picture.paste(sprite.paint, (x, y, x + sprite.size[0], y + sprite.size[1]))
    return Sprite(whole[0], whole[1], Pixels.of(picture), Cover(mask))
