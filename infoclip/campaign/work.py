"""Units of work: self-contained, picklable, the same wherever they run. What each returns can be verified by its hash.

A film is planned (its segments and their keys), its missing segments are encoded, and it is joined. Segments that
several films share are encoded once: whoever hands the units out (`run.py`) knows all keys.
"""

from __future__ import annotations

import contextlib
import hashlib
import pickle
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import msgspec

from infoclip.campaign.checking import RowReport, check_row
from infoclip.campaign.composing import Composed, Composer, Recent
from infoclip.campaign.rows import Loc, RowSpec
from infoclip.campaign.states import SharedStates
from infoclip.campaign.targets import Asked, Target
from infoclip.errors import Place
from infoclip.pipeline import job_of

if TYPE_CHECKING:
    from infoclip.film.render import Planned
    from infoclip.film.studio import Studio
    from infoclip.publish.job import Quality
    from infoclip.publish.outputs import Film, FilmJob
    from infoclip.theme.theme import Theme
    from infoclip.timeline.timeline import Timeline


class Work(Protocol):
    """What a unit does, given the process's workshop."""

    def run(self, shop: Workshop) -> Any:
        """Do it; what comes back is picklable. Raises InputError, WorkError."""
        ...


@dataclass(frozen=True, slots=True)
class ClipSource:
    """One film of a row: what a worker opens (`film.encoding.Source`)."""

    row: RowSpec
    target: Target

    def open(self) -> tuple[Timeline, Theme]:
        """The clip's timeline and theme. Raises as `Composer.clip` and `Composer.compose`."""
        composer = Composer()
        composition = composer.compose(composer.clip(self.row), self.target).composition
        return composition.timeline, composition.clip.theme

    @property
    def key(self) -> str:
        """Equal for equal sources."""
        return blake2b(pickle.dumps((self.row, self.target.key)), digest_size=16).hexdigest()


class Workshop:
    """What a process keeps between units: what rows share, and the clips it worked on last."""

    def __init__(self) -> None:
        self.composer = Composer()
        self.asked: dict[Place, Loc] = {}
        self._composed, self._jobs, self._studios = Recent(3), Recent(3), Recent(1)
        self._states = SharedStates()

    def composed(self, source: ClipSource) -> Composed:
        """The composition of `source`. Raises InputError."""

        def make() -> Composed:
            return self.composer.compose(self.composer.clip(source.row), source.target)

        return self._composed.get(source.key, make)

    def states(self, source: ClipSource) -> list[bytes]:
        """The states of all frames of `source`."""
        return self._states.of(self.composed(source))

    def job(self, source: ClipSource, quality: Quality) -> FilmJob:
        """The film of `source` before its platforms' own encoding, settled. Raises InputError."""
        return self._jobs.get((source.key, quality), lambda: job_of(self.composed(source).composition, quality, source))

    def encoded_as(self, source: ClipSource, quality: Quality) -> FilmJob:
        """The film of `source` as its platforms need it encoded."""
        job, rendition = self.job(source, quality), source.target.rendition
        if rendition is None:
            return job
        from infoclip.publish.renditions import made

        return made(job, rendition.making)

    def studio(self, source: ClipSource, quality: Quality, common: str) -> Studio:
        """The painter and timeline that segments of `source` are encoded with."""
        from infoclip.film.studio import Studio

        def make() -> Studio:
            plan: Any = self.encoded_as(source, quality).frames
            return Studio(plan.timeline, plan.theme, plan.settings, common)

        return self._studios.get((source.key, quality, common), make)


@dataclass(frozen=True, slots=True)
class CheckRows:
    """Check some rows."""

    rows: tuple[RowSpec, ...]
    films: Asked

    def run(self, shop: Workshop) -> tuple[RowReport, ...]:
        return tuple(check_row(shop.composer, row, self.films, shop.asked) for row in self.rows)


@dataclass(frozen=True, slots=True)
class PlannedFilm:
    """A film's segments, what they all share, and `content`: equal for films that are equal byte for byte."""

    parts: tuple[Planned, ...]
    common: str
    content: str
    frames: int


@dataclass(frozen=True, slots=True)
class PlanFilm:
    """Find out which segments a film is made of."""

    source: ClipSource
    quality: Quality

    def run(self, shop: Workshop) -> PlannedFilm:
        from infoclip.film.render import planned_segments
        from infoclip.film.segments import settings_key

        job = shop.encoded_as(self.source, self.quality)
        plan: Any = job.frames
        common = settings_key(plan.settings, plan.theme)
        parts = tuple(planned_segments(plan, common, shop.states(self.source)))
        content = blake2b(common.encode(), digest_size=16)
        content.update(" ".join(part.key for part in parts).encode())
        content.update(repr((job.shape, _told(job.settings), _told(job.sound))).encode())
        return PlannedFilm(parts, common, content.hexdigest(), plan.timeline.frame_count)


@dataclass(frozen=True, slots=True)
class EncodeSegments:
    """Encode some segments of a film into the cache. Returns each one's key and the BLAKE2b of its stream."""

    source: ClipSource
    quality: Quality
    common: str
    parts: tuple[Planned, ...]

    def run(self, shop: Workshop) -> tuple[tuple[str, str], ...]:
        from infoclip.film.encoding import Order
        from infoclip.film.segment_cache import SegmentCache, verified

        studio, cache = shop.studio(self.source, self.quality, self.common), SegmentCache()
        made = []
        with tempfile.TemporaryDirectory(prefix="infoclip-", ignore_cleanup_errors=True) as folder:
            for part in self.parts:
                order = Order(part.segment, part.key, Path(folder) / f"{part.key}.h264")
                studio.encode(order, studio.drawn(order), lambda report: None)
                found = verified(order.path.read_bytes(), part.segment.frames)
                cache.write(part.key, found.data)
                made.append((part.key, blake2b(found.data, digest_size=16).hexdigest()))
                with contextlib.suppress(OSError):
                    order.path.unlink()
        return tuple(made)


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A film's file that was written and read back. `label` is its platform, or its format."""

    label: str
    path: Path
    sha256: str
    size: int
    frames: int
    fps: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class MadeFilm:
    """The files of one film, and the platforms that get none, each with the reason."""

    files: tuple[MadeFile, ...]
    refused: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class MakeFilm:
    """Write a film from its segments, with its sound, checked. A segment that is gone meanwhile is encoded again.

    `paths` gives the file of each of the target's labels.
    """

    source: ClipSource
    quality: Quality
    parts: tuple[Planned, ...]
    paths: tuple[tuple[str, Path], ...]

    def run(self, shop: Workshop) -> MadeFilm:
        job, rendition = shop.job(self.source, self.quality), self.source.target.rendition
        frames: Any = replace(job.frames, workers=1)  # type: ignore[type-var]
        paths = dict(self.paths)
        for path in paths.values():
            path.parent.mkdir(parents=True, exist_ok=True)
        if rendition is None:
            from infoclip.publish.outputs import publish_film

            label = self.source.target.format
            film = publish_film(replace(job, frames=replace(frames, parts=self.parts)), paths[label])
            return MadeFilm((_made_file(label, film),))
        from infoclip.publish.delivery import deliver

        outcome = deliver(replace(job, frames=frames), rendition, paths, draft=self.quality == "draft")
        refused = tuple((item.profile.name, item.problem.message) for item in outcome.refused)
        return MadeFilm(tuple(_made_file(item.profile.name, item.film) for item in outcome.delivered), refused)


def _made_file(label: str, film: Film) -> MadeFile:
    path = film.path
    return MadeFile(label, path, file_sha256(path), film.size, film.frames, film.fps, film.width, film.height)


def file_sha256(path: Path) -> str:
    """The SHA-256 of a file, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _told(value: Any) -> Any:
    """A settings object as plain data, every file in it by its content."""
    if isinstance(value, Path):
        return file_sha256(value) if value.is_file() else value.name
    if isinstance(value, Place):
        return None  # where something was asked for is not heard
    if isinstance(value, msgspec.Struct):
        return [type(value).__name__, *((name, _told(getattr(value, name))) for name in value.__struct_fields__)]
    if is_dataclass(value) and not isinstance(value, type):
        return [type(value).__name__, *((item.name, _told(getattr(value, item.name))) for item in fields(value))]
    if isinstance(value, dict):
        return [(key, _told(item)) for key, item in value.items()]
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return [_told(item) for item in value]
    return value
