"""A small clip for tests of what is posted beside a film: three scenes, six seconds, square."""

from __future__ import annotations

from pathlib import Path

from infoclip import pipeline

SPEC = """\
title: حصاد 2018
locale: ar-SA
digits: latn
theme: official
brand: {name: هيئة التقييس, handle: "@gso"}
formats: [square]
duration: 9
source: "المصدر: تقرير 2018"
facts:
  posts: {value: 2466, noun: [منشور, منشورات], source: تقرير النشر}
  images: {value: 3, noun: {one: صورة, two: صورتان, few: صور, many: صورة, other: صورة}}
  clips: {value: 48, noun: [مقطع, مقاطع]}
scenes:
  - {scene: title, headline: حصاد عام, subline: في مواقع التواصل}
  - {scene: bars, heading: ماذا نشرنا؟, items: [posts, images, clips]}
  - {scene: outro, call: تابعونا}
"""


def written(folder: Path, text: str = SPEC, **changes: str) -> Path:
    """The spec in `folder`; `changes` replace whole lines by their key."""
    lines = []
    for line in text.splitlines():
        key = line.partition(":")[0]
        lines.append(f"{key}: {changes.pop(key)}" if key in changes else line)
    lines += [f"{key}: {value}" for key, value in changes.items()]
    path = folder / "spec.yaml"
    folder.mkdir(exist_ok=True, parents=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def composed(path: Path, format_name: str = "square") -> pipeline.Composition:
    return pipeline.compose(pipeline.open_clip(path), format_name)
