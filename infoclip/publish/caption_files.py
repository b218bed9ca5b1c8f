"""Caption files: SubRip and WebVTT that players show in the right order.

Each line of a right-to-left clip is embedded as a whole, and its left-to-right pieces within it, so that players that
know nothing of the language still show figures and punctuation in their place. Embeddings are used, not isolates: they
are what players have known for longest (UAX #9, 2.1).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from infoclip.publish.captions import Cue
from infoclip.text.isolates import LRI, PDI, smart_isolates

_RLM, _RLE, _LRE, _PDF = "\u200f", "\u202b", "\u202a", "\u202c"


def marked(line: str, *, rtl: bool) -> str:
    """`line` with the marks that make any player show it in order; a left-to-right line needs none."""
    if not rtl:
        return line
    isolated, _ = smart_isolates(line)
    return f"{_RLM}{_RLE}{isolated.replace(LRI, _LRE).replace(PDI, _PDF + _RLM)}{_PDF}"


def srt_text(cues: Sequence[Cue], *, rtl: bool) -> str:
    """`cues` as SubRip, UTF-8 without a byte order mark."""
    blocks = [
        f"{number}\n{_clock(cue.start, ',')} --> {_clock(cue.end, ',')}\n"
        + "\n".join(marked(_srt_safe(line), rtl=rtl) for line in cue.lines)
        for number, cue in enumerate(cues, start=1)
    ]
    return "\n\n".join(blocks) + "\n" if blocks else ""


def vtt_text(cues: Sequence[Cue], language: str, *, rtl: bool) -> str:
    """`cues` as WebVTT in `language` (ar, en); timed words have their times inside."""
    blocks = [f"WEBVTT\nKind: captions\nLanguage: {language}"]
    for number, cue in enumerate(cues, start=1):
        lines = "\n".join(_vtt_line(line, cue, at, rtl=rtl) for at, line in enumerate(cue.lines))
        blocks.append(f"{number}\n{_clock(cue.start, '.')} --> {_clock(cue.end, '.')}\n{lines}")
    return "\n\n".join(blocks) + "\n"


def _vtt_line(line: str, cue: Cue, at: int, *, rtl: bool) -> str:
    """One line, escaped; before each timed word but the cue's first stands its time."""
    said = " ".join(word.text for word in cue.words).split()
    if len(said) != len(cue.words) or said != " ".join(cue.lines).split():
        return _vtt_safe(marked(line, rtl=rtl))
    before = sum(len(earlier.split()) for earlier in cue.lines[:at])
    parts = []
    for place, text in enumerate(marked(line, rtl=rtl).split(" ")):
        word = cue.words[before + place]
        stamp = f"<{_clock(word.at, '.')}>" if word.at > cue.start + 0.001 else ""
        parts.append(stamp + _vtt_safe(text))
    return " ".join(parts)


def _vtt_safe(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _srt_safe(text: str) -> str:
    """SubRip has no escapes: what players take for a tag or a time gets a look-alike."""
    text = re.sub(r"<(?=[A-Za-z/])", "‹", text.replace("-->", "→"))
    return re.sub(r"\{(?=\\)", "(", text)


def _clock(seconds: float, point: str) -> str:
    milliseconds = round(seconds * 1000)
    minutes, rest = divmod(milliseconds, 60_000)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{rest // 1000:02d}{point}{rest % 1000:03d}"
