"""Smart isolates: left-to-right pieces of Arabic text that the bidi algorithm alone would turn around.

In a right-to-left paragraph the algorithm shows `+966 11 123 4567` as `4567 123 11 966+`, `C++` as `++C` and `-1.5` as
`1.5-`; browsers do the same. Wrapped in LRI ... PDI (UAX #9, 2.4) each keeps its own order. So does `45%`, which would
have its sign on the left after an Arabic letter and on the right where it stands alone; CLDR's Arabic with Latin digits
keeps it on the right (with LRMs), and one film should show it on one side. What readers of Arabic are used to as it
comes (٤٥٪, year ranges, dates, times) is left alone. A paragraph without a word of Arabic (the English line of a
bilingual clip) is kept in order as a whole: its question mark and full stop stand at its right end.
"""

from __future__ import annotations

import re
from functools import lru_cache

LRI, PDI, LRM = "\u2066", "\u2069", "\u200e"

_LATIN = r"A-Za-z\u00C0-\u024F"
_DIGITS = r"0-9"
_ANY = r"0-9٠-٩"
_W = rf"{_LATIN}{_ANY}_"  # a word may follow an Arabic particle at once: و45% الـC++
_NUMBER = rf"[{_DIGITS}]+(?:[.,][{_DIGITS}]+)*"
_UNITS = (
    r"km/h|m/s|kWh|MWh|GWh|TWh|Mbps|Gbps|mg/L|km²|m²|m³|cm|mm|km|kg|mg|µg|ml|mL|GB|MB|TB|KB|MW|GW|kW|Hz|kHz|MHz|GHz|"
    r"CO₂|ppm|USD|SAR|EUR|AED|KWD|QAR|BHD|OMR|bn|hrs|sec|min|m|g|L|t|K|M|B|W|V|A|°C|°F|°|″|′"
)
# C++, Cl−; a hyphen or dash only after a blood group: O-, AB–
_ENDS = rf"(?:\+\+|\+|\#|®|™|\$|−(?![{_W}])|(?<![{_LATIN}][ABO])(?<=[ABO])[-–](?![\w-])|(?<=\bAB)[-–](?![\w-]))?"
_INSIDE = rf"{_LATIN}{_DIGITS}.,&'’/_+\#%°\ -"  # of brackets that belong to the name before them: Python 3.14 (beta)
# The order matters: what must be left alone comes first, then the longest kinds.
_TOKEN = rf"""
      (?P<keep>          # dates, times, ratios, ranges; their era or half of the day may follow at once: 22/11/2026م
          (?<![{_W}./-]) [{_DIGITS}]{{1,4}}([/.-])[{_DIGITS}]{{1,2}}\2[{_DIGITS}]{{1,4}} (?![{_W}/-])
        | (?<![{_W}.:]) [{_DIGITS}]{{1,2}}(?::[{_DIGITS}]{{2}}){{1,2}} (?![{_W}:])
        | (?<![{_W}+-]) {_NUMBER}\ ?[–—-]\ ?{_NUMBER}%? (?![{_W}%²³°-])
      )
    | (?P<url> (?:https?|ftp)://[!-~]*[A-Za-z0-9/=&\#_-]
        | www\.[!-~]*[A-Za-z0-9/=&\#_-]
        | (?<![{_W}@.]) (?:[A-Za-z0-9-]+\.)+(?:com|org|net|edu|gov|info|io|sa|ae|eg|qa|kw|bh|om|jo|ma|uk|tv|ai|app|co)
            (?:\.[a-z]{{2}})? (?:/[!-~]*[A-Za-z0-9/=&\#_-])? (?![\w-]) )
    | (?P<mail> [A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+ )
    | (?P<handle> (?<![{_W}]) [@\#][A-Za-z_](?:[A-Za-z0-9_.]*[A-Za-z0-9_](?:\+\+)?|\+\+) )
    | (?P<phone> (?<![{_W}.,]) (?:(?:\+|00)[{_ANY}]{{1,3}}|\((?:\+|00)[{_ANY}]{{1,3}}\))
            (?:[\ -]?\(?[{_ANY}]{{2,4}}\)?){{2,5}} (?![\w%٪]|[.,٫٬]\d)
        | (?<![{_W}.,٫٬+-]) (?:[0٠][{_ANY}]{{1,3}}|[{_ANY}]{{3,4}})(?:[\ -][{_ANY}]{{3,4}}){{2,3}}
            (?![\w%/٪-]|[.,٫٬]\d) )
    | (?P<equation> (?<![{_W}.]) {_NUMBER}(?:\ ?[×x*/÷+=−-]\ ?{_NUMBER}){{1,6}} (?<=[{_DIGITS}]) (?![\w/]) )
    | (?P<sum> (?<![{_W}]) [-−+±~≈<>]?[$€£¥]\ ?{_NUMBER}(?:\ ?(?:bn|[KMBT]))? (?![\w]) )
    | (?P<unit> (?<![{_W}.,]) [-−+±~≈]?{_NUMBER}\ ?(?:{_UNITS}) (?![\w²³/]) )
    | (?P<signed> (?: (?<![\w)])[-−±] | (?<![{_W})])\+ ){_NUMBER}(?:\ ?[%‰]|°)? (?![\w]) )
    | (?P<percent> (?<![{_W}.,–—-]) {_NUMBER}\ ?[%‰] (?![\w]) )
    | (?P<ordinal> (?<![{_W}.]) [{_DIGITS}]+(?:st|nd|rd|th|D|G|x)\b )
    | (?P<sign> (?<!\w) (?:°\ ?[CFK]|[$€£¥]/[{_LATIN}]+) (?!\w) )       # a unit whose number stands elsewhere
    | (?P<name> (?<![{_W}]) \.?[{_LATIN}][{_LATIN}{_DIGITS}₀-₉⁰-⁹]*(?:[.&'’/_-][{_LATIN}{_DIGITS}]+)*{_ENDS}
        (?:[\ -][{_LATIN}{_DIGITS}]+(?:[.&'’/_-][{_LATIN}{_DIGITS}]+)*{_ENDS}(?:(?<=[{_DIGITS}]):[{_DIGITS}]+)?
         | \ ?\([{_INSIDE}]+\) | \ ?\[[{_INSIDE}]+\] )* )
    """
_SIGNS = re.compile(r"[^\w\s]|\d|_")
_WORTH_LOOKING = re.compile(rf"[{_LATIN}{_ANY}]")
_ARABIC = "\u0621-\u065f\u0670-\u06d3 \u060c\u061b\u061f!«»:\n"  # letters, their marks, and signs of no token
_PLAIN = re.compile(rf"[{_ARABIC}]*(?!00){_NUMBER}[{_ARABIC}]*")
"""Arabic with one bare number (00 begins one to call), which most texts of a clip are: no token is in it."""
_ARABIC_DIGIT = re.compile("[٠-٩]")
_FORMATTED = re.compile("[\u202a-\u202e\u2066-\u2069]")
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u200e\u200f\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_WORD = re.compile(rf"[{_LATIN}]")
_PLAIN_WORDS = re.compile(rf"[{_LATIN} ]*")
_MARKS = frozenset("\u200e\u200f\u061c")


def smart_isolates(text: str) -> tuple[str, list[int]]:
    """`text` with LRI ... PDI around what must read from the left, and for each new character its old index.

    A control takes the index of the character it stands before (PDI: after). What its author has ordered by hand stays
    so: text with embeddings or isolates comes back as it is, tokens beside a direction mark are left alone. Meant for
    a right-to-left paragraph.
    """
    if not _WORTH_LOOKING.search(text) or _PLAIN.fullmatch(text) or _FORMATTED.search(text):
        return text, list(range(len(text)))
    if _WORD.search(text) and not _RIGHT_TO_LEFT.search(text) and "\n" not in text:
        return _as_a_whole(text)
    pieces: list[str] = []
    index: list[int] = []
    done = 0
    for found in _token().finditer(text):
        start, end = found.span()
        ordered = text[start - 1 : start] in _MARKS or text[end : end + 1] in _MARKS
        if found["keep"] or ordered or not _needs(found):
            continue
        pieces += [text[done:start], LRI]
        index += [*range(done, start), start]
        for at in range(start, end):
            index.append(at)
            pieces.append(text[at])
            if text[at] in " -" and found["phone"] and _ARABIC_DIGIT.search(found["phone"]):
                # Between Arabic-Indic digits a space is right-to-left even in an isolate; a mark turns it.
                index.append(at)
                pieces.append(LRM)
        pieces.append(PDI)
        index.append(end - 1)
        done = end
    pieces.append(text[done:])
    index += range(done, len(text))
    return "".join(pieces), index


def _as_a_whole(text: str) -> tuple[str, list[int]]:
    """A text without Arabic, its spaces at the ends outside; words alone keep their order by themselves."""
    if _PLAIN_WORDS.fullmatch(text):
        return text, list(range(len(text)))
    first, end = len(text) - len(text.lstrip()), len(text.rstrip())
    index = [*range(first), first, *range(first, end), end - 1, *range(end, len(text))]
    return f"{text[:first]}{LRI}{text[first:end]}{PDI}{text[end:]}", index


@lru_cache(maxsize=1)
def _token() -> re.Pattern[str]:
    """The tokens' pattern, made for the first text that needs it: that takes 6 ms."""
    return re.compile(_TOKEN, re.X)


def _needs(found: re.Match[str]) -> bool:
    """A plain Latin word keeps its order by itself; only one with signs or digits needs an isolate."""
    return not found["name"] or _SIGNS.search(found["name"]) is not None
