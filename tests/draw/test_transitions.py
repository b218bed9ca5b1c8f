"""Transitions: exactly the old scene at 0 and the new one at 1, in order between, the same on both canvases."""

from __future__ import annotations

from itertools import pairwise

import pytest
from drawing import THEME, largest_difference
from PIL import Image, ImageDraw

from infoclip.draw.canvas import Canvas, RgbCanvas, YuvCanvas, around
from infoclip.draw.pixels import Pixels
from infoclip.draw.revealed import shown
from infoclip.draw.sprites import Look
from infoclip.draw.star_iris import Zones, iris, star_points, star_zones
from infoclip.draw.transitions import KINDS, Passing, compose
from infoclip.marks.marks import TransitionState
from infoclip.timeline.transitions import TRANSITIONS

SIZES = [(108, 192), (192, 108), (108, 108)]
LOOK = Look(THEME, None, 0.1)
WAYS = ("left", "right", "up", "down")


def scenes(kind: type, size: tuple[int, int]) -> tuple[Canvas, Canvas, Canvas]:
    """An old scene in warm colours with a mark at its left top, a new one in cold ones, and a canvas for the result."""
    made = []
    for color, mark in (((200, 120, 60), (250, 240, 200)), ((30, 60, 120), (90, 200, 220))):
        image = Image.new("RGB", size, color)
        ImageDraw.Draw(image).rectangle((10, 12, 41, 33), fill=mark)
        canvas = kind(*size)
        canvas.paste_pixels(Pixels.of(image), None, (0, 0), canvas.rect)
        made.append(canvas)
    return made[0], made[1], kind(*size)


def data(canvas: Canvas) -> bytes:
    if isinstance(canvas, YuvCanvas):
        return bytes(canvas.buffer)
    assert isinstance(canvas, RgbCanvas)
    return canvas.image.tobytes()


def state(
    kind: str, progress: float, direction: str = "left", focus: tuple[float, float] = (540, 960)
) -> TransitionState:
    return TransitionState(kind, progress, (), focus, direction)  # type: ignore[arg-type]


def test_every_transition_of_the_timeline_can_be_drawn() -> None:
    assert set(TRANSITIONS) <= set(KINDS)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("canvas", [RgbCanvas, YuvCanvas])
@pytest.mark.parametrize("kind", KINDS)
def test_it_begins_with_the_old_scene_and_ends_with_the_new(kind: str, canvas: type, size: tuple[int, int]) -> None:
    old, new, out = scenes(canvas, size)
    for way in WAYS:
        compose(state(kind, 0.0, way), old, new, out, LOOK)
        assert data(out) == data(old)
        compose(state(kind, 1.0, way), old, new, out, LOOK)
        assert data(out) == data(new)


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"cut"}))
def test_it_is_nearly_there_just_before_its_ends(kind: str) -> None:
    """No jump: a step before its end a transition shows almost nothing but the scene it ends with."""
    old, new, out = scenes(RgbCanvas, (108, 192))
    for progress, wanted in ((0.004, old), (0.996, new)):
        compose(state(kind, progress), old, new, out, LOOK)
        assert isinstance(out, RgbCanvas)
        assert isinstance(wanted, RgbCanvas)
        apart = [max(abs(a - b) for a, b in zip(one, other, strict=True)) for one, other in pairs(out, wanted)]
        assert sum(value > 40 for value in apart) < 0.04 * len(apart)


def pairs(one: RgbCanvas, other: RgbCanvas) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    return list(zip(one.image.getdata(), other.image.getdata(), strict=True))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kind", KINDS)
def test_both_canvases_show_the_same_transition(kind: str, size: tuple[int, int]) -> None:
    for progress in (0.2, 0.5, 0.8):
        rgb, film = (scenes(canvas, size) for canvas in (RgbCanvas, YuvCanvas))
        for old, new, out in (rgb, film):
            compose(state(kind, progress), old, new, out, LOOK)
        assert isinstance(rgb[2], RgbCanvas)
        assert isinstance(film[2], YuvCanvas)
        whole = Pixels.of(rgb[2].image)
        for drawn, wanted, most in zip(film[2].planes, (whole.luma(), *whole.chroma(0, 0)), (5, 24, 24), strict=True):
            assert largest_difference(drawn, wanted) <= most


@pytest.mark.parametrize(
    ("direction", "new_at", "old_at"),
    [
        ("left", (4, 96), (104, 96)),
        ("right", (104, 96), (4, 96)),
        ("up", (54, 4), (54, 188)),
        ("down", (54, 188), (54, 4)),
    ],
)
@pytest.mark.parametrize("kind", ["push", "slide", "wipe", "cover"])
def test_the_new_scene_comes_from_its_side(
    kind: str, direction: str, new_at: tuple[int, int], old_at: tuple[int, int]
) -> None:
    old, new, out = scenes(RgbCanvas, (108, 192))
    compose(state(kind, 0.5, direction), old, new, out, LOOK)
    assert isinstance(out, RgbCanvas)
    cold, warm = out.image.getpixel(new_at), out.image.getpixel(old_at)
    assert isinstance(cold, tuple)
    assert isinstance(warm, tuple)
    assert cold[2] > cold[0]
    assert warm[0] > warm[2]


def test_a_tilt_melts_the_foot_of_the_old_scene_into_the_head_of_the_new() -> None:
    old, new, out = scenes(RgbCanvas, (108, 192))
    for progress in (0.05, 0.3, 0.5, 0.7, 0.95):
        compose(state("tilt", progress, "down"), old, new, out, LOOK)
        assert isinstance(out, RgbCanvas)
        column = [out.image.getpixel((80, y)) for y in range(192)]
        steps = [abs(a[0] - b[0]) for a, b in pairwise(column) if isinstance(a, tuple) and isinstance(b, tuple)]
        assert column[0] == (200, 120, 60) or progress > 0.94
        assert column[-1] == (30, 60, 120) or progress < 0.06
        if 0.3 <= progress <= 0.7:
            assert max(steps) < 25, "no edge: 170 levels over 16 pixels"


def test_the_star_opens_at_its_focus_with_a_golden_edge_over_the_dimmed_old_scene() -> None:
    old, new, out = scenes(RgbCanvas, (216, 384))
    compose(state("iris", 0.3, focus=(300, 600)), old, new, out, Look(THEME, None, 0.2))
    assert isinstance(out, RgbCanvas)
    assert out.image.getpixel((60, 120)) == (30, 60, 120)
    dimmed = out.image.getpixel((210, 380))
    assert isinstance(dimmed, tuple)
    assert dimmed[0] == pytest.approx(200 * 0.65, abs=3)
    row = [out.image.getpixel((x, 120)) for x in range(60, 216)]
    assert any(isinstance(p, tuple) and p[0] > 170 and 100 < p[1] < 240 and p[2] < 170 for p in row), "gold"


def test_the_star_is_two_crossed_squares() -> None:
    points = star_points((0, 0), 100, 0)
    assert points[0] == pytest.approx((0, -100))
    assert points[4] == pytest.approx((100, 0))
    left, right = points[15], points[1]
    assert left[1] == pytest.approx(right[1]), "inner corners level"
    assert points[2] == pytest.approx((70.71, -70.71), abs=0.01)
    assert points[3][0] == pytest.approx(70.71, abs=0.01), "an upright side of the second square"


def test_an_unknown_transition_is_a_bug() -> None:
    old, new, out = scenes(RgbCanvas, (108, 108))
    with pytest.raises(KeyError):
        compose(state("explode", 0.5), old, new, out, LOOK)


@pytest.mark.parametrize("canvas", [RgbCanvas, YuvCanvas])
def test_a_sheet_rises_with_round_shoulders(canvas: type) -> None:
    """Half way the foot is the new scene's head, the head the old scene, and the sheet's corner still shows the old."""
    old, new, out = scenes(canvas, (108, 192))
    compose(state("sheet", 0.5, "down"), old, new, out, LOOK)
    picture = rendered(out)
    assert largest_difference(picture.crop((0, 120, 108, 192)), rendered(new).crop((0, 24, 108, 96))) <= 2
    assert largest_difference(picture.crop((60, 0, 108, 80)), rendered(old).crop((60, 0, 108, 80))) <= 2
    corner, middle = picture.getpixel((0, 96)), picture.getpixel((54, 100))
    assert corner[0] > corner[2], "warm: the old scene"  # type: ignore[index]
    assert middle[2] > middle[0], "cold: the new scene"  # type: ignore[index]


def rendered(canvas: Canvas) -> Image.Image:
    assert isinstance(canvas, RgbCanvas | YuvCanvas)
    return canvas.image if isinstance(canvas, RgbCanvas) else canvas.rgb()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("direction", WAYS)
def test_what_a_transition_shows_of_the_new_scene_is_all_it_needs(kind: str, direction: str) -> None:
    """Whatever stands on the new scene's canvas beside that never comes to be seen."""
    for progress in (0.0, 0.004, 0.1, 0.31, 0.5, 0.77, 0.96, 0.999, 1.0):
        old, new, whole = scenes(YuvCanvas, (108, 192))
        running = state(kind, progress, direction)
        compose(running, old, new, whole, LOOK)
        rect = shown(running, new.rect, LOOK.scale)
        assert all(side % 2 == 0 for side in rect)
        for part in around(None if rect == (0, 0, 0, 0) else rect, new.rect):
            new.fill((255, 0, 255), part)
        part_canvas = new.like()
        compose(running, old, new, part_canvas, LOOK)
        assert largest_difference(rendered(part_canvas), rendered(whole)) == 0, progress


@pytest.mark.parametrize("progress", [0.06, 0.2, 0.35, 0.5, 0.65, 0.8, 0.93])
@pytest.mark.parametrize("focus", [(540, 960), (300, 600), (1000, 1700)])
@pytest.mark.parametrize("kind", [RgbCanvas, YuvCanvas])
def test_masks_of_the_star_are_needed_only_where_its_edge_runs(
    kind: type, focus: tuple[float, float], progress: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The frame cut into bands is, to the last bit, what masks over all of it give."""
    size, look = (270, 480), Look(THEME, None, 0.25)
    old, new, out = scenes(kind, size)
    again = kind(*size)
    running = state("iris", progress, focus=focus)
    iris(Passing(running, old, new, out, look))
    whole = Zones([], [(0, 0, *size)], [(0, 0, *size)])
    found = star_zones([star_points((135, 240), 80, 10), star_points((135, 240), 60, 10)], (0, 0, *size), 0.25)
    assert found.new
    assert len(found.edge) > 4
    monkeypatch.setattr("infoclip.draw.star_iris.star_zones", lambda *given: whole)
    iris(Passing(running, old, new, again, look))
    assert data(out) == data(again)
