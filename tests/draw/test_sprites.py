"""Sprites: text with fills and shadows, clips, fades, turns, groups, photos; each checked on the pixels it gives."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from drawing import BLUE, GOLD, RED, THEME, WHITE, art, as_text, block, largest_difference
from PIL import Image, ImageChops

from infoclip.draw.canvas import RgbCanvas
from infoclip.draw.paint import ScenePainter
from infoclip.draw.shapes import circle_mask, gradient, polygon_mask, ramp, rounded_mask, wedge_mask
from infoclip.draw.sprites import Look, SpriteMaker
from infoclip.errors import InputError
from infoclip.marks.marks import Clip, CounterMark, Drawn, GroupMark, ImageMark, Mark, TextMark
from infoclip.text.lines import Span
from infoclip.text.raster import masks, unit_count
from infoclip.values.color import Color, Linear, Radial, Shadow, Stop
from infoclip.values.geometry import Box


def shown(*items: Drawn, size: tuple[int, int] = (40, 24), scale: float = 1.0) -> Image.Image:
    """The items on black."""
    canvas = RgbCanvas(*size)
    ScenePainter(canvas, SpriteMaker(Look(THEME, None, scale), canvas.rect), (0, 0, 0)).paint(items)
    return canvas.image


def square(folder: Path, side: float = 16, fill: str = "#fff") -> Mark:
    return art(folder, f'<rect width="{side}" height="{side}" fill="{fill}"/>', (side, side))


def text(words: str = "نص", size: float = 40, **options: object) -> TextMark:
    laid = block(words, size)
    fill = options.pop("fill", WHITE)
    return TextMark(laid.width, laid.height, laid, fill, **options)  # type: ignore[arg-type]


def test_the_units_of_a_text_together_are_the_text() -> None:
    mark = text("حصاد عام", 30)
    whole = shown(Drawn(mark, 4, 2), size=(160, 60))
    words = [Drawn(mark, 4, 2, by="word", unit=unit) for unit in range(unit_count(mark.block, "word"))]
    assert len(words) == 2
    assert largest_difference(shown(*words, size=(160, 60)), whole) <= 1
    assert shown(Drawn(mark, 4, 2, by="word", unit=99), size=(160, 60)).getbbox() is None


def test_a_gradient_spans_the_whole_block_even_for_one_word() -> None:
    fill = Linear((Stop(0.0, RED), Stop(1.0, BLUE)), 0.0)
    mark = text("حصاد عام", 40, fill=fill)
    whole = shown(Drawn(mark, 0, 0), size=(200, 80))
    one = shown(Drawn(mark, 0, 0, by="word", unit=1), size=(200, 80))
    box = one.getbbox()
    assert box is not None
    assert largest_difference(one.crop(box), whole.crop(box)) <= 1
    left, right = whole.getpixel((box[0] + 4, 40)), whole.getbbox()
    assert right is not None
    ink = mark.block.ink
    field = gradient(fill, Box(0, 0, 100, 10), (0, 0, 100, 10))[0]
    assert field.getpixel((0, 5)) == pytest.approx(RED.rgb, abs=3)
    assert field.getpixel((99, 5)) == pytest.approx(BLUE.rgb, abs=3)
    assert ink.width > 0
    assert left is not None


def test_gradients_follow_angle_centre_and_alpha() -> None:
    down, alpha = gradient(GOLD, Box(0, 10, 20, 100), (0, 0, 20, 120))
    assert alpha is None
    assert down.getpixel((3, 5)) == (255, 230, 150), "above its box the first colour goes on"
    assert down.getpixel((3, 60)) == pytest.approx((202, 165, 85), abs=3)
    assert down.getpixel((3, 115)) == (150, 100, 20)
    slanted, _ = gradient(Linear(GOLD.stops, 45), Box(0, 0, 100, 100), (0, 0, 100, 100))
    assert slanted.getpixel((20, 80)) == pytest.approx(slanted.getpixel((80, 20)), abs=2)
    clear = Radial((Stop(0, Color(255, 255, 255, 1.0)), Stop(1, Color(255, 255, 255, 0.0))), 0.5, 0.5, 0.5)
    _, fade = gradient(clear, Box(0, 0, 100, 50), (0, 0, 100, 50))
    assert fade is not None
    assert fade.getpixel((50, 25)) >= 250
    assert fade.getpixel((75, 25)) == pytest.approx(127, abs=4), "half the radius, which is half the width"
    assert fade.getpixel((0, 0)) == 0


def test_a_shadow_falls_below_and_a_part_of_its_strength_shows_when_faded() -> None:
    mark = text("ا", 80, shadow=Shadow(Color(255, 0, 0, 0.5), 30, 0, 0))
    picture = shown(Drawn(mark, 10, 0), size=(90, 130))
    only = shown(Drawn(text("ا", 80), 10, 0), size=(90, 130))
    box = only.getbbox()
    assert box is not None
    middle = (box[0] + box[2]) // 2, (box[1] + box[3]) // 2
    assert picture.getpixel(middle) == (255, 255, 255)
    assert picture.getpixel((middle[0] + 30, middle[1])) == pytest.approx((128, 0, 0), abs=1)
    tight = TextMark(mark.width, mark.height, mark.block, WHITE, Shadow(Color(255, 0, 0), 0, 0, 0))
    half = shown(Drawn(tight, 10, 0, opacity=0.5), size=(90, 130))
    assert half.getpixel(middle) == pytest.approx((128, 128, 128), abs=2), "faded as one: no shadow shines through"


def test_a_glow_is_soft_and_keeps_its_weight() -> None:
    mark = text("نص", 60, shadow=Shadow(Color(255, 255, 255), 0, 0, 6), fill=Color(0, 0, 0, 0.0))
    glow = shown(Drawn(mark, 40, 10), size=(180, 130)).convert("L")
    ink = masks(mark.block)[0].image
    weight, wanted = sum(glow.getdata()), sum(ink.getdata())
    assert abs(weight - wanted) < wanted * 0.04
    assert glow.getextrema()[1] < 250


def test_spans_have_their_own_fills() -> None:
    laid = block("حصاد عام", 40, spans=(Span(0, 4, fill="hot"),))
    mark = TextMark(laid.width, laid.height, laid, WHITE, None, (("hot", RED),))
    colours = {pixel for _, pixel in shown(Drawn(mark, 0, 0), size=(200, 80)).getcolors(10_000) or []}
    assert RED.rgb in colours
    assert WHITE.rgb in colours


def test_a_counter_shows_the_value_of_its_progress_at_a_standing_edge() -> None:
    blocks = tuple(block(str(value), 40) for value in (0, 50, 120))
    mark = CounterMark(blocks[-1].width, blocks[-1].height, blocks, WHITE)
    boxes = [shown(Drawn(mark, 10, 0, progress=at), size=(140, 80)).getbbox() for at in (0.0, 0.5, 1.0)]
    assert all(boxes)
    right = [box[2] for box in boxes if box]
    assert max(right) - min(right) <= 3, "numbers of right-to-left text keep their right edge"
    plain = TextMark(blocks[-1].width, blocks[-1].height, blocks[-1], WHITE)
    final = shown(Drawn(mark, 10, 0), size=(140, 80))
    assert largest_difference(final, shown(Drawn(plain, 10, 0), size=(140, 80))) == 0


def test_digits_stand_still_while_a_counter_runs() -> None:
    """The last digit of 81, 88 and 18 stands in one cell, whatever the ink of its neighbours."""
    blocks = tuple(block(value, 60) for value in ("181", "888", "118"))
    mark = CounterMark(blocks[-1].width, blocks[-1].height, blocks, WHITE)
    second, third = (shown(Drawn(mark, 10, 0, progress=at), size=(160, 110)).convert("L") for at in (0.5, 1.0))
    box = third.getbbox()
    assert box is not None
    cell = (box[2] - 30, 0, box[2], 110)
    assert largest_difference(second.crop(cell), third.crop(cell)) <= 2, "the 8 at the end of both"


@pytest.mark.parametrize(
    ("clip", "rows"),
    [
        (Clip("inset", (0.5, 0, 0, 0)), ["    ####"] * 8),
        (Clip("inset", (0, 0.25, 0, 0.25)), [" " * 8] * 2 + ["########"] * 4 + [" " * 8] * 2),
        (Clip("inset", (0, 0, 0.5625, 0)), ["###:    "] * 8),
        (Clip("wedge", (0.0, 0.25)), ["    ####"] * 4 + [" " * 8] * 4),
        (Clip("wedge", (0.5, 1.0)), ["####    "] * 8),
        (Clip("inset", (0, 0, 0, 0)), ["########"] * 8),
        (Clip("inset", (1, 0, 0, 0)), [" " * 8] * 8),
        (Clip("wedge", (0.25, 0.25)), [" " * 8] * 8),
        (Clip("circle", (0.0,)), [" " * 8] * 8),
        (Clip("circle", (1.2,)), ["########"] * 8),
    ],
)
def test_clips(tmp_path: Path, clip: Clip, rows: list[str]) -> None:
    assert as_text(shown(Drawn(square(tmp_path, 8), 0, 0, clip=clip), size=(8, 8))) == rows


def test_a_feathered_wipe_uncovers_evenly_from_nothing_to_all(tmp_path: Path) -> None:
    mark = square(tmp_path, 100)
    weights = []
    for share in (1.0, 0.75, 0.5, 0.25, 0.0):
        clip = Clip("inset", (share, 0, 0, 0), 20) if share else None
        weights.append(sum(shown(Drawn(mark, 0, 0, clip=clip), size=(100, 100)).convert("L").getdata()) / 2_550_000)
    assert weights[0] == 0
    assert weights[-1] == 1
    assert weights == sorted(weights)
    assert weights[2] == pytest.approx(0.5, abs=0.02)


@pytest.mark.parametrize("side", [2, 240], ids=["drawn there", "slid"])
def test_a_part_of_a_pixel_is_a_part_of_its_neighbour(tmp_path: Path, side: int) -> None:
    """Small art is drawn anew at each quarter of a pixel, large art is slid: both cover what geometry says."""
    mark = square(tmp_path, side)
    size = (side + 12, side + 12)
    right = shown(Drawn(mark, 1.25, 1), size=size).convert("L")
    assert [right.getpixel((x, 2)) for x in (0, 1, 2, side + 1)] == pytest.approx([0, 191, 255, 64], abs=2)
    down = shown(Drawn(mark, 1, 0.75), size=size).convert("L")
    assert [down.getpixel((2, y)) for y in (0, 1, side, side + 1)] == pytest.approx([64, 255, 191, 0], abs=2)
    moved = [shown(Drawn(mark, 8 + step / 4, 8), size=size).convert("L") for step in range(9)]
    weights = [sum(picture.getdata()) for picture in moved]
    assert max(weights) - min(weights) <= 4 * side, "nothing flickers on its way"
    centres = [sum(i % size[0] * v for i, v in enumerate(p.getdata())) / sum(p.getdata()) for p in moved]
    assert [after - before for before, after in pairwise(centres)] == pytest.approx([0.25] * 8, abs=0.02)


def test_scaling_and_turning_keep_the_middle_and_the_area(tmp_path: Path) -> None:
    mark = square(tmp_path, 16)
    for state in ({"scale": 1.5}, {"scale": 0.5}, {"rotation": 30.0}, {"rotation": 45.0, "scale": 1.25}):
        picture = shown(Drawn(mark, 12, 12, **state), size=(40, 40)).convert("L")  # type: ignore[arg-type]
        weight = sum(picture.getdata())
        area = (16 * state.get("scale", 1.0)) ** 2 * 255
        assert weight == pytest.approx(area, rel=0.03), state
        x = sum((i % 40 + 0.5) * value for i, value in enumerate(picture.getdata())) / weight
        y = sum((i // 40 + 0.5) * value for i, value in enumerate(picture.getdata())) / weight
        assert (x, y) == pytest.approx((20, 20), abs=0.05), state


def test_turning_is_clockwise(tmp_path: Path) -> None:
    bar = art(tmp_path, '<rect x="8" y="0" width="4" height="10" fill="#fff"/>', (20, 20))
    turned = shown(Drawn(bar, 0, 0, rotation=90), size=(20, 20)).getbbox()
    assert turned is not None
    assert turned[0] >= 9, "what pointed up points right"


def test_edges_of_a_turned_picture_do_not_darken(tmp_path: Path) -> None:
    body = '<rect width="20" height="40" fill="#f0c040"/><rect x="20" width="20" height="40" fill="#e0b030"/>'
    canvas = RgbCanvas(60, 60)
    painter = ScenePainter(canvas, SpriteMaker(Look(THEME, None), canvas.rect), (0xE8, 0xB8, 0x38))
    painter.paint([Drawn(art(tmp_path, body, (40, 40)), 10, 10, rotation=20, scale=1.1)])
    assert min(band[0] for band in canvas.image.getextrema()[:2]) >= 0xAA


def test_light_brightens_and_sheen_crosses_from_the_right(tmp_path: Path) -> None:
    mark = square(tmp_path, 16, "#406080")
    assert shown(Drawn(mark, 0, 0, light=0.5), size=(16, 16)).getpixel((8, 8)) == (96, 144, 192)
    plain = shown(Drawn(mark, 0, 0), size=(16, 16)).convert("L")
    wide = art(tmp_path, '<rect width="400" height="20" fill="#406080"/>', (400, 20))
    brightest = []
    for at in (0.25, 0.5, 0.75):
        row = shown(Drawn(wide, 0, 0, sheen=at), size=(400, 20)).convert("L").crop((0, 10, 400, 11))
        values = list(row.getdata())
        brightest.append(values.index(max(values)))
        assert max(values) > plain.getpixel((8, 8)) + 30
    assert brightest[0] > brightest[1] > brightest[2]
    for at in (0.0, 1.0):
        still = shown(Drawn(wide, 0, 0, sheen=at), size=(400, 20))
        assert largest_difference(still, shown(Drawn(wide, 0, 0), size=(400, 20))) <= 2


def test_a_sheen_falls_on_the_bright_parts_and_leaves_the_dark_ones(tmp_path: Path) -> None:
    body = '<rect width="400" height="20" fill="#102820"/><rect width="400" height="6" fill="#E8C070"/>'
    mark = art(tmp_path, body, (400, 20))
    plain, shining = (shown(Drawn(mark, 0, 0, sheen=at), size=(400, 20)).convert("L") for at in (-1.0, 0.5))
    gained = [shining.getpixel((200, y)) - plain.getpixel((200, y)) for y in (3, 13)]  # type: ignore[operator]
    assert gained[0] > 20
    assert gained[1] < 8


@pytest.mark.parametrize("drawn_as", ["solid", "picture"])
def test_a_sheen_falls_weakly_on_dark_ink(tmp_path: Path, drawn_as: str) -> None:
    """In a still taken while it passes, a figure in dark ink was half paled."""
    gained = []
    for color in ("#2A1A10", "#C8A050"):
        extra = f'<rect width="1" height="1" fill="{color}" opacity=".99"/>' if drawn_as == "picture" else ""
        mark = art(tmp_path, f'<rect width="400" height="20" fill="{color}"/>{extra}', (400, 20))
        plain, shining = (shown(Drawn(mark, 0, 0, sheen=at), size=(400, 20)).convert("L") for at in (-1.0, 0.5))
        gained.append(max(ImageChops.subtract(shining, plain).getdata()) / (255 - max(plain.getdata())))
    assert gained[0] < 0.2
    assert gained[1] > 2 * gained[0]


def test_blur_spreads_and_keeps_the_weight(tmp_path: Path) -> None:
    sharp = shown(Drawn(square(tmp_path, 16), 32, 32), size=(80, 80)).convert("L")
    for deviation in (2.0, 6.0, 10.0):
        soft = shown(Drawn(square(tmp_path, 16), 32, 32, blur=deviation), size=(80, 80)).convert("L")
        assert sum(soft.getdata()) == pytest.approx(sum(sharp.getdata()), rel=0.06), deviation
        assert soft.getpixel((30, 40)) > 0


def test_a_group_fades_as_one_and_is_otherwise_its_items(tmp_path: Path) -> None:
    back, front = square(tmp_path, 16, "#fff"), square(tmp_path, 8, "#000")
    items = (Drawn(back, 0, 0), Drawn(front, 4, 4))
    group = GroupMark(16, 16, items)
    placed = shown(Drawn(group, 5, 3))
    assert largest_difference(placed, shown(Drawn(back, 5, 3), Drawn(front, 9, 7))) == 0
    half = shown(Drawn(group, 5, 3, opacity=0.5))
    assert half.getpixel((6, 4)) == pytest.approx((128, 128, 128), abs=1)
    assert half.getpixel((13, 11)) == (0, 0, 0), "the back does not shine through the front"
    nested = GroupMark(20, 20, (Drawn(group, 2, 1, opacity=0.5),))
    assert largest_difference(shown(Drawn(nested, 3, 2)), half) <= 1


def test_what_a_group_holds_beyond_the_frame_comes_in_with_it(tmp_path: Path) -> None:
    """Places inside a group are its own: far right in it may be well inside the frame, and the other way round."""
    mark = square(tmp_path, 16)
    for state in ({}, {"scale": 1.5}, {"rotation": 30.0}):
        alone = shown(Drawn(mark, 12, 4, **state), size=(40, 24))  # type: ignore[arg-type]
        for away in (-200, 90):
            inside = Drawn(mark, away, 4, **state)  # type: ignore[arg-type]
            group = Drawn(GroupMark(300, 24, (inside,)), 12 - away, 0, opacity=0.5)
            wanted = alone.point([round(value / 2) for value in range(256)] * 3)
            assert largest_difference(shown(group, size=(40, 24)), wanted) <= 2


def test_drafts_are_the_same_picture_smaller(tmp_path: Path) -> None:
    mark = text("نص", 60)
    large = shown(Drawn(mark, 20, 10), size=(160, 120))
    small = shown(Drawn(mark, 20, 10), size=(80, 60), scale=0.5)
    apart = ImageChops.difference(large.reduce(2), small).convert("L")
    assert sum(apart.getdata()) / sum(small.convert("L").getdata()) < 0.06


def photo(folder: Path, name: str = "photo.png", size: tuple[int, int] = (60, 30), **options: object) -> Path:
    """Red at the left, green in the middle, blue at the right."""
    image = Image.new("RGB", size, (0, 200, 0))
    third = size[0] // 3
    image.paste((200, 0, 0), (0, 0, third, size[1]))
    image.paste((0, 0, 200), (size[0] - third, 0, *size))
    path = folder / name
    image.save(path, **options)  # type: ignore[arg-type]
    return path


def test_photos_cover_contain_and_keep_their_focal_point(tmp_path: Path) -> None:
    path = photo(tmp_path)
    cover = shown(Drawn(ImageMark(30, 30, path, "a"), 0, 0), size=(30, 30))
    assert cover.getpixel((15, 15)) == (0, 200, 0)
    assert cover.getpixel((1, 15))[0] > 150
    focal = shown(Drawn(ImageMark(30, 30, path, "a", "cover", (1.0, 0.5)), 0, 0), size=(30, 30))
    assert focal.getpixel((25, 15)) == (0, 0, 200)
    contain = shown(Drawn(ImageMark(30, 30, path, "a", "contain"), 0, 0), size=(30, 30))
    assert contain.getbbox() == (0, 7, 30, 22)
    corners = shown(Drawn(ImageMark(30, 30, path, "a", radius=10), 0, 0), size=(30, 30))
    assert corners.getpixel((0, 0)) == (0, 0, 0)
    assert corners.getpixel((15, 0)) == (0, 200, 0)


def test_photos_stand_as_the_camera_was_held(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    path = photo(tmp_path, "turned.jpg", exif=exif, quality=95)
    upright = shown(Drawn(ImageMark(30, 60, path, "b"), 0, 0), size=(30, 60))
    assert upright.getpixel((15, 5))[0] > 150, "its left is the top"
    assert upright.getpixel((15, 55))[2] > 150


def test_a_logo_may_be_an_svg_and_what_is_no_picture_is_said(tmp_path: Path) -> None:
    logo = tmp_path / "logo.svg"
    logo.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1"><path fill="#fff" d="M0 0H2V1H0Z"/></svg>'
    )
    drawn = shown(Drawn(ImageMark(20, 20, logo, "c", "contain"), 0, 0), size=(20, 20))
    assert drawn.getbbox() == (0, 5, 20, 15)
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"no picture")
    with pytest.raises(InputError, match="not a picture"):
        shown(Drawn(ImageMark(20, 20, broken, "d"), 0, 0))


def test_shapes_are_anti_aliased_exactly() -> None:
    assert as_text(polygon_mask((4, 2), [[(1, 0), (3, 0), (3, 2), (1, 2)]])) == [" ## ", " ## "]
    assert polygon_mask((2, 1), [[(0.5, 0), (2, 0), (2, 1), (0.5, 1)]]).getpixel((0, 0)) == pytest.approx(128, abs=17)
    quarter = wedge_mask((100, 100), (50, 50), 0.0, 0.25)
    assert sum(quarter.getdata()) / 2_550_000 == pytest.approx(0.25, abs=0.005)
    disc = circle_mask((100, 100), (50, 50), 40)
    assert sum(disc.getdata()) / 255 == pytest.approx(3.14159 * 1600, rel=0.01)
    assert list(ramp(5, 1.5, 0, rising=True)) == [0, 128, 255, 255, 255]
    round_ = rounded_mask((40, 20), 8)
    assert sum(round_.getdata()) / 255 == pytest.approx(800 - (4 - 3.14159) * 64, rel=0.01)
