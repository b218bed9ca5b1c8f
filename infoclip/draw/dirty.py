"""Dirty rectangles: where two states of a scene differ, as few rectangles that hold little else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PIL import ImageChops

from infoclip.draw.canvas import Rect, around, overlap
from infoclip.draw.pixels import Sprite
from infoclip.draw.placed import Placed

MOST_RECTS = 24
NOWHERE: Rect = (0, 0, 0, 0)
_WASTE = 2048
_LARGE = 60_000
"""Pixels of a sprite from which comparing two masks of it takes less than painting it where nothing changed."""
_BAND = 300_000
_TWINKLE = 80_000
"""Pixels that may change under a canvas that is kept of what stands still, which is brought up to that."""


def merged(rects: Sequence[Rect], most: int = MOST_RECTS) -> list[Rect]:
    """Rectangles that hold all of `rects`: no two overlap much, and there are at most `most`."""
    rows: list[Rect] = []
    for rect in sorted(rects, key=lambda rect: (rect[1], rect[0])):  # neighbours in a row first: cheap, and common
        if rows and _waste(rows[-1], rect) <= _WASTE:
            rows[-1] = _union(rows[-1], rect)
        else:
            rows.append(rect)
    found: list[Rect] = []
    for rect in rows:
        _add(found, rect, most)
    return found


def _waste(one: Rect, other: Rect) -> int:
    """Pixels that the union of two rectangles holds beside them (fewer than none where they overlap)."""
    return area(_union(one, other)) - area(one) - area(other)


def _add(found: list[Rect], rect: Rect, most: int) -> None:
    while True:
        left, top, right, bottom = rect
        own, best, least = area(rect), -1, 0
        for place, (x, y, far_x, far_y) in enumerate(found):  # `_waste`, without the calls that take most of it
            width = (right if right > far_x else far_x) - (left if left < x else x)
            height = (bottom if bottom > far_y else far_y) - (top if top < y else y)
            lost = width * height - own - (far_x - x) * (far_y - y)
            if best < 0 or lost < least:
                best, least = place, lost
        if best < 0 or (least > _WASTE and len(found) < most):
            found.append(rect)
            return
        rect = _union(rect, found.pop(best))


def _union(one: Rect, other: Rect) -> Rect:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


def grown(rect: Rect, wanted: Rect) -> Rect:
    """The rectangle that holds both, of which either may be nowhere."""
    return wanted if rect == NOWHERE else rect if wanted == NOWHERE else _union(rect, wanted)


def seen(rects: Sequence[Rect], right: Rect, asked: Rect) -> tuple[list[Rect], list[Rect]]:
    """What of `rects` lies in what is `right` and is `asked` for, and what lies only in the former."""
    shown, unseen = [], []
    for rect in rects:
        shared = overlap(rect, right)
        part = overlap(shared, asked) if shared is not None else None
        if part is not None and shared is not None:
            shown.append(part)
            unseen += [] if part == shared else around(part, shared)
        elif shared is not None:
            unseen.append(shared)
    return shown, unseen


def area(rect: Rect) -> int:
    return (rect[2] - rect[0]) * (rect[3] - rect[1])


def changed_rects(before: Sequence[Placed], after: Sequence[Placed]) -> list[Rect]:
    """Where two lists of items differ: the rectangles of all items that only one has, or that changed their order."""
    start = common_start(before, after)
    end_before, end_after = len(before), len(after)
    while end_before > start and end_after > start and before[end_before - 1].key == after[end_after - 1].key:
        end_before, end_after = end_before - 1, end_after - 1
    old, new = before[start:end_before], after[start:end_after]
    old_keys, new_keys = [item.key for item in old], [item.key for item in new]
    shared = set(old_keys) & set(new_keys)
    stay_old, stay_new = [key for key in old_keys if key in shared], [key for key in new_keys if key in shared]
    if stay_old != stay_new or len(shared) != len(stay_old):
        shared = set()
    alike = _large_by_paint(old, shared)
    rects: list[Rect] = []
    for place, item in _large_by_paint(new, shared).items():
        before_it = alike.get(place)
        if before_it is not None and before_it.rect is not None and item.rect is not None:
            rects += _differing(before_it.sprites[0], item.sprites[0])
            shared |= {before_it.key, item.key}
    return rects + [part for item in (*old, *new) if item.key not in shared for part in item.parts]


def _large_by_paint(items: Sequence[Placed], shared: set[tuple[object, ...]]) -> dict[tuple[int, int, Rect], Placed]:
    """Large items of one masked picture (or colour) whose clip changed, by that and their place among those that did
    not change.
    """
    found: dict[tuple[int, int, Rect], Placed] = {}
    count = 0
    for item in items:
        if item.key in shared:
            count += 1
        elif item.cut and len(item.sprites) == 1 and item.sprites[0].cover is not None:
            sprite = item.sprites[0]
            if area(sprite.rect) >= _LARGE:
                found[(count, id(sprite.paint), sprite.rect)] = item
    return found


def _differing(one: Sprite, other: Sprite) -> list[Rect]:
    """Where one picture through two masks differs: a large ring that is swept in changes in a small part of it."""
    assert one.cover is not None
    assert other.cover is not None
    box = ImageChops.difference(one.cover.image, other.cover.image).getbbox()
    return [] if box is None else [(one.x + box[0], one.y + box[1], one.x + box[2], one.y + box[3])]


def common_start(before: Sequence[Placed], after: Sequence[Placed]) -> int:
    """How many items both lists begin with."""
    count = 0
    for one, other in zip(before, after, strict=False):
        if one.key != other.key:
            break
        count += 1
    return count


def calm_start(before: Sequence[Placed], after: Sequence[Placed]) -> int:
    """How many items both lists begin with, the last of them the same, but for small ones that change at their place:
    stars that twinkle under all else.
    """
    found, left = 0, _TWINKLE
    for count, (one, other) in enumerate(zip(before, after, strict=False), start=1):
        if one.key == other.key:
            found = count
            continue
        left -= sum(area(item.rect) for item in (one, other) if item.rect is not None)
        if left < 0:
            break
    return found


def changed_places(before: Sequence[Placed], after: Sequence[Placed]) -> list[Rect]:
    """Where two lists of as many items differ, each item by itself."""
    pairs = [pair for pair in zip(before, after, strict=True) if pair[0].key != pair[1].key]
    return list(dict.fromkeys(item.rect for pair in pairs for item in pair if item.rect is not None))


def bands(rect: Rect) -> Iterator[Rect]:
    """`rect` (even) from the top to the foot in parts that take a like and short time to paint."""
    left, top, right, bottom = rect
    step = 2 * max(8, round(_BAND / (right - left) / 2))
    for start in range(top, bottom, step):
        yield left, start, right, min(bottom, start + step)
