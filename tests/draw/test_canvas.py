"""The two canvases: what the four calls do, within a clip, and that RGB and YUV show the same."""

from __future__ import annotations

import random

import pytest
from drawing import as_text, largest_difference
from PIL import Image, ImageDraw, ImageFilter

from infoclip.draw.canvas import Canvas, RgbCanvas, Veil, YuvCanvas, even
from infoclip.draw.pixels import Cover, Pixels, yuv

KINDS = [RgbCanvas, YuvCanvas]


def luma(canvas: Canvas) -> Image.Image:
    if isinstance(canvas, YuvCanvas):
        return canvas.planes[0]
    assert isinstance(canvas, RgbCanvas)
    return Pixels.of(canvas.image).luma()


def mask(*rows: str) -> Cover:
    data = bytes({" ": 0, ".": 85, ":": 170, "#": 255}[sign] for row in rows for sign in row)
    return Cover(Image.frombytes("L", (len(rows[0]), len(rows)), data))


@pytest.mark.parametrize("kind", KINDS)
def test_a_mask_is_filled_with_its_colour(kind: type) -> None:
    canvas = kind(8, 4)
    canvas.fill((0, 0, 0), canvas.rect)
    canvas.paste_color((255, 255, 255), mask("#:.", ".:#"), (3, 1), canvas.rect)
    assert as_text(luma(canvas)) == ["        ", "   #:.  ", "   .:#  ", "        "]


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_painted_outside_the_clip_or_the_canvas(kind: type) -> None:
    canvas = kind(8, 4)
    canvas.fill((0, 0, 0), canvas.rect)
    white = Pixels.of(Image.new("RGB", (20, 20), (255, 255, 255)))
    canvas.paste_pixels(white, None, (-5, -5), (2, 2, 6, 4))
    canvas.paste_color((255, 255, 255), mask("###"), (7, 0), canvas.rect)
    canvas.paste_color((255, 255, 255), mask("###"), (30, 0), canvas.rect)
    assert as_text(luma(canvas)) == ["       #", "        ", "  ####  ", "  ####  "]


@pytest.mark.parametrize("kind", KINDS)
def test_another_canvas_is_blended_whole_evenly_or_through_a_veil(kind: type) -> None:
    canvas, other = kind(8, 4), kind(8, 4)
    canvas.fill((0, 0, 0), canvas.rect)
    other.fill((255, 255, 255), other.rect)
    canvas.blend(other, None, (6, 0), canvas.rect)
    canvas.blend(other, 0.6, (0, 0), (0, 0, 2, 4))
    canvas.blend(other, Veil(mask("#.", ".#"), 2, 2), (0, 0), canvas.rect)
    assert as_text(luma(canvas)) == ["::    ##", "::    ##", "::#.  ##", "::.#  ##"]


def test_planes_share_one_buffer_in_the_order_of_yuv420p() -> None:
    canvas = YuvCanvas(4, 4)
    canvas.fill((255, 255, 255), canvas.rect)
    assert bytes(canvas.buffer) == bytes([235] * 16 + [128] * 8)
    canvas.fill((255, 0, 0), (0, 0, 2, 2))
    y, u, v = yuv((255, 0, 0))
    assert (y, u, v) == (63, 102, 240), "BT.709 red in limited range"
    assert canvas.buffer[0] == y
    assert canvas.buffer[16] == u
    assert canvas.buffer[20] == v


def test_odd_sizes_are_refused_and_rectangles_made_even() -> None:
    with pytest.raises(ValueError, match="even"):
        YuvCanvas(5, 4)
    assert even((1, 2, 4, 5)) == (0, 2, 4, 6)


def picture(size: tuple[int, int], seed: int) -> Image.Image:
    """Soft colours, as grounds and photos have them."""
    small = Image.frombytes("RGB", (5, 7), random.Random(seed).randbytes(105))
    return small.resize(size, Image.Resampling.BICUBIC)


def soft(size: tuple[int, int]) -> Cover:
    image = Image.new("L", size)
    ImageDraw.Draw(image).ellipse((5, 5, size[0] - 6, size[1] - 6), fill=255)
    return Cover(image.filter(ImageFilter.GaussianBlur(1)))


def test_both_canvases_show_the_same_within_five_levels() -> None:
    """At every parity of place and size, with flat colours, pictures and fades."""
    rgb, film = RgbCanvas(160, 240), YuvCanvas(160, 240)
    for canvas in (rgb, film):
        canvas.paste_pixels(Pixels.of(picture((160, 240), 1)), None, (0, 0), canvas.rect)
        for step in range(8):
            px, py, odd = step & 1, step >> 1 & 1, step >> 2 & 1
            at = 4 + 80 * (step % 2) + px, 6 + 58 * (step // 2) + py
            size = 60 + odd, 40 + (1 - odd)
            if step % 3 == 0:
                canvas.paste_color((230, 190, 90), soft(size), at, canvas.rect)
            else:
                canvas.paste_pixels(
                    Pixels.of(picture(size, step)), soft(size) if step % 3 == 1 else None, at, canvas.rect
                )
        other = canvas.like()
        other.fill((20, 160, 120), other.rect)
        canvas.blend(other, 0.3, (0, 0), (0, 100, 160, 180))
    whole = Pixels.of(rgb.image)
    for drawn, wanted in zip(film.planes, (whole.luma(), *whole.chroma(0, 0)), strict=True):
        assert largest_difference(drawn, wanted) <= 5
