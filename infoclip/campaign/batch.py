"""A campaign from its file to its films: open, check, say how it stands, make. What the command and Python call."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from infoclip.campaign.cells import Table
from infoclip.campaign.checking import SceneFrames
from infoclip.campaign.composing import Composer
from infoclip.campaign.executor import Executor, InProcess, LocalPool, job_count
from infoclip.campaign.inputs import InputKeys
from infoclip.campaign.model import CampaignFile, load_campaign
from infoclip.campaign.preflight import BadRow, PlannedRow, Preflight, RowChecker, Wanted
from infoclip.campaign.rows import Loc, RowFiller
from infoclip.campaign.run import ClipOrder, Ended, Run, Tell, said
from infoclip.campaign.state import Manifest, Skipped, only_one, remove_half_files
from infoclip.campaign.tables import read_table
from infoclip.campaign.targets import Asked, Target, targets_of
from infoclip.errors import InputError, Place, Problem
from infoclip.publish.files import check_folder, check_writable
from infoclip.publish.profiles import find_profiles

if TYPE_CHECKING:
    from infoclip.campaign.cluster import ClusterPool
    from infoclip.publish.job import Quality

FEW_ROWS = 12
"""So few rows are checked in this process: starting others takes longer."""
FRAMES_A_SECOND = {"draft": 150.0, "film": 45.0, "master": 15.0}
"""What one process encodes before a machine's own speed is known (reel, two cores)."""
SECONDS_A_FILM = 0.9
_MOVING = 0.55
"""The part of a scene's frames that is encoded rather than held, in the examples."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """What is to be done: `films`, their `frames`, and those `distinct` ones that no other row shares or has had made.

    `seconds` is about how long it takes.
    """

    films: int
    frames: int
    distinct: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Standing:
    """How one film stands: right, changed, failed or missing; `gone` is one whose row is no longer in the table."""

    file: str
    row: int
    name: str
    state: str
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """How a campaign is made. `output` None is `out/` and the campaign's name; `jobs` 0 is as many as fit.

    `cluster` is the address of a Dask scheduler, or `local` for one in this process; empty: processes of this machine.
    """

    output: Path | None = None
    quality: Quality = "film"
    wanted: Wanted = field(default_factory=Wanted)
    jobs: int = 0
    force: bool = False
    cluster: str = ""


class Batch:
    """An open campaign. Raises InputError with every fault of the campaign file, its spec, or its table."""

    def __init__(self, path: Path, settings: Settings | None = None) -> None:
        self.settings = settings or Settings()
        self.file: CampaignFile = load_campaign(path)
        self.table: Table = read_table(self.file.table)
        self.filler = RowFiller(self.file, self.table)
        self.folder = self.settings.output or Path("out") / self.file.name
        check_folder(self.folder)
        self._keys = InputKeys(self.file.spec_path.parent)
        given, own = self.settings.wanted.films, self.file.campaign
        if own.platforms:
            find_profiles(own.platforms, lambda index: self.file.place("platforms", index))
        asked = given if given != Asked() else Asked(own.formats, own.platforms)
        self.wanted = replace(self.settings.wanted, films=asked)
        self._cluster: ClusterPool | None = None

    def connect(self) -> None:
        """Reach the cluster, if one is asked for, until `close`. Raises InputError when it cannot do this work."""
        if self.settings.cluster and self._cluster is None:
            from infoclip.campaign.cluster import ClusterPool

            self._cluster = ClusterPool(self.settings.cluster, self.settings.jobs)

    def close(self) -> None:
        """Leave the cluster."""
        if self._cluster is not None:
            self._cluster.close()
            self._cluster = None

    @property
    def _slots(self) -> int:
        return self._cluster.slots if self._cluster is not None else job_count(self.settings.jobs)

    @property
    def checker(self) -> RowChecker:
        """What checks the rows of its table."""
        return RowChecker(self.file, self.table, self.filler)

    def check(self, progress: Callable[[int, int], None] | None = None) -> Preflight:
        """Check every wanted row; nothing is drawn or written. Raises InputError for faults of no row."""
        few = min(self.settings.wanted.limit or len(self.table.rows), len(self.table.rows)) <= FEW_ROWS
        self.connect()
        slots = 1 if few or self.settings.wanted.only else self._slots
        executor: Executor = InProcess() if slots == 1 else self._cluster or LocalPool(slots)
        try:
            return self.checker.check(self.wanted, executor, progress)
        finally:
            if executor is not self._cluster:
                executor.close()

    def orders(self, rows: Sequence[PlannedRow], manifest: Manifest) -> tuple[list[ClipOrder], list[ClipOrder]]:
        """The films of `rows`: those to make, and those that are right."""
        to_make: list[ClipOrder] = []
        right: list[ClipOrder] = []
        for row in rows:
            key = self._keys.of(row.spec)
            for target in row.targets:
                order = ClipOrder(row, target, _files(row.output, target), self._inputs(key, target))
                stand = {manifest.standing(file, order.inputs) for _, file in order.files}
                (right if stand == {"right"} and not self.settings.force else to_make).append(order)
        return to_make, right

    def estimate(self, to_make: Sequence[ClipOrder], right: Sequence[ClipOrder], manifest: Manifest) -> Estimate:
        """About how long `to_make` takes: only scenes count that no film that is right already holds."""
        from infoclip.values.formats import FORMATS

        had = {scene.key for order in right for scene in _scenes(order)}
        quality = self.settings.quality
        frames = distinct = 0
        work = 0.0
        for order in to_make:
            size = FORMATS[order.target.format]
            weight = size.width * size.height / (1080 * 1920)
            for scene in _scenes(order):
                frames += scene.frames
                if scene.key not in had:
                    had.add(scene.key)
                    distinct += scene.frames
                    work += scene.frames * _MOVING * weight
        speed = manifest.speed.get(quality) or FRAMES_A_SECOND[quality]
        seconds = (work / speed + len(to_make) * SECONDS_A_FILM) / self._slots
        return Estimate(len(to_make), frames, distinct, seconds)

    def manifest(self) -> Manifest:
        """The state in the campaign's folder. Raises InputError for a damaged one."""
        return Manifest.read(self.folder, self.file.name)

    def status(self) -> list[Standing]:
        """How every film stands, without checking, drawing or writing anything."""
        manifest, composer = self.manifest(), Composer()
        found: list[Standing] = []
        asked: dict[Place, Loc] = {}
        seen: set[str] = set()
        for item in self.checker.candidates(self.wanted):
            if item.filled is None or item.problems:
                found.append(Standing("", item.row.number, item.name, "wrong", said(item.problems)))
                continue
            key = self._keys.of(item.filled.spec)
            try:
                targets = targets_of(composer.clip(item.filled.spec.tree(asked)), self.wanted.films)
            except InputError as error:
                reasons = said(self.checker.told(item, error.problems, asked))
                found.append(Standing("", item.row.number, item.name, "wrong", reasons))
                continue
            for target in targets:
                for _, file in _files(item.output, target):
                    state = manifest.standing(file, self._inputs(key, target))
                    entry = manifest.films.get(file)
                    problems = entry.problems if entry is not None and state == "failed" else ()
                    found.append(Standing(file, item.row.number, item.name, state, problems))
                    seen.add(file)
        whole = not (self.wanted.only or self.wanted.limit or self.settings.wanted.films != Asked())
        for file, entry in manifest.films.items():
            if whole and file not in seen:
                found.append(Standing(file, entry.row, entry.name, "gone"))
        return found

    def _inputs(self, key: str, target: Target) -> str:
        return f"{key} {target.key} {self.settings.quality}"

    @contextmanager
    def opened(self) -> Iterator[Manifest]:
        """The state, for this process alone. Half files of a run that was killed are removed. Raises InputError."""
        with only_one(self.folder) as temporary:
            self._temporary = temporary
            manifest = self.manifest()
            yield manifest

    def make(
        self, to_make: Sequence[ClipOrder], manifest: Manifest, tell: Tell | None = None, bad: Sequence[BadRow] = ()
    ) -> list[Ended]:
        """Make films (within `opened`). What goes wrong with one is told in its `Ended`, rows that were left out as
        `bad` stand in the state. Raises WorkError.
        """
        remove_half_files(self.folder, [*manifest.films, *_all_files(to_make)])
        self._check_folders(to_make)
        manifest.skipped = tuple(Skipped(row.number, row.name, said(row.problems)) for row in bad)
        manifest.write()
        self.connect()
        executor: Executor = self._cluster or LocalPool(min(self._slots, max(1, len(to_make))), self._temporary)
        try:
            return Run(manifest, self.settings.quality, executor, tell).make(to_make, self.settings.force)
        finally:
            executor.close()
            self._cluster = None

    def _check_folders(self, to_make: Sequence[ClipOrder]) -> None:
        problems: list[Problem] = []
        for folder in {(self.folder / file).parent for file in _all_files(to_make)}:
            try:
                check_writable(folder / "film.mp4")
            except InputError as error:
                problems += error.problems
        if problems:
            raise InputError(problems)


def _files(output: str, target: Target) -> tuple[tuple[str, str], ...]:
    """The target's files in the campaign's folder, by label."""
    return tuple((label, f"{output}-{label}.mp4") for label in target.labels)


def _all_files(orders: Sequence[ClipOrder]) -> list[str]:
    return [file for order in orders for _, file in order.files]


def _scenes(order: ClipOrder) -> Sequence[SceneFrames]:
    index = order.row.targets.index(order.target)
    return order.row.scenes[index]
