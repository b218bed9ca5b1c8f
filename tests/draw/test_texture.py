"""A text's texture is seen inside its letters and nowhere else."""

from pathlib import Path

import pytest

from infoclip.draw.canvas import RgbCanvas
from infoclip.draw.paint import ScenePainter
from infoclip.draw.sprites import Look, SpriteMaker
from infoclip.marks.marks import ArtMark, ArtSource, Drawn, TextMark, content_key
from infoclip.text.fonts import FontBook
from infoclip.text.lines import TextStyle, lay_out_text
from infoclip.theme.assets import Library
from infoclip.theme.loader import load_theme
from infoclip.values.color import Color
from infoclip.values.formats import FORMATS


def painted(folder: Path, texture: str | None) -> list[tuple[int, int, int]]:
    """A white 2 on black; `texture` is what its art holds."""
    library = Library(folder)
    block = lay_out_text("2", TextStyle("cairo", 800, 200), FontBook(library.font_folders))
    art = None
    if texture is not None:
        file = folder / "texture.svg"
        file.write_text("{{ svg_open }}" + texture + "</svg>", encoding="utf-8")
        art = ArtMark(block.ink.width, block.ink.height, ArtSource(file, content_key(texture), (folder,)))
    mark = TextMark(block.width, block.height, block, Color.parse("#FFFFFF"), texture=art)
    canvas = RgbCanvas(200, 320)
    look = Look(load_theme("official", library), FORMATS["square"])
    ScenePainter(canvas, SpriteMaker(look, canvas.rect), (0, 0, 0)).paint((Drawn(mark, 10, 10),))
    return list(canvas.image.getdata())


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("INFOCLIP_CACHE", str(tmp_path / "cache"))
    return tmp_path


def test_texture_fills_the_letters_alone(folder: Path) -> None:
    plain = painted(folder, None)
    red = painted(folder, '<rect width="{{ width }}" height="{{ height }}" fill="#FF0000"/>')
    inside = [pixel for pixel, before in zip(red, plain, strict=True) if before == (255, 255, 255)]
    outside = [pixel for pixel, before in zip(red, plain, strict=True) if before == (0, 0, 0)]
    assert len(inside) > 2000
    assert inside.count((255, 0, 0)) > 0.97 * len(inside)
    assert set(outside) == {(0, 0, 0)}


def test_a_texture_with_holes_shows_the_fill_through_them(folder: Path) -> None:
    half = painted(folder, '<rect width="{{ width }}" height="{{ height / 2 }}" fill="#FF0000"/>')
    assert half.count((255, 0, 0)) > 800
    assert half.count((255, 255, 255)) > 800
