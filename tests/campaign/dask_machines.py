"""A Dask scheduler and workers on the loopback for the tests, each a process of its own; what starts here ends here."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port


class Machines:
    """Starts processes in `folder`. Every worker has a cache, a home and a disk of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.address = f"tcp://127.0.0.1:{free_port()}"
        self.processes: list[subprocess.Popen[bytes]] = []

    def scheduler(self) -> None:
        host, port = self.address.removeprefix("tcp://").split(":")
        self._start("dask_scheduler", "--host", host, "--port", port, "--no-dashboard", name="scheduler")

    def worker(self, name: str, environment: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
        return self._start(
            "dask_worker", self.address, "--nthreads", "1", "--no-nanny", "--no-dashboard", "--name", name,
            "--host", "127.0.0.1", "--local-directory", str(self.folder / name / "disk"),
            name=name, environment=environment,
        )  # fmt: skip

    def said(self, name: str) -> str:
        return (self.folder / name / "log").read_text(errors="replace")

    def _start(
        self, command: str, *arguments: str, name: str, environment: Mapping[str, str] | None = None
    ) -> subprocess.Popen[bytes]:
        home = self.folder / name
        home.mkdir()
        own = {"INFOCLIP_CACHE": str(home / "cache"), "HOME": str(home), "PYTHONPATH": str(REPOSITORY)}
        with (home / "log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", f"distributed.cli.{command}", *arguments],
                env={**os.environ, **own, **(environment or {})}, cwd=home, stdout=log, stderr=log,
            )  # fmt: skip
        self.processes.append(process)
        return process

    def close(self) -> None:
        for process in reversed(self.processes):
            process.kill()
        for process in self.processes:
            process.wait()


@contextmanager
def machines(folder: Path) -> Iterator[Machines]:
    """A scheduler that listens, without workers yet."""
    folder.mkdir(parents=True, exist_ok=True)
    found = Machines(folder)
    try:
        found.scheduler()
        yield found
    finally:
        found.close()
