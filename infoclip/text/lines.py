"""Text as lines, the public door of the text engine: `lay_out_text` breaks and places, `fit_text` finds a size.

Horizontally text is measured by its ink, not by its advances: a block is exactly as wide as its widest line's ink, and
lines are aligned by the edges of their ink, so that texts of different sizes share one edge. Vertically every line is
`size * line_height` high, whatever stands in it.

Shaping is done once, in em, and kept; another size or width only adds numbers up. All results are kept by value.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from infoclip.errors import InputError, Place, Problem
from infoclip.text.fonts import FontBook
from infoclip.text.paragraph import Paragraph, ParagraphStyle, Rows, StretchSetting, shape_paragraphs
from infoclip.text.shape import NO_INK, Glyph
from infoclip.values.geometry import Box

Align = Literal["start", "center", "end"]

_TOLERANCE = 1e-3
"""In pixels: what a line may be wider than its limit, so that a block fits into a box of its own width."""
_SMALLER = 0.8
"""How much smaller a text is set, at most, so that no line breaks where it should not or holds a short word alone."""
_TRIED = (0.97, 0.94, 0.91, 0.88, 0.85, 0.82, _SMALLER)
_DISPLAY = 56.0
"""In pixels: from what size on. Small texts stand beside others, and are all of one size."""


class TextStyle(Struct, frozen=True):
    """How text is set. `size` in design pixels (the em), `line_height` a factor of it.

    `tabular` gives every digit the width of the widest one; `isolate` keeps phone numbers, addresses and signed numbers
    in their order (see isolates.py); `digits` is the localizer's business and only kept here.
    """

    family: str
    weight: int
    size: float
    line_height: float = 1.5
    align: Align = "start"
    direction: Literal["rtl", "ltr"] = "rtl"
    tabular: bool = False
    isolate: bool = True
    digits: str = "keep"


class Span(Struct, frozen=True):
    """`start:end` of a text set differently: `fill` a role's name (kept as given), `weight`, `scale` of its size.

    An edge inside a letter with its marks, or between lam and alef, moves to the end of them.
    """

    start: int
    end: int
    fill: str | None = None
    weight: int | None = None
    scale: float = 1.0


class Line(Struct, frozen=True):
    """One line: `start:end` of the text without the spaces around it. Pixels from the block's left edge and top.

    `width` is its ink's; `glyphs` are in visual order, their `scale` in pixels an em.
    """

    start: int
    end: int
    width: float
    ink_left: float
    ink_right: float
    baseline: float
    glyphs: tuple[Glyph, ...]


class Block(Struct, frozen=True, eq=False):
    """Laid-out text. Its box is `width` (the widest ink) by `height` (lines x size x line height).

    `ink` is the ink's box within it; above and below it may reach out of the box (tashkeel). Blocks are equal when
    `text`, `style`, `spans`, `breaks` and `fonts_key` (the content of the font files used) are: then they look alike.
    `stretched` says where and by how much its kashidas were drawn out since (kashida.py); its box is still the old one.
    """

    text: str
    style: TextStyle
    spans: tuple[Span, ...]
    breaks: tuple[tuple[int, int], ...]
    fonts_key: str
    width: float
    height: float
    lines: tuple[Line, ...]
    ink: Box
    stretched: tuple[tuple[int, float], ...] = ()

    @property
    def content(self) -> tuple[object, ...]:
        """What its look follows from; the rest was worked out from it."""
        own = (self.text, self.style, self.spans, self.breaks, self.fonts_key)
        return (*own, self.stretched) if self.stretched else own

    def __hash__(self) -> int:
        return hash(self.content)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Block) and self.content == other.content

    @property
    def first_baseline(self) -> float:
        """Pixels from the box's top, a whole number."""
        return self.lines[0].baseline if self.lines else 0.0

    @property
    def last_baseline(self) -> float:
        """The last line's, from the block's top."""
        return self.lines[-1].baseline if self.lines else 0.0


def lay_out_text(
    text: str,
    style: TextStyle,
    fonts: FontBook,
    *,
    max_width: float | None = None,
    max_lines: int | None = None,
    balance: bool = True,
    spans: Sequence[Span] = (),
    place: Place | None = None,
) -> Block:
    """`text` in lines no wider than `max_width` pixels where words allow it, as few as possible, then evened out.

    A line feed in the text always breaks. A single word wider than `max_width` is not broken: see the block's `width`.
    Raises InputError for a character no font has and (code "text-overflow") for more than `max_lines` lines.
    """
    with _Placed(place):
        return _lay_out(text, style, fonts, max_width, max_lines, balance, tuple(spans))


def fit_text(
    text: str,
    style: TextStyle,
    fonts: FontBook,
    *,
    width: float,
    height: float | None = None,
    min_size: float,
    max_size: float,
    max_lines: int | None = None,
    spans: Sequence[Span] = (),
    place: Place | None = None,
) -> Block:
    """`text` at the largest size from `min_size` to `max_size` that fits; the block's `style.size` is that size.

    It is up to a fifth smaller where that keeps a number with its noun, or the words of a name, on one line, or saves a
    last line with one short word on it.
    It fits when no line is wider than `width`, the lines together not higher than `height`, and not more than
    `max_lines`. Raises InputError (code "text-overflow") when it does not fit at `min_size`.
    """
    with _Placed(place):
        return _fit(text, style, fonts, (width, height, min_size, max_size, max_lines), tuple(spans))


def min_width(
    text: str, style: TextStyle, fonts: FontBook, spans: Sequence[Span] = (), place: Place | None = None
) -> float:
    """The ink width of the longest part of `text` that no line break can divide, in pixels."""
    with _Placed(place):
        return max((item.min_width for item in _paragraphs(text, style, fonts, tuple(spans))), default=0.0) * style.size


def _paragraphs(text: str, style: TextStyle, fonts: FontBook, spans: tuple[Span, ...]) -> tuple[Paragraph, ...]:
    isolate = style.isolate and style.direction == "rtl"
    setting = ParagraphStyle(style.family, style.weight, style.direction, style.tabular, isolate)
    different = [span for span in spans if span.weight is not None or span.scale != 1.0]
    stretches = [StretchSetting(span.start, span.end, span.weight or style.weight, span.scale) for span in different]
    return shape_paragraphs(text, fonts, setting, tuple(stretches))


@lru_cache(maxsize=1024)
def _lay_out(
    text: str,
    style: TextStyle,
    fonts: FontBook,
    max_width: float | None,
    max_lines: int | None,
    balance: bool,
    spans: tuple[Span, ...],
) -> Block:
    paragraphs = _paragraphs(text, style, fonts, spans)
    limit = None if max_width is None else (max_width + _TOLERANCE) / style.size
    breaks = [paragraph.break_lines(limit, balance) for paragraph in paragraphs]
    count = sum(map(len, breaks))
    if max_lines is not None and count > max_lines:
        allowed = f"{max_lines} {'is' if max_lines == 1 else 'are'} allowed"
        message = f"the text takes {count} lines where {allowed}: '{_short(text)}'"
        raise InputError(Problem(message, None, "shorten it, or give it more room", "text-overflow"))
    return _placed_block(text, style, fonts, spans, list(zip(paragraphs, breaks, strict=True)))


@lru_cache(maxsize=512)
def _fit(
    text: str,
    style: TextStyle,
    fonts: FontBook,
    limits: tuple[float, float | None, float, float, int | None],
    spans: tuple[Span, ...],
) -> Block:
    width, height, min_size, max_size, max_lines = limits
    paragraphs = _paragraphs(text, style, fonts, spans)

    def fits(size: float) -> bool:
        limit = (width + _TOLERANCE) / size
        count = sum(paragraph.count_lines(limit) for paragraph in paragraphs)
        rows = max_lines if max_lines is not None else count
        high = height is None or count * size * style.line_height <= height + _TOLERANCE
        return count <= rows and high and all(paragraph.min_width <= limit for paragraph in paragraphs)

    size = _largest(fits, min_size, max_size)
    least = max(_SMALLER * (size or 0.0), min_size)
    kept = max((paragraph.kept_width for paragraph in paragraphs), default=0.0)
    if size is not None and kept * size > width + _TOLERANCE:
        whole = width / kept
        size = whole if whole >= least and fits(whole) else size
    if size is not None and len(paragraphs) == 1:
        size = _well_broken(paragraphs[0], width, size, least)
    single = max((paragraph.full_width for paragraph in paragraphs), default=0.0)
    if len(paragraphs) == max_lines and single:
        # No paragraph may wrap: the size follows from the widest one, exactly.
        rows = len(paragraphs) * style.line_height
        size = min(max_size, width / single, height / rows if height is not None else max_size)
    if size is None or size < min_size - _TOLERANCE:
        message = f"the text does not fit, even at its smallest size of {min_size:g}: '{_short(text)}'"
        raise InputError(Problem(message, None, "shorten it, or give it more room", "text-overflow"))
    return _lay_out(text, replace(style, size=size), fonts, width, max_lines, True, spans)


def _largest(fits: Callable[[float], bool], low: float, high: float) -> float | None:
    """The largest size from `low` to `high` that fits, to a twentieth of a pixel; None when `low` does not."""
    if fits(high):
        return high
    if not fits(low):
        return None
    while high - low > 0.05:
        middle = (low + high) / 2
        if fits(middle):
            low = middle
        else:
            high = middle
    return low


def _well_broken(paragraph: Paragraph, width: float, size: float, least: float) -> float:
    """`size`, or one a little smaller at which a text of display size breaks where it should; not under `least`."""
    if size < _DISPLAY:
        return size
    alone, parted = _faults(paragraph, width, size)
    for share in _TRIED if alone or parted else ():
        tried = size * share
        if tried < least:
            break
        if not any(_faults(paragraph, width, tried)):
            return tried
    return size


def _faults(paragraph: Paragraph, width: float, size: float) -> tuple[bool, bool]:
    """Whether a line after the first is one short word; whether a line ends with a preposition or the like."""
    lines = paragraph.break_lines((width + _TOLERANCE) / size, balance=True)
    return paragraph.leaves_alone(lines), paragraph.parts(lines)


def _placed_block(
    text: str,
    style: TextStyle,
    fonts: FontBook,
    spans: tuple[Span, ...],
    broken: Sequence[tuple[Paragraph, Sequence[Rows]]],
) -> Block:
    size, row = style.size, style.size * style.line_height
    face = fonts.stack(style.family, style.weight).faces[0]
    drop = row / 2 + (face.ascender - face.descender) * size / 2
    measured = [(paragraph, rows, paragraph.line_ink(rows)) for paragraph, breaks in broken for rows in breaks]
    width = max((max(0.0, ink[2] - ink[0]) for _, _, ink in measured), default=0.0) * size
    lines: list[Line] = []
    box = NO_INK
    for number, (paragraph, rows, ink) in enumerate(measured):
        own = max(0.0, ink[2] - ink[0]) * size
        left = _edge(style, width - own)
        baseline = float(round(number * row + drop))
        origin = left - (ink[0] * size if own else 0.0)
        start, end = paragraph.text_range(rows)
        lines.append(Line(start, end, own, left, left + own, baseline, paragraph.glyphs(rows, origin, baseline, size)))
        if own:
            box = (
                min(box[0], left), min(box[1], baseline + ink[1] * size),
                max(box[2], left + own), max(box[3], baseline + ink[3] * size),
            )  # fmt: skip
    ink_box = Box(box[0], box[1], box[2] - box[0], box[3] - box[1]) if box[2] > box[0] else Box(0, 0, 0, 0)
    used = sorted({glyph.face.digest for line in lines for glyph in line.glyphs})
    breaks = tuple((line.start, line.end) for line in lines)
    return Block(text, style, spans, breaks, "-".join(used), width, len(lines) * row, tuple(lines), ink_box)


def _edge(style: TextStyle, room: float) -> float:
    """Where a line begins from the left when it leaves `room` free."""
    if style.align == "center":
        return room / 2
    return room if (style.align == "start") == (style.direction == "rtl") else 0.0


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"


class _Placed:
    """Gives the problems raised inside a place: results are kept by value, and one text may stand in two places."""

    def __init__(self, place: Place | None) -> None:
        self._place = place

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> None:
        if isinstance(error, InputError) and self._place is not None:
            raise InputError(
                Problem(item.message, item.place or self._place, item.hint, item.code) for item in error.problems
            ) from None
