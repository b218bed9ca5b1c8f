"""The clip's sound track: music, effects, voice and sound logo together, levelled, as an AAC file."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING

from infoclip.errors import WorkError
from infoclip.sound.beds import BEDS, Note, bed_called, score
from infoclip.sound.ducking import ducked
from infoclip.sound.effects import heard_effects
from infoclip.sound.files import decode
from infoclip.sound.kept import keep, sound_key, take
from infoclip.sound.loudness import Loudness, level, measure_wave
from infoclip.sound.music import fitted_music
from infoclip.sound.plan import LONGEST_LOGO, LONGEST_VOICE, SoundPlan, check_plan
from infoclip.sound.playing import play
from infoclip.sound.synthesis import RATE

if TYPE_CHECKING:
    from infoclip.sound.synthesis import Wave

AAC_FRAME = 1024
AAC_BITRATE = 192_000
# AAC starts with one frame of silence that only an edit list could hide, and platforms ask for none: the track gives up
# its first 21 ms instead, so that every accent stays on its cut.
_PRIMING = AAC_FRAME
_MUSIC_LUFS = -21.0  # what the built-in beds come to: effects keep their measure over any file
_VOICE_LUFS = -16.0  # over unducked music by 5 LU
_LOGO_LUFS = -19.0
_BED_IN, _BED_OUT = 0.05, 1.5
_LOGO_OVERLAP = 0.5  # seconds in which the music gives way to the sound logo


def write_soundtrack(plan: SoundPlan, path: Path, bitrate: int = AAC_BITRATE) -> Loudness | None:
    """Write the sound track of a clip to `path` (AAC of `bitrate`, 48 kHz, stereo, ADTS); None when the plan is silent.

    Same plan, same samples; a sound that was made before is taken from the cache. About -14 LUFS and at most -1 dB true
    peak, measured on the encoded file.
    Raises InputError for an unknown mood or a file that holds no sound, WorkError when ffmpeg fails.
    """
    if plan.silent:
        return None
    loudness = ready_soundtrack(plan, path, bitrate)
    if loudness is None:
        loudness = level(track(plan), RATE, lambda wave: _encode(wave, path, bitrate))
        keep(_kept_as(plan, bitrate), path, loudness)
    return loudness


def ready_soundtrack(plan: SoundPlan, path: Path, bitrate: int) -> Loudness | None:
    """Write the track to `path` when it was made before; else None, nothing written. Raises as `write_soundtrack`."""
    check_plan(plan)
    return take(_kept_as(plan, bitrate), path)


def _kept_as(plan: SoundPlan, bitrate: int) -> str:
    return f"{sound_key(plan)}-{bitrate // 1000}k"


def track(plan: SoundPlan) -> Wave:
    """The samples (n, 2) before levelling; n is what fills the clip's whole AAC frames and no more."""
    logo = _logo(plan)
    music_seconds = plan.seconds if logo is None else plan.seconds - len(logo) / RATE + _LOGO_OVERLAP
    mixed = _under(plan, min(plan.seconds, music_seconds))
    if plan.voices:
        voice = _voices(plan, len(mixed))
        mixed = ducked(mixed, voice, plan.duck) + voice
    if logo is not None:
        mixed[len(mixed) - len(logo) :] += logo[: len(mixed)]
    return _fitted(mixed, plan.seconds)


def _under(plan: SoundPlan, music_seconds: float) -> Wave:
    """Music and effects, as long as the clip; the music ends at `music_seconds`."""
    import numpy as np

    count = round(plan.seconds * RATE)
    bed = bed_called(plan.mood) or BEDS["official"]
    notes: list[Note] = list(score(bed, music_seconds, plan.cuts, plan.seed)) if plan.plays_bed else []
    own = np.zeros((0, 2), dtype=np.float32)
    effects = plan.effects
    if plan.music is not None:
        own = _at_level(fitted_music(plan.music, music_seconds), _MUSIC_LUFS)
        if not own.any() and not plan.voices:
            effects = ()  # silence stays silent
    elif not plan.plays_bed and not plan.voices:
        effects = ()
    notes += heard_effects(bed, plan.seconds, plan.cuts, plan.moments, effects, pitched=plan.music is None)
    under = play(notes, plan.seconds, plan.seed)
    if plan.plays_bed:
        _fade_bed(under, music_seconds, to_end=plan.logo is None)
    under[: len(own)] += own[:count]
    return under


def _fade_bed(wave: Wave, seconds: float, *, to_end: bool) -> None:
    """The bed comes and goes softly; before a sound logo it has gone when that sounds."""
    import numpy as np

    end = min(len(wave), round(seconds * RATE))
    ramp, tail = min(end // 2, round(_BED_IN * RATE)), min(end // 2, round((_BED_OUT if to_end else 0.9) * RATE))
    wave[:ramp] *= np.linspace(0, 1, ramp, dtype=np.float32)[:, None]
    wave[end - tail : end] *= np.cos(np.linspace(0, np.pi / 2, tail, dtype=np.float32))[:, None] ** 2
    wave[end:] = 0


def _voices(plan: SoundPlan, count: int) -> Wave:
    """All that is spoken, each part at its moment, at one level together."""
    import numpy as np

    voice = np.zeros((count, 2), dtype=np.float32)
    for spoken in plan.voices:
        start = min(count, max(0, round(spoken.at * RATE)))
        said = decode(spoken.file, 0.0, min(LONGEST_VOICE, plan.seconds))[: count - start]
        voice[start : start + len(said)] += _soft_edges(said)
    return _at_level(voice, _VOICE_LUFS)


def _logo(plan: SoundPlan) -> Wave | None:
    if plan.logo is None:
        return None
    logo = decode(plan.logo, 0.0, LONGEST_LOGO)[: round(plan.seconds * RATE)]
    return _at_level(_soft_edges(logo), _LOGO_LUFS)


def _soft_edges(wave: Wave) -> Wave:
    """Three milliseconds of fade at both ends, against clicks."""
    import numpy as np

    wave = wave.copy()
    ramp = min(len(wave) // 2, round(0.003 * RATE))
    shape = np.linspace(0, 1, ramp, dtype=np.float32)[:, None]
    wave[:ramp] *= shape
    wave[len(wave) - ramp :] *= shape[::-1]
    return wave


def _at_level(wave: Wave, lufs: float) -> Wave:
    """`wave` at a loudness, so that parts of the mix stand to each other as planned; silence as it is."""
    import numpy as np

    if not wave.any():
        return wave
    # the meter needs 0.4 s: something shorter is measured as if it went on
    measured = np.resize(wave, (RATE, 2)) if len(wave) < RATE else wave
    found = measure_wave(measured, RATE)
    if math.isinf(found):
        return wave
    return np.asarray(wave * np.float32(10 ** ((lufs - found) / 20)), dtype=np.float32)


def _fitted(mixed: Wave, seconds: float) -> Wave:
    """Whole AAC frames that end within the clip, begun after the priming frame, without a click at either end."""
    import numpy as np

    frames = max(1, int(seconds * RATE / AAC_FRAME) - 1)
    wave = np.zeros((frames * AAC_FRAME, 2), dtype=np.float32)
    piece = mixed[_PRIMING : _PRIMING + len(wave)]
    wave[: len(piece)] = piece
    return _soft_edges(wave)


def _encode(wave: Wave, path: Path, bitrate: int = AAC_BITRATE) -> Path:
    """Encode samples by moviepy's own audio writer, as bare AAC frames: no container delay, ready to be copied."""
    from moviepy.audio.AudioClip import AudioArrayClip

    clip = AudioArrayClip(wave, fps=RATE)
    try:
        clip.write_audiofile(
            str(path),
            fps=RATE,
            nbytes=4,
            buffersize=RATE * 10,
            codec="aac",
            bitrate=f"{bitrate // 1000}k",
            ffmpeg_params=["-f", "adts"],
            logger=None,
        )
    except OSError as error:  # moviepy's, with ffmpeg's words at its end
        said = str(error).strip().splitlines()
        raise WorkError(f"the sound could not be written to {path}: {said[-1] if said else error!r}") from error
    if not path.exists() or path.stat().st_size == 0:
        raise WorkError(f"the sound could not be written to {path}")
    return path


__all__ = ["AAC_FRAME", "SoundPlan", "check_plan", "track", "write_soundtrack"]
