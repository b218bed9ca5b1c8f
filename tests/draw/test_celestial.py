"""The night world's geometry, held to what can be said without looking: where points lie, what repeats, what fades."""

from __future__ import annotations

import math
import re

import pytest

from infoclip.draw import celestial

PATH = re.compile(r"(?:[MLHVQAZ][-\d. ]*)+\Z")


def points(d: str) -> list[tuple[float, float]]:
    """The points of a path made of M and L alone."""
    return [(float(x), float(y)) for x, y in (pair.split() for pair in re.split("[ML]", d.replace("Z", ""))[1:])]


@pytest.mark.parametrize("sun", [-90.0, 155.94, -58.44, 90.0])
def test_the_sun_stands_on_the_limb(sun: float) -> None:
    planet = celestial.limb(540, 3586, 2026, sun)
    assert math.dist(planet.sun, (540, 3586)) == pytest.approx(2026)
    assert planet.normal[0] * planet.along[0] + planet.normal[1] * planet.along[1] == pytest.approx(0)
    assert math.dist(planet.heart, planet.sun) == pytest.approx(80)
    assert math.dist(planet.heart, (540, 3586)) == pytest.approx(2026 - 80)


def test_the_suns_reach_holds_the_ellipse() -> None:
    x, y, w, h = celestial.limb(540, 3586, 2026).reach(760, 320)
    assert (x, y, w, h) == pytest.approx((540 - 760, 1560 - 320, 1520, 640))
    turned = celestial.limb(2050, 1010, 1180, 180).reach(760, 320)
    assert turned[2:] == pytest.approx((640, 1520))


@pytest.mark.parametrize(
    "planet", ["540 3586 2026 -90", "2050 1010 1180 155.94", "60 2480 1040 -58.44", "540 2090 1130"]
)
def test_the_grid_stays_on_the_disc(planet: str) -> None:
    p = celestial.planet_at(planet, "tall", 1080, 1920)
    found = celestial.parallels(p)
    assert len(found) == 9
    for line in found:
        start, end = line.d[1:].split("A")[0], " ".join(line.d.split()[-2:])
        for point in (start, end):
            x, y = map(float, point.split())
            assert math.dist((x, y), (p.x, p.y)) <= p.r + 0.2
    for x, y in points(celestial.meridians(p)):
        assert math.dist((x, y), (p.x, p.y)) <= p.r + 0.2


@pytest.mark.parametrize("sun", [-90.0, 155.94, -58.44])
def test_the_lit_box_holds_the_lit_limb(sun: float) -> None:
    planet = celestial.limb(60, 2480, 1040, sun)
    x, y, w, h = planet.lit_box(650, 130)
    for turn in (-0.6, -0.3, 0.0, 0.3, 0.6):
        px = planet.x + planet.r * math.cos(math.radians(sun) + turn)
        py = planet.y + planet.r * math.sin(math.radians(sun) + turn)
        assert x + 40 < px < x + w - 40
        assert y + 40 < py < y + h - 40


def test_parallels_fade_away_from_the_limb() -> None:
    opacities = [line.opacity for line in celestial.parallels(celestial.limb(540, 3586, 2026))]
    assert opacities == sorted(opacities, reverse=True)
    assert opacities[0] > 0.25


def test_a_planet_is_read_or_stands_at_home() -> None:
    assert celestial.planet_at("1 2 3 45", "tall", 1080, 1920).degrees == pytest.approx(135)
    home = celestial.planet_at("", "tall", 1080, 1920)
    assert home.sun == pytest.approx((540, 1560))
    for shape, size in {"feed": (1080, 1350), "square": (1080, 1080), "wide": (1920, 1080)}.items():
        assert 0.8 * size[1] < celestial.planet_at(" ", shape, *size).sun[1] < 0.95 * size[1]
    with pytest.raises(ValueError, match="is not a planet"):
        celestial.planet_at("1 2", "tall", 1080, 1920)


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


def test_strokes_add_up_to_a_blurred_stroke() -> None:
    width, blur = 18.0, 9.0
    strokes = celestial.glow_strokes(width, blur, 0.6, 24)
    assert [s.width for s in strokes] == sorted((s.width for s in strokes), reverse=True)
    for distance in (0.0, 6.0, 12.0, 20.0):
        seen = 1.0
        for stroke in strokes:
            if stroke.width / 2 > distance:
                seen *= 1 - stroke.opacity
        wanted = 0.6 * (math.erf((distance + 9) / (9 * 2**0.5)) - math.erf((distance - 9) / (9 * 2**0.5))) / 2
        assert 1 - seen == pytest.approx(wanted, abs=0.04)


def test_rim_light_peaks_on_the_edge_and_ends_in_nothing() -> None:
    stops = celestial.rim_stops(2026, 0.6)
    offsets = [stop.offset for stop in stops]
    assert offsets == sorted(offsets)
    assert stops[0].opacity == 0
    assert stops[-1].opacity == 0
    edge = max(stops, key=lambda stop: stop.opacity)
    assert abs(edge.offset * (2026 + 120) - 2026) < 1


def test_the_orbit_lies_on_its_ellipse() -> None:
    for x, y in points(celestial.orbit((540, 560), (412, 196), -20, 0, 180)):
        turn = math.radians(20)
        u = (x - 540) * math.cos(turn) - (y - 560) * math.sin(turn)
        v = (x - 540) * math.sin(turn) + (y - 560) * math.cos(turn)
        assert (u / 412) ** 2 + (v / 196) ** 2 == pytest.approx(1, abs=0.01)
    assert celestial.orbit((0, 0), (1, 1), 0, 30, 30) == ""


def test_the_bubble_has_a_tail_on_its_side_or_none() -> None:
    left, right, none = (celestial.bubble(0, 0, 100, 0, tail) for tail in (1, -1, 0))
    assert min(points(left.split("ZM")[1].join(["M", ""])))[0] < -80
    assert max(points(right.split("ZM")[1].join(["M", ""])))[0] > 80
    assert "ZM" not in none
    assert left.startswith(none)


def test_rays_fan_over_the_upper_half() -> None:
    rays = celestial.rays(100, 100, 40, 60, 13)
    assert len(rays) == 13
    ends = [points(ray.d)[1] for ray in rays]
    assert all(y < 100 for _, y in ends)
    assert ends[6] == pytest.approx((100, 40))
    assert rays[6].opacity == max(ray.opacity for ray in rays)


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
    for d in (celestial.sparkle(5, 5, 4), celestial.bubble(0, 0, 50), celestial.limb(0, 900, 800).arc()):
        assert PATH.match(d)
    assert set(celestial.GENERATORS) == {item.__name__ for item in celestial.GENERATORS.values()}
