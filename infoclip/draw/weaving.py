"""Woven cloth for the art: Al-Sadu motifs as rows of stitches, cloth bent round a ring, tassels. Pure mathematics.

A cloth is a tuple of equally long rows, one letter a stitch; the letter says which thread lies on top there, a dot
that none does. What is drawn comes batched: one path for each letter, so that a whole band costs a handful of nodes.
Lengths are design pixels, y downwards; angles are turns clockwise from 12 o'clock.

The motifs are those of Bedouin ground-loom weaving (UNESCO, "Traditional weaving of Al Sadu", 2020): facing triangles
(uwairjan), nested lozenges, teeth.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

Cloth = tuple[str, ...]
Point = tuple[float, float]
EMPTY = "."
TAU = math.tau
LAP = 0.4
"""How far a stitch reaches under the next, in pixels: without it the ground shines through the seams."""


class Thread(NamedTuple):
    """All stitches of one thread: its letter and the path data that holds them."""

    letter: str
    d: str


class Tassels(NamedTuple):
    """The tassels of one colour: path data of their strands (to be stroked) and of their knots (to be filled)."""

    letter: str
    strands: str
    knots: str


def _number(value: float) -> str:
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _pick(letters: Sequence[str], measure: float, step: float) -> str:
    return letters[min(len(letters) - 1, math.floor(measure / step))]


def _square(half: int, measure: Callable[[float, float], str]) -> Cloth:
    """A cloth of 2 x `half` stitches each way, the letter of each by its place from the centre."""
    places = [place - half + 0.5 for place in range(2 * half)]
    return tuple("".join(measure(x, y) for x in places) for y in places)


@lru_cache(maxsize=64)
def lozenge(half: int, letters: str, step: float = 2.0) -> Cloth:
    """Nested lozenges in a square of 2 x `half` stitches: `letters` from the heart outwards, `step` stitches each."""
    return _square(half, lambda x, y: _pick(letters, abs(x) + abs(y), step))


@lru_cache(maxsize=64)
def medallion(half: int, letters: str, step: float = 1.0) -> Cloth:
    """Nested stepped octagons: `letters` from the rim inwards, `step` stitches each; outside of the rim is empty."""

    def letter(x: float, y: float) -> str:
        inside = half - max(abs(x), abs(y), (abs(x) + abs(y)) * 0.71)
        return EMPTY if inside < 0 else _pick(letters, inside, step)

    return _square(half, letter)


@lru_cache(maxsize=16)
def zigzag(half: int, letters: str = "mcko") -> Cloth:
    """Uwairjan: two rows of triangles that face each other, half a motif apart, so that a zigzag runs between them.

    `letters`: the ground, the triangle's edge, its second edge, its heart. It repeats every 2 x `half` stitches.
    """

    def letter(x: int, y: int) -> str:
        depth = y + 0.5 - abs(x - half + 0.5)
        return letters[0 if depth < 0 else 1 if depth < 2 else 2 if depth < 3.2 else 3]

    rows = ["".join(letter(x, y) for x in range(2 * half)) for y in range(half)]
    return (*rows, *(row[half:] + row[:half] for row in reversed(rows)))


def teeth(size: int = 2, letters: str = "ck") -> Cloth:
    """Horse's teeth: a chequer of two threads, `size` stitches a field."""
    first, second = letters[0] * size + letters[1] * size, letters[1] * size + letters[0] * size
    return (first,) * size + (second,) * size


@lru_cache(maxsize=16)
def chevron(half: int, thick: int, letters: str) -> Cloth:
    """A stepped chevron, 2 x `half` rows high, that points to the right: `letters` from its back to its front."""
    width = half + thick

    def row(y: int) -> str:
        back = half - math.ceil(abs(y - half + 0.5) + 0.5)
        inked = "".join(letters[place * len(letters) // thick] for place in range(thick))
        return (EMPTY * back + inked).ljust(width, EMPTY)[:width]

    return tuple(row(y) for y in range(2 * half))


def _runs(row: str, most: int) -> Iterable[tuple[str, int, int]]:
    """Neighbouring equal letters of `row` as (letter, first, one past the last), none longer than `most`."""
    start = 0
    for place in range(1, len(row) + 1):
        if place == len(row) or row[place] != row[start] or place - start >= most:
            if row[start] != EMPTY:
                yield row[start], start, place
            start = place


@lru_cache(maxsize=128)
def stitches(cloth: Cloth, unit: float = 9.0, x: float = 0.0, y: float = 0.0) -> tuple[Thread, ...]:
    """`cloth` laid with its left top corner at `x`, `y`, `unit` pixels a stitch: one thread a letter."""
    found: dict[str, list[str]] = {}
    tall = _number(unit + LAP)
    for down, row in enumerate(cloth):
        top = _number(y + down * unit)
        for letter, start, end in _runs(row, len(row)):
            wide = _number((end - start) * unit + LAP)
            found.setdefault(letter, []).append(f"M{_number(x + start * unit)} {top}h{wide}v{tall}h-{wide}z")
    return tuple(Thread(letter, "".join(parts)) for letter, parts in found.items())


def polar(cx: float, cy: float, radius: float, turns: float) -> Point:
    """The point at `turns` of a circle."""
    return cx + radius * math.sin(turns * TAU), cy - radius * math.cos(turns * TAU)


def _pair(point: Point) -> str:
    return f"{_number(point[0])} {_number(point[1])}"


def _sector(center: Point, inner: float, outer: float, start: float, end: float) -> str:
    """A ring's part of less than half a turn."""
    a, b = polar(*center, outer, start), polar(*center, outer, end)
    c, d = polar(*center, inner, end), polar(*center, inner, start)
    out, back = _number(outer), _number(inner)
    return f"M{_pair(a)}A{out} {out} 0 0 1 {_pair(b)}L{_pair(c)}A{back} {back} 0 0 0 {_pair(d)}Z"


@lru_cache(maxsize=32)
def ring_stitches(cloth: Cloth, ring: tuple[float, float, float, float], cells: int = 192) -> tuple[Thread, ...]:
    """`cloth` bent round a whole ring `(cx, cy, inner, outer)`: its rows from outside in, over `cells` stitches.

    The middle of the cloth's first repeat stands at 12 o'clock. `cells` must hold the cloth's width a whole number of
    times, else the last repeat is cut. Raises ValueError for a ring without width.
    """
    cx, cy, inner, outer = ring
    if not 0 <= inner < outer:
        raise ValueError("a ring needs an inner radius smaller than its outer one")
    found: dict[str, list[str]] = {}
    wide, deep = len(cloth[0]), (outer - inner) / len(cloth)
    for index, row in enumerate(cloth):
        top = outer - index * deep
        foot = max(0.0, top - deep - LAP)
        line = "".join(row[(place + wide // 2) % wide] for place in range(cells))
        for letter, start, end in _runs(line, cells // 4):
            part = _sector((cx, cy), foot, top, start / cells, (end + 0.03) / cells)
            found.setdefault(letter, []).append(part)
    return tuple(Thread(letter, "".join(parts)) for letter, parts in found.items())


def ring_cloth(kind: str, letters: str) -> Cloth:
    """Sixteen rows for `ring_stitches`: `lozenges` in a bordered field, `stripes`, `checks` or `waves`.

    `letters`: lozenges: border, line, ground, edge, heart; stripes: ground, line, second line; checks: border, two
    fields; waves: border, ground, line. Raises ValueError for an unknown kind.
    """
    border = letters[0]
    edge = (border * 12, border * 12)
    if kind == "lozenges":
        line, ground, rim, heart = letters[1], letters[2], letters[3], letters[4]
        inner = lozenge(6, heart * 2 + rim + line + ground * 2, 1.5)
        return (border * 12, line * 12, *inner, line * 12, border * 12)
    if kind == "stripes":
        marked = {2: letters[1], 13: letters[1], 3: letters[2], 12: letters[2]}
        return tuple(marked.get(row, border) * 12 for row in range(16))
    if kind == "checks":
        pairs = (letters[1] * 2 + letters[2] * 2, letters[2] * 2 + letters[1] * 2)
        return (*edge, *(pairs[row // 2 % 2] * 3 for row in range(12)), *edge)
    if kind == "waves":
        rows = tuple("".join(letters[2 - ((y + abs(x - 6)) % 6 >= 2)] for x in range(12)) for y in range(12))
        return (*edge, *rows, *edge)
    raise ValueError(f"there is no ring cloth '{kind}'; there are lozenges, stripes, checks and waves")


def tassels(width: float, length: float, pitch: float = 18.0, letters: str = "ocmc") -> tuple[Tassels, ...]:
    """Tassels along a band's lower edge at y = 0, centred over `width`, hanging `length` pixels or a little more."""
    count = int(width // pitch)
    first = (width - (count - 1) * pitch) / 2
    strands: dict[str, list[str]] = {}
    knots: dict[str, list[str]] = {}
    for index in range(count):
        x, letter = first + index * pitch, letters[index % len(letters)]
        hang = length + (index * 3 % 5) * length * 0.06
        strands.setdefault(letter, []).append(f"M{_number(x)} -2v{_number(hang)}")
        knots.setdefault(letter, []).append(f"M{_number(x - 4.6)} 9a4.6 4.6 0 1 0 9.2 0a4.6 4.6 0 1 0 -9.2 0z")
    return tuple(Tassels(letter, "".join(strands[letter]), "".join(knots[letter])) for letter in strands)


def ring_tassels(
    ring: tuple[float, float, float], span: tuple[float, float], count: int, letters: str = "mcoc"
) -> tuple[Thread, ...]:
    """`count` tassels that stand out of a ring `(cx, cy, radius)` over the turns of `span`, 26 to 34 pixels long."""
    cx, cy, radius = ring
    found: dict[str, list[str]] = {}
    for index in range(count):
        turns = span[0] + (span[1] - span[0]) * (index + 0.5) / count
        lean = (index * 13 % 3 - 1) * 0.0007
        foot, tip = polar(cx, cy, radius - 4, turns), polar(cx, cy, radius + 26 + index * 37 % 9, turns + lean)
        found.setdefault(letters[index % len(letters)], []).append(f"M{_pair(foot)}L{_pair(tip)}")
    return tuple(Thread(letter, "".join(parts)) for letter, parts in found.items())


def loose_ends(height: float, length: float) -> str:
    """Loose warp threads at a bar's growing end: strokes from x = 4 towards smaller x over `height`, up to `length`."""
    count = max(1, int((height - 20) // 11) + 1)
    margin = (height - (count - 1) * 11) / 2
    parts = []
    for index in range(count):
        y, reach = margin + index * 11, length * (0.45 + (index * 37 % 17) / 30)
        bend, drop = (3 if index % 2 else -3), (index % 3 - 1) * 2
        parts.append(f"M4 {_number(y)}q{_number(-reach / 2)} {bend} {_number(-reach)} {drop}")
    return "".join(parts)


GENERATORS: dict[str, Callable[..., object]] = {
    "chevron_cloth": chevron,
    "loose_ends": loose_ends,
    "lozenge": lozenge,
    "medallion_cloth": medallion,
    "polar": polar,
    "ring_cloth": ring_cloth,
    "ring_stitches": ring_stitches,
    "ring_tassels": ring_tassels,
    "stitches": stitches,
    "tassels": tassels,
    "teeth": teeth,
    "zigzag": zigzag,
}
