"""From a drawn mark to what is painted: sprites in device pixels, with all that its state asks for done to them.

The order is fixed: the mark's own picture, its clip, light and sheen, blur, then scale, turn and place, then opacity.
Everything is kept by content in a cache bounded in bytes; the place in whole pixels is no part of the key, so a thing
that only moves is drawn once.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from infoclip.draw.art import Drawing, art_picture, drawn_art
from infoclip.draw.cache import ByteCache
from infoclip.draw.canvas import Rect, overlap
from infoclip.draw.effects import blurred, clipped, cut_to, faded, flattened, flattening, lit, sheen, sprite_of, wedged
from infoclip.draw.film_art import drawn_before, film_sprite
from infoclip.draw.images import image_sprites, prepare_photo
from infoclip.draw.pixels import Sprite
from infoclip.draw.placed import (
    Placed,
    Sprites,
    as_good_as_upright,
    as_one,
    expanded,
    layer_of,
    placed_as,
    shown_once,
    upright,
    wedge_alone,
)
from infoclip.draw.text import (
    counter_index,
    counter_sprites,
    shown_text,
    takes_long,
    text_making,
    text_sprites,
    texture_sprites,
)
from infoclip.marks.marks import (
    ArtMark,
    By,
    CounterMark,
    Drawn,
    GroupMark,
    ImageMark,
    Mark,
    PatternMark,
    TextMark,
    VideoMark,
)
from infoclip.theme.theme import Theme
from infoclip.values.formats import Format

if TYPE_CHECKING:
    from infoclip.draw.early import Early

CACHE_BYTES = 16 * 1024 * 1024
SMALL, SLID_BYTES = 64 * 1024, 1024 * 1024
"""What a picture that was slid by parts of a pixel may take to be kept: a large one drives everything else out, and is
slid again sooner than that is made again.
"""
EXACT_PIXELS = 40_000
LARGE_ART = 400_000
ANYWHERE: Rect = (-100_000, -100_000, 100_000, 100_000)
_PHASES = 4
_MOST_BEGUN = 4
"""Groups that are put together ahead at the same time, each of which holds a picture of its size."""

OwnKey = tuple[str, str, float | int | None, tuple[By, int] | None, tuple[float, float]]


class Look(Struct, frozen=True):
    """What all marks of a film are drawn with: its theme, its format, and device pixels a design pixel."""

    theme: Theme
    format: Format | None
    scale: float = 1.0


class SpriteMaker:
    """Makes the sprites of drawn marks for one look, within `frame` (the canvas in device pixels).

    Those for `film` have the planes of their art from disk.
    """

    def __init__(self, look: Look, frame: Rect, *, film: bool = False) -> None:
        self.look = look
        self._film = film
        self.frame = frame
        self.early: Early | None = None
        self._begun: dict[OwnKey, Iterator[Sprites | None]] = {}
        self._cache: ByteCache[Sprites] = ByteCache(CACHE_BYTES, lambda found: 64 + sum(s.weight for s in found))

    def place(self, drawn: Drawn, frame: Rect | None = None) -> Placed:
        """`drawn` in device pixels; nothing of it is kept that lies wholly outside `frame`, the canvas by default."""
        if frame is None and self.early is not None and (early := self.early.take(drawn)) is not None:
            return early
        frame = frame or self.frame
        opacity = round(drawn.opacity * 255)
        if opacity <= 0 or drawn.scale <= 0.002:
            return Placed(("nothing",), (), None)
        if isinstance(drawn.mark, GroupMark) and upright(drawn):
            return self._layered(drawn.mark, drawn, frame)
        if drawn.rotation and as_good_as_upright(drawn, self.look.scale):
            drawn = replace(drawn, scale=1.0, rotation=0.0)
        x, phase_x = self._split(drawn.x)
        y, phase_y = self._split(drawn.y)
        shape, phase = self._shape(drawn), (phase_x, phase_y)
        if drawn.scale != 1 or drawn.rotation % 360:
            corner = x + phase_x, y + phase_y
            turned = ("turned", shape, opacity, round(drawn.scale, 5), round(drawn.rotation, 4), corner)
            found = (
                self._swept(drawn, corner, frame)
                if wedge_alone(drawn) and drawn.scale == 1
                else self._turned(drawn, corner, frame)
            )
            if opacity < 255 and len(found) == 1:
                found = (faded(found[0], opacity / 255),)
            return placed_as(turned, found, frame, opacity, cut=drawn.clip is not None)
        still = (shape, phase)
        seen = frame[0] - x, frame[1] - y, frame[2] - x, frame[3] - y
        sprites = self._still(drawn, still, phase, seen)
        if opacity < 255 and len(sprites) == 1:
            key, whole = ("faded", still, opacity), sprites[0]
            sprites = self._kept(key, lambda: (faded(whole, opacity / 255),), most=SMALL)
        moved, cut = tuple(sprite.moved(x, y) for sprite in sprites), drawn.clip is not None
        return placed_as((*still, opacity, x, y), moved, frame, opacity, cut=cut)

    def ready(self, drawn: Drawn) -> bool:
        """Whether `drawn` can be made ahead: to draw a large picture for the first time takes much memory, which the
        frames in the encoder's hands leave least of.
        """
        mark = drawn.mark
        if not self._film or not isinstance(mark, ArtMark) or mark.width * mark.height * self.look.scale**2 < LARGE_ART:
            return True
        phase = (0.0, 0.0)
        drawing = Drawing(self.look.theme, self.look.format, drawn.progress, self.look.scale * mark.zoom, phase)
        return self._cache.get(self._own_key(drawn, phase)) is not None or drawn_before(mark.natural, drawing)

    def prepare(self, drawn: Drawn) -> bool:
        """Make what is kept of `drawn`, or a part of it, before it is placed; whether there was anything to make."""
        if self._film and isinstance(drawn.mark, ImageMark) and drawn.mark.plays:
            return prepare_photo(drawn.mark, self.look.scale)
        if self._film and isinstance(drawn.mark, VideoMark):
            from infoclip.draw.video import prepare_video

            return prepare_video(drawn.mark, self.look.scale)
        if drawn.opacity <= 0 or drawn.scale <= 0.002 or drawn.mark.plays:
            return False
        if isinstance(drawn.mark, GroupMark):
            group, key = drawn.mark, self._own_key(drawn, (0.0, 0.0))
            return not upright(drawn) and self._prepare_steps(key, lambda: self._flattening(group))
        turned = drawn.scale != 1 or bool(drawn.rotation % 360)
        x, phase_x = (0, 0.0) if turned else self._split(drawn.x)
        y, phase_y = (0, 0.0) if turned else self._split(drawn.y)
        key = self._own_key(drawn, (phase_x, phase_y))
        if isinstance(drawn.mark, TextMark) and takes_long(drawn.mark):
            return self._prepare_steps(key, lambda: self._writing(drawn, key[-1]))
        if self._cache.get(key) is not None:
            return False
        for sprite in self._own(drawn, (phase_x, phase_y)):
            if self._film and not turned and drawn.clip is None:
                sprite.unfold((x + sprite.x) & 1, (y + sprite.y) & 1)
        return True

    def _prepare_steps(self, key: OwnKey, make: Callable[[], Iterator[Sprites | None]]) -> bool:
        """Go on with a picture that is made in steps, and kept under `key` when all is there."""
        if self._cache.get(key) is not None:
            self._begun.pop(key, None)
            return False
        steps = self._begun.get(key)
        if steps is None:
            if len(self._begun) >= _MOST_BEGUN:
                self._begun.clear()
            steps = self._begun[key] = make()
        made = next(steps, ())
        if made is not None:
            del self._begun[key]
            self._kept(key, lambda: made)
        return True

    def _flattening(self, group: GroupMark) -> Iterator[Sprites | None]:
        """The picture of `group` as one sprite, one of those in it at a time."""
        placed = [self.place(item, ANYWHERE) for item in expanded(group.items)]
        sprites = [sprite for item in placed for sprite in as_one(item)]
        if len(sprites) < 2:
            yield tuple(sprites)
            return
        yield None
        for whole in flattening(sprites):
            yield None if whole is None else (whole,)

    def _writing(self, drawn: Drawn, phase: tuple[float, float]) -> Iterator[Sprites | None]:
        """A text's own picture, some of its shadow at a time."""
        assert isinstance(drawn.mark, TextMark)
        sprites = yield from text_making(drawn.mark, drawn.by, drawn.unit, self.look.scale, phase)
        yield (*sprites, *self._texture(drawn.mark, drawn, phase))

    def _layered(self, group: GroupMark, drawn: Drawn, frame: Rect) -> Placed:
        """A group that fades: what it holds, each at its place, as a layer."""
        found = (self.place(item, frame) for item in expanded(group.items, drawn.x, drawn.y))
        return layer_of(tuple(item for item in found if item.rect is not None), round(drawn.opacity * 255))

    def _still(self, drawn: Drawn, still: object, phase: tuple[float, float], seen: Rect) -> Sprites:
        """What stands upright at its size, of what is too large to be kept as much as is `seen` of it. States that a
        motion passes through once are not kept.
        """
        passing = drawn.mark.plays or drawn.clip is not None or 0 <= drawn.sheen <= 1 or drawn.blur > 0
        exact = self._exact(drawn.mark)
        if not passing and not drawn.light and (exact or phase == (0.0, 0.0)):
            return self._own(drawn, phase)
        if passing:
            return self._slid(drawn, phase)
        if not drawn.light and sum(sprite.weight for sprite in self._own(drawn, phase)) > SLID_BYTES:
            return self._slid(drawn, phase, seen)
        return self._kept(("still", still), lambda: self._slid(drawn, phase), most=SLID_BYTES)

    def _split(self, place: float) -> tuple[int, float]:
        """A place in whole device pixels and quarters. Below full size a draft is sharper on whole pixels."""
        quarters = round(place * self.look.scale * _PHASES)
        if self.look.scale < 1:
            return math.floor(place * self.look.scale + 0.5), 0.0
        return quarters // _PHASES, quarters % _PHASES / _PHASES

    def _shape(self, drawn: Drawn) -> tuple[object, ...]:
        """All but place, scale, turn and opacity, as far as it changes pixels."""
        return (
            drawn.mark.key,
            self._progress(drawn),
            (drawn.by, drawn.unit) if drawn.unit >= 0 else None,
            drawn.clip,
            round(drawn.light, 3),
            round(drawn.sheen, 3) if 0 <= drawn.sheen <= 1 else None,
            round(drawn.blur, 2),
        )

    def _progress(self, drawn: Drawn) -> float | int | None:
        mark = drawn.mark
        if isinstance(mark, CounterMark) and mark.rolls_from is None:
            return counter_index(mark, drawn.progress)
        if shown_once(mark):
            return round(drawn.progress, 3) if drawn.progress < 1 else None
        if mark.plays:
            return drawn.progress
        return round(drawn.progress, 3) if isinstance(mark, ArtMark) and mark.draws_on else None

    def _kept(self, key: object, make: Callable[[], Sprites], most: int = CACHE_BYTES) -> Sprites:
        """From the cache, or made; what is larger than `most` bytes is not kept."""
        found = self._cache.get(key)
        if found is None:
            found = make()
            if sum(sprite.weight for sprite in found) <= most:
                self._cache.put(key, found)
        return found

    def _exact(self, mark: Mark) -> bool:
        """Whether the mark is drawn at each quarter of a pixel, which is sharper; large art is drawn once and slid."""
        if isinstance(mark, ArtMark | PatternMark):
            return (mark.width + 2 * mark.bleed) * (mark.height + 2 * mark.bleed) * self.look.scale**2 <= EXACT_PIXELS
        return isinstance(mark, TextMark | CounterMark)

    def _own(self, drawn: Drawn, phase: tuple[float, float]) -> Sprites:
        """The mark's own picture, before anything is done to it, standing `phase` into its pixel or, if large, at 0."""
        mark, key = drawn.mark, self._own_key(drawn, phase)
        passing = mark.plays or (drawn.progress < 1 and shown_once(mark))
        return self._kept(key, lambda: self._made(mark, drawn, key[-1]), most=0 if passing else CACHE_BYTES)

    def _own_key(self, drawn: Drawn, phase: tuple[float, float]) -> OwnKey:
        """What a mark's own picture is kept under: what it is, and where its corner stands within its pixel."""
        mark = drawn.mark
        unit = (drawn.by, drawn.unit) if drawn.unit >= 0 else None
        return "own", mark.key, self._progress(drawn), unit, phase if self._exact(mark) else (0.0, 0.0)

    def _made(self, mark: Mark, drawn: Drawn, phase: tuple[float, float]) -> Sprites:
        scale = self.look.scale
        if isinstance(mark, TextMark):
            text = shown_text(mark, drawn.progress)
            return (*text_sprites(text, drawn.by, drawn.unit, scale, phase), *self._texture(text, drawn, phase))
        if isinstance(mark, CounterMark):
            return counter_sprites(mark, drawn.progress, scale, phase)
        if isinstance(mark, ArtMark):
            return self._art(mark, drawn.progress, phase)
        if isinstance(mark, ImageMark):
            return image_sprites(mark, scale, drawn.progress)
        if isinstance(mark, VideoMark):
            from infoclip.draw.video import video_sprites  # few films hold footage, and no other needs to read any

            return video_sprites(mark, scale, int(drawn.progress))
        if isinstance(mark, PatternMark):
            from infoclip.draw.pattern_sprites import pattern_sprites  # few scenes hold one

            return pattern_sprites(mark, scale, drawn.progress)
        if isinstance(mark, GroupMark):
            *_, made = self._flattening(mark)
            assert made is not None
            return made
        raise TypeError(f"no way to draw {type(mark).__name__}")

    def _texture(self, mark: TextMark, drawn: Drawn, phase: tuple[float, float]) -> Sprites:
        if mark.texture is None:
            return ()
        look, texture = self.look, mark.texture
        grid = (look.scale, phase)
        if isinstance(texture, PatternMark):
            from infoclip.draw.pattern_sprites import pattern_picture

            picture = pattern_picture(texture, look.scale)
            return texture_sprites(mark, picture, (0, 0), (drawn.by, drawn.unit), grid)
        found = art_picture(texture.natural, theme=look.theme, format=look.format, scale=look.scale * texture.zoom)
        return texture_sprites(mark, found.image, (found.x, found.y), (drawn.by, drawn.unit), grid)

    def _art(self, mark: ArtMark, progress: float, phase: tuple[float, float]) -> Sprites:
        look, natural = self.look, mark.natural
        drawing = Drawing(look.theme, look.format, progress, look.scale * mark.zoom, phase)
        if self._film:
            return (film_sprite(natural, drawing),)
        picture = drawn_art(natural, drawing)
        return (sprite_of(picture.image, picture.x, picture.y, lambda: drawn_art(natural, drawing).image),)

    def _changed(self, drawn: Drawn, phase: tuple[float, float]) -> Sprites:
        """The mark's own picture with its clip, light, sheen and blur."""
        sprites = self._own(drawn, phase)
        scale = self.look.scale
        if drawn.clip is not None:
            size, feather = (drawn.mark.width * scale, drawn.mark.height * scale), drawn.clip.feather * scale
            cut = (clipped(sprite, drawn.clip, size, feather) for sprite in sprites)
            sprites = tuple(sprite for sprite in cut if sprite is not None)
        if drawn.light:
            sprites = tuple(lit(sprite, drawn.light) for sprite in sprites)
        if 0 <= drawn.sheen <= 1 and sprites:
            sprites = (*sprites, sheen(sprites[-1], drawn.sheen))
        if drawn.blur > 0.2 and sprites:
            sprites = (blurred(flattened(sprites), drawn.blur * scale),)
        return sprites

    def _slid(self, drawn: Drawn, phase: tuple[float, float], seen: Rect = ANYWHERE) -> Sprites:
        sprites = self._changed(drawn, phase)
        if seen != ANYWHERE:
            sprites = tuple(part for sprite in sprites if (part := cut_to(sprite, seen)) is not None)
        if self._exact(drawn.mark) or phase == (0.0, 0.0):
            return sprites
        warp = (1.0, 0.0, -phase[0], 0.0, 1.0, -phase[1])
        grow = int(phase[0] > 0), int(phase[1] > 0)
        slid = (sprite.warped(warp, (sprite.size[0] + grow[0], sprite.size[1] + grow[1])) for sprite in sprites)
        if not sprites or not wedge_alone(drawn):
            return tuple(slid)
        whole = replace(drawn, clip=None)  # its colours are the same for every wedge, and slid once
        kept = self._kept(("still", (self._shape(whole), phase)), lambda: self._slid(whole, phase), most=SLID_BYTES)
        return tuple(Sprite(cut.x, cut.y, own.paint, cut.cover) for cut, own in zip(slid, kept, strict=True))

    def _swept(self, drawn: Drawn, corner: tuple[float, float], frame: Rect) -> Sprites:
        """`_turned`, kept whole and cut afterwards: to turn a wedge costs nothing, to turn a picture a great deal."""
        assert drawn.clip is not None
        start, end = (value + drawn.rotation / 360 for value in drawn.clip.values)
        if end <= start:
            return ()
        whole, size = replace(drawn, clip=None), self.look.scale
        key = ("turned", self._shape(whole), round(drawn.rotation, 4), corner, frame)
        middle = corner[0] + drawn.mark.width * size / 2, corner[1] + drawn.mark.height * size / 2
        return tuple(
            wedged(sprite, (middle[0] - sprite.x, middle[1] - sprite.y), start, end)
            for sprite in self._kept(key, lambda: self._turned(whole, corner, frame))
        )

    def _turned(self, drawn: Drawn, corner: tuple[float, float], frame: Rect) -> Sprites:
        """Scaled and turned about the middle of the mark's box, whose corner is at `corner` in device pixels."""
        size, scale = self.look.scale, drawn.scale
        half = drawn.mark.width * size / 2, drawn.mark.height * size / 2
        middle = corner[0] + half[0], corner[1] + half[1]
        angle = math.radians(drawn.rotation)
        sine, cosine = math.sin(angle), math.cos(angle)
        found = []
        for sprite in self._changed(drawn, (0.0, 0.0)):
            left, top, right, bottom = sprite.rect
            corners = [(x - half[0], y - half[1]) for x in (left, right) for y in (top, bottom)]
            xs = [middle[0] + scale * (x * cosine - y * sine) for x, y in corners]
            ys = [middle[1] + scale * (x * sine + y * cosine) for x, y in corners]
            rect = math.floor(min(xs)), math.floor(min(ys)), math.ceil(max(xs)), math.ceil(max(ys))
            inner = (math.ceil(min(xs)), math.ceil(min(ys)), math.floor(max(xs)), math.floor(max(ys)))
            shown = overlap(rect, frame)
            if shown is None:
                continue
            dx, dy = shown[0] - middle[0], shown[1] - middle[1]
            warp = (
                cosine / scale, sine / scale, (dx * cosine + dy * sine) / scale + half[0] - left,
                -sine / scale, cosine / scale, (dy * cosine - dx * sine) / scale + half[1] - top,
            )  # fmt: skip
            whole = sine == 0 and sprite.cover is None and overlap(shown, inner) == shown
            made = sprite.warped(warp, (shown[2] - shown[0], shown[3] - shown[1]), opaque=whole)
            found.append(Sprite(shown[0], shown[1], made.paint, made.cover, made.tiles))
        return tuple(found)
