"""Where a line of Arabic display text may break, and where it should not if it can be helped.

Breaks are at spaces only, and after – — / _ inside long tokens. A number stays with its unit or counted noun, a lone و
with its word, punctuation with what it closes; a line rather does not end with a preposition, and rather begins with
one. These are an editor's rules, tighter than UAX #14, for short lines. Latin words that stand side by side in an
Arabic text are one name.
"""

from __future__ import annotations

import re
from typing import Literal

Strength = Literal["eager", "free", "light", "loose", "weak"]
"""`eager` where a pause is heard, better than a `free` one that is as even; `light` after an English article and the
like, a little worse; `loose` where another break is better if it costs no line; `weak` only where nothing else fits."""

_TOKEN = re.compile("[^ \t\u200b]+")
_CLOSING = frozenset("%٪‰°،؛؟!:;,)]}»”’›…")
_OPENING = frozenset("([{«“‘‹")
_PARTING = frozenset("–—-|·•/")
"""What stands alone between two parts of a line ends the first of them rather than begins the second."""
_LONG = 14
_INSIDE = re.compile(r"(?<=[–—/_])(?![–—/_%٪،؟!)»\s])")
_ENDS_IN_NUMBER = re.compile(r"[0-9٠-٩]$")
_NUMBER = re.compile(r"^[-+−~≈(«$€£¥]*(?P<digits>[0-9٠-٩]+(?:[.,٫٬/][0-9٠-٩]+)*)[)»]?$")
_YEAR = re.compile(r"^(?:1[0-9]|2[01]|١[٠-٩]|٢[٠١])[0-9٠-٩]{2}$")
_ARABIC = re.compile("^[\u0621-\u064a\u0671-\u06d3]")
_ARABIC_LETTER = re.compile("[\u0621-\u064a\u0671-\u06d3]")
_LATIN_NAME = re.compile(r"^[(«\"“]*[A-Za-z][^\s\u0600-\u06ff]*$")
_LATIN_WORD = re.compile(r"^[A-Za-z][A-Za-z.&'-]*$")
_MAGNITUDE_WORDS = """
    ألف الف ألفًا آلاف مليون مليونًا مليونا ملايين مليار مليارًا مليارات تريليون
"""
_NUMBERS_IN_LETTERS = """
    ثلاث ثلاثة أربع أربعة خمس خمسة ست ستة سبع سبعة ثماني ثمانية تسع تسعة عشر عشرة عشرون عشرين ثلاثون ثلاثين أربعون
    أربعين خمسون خمسين ستون ستين سبعون سبعين ثمانون ثمانين تسعون تسعين مئة مائة مئتا مئتي مائتا مائتي
"""
_UNIT_WORDS = """
    كم كيلومتر كيلومترًا متر مترًا م م² م³ كم² سم ملم كغ كجم كيلوغرام غرام طن طنًا لتر هكتار برميل برميلًا
    واط كيلوواط ميغاواط ميجاواط غيغاواط جيجاواط ريال ريالًا ريالات دولار دولارًا درهم درهمًا دينار دينارًا جنيه يورو
    هـ ه م. ص ثانية دقيقة ساعة يوم يومًا km m cm mm kg g t L km² m² MW GW kW GB MB TB USD SAR AED ﷼ $ € £
"""
_PARTICLE_WORDS = """
    في من على إلى عن مع منذ حتى بين خلال ضمن لدى أو ثم بل لكن إن أن كل بعد قبل عند هو هي هذا هذه التي الذي كان كانت
    بنسبة مقابل
"""
_LEANING_WORDS = """
    في من على إلى عن مع أو ثم بل لكن لا لم لن ما قد كل بعض غير كم يا هل أن إن أي بين حتى منذ عبر وفق نحو خلال ضمن لدى
    عند بعد قبل دون بدون بلا حول تحت فوق ضد أمام هذا هذه ذلك تلك التي الذي الذين عبد بن ابن بنت أبو أم آل ذو ذات
"""
_ENGLISH_LEANING = """
    of the in to and a an for on with by at from or no not is are was were be has have our your their his her its my
    this that these those which who whose every each all more than as into over under per via about
"""
_BEGINNING_WORDS = (
    "في من على إلى عن مع أو ثم بل لكن حتى منذ عبر خلال ضمن لدى عند بعد قبل بين وفق دون بدون بلا التي الذي الذين"
)
_ENGLISH_BEGINNING = "of in to and for on with by at from or who which that than through into via but"
_INTRODUCING_WORDS = "عام عامي سنة رقم الساعة نحو قرابة حوالي المادة الفقرة الربع بنسبة No. No"
_LATIN_PARTICLES = frozenset("in of on at to for from and or by with the a an is are was were per".split())  # noqa: SIM905
_MAGNITUDES = frozenset(_MAGNITUDE_WORDS.split())
_ENGLISH_MAGNITUDES = frozenset(("thousand", "million", "billion"))
_UNITS = frozenset((*_UNIT_WORDS.split(), "\u20c1"))
_PARTICLES = frozenset(_PARTICLE_WORDS.split())
_WITH_AND = [word for word in _LEANING_WORDS.split() if word not in ("عبد", "بن", "ابن", "بنت")]
_LEANING = frozenset((*_LEANING_WORDS.split(), *("و" + word for word in _WITH_AND)))
_LEANING_A_LITTLE = frozenset(_ENGLISH_LEANING.split())
_BEGINNING = frozenset((*_BEGINNING_WORDS.split(), *_ENGLISH_BEGINNING.split()))
_NUMBER_WORDS = frozenset(_NUMBERS_IN_LETTERS.split())
_AND_THE = re.compile("^(?:وال|لل|بال|فال)[\u0621-\u064a]{3,}")
_NOT_AND_THE = frozenset(("والد", "والده", "والدة", "والدي", "والدته", "والدين", "والدان", "والية"))
_PAUSES = "،؛:,;—–.؟?!"
_BEFORE_NUMBERS = frozenset(_INTRODUCING_WORDS.split())
_LONE = frozenset(("و", "#", "@", "&", "+", "-", "−", "±", "~", "$", "€", "£"))


def break_places(text: str) -> dict[int, Strength]:
    """The indices of one paragraph a line may begin at, and how willingly."""
    places: dict[int, Strength] = {}
    arabic = _ARABIC_LETTER.search(text) is not None
    before: re.Match[str] | None = None
    for token in _TOKEN.finditer(text):
        if before is not None:
            strength = _between(before[0], token[0])
            if strength not in ("weak", None) and arabic and _of_one_name(before[0], token[0]):
                strength = "weak"
            if "\u200b" in text[before.end() : token.start()]:
                strength = "free"
            if strength is not None:
                places[token.start()] = strength
        if len(token[0]) >= _LONG:
            places.update((token.start() + found.start(), "weak") for found in _INSIDE.finditer(token[0]))
        before = token
    return places


def _of_one_name(first: str, second: str) -> bool:
    return _LATIN_NAME.match(first) is not None and _LATIN_NAME.match(second) is not None and first[-1] not in ",.;:!?"


def _between(first: str, second: str) -> Strength | None:
    """What the space between two tokens allows; None is never."""
    if first[-1] in _OPENING or second[0] in _CLOSING:
        return None
    if first in _LONE or set(second) <= _PARTING or second in ("×", "=", "+", "÷"):
        return "weak"
    if _number_and_noun(first, second):
        return "weak"
    if first.lstrip('(«"“') in _LEANING or _loosely_counted(first, second):
        return "loose"
    if first.lstrip('(«"“').lower() in _LEANING_A_LITTLE or (first in _ENGLISH_MAGNITUDES and second in _UNITS):
        return "light"
    if first[-1] in _PAUSES or second.lower() in _BEGINNING:
        return "eager"
    return "eager" if _AND_THE.match(second) and second not in _NOT_AND_THE else "free"


def _loosely_counted(first: str, second: str) -> bool:
    """A year with the words before it (رؤية 2030), and what a number in letters counts (خمسين عامًا، مليون مستفيد)."""
    number = _NUMBER.match(second.strip("،.؛:!؟,"))
    if number is not None:
        return first[-1] not in _PAUSES and _YEAR.match(number["digits"]) is not None
    word = first.removeprefix("ب").removeprefix("ل")
    return (word in _MAGNITUDES or word in _NUMBER_WORDS) and _is_counted(second)


def _is_counted(word: str) -> bool:
    """A counted noun is indefinite: what begins with the article is the sentence going on."""
    return _ARABIC.match(word) is not None and not word.startswith("ال") and word.strip(_PAUSES) not in _PARTICLES


def _number_and_noun(first: str, second: str) -> bool:
    number = _NUMBER.match(first)
    word = second.strip("()«»،.؛:!؟,")
    if first in _MAGNITUDES or (first[:1] == "و" and first[1:] in _MAGNITUDES):
        return word in _UNITS
    if _ENDS_IN_NUMBER.search(first) and (word in _UNITS or word in _MAGNITUDES):
        return True
    if _NUMBER.match(second.strip("،.؛:!؟,")):
        if _ENDS_IN_NUMBER.search(first):
            return True  # the groups of a phone number
        return first.lstrip("(«") in _BEFORE_NUMBERS or _LATIN_WORD.match(first) is not None
    if number is None or _YEAR.match(number["digits"]):
        return False
    if _LATIN_WORD.match(second):
        return word.lower() not in _LATIN_PARTICLES  # 12 August, 5 choices
    return _is_counted(second)
