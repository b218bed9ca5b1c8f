"""Which form each Arabic letter takes, from arabic-reshaper: joined groups, kashida places, text for terminals.

The only file that touches arabic-reshaper (and it is imported when first asked). The frames are not drawn from its
presentation forms: modern fonts lack half of them, and they lose tashkeel. It tells what joins what.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Any, Literal

from infoclip.store import Store
from infoclip.text.bidi import Direction, line_levels, resolve, visual_order

Form = Literal["isolated", "initial", "medial", "final"]

_KEPT = Store("forms", "arabic_reshaper")

TATWEEL = "\u0640"
LAM = "\u0644"
ALEFS = frozenset("\u0622\u0623\u0625\u0627\u0671")
_FORMS: tuple[Form, ...] = ("isolated", "initial", "medial", "final")
_TRANSPARENT = frozenset(("Mn", "Me"))
_MIRRORED = str.maketrans("()[]{}<>«»‹›≤≥“”‘’", ")(][}{><»«›‹≥≤“”‘’")


def transparent(character: str) -> bool:
    """Whether `character` is a mark or joins through: it stands on the letter before and does not part two letters."""
    return unicodedata.category(character) in _TRANSPARENT


@lru_cache(maxsize=1)
def _letters() -> dict[str, tuple[str, str, str, str]]:
    from arabic_reshaper.letters import LETTERS_ARABIC

    return dict(LETTERS_ARABIC)


@lru_cache(maxsize=2)
def _reshaper(ligatures: bool) -> Any:
    from arabic_reshaper import ArabicReshaper

    return ArabicReshaper(
        {
            "delete_harakat": False,
            "delete_tatweel": False,
            "support_ligatures": ligatures,
            "support_zwj": True,
            "shift_harakat_position": False,
            "use_unshaped_instead_of_isolated": False,
        }
    )


_ANY_DIGIT = {ord(digit): "0" for digit in "123456789٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹"}


def forms(text: str) -> tuple[Form | None, ...]:
    """The form of every character of `text`; None for what is no Arabic letter (marks, digits, spaces, Latin).

    arabic-reshaper decides it; its output is matched back letter by letter, without ligatures, so that there is one
    form for each letter. Tatweel and ZWJ join on both sides and are not letters.
    """
    return _forms(text.translate(_ANY_DIGIT))  # no digit joins: all values of a count have the same forms


@lru_cache(maxsize=1024)
def _forms(text: str) -> tuple[Form | None, ...]:
    """As `forms`. Kept on disk: loading arabic-reshaper takes 10 ms."""
    key = _KEPT.key(text)
    kept: tuple[Form | None, ...] | None = _KEPT.recall(key)
    if kept is None:
        kept = _worked_out(text)
        _KEPT.keep(key, kept)
    return kept


def _worked_out(text: str) -> tuple[Form | None, ...]:
    letters = _letters()
    shaped = iter(_reshaper(False).reshape("".join(c for c in text if not transparent(c))))
    found: list[Form | None] = []
    for character in text:
        if transparent(character) or character == "\u200d":  # the reshaper drops a ZWJ after using it
            found.append(None)
            continue
        drawn = next(shaped, character)
        table = letters.get(character)
        if table is None or character == TATWEEL:
            found.append(None)
        else:
            found.append(_FORMS[table.index(drawn)] if drawn in table else "isolated")
    return tuple(found)


@lru_cache(maxsize=1024)
def joined_groups(text: str) -> tuple[range, ...]:
    """`text` cut where the pen lifts: index ranges in reading order, covering all of it.

    A run of letters that join is one group with its marks (`المملكة` gives ا and لمملكة). Between letters a run without
    spaces (a Latin word, a number, punctuation at its edge) is one group, and so is each run of spaces.
    """
    shapes = forms(text)
    groups: list[range] = []
    start = 0
    for at in range(1, len(text)):
        if not _belongs(text, shapes, at):
            groups.append(range(start, at))
            start = at
    if text:
        groups.append(range(start, len(text)))
    return tuple(groups)


def _belongs(text: str, shapes: tuple[Form | None, ...], at: int) -> bool:
    """Whether the character at `at` is in the same group as the one before it."""
    character, before = text[at], text[at - 1]
    if transparent(character) or character in "\u200d\ufe0f":
        return True
    base = at - 1
    while base > 0 and transparent(text[base]):
        base -= 1
    if shapes[base] is not None and shapes[at] is not None:
        return shapes[base] in ("initial", "medial") and shapes[at] in ("medial", "final")
    arabic, arabic_before = shapes[at] is not None, shapes[base] is not None
    if TATWEEL in (character, text[base]):
        return (arabic or character == TATWEEL) and (arabic_before or text[base] == TATWEEL)
    if arabic or arabic_before:
        return before == "\u200d" and not character.isspace()
    return character.isspace() == text[base].isspace()


def kashida_places(text: str) -> tuple[int, ...]:
    """The indices before which a tatweel may be inserted: between two joined letters, never inside lam-alef."""
    shapes = forms(text)
    places: list[int] = []
    base = -1
    for at, character in enumerate(text):
        if transparent(character):
            continue
        joined = base >= 0 and shapes[base] in ("initial", "medial") and shapes[at] in ("medial", "final")
        if joined and not (text[base] == LAM and character in ALEFS):
            places.append(at)
        base = at
    return tuple(places)


_SEEN_SAD = frozenset("سشصض")
_BA = frozenset("بتثنيپىئ")
_BEFORE_FINAL = ((1, "ةهدذ"), (2, "اأإآٱطظلكگ"), (4, "وعغقفؤ"))
_OTHER_JOIN = 5


def kashida_ranks(text: str) -> dict[int, int]:
    """The kashida places of one word with their ranks, 0 the best: where a calligrapher would draw the word out.

    After seen and sad; before a final ta marbuta, ha or dal; before a final alef, tah, lam or kaf; after a middle ba
    that a final reh, yeh or alef maksura follows; before a final waw, ain, qaf or feh; then at any other join: the
    order that typesetting programs share when they justify Arabic. The name of God is never drawn out.
    """
    shapes, ranks = forms(text), dict[int, int]()
    if "لله" in "".join(character for character in text if not transparent(character)):
        return ranks
    for at in kashida_places(text):
        base = at - 1
        while base > 0 and transparent(text[base]):
            base -= 1
        if text[base] in _SEEN_SAD:
            ranks[at] = 0
        elif shapes[at] != "final":
            ranks[at] = _OTHER_JOIN
        elif text[base] in _BA and text[at] in "رزيى":
            ranks[at] = 3
        else:
            ranks[at] = next((rank for rank, letters in _BEFORE_FINAL if text[at] in letters), _OTHER_JOIN)
    return ranks


def visual_text(text: str, base: Direction = "auto") -> str:
    """`text` as presentation forms in visual order, brackets mirrored: for terminals and tools that know no Arabic.

    Tashkeel is kept and stands after its letter, as such tools expect. Not used for drawing.
    """
    return "\n".join(_visual_line(line, base) for line in text.split("\n"))


def _visual_line(line: str, base: Direction) -> str:
    shaped = str(_reshaper(True).reshape(line))
    bidi = resolve(shaped, base)
    levels = line_levels(bidi, 0, len(shaped))
    order = visual_order(levels)
    parts = [shaped[at].translate(_MIRRORED) if levels[at] % 2 else shaped[at] for at in order]
    kept: list[str] = []
    marks: list[str] = []
    for at, part in zip(order, parts, strict=True):
        if levels[at] % 2 and transparent(shaped[at]):
            marks.append(part)  # rule L3: in a right-to-left run the marks come out before their letter
            continue
        if bidi.classes[at] in ("LRI", "RLI", "FSI", "PDI", "BN", "LRE", "RLE", "LRO", "RLO", "PDF"):
            continue
        kept += [part, *reversed(marks)]
        marks = []
    return "".join(kept + marks)
