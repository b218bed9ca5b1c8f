"""Numbers, counted nouns, percentages, money and dates in the words and digits of a language. ICU is asked for them.

Plain numbers and percentages of Arabic and English are written here by CLDR's own symbols (the tests hold them equal to
ICU's): importing ICU costs 60 ms, which the preview of a frame need not pay. Signed numbers and percentages keep the
direction marks CLDR gives them, so that they read right inside right-to-left text.
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from msgspec import Struct
from msgspec.structs import replace

from infoclip.errors import InputError, Place, Problem
from infoclip.spec.numbers import read_number
from infoclip.store import Store
from infoclip.text.dates import day_in_a_settled_year, hijri_of_day, looks_like_date, read_date
from infoclip.text.digits import (
    ARAB,
    ARABEXT,
    ARABIC_INDIC,
    ARABIC_LATN,
    ARABIC_LATN_POINTS,
    ENGLISH,
    LATN,
    Symbols,
    exponent_of,
    rounded,
    to_arab,
    to_latn,
    write_number,
)
from infoclip.text.nouns import Category, Noun, plural_category, read_noun

if TYPE_CHECKING:
    from icu4py.messageformat import MessageFormat

    from infoclip.spec.models import Fact

Digits = Literal["latn", "arab"]
NBSP = "\u00a0"
RIYAL = "\u20c1"
_CURRENCIES_OF_THE_REGION = "SAR AED KWD QAR BHD OMR YER IQD JOD LBP SYP EGP SDG LYD TND DZD MAD MRU SOS DJF KMF"
_OTHER_CURRENCIES = "USD EUR GBP CHF JPY CNY KRW SGD CAD AUD SEK NOK DKK RUB BRL ZAR TRY IRR PKR INR MYR IDR"
CURRENCIES = frozenset(f"{_CURRENCIES_OF_THE_REGION} {_OTHER_CURRENCIES}".split())
"""ISO 4217 codes that a fact's unit may be; any other unit is written as it stands."""

_COMPACT = Store("compact", "icu4py")
_MARKS = re.compile("[\u200e\u200f\u061c]")
_POINT_GROUPS = frozenset({"DZ", "LB", "LY", "MA", "MR", "TN"})
"""Arabic-speaking regions that write 2.466,5 in European digits (CLDR 48)."""
_ENGLISH_REGIONS = frozenset({"", "001", "AE", "AU", "BH", "CA", "EG", "GB", "KW", "OM", "QA", "SA", "US"})
_EXTENDED = frozenset({"fa", "ps", "ur", "ckb", "ks", "pa", "sd", "ug", "uz"})
_FEW_SCALES = {"مليار": "مليارات", "ترليون": "ترليونات"}
_MORE_THAN = {"ar": "أكثر من", "en": "more than", "fr": "plus de", "fa": "بیش از", "he": "יותר מ־"}


class Localizer(Struct, frozen=True):
    """Writes figures in the language of `locale` (ar-SA, en) and in European (`latn`) or Arabic-Indic (`arab`) digits.

    The digits are the clip's own choice, never the region's. All methods are pure; formatters are cached.
    """

    locale: str
    digits_used: Digits = "latn"

    @property
    def language(self) -> str:
        """The locale's language: `ar` of `ar-SA`."""
        return re.split("[-_]", self.locale, maxsplit=1)[0]

    @property
    def rtl(self) -> bool:
        """It is written from the right."""
        return self.language in {"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"}

    def number(self, value: float, decimals: int | None = None, grouping: bool = True, signed: bool = False) -> str:
        """`2,466` or `٢٬٤٦٦`; with `decimals` exactly so many, else as many as the value has (six at most)."""
        exact = rounded(value, decimals)
        symbols = self._symbols()
        if symbols is not None:
            return write_number(exact, symbols, grouping, signed)
        fraction = "." + "0" * max(0, -exponent_of(exact)) if exponent_of(exact) < 0 else "precision-integer"
        options = ("" if grouping else " group-off") + (" sign-always" if signed else "")
        return self._icu(f"{{n, number, ::{fraction}{options}}}", exact)

    def percent(self, value: float, decimals: int | None = None, signed: bool = False) -> str:
        """A share in percent points, 40 as `40%` or `٤٠٪`: the mark of the digits used, in one form."""
        exact = rounded(value, decimals)
        symbols = self._symbols()
        if symbols is not None:
            return write_number(exact, symbols, True, signed) + symbols.percent
        fraction = "." + "0" * max(0, -exponent_of(exact)) if exponent_of(exact) < 0 else "precision-integer"
        return self._icu(f"{{n, number, ::percent {fraction}{' sign-always' if signed else ''}}}", exact)

    def compact(self, value: float, decimals: int | None = None, down: bool = False) -> tuple[str, str]:
        """The short number and its scale word: 2,500,000 is ("2.5", "مليون"), 3000 ("3", "آلاف"), 48 ("48", "").

        `decimals` are the most shown; without it three figures are kept (1.67 مليون, 71.5 مليار). `down` never rounds
        up, which is what "more than" needs.
        """
        precision = " @##" if decimals is None else " ." + "#" * decimals if decimals else " precision-integer"
        mode = "rounding-mode-down" if down else "rounding-mode-half-up"
        text = self._icu(f"{{n, number, ::compact-long{precision} {mode}}}", rounded(value, None))
        number, _, scale = text.replace("\u200f", "").replace(NBSP, " ").partition(" ")
        if not any(character.isdigit() for character in number):
            return "", text
        if scale in _FEW_SCALES and plural_category(self.language, read_number(number)) == "few":
            scale = _FEW_SCALES[scale]  # CLDR has ملايين after 3 to 10, but not these
        return number, scale

    def category(self, value: float) -> Category:
        """CLDR's plural category of `value`."""
        found = plural_category(self.language, value)
        if found is not None:
            return found
        names: tuple[Category, ...] = ("zero", "one", "two", "few", "many", "other")
        pattern = "{n, plural, " + " ".join(f"{name} {{{name}}}" for name in names) + "}"
        answer = self._icu(pattern, rounded(value, None))
        return next(name for name in names if name == answer)

    def counted(self, value: float, noun: str | Sequence[str] | Mapping[str, str] | Noun) -> str:
        """The noun as it stands beside `value` (3 منشورات, 48 منشورًا, 100 منشور); `noun` as `read_noun` takes it."""
        return read_noun(noun, self.language).form(self.category(value))

    def text(self, value: float, noun: str | Sequence[str] | Mapping[str, str] | Noun, oblique: bool = False) -> str:
        """Number and noun: `2,466 منشورًا`; one and two are words in Arabic: منشور واحد، منشوران (`oblique` منشورين)."""
        forms, category = read_noun(noun, self.language), self.category(value)
        alone = forms.alone(category, oblique=oblique) if value >= 0 else ""
        return alone or f"{self.number(value)} {forms.form(category, oblique=oblique)}"

    def money(self, number: str, currency: str, scale: str = "") -> str:
        """`215 ⃁`: a number already written, and its scale word, with the sign of `currency` (ISO 4217) as ICU puts it.

        The riyal's own sign stands after the number in right-to-left text and before it elsewhere, a space between.
        """
        figure = f"{number}{NBSP}{scale}" if scale else number
        if currency == "SAR":
            return f"{figure}{NBSP}{RIYAL}" if self.rtl else f"{RIYAL}{NBSP}{figure}"
        pattern = self._icu(f"{{n, number, ::currency/{currency} unit-width-variant precision-integer}}", Decimal(8))
        return pattern.replace(self._zero_to_nine()[8], figure)

    def currency_sign(self, currency: str) -> str:
        """The sign or letters of a currency, without the number: ⃁, د.إ., US$."""
        if currency == "SAR":
            return RIYAL
        return _MARKS.sub("", self.money("", currency)).replace(NBSP, "").strip()

    def more_than(self) -> str:
        """The words for 'more than' before a number, or nothing where the language has none here."""
        return _MORE_THAN.get(self.language, "")

    def digits(self, text: str) -> str:
        """`text` in the clip's digits, with their separators and percent mark.

        Words with Latin letters, addresses and handles (`COVID-19`, `@gso2018`) stay as they are.
        """
        if self.digits_used == "latn":
            return re.sub(r"\S+", lambda match: to_latn(match[0]), text)
        used = self._zero_to_nine()
        return re.sub(r"\S+", lambda match: to_arab(match[0], used), text)

    def date(self, value: datetime.date | str) -> str:
        """A day in words: 22 نوفمبر 2026. Text is read first (`read_date`): months stay months, Hijri dates Hijri."""
        if isinstance(value, str):
            written = read_date(value)
            return self._date(written.day, written.calendar, written.precision)
        return self._date(value, "gregorian", "day")

    def hijri(self, value: datetime.date | str) -> str:
        """The same day in the Umm al-Qura calendar: 12 جمادى الآخرة 1448 هـ."""
        day = read_date(value).day if isinstance(value, str) else value
        return self._date(day, "hijri", "day")

    def _date(self, day: datetime.date, calendar: str, precision: str) -> str:
        if calendar == "gregorian":
            return self._icu_date(day, "gregorian", precision)
        year, month, number = hijri_of_day(day)
        settled, settled_year = day_in_a_settled_year(month, number)
        text = self._icu_date(settled, "islamic-umalqura", precision)
        return text.replace(self.number(settled_year, 0, False), self.number(year, 0, False))

    def _icu_date(self, day: datetime.date, calendar: str, precision: str) -> str:
        skeleton = "dMMMMy" if precision == "day" else "MMMMy"
        formatter = _formatter(f"{{d, date, ::{skeleton}}}", self._tag(f"calendar={calendar};", self.locale))
        # Noon: ICU turns a date into a moment in the machine's time zone, and midnight can fall on the day before.
        noon = datetime.datetime.combine(day, datetime.time(12))
        return str(formatter.format({"d": noon}))

    def _icu(self, pattern: str, value: Decimal) -> str:
        exact: Any = int(value) if value == value.to_integral_value() and exponent_of(value) >= 0 else value
        return str(_formatter(pattern, self._tag()).format({"n": exact}))

    def _tag(self, extra: str = "", base: str = "") -> str:
        """The ICU locale. In European digits ar_SA keeps the Arabic percent mark (a CLDR quirk), so Arabic is `ar`."""
        base = base or ("ar" if self._plain_arabic else self.locale)
        system = "latn" if self.digits_used == "latn" else "arabext" if self.language in _EXTENDED else "arab"
        return f"{base.replace('-', '_')}@{extra}numbers={system}"

    @property
    def _region(self) -> str:
        parts = re.split("[-_]", self.locale)
        return parts[-1] if len(parts) > 1 and len(parts[-1]) in (2, 3) else ""

    @property
    def _plain_arabic(self) -> bool:
        return self.language == "ar" and not (self.digits_used == "latn" and self._region in _POINT_GROUPS)

    def _symbols(self) -> Symbols | None:
        return _symbols_of(self)

    def _find_symbols(self) -> Symbols | None:
        if self.language == "ar":
            if self.digits_used == "arab":
                return ARABIC_INDIC
            return ARABIC_LATN if self._plain_arabic else ARABIC_LATN_POINTS
        if self.language == "en" and self.digits_used == "latn" and self._region in _ENGLISH_REGIONS:
            return ENGLISH
        return None

    def _zero_to_nine(self) -> str:
        if self.digits_used == "latn":
            return LATN
        return ARABEXT if self.language in _EXTENDED else ARAB


@lru_cache(maxsize=64)
def _symbols_of(localizer: Localizer) -> Symbols | None:
    """Kept, because a count writes a hundred numbers."""
    return localizer._find_symbols()


@lru_cache(maxsize=256)
def _formatter(pattern: str, locale: str) -> MessageFormat:
    from icu4py.messageformat import MessageFormat

    return MessageFormat(pattern, locale)


class LocalFact(Struct, frozen=True):
    """A fact as a template sees it: every text in the clip's language and digits.

    number: the figure alone (2,466; 40 when compact; 40% when a percentage). scale: ألف, مليون or nothing. short: both.
    noun: agreeing with the value. prefix, sign: what "more than" adds before a phrase, before a large number.
    text: the whole phrase: أكثر من 40 ألف متابع.
    """

    value: float
    number: str
    scale: str
    short: str
    noun: str
    text: str
    prefix: str
    sign: str
    label: str
    unit: str
    source: str
    date: str
    percent: bool
    _fact: Fact
    _localizer: Localizer

    @property
    def nouns(self) -> str:
        """The noun's forms as a `<number noun="...">` takes them, so that it agrees while it counts; empty without."""
        fact = self._fact
        if fact.forms is not None:
            return " | ".join(f"{name}={form}" for name, form in fact.forms.model_dump().items() if form)
        return " | ".join((fact.noun,) if isinstance(fact.noun, str) else fact.noun or ())

    @property
    def signed(self) -> bool:
        """A plus stands before the figure: it is a change, and it is above zero."""
        return self._fact.signed and self.value > 0

    @property
    def written_unit(self) -> str:
        """The unit as the spec writes it: SAR, where `unit` is the riyal sign."""
        return self._fact.unit

    def at(self, value: float) -> LocalFact:
        """The same fact counted only as far as `value`: decimals and scale stay the final one's, the noun agrees."""
        number, scale, noun, text = _figure(self._fact, self._localizer, value, self.prefix)
        return replace(
            self, value=_shown(self._fact, value), number=number, scale=scale, short=f"{number} {scale}".strip(),
            noun=noun, text=text,
        )  # fmt: skip


def local_fact(fact: Fact, localizer: Localizer, place: Place | None = None) -> LocalFact:
    """The template's view of `fact`. Raises InputError at `place` for a Hijri day that its month does not have."""
    prefix = fact.prefix or (localizer.more_than() if fact.more_than else "")
    number, scale, noun, text = _settled(fact, localizer, prefix)
    unit = localizer.currency_sign(fact.unit) if fact.unit in CURRENCIES else localizer.digits(fact.unit)
    return LocalFact(
        value=fact.value, number=number, scale=scale, short=f"{number} {scale}".strip(), noun=noun, text=text,
        prefix=prefix, sign="+" if fact.more_than else "", label=localizer.digits(fact.label), unit=unit,
        source=localizer.digits(fact.source), date=_date_text(fact.date, localizer, place), percent=fact.percent,
        _fact=fact, _localizer=localizer,
    )  # fmt: skip


def _date_text(text: str, localizer: Localizer, place: Place | None) -> str:
    """A date in words; a year, or any other text, only in the clip's digits."""
    if not looks_like_date(text):
        return localizer.digits(text)
    try:
        return localizer.date(text)
    except ValueError as error:
        raise InputError(Problem(str(error), place, "write year-month-day", "fact-date")) from None


def _places(fact: Fact) -> int:
    """How many decimals the fact is shown with, while it counts too."""
    return fact.decimals if fact.decimals is not None else max(0, -exponent_of(rounded(fact.value, None)))


def _shown(fact: Fact, value: float) -> float:
    if value == fact.value:
        return fact.value
    exact = rounded(value, _places(fact))
    return int(exact) if exact == exact.to_integral_value() else float(exact)


def _settled(fact: Fact, localizer: Localizer, prefix: str) -> tuple[str, str, str, str]:
    """As `_figure` at the fact's own value. Compact ones are kept on disk: a preview need not load ICU for them."""
    if not fact.compact:
        return _figure(fact, localizer, fact.value, prefix)
    key = _COMPACT.key(repr(fact), localizer.locale, localizer.digits_used, prefix)
    kept: tuple[str, str, str, str] | None = _COMPACT.recall(key)
    if kept is None:
        kept = _figure(fact, localizer, fact.value, prefix)
        _COMPACT.keep(key, kept)
    return kept


def _figure(fact: Fact, localizer: Localizer, value: float, prefix: str) -> tuple[str, str, str, str]:
    """The number, scale word, agreeing noun and whole phrase of `fact` counted to `value`."""
    words = fact.forms.model_dump() if fact.forms is not None else fact.noun
    shown, scale = float(rounded(value, _places(fact))), ""
    signed = fact.signed and fact.value > 0 and shown != 0
    if fact.compact and not fact.percent:
        number, scale = _compact(fact, localizer, value)
        number = f"+{number}" if signed and number else number
    elif fact.percent:
        number = localizer.percent(value, _places(fact), signed)
    else:
        number = localizer.number(value, _places(fact), fact.grouping, signed)
    noun, alone = "", ""
    if words:
        forms, category = read_noun(words, localizer.language), localizer.category(shown)
        if localizer.language == "ar" and (scale or fact.percent):
            category = "other"
        noun = localizer.digits(forms.form(category, oblique=bool(prefix)))
        if not (scale or fact.percent or fact.unit or shown < 0 or signed or (prefix and category == "zero")):
            alone = forms.alone(category, oblique=bool(prefix))
    if alone:
        return number, scale, noun, f"{prefix} {alone}".strip()
    if fact.unit in CURRENCIES:
        figure = localizer.money(number, fact.unit, scale)
    elif scale and localizer.language == "ar" and number == localizer.number(1):
        figure = f"{scale}{NBSP}{localizer.digits(fact.unit)}" if fact.unit else scale  # مليون متابع, not 1 مليون
    else:
        figure = f"{number} {scale}".strip()
        gap = "" if fact.unit.startswith("°") else NBSP  # 41° and 41°م stand close in both languages (CLDR)
        figure += f"{gap}{localizer.digits(fact.unit)}" if fact.unit else ""
    return number, scale, noun, " ".join(part for part in (prefix, figure, noun) if part)


def _compact(fact: Fact, localizer: Localizer, value: float) -> tuple[str, str]:
    """The short number and its scale word. On the way there the final scale is kept: 215 ألف counts from 1 to 215."""
    number, scale = localizer.compact(fact.value, fact.decimals, fact.more_than)
    if value == fact.value or not scale:
        return (number, scale) if value == fact.value else (localizer.number(value, _places(fact), fact.grouping), "")
    final = read_number(number) if number else 1
    power = round(math.log10(abs(fact.value / final)))
    decimals = max(0, -exponent_of(rounded(final, None)))
    shown = rounded(value / 10**power, decimals)
    word = localizer.compact(max(abs(float(shown)), 1.0) * 10**power)[1]
    return localizer.number(float(shown), decimals), word or scale
