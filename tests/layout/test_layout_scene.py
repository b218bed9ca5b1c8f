"""What a placed scene holds beside boxes: order, groups, motions in time, focus, art and its parameters."""

from __future__ import annotations

from pathlib import Path

import pytest
from layout.world import FRAME, TINY, laid_out, laid_out_root, marks
from PIL import Image

from infoclip.errors import InputError, Place
from infoclip.layout.placed import PlacedGroup, PlacedMark
from infoclip.marks.marks import ArtMark, ImageMark
from infoclip.scenes.elements import Element


def test_paint_order_is_document_order_and_z_reorders_siblings() -> None:
    scene = laid_out(
        '<art name="ground" id="a"/><art name="ground" id="b" z="2"/><layers><art name="ground" id="c" z="9"/></layers>'
        '<art name="ground" id="d" z="-1"/>'
    )
    assert [item.id for item in marks(scene)] == ["d", "a", "c", "b"]


def test_a_box_paints_behind_what_it_holds() -> None:
    scene = laid_out(
        '<box fill="accent" stroke="line" radius="8" shadow="soft" id="b"><art name="ground" id="a"/></box>'
    )
    paint, inside = marks(scene)
    assert (paint.id, inside.id) == ("b", "a")
    assert isinstance(paint.mark, ArtMark)
    params = dict(paint.mark.params)
    assert params["fill"] == "#0E7C66"
    assert params["stroke"] == "#14141480"
    assert params["radius"] == 8
    # Three deviations of the blur hold the shadow; the stroke lies inside.
    assert paint.mark.bleed >= 3 * 6 + 4


def test_a_named_gradient_reaches_the_box_by_its_name() -> None:
    (paint,) = marks(laid_out('<box fill="dawn"/>'))
    assert isinstance(paint.mark, ArtMark)
    assert dict(paint.mark.params)["fill"] == "dawn"


def test_an_unpainted_box_draws_nothing() -> None:
    assert marks(laid_out('<box padding="5"><box/></box>')) == []


def test_a_container_that_moves_is_one_layer() -> None:
    scene = laid_out('<column enter="rise" opacity="0.5" id="c"><art name="ground"/></column>')
    (group,) = scene.children
    assert isinstance(group, PlacedGroup)
    assert (group.id, group.opacity, [motion.kind for motion in group.motions]) == ("c", 0.5, ["rise"])
    assert group.box == scene.boxes["c"]
    (child,) = group.children
    assert isinstance(child, PlacedMark)
    assert (child.motions, child.opacity) == ((), 1.0)


def test_a_container_that_rests_dissolves() -> None:
    scene = laid_out('<column><row><art name="ground"/></row></column>')
    assert [type(node) for node in scene.children] == [PlacedMark]


def test_delay_and_stagger_move_entrances_of_children() -> None:
    scene = laid_out(
        '<column delay="1" stagger="0.25"><art name="ground" enter="fade"/><space/>'
        '<row delay="0.5" stagger="0.1"><art name="ground" enter="fade"/>'
        '<art name="ground" enter="fade" delay="2"/></row>'
        '<art name="ground" enter="fade" exit="fade at=0.2" emphasis="pulse at=3"/></column>'
    )
    entrances = [motion.at for item in marks(scene) for motion in item.motions if motion.phase == "enter"]
    assert entrances == pytest.approx([1.0, 1.75, 3.85, 1.5])
    others = {motion.phase: motion.at for item in marks(scene) for motion in item.motions if motion.phase != "enter"}
    assert others == {"exit": 0.2, "emphasis": 3.0}


@pytest.mark.parametrize(
    ("focus", "point"),
    [("", (100, 50)), ('focus="#a"', (185, 5)), ('focus="50 20"', (150, 20)), ('focus="25% 50%"', (150, 50))],
)
def test_focus(focus: str, point: tuple[float, float]) -> None:
    scene = laid_out(f'<scene {focus}><box id="a" width="30" height="10"/></scene>')
    assert scene.focus == pytest.approx(point)


def test_the_root_says_how_the_scene_leaves() -> None:
    scene = laid_out('<scene transition="iris 0.6" exit-seconds="0.5"/>')
    assert (scene.transition, scene.exit_seconds) == ("iris 0.6", 0.5)
    assert laid_out("<scene/>").exit_seconds == 0.4
    assert (scene.rtl, laid_out("<scene/>", rtl=False).rtl) == (True, False)


def test_art_takes_every_other_attribute_as_a_parameter() -> None:
    (placed,) = marks(
        laid_out(
            ""
            '<art name="ground" bleed="12" draws="true" start="0" enter="draw" '
            'seed="7" share="0.25" lit="true" tone="accent"/>'
        )
    )
    mark = placed.mark
    assert isinstance(mark, ArtMark)
    assert mark.params == (("lit", True), ("seed", 7), ("share", 0.25), ("tone", "accent"))
    assert (mark.bleed, mark.draws_on) == (12, True)
    assert (mark.width, mark.height) == (TINY.width, TINY.height)


def test_art_learns_that_it_is_read_from_the_left() -> None:
    (placed,) = marks(laid_out('<art name="ground" dir="ltr"/>'))
    assert isinstance(placed.mark, ArtMark)
    assert dict(placed.mark.params) == {"rtl": False}


def test_equal_art_is_one_mark_and_a_changed_size_another() -> None:
    first, second, third = marks(
        laid_out(
            '<row><art name="ground" width="20"/><art name="ground" width="20"/><art name="ground" width="21"/></row>'
        )
    )
    assert first.mark == second.mark
    assert first.mark != third.mark


def test_icons_resolve_their_colours() -> None:
    (placed,) = marks(laid_out('<icon name="check" fill="accent" knock="ink" size="20"/>'))
    assert isinstance(placed.mark, ArtMark)
    assert dict(placed.mark.params) == {"fill": "#0E7C66", "knock": "#141414"}
    assert (placed.mark.width, placed.mark.height) == (20, 20)


def test_images_know_their_file(tmp_path: Path) -> None:
    path = tmp_path / "photo.png"
    Image.new("RGB", (8, 4), "red").save(path)
    xml = f'<image src="{path}" fit="contain" focal="0.25 1" radius="6" width="80" aspect="2"/>'
    (placed,) = marks(laid_out(xml))
    mark = placed.mark
    assert isinstance(mark, ImageMark)
    assert (mark.width, mark.height, mark.fit, mark.focal, mark.radius) == (80, 40, "contain", (0.25, 1.0), 6)
    Image.new("RGB", (8, 4), "blue").save(path)
    (again,) = marks(laid_out(xml))
    assert again.mark != mark


FAULTS = {
    '<art name="grund"/>': "ground",
    '<art name="ground" width="wide"/>': "width",
    '<row align="middle"/>': "align",
    "<grid/>": "columns",
    '<grid columns="1fx"/>': "1fx",
    '<text role="boddy">نص</text>': "body",
    '<text fill="acent">نص</text>': "accent",
    '<text size="50" min-size="60">نص</text>': "min-size",
    '<box fill="#12"/>': "#12",
    '<box shadow="sofft" fill="ink"/>': "soft",
    '<art name="ground" aspect="1/0"/>': "aspect",
    '<image src="no-such-file.png"/>': "no-such-file.png",
    '<row><art name="ground" width="200"/><art name="ground"/></row>': "no room",
    '<column baseline="true"/>': "baseline",
    '<art name="ground" enter="flyin"/>': "flyin",
    '<scene focus="#nowhere"/>': "nowhere",
}


@pytest.mark.parametrize("xml", FAULTS)
def test_faults_name_the_line_and_the_word(xml: str) -> None:
    with pytest.raises(InputError) as caught:
        laid_out(xml)
    (problem,) = caught.value.problems
    assert FAULTS[xml] in problem.message + problem.hint
    assert problem.place is not None
    assert problem.place.line == 1


def test_all_faults_of_a_template_come_at_once() -> None:
    with pytest.raises(InputError) as caught:
        laid_out('<row align="x"/>\n<art name="nothing"/>\n<text role="none">نص</text>')
    assert [problem.place.line for problem in caught.value.problems if problem.place] == [1, 2, 3]


def test_depth_and_number_of_elements_are_bounded() -> None:
    place = Place(Path("deep.xml"), 1)
    deep = Element("box", {}, place=place)
    for _ in range(99):
        deep = Element("row", {"padding": "0.1"}, (deep,), place=place)
    laid_out_root(Element("scene", {}, (deep,), place=place), FRAME)
    for too_much in (
        Element("scene", {}, (Element("row", {}, (deep,), place=place),), place=place),
        Element("scene", {}, (Element("box", {}, place=place),) * 5000, place=place),
    ):
        with pytest.raises(InputError, match="at most"):
            laid_out_root(too_much, FRAME)
