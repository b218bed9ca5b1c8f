"""How good a film is, and what better ones cost: SSIM and VMAF against the ready-made frames, beside x264 alone.

    python benchmarks/quality.py SPEC|reference|moving [--format reel] [--rounds 3]

The clip's frames are drawn once to raw planes. Then, round after round, one after the other: `infoclip render`, the
same with the preset `medium`, `infoclip render --master` (medium, crf 18), and x264 alone at veryfast, crf 20, on those
frames, as in `floor.py`. No segment is kept from one to the next. Each film is then held against the frames: the mean
over all frames, the worst one, and the difference to x264 alone. It takes an ffmpeg with libvmaf.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from floor import drawn, floor_command
from measure import Cost, run
from reference import measure_spec

from infoclip.film.clip import FilmShape
from infoclip.program import ffmpeg_exe

FILM, MEDIUM, MASTER, FLOOR = "infoclip render", "infoclip, medium", "infoclip --master", "x264 alone"
VARIANT = Path(__file__).resolve().parent / "variant.py"


@dataclass(frozen=True, slots=True)
class Score:
    """A film against its frames: the means of all and the worst one. SSIM 0..1 (all planes), VMAF 0..100."""

    ssim: float
    worst_ssim: float
    vmaf: float
    worst_vmaf: float


def score(film: Path, frames: tuple[FilmShape, Path]) -> Score:
    """The film against the frames, by ffmpeg's filters. Ends this program when it has other frames than they are."""
    shape, raw = frames
    source = ["-f", "rawvideo", "-pixel_format", "yuv420p", "-video_size", f"{shape.width}x{shape.height}"]
    source += ["-framerate", str(shape.fps), "-color_range", "tv", "-colorspace", "bt709", "-i", str(raw)]
    graph = f"[0:v]setpts=N/({shape.fps}*TB),split[a][b];[1:v]setpts=N/({shape.fps}*TB),split[c][d];"
    graph += f"[a][c]ssim=stats_file=ssim.txt[e];[b][d]libvmaf=log_fmt=json:log_path=vmaf.json:n_threads={threads()}[f]"
    command = [ffmpeg_exe(), "-nostdin", "-v", "error", "-i", str(film), *source, "-lavfi", graph]
    with tempfile.TemporaryDirectory(prefix="quality-") as name:
        ends = ["-map", "[e]", "-f", "null", "-", "-map", "[f]", "-f", "null", "-"]
        done = subprocess.run([*command, *ends], cwd=name, capture_output=True, text=True, check=False)
        if done.returncode:
            sys.exit(f"{film.name} cannot be compared:\n{done.stderr[-2000:]}")
        lines = (Path(name) / "ssim.txt").read_text(encoding="ascii").splitlines()
        told = json.loads((Path(name) / "vmaf.json").read_text(encoding="utf-8"))
    likeness = [float(line.partition("All:")[2].split()[0]) for line in lines]
    vmaf = [frame["metrics"]["vmaf"] for frame in told["frames"]]
    if not len(likeness) == len(vmaf) == shape.frame_count:
        sys.exit(f"{film.name}: {len(likeness)} and {len(vmaf)} frames were compared, not {shape.frame_count}")
    return Score(statistics.fmean(likeness), min(likeness), statistics.fmean(vmaf), min(vmaf))


def threads() -> int:
    return os.cpu_count() or 1


def compare(spec: Path, format_name: str, rounds: int, folder: Path) -> None:
    """Measure and print. `folder` must have room for the raw frames (2.8 GB for 30 s of 1080x1920)."""
    environment = {**os.environ, "INFOCLIP_CACHE": str(folder / "cache")}
    films = {name: folder / f"{number}.mp4" for number, name in enumerate((FILM, MEDIUM, MASTER, FLOOR))}
    render = [sys.executable, "-m", "infoclip", "render", str(spec), "--format", format_name, "--quiet", "-o"]
    medium = [sys.executable, str(VARIANT), str(spec), str(films[MEDIUM]), "--format", format_name]
    commands = {FILM: [*render, str(films[FILM])], MASTER: [*render, str(films[MASTER]), "--master"]}
    commands |= {MEDIUM: [*medium, "--preset", "medium"]}
    print("warming caches, drawing the frames ...", flush=True)
    run(commands[FILM], environment)
    frames = drawn(spec, format_name, folder)
    commands[FLOOR] = floor_command(frames, films[FLOOR], films[FILM])
    costs: dict[str, list[Cost]] = {name: [] for name in films}
    for number in range(rounds):
        print(f"round {number + 1} of {rounds} ...", flush=True)
        for name in films:
            shutil.rmtree(folder / "cache" / "segments", ignore_errors=True)
            costs[name].append(run(commands[name], environment))
    scores = {}
    for name, film in films.items():
        print(f"comparing {name} ...", flush=True)
        scores[name] = score(film, frames)
    report(films, costs, scores)


def report(films: dict[str, Path], costs: dict[str, list[Cost]], scores: dict[str, Score]) -> None:
    print(f"\n{'':<20}{'SSIM':>9}{'worst':>9}{'VMAF':>8}{'worst':>8}{'MB':>7}{'to x264 alone: SSIM':>21}{'VMAF':>8}")
    floor = scores[FLOOR]
    for name, found in scores.items():
        own = f"{found.ssim:>9.5f}{found.worst_ssim:>9.5f}{found.vmaf:>8.2f}{found.worst_vmaf:>8.2f}"
        size = films[name].stat().st_size / 1e6
        print(f"{name:<20}{own}{size:>7.2f}{found.ssim - floor.ssim:>+21.5f}{found.vmaf - floor.vmaf:>+8.2f}")
    title = f"median of {len(costs[FLOOR])}"
    print(f"\n{title:<20}{'wall s':>9}{'CPU s':>9}{'wall x':>9}{'CPU x':>9}   round by round")
    for name, runs in costs.items():
        wall, cpu = (statistics.median(getattr(cost, field) for cost in runs) for field in ("wall", "cpu"))
        walls = [own.wall / other.wall for own, other in zip(runs, costs[FLOOR], strict=True)]
        cpus = [own.cpu / other.cpu for own, other in zip(runs, costs[FLOOR], strict=True)]
        told = f"{statistics.median(walls):>9.2f}{statistics.median(cpus):>9.2f}"
        print(f"{name:<20}{wall:>9.2f}{cpu:>9.2f}{told}   wall {listed(walls)}; CPU {listed(cpus)}")


def listed(ratios: list[float]) -> str:
    return ", ".join(f"{ratio:.2f}" for ratio in ratios)


if __name__ == "__main__":
    measure_spec(__doc__, 3, compare)
