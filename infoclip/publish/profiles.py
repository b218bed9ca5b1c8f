"""What each platform takes, as data: `profiles.yaml` beside this file, every figure with its source.

An unknown figure is None and holds nothing; nothing here is guessed. `find_profiles` is the door: a designer's names to
profiles, all faults at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import Any, Generic, TypeVar

from infoclip.errors import InputError, Place, Problem, did_you_mean
from infoclip.located import load_yaml
from infoclip.values.formats import FORMATS
from infoclip.values.geometry import Insets

T = TypeVar("T")
_FILE = Path(__file__).with_name("profiles.yaml")


@dataclass(frozen=True, slots=True)
class Figure(Generic[T]):
    """One figure of a platform: `value` None where no source was found. `source` is an id of the profile's sources."""

    value: T | None = None
    source: str = ""
    note: str = ""

    @property
    def known(self) -> bool:
        """The platform says it."""
        return self.value is not None


@dataclass(frozen=True, slots=True)
class SourceNote:
    """Where a figure was found: a page's address, whose it is (`official ...`, `copy of ...`, `secondary ...`)."""

    url: str
    kind: str


@dataclass(frozen=True, slots=True)
class Canvas:
    """A frame that the platform takes: the format that is drawn, and the size in pixels it is made at."""

    format: str
    width: int
    height: int
    source: str
    note: str = ""

    @property
    def scale(self) -> float:
        """Device pixels a design pixel."""
        return self.width / FORMATS[self.format].width


@dataclass(frozen=True, slots=True)
class FrameRates:
    """Frames a second. `usual` are those it names (advice, but a film is made at one of them)."""

    min: Figure[float]
    max: Figure[float]
    usual: Figure[tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Span:
    """Seconds that a film may last."""

    min: Figure[float]
    max: Figure[float]


@dataclass(frozen=True, slots=True)
class VideoRules:
    """What the pictures must be. Rates are bits a second; `bitrate` and `min_bitrate` are the platform's advice and are
    not held: a clip of still pictures needs less. `max_gop` is seconds between key pictures.
    """

    codecs: Figure[tuple[str, ...]]
    profile: Figure[str]
    level: Figure[float]
    pixels: Figure[str]
    scan: Figure[str]
    max_bitrate: Figure[int]
    bitrate: Figure[int]
    min_bitrate: Figure[int]
    max_gop: Figure[float]
    closed_gop: Figure[bool]
    constant_rate: Figure[bool]
    edit_lists: Figure[bool]
    moov_first: Figure[bool]


@dataclass(frozen=True, slots=True)
class AudioRules:
    """What the sound must be. `needed`: a silent film is not taken. `bitrate` is the one it is encoded at."""

    needed: Figure[bool]
    codec: Figure[str]
    rate: Figure[int]
    max_rate: Figure[int]
    channels: Figure[tuple[int, ...]]
    bitrate: Figure[int]
    min_bitrate: Figure[int]


@dataclass(frozen=True, slots=True)
class ZoneRules:
    """What the interface covers at each side, in design pixels of the canvas's format. `mirrors`: left and right are
    exchanged in an Arabic interface. They are always taken for both sides: an unknown one mirrors at worst.
    """

    top: Figure[int]
    right: Figure[int]
    bottom: Figure[int]
    left: Figure[int]
    mirrors: Figure[bool]

    @property
    def known(self) -> bool:
        """Any of its sides is known."""
        return any(side.known for side in (self.top, self.right, self.bottom, self.left))

    @property
    def insets(self) -> Insets:
        """The covered sides, 0 where unknown; left and right are the larger of both."""
        side = max(self.left.value or 0, self.right.value or 0)
        return Insets(self.top.value or 0, side, self.bottom.value or 0, side)


@dataclass(frozen=True, slots=True)
class CoverRules:
    """The cover picture: its `size` (width, height) in pixels, most bytes, and file forms (png, jpg)."""

    size: Figure[tuple[int, ...]]
    max_bytes: Figure[int]
    forms: Figure[tuple[str, ...]]
    note: str = ""


@dataclass(frozen=True, slots=True)
class CaptionRules:
    """Captions: the file `forms` it takes beside the film (srt, vtt; known and empty: none), and whether words should
    be burned into the picture.
    """

    forms: Figure[tuple[str, ...]]
    burned_in: Figure[bool]


@dataclass(frozen=True, slots=True)
class TextRules:
    """The post's text: most characters of `title` and `post`, most bytes of `post` in UTF-8, most hashtags."""

    title: Figure[int]
    post: Figure[int]
    post_bytes: Figure[int]
    hashtags: Figure[int]


@dataclass(frozen=True, slots=True)
class Profile:
    """One platform. `canvases` in its order of preference; `confidence` high, medium or low."""

    name: str
    title: str
    confidence: str
    sources: Mapping[str, SourceNote]
    canvases: tuple[Canvas, ...]
    frame_rate: FrameRates
    seconds: Span
    max_bytes: Figure[int]
    video: VideoRules
    audio: AudioRules
    zone: ZoneRules
    cover: CoverRules
    captions: CaptionRules
    text: TextRules
    note: str = ""

    def canvas(self, formats: Sequence[str] = ()) -> Canvas | None:
        """Its first choice among `formats` (none: among all it takes); None when it takes none of them."""
        return next((canvas for canvas in self.canvases if not formats or canvas.format in formats), None)

    def figures(self) -> Iterator[tuple[str, Figure[Any]]]:
        """Every figure with its name, as in the file: `seconds max`, `zone top` ..."""
        yield "file max_bytes", self.max_bytes
        for group in ("frame_rate", "seconds", "video", "audio", "zone", "cover", "captions", "text"):
            rules = getattr(self, group)
            for item in fields(rules):
                value = getattr(rules, item.name)
                if isinstance(value, Figure):
                    yield f"{group.replace('_', ' ')} {item.name}", value


@lru_cache(maxsize=1)
def load_profiles() -> Mapping[str, Profile]:
    """All platforms by name, in the order of the file."""
    data = load_yaml(_FILE).value["platforms"]
    return {name: _profile(name, item) for name, item in data.items()}


def profile_names() -> tuple[str, ...]:
    """The names that `--for` and `platforms:` know."""
    return tuple(load_profiles())


def find_profiles(names: Iterable[str], place: Callable[[int], Place] | None = None) -> tuple[Profile, ...]:
    """The profiles of `names`, each once, in the order asked for.

    `place` gives where name number i stands. Raises InputError with every name that is unknown.
    """
    known = load_profiles()
    found: dict[str, Profile] = {}
    problems = []
    for index, name in enumerate(names):
        if name in known:
            found[name] = known[name]
            continue
        where = place(index) if place is not None else None
        message = f"there is no platform '{name}'"
        problems.append(Problem(message, where, _hint(name, known), "unknown-platform"))
    if problems:
        raise InputError(problems)
    return tuple(found.values())


def _hint(name: str, known: Mapping[str, Profile]) -> str:
    plain = name.strip().lower().replace("_", "-").replace(" ", "-")
    family = [item for item in known if item.startswith(f"{plain}-")]
    if family and plain not in known:
        return f"say which: {', '.join([item for item in known if item == plain] + family)}"
    near = did_you_mean(plain, [*known, *_ALIASES])
    alias = near.removeprefix("did you mean '").removesuffix("'?")
    return did_you_mean(_ALIASES.get(alias, plain), known)


_ALIASES = {"twitter": "x", "shorts": "youtube-shorts", "reels": "instagram-reel", "spotlight": "snapchat-spotlight"}


def _profile(name: str, data: dict[str, Any]) -> Profile:
    video, audio, text = data["video"], data["audio"], data["text"]
    return Profile(
        name=name,
        title=data["title"],
        confidence=data["confidence"],
        sources={key: SourceNote(item["url"], item["kind"]) for key, item in data["sources"].items()},
        canvases=tuple(Canvas(**item) for item in data["canvases"]),
        frame_rate=FrameRates(**_figures(data["frame_rate"])),
        seconds=Span(**_figures(data["seconds"])),
        max_bytes=_figure(data["file"]["max_bytes"]),
        video=VideoRules(**_figures(video)),
        audio=AudioRules(**_figures(audio)),
        zone=ZoneRules(**_figures(data["zone"])),
        cover=CoverRules(**_figures(data["cover"])),
        captions=CaptionRules(**_figures(data["captions"])),
        text=TextRules(**_figures(text)),
        note=data.get("note", ""),
    )


def _figures(group: dict[str, Any]) -> dict[str, Any]:
    return {key: value if key == "note" else _figure(value) for key, value in group.items()}


def _figure(data: Any) -> Figure[Any]:
    """`unknown`, or `{is: VALUE, source: ID}` with a note where one helps."""
    if data == "unknown":
        return Figure()
    value = data["is"]
    return Figure(tuple(value) if isinstance(value, list) else value, data["source"], data.get("note", ""))
