"""What a campaign costs: the check of many rows, shared scenes, and a second process. Run it on a machine that is idle.

    python benchmarks/campaign.py check [ROWS]      rows in three formats, checked: seconds and memory
    python benchmarks/campaign.py shared [CLIPS]    clips that share half their scenes, against as many single renders
    python benchmarks/campaign.py jobs [CLIPS]      clips that share nothing, by one process and by two

Every run has a cache of its own, emptied before it. `shared` renders five of the clips alone, each in a fresh process
with empty caches, and takes their median times the number of clips for the other side. Processor seconds are those of
all processes; they are what a busy machine disturbs least.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
SPEC = """\
title: "أرقام {{ row.city }}"
theme: official
brand: {name: هيئة الخدمات, handle: "@example"}
formats: [FORMATS]
duration: 20
source: "المصدر: التقرير السنوي 2018"
facts:
  posts: {value: "{{ row.posts }}", noun: [منشور, منشورات]}
  share: {value: "{{ row.share }}", percent: true, label: نسبة الرضا}
scenes:
  - {scene: title, headline: حصاد عام, subline: في مواقع التواصل, seconds: 4}
  - {scene: number, fact: posts, label: "{{ row.city }}", seconds: 4}
  - scene: icons
    seconds: 5
    heading: أربع نوافذ
    items:
      - {icon: bubble, label: تويتر}
      - {icon: people, label: فيسبوك}
      - {icon: camera, label: إنستغرام}
      - {icon: screen, label: يوتيوب}
  - {scene: number, fact: share, seconds: 4}
  - {scene: outro, call: تابعونا, seconds: 3}
"""
CAMPAIGN = 'spec: spec.yaml\ndata: cities.csv\noutput: "{{ row.id }}"\n'


def write(folder: Path, rows: int, formats: str) -> Path:
    """A campaign of `rows` rows; three of its five scenes, half its time, are the same in all of them."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = ["id,city,posts,share"]
    lines += [f"clip{row},مدينة رقم {row},{1000 + 37 * row},{row % 90 + 5}" for row in range(rows)]
    (folder / "cities.csv").write_text("\n".join(lines), encoding="utf-8")
    (folder / "spec.yaml").write_text(SPEC.replace("FORMATS", formats), encoding="utf-8")
    (folder / "campaign.yaml").write_text(CAMPAIGN, encoding="utf-8")
    return folder / "campaign.yaml"


def run(arguments: list[str], cache: Path, cores: int = 0) -> tuple[float, float]:
    """Wall and processor seconds of one command with `cache`; with `cores` on so many alone (Linux)."""

    def confine() -> None:
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:cores])

    environment = {**os.environ, "INFOCLIP_CACHE": str(cache)}
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    command = [sys.executable, "-m", "infoclip", *arguments]
    done = subprocess.run(
        command, cwd=REPOSITORY, env=environment, capture_output=True, text=True, check=False,
        preexec_fn=confine if cores else None,
    )  # fmt: skip
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        sys.exit(f"{' '.join(arguments)} ended with {done.returncode}:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def check(folder: Path, rows: int) -> None:
    path = write(folder / "check", rows, "reel, square, wide")
    wall, cpu = run(["batch", str(path), "--check", "-o", str(folder / "films")], folder / "cache")
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{rows} rows, three formats: {wall:.1f} s, {cpu:.1f} CPU-s, {memory:.0f} MB in the largest process")


def shared(folder: Path, clips: int) -> None:
    path = write(folder / "shared", clips, "reel")
    campaign = run(["batch", str(path), "-o", str(folder / "films")], folder / "cache")
    singles = []
    for clip in range(min(5, clips)):
        row = folder / f"single{clip}.yaml"
        row.write_text(filled(clip), encoding="utf-8")
        singles.append(run(["render", str(row), "-o", str(folder / "one.mp4")], folder / f"cache{clip}"))
    for name, index in (("wall", 0), ("CPU", 1)):
        one = statistics.median(single[index] for single in singles)
        ratio = campaign[index] / (one * clips)
        print(f"{clips} clips, {name}: {campaign[index]:.1f} s; one alone {one:.2f} s; ratio {ratio:.2f}")


def filled(row: int) -> str:
    """The spec of one row as a designer would write it."""
    cells = {"row.city": f"مدينة رقم {row}", "row.posts": str(1000 + 37 * row), "row.share": str(row % 90 + 5)}
    text = SPEC.replace("FORMATS", "reel")
    for name, value in cells.items():
        text = text.replace("{{ " + name + " }}", value)
    return text


def jobs(folder: Path, clips: int) -> None:
    path = write(folder / "jobs", clips, "reel")
    spec = (folder / "jobs" / "spec.yaml").read_text(encoding="utf-8")
    for words, own in (("حصاد عام", "row.city"), ("أربع نوافذ", "row.city"), ("تابعونا", "row.id")):
        spec = spec.replace(words, f'"{{{{ {own} }}}}"')
    (folder / "jobs" / "spec.yaml").write_text(spec, encoding="utf-8")
    walls = {}
    for name, count, cores in (("one process", 1, 0), ("two processes", 2, 0), ("one process on one core", 1, 1)):
        arguments = ["batch", str(path), "--jobs", str(count), "-o", str(folder / f"films{count}{cores}")]
        walls[name], cpu = run(arguments, folder / f"cache{count}{cores}", cores)
        print(f"{clips} clips by {name}: {walls[name]:.1f} s, {cpu:.1f} CPU-s")
    print(f"two processes do {walls['one process'] / walls['two processes']:.2f} times the work of one, whose encoder")
    print(
        f"has two threads, and {walls['one process on one core'] / walls['two processes']:.2f} times that of one core"
    )


def main(what: str, count: int) -> None:
    print(json.dumps({"cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()}))
    with tempfile.TemporaryDirectory() as name:
        {"check": check, "shared": shared, "jobs": jobs}[what](Path(name), count)


if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] not in ("check", "shared", "jobs"):
        sys.exit(__doc__)
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else {"check": 200, "shared": 48, "jobs": 8}[sys.argv[1]])
