"""Finding a Dask cluster's scheduler, and seeing that all its machines would make the same films as this one."""

from __future__ import annotations

import contextlib
import logging
import re
import warnings
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from infoclip.campaign import station
from infoclip.campaign.executor import job_count
from infoclip.campaign.identity import carrier_identity, differences, identity
from infoclip.errors import InputError, Problem

if TYPE_CHECKING:
    from distributed import Client, LocalCluster

LOCAL = "local"
CONNECT = 12.0
"""Seconds that a scheduler, and then its first worker, has to answer."""
_ADDRESS = re.compile(r"(?:tcp|tls|ws|wss)://(?:\[[^\]\s]+\]|[^\s:/\[\]]+):\d{1,5}/?")
_MOST_TOLD = 10
_CODE = "cluster"
_VERSION = "cluster-version"


def check_address(address: str, jobs: int = 0) -> None:
    """Raises InputError for what is no scheduler's address, and for a number of processes that is not ours to say."""
    if jobs and address != LOCAL:
        hint = "leave --jobs out; a worker has as many as its --nthreads"
        raise InputError(Problem("a cluster's workers say themselves how many processes", hint=hint, code=_CODE))
    if address != LOCAL and not _ADDRESS.fullmatch(address):
        hint = "write  --cluster tcp://HOST:8786  (the scheduler's port, not its dashboard's), or  --cluster local"
        raise InputError(Problem(f"'{address}' is no address of a Dask scheduler", hint=hint, code=_CODE))


def check_machines(client: Client, address: str) -> None:
    """See that the scheduler and all its workers are as this machine. Raises InputError with all that differ."""
    problems = _scheduler_faults(client, address)
    if problems:
        raise InputError(problems)
    with contextlib.suppress(TimeoutError):
        client.wait_for_workers(1, timeout=CONNECT)
    told: Mapping[str, Any] = client.run(station.worker_identity, on_error="return")
    if not told:
        hint = f"start one on each machine:  dask worker {address}"
        raise InputError(Problem(f"the scheduler at {address} has no workers", hint=hint, code=_CODE))
    here = identity()
    hint = "install the same on all machines: one container image for scheduler, workers and this command"
    for worker, found in told.items():
        if isinstance(found, BaseException):
            words = f"cannot run infoclip: {' '.join(str(found).split()) or type(found).__name__}"
        elif others := differences(here, found):
            words = f"would make other films: {', '.join(others)}"
        else:
            continue
        problems.append(Problem(f"the worker {worker} {words}", hint=hint, code=_VERSION))
    if len(problems) > _MOST_TOLD:
        more = Problem(f"and {len(problems) - _MOST_TOLD} more workers that differ", hint=hint, code=_VERSION)
        problems = [*problems[:_MOST_TOLD], more]
    if problems:
        raise InputError(problems)


def _scheduler_faults(client: Client, address: str) -> list[Problem]:
    hint = "start the scheduler from the same environment as this command: infoclip[cluster] of the same version"
    try:
        found = client.run_on_scheduler(station.scheduler_identity)
    except Exception as error:
        words = " ".join(str(error).split()) or type(error).__name__
        return [Problem(f"the scheduler at {address} cannot run infoclip: {words}", hint=hint, code=_VERSION)]
    others = differences(carrier_identity(), found)
    message = f"the scheduler at {address} cannot work with this one: {', '.join(others)}"
    return [Problem(message, hint=hint, code=_VERSION)] if others else []


def connected(address: str, jobs: int) -> tuple[Client, LocalCluster | None]:
    """A client of the scheduler at `address`, or of one that is started here. Raises InputError when none answers."""
    try:
        import distributed
    except ImportError:
        hint = "install it:  pip install 'infoclip[cluster]'"
        raise InputError(Problem("--cluster needs Dask distributed", hint=hint, code=_CODE)) from None
    _quieten()
    cluster: LocalCluster | None = None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # versions that differ are told as errors
            if address == LOCAL:
                cluster = distributed.LocalCluster(
                    n_workers=1, threads_per_worker=job_count(jobs), processes=False, protocol="tcp", host="127.0.0.1",
                    dashboard_address=None, memory_limit=0, silence_logs=logging.CRITICAL,
                )  # fmt: skip
            found = distributed.Client(
                cluster.scheduler_address if cluster is not None else address.rstrip("/"),
                timeout=CONNECT, set_as_default=False, name="infoclip",
            )  # fmt: skip
    except Exception as error:  # what is no scheduler may answer anything: it is even out of memory over a web server
        if cluster is not None:
            cluster.close()
        words = " ".join(str(error).split())
        hint = f"start it with  dask scheduler,  and see that this machine reaches {address} ({words[:160]})"
        raise InputError(Problem(f"no Dask scheduler answers at {address}", hint=hint, code=_CODE)) from None
    return found, cluster


def _quieten() -> None:
    """What goes wrong is told by whoever asked for the work, not by Dask beside it."""
    for name in ("distributed", "tornado", *logging.root.manager.loggerDict):
        if name.split(".")[0] in ("distributed", "tornado"):
            logging.getLogger(name).setLevel(logging.CRITICAL)
