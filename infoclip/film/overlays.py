"""A clip's marks without their ground, on transparency: for an editor to lay over a film of their own.

Ground is what a theme calls so, and every picture that hides most of the frame (a wall, a planet, a photo).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from msgspec.structs import replace
from PIL import Image

from infoclip.draw.canvas import OverlayCanvas
from infoclip.draw.paint import Painter
from infoclip.draw.sprites import Look, SpriteMaker
from infoclip.film.frames import device_size, format_of
from infoclip.marks.marks import ArtMark, CounterMark, Drawn, GroupMark, Snapshot, TextMark
from infoclip.theme.theme import Theme
from infoclip.timeline.timeline import Timeline

GROUND_NAMES = frozenset({"ground", "pattern"})
MOST_HIDDEN = 0.4
"""The share of the frame that a picture may hide before it counts as ground."""
_LOOK_SCALE = 0.125


def ground_keys(timeline: Timeline, theme: Theme) -> frozenset[str]:
    """The keys of all marks that are ground, found in every scene when it has settled."""
    keys: set[str] = set()
    for index in range(timeline.scene_count):
        snapshot = timeline.snapshot(timeline.still_frame(index))
        items = snapshot.transition.items if snapshot.transition else ()
        look = Look(theme, format_of(snapshot), _LOOK_SCALE)
        size = device_size(snapshot.width, snapshot.height, _LOOK_SCALE)
        maker = SpriteMaker(look, (0, 0, *size))
        for item in _flat((*snapshot.items, *items)):
            mark = item.mark
            if isinstance(mark, TextMark | CounterMark) or mark.key in keys:
                continue
            named = isinstance(mark, ArtMark) and mark.source.path.stem in GROUND_NAMES
            if named or _hidden(item, maker, size) > MOST_HIDDEN:
                keys.add(mark.key)
    return frozenset(keys)


def _flat(items: Iterable[Drawn]) -> Iterator[Drawn]:
    for item in items:
        if isinstance(item.mark, GroupMark):
            yield from _flat(item.mark.items)
        else:
            yield item


def _hidden(item: Drawn, maker: SpriteMaker, size: tuple[int, int]) -> float:
    """The share of the frame that a mark hides when it is whole."""
    area = item.mark.width * item.mark.height * _LOOK_SCALE**2
    if area < MOST_HIDDEN * size[0] * size[1]:
        return 0.0
    canvas = OverlayCanvas(*size)
    whole = replace(item, opacity=1.0, clip=None, progress=1.0)
    for sprite in maker.place(whole).sprites:
        if sprite.cover is None or not isinstance(sprite.paint, tuple):
            pixels = sprite.paint
            assert not isinstance(pixels, tuple)
            canvas.paste_pixels(pixels, sprite.cover, (sprite.x, sprite.y), canvas.rect)
        else:
            canvas.paste_color(sprite.paint, sprite.cover, (sprite.x, sprite.y), canvas.rect)
    levels = canvas.alpha.histogram()
    return sum(level * count for level, count in enumerate(levels)) / (255 * size[0] * size[1])


def without(items: Iterable[Drawn], keys: frozenset[str]) -> tuple[Drawn, ...]:
    """`items` without the marks of those `keys`, inside groups too."""
    kept = []
    for item in items:
        mark = item.mark
        if mark.key in keys:
            continue
        if isinstance(mark, GroupMark) and any(inner.mark.key in keys for inner in _flat(mark.items)):
            item = replace(item, mark=GroupMark(mark.width, mark.height, without(mark.items, keys)))
        kept.append(item)
    return tuple(kept)


def overlay_snapshot(snapshot: Snapshot, keys: frozenset[str]) -> Snapshot:
    """`snapshot` without its ground, in a running transition too."""
    state = snapshot.transition
    if state is not None:
        state = replace(state, items=without(state.items, keys))
    return replace(snapshot, items=without(snapshot.items, keys), transition=state)


@dataclass(frozen=True, slots=True)
class OverlayFrames:
    """The overlay of a clip, frame by frame, at `scale` device pixels a design pixel."""

    timeline: Timeline
    theme: Theme
    scale: float = 1.0

    @property
    def size(self) -> tuple[int, int]:
        first = self.timeline.snapshot(0)
        return device_size(first.width, first.height, self.scale)

    def pictures(self, frames: Iterable[int] | None = None) -> Iterator[Image.Image]:
        """RGBA pictures of `frames` (all by default), in order; each is valid until the next one is asked for."""
        keys = ground_keys(self.timeline, self.theme)
        painter: Painter | None = None
        picture: Image.Image | None = None
        for number in frames if frames is not None else range(self.timeline.frame_count):
            snapshot = overlay_snapshot(self.timeline.snapshot(number), keys)
            if painter is None:
                painter = Painter(OverlayCanvas(*self.size), Look(self.theme, format_of(snapshot), self.scale))
            changed = painter.paint(snapshot)
            if changed or picture is None:
                frame = painter.frame
                assert isinstance(frame, OverlayCanvas)
                picture = frame.rgba()
            yield picture
