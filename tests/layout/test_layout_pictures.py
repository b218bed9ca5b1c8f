"""What layout hands to the painter as built-in art, drawn: boxes and slices of a donut."""

from __future__ import annotations

from pathlib import Path

import pytest
from layout.world import FRAME, laid_out, marks, theme
from PIL import Image

from infoclip.draw.art import art_picture
from infoclip.errors import InputError
from infoclip.marks.marks import ArtMark


def drawn(xml: str) -> list[Image.Image]:
    """Every mark of the scene `xml` on a transparent frame of its own."""
    pictures = []
    for placed in marks(laid_out(xml, FRAME)):
        assert isinstance(placed.mark, ArtMark)
        picture = art_picture(placed.mark, theme=theme(), format=FRAME)
        frame = Image.new("RGBA", (FRAME.width, FRAME.height))
        frame.paste(picture.image, (round(placed.x) + picture.x, round(placed.y) + picture.y))
        pictures.append(frame)
    return pictures


def test_a_box_is_filled_rounded_and_stroked_inside_its_edge() -> None:
    xml = (
        '<box start="80" top="100" width="200" height="120" radius="40" fill="accent" stroke="ink" stroke-width="10"/>'
    )
    (picture,) = drawn(xml)
    assert picture.getbbox() == (800, 100, 1000, 220)
    assert picture.getpixel((900, 160)) == (14, 124, 102, 255)
    assert picture.getpixel((804, 160)) == (20, 20, 20, 255)
    assert picture.getchannel("A").getpixel((803, 103)) == 0


def test_a_shadow_lies_outside_and_below() -> None:
    (picture,) = drawn('<box start="80" top="100" width="200" height="120" fill="accent" shadow="soft"/>')
    alpha = picture.getchannel("A")
    below, above = alpha.getpixel((900, 224)), alpha.getpixel((900, 95))
    assert isinstance(below, int)
    assert isinstance(above, int)
    assert below > 100 > above
    assert alpha.getpixel((900, 160)) == 255


def test_a_gradient_of_the_theme_fills_a_box() -> None:
    (picture,) = drawn('<box start="0" top="0" width="100" height="100" fill="dawn"/>')
    top, foot = picture.getpixel((1030, 1)), picture.getpixel((1030, 98))
    assert top == pytest.approx((20, 20, 20, 255), abs=3)
    assert foot == pytest.approx((14, 124, 102, 255), abs=3)


def test_slices_are_cut_to_their_shape() -> None:
    xml = '<donut start="0" top="0" width="400" hole="0.5" gap="8">{}</donut>'
    slices = '<slice value="75"/><slice value="25"/>'
    first, last = drawn(xml.format(slices))
    # The donut's centre is at 880, 200, its ring from 100 to 200 px; the last quarter is above three o'clock.
    for point, owner in {(730, 200): first, (880, 350): first, (986, 94): last}.items():
        other = last if owner is first else first
        assert owner.getchannel("A").getpixel(point) == 255
        assert other.getchannel("A").getpixel(point) == 0
    for empty in ((880, 200), (880, 130), (690, 10), (880, 50)):
        assert first.getchannel("A").getpixel(empty) == last.getchannel("A").getpixel(empty) == 0, empty


def test_an_icon_as_an_emblem_is_painted_inside_its_lines() -> None:
    look = 'fill="accent" inside="ink" rim="#FFFFFF" rim-width="12" bleed="20"'
    (picture,) = drawn(f'<icon name="droplet" size="240" start="0" top="0" {look}/>')
    assert picture.getpixel((960, 150)) == (20, 20, 20, 255)
    assert picture.getpixel((960, 220)) == (14, 124, 102, 255)
    assert picture.getpixel((960, 236)) == (255, 255, 255, 255)
    (plain,) = drawn('<icon name="droplet" size="240" start="0" top="0" fill="accent"/>')
    assert plain.getchannel("A").getpixel((960, 150)) == 0


def test_a_designers_file_fills_its_box_and_not_the_bleed_around(tmp_path: Path) -> None:
    file = tmp_path / "sign.svg"
    shape = '<circle cx="50" cy="50" r="50" fill="#2E86DE"/><path d="M40 40h20v20h-20z" fill="#F1C40F"/>'
    file.write_text(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">{shape}</svg>', encoding="utf-8")
    xml = '<icon name="{}" size="200" start="100" top="100" rim="#FFFFFF" rim-width="{}" bleed="60"/>'
    (picture,) = drawn(xml.format(file, 0))
    assert picture.getbbox() == (780, 100, 980, 300)
    (rimmed,) = drawn(xml.format(file, 20))
    assert rimmed.getpixel((880, 90)) == (255, 255, 255, 255)
    assert rimmed.getpixel((880, 200)) == (241, 196, 15, 255), "several colours stay"


@pytest.mark.parametrize(
    ("attribute", "said"),
    [('inside="gilt"', "gilt"), ('rim="ink" offset="much"', "two numbers"), ('shadow="no"', "no")],
)
def test_an_emblem_says_what_is_wrong_with_it(attribute: str, said: str) -> None:
    with pytest.raises(InputError) as fault:
        laid_out(f'<icon name="droplet" {attribute}/>', FRAME)
    assert said in str(fault.value.problems[0].message)
