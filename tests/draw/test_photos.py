"""Photos: upright, about their focal point, in sRGB, pushed within their frame, dimmed under words as words need it."""

from __future__ import annotations

import io
import random
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageCms, ImageDraw, ImageFilter, ImageOps, ImageStat

from infoclip.draw.images import image_sprites, verify_picture
from infoclip.draw.pixels import Pixels, rgb_of_planes
from infoclip.draw.pushed import Pushed
from infoclip.draw.shade import caps_of, shaded
from infoclip.errors import InputError
from infoclip.marks.marks import ImageMark, Shade
from infoclip.values.color import Color

RED, GREEN, BLUE, WHITE = (200, 30, 30), (30, 160, 60), (30, 60, 200), (250, 250, 250)
CORNERS = (RED, GREEN, BLUE, WHITE)
"""Of a picture that stands upright: left top, right top, left bottom, right bottom."""


def corners(size: tuple[int, int] = (120, 80)) -> Image.Image:
    width, height = size
    image = Image.new("RGB", size)
    for index, color in enumerate(CORNERS):
        left, top = index % 2 * width // 2, index // 2 * height // 2
        image.paste(color, (left, top, left + width // 2, top + height // 2))
    return image


def photo(path: Path, width: float = 120, height: float = 80, **more: Any) -> ImageMark:
    return ImageMark(width, height, path, path.name + str(path.stat().st_mtime_ns), **more)


def drawn(mark: ImageMark, scale: float = 1.0, progress: float = 1.0) -> Image.Image:
    (sprite,) = image_sprites(mark, scale, progress)
    assert isinstance(sprite.paint, Pixels)
    return sprite.paint.rgb


def near(pixel: Any, color: tuple[int, int, int], most: int = 12) -> bool:
    return all(abs(a - b) <= most for a, b in zip(pixel, color, strict=False))


def stored(image: Image.Image, orientation: int) -> Image.Image:
    """How a camera that was held so stores what stands upright: EXIF 2.32, 4.6.4, tag 274."""
    ways = {
        2: [Image.Transpose.FLIP_LEFT_RIGHT], 3: [Image.Transpose.ROTATE_180], 4: [Image.Transpose.FLIP_TOP_BOTTOM],
        5: [Image.Transpose.TRANSPOSE], 6: [Image.Transpose.ROTATE_90], 7: [Image.Transpose.TRANSVERSE],
        8: [Image.Transpose.ROTATE_270],
    }  # fmt: skip
    for way in ways.get(orientation, []):
        image = image.transpose(way)
    return image


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_every_way_to_hold_a_camera_comes_out_upright(tmp_path: Path, orientation: int, kind: str) -> None:
    exif = Image.Exif()
    exif[274] = orientation
    path = tmp_path / f"photo.{kind.lower()}"
    stored(corners(), orientation).save(path, kind, exif=exif, quality=95)
    picture = drawn(photo(path))
    assert picture.size == (120, 80)
    for place, color in zip(((20, 15), (100, 15), (20, 65), (100, 65)), CORNERS, strict=True):
        assert near(picture.getpixel(place), color), (orientation, place, picture.getpixel(place))


@pytest.mark.parametrize(
    ("focal", "seen"), [((0.0, 0.0), RED), ((1.0, 0.0), GREEN), ((0.0, 1.0), BLUE), ((1.0, 1.0), WHITE)]
)
@pytest.mark.parametrize("size", [(30, 80), (120, 20), (40, 30)])
def test_the_focal_point_stays_in_sight(
    tmp_path: Path, focal: tuple[float, float], seen: tuple[int, int, int], size: tuple[int, int]
) -> None:
    path = tmp_path / "photo.png"
    image = corners()
    ImageDraw.Draw(image).point((60, 40), RED)
    image.save(path)
    picture = drawn(photo(path, *size, focal=focal))
    assert picture.size == size
    corner = round(focal[0] * (size[0] - 1)), round(focal[1] * (size[1] - 1))
    assert near(picture.getpixel(corner), seen)


def test_a_push_comes_nearer_to_the_focal_point_within_the_frame(tmp_path: Path) -> None:
    image = Image.new("RGB", (400, 400), (20, 20, 20))
    ImageDraw.Draw(image).rectangle((280, 80, 319, 119), fill=(250, 250, 250))  # about 0.75, 0.25
    path = tmp_path / "photo.png"
    image.save(path)
    mark = photo(path, 400, 400, focal=(0.75, 0.25), push=1.25)
    boxes = [drawn(mark, progress=at).convert("L").point(lambda v: 255 * (v > 128)).getbbox() for at in (0, 0.5, 1)]
    widths = [box[2] - box[0] for box in boxes if box]
    assert widths[0] == pytest.approx(40, abs=2)
    assert widths[2] == pytest.approx(50, abs=2)
    assert widths[0] < widths[1] < widths[2]
    for box in boxes:
        assert box is not None
        assert (box[0] + box[2]) / 2 == pytest.approx(300, abs=2), "the focal point stands still"
        assert (box[1] + box[3]) / 2 == pytest.approx(100, abs=2)
    out = photo(path, 400, 400, focal=(0.75, 0.25), push=0.8)
    first, last = (drawn(out, progress=at).convert("L").point(lambda v: 255 * (v > 128)).getbbox() for at in (0, 1))
    assert first is not None
    assert last is not None
    assert first[2] - first[0] > last[2] - last[0]


def test_a_push_never_shows_what_is_beside_the_picture(tmp_path: Path) -> None:
    path = tmp_path / "photo.png"
    Image.new("RGB", (300, 500), (180, 90, 40)).save(path)
    for progress in (0.0, 0.37, 1.0):
        for focal in ((0.0, 0.0), (1.0, 1.0), (0.3, 0.9)):
            picture = drawn(photo(path, 90, 160, focal=focal, push=1.1), 1.0, progress)
            assert picture.getextrema() == ((180, 180), (90, 90), (40, 40))


LIGHT, DARK = Color.parse("#FFF8E7"), Color.parse("#05211A")


@pytest.mark.parametrize("side", ["bottom", "top", "left", "right", "all"])
@pytest.mark.parametrize("shows", ["white", "black", "noise", "stripes", "sun", "yellow"])
@pytest.mark.parametrize(("ink", "veil"), [(LIGHT, DARK), (DARK, LIGHT), (Color(255, 255, 255), Color(178, 38, 60))])
def test_every_pixel_under_the_words_can_be_read_on(side: Any, shows: str, ink: Color, veil: Color) -> None:
    picture = {
        "white": Image.new("RGB", (90, 90), (255, 255, 255)),
        "black": Image.new("RGB", (90, 90), (0, 0, 0)),
        "noise": Image.effect_noise((90, 90), 120).convert("RGB"),
        "stripes": Image.linear_gradient("L").resize((90, 90)).convert("RGB"),
        "sun": Image.radial_gradient("L").resize((90, 90)).point(lambda value: 255 - value).convert("RGB"),
        "yellow": Image.new("RGB", (90, 90), (255, 255, 0)),
    }[shows]
    shade = Shade(side, veil, ink, edge=0.5, fade=0.25)
    result = shaded(picture, shade)
    box = {"bottom": (0, 46, 90, 90), "top": (0, 0, 90, 44), "right": (46, 0, 90, 90), "left": (0, 0, 44, 90)}
    part = result.crop(box.get(side, (0, 0, 90, 90)))
    worst = min(Color(*color).contrast(ink) for _, color in part.getcolors(90 * 90) or ())  # type: ignore[misc]
    assert worst >= 4.5


def test_a_dark_photo_is_dimmed_less_than_a_bright_one() -> None:
    shade = Shade("bottom", DARK, LIGHT, edge=0.5)
    bright, dark = (shaded(Image.new("RGB", (40, 40), (v, v, v)), shade) for v in (250, 90))
    assert bright.getpixel((20, 2)) == (250, 250, 250), "what no words need is left as it is"
    kept = [image.getpixel((20, 22))[1] / value for image, value in ((bright, 250), (dark, 90))]  # type: ignore[index]
    assert kept[0] < 0.5 < kept[1]
    assert max(caps_of(shade).rgb) < 150


@pytest.mark.parametrize("veil", [Color(6, 37, 29), Color(28, 22, 20), Color(21, 16, 63)])
def test_a_pale_sky_turns_to_the_veils_hue_and_deeper_away_from_the_words(veil: Color) -> None:
    shade = Shade("bottom", veil, LIGHT, edge=0.5, fade=0.2)
    result = shaded(Image.new("RGB", (40, 100), (238, 238, 238)), shade)
    seen = [Color(*result.getpixel((20, y))) for y in (52, 75, 99)]  # type: ignore[misc]
    order = sorted(range(3), key=lambda band: veil.rgb[band])
    for color in seen:
        assert sorted(range(3), key=lambda band: color.rgb[band]) == order
        assert max(color.rgb) - min(color.rgb) >= 6, "no grey"
    assert seen[0].luminance > 1.3 * seen[1].luminance > 1.69 * seen[2].luminance


def cmyk(path: Path) -> None:
    Image.new("RGB", (40, 40), (40, 120, 200)).convert("CMYK").save(path, "JPEG", quality=95)


def sixteen(path: Path) -> None:
    Image.new("I;16", (40, 40), 0x8000).save(path, "PNG")


def wide_gamut(path: Path) -> None:
    """A picture whose profile says that its red and green are each other's."""
    profile = ImageCms.createProfile("sRGB")
    data = bytearray(ImageCms.ImageCmsProfile(profile).tobytes())
    for one, other in ((b"rXYZ", b"gXYZ"),):
        first, second = data.index(one), data.index(other)
        data[first : first + 4], data[second : second + 4] = other, one
    data = data.replace(b"s\0R\0G\0B", b"t\0e\0s\0t")
    Image.new("RGB", (40, 40), (220, 20, 20)).save(path, "PNG", icc_profile=bytes(data))


def palette(path: Path) -> None:
    Image.new("RGB", (40, 40), (40, 120, 200)).convert("P").save(path, "PNG")


@pytest.mark.parametrize(
    ("make", "color"),
    [(cmyk, (40, 120, 200)), (sixteen, (128, 128, 128)), (wide_gamut, (20, 220, 20)), (palette, (40, 120, 204))],
)
def test_colours_of_other_kinds(tmp_path: Path, make: Any, color: tuple[int, int, int]) -> None:
    path = tmp_path / "photo.bin"
    make(path)
    assert near(drawn(photo(path, 20, 20)).getpixel((10, 10)), color, 14)


def animated(path: Path, kind: str) -> None:
    frames = [Image.new("RGB", (20, 20), (index * 60, 0, 0)) for index in range(4)]
    frames[0].save(path, kind, save_all=True, append_images=frames[1:])


def truncated(path: Path) -> None:
    data = io.BytesIO()
    Image.effect_noise((300, 300), 90).save(data, "JPEG")
    path.write_bytes(data.getvalue()[: len(data.getvalue()) // 2])


def bomb(path: Path) -> None:
    Image.new("1", (40_000, 6_000)).save(path, "PNG")


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda path: path.write_bytes(b""), "empty"),
        (lambda path: path.write_bytes(b"hello"), "not a picture"),
        (lambda path: path.write_bytes(b"\0\0\0\x18ftypheic" + b"\0" * 40), "HEIC"),
        (truncated, "damaged"),
        (lambda path: animated(path, "GIF"), "moves"),
        (lambda path: animated(path, "WEBP"), "moves"),
        (lambda path: animated(path, "PNG"), "moves"),
        (bomb, "pixels"),
    ],
)
def test_what_cannot_be_drawn_is_told_with_its_file(tmp_path: Path, make: Any, said: str) -> None:
    path = tmp_path / "photo.jpg"
    make(path)
    with pytest.raises(InputError) as caught:
        verify_picture(photo(path))
    (problem,) = caught.value.problems
    assert said in problem.message
    assert problem.hint
    assert problem.place is not None
    assert problem.place.path == path


def test_a_phones_two_picture_jpeg_is_a_photo(tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    corners().save(path, "MPO", save_all=True, append_images=[corners()])
    assert near(drawn(photo(path)).getpixel((20, 15)), RED)


def test_film_and_still_show_the_same_photo(tmp_path: Path) -> None:
    path = tmp_path / "photo.png"
    corners((240, 160)).save(path)
    mark = photo(path, 120, 80, push=1.08, shade=Shade("bottom", DARK, LIGHT, edge=0.6))
    (sprite,) = image_sprites(mark, 1.0, 0.5)
    assert isinstance(sprite.paint, Pixels)
    film = rgb_of_planes((sprite.paint.luma(), *sprite.paint.chroma(0, 0)))
    still = sprite.paint.rgb
    for place in ((15, 10), (100, 10), (15, 72), (100, 72)):
        assert near(film.getpixel(place), still.getpixel(place), 6)  # type: ignore[arg-type]


def test_an_svg_covers_its_box_as_a_photo_does(tmp_path: Path) -> None:
    path = tmp_path / "drawn.svg"
    halves = '<rect width="50" height="100" fill="#c81e1e"/><rect x="50" width="50" height="100" fill="#1e3cc8"/>'
    path.write_text(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">{halves}</svg>')
    picture = drawn(photo(path, 40, 120, focal=(0.5, 0.5)))
    assert picture.size == (40, 120)
    assert near(picture.getpixel((5, 5)), RED)
    assert near(picture.getpixel((35, 115)), BLUE)
    assert near(drawn(photo(path, 40, 120, focal=(0.0, 0.5))).getpixel((35, 60)), RED)


def test_a_pushed_photo_is_in_film_what_scaling_it_would_give() -> None:
    """Its columns are picked from finer ones and its rows mixed: no more than a few levels apart, at both parities."""
    noise = Image.frombytes("L", (111, 75), random.Random(5).randbytes(111 * 75)).filter(ImageFilter.GaussianBlur(2))
    photo = Pixels.of(ImageOps.autocontrast(noise).convert("RGB"))
    size = 101, 69
    for warp in (
        (111 / 101, 0.0, 0.0, 0.0, 75 / 69, 0.0),
        (0.97, 0.0, 12.6, 0.0, 0.97, 7.9),
        (1.0, 0.0, 10.0, 0.0, 1.0, 6.0),
    ):
        seen, scaled = Pushed(photo, size).seen(warp), photo.warped(warp, size)
        assert seen.rgb.tobytes() == scaled.rgb.tobytes()
        pairs = [(seen.luma(), scaled.luma())]
        for px, py in ((0, 0), (1, 0), (0, 1), (1, 1)):
            pairs += zip(seen.chroma(px, py), scaled.chroma(px, py), strict=True)
        for one, other in pairs:
            assert one.size == other.size
            difference = ImageChops.difference(one, other)
            told = ImageStat.Stat(difference)
            assert told.extrema[0][1] <= 40  # where light and dark meet within a pixel or two
            assert told.mean[0] < 2


def test_a_pushed_photo_moves_evenly() -> None:
    """From frame to frame an edge goes on by what the push says, not in steps: its middle is found by its grey."""
    edge = Image.new("L", (440, 40))
    edge.paste(255, (220, 0, 440, 40))
    pushed = Pushed(Pixels.of(edge.convert("RGB")), (400, 36))
    places = []
    for step in range(60):
        nearer = 1.002**step
        width = 440 / nearer
        luma = pushed.seen((width / 400, 0.0, 0.0, 0.0, 40 / nearer / 36, 0.0)).luma()
        row = luma.crop((0, 18, 400, 19)).tobytes()
        places.append(sum((235 - value) / 219 for value in row) - 200 * nearer)
    assert max(abs(place) for place in places) <= 0.2
