"""A designer's cue file: what a voice says, and when. SRT, WebVTT, or a short YAML or JSON list (docs/outputs.md).

Everything wrong with it is told at once, with its line; nothing is guessed.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from infoclip.errors import InputError, Place, Problem
from infoclip.located import Located, load_yaml
from infoclip.spec.numbers import ascii_digits, kind_of, read_number

CODE = "cue-file"
MOST_BYTES = 1_000_000
_TIME = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})[.,](\d{1,3})"
_TIMING = re.compile(rf"\s*{_TIME}\s+-->\s+{_TIME}(?:\s.*)?\Z")
_STAMP = re.compile(rf"<{_TIME}>")
_TAG = re.compile(r"</?[A-Za-z][^>\n]*>|\{\\[^}\n]*\}")
_DIRECTION = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]")
_SCENE = re.compile(r"(?:scene|مشهد)[ _-]?(\d{1,3})", re.IGNORECASE)
_BLOCKS_OF_VTT = ("NOTE", "STYLE", "REGION", "WEBVTT")


@dataclass(frozen=True, slots=True)
class TimedWord:
    """A word and the second in which it is said."""

    text: str
    at: float


@dataclass(frozen=True, slots=True)
class SpokenCue:
    """What is said from `start` to `end`, in seconds; `words` where the file times each of them.

    `scene` is the number of the scene that begins with it, where the file says so, else 0.
    """

    start: float
    end: float
    text: str
    words: tuple[TimedWord, ...] = ()
    place: Place | None = None
    scene: int = 0


def read_cues(path: Path, seconds: float) -> tuple[SpokenCue, ...]:
    """The cues in `path`, in order, for a clip of `seconds`. Raises InputError with every fault found."""
    suffix = path.suffix.lower()
    problems: list[Problem] = []
    if suffix in (".yaml", ".yml", ".json"):
        cues = _listed(load_yaml(path), problems)
    elif suffix in (".srt", ".vtt"):
        cues = _blocks(_text(path), path, problems)
    else:
        message = f"'{path.name}' is no cue file"
        raise InputError(Problem(message, Place(path), "write one as .srt, .vtt, .yaml or .json", CODE))
    if not cues and not problems:
        problems.append(Problem("there is no cue in it", Place(path), "write at least one", CODE))
    problems += _order_problems(cues, seconds)
    if problems:
        raise InputError(
            sorted(problems, key=lambda item: (item.place.line, item.place.column) if item.place else (0, 0))
        )
    return tuple(cues)


def plain_text(text: str) -> str:
    """`text` on one line, without the direction marks of another program: captions get their own."""
    return " ".join(_DIRECTION.sub("", text).split())


def control_in(text: str) -> re.Match[str] | None:
    """The first control character in `text` that no caption may hold; line feeds and tabs are spaces."""
    return _CONTROL.search(text)


def _text(path: Path) -> str:
    try:
        data = path.read_bytes() if path.stat().st_size <= MOST_BYTES else None
    except OSError as error:
        message = f"{path} cannot be read: {error.strerror or error}"
        raise InputError(Problem(message, Place(path), code=CODE)) from None
    if data is None:
        raise InputError(Problem(f"{path.name} is larger than 1 MB", Place(path), "captions are text", CODE))
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        hint = "save it as UTF-8 (older programs write Arabic in Windows-1256)"
        raise InputError(Problem(f"{path.name} is not UTF-8", Place(path, line, 1), hint, CODE)) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _seconds(parts: Sequence[str | None]) -> float:
    hours, minutes, seconds, fraction = parts
    return (
        int(hours or 0) * 3600
        + int(minutes or 0) * 60
        + int(seconds or 0)
        + int((fraction or "0").ljust(3, "0")) / 1000
    )


def _blocks(text: str, path: Path, problems: list[Problem]) -> list[SpokenCue]:
    """The cues of SRT or WebVTT text: blocks between empty lines, each with one line of times."""
    cues = []
    for first, lines in _paragraphs(text):
        at = next((place for place, line in enumerate(lines[:2]) if "-->" in line), None)
        if at is None:
            if not lines[0].startswith(_BLOCKS_OF_VTT):
                hint = "a cue is a line like 00:00:01,000 --> 00:00:03,500 and its words under it"
                problems.append(Problem("a cue without its times", Place(path, first, 1, len(lines[0])), hint, CODE))
            continue
        timing = _TIMING.match(ascii_digits(lines[at].replace("،", ",")))
        where = Place(path, first + at, 1, len(lines[at]))
        if timing is None:
            hint = "write them like 00:00:01,000 --> 00:00:03,500"
            problems.append(Problem(f"'{lines[at].strip()}' are no times", where, hint, CODE))
            continue
        start, end = _seconds(timing.groups()[:4]), _seconds(timing.groups()[4:])
        body = "\n".join(lines[at + 1 :])
        if (found := _control_problem(body, path, first + at + 1)) is not None:
            problems.append(found)
            continue
        said = plain_text(_without_tags(body))
        if said:
            scene = _SCENE.fullmatch(ascii_digits(lines[0].strip())) if at else None
            cues.append(SpokenCue(start, end, said, _stamped(body, start), where, int(scene[1]) if scene else 0))
    return cues


def _paragraphs(text: str) -> Iterator[tuple[int, list[str]]]:
    """Runs of lines that are not empty, each with the number of its first line."""
    lines: list[str] = []
    for number, line in enumerate([*text.split("\n"), ""], start=1):
        if line.strip():
            lines.append(line)
        elif lines:
            yield number - len(lines), lines
            lines = []


def _without_tags(body: str) -> str:
    return html.unescape(_TAG.sub("", _STAMP.sub("", body)))


def _stamped(body: str, start: float) -> tuple[TimedWord, ...]:
    """The words of a WebVTT cue that times them: `كم <00:00:02.400>منشورًا <00:00:02.900>نشرنا`."""
    pieces = _STAMP.split(body)
    if len(pieces) == 1:
        return ()
    words = [TimedWord(plain_text(_without_tags(pieces[0])), start)]
    for at in range(1, len(pieces), 5):
        words.append(TimedWord(plain_text(_without_tags(pieces[at + 4])), _seconds(pieces[at : at + 4])))
    return tuple(word for word in words if word.text)


def _control_problem(text: str, path: Path, line: int) -> Problem | None:
    found = control_in(text)
    if found is None:
        return None
    before = text[: found.start()]
    column = found.start() - before.rfind("\n")
    message = f"a control character (U+{ord(found[0]):04X}) stands in the caption"
    return Problem(message, Place(path, line + before.count("\n"), column), "delete it", CODE)


def _listed(located: Located, problems: list[Problem]) -> list[SpokenCue]:
    """The cues of a YAML or JSON list: `{at, until, text}` or `{at, until, words: [{at, text}]}`."""
    data, loc = located.value, ()
    base: tuple[str | int, ...] = loc
    if isinstance(data, dict):
        key = next((name for name in ("cues", "segments") if name in data), None)
        data, base = (data[key], (key,)) if key else (data, loc)
    if not isinstance(data, list):
        hint = "- {at: 0, until: 2.1, text: حصاد عام}"
        problems.append(Problem(f"the cues must be a list, not {kind_of(data)}", located.place(base), hint, CODE))
        return []
    read = [_item(item, (*base, at), located, problems) for at, item in enumerate(data)]
    cues: list[SpokenCue] = []
    for at, cue in enumerate(read):
        if cue is None:
            continue
        end = cue.end
        if end < 0:  # until the next one
            following = next((later.start for later in read[at + 1 :] if later is not None), None)
            end = following if following is not None else cue.start + max(1.0, len(cue.text) / 14)
        cues.append(replace(cue, end=end))
    return cues


_KEYS = {"at": ("at", "start"), "until": ("until", "end"), "text": ("text", "word"), "words": ("words",)}


def _item(item: Any, loc: tuple[str | int, ...], located: Located, problems: list[Problem]) -> SpokenCue | None:
    if not isinstance(item, dict):
        hint = "- {at: 0, until: 2.1, text: حصاد عام}"
        problems.append(Problem(f"a cue is a group of keys, not {kind_of(item)}", located.place(loc), hint, CODE))
        return None
    start = _moment(item, "at", loc, located, problems)
    end = _moment(item, "until", loc, located, problems) if any(name in item for name in _KEYS["until"]) else -1.0
    words = [
        word
        for at, raw in enumerate(item.get("words") or ())
        if (word := _word(raw, (*loc, "words", at), located, problems)) is not None
    ]
    raw = next((item[name] for name in _KEYS["text"] if name in item), None)
    text = str(raw) if raw is not None else " ".join(word.text for word in words)
    if (found := control_in(text)) is not None:
        message = f"a control character (U+{ord(found[0]):04X}) stands in the caption"
        problems.append(Problem(message, located.place(loc), "delete it", CODE))
        return None
    if start is None or end is None:
        return None
    if not plain_text(text):
        problems.append(Problem("the cue has no text", located.place(loc), "text: حصاد عام", CODE))
        return None
    scene = _scene(item, loc, located, problems)
    return SpokenCue(start, end, plain_text(text), tuple(words), located.place(loc), scene)


def _scene(item: dict[str, Any], loc: tuple[str | int, ...], located: Located, problems: list[Problem]) -> int:
    number = item.get("scene", 0)
    if isinstance(number, int) and not isinstance(number, bool) and number >= 0:
        return number
    problems.append(Problem("'scene' is a scene's number", located.place((*loc, "scene")), "scene: 2", CODE))
    return 0


def _word(raw: Any, loc: tuple[str | int, ...], located: Located, problems: list[Problem]) -> TimedWord | None:
    """One word: `{at: 2.4, text: كم}`, or short `[2.4, كم]`."""
    if isinstance(raw, list | tuple) and len(raw) == 2:
        raw = {"at": raw[0], "text": raw[1]}
    if not isinstance(raw, dict):
        problems.append(Problem("a word is [second, word]", located.place(loc), "[2.4, كم]", CODE))
        return None
    at = _moment(raw, "at", loc, located, problems)
    text = plain_text(str(next((raw[name] for name in _KEYS["text"] if name in raw), "")))
    if control_in(text):
        problems.append(Problem("a control character stands in the word", located.place(loc), "delete it", CODE))
        return None
    return TimedWord(text, at) if at is not None and text else None


def _moment(
    item: dict[str, Any], key: str, loc: tuple[str | int, ...], located: Located, problems: list[Problem]
) -> float | None:
    name = next((name for name in _KEYS[key] if name in item), None)
    if name is None:
        problems.append(Problem(f"the cue says no '{key}'", located.place(loc), f"{key}: 2.4", CODE))
        return None
    value = item[name]
    try:
        if isinstance(value, str) and (found := re.fullmatch(_TIME, ascii_digits(value))):
            return _seconds(found.groups())
        seconds = float(read_number(value))
    except ValueError as error:
        problems.append(Problem(f"'{name}' {error}", located.place((*loc, name)), "seconds, like 2.4", CODE))
        return None
    if seconds < 0:
        problems.append(Problem(f"'{name}' is before the clip", located.place((*loc, name)), "seconds from 0", CODE))
        return None
    return seconds


def _order_problems(cues: Sequence[SpokenCue], seconds: float) -> list[Problem]:
    """Cues must go forward, one after the other, inside the clip, and so must their words."""
    found = []
    for cue in cues:
        if cue.end <= cue.start:
            found.append(Problem(f"the cue ends at {cue.end:g} s, not after its start", cue.place, code=CODE))
        if cue.end > seconds + 0.05:
            message = f"the cue ends at {cue.end:g} s, but the clip is {seconds:g} s long"
            found.append(Problem(message, cue.place, "shorten the voice, or give the clip more seconds", CODE))
        times = [word.at for word in cue.words]
        if times != sorted(times) or (times and (times[0] < cue.start - 0.001 or times[-1] > cue.end)):
            found.append(Problem("the words' times do not go forward inside the cue", cue.place, code=CODE))
    for before, after in pairwise(cues):
        if after.start < before.end - 0.001 and after.start >= before.start:
            message = f"the cue begins at {after.start:g} s, before the one before it ends ({before.end:g} s)"
            found.append(Problem(message, after.place, "two captions at a time cannot be read", CODE))
        elif after.start < before.start:
            found.append(Problem("the cue begins before the one above it", after.place, "put them in order", CODE))
    return found


def scene_cues(cues: Sequence[SpokenCue], scenes: int, place: Place) -> tuple[SpokenCue, ...]:
    """The cues with which the scenes of a clip begin: those that are marked so, else each one when they are as many.

    Raises InputError for marks that leave scenes out or are in another order, and at `place` for cues that are not as
    many as the scenes.
    """
    marked = tuple(cue for cue in cues if cue.scene)
    if not marked:
        if len(cues) == scenes:
            return tuple(cues)
        message = f"the cue file has {len(cues)} cues for {scenes} scenes"
        hint = "mark those that begin a scene: the line 'scene 2' above the times; in YAML and JSON scene: 2"
        raise InputError(Problem(message, place, hint, CODE))
    first = 1 if marked[0].scene == 1 else 2
    for wanted, cue in enumerate(marked, start=first):
        if cue.scene != wanted:
            message = f"the cue begins scene {cue.scene}, where scene {wanted} comes next"
            raise InputError(Problem(message, cue.place, f"the clip has {scenes} scenes, each begins once", CODE))
    if marked[-1].scene != scenes:
        message = f"the last scene that a cue begins is {marked[-1].scene}; the clip has {scenes}"
        raise InputError(Problem(message, marked[-1].place, "mark every scene's beginning from the second on", CODE))
    return marked
