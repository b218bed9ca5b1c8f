"""Charts in a scene: exact lengths, counted units and their order in time, slices cut from any filling."""

from __future__ import annotations

import pytest
from layout.world import FRAME, laid_out, marks

from infoclip.errors import InputError
from infoclip.layout.placed import PlacedGroup
from infoclip.marks.marks import ArtMark
from infoclip.values.geometry import Box


@pytest.mark.parametrize(("value", "whole"), [(2364, 2466), (48, 2466), (1, 3), (5, 5), (0.25, 7)])
@pytest.mark.parametrize("rtl", [True, False])
def test_a_bar_is_exactly_its_share_from_the_start_edge(value: float, whole: float, rtl: bool) -> None:
    scene = laid_out(
        f'<safe><bar value="{value}" of="{whole}" track="track" height="60" id="b"/></safe>', FRAME, rtl=rtl
    )
    track, bar = marks(scene)
    assert track.box == Box(120, 270, 840, 60)
    assert bar.box.width == pytest.approx(840 * value / whole)
    assert (bar.box.right if rtl else bar.box.x) == pytest.approx(960 if rtl else 120)
    assert (bar.mark.width, bar.mark.height) == (bar.box.width, 60)


def test_a_standing_bar_grows_from_its_foot() -> None:
    scene = laid_out(
        '<bar value="1" of="4" direction="up" width="80" height="400" top="100" start="0" enter="count"/>', FRAME
    )
    (bar,) = marks(scene)
    assert bar.box == Box(1000, 400, 80, 100)
    assert bar.motions[0].side == "bottom"


def test_only_the_bar_moves() -> None:
    track, bar = marks(laid_out('<bar value="1" of="2" track="track" enter="count" delay="0.5"/>', FRAME))
    assert track.motions == ()
    assert [(motion.kind, motion.at, motion.side) for motion in bar.motions] == [("count", 0.5, "right")]


def test_nothing_is_a_track_without_a_bar() -> None:
    assert len(marks(laid_out('<bar value="0" of="2" track="track"/>', FRAME))) == 1


@pytest.mark.parametrize("attributes", ['value="5" of="4"', 'value="-1" of="4"', 'value="1" of="0"', 'value="1"'])
def test_a_bar_that_cannot_be_true_is_refused(attributes: str) -> None:
    with pytest.raises(InputError):
        laid_out(f"<bar {attributes}/>", FRAME)


def test_units_fill_from_the_start_top_down() -> None:
    scene = laid_out(
        '<units count="5" columns="3" unit-width="20" unit-height="30" gap="10" start="0" top="0"/>', FRAME
    )
    corners = [(item.x, item.y) for item in marks(scene)]
    assert corners == [(1060, 0), (1030, 0), (1000, 0), (1060, 40), (1030, 40)]


def test_units_share_one_mark() -> None:
    scene = laid_out('<units count="200" total="240" dim="dim" width="600" height="500" gap="4"/>', FRAME)
    found = [item.mark for item in marks(scene)]
    assert len(found) == 240
    assert len(set(found)) == 2
    assert all(item.x >= 0 and item.box.right <= 1080 and item.box.bottom <= 500.01 for item in marks(scene))


def test_units_come_one_by_one() -> None:
    scene = laid_out(
        '<units count="4" columns="2" width="200" delay="1" stagger="0.05" enter="pop" exit="fade"/>', FRAME
    )
    times = [[motion.at for motion in item.motions if motion.phase == "enter"] for item in marks(scene)]
    assert [time for (time,) in times] == pytest.approx([1.0, 1.05, 1.1, 1.15])
    assert {motion.at for item in marks(scene) for motion in item.motions if motion.phase == "exit"} == {0.0}


def test_units_that_come_at_once_are_one_layer() -> None:
    (group,) = laid_out('<units count="9" columns="3" width="90" enter="fade"/>', FRAME).children
    assert isinstance(group, PlacedGroup)
    assert len(group.children) == 9
    assert [motion.kind for motion in group.motions] == ["fade"]


def test_art_that_asks_is_told_which_unit_it_is() -> None:
    scene = laid_out('<units count="3" columns="3" width="90" art="counted"/>', FRAME)
    told = [dict(item.mark.params)["index"] for item in marks(scene) if isinstance(item.mark, ArtMark)]
    assert told == [0, 1, 2]


def test_units_without_sizes_are_as_large_as_fits() -> None:
    scene = laid_out('<units count="12" width="400" height="300" start="0" top="0"/>', FRAME)
    widths = {round(item.box.width, 3) for item in marks(scene)}
    assert widths == {100.0}


def test_units_that_do_not_fit_are_refused() -> None:
    with pytest.raises(InputError, match="units take"):
        laid_out(
            '<layers width="100" height="100">'
            '<units count="30" columns="3" unit-width="30" unit-height="30"/></layers>',
            FRAME,
        )


def test_a_ring_runs_clockwise_from_the_top() -> None:
    scene = laid_out('<ring count="4" width="300" height="300" unit-size="40" last="dim" start="0" top="0"/>', FRAME)
    centers = [tuple(round(part, 6) for part in item.box.center) for item in marks(scene)]
    assert centers == [(930, 20), (1060, 150), (930, 280), (800, 150)]
    *others, last = [item.mark for item in marks(scene)]
    assert len(set(others)) == 1
    assert last not in others


def test_a_donut_is_cut_from_its_fillings() -> None:
    scene = laid_out(
        '<donut hole="0.5" width="400" height="400"><slice value="75" id="a"/>'
        '<slice value="25" fill="line" id="b"/></donut>',
        FRAME,
    )
    first, second = (dict(item.mark.params) for item in marks(scene) if isinstance(item.mark, ArtMark))
    assert first["fill"] == "#0E7C66"
    assert second["fill"] == "line"
    assert first["clip-path"] == "M400 200A200 200 0 1 1 200 0L200 100A100 100 0 1 0 300 200Z"
    # Right to left runs counter-clockwise: three quarters end at three o'clock, the last lies above that.
    assert scene.boxes["b"].center[0] > scene.boxes["a"].center[0]
    assert scene.boxes["b"].center[1] < 200


def test_a_donut_sweeps_the_way_it_runs() -> None:
    xml = '<donut width="400" enter="sweep"><slice value="1"/></donut>'
    for rtl, turns in ((True, -1.0), (False, 1.0)):
        (group,) = laid_out(xml, FRAME, rtl=rtl).children
        assert isinstance(group, PlacedGroup)
        assert dict(group.motions[0].params)["turns"] == turns
