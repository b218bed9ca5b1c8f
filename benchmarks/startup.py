"""What a whole command costs, from the first instruction of Python to its end, in fresh processes.

Run it as `python benchmarks/startup.py [RUNS]`. It alternates `infoclip preview SPEC --at 3` of two examples and of the
reference clip (reel, 1080x1920, art already in the cache), `preview --sheet` of an example with six scenes (12 frames),
`infoclip --help`, and Python doing nothing, so that whatever else the machine does falls on all alike. Wall is what a
person waits; CPU is the processor's work (user and system), which other programs disturb less. `ratio` is the median
CPU by that of Python doing nothing; `least` the quickest run's.
"""

from __future__ import annotations

import compileall
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from reference import reference_clip, write_spec

REPOSITORY = Path(__file__).resolve().parent.parent
BARE = "python -c pass"


def commands(folder: str) -> dict[str, list[str]]:
    """What is run, by the name it has in the table."""
    infoclip = [sys.executable, "-m", "infoclip"]
    named = {BARE: [sys.executable, "-c", "pass"], "infoclip --help": [*infoclip, "--help"]}
    for example in ("gso-2018", "vision-2030"):
        spec = str(REPOSITORY / "examples" / example / "spec.yaml")
        target = str(Path(folder) / f"{example}.png")
        named[f"preview {example}"] = [*infoclip, "preview", spec, "--format", "reel", "--at", "3", "-o", target]
    own, picture = str(write_spec(Path(folder) / "clip", reference_clip())), str(Path(folder) / "picture.png")
    named["preview reference"] = [*infoclip, "preview", own, "--at", "3", "-o", picture]
    named[f"sheet {example}"] = [*infoclip, "preview", spec, "--format", "reel", "--sheet", "-o", picture]
    return named


def run(command: list[str]) -> tuple[float, float]:
    """Wall and CPU seconds of one run in a fresh process."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, cwd=REPOSITORY, stdout=subprocess.DEVNULL, check=True)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main(runs: int) -> None:
    compileall.compile_dir(REPOSITORY / "infoclip", quiet=1)  # as an installation would be
    with tempfile.TemporaryDirectory() as folder:
        named = commands(folder)
        for command in named.values():
            run(command)  # fills the caches
        times: dict[str, list[tuple[float, float]]] = {name: [] for name in named}
        for _ in range(runs):
            for name, command in named.items():
                times[name].append(run(command))
    bare = statistics.median(cpu for _, cpu in times[BARE])
    print(f"{'':22}{'wall ms':>9}{'least':>7}{'CPU ms':>9}{'least':>7}{'ratio':>7}   {runs} runs, medians")
    for name, found in times.items():
        walls, cpus = zip(*found, strict=True)
        cells = [statistics.median(walls), min(walls), statistics.median(cpus), min(cpus)]
        shown = "".join(f"{1000 * cell:{width}.0f}" for cell, width in zip(cells, (9, 7, 9, 7), strict=True))
        print(f"{name:22}{shown}{cells[2] / bare:7.1f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10)
