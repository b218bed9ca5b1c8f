"""Same frames, same bytes: whatever stands in memory that x264 reads without anyone having written it."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from infoclip.film.instructions import steady_instructions, without_avx512


def test_avx512_is_left_out_and_nothing_else() -> None:
    said = "using cpu capabilities: MMX2 SSE2Fast SSE4.2 AVX FMA3 AVX2 AVX512\n profile High"
    assert without_avx512(said) == "asm=MMX2,SSE2Fast,SSE4.2,AVX,FMA3,AVX2"


@pytest.mark.parametrize(
    "said",
    ["using cpu capabilities: MMX2 SSE4.2 AVX2", "using cpu capabilities: ARMv8 NEON", "capabilities: none!", ""],
)
def test_other_processors_are_left_to_x264(said: str) -> None:
    assert without_avx512(said) == ""


@pytest.mark.skipif(not Path("/proc/cpuinfo").exists(), reason="the system's own word for it is Linux's")
def test_what_x264_says_is_what_the_system_says() -> None:
    words = Path("/proc/cpuinfo").read_text().split()
    assert ("AVX2" in steady_instructions()) == ("avx512bw" in words and "avx512vl" in words)


# A wall of noise that comes in from the right: what moves there is where x264 looked beside the frame.
WRITING = """
import random, sys
from pathlib import Path
from infoclip.film.clip import EncoderSettings, FilmSettings, FilmShape, build_clip, write_film

width, height = 240, 160
random.seed(7)
wall = [random.randbytes(200) for _ in range(height)]

def frames():
    for number in range(40):
        rows = b"".join(bytes([60]) * (width - 4 * number) + wall[y][: 4 * number] for y in range(height))
        yield memoryview(rows + bytes([128]) * (width * height // 2))

shape = FilmShape(width, height, 30, (40,))
write_film(build_clip(frames(), shape), shape, Path(sys.argv[1]), FilmSettings(EncoderSettings()))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="MALLOC_PERTURB_ is glibc's")
def test_what_memory_held_before_does_not_change_a_stream(tmp_path: Path) -> None:
    found = set()
    for held in ("0", "3", "165"):
        path = tmp_path / f"{held}.h264"
        environment = {**os.environ, "MALLOC_PERTURB_": held}
        subprocess.run([sys.executable, "-c", WRITING, str(path)], check=True, env=environment)
        found.add(hashlib.md5(path.read_bytes()).hexdigest())
    assert len(found) == 1
