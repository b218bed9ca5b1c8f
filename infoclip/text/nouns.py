"""The forms of a counted noun: Arabic's dual, plural and accusative derived from [singular, plural] by rule.

Arabic counts in CLDR's six categories: 0, 1, 2, 3-10 (plural), 11-99 (accusative singular), 100 and 1000 and fractions
(genitive singular). A word's own spelling decides its dual and its accusative; other nouns give their forms.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Literal

from msgspec import Struct

Category = Literal["zero", "one", "two", "few", "many", "other"]
NounLike = "str | Sequence[str] | Mapping[str, str] | Noun"

_FINAL_VOWELS = re.compile(r"[\u064b-\u0650\u0652]+\Z")
_NOT_JOINING = "اأإآدذرزوؤةىء"
_PREPOSITIONS = frozenset(
    ("في", "على", "من", "إلى", "عن", "مع", "بين", "عبر", "لدى", "حول", "ضد", "تحت", "فوق", "منذ", "خلال", "لكل")
)
_SINGULAR_AFTER_NUMBERS = frozenset({"fa", "tr", "ckb"})
_ATTACHED = re.compile(r"(?:لل|بال|كال|ل|ب)\S{3,}\Z")


class Noun(Struct, frozen=True):
    """What stands beside a number in each category, and what stands instead of number and noun (`alone_...`).

    An `alone` text is empty where the number is written. `two_oblique` follows a preposition (أكثر من منشورين).
    """

    zero: str
    one: str
    two: str
    few: str
    many: str
    other: str
    two_oblique: str = ""
    alone_zero: str = ""
    alone_one: str = ""
    alone_two: bool = False

    def form(self, category: Category, *, oblique: bool = False) -> str:
        """The noun in a plural category; `oblique` for after a preposition."""
        if category == "two" and oblique and self.two_oblique:
            return self.two_oblique
        return str(getattr(self, category))

    def alone(self, category: Category, *, oblique: bool = False) -> str:
        """The whole phrase that needs no number (منشور واحد، منشوران، لا منشورات), or nothing."""
        if category == "two" and self.alone_two:
            return self.form("two", oblique=oblique)
        return {"zero": self.alone_zero, "one": self.alone_one}.get(category, "")


def read_noun(noun: str | Sequence[str] | Mapping[str, str] | Noun, language: str) -> Noun:
    """The forms of `noun`: one unchanging text, [singular, plural], or categories by name with at least `other`."""
    if isinstance(noun, Noun):
        return noun
    if isinstance(noun, Mapping):
        return _from_forms(tuple(sorted(noun.items())), language)
    words = (noun,) if isinstance(noun, str) else tuple(noun)
    if len(words) == 1:
        return Noun(words[0], words[0], words[0], words[0], words[0], words[0])
    if len(words) != 2:
        raise ValueError("a noun is one text, [singular, plural] or its forms")
    return _from_pair(words[0], words[1], language)


def written_noun(text: str, language: str) -> Noun:
    """A noun as markup writes it: `singular | plural`, or its forms by name, `few=صور | many=صورة | other=صورة`.

    Raises ValueError as `read_noun` does.
    """
    parts = [part.strip() for part in text.split("|")]
    named = {name.strip(): form.strip() for name, equals, form in (part.partition("=") for part in parts) if equals}
    return read_noun(named if len(named) == len(parts) else parts, language)


@lru_cache(maxsize=512)
def _from_pair(singular: str, plural: str, language: str) -> Noun:
    if language in _SINGULAR_AFTER_NUMBERS:
        return Noun(singular, singular, singular, singular, singular, singular)
    if language != "ar":
        return Noun(plural, singular, plural, plural, plural, plural)
    plural = _genitive(singular, plural)
    if _undecided(singular, plural):
        return Noun(singular, singular, singular, plural, singular, singular, "", f"لا {plural}", _with_one(singular))
    nominative, oblique = _phrase(singular, plural, "dual"), _phrase(singular, plural, "dual oblique")
    return Noun(
        singular, singular, nominative, plural, _phrase(singular, plural, "accusative"), singular,
        oblique, f"لا {plural}", _with_one(singular), True,
    )  # fmt: skip


@lru_cache(maxsize=512)
def _from_forms(items: tuple[tuple[str, str], ...], language: str) -> Noun:
    forms = {category: form for category, form in items if form}
    if "other" not in forms:
        raise ValueError("the forms of a noun need at least 'other'")
    other = forms["other"]
    if language != "ar":
        one, few, many = forms.get("one", other), forms.get("few", other), forms.get("many", other)
        return Noun(forms.get("zero", other), one, forms.get("two", other), few, many, other)
    one, few = forms.get("one", other), forms.get("few", other)
    bare = re.sub(r"\s+واحدة?\Z", "", one)
    two = forms.get("two") or _phrase(other, few, "dual")
    head, _, rest = two.partition(" ")
    oblique = f"{_oblique(head)} {rest}".strip()
    many = forms.get("many") or _phrase(other, few, "accusative")
    alone_one = one if bare != one else _with_one(one)
    return Noun(forms.get("zero", other), bare, two, few, many, other, oblique, f"لا {few}", alone_one, True)


def _genitive(singular: str, plural: str) -> str:
    """متابعون as it stands after 3 to 10 and after لا: متابعين. Plurals of other kinds (فنون، شؤون) stay."""
    ones, many = singular.split(), plural.split()
    pairs = zip(ones, many, strict=False)
    sound = {word for one, word in pairs if len(one) > 2 and word in (f"{one}ون", f"{_FINAL_VOWELS.sub('', one)}ون")}
    return " ".join(f"{word[:-2]}ين" if word in sound else word for word in many)


def _undecided(singular: str, plural: str) -> bool:
    """صورة جديدة، صور جديدة or ساعة مشاهدة، ساعات مشاهدة: adjective or genitive cannot be told from the spelling.

    Then the singular stays as it is, beside a written 2: never wrong in its letters. Forms can be given outright.
    """
    one, many = singular.split(), plural.split()
    return len(one) > 1 and one[0].endswith("ة") and one[1].endswith("ة") and one[1:2] == many[1:2]


def _oblique(dual: str) -> str:
    return dual[:-2] + "ين" if dual.endswith("ان") else dual[:-1] + "ي" if dual.endswith("ا") else dual


def _with_one(singular: str) -> str:
    feminine = singular.partition(" ")[0].endswith("ة")
    return f"{singular} {'واحدة' if feminine else 'واحد'}"


def _phrase(singular: str, plural: str, case: str) -> str:
    """A noun of several words: adjectives agree, a following genitive or prepositional phrase stays as it is.

    Words that change between singular and plural (منشور جديد، منشورات جديدة) are adjectives; one that does not change
    (مقطع فيديو، مقاطع فيديو) is a genitive, before which the dual drops its nun and the accusative its tanween.
    """
    head, *rest = singular.split()
    others = plural.split()[1:]
    if not rest:
        return _inflected(head, case)
    if rest[0] in _PREPOSITIONS or _ATTACHED.match(rest[0]):
        return " ".join((_inflected(head, case), *rest))
    if others and others[0] == rest[0]:
        if case == "accusative":
            return singular
        dual = _inflected(head, case)
        return " ".join((dual[:-1], *rest))
    return " ".join(_inflected(word, case) for word in (head, *rest))


def _inflected(word: str, case: str) -> str:
    defective = word.endswith("\u064d") and not word.endswith(("ي\u064d", "ة\u064d"))  # قاضٍ، نادٍ: their ya comes back
    word = _FINAL_VOWELS.sub("", word) + "ي" * defective
    if case == "accusative":
        return _accusative(word)
    return _dual(word, "ين" if case == "dual oblique" else "ان")


def _dual(word: str, ending: str) -> str:
    """صورة صورتان، مستشفى مستشفيان، مبدأ مبدآن، شيء شيئان، جزء جزءان."""
    if word.endswith("ة"):
        return word[:-1] + "ت" + ending
    if word.endswith("ى"):
        return word[:-1] + "ي" + ending
    if word.endswith("ا"):
        return word[:-1] + "ت" + ending
    if word.endswith("أ") and ending == "ان":
        return word[:-1] + "آن"
    return _seated(word) + ending


def _accusative(word: str) -> str:
    """منشورًا، صورةً، لقاءً، مستشفًى، مبدأً، شيئًا، جزءًا."""
    if word.endswith(("ة", "أ", "اء")):
        return word + "ً"
    if word.endswith("ى"):
        return word[:-1] + "ًى"
    if word.endswith("ا"):
        return word
    return _seated(word) + "ًا"


def _seated(word: str) -> str:
    """A final hamza after a joining letter takes a seat when something follows: شيء، شيئان."""
    if len(word) > 1 and word.endswith("ء") and word[-2] not in _NOT_JOINING:
        return word[:-1] + "ئ"
    return word


def plural_category(language: str, value: int | float) -> Category | None:
    """CLDR's plural category of `value` in Arabic or English; None for another language (ICU is asked then)."""
    number = abs(value)
    if language == "en":
        return "one" if number == 1 else "other"
    if language != "ar":
        return None
    if number != int(number):
        return "other"
    if number < 3:
        return ("zero", "one", "two")[int(number)]
    last = int(number) % 100
    return "few" if 3 <= last <= 10 else "many" if last >= 11 else "other"
