"""From snapshots to a painted canvas. `Painter.paint` repaints only what changed since the snapshot before.

A scene painter remembers what it painted. Items that are new, gone or changed make their rectangles dirty; inside these
everything is painted again from the bottom, so the result is, pixel for pixel, what painting the whole would give.
Two things make that quick: items that have stood still for some frames below the first moving one are kept as one
canvas to copy from, and nothing is painted below a picture that hides it.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace
from PIL import ImageChops

from infoclip.draw.canvas import Canvas, Rect, YuvCanvas, around, even, holds, overlap
from infoclip.draw.clusters import Clusters
from infoclip.draw.pixels import Pixels, Rgb, Sprite
from infoclip.draw.placed import Placed, all_sprites, expanded
from infoclip.draw.revealed import shown
from infoclip.draw.sprites import Look, SpriteMaker
from infoclip.draw.transitions import compose
from infoclip.marks.marks import Drawn, Snapshot, TransitionState

MOST_RECTS = 24
_STILL_FRAMES, _CALM_FRAMES = 3, 12
"""Painted frames through which items stand still before they are kept as one canvas; those from the first one on that
changed under such a canvas before.
"""
_NOWHERE: Rect = (0, 0, 0, 0)
_NONE = 1_000_000
_WASTE = 2048
_LARGE = 60_000
"""Pixels of a sprite from which comparing two masks of it takes less than painting it where nothing changed."""


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
    return _area(_union(one, other)) - _area(one) - _area(other)


def _add(found: list[Rect], rect: Rect, most: int) -> None:
    while True:
        best, least = -1, 0
        for place, other in enumerate(found):
            waste = _waste(rect, other)
            if best < 0 or waste < least:
                best, least = place, waste
        if best < 0 or (least > _WASTE and len(found) < most):
            found.append(rect)
            return
        rect = _union(rect, found.pop(best))


def _union(one: Rect, other: Rect) -> Rect:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


def _grown(rect: Rect, wanted: Rect) -> Rect:
    """The rectangle that holds both, of which either may be nowhere."""
    return wanted if rect == _NOWHERE else rect if wanted == _NOWHERE else _union(rect, wanted)


def _seen(rects: Sequence[Rect], right: Rect, asked: Rect) -> tuple[list[Rect], list[Rect]]:
    """What of `rects` lies in what is `right` and is `asked` for, and what lies only in the former."""
    seen, unseen = [], []
    for rect in rects:
        shared = overlap(rect, right)
        part = overlap(shared, asked) if shared is not None else None
        if part is not None and shared is not None:
            seen.append(part)
            unseen += [] if part == shared else around(part, shared)
        elif shared is not None:
            unseen.append(shared)
    return seen, unseen


def _area(rect: Rect) -> int:
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
            if _area(sprite.rect) >= _LARGE:
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


class ScenePainter:
    """Paints the items of one scene after another state of it, on its own canvas.

    `layers` are canvases that painters of one film share, one for each depth of layers in layers.
    """

    def __init__(self, canvas: Canvas, maker: SpriteMaker, background: Rgb, layers: list[Canvas] | None = None) -> None:
        self.canvas = canvas
        self._layers = [] if layers is None else layers
        self.maker = maker
        self.background = background
        self._items: list[Placed] | None = None
        self._right: Rect = _NOWHERE  # what of the canvas is painted
        self._asked: Rect = _NOWHERE  # what of it has been asked for: what changes beside that is only noted
        self._stale: list[Rect] = []
        self._known: dict[Drawn, Placed] = {}
        self._base: Canvas | None = None
        self._base_items: list[Placed] = []
        self._starts: list[int] = []
        self._restless = _NONE
        self._clusters = Clusters(film=isinstance(canvas, YuvCanvas))

    def paint(self, items: Sequence[Drawn], within: Rect | None = None) -> list[Rect]:
        """Bring the canvas to `items`; returns the rectangles painted, none when nothing changed.

        Only `within` (even, grown by what was asked for before) need be right: a scene that is only seen in part yet
        is painted as more of it comes to be seen.
        """
        self._asked = _grown(self._asked, self.canvas.rect if within is None else within)
        before, self._right = self._right, _grown(self._right, self._asked)
        return self._bring(self._placed(expanded(items)), before)

    def paint_ahead(self, items: Sequence[Drawn], band: Rect) -> None:
        """Paint what lies in `band` (even) before it is asked for."""
        before, self._right = self._right, _grown(self._right, band)
        self._bring(self._placed(expanded(items)), before)

    def _bring(self, placed: list[Placed], before: Rect) -> list[Rect]:
        """Paint what changed of what was right `before`, as far as it is asked for, and what is new of what is now."""
        rects, start = list(self._stale), 0
        if self._items is not None:
            start = common_start(self._items, placed)
            rects += [even(rect) for rect in changed_rects(self._items, placed)]
        dirty, self._stale = _seen(merged(rects), before, self._asked)
        if dirty:
            self._settle(placed, start)
        if self._right != before:
            dirty += around(None if before == _NOWHERE else before, self._right)
        if dirty:
            count = len(self._base_items)
            painted = [*placed[:count], *self._clusters.of(placed[count:], self._items or ())]
            for rect in dirty:
                self._over(self.canvas, painted, rect)
        self._items = placed
        return dirty

    def learn(self, item: Drawn) -> bool:
        """Make what painting `item` needs, before it is painted; whether it was unknown."""
        if item in self._known:
            return False
        self._known[item] = self.maker.place(item)
        return True

    def knows(self, item: Drawn) -> bool:
        return item in self._known

    def seen(self, items: Sequence[Drawn]) -> list[Sprite]:
        """The sprites of `items`, known by now, that no picture over the whole frame hides."""
        placed = [known for item in items if (known := self._known.get(item)) is not None and known.rect is not None]
        first, _ = self._first(placed, self.canvas.rect)
        return [sprite for item in placed[max(0, first) :] for sprite in all_sprites(item)]

    def forget(self) -> None:
        """Paint everything anew the next time."""
        self._items, self._base, self._base_items, self._starts, self._restless = None, None, [], [], _NONE
        self._right, self._asked, self._stale = _NOWHERE, _NOWHERE, []

    def _placed(self, items: Sequence[Drawn]) -> list[Placed]:
        known = {item: self._known.get(item) or self.maker.place(item) for item in items}
        self._known = known
        # Items that paint nothing are all alike, which would hide what else stayed the same.
        return [placed for item in items if (placed := known[item]).rect is not None]

    def _settle(self, items: list[Placed], start: int) -> None:
        """Keep the items below the first changed one as a canvas, once that has been the same one for some frames."""
        same = common_start(self._base_items, items)
        if same < len(self._base_items):
            self._base, self._base_items, self._restless = None, [], same
        self._starts = [*self._starts, start][-_CALM_FRAMES:]
        start = min(self._starts[-_STILL_FRAMES:])
        if start > self._restless:
            start = max(self._restless, min(self._starts))
        if len(self._starts) < _STILL_FRAMES or start <= max(len(self._base_items), 1):
            return
        if self._base is not None:  # what is there lies below: units that come one by one are painted once
            self._paste(self._base, items[len(self._base_items) : start], self._base.rect, 0)
        else:
            base = self.canvas.like()
            self._over(base, items[:start], base.rect)
            self._base = base
        self._base_items = items[:start]

    def _over(self, canvas: Canvas, items: Sequence[Placed], rect: Rect) -> None:
        first, hidden = self._first(items, rect)
        if hidden is not None:
            canvas.blend(hidden, None, (0, 0), rect)
        elif first < 0:
            canvas.ground(self.background, rect)
        self._paste(canvas, items[max(first, 0) :], rect, 0)

    def _paste(self, canvas: Canvas, items: Sequence[Placed], rect: Rect, depth: int) -> None:
        """Paint `items` inside `rect`. A layer is painted on a copy of what lies below it, which then fades in."""
        for item in items:
            shared = overlap(item.rect, rect) if item.rect is not None else None
            if shared is None:
                continue
            for sprite in item.sprites:
                if isinstance(sprite.paint, Pixels):
                    canvas.paste_pixels(sprite.paint, sprite.cover, (sprite.x, sprite.y), rect)
                elif sprite.cover is not None:
                    canvas.paste_color(sprite.paint, sprite.cover, (sprite.x, sprite.y), rect)
            if item.layer:
                shared = even(shared)
                if depth == len(self._layers):
                    self._layers.append(self.canvas.like())
                layer = self._layers[depth]
                layer.blend(canvas, None, (0, 0), shared)
                self._paste(layer, item.layer, shared, depth + 1)
                canvas.blend(layer, item.share, (0, 0), shared)

    def _first(self, items: Sequence[Placed], rect: Rect) -> tuple[int, Canvas | None]:
        """Where painting inside `rect` may begin: at the topmost picture that hides all below, or the kept canvas."""
        count = len(self._base_items)
        for place in range(len(items) - 1, count - 1, -1):
            if any(sprite.cover is None and holds(sprite.rect, rect) for sprite in items[place].sprites):
                return place, None
        if count:
            return count, self._base
        return -1, None


class Painter:
    """Paints snapshots on a canvas: one scene painter, and a second one while a transition runs.

    `canvas` is a canvas of the right kind and size; `frame` is where the last painted frame is (another canvas of that
    kind while and after transitions).
    """

    def __init__(self, canvas: Canvas, look: Look) -> None:
        self.maker = SpriteMaker(look, canvas.rect, film=isinstance(canvas, YuvCanvas))
        self._background = look.theme.colors["bg"].rgb if "bg" in look.theme.colors else (0, 0, 0)
        self._layers: list[Canvas] = []
        self._scene = ScenePainter(canvas, self.maker, self._background, self._layers)
        self._next: ScenePainter | None = None
        self._coming: tuple[ScenePainter, tuple[Drawn, ...]] | None = None
        self._tried: set[str] = set()
        self._mixed: Canvas | None = None
        self._spare: list[Canvas] = []
        self._last: Snapshot | None = None
        self._was_mixed = False
        self.frame: Canvas = canvas

    def paint(self, snapshot: Snapshot) -> bool:
        """Paint `snapshot`; whether anything differs from the frame before. `frame` holds it until the next call."""
        if self._last is not None and snapshot == self._last:
            return False
        self._last = snapshot
        state = snapshot.transition
        if state is None:
            self._arrive(snapshot)
            changed = bool(self._scene.paint(snapshot.items)) or self._was_mixed
            self.frame, self._was_mixed = self._scene.canvas, False
            return changed
        if self._next is None:
            self._next = self._comes(state.items)
        if self._mixed is None:
            self._mixed = self._canvas()
        self._scene.paint(snapshot.items)
        self._next.paint(state.items, shown(state, self._next.canvas.rect, self.maker.look.scale))
        compose(state, self._scene.canvas, self._next.canvas, self._mixed, self.maker.look)
        self.frame, self._was_mixed = self._mixed, True
        return True

    def knows(self, item: Drawn) -> bool:
        """Whether `item` stands on the frame painted last."""
        return any(scene is not None and scene.knows(item) for scene in (self._scene, self._next))

    def scene_ahead(self, items: tuple[Drawn, ...]) -> ScenePainter | None:
        """A painter for the scene that the next transition brings, as `items` when it begins: what it paints ahead is
        there when it comes. None while another transition runs, and when it was asked for before.
        """
        if self._next is not None or (self._coming is not None and self._coming[1] == items):
            return None
        scene = self._coming[0] if self._coming is not None else self._scene_painter()
        scene.forget()
        self._coming = scene, items
        return scene

    def awaits(self, scene: ScenePainter) -> bool:
        """Whether `scene`, which `scene_ahead` gave, is still to come."""
        return self._coming is not None and self._coming[0] is scene

    def try_out(self, state: TransitionState) -> None:
        """Have what transitions of this kind draw once and keep."""
        if state.kind not in self._tried and self._coming is not None and self._next is None:
            self._tried.add(state.kind)
            self._mixed = self._mixed or self._canvas()
            halfway = replace(state, progress=0.5)
            compose(halfway, self._scene.canvas, self._coming[0].canvas, self._mixed, self.maker.look)

    def _comes(self, items: tuple[Drawn, ...]) -> ScenePainter:
        """The painter of the scene that a transition brings, which begins with `items`."""
        if self._coming is None:
            return self._scene_painter()
        (scene, expected), self._coming = self._coming, None
        if expected != items:
            scene.forget()
        return scene

    def _scene_painter(self) -> ScenePainter:
        return ScenePainter(self._canvas(), self.maker, self._background, self._layers)

    def _arrive(self, snapshot: Snapshot) -> None:
        """After a transition the new scene's painter goes on; the old one's canvas is kept for the next."""
        if self._next is None:
            return
        self._spare.append(self._scene.canvas)
        self._scene, self._next = self._next, None

    def _canvas(self) -> Canvas:
        return self._spare.pop() if self._spare else self._scene.canvas.like()
