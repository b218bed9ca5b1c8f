"""Painting only what changed gives, to the last bit, what painting all of it gives."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from tempfile import mkdtemp

import pytest
from drawing import RED, THEME, WHITE, art, block
from hypothesis import given, settings
from hypothesis import strategies as st

from infoclip.draw.canvas import RgbCanvas, YuvCanvas
from infoclip.draw.dirty import changed_rects, merged
from infoclip.draw.paint import Painter, ScenePainter
from infoclip.draw.placed import Placed
from infoclip.draw.sprites import Look, SpriteMaker
from infoclip.draw.transitions import KINDS as PASSINGS
from infoclip.marks.marks import Clip, CounterMark, Drawn, GroupMark, Mark, Snapshot, TextMark, TransitionState
from infoclip.values.color import Shadow

WIDTH, HEIGHT = 96, 128
KINDS = {"rgb": RgbCanvas, "yuv": YuvCanvas}
LOOK = Look(THEME, None)
MAKER = SpriteMaker(LOOK, (0, 0, WIDTH, HEIGHT))


@lru_cache(maxsize=1)
def marks() -> tuple[Mark, ...]:
    """A ground, a pattern that lets it through, opaque and round art, text with a glow, a counter, a group."""
    folder = Path(mkdtemp(prefix="infoclip-paint-"))
    ground = art(
        folder, '<rect width="96" height="128" fill="{{ color.bg }}"/><circle cx="20" cy="30" r="50"/>', (96, 128)
    )
    lines = '<path d="M0 0L96 128M96 0L0 128M0 64H96" stroke="#fff" stroke-opacity=".3" stroke-width="5"/>'
    pattern = art(folder, lines, (96, 128))
    card = art(folder, '<rect width="31" height="22" fill="#48c"/>', (31, 22))
    seal = art(
        folder, '<circle cx="15" cy="15" r="14" fill="#c84"/><circle cx="15" cy="15" r="6" fill="#fff"/>', (30, 30)
    )
    laid = block("نص", 26)
    text = TextMark(laid.width, laid.height, laid, THEME.fills["gold"], Shadow(RED, 1, 2, 2))
    numbers = tuple(block(str(value), 24) for value in (1, 20, 300))
    counter = CounterMark(numbers[-1].width, numbers[-1].height, numbers, WHITE)
    group = GroupMark(40, 40, (Drawn(card, 0, 0), Drawn(seal, 8.5, 6)))
    return ground, pattern, card, seal, text, counter, group


quarters = st.integers(-160, 480).map(lambda value: value / 4)
clips = st.one_of(
    st.none(),
    st.builds(lambda a, b: Clip("inset", (a, 0, b, 0), 6), st.floats(0, 0.5), st.floats(0, 0.5)),
    st.builds(lambda turn: Clip("wedge", (0, turn)), st.floats(0, 1)),
)
drawn = st.builds(
    Drawn,
    mark=st.sampled_from(range(7)).map(lambda number: marks()[number]),
    x=quarters,
    y=quarters,
    opacity=st.sampled_from([1.0, 1.0, 0.5]),
    scale=st.sampled_from([1.0, 1.0, 1.0, 1.2, 0.6]),
    rotation=st.sampled_from([0.0, 0.0, 0.0, 15.0]),
    clip=clips,
    progress=st.sampled_from([1.0, 0.5]),
)


@st.composite
def films(draw: st.DrawFn) -> list[tuple[Drawn, ...]]:
    """States that follow each other as a film's do: most items stay, some change, come, go or swap places."""
    ground = Drawn(marks()[0], 0, 0)
    items = [ground, *draw(st.lists(drawn, min_size=1, max_size=7))]
    states = [tuple(items)]
    for _ in range(draw(st.integers(2, 7))):
        items = list(items)
        for _ in range(draw(st.integers(0, 2))):
            place = draw(st.integers(0, max(0, len(items) - 1)))
            change = draw(st.sampled_from(["new", "gone", "other", "swap"]))
            if change == "new" or not items:
                items.insert(place, draw(drawn))
            elif change == "gone":
                del items[place]
            elif change == "other":
                items[place] = draw(drawn)
            else:
                items.append(items.pop(place))
        states.append(tuple(items))
    return states


def data(canvas: RgbCanvas | YuvCanvas) -> bytes:
    return canvas.image.tobytes() if isinstance(canvas, RgbCanvas) else bytes(canvas.buffer)


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=60, deadline=None)
@given(states=films())
def test_painting_what_changed_equals_painting_all(kind: str, states: list[tuple[Drawn, ...]]) -> None:
    running = ScenePainter(KINDS[kind](WIDTH, HEIGHT), MAKER, (1, 2, 3))
    for items in states:
        running.paint(items)
        fresh = ScenePainter(KINDS[kind](WIDTH, HEIGHT), MAKER, (1, 2, 3))
        fresh.paint(items)
        assert data(running.canvas) == data(fresh.canvas)


@pytest.mark.parametrize("kind", KINDS)
def test_a_long_still_ground_is_kept_and_the_picture_stays_exact(kind: str) -> None:
    """The same again long enough for the kept canvas to be made, used, outgrown and thrown away."""
    ground, pattern, card, seal, text, *_ = marks()
    still = [Drawn(ground, 0, 0), Drawn(pattern, 0, 0), Drawn(card, 10, 10)]
    running = ScenePainter(KINDS[kind](WIDTH, HEIGHT), MAKER, (0, 0, 0))
    kept = False
    for step in range(16):
        items = [*still, Drawn(text, 20, 40 + step / 2), Drawn(seal, 30, 60, opacity=step / 15)]
        if step == 12:
            still = still[:1]
        running.paint(items)
        kept = kept or len(running._base_items) == 3
        fresh = ScenePainter(KINDS[kind](WIDTH, HEIGHT), MAKER, (0, 0, 0))
        fresh.paint(items)
        assert data(running.canvas) == data(fresh.canvas), step
    assert kept


@pytest.mark.parametrize("kind", KINDS)
def test_small_things_that_twinkle_below_do_not_end_what_is_kept(kind: str) -> None:
    """The kept canvas holds them too, and is brought up to every state of them."""
    ground, _, card, seal, text, *_ = marks()
    running = ScenePainter(KINDS[kind](WIDTH, HEIGHT), MAKER, (0, 0, 0))
    bases = set()
    for step in range(16):
        twinkle = Drawn(card, 90, 12, opacity=0.2 + step % 3 / 3)
        items = [Drawn(ground, 0, 0), twinkle, Drawn(seal, 10, 10), Drawn(text, 20, 40 + step / 2)]
        running.paint(items)
        bases.add(id(running._base) if len(running._base_items) == 3 else 0)
        fresh = ScenePainter(KINDS[kind](WIDTH, HEIGHT), MAKER, (0, 0, 0))
        fresh.paint(items)
        assert data(running.canvas) == data(fresh.canvas), step
    assert len(bases) == 2, "none at first, then the same"


def test_only_what_changed_is_painted() -> None:
    ground, _, card, *_ = marks()
    painter = ScenePainter(YuvCanvas(WIDTH, HEIGHT), MAKER, (0, 0, 0))
    first = [Drawn(ground, 0, 0), Drawn(card, 10, 10), Drawn(card, 50, 90)]
    assert painter.paint(first) == [(0, 0, WIDTH, HEIGHT)]
    assert painter.paint(first) == []
    assert painter.paint([*first[:2], Drawn(card, 52, 90)]) == [(50, 90, 84, 112)]
    assert painter.paint([*first[:2], Drawn(card, 52.1, 90)]) == [], "less than a quarter of a pixel"
    assert painter.paint(first[:2]) == [(52, 90, 84, 112)]


def test_nothing_is_painted_under_what_hides_it(monkeypatch: pytest.MonkeyPatch) -> None:
    ground, pattern, *_ = marks()
    canvas = YuvCanvas(WIDTH, HEIGHT)
    pasted: list[object] = []
    paste = YuvCanvas.paste_pixels
    monkeypatch.setattr(YuvCanvas, "paste_pixels", lambda *arguments: (pasted.append(1), paste(*arguments))[1])
    ScenePainter(canvas, MAKER, (0, 0, 0)).paint([Drawn(pattern, 0, 0), Drawn(pattern, 1, 0), Drawn(ground, 0, 0)])
    assert len(pasted) == 1


def test_rectangles_are_merged_where_that_costs_little() -> None:
    assert merged([]) == []
    assert merged([(0, 0, 10, 10), (10, 0, 20, 10)]) == [(0, 0, 20, 10)]
    apart = [(0, 0, 10, 10), (500, 500, 510, 510)]
    assert sorted(merged(apart)) == apart
    row = [(x, 100, x + 24, 140) for x in range(0, 900, 30)]
    rows = [(left, top + down, right, bottom + down) for left, top, right, bottom in row for down in (0, 60, 120)]
    assert len(merged(rows)) <= 3
    many = [(x * 100, y * 100, x * 100 + 8, y * 100 + 8) for x in range(10) for y in range(10)]
    found = merged(many, 7)
    assert len(found) <= 7
    assert all(any(o[0] <= r[0] and o[1] <= r[1] and o[2] >= r[2] and o[3] >= r[3] for o in found) for r in many)


def test_items_that_changed_their_order_are_painted_again() -> None:
    def placed(key: str, x: int) -> Placed:
        return Placed((key,), (), (x, 0, x + 10, 10))

    a, b, c = placed("a", 0), placed("b", 20), placed("c", 40)
    assert changed_rects([a, b, c], [a, b, c]) == []
    assert changed_rects([a, b, c], [a, c]) == [b.rect]
    assert set(changed_rects([a, b], [b, a])) == {a.rect, b.rect}


def test_equal_snapshots_are_one_frame_and_others_say_that_they_changed() -> None:
    ground, _, card, *_ = marks()
    painter = Painter(YuvCanvas(WIDTH, HEIGHT), LOOK)
    snapshot = Snapshot(WIDTH, HEIGHT, (Drawn(ground, 0, 0), Drawn(card, 5, 5)))
    assert painter.paint(snapshot)
    assert not painter.paint(snapshot)
    assert not painter.paint(Snapshot(WIDTH, HEIGHT, (Drawn(ground, 0, 0), Drawn(card, 5.05, 5))))
    assert painter.paint(Snapshot(WIDTH, HEIGHT, (Drawn(ground, 0, 0),)))


@pytest.mark.parametrize("passing", sorted({*PASSINGS} - {"tilt"}))  # its seam is longer than this frame
@pytest.mark.parametrize("kind", KINDS)
def test_a_scene_that_comes_to_be_seen_is_painted_as_it_does(kind: str, passing: str) -> None:
    """Every frame of a transition, and the first ones after it, are those of a painter that painted nothing before."""
    ground, pattern, card, seal, text, counter, group = marks()
    old = [Drawn(ground, 0, 0), Drawn(seal, 30, 40)]
    running = Painter(KINDS[kind](WIDTH, HEIGHT), LOOK)
    running.paint(Snapshot(WIDTH, HEIGHT, tuple(old)))
    for step in range(14):
        new = (
            Drawn(ground, 0, 0), Drawn(pattern, 0, 0), Drawn(card, 4 + step, 8), Drawn(text, 30, 90 - step / 2),
            Drawn(group, 40, 60.25, opacity=min(1.0, step / 9)), Drawn(counter, 8, 40, progress=step / 13),
        )  # fmt: skip
        state = TransitionState(passing, step / 10, new, (WIDTH / 2, HEIGHT / 2), "left")
        snapshot = Snapshot(WIDTH, HEIGHT, *((tuple(old), state) if step <= 10 else (new, None)))
        running.paint(snapshot)
        fresh = Painter(KINDS[kind](WIDTH, HEIGHT), LOOK)
        fresh.paint(snapshot)
        assert data(running.frame) == data(fresh.frame), step  # type: ignore[arg-type]
