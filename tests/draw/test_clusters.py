"""Units painted together give, to the last bit, what they give one by one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from drawing import THEME, art

from infoclip.draw.canvas import Canvas, RgbCanvas, YuvCanvas
from infoclip.draw.clusters import FEWEST, TOGETHER, Clusters, together
from infoclip.draw.paint import ScenePainter
from infoclip.draw.placed import Placed
from infoclip.draw.sprites import Look, SpriteMaker
from infoclip.marks.marks import Drawn, Mark

WIDTH, HEIGHT = 240, 160
MAKER = SpriteMaker(Look(THEME, None), (0, 0, WIDTH, HEIGHT))


class NoClusters(Clusters):
    """Paints everything one by one."""

    def of(self, items: Sequence[Placed], before: Sequence[Placed]) -> Sequence[Placed]:
        return items


@pytest.fixture
def units(tmp_path: Path) -> tuple[Mark, Mark, Mark]:
    """A light, and a unit of one colour and one of two, both with soft edges and a transparent border."""
    light = '<circle cx="60" cy="60" r="60" fill="#fff" fill-opacity=".4"/>'
    one = '<circle cx="6" cy="6.5" r="5.3" fill="#c84"/>'
    two = '<circle cx="6" cy="6.5" r="5.3" fill="#48c"/><circle cx="6" cy="6" r="2.2" fill="#fff"/>'
    return art(tmp_path, light, (120, 120)), art(tmp_path, one, (12, 13)), art(tmp_path, two, (12, 13))


def canvas(kind: str) -> Canvas:
    return RgbCanvas(WIDTH, HEIGHT) if kind == "rgb" else YuvCanvas(WIDTH, HEIGHT)


def data(painted: Canvas) -> bytes:
    assert isinstance(painted, RgbCanvas | YuvCanvas)
    return painted.image.tobytes() if isinstance(painted, RgbCanvas) else bytes(painted.buffer)


def film(units: tuple[Mark, Mark, Mark], step: float) -> list[list[Drawn]]:
    """Units come one by one, `step` apart, and fade in over a light that moves; at the end some of them leave."""
    light, *kinds = units
    places = [(3 + 0.25 * (at % 4) + at % 14 * step, 5 + at // 14 * step) for at in range(96)]
    all_of_them = [Drawn(kinds[at % 3 % 2], x, y) for at, (x, y) in enumerate(places)]
    states = []
    for frame in range(26):
        shown = all_of_them[: 40 + 4 * frame]
        coming = [Drawn(unit.mark, unit.x, unit.y, opacity=0.3) for unit in all_of_them[len(shown) : len(shown) + 4]]
        left = shown if frame < 22 else [*shown[:10], *shown[13 + frame :]]
        states.append([Drawn(light, frame * 3, 20), *left, *coming])
    return states


@pytest.mark.parametrize("kind", ["rgb", "yuv"])
@pytest.mark.parametrize("step", [16.0, 16.75, 17.0, 12.5])
def test_units_over_a_moving_light_stay_exact(
    units: tuple[Mark, Mark, Mark], kind: str, step: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Placed | None] = []

    def noted(items: list[Placed], *, film: bool) -> Placed | None:
        made.append(together(items, film=film))
        return made[-1]

    monkeypatch.setattr("infoclip.draw.clusters.together", noted)
    running = ScenePainter(canvas(kind), MAKER, (20, 60, 40))
    for number, items in enumerate(film(units, step)):
        running.paint(items)
        fresh = ScenePainter(canvas(kind), MAKER, (20, 60, 40))
        fresh.paint(items)
        assert data(running.canvas) == data(fresh.canvas), number
    assert made
    assert all(made) == (step > 14)  # those that touch are painted one by one


def test_few_things_are_left_alone_and_many_are_fewer(units: tuple[Mark, Mark, Mark]) -> None:
    items = [MAKER.place(Drawn(units[1], at % 14 * 16, at // 14 * 16)) for at in range(FEWEST)]
    clusters = Clusters(film=True)
    few = items[: FEWEST - 1]
    assert clusters.of(few, few) == few
    assert clusters.of(items, ()) == items  # none of them stood there before
    for _ in range(FEWEST // TOGETHER):
        found = clusters.of(items, items)
    assert len(found) == FEWEST // TOGETHER + FEWEST % TOGETHER


@pytest.mark.parametrize("kind", ["rgb", "yuv"])
@pytest.mark.parametrize("step", [16.0, 16.75, 12.5])
def test_units_that_flash_stay_exact(units: tuple[Mark, Mark, Mark], kind: str, step: float) -> None:
    """A wave of light runs over them, then all flash together, by other lights from frame to frame."""
    light, one, two = units
    places = [(3 + 0.25 * (at % 4) + at % 14 * step, 5 + at // 14 * step) for at in range(96)]

    def lights(frame: int) -> list[float]:
        wave = [max(0.0, 1 - abs(at - 9 * frame) / 8) for at in range(96)]
        return wave if frame < 9 else [0.1 * (14 - frame)] * 96

    running = ScenePainter(canvas(kind), MAKER, (20, 60, 40))
    for frame in range(16):
        shown = zip(places, lights(frame), strict=True)
        items = [Drawn(light, frame * 3, 20)]
        items += [Drawn(one if at % 40 == 39 else two, x, y, light=lit) for at, ((x, y), lit) in enumerate(shown)]
        running.paint(items)
        fresh = ScenePainter(canvas(kind), MAKER, (20, 60, 40))
        fresh._clusters = NoClusters(film=kind == "yuv")
        fresh.paint(items)
        assert data(running.canvas) == data(fresh.canvas), frame


def test_what_flashes_together_is_lit_as_few(units: tuple[Mark, Mark, Mark]) -> None:
    clusters = Clusters(film=True)
    for light in (0.5, 0.3):
        items = [MAKER.place(Drawn(units[2], at % 14 * 16, at // 14 * 16, light=light)) for at in range(FEWEST)]
        found = clusters.of(items, ())
        assert len(found) == FEWEST // TOGETHER + FEWEST % TOGETHER
