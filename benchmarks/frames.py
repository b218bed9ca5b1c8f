"""What each frame costs to compose, and which frames cost most.

    python benchmarks/frames.py SPEC [--format reel] [--passes 3] [--limit 15] [--slowest 10]

Every frame is painted in order at full size, as a worker does, by one core and without encoding. Drawn art is on the
disk after a first pass, which is not counted. A frame's cost is the least of its passes in processor time, so that
other programs count little; the very first frame of a clip, which nothing was painted before, is told apart.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from infoclip import pipeline
from infoclip.film.frames import FilmFrames
from infoclip.marks.marks import Snapshot
from infoclip.theme.theme import Theme


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("spec", type=Path)
    parser.add_argument("--format", default="reel")
    parser.add_argument("--passes", type=int, default=3)
    parser.add_argument("--limit", type=float, default=15.0, help="milliseconds that no frame should take")
    parser.add_argument("--slowest", type=int, default=10, help="how many of the slowest frames to show")
    options = parser.parse_args()
    composition = pipeline.compose(pipeline.open_clip(options.spec), options.format)
    timeline = composition.timeline
    snapshots = [timeline.snapshot(number) for number in range(timeline.frame_count)]
    theme = composition.clip.theme
    painted(snapshots, theme)
    passes = [painted(snapshots, theme) for _ in range(max(1, options.passes))]
    costs = [min(row) for row in zip(*passes, strict=True)]
    names = [composition.clip.spec.scenes[timeline.scene_at(number)].scene for number in range(len(costs))]
    print(f"{options.spec}, {options.format}: {len(costs)} frames, {len(passes)} passes, milliseconds of one core")
    report(costs, [place(name, snapshot) for name, snapshot in zip(names, snapshots, strict=True)], options)


@dataclass(frozen=True)
class Known:
    """A timeline whose snapshots are there: to lay scenes out is no part of composing a frame."""

    snapshots: list[Snapshot]

    @property
    def frame_count(self) -> int:
        return len(self.snapshots)

    def snapshot(self, frame: int) -> Snapshot:
        return self.snapshots[frame]


def painted(snapshots: list[Snapshot], theme: Theme) -> list[float]:
    """Milliseconds of processor time that each frame takes, after the ones before it."""
    frames = FilmFrames(Known(snapshots), theme=theme)
    costs = []
    for number in range(len(snapshots)):
        begun = time.thread_time()
        frames.paint(number)
        costs.append((time.thread_time() - begun) * 1000)
    return costs


def place(scene: str, snapshot: Snapshot) -> str:
    state = snapshot.transition
    passing = f", transition {state.kind} at {state.progress:.2f}" if state else ""
    return f"{scene}{passing}"


def report(costs: list[float], places: list[str], options: argparse.Namespace) -> None:
    later = costs[1:] or costs
    over = sum(cost > options.limit for cost in later)
    print(
        f"first frame {costs[0]:.1f}; the others: median {statistics.median(later):.2f}, most {max(later):.1f}, ",
        end="",
    )
    print(f"together {sum(later):.0f}; {over} over {options.limit:g} ms")
    order = sorted(range(1, len(costs)), key=lambda number: -costs[number])
    for number in order[: options.slowest]:
        print(f"{number:>6}{costs[number]:>8.1f}  {places[number]}")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
