"""A stranger's SVG must not cost more than a picture is worth, and cannot reach anything outside of itself."""

from __future__ import annotations

import base64
import io
import time
from pathlib import Path

import pytest
from drawing import THEME
from PIL import Image

from infoclip.draw import art as art_module
from infoclip.draw.art import art_picture, sanitised, svg_text
from infoclip.draw.art_values import Canvas
from infoclip.errors import InputError, Place
from infoclip.marks.marks import ArtMark, ArtSource, Value
from infoclip.values.formats import FORMATS

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 10 10">'


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INFOCLIP_CACHE", str(tmp_path / "cache"))
    art_module._memory.clear()


def safe(text: str) -> str:
    return sanitised(text, Canvas(10, 10, 0, 1.0), Place(Path("a.svg")))


def refused(text: str) -> str:
    started = time.perf_counter()
    with pytest.raises(InputError) as caught:
        safe(text)
    assert time.perf_counter() - started < 2, "refusing must be cheap"
    assert caught.value.problems[0].place == Place(Path("a.svg"))
    return " ".join(problem.message for problem in caught.value.problems)


def bomb(element: str, reference: str) -> str:
    levels = ['<g id="l0"><rect width="1" height="1"/></g>']
    for level in range(1, 12):
        inner = (element.format(reference.format(level - 1))) * 10
        levels.append(f'<g id="l{level}">{inner}</g>')
    return f"{HEAD}<defs>{''.join(levels[:-1])}</defs>{levels[-1]}</svg>"


def test_repeating_references_are_counted_as_often_as_they_repeat() -> None:
    assert "repeat" in refused(bomb('<use href="{}"/>', "#l{}"))
    assert "repeat" in refused(bomb('<use xlink:href="{}"/>', "#l{}"))
    assert "repeat" in refused(bomb('<g mask="{}"><path d="M0 0"/></g>', "url(#l{})"))
    assert "repeat" in refused(bomb('<g style="{}"><path d="M0 0"/></g>', "clip-path: url('#l{}')"))


@pytest.mark.parametrize(
    "body",
    [
        '<g id="a"><use href="#a"/></g>',
        '<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>',
        '<pattern id="p"><rect fill="url(#p)"/></pattern><rect fill="url(#p)"/>',
    ],
)
def test_what_refers_to_itself(body: str) -> None:
    assert "inside of itself" in refused(f"{HEAD}{body}</svg>")


def test_entities_deep_trees_and_chains() -> None:
    laughs = '<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>' + HEAD + "<desc>&b;</desc></svg>"
    refused(laughs)
    refused(HEAD + "<g>" * 5000 + "</g>" * 5000 + "</svg>")
    chain = "".join(f'<g id="c{n}"><use href="#c{n + 1}"/></g>' for n in range(900))
    assert "deep" in refused(f"{HEAD}{chain}<g id='c900'/></svg>")


def test_filters_that_take_hours() -> None:
    for primitive in (
        '<feTurbulence numOctaves="900"/>',
        '<feMorphology radius="5 9000"/>',
        '<feConvolveMatrix order="99"/>',
    ):
        assert "over" in refused(f'{HEAD}<filter id="f">{primitive}</filter></svg>')


def test_pictures_inside() -> None:
    def inside(data: bytes, kind: str = "png") -> str:
        return f'{HEAD}<image href="data:image/{kind};base64,{base64.b64encode(data).decode()}"/></svg>'

    small = io.BytesIO()
    Image.new("RGB", (3, 2)).save(small, "PNG")
    assert "image" in safe(inside(small.getvalue()))
    large = io.BytesIO()
    Image.new("1", (9000, 9000)).save(large, "PNG")
    assert "9000 x 9000" in refused(inside(large.getvalue()))
    assert "cannot be read" in refused(inside(b"nothing"))


def test_what_drawing_programs_write_is_taken(tmp_path: Path) -> None:
    public = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
    path = tmp_path / "drawn.svg"
    path.write_text(
        f'<?xml version="1.0" encoding="UTF-8"?>\n<!-- Generator -->\n{public}\n'
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:i="http://example.org/editor" width="20px" height="20px">'
        '<metadata><i:history/></metadata><style>.a{fill:#123}</style><rect class="a" width="20" height="20"/></svg>',
        encoding="utf-8-sig",
    )
    assert 'viewBox="0 0 20 20"' in safe(svg_text(path))


@pytest.mark.parametrize(
    ("data", "said"), [(b"", "empty"), (b"\xff\xfe\x00", "UTF-8"), (b"GIF89a....", "well-formed"), (b"<html/>", "root")]
)
def test_files_that_are_no_svg(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "bad.svg"
    path.write_bytes(data)
    with pytest.raises(InputError) as caught:
        safe(svg_text(path))
    assert said in caught.value.problems[0].message
    with pytest.raises(InputError) as caught:
        svg_text(tmp_path / "missing.svg")


def test_a_huge_file_is_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.svg"
    with path.open("wb") as file:
        file.truncate(3_000_000_000)
    with pytest.raises(InputError, match="larger than"):
        svg_text(path)


def icon(tmp_path: Path, body: str, **params: Value) -> Image.Image:
    path = tmp_path / "own.svg"
    path.write_text(f"{HEAD}{body}</svg>")
    source = ArtSource(path, body)
    mark = ArtMark(40, 40, source, tuple(sorted({"own-file": True, **params}.items())))
    return art_picture(mark, theme=THEME, format=FORMATS["square"]).image


def test_an_icon_of_one_colour_takes_the_fill(tmp_path: Path) -> None:
    drawn = icon(tmp_path, '<rect width="10" height="10" rx="2" fill="#777"/>', fill="#DC1E28")
    assert drawn.getpixel((20, 20)) == (220, 30, 40, 255)
    drawn = icon(tmp_path, '<style>.a{fill:#fff}</style><rect class="a" width="10" height="5"/>', fill="#DC1E28")
    assert drawn.getpixel((20, 5))[:3] == (220, 30, 40)
    gold = icon(tmp_path, '<circle cx="5" cy="5" r="5"/>', fill="gold")
    assert gold.getpixel((20, 2)) != gold.getpixel((20, 37)), "a gradient of the theme spans it"


def test_an_icon_of_several_colours_keeps_them(tmp_path: Path) -> None:
    body = '<rect width="5" height="10" fill="#0A0"/><rect x="5" width="5" height="5" fill="currentColor"/>'
    drawn = icon(tmp_path, body, fill="#DC1E28")
    assert drawn.getpixel((5, 5))[:3] == (0, 170, 0)
    assert drawn.getpixel((30, 5))[:3] == (220, 30, 40), "currentColor is the fill"


def test_an_icon_is_turned_round(tmp_path: Path) -> None:
    body = '<defs><style>.a{fill:#000}</style></defs><rect class="a" width="3" height="10"/>'
    assert icon(tmp_path, body, fill="#DC1E28").size == (12, 40)
    mark_left = art_picture(mark_of(tmp_path, body), theme=THEME, format=None)
    mark_right = art_picture(mark_of(tmp_path, body, flip=True), theme=THEME, format=None)
    assert (mark_left.x, mark_right.x) == (0, 28)


def mark_of(tmp_path: Path, body: str, **params: Value) -> ArtMark:
    path = tmp_path / "own.svg"
    path.write_text(f"{HEAD}{body}</svg>")
    return ArtMark(40, 40, ArtSource(path, body), tuple(sorted({"own-file": True, **params}.items())))
