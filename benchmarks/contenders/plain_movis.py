"""The reference clip as a user of movis would write it: a composition for each scene, in one composition.

python plain_movis.py CLIP.json OUT.mp4
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import movis as mv
import numpy as np
from PIL import Image
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication

POINTS = 0.75  # movis counts in points, of which an inch has 72; a screen has 96 pixels there


def ease_out(part: float) -> float:
    return 1.0 - (1.0 - min(1.0, max(0.0, part))) ** 3


def ground(width: int, height: int, path: Path) -> Path:
    first, last = np.array([11, 46, 36]), np.array([20, 98, 76])
    rows = np.linspace(0, 1, height)[:, None, None]
    Image.fromarray(np.broadcast_to(first + (last - first) * rows, (height, width, 3)).astype("uint8")).save(path)
    return path


def scene_layer(told: dict[str, Any], scene: dict[str, Any], back: Path) -> mv.layer.Composition:
    """One scene, half a fade longer than its time."""
    width, height = told["width"], told["height"]
    whole = told["sceneSeconds"] + told["fadeSeconds"] / 2
    made = mv.layer.Composition(size=(width, height), duration=whole)
    made.add_layer(mv.layer.Image(str(back), duration=whole))
    head = mv.layer.Text(
        "\n".join(scene["lines"]), 90 * POINTS, "Cairo", "Bold", "#FFF8E7", line_spacing=126, duration=whole
    )
    item = made.add_layer(head, position=(width / 2, 400))
    item.position.enable_motion().extend([0.0, 0.6], [(width / 2 + 60, 400), (width / 2, 400)], ["ease_out3"])
    item.opacity.enable_motion().extend([0.0, 0.6], [0.0, 1.0], ["ease_out3"])

    def value(t: float) -> str:
        return f"{round(scene['value'] * ease_out(t / 1.4)):,}"

    made.add_layer(
        mv.layer.Text(value, 200 * POINTS, "Cairo", "Bold", "#E4BF76", duration=whole), position=(width / 2, 670)
    )
    for number, (label, share) in enumerate(zip(told["labels"], scene["shares"], strict=True)):
        name = mv.layer.Text(label, 44 * POINTS, "Cairo", "Regular", "#D6E2D2", duration=whole)
        right = mv.Direction.CENTER_RIGHT
        made.add_layer(name, position=(940, 885 + 130 * number), origin_point=right)
        bar = mv.layer.Rectangle((1.0, 40.0), radius=20.0, color="#E4BF76", duration=whole)
        bar.size.enable_motion().extend([0.0, 1.54], [(1.0, 40.0), (8.0 * share, 40.0)], ["ease_out3"])
        made.add_layer(bar, position=(940, 946 + 130 * number), origin_point=right)
    return made


def main(clip: Path, out: Path) -> None:
    told = json.loads(clip.read_text(encoding="utf-8"))
    application = QApplication.instance() or QApplication(sys.argv[:1])
    for font in (told["bold"], told["regular"]):
        QFontDatabase.addApplicationFont(font)
    back = ground(told["width"], told["height"], out.with_suffix(".png"))
    half = told["fadeSeconds"] / 2
    film = mv.layer.Composition(size=(told["width"], told["height"]), duration=told["seconds"])
    for number, scene in enumerate(told["scenes"]):
        begin = max(0.0, number * told["sceneSeconds"] - half)
        item = film.add_layer(scene_layer(told, scene, back), offset=begin)
        if number:
            item.opacity.enable_motion().extend([0.0, 2 * half], [0.0, 1.0])
    options = ["-preset", "veryfast", "-crf", "20"]
    film.write_video(str(out), fps=told["fps"], audio=False, output_params=options)
    del application


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
