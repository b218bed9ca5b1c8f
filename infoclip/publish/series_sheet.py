"""The contact sheet of a series as a PDF: every clip with its cover, scenes, figures and source, and boxes to sign.

Pages are A4 at 200 dots an inch; all text is drawn by our own engine.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from infoclip.draw.shapes import rounded_mask
from infoclip.publish.carousel import write_pdf
from infoclip.publish.clip_card import CardFigure, ClipCard
from infoclip.publish.paper import FAMILY, INK, LINE, QUIET, WARN, Paper, Type
from infoclip.text.fonts import FontBook

DPI = 200
PAGE = (1654, 2339)
_MARGIN, _HEAD, _FOOT = 84, 176, 60
_BAND, _GAP = 545, 18
_COVER = (294, 516)
_SIGN = 290
_APPROVER, _APPROVAL = 88, 64
_TILE, _TILE_GAP, _COLUMNS = 82, 8, 4
_TINT = (244, 246, 242)


@dataclass(frozen=True, slots=True)
class SheetWords:
    """What the sheet says beside the clips' own words; `page` takes number and count."""

    heading: str
    title: str
    summary: str
    page: str
    approved: str
    rejected: str
    remarks: str
    approval: str
    name: str
    date: str
    signature: str
    foot: str


@dataclass(frozen=True, slots=True)
class SheetClip:
    """A clip of the series: its number and name, its card, and lines of `facts` (length, source, films) and `notes`."""

    number: str
    name: str
    card: ClipCard
    facts: tuple[str, ...]
    notes: tuple[str, ...] = ()


def series_pages(clips: Sequence[SheetClip], words: SheetWords, fonts: FontBook, *, rtl: bool) -> list[Image.Image]:
    """The sheet's pages; who signs stands at the end of the last one."""
    approvers = (clips[0].card.approvers if clips else ()) or ("", "")
    foot = _APPROVAL + len(approvers) * _APPROVER
    room = PAGE[1] - 2 * _MARGIN - _HEAD - _FOOT
    each = room // (_BAND + _GAP)
    groups = [clips[at : at + each] for at in range(0, len(clips), each)] or [[]]
    if room - len(groups[-1]) * (_BAND + _GAP) < foot:
        groups.append([])
    pages = []
    for number, group in enumerate(groups, 1):
        paper = _SeriesPaper(fonts, PAGE, _MARGIN, rtl=rtl)
        _head(paper, words, number, len(groups))
        for place, clip in enumerate(group):
            _Band(paper, _MARGIN + _HEAD + place * (_BAND + _GAP)).draw(clip, words)
        if number == len(groups):
            _approval(paper, words, approvers, PAGE[1] - _MARGIN - _FOOT - foot)
        pages.append(paper.image)
    return pages


def write_series_sheet(pages: Sequence[Image.Image], path: Path, title: str, author: str) -> Path:
    """Write the pages as one PDF. Raises as `files.replacing`."""
    return write_pdf(pages, path, title, author, resolution=DPI)


def _head(paper: Paper, words: SheetWords, number: int, count: int) -> None:
    paper.write(words.heading, (paper.start(), _MARGIN - 16), Type(27, color=QUIET))
    page = words.page.format(number=number, count=count)
    paper.write(page, (paper.end(), _MARGIN - 16), Type(25, color=QUIET), end=True)
    paper.write(words.title, (paper.start(), _MARGIN + 18), Type(52, 700), PAGE[0] - 2 * _MARGIN)
    paper.write(words.summary, (paper.start(), _MARGIN + 98), Type(26, color=QUIET), PAGE[0] - 2 * _MARGIN)
    y = _MARGIN + _HEAD - 26
    paper.pen.line((_MARGIN, y, PAGE[0] - _MARGIN, y), fill=INK, width=3)
    paper.write(words.foot, (paper.start(), PAGE[1] - _MARGIN - 22), Type(20, color=QUIET), PAGE[0] - 2 * _MARGIN)


class _SeriesPaper(Paper):
    """Paper on which a character that no font has (a name in a table may hold any) becomes a box."""

    def write(
        self, text: str, at: tuple[float, float], type: Type, width: float | None = None, *, end: bool = False
    ) -> float:
        """As `Paper.write`."""
        stack = self.fonts.stack(FAMILY, type.weight)
        for missing in stack.missing(text):
            text = text.replace(missing, "\u25a1" if not stack.missing("\u25a1") else "?")
        return super().write(text, at, type, width, end=end)


class _Band:
    """One clip across the page, from `top`: cover, then name, figures and scenes, then the boxes to sign."""

    def __init__(self, paper: Paper, top: int) -> None:
        self.paper, self.top = paper, top
        self.inset = _COVER[0] + 34
        self.width = PAGE[0] - 2 * _MARGIN - self.inset - _SIGN - 40

    def draw(self, clip: SheetClip, words: SheetWords) -> None:
        card = clip.card
        self._cover(card)
        edge = self.paper.start(self.inset)
        y = self.paper.write(f"{clip.number}  {clip.name}", (edge, self.top - 8), Type(40, 700), self.width) - 8
        y = self.paper.write(card.title, (edge, y), Type(24, color=QUIET), self.width) + 4
        y = self._figures(card.figures, y)
        for fact in clip.facts:
            y = self.paper.write(fact, (edge, y), Type(21), self.width)
        y = self.paper.write(" · ".join(clip.notes), (edge, y), Type(20, color=WARN), self.width)
        self._scenes(card, y + 6)
        self._sign(words)
        y = self.top + _BAND - 4
        self.paper.pen.line((_MARGIN, y, PAGE[0] - _MARGIN, y), fill=LINE, width=2)

    def _cover(self, card: ClipCard) -> None:
        picture = _picture(card.cover, _COVER)
        left = self.paper.start() - picture.width if self.paper.rtl else self.paper.start()
        _paste(self.paper, picture, (round(left), self.top), 14)

    def _figures(self, figures: Sequence[CardFigure], y: float) -> float:
        """The first eight figures in tiles, four a row; what their labels need more than two lines for is cut."""
        width = (self.width - (_COLUMNS - 1) * _TILE_GAP) / _COLUMNS
        shown = figures[: 2 * _COLUMNS]
        for place, figure in enumerate(shown):
            row, column = divmod(place, _COLUMNS)
            edge = self.paper.start(self.inset + column * (width + _TILE_GAP))
            left, top = edge - width if self.paper.rtl else edge, y + row * (_TILE + _TILE_GAP)
            self.paper.pen.rounded_rectangle((left, top, left + width, top + _TILE), 9, fill=_TINT)
            inside = edge - 12 if self.paper.rtl else edge + 12
            self.paper.write(figure.text, (inside, top - 2), Type(26, 700), width - 20)
            color = QUIET if figure.source else WARN
            self.paper.write(figure.label, (inside, top + 34), Type(16, color=color, lines=2), width - 20)
        return y + -(-len(shown) // _COLUMNS) * (_TILE + _TILE_GAP) + 2

    def _scenes(self, card: ClipCard, y: float) -> None:
        """As many scenes as fit, as large as there is room below `y`."""
        room = self.top + _BAND - 22 - y
        scenes = [scene for scene in card.scenes if scene.picture]
        if not scenes or room < 70:
            return
        inset, end = self.inset, self.inset + self.width
        for scene in scenes:
            picture = _picture(scene.picture, (round(self.width / 3), round(room - 24)))
            if inset + picture.width > end:
                break
            edge = self.paper.start(inset)
            left = edge - picture.width if self.paper.rtl else edge
            _paste(self.paper, picture, (round(left), round(y)), 6)
            begins = scene.times.partition("–")[0]
            self.paper.write(begins, (edge, y + picture.height), Type(15, color=QUIET))
            inset += picture.width + 12

    def _sign(self, words: SheetWords) -> None:
        paper, far = self.paper, self.paper.end()
        near = far + _SIGN if paper.rtl else far - _SIGN
        for place, choice in enumerate((words.approved, words.rejected)):
            y = self.top + 6 + place * 58
            box = near - 34 if paper.rtl else near
            paper.pen.rounded_rectangle((box, y, box + 34, y + 34), 6, outline=INK, width=3)
            paper.write(choice, (near - 50 if paper.rtl else near + 50, y - 6), Type(27, 700))
        paper.write(words.remarks, (near, self.top + 122), Type(19, color=QUIET))
        for line in range(6):
            y = self.top + 204 + line * 58
            paper.pen.line((min(near, far), y, max(near, far), y), fill=LINE, width=2)


def _approval(paper: Paper, words: SheetWords, approvers: Sequence[str], top: float) -> None:
    paper.write(words.approval, (paper.start(), top - 4), Type(32, 700))
    whole = PAGE[0] - 2 * _MARGIN
    for place, name in enumerate(approvers):
        y, inset = top + _APPROVAL + place * _APPROVER - 20, 0.0
        for at, (label, share) in enumerate(((words.name, 0.46), (words.date, 0.2), (words.signature, 0.3))):
            edge, width = paper.start(inset), share * whole
            near = edge - width if paper.rtl else edge
            paper.pen.line((near, y + 52, near + width, y + 52), fill=INK, width=2)
            if at == 0:
                paper.write(name, (edge, y + 4), Type(28, 500), width)
            paper.write(label, (edge, y + 54), Type(17, color=QUIET))
            inset += width + 0.02 * whole


def _picture(data: bytes, within: tuple[int, int]) -> Image.Image:
    with Image.open(io.BytesIO(data)) as file:
        picture: Image.Image = file.convert("RGB")
        share = min(within[0] / picture.width, within[1] / picture.height)
        size = max(1, round(picture.width * share)), max(1, round(picture.height * share))
        return picture.resize(size, Image.Resampling.LANCZOS)


def _paste(paper: Paper, picture: Image.Image, at: tuple[int, int], radius: float) -> None:
    paper.image.paste(picture, at, rounded_mask(picture.size, radius))
