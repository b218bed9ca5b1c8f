"""What everything beside the films costs: `infoclip render --for` with it, against the films alone.

    python benchmarks/posting.py SPEC [--for x,tiktok,...] [--rounds 3]

Round after round, one after the other, each a whole process with the segment cache emptied (drawn art and sound are
kept, as in any second render): (a) `infoclip render SPEC --for ... --films-only`; (b) the same command without
--films-only, which adds captions, covers, alt text, posts, the sign-off sheet and the manifest. Medians of wall time,
processor time and memory are printed, and the ratio of each round. Without --for: all platforms.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

from measure import Cost, run

from infoclip.publish.profiles import profile_names

FILMS, ALL = "the films alone", "with all beside them"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("spec", type=Path)
    parser.add_argument("--for", dest="platforms", default=",".join(profile_names()))
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="posting-") as name:
        report(compare(options.spec, options.platforms, options.rounds, Path(name)))


def compare(spec: Path, platforms: str, rounds: int, folder: Path) -> dict[str, list[Cost]]:
    """Both commands, in turn; the first render, which draws art and makes the sound, is not counted."""
    cache = folder / "cache"
    environment = {**os.environ, "INFOCLIP_CACHE": str(cache)}
    command = [sys.executable, "-m", "infoclip", "render", str(spec), "--for", platforms, "--quiet", "-o"]
    ways = {FILMS: [*command, str(folder / "films"), "--films-only"], ALL: [*command, str(folder / "all")]}
    print("warming caches ...", flush=True)
    run(ways[ALL], environment)
    found: dict[str, list[Cost]] = {name: [] for name in ways}
    for number in range(rounds):
        print(f"round {number + 1} of {rounds} ...", flush=True)
        for name, way in ways.items() if number % 2 == 0 else reversed(ways.items()):
            shutil.rmtree(cache / "segments")  # else nothing would be drawn or encoded
            found[name].append(run(way, environment))
    return found


def report(found: dict[str, list[Cost]]) -> None:
    print(f"\n{'median of ' + str(len(found[ALL])):<24}{'wall s':>9}{'CPU s':>9}{'MB':>7}")
    for name, costs in found.items():
        wall, cpu, memory = (
            statistics.median(getattr(cost, field) for cost in costs) for field in ("wall", "cpu", "memory")
        )
        print(f"{name:<24}{wall:>9.2f}{cpu:>9.2f}{memory:>7.0f}")
    for field in ("wall", "cpu"):
        pairs = [getattr(a, field) / getattr(b, field) for a, b in zip(found[ALL], found[FILMS], strict=True)]
        print(f"ratio, {field}: {statistics.median(pairs):.2f} ({', '.join(f'{pair:.2f}' for pair in pairs)})")


if __name__ == "__main__":
    main()
