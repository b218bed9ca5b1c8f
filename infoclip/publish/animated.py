"""Animated GIF and WebP under a size budget: fewer frames, pixels and colours, step by step, until the file fits."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from infoclip.errors import InputError, Problem
from infoclip.film.clip import Progress
from infoclip.film.frames import device_size
from infoclip.film.pictures import frame_pictures
from infoclip.film.streams import pipe_video, run_ffmpeg
from infoclip.publish.files import replacing
from infoclip.publish.sequences import Moving
from infoclip.publish.stills import StillLook

BUDGET = 8_000_000
LEAST_BUDGET = 20_000


@dataclass(frozen=True, slots=True)
class Step:
    """One way to write it: pixels of the short side, frames a second, and colours (GIF) or quality (WebP)."""

    side: int
    fps: float
    depth: int

    @property
    def cost(self) -> float:
        """What it takes beside the other steps of its ladder."""
        return float(self.side**2 * self.fps**0.9 * math.log2(self.depth))


# Frame rates whose delays are whole hundredths of a second, as GIF counts them: 12.5 is 8, 10 is 10, 6.25 is 16.
GIF_STEPS = (
    Step(540, 12.5, 256), Step(480, 12.5, 256), Step(480, 12.5, 128), Step(432, 10, 128), Step(360, 10, 128),
    Step(360, 10, 64), Step(320, 10, 64), Step(270, 8, 64), Step(270, 6.25, 48), Step(220, 6.25, 32), Step(160, 5, 32),
    Step(120, 4, 16),
)  # fmt: skip
WEBP_STEPS = (
    Step(540, 15, 75), Step(540, 15, 55), Step(540, 12.5, 45), Step(480, 12.5, 40), Step(432, 12.5, 35),
    Step(360, 10, 35), Step(360, 10, 25), Step(320, 8, 20), Step(270, 6.25, 15), Step(200, 5, 10), Step(120, 4, 5),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Animation:
    """An animation that was written, and how."""

    path: Path
    size: int
    step: Step


def write_animation(moving: Moving, path: Path, *, budget: int = BUDGET, progress: Progress | None = None) -> Animation:
    """Write frames of a clip as GIF or WebP (by the name's ending), at most `budget` bytes. The steps say their size.

    Raises InputError when even the smallest step is larger than the budget; then nothing is written.
    """
    steps = GIF_STEPS if path.suffix.lower() == ".gif" else WEBP_STEPS
    if budget < LEAST_BUDGET:
        message = f"a budget of {budget} bytes holds no animation"
        raise InputError(Problem(message, hint="give one like 2MB", code="budget"))
    with tempfile.TemporaryDirectory(prefix="infoclip-") as folder, replacing(path) as part:
        kept = Path(folder) / "frames.mkv"
        _keep_frames(moving, kept, max(step.fps for step in steps), progress)
        step, size = _fitted(kept, moving.look, part, steps, budget)
    return Animation(path, size, step)


def _keep_frames(moving: Moving, path: Path, fps: float, progress: Progress | None) -> None:
    """The frames, drawn once, without loss, at the largest size and rate of any step."""
    timeline = moving.timeline
    stride = max(1, math.floor(timeline.fps / fps + 1e-6))
    kept = replace(moving, frames=moving.frames[::stride], scale=_largest(moving.look))
    video = replace(kept.raw("rgb24"), fps=timeline.fps / stride)
    pictures = frame_pictures(timeline, theme=kept.look.theme, scale=kept.scale, frames=kept.frames)
    options = ["-c:v", "libx264rgb", "-qp", "0", "-preset", "ultrafast"]
    pipe_video((picture.tobytes() for picture in pictures), video, options, path, progress)


def _largest(look: StillLook) -> float:
    return GIF_STEPS[0].side / min(look.format.width, look.format.height)


def _fitted(kept: Path, look: StillLook, part: Path, steps: Sequence[Step], budget: int) -> tuple[Step, int]:
    """The first step that fits the budget, tried from where the last one's size says it may be."""
    at = 0
    while True:
        step = steps[at]
        run_ffmpeg(_options(kept, look, step, part.suffix.lower()), part)
        size = part.stat().st_size
        if size <= budget:
            return step, size
        following = [
            later for later in range(at + 1, len(steps)) if steps[later].cost <= 1.2 * step.cost * budget / size
        ]
        if at + 1 == len(steps):
            break
        at = following[0] if following else len(steps) - 1
    message = f"the animation takes {size / 1e6:.1f} MB even at its smallest; the budget is {budget / 1e6:.1f} MB"
    raise InputError(
        Problem(message, hint="give a part of the clip with --from and --to, or a larger --budget", code="budget")
    )


def _options(kept: Path, look: StillLook, step: Step, suffix: str) -> list[str]:
    scale = step.side / min(look.format.width, look.format.height)
    width, height = device_size(look.format.width, look.format.height, scale)
    shrink = f"fps={step.fps:g},scale={width}:{height}:flags=lanczos"
    if suffix == ".webp":
        quality = ["-c:v", "libwebp_anim", "-quality", str(step.depth), "-compression_level", "3", "-loop", "0"]
        return ["-i", str(kept), "-vf", f"{shrink},format=yuv420p", *quality, "-f", "webp"]
    palette = f"split[a][b];[a]palettegen=max_colors={step.depth}:stats_mode=diff[p]"
    use = "[b][p]paletteuse=dither=bayer:bayer_scale=5:diff_mode=rectangle"
    return ["-i", str(kept), "-filter_complex", f"{shrink},{palette};{use}", "-loop", "0", "-f", "gif"]
