"""The music steps back while somebody speaks: a side chain on the voice's level, with attack, hold and release."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infoclip.sound.synthesis import RATE

if TYPE_CHECKING:
    from infoclip.sound.synthesis import Wave

STEP = 480  # samples: 10 ms
AHEAD = 0.12  # seconds: the music is down when the first word comes
HOLD = 0.35  # it stays down over the gaps between words
ATTACK, RELEASE = 0.08, 0.45  # seconds to come two thirds of the way
_OPENS, _FULL = -30.0, -18.0  # dB below the voice's loud passages: where ducking begins, and where it is whole


def ducked(under: Wave, voice: Wave, depth: float) -> Wave:
    """`under` (n, 2) with its gain down by up to `depth` dB where `voice` (n, 2) speaks. Silence ducks nothing."""
    import numpy as np

    gain = duck_curve(voice, depth)
    if depth <= 0 or not gain.any():
        return under
    middle = np.arange(len(gain)) * STEP + STEP / 2
    smooth = np.interp(np.arange(len(under)), middle, 10 ** (gain / 20)).astype(np.float32)
    return under * smooth[:, None]


def duck_curve(voice: Wave, depth: float) -> Wave:
    """The gain of what lies under `voice`, in dB (0 to -depth), for every 10 ms."""
    import numpy as np

    blocks = -(-len(voice) // STEP)
    padded = np.zeros((blocks * STEP,), dtype=np.float32)
    padded[: len(voice)] = np.abs(voice).max(axis=1)
    power = (padded.reshape(blocks, STEP) ** 2).mean(axis=1)
    level = 10 * np.log10(np.maximum(power, 1e-12))
    speaking = level[level > -70]
    if not len(speaking):
        return np.zeros(blocks, dtype=np.float32)
    loud = np.percentile(speaking, 90)
    wanted = np.clip((level - loud - _OPENS) / (_FULL - _OPENS), 0, 1)
    before, after = round(AHEAD * RATE / STEP), round(HOLD * RATE / STEP)
    around = np.pad(wanted, (after, before))
    held = np.lib.stride_tricks.sliding_window_view(around, before + after + 1).max(axis=1)
    rising, falling = (1 - np.exp(-STEP / RATE / seconds) for seconds in (ATTACK, RELEASE))
    now, gain = 0.0, np.zeros(blocks, dtype=np.float32)
    for index, target in enumerate(held.tolist()):
        now += (target - now) * (rising if target > now else falling)
        gain[index] = now
    return gain * np.float32(-depth)
