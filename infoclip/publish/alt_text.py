"""Alt text: what the clip shows, told for who cannot see it, scene by scene, each figure with its noun."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from infoclip.layout.placed import leaves
from infoclip.marks.marks import ImageMark, VideoMark
from infoclip.publish.alt_words import AltWords, Kind, alt_words
from infoclip.publish.phrases import Phrase, scene_phrases, told_facts
from infoclip.publish.words import Forms
from infoclip.spec.models import Spec
from infoclip.text.numerals import LocalFact, Localizer
from infoclip.timeline.timeline import Timeline

MOST_SHORT = 1000
"""Characters of the short text: what X takes for a picture, the least of those that say it."""

_TITLES = frozenset({"title", "heading"})
_WITHOUT_TITLE = frozenset({"title", "outro", "quote", "before-after", "question"})
_COMPARED = frozenset({"bars", "columns", "donut"})


@dataclass(frozen=True, slots=True)
class AltText:
    """`short` describes the whole clip in a few sentences (for the platforms' own field), `scenes` each of them."""

    short: str
    scenes: tuple[str, ...]
    source: str

    def text(self) -> str:
        """All of it as a text file: paragraphs with an empty line between them."""
        return "\n\n".join(part for part in (self.short, *self.scenes, self.source) if part) + "\n"


def describe(timeline: Timeline, spec: Spec, localizer: Localizer) -> AltText:
    """The alt text of a clip. A scene's own `alt` comes first; in a language unknown here only the words are told."""
    words = alt_words(spec.language)
    scenes: list[str] = []
    facts: list[LocalFact] = []
    for index in range(timeline.scene_count):
        phrases = scene_phrases(timeline, index, spec, localizer)
        facts += told_facts(phrases)
        told = spec.scenes[index].alt
        if not told and words is None:
            told = ", ".join(phrase.text for phrase in phrases)
        elif not told and words is not None:
            told = describe_scene(spec.scenes[index].scene, phrases, words, localizer)
        if words is None:
            scenes.append(f"{index + 1}. {told}")
            continue
        frames = timeline.scene_frames(index)
        start, end = (localizer.digits(clock(frame / timeline.fps)) for frame in (frames.start, frames.stop))
        number = localizer.number(index + 1)
        scenes.append(_ended(words.scene.format(number=number, start=start, end=end, told=told), words.full_stop))
    if words is None:
        return AltText(spec.title, tuple(scenes), _with_sample(spec.source, spec))
    source = _with_sample(_source(spec, facts, words), spec)
    return AltText(_with_sample(_short(timeline, spec, facts, localizer), spec), tuple(scenes), source)


def describe_scene(name: str, phrases: Sequence[Phrase], words: AltWords, localizer: Localizer) -> str:
    """One scene as a sentence: what it is, its title, its figures, its other words."""
    kind = words.kinds.get(name, words.other)
    facts = told_facts(phrases)
    plain = name in _WITHOUT_TITLE and not facts
    titles = [] if plain else [item.text for item in phrases if item.fact is None and item.role in _TITLES][:1]
    notes = [] if plain else [item.text for item in phrases if item.fact is None and item.second]
    others = [item for item in phrases if item.fact is None and item.text not in (*titles, *notes)]
    lead = words.titled.format(kind=kind.name, title=_quoted(titles, words)) if titles else kind.name
    parts = [lead]
    if len(facts) == 1:
        parts = [words.alone.format(kind=lead, items=next(item.text for item in phrases if item.fact))]
    elif facts:
        parts.append(_figures(phrases, name, kind, words, localizer))
    if others:
        pattern = words.says[kind.feminine]
        texts = _quoted([item.text for item in others], words)
        if not (facts or titles):
            parts = [words.alone.format(kind=kind.name, items=texts)]
        else:
            parts.append(pattern.format(items=texts))
    if notes:
        parts.append(words.note.format(items=_quoted(notes, words)))
    return words.comma.join(parts)


def _figures(phrases: Sequence[Phrase], name: str, kind: Kind, words: AltWords, localizer: Localizer) -> str:
    texts = [phrase.text for phrase in phrases if phrase.fact is not None]
    count = _counted(len(texts), words.figures, localizer)
    told = words.holds[kind.feminine].format(count=count, items=listing(texts, words))
    facts = told_facts(phrases)
    if name in _COMPARED and len(facts) > 2:
        ranked = sorted(zip(facts, texts, strict=True), key=lambda pair: pair[0].value)
        if ranked[0][0].value < ranked[-1][0].value:
            told += words.comma + words.extremes.format(most=ranked[-1][1], least=ranked[0][1])
    return told


def _short(timeline: Timeline, spec: Spec, facts: Sequence[LocalFact], localizer: Localizer) -> str:
    words = alt_words(spec.language)
    assert words is not None
    seconds = _counted(round(timeline.seconds), words.seconds, localizer)
    scenes = _counted(timeline.scene_count, words.scenes, localizer, oblique=True)
    told = words.clip.format(title=_quoted([spec.title], words), seconds=seconds, scenes=scenes)
    texts = list(dict.fromkeys(labelled(fact) for fact in facts))
    while texts:
        kind = words.holds[0].format(count=_counted(len(texts), words.figures, localizer), items=listing(texts, words))
        if len(told) + len(kind) + 2 <= MOST_SHORT:
            return f"{told} {_ended(kind[:1].upper() + kind[1:], words.full_stop)}"
        texts.pop()
    return told


def labelled(fact: LocalFact) -> str:
    """A figure with its noun, or else with its label: what it means away from the screen."""
    if not fact.label:
        return fact.text
    return f"{fact.label}: {fact.text}" if fact.noun else f"{fact.text} {fact.label}"


def _with_sample(text: str, spec: Spec) -> str:
    """`text`, with what the picture's tag says when the figures are made up."""
    return " ".join(part for part in (text, f"({spec.sample_words})" if spec.sample else "") if part)


def _source(spec: Spec, facts: Sequence[LocalFact], words: AltWords) -> str:
    given = list(dict.fromkeys(fact.source for fact in facts if fact.source))
    told = words.comma.join(given) or spec.source
    return words.source.format(source=told) if told and not told.startswith(words.source.partition(":")[0]) else told


def listing(texts: Sequence[str], words: AltWords) -> str:
    """`a، وb، وc` in Arabic; `a, b and c` in English."""
    if words.last == "، و":
        return words.last.join(texts)
    return words.last.join(part for part in (words.comma.join(texts[:-1]), texts[-1]) if part)


def _quoted(texts: Sequence[str], words: AltWords) -> str:
    opening, closing = words.quote
    return words.comma.join(f"{opening}{text}{closing}" for text in texts)


def _counted(count: int, noun: Forms, localizer: Localizer, *, oblique: bool = False) -> str:
    return localizer.text(count, noun, oblique=oblique)


def _ended(text: str, full_stop: str) -> str:
    return text if text.endswith((".", "؟", "!", "?", "…")) else text + full_stop


def clock(seconds: float) -> str:
    """A moment as viewers read it: 0:08, 1:02."""
    whole = int(seconds + 0.5)
    return f"{whole // 60}:{whole % 60:02d}"


def shows_pictures(timeline: Timeline, index: int, spec: Spec) -> bool:
    """Whether scene `index` shows a photo or footage that its words do not tell.

    The brand's logo is told by its name, and so is a picture in a list that has words beside it (a partner's logo).
    """
    brand = spec.brand
    told = {Path(logo).name for logo in (brand.logo, brand.logo_dark, brand.logo_light) if logo}
    for value in spec.scenes[index].parameters.values():
        for item in value if isinstance(value, list | tuple) else ():
            texts = [text for text in item.values() if isinstance(text, str) and text] if isinstance(item, dict) else []
            told |= {Path(text).name for text in texts} if len(texts) > 1 else set()
    shown = (node.mark for node in leaves(timeline.placed(index).children))
    return any(mark.path.name not in told for mark in shown if isinstance(mark, ImageMark | VideoMark))
