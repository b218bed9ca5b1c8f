"""The reference clip: what all contenders draw alike. Six scenes of five seconds, 1080x1920, 30 frames a second.

A scene is a ground that shades from one green to another, two lines in Cairo Bold that slide in and fade in together
(0.6 s), a number that counts up (1.4 s), and five bars under their labels that grow (1.54 s). Then it stands still. A
scene fades into the next for half a second about its cut. 900 frames, 275 of them different.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parent
BOLD = REPOSITORY / "fonts" / "cairo" / "Cairo_700Bold.ttf"
REGULAR = REPOSITORY / "fonts" / "cairo" / "Cairo_400Regular.ttf"
SCENE_SECONDS, FADE_SECONDS = 5.0, 0.5
LABELS = ("تويتر", "فيسبوك", "إنستغرام", "يوتيوب", "لينكد إن")
HEADLINES = (
    ("حصاد عام كامل", "في مواقع التواصل"),
    ("صور ومقاطع جديدة", "كل يوم من أيام السنة"),
    ("متابعون من كل مكان", "على خمس منصات"),
    ("أسئلة الناس وردودنا", "خلال ساعات قليلة"),
    ("حملات توعية مشتركة", "مع شركاء كثر"),
    ("شكرًا لمن تابعنا", "ونلتقي في العام القادم"),
)


@dataclass(frozen=True, slots=True)
class Scene:
    """The words and figures of one scene; `shares` are the bars' lengths, percent of 900 pixels."""

    lines: tuple[str, str]
    value: int
    shares: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Clip:
    """The clip as data, for contenders that are other programs (`to_json`)."""

    width: int = 1080
    height: int = 1920
    fps: int = 30
    scenes: tuple[Scene, ...] = field(default_factory=tuple)

    @property
    def seconds(self) -> float:
        return len(self.scenes) * SCENE_SECONDS

    def to_json(self) -> str:
        told = asdict(self) | {"seconds": self.seconds, "labels": LABELS, "bold": str(BOLD), "regular": str(REGULAR)}
        return json.dumps(told | {"sceneSeconds": SCENE_SECONDS, "fadeSeconds": FADE_SECONDS}, ensure_ascii=False)


def reference_clip(scenes: int = 6) -> Clip:
    """The clip, or one of another number of scenes (the six again and again, each with figures of its own)."""
    made = (
        Scene(HEADLINES[n % 6], 2466 + 731 * n, tuple(95 - 11 * bar - (7 * n + 3 * bar) % 9 for bar in range(5)))
        for n in range(scenes)
    )
    return Clip(scenes=tuple(made))


def ease_out(part: float) -> float:
    """Cubic, 0..1."""
    return 1.0 - (1.0 - min(1.0, max(0.0, part))) ** 3


def write_spec(folder: Path, clip: Clip, *, moving: bool = False, seconds: float | None = None) -> Path:
    """The clip as infoclip's designers would write it, with its template and art beside it. `moving`: a pattern drifts
    over all of its ground, slowly and without a rest, so that no frame is like the one before it.
    """
    shutil.copytree(HERE / "reference" / "templates", folder / "templates", dirs_exist_ok=True)
    each = (seconds or clip.seconds) / len(clip.scenes)
    lines = [
        "title: مرجع", "theme: official", "brand: {name: مرجع}", "formats: [reel]",
        f"duration: {each * len(clip.scenes):g}", "sound: {mood: none}", "scenes:",
    ]  # fmt: skip
    for scene in clip.scenes:
        told = {"scene": "reference", "lines": scene.lines, "value": scene.value}
        told |= {"labels": LABELS, "shares": scene.shares, "moving": moving, "seconds": each}
        lines.append(f"  - {json.dumps(told, ensure_ascii=False)}")
    path = folder / "spec.yaml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def named_spec(name: str, folder: Path) -> Path:
    """The spec that a benchmark is told to take: `reference` or `moving` (written to `folder`), or a file's path."""
    if name in {"reference", "moving"}:
        return write_spec(folder, reference_clip(), moving=name == "moving")
    return Path(name)


def measure_spec(description: str | None, rounds: int, compare: Callable[[Path, str, int, Path], None]) -> None:
    """Run `compare(spec, format, rounds, a folder of its own)` as the command line says: SPEC, --format, --rounds."""
    parser = argparse.ArgumentParser(description=(description or "").splitlines()[0])
    parser.add_argument("spec")
    parser.add_argument("--format", default="reel")
    parser.add_argument("--rounds", type=int, default=rounds)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="measured-") as name:
        folder = Path(name)
        compare(named_spec(options.spec, folder / "clip"), options.format, options.rounds, folder)


if __name__ == "__main__":
    print(reference_clip().to_json())
