"""Dates as they are written in a spec: Gregorian (2026-11-22, 2026-11) or Hijri of Umm al-Qura (1448-06-12 هـ)."""

from __future__ import annotations

import datetime
import re
from typing import Literal

from msgspec import Struct

from infoclip.spec.numbers import ascii_digits

_WRITTEN = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?\s*(هـ|ه|AH|م)?\Z")
FIRST_GREGORIAN_YEAR = 1501
"""A year below this is Hijri: in Umm al-Qura's range (1343 to 1500) no clip means the Gregorian one."""


class WrittenDate(Struct, frozen=True):
    """A day (for a month its first) and how it was written."""

    day: datetime.date
    calendar: Literal["gregorian", "hijri"]
    precision: Literal["day", "month"]


def looks_like_date(text: str) -> bool:
    """Whether `text` is meant to be read by `read_date`: `2018` and `الربع الأول` are not."""
    return _WRITTEN.match(ascii_digits(text).strip()) is not None


def read_date(text: str) -> WrittenDate:
    """Read `2026-11-22`, `2026-11`, `1448-06-12 هـ` or `1448-06`, in any digits. Raises ValueError in plain words.

    Hijri dates follow the Umm al-Qura calendar, which is tabulated from 1343 to 1500 (1924 to 2077).
    """
    match = _WRITTEN.match(ascii_digits(text).strip())
    if match is None:
        raise ValueError(f"'{text}' is not a date like 2026-11-22 or 1448-06-12 هـ")
    year, month, day = int(match[1]), int(match[2]), int(match[3] or 1)
    precision: Literal["day", "month"] = "day" if match[3] else "month"
    hijri = match[4] in ("هـ", "ه", "AH") or (year < FIRST_GREGORIAN_YEAR and match[4] != "م")
    try:
        if hijri:
            return WrittenDate(day_of_hijri(year, month, day), "hijri", precision)
        return WrittenDate(datetime.date(year, month, day), "gregorian", precision)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"'{text}' is not a day of the {'Umm al-Qura' if hijri else 'Gregorian'} calendar") from error


def day_of_hijri(year: int, month: int, day: int) -> datetime.date:
    """The day of a Hijri date of Umm al-Qura. Raises ValueError or OverflowError for one that does not exist."""
    from hijridate import Hijri

    gregorian = Hijri(year, month, day).to_gregorian()
    return datetime.date(gregorian.year, gregorian.month, gregorian.day)


def hijri_of_day(day: datetime.date) -> tuple[int, int, int]:
    """Year, month, day in the Umm al-Qura calendar. Raises ValueError outside its tables, 1924-08-01 to 2077-11-16."""
    from hijridate import Gregorian

    try:
        hijri = Gregorian(day.year, day.month, day.day).to_hijri()
    except OverflowError as error:
        raise ValueError(f"the Umm al-Qura calendar is not tabulated for {day.isoformat()}") from error
    return hijri.year, hijri.month, hijri.day


def day_in_a_settled_year(month: int, day: int) -> tuple[datetime.date, int]:
    """A day with this Hijri month and day, and its year, in 1420 to 1449, where ICU's calendar agrees with the tables.

    Before and after, ICU is a day or two off in most months (it computes them); so a Hijri date is worded by ICU for a
    year it knows, and its own year is put in.
    """
    for year in range(1420, 1450):
        try:
            return day_of_hijri(year, month, day), year
        except ValueError:
            continue
    raise ValueError(f"no Hijri month {month} has a day {day}")
