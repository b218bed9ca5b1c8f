"""Film shows what stills show, through everything that can be done to a mark."""

from __future__ import annotations

from pathlib import Path

import pytest
from drawing import THEME, art, block, largest_difference

from infoclip.draw.canvas import RgbCanvas, YuvCanvas
from infoclip.draw.paint import ScenePainter
from infoclip.draw.pixels import Pixels
from infoclip.draw.sprites import EXACT_PIXELS, Look, SpriteMaker
from infoclip.marks.marks import Clip, Drawn, GroupMark, Mark, TextMark
from infoclip.values.color import Color, Shadow

SIZE = (260, 280)

STATES: dict[str, dict[str, object]] = {
    "still": {},
    "odd": {"x": 11, "y": 13},
    "slid right": {"x": 10.25, "y": 13},
    "slid down": {"x": 11, "y": 12.75},
    "slid both": {"x": 11.5, "y": 13.5},
    "half shown": {"opacity": 0.5, "x": 11.25},
    "larger": {"scale": 1.2},
    "smaller": {"scale": 0.7, "x": 12.5},
    "turned": {"rotation": 17.0, "y": 13},
    "turned and larger": {"rotation": -30.0, "scale": 1.1},
    "wiped": {"clip": Clip("inset", (0.4, 0, 0, 0), 30), "x": 11},
    "cut": {"clip": Clip("inset", (0.31, 0, 0, 0.2))},
    "swept": {"clip": Clip("wedge", (0.0, 0.7))},
    "round": {"clip": Clip("circle", (0.5,), 20)},
    "lit": {"light": 0.2},
    "sheen": {"sheen": 0.5},
    "blurred": {"blur": 5.0},
}


def colourful(folder: Path) -> Mark:
    """Large, so that it is slid and not drawn anew; wide soft colours with an edge that lets light through."""
    stops = (
        '<stop stop-color="#e0a030"/><stop offset=".5" stop-color="#a04070"/><stop offset="1" stop-color="#3060b0"/>'
    )
    body = f'<defs><linearGradient id="g" x2="1" y2="1">{stops}</linearGradient></defs>'
    mark = art(folder, body + '<circle cx="120" cy="120" r="112" fill="url(#g)"/>', (240, 240))
    assert mark.width * mark.height > EXACT_PIXELS
    return mark


def opaque(folder: Path) -> Mark:
    """A picture with hard sides, of odd size."""
    stops = '<stop stop-color="#208060"/><stop offset="1" stop-color="#d0c060"/>'
    body = f'<defs><linearGradient id="g">{stops}</linearGradient></defs>'
    return art(folder, body + '<rect width="231" height="223" fill="url(#g)"/>', (231, 223))


def words(folder: Path) -> Mark:
    laid = block("حصاد", 80)
    return TextMark(laid.width, laid.height, laid, THEME.fills["gold"], Shadow(Color(0, 0, 0, 0.6), 2, 4, 5))


def group(folder: Path) -> Mark:
    return GroupMark(240, 240, (Drawn(colourful(folder), 0, 0), Drawn(words(folder), 10, 50)))


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("make", [colourful, opaque, words, group])
def test_film_and_stills_agree(tmp_path: Path, make: type, state: str) -> None:
    place = {"x": 10, "y": 12, **STATES[state]}
    drawn = Drawn(make(tmp_path), **place)  # type: ignore[arg-type]
    canvases = RgbCanvas(*SIZE), YuvCanvas(*SIZE)
    for canvas in canvases:
        ScenePainter(canvas, SpriteMaker(Look(THEME, None), canvas.rect), (40, 60, 70)).paint([drawn])
    whole = Pixels.of(canvases[0].image)
    wanted = whole.luma(), *whole.chroma(0, 0)
    # Chroma is mixed at half size: where an edge runs through a sample its colour is the mean, not the mixture.
    for film, still, most in zip(canvases[1].planes, wanted, (6, 15, 15), strict=True):
        assert largest_difference(film, still) <= most


@pytest.mark.parametrize("x", [10, 10.25, 10.5, 11, 11.75])
@pytest.mark.parametrize("y", [12, 12.5, 13, 13.25])
def test_colours_slide_with_their_brightness(tmp_path: Path, x: float, y: float) -> None:
    """Chroma is slid by whole luma pixels: never further than half a pixel from where it belongs."""
    stops = '<stop stop-color="#c04040"/><stop offset="1" stop-color="#4080c0"/>'
    where = 'gradientUnits="userSpaceOnUse" x2="12" y2="9" spreadMethod="reflect"'
    line = f'<linearGradient id="g" {where}>{stops}</linearGradient>'
    mark = art(tmp_path, f'<defs>{line}</defs><rect width="240" height="240" fill="url(#g)"/>', (240, 240))
    canvases = RgbCanvas(*SIZE), YuvCanvas(*SIZE)
    for canvas in canvases:
        ScenePainter(canvas, SpriteMaker(Look(THEME, None), canvas.rect), (0, 0, 0)).paint([Drawn(mark, x, y)])
    inside = (12, 12, 110, 110)
    whole = Pixels.of(canvases[0].image).chroma(0, 0)
    for film, still in zip(canvases[1].planes[1:], whole, strict=True):
        assert largest_difference(film.crop(inside), still.crop(inside)) <= 4
