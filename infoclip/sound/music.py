"""A designer's music fitted to a clip: begun and ended at a good place, or repeated so that nobody hears the seam."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infoclip.sound.files import decode
from infoclip.sound.plan import SEARCHED, Music
from infoclip.sound.synthesis import RATE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from infoclip.sound.synthesis import Wave

    Curve = NDArray[np.float64]

_STEP = 480  # samples: 10 ms, the grain of every search
_QUIET = 0.001  # of the loudest moment (-60 dB): silence before the first and after the last sound
_OVERLAP = 1.0  # seconds of crossfade where a file is repeated
_NEAR = 0.012  # seconds by which a seam is moved so that the two waves run together
_FADE_IN, _FADE_OUT, _SOFT = 0.4, 1.5, 0.03


def fitted_music(music: Music, seconds: float) -> Wave:
    """The file's music for a clip of `seconds`: (n, 2), exactly that long, faded at both ends.

    A longer file begins where a note begins and ends where its sound is low, within the first seconds; a shorter one is
    repeated with a crossfade at the place where it fits itself best, or followed by silence.
    """
    import numpy as np

    count = round(seconds * RATE)
    read = decode(music.file, music.start or 0.0, seconds + SEARCHED)
    begun, ended = music.start is not None, len(read) < round((seconds + SEARCHED) * RATE) - RATE // 10
    sound = _without_silence(read, start=not begun, end=ended)
    on_note, natural = not begun, True
    if len(sound) >= count:
        at, on_note = (0, False) if begun else _good_place(sound, count, ended)
        piece = sound[at : at + count].copy()
        natural = ended and at + count >= len(sound) - RATE // 20
    else:
        piece = np.zeros((count, 2), dtype=np.float32)
        whole = repeated(sound, count) if music.loop and len(sound) else sound
        piece[: len(whole)] = whole
        natural = len(whole) < count
    _fade(piece, _SOFT if on_note else _FADE_IN, _SOFT if natural else _FADE_OUT, music)
    return piece


def repeated(sound: Wave, count: int) -> Wave:
    """`sound` (n, 2) as often as `count` samples need: its end crossfades to its beginning where both agree best."""
    import numpy as np

    overlap = min(round(_OVERLAP * RATE), len(sound) // 4)
    if overlap < _STEP:
        return np.resize(sound, (count, 2)).astype(np.float32)
    period = _best_period(sound, overlap)
    head, tail = sound[:overlap], sound[period : period + overlap]
    up = (np.arange(overlap, dtype=np.float32) + 0.5) / overlap
    alike = float((head * tail).sum() / max(1e-12, np.sqrt((head**2).sum() * (tail**2).sum())))
    # what is alike adds up by level, what is not by power: the gains keep the sum as loud as its parts
    power = np.sqrt(up**2 + (1 - up) ** 2 + 2 * max(0.0, min(1.0, alike)) * up * (1 - up))
    seam = (head * (up / power)[:, None] + tail * ((1 - up) / power)[:, None]).astype(np.float32)
    once = np.concatenate([seam, sound[overlap:period]])
    first = sound[:period]
    rounds = -(-max(0, count - len(first)) // len(once))
    return np.concatenate([first, *[once] * rounds])[:count]


def _best_period(sound: Wave, overlap: int) -> int:
    """After how many samples the sound may begin again: where what follows is most like its beginning.

    First by its loudness in steps of 10 ms, over the last third (at most 8 s), then to the sample.
    """
    import numpy as np

    last = len(sound) - overlap
    span = min(last // 3, 8 * RATE)
    curve = _loudness(sound)
    head = curve[: overlap // _STEP]
    lowest, highest = (last - span) // _STEP, last // _STEP
    scores = [_likeness(head, curve[at : at + len(head)]) + 1e-3 * at / highest for at in range(lowest, highest + 1)]
    period = (lowest + int(np.argmax(scores))) * _STEP
    near = min(round(_NEAR * RATE), last - period, period)
    begin, around = sound[:overlap].sum(axis=1), sound[period - near : period + near + overlap].sum(axis=1)
    if near < 1 or not begin.any():
        return min(period, last)
    size = 1 << (len(around) + overlap).bit_length()
    met = np.fft.irfft(np.fft.rfft(around, size) * np.conj(np.fft.rfft(begin, size)), size)[: 2 * near + 1]
    return int(period - near + np.argmax(met))


def _likeness(one: Curve, other: Curve) -> float:
    import numpy as np

    if len(one) != len(other):
        return -1.0
    a, b = one - one.mean(), other - other.mean()
    scale = np.sqrt((a**2).sum() * (b**2).sum())
    return float((a * b).sum() / scale) if scale > 1e-9 else 0.0


def _good_place(sound: Wave, count: int, ended: bool) -> tuple[int, bool]:
    """Where in a longer file `count` samples begin, and whether a note begins there.

    The first sound or a note soon after it, so that the clip ends where the music is low; where the file itself `ended`
    soon after the clip, its own ending is the best one, wherever it then begins.
    """
    import numpy as np

    spare = (len(sound) - count) // _STEP
    if spare < 1:
        return 0, True
    curve = _loudness(sound)
    rise = np.diff(curve, prepend=curve[:1])
    strong = max(0.02, float(np.sort(rise)[-max(1, len(rise) // 50)]))
    peaks = [at for at in range(1, spare + 1) if strong <= rise[at] == rise[at - 1 : at + 2].max()]
    floor = np.log10(np.maximum(curve, 1e-6))

    def cost(at: int) -> float:
        end = at + count // _STEP
        return float(floor[max(0, end - 25) : end].mean() + 0.02 * at / spare)

    best = min([0, *peaks], key=cost)
    if ended and cost(spare) < cost(best) - 0.3:
        return len(sound) - count, False
    return max(0, best * _STEP - _STEP // 2), True


def _loudness(sound: Wave) -> Curve:
    """The level of both channels in steps of 10 ms."""
    import numpy as np

    blocks = len(sound) // _STEP
    mono = sound[: blocks * _STEP].sum(axis=1, dtype=np.float32).reshape(blocks, _STEP)
    return np.asarray(np.sqrt((mono.astype(np.float64) ** 2).mean(axis=1)))


def _without_silence(sound: Wave, *, start: bool, end: bool) -> Wave:
    import numpy as np

    level = np.abs(sound).max(axis=1) if len(sound) else np.zeros(0, dtype=np.float32)
    loud = np.flatnonzero(level > max(float(level.max(initial=0.0)) * _QUIET, 1e-6))
    if not len(loud):
        return sound
    first = max(0, int(loud[0]) - _STEP) if start else 0
    last = min(len(sound), int(loud[-1]) + _STEP) if end else len(sound)
    return sound[first:last]


def _fade(piece: Wave, usual_in: float, usual_out: float, music: Music) -> None:
    """Fade both ends in place, by the spec's seconds or the usual ones."""
    import numpy as np

    seconds = len(piece) / RATE
    coming = min(usual_in if music.fade_in is None else music.fade_in, seconds / 2)
    going = min(usual_out if music.fade_out is None else music.fade_out, seconds / 2)
    up, down = round(coming * RATE), round(going * RATE)
    if up:
        piece[:up] *= (np.sin(np.linspace(0, np.pi / 2, up, dtype=np.float32)) ** 2)[:, None]
    if down:
        piece[-down:] *= (np.cos(np.linspace(0, np.pi / 2, down, dtype=np.float32)) ** 2)[:, None]
