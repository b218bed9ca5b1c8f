"""Contact sheets and guides: pictures of pictures, for the designer's eyes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw

from infoclip.text.fonts import FontBook
from infoclip.text.lines import TextStyle, lay_out_text
from infoclip.text.raster import masks
from infoclip.values.formats import Format
from infoclip.values.geometry import Box, Insets

PAPER = (24, 24, 27)
INK = (228, 228, 231)
GUIDE = (255, 64, 129)
ZONES = ((255, 214, 10), (48, 209, 255), (120, 230, 110), (255, 140, 66), (190, 150, 255), (255, 255, 255))


@dataclass(frozen=True, slots=True)
class Cell:
    """One picture of a sheet, with the words under it."""

    picture: Image.Image
    label: str


def contact_sheet(
    cells: Sequence[Cell], fonts: FontBook, *, gap: int = 18, rtl: bool = True, columns: int = 0
) -> Image.Image:
    """All `cells` on one sheet, from the right (unless not `rtl`) as the clip is read, each with its label under it.

    Pictures may differ in size; each keeps its own, a column is as wide as its widest. Rows are 4 to 8 long, as many
    as leave the fewest places empty, unless `columns` says.
    """
    label_height = 40
    columns = min(len(cells), columns or min(range(8, 3, -1), key=lambda count: -len(cells) % count))
    rows = math.ceil(len(cells) / columns)
    widths = [max(cell.picture.width for cell in cells[column::columns]) for column in range(columns)]
    height = max(cell.picture.height for cell in cells) + label_height
    sheet = Image.new("RGB", (sum(widths) + (columns + 1) * gap, rows * (height + gap) + gap), PAPER)
    for index, cell in enumerate(cells):
        row, column = divmod(index, columns)
        before = (
            sum(widths[column + 1 :]) + gap * (columns - 1 - column) if rtl else sum(widths[:column]) + gap * column
        )
        left = gap + before + (widths[column] - cell.picture.width) // 2
        top = gap + row * (height + gap)
        sheet.paste(cell.picture, (left, top))
        _label(sheet, cell.label, (left + cell.picture.width, top + cell.picture.height + 8), fonts)
    return sheet


def _label(sheet: Image.Image, label: str, right_top: tuple[int, int], fonts: FontBook) -> None:
    if not label:
        return
    block = lay_out_text(label, TextStyle("ibm-plex-sans-arabic", 500, 22, line_height=1.3), fonts)
    for mask in masks(block):
        sheet.paste(INK, (right_top[0] - round(block.width) + mask.x, right_top[1] + mask.y), mask.image)


def with_guides(
    picture: Image.Image, format_: Format, zones: Sequence[tuple[str, Insets]] = (), fonts: FontBook | None = None
) -> Image.Image:
    """A copy of a frame with the safe zone drawn on it: what lies outside may be covered by a platform's interface.

    What each of `zones` (a platform's name, and the design pixels it covers at each side) leaves is outlined in a
    colour of its own; the names stand below in these colours, set with `fonts`.
    """
    scale = picture.width / format_.width
    inside = _pixels(format_.safe_box(), scale)
    outside = Image.new("L", picture.size, 56)
    outside.paste(0, inside)
    guided = picture.copy()
    guided.paste(Image.new("RGB", picture.size, GUIDE), (0, 0), outside)
    pen = ImageDraw.Draw(guided)
    pen.rectangle(inside, outline=GUIDE, width=max(2, round(3 * scale)))
    alike: dict[Insets, list[str]] = {}
    for name, zone in zones:
        alike.setdefault(zone, []).append(name)
    top = guided.height - round((len(alike) * 44 + 24) * scale)
    for row, (zone, names) in enumerate(alike.items()):
        colour = ZONES[row % len(ZONES)]
        pen.rectangle(_pixels(format_.box.inset(zone, rtl=True), scale), outline=colour, width=max(2, round(4 * scale)))
        if fonts is not None:
            _name(guided, ", ".join(names), (round(24 * scale), top + round(row * 44 * scale)), colour, fonts)
    return guided


def _pixels(box: Box, scale: float) -> tuple[int, int, int, int]:
    box = box.scaled(scale)
    return round(box.x), round(box.y), round(box.right), round(box.bottom)


def _name(
    picture: Image.Image, name: str, corner: tuple[int, int], colour: tuple[int, int, int], fonts: FontBook
) -> None:
    """`name` in `colour` on a dark plate, whose left top corner is `corner`."""
    size = max(11.0, 30.0 * picture.width / 1080)
    block = lay_out_text(name, TextStyle("ibm-plex-sans-arabic", 500, size, line_height=1.3, direction="ltr"), fonts)
    x, y = corner
    pad = round(size * 0.3)
    picture.paste(PAPER, (x - pad, y, x + round(block.width) + pad, y + round(block.height)))
    for mask in masks(block):
        picture.paste(colour, (x + mask.x, y + mask.y), mask.image)


def specimen(text: str, faces: Sequence[tuple[str, int]], fonts: FontBook, *, size: float = 64) -> Image.Image:
    """`text` in every face (family, weight), one a line, named at the left."""
    pitch, margin, width = round(size * 2.1), 48, 1500
    page = Image.new("RGB", (width, pitch * len(faces) + 2 * margin), (250, 249, 246))
    for row, (family, weight) in enumerate(faces):
        top = margin + row * pitch
        block = lay_out_text(text, TextStyle(family, weight, size, line_height=1.8), fonts)
        for mask in masks(block):
            page.paste(PAPER, (width - margin - round(block.width) + mask.x, top + mask.y), mask.image)
        name = lay_out_text(f"{family} {weight}", TextStyle("ibm-plex-sans-arabic", 400, 26, direction="ltr"), fonts)
        for mask in masks(name):
            page.paste((120, 120, 120), (margin + mask.x, top + pitch // 3 + mask.y), mask.image)
    return page
