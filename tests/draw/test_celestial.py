"""The night sky's ornament, held to what can be said without looking: where points lie, what repeats, what fades."""

from __future__ import annotations

import math
import re

import pytest

from infoclip.draw import celestial

PATH = re.compile(r"(?:[MLHVQAZ][-\d. ]*)+\Z")


def points(d: str) -> list[tuple[float, float]]:
    """The points of a path made of M and L alone."""
    return [(float(x), float(y)) for x, y in (pair.split() for pair in re.split("[ML]", d.replace("Z", ""))[1:])]


def test_boxes_are_four_numbers_each() -> None:
    assert celestial.boxes(" 1 2 3 4; 5,6,7.5 8;") == ((1, 2, 3, 4), (5, 6, 7.5, 8))
    assert celestial.boxes("") == ()
    with pytest.raises(ValueError, match="is not a box"):
        celestial.boxes("1 2 3")


def test_the_constellation_fades_to_its_radius_and_behind_text() -> None:
    quiet = ((300.0, 300.0, 300.0, 200.0),)
    sky = celestial.constellation((1080, 1080), (540, 400, 500), (540, 150), quiet=quiet)
    assert sky.lines
    assert sky.stars
    for star in (*sky.stars, *sky.sparkles):
        assert math.dist((star.x, star.y), (540, 400)) < 500
    inside = [s.opacity for s in sky.stars if 320 < s.x < 580 and 320 < s.y < 480]
    near = [s.opacity for s in sky.stars if 320 < s.x < 580 and s.y < 150]
    assert inside
    assert max(inside) < 0.16 < max(near)
    assert not [s for s in sky.sparkles if 300 < s.x < 600 and 300 < s.y < 500]


def test_equal_seeds_give_equal_skies() -> None:
    def sky(seed: int) -> celestial.Constellation:
        return celestial.constellation((1080, 1080), (540, 400, 500), seed=seed)

    assert sky(3) == sky(3)
    assert sky(3).stars != sky(4).stars
    assert sky(3).lines == sky(4).lines
    assert celestial.dust((500, 500), 40, 9) == celestial.dust((500, 500), 40, 9)


def test_dust_keeps_away_from_text() -> None:
    dust = celestial.dust((400, 400), 400, 1, ((100, 100, 100, 100),))
    assert 100 < len(dust) < 400
    assert not [s for s in dust if 80 < s.x < 220 and 80 < s.y < 220 and math.dist((s.x, s.y), (150, 150)) < 60]


def test_the_bubble_has_a_tail_on_its_side_or_none() -> None:
    left, right, none = (celestial.bubble(0, 0, 100, 0, tail) for tail in (1, -1, 0))
    assert min(points(left.split("ZM")[1].join(["M", ""])))[0] < -80
    assert max(points(right.split("ZM")[1].join(["M", ""])))[0] > 80
    assert "ZM" not in none
    assert left.startswith(none)


@pytest.mark.parametrize(("share", "count"), [(0.0, 0), (0.3, 2), (0.5, 2), (0.8, 3), (1.0, 3)])
def test_a_chevron_is_drawn_as_far_as_asked(share: float, count: int) -> None:
    d = celestial.chevron(200, 100, 50, share)
    assert len(points(d)) == count
    if share == 1:
        assert points(d)[1] == (200, 100)


def test_a_ramp_blends_between_its_colours() -> None:
    ramp = ["#000000", "#808080", "#FFFFFF"]
    assert celestial.blend(ramp, 0) == "#000000"
    assert celestial.blend(ramp, 0.5) == "#808080"
    assert celestial.blend(ramp, 2) == "#FFFFFF"
    assert celestial.blend(["#123456"], 0.7) == "#123456"
    with pytest.raises(ValueError, match="is not a colour"):
        celestial.blend(["blue", "#000"], 0.5)


def test_generators_give_path_data() -> None:
    for d in (celestial.sparkle(5, 5, 4), celestial.bubble(0, 0, 50)):
        assert PATH.match(d)
    assert set(celestial.GENERATORS) == {item.__name__ for item in celestial.GENERATORS.values()}
