"""One paragraph, shaped once in em, that can be broken into lines at any width. Nothing here knows pixels."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple

from infoclip.errors import InputError
from infoclip.text.bidi import resolve, visual_order
from infoclip.text.breaks import Strength, break_places
from infoclip.text.evenness import SHORT, Sizes, even_lines
from infoclip.text.fonts import FontBook, FontStack, missing_glyphs
from infoclip.text.isolates import smart_isolates
from infoclip.text.joining import ALEFS, LAM
from infoclip.text.shape import NO_INK, Glyph, Piece, Setting, cluster_starts, shape_pieces

Ink = tuple[float, float, float, float]
Rows = tuple[int, int]
"""A stretch of a paragraph's pieces: the first one and the one after the last."""

_PARAGRAPH_END = re.compile("\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_OLD_FORM = re.compile("[\ufb50-\ufbb1\ufbd3-\ufbff\ufe80-\ufefc]")


class StretchSetting(NamedTuple):
    """`start:end` of a text in another weight or at another `scale` of its size."""

    start: int
    end: int
    weight: int
    scale: float


class ParagraphStyle(NamedTuple):
    """What shaping depends on: everything of a style but its size and how lines are placed."""

    family: str
    weight: int
    direction: str
    tabular: bool
    isolate: bool


class Paragraph:
    """A paragraph of shaped pieces. A line is a pair of `Rows` with the spaces around it left out.

    `index` maps the prepared text (isolates added, old presentation forms undone) to the caller's text; `breaks` are
    the places of the prepared text a line may begin at.
    """

    def __init__(self, pieces: Sequence[Piece], index: Sequence[int], breaks: Mapping[int, Strength]) -> None:
        self._pieces, self._index = pieces, index
        self._inks: dict[Rows, Ink] = {}
        self._breaks = breaks
        self._chunks = self._cut(frozenset(at for at, strength in breaks.items() if strength != "weak"))
        self._atoms = self._cut(frozenset(breaks))

    def _cut(self, breaks: frozenset[int]) -> list[Rows]:
        """The parts that `breaks` leave whole, without the spaces between them."""
        edges = [0, *(at for at, piece in enumerate(self._pieces) if at and piece.start in breaks), len(self._pieces)]
        chunks = [self._trimmed(*pair) for pair in pairwise(edges)]
        return [chunk for chunk in chunks if chunk[0] < chunk[1]]

    def _trimmed(self, first: int, end: int) -> Rows:
        while first < end and self._pieces[first].blank:
            first += 1
        while end > first and self._pieces[end - 1].blank:
            end -= 1
        return first, end

    @cached_property
    def _pens(self) -> list[float]:
        """Where each piece begins when all stand in one row, in em; and where that ends."""
        return list(accumulate((piece.advance for piece in self._pieces), initial=0.0))

    @cached_property
    def min_width(self) -> float:
        """The ink width of the widest part that cannot be broken, in em."""
        return max(map(self.width, self._atoms), default=0.0)

    @cached_property
    def kept_width(self) -> float:
        """The ink width of the widest part that is better not broken (a number with its noun, a name), in em."""
        return max(map(self.width, self._chunks), default=0.0)

    @cached_property
    def full_width(self) -> float:
        """The ink width of the whole paragraph on one line, in em."""
        return self.width((self._atoms[0][0], self._atoms[-1][1])) if self._atoms else 0.0

    @property
    def blank(self) -> bool:
        """There is nothing to see."""
        return self.full_width <= 0

    def break_lines(self, limit: float | None, balance: bool) -> list[Rows]:
        """As few lines as `limit` em allow, then, with `balance`, as an editor would part that many (evenness.py).

        Weak breaks are used only in parts wider than the limit; what no break divides may stay wider than it.
        """
        if not self._chunks:
            return [(0, 0)]
        if limit is None:
            return [(self._chunks[0][0], self._chunks[-1][1])]
        chunks = self._divided(limit)
        lines = self._greedy(chunks, limit)
        if not balance or len(lines) < 2 or len(lines) == len(chunks):
            return lines
        strengths = [self._breaks.get(self._pieces[first].start, "free") for first, _ in chunks]
        free = not {"light", "loose", "weak"}.intersection(strengths[1:])
        if free:
            limit = max(map(self.width, lines))
        while True:
            ends = even_lines(self._sizes(chunks, limit), strengths, len(lines))
            even = [(chunks[first][0], chunks[end - 1][1]) for first, end in pairwise((0, *ends))]
            # A box as wide as its text must part it the same way: what filled lines leave there is the limit, too.
            own = max(map(self.width, even))
            limit = max(map(self.width, self._greedy(chunks, own))) if free else own
            if limit >= own:
                return even

    def leaves_alone(self, lines: Sequence[Rows]) -> bool:
        """Whether one of several lines, but the first, is one word that is short beside the others."""
        widths = [self.width(line) for line in lines]
        atoms = set(self._atoms)
        return any(
            line in atoms and width < SHORT * max(widths) for line, width in zip(lines[1:], widths[1:], strict=True)
        )

    def parts(self, lines: Sequence[Rows]) -> bool:
        """Whether a line begins where a better break was wanted: after an Arabic preposition, within a name."""
        return any(self._breaks.get(self._pieces[first].start) in ("loose", "weak") for first, _ in lines[1:])

    def _sizes(self, chunks: Sequence[Rows], limit: float) -> Sizes:
        """What `chunks` measure, in em: lines are compared by their advances, and held to the limit by their ink."""
        pens = self._pens
        reach, end = [], 1
        for first, chunk in enumerate(chunks):
            end = max(end, first + 1)
            while end < len(chunks) and self.width((chunk[0], chunks[end][1])) <= limit:
                end += 1
            reach.append(end)
        return Sizes([pens[chunk[0]] for chunk in chunks], [pens[chunk[1]] for chunk in chunks], reach)

    def count_lines(self, limit: float) -> int:
        """How many lines the paragraph takes at a width of `limit` em."""
        return len(self.break_lines(limit, balance=False))

    def _divided(self, limit: float) -> list[Rows]:
        parts: list[Rows] = []
        for chunk in self._chunks:
            if self.width(chunk) <= limit:
                parts.append(chunk)
            else:
                parts += [atom for atom in self._atoms if chunk[0] <= atom[0] < chunk[1]]
        return parts

    def _greedy(self, chunks: Sequence[Rows], limit: float) -> list[Rows]:
        lines: list[Rows] = []
        first, end = chunks[0]
        for chunk in chunks[1:]:
            if self.width((first, chunk[1])) <= limit:
                end = chunk[1]
            else:
                lines.append((first, end))
                first, end = chunk
        return [*lines, (first, end)]

    def width(self, rows: Rows) -> float:
        """The ink width of a line, in em."""
        ink = self.line_ink(rows)
        return max(0.0, ink[2] - ink[0])

    def line_ink(self, rows: Rows) -> Ink:
        """The ink of a line from its pen's start and its baseline, in em, y downwards."""
        found = self._inks.get(rows)
        if found is None:
            left, top, right, bottom = NO_INK
            pen = 0.0
            for piece in self._in_order(rows):
                ink = piece.ink
                if ink[2] > ink[0]:
                    left, right = min(left, pen + ink[0]), max(right, pen + ink[2])
                    top, bottom = min(top, ink[1]), max(bottom, ink[3])
                pen += piece.advance
            found = self._inks[rows] = (left, top, right, bottom)
        return found

    def glyphs(self, rows: Rows, origin: float, baseline: float, size: float) -> tuple[Glyph, ...]:
        """The glyphs of a line from left to right in pixels: the pen starts at `origin`, the em is `size`."""
        placed: list[Glyph] = []
        pen = origin
        index = self._index
        for piece in self._in_order(rows):
            for face, gid, cluster, x, y, advance, scale, _ in piece.glyphs:
                at = (pen + x * size, baseline + y * size)
                placed.append(Glyph(face, gid, index[cluster], *at, advance * size, scale * size))
            pen += piece.advance * size
        return tuple(placed)

    def _in_order(self, rows: Rows) -> list[Piece]:
        pieces = self._pieces[rows[0] : rows[1]]
        return [pieces[at] for at in visual_order([piece.level for piece in pieces])]

    def text_range(self, rows: Rows) -> tuple[int, int]:
        """Where a line begins and ends in the caller's text."""
        if rows[0] >= rows[1]:
            at = self._index[0] if self._index else 0
            return at, at
        return self._index[self._pieces[rows[0]].start], self._index[self._pieces[rows[1] - 1].end - 1] + 1


@lru_cache(maxsize=1024)
def shape_paragraphs(
    text: str, fonts: FontBook, style: ParagraphStyle, stretches: tuple[StretchSetting, ...]
) -> tuple[Paragraph, ...]:
    """The paragraphs of `text`, shaped. None at all for a text without ink.

    Raises InputError with every character that no font of the stack covers.
    """
    base = Setting(fonts.stack(style.family, style.weight), 1.0)
    settings = [base] * len(text)
    for start, end, weight, scale in stretches:
        start, end = snap_edge(text, start), snap_edge(text, end)
        settings[start:end] = [Setting(fonts.stack(style.family, weight), scale)] * (end - start)
    problems = missing_glyphs(_missing(text, settings), base.stack.family.title)
    if problems:
        raise InputError(problems)
    paragraphs = []
    start = 0
    for part in _PARAGRAPH_END.split(text):
        paragraphs.append(_shape(part, start, style, settings))
        start += len(part)
        found = _PARAGRAPH_END.match(text, start)
        start = found.end() if found else start
    return () if all(paragraph.blank for paragraph in paragraphs) else tuple(paragraphs)


def snap_edge(text: str, at: int) -> int:
    """The edge of a span moved to the end of what cannot be cut: a letter with its marks, lam with its alef."""
    starts = cluster_starts(text)
    at = max(0, min(at, len(text)))
    while at < len(text) and starts[at] != at:
        at += 1
    if 0 < at < len(text) and text[at] in ALEFS and text[starts[at - 1]] == LAM:
        return snap_edge(text, at + 1)
    return at


def _missing(text: str, settings: Sequence[Setting]) -> list[str]:
    lacking: dict[str, None] = {}
    starts = cluster_starts(text)
    for at, first in enumerate(starts):
        if first != at or _PARAGRAPH_END.match(text[at]) or text[at] == "\t":
            continue
        end = next((after for after in range(at + 1, len(text)) if starts[after] != at), len(text))
        cluster = unicodedata.normalize("NFKC", text[at:end]) if _OLD_FORM.match(text[at]) else text[at:end]
        stack: FontStack = settings[at].stack
        if stack.face_index(cluster) < 0:
            lacking.update(dict.fromkeys(stack.missing(cluster) or cluster))
    return list(lacking)


def _shape(text: str, start: int, style: ParagraphStyle, settings: Sequence[Setting]) -> Paragraph:
    """Shape one paragraph that stands at `start` of the caller's text."""
    plain, origin = _without_old_forms(text)
    plain = plain.replace("\t", " ")
    prepared, index = smart_isolates(plain) if style.isolate else (plain, list(range(len(plain))))
    bidi = resolve(prepared, "rtl" if style.direction == "rtl" else "ltr")
    places, clusters = break_places(plain), cluster_starts(plain)
    breaks: dict[int, Strength] = {}
    cuts: set[int] = set()
    for at, was in enumerate(index):
        if clusters[was] != was or (at and index[at - 1] == was):
            continue  # within a letter and its marks; after LRI, or PDI: the cut is before the control, or not at all
        if was in places:
            breaks[at] = places[was]
            cuts.add(at)
        if was and (plain[was] in " \u200b") != (plain[was - 1] in " \u200b"):
            cuts.add(at)
    own = [settings[start + origin[was]] for was in index]
    pieces = shape_pieces(prepared, bidi, own, frozenset(cuts), style.tabular)
    return Paragraph(pieces, [start + origin[was] for was in index], breaks)


def _without_old_forms(text: str) -> tuple[str, list[int]]:
    """Presentation forms (pasted from old tools) as letters, and for each new character its old index."""
    if not _OLD_FORM.search(text):
        return text, list(range(len(text)))
    parts = [unicodedata.normalize("NFKC", c) if _OLD_FORM.match(c) else c for c in text]
    return "".join(parts), [at for at, part in enumerate(parts) for _ in part]
