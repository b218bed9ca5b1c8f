"""Digits and the signs around them: CLDR's symbols for Arabic and English, exact rounding, digits of running text."""

from __future__ import annotations

import re
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from functools import lru_cache

from msgspec import Struct

MOST_DECIMALS = 6


class Symbols(Struct, frozen=True):
    """How one language writes numbers in one set of digits: CLDR's marks, with the direction marks they bring."""

    digits: str
    point: str
    group: str
    minus: str
    plus: str
    percent: str


LATN = "0123456789"
ARAB = "٠١٢٣٤٥٦٧٨٩"
ARABEXT = "۰۱۲۳۴۵۶۷۸۹"
ARABIC_LATN = Symbols(LATN, ".", ",", "\u200e-", "\u200e+", "\u200e%\u200e")
ARABIC_LATN_POINTS = Symbols(LATN, ",", ".", "\u200e-", "\u200e+", "\u200e%\u200e")
ARABIC_INDIC = Symbols(ARAB, "٫", "٬", "\u061c-", "\u061c+", "٪\u061c")
ENGLISH = Symbols(LATN, ".", ",", "-", "+", "%")


def rounded(value: float, decimals: int | None, down: bool = False) -> Decimal:
    """Round `value`, as it is written, half up to `decimals`; without them to six at most, no zeros at the end."""
    exact = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    places = MOST_DECIMALS if decimals is None else decimals
    result = exact.quantize(Decimal(1).scaleb(-places), ROUND_DOWN if down else ROUND_HALF_UP)
    if decimals is None:
        whole = result == result.to_integral_value()
        result = result.quantize(Decimal(1)) if whole else result.normalize()
    return abs(result) if result == 0 else result


def exponent_of(value: Decimal) -> int:
    """The power of ten of the last digit written; negative for decimals."""
    exponent = value.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def write_number(value: Decimal, symbols: Symbols, grouping: bool, signed: bool) -> str:
    """`value` with all its decimals, in the digits and marks of `symbols`; `signed` writes the plus."""
    text = f"{abs(value):,f}" if grouping else f"{abs(value):f}"
    if symbols is not ENGLISH:
        text = text.translate(_table(symbols))
    sign = symbols.minus if value < 0 else symbols.plus if signed else ""
    return sign + text


@lru_cache(maxsize=16)
def _table(symbols: Symbols) -> dict[int, str]:
    """From how Python writes numbers to `symbols`."""
    digits = {ord(LATN[i]): symbols.digits[i] for i in range(10)}
    return {**digits, ord("."): symbols.point, ord(","): symbols.group}


_TO_LATN = {
    **{ord(digit): str(i) for digits in (ARAB, ARABEXT) for i, digit in enumerate(digits)},
    **{ord("٫"): ".", ord("٬"): ",", ord("٪"): "%"},
}


def to_latn(word: str) -> str:
    """A word's Arabic and Persian digits and separators as European ones; words with Latin letters stay."""
    if re.search("[A-Za-z@]", word):
        return word
    return word.translate(_TO_LATN)


def to_arab(word: str, used: str) -> str:
    """A word's European digits as `used` (0 to 9), with Arabic separators; words with Latin letters stay."""
    if re.search("[A-Za-z@]", word):
        return word
    word = re.sub(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))", "٬", word)
    if word.count(".") == 1:
        word = re.sub(r"(?<=[0-9])\.(?=[0-9])", "٫", word)
    word = re.sub(r"(?<=[0-9])%|%(?=[0-9])", "٪", word)
    return word.translate({ord(str(i)): digit for i, digit in enumerate(used)})
