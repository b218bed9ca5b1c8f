"""What a clip costs on a cluster, and where: worker, scheduler and the command itself, in processor seconds and bytes.

    python benchmarks/cluster.py [CLIPS | CAMPAIGN] [infoclip batch options]

Starts a scheduler and two workers of one thread on this machine (`pip install 'infoclip[cluster]'`), makes a campaign
on them and again by this machine's own processes, everything from empty caches, and holds the films of both against
each other. CLIPS (8) is how many clips of 20 seconds that share half their scenes, as in campaign.py; CAMPAIGN is any
campaign's file. Processor seconds are what a busy machine disturbs least.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
from campaign import write

REPOSITORY = Path(__file__).resolve().parent.parent
PORT = 28786
ADDRESS = f"tcp://127.0.0.1:{PORT}"


def started(*command: str, cache: Path) -> psutil.Popen:
    environment = {**os.environ, "INFOCLIP_CACHE": str(cache), "PYTHONPATH": str(REPOSITORY)}
    environment["DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED"] = "False"  # 3 % of a core, on an idle worker too
    return psutil.Popen(
        [sys.executable, "-m", *command], env=environment, cwd=cache.parent,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def seconds(process: psutil.Popen) -> float:
    """Processor seconds of a process and of the children that it waited for."""
    used = process.cpu_times()
    return used.user + used.system + used.children_user + used.children_system


def made(campaign: Path, output: Path, cache: Path, *more: str) -> tuple[float, float]:
    """Wall and processor seconds of one `infoclip batch`, its processes included."""
    before = resources()
    start = time.perf_counter()
    process = started("infoclip", "batch", str(campaign), "-q", "--no-report", "-o", str(output), *more, cache=cache)
    if process.wait():
        sys.exit(f"infoclip batch ended with {process.returncode}")
    return time.perf_counter() - start, resources() - before


def resources() -> float:
    used = os.times()
    return used.children_user + used.children_system


def digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.rglob("*.mp4"))}


def sent() -> int:
    """Bytes that went over the loopback so far."""
    return int(psutil.net_io_counters(pernic=True)["lo"].bytes_sent)


def main() -> None:
    what, more = (sys.argv[1] if len(sys.argv) > 1 else "8"), sys.argv[2:]
    with tempfile.TemporaryDirectory(prefix="infoclip-benchmark-") as name:
        folder = Path(name)
        campaign = write(folder / "campaign", int(what), "reel") if what.isdigit() else Path(what).resolve()
        scheduler = started(
            "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", str(PORT), "--no-dashboard",
            cache=folder / "scheduler",
        )  # fmt: skip
        workers = [
            started(
                "distributed.cli.dask_worker", ADDRESS, "--nthreads", "1", "--no-nanny", "--no-dashboard",
                "--local-directory", str(folder / f"disk{number}"), cache=folder / f"worker{number}",
            )
            for number in range(2)
        ]  # fmt: skip
        try:
            time.sleep(8)
            idle, moved = [seconds(item) for item in (scheduler, *workers)], sent()
            wall, own = made(campaign, folder / "many", folder / "cache", "--cluster", ADDRESS, *more)
            moved = sent() - moved
            used = [seconds(item) - before for item, before in zip((scheduler, *workers), idle, strict=True)]
        finally:
            for item in (*workers, scheduler):
                item.terminate()
            for item in psutil.wait_procs([*workers, scheduler], timeout=10)[1]:
                item.kill()
        psutil.wait_procs([*workers, scheduler], timeout=10)
        alone_wall, alone = made(campaign, folder / "one", folder / "alone", "--jobs", "2", *more)
        films = digests(folder / "many")
        assert films
        assert films == digests(folder / "one"), "the cluster's films are others"
        count = len(films)
        size = sum(path.stat().st_size for path in (folder / "many").rglob("*.mp4"))
        print(f"{count} films of {size / count / 1e6:.2f} MB, the same bytes on both sides")
        print(
            f"cluster: {wall:.1f} s; a film: workers {sum(used[1:]) / count:.2f} CPU-s, scheduler "
            f"{used[0] / count:.3f}, the command {own / count:.3f}; {moved / count / 1e6:.1f} MB over the network"
        )
        print(f"own processes: {alone_wall:.1f} s; a film: {alone / count:.2f} CPU-s")


if __name__ == "__main__":
    main()
