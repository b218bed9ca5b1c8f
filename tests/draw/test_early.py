"""Marks placed before their frame, and what keeps frames cheap: pixels never depend on it."""

from __future__ import annotations

import math

import pytest
from msgspec.structs import replace
from PIL import Image, ImageChops, ImageDraw
from snapshot_film import Film
from test_paint import HEIGHT, LOOK, WIDTH, marks

from infoclip.draw.canvas import YuvCanvas
from infoclip.draw.early import Early, made_anew
from infoclip.draw.effects import soft_mask
from infoclip.draw.paint import Painter, ScenePainter
from infoclip.draw.pixels import Cover, Sprite
from infoclip.draw.placed import Placed
from infoclip.draw.shapes import wedge_mask, within_wedge
from infoclip.draw.sprites import SpriteMaker
from infoclip.film.frames import FilmFrames
from infoclip.marks.marks import Drawn, Snapshot

PLACED = Placed(("one",), (Sprite(3, 5, (9, 9, 9), Cover(Image.new("L", (40, 40), 255))),), (3, 5, 43, 45))


def test_what_was_placed_is_given_once_and_forgotten_after_its_frame() -> None:
    card = marks()[2]
    early = Early(1.0, limit=4000)
    one, other = Drawn(card, 1, 2, rotation=3), Drawn(card, 1, 2, rotation=4)
    assert early.room(one)
    early.put(one, PLACED, 7)
    assert one in early
    assert not early.room(other)
    assert early.take(one) is PLACED
    assert early.take(one) is None
    early.put(other, PLACED, 8)
    early.forget(8)
    assert other in early
    early.forget(9)
    assert other not in early
    assert early.room(one)


def test_only_what_is_made_for_one_frame_is_placed_before_it() -> None:
    card = marks()[2]
    assert not made_anew(Drawn(card, 1, 2))
    assert not made_anew(Drawn(card, 1, 2, opacity=0, rotation=3))
    still = Drawn(card, 1, 2)
    for changed in ({"rotation": 3.0}, {"scale": 0.5}, {"opacity": 0.5}, {"blur": 2.0}, {"light": 0.5}):
        assert made_anew(replace(still, **changed))


def test_a_frame_finds_its_turning_marks_placed(monkeypatch: pytest.MonkeyPatch) -> None:
    """With time to spare no frame but the first turns anything itself, and what it shows is right."""
    monkeypatch.setattr("infoclip.film.frames.FILLED", 1.0)
    monkeypatch.setattr("infoclip.film.frames.SPARE", 1.0)
    monkeypatch.setattr("infoclip.film.frames.LEVEL", 1.0)
    monkeypatch.setattr("infoclip.draw.early._SMALLEST", 0)
    ground, _, card, *_ = marks()
    film = Film(
        tuple(Snapshot(WIDTH, HEIGHT, (Drawn(ground, 0, 0), Drawn(card, 10, 20, rotation=step))) for step in range(6))
    )
    painting = False
    turned: list[bool] = []
    make, paint = SpriteMaker._turned, Painter.paint

    def turning(maker: SpriteMaker, drawn: Drawn, *given: object) -> object:
        turned.append(painting)
        return make(maker, drawn, *given)  # type: ignore[arg-type]

    def painted(painter: Painter, snapshot: Snapshot) -> bool:
        nonlocal painting
        painting = True
        changed = paint(painter, snapshot)
        painting = False
        return changed

    frames = FilmFrames(film, theme=LOOK.theme)
    frames.paint(0)
    monkeypatch.setattr(SpriteMaker, "_turned", turning)
    monkeypatch.setattr(Painter, "paint", painted)
    for number in range(1, 6):
        frames.paint(number)
        fresh = Painter(YuvCanvas(WIDTH, HEIGHT), LOOK)
        paint(fresh, film.snapshot(number))
        assert isinstance(fresh.frame, YuvCanvas)
        assert bytes(frames.planes) == bytes(fresh.frame.buffer), number
    assert not any(turned)


def test_a_ring_that_turns_changes_only_where_it_is_drawn() -> None:
    """The parts of a turned picture that is mostly empty hold all of it, and leave out its middle."""
    ring = Image.new("L", (900, 900))
    ImageDraw.Draw(ring).ellipse((10, 10, 889, 889), outline=255, width=8)
    cover = Cover(ring)
    sine, cosine = math.sin(0.1), math.cos(0.1)
    warp = (cosine, sine, 450 - 450 * (cosine + sine), -sine, cosine, 450 - 450 * (cosine - sine))
    tiles = cover.tiles(warp, (900, 900))
    assert tiles is not None
    whole = cover.warped(warp, (900, 900), tiles)
    placed = Placed(("ring",), (Sprite(7, 9, (1, 2, 3), whole, tiles),), (7, 9, 907, 909))
    left = whole.image.copy()
    for x0, y0, x1, y1 in placed.parts:
        left.paste(0, (x0 - 7, y0 - 9, x1 - 7, y1 - 9))
    assert left.getbbox() is None
    assert sum((x1 - x0) * (y1 - y0) for x0, y0, x1, y1 in placed.parts) < 900 * 900 / 2
    assert Placed(("ring",), (Sprite(7, 9, (1, 2, 3), whole),), (7, 9, 907, 909)).parts == [(7, 9, 907, 909)]


def test_what_turns_less_than_is_seen_is_painted_upright() -> None:
    card = marks()[2]
    maker = SpriteMaker(LOOK, (0, 0, WIDTH, HEIGHT), film=True)
    still, leaning = maker.place(Drawn(card, 10, 20)), maker.place(Drawn(card, 10, 20, rotation=0.1, scale=1.0001))
    assert leaning.key == still.key
    assert maker.place(Drawn(card, 10, 20, rotation=359.9)).key == still.key
    assert maker.place(Drawn(card, 10, 20, rotation=4)).key != still.key


def test_what_moves_now_and_then_is_not_kept_under_a_canvas_again_and_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """A ring that goes on every fifth frame under something that always moves: the canvas below stays below it."""
    ground, pattern, card, seal, *_ = marks()
    painter = ScenePainter(YuvCanvas(WIDTH, HEIGHT), SpriteMaker(LOOK, (0, 0, WIDTH, HEIGHT), film=True), (0, 0, 0))
    bases: set[int] = set()
    for step in range(40):
        below = Drawn(ground, 0, 0), Drawn(pattern, 0, 0)
        painter.paint((*below, Drawn(card, 10, 20, rotation=step // 5), Drawn(seal, 20 + step % 7, 90)))
        bases.add(id(painter._base_items) if painter._base is not None else 0)
    assert len(painter._base_items) == 2
    assert len(bases) <= 4


@pytest.mark.parametrize("side", [300, 900])
def test_a_wedge_of_a_mask(side: int) -> None:
    """Large or small: what lies well within is whole, what lies well beside is gone."""
    mask = Image.new("L", (side, side), 200)
    center = side / 2, side / 2
    found = within_wedge(mask, center, 0.1, 0.45)
    wanted = ImageChops.multiply(mask, wedge_mask(mask.size, center, 0.1, 0.45))
    differs = ImageChops.difference(found, wanted).point([0] * 8 + [255] * 248)
    assert sum(differs.histogram()[1:]) < 6 * side  # the two edges
    assert within_wedge(mask, center, 0.3, 1.3) is mask


@pytest.mark.parametrize("deviation", [1.0, 1.7, 3.0, 7.0, 12.0])
def test_a_soft_mask_is_the_gaussian_that_was_asked_for(deviation: float) -> None:
    """Wherever it is made small meanwhile: its spread is right within a tenth."""
    mask = Image.new("L", (201, 201))
    ImageDraw.Draw(mask).rectangle((0, 0, 100, 200), fill=255)
    soft, pad = soft_mask(mask, deviation)
    row = [soft.getpixel((pad + x, pad + 100)) for x in range(20, 190)]
    low = next(at for at, value in enumerate(row) if value < 255 * 0.8413)  # type: ignore[operator]
    high = next(at for at, value in enumerate(row) if value < 255 * 0.1587)  # type: ignore[operator]
    assert abs((high - low) / 2 - deviation) <= 0.1 * deviation + 0.5
