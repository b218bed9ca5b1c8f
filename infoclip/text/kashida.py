"""Kashidas that can be drawn out: where a laid-out text may be stretched, and the text at any stretch.

A kashida is the stroke that joins two letters. It is made longer with the font's own tatweel, as wide as it needs to
be, at a place where calligraphers do so (joining.py) and where this font joins: its letters must have the very same
glyphs with a tatweel between them as without. The letters themselves are never touched, so the text without any
stretch is exactly the text as it was laid out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from msgspec.structs import replace

from infoclip.text.fonts import Face
from infoclip.text.joining import TATWEEL, joined_groups, kashida_ranks
from infoclip.text.lines import Block, Line
from infoclip.text.shape import Glyph, Run, shape_run

Stretches = tuple[tuple[int, float], ...]
"""(index, pixels): by how much the join before `text[index]` is drawn out; negative where `text[index]` is a run of
tatweels that the text brings itself, which then begins that much shorter."""

_REACH = 0.02
"""In em: how far a tatweel's ink may end before its advance does, and still meet the letters."""


def kashida_stretches(block: Block, most: float, room: float) -> Stretches:
    """One place in each word of `block` that can be drawn out, each by `most` pixels.

    A line grows by no more than `room` in all. Words that bring tatweels of their own begin without them instead.
    """
    found: list[tuple[int, float]] = []
    for line in block.lines:
        own = list(_own_tatweels(block, line))
        held = [(start, end) for start, end in _words(block, line) if TATWEEL not in block.text[start:end]]
        places = [at for start, end in held if (at := _best_place(block, line, start, end)) is not None]
        each = min(most, room / len(places)) if places else 0.0
        found += own + ([(at, round(each, 2)) for at in places] if each >= 1 else [])
    return tuple(sorted(found))


def stretched(block: Block, stretches: Stretches, share: float) -> Block:
    """`block` with `share` (0..1) of `stretches`; 0 is the block itself. Its box stays what it was.

    Lines keep the edge, or the middle, that they are aligned by.
    """
    drawn = tuple((at, round(pixels * share, 3)) for at, pixels in stretches)
    if share <= 0 or not any(pixels for _, pixels in drawn):
        return block
    lines = tuple(_stretched_line(block, line, drawn) for line in block.lines)
    return replace(block, lines=lines, stretched=drawn)


class _Gap(NamedTuple):
    """A place in a line: at `x` from the block's left, `length` pixels are let in, or taken from `run` tatweels."""

    at: int
    end: int
    x: float
    length: float
    run: float


def _stretched_line(block: Block, line: Line, drawn: Stretches) -> Line:
    gaps = [gap for at, pixels in drawn if (gap := _gap(block, line, at, pixels)) is not None]
    if not gaps:
        return line
    total = sum(gap.length for gap in gaps)
    align, rtl = block.style.align, block.style.direction == "rtl"
    anchor = total / 2 if align == "center" else 0.0 if (align == "start") == rtl else total
    groups = _groups(block.text)
    glyphs: list[Glyph] = []
    for glyph in line.glyphs:
        x, stretch = glyph.x, glyph.stretch
        for gap in gaps:
            if gap.run and gap.at <= glyph.cluster < gap.end:
                share = (gap.run + gap.length) / gap.run
                x -= (x - gap.x) * (1 - share)
                stretch = share if glyph.advance else stretch
        x += anchor - sum(gap.length for gap in gaps if _left_of(glyph, gap, groups))
        if stretch > 0.001:
            glyphs.append(glyph._replace(x=x, stretch=stretch, advance=glyph.advance * stretch))
    for gap in gaps:
        if not gap.run and gap.length > 0:
            place = max(number for number, glyph in enumerate(glyphs) if glyph.cluster == gap.at) + 1
            glyphs.insert(place, _kashida(line, gap, gaps, anchor))
    return replace(line, glyphs=tuple(glyphs))


def _left_of(glyph: Glyph, gap: _Gap, groups: Sequence[range]) -> bool:
    """Whether a glyph moves when the gap opens: letters of the same joined group by their order, others by place."""
    if groups[glyph.cluster] == groups[gap.at]:
        return glyph.cluster >= gap.end
    return glyph.x < gap.x


def _kashida(line: Line, gap: _Gap, gaps: Sequence[_Gap], anchor: float) -> Glyph:
    """The tatweel that fills a gap: exactly as wide as it, reaching into the letters no further than a tatweel does."""
    letter = _base(line, gap.at)
    assert letter is not None
    gid, advance = _tatweel(letter.face)
    shift = sum(other.length for other in gaps if other.x > gap.x)
    left, _, right, _ = letter.face.extents(gid)
    stretch = (gap.length / letter.scale + right - left - advance) / (right - left)
    x = gap.x + anchor - shift - gap.length + left * letter.scale * (1 - stretch)
    return Glyph(letter.face, gid, gap.at, x, letter.y, gap.length, letter.scale, stretch)


def _gap(block: Block, line: Line, at: int, pixels: float) -> _Gap | None:
    if not line.start <= at < line.end:
        return None
    if pixels >= 0:
        letter = _base(line, at)
        return None if letter is None else _Gap(at, at, letter.x + letter.advance, pixels, 0.0)
    end = _run_end(block.text, at)
    run = [glyph for glyph in line.glyphs if at <= glyph.cluster < end and glyph.advance]
    if not run:
        return None
    left, right = min(glyph.x for glyph in run), max(glyph.x + glyph.advance for glyph in run)
    return _Gap(at, end, right, pixels, right - left)


def _base(line: Line, at: int) -> Glyph | None:
    """The glyph of the letter at `at`; its marks have no advance."""
    return next((glyph for glyph in line.glyphs if glyph.cluster == at and glyph.advance), None)


def _run_end(text: str, at: int) -> int:
    end = at
    while end < len(text) and text[end] == TATWEEL:
        end += 1
    return end


@lru_cache(maxsize=64)
def _groups(text: str) -> tuple[range, ...]:
    """For every character the joined group that it is in."""
    return tuple(group for group in joined_groups(text) for _ in group)


def _words(block: Block, line: Line) -> Iterator[tuple[int, int]]:
    start = line.start
    for at in range(line.start, line.end + 1):
        if at == line.end or block.text[at].isspace():
            if at > start:
                yield start, at
            start = at + 1


def _own_tatweels(block: Block, line: Line) -> Iterator[tuple[int, float]]:
    """The runs of tatweel between two letters of a line, and how long they are, as negative stretches."""
    at = line.start
    while at < line.end:
        if block.text[at] != TATWEEL:
            at += 1
            continue
        end = _run_end(block.text, at)
        group = _groups(block.text)[at]
        gap = _gap(block, line, at, -1.0)
        if gap is not None and group.start < at and end < group.stop and _keeps_forms(block, line, group, (at, end)):
            yield at, -round(gap.run, 2)
        at = end


def _best_place(block: Block, line: Line, start: int, end: int) -> int | None:
    """Where the word `start:end` is drawn out: the best rank that its font can do, the last of equals."""
    ranks = kashida_ranks(block.text[start:end])
    for place in sorted(ranks, key=lambda place: (ranks[place], -place)):
        at = start + place
        if _keeps_forms(block, line, _groups(block.text)[at], (at, at)):
            return at
    return None


def _keeps_forms(block: Block, line: Line, group: range, cut: tuple[int, int]) -> bool:
    """Whether the group's glyphs are the same with a tatweel in place of `cut` as with nothing there."""
    glyphs = [glyph for glyph in line.glyphs if glyph.cluster in group]
    faces = {id(glyph.face) for glyph in glyphs}
    if len(faces) != 1 or len({glyph.scale for glyph in glyphs}) != 1:
        return False
    before, after = block.text[group.start : cut[0]], block.text[cut[1] : group.stop]
    joined = _shaped(glyphs[0].face, before, after)
    drawn = [glyph.gid for glyph in sorted(glyphs, key=_in_order) if not cut[0] <= glyph.cluster < cut[1]]
    return joined is not None and sorted(joined) == sorted(drawn)


def _in_order(glyph: Glyph) -> int:
    return glyph.cluster


@lru_cache(maxsize=1024)
def _shaped(face: Face, before: str, after: str) -> tuple[int, ...] | None:
    """The glyphs of `before + after`, when a tatweel between them changes none of them and meets both; else None."""
    if ord(TATWEEL) not in face.covered:
        return None
    without = _run_of(face, before + after)
    with_one = _run_of(face, before + TATWEEL + after)
    place = len(before)
    stroke = [glyph for glyph in with_one if glyph.cluster == place]
    rest = [glyph.gid for glyph in with_one if glyph.cluster != place]
    letters = [glyph for glyph in without if glyph.cluster in (place, place - 1) and glyph.advance]
    if len(stroke) != 1 or rest != [glyph.gid for glyph in without] or any(glyph.y for glyph in (*stroke, *letters)):
        return None
    gid, advance = _tatweel(face)
    ink = face.extents(gid)
    bridges = stroke[0].gid == gid and ink[0] <= _REACH and ink[2] >= advance - _REACH
    return tuple(glyph.gid for glyph in without) if bridges else None


def _run_of(face: Face, text: str) -> list[Glyph]:
    return shape_run(list(map(ord, text)), Run(0, len(text), 1, "Arab", face, 1.0), False)


@lru_cache(maxsize=64)
def _tatweel(face: Face) -> tuple[int, float]:
    """The glyph of a tatweel between two letters, and its advance in em."""
    middle = next(glyph for glyph in _run_of(face, "ب" + TATWEEL + "ب") if glyph.cluster == 1)
    return middle.gid, middle.advance
