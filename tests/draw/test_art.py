"""Art: filled, made safe, drawn to the pixel, and cached by content."""

from __future__ import annotations

from pathlib import Path

import pytest
from drawing import THEME, art, as_text, largest_difference

from infoclip.draw import art as art_module
from infoclip.draw.art import Picture, art_picture, sanitised
from infoclip.draw.art_values import Canvas
from infoclip.draw.cache import PictureFolder, cache_folder
from infoclip.errors import InputError, Place
from infoclip.marks.marks import ArtMark
from infoclip.values.formats import FORMATS


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INFOCLIP_CACHE", str(tmp_path / "cache"))
    art_module._memory.clear()


def draw(mark: ArtMark, **options: float) -> Picture:
    return art_picture(mark, theme=THEME, format=FORMATS["square"], **options)


def test_a_drawing_as_text(tmp_path: Path) -> None:
    mark = art(tmp_path, '<rect width="8" height="4" fill="#000"/><path d="M2 1H6V3H2Z" fill="#fff"/>', (8, 4))
    picture = draw(mark)
    assert picture.image.mode == "RGB"
    assert as_text(picture.image) == ["        ", "  ####  ", "  ####  ", "        "]


def test_the_template_sees_size_colours_parameters_and_generators(tmp_path: Path) -> None:
    body = (
        '<rect x="0" y="0" width="{{ width }}" height="{{ height }}" fill="{{ color.bg }}"/>'
        '<path d="{{ polygon(width / 2, 10, 6, 4) }}" fill="{{ color["on-accent"] }}"/>'
        "{% set light = format.shape == 'square' and rtl %}"
        '<rect width="{{ my_size }}" height="4" fill="{{ \'#ffffff\' if light else \'#000\' }}"/>'
    )
    picture = draw(art(tmp_path, body, (30, 20), my_size=7))
    assert picture.image.getpixel((25, 15)) == (10, 40, 30)
    assert picture.image.getpixel((15, 10)) == (20, 60, 200)
    assert picture.image.getpixel((6, 2)) == (255, 255, 255)
    assert picture.image.getpixel((7, 2)) == (10, 40, 30)


def test_painting_parameters_become_colours_and_gradients(tmp_path: Path) -> None:
    body = '<rect width="10" height="40" fill="{{ fill }}"/><path d="M12 0h8v40h-8z" fill="currentColor"/>'
    flat = draw(art(tmp_path, body, (20, 40), fill="accent")).image
    assert flat.getpixel((5, 20)) == (220, 30, 40, 255)
    assert flat.getpixel((15, 20)) == (220, 30, 40, 255), "icons drawn in currentColor take the fill as well"
    shaded = draw(art(tmp_path, body, (20, 40), fill="gold")).image
    assert shaded.getpixel((5, 1))[0] > 245
    assert shaded.getpixel((5, 38))[0] < 160


def test_what_is_painted_outside_the_box_keeps_its_place(tmp_path: Path) -> None:
    mark = art(tmp_path, '<rect x="-4" y="-3" width="10" height="10" fill="#fff"/>', (20, 20), bleed=6)
    picture = draw(mark)
    assert (picture.x, picture.y) == (-4, -3)
    assert picture.image.size == (10, 10)
    half = draw(mark, scale=0.5)
    assert (half.x, half.y) == (-2, -2)
    assert half.image.size == (5, 6), "rows -1.5 to 3.5 touch six pixel rows"


def test_an_svg_with_its_own_coordinates_is_fitted(tmp_path: Path) -> None:
    path = tmp_path / "icon.svg"
    path.write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 2"><path d="M0 0H1V2H0Z"/></svg>')
    mark = art(tmp_path, "", (6, 4))
    own = ArtMark(6, 4, type(mark.source)(path, "icon", ()))
    picture = draw(own)
    assert (picture.x, picture.y, picture.image.size) == (1, 0, (2, 4))


def test_progress_counts_only_for_art_that_draws_itself(tmp_path: Path) -> None:
    body = '<rect width="{{ 20 * progress }}" height="4" fill="#fff"/>'
    drawn = art(tmp_path, body, (20, 4), draws_on=True)
    assert draw(drawn, progress=0.5).image.size == (10, 4)
    assert draw(drawn, progress=1.0).image.size == (20, 4)
    still = art(tmp_path, body, (20, 4))
    assert draw(still, progress=0.5).image.size == (20, 4)


def test_equal_marks_give_equal_pixels_with_and_without_the_cache(tmp_path: Path) -> None:
    stops = '<stop stop-color="#fff"/><stop offset="1" stop-color="#024"/>'
    body = f'<defs><radialGradient id="g">{stops}</radialGradient></defs>'
    mark = art(tmp_path, body + '<circle cx="30" cy="30" r="29" fill="url(#g)"/>', (60, 60), grain=0.1)
    first = draw(mark)
    art_module._memory.clear()
    from_disk = draw(mark)
    art_module._memory.clear()
    for file in (cache_folder() / "art").rglob("*.pic"):
        file.unlink()
    again = draw(mark)
    assert first.image.tobytes() == from_disk.image.tobytes() == again.image.tobytes()
    assert (first.x, first.y) == (from_disk.x, from_disk.y) == (again.x, again.y)


def test_grain_is_mild_and_only_where_it_is_asked_for(tmp_path: Path) -> None:
    body = '<rect width="64" height="64" fill="#808080"/>'
    smooth, grainy = draw(art(tmp_path, body, (64, 64))).image, draw(art(tmp_path, body, (64, 64), grain=0.1)).image
    assert smooth.getextrema() == ((128, 128),) * 3
    assert 3 < largest_difference(smooth, grainy) <= 13
    assert abs(sum(grainy.convert("L").getdata()) / 4096 - 128) < 1


@pytest.mark.parametrize("damage", ["cut", "flip", "empty", "header"])
def test_a_damaged_entry_is_made_again(tmp_path: Path, damage: str) -> None:
    mark = art(tmp_path, '<circle cx="20" cy="20" r="19" fill="#c0ffee"/>', (40, 40))
    whole = draw(mark).image.tobytes()
    (entry,) = (cache_folder() / "art").rglob("*.pic")
    data = bytearray(entry.read_bytes())
    if damage == "flip":
        data[len(data) // 2] ^= 0x40
    entry.write_bytes({"cut": data[:-9], "empty": b"", "header": b"x" * len(data)}.get(damage, bytes(data)))
    art_module._memory.clear()
    assert draw(mark).image.tobytes() == whole
    assert entry.stat().st_size > 0, "and written anew"


def test_a_cache_that_cannot_be_written_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = tmp_path / "a-file"
    blocked.write_text("")
    monkeypatch.setenv("INFOCLIP_CACHE", str(blocked))
    assert draw(art(tmp_path, '<rect width="4" height="4" fill="#fff"/>', (4, 4))).image.size == (4, 4)


def test_the_oldest_entries_leave_a_full_folder(tmp_path: Path) -> None:
    import os

    from PIL import Image

    folder = PictureFolder(tmp_path / "pictures", limit=30_000)
    for number in range(5):
        noise = Image.frombytes("L", (100, 100), os.urandom(10_000))
        folder.write(f"{number}{number}-key", noise, number, 0)
        if folder.path(f"{number}{number}-key").exists():
            os.utime(folder.path(f"{number}{number}-key"), (number, number))
    folder.trim()
    assert folder.read("00-key") is None
    kept = folder.read("44-key")
    assert kept is not None
    assert kept[1:] == (4, 0)
    assert sum(file.stat().st_size for file in folder.folder.rglob("*.pic")) <= 30_000


SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{}</svg>'


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<script>alert(1)</script>", "script"),
        ("<foreignObject/>", "foreignObject"),
        ("<text>hello</text>", "text"),
        ('<rect onclick="x()"/>', "onclick"),
        ('<image href="/etc/passwd"/>', "/etc/passwd"),
        ('<image xlink:href="file:///etc/passwd"/>', "file:"),
        ('<image href="http://example.com/a.png"/>', "http:"),
        ('<image href="data:image/svg+xml;base64,AAAA"/>', "data:image/svg"),
        ('<use href="other.svg#a"/>', "other.svg"),
        ('<rect fill="url(http://example.com/#a)"/>', "http:"),
        ("<rect style=\"fill: URL( 'http://example.com/x' )\"/>", "http:"),
        ("<style>@import 'a.css';</style>", "@import"),
        ("<style>rect { fill: u\\72l(http://example.com) }</style>", "\\"),
        ("<style>@font-face { font-family: x }</style>", "@font-face"),
        ('<g xml:base="http://example.com/"/>', "http:"),
        ('<?xml-stylesheet href="a.css"?>', "processing instruction"),
    ],
)
def test_what_is_not_drawing_is_refused(body: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        sanitised(SVG.format(body), Canvas(10, 10, 0, 1.0), Place(Path("a.svg")))
    assert any(said in problem.message for problem in caught.value.problems)
    assert {problem.code for problem in caught.value.problems} == {"svg-unsafe"}


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG.format("<desc>&a;</desc>"),
        '<!DOCTYPE svg SYSTEM "file:///etc/passwd">' + SVG.format(""),
        '<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
        + SVG.format("<desc>&b;&b;</desc>"),
        "<svg><rect/></svg>",
        "<svg",
        SVG.format("<g/>" * 150_001),
    ],
    ids=["entity", "system", "bomb", "namespace", "cut", "nodes"],
)
def test_other_documents_are_refused(text: str) -> None:
    with pytest.raises(InputError):
        sanitised(text, Canvas(10, 10, 0, 1.0), Place(Path("a.svg")))


def test_all_faults_come_at_once_and_good_drawing_passes() -> None:
    with pytest.raises(InputError) as caught:
        sanitised(SVG.format('<script/><rect onload="x"/>'), Canvas(10, 10, 0, 1.0), Place(Path("a.svg")))
    assert len(caught.value.problems) == 2
    good = '<defs><linearGradient id="a"/></defs><rect fill="url(#a)" style="stroke: url(\'#a\')"/><use href="#a"/>'
    one = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
    png = f'<image href="data:image/png;base64,{one}"/>'
    assert 'width="10"' in sanitised(SVG.format(good + png), Canvas(10, 10, 0, 1.0), Place(Path("a.svg")))


def test_art_that_is_too_large_says_so(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="too large"):
        draw(art(tmp_path, "", (20_000, 20_000)))
