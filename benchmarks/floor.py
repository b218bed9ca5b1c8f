"""What a film costs against the least that any tool could cost: x264 alone on ready-made frames.

    python benchmarks/floor.py SPEC|reference|moving [--format reel] [--rounds 5]

The clip's frames are drawn once to raw planes on the disk. Then, round after round, one after the other:
(a) `infoclip render SPEC`, the whole process from reading the spec to the renamed file, caches warm;
(b) ffmpeg encoding those frames with the same settings, the finished sound track copied in.
The medians of both and their ratio are printed: what infoclip adds to x264. The first render, with empty caches, is
shown too. `reference` is the reference clip, `moving` the same with a ground that drifts in every frame.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
from pathlib import Path

from measure import Cost, run
from reference import measure_spec

from infoclip import pipeline
from infoclip.film.clip import FilmSettings, FilmShape, encode_command
from infoclip.film.frames import iter_frames
from infoclip.program import ffmpeg_exe

RENDER, FLOOR, AGAIN = "infoclip render", "x264 alone", "infoclip, unchanged"


def compare(spec: Path, format_name: str, rounds: int, folder: Path) -> None:
    """Measure and print. `folder` must have room for the raw frames (2.8 GB for 30 s of 1080x1920)."""
    own_cache = {**os.environ, "INFOCLIP_CACHE": str(folder / "cache")}
    out = folder / "film.mp4"
    render = [sys.executable, "-m", "infoclip", "render", str(spec), "-o", str(out), "--format", format_name, "--quiet"]
    print(f"{spec}, {format_name}: first render, caches empty ...", flush=True)
    first = run(render, own_cache)
    floor = floor_command(drawn(spec, format_name, folder), folder / "floor.mp4", out)
    runs: dict[str, list[Cost]] = {RENDER: [], FLOOR: [], AGAIN: []}
    for number in range(rounds):
        print(f"round {number + 1} of {rounds} ...", flush=True)
        shutil.rmtree(Path(own_cache["INFOCLIP_CACHE"]) / "segments")  # else nothing would be drawn or encoded
        runs[RENDER].append(run(render, own_cache))
        runs[FLOOR].append(run(floor, own_cache))
        runs[AGAIN].append(run(render, own_cache))
    report(first, runs, {RENDER: out, FLOOR: folder / "floor.mp4", AGAIN: out})


def drawn(spec: Path, format_name: str, folder: Path) -> tuple[FilmShape, Path]:
    """The clip's frames as raw planes in a file, and their shape."""
    composition = pipeline.compose(pipeline.open_clip(spec), format_name)
    timeline = composition.timeline
    counts = tuple(len(timeline.scene_frames(index)) for index in range(timeline.scene_count))
    shape = FilmShape(composition.format.width, composition.format.height, timeline.fps, counts)
    raw = folder / "frames.yuv"
    if shutil.disk_usage(folder).free < shape.frame_bytes * shape.frame_count * 1.1:
        sys.exit(f"{folder} has no room for {shape.frame_bytes * shape.frame_count / 1e9:.1f} GB of frames; set TMPDIR")
    with raw.open("wb") as file:
        for frame in iter_frames(timeline, theme=composition.clip.theme):
            file.write(frame)
    return shape, raw


def floor_command(frames: tuple[FilmShape, Path], out: Path, film: Path) -> list[str]:
    """The command that encodes ready-made frames to `out` as infoclip's writer would, with the sound of `film`."""
    shape, raw = frames
    sound = out.with_suffix(".aac")
    copied = [ffmpeg_exe(), "-nostdin", "-v", "error", "-y", "-i", str(film), "-vn", "-c", "copy", str(sound)]
    heard = subprocess.run(copied, check=False, stderr=subprocess.DEVNULL).returncode == 0
    command = encode_command(out, shape, FilmSettings(sound=sound if heard else None))
    return [str(raw) if word == "pipe:0" else word for word in command]


def report(first: Cost, runs: dict[str, list[Cost]], films: dict[str, Path]) -> None:
    print(f"\n{'median of ' + str(len(runs[FLOOR])):<28}{'wall s':>9}{'CPU s':>9}{'MB':>7}{'file MB':>9}")
    print(f"{'first render (cold, once)':<28}{first.wall:>9.2f}{first.cpu:>9.2f}{first.memory:>7.0f}")
    medians: dict[str, Cost] = {}
    for name, costs in runs.items():
        wall, cpu, memory = (
            statistics.median(getattr(cost, field) for cost in costs) for field in ("wall", "cpu", "memory")
        )
        medians[name] = Cost(wall, cpu, memory)
        print(f"{name:<28}{wall:>9.2f}{cpu:>9.2f}{memory:>7.0f}{films[name].stat().st_size / 1e6:>9.2f}")
    floor = medians[FLOOR]
    for name in (RENDER, AGAIN):
        own = medians[name]
        wall, cpu, memory = own.wall / floor.wall, own.cpu / floor.cpu, own.memory / floor.memory
        print(f"{name + ' / floor':<28}{wall:>9.2f}{cpu:>9.2f}{memory:>7.2f}")
    for field in ("wall", "cpu"):
        pairs = [getattr(a, field) / getattr(b, field) for a, b in zip(runs[RENDER], runs[FLOOR], strict=True)]
        print(f"{RENDER} / floor, {field}, round by round: {', '.join(f'{pair:.2f}' for pair in pairs)}")


if __name__ == "__main__":
    measure_spec(__doc__, 5, compare)
