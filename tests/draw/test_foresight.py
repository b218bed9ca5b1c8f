"""What comes is drawn ahead: frames stay the same to the last bit, and the one that brings a scene costs little."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from snapshot_film import Film
from test_paint import HEIGHT, KINDS, LOOK, MAKER, WIDTH, films, marks

from infoclip.draw.canvas import Canvas, Rect, RgbCanvas, YuvCanvas
from infoclip.draw.foresight import Foresight
from infoclip.draw.paint import Painter, ScenePainter
from infoclip.draw.placed import Sprites
from infoclip.draw.transitions import KINDS as TRANSITIONS
from infoclip.film.frames import FilmFrames, film_painter
from infoclip.marks.marks import Drawn, GroupMark, Mark, Snapshot, TransitionState


def film(kind: str) -> Film:
    """Two scenes with something that moves in each, before, while and after one gives way to the other."""
    ground, pattern, card, seal, text, *_ = marks()

    def old(step: int) -> tuple[Drawn, ...]:
        return Drawn(ground, 0, 0), Drawn(card, 10 + step, 20), Drawn(text, 5, 60, opacity=max(0.0, 1 - step / 14))

    def new(step: int) -> tuple[Drawn, ...]:
        return Drawn(pattern, 0, 0), Drawn(seal, 90 - step, 40, rotation=step), Drawn(text, 20, 100 - step / 2)

    def passing(step: int) -> Snapshot:
        state = TransitionState(kind, step / 10, new(step), (WIDTH / 2, HEIGHT / 2), "left")
        return Snapshot(WIDTH, HEIGHT, old(step), state)

    before = [Snapshot(WIDTH, HEIGHT, old(0))] * 6
    after = [Snapshot(WIDTH, HEIGHT, new(max(11, step))) for step in range(8, 16)]
    return Film((*before, *[passing(step) for step in range(1, 11)], *after))


def alone(snapshot: Snapshot) -> bytes:
    """The planes of `snapshot`, painted by a painter that has painted nothing else."""
    painter = film_painter(snapshot, theme=LOOK.theme)
    painter.paint(snapshot)
    assert isinstance(painter.frame, YuvCanvas)
    return bytes(painter.frame.buffer)


@pytest.mark.parametrize("kind", TRANSITIONS)
@pytest.mark.parametrize("numbers", [range(24), (*range(3), *range(9, 24)), (0, 1, 12, 13, 4, 5, 6, 7, 8, 20, 21)])
def test_frames_that_others_were_drawn_ahead_in_are_those_painted_alone(
    kind: str, numbers: range | tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In order, with frames left out, and to and fro."""
    monkeypatch.setattr("infoclip.film.frames.SPARE", 1.0)
    monkeypatch.setattr("infoclip.film.frames.LEVEL", 1.0)
    monkeypatch.setattr("infoclip.film.frames.FILLED", 1.0)
    monkeypatch.setattr("infoclip.draw.early._SMALLEST", 0)
    monkeypatch.setattr("infoclip.draw.paint._WORTH", -1)
    monkeypatch.setattr("infoclip.draw.dirty._BAND", 1500)
    monkeypatch.setattr("infoclip.draw.transitions.TILT_SEAM", 8)  # of a frame as small as this one
    shown = film(kind)
    frames = FilmFrames(shown, theme=LOOK.theme)
    for number in numbers:
        frames.paint(number)
        assert bytes(frames.planes) == alone(shown.snapshot(number)), number


@pytest.mark.parametrize("kind", ["fade", "iris"])
def test_a_scene_that_comes_before_it_was_painted_is_left_alone(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where frames leave little time, what was begun for a transition is unfinished when that is over."""
    monkeypatch.setattr("infoclip.draw.dirty._BAND", 3 * WIDTH)
    shown = film(kind)
    painter = film_painter(shown.snapshot(0), theme=LOOK.theme)
    painter.paint(shown.snapshot(0))
    pieces = Foresight(painter).pieces(shown.snapshot(6))
    while painter._coming is None:
        next(pieces)
    for number in range(1, shown.frame_count):
        painter.paint(shown.snapshot(number))
        if number > 5:
            next(pieces, None)
        assert isinstance(painter.frame, YuvCanvas)
        assert bytes(painter.frame.buffer) == alone(shown.snapshot(number)), number


def noted(calls: list[str], call: Callable[..., Any]) -> Callable[..., Any]:
    """`call`, which writes down that it was called."""

    def noting(*given: Any) -> Any:
        calls.append(call.__name__)
        return call(*given)

    return noting


def test_a_scene_is_painted_before_it_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the first frame of a transition shows of the new scene is there: nothing of it is placed or painted."""
    placed: list[str] = []
    make = type(MAKER).place
    over: list[str] = []
    paint = ScenePainter._over
    monkeypatch.setattr(type(MAKER), "place", noted(placed, make))
    monkeypatch.setattr(ScenePainter, "_over", noted(over, paint))
    monkeypatch.setattr("infoclip.film.frames.SPARE", 1.0)
    monkeypatch.setattr("infoclip.film.frames.LEVEL", 1.0)
    monkeypatch.setattr("infoclip.film.frames.FILLED", 1.0)
    monkeypatch.setattr("infoclip.draw.early._SMALLEST", 0)
    still = film("fade").snapshots[5]
    comes = film("fade").snapshots[6]
    assert comes.transition is not None
    comes = Snapshot(WIDTH, HEIGHT, still.items, comes.transition)
    moves = film("fade").snapshots[7:10]  # seen from frame 0 on, too, and no reason to begin anew
    frames = FilmFrames(Film((still, still, comes, *moves)), theme=LOOK.theme)
    frames.paint(0)
    assert placed
    assert over
    painting = Painter.paint
    cost: list[int] = []

    def counted(painter: Painter, snapshot: Snapshot) -> bool:
        before = len(placed) + len(over)
        changed = painting(painter, snapshot)
        cost.append(len(placed) + len(over) - before)
        return changed

    monkeypatch.setattr(Painter, "paint", counted)
    frames.paint(1)
    frames.paint(2)
    assert cost == [0, 0]


@pytest.mark.parametrize("spare", [0.0, 1.0])
def test_a_frame_that_costs_much_is_painted_before_its_time(spare: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the frame before has time left, nothing is painted when it is shown, and that frame stays the same."""
    monkeypatch.setattr("infoclip.film.frames.SPARE", spare)
    monkeypatch.setattr("infoclip.film.frames.LEVEL", spare)
    monkeypatch.setattr("infoclip.draw.paint._WORTH", -1)
    over: list[str] = []
    monkeypatch.setattr(ScenePainter, "_over", noted(over, ScenePainter._over))
    ground, _, card, *_ = marks()
    shown = Film(tuple(Snapshot(WIDTH, HEIGHT, (Drawn(ground, 0, 0), Drawn(card, 9 * at, 0))) for at in range(4)))
    frames = FilmFrames(shown, theme=LOOK.theme)
    frames.paint(0)
    before, painting = bytes(frames.planes), Painter.paint
    assert before == alone(shown.snapshot(0))
    cost: list[int] = []

    def counted(painter: Painter, snapshot: Snapshot) -> bool:
        count = len(over)
        changed = painting(painter, snapshot)
        cost.append(len(over) - count)
        return changed

    monkeypatch.setattr(Painter, "paint", counted)
    for number in range(1, 4):
        assert frames.paint(number)
        assert bytes(frames.planes) == alone(shown.snapshot(number))
    mine = cost[::2]  # every other one was painted alone, to be compared
    assert all(mine) if spare == 0 else not any(mine)


def test_what_comes_is_made_piece_by_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    """No step makes more than one thing, and a second look at the same finds nothing to do."""
    ground, _, card, seal, text, *_ = marks()
    painter = Painter(YuvCanvas(WIDTH, HEIGHT), LOOK)
    painter.paint(Snapshot(WIDTH, HEIGHT, (Drawn(ground, 0, 0),)))
    made: list[Mark] = []
    make = painter.maker._made

    def making(mark: Mark, drawn: Drawn, phase: tuple[float, float]) -> Sprites:
        made.append(mark)
        return make(mark, drawn, phase)

    monkeypatch.setattr(painter.maker, "_made", making)
    comes = Snapshot(WIDTH, HEIGHT, (Drawn(ground, 0, 0), Drawn(card, 10, 10), Drawn(seal, 50, 60), Drawn(text, 5, 5)))
    foresight = Foresight(painter)
    for count, _ in enumerate(foresight.pieces(comes), start=1):
        assert len(made) <= count
    assert {card, seal, text} <= set(made)
    assert list(Foresight(painter).pieces(comes)) == []
    painter.paint(comes)
    assert len(made) == len(set(made))


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=25, deadline=None)
@given(states=films(), data_=st.data())
def test_a_scene_seen_in_part_is_right_where_it_is_seen(
    kind: str, states: list[tuple[Drawn, ...]], data_: st.DataObject
) -> None:
    """Whatever was painted ahead, and however more of the scene comes to be seen, what is asked for is exact."""
    sides = partial(data_.draw, st.integers(0, WIDTH // 4))
    running = ScenePainter(canvas(kind), MAKER, (1, 2, 3))
    rows = data_.draw(st.sampled_from([0, HEIGHT // 4 * 2, HEIGHT]))
    if rows:
        running.paint_ahead(states[0], (0, 0, WIDTH, rows))
    asked: Rect | None = None
    for items in states:
        left, top = 2 * sides(), 2 * sides()
        part = left, top, min(WIDTH, left + 2 * sides() + 2), min(HEIGHT, top + 2 * sides() + 2)
        asked = part if asked is None else _both(asked, part)
        running.paint(items, part)
        fresh = ScenePainter(canvas(kind), MAKER, (1, 2, 3))
        fresh.paint(items)
        assert _seen(running, asked) == _seen(fresh, asked)
    running.paint(states[-1])
    assert _seen(running, fresh.canvas.rect) == _seen(fresh, fresh.canvas.rect)


def canvas(kind: str) -> Canvas:
    return RgbCanvas(WIDTH, HEIGHT) if kind == "rgb" else YuvCanvas(WIDTH, HEIGHT)


def _both(one: Rect, other: Rect) -> Rect:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


def _seen(painter: ScenePainter, rect: Rect) -> list[bytes]:
    canvas = painter.canvas
    if isinstance(canvas, RgbCanvas):
        return [canvas.image.crop(rect).tobytes()]
    assert isinstance(canvas, YuvCanvas)
    left, top, right, bottom = (side // 2 for side in rect)
    halves = [plane.crop((left, top, right, bottom)).tobytes() for plane in canvas.planes[1:]]
    return [canvas.planes[0].crop(rect).tobytes(), *halves]


def test_a_group_that_turns_is_put_together_one_thing_at_a_time() -> None:
    """Each step puts one thing more to it, and what comes of them is the group as it is made at once."""
    ground, pattern, card, seal, text, *_ = marks()
    held = (Drawn(pattern, 0, 0), Drawn(card, 4, 6), Drawn(seal, 12, 9), Drawn(text, 2, 20))
    turned = Drawn(GroupMark(80, 60, held), 10, 12, scale=0.9, rotation=8)
    comes = Snapshot(WIDTH, HEIGHT, (Drawn(ground, 0, 0), turned))
    painter = Painter(YuvCanvas(WIDTH, HEIGHT), LOOK)
    painter.paint(Snapshot(WIDTH, HEIGHT, (Drawn(ground, 0, 0),)))
    steps = 0
    while painter.maker.prepare(turned):
        steps += 1
    assert steps > len(held)
    assert not painter.maker._begun
    painter.paint(comes)
    assert isinstance(painter.frame, YuvCanvas)
    assert bytes(painter.frame.buffer) == alone(comes)
