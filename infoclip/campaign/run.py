"""A campaign made: films planned, segments encoded once, films joined, the state kept after each film."""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from infoclip.campaign.executor import Executor, Outcome, Unit
from infoclip.campaign.preflight import PlannedRow
from infoclip.campaign.state import Entry, Manifest, film_entry
from infoclip.campaign.targets import Target
from infoclip.campaign.work import ClipSource, EncodeSegments, MadeFilm, MakeFilm, PlanFilm, PlannedFilm, file_sha256
from infoclip.errors import Problem

if TYPE_CHECKING:
    from infoclip.film.render import Planned
    from infoclip.publish.job import Quality

PIECE = 150
"""Frames to encode in one unit, about: some seconds of work."""
_TRIM_EVERY = 20
_FILM, _SEGMENTS, _PLAN = 0, 1, 2  # what comes first when several units wait


@dataclass(frozen=True, slots=True)
class ClipOrder:
    """One film to make: its row, what it is made for, its files in the campaign's folder by label (a platform, or the
    format), and what it follows from.
    """

    row: PlannedRow
    target: Target
    files: tuple[tuple[str, str], ...]
    inputs: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a campaign is. `frames` are those encoded, of all that are known to be needed so far (`frames_known`)."""

    rows: int
    rows_total: int
    films: int
    films_total: int
    failed: int
    segments: int
    segments_known: int
    frames: int
    frames_known: int
    seconds: float
    seconds_left: float | None

    @property
    def speed(self) -> float:
        """Frames encoded a second."""
        return self.frames / self.seconds if self.seconds > 0 else 0.0


@dataclass(frozen=True, slots=True)
class Ended:
    """What became of one file: made, kept (it was right after all) or failed."""

    order: ClipOrder
    file: str
    what: str
    entry: Entry


Tell = Callable[[Progress | Ended], None]


@dataclass(slots=True)
class _Film:
    """A film on its way."""

    order: ClipOrder
    begun: float = 0.0
    plan: PlannedFilm | None = None
    waits_for: set[str] = field(default_factory=set)
    worked: float = 0.0


class Run:
    """Makes films with an executor. One run a campaign; `tell` hears of every film and of progress."""

    def __init__(self, manifest: Manifest, quality: Quality, executor: Executor, tell: Tell | None = None) -> None:
        self.manifest, self.quality, self.executor = manifest, quality, executor
        self._tell = tell or (lambda told: None)
        self._units: dict[int, tuple[_Film, tuple[Planned, ...]]] = {}
        self._number = 0
        self._segments: dict[str, bool] = {}  # known keys: True when the segment is there
        self._waiting: dict[str, list[_Film]] = {}
        self._films: set[int] = set()
        self._counts = {"films": 0, "failed": 0, "segments": 0, "known": 0, "frames": 0, "frames_known": 0}
        self._start = time.monotonic()
        self._total = 0
        self._left: dict[int, int] = {}
        self._rows = 0

    def make(self, orders: Sequence[ClipOrder], force: bool = False) -> list[Ended]:
        """Make every film of `orders`; what goes wrong with one is its `Ended`, the others go on.

        Raises WorkError when the state cannot be written or no process can work.
        """
        self._total = len(orders)
        for order in orders:
            self._left[order.row.number] = self._left.get(order.row.number, 0) + 1
        self._rows = len(self._left)
        ended: list[Ended] = []
        queue = deque(_Film(order) for order in orders)
        live = 0
        self._progress()
        try:
            while queue or live:
                while queue and live < 2 * self.executor.slots + 1:
                    self._begin(queue.popleft())
                    live += 1
                outcome = self.executor.next(0.5)
                if outcome is None:
                    continue
                ends = self._took(outcome, force)
                if ends:
                    live -= 1
                    self._left[ends[0].order.row.number] -= 1
                for end in ends:
                    ended.append(end)
                    self._tell(end)
                self._progress()
        finally:
            self._trim()
        self._learn_speed()
        return ended

    def _begin(self, film: _Film) -> None:
        film.begun = time.monotonic()
        self._submit(film, PlanFilm(_source(film.order), self.quality), _PLAN)

    def _submit(
        self, film: _Film, work: PlanFilm | EncodeSegments | MakeFilm, order: int, parts: tuple[Planned, ...] = ()
    ) -> None:
        self._number += 1
        self._units[self._number] = (film, parts)
        self.executor.submit(Unit(self._number, work, film.order.files[0][1], order))

    def _took(self, outcome: Outcome, force: bool) -> list[Ended]:
        """Go on after a unit; what is given back is the end of its film, file by file."""
        film, parts = self._units.pop(outcome.number)
        if parts:
            self._encoded(film, parts, outcome)
            return []
        if not outcome.done:
            return self._failed(film, outcome)
        if isinstance(outcome.value, PlannedFilm):
            return self._planned(film, outcome.value, force)
        return self._made(film, outcome.value)

    def _planned(self, film: _Film, plan: PlannedFilm, force: bool) -> list[Ended]:
        """Have what is missing of a film encoded, unless the film that is there is this very one."""
        order = film.order
        if not force and all(self._is_this_film(file, plan) for _, file in order.files):
            self._counts["films"] += 1
            return [self._kept(order, label, file) for label, file in order.files]
        film.plan = plan
        missing = []
        for part in {part.key: part for part in plan.parts}.values():
            if part.key not in self._segments:
                self._segments[part.key] = _kept(part.key)
                if not self._segments[part.key]:
                    missing.append(part)
            if not self._segments[part.key]:
                film.waits_for.add(part.key)
                self._waiting.setdefault(part.key, []).append(film)
        self._counts["known"] += len(missing)
        self._counts["frames_known"] += sum(part.segment.encoded for part in missing)
        for piece in _pieces(missing):
            self._submit(film, EncodeSegments(_source(order), self.quality, plan.common, piece), _SEGMENTS, piece)
        self._finish(film)
        return []

    def _is_this_film(self, file: str, plan: PlannedFilm) -> bool:
        known = self.manifest.films.get(file)
        return (
            known is not None
            and known.content == plan.content
            and self.manifest.standing(file, known.inputs) == "right"
        )

    def _kept(self, order: ClipOrder, label: str, file: str) -> Ended:
        entry = _with_film_of(_entry(order, label, self.quality), self.manifest.films[file])
        self.manifest.record(file, entry)
        return Ended(order, file, "kept", entry)

    def _encoded(self, film: _Film, parts: tuple[Planned, ...], outcome: Outcome) -> None:
        """Let every film go on that waited for these segments. A film whose segment failed tries it itself, and fails
        for its own reason.
        """
        if outcome.done:
            self._counts["segments"] += len(parts)
            self._counts["frames"] += sum(part.segment.encoded for part in parts)
        for part in parts:
            self._segments[part.key] = True
            for waiting in self._waiting.pop(part.key, []):
                waiting.waits_for.discard(part.key)
                self._finish(waiting)

    def _finish(self, film: _Film) -> None:
        if film.plan is not None and not film.waits_for:
            folder, order = self.manifest.folder, film.order
            paths = tuple((label, folder / file) for label, file in order.files)
            self._submit(film, MakeFilm(_source(order), self.quality, film.plan.parts, paths), _FILM)

    def _made(self, film: _Film, made: MadeFilm) -> list[Ended]:
        """Note the files of a film, each verified against what its process says it wrote."""
        assert film.plan is not None
        order, took = film.order, time.monotonic() - film.begun
        written = {item.label: item for item in made.files}
        refused = dict(made.refused)
        ends = []
        for label, file in order.files:
            item = written.get(label)
            entry = _entry(order, label, self.quality)
            if item is None:
                ends.append(self._fault(order, file, entry, (refused.get(label, "no file was made"),)))
            elif not _is_file(self.manifest.folder / file, item.sha256):
                ends.append(self._fault(order, file, entry, ("the film is not what the process said it wrote",)))
            else:
                entry = film_entry(entry, item, film.plan.content, took)
                self.manifest.record(file, entry)
                ends.append(Ended(order, file, "made", entry))
        self._counts["failed" if any(end.what == "failed" for end in ends) else "films"] += 1
        if (self._counts["films"] + 1) % _TRIM_EVERY == 0:
            self._trim()
        return ends

    def _failed(self, film: _Film, outcome: Outcome) -> list[Ended]:
        reasons = said(outcome.problems) or (outcome.failure or outcome.bug,)
        order = film.order
        self._counts["failed"] += 1
        return [self._fault(order, file, _entry(order, label, self.quality), reasons) for label, file in order.files]

    def _fault(self, order: ClipOrder, file: str, entry: Entry, reasons: tuple[str, ...]) -> Ended:
        entry = replace(entry, state="failed", problems=reasons)
        self.manifest.record(file, entry)
        return Ended(order, file, "failed", entry)

    def _progress(self) -> None:
        counts, passed = self._counts, time.monotonic() - self._start
        done = counts["films"] + counts["failed"]
        left = passed / done * (self._total - done) if done else None
        self._tell(
            Progress(
                sum(not count for count in self._left.values()), self._rows, done, self._total, counts["failed"],
                counts["segments"], counts["known"], counts["frames"], counts["frames_known"], passed, left,
            )
        )  # fmt: skip

    def _learn_speed(self) -> None:
        """Note how fast this machine is, for the next estimate."""
        passed = time.monotonic() - self._start
        if self._counts["frames"] > 300:
            self.manifest.speed[self.quality] = self._counts["frames"] / passed / self.executor.slots
            self.manifest.write()

    def _trim(self) -> None:
        from infoclip.film.segment_cache import SegmentCache

        SegmentCache().trim()


def _source(order: ClipOrder) -> ClipSource:
    return ClipSource(order.row.spec, order.target)


def _is_file(path: Path, sha256: str) -> bool:
    """Whether the file is what was said, and on the disk: the state must not outlive a film in a power cut."""
    try:
        with path.open("rb+") as file:
            os.fsync(file.fileno())
        return file_sha256(path) == sha256
    except OSError:
        return False


def _entry(order: ClipOrder, label: str, quality: Quality) -> Entry:
    row = order.row
    warnings = said(row.warnings)
    values = row.spec.values
    title, source = (str(values.get(key) or "") for key in ("title", "source"))
    return Entry(
        row.number, row.name, order.target.format, quality, "done", order.inputs,
        label=label, title=title, source=source, warnings=warnings,
    )  # fmt: skip


def _with_film_of(entry: Entry, known: Entry) -> Entry:
    """`entry` with the film that `known` speaks of."""
    return replace(
        known,
        row=entry.row,
        name=entry.name,
        inputs=entry.inputs,
        title=entry.title,
        source=entry.source,
        warnings=entry.warnings,
        problems=(),
    )


def said(problems: Sequence[Problem]) -> tuple[str, ...]:
    """Problems as the state keeps them: `cities.xlsx!C7: ...`."""
    return tuple(_said(problem) for problem in problems)


def _said(problem: Problem) -> str:
    place = problem.place
    where = ""
    if place is not None:
        at = f"!{place.cell}" if place.cell else f":{place.line}" if place.line else ""
        where = f"{place.path.name}{at}: "
    return f"{where}{problem.message}"


def _kept(key: str) -> bool:
    """Whether the cache has a segment. Its content is verified when the film is made."""
    from infoclip.film.segment_cache import SegmentCache

    return SegmentCache().holds(key)


def _pieces(parts: Iterable[Planned]) -> Iterator[tuple[Planned, ...]]:
    """The parts in runs of neighbours of about `PIECE` frames."""
    run: list[Planned] = []
    frames = 0
    for part in parts:
        if run and frames + part.segment.encoded > PIECE:
            yield tuple(run)
            run, frames = [], 0
        run.append(part)
        frames += part.segment.encoded
    if run:
        yield tuple(run)
