"""Infoclip against what a user would pick instead, on the reference clip. No contender is part of this project.

    python benchmarks/contenders.py moviepy|movis|remotion [--scenes 6] [--rounds 3]

A contender is fetched into a temporary folder by its own package manager (moviepy is here already), and that is not
counted. Then, round after round: `infoclip render` with nothing kept at all, the same with no segment kept (every frame
is drawn and encoded; drawn art and what was read are kept, as in any later render), and the contender, each as a whole
process at x264 veryfast, crf 20, without sound. Printed are medians, the ratios to both, and those of each round.
`--scenes 1` is five seconds. SSIM against infoclip's film is no score of quality: it says how alike two films are (text
stands a few pixels elsewhere by each one's own rules), and that the contender did draw the clip.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from measure import Cost, run
from reference import BOLD, HERE, REGULAR, reference_clip, write_spec

from infoclip.program import ffmpeg_exe

FIRST, OURS = "infoclip, first", "infoclip render"
CONTENDERS = HERE / "contenders"


def moviepy(folder: Path, clip: Path, out: Path) -> list[str]:
    return [sys.executable, str(CONTENDERS / "plain_moviepy.py"), str(clip), str(out)]


def movis(folder: Path, clip: Path, out: Path) -> list[str]:
    """From PyPI, in an environment of its own: it needs an older numpy."""
    python = folder / "venv" / ("Scripts" if os.name == "nt" else "bin") / "python"
    fetched([sys.executable, "-m", "venv", str(folder / "venv")])
    fetched([str(python), "-m", "pip", "install", "--quiet", "movis==0.7.1", "numpy<2.4"])
    return [str(python), str(CONTENDERS / "plain_movis.py"), str(clip), str(out)]


def remotion(folder: Path, clip: Path, out: Path) -> list[str]:
    """Remotion from npm, in the system's Chromium (`CHROMIUM` names another)."""
    project = folder / "remotion"
    shutil.copytree(CONTENDERS / "remotion", project)
    (project / "public").mkdir()
    shutil.copy(BOLD, project / "public" / "bold.ttf")
    shutil.copy(REGULAR, project / "public" / "regular.ttf")
    fetched(["npm", "install", "--no-audit", "--no-fund", "--silent"], project)
    browser = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome") or ""
    if not browser:
        sys.exit("no Chromium was found; name one with CHROMIUM")
    return [
        str(project / "node_modules" / ".bin" / "remotion"), "render", "index.jsx", "Reference", str(out),
        f"--props={clip}", f"--browser-executable={browser}", "--chrome-mode=chrome-for-testing", "--concurrency=2",
        "--crf=20", "--x264-preset=veryfast", "--muted", "--log=error",
    ]  # fmt: skip


MADE: dict[str, Callable[[Path, Path, Path], list[str]]] = {"moviepy": moviepy, "movis": movis, "remotion": remotion}


def fetched(command: Sequence[str], folder: Path | None = None) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command[:3])} failed:\n{done.stdout[-1000:]}{done.stderr[-1000:]}")


def likeness(one: Path, other: Path) -> str:
    """The mean SSIM of two films."""
    command = [
        ffmpeg_exe(),
        "-nostdin",
        "-i",
        str(one),
        "-i",
        str(other),
        "-lavfi",
        "[0:v][1:v]ssim",
        "-f",
        "null",
        "-",
    ]
    told = subprocess.run(command, capture_output=True, text=True, check=False).stderr
    found = re.search(r"All:([\d.]+)", told)
    return found[1] if found else "cannot be compared"


def compare(name: str, scenes: int, rounds: int, folder: Path) -> None:
    clip = reference_clip(scenes)
    spec, told = write_spec(folder, clip), folder / "clip.json"
    told.write_text(clip.to_json(), encoding="utf-8")
    ours, theirs = folder / "infoclip.mp4", folder / f"{name}.mp4"
    command = MADE[name](folder, told, theirs)
    workplace = folder / "remotion" if name == "remotion" else None
    environment = {**os.environ, "INFOCLIP_CACHE": str(folder / "cache")}
    render = [sys.executable, "-m", "infoclip", "render", str(spec), "-o", str(ours), "--quiet"]
    runs: dict[str, list[Cost]] = {FIRST: [], OURS: [], name: []}
    for number in range(rounds):
        print(f"round {number + 1} of {rounds} ...", flush=True)
        shutil.rmtree(folder / "cache", ignore_errors=True)
        runs[FIRST].append(run(render, environment))
        shutil.rmtree(folder / "cache" / "segments")
        runs[OURS].append(run(render, environment))
        runs[name].append(run(command, folder=workplace))
    report(name, runs, {FIRST: ours, OURS: ours, name: theirs})
    print(f"SSIM of {name}'s film against infoclip's: {likeness(theirs, ours)}")


def report(name: str, runs: dict[str, list[Cost]], films: dict[str, Path]) -> None:
    print(f"\n{'median of ' + str(len(runs[OURS])):<20}{'wall s':>9}{'CPU s':>9}{'MB':>7}{'file MB':>9}")
    middle = {}
    for who, costs in runs.items():
        wall, cpu, memory = (statistics.median(getattr(cost, part) for cost in costs) for part in Cost.__slots__)
        middle[who] = Cost(wall, cpu, memory)
        print(f"{who:<20}{wall:>9.2f}{cpu:>9.2f}{memory:>7.0f}{films[who].stat().st_size / 1e6:>9.2f}")
    for who in (FIRST, OURS):
        ours, theirs = middle[who], middle[name]
        pairs = ", ".join(f"{b.cpu / a.cpu:.1f}" for a, b in zip(runs[who], runs[name], strict=True))
        print(f"{name} / {who}: wall {theirs.wall / ours.wall:.1f}, CPU {theirs.cpu / ours.cpu:.1f} ({pairs})")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("contender", choices=sorted(MADE))
    parser.add_argument("--scenes", type=int, default=6)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="contenders-") as name:
        compare(options.contender, options.scenes, options.rounds, Path(name))


if __name__ == "__main__":
    main()
