"""Pictures to files: what is packed lightly is still the same picture to any reader of PNG."""

from __future__ import annotations

import random
import zlib
from pathlib import Path

import pytest
from PIL import Image

from infoclip.publish.pictures import png, save_picture


def noise(width: int, height: int) -> Image.Image:
    return Image.frombytes("RGB", (width, height), random.Random(1).randbytes(3 * width * height))


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("size", [(1, 1), (3, 1), (1, 3), (97, 61), (50, 700), (22_000, 2)])
def test_a_png_reads_back_the_same(tmp_path: Path, size: tuple[int, int], packed: bool) -> None:
    picture = noise(*size)
    with Image.open(save_picture(picture, tmp_path / "x.png", packed=packed)) as again:
        assert (again.format, again.mode, again.size) == ("PNG", "RGB", size)
        assert again.tobytes() == picture.tobytes()


def test_the_chunks_of_a_png_are_whole() -> None:
    data = png(noise(5, 4))
    at, kinds = 8, []
    while at < len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        chunk = data[at + 4 : at + 8 + length]
        assert zlib.crc32(chunk) == int.from_bytes(data[at + 8 + length : at + 12 + length], "big")
        kinds.append(chunk[:4])
        at += 12 + length
    assert (kinds[0], {*kinds[1:-1]}, kinds[-1]) == (b"IHDR", {b"IDAT"}, b"IEND")


def test_even_areas_are_packed() -> None:
    assert len(png(Image.new("RGB", (400, 400), (14, 124, 102)))) < 400 * 400 * 3 / 7


def test_other_modes_and_formats_are_written_too(tmp_path: Path) -> None:
    clear = Image.new("RGBA", (4, 4), (10, 20, 30, 40))
    with Image.open(save_picture(clear, tmp_path / "x.png")) as again:
        assert again.getpixel((1, 1)) == (10, 20, 30, 40)
    with Image.open(save_picture(noise(8, 8), tmp_path / "x.jpg")) as again:
        assert again.format == "JPEG"


def test_a_sheet_runs_as_its_clip_is_read() -> None:
    from infoclip.publish.sheet import Cell, contact_sheet
    from infoclip.text.fonts import FontBook
    from infoclip.theme.assets import Library

    fonts = FontBook(Library().font_folders)
    cells = [Cell(Image.new("RGB", (40, 40), color), "") for color in ((255, 0, 0), (0, 0, 255))]
    for rtl, first in ((True, (0, 0, 255)), (False, (255, 0, 0))):
        sheet = contact_sheet(cells, fonts, rtl=rtl)
        assert sheet.getpixel((30, 30)) == first


def test_columns_of_a_sheet_are_as_wide_as_their_own_pictures() -> None:
    from infoclip.publish.sheet import Cell, contact_sheet
    from infoclip.text.fonts import FontBook
    from infoclip.theme.assets import Library

    colors = ((255, 0, 0), (0, 0, 255), (0, 255, 0), (255, 255, 0))
    cells = [Cell(Image.new("RGB", (20 if index % 2 else 100, 40), color), "") for index, color in enumerate(colors)]
    sheet = contact_sheet(cells, FontBook(Library().font_folders), gap=10, columns=2)
    assert sheet.width == 10 + 20 + 10 + 100 + 10
    assert [sheet.getpixel((12, 12)), sheet.getpixel((42, 12))] == [(0, 0, 255), (255, 0, 0)]
