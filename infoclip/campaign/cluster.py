"""Units of work done by many machines: an executor on a Dask cluster.

The campaign's own process hands units out and takes in what comes back, as it does with processes of its own machine.
Dask brings units to workers, and gives a lost worker's units to others. What comes back is verified before it counts.
Workers share no disk: files travel by content (`cargo.py`) and are laid out on each machine (`station.py`).
"""

from __future__ import annotations

import contextlib
import threading
import time
import traceback
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from hashlib import blake2b, sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from infoclip.campaign import station
from infoclip.campaign.cargo import Cargo, Goods, Places, packed, unpacked
from infoclip.campaign.connecting import check_address, check_machines, connected
from infoclip.campaign.executor import Outcome, Outcomes, Unit
from infoclip.campaign.identity import differences, digest_of, identity
from infoclip.campaign.work import EncodeSegments, MakeFilm
from infoclip.errors import InputError, Problem, WorkError

if TYPE_CHECKING:
    from distributed import Future

WORKERLESS = 180.0
"""Seconds without any worker after which a run gives up."""
_KEPT = "what is done is kept; run the same command again"
_REFRESH = 5.0
_TRIES = 3
_KEPT_BYTES = 200_000_000


class ClusterPool:
    """The workers of a Dask scheduler as an `Executor`. `local` starts a scheduler and a worker in this process.

    Raises InputError when the scheduler cannot be reached, has no workers, or has any that would make other films.
    """

    def __init__(self, address: str, jobs: int = 0) -> None:
        from infoclip.film.segments import maker
        from infoclip.theme.assets import user_folder

        check_address(address, jobs)
        self.address = address
        self._run = uuid4().hex[:12]
        self._client, self._cluster = connected(address, jobs)
        try:
            check_machines(self._client, address)
            self._threads: dict[str, int] = dict(self._client.nthreads())
        except BaseException:
            self._hang_up()
            raise
        home = user_folder()
        self._places = Places(home)
        self._cargo = Cargo(self._places, home)
        self._identity, self._maker = digest_of(identity()), maker()
        self._units: dict[int, tuple[Unit, int]] = {}
        self._futures: dict[int, Future[Any]] = {}
        self._kept: OrderedDict[str, tuple[Future[Any], int]] = OrderedDict()
        self._unfit: dict[str, list[str]] = {}
        self._outcomes = Outcomes()
        self._receiving = ThreadPoolExecutor(4, "infoclip-cluster")
        self._lock = threading.RLock()
        self._looked = self._had_workers = time.monotonic()
        self._serial = 0
        self._closed = False

    @property
    def slots(self) -> int:
        """The threads of all workers: each does a unit at a time."""
        return max(1, sum(count for worker, count in self._threads.items() if worker not in self._unfit))

    def submit(self, unit: Unit) -> None:
        """Give a unit to the cluster, with the files it needs."""
        self._send(unit, 1)

    def next(self, seconds: float) -> Outcome | None:
        """The next outcome; None when none came within `seconds`. Raises WorkError when the cluster is lost."""
        self._look()
        return self._outcomes.next(seconds)

    def close(self) -> None:
        """Call off what is not done, and leave the cluster."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            futures = [*self._futures.values()]
            self._units.clear()
            self._futures.clear()
            self._kept.clear()
        with contextlib.suppress(Exception):
            self._client.cancel(futures, force=True)
        left = self._receiving.submit(self._client.run, station.leave, self._run, on_error="ignore")
        with contextlib.suppress(Exception):
            left.result(10)  # a machine that does not answer ends its work by itself
        self._hang_up()
        self._receiving.shutdown(wait=False, cancel_futures=True)

    def _hang_up(self) -> None:
        with contextlib.suppress(Exception):
            self._client.close(timeout=5)
        if self._cluster is not None:
            with contextlib.suppress(Exception):
                self._cluster.close(timeout=5)

    def _look(self) -> None:
        """See now and then which workers there are. Raises WorkError when there have been none for long."""
        now = time.monotonic()
        if now - self._looked < _REFRESH:
            return
        self._looked = now
        with contextlib.suppress(Exception):  # while it connects again: what is cancelled is told as such
            self._threads = dict(self._client.nthreads())
        if self._threads:
            self._had_workers = now
        elif now - self._had_workers > WORKERLESS:
            raise WorkError(f"the scheduler at {self.address} has lost all its workers: {_KEPT}")

    def _send(self, unit: Unit, attempt: int) -> None:
        """Give a unit to the cluster; what is wrong with its files is its outcome."""
        with self._lock:
            if self._closed:
                return
            self._units[unit.number] = (unit, attempt)
            try:
                future = self._submitted(unit, attempt)
            except InputError as error:
                self._answer(Outcome(unit.number, problems=error.problems))
                return
            self._futures[unit.number] = future
        future.add_done_callback(lambda done: self._hand_over(unit.number, done))

    def _submitted(self, unit: Unit, attempt: int) -> Future[Any]:
        load = self._cargo.load(unit.work)
        needed = [self._goods(items) for items in (load.shared, *((item,) for item in load.own)) if items]
        files = tuple((item.name, item.sha256) for item in (*load.shared, *load.own))
        work = packed(load.work, self._places)
        parcel = station.Parcel(
            self._run, self._identity, self._maker, unit.number, unit.group, unit.order, work, files,
            _segments_for(unit.work),
        )  # fmt: skip
        self._serial += 1  # several phases of a campaign number their units from the start
        key = f"infoclip-{self._run}-{self._serial}"
        with _unlimited():
            return self._client.submit(
                station.deliver, parcel, needed, key=key, pure=False, priority=-unit.order, **self._where()
            )

    def _where(self) -> dict[str, Any]:
        """Which workers are wanted, once one has come that would make other films."""
        fit = [worker for worker in self._threads if worker not in self._unfit]
        return {"workers": fit, "allow_other_workers": True} if self._unfit and fit else {}

    def _goods(self, items: Sequence[Goods]) -> Future[Any]:
        """The contents of files as a task that units depend on. Raises InputError for a file that is another now."""
        key = blake2b(" ".join(item.sha256 for item in items).encode(), digest_size=12).hexdigest()
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key][0]
        contents = {item.sha256: _content(item) for item in items}
        with _unlimited():
            future = self._client.submit(
                station.goods, contents, key=f"infoclip-{self._run}-goods-{uuid4().hex}", pure=False, priority=10
            )
        self._kept[key] = (future, sum(item.size for item in items))
        while len(self._kept) > 1 and sum(size for _, size in self._kept.values()) > _KEPT_BYTES:
            self._kept.popitem(last=False)  # units on their way keep what they need
        return future

    def _hand_over(self, number: int, future: Future[Any]) -> None:
        with contextlib.suppress(RuntimeError):  # closed meanwhile
            self._receiving.submit(self._receive, number, future)

    def _receive(self, number: int, future: Future[Any]) -> None:
        with self._lock:
            if self._closed or self._futures.get(number) is not future:
                return
            unit, attempt = self._units[number]
        try:
            outcome = self._outcome(unit, attempt, future)
        except BaseException as error:
            self._outcomes.put(error)
            return
        if outcome is not None:
            self._answer(outcome)

    def _answer(self, outcome: Outcome) -> None:
        """One outcome a unit, however often it was done."""
        with self._lock:
            self._futures.pop(outcome.number, None)
            if self._units.pop(outcome.number, None) is not None:
                self._outcomes.put(outcome)

    def _outcome(self, unit: Unit, attempt: int, future: Future[Any]) -> Outcome | None:
        """What became of a unit; None when it is done again. Raises WorkError when the scheduler is lost."""
        from concurrent.futures import CancelledError

        from distributed import KilledWorker

        try:
            delivery: station.Delivery = future.result()
        except KilledWorker:
            return Outcome(unit.number, failure="several workers were lost while they worked on it")
        except (CancelledError, OSError) as error:
            if self._closed:
                return None
            raise WorkError(f"the scheduler at {self.address} is gone: {_KEPT}") from error
        except Exception:
            return Outcome(unit.number, bug=traceback.format_exc())
        if delivery.unfit is not None:
            return self._refused(unit, attempt, delivery)
        try:
            if delivery.sick:
                raise WorkError(f"the worker {delivery.worker} cannot work: {delivery.sick}")
            return self._accepted(unit, delivery)
        except InputError as error:
            return Outcome(unit.number, problems=error.problems)
        except (WorkError, OSError) as error:
            if attempt >= _TRIES:
                return Outcome(unit.number, failure=str(error))
            self._send(unit, attempt + 1)
            return None

    def _refused(self, unit: Unit, attempt: int, delivery: station.Delivery) -> Outcome | None:
        """A worker came that would make other films: its units go to the others."""
        found = differences(identity(), delivery.unfit or {})
        with self._lock:
            self._unfit[delivery.worker] = found
        if attempt >= 10 * _TRIES:
            return Outcome(unit.number, failure=f"the worker {delivery.worker} has {', '.join(found)}")
        time.sleep(0.1 * attempt)
        self._send(unit, attempt + 1)
        return None

    def _accepted(self, unit: Unit, delivery: station.Delivery) -> Outcome:
        """The outcome of a unit, once what came with it is verified and stands where it belongs on this machine.

        Raises WorkError for what came back damaged or cannot be written, InputError for a place that is none.
        """
        outcome: Outcome = unpacked(delivery.outcome, self._places)
        if not outcome.done:
            return outcome
        if isinstance(unit.work, EncodeSegments):
            _keep_segments(unit.work, outcome.value, dict(delivery.segments))
        if isinstance(unit.work, MakeFilm):
            films = {self._places.path(name): data for name, data in delivery.films}
            for film in outcome.value.files:
                _write_film(film.path, film.sha256, films.get(film.path))
        return outcome


@contextlib.contextmanager
def _unlimited() -> Iterator[None]:
    """Units may be large: they carry segments and pictures."""
    import dask

    with dask.config.set({"distributed.admin.large-graph-warning-threshold": "10 GB"}):
        yield


def _content(item: Goods) -> bytes:
    data = item.read()
    if sha256(data).hexdigest() != item.sha256:
        hint = "run the same command again: what is done is kept"
        raise InputError(Problem(f"{item.path} was changed while it was used", hint=hint, code="cluster-file"))
    return data


def _segments_for(work: object) -> tuple[tuple[str, bytes], ...]:
    """The segments that a film is made from. What is not there any more is encoded again where it is made."""
    from infoclip.film.segment_cache import SegmentCache

    if not isinstance(work, MakeFilm):
        return ()
    cache = SegmentCache()
    kept = {part.key: cache.read(part.key, part.segment.frames) for part in work.parts}
    return tuple((key, found.data) for key, found in kept.items() if found is not None)


def _keep_segments(work: EncodeSegments, told: Sequence[tuple[str, str]], sent: Mapping[str, bytes]) -> None:
    """Keep encoded segments. Raises WorkError for one that is not what its machine said, or not whole."""
    from infoclip.film.segment_cache import SegmentCache, verified

    cache, digests = SegmentCache(), dict(told)
    for part in work.parts:
        data = sent.get(part.key, b"")
        if blake2b(data, digest_size=16).hexdigest() != digests.get(part.key):
            raise WorkError("a segment came back damaged")
        cache.write(part.key, verified(data, part.segment.frames).data)
        if not cache.holds(part.key):
            raise WorkError(f"segments cannot be kept in {cache.folder}")


def _write_film(path: Path, digest: str, data: bytes | None) -> None:
    """Write a film that came back. Raises WorkError for one that is not what its machine said it made."""
    from infoclip.publish.files import disk_faults, replacing

    if data is None or sha256(data).hexdigest() != digest:
        raise WorkError("the film came back damaged")
    with replacing(path) as part, disk_faults(path):
        part.write_bytes(data)
