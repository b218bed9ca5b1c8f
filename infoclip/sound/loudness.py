"""How loud a sound is to the ear, measured by ffmpeg (ITU-R BS.1770, EBU R 128), and bringing it to a level.

Platforms play at about -14 LUFS and re-encode, so the true peak is held at -1 dB **after** AAC, which overshoots by up
to 1 dB: what is measured is the encoded file, and the limit goes down until it holds.
"""

from __future__ import annotations

import math
import re
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from infoclip.errors import WorkError
from infoclip.program import ffmpeg_exe

if TYPE_CHECKING:
    from infoclip.sound.synthesis import Wave

TARGET_LUFS = -14.0
HIGHEST_PEAK = -1.0
_TRIES = 6
_NEAR = 0.4  # LU from the target that nobody hears
_BLOCK = 48  # samples: 1 ms, the limiter's step


@dataclass(frozen=True, slots=True)
class Loudness:
    """`integrated` in LUFS (-inf for silence), `peak` in dBTP (nan where it was not measured)."""

    integrated: float
    peak: float


def measure(path: Path, *, peak: bool = True) -> Loudness:
    """The loudness of a file's first sound track. Raises WorkError when ffmpeg cannot read it."""
    return _run(["-i", str(path)], None, peak)


def measure_wave(wave: Wave, rate: int) -> float:
    """Integrated loudness of stereo samples (n, 2), in LUFS."""
    source = ["-f", "f32le", "-ar", str(rate), "-ac", "2", "-i", "pipe:0"]
    return _run(source, wave.astype("<f4").tobytes(), False).integrated


def _run(source: list[str], data: bytes | None, peak: bool) -> Loudness:
    meter = "ebur128=framelog=quiet" + (":peak=true" if peak else "")
    command = [ffmpeg_exe(), "-nostats", "-hide_banner", *source, "-map", "0:a:0", "-af", meter, "-f", "null", "-"]
    done = subprocess.run(
        command, input=data, stdin=None if data else subprocess.DEVNULL, capture_output=True, check=False
    )
    text = done.stderr.decode("utf-8", "replace")
    integrated = re.search(r"^\s+I:\s+(-?[\d.]+|-?inf) LUFS", text, re.MULTILINE)
    high = re.search(r"^\s+Peak:\s+(-?[\d.]+|-?inf) dBFS", text, re.MULTILINE)
    if done.returncode != 0 or integrated is None or (peak and high is None):
        raise WorkError("the sound cannot be measured: " + " / ".join(text.strip().splitlines()[-2:]))
    value = float(integrated[1])
    # the meter shows silence as its gate, -70
    return Loudness(-math.inf if value <= -70 else value, float(high[1]) if high else math.nan)


def limit(wave: Wave, ceiling: float) -> Wave:
    """`wave` (n, 2) with no sample above `ceiling` (linear): the gain dips smoothly, 6 ms to each side of a peak."""
    import numpy as np

    blocks = -(-wave.shape[0] // _BLOCK)
    level = np.zeros(blocks * _BLOCK, dtype=np.float32)
    level[: wave.shape[0]] = np.maximum(np.abs(wave[:, 0]), np.abs(wave[:, 1]))
    peaks = level.reshape(blocks, _BLOCK).max(axis=1)
    need = np.minimum(1, ceiling / np.maximum(peaks, 1e-9))
    if need.min() >= 1:
        return wave
    reach = 6
    around = np.pad(need, 2 * reach, constant_values=1.0)
    lowest = np.lib.stride_tricks.sliding_window_view(around, 2 * reach + 1).min(axis=1)
    kernel = np.hanning(2 * reach + 3)[1:-1]
    gain = np.convolve(lowest, kernel / kernel.sum(), mode="valid")
    middle = np.arange(blocks) * _BLOCK + _BLOCK / 2
    smooth = np.interp(np.arange(wave.shape[0]), middle, gain).astype(np.float32)
    exact = np.minimum(smooth, np.float32(ceiling) / np.maximum(level[: wave.shape[0]], 1e-9))  # between two blocks
    return np.asarray(wave * exact[:, None], dtype=np.float32)


def level(wave: Wave, rate: int, encode: Callable[[Wave], Path], *, target: float = TARGET_LUFS) -> Loudness:
    """Bring `wave` (n, 2) to `target` LUFS and encode it; the encoded file's true peak ends at -1 dB or lower.

    `encode` writes samples and returns the file, which is measured; every try may be quieter than the one before.
    Returns the loudness of the last file written. Silence stays silence.
    """
    import numpy as np

    before = measure_wave(wave, rate)
    if math.isinf(before):
        encode(wave)
        return Loudness(before, -math.inf)
    gain, ceiling = target - before, HIGHEST_PEAK - 0.6
    for _ in range(_TRIES):
        shaped = limit(wave * np.float32(10 ** (gain / 20)), 10 ** (ceiling / 20))
        found = measure(encode(shaped))
        too_high = found.peak - HIGHEST_PEAK
        if too_high <= 0 and (found.integrated <= target + _NEAR):
            if found.integrated >= target - _NEAR or gain > target - before + 6:
                return found
            gain += target - found.integrated  # the limiter took more than a little away
        elif too_high > 0:
            ceiling -= too_high + 0.1
        else:
            gain += target - found.integrated
    return _turn_down(shaped, encode, found)


def _turn_down(shaped: Wave, encode: Callable[[Wave], Path], found: Loudness) -> Loudness:
    """The last resort: the whole sound quieter until the peak holds, whatever loudness that leaves."""
    import numpy as np

    for _ in range(_TRIES):
        if found.peak <= HIGHEST_PEAK:
            return found
        shaped = shaped * np.float32(10 ** (-(found.peak - HIGHEST_PEAK + 0.2) / 20))
        found = measure(encode(shaped))
    raise WorkError(f"the sound's true peak stays at {found.peak:g} dB after encoding")
