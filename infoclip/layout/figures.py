"""The words of a `<number>`: its value as the locale writes it, and every value it shows while it counts."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, cast, overload

from msgspec import Struct
from msgspec.structs import replace

from infoclip.errors import Place
from infoclip.scenes.elements import Element, attribute_fault, choice, flag, integer, number, word
from infoclip.text.digits import rounded
from infoclip.text.fonts import FontBook
from infoclip.text.lines import Block, lay_out_text
from infoclip.text.nouns import Noun, written_noun
from infoclip.text.numerals import Localizer

SHOWS = ("figure", "noun", "both")
FORMATS = ("plain", "compact", "short", "percent")
MOST_STEPS = 300
"""A count goes over at most so many values, several a frame, so that its slow end still moves evenly."""
_LARGEST = 1e15


class Figure(Struct, frozen=True):
    """A value and how it is written. `scale` is the scale word and `unit` what it stands for (thousand: 1000).

    A count runs in the final value's scale, so that no word changes while it runs.
    """

    value: float
    start: float
    format: str
    decimals: int | None
    grouping: bool
    sign: bool
    prefix: str
    suffix: str
    localizer: Localizer
    scale: str = ""
    unit: float = 1.0
    noun: Noun | None = None
    show: str = "figure"

    @property
    def text(self) -> str:
        """The figure itself as it is written."""
        return self.shown(self.value)

    def shown(self, value: float) -> str:
        """`value` as it is written, with prefix, scale word and suffix; its noun alone, or figure and noun together."""
        if self.noun is not None and self.show != "figure":
            return self._with_noun(value, self.noun)
        return self._written(value)

    def _with_noun(self, value: float, noun: Noun) -> str:
        """The noun that agrees with `value`: beside the figure it may stand for it too (منشوران)."""
        local, oblique = self.localizer, bool(self.prefix.strip())
        shown = float(rounded(value / self.unit, self.decimals))
        category = local.category(shown)
        if local.language == "ar" and (self.scale or self.format == "percent"):
            category = "other"
        word = local.digits(noun.form(category, oblique=oblique))
        if self.show == "noun":
            return word
        alone = "" if self.scale or self.format == "percent" or self.sign or shown < 0 else noun.alone(category)
        return f"{self.prefix}{alone}" if alone and not oblique else f"{self._written(value)} {word}"

    def _written(self, value: float) -> str:
        local, places = self.localizer, self.decimals
        if self.format == "percent":
            written = local.percent(value, places, self.sign)
        else:
            written = local.number(value / self.unit, places, self.grouping, self.sign and value != 0)
        scale = f"\u00a0{self.scale}" if self.scale and self.format == "compact" else ""
        return f"{self.prefix}{written}{scale}{self.suffix}"

    def values(self, start: float) -> list[float]:
        """The values shown on the way from `start` to the last one, which is exact; no two are written alike."""
        step = self.unit / 10 ** (self.decimals or 0)
        count = min(MOST_STEPS, math.floor(abs(self.value - start) / step + 0.5))
        if count < 1:
            return [self.value]
        return [*(start + (self.value - start) * index / count for index in range(count)), self.value]

    def blocks(self, last: Block, start: float, fonts: FontBook, place: Place) -> CountedBlocks:
        """The texts of a count that ends with `last`, all in its size."""
        return CountedBlocks(tuple(self.shown(value) for value in self.values(start)[:-1]), last, fonts, place)


@dataclass(frozen=True, slots=True)
class CountedBlocks(Sequence[Block]):
    """The texts before the `last` of a count. Each is laid out when it is asked for: a still shows only one of them."""

    texts: tuple[str, ...]
    last: Block
    fonts: FontBook = field(compare=False, repr=False)
    place: Place = field(compare=False, repr=False)

    def __len__(self) -> int:
        return len(self.texts) + 1

    @overload
    def __getitem__(self, index: int) -> Block: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Block, ...]: ...

    def __getitem__(self, index: int | slice) -> Block | tuple[Block, ...]:
        if isinstance(index, slice):
            return tuple(self[number] for number in range(*index.indices(len(self))))
        number = range(len(self))[index]
        if number == len(self.texts):
            return self.last
        return lay_out_text(self.texts[number], self.last.style, self.fonts, place=self.place)


def read_figure(element: Element, localizer: Localizer) -> Figure:
    """The figure of a `<number>`. Raises InputError for the first attribute that is wrong."""
    value = number(element, "of", None, -_LARGEST, _LARGEST)
    if value is None:
        raise attribute_fault(element, "of", "a number needs its value", 'such as of="{{ fact.value }}"')
    named = "percent" if flag(element, "percent") else "compact" if flag(element, "compact") else "plain"
    format = choice(element, "format", FORMATS, named)
    digits = choice(element, "digits", ("keep", "latn", "arab"), "keep")
    if digits != "keep":
        localizer = replace(localizer, digits_used=cast(Literal["latn", "arab"], digits))
    scale, unit, shown = "", 1.0, value
    decimals = integer(element, "decimals", None, 0, 6)
    if format in ("compact", "short"):
        scale, unit = _scale(value, decimals, localizer)
        shown = value / unit
        # Three figures, as the localiser writes a compact fact: the same value must read the same everywhere.
        if decimals is None and unit > 1:
            decimals = max(0, 2 - math.floor(math.log10(abs(shown))))
    return Figure(
        value=value,
        start=number(element, "from", 0.0, -_LARGEST, _LARGEST),
        format=format,
        decimals=_own_decimals(shown, decimals, format),
        grouping=flag(element, "grouping", True),
        sign=flag(element, "sign"),
        prefix=element.attributes.get("prefix", ""),
        suffix=element.attributes.get("suffix", ""),
        localizer=localizer,
        scale=scale,
        unit=unit,
        noun=_noun(element, localizer.language),
        show=choice(element, "show", SHOWS, "both" if word(element, "noun", "") else "figure"),
    )


def _noun(element: Element, language: str) -> Noun | None:
    """`singular | plural`, or forms by name: `few=صور | many=صورة | other=صورة`."""
    written = word(element, "noun", "")
    if not written:
        return None
    try:
        return written_noun(written, language)
    except ValueError as error:
        hint = 'such as noun="منشور | منشورات", or noun="few=صور | many=صورة | other=صورة"'
        raise attribute_fault(element, "noun", str(error), hint) from None


def _scale(value: float, decimals: int | None, localizer: Localizer) -> tuple[str, float]:
    """The scale word of the compact form and the unit it stands for; no word and 1 for small values."""
    scale = localizer.compact(value, decimals)[1]
    if not scale or abs(value) < 1000:
        return "", 1.0
    exponent = 3 * math.floor(math.log10(abs(value)) / 3 + 1e-12)
    # 999,950 is written as one million: the word decides.
    if abs(value) / 10**exponent >= 999.5:
        exponent += 3
    return scale, 10.0**exponent


def _own_decimals(value: float, decimals: int | None, format: str) -> int:
    """As many decimals as are asked for, else as the value itself has, six at most."""
    most = decimals if decimals is not None else 6
    if decimals is not None and format == "plain":
        return decimals
    if decimals is not None and format == "percent":
        return decimals
    text = f"{value:.{most}f}".rstrip("0")
    return len(text.partition(".")[2])
