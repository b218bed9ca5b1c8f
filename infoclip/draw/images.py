"""Sprites of photos and logos: turned as the camera says, cropped about their focal point, with round corners.

A logo may be an SVG: it is made safe and drawn as art is, at the size it has on the frame.
"""

from __future__ import annotations

import io
import math
import struct
from pathlib import Path

from PIL import ExifTags, Image, ImageChops, ImageOps, UnidentifiedImageError

from infoclip.draw.art import kept_drawing, rasterised, sanitised, svg_text
from infoclip.draw.art_values import Canvas
from infoclip.draw.cache import ByteCache
from infoclip.draw.effects import carried_outwards, sprite_of
from infoclip.draw.pixels import Cover, Pixels, Sprite
from infoclip.draw.pushed import Pushed
from infoclip.draw.shade import shaded
from infoclip.draw.shapes import rounded_mask
from infoclip.errors import InputError, Place, Problem
from infoclip.marks.marks import ImageMark

MOST_PIXELS = 120_000_000
Image.MAX_IMAGE_PIXELS = None  # Pillow would warn on the terminal, or call the file damaged: `_check_opened` tells it
_MOVING = ("GIF", "WEBP", "PNG", "AVIF")
"""Formats whose second picture is a film's; that of a phone's JPEG (MPO) is a depth map or the like."""


def image_sprites(mark: ImageMark, scale: float, progress: float = 1.0) -> tuple[Sprite, ...]:
    """`mark` with its box's corner at (0, 0), at `scale`; a photo that is pushed as far as `progress` 0..1 says.

    Raises InputError for a file that is no picture.
    """
    width, height = max(1, round(mark.width * scale)), max(1, round(mark.height * scale))
    if mark.push != 1:
        return (_pushed(mark, (width, height), progress),)
    picture, x, y = _framed(mark, (width, height))
    picture = shaded(picture, mark.shade)
    if mark.radius > 0:
        corners = rounded_mask(picture.size, mark.radius * scale)
        picture = picture.convert("RGBA")
        picture.putalpha(ImageChops.multiply(picture.getchannel("A"), corners))
    if picture.mode == "RGBA":
        if picture.getchannel("A").getextrema() == (255, 255):
            picture = picture.convert("RGB")
        else:
            picture = carried_outwards(picture)
    return (sprite_of(picture, x, y),)


def verify_picture(mark: ImageMark) -> None:
    """Read the whole file, as drawing will. Raises InputError when that cannot be done."""
    small_picture(mark)


def picture_size(path: Path) -> tuple[int, int]:
    """A photo's width and height in pixels, as it is seen: a phone's may lie on its side in the file."""
    with Image.open(path) as image:
        width, height = image.size
        turned = image.getexif().get(ExifTags.Base.Orientation, 1) >= 5
        return (height, width) if turned else (width, height)


def small_picture(mark: ImageMark) -> Image.Image:
    """The file's picture, read whole: an SVG within 64 x 64 pixels. Raises InputError when that cannot be done."""
    size = (64, 64)
    return _drawn(mark, size) if mark.path.suffix.lower() == ".svg" else _opened(mark, size)


def _framed(mark: ImageMark, size: tuple[int, int]) -> tuple[Image.Image, int, int]:
    """The picture fitted to `size` as its mark says, and where its corner is."""
    picture = _drawn(mark, size) if mark.path.suffix.lower() == ".svg" else _opened(mark, size)
    return _fitted(picture, size, mark)


_near: ByteCache[Pushed] = ByteCache(64 * 1024 * 1024, lambda pushed: pushed.weight)
"""Photos that are being pushed, veiled."""


def _pushed(mark: ImageMark, size: tuple[int, int], progress: float) -> Sprite:
    """The photo within its frame of `size`, `push` times nearer at progress 1, moving towards its focal point.

    It is drawn once, between its sizes at both ends; a frame of the film is that, scaled by a few percent. (Scaling
    down from the larger size would take a third longer, and shows no more.)
    """
    whole, pushed = _between(size, mark.push), _near_photo(mark, size)
    nearer = mark.push**progress if mark.push > 1 else (1 / mark.push) ** (1 - progress)
    shown = whole[0] / nearer, whole[1] / nearer
    left, top = ((side - part) * at for side, part, at in zip(whole, shown, mark.focal, strict=True))
    warp = (shown[0] / size[0], 0.0, left, 0.0, shown[1] / size[1], top)
    cover = Cover(rounded_mask(size, mark.radius * size[0] / mark.width)) if mark.radius > 0 else None
    return Sprite(0, 0, pushed.seen(warp), cover)


def _between(size: tuple[int, int], push: float) -> tuple[int, int]:
    """The size between those at both ends of a push."""
    middle = math.sqrt(max(push, 1 / push))
    return round(size[0] * middle), round(size[1] * middle)


def _near_photo(mark: ImageMark, size: tuple[int, int]) -> Pushed:
    whole = _between(size, mark.push)

    def drawn() -> Image.Image:
        flat = Image.new("RGB", whole, (0, 0, 0))
        picture, x, y = _framed(mark, whole)
        flat.paste(picture, (x, y), picture if picture.mode == "RGBA" else None)
        return shaded(flat, mark.shade)

    key = (mark.key, size)
    return _near.get(key) or _near.put(key, Pushed(Pixels.of(drawn(), drawn), size))


def prepare_photo(mark: ImageMark, scale: float) -> bool:
    """Make a part of what film needs of a photo that is pushed; whether there was anything left to make."""
    size = max(1, round(mark.width * scale)), max(1, round(mark.height * scale))
    if _near.get((mark.key, size)) is None:
        _near_photo(mark, size)
        return True
    return _near_photo(mark, size).prepare()


def _drawn(mark: ImageMark, size: tuple[int, int]) -> Image.Image:
    place = Place(mark.path)
    covers = mark.focal if mark.fit == "cover" else None

    def draw() -> Image.Image:
        return rasterised(sanitised(svg_text(mark.path), Canvas(*size, 0, 1.0), place, covers=covers), place)

    return kept_drawing((mark.sha, size, covers), draw)


def _opened(mark: ImageMark, size: tuple[int, int]) -> Image.Image:
    """The file as RGB or RGBA, upright, in sRGB. A large JPEG is decoded at a fraction of its size where that does."""
    place = Place(mark.path)
    try:
        with Image.open(mark.path) as image:
            _check_opened(image, place)
            largest = 2 * max(size)  # twice: it may stand on its side, or be cropped
            image.draft(None, (largest, largest))
            upright = ImageOps.exif_transpose(image)
            return _in_srgb(upright)
    except (OSError, SyntaxError, ValueError, struct.error, MemoryError) as error:
        raise InputError(_unreadable(mark.path, error)) from error


def _check_opened(image: Image.Image, place: Place) -> None:
    if image.width * image.height > MOST_PIXELS:
        size = f"{image.width:,} x {image.height:,} pixels"
        message = f"this picture has {size}, and the most is {MOST_PIXELS // 1_000_000} million: too large"
        raise InputError(Problem(message, place, "save it 4000 pixels wide or smaller", "image"))
    if getattr(image, "is_animated", False) and image.format in _MOVING:
        frames = getattr(image, "n_frames", 2)
        message = f"this picture moves: it has {frames} frames"
        hint = "show it with the scene video, or save one of its frames as a picture"
        raise InputError(Problem(message, place, hint, "image"))


def _unreadable(path: Path, error: Exception) -> Problem:
    """What is wrong with a file that Pillow cannot read, in a designer's words."""
    try:
        with path.open("rb") as file:
            head = file.read(16)
    except OSError as reason:
        return Problem(f"cannot read this picture: {reason.strerror}", Place(path), code="image")
    if not head:
        return Problem("this picture's file is empty", Place(path), "copy or save it again", "image")
    if head[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypmsf1"):
        message = "this is a HEIC photo, which cannot be read"
        return Problem(message, Place(path), "save it as JPEG or PNG", "image")
    if isinstance(error, UnidentifiedImageError):
        hint = "give it as JPEG, PNG, WebP or SVG"
        return Problem("this is not a picture that can be read", Place(path), hint, "image")
    return Problem(f"this picture is damaged: {error}", Place(path), "copy or save it again", "image")


def _in_srgb(image: Image.Image) -> Image.Image:
    """`image` as RGB, or RGBA where it lets light through; colours of its profile (print, a phone's) made sRGB."""
    clear = image.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in image.info
    if image.mode.startswith(("I", "F")):
        image = _eight_bits(image)
    profile = image.info.get("icc_profile")
    if profile and image.mode in ("RGB", "RGBA", "CMYK", "L"):
        converted = _by_profile(image, profile)
        if converted is not None:
            return converted
    return image.convert("RGBA" if clear else "RGB")


def _eight_bits(image: Image.Image) -> Image.Image:
    """Greys of 16 bits or of floating point as 8 bits: Pillow alone would clip them all to white."""
    if image.mode.startswith("I;16"):
        image = image.convert("I")
    low, high = image.getextrema()
    assert isinstance(low, int | float)
    assert isinstance(high, int | float)
    most = 65535.0 if high > 255 else 255.0 if high > 1 else 1.0
    return image.point(lambda value: value * (255.0 / most) + 0.0).convert("L")


def _by_profile(image: Image.Image, profile: bytes) -> Image.Image | None:
    from PIL import ImageCms  # few pictures have colours of their own

    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if "sRGB" in ImageCms.getProfileDescription(own) and image.mode != "CMYK":
            return None
        kept = image.getchannel("A") if image.mode == "RGBA" else None
        colours = image.convert("RGB") if image.mode == "RGBA" else image
        found = ImageCms.profileToProfile(colours, own, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return None
    if found is not None and kept is not None:
        found.putalpha(kept)
    return found


def _fitted(image: Image.Image, size: tuple[int, int], mark: ImageMark) -> tuple[Image.Image, int, int]:
    width, height = size
    grow = max if mark.fit == "cover" else min
    factor = grow(width / image.width, height / image.height)
    if mark.fit == "contain":
        fitted = max(1, round(image.width * factor)), max(1, round(image.height * factor))
        x, y = (width - fitted[0]) // 2, (height - fitted[1]) // 2
        return _resized(image, fitted, (0.0, 0.0, float(image.width), float(image.height))), x, y
    shown_width, shown_height = min(image.width, width / factor), min(image.height, height / factor)
    left = min(max(0.0, mark.focal[0] * image.width - shown_width / 2), image.width - shown_width)
    top = min(max(0.0, mark.focal[1] * image.height - shown_height / 2), image.height - shown_height)
    return _resized(image, size, (left, top, left + shown_width, top + shown_height)), 0, 0


def _resized(image: Image.Image, size: tuple[int, int], box: tuple[float, float, float, float]) -> Image.Image:
    if image.size == size and all(math.isclose(a, b) for a, b in zip(box, (0, 0, *size), strict=True)):
        return image
    return image.resize(size, Image.Resampling.LANCZOS, box=box, reducing_gap=2.0)
