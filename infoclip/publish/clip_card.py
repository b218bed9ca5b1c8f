"""A clip on a card, as whoever signs a series must see it: its cover, scenes and words, its figures and sources."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image

from infoclip.film.frames import frame_at
from infoclip.publish.alt_text import clock, describe
from infoclip.publish.alt_words import alt_words
from infoclip.publish.cover import cover_frame
from infoclip.publish.phrases import running_text, scene_phrases, told_facts
from infoclip.publish.stills import StillLook
from infoclip.spec.models import Spec
from infoclip.text.numerals import Digits, LocalFact, Localizer, local_fact
from infoclip.timeline.timeline import Timeline

_QUALITY = 84


@dataclass(frozen=True, slots=True)
class CardSizes:
    """How large the pictures are: the longer side in pixels of the cover and of each scene (0: no scenes)."""

    cover: int = 720
    scene: int = 300


@dataclass(frozen=True, slots=True)
class CardFigure:
    """A figure that the clip shows, as it is said, and what it means. `name` is its fact's in the spec, if any."""

    text: str
    label: str = ""
    source: str = ""
    date: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class CardScene:
    """A scene: its times as viewers count (0:04), its words in the order they come, and its settled frame as JPEG."""

    times: str
    words: str
    picture: bytes = b""


@dataclass(frozen=True, slots=True)
class ClipCard:
    """All of it, in the clip's own language and digits. `cover` is a JPEG, `size` its pixels; `alt` describes the clip.

    `sourced` is whether every figure has a source; `title` and `brand` are the spec's; `colors` the theme's by role.
    """

    title: str
    brand: str
    seconds: str
    cover: bytes
    size: tuple[int, int]
    scenes: tuple[CardScene, ...]
    figures: tuple[CardFigure, ...]
    source: str
    sourced: bool
    alt: str
    approvers: tuple[str, ...]
    length: float
    colors: tuple[tuple[str, str], ...]
    locale: str
    digits: Digits
    rtl: bool


def clip_card(
    timeline: Timeline, look: StillLook, told: tuple[Spec, Localizer], sizes: CardSizes | None = None
) -> ClipCard:
    """The card of a clip. Raises InputError for a cover's moment outside the clip."""
    spec, localizer = told
    sizes = sizes or CardSizes()
    cover = _drawn(timeline, cover_frame(timeline, spec, look), look, sizes.cover)
    scenes, facts = [], list[LocalFact]()
    comma = "، " if spec.direction == "rtl" else ", "
    for index in range(timeline.scene_count):
        phrases = scene_phrases(timeline, index, spec, localizer)
        facts += told_facts(phrases)
        frames = timeline.scene_frames(index)
        times = "–".join(localizer.digits(clock(frame / timeline.fps)) for frame in (frames.start, frames.stop))
        picture = _jpeg(_drawn(timeline, timeline.still_frame(index), look, sizes.scene)) if sizes.scene else b""
        scenes.append(CardScene(times, running_text(phrases, comma), picture))
    figures = _figures(facts, spec, localizer)
    sources = list(dict.fromkeys(figure.source for figure in figures if figure.source))
    return ClipCard(
        spec.title, spec.brand.name, _seconds(timeline.seconds, spec, localizer), _jpeg(cover), cover.size,
        tuple(scenes), figures, _source(spec, sources, comma), all(figure.source for figure in figures),
        describe(timeline, spec, localizer).short, spec.approvers, timeline.seconds,
        tuple((name, color.hex) for name, color in look.theme.colors.items()), spec.locale, spec.digits,
        spec.direction == "rtl",
    )  # fmt: skip


def _drawn(timeline: Timeline, frame: int, look: StillLook, side: int) -> Image.Image:
    """A frame whose longer side has `side` pixels; a small one is drawn larger and made small, which is sharper."""
    longest = max(look.format.width, look.format.height)
    picture = frame_at(timeline, frame, theme=look.theme, scale=min(1.0, max(side, 480) / longest))
    share = side / longest
    size = max(1, round(look.format.width * share)), max(1, round(look.format.height * share))
    return picture if picture.size == size else picture.resize(size, Image.Resampling.LANCZOS)


def _jpeg(picture: Image.Image) -> bytes:
    file = io.BytesIO()
    picture.convert("RGB").save(file, "JPEG", quality=_QUALITY, subsampling=0, optimize=True)
    return file.getvalue()


def _figures(facts: Sequence[LocalFact], spec: Spec, localizer: Localizer) -> tuple[CardFigure, ...]:
    """Each figure once, in the order of the clip; what two scenes show is told where it comes first."""
    names = {(fact.text, fact.label): name for name, fact in _named(spec, localizer)}
    found: dict[tuple[str, str], CardFigure] = {}
    for fact in facts:
        key = (fact.text, fact.label)
        found.setdefault(
            key, CardFigure(fact.text, fact.label, fact.source or spec.source, fact.date, names.get(key, ""))
        )
    return tuple(found.values())


def _named(spec: Spec, localizer: Localizer) -> list[tuple[str, LocalFact]]:
    return [(name, local_fact(fact, localizer)) for name, fact in spec.facts.items()]


def _source(spec: Spec, sources: Sequence[str], comma: str) -> str:
    """The clip's source without the word that leads it in, else those of its figures."""
    return spec.source.partition(":")[2].strip() or spec.source or comma.join(sources)


def _seconds(seconds: float, spec: Spec, localizer: Localizer) -> str:
    words = alt_words(spec.language)
    whole = round(seconds, 1)
    if words is None:
        return f"{localizer.number(whole)} s"
    return localizer.text(round(whole) if whole == round(whole) else whole, words.seconds)
