"""What is drawn for the first time, drawn ahead: letters, art, a whole new scene, piece by piece in frames that cost
little, so that no single frame pays for all of it. Pixels do not depend on it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

from infoclip.draw.dirty import bands
from infoclip.draw.early import Early
from infoclip.draw.pixels import Pixels
from infoclip.draw.placed import expanded
from infoclip.marks.marks import Drawn, GroupMark, Snapshot, TransitionState

if TYPE_CHECKING:
    from infoclip.draw.paint import Painter, ScenePainter

_MOST_KNOWN = 20_000
_MOST_PARTS = 24
"""What a single mark is made in: a photo that is pushed, and each of its planes; a group, and each thing in it."""


class Foresight:
    """Prepares a painter for snapshots that it will be given soon, in the order in which they come."""

    def __init__(self, painter: Painter) -> None:
        self._painter = painter
        self._early = painter.maker.early = Early(painter.maker.look.scale)
        self._before: tuple[tuple[Drawn, ...], ...] = ()
        self._known: set[tuple[object, ...]] = set()
        self._placed: dict[int, Drawn] = {}  # of the snapshot placed last, kept so that nothing else has its number
        self._passing = False  # whether a transition ran in the snapshot looked at last: it begins once

    def pieces(self, snapshot: Snapshot) -> Iterator[None]:
        """Make what `snapshot` needs and nothing has needed yet; each step makes one thing."""
        state = snapshot.transition
        lists = (snapshot.items,) if state is None else (snapshot.items, state.items)
        fresh = [items for items in lists if not any(items is other for other in self._before)]
        before, self._before = self._before, lists
        if fresh:
            seen = {id(item) for items in before for item in items}
            for items in fresh:
                yield from self._sprites([item for item in items if id(item) not in seen])
        begins, self._passing = state is not None and not self._passing, state is not None
        if state is not None and begins and all(map(self._painter.maker.ready, expanded(state.items))):
            coming = self._painter.scene_ahead(state.items)
            if coming is not None:
                yield
                yield from self._painted(coming, state)
                self._painter.try_out(state)

    def placing(self, snapshot: Snapshot, frame: int) -> Iterator[float]:
        """Place what only `frame`, which is `snapshot`, shows as it does; each step places one mark, and gives before
        how many seconds that may take: without end while there is no room to keep it.
        """
        state, maker = snapshot.transition, self._painter.maker
        items = (*snapshot.items, *(state.items if state is not None else ()))
        seen, self._placed = self._placed, {id(item): item for item in items}
        for item in expanded([item for item in items if id(item) not in seen]):
            cost = self._early.cost(item)
            if not cost or item in self._early or self._painter.knows(item) or not maker.ready(item):
                continue
            while not self._early.room(item):
                yield math.inf
            yield cost
            self._early.put(item, maker.place(item, maker.frame), frame)

    def forget(self, before: float = math.inf) -> None:
        """Let go what was placed for frames `before` this one."""
        if before == math.inf:
            self._placed = {}
        self._early.forget(before)

    def _sprites(self, items: list[Drawn]) -> Iterator[None]:
        if len(self._known) > _MOST_KNOWN:
            self._known.clear()
        maker = self._painter.maker
        for item in expanded(items):
            if isinstance(item.mark, GroupMark) and item.opacity > 0:
                yield from self._sprites(expanded(item.mark.items, item.x, item.y))
            place = int(item.x * 4) & 7, int(item.y * 4) & 7  # the quarter of a pixel, and whether that is odd
            told = (id(item.mark), item.by, item.unit, None if item.mark.plays else item.progress, place)
            if told not in self._known:
                self._known.add(told)
                if not maker.ready(item) or self._early.makes(item):
                    continue
                for _ in range(_MOST_PARTS):
                    if not maker.prepare(item):
                        break
                    yield

    def _painted(self, scene: ScenePainter, state: TransitionState) -> Iterator[None]:
        """Paint `scene` as it is when it comes, from the top to the foot.

        A scene that has come before all of it was painted is not touched any more: its canvas shows a later state.
        """
        items = expanded(state.items)
        for item in items:
            if scene.learn(item):
                yield
        for sprite in scene.seen(items):
            if isinstance(sprite.paint, Pixels):
                sprite.paint.luma()
                yield
            sprite.unfold(sprite.x & 1, sprite.y & 1)
            yield
        for band in bands(scene.canvas.rect):
            if not self._painter.awaits(scene):
                return
            scene.paint_ahead(state.items, band)
            yield
