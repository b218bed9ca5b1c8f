"""How the cost of a film grows: with its length, its size, its scenes, and the rows of a campaign.

    python benchmarks/growth.py length|size|scenes|rows [VALUE ...] [--rounds 1]

Every run is a whole process with an empty cache, the values one after the other, round after round. Printed for
each value: the medians of wall time, processor time and memory, and both of these by those of the first value.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from campaign import write as write_campaign
from measure import Cost, run
from reference import reference_clip, write_spec

INFOCLIP = [sys.executable, "-m", "infoclip"]
VARIANT = Path(__file__).resolve().parent / "variant.py"
Command = Callable[[Path, float], list[str]]


def by_length(folder: Path, seconds: float) -> list[str]:
    """The reference clip of so many seconds: scenes of five seconds, as many as that takes."""
    return rendered(folder, write_spec(folder, reference_clip(max(1, round(seconds / 5))), seconds=seconds))


def by_size(folder: Path, short_side: float) -> list[str]:
    """Ten seconds with a short side of so many pixels: 720, 1080, 1440, 2160 (4K)."""
    spec = write_spec(folder, reference_clip(2))
    return [sys.executable, str(VARIANT), str(spec), str(folder / "film.mp4"), "--scale", str(short_side / 1080)]


def by_scenes(folder: Path, scenes: float) -> list[str]:
    """Sixty seconds in so many scenes of equal length."""
    return rendered(folder, write_spec(folder, reference_clip(int(scenes)), seconds=60.0))


def by_rows(folder: Path, rows: float) -> list[str]:
    """A campaign of so many clips that share half their scenes, as drafts."""
    path = write_campaign(folder, int(rows), "square")
    return [*INFOCLIP, "batch", str(path), "--draft", "-o", str(folder / "films")]


def rendered(folder: Path, spec: Path) -> list[str]:
    return [*INFOCLIP, "render", str(spec), "-o", str(folder / "film.mp4"), "--quiet"]


GROWS: dict[str, tuple[str, Command, tuple[float, ...]]] = {
    "length": ("seconds", by_length, (10, 30, 60, 120)),
    "size": ("short side", by_size, (720, 1080, 1440, 2160)),
    "scenes": ("scenes", by_scenes, (3, 6, 12, 24, 60)),
    "rows": ("rows", by_rows, (1, 10, 50, 200)),
}


def measured(command: Command, values: Sequence[float], rounds: int) -> dict[float, Cost]:
    """The median cost of each value."""
    runs: dict[float, list[Cost]] = {value: [] for value in values}
    for _ in range(rounds):
        for value in values:
            with tempfile.TemporaryDirectory(prefix="growth-") as name:
                folder = Path(name)
                environment = {**os.environ, "INFOCLIP_CACHE": str(folder / "cache")}
                runs[value].append(run(command(folder, value), environment))
            print(f"{value:g}: {runs[value][-1].cpu:.1f} CPU-s", file=sys.stderr, flush=True)
    return {value: median(costs) for value, costs in runs.items()}


def median(costs: Sequence[Cost]) -> Cost:
    middle = costs[0]
    for part in Cost.__slots__:
        middle = replace(middle, **{part: statistics.median(getattr(cost, part) for cost in costs)})
    return middle


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=sorted(GROWS))
    parser.add_argument("values", nargs="*", type=float)
    parser.add_argument("--rounds", type=int, default=1)
    options = parser.parse_args()
    unit, command, usual = GROWS[options.what]
    costs = measured(command, options.values or usual, options.rounds)
    first = next(iter(costs.values()))
    print(f"{unit:>12}{'wall s':>9}{'CPU s':>9}{'MB':>7}{'CPU x':>8}{'MB x':>7}")
    for value, cost in costs.items():
        ratios = f"{cost.cpu / first.cpu:>8.2f}{cost.memory / (first.memory or 1):>7.2f}"
        print(f"{value:>12g}{cost.wall:>9.2f}{cost.cpu:>9.2f}{cost.memory:>7.0f}{ratios}")


if __name__ == "__main__":
    main()
