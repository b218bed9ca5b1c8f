"""Numbers as people write them in a spec: Arabic-Indic digits, either script's separators, signs and percent marks."""

from __future__ import annotations

import math
import re

LARGEST = 10**15
"""Above this a double no longer holds every whole number."""

_TO_ASCII = {
    **{ord("٠") + digit: str(digit) for digit in range(10)},
    **{ord("۰") + digit: str(digit) for digit in range(10)},
    **{ord("٫"): ".", ord("٬"): ",", ord("٪"): "%", ord("−"): "-", ord("\xa0"): " ", ord("\u202f"): " "},
    **dict.fromkeys((0x200E, 0x200F, 0x061C), ""),
}
_PLAIN = re.compile(r"[-+]?[0-9]+(\.[0-9]+)?\Z")
_GROUPED = re.compile(r"[-+]?[0-9]{1,3}([, ])[0-9]{3}(\1[0-9]{3})*(\.[0-9]+)?\Z")
_COMMA_DECIMAL = re.compile(r"[-+]?[0-9]+,[0-9]+\Z")


def read_number(value: object) -> int | float:
    """The number in `value`: a number, or text such as `٢٬٤٦٦`, `2,466` or `−3.5`. Raises ValueError in plain words."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError(f"must be a number, not {kind_of(value)}")
    number = _number_in(value) if isinstance(value, str) else value
    if isinstance(number, float) and not math.isfinite(number):
        raise ValueError("must be a number that ends")
    if abs(number) > LARGEST:
        raise ValueError("is too large: numbers up to 1,000,000,000,000,000 can be shown")
    return number


def read_amount(value: object) -> tuple[int | float, bool]:
    """A number that may be followed by a percent mark, as in `40%` or `٤٠٪`, and whether it was. Raises ValueError."""
    if isinstance(value, str):
        text = ascii_digits(value).strip()
        if text.endswith("%") or text.startswith("%"):
            return read_number(text.strip("%").strip()), True
    return read_number(value), False


def ascii_digits(text: str) -> str:
    """`text` with European digits, separators and percent mark, and without bidi marks."""
    return text.translate(_TO_ASCII)


def kind_of(value: object) -> str:
    """What a YAML value is, in a designer's words."""
    if value is None:
        return "empty"
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, int | float):
        return "a number"
    if isinstance(value, str):
        return "text"
    return "a list" if isinstance(value, list | tuple) else "a group of keys"


def _number_in(text: str) -> int | float:
    plain = ascii_digits(text).strip()
    if _GROUPED.match(plain):
        plain = plain.replace(",", "").replace(" ", "")
    if not _PLAIN.match(plain) or len(plain) > 40:
        if _COMMA_DECIMAL.match(plain):
            raise ValueError(f"'{text}' is not clear: write {plain.replace(',', '.')} with a point, or no comma at all")
        raise ValueError(f"'{_shortened(text)}' is not a number")
    return float(plain) if "." in plain else int(plain)


def _shortened(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
