"""What a cluster's machine does with the units it is sent: it lays out their files, has them done, sends results back.

Runs inside a Dask worker. Units are done by the same pool of processes as on a single machine, so a unit that takes its
process with it costs no worker. Nothing here outlasts its run: a station that hears nothing for a while closes itself.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b, sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from infoclip.campaign.cargo import Places, packed, unpacked
from infoclip.campaign.executor import LocalPool, Outcome, Unit
from infoclip.campaign.identity import carrier_identity, digest_of, identity
from infoclip.errors import WorkError

if TYPE_CHECKING:
    from infoclip.campaign.work import Work, Workshop

IDLE = 90.0
"""Seconds without a unit after which a station ends its processes and removes its files."""
ROOM = 2_000_000_000
"""Bytes of files that a station keeps beyond those in use."""
_TRIM_EVERY = 50


@dataclass(frozen=True, slots=True)
class Parcel:
    """A unit on its way: its work, packed; the names and hashes of the files it needs; segments it is made from.

    `identity` is what the machine must be, `maker` what segments are known as, `run` whose run it belongs to.
    """

    run: str
    identity: str
    maker: str
    number: int
    group: str
    order: int
    work: bytes
    files: tuple[tuple[str, str], ...]
    segments: tuple[tuple[str, bytes], ...] = ()


@dataclass(frozen=True, slots=True)
class Delivery:
    """A unit's outcome, packed, with the segments and the files that it made.

    Without an outcome nothing was done: `unfit` is how the machine is another one than wanted, `sick` why it cannot.
    """

    worker: str
    outcome: bytes = b""
    segments: tuple[tuple[str, bytes], ...] = ()
    films: tuple[tuple[str, bytes], ...] = ()
    unfit: Mapping[str, str] | None = None
    sick: str = ""


@dataclass(frozen=True, slots=True)
class MadeAs:
    """Work whose segments are known by another machine's maker."""

    work: Work
    maker: str

    def run(self, shop: Workshop) -> Any:
        from infoclip.film.segments import made_as

        made_as(self.maker)
        return self.work.run(shop)


def worker_identity() -> dict[str, str]:
    """What this worker draws and encodes with."""
    return identity()


def scheduler_identity() -> dict[str, str]:
    """What this scheduler carries work with."""
    return carrier_identity()


def goods(contents: dict[str, bytes]) -> dict[str, bytes]:
    """Files by their hash, as a task of its own: the cluster keeps them while anything needs them, and brings them
    again where the machine that had them is lost.
    """
    return contents


def deliver(parcel: Parcel, contents: Sequence[Mapping[str, bytes]]) -> Delivery:
    """Do what is in `parcel` on this worker; `contents` are files by their hash."""
    from distributed import get_worker

    worker = get_worker()
    if digest_of(identity()) != parcel.identity:
        return Delivery(worker.address, unfit=identity())
    station = _station(parcel.run, Path(worker.local_directory), worker.state.nthreads)
    try:
        return replace(station.deliver(parcel, contents), worker=worker.address)
    finally:
        station.left()


def leave(run: str) -> None:
    """End what works for `run` on this worker, done or not."""
    with _lock:
        found = [key for key in _stations if key[0] == run]
        stations = [_stations.pop(key) for key in found]
    for station in stations:
        station.close()


_stations: dict[tuple[str, str], Station] = {}
_lock = threading.Lock()


def _station(run: str, folder: Path, slots: int) -> Station:
    """The station of `run` in this worker (several may share a process: their folders differ), entered."""
    key = (run, str(folder))
    with _lock:
        station = _stations.get(key)
        if station is None or station.closed:
            station = _stations[key] = Station(run, folder, slots)
        station.entered()
        return station


class Station:
    """A run's place on a worker: its mirrored files and its processes."""

    def __init__(self, run: str, folder: Path, slots: int) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._root = Path(tempfile.mkdtemp(prefix=f"infoclip-{run}-", dir=folder)).resolve()
        for name in ("files", "home", "temporary"):
            (self._root / name).mkdir()
        self._places = Places(self._root / "home", self._root / "files")
        environment = {"INFOCLIP_HOME": str(self._root / "home")}
        self._pool = LocalPool(slots, self._root / "temporary", environment)
        self._files = _Files(self._places)
        self._changed = threading.Condition()
        self._answers: dict[int, Outcome | None] = {}
        self._number = self._inside = 0
        self._heard = time.monotonic()
        self.closed = False
        self._fault = ""
        threading.Thread(target=self._listen, daemon=True).start()

    def entered(self) -> None:
        """Count in who has work for it: it does not close meanwhile."""
        with self._changed:
            self._inside += 1

    def left(self) -> None:
        """Count out who was let in."""
        with self._changed:
            self._inside -= 1
            self._heard = time.monotonic()

    def deliver(self, parcel: Parcel, contents: Sequence[Mapping[str, bytes]]) -> Delivery:
        """Do a unit and bring together what it made."""
        try:
            with self._files.laid_out(parcel.files, contents):
                return self._delivered(parcel)
        except (OSError, WorkError) as error:
            return Delivery("", sick=f"{getattr(error, 'strerror', '') or error}")

    def _delivered(self, parcel: Parcel) -> Delivery:
        from infoclip.campaign.work import EncodeSegments, MakeFilm
        from infoclip.film.segment_cache import SegmentCache

        work = unpacked(parcel.work, self._places)
        cache = SegmentCache()
        if parcel.number % _TRIM_EVERY == 0:
            cache.trim()
        for key, data in parcel.segments:
            if not cache.holds(key):
                cache.write(key, data)
        outcome = self._done(Unit(parcel.number, MadeAs(work, parcel.maker), parcel.group, parcel.order))
        if outcome.done and isinstance(work, EncodeSegments):
            segments = []
            for part, (key, digest) in zip(work.parts, outcome.value, strict=True):
                kept = cache.read(key, part.segment.frames)
                if kept is None or blake2b(kept.data, digest_size=16).hexdigest() != digest:
                    raise WorkError(f"its segments cannot be kept in {cache.folder}")
                segments.append((key, kept.data))
            return replace(self._told(outcome), segments=tuple(segments))
        if outcome.done and isinstance(work, MakeFilm):
            films = []
            for film in outcome.value.files:
                films.append((self._places.name(film.path), film.path.read_bytes()))
                film.path.unlink()
            return replace(self._told(outcome), films=tuple(films))
        return self._told(outcome)

    def _told(self, outcome: Outcome) -> Delivery:
        """The outcome with the sender's paths, in its words too."""
        from msgspec.structs import replace as with_

        here = str(self._root / "files")
        problems = tuple(
            with_(item, message=item.message.replace(here, ""), hint=item.hint.replace(here, ""))
            for item in outcome.problems
        )
        outcome = replace(outcome, problems=problems, failure=outcome.failure.replace(here, ""))
        return Delivery("", packed(outcome, self._places))

    def _done(self, unit: Unit) -> Outcome:
        """Have the pool do a unit, and wait for it. Raises WorkError when the station ends."""
        with self._changed:
            self._number += 1
            number = self._number
            self._answers[number] = None
        self._pool.submit(replace(unit, number=number))
        with self._changed:
            while (answer := self._answers[number]) is None and not self.closed:
                self._changed.wait(5)
            del self._answers[number]
        if answer is None:
            raise WorkError(self._fault or "the work was called off")
        return replace(answer, number=unit.number)

    def _listen(self) -> None:
        """Hand out the pool's outcomes, and close when nothing has come for long."""
        while not self.closed:
            try:
                outcome = self._pool.next(0.5)
            except BaseException as error:  # no process can be started: the next unit finds another station
                self._fault = str(error) or type(error).__name__
                self.close()
                return
            with self._changed:
                if outcome is not None and outcome.number in self._answers:
                    self._answers[outcome.number] = outcome
                    self._changed.notify_all()
            with _lock, self._changed:  # nobody enters while it is decided
                idle = not self._inside and time.monotonic() - self._heard > IDLE
                self.closed = self.closed or idle
            if idle:
                self.close()

    def close(self) -> None:
        """End its processes and remove its files."""
        with self._changed:
            self.closed = True
            self._changed.notify_all()
        self._pool.close()
        shutil.rmtree(self._root, ignore_errors=True)


@dataclass(slots=True)
class _Files:
    """The mirrored files of a station, kept while there is room."""

    places: Places
    lock: threading.Lock = field(default_factory=threading.Lock)
    sizes: dict[tuple[str, str], int] = field(default_factory=dict)
    users: dict[tuple[str, str], int] = field(default_factory=dict)

    @contextlib.contextmanager
    def laid_out(self, files: Sequence[tuple[str, str]], contents: Sequence[Mapping[str, bytes]]) -> Any:
        """Inside it, all of `files` (names and hashes) stand where they should. Raises WorkError for damaged ones."""
        with self.lock:
            for item in files:
                self._lay_out(item, contents)
                self.users[item] = self.users.get(item, 0) + 1
        try:
            yield
        finally:
            with self.lock:
                for item in files:
                    self.users[item] -= 1
                self._make_room()

    def _lay_out(self, item: tuple[str, str], contents: Sequence[Mapping[str, bytes]]) -> None:
        if item in self.sizes:
            self.sizes[item] = self.sizes.pop(item)  # used last
            return
        name, digest = item
        data = next((found[digest] for found in contents if digest in found), None)
        if data is None or sha256(data).hexdigest() != digest:
            raise WorkError(f"{name} arrived {'damaged' if data is not None else 'without its content'}")
        path = self.places.path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".{path.name}-{os.urandom(4).hex()}")
        part.write_bytes(data)
        part.replace(path)
        self.sizes[item] = len(data)

    def _make_room(self) -> None:
        used = sum(self.sizes.values())
        for item in list(self.sizes):
            if used <= ROOM:
                break
            if not self.users.get(item):
                self.places.path(item[0]).unlink(missing_ok=True)
                used -= self.sizes.pop(item)
