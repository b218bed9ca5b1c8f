"""What a clip says, scene by scene: its words in the order a viewer meets them, each figure one phrase with its noun.

On the screen a figure stands in pieces (2,466 here, منشورًا there); captions, alt text and posts need it as it is said.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from infoclip.errors import InputError
from infoclip.layout.placed import PlacedGroup, PlacedMark, PlacedNode
from infoclip.marks.motion import Motion
from infoclip.marks.motion_state import window
from infoclip.scenes.figures import fact_in_place, given_facts
from infoclip.spec.models import Spec
from infoclip.spec.reader import read_fact
from infoclip.text.digits import to_latn
from infoclip.text.numerals import LocalFact, Localizer, local_fact
from infoclip.timeline.timeline import Timeline
from infoclip.values.geometry import Box

_SECOND_READING = frozenset({"note", "caption"})
_FIGURES = ("fact", "before", "after", "other")
_ENDS = ("؟", "!", "?", ".", "…", ":", "،")
_FORMAT_MARKS = re.compile("[\u200b\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]")
_SEPARATORS = re.compile("[,٬.٫'’\u00a0\u202f]")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that belong together. `fact` is the figure they tell, if any; `role` the type role they are set in.

    `second` words (notes, captions of charts, accounts) are there for who looks for them.
    """

    text: str
    role: str = ""
    fact: LocalFact | None = None
    second: bool = False


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    role: str
    box: Box
    arrives: float

    @property
    def tokens(self) -> tuple[str, ...]:
        return _tokens(self.text)


@dataclass(frozen=True, slots=True)
class _Item:
    """One of a list's items: what it is called, its figures, and by how much they have changed."""

    label: str
    figures: tuple[_Figure, ...]
    delta: str


@dataclass(frozen=True, slots=True)
class _Figure:
    """A figure of an item. `bare`: written as a number alone, so it is told and not kept as a fact of the clip."""

    fact: LocalFact
    bare: bool


def scene_facts(spec: Spec, index: int, localizer: Localizer) -> tuple[LocalFact, ...]:
    """The figures that scene `index` names or gives in place, in the order of the spec."""
    return tuple(local_fact(fact, localizer, place) for fact, place in given_facts(spec, index))


def scene_phrases(timeline: Timeline, index: int, spec: Spec, localizer: Localizer) -> tuple[Phrase, ...]:
    """What scene `index` says, in the order its words come in. Lays the scene out when it is not yet."""
    scene, tracks = timeline.placed(index), timeline.tracks(index)
    pieces = list(_pieces(scene.children, (), tracks.seconds, tracks.squeeze))
    rtl = scene.rtl
    # Words that come together are read from the top, and on a line from the side where reading starts.
    pieces.sort(
        key=lambda item: (round(item.arrives, 1), round(item.box.y / 40), -item.box.right if rtl else item.box.x)
    )
    phrases: list[tuple[int, Phrase]] = []
    left = dict(enumerate(_rejoined(pieces, tuple(_texts(spec.scenes[index].parameters)))))
    facts = list(scene_facts(spec, index, localizer))
    for item in _items(spec, index, localizer):
        told = _told_item(item, left, "، " if localizer.rtl else ", ")
        if told is not None:
            phrases.append((min(told[1]), told[0]))
            left = {at: piece for at, piece in left.items() if at not in told[1]}
            for figure in item.figures:
                if figure.fact in facts:
                    facts.remove(figure.fact)
    for fact in facts:
        taken = _pieces_of(fact, left)
        if taken:
            first = min(taken)
            labelled = any(fact.label and _tokens(left[at].text) == _tokens(fact.label) for at in taken)
            phrases.append((first, Phrase(_told(fact, labelled), left[first].role, fact)))
            left = {at: piece for at, piece in left.items() if at not in taken}
    phrases += [
        (
            at,
            Phrase(
                " ".join(piece.text.split()),
                piece.role,
                second=piece.role in _SECOND_READING or piece.text.startswith("@"),
            ),
        )
        for at, piece in left.items()
        if piece.tokens
    ]
    return _once(phrase for _, phrase in sorted(phrases, key=lambda item: item[0]))


def _items(spec: Spec, index: int, localizer: Localizer) -> Iterator[_Item]:
    """The items of the scene's lists with their figures: their own, a series' last, what a column's parts come to."""
    parameters = spec.scenes[index].parameters
    for key, items in parameters.items():
        for number, item in enumerate(items if isinstance(items, list | tuple) else ()):
            label = item.get("label", item.get("name", "")) if isinstance(item, dict) else None
            if label is None or isinstance(label, dict | list):
                continue
            given = [(name, item[name]) for name in _FIGURES if item.get(name) is not None]
            given += [("values", value) for value in _shown_of_series(item, parameters)]
            figures = [_figure(value, spec, ("scenes", index, key, number, name), localizer) for name, value in given]
            known = tuple(figure for figure in figures if figure is not None)
            if known and (label != "" or "delta" in item):
                yield _Item(localizer.digits(str(label)), known, str(item.get("delta", "")))


def _shown_of_series(item: Mapping[str, object], parameters: Mapping[str, object]) -> list[float | str]:
    """What is written of `values`: where a named series ends, what a column's parts come to."""
    values = item.get("values")
    if not isinstance(values, list | tuple) or not values or parameters.get("share") is True:
        return []
    numbers = [value for value in values if isinstance(value, int | float)]
    if "name" not in item:
        return [sum(numbers)]
    last = numbers[-1] if numbers and values[-1] is not None else None
    return [] if last is None else [f"{last}%" if parameters.get("percent") is True else last]


def _figure(value: object, spec: Spec, loc: tuple[str | int, ...], localizer: Localizer) -> _Figure | None:
    if isinstance(value, dict):
        fact = fact_in_place(value, spec, loc)
        return None if fact is None else _Figure(local_fact(fact, localizer, spec.place_of(loc)), bare=False)
    try:
        return _Figure(local_fact(read_fact(value, spec, loc), localizer), bare=value not in spec.facts)
    except InputError:
        return None  # a text, as in before-after


def _told_item(item: _Item, left: Mapping[int, _Piece], comma: str) -> tuple[Phrase, set[int]] | None:
    """What an item says, its name first, and the pieces that show it; None where not all of it is shown."""
    name = _tokens(item.label)
    named = [at for at, piece in left.items() if name and piece.tokens[-len(name) :] == name]
    taken: set[int] = set()
    for figure in item.figures:
        rest = {at: piece for at, piece in left.items() if at not in taken and (not name or piece.tokens != name)}
        found = _pieces_of(figure.fact, rest, name)
        if not found:
            return None
        taken |= found
    if name and not named:
        return None
    taken |= _nearest(named, taken, left)
    fact, bare = item.figures[0].fact, item.figures[0].bare
    text = comma.join(figure.fact.text for figure in item.figures)
    if name:
        text = f"{fact.short} {item.label}" if name[:1] == _tokens(fact.noun)[:1] else f"{item.label}: {text}"
    change = _tokens(item.delta)
    for at in _nearest([at for at, piece in left.items() if change and piece.tokens == change], taken, left):
        if at not in taken:
            taken.add(at)
            text += f" ({left[at].text})"
    return Phrase(_FORMAT_MARKS.sub("", text), left[min(taken)].role, None if bare else fact), taken


def _nearest(those: Sequence[int], taken: set[int], left: Mapping[int, _Piece]) -> set[int]:
    """The one piece of `those` that is nearest to any of `taken`, if there is one."""
    near = min(those, key=lambda at: min(_distance(left[at].box, left[one].box) for one in taken), default=None)
    return set() if near is None else {near}


def _told(fact: LocalFact, labelled: bool) -> str:
    if not labelled:
        return fact.text
    return f"{fact.label}: {fact.text}" if fact.noun else f"{fact.text} {fact.label}"


def _once(phrases: Iterator[Phrase]) -> tuple[Phrase, ...]:
    """Each text once: what a composition shows twice is said once."""
    return tuple({_tokens(phrase.text): phrase for phrase in reversed(list(phrases))}.values())[::-1]


def _pieces(
    nodes: tuple[PlacedNode, ...], outer: tuple[Motion, ...], seconds: float, squeeze: float
) -> Iterator[_Piece]:
    for node in nodes:
        motions = (*outer, *node.motions)
        if isinstance(node, PlacedGroup):
            yield from _pieces(node.children, motions, seconds, squeeze)
        elif node.text.strip():
            yield _Piece(
                _FORMAT_MARKS.sub("", node.text), node.role, node.box, _arrival(node, motions, seconds) * squeeze
            )


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)


def _rejoined(pieces: Sequence[_Piece], texts: Sequence[str]) -> list[_Piece]:
    """`pieces`, with a text of the spec that a composition has cut into several of them put together again."""
    whole = {_tokens(text): text for text in texts if len(_tokens(text)) > 1}
    found: list[_Piece] = []
    at = 0
    while at < len(pieces):
        piece, end = pieces[at], at + 1
        for stop in range(at + 2, min(len(pieces), at + 8) + 1):
            joined = tuple(token for item in pieces[at:stop] for token in item.tokens)
            if joined in whole:
                piece, end = replace(piece, text=whole[joined]), stop
        found.append(piece)
        at = end
    return found


def _arrival(node: PlacedMark, motions: tuple[Motion, ...], seconds: float) -> float:
    """When the piece begins to be seen: the latest start of the entrances it is part of, a count's only if alone."""
    entrances = [motion for motion in motions if motion.phase == "enter"]
    seen = [motion for motion in entrances if motion.kind != "count"] or entrances
    return max((window(motion, seconds)[0] for motion in seen), default=0.0)


def _tokens(text: str) -> tuple[str, ...]:
    """The words of `text` for comparing: no marks, no tashkeel, digits alike and without separators."""
    plain = _FORMAT_MARKS.sub("", text).replace("\u00a0", " ")
    words = ("".join(letter for letter in word if unicodedata.category(letter)[0] in "LNS") for word in plain.split())
    return tuple(_SEPARATORS.sub("", to_latn(word)).lstrip("+") for word in words if any(map(str.isalnum, word)))


def _pieces_of(fact: LocalFact, left: Mapping[int, _Piece], name: tuple[str, ...] = ()) -> set[int]:
    """The pieces that tell `fact`: the one with its figure, and the nearest of each that completes it.

    One may hold the words of its `name` too.
    """
    wanted = [*_tokens(" ".join((fact.prefix, fact.short, fact.noun, fact.unit, fact.text))), *name]
    number = _tokens(fact.number)
    anchors = [at for at, piece in left.items() if number and set(number) <= set(piece.tokens)]
    anchors = anchors or [
        at for at, piece in left.items() if piece.tokens and set(piece.tokens) <= set(_tokens(fact.text))
    ]
    anchors = [at for at in anchors if set(left[at].tokens) <= set(wanted)]
    if not anchors:
        return set()
    anchor = anchors[0]
    taken, open_words = {anchor}, set(wanted) - set(left[anchor].tokens)
    near = sorted((at for at in left if at != anchor), key=lambda at: _distance(left[at].box, left[anchor].box))
    label = _tokens(fact.label)
    for at in near:
        tokens = left[at].tokens
        if tokens and set(tokens) <= open_words:
            taken.add(at)
            open_words -= set(tokens)
        elif label and tokens == label:
            taken.add(at)
            label = ()
    return taken


def _distance(one: Box, other: Box) -> float:
    return math.dist(one.center, other.center)


def running_text(phrases: Sequence[Phrase], comma: str) -> str:
    """`phrases` one after the other; after a sign that ends a sentence there is no comma."""
    texts = [phrase.text for phrase in phrases]
    return "".join(
        text if at + 1 == len(texts) else text + (" " if text.endswith(_ENDS) else comma)
        for at, text in enumerate(texts)
    )


def told_facts(phrases: Sequence[Phrase]) -> tuple[LocalFact, ...]:
    """The figures among `phrases`, in order."""
    return tuple(phrase.fact for phrase in phrases if phrase.fact is not None)


def without_second(phrases: Sequence[Phrase]) -> tuple[Phrase, ...]:
    """`phrases` without those for a second reading, unless nothing would be left."""
    first = tuple(phrase for phrase in phrases if not phrase.second)
    return first or tuple(replace(phrase, second=False) for phrase in phrases)
