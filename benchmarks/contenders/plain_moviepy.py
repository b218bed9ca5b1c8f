"""The reference clip as a user of moviepy would write it: TextClip, ImageClip and CompositeVideoClip, one in the other.

python plain_moviepy.py CLIP.json OUT.mp4
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
from moviepy import CompositeVideoClip, ImageClip, TextClip, vfx
from PIL import Image, ImageDraw

AIR = 0.7  # above and below a text, by its size


def ease_out(part: float) -> float:
    return 1.0 - (1.0 - min(1.0, max(0.0, part))) ** 3


def ground(width: int, height: int) -> np.ndarray:
    """The shaded ground, rows from the first green to the other."""
    first, last = np.array([11, 46, 36]), np.array([20, 98, 76])
    rows = np.linspace(0, 1, height)[:, None, None]
    return np.broadcast_to(first + (last - first) * rows, (height, width, 3)).astype("uint8")


def text(words: str, font: str, size: int, color: str) -> TextClip:
    """The box of a text in moviepy is too low for Arabic: without a margin it cuts dots and descenders off."""
    air = round(size * AIR)
    return TextClip(font=font, text=words, font_size=size, color=color, margin=(10, air), text_align="center")


def bar(width: int) -> np.ndarray:
    picture = Image.new("RGBA", (width, 40))
    ImageDraw.Draw(picture).rounded_rectangle((0, 0, width - 1, 39), 20, "#E4BF76")
    return np.array(picture)


def scene_clip(told: dict[str, Any], scene: dict[str, Any]) -> CompositeVideoClip:
    """One scene, half a fade longer at both ends, its own time beginning after the first half."""
    width, height, seconds, half = told["width"], told["height"], told["sceneSeconds"], told["fadeSeconds"] / 2
    whole = seconds + half
    layers = [ImageClip(ground(width, height)).with_duration(whole)]
    head = text("\n".join(scene["lines"]), told["bold"], 90, "#FFF8E7").with_duration(whole)
    slide = [vfx.CrossFadeIn(0.6)]
    left = (width - head.w) / 2
    layers.append(
        head.with_effects(slide).with_position(lambda t: (left + 60 * (1 - ease_out(t / 0.6)), 270 - 90 * AIR))
    )
    frames = round(1.4 * told["fps"])
    for frame in range(frames + 1):  # a text for every value that the number shows
        value = text(f"{round(scene['value'] * ease_out(frame / frames)):,}", told["bold"], 200, "#E4BF76")
        shown = 1 / told["fps"] if frame < frames else whole - frames / told["fps"]
        begin = frame / told["fps"]
        layers.append(value.with_start(begin).with_duration(shown).with_position(("center", 490 - 200 * AIR)))
    for number, (label, share) in enumerate(zip(told["labels"], scene["shares"], strict=True)):
        name = text(label, told["regular"], 44, "#D6E2D2").with_duration(whole)
        layers.append(name.with_position((940 - name.w, 850 - 44 * AIR + 130 * number)))
        full = round(800 * share / 100)
        drawn = ImageClip(bar(full), transparent=True).with_duration(whole)
        grown = vfx.Resize(lambda t, full=full: (max(1, round(full * ease_out(t / 1.54))), 40))
        place = lambda t, full=full, number=number: (940 - max(1, round(full * ease_out(t / 1.54))), 926 + 130 * number)  # noqa: E731
        layers.append(drawn.with_effects([grown]).with_position(place))
    return CompositeVideoClip(layers, size=(width, height)).with_duration(whole)


def main(clip: Path, out: Path) -> None:
    told = json.loads(clip.read_text(encoding="utf-8"))
    half = told["fadeSeconds"] / 2
    scenes = []
    for number, scene in enumerate(told["scenes"]):
        made = scene_clip(told, scene).with_start(max(0.0, number * told["sceneSeconds"] - half))
        scenes.append(made.with_effects([vfx.CrossFadeIn(2 * half)]) if number else made)
    film = CompositeVideoClip(scenes, size=(told["width"], told["height"]))
    film = film.with_duration(told["seconds"])
    film.write_videofile(
        str(out), fps=told["fps"], preset="veryfast", ffmpeg_params=["-crf", "20"], audio=False, logger=None
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
