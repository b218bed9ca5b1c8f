"""Captions from the clip's own words, or from what a voice says: in time, without any transcription.

No line is longer than 42 characters, no cue has more than two lines, nothing is faster than 20 characters a second.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from infoclip.errors import InputError, Place, Problem
from infoclip.publish.phrases import Phrase, running_text, scene_phrases, without_second
from infoclip.sound.cues import SpokenCue, TimedWord, control_in, plain_text, read_cues
from infoclip.spec.models import Spec
from infoclip.text.numerals import Localizer
from infoclip.theme.assets import Library
from infoclip.timeline.timeline import Timeline

MOST_CHARACTERS = 42
MOST_LINES = 2
MOST_A_SECOND = 20.0
LEAST_SECONDS = 0.8
_GAP_FRAMES = 2
_COMMAS = {"ar": "، ", "fa": "، ", "ur": "، ", "ckb": "، ", "ps": "، ", "sd": "، ", "ug": "، "}
_JOIN_AT_MOST = 30


@dataclass(frozen=True, slots=True)
class Cue:
    """One caption: one or two `lines` from `start` to `end`, in seconds. `words` time each word, where a voice does.

    `place` is where a designer wrote it.
    """

    start: float
    end: float
    lines: tuple[str, ...]
    words: tuple[TimedWord, ...] = ()
    place: Place | None = None

    @property
    def characters(self) -> int:
        """What is read: the characters of its lines, spaces too."""
        return sum(map(len, self.lines))

    @property
    def a_second(self) -> float:
        """Characters to be read in a second."""
        return self.characters / max(self.end - self.start, 1e-6)


@dataclass(frozen=True, slots=True)
class CaptionPlan:
    """The captions of a clip, and what is doubtful about them (words that were left out)."""

    cues: tuple[Cue, ...]
    problems: tuple[Problem, ...] = ()


def plan_captions(timeline: Timeline, spec: Spec, localizer: Localizer, library: Library) -> CaptionPlan:
    """The captions of `timeline`: from the cue file that the spec names, else from every scene's own words.

    Raises InputError for a cue file that is wrong, and for words of the designer's own that no viewer can read in time.
    """
    if not spec.captions.shown:
        return CaptionPlan(())
    if spec.cue_file:
        path = library.media(spec.cue_file, spec.cue_file_place)
        return CaptionPlan(_spoken_cues(read_cues(path, timeline.seconds), timeline.seconds, timeline.fps))
    cues: list[Cue] = []
    doubts: list[Problem] = []
    faults: list[Problem] = []
    for index in range(timeline.scene_count):
        frames = timeline.scene_frames(index)
        room = _Room(frames.start / timeline.fps, frames.stop / timeline.fps, _GAP_FRAMES / timeline.fps)
        spoken = spec.scenes[index].spoken
        if spoken:
            made, fault = _said(spoken, room, spec.place_of(("scenes", index, "spoken")), index + 1)
            faults += fault
        else:
            phrases = scene_phrases(timeline, index, spec, localizer)
            made, left = _told(phrases, room, spec.language)
            doubts += _left_out(left, index + 1, room, spec.place_of(("scenes", index, "scene")))
        where = spec.place_of(("scenes", index, "spoken" if spoken else "scene"))
        cues += [replace(cue, place=where) for cue in made]
    if faults:
        raise InputError(faults)
    return CaptionPlan(tuple(cues), tuple(doubts))


@dataclass(frozen=True, slots=True)
class _Room:
    """The time that cues may take, in seconds, and the pause after each."""

    start: float
    end: float
    gap: float

    def seconds_for(self, cues: int) -> float:
        return self.end - self.start - cues * self.gap


def _said(text: str, room: _Room, place: Place, number: int) -> tuple[list[Cue], list[Problem]]:
    """The designer's own words for a scene, as they are, or what is wrong with them."""
    control = control_in(text)
    if control is not None:
        message = f"a control character (U+{ord(control[0]):04X}) stands in the caption of scene {number}"
        return [], [Problem(message, place, "delete it", "caption-control")]
    pairs = paired([wrapped(plain_text(part)) for part in text.split("\n") if plain_text(part)])
    needed = sum(map(_weight, pairs)) / MOST_A_SECOND + len(pairs) * room.gap
    seconds = room.end - room.start
    if needed > seconds + 1e-6:
        letters = sum(len(line) for pair in pairs for line in pair)
        message = f"the captions of scene {number} have {letters} characters for {seconds:.1f} s"
        hint = f"at {MOST_A_SECOND:g} a second they take {needed:.1f} s: shorten them, or give the scene more seconds"
        return [], [Problem(message, place, hint, "captions-too-fast")]
    return _timed(pairs, room), []


def _told(phrases: Sequence[Phrase], room: _Room, language: str) -> tuple[list[Cue], list[Phrase]]:
    """A scene's own words as cues, and the phrases that its time does not allow."""
    attempts = [list(phrases), list(without_second(phrases))]
    while attempts[-1]:
        attempts.append(attempts[-1][:-1])
    for kept in attempts:
        for blocks in (_blocks(kept, language), _running(kept, language)):
            pairs = paired(blocks)
            if sum(map(_weight, pairs)) <= MOST_A_SECOND * room.seconds_for(len(pairs)) + 1e-6:
                return _timed(pairs, room), [phrase for phrase in phrases if phrase not in kept]
    return [], list(phrases)


def _left_out(left: Sequence[Phrase], number: int, room: _Room, place: Place) -> list[Problem]:
    words = "، ".join(phrase.text for phrase in left if not phrase.second)
    if not words:
        return []
    message = f"the captions of scene {number} leave out '{words}': {room.end - room.start:.1f} s are too short for it"
    hint = "give the scene more seconds, or say its captions with spoken:"
    return [Problem(message, place, hint, "captions-too-fast", "warning")]


def _blocks(phrases: Sequence[Phrase], language: str) -> list[list[str]]:
    """Lines that belong together: short phrases of one kind (a list's items, figures) on one line, others alone."""
    comma = _COMMAS.get(language, ", ")
    blocks: list[list[str]] = []
    for _, run in groupby(phrases, key=lambda phrase: "fact" if phrase.fact else phrase.role):
        texts = [phrase.text for phrase in run]
        if len(texts) > 1 and all(len(text) <= _JOIN_AT_MOST for text in texts):
            blocks.append(listed(texts, comma))
        else:
            blocks += [wrapped(text) for text in texts]
    return blocks


def listed(items: Sequence[str], comma: str) -> list[str]:
    """Short items one after the other, each whole on its line, the lines as even as can be."""
    words = [f"{item}{comma.rstrip()}" for item in items[:-1]] + [items[-1]]
    return _even(words, MOST_CHARACTERS)


def _running(phrases: Sequence[Phrase], language: str) -> list[list[str]]:
    """All phrases one after the other: fewer cues, for a scene that is short."""
    comma = _COMMAS.get(language, ", ")
    return [wrapped(running_text(phrases, comma))] if phrases else []


def wrapped(text: str, most: int = MOST_CHARACTERS) -> list[str]:
    """`text` in as few lines of `most` characters as its words allow, and then as even as can be.

    A word that is longer than a line is cut: only an address can be.
    """
    return _even([part for word in text.split() for part in _cut(word, most)], most)


def _even(words: Sequence[str], most: int) -> list[str]:
    least = len(_filled(words, most))
    for width in range(1, most):
        if all(len(word) <= width for word in words) and len(lines := _filled(words, width)) == least:
            return lines
    return _filled(words, most)


def _cut(word: str, most: int) -> list[str]:
    return [word[at : at + most] for at in range(0, len(word), most)]


def _filled(words: Sequence[str], most: int) -> list[str]:
    lines: list[str] = []
    for word in words:
        if lines and len(lines[-1]) + 1 + len(word) <= most:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def paired(blocks: Iterable[Sequence[str]]) -> list[tuple[str, ...]]:
    """Blocks of lines as captions of one or two lines; a block of two lines is not torn."""
    pairs: list[list[str]] = []
    for block in blocks:
        for at in range(0, len(block), MOST_LINES):
            part = list(block[at : at + MOST_LINES])
            if pairs and at == 0 and len(pairs[-1]) + len(part) <= MOST_LINES:
                pairs[-1] += part
            else:
                pairs.append(part)
    return [tuple(pair) for pair in pairs]


def _weight(lines: Sequence[str]) -> float:
    """The characters that a cue counts for: a short one still needs its time to be found."""
    return max(sum(map(len, lines)), LEAST_SECONDS * MOST_A_SECOND)


def _timed(pairs: Sequence[tuple[str, ...]], room: _Room) -> list[Cue]:
    """The cues share the room by what there is to read."""
    total = sum(map(_weight, pairs))
    free, at = room.seconds_for(len(pairs)), room.start
    cues = []
    for pair in pairs:
        end = at + free * _weight(pair) / total
        cues.append(Cue(at, end, pair))
        at = end + room.gap
    return cues


def _spoken_cues(spoken: Sequence[SpokenCue], seconds: float, fps: int) -> tuple[Cue, ...]:
    """What a voice says, in captions that can be read. Raises InputError for what is said too fast, all at once."""
    cues: list[Cue] = []
    problems: list[Problem] = []
    gap = _GAP_FRAMES / fps
    for cue in grouped(spoken):
        following = spoken_start(spoken, cue.end)
        # A caption may stay into the pause after its words: that is where a reader catches up.
        most = max(cue.end, min(cue.end + 1.0, seconds if following is None else following - gap))
        parts = split_cue(cue)
        needed = sum(len(part.text) for part in parts) / MOST_A_SECOND
        end = cue.end if cue.end - cue.start >= needed else min(most, cue.start + needed)
        if end - cue.start < needed - 1e-6:
            message = f"the cue has {len(cue.text)} characters for {cue.end - cue.start:.1f} s"
            hint = f"at {MOST_A_SECOND:g} a second they take {needed:.1f} s: shorten the text or slow the voice"
            problems.append(Problem(message, cue.place, hint, "captions-too-fast"))
            continue
        parts[-1] = replace(parts[-1], end=end)
        cues += [Cue(part.start, part.end, tuple(wrapped(part.text)), part.words, part.place) for part in parts]
    if problems:
        raise InputError(problems)
    return tuple(cues)


def spoken_start(spoken: Sequence[SpokenCue], after: float) -> float | None:
    """When the first cue at or after the second `after` begins."""
    return next((cue.start for cue in spoken if cue.start >= after - 1e-6), None)


def grouped(spoken: Sequence[SpokenCue]) -> list[SpokenCue]:
    """Cues as they are, but cues of single words (as aligners write them) put together into lines that can be read.

    A sentence's end, a pause of 0.6 s, or two full lines begin a new one.
    """
    found: list[SpokenCue] = []
    for cue in spoken:
        words = cue.words or ((TimedWord(cue.text, cue.start),) if " " not in cue.text else ())
        last = found[-1] if found else None
        joins = (
            last is not None
            and bool(words)
            and " " not in cue.text
            and not cue.scene
            and bool(last.words)
            and cue.start - last.end < 0.6
            and len(last.text) + 1 + len(cue.text) <= MOST_CHARACTERS * MOST_LINES - 12
            and not last.text.endswith((".", "؟", "!", "?", "…", ":"))
        )
        if joins and last is not None:
            found[-1] = replace(last, end=cue.end, text=f"{last.text} {cue.text}", words=(*last.words, *words))
        else:
            found.append(replace(cue, words=words))
    return found


def split_cue(cue: SpokenCue) -> list[SpokenCue]:
    """A cue that fits two lines as it is; a longer one in parts, each beginning with its word, or by its share."""
    lines = wrapped(cue.text)
    if len(lines) <= MOST_LINES:
        return [cue]
    pairs = paired([lines])
    total, done, parts = sum(map(len, lines)), 0, []
    at, used = cue.start, 0
    for number, pair in enumerate(pairs):
        text = " ".join(pair)
        done += sum(map(len, pair))
        count = len(text.split())
        words = cue.words[used : used + count] if cue.words else ()
        used += count
        end = cue.start + (cue.end - cue.start) * done / total
        if number + 1 == len(pairs):
            end = cue.end
        elif len(cue.words) > used:
            end = cue.words[used].at
        parts.append(SpokenCue(at, end, text, words, cue.place))
        at = end
    return parts
