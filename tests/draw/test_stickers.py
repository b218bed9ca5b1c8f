"""Sticker shapes: outlines close on themselves and keep to their radius; widened masks are round and wide enough."""

from __future__ import annotations

import math
import re
from itertools import pairwise

import pytest
from PIL import Image, ImageChops, ImageDraw

from infoclip.draw import stickers
from infoclip.draw.effects import spread_mask
from infoclip.draw.text import text_sprites
from infoclip.marks.marks import TextMark
from infoclip.text.fonts import FontBook
from infoclip.text.lines import TextStyle, lay_out_text
from infoclip.theme.assets import Library
from infoclip.values.color import Color, Shadow

NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
WHITE, PLUM = Color(255, 255, 255), Color(59, 11, 82)


def numbers(d: str) -> list[float]:
    return [float(text) for text in NUMBER.findall(d)]


@pytest.mark.parametrize("n", [3, 12, 16])
def test_a_scalloped_outline_has_its_bumps_on_its_circle(n: int) -> None:
    d = stickers.scallop(100, 90, 50, n)
    assert d.count("A") == n
    ends = [part.split()[-2:] for part in re.split(r"A|Z", d[1:]) if part.strip()]
    feet = [(float(x), float(y)) for x, y in ends]
    assert all(math.dist(foot, (100, 90)) == pytest.approx(50, abs=0.02) for foot in feet)
    assert feet[0] == feet[-1]
    radius = numbers(d.split("A")[1])[0]
    assert math.dist(feet[0], feet[1]) / 2 < radius < math.dist(feet[0], feet[1])


def test_too_few_bumps_are_refused() -> None:
    with pytest.raises(ValueError, match="three"):
        stickers.scallop(0, 0, 10, 2)


@pytest.mark.parametrize(("n", "k"), [(8, 0.09), (16, 0.045)])
def test_lobes_swing_between_their_two_radii(n: int, k: float) -> None:
    d = stickers.lobes(0, 0, 100, n, k)
    curves = d.split("C")
    assert len(curves) == 2 * n + 1
    tips = [tuple(numbers(part)[-2:]) for part in curves]
    radii = [math.hypot(*tip) for tip in tips]
    assert radii[0] == pytest.approx(radii[-1])
    assert radii[::2] == pytest.approx([100] * (n + 1), abs=0.02)
    assert radii[1::2] == pytest.approx([100 * (1 - 2 * k)] * n, abs=0.02)


def test_a_ring_arc_is_as_long_as_its_turns() -> None:
    for start, end in ((0.0, 0.2), (0.7, 0.1), (0.1, 0.75)):
        x0, y0, radius, _, _, large, sweep, x1, y1 = numbers(stickers.ring_arc(5, 5, 40, start, end))
        chord = 2 * 40 * abs(math.sin((end - start) * math.pi))
        assert math.dist((x0, y0), (x1, y1)) == pytest.approx(chord, abs=0.03)
        assert (radius, large, sweep) == (40, abs(end - start) > 0.5, end > start)


def test_a_limb_ends_where_its_hand_is_and_its_bones_keep_their_length() -> None:
    bones = [(66, 38), (46, 64)]
    values = numbers(stickers.limb(4, -258, bones))
    joints = list(zip(values[::2], values[1::2], strict=True))
    assert [math.dist(a, b) for a, b in pairwise(joints)] == pytest.approx([66, 46], abs=0.02)
    assert joints[-1] == pytest.approx(stickers.limb_end(4, -258, bones), abs=0.01)
    assert joints[-1][0] < 4  # a positive angle swings to the left


def test_a_skyline_leaves_no_gap() -> None:
    """Towers overlap: no bright slit between them."""
    for seed in range(6):
        spans = []
        for part in stickers.skyline(1000, 500, 300, seed).split("M")[1:]:
            xs = numbers(part)
            spans.append((xs[0], xs[8]))
        assert spans[0][0] <= 0
        assert spans[-1][1] >= 1000
        assert all(right >= following[0] for (_, right), following in pairwise(spans))


@pytest.mark.parametrize("radius", [2.0, 6.0, 13.0, 28.0, 40.0])
def test_a_mask_is_widened_all_round_by_its_radius(radius: float) -> None:
    mask = Image.new("L", (120, 120))
    ImageDraw.Draw(mask).ellipse((40, 40, 79, 79), fill=255)
    wide, pad = spread_mask(mask, radius)
    wanted = Image.new("L", wide.size)
    r, middle = 20 + radius, 59.5 + pad
    ImageDraw.Draw(wanted).ellipse((middle - r, middle - r, middle + r, middle + r), fill=255)
    ink = wide.point([255 * (value > 127) for value in range(256)])
    wrong = sum(ImageChops.difference(ink, wanted).histogram()[1:])
    assert wrong < 2 * math.pi * r * 1.6  # less than a pixel and a half along the edge
    assert wide.getpixel((0, 0)) == 0


def test_letters_stand_on_their_outline_and_that_on_its_shadow() -> None:
    block = lay_out_text("كل خطوة", TextStyle("almarai", 800, 90), FontBook(Library().font_folders), max_width=600)
    outline = Shadow(WHITE, spread=12, under=Shadow(PLUM, dy=8, blur=6, spread=12))
    mark = TextMark(block.width, block.height, block, PLUM, outline)
    cast, stock, ink = text_sprites(mark, "block", -1, 1.0, (0.0, 0.0))
    cast_width, stock_width, ink_width = (sprite.size[0] for sprite in (cast, stock, ink))
    assert stock_width > ink_width + 22
    assert stock.x < ink.x - 10
    assert cast_width > stock_width
    plain = TextMark(block.width, block.height, block, PLUM)
    assert len(text_sprites(plain, "block", -1, 1.0, (0.0, 0.0))) == 1


def test_a_shadow_grows_with_what_casts_it() -> None:
    half = Shadow(WHITE, 2, 4, 6, 8, Shadow(PLUM, spread=10)).scaled(0.5)
    assert (half.dx, half.dy, half.blur, half.spread) == (1, 2, 3, 4)
    assert half.under is not None
    assert half.under.spread == 5
