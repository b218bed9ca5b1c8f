"""Shaping: one paragraph becomes pieces of positioned glyphs, once, in em; lines are made of pieces later.

A run is what HarfBuzz shapes in one call: one level, script, face and scale. It is shaped with the whole paragraph as
context, so letters join across the edges of runs. A piece is a stretch of a run between two places where a line may
break; its glyphs are in visual order.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import uharfbuzz as hb
from msgspec import Struct

from infoclip.text.bidi import Bidi
from infoclip.text.fonts import Face, FontStack, ignorable
from infoclip.text.joining import transparent


class Glyph(NamedTuple):
    """One glyph. `x`, `y` are its origin, `advance` its width, `scale` its size; `cluster` indexes the text.

    In a piece they are in em from the piece's left edge; in a line in pixels from the block's left edge and top.
    `stretch` makes it wider than it is high, about its origin: a kashida that is being drawn out.
    """

    face: Face
    gid: int
    cluster: int
    x: float
    y: float
    advance: float
    scale: float
    stretch: float = 1.0


class Piece(Struct, frozen=True):
    """Text that stays on one line, `start:end` of the prepared text, all of one level. Measures in em, y downwards.

    `ink` is (left, top, right, bottom); left > right when there is none. `blank` pieces are spaces.
    """

    start: int
    end: int
    level: int
    advance: float
    ink: tuple[float, float, float, float]
    glyphs: tuple[Glyph, ...]
    blank: bool


class Run(Struct, frozen=True):
    """`start:end` of the paragraph, shaped in one call."""

    start: int
    end: int
    level: int
    script: str
    face: Face
    scale: float


class Setting(NamedTuple):
    """How a stretch of text is set: its faces and its size relative to the style's."""

    stack: FontStack
    scale: float


_ARABIC = ((0x600, 0x6FF), (0x750, 0x77F), (0x870, 0x8FF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFC))
NO_INK = (1e9, 1e9, -1e9, -1e9)


def script_of(character: str) -> str:
    """The ISO 15924 script of a letter; empty for what all scripts share (digits, punctuation, marks, tatweel)."""
    cp = ord(character)
    if cp < 0x80:
        return "Latn" if character.isalpha() else ""
    if any(first <= cp <= last for first, last in _ARABIC):
        return "Arab" if unicodedata.category(character) == "Lo" else ""
    if unicodedata.category(character)[0] != "L":
        return ""
    if cp < 0x250 or 0x1E00 <= cp <= 0x1EFF:
        return "Latn"
    if 0x370 <= cp <= 0x3FF:
        return "Grek"
    return "Cyrl" if 0x400 <= cp <= 0x52F else "Zyyy"


def scripts_of(text: str) -> list[str]:
    """The script of every character: shared ones take that of the letter before, leading ones of the first letter."""
    own = [script_of(character) for character in text]
    current = next((script for script in own if script), "Latn")
    for at, script in enumerate(own):
        current = script or current
        own[at] = current
    return own


def cluster_starts(text: str) -> list[int]:
    """For every character the index of the base it belongs to.

    Marks, joiners, variation selectors and skin tones follow their base, an emoji joined by ZWJ its first, and the
    second letter of a flag the first.
    """
    starts: list[int] = []
    for at, character in enumerate(text):
        cp = ord(character)
        base = starts[-1] if starts else 0
        follows = transparent(character) or character in "\u200d\ufe0e\ufe0f\u20e3" or 0x1F3FB <= cp <= 0x1F3FF
        if at and not follows:
            joined_emoji = text[at - 1] == "\u200d" and cp >= 0x2190
            second_letter = 0x1F1E6 <= cp <= 0x1F1FF and base == at - 1 and 0x1F1E6 <= ord(text[base]) <= 0x1F1FF
            follows = joined_emoji or second_letter
        starts.append(base if at and follows else at)
    return starts


def itemise(text: str, bidi: Bidi, settings: Sequence[Setting]) -> list[Run]:
    """Runs of `text`, in its order. `settings` has one entry a character; every character must be covered."""
    scripts, starts = scripts_of(text), cluster_starts(text)
    ends = dict(zip(starts, range(1, len(text) + 1), strict=True))  # the last index wins: each cluster's end
    runs: list[Run] = []
    begin = 0
    current: tuple[int, str, int, Setting] | None = None
    face_index = 0
    for at in range(len(text)):
        setting = settings[at]
        if starts[at] == at and not all(map(ignorable, text[at : ends[at]])):
            face_index = max(0, setting.stack.face_index(text[at : ends[at]]))
        key = (bidi.levels[at], scripts[at], face_index, setting)
        if current is not None and key != current:
            runs.append(_run(begin, at, current))
            begin = at
        current = key
    if current is not None:
        runs.append(_run(begin, len(text), current))
    return runs


def _run(start: int, end: int, key: tuple[int, str, int, Setting]) -> Run:
    level, script, face_index, setting = key
    return Run(start, end, level, script, setting.stack.faces[face_index], setting.scale)


def shape_run(codepoints: Sequence[int], run: Run, tabular: bool) -> list[Glyph]:
    """The glyphs of a run in visual order; `x`, `y` are offsets from the pen in em. `codepoints` is the paragraph."""
    buffer = hb.Buffer()
    buffer.add_codepoints(codepoints, run.start, run.end - run.start)
    buffer.direction = "rtl" if run.level % 2 else "ltr"
    buffer.script = run.script
    buffer.language = "ar" if run.script == "Arab" else "en"
    buffer.cluster_level = hb.BufferClusterLevel.MONOTONE_CHARACTERS
    flags = hb.BufferFlags.REMOVE_DEFAULT_IGNORABLES
    if run.start == 0:
        flags |= hb.BufferFlags.BOT
    if run.end == len(codepoints):
        flags |= hb.BufferFlags.EOT
    buffer.flags = flags
    face = run.face
    cells = face.digit_cells if tabular else {}
    digits = [at for at in range(run.start, run.end) if codepoints[at] in cells] if tabular else []
    spans = [(at, at + 1, False) for at in digits]
    hb.shape(face.hb_font, buffer, {"kern": spans} if spans else {})
    unit = face.unit * run.scale
    glyphs = []
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        x, advance = position.x_offset * unit, position.x_advance * unit
        cell = cells.get(codepoints[info.cluster]) if tabular else None
        if cell is not None and advance:
            width = cell.width * run.scale
            x, advance = x + (width - advance) / 2, width
        glyphs.append(Glyph(face, info.codepoint, info.cluster, x, -position.y_offset * unit, advance, run.scale))
    return glyphs


def shape_pieces(
    text: str, bidi: Bidi, settings: Sequence[Setting], cuts: frozenset[int], tabular: bool
) -> list[Piece]:
    """`text` as pieces in its own order, cut at `cuts` (indices a line may begin at) and at the edges of runs."""
    codepoints = list(map(ord, text))
    pieces: list[Piece] = []
    for run in itemise(text, bidi, settings):
        by_cluster: dict[int, list[Glyph]] = {}
        for glyph in shape_run(codepoints, run, tabular):
            by_cluster.setdefault(glyph.cluster, []).append(glyph)
        edges = [run.start, *(at for at in range(run.start + 1, run.end) if at in cuts), run.end]
        for start, end in pairwise(edges):
            own = [at for at in range(start, end) if at in by_cluster]
            order = reversed(own) if run.level % 2 else own
            glyphs = [glyph for at in order for glyph in by_cluster[at]]
            pieces.append(_piece(text, (start, end), run, glyphs, tabular))
    return pieces


def _piece(text: str, span: tuple[int, int], run: Run, glyphs: Sequence[Glyph], tabular: bool) -> Piece:
    pen = 0.0
    left, top, right, bottom = NO_INK
    placed = []
    for glyph in glyphs:
        x = pen + glyph.x
        placed.append(glyph._replace(x=x))
        ink = glyph.face.extents(glyph.gid)
        if ink[2] > ink[0]:
            ink_left, ink_right = ink[0], ink[2]
            cell = glyph.face.digit_cells.get(ord(text[glyph.cluster])) if tabular else None
            if cell is not None:
                x, ink_left, ink_right = pen, cell.left, cell.right
            left, right = min(left, x + ink_left * glyph.scale), max(right, x + ink_right * glyph.scale)
            top, bottom = min(top, glyph.y + ink[1] * glyph.scale), max(bottom, glyph.y + ink[3] * glyph.scale)
        pen += glyph.advance
    blank = text[span[0] : span[1]].isspace()
    return Piece(span[0], span[1], run.level, pen, (left, top, right, bottom), tuple(placed), blank)
