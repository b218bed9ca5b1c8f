"""The planet's geometry, held to what can be said without looking: where points lie, what fades, what adds up."""

from __future__ import annotations

import math
import re

import pytest

from infoclip.draw import planet as planets

PATH = re.compile(r"(?:[MLHVQAZ][-\d. ]*)+\Z")


def points(d: str) -> list[tuple[float, float]]:
    """The points of a path made of M and L alone."""
    return [(float(x), float(y)) for x, y in (pair.split() for pair in re.split("[ML]", d.replace("Z", ""))[1:])]


@pytest.mark.parametrize("sun", [-90.0, 155.94, -58.44, 90.0])
def test_the_sun_stands_on_the_limb(sun: float) -> None:
    planet = planets.limb(540, 3586, 2026, sun)
    assert math.dist(planet.sun, (540, 3586)) == pytest.approx(2026)
    assert planet.normal[0] * planet.along[0] + planet.normal[1] * planet.along[1] == pytest.approx(0)
    assert math.dist(planet.heart, planet.sun) == pytest.approx(80)
    assert math.dist(planet.heart, (540, 3586)) == pytest.approx(2026 - 80)


def test_the_suns_reach_holds_the_ellipse() -> None:
    x, y, w, h = planets.limb(540, 3586, 2026).reach(760, 320)
    assert (x, y, w, h) == pytest.approx((540 - 760, 1560 - 320, 1520, 640))
    turned = planets.limb(2050, 1010, 1180, 180).reach(760, 320)
    assert turned[2:] == pytest.approx((640, 1520))


@pytest.mark.parametrize(
    "planet", ["540 3586 2026 -90", "2050 1010 1180 155.94", "60 2480 1040 -58.44", "540 2090 1130"]
)
def test_the_grid_stays_on_the_disc(planet: str) -> None:
    p = planets.planet_at(planet, "tall", 1080, 1920)
    found = planets.parallels(p)
    assert len(found) == 9
    for line in found:
        start, end = line.d[1:].split("A")[0], " ".join(line.d.split()[-2:])
        for point in (start, end):
            x, y = map(float, point.split())
            assert math.dist((x, y), (p.x, p.y)) <= p.r + 0.2
    for x, y in points(planets.meridians(p)):
        assert math.dist((x, y), (p.x, p.y)) <= p.r + 0.2


@pytest.mark.parametrize("sun", [-90.0, 155.94, -58.44])
def test_the_lit_box_holds_the_lit_limb(sun: float) -> None:
    planet = planets.limb(60, 2480, 1040, sun)
    x, y, w, h = planet.lit_box(650, 130)
    for turn in (-0.6, -0.3, 0.0, 0.3, 0.6):
        px = planet.x + planet.r * math.cos(math.radians(sun) + turn)
        py = planet.y + planet.r * math.sin(math.radians(sun) + turn)
        assert x + 40 < px < x + w - 40
        assert y + 40 < py < y + h - 40


def test_parallels_fade_away_from_the_limb() -> None:
    opacities = [line.opacity for line in planets.parallels(planets.limb(540, 3586, 2026))]
    assert opacities == sorted(opacities, reverse=True)
    assert opacities[0] > 0.25


def test_a_planet_is_read_or_stands_at_home() -> None:
    assert planets.planet_at("1 2 3 45", "tall", 1080, 1920).degrees == pytest.approx(135)
    home = planets.planet_at("", "tall", 1080, 1920)
    assert home.sun == pytest.approx((540, 1560))
    for shape, size in {"feed": (1080, 1350), "square": (1080, 1080), "wide": (1920, 1080)}.items():
        assert 0.8 * size[1] < planets.planet_at(" ", shape, *size).sun[1] < 0.95 * size[1]
    with pytest.raises(ValueError, match="is not a planet"):
        planets.planet_at("1 2", "tall", 1080, 1920)


def test_strokes_add_up_to_a_blurred_stroke() -> None:
    width, blur = 18.0, 9.0
    strokes = planets.glow_strokes(width, blur, 0.6, 24)
    assert [s.width for s in strokes] == sorted((s.width for s in strokes), reverse=True)
    for distance in (0.0, 6.0, 12.0, 20.0):
        seen = 1.0
        for stroke in strokes:
            if stroke.width / 2 > distance:
                seen *= 1 - stroke.opacity
        wanted = 0.6 * (math.erf((distance + 9) / (9 * 2**0.5)) - math.erf((distance - 9) / (9 * 2**0.5))) / 2
        assert 1 - seen == pytest.approx(wanted, abs=0.04)


def test_rim_light_peaks_on_the_edge_and_ends_in_nothing() -> None:
    stops = planets.rim_stops(2026, 0.6)
    offsets = [stop.offset for stop in stops]
    assert offsets == sorted(offsets)
    assert stops[0].opacity == 0
    assert stops[-1].opacity == 0
    edge = max(stops, key=lambda stop: stop.opacity)
    assert abs(edge.offset * (2026 + 120) - 2026) < 1


def test_the_orbit_lies_on_its_ellipse() -> None:
    for x, y in points(planets.orbit((540, 560), (412, 196), -20, 0, 180)):
        turn = math.radians(20)
        u = (x - 540) * math.cos(turn) - (y - 560) * math.sin(turn)
        v = (x - 540) * math.sin(turn) + (y - 560) * math.cos(turn)
        assert (u / 412) ** 2 + (v / 196) ** 2 == pytest.approx(1, abs=0.01)
    assert planets.orbit((0, 0), (1, 1), 0, 30, 30) == ""


def test_rays_fan_over_the_upper_half() -> None:
    rays = planets.rays(100, 100, 40, 60, 13)
    assert len(rays) == 13
    ends = [points(ray.d)[1] for ray in rays]
    assert all(y < 100 for _, y in ends)
    assert ends[6] == pytest.approx((100, 40))
    assert rays[6].opacity == max(ray.opacity for ray in rays)


def test_generators_go_by_their_names() -> None:
    assert PATH.match(planets.limb(0, 900, 800).arc())
    assert set(planets.GENERATORS) == {item.__name__ for item in planets.GENERATORS.values()}
