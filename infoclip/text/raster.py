"""Masks of laid-out text: 8-bit coverage pictures, of the whole block or of units that can be shown one by one.

HarfBuzz's own rasteriser draws them. What is drawn in one go is an *atom*: a group of joined letters with its marks, so
that joins have no seams, or a single other cluster, so that every digit is drawn once and then found again (another
number of five digits at 260 px: 0.25 ms). Atoms are kept by face, glyphs, size and quarter of a pixel they stand at.

The units of a block share out its pixels: every pixel of the whole mask belongs to exactly one unit (but for traces of
a level or two), so the units together are the block, however they are put together, and letters keep their shapes.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Literal, NamedTuple

import uharfbuzz as hb
from msgspec import Struct
from PIL import Image, ImageChops

from infoclip.text.fonts import Face
from infoclip.text.joining import joined_groups
from infoclip.text.kept import Kept
from infoclip.text.lines import Block
from infoclip.text.paragraph import snap_edge
from infoclip.text.shape import Glyph, cluster_starts

By = Literal["block", "line", "word", "group", "cluster"]

PHASES = 4
"""Positions within a pixel that are told apart, a side."""


class Mask(Struct, frozen=True, eq=False):
    """Coverage 0..255 as a Pillow image of mode L, cropped to its ink; `x`, `y` place it in the block's box, in pixels.

    The image is shared between callers: never draw on it.
    """

    image: Image.Image
    x: int
    y: int

    @property
    def box(self) -> tuple[int, int, int, int]:
        """Left, top, right, bottom."""
        return self.x, self.y, self.x + self.image.width, self.y + self.image.height


class _Atom(NamedTuple):
    """Glyphs drawn in one go. `origin` is the first glyph of the whole atom, also where only a part of it is drawn: the
    parts then stand within a pixel exactly as the whole does.
    """

    origin: Glyph
    glyphs: list[Glyph]


class _Outline(NamedTuple):
    """A glyph's outline at pixels (x, y) from an atom's origin, `stretch` times as wide as it is high."""

    gid: int
    x: float
    y: float
    stretch: float


def _bytes(mask: Mask) -> int:
    return mask.image.width * mask.image.height


_EMPTY = Mask(Image.new("L", (1, 1)), 0, 0)
_ATOMS: Kept[Mask] = Kept(8_000_000, _bytes)
_MASKS: Kept[tuple[Mask, ...]] = Kept(8_000_000, lambda parts: sum(map(_bytes, parts)))
_FILLS: Kept[list[tuple[str | None, Mask]]] = Kept(4_000_000, lambda parts: sum(_bytes(mask) for _, mask in parts))


def unit_count(block: Block, by: By) -> int:
    """How many units `masks(block, by)` gives, without drawing."""
    return len(_units(block, by))


def unit_ranges(block: Block, by: By) -> tuple[tuple[int, int], ...]:
    """Where each unit stands in the block's text, in reading order."""
    return _units(block, by)


def masks(
    block: Block, by: By = "block", *, scale: float = 1.0, subpixel: tuple[float, float] = (0.0, 0.0)
) -> tuple[Mask, ...]:
    """A mask for each unit of `block`, in reading order. A block without ink has one empty mask `by` block, else none.

    `scale` draws everything larger or smaller about the block's left top corner; `subpixel` moves it by a part of a
    pixel (0..1, right and down), which slow motion needs so as not to jitter.
    """
    return _MASKS.get((block, by, scale, subpixel), lambda: _unit_masks(block, by, scale, subpixel))


def _unit_masks(block: Block, by: By, scale: float, subpixel: tuple[float, float]) -> tuple[Mask, ...]:
    units = _units(block, by)
    own = [_merged(_draw(atom, scale, subpixel) for atom in parts) for parts in _by_unit(block, units)]
    if by == "block":
        return tuple(own)
    return tuple(_shared_out(own, masks(block, scale=scale, subpixel=subpixel)[0]))


def span_masks(
    block: Block, by: By = "block", unit: int = 0, *, scale: float = 1.0, subpixel: tuple[float, float] = (0.0, 0.0)
) -> tuple[tuple[str | None, Mask], ...]:
    """The mask of one unit (by default the whole block) parted by the fills of its spans: (fill or None, mask) pairs.

    None is the text's own fill. The masks share out the unit's pixels and are in the order their fills first appear.
    """
    whole = masks(block, by, scale=scale, subpixel=subpixel)[unit]
    fills = fill_ranges(block)
    if len({fill for _, _, fill in fills}) < 2:
        return ((fills[0][2] if fills else None, whole),)
    key = (block, by, unit, scale, subpixel)
    return tuple(_FILLS.get(key, lambda: _fill_masks(block, _units(block, by)[unit], whole, scale, subpixel)))


def _fill_masks(
    block: Block, span: tuple[int, int], whole: Mask, scale: float, subpixel: tuple[float, float]
) -> list[tuple[str | None, Mask]]:
    parts: dict[str | None, list[_Atom]] = {}
    for start, stop, fill in fill_ranges(block):
        inside = [(max(start, span[0]), min(stop, span[1]))]
        if inside[0][0] < inside[0][1]:
            parts.setdefault(fill, []).extend(_by_unit(block, inside)[0])
    own = [_merged(_draw(atom, scale, subpixel) for atom in runs) for runs in parts.values()]
    return list(zip(parts, _shared_out(own, whole), strict=True))


def fill_ranges(block: Block) -> tuple[tuple[int, int, str | None], ...]:
    """The block's text as (start, end, fill) stretches in order; edges are moved as spans' edges are."""
    fills: list[str | None] = [None] * len(block.text)
    for span in block.spans:
        if span.fill is not None:
            start, end = snap_edge(block.text, span.start), snap_edge(block.text, span.end)
            fills[start:end] = [span.fill] * (end - start)
    edges = [0, *(at for at in range(1, len(fills)) if fills[at] != fills[at - 1]), len(fills)]
    return tuple((a, b, fills[a]) for a, b in pairwise(edges) if a < b)


def outline(block: Block, width: float, *, scale: float = 1.0, subpixel: tuple[float, float] = (0.0, 0.0)) -> Mask:
    """The block's mask grown by `width` pixels on every side: pasted first, it outlines the text pasted over it."""
    atoms = _by_unit(block, _units(block, "block"))[0]
    key = (block, "outline", width, scale, subpixel)
    return _MASKS.get(key, lambda: (_merged(_draw(atom, scale, subpixel, grow=width) for atom in atoms),))[0]


@lru_cache(maxsize=512)
def _units(block: Block, by: By) -> tuple[tuple[int, int], ...]:
    """Ranges of the text, in reading order; those without ink are left out."""
    text = block.text
    if by == "block":
        return ((0, len(text)),)
    lines = [(line.start, line.end) for line in block.lines if line.width > 0]
    if by == "line":
        return tuple(lines)
    found: list[tuple[int, int]] = []
    for start, end in lines:
        part = text[start:end]
        if by == "group":
            ranges = [(group.start, group.stop) for group in joined_groups(part)]
        elif by == "cluster":
            firsts = sorted(set(cluster_starts(part)))
            ranges = list(zip(firsts, [*firsts[1:], len(part)], strict=True))
        else:
            edges = [at for at in range(1, len(part)) if part[at].isspace() != part[at - 1].isspace()]
            ranges = list(zip([0, *edges], [*edges, len(part)], strict=True))
        found += [(start + a, start + b) for a, b in ranges]
    return _with_ink(block, found)


def _with_ink(block: Block, ranges: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The ranges that show something; letters without a glyph of their own join the range before.

    Such are the alef of a lam-alef and, in some fonts, most of الله. Spaces are dropped, but for one that bears a mark.
    """
    glyphs = (glyph for line in block.lines for glyph in line.glyphs)
    inked = {glyph.cluster for glyph in glyphs if glyph.face.extents(glyph.gid) != (0.0, 0.0, 0.0, 0.0)}
    kept: list[tuple[int, int]] = []
    for start, end in ranges:
        if any(at in inked for at in range(start, end)):
            kept.append((start, end))
        elif kept and kept[-1][1] == start and not block.text[start:end].isspace():
            kept[-1] = (kept[-1][0], end)
    return tuple(kept)


def _by_unit(block: Block, units: Sequence[tuple[int, int]]) -> list[list[_Atom]]:
    """The atoms of each unit, or the parts of atoms where units cut them."""
    atom_of = _atom_starts(block.text)
    unit_of = {at: number for number, (start, end) in enumerate(units) for at in range(start, end)}
    parts: list[dict[tuple[int, int, int, float], _Atom]] = [{} for _ in units]
    origins: dict[tuple[int, int, int, float], Glyph] = {}
    for row, line in enumerate(block.lines):
        for glyph in line.glyphs:
            key = (row, atom_of[glyph.cluster], id(glyph.face), glyph.scale)
            origin = origins.setdefault(key, glyph)
            number = unit_of.get(glyph.cluster)
            if number is not None:
                parts[number].setdefault(key, _Atom(origin, [])).glyphs.append(glyph)
    return [list(unit.values()) for unit in parts]


@lru_cache(maxsize=512)
def _atom_starts(text: str) -> tuple[int, ...]:
    """For each character the first one of what it is drawn with: its joined group if it is Arabic, else its cluster."""
    starts = cluster_starts(text)
    for group in joined_groups(text):
        if any("\u0620" <= text[at] <= "\u06d3" and text[at].isalpha() for at in group):
            starts[group.start : group.stop] = [group.start] * len(group)
    return tuple(starts)


def _draw(atom: _Atom, scale: float, subpixel: tuple[float, float], grow: float = 0.0) -> Mask:
    """One atom at its place. Its position is rounded to a quarter of a pixel; within it nothing is rounded."""
    first, glyphs = atom
    x = round((first.x * scale + subpixel[0]) * PHASES)
    y = round((first.y * scale + subpixel[1]) * PHASES)
    outlines = tuple(
        _Outline(
            glyph.gid,
            round((glyph.x - first.x) * scale, 3),
            round((glyph.y - first.y) * scale, 3),
            round(glyph.stretch, 5),
        )
        for glyph in glyphs
    )
    em = round(first.scale * scale, 4)
    key = (first.face, outlines, em, (x % PHASES, y % PHASES), round(grow * scale, 3))
    drawn = _ATOMS.get(key, lambda: _atom(*key))
    return Mask(drawn.image, drawn.x + x // PHASES, drawn.y + y // PHASES)


def _atom(face: Face, outlines: tuple[_Outline, ...], em: float, phase: tuple[int, int], grow: float) -> Mask:
    """Glyphs of one face about an origin that stands `phase` quarters into its pixel."""
    dx, dy = phase[0] / PHASES, phase[1] / PHASES
    left, top, right, bottom = math.inf, math.inf, -math.inf, -math.inf
    inked = []
    for gid, x, y, stretch in outlines:
        ink = face.extents(gid)
        if ink[2] > ink[0]:
            inked.append(_Outline(gid, x + dx, y + dy, stretch))
            wide = em * stretch
            left, right = min(left, x + dx + ink[0] * wide), max(right, x + dx + ink[2] * wide)
            top, bottom = min(top, y + dy + ink[1] * em), max(bottom, y + dy + ink[3] * em)
    if not inked:
        return _EMPTY
    x0, y0 = math.floor(left - grow), math.floor(top - grow)
    width, height = math.ceil(right + grow) - x0, math.ceil(bottom + grow) - y0
    image = _rasterised(face, inked, em * face.unit, (x0, -(y0 + height), width, height), grow)
    return Mask(image, x0, y0)


def _rasterised(
    face: Face,
    outlines: Iterable[_Outline],
    unit: float,
    extents: tuple[int, int, int, int],
    grow: float,
) -> Image.Image:
    """Outlines at pixels, y down; `unit` is pixels a font unit; `extents` is (left, bottom, width, height), y up."""
    font, shift = face.hb_font, 0.0
    if grow:
        font = hb.Font(face.hb_face)
        strength = 2 * grow / (unit * face.upem)
        font.synthetic_bold = (strength, strength, True)
        shift = grow
    raster = hb.RasterDraw()
    for gid, x, y, stretch in outlines:
        raster.transform = (unit * stretch, 0.0, 0.0, unit, x, -y - shift)
        raster.draw_glyph(font, gid)
    left, bottom, width, height = extents
    raster.extents = hb.RasterExtents(left, bottom, width, height, 0)
    drawn = raster.render()
    stride = drawn.extents.stride
    # Rows come bottom-up, padded to the stride.
    return Image.frombuffer("L", (width, height), drawn.buffer, "raw", "L", stride, -1)


def _merged(drawn: Iterable[Mask]) -> Mask:
    """Masks as one: where two overlap, each covers its share of what the other leaves free."""
    parts = [part for part in drawn if part is not _EMPTY and part.image is not _EMPTY.image]
    if len(parts) < 2:
        return parts[0] if parts else _EMPTY
    left, top = min(part.x for part in parts), min(part.y for part in parts)
    right, bottom = max(part.box[2] for part in parts), max(part.box[3] for part in parts)
    image = Image.new("L", (right - left, bottom - top))
    for part in parts:
        image.paste(255, (part.x - left, part.y - top), part.image)
    return Mask(image, left, top)


def _shared_out(own: Sequence[Mask], whole: Mask) -> list[Mask]:
    """Cut `whole` into one mask a unit: each pixel goes to the unit that covers it most, the first one of equals."""
    return [_share(own, at, whole) for at in range(len(own))]


def _share(own: Sequence[Mask], at: int, whole: Mask) -> Mask:
    mine = own[at]
    if mine.image is _EMPTY.image:
        return _EMPTY
    kept = mine.image.point(_IS_INK)
    for number, other in enumerate(own):
        overlap = _overlap(mine, other)
        if number == at or overlap is None:
            continue
        here, there = _crop(mine, overlap), _crop(other, overlap)
        more = ImageChops.subtract(here, there).point(_IS_INK)
        if at < number:
            more = ImageChops.subtract(there, here).point(_IS_NONE)
        place = (overlap[0] - mine.x, overlap[1] - mine.y)
        box = (*place, place[0] + overlap[2] - overlap[0], place[1] + overlap[3] - overlap[1])
        kept.paste(ImageChops.darker(kept.crop(box), more), place)
    return Mask(ImageChops.darker(kept, _crop(whole, mine.box)), mine.x, mine.y)


_IS_INK: Sequence[int] = [0, *[255] * 255]
_IS_NONE: Sequence[int] = [255, *[0] * 255]


def _overlap(one: Mask, other: Mask) -> tuple[int, int, int, int] | None:
    left, top = max(one.x, other.x), max(one.y, other.y)
    right, bottom = min(one.box[2], other.box[2]), min(one.box[3], other.box[3])
    return (left, top, right, bottom) if left < right and top < bottom else None


def _crop(mask: Mask, box: tuple[int, int, int, int]) -> Image.Image:
    return mask.image.crop((box[0] - mask.x, box[1] - mask.y, box[2] - mask.x, box[3] - mask.y))
