"""From snapshots to a painted canvas. `Painter.paint` repaints only what changed since the snapshot before.

A scene painter remembers what it painted. Items that are new, gone or changed make their rectangles dirty; inside these
everything is painted again from the bottom, so the result is, pixel for pixel, what painting the whole would give.
Two things make that quick: items that have stood still for some frames below the first moving one (but for stars that
twinkle) are kept as one canvas to copy from, and nothing is painted below a picture that hides it. `Painter.begin`
begins with the next frame while the last one is still shown, so that one that costs much has the time of the one
before, too.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence

from msgspec.structs import replace

from infoclip.draw.canvas import Canvas, Rect, YuvCanvas, around, even, holds, overlap
from infoclip.draw.clusters import Clusters
from infoclip.draw.dirty import NOWHERE, area, bands, calm_start, changed_places, changed_rects, grown, merged, seen
from infoclip.draw.pixels import Pixels, Rgb, Sprite
from infoclip.draw.placed import Placed, all_sprites, expanded
from infoclip.draw.revealed import shown
from infoclip.draw.sprites import Look, SpriteMaker
from infoclip.draw.transitions import compose
from infoclip.draw.work import Work, all_of
from infoclip.marks.marks import Drawn, Snapshot, TransitionState

_STILL_FRAMES, _CALM_FRAMES = 3, 12
"""Painted frames through which items stand still before they are kept as one canvas; those from the first one on that
changed under such a canvas before.
"""
_NONE = 1_000_000
_LARGE, _PIXEL = 300_000, 3e-9
"""Pixels from which a picture takes long to be made, and the seconds that each takes."""
_WORTH, _EACH = 3_000_000, 2_000
"""Pixels of sprites from which a frame is painted before its time, beside the one that is shown, and then brought over;
how many of them a sprite counts at least.
"""


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
        self._right: Rect = NOWHERE  # what of the canvas is painted
        self._asked: Rect = NOWHERE  # what of it has been asked for: what changes beside that is only noted
        self._stale: list[Rect] = []
        self._work: Work | None = None  # what was begun before its time
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
        within = self.canvas.rect if within is None else within
        work = self._work
        if work is None or work.within != within or work.items != items:
            if work is not None:  # another state was to come
                self.forget()
            work = self._begun(Work(items, within))
        if work.onto is not None:
            for rect in work.done:
                self.canvas.blend(work.onto, None, (0, 0), rect)
            work.onto = None
        for _ in work.steps:
            pass
        self._work = None
        return work.dirty

    def begin(self, items: Sequence[Drawn], within: Rect | None, onto: Canvas | None) -> Iterator[float]:
        """Begin with what `paint` is asked for next, step by step; paint that `onto` another canvas while this one is
        shown. Each gives the seconds that the next may take, where they are many.
        """
        self._work = self._begun(Work(items, self.canvas.rect if within is None else within, onto))
        for pays in self._work.steps:
            if not pays:
                return
            yield self._work.cost

    def _begun(self, work: Work) -> Work:
        work.steps = self._steps(work)
        return work

    def _steps(self, work: Work) -> Iterator[bool]:
        placed = yield from self._placing(expanded(work.items))
        self._asked = grown(self._asked, work.within)
        before, self._right = self._right, grown(self._right, self._asked)
        yield from self._bringing(placed, before, work)

    def paint_ahead(self, items: Sequence[Drawn], band: Rect) -> None:
        """Paint what lies in `band` (even) before it is asked for."""
        before, self._right = self._right, grown(self._right, band)
        placed = all_of(self._placing(expanded(items)))
        all_of(self._bringing(placed, before, Work(items, band)))

    def _bringing(self, placed: list[Placed], before: Rect, work: Work) -> Generator[bool]:
        """Paint what changed of what was right `before`, as far as it is asked for, and what is new of what is now."""
        rects, start = list(self._stale), 0
        if self._items is not None:
            start = calm_start(self._items, placed)
            rects += [even(rect) for rect in changed_rects(self._items, placed)]
        dirty, self._stale = seen(merged(rects), before, self._asked)
        yield True
        if dirty or self._right != before:
            yield from self._settle(placed, start, work)
        if self._right != before:
            dirty += around(None if before == NOWHERE else before, self._right)
        work.dirty = dirty
        if dirty:
            count = len(self._base_items)
            painted = [*placed[:count], *self._clusters.of(placed[count:], self._items or ())]
            work.cost = _unmade(placed) if work is self._work else 0.0
            yield work.onto is None or self._worth(painted, dirty)
            for rect in dirty:
                yield from self._painting(painted, rect, work)
        self._items = placed

    def _painting(self, painted: Sequence[Placed], rect: Rect, work: Work) -> Iterator[bool]:
        """Paint what lies in `rect`: as long as its time has not come, on another canvas than the one that is shown."""
        for band in self._parts(rect, work):
            if work.onto is not None:
                self._over(work.onto, painted, band)
                work.done.append(band)
            else:
                self._over(self.canvas, painted, band)
            work.cost = 0.0
            yield True

    def _parts(self, rect: Rect, work: Work) -> Iterable[Rect]:
        """`rect` in parts where something else may be done between them."""
        return bands(rect) if work is self._work else (rect,)

    def _worth(self, painted: Sequence[Placed], rects: Sequence[Rect]) -> bool:
        """Whether painting `rects` takes so long that to paint them on another canvas first costs little beside it."""
        left = _WORTH
        if sum(map(area, rects)) * len(painted) < left:
            return False
        for rect in rects:
            first, _ = self._first(painted, rect)
            for item in painted[max(first, 0) :]:
                shared = overlap(item.rect, rect) if item.rect is not None else None
                if shared is not None:
                    left -= (area(shared) + _EACH) * (len(item.sprites) or 3)  # a layer is painted and faded
            if left < 0:
                return True
        return False

    @property
    def begun(self) -> bool:
        """Whether something was begun before its time."""
        return self._work is not None

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
        self._right, self._asked, self._stale = NOWHERE, NOWHERE, []
        self._work = None

    def _placing(self, items: Sequence[Drawn]) -> Generator[bool, None, list[Placed]]:
        """Place `items`, one after the other."""
        known: dict[Drawn, Placed] = {}
        for item in items:
            found = known.get(item) or self._known.get(item)
            if found is None:
                yield self.maker.ready(item)
                found = self.maker.place(item)
            known[item] = found
        self._known = known
        # Items that paint nothing are all alike, which would hide what else stayed the same.
        return [placed for item in items if (placed := known[item]).rect is not None]

    def _settle(self, items: list[Placed], start: int, work: Work) -> Iterator[bool]:
        """Keep the items below the first changed one as a canvas, once that has been the same one for some frames."""
        same = calm_start(self._base_items, items)
        if same < len(self._base_items):
            self._base, self._base_items, self._restless = None, [], same
        self._touch_up(items[: len(self._base_items)])
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
            for band in self._parts(base.rect, work):
                self._over(base, items[:start], band)
                yield True
            self._base = base
        self._base_items = items[:start]

    def _touch_up(self, items: list[Placed]) -> None:
        """Bring the kept canvas to `items`, which differ from those it holds in little."""
        rects = changed_places(self._base_items, items)
        if rects and self._base is not None:
            base, self._base, self._base_items = self._base, None, []
            for rect in rects:
                self._over(base, items, even(rect))
            self._base, self._base_items = base, items

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


def _unmade(items: Sequence[Placed]) -> float:
    """Seconds that it may take to make what large pictures show now: of a photo that is pushed, footage."""
    large = (sprite.paint for item in items for sprite in item.sprites if area(sprite.rect) >= _LARGE)
    return _PIXEL * sum(
        paint.size[0] * paint.size[1] for paint in large if isinstance(paint, Pixels) and not paint.made
    )


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

    def begin(self, snapshot: Snapshot) -> Iterator[float]:
        """Begin with the frame after the one that was painted last, which is shown until `paint` is called for it."""
        state = snapshot.transition
        if self._last is None or snapshot == self._last:
            return
        onto: Canvas | None = None
        if not self._was_mixed:
            onto = self._mixed = self._mixed or self._canvas()
        if state is None:
            yield from (self._next or self._scene).begin(snapshot.items, None, onto)
            return
        yield from self._scene.begin(snapshot.items, None, onto)
        if self._next is not None:
            yield from self._next.begin(state.items, shown(state, self._next.canvas.rect, self.maker.look.scale), None)

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
        if state.kind not in self._tried and self._coming is not None and self._next is None and not self._scene.begun:
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
