"""Art from its planes on disk is, to the last bit, art that was just drawn."""

from __future__ import annotations

from pathlib import Path

import pytest
from drawing import THEME, art

from infoclip.draw import film_art
from infoclip.draw.canvas import RgbCanvas, YuvCanvas
from infoclip.draw.paint import Painter
from infoclip.draw.sprites import Look
from infoclip.marks.marks import ArtMark, Drawn, Snapshot

LOOK = Look(THEME, None)
STOPS = '<linearGradient id="g"><stop stop-color="#d05040"/><stop offset="1" stop-color="#3060b0"/></linearGradient>'
BODIES = {
    "opaque": STOPS + '<rect width="301" height="203" fill="url(#g)"/>',
    "seen through": STOPS + '<circle cx="150" cy="100" r="90" fill="url(#g)" fill-opacity=".8"/>',
    "one colour": '<circle cx="150" cy="100" r="90" fill="#c84"/>',
    "nothing": "<g/>",
}


def planes(mark: ArtMark, x: float, y: float) -> bytes:
    painter = Painter(YuvCanvas(320, 240), LOOK)
    painter.paint(Snapshot(320, 240, (Drawn(mark, x, y),)))
    assert isinstance(painter.frame, YuvCanvas)
    return bytes(painter.frame.buffer)


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INFOCLIP_CACHE", str(tmp_path / "cache"))


@pytest.mark.parametrize("body", BODIES)
def test_kept_planes_are_those_of_the_picture(body: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mark = art(tmp_path, BODIES[body], (301, 203))
    places = [(0.0, 0.0), (3.0, 0.0), (2.0, 5.0), (7.0, 9.0), (4.25, 6.0)]
    drawn = [planes(mark, *place) for place in places]
    with monkeypatch.context() as patch:
        patch.setattr(film_art, "drawn_art", None)  # drawing again would fail
        assert [planes(mark, *place) for place in places] == drawn


def test_planes_that_went_missing_are_made_again(tmp_path: Path) -> None:
    mark = art(tmp_path, BODIES["seen through"], (301, 203))
    drawn = planes(mark, 1, 1)
    chroma = list((tmp_path / "cache" / "art").glob("*/*-11.pic"))
    assert len(chroma) == 1
    chroma[0].unlink()
    (film,) = (tmp_path / "cache" / "art").glob("*/*-film.pic")
    film.write_bytes(film.read_bytes()[:-3])
    assert planes(mark, 1, 1) == drawn
    assert chroma[0].exists()


def test_stills_keep_no_planes(tmp_path: Path) -> None:
    painter = Painter(RgbCanvas(320, 240), LOOK)
    painter.paint(Snapshot(320, 240, (Drawn(art(tmp_path, BODIES["opaque"], (299, 201)), 0, 0),)))
    assert len(list((tmp_path / "cache" / "art").glob("*/*.pic"))) == 1
