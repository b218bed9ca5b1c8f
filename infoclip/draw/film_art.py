"""Sprites of art as film paints them: the planes are kept on disk beside the picture, so that a scene's first frame has
nothing to unpack, to part into bands and to convert.

Two entries for a picture: its luma, with its mask below (or its mask alone, when it is one colour throughout), and its
chroma planes at the parity they are painted at. Both follow from the picture and are made again when they are missing.
"""

from __future__ import annotations

from collections.abc import Callable

from PIL import Image

from infoclip.draw.art import Drawing, drawn_art, picture_key
from infoclip.draw.cache import PictureFolder, cache_folder
from infoclip.draw.effects import sprite_of
from infoclip.draw.pixels import Cover, Pixels, Rgb, Sprite
from infoclip.draw.warp import Size
from infoclip.marks.marks import ArtMark

_LUMA, _LUMA_AND_MASK, _MASK = range(3)
"""What an entry holds. A mask has its colour in the bits above."""
_LARGE = 250_000
"""Pixels above which chroma is held at one parity only."""


def film_sprite(mark: ArtMark, drawing: Drawing) -> Sprite:
    """The sprite of `mark` with the corner of its box at (0, 0). Raises InputError as `drawn_art` does."""
    folder, key = PictureFolder(cache_folder() / "art"), picture_key(mark, drawing)

    def again() -> Image.Image:
        return drawn_art(mark, drawing).image.convert("RGB")

    found = folder.read_noted(f"{key}-film")
    if found is not None:
        return _sprite(found, (folder, key), again)
    picture = drawn_art(mark, drawing)
    sprite = sprite_of(picture.image, picture.x, picture.y)
    cover = sprite.cover.image if sprite.cover else None
    if not isinstance(sprite.paint, Pixels):
        assert cover is not None
        red, green, blue = sprite.paint
        folder.write(f"{key}-film", cover, sprite.x, sprite.y, _MASK | red << 8 | green << 16 | blue << 24)
        return sprite
    luma = sprite.paint.luma()
    note = _LUMA if cover is None else _LUMA_AND_MASK
    folder.write(f"{key}-film", luma if cover is None else _stacked(luma, cover), sprite.x, sprite.y, note)
    pixels = _Kept((folder, key), luma, again, sprite.paint.rgb)
    return Sprite(sprite.x, sprite.y, pixels, sprite.cover)


def _sprite(
    found: tuple[Image.Image, int, int, int], place: tuple[PictureFolder, str], again: Callable[[], Image.Image]
) -> Sprite:
    image, x, y, note = found
    if note & 255 == _MASK:
        color: Rgb = (note >> 8 & 255, note >> 16 & 255, note >> 24 & 255)
        return Sprite(x, y, color, Cover(image))
    if note == _LUMA:
        return Sprite(x, y, _Kept(place, image, again), None)
    luma, cover = _parted(image)
    return Sprite(x, y, _Kept(place, luma, again), Cover(cover))


def drawn_before(mark: ArtMark, drawing: Drawing) -> bool:
    """Whether the disk holds what film paints of `mark`."""
    return PictureFolder(cache_folder() / "art").path(f"{picture_key(mark, drawing)}-film").exists()


class _Kept(Pixels):
    """Pixels whose luma is there, and whose chroma is read from disk at the parity that is asked for."""

    __slots__ = ("_folder", "_key")

    def __init__(
        self,
        place: tuple[PictureFolder, str],
        luma: Image.Image,
        reload: Callable[[], Image.Image],
        rgb: Image.Image | None = None,
    ) -> None:
        super().__init__(rgb, luma.size, reload)
        self._folder, self._key = place
        self._luma = luma

    def _make_chroma(self, px: int, py: int) -> tuple[Image.Image, Image.Image]:
        if self.size[0] * self.size[1] > _LARGE:
            self._chroma.clear()  # to read it again is cheaper than what it drives out of the cache
        name = f"{self._key}-{px}{py}"
        found = self._folder.read_noted(name)
        if found is not None:
            return _parted(found[0])
        planes = super()._make_chroma(px, py)
        self._folder.write(name, _stacked(*planes), 0, 0)
        return planes

    @property
    def weight(self) -> int:
        """Luma, and chroma at one parity; at two, if it is small."""
        area = self.size[0] * self.size[1]
        return area * 3 // 2 if area > _LARGE else area * 2


def _stacked(upper: Image.Image, lower: Image.Image) -> Image.Image:
    both = Image.new("L", (upper.width, 2 * upper.height))
    both.paste(upper, (0, 0))
    both.paste(lower, (0, upper.height))
    return both


def _parted(both: Image.Image) -> tuple[Image.Image, Image.Image]:
    size: Size = (both.width, both.height // 2)
    return both.crop((0, 0, *size)), both.crop((0, size[1], both.width, both.height))
