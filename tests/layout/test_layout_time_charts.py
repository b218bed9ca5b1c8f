"""Lines, races, gauges and labels in a scene: what is drawn when, and where it stands then."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import pytest
from layout.world import FRAME, laid_out, marks

from infoclip.errors import InputError
from infoclip.layout.placed import PlacedMark, PlacedScene
from infoclip.layout.scene import LayoutContext, lay_out
from infoclip.marks.marks import ArtMark, CounterMark, Drawn, TextMark
from infoclip.scenes.surroundings import SceneContext
from infoclip.scenes.template import build_example, load_template
from infoclip.text.fonts import FontBook
from infoclip.text.numerals import Localizer
from infoclip.theme.assets import Library
from infoclip.theme.loader import load_theme
from infoclip.timeline.tracks import SceneTracks
from infoclip.values.formats import FORMATS
from infoclip.values.geometry import Box

LINE = '<line values="{}" low="0" high="100" top="100" start="40" width="600" height="400" enter="draw for=2 at=1"{}/>'


def test_a_line_is_drawn_piece_by_piece_in_time_order() -> None:
    scene = laid_out(LINE.format("0 50 100 100", ' dot="none"'), FRAME)
    found = marks(scene)
    assert [item.x for item in found] == [840, 640, 440]
    begins = [item.motions[0].at for item in found]
    ends = [item.motions[0].at + item.motions[0].seconds for item in found]
    assert begins[0] == 1
    assert ends[-1] == pytest.approx(3)
    assert begins[1:] == pytest.approx(ends[:-1])
    assert all(item.motions[0].side == "right" for item in found)
    # Time goes by length: the level third piece is 200 px, the rising ones are hypot(200, 200).
    assert (ends[2] - begins[2]) / (ends[0] - begins[0]) == pytest.approx(2**-0.5)


def test_time_may_run_from_left_to_right() -> None:
    found = marks(laid_out(LINE.format("0 50 100", ' dot="none" dir="ltr"'), FRAME))
    assert [item.x for item in found] == [440, 740]
    assert all(item.motions[0].side == "left" for item in found)


def test_points_appear_as_the_line_reaches_them() -> None:
    found = marks(laid_out(LINE.format("0 0 0", ' dot-size="20" last="dot" last-size="40"'), FRAME))
    dots = [item for item in found if item.mark.width in (20, 40) and item.mark.height == item.mark.width]
    assert [item.box.center for item in dots] == [(1040, 500), (740, 500), (440, 500)]
    assert [item.motions[0].at for item in dots] == pytest.approx([1, 2, 3])
    assert dots[-1].mark.width == 40


def test_a_missing_value_leaves_a_gap() -> None:
    found = marks(laid_out(LINE.format("0 50 - 50 100", ' dot="none"'), FRAME))
    assert [item.x for item in found] == [890, 440]


def test_the_area_reaches_the_foot() -> None:
    (area, *_) = marks(laid_out(LINE.format("20 60 100", ' area="area" dot="none"'), FRAME))
    assert area.box == Box(440, 100, 600, 400)


def test_the_area_of_values_below_zero_hangs_from_zero() -> None:
    """From 100 down to -100 over 400 px: zero lies 200 px under the top."""
    line = LINE.replace('low="0"', 'low="-100"')
    (mixed, *_) = marks(laid_out(line.format("50 -25", ' area="area" dot="none"'), FRAME))
    assert mixed.box == Box(440, 200, 600, 150)
    assert "M600 0L0 150" in str(mixed.mark)
    assert "L0 100L600 100Z" in str(mixed.mark)
    (below, *_) = marks(laid_out(line.format("-50 -100", ' area="area" dot="none"'), FRAME))
    assert below.box == Box(440, 300, 600, 200)


@pytest.mark.parametrize("attributes", ['values="1 2"', 'values="" low="0" high="1"', 'values="5" low="0" high="1"'])
def test_a_line_that_cannot_be_true_is_refused(attributes: str) -> None:
    with pytest.raises(InputError):
        laid_out(f"<line {attributes}/>", FRAME)


def test_labels_are_moved_apart_no_more_than_they_must() -> None:
    children = "".join(f'<box height="40" width="100" center-y="{y}" fill="ink"/>' for y in ("50%", "51%", "10%"))
    scene = laid_out(f'<spread top="0" start="0" width="200" height="400" gap="10">{children}</spread>', FRAME)
    assert [round(item.box.center[1]) for item in marks(scene)] == [177, 227, 40]


def test_a_gauge_is_swept_from_where_it_begins() -> None:
    donut = '<donut from="-0.25" turns="0.5" of="100" {}><slice value="60" enter="sweep for=1"/></donut>'
    for rtl, sign in ((True, -1), (False, 1)):
        (value,) = marks(laid_out(donut.format('rounded="true"'), FRAME, rtl=rtl))
        params = dict(value.motions[0].params)
        assert params["from"] == pytest.approx(-0.25 * sign)
        assert params["turns"] == pytest.approx(0.3 * sign)
    tracks = SceneTracks(laid_out(donut.format(""), FRAME, rtl=True), 6)
    clip = tracks.at(0.5)[0].clip
    assert clip is not None
    assert clip.values[1] == pytest.approx(0.25, abs=1e-3)
    assert -0.05 < clip.values[0] < 0.25


@cache
def race(direction: str = "rtl") -> PlacedScene:
    library = Library()
    local = Localizer("ar-SA" if direction == "rtl" else "en")
    theme = load_theme("official", library)
    format_ = FORMATS["reel"]
    scene = build_example(load_template("race", library), SceneContext(theme, format_, library, local))
    fonts = FontBook(library.font_folders)
    return lay_out(scene, LayoutContext(format_, theme, fonts, library, local, direction == "rtl"))


def bars_of(scene: PlacedScene) -> list[PlacedMark]:
    follow = [item for item in marks(scene) if item.motions and item.motions[0].kind == "follow"]
    return [item for item in follow if isinstance(item.mark, ArtMark)]


def shown(item: Drawn, *, rtl: bool) -> tuple[float, float]:
    """The visible length and the far end of a bar in a frame."""
    left, _, right, _ = item.clip.values if item.clip else (0, 0, 0, 0)
    width = item.mark.width * (1 - left - right)
    return width, item.x if rtl else item.x + item.mark.width


@pytest.mark.parametrize("direction", ["rtl", "ltr"])
def test_bars_of_a_race_are_true_to_their_values_at_its_end(direction: str) -> None:
    scene, rtl = race(direction), direction == "rtl"
    tracks = SceneTracks(scene, 12)
    items = {item.mark.key: item for item in tracks.at(11)}
    lengths = [shown(items[bar.mark.key], rtl=rtl)[0] for bar in bars_of(scene)]
    last = sorted([380, 720, 960, 360, 210, 300])
    assert [length / max(lengths) for length in sorted(lengths)] == pytest.approx([v / 960 for v in last], abs=0.004)


@pytest.mark.parametrize("direction", ["rtl", "ltr"])
def test_whoever_is_worth_more_stands_higher_and_reaches_further(direction: str) -> None:
    """At every quarter of a second at which nobody is passing, the order of heights is that of lengths."""
    scene, rtl = race(direction), direction == "rtl"
    tracks, bars = SceneTracks(scene, 12), bars_of(scene)
    pitch = 60.0
    checked = 0
    for quarter in range(6, 44):
        items = {item.mark.key: item for item in tracks.at(quarter / 4)}
        drawn = sorted((items[bar.mark.key] for bar in bars), key=lambda item: item.y)
        if any(other.y - one.y < pitch for one, other in pairwise(drawn)):
            continue
        lengths = [shown(item, rtl=rtl)[0] for item in drawn]
        assert all(one >= other - 12 for one, other in pairwise(lengths))
        checked += 1
    assert checked > 15


def test_nothing_in_a_race_jumps() -> None:
    """From frame to frame no bar moves further down than a third of a row, nor grows by more than 40 pixels."""
    scene = race()
    tracks, bars = SceneTracks(scene, 12), bars_of(scene)
    before: dict[str, tuple[float, float]] = {}
    for frame in range(20, 330):
        for item in tracks.at(frame / 30):
            if item.mark.key not in {bar.mark.key for bar in bars}:
                continue
            length, _ = shown(item, rtl=True)
            if item.mark.key in before:
                old_length, old_y = before[item.mark.key]
                assert abs(item.y - old_y) <= 45
                assert abs(length - old_length) <= 40
            before[item.mark.key] = length, item.y


def test_colours_of_a_race_are_stable_and_one_stands_out() -> None:
    scene = race()
    arts = {bar.mark.source.path.stem for bar in bars_of(scene) if isinstance(bar.mark, ArtMark)}
    assert arts == {"bar", "bar-accent"}
    tracks = SceneTracks(scene, 12)
    keys = {bar.mark.key for bar in bars_of(scene)}
    for second in range(2, 12):
        assert keys <= {item.mark.key for item in tracks.at(second)}


def test_a_race_names_everyone_and_ends_with_the_last_point_in_time() -> None:
    texts = [item.text for item in marks(race()) if isinstance(item.mark, TextMark | CounterMark)]
    assert {"الفروع", "الموقع", "التطبيق", "الهاتف", "الوكلاء", "الأكشاك", "2024", "960"} <= set(texts)
    assert "الأكشاك" in build_words()


def build_words() -> str:
    library = Library()
    context = SceneContext(load_theme("official", library), FORMATS["reel"], library, Localizer("ar-SA"))
    return build_example(load_template("race", library), context).words
