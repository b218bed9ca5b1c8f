"""What a change costs: a clip rendered cold, with one of its scenes edited, and with nothing changed.

    python benchmarks/edits.py reference|SPEC [--rounds 5]

Round after round, one after the other, each a whole process: `infoclip render` with nothing kept; with no segment
kept, but drawn art, sound and what was read, as when all scenes are changed at once; after the words and the value of
one scene were changed in the spec (each round another scene); the same again, unchanged. Printed are medians, and the
ratios of each round to both renders.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from measure import Cost, run
from reference import reference_clip, write_spec

FIRST, COLD, EDITED, SAME = "first render of all", "no segment kept", "one scene edited", "nothing changed"


_WORDS = re.compile(r"\b(headline|heading|kicker|subline|caption|question|text): *(\"?)([^\",}\n]+)")


def edits_of_reference(folder: Path) -> Iterator[Path]:
    """The reference clip's spec, then again and again with other words and another value in one scene more."""
    clip, number = reference_clip(), 0
    while True:
        yield write_spec(folder, clip)
        place = number % len(clip.scenes)
        scene = clip.scenes[place]
        changed = replace(scene, lines=(f"{scene.lines[0]} الآن", scene.lines[1]), value=scene.value + 10 + number)
        clip = replace(clip, scenes=(*clip.scenes[:place], changed, *clip.scenes[place + 1 :]))
        number += 1


def edits_of_spec(spec: Path, folder: Path) -> Iterator[Path]:
    """A copy of a spec, then again and again with other words in one scene more that has some."""
    shutil.copytree(spec.resolve().parent, folder / "clip")
    path = folder / "clip" / spec.name
    head, scenes = path.read_text(encoding="utf-8").split("\nscenes:\n", 1)
    parts = re.split(r"(?m)^(?=  - )", scenes)
    places = [place for place, part in enumerate(parts) if _WORDS.search(part)]
    number = 0
    while True:
        path.write_text(head + "\nscenes:\n" + "".join(parts), encoding="utf-8")
        yield path
        place = places[number % len(places)]
        parts[place] = _WORDS.sub(lambda found: f"{found[1]}: {found[2]}{found[3].rstrip()}!", parts[place], count=1)
        number += 1


def compare(edited: Iterator[Path], rounds: int, folder: Path) -> dict[str, list[Cost]]:
    environment = {**os.environ, "INFOCLIP_CACHE": str(folder / "cache")}
    spec = next(edited)
    render = [sys.executable, "-m", "infoclip", "render", str(spec), "-o", str(folder / "film.mp4"), "--quiet"]
    render += ["--format", "reel"]
    print("warming caches ...", flush=True)
    run(render, environment)
    found: dict[str, list[Cost]] = {FIRST: [], COLD: [], EDITED: [], SAME: []}
    for number in range(rounds):
        print(f"round {number + 1} of {rounds} ...", flush=True)
        shutil.rmtree(folder / "cache")
        found[FIRST].append(run(render, environment))
        shutil.rmtree(folder / "cache" / "segments")
        found[COLD].append(run(render, environment))
        next(edited)
        found[EDITED].append(run(render, environment))
        found[SAME].append(run(render, environment))
    return found


def report(found: dict[str, list[Cost]]) -> None:
    print(f"\n{'median of ' + str(len(found[COLD])):<20}{'wall s':>9}{'CPU s':>9}{'MB':>7}")
    for name, costs in found.items():
        wall, cpu, memory = (statistics.median(getattr(cost, part) for cost in costs) for part in Cost.__slots__)
        print(f"{name:<20}{wall:>9.2f}{cpu:>9.2f}{memory:>7.0f}")
    for name, to in ((EDITED, FIRST), (EDITED, COLD), (SAME, COLD)):
        for field in ("wall", "cpu"):
            ratios = [getattr(a, field) / getattr(b, field) for a, b in zip(found[name], found[to], strict=True)]
            told = ", ".join(f"{ratio:.2f}" for ratio in ratios)
            print(f"{name} / {to}, {field}: {statistics.median(ratios):.2f} ({told})")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("spec", help="reference, or a spec file")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="edits-") as name:
        folder = Path(name)
        edited = (
            edits_of_reference(folder) if options.spec == "reference" else edits_of_spec(Path(options.spec), folder)
        )
        report(compare(edited, options.rounds, folder))


if __name__ == "__main__":
    main()
