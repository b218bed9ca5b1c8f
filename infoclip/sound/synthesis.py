"""The instruments, as sums of sines and filtered noise: float32, about -1..1, seeded, so same in, same out.

Nothing is sampled, so nothing needs a licence. Each function gives one mono note; `mix.py` places notes in the track.
Notes are at 48 kHz, only what holds nothing above 5 kHz (pads, the room's tail) is worked out at a quarter of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Wave = NDArray[np.float32]

RATE = 48_000
SLOW = 4
SLOW_RATE = RATE // SLOW


def _times(seconds: float) -> Wave:
    import numpy as np

    return np.arange(max(1, round(seconds * RATE)), dtype=np.float32) / np.float32(RATE)


def pluck(hertz: float, seconds: float, seed: int, *, brightness: float = 0.5, damping: float = 0.996) -> Wave:
    """A plucked string (Karplus and Strong 1983), oud-like: a short noise burst going round a loop one period long.

    The loop is worked out a period at a time, so a note costs one small array operation a period.
    """
    import numpy as np

    # the averaging of neighbours delays by half a sample; a loop has whole samples, so what is left is stretched away
    period = max(8, round(RATE / hertz - 0.5))
    stretch = hertz * (period + 0.5) / RATE
    count = max(period, round(seconds * RATE))
    total = int(count * stretch) + 2
    burst = np.random.default_rng(seed).uniform(-1, 1, period).astype(np.float32)
    for _ in range(max(1, round((1 - brightness) * 12))):  # a softer plectrum: fewer overtones
        burst = 0.5 * (burst + np.roll(burst, 1))
    burst -= burst.mean()
    # two plucking points a fifth of the string apart thin out every fifth overtone, as a real pluck does
    burst -= 0.7 * np.roll(burst, period // 5)
    rows = -(-total // period)
    string = np.empty((rows, period), dtype=np.float32)
    string[0] = burst / max(1e-6, float(np.abs(burst).max()))
    for row in range(1, rows):
        before = string[row - 1]
        string[row, 1:] = (before[1:] + before[:-1]) * (0.5 * damping)
        string[row, 0] = (before[0] + string[row - 2, -1] if row > 1 else before[0]) * (0.5 * damping)
    straight = string.reshape(-1)[:total]
    wave: Wave = np.interp(np.arange(count) * stretch, np.arange(len(straight)), straight).astype(np.float32)
    _soften_ends(wave, 0.002, 0.08)
    return wave


def pad(hertz: float, seconds: float, seed: int, *, warmth: float = 1.6, attack: float = 1.2) -> Wave:
    """A warm, slowly breathing tone at `SLOW_RATE`: three detuned voices of six overtones, falling as 1/n^(warmth+0.6).

    One period is worked out once and read at three speeds, which costs a fifth of summing the sines for every sample.
    """
    import numpy as np

    random = np.random.default_rng(seed)
    turn = np.arange(4096, dtype=np.float32) * np.float32(2 * np.pi / 4096)
    table = np.zeros(4096, dtype=np.float32)
    for overtone in range(1, 7):
        if hertz * overtone < 4500:
            phase = np.float32(random.uniform(0, 2 * np.pi))
            table += np.sin(turn * overtone + phase) / np.float32(overtone ** (warmth + 0.6))
    count = max(1, round(seconds * SLOW_RATE))
    position = np.arange(count, dtype=np.float64)
    wave = np.zeros(count, dtype=np.float32)
    for detune in (0.9985, 1.0, 1.0017):
        steps = position * (hertz * detune / SLOW_RATE * 4096) + random.uniform(0, 4096)
        wave += table[steps.astype(np.int64) & 4095]
    breath = np.sin(position * (2 * np.pi * 0.17 / SLOW_RATE) + random.uniform(0, 6)).astype(np.float32)
    wave *= (1 + np.float32(0.12) * breath) / np.float32(3)
    _soften_ends(wave, min(attack, seconds / 2), min(attack * 1.3, seconds / 2), SLOW_RATE)
    return wave


def bell(hertz: float, seconds: float, seed: int, *, glass: bool = False) -> Wave:
    """A struck bar: inharmonic partials, the high ones dying first. `glass` is thinner and purer."""
    import numpy as np

    t = _times(seconds)
    partials = (
        ((1, 1.0, 1.0), (2.005, 0.35, 0.6), (4.1, 0.12, 0.3))
        if glass
        else ((1, 1.0, 1.0), (2.0, 0.55, 0.75), (2.76, 0.4, 0.55), (5.4, 0.18, 0.25), (0.5, 0.35, 1.2))
    )
    phase = np.random.default_rng(seed).uniform(0, 2 * np.pi, len(partials))
    wave = np.zeros_like(t)
    for (ratio, level, life), start in zip(partials, phase, strict=True):
        if hertz * ratio < 12_000:
            decay = np.exp(-t * np.float32(4.2 / (seconds * life)))
            wave += np.float32(level) * decay * np.sin(np.float32(2 * np.pi * hertz * ratio) * t + np.float32(start))
    wave /= np.float32(sum(level for _, level, _ in partials))
    _soften_ends(wave, 0.004, min(0.2, seconds / 3))
    return wave


def daf(seconds: float, seed: int, *, hertz: float = 74.0) -> Wave:
    """A low frame-drum stroke: a skin whose pitch falls as it is struck, and the brush of the hand."""
    import numpy as np

    t = _times(seconds)
    fall = hertz * (t + (0.045 / 1.0) * (1 - np.exp(-t / 0.045)) * 0.8)  # integral of hertz * (1 + 0.8 exp(-t/45 ms))
    body = np.sin(2 * np.pi * fall) * np.exp(-t * 6.5)
    body += 0.3 * np.sin(2 * np.pi * fall * 1.59) * np.exp(-t * 13)
    noise = np.random.default_rng(seed).standard_normal(t.size).astype(np.float32)
    brush = np.convolve(noise, np.full(18, 1 / 18, dtype=np.float32), mode="same") * np.exp(-t * 55)
    wave: Wave = (0.85 * body + 0.35 * brush).astype(np.float32)
    _soften_ends(wave, 0.003, min(0.1, seconds / 3))
    return wave


def air(seconds: float, seed: int, *, low: float = 400.0, high: float = 5000.0) -> Wave:
    """An airy rise: noise whose band climbs from `low` to `high` hertz and swells until its end."""
    import numpy as np

    count = max(256, round(seconds * RATE))
    noise = np.random.default_rng(seed).standard_normal(count).astype(np.float32)
    spectrum, frequency = np.fft.rfft(noise), np.fft.rfftfreq(count, 1 / RATE)
    position = np.linspace(0, 1, count, dtype=np.float32)
    wave = np.zeros(count, dtype=np.float32)
    for step in range(4):  # four bands, one after the other: a sweep without a filter that runs sample by sample
        center = low * (high / low) ** (step / 3)
        band = np.exp(-(np.log2(np.maximum(frequency, 1) / center) ** 2) / 0.5)
        share = np.maximum(0, 1 - np.abs(position * 3 - step)).astype(np.float32)
        wave += np.fft.irfft(spectrum * band, count).astype(np.float32) * share
    wave *= position**2
    wave /= max(1e-6, float(np.abs(wave).max()))
    _soften_ends(wave, 0.05, min(0.12, seconds / 4))
    return wave


def mallet(hertz: float, seconds: float, seed: int) -> Wave:
    """A marimba's bar: its second partial two octaves up, tuned, and gone at once; a soft knock before it."""
    import numpy as np

    t = _times(seconds)
    life = 5.2 * (hertz / 220) ** 0.4  # high bars die sooner
    wave = np.sin(np.float32(2 * np.pi * hertz) * t) * np.exp(-t * np.float32(life))
    for ratio, level, quick in ((3.97, 0.22, 22.0), (9.6, 0.07, 60.0)):
        if hertz * ratio < 12_000:
            wave += (
                np.float32(level) * np.sin(np.float32(2 * np.pi * hertz * ratio) * t) * np.exp(-t * np.float32(quick))
            )
    knock = np.random.default_rng(seed).standard_normal(t.size).astype(np.float32) * np.exp(-t * np.float32(320))
    made: Wave = (0.8 * wave + 0.06 * knock).astype(np.float32)
    _soften_ends(made, 0.002, min(0.15, seconds / 3))
    return made


def felt(hertz: float, seconds: float, seed: int) -> Wave:
    """A piano with felt between hammer and string: few overtones, slightly sharp of true, a muffled stroke."""
    import numpy as np

    t = _times(seconds)
    random = np.random.default_rng(seed)
    wave = np.zeros_like(t)
    for overtone in range(1, 7):
        partial = hertz * overtone * (1 + 0.00035 * overtone**2) ** 0.5
        if partial < 6000:
            decay = np.exp(-t * np.float32(0.9 + 0.9 * overtone))
            wave += np.float32(overtone**-1.7) * decay * np.sin(np.float32(2 * np.pi * partial) * t)
    noise = random.standard_normal(t.size).astype(np.float32)
    thump = np.convolve(noise, np.full(60, 1 / 60, dtype=np.float32), mode="same") * np.exp(-t * np.float32(60))
    made: Wave = (0.6 * wave + 0.35 * thump).astype(np.float32)
    _soften_ends(made, 0.012, min(0.25, seconds / 3))
    return made


def clap(seconds: float, seed: int) -> Wave:
    """Hands: three short bursts of noise around 1.3 kHz, ten milliseconds apart, then the room between the palms."""
    import numpy as np

    t = _times(seconds)
    noise = np.random.default_rng(seed).standard_normal(t.size).astype(np.float32)
    body = _band(noise, 1300, 0.9)
    shape = np.exp(-np.maximum(0, t - 0.02) * 38) * (t >= 0.02)
    for begin in (0.0, 0.01, 0.02):
        shape = np.maximum(shape, (t >= begin) * np.exp(-np.maximum(0, t - begin) * 220))
    made: Wave = (body * shape).astype(np.float32)
    made *= np.float32(0.9) / max(1e-6, float(np.abs(made).max()))
    _soften_ends(made, 0.002, min(0.08, seconds / 3))
    return made


def tick(hertz: float, seconds: float, seed: int, *, rough: float = 0.3) -> Wave:
    """One step of a count: a short, dry tone of `hertz`; `rough` 0..1 turns it into the scratch of a pencil."""
    import numpy as np

    t = _times(seconds)
    tone = np.sin(np.float32(2 * np.pi * hertz) * t) * np.exp(-t * np.float32(75))
    noise = _band(np.random.default_rng(seed).standard_normal(t.size).astype(np.float32), hertz * 1.6, 0.8)
    scratch = noise / max(1e-6, float(np.abs(noise).max())) * np.exp(-t * np.float32(130))
    made: Wave = ((1 - rough) * tone + rough * scratch).astype(np.float32)
    _soften_ends(made, 0.001, min(0.02, seconds / 3))
    return made


def pop(hertz: float, seconds: float, seed: int) -> Wave:
    """Something soft that is suddenly there: a tone that slides up to `hertz` and is gone."""
    import numpy as np

    t = _times(seconds)
    slide = hertz * (t - 0.022 * (1 - np.exp(-t / 0.022)) * 0.55)  # the integral of hertz * (1 - 0.55 exp(-t / 22 ms))
    phase = np.random.default_rng(seed).uniform(0, 0.3)
    made: Wave = (np.sin(2 * np.pi * slide + phase) * np.exp(-t * 26)).astype(np.float32)
    _soften_ends(made, 0.004, min(0.05, seconds / 3))
    return made


def whoosh(seconds: float, seed: int, *, low: float, high: float, rough: float = 0.0) -> Wave:
    """Air that passes: noise whose band goes from `low` to `high` hertz, loudest in the middle of its time.

    `rough` 0..1 breaks it up into the rustle of a page.
    """
    import numpy as np

    count = max(256, round(seconds * RATE))
    random = np.random.default_rng(seed)
    noise = random.standard_normal(count).astype(np.float32)
    position = np.linspace(0, 1, count, dtype=np.float32)
    wave = np.zeros(count, dtype=np.float32)
    for step in range(4):
        share = np.maximum(0, 1 - np.abs(position * 3 - step)).astype(np.float32)
        wave += _band(noise, low * (high / low) ** (step / 3), 0.6) * share
    wave *= np.sin(np.pi * position) ** 2
    if rough:
        grains = random.uniform(0, 1, max(4, int(seconds * 60))) ** 3
        broken = np.interp(position, np.linspace(0, 1, len(grains)), grains).astype(np.float32)
        wave *= (1 - rough) + rough * broken * 2
    wave /= max(1e-6, float(np.abs(wave).max()))
    _soften_ends(wave, 0.02, min(0.05, seconds / 4))
    return wave


def _band(noise: Wave, center: float, width: float) -> Wave:
    """What of `noise` lies around `center` hertz, about `width` octaves to each side."""
    import numpy as np

    size = 1 << (len(noise) - 1).bit_length()
    frequency = np.fft.rfftfreq(size, 1 / RATE)
    shape = np.exp(-((np.log2(np.maximum(frequency, 1) / center) / width) ** 2)).astype(np.float32)
    return np.asarray(np.fft.irfft(np.fft.rfft(noise, size) * shape, size)[: len(noise)], dtype=np.float32)


def _soften_ends(wave: Wave, rise: float, fall: float, rate: int = RATE) -> None:
    """Fade the first `rise` and last `fall` seconds in place, so that no note clicks."""
    import numpy as np

    up, down = min(wave.size, round(rise * rate)), min(wave.size, round(fall * rate))
    if up:
        wave[:up] *= np.sin(np.linspace(0, np.pi / 2, up, dtype=np.float32)) ** 2
    if down:
        wave[-down:] *= np.cos(np.linspace(0, np.pi / 2, down, dtype=np.float32)) ** 2


def in_room(fast: Wave, slow: Wave, seed: int, *, seconds: float = 1.6, level: float = 0.4) -> Wave:
    """What is played at `RATE` (n, 2) and at `SLOW_RATE` (n / 4, 2) together in a soft room.

    The room is a diffuse tail: decaying noise, darker than the sound.
    """
    import numpy as np

    length = round(seconds * SLOW_RATE)
    tail = np.random.default_rng(seed).standard_normal((length, 2)).astype(np.float32)
    tail *= np.exp(-np.arange(length, dtype=np.float32) * np.float32(6.9 / length))[:, None]
    tail[: round(0.012 * SLOW_RATE)] = 0
    tail *= np.float32(level) / np.sqrt((tail**2).sum(axis=0))
    heard = slow.copy()
    whole = fast.shape[0] // SLOW
    heard[:whole] += fast[: whole * SLOW].reshape(whole, SLOW, 2).mean(axis=1)
    size = 1 << (heard.shape[0] + length - 1).bit_length()
    dark = (1 / (1 + (np.fft.rfftfreq(size, 1 / SLOW_RATE) / 2600) ** 2)).astype(np.float32)
    spectrum = np.fft.rfft(heard, size, axis=0) * np.fft.rfft(tail, size, axis=0) * dark[:, None]
    around = slow + np.fft.irfft(spectrum, size, axis=0)[: heard.shape[0]].astype(np.float32)
    return fast + _quickened(around, fast.shape[0])


def _quickened(slow: Wave, count: int) -> Wave:
    """`slow` (n, 2) at four times its rate, `count` samples, by straight lines between samples."""
    import numpy as np

    after = np.concatenate([slow[1:], slow[-1:]])
    shares = np.arange(SLOW, dtype=np.float32)[None, :, None] / SLOW
    drawn = slow[:, None, :] * (1 - shares) + after[:, None, :] * shares
    wave = np.zeros((count, 2), dtype=np.float32)
    wave[: drawn.shape[0] * SLOW] = drawn.reshape(-1, 2)[:count]
    return wave
