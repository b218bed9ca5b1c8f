"""Icons as pictures of their own: what lines enclose is found and painted, and cut out, printed beside, woven."""

from __future__ import annotations

from PIL import Image, ImageDraw

from infoclip.draw.emblem import Emblem, as_emblem, enclosed
from infoclip.values.color import Color

RED, BLUE, WHITE = Color(220, 30, 40), Color(20, 60, 200), Color(255, 255, 255)
SIDE = 240


def ring(gap: float = 0.0) -> Image.Image:
    """A ring of white lines, 20 px thick, with a gap of so many degrees at its top."""
    icon = Image.new("RGBA", (SIDE, SIDE), (255, 255, 255, 0))
    ImageDraw.Draw(icon).arc((40, 40, 200, 200), -90 + gap / 2, 270 - gap / 2, fill=(255, 255, 255, 255), width=20)
    return icon


def pixel(picture: Image.Image, at: tuple[int, int]) -> tuple[int, ...]:
    found = picture.getpixel(at)
    assert isinstance(found, tuple)
    return found


def test_what_a_ring_encloses_is_painted_and_what_is_outside_is_not() -> None:
    made = as_emblem(ring(), Emblem(RED, BLUE))
    assert pixel(made, (120, 120)) == (*BLUE.rgb, 255)
    assert pixel(made, (120, 50)) == (*RED.rgb, 255)
    assert pixel(made, (20, 20))[3] == 0
    inside = enclosed(ring().getchannel("A"))
    assert inside.getpixel((120, 120)) == 255
    assert inside.getpixel((120, 38)) == 0, "it does not reach over the outer edge of the lines"


def test_an_open_ring_encloses_nothing_unless_its_gap_is_a_slit() -> None:
    assert pixel(as_emblem(ring(gap=60), Emblem(RED, BLUE)), (120, 120))[3] == 0
    assert pixel(as_emblem(ring(gap=2), Emblem(RED, BLUE)), (120, 120)) == (*BLUE.rgb, 255)


def test_a_rim_lies_round_the_outline_and_not_in_it() -> None:
    made = as_emblem(ring(), Emblem(RED, None, rim=WHITE, rim_width=14))
    assert pixel(made, (120, 30)) == (*WHITE.rgb, 255)
    assert pixel(made, (120, 20))[3] == 0
    assert pixel(made, (120, 120)) == (*WHITE.rgb, 255), "a sticker has no holes"
    assert pixel(made, (120, 50)) == (*RED.rgb, 255)


def test_the_second_printing_lies_beside_the_first() -> None:
    made = as_emblem(ring(), Emblem(RED, BLUE, offset=(12, 0)))
    assert pixel(made, (207, 120)) == (*BLUE.rgb, 255)
    assert pixel(made, (45, 120)) == (*RED.rgb, 255)
    assert pixel(made, (64, 120))[3] == 0 or pixel(made, (64, 120)) == (*BLUE.rgb, 255)


def test_stitches_are_whole_squares() -> None:
    made = as_emblem(ring(), Emblem(RED, BLUE, stitch=3.0 * 4))
    alpha = made.getchannel("A")
    for down in range(0, SIDE, 12):
        for across in range(0, SIDE, 12):
            assert len(alpha.crop((across, down, across + 12, down + 12)).getcolors(256) or []) == 1


def test_relief_lights_what_looks_up() -> None:
    made = as_emblem(ring(), Emblem(RED, None, relief=5))
    top, foot = pixel(made, (120, 42)), pixel(made, (120, 196))
    assert sum(top[:3]) > sum(RED.rgb) > sum(foot[:3])


def test_a_file_of_several_colours_keeps_them() -> None:
    icon = ring()
    ImageDraw.Draw(icon).rectangle((100, 100, 140, 140), fill=(10, 200, 10, 255))
    made = as_emblem(icon, Emblem(RED, BLUE, rim=WHITE, rim_width=8), own_colors=True)
    assert pixel(made, (120, 120)) == (10, 200, 10, 255)
    assert pixel(made, (120, 50)) == (255, 255, 255, 255)
