"""Streams for tests: x264's own, and what ffmpeg's decoder makes of them."""

from __future__ import annotations

import random
import subprocess
from pathlib import Path

from infoclip.program import ffmpeg_exe

WIDTH, HEIGHT = 320, 180


def moving(count: int, width: int = WIDTH, height: int = HEIGHT) -> bytes:
    """`count` frames (planes) of a noisy picture that drifts: nothing in it is easy to predict."""
    rng = random.Random(7)
    noise = rng.randbytes(width * (height + 3 * count))
    soft = bytes(64 + value // 2 for value in noise)
    chroma = bytes(range(64, 192)) * (width * height // 2 // 128 + 1)
    frames = []
    for number in range(count):
        start = number * width * 3 + number % 7
        frames.append(soft[start : start + width * height] + chroma[number : number + width * height // 2])
    return b"".join(frames)


def encoded(frames: bytes, *options: str, width: int = WIDTH, height: int = HEIGHT) -> bytes:
    """The frames as x264 encodes them, in one thread, as Annex B."""
    command = [ffmpeg_exe(), "-v", "error", "-f", "rawvideo", "-pixel_format", "yuv420p"]
    command += ["-video_size", f"{width}x{height}", "-framerate", "30", "-i", "pipe:0"]
    command += ["-c:v", "libx264", "-threads", "1", "-g", "250", *options, "-f", "h264", "pipe:1"]
    return subprocess.run(command, input=frames, stdout=subprocess.PIPE, check=True, timeout=60).stdout


def decoded(stream: bytes | Path) -> list[str]:
    """The MD5 of every frame in the order shown. Fails for anything that the decoder finds wrong."""
    source = ["-i", str(stream)] if isinstance(stream, Path) else ["-f", "h264", "-i", "pipe:0"]
    command = [ffmpeg_exe(), "-v", "warning", "-xerror", "-err_detect", "explode", *source]
    command += ["-map", "0:v:0", "-fps_mode", "passthrough", "-f", "framemd5", "-"]
    data = b"" if isinstance(stream, Path) else stream
    run = subprocess.run(command, input=data, capture_output=True, check=False, timeout=120)
    assert run.returncode == 0, run.stderr.decode()
    assert not run.stderr.strip(), run.stderr.decode()
    return [line.split(",")[-1].strip() for line in run.stdout.decode().splitlines() if not line.startswith("#")]
