"""Patterns by construction: true to their symmetry, seamless, drawn on from nothing to the still picture."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from PIL import Image, ImageChops

from infoclip.draw.pattern_sprites import pattern_picture, pattern_sprites
from infoclip.draw.patterns import PATTERNS, cell_of, drawn_lines
from infoclip.layout.pattern import KINDS
from infoclip.marks.marks import PatternMark
from infoclip.values.color import Color

INK = Color(200, 30, 40)
FOLD = {"hankin-8": 8, "hankin-10": 10, "hankin-12": 12}


def mark(kind: str, size: tuple[int, int] = (600, 500), **given: object) -> PatternMark:
    settings = {"stroke": INK, "fill": INK if cell_of(kind, 100).lines == () else None, "weight": 3.0, **given}
    return PatternMark(*size, kind, KINDS[kind][0] / 2, **settings)  # type: ignore[arg-type]


def mask(pattern: PatternMark, progress: float = 1.0) -> Image.Image:
    whole = Image.new("L", (round(pattern.width), round(pattern.height)))
    for sprite in pattern_sprites(pattern, 1.0, progress):
        assert sprite.cover is not None
        own = Image.new("L", whole.size)
        own.paste(sprite.cover.image, (sprite.x, sprite.y))
        whole = ImageChops.lighter(whole, own)
    return whole


def test_layout_knows_every_pattern() -> None:
    assert {kind: row[0] for kind, row in KINDS.items()} == {kind: row[1] for kind, row in PATTERNS.items()}


@pytest.mark.parametrize("kind", FOLD)
def test_a_star_looks_the_same_when_turned_by_its_fold(kind: str) -> None:
    """The rays of the middle polygon, as angles and lengths from the centre, do not change under the turn."""
    cell, turn = cell_of(kind, 240.0), math.tau / FOLD[kind]
    apothem = min(math.hypot(*line[0]) for line in cell.lines)
    star = [line for line in cell.lines if abs(math.hypot(*line[0]) - apothem) < 1e-6]
    bends = {(round(x, 3), round(y, 3)) for line in star for x, y in line if math.hypot(x, y) < apothem + 1e-6}
    turned = [(x * math.cos(turn) - y * math.sin(turn), x * math.sin(turn) + y * math.cos(turn)) for x, y in bends]
    assert len(bends) >= 2 * FOLD[kind]
    for point in turned:
        assert min(math.dist(point, other) for other in bends) < 0.01


@pytest.mark.parametrize("kind", FOLD)
def test_every_ray_of_a_star_pattern_meets_others(kind: str) -> None:
    """No line of strapwork ends loose: each end is shared, with the neighbours' copies counted."""
    cell = cell_of(kind, 240.0)
    across, down = cell.period
    ends: list[tuple[float, float]] = []
    for site in cell.sites:
        for column in range(-2, 3):
            for row in range(-2, 3):
                dx, dy = site[0] + column * across, site[1] + row * down
                ends += [(x + dx, y + dy) for line in cell.lines for x, y in (line[0], line[-1])]
    for line in cell.lines:
        for end in (line[0], line[-1]):
            assert sum(math.dist(end, other) < 0.05 for other in ends) >= 2, end


@pytest.mark.parametrize("kind", PATTERNS)
def test_a_pattern_repeats_without_seams(kind: str) -> None:
    pattern = mark(kind, (1300, 1300))
    whole = mask(pattern)
    across, down = (2 * round(side / 2) for side in cell_of(kind, pattern.pitch).period)
    for dx, dy in ((across, 0), (0, down)):
        one, other = whole.crop((0, 0, 700, 700)), whole.crop((dx, dy, 700 + dx, 700 + dy))
        assert ImageChops.difference(one, other).getbbox() is None
    assert 0.02 < sum(whole.histogram()[128:]) / (1300 * 1300) < 0.8


@pytest.mark.parametrize("kind", PATTERNS)
def test_a_pattern_draws_itself_on(kind: str) -> None:
    pattern = mark(kind)
    assert pattern_sprites(pattern, 1.0, 0.0) == ()
    inks = [sum(value * count for value, count in enumerate(mask(pattern, step / 8).histogram())) for step in range(9)]
    assert all(other > 0.999 * one for one, other in pairwise(inks))  # an end that moves on takes its round cap along
    assert inks[2] > 0
    again = mask(pattern)  # whatever was drawn before
    assert ImageChops.difference(again, mask(pattern, 1.0)).getbbox() is None
    part = mask(pattern, 0.5).tobytes()
    mask(pattern, 0.9)
    assert mask(pattern, 0.5).tobytes() == part


def test_it_begins_at_its_origin_and_thins_out_where_it_should() -> None:
    begun = mask(mark("hankin-8", origin="right"), 0.35)
    assert begun.crop((450, 0, 600, 500)).getbbox() is not None
    assert begun.crop((0, 0, 100, 500)).getbbox() is None
    faded = mask(mark("hankin-8", fade="top"))
    low, high = faded.crop((0, 400, 600, 500)), faded.crop((0, 0, 600, 60))
    assert max(low.tobytes()) > 230
    assert max(high.tobytes()) < 60


def test_a_texture_is_as_large_as_its_box() -> None:
    picture = pattern_picture(mark("najdi", fill=INK, bleed=20.0), 0.5)
    assert picture.size == (300, 250)
    assert picture.getbbox() is not None


def test_rays_grow_from_the_middles_of_edges() -> None:
    cell = cell_of("hankin-10", 240.0)
    half = drawn_lines(cell, 0.5)
    assert [line[0] for line in half] == [line[0] for line in cell.lines]
    assert math.isclose(math.dist(*half[0]), math.dist(*cell.lines[0]) / 2)
