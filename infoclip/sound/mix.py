"""The clip's sound track: a bed or the designer's own file, accents on the cuts, levelled, as an AAC file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from infoclip.errors import InputError, Place, Problem, WorkError, did_you_mean
from infoclip.sound.beds import BEDS, Note, accents, score
from infoclip.sound.kept import keep, sound_key, take
from infoclip.sound.loudness import Loudness, holds_sound, level
from infoclip.sound.synthesis import RATE, SLOW, SLOW_RATE, air, bell, daf, in_room, pad, pluck

if TYPE_CHECKING:
    from moviepy import AudioClip

    from infoclip.sound.synthesis import Wave

AAC_FRAME = 1024
AAC_BITRATE = "192k"
# AAC starts with one frame of silence that only an edit list could hide, and platforms ask for none: the track gives up
# its first 21 ms instead, so that every accent stays on its cut.
_PRIMING = AAC_FRAME
_FADE_IN, _FADE_OUT = 0.4, 1.5


@dataclass(frozen=True, slots=True)
class SoundPlan:
    """What is heard: a bed by `mood` ("none" or empty for none) or the designer's `file`, and `effects` on the cuts.

    `seconds` is the clip's length, `cuts` are the moments at which scenes change, `landings` those at which a count
    comes to its figure; `seed` varies the melody.
    """

    seconds: float
    cuts: tuple[float, ...] = ()
    mood: str = ""
    file: Path | None = None
    effects: bool = True
    seed: int = 0
    place: Place | None = None
    landings: tuple[float, ...] = ()

    @property
    def silent(self) -> bool:
        """No sound track at all. Accents belong to a mood: without bed and file there is nothing to accent."""
        return self.file is None and self.mood in ("", "none")


def check_plan(plan: SoundPlan) -> None:
    """Raise InputError for a mood that does not exist or a file without sound, before anything is drawn."""
    if plan.file is not None and not holds_sound(plan.file):
        message = f"'{plan.file}' holds no sound that can be read"
        raise InputError(Problem(message, plan.place, "an MP3, M4A or WAV file", "sound-file"))
    if plan.file is None and not plan.silent and plan.mood not in BEDS:
        hint = did_you_mean(plan.mood, [*BEDS, "none"])
        raise InputError(Problem(f"there is no sound '{plan.mood}'", plan.place, hint, "sound-unknown"))


def write_soundtrack(plan: SoundPlan, path: Path) -> Loudness | None:
    """Write the sound track of a clip to `path` (AAC, 192 kb/s, 48 kHz, stereo, ADTS); None when the plan is silent.

    Same plan, same samples; a sound that was made before is taken from the cache. About -14 LUFS and at most -1 dB true
    peak, measured on the encoded file.
    Raises InputError for an unknown mood or a file that holds no sound, WorkError when ffmpeg fails.
    """
    if plan.silent:
        return None
    check_plan(plan)
    key = sound_key(plan)
    loudness = take(key, path)
    if loudness is None:
        loudness = level(track(plan), RATE, lambda wave: _encode(wave, path))
        keep(key, path, loudness)
    return loudness


def track(plan: SoundPlan) -> Wave:
    """The samples (n, 2) before levelling; n is what fills the clip's whole AAC frames and no more."""
    bed = BEDS.get(plan.mood, BEDS["official"])
    notes: list[Note] = [] if plan.file is not None else list(score(bed, plan.seconds, plan.cuts, plan.seed))
    if plan.effects:
        notes += accents(bed, plan.seconds, plan.cuts, plan.landings)
    played = _play(notes, plan)
    return _fitted(played if plan.file is None else _under(played, plan), plan.seconds)


def _under(played: Wave, plan: SoundPlan) -> Wave:
    """The designer's file with what was played over it, mixed by moviepy."""
    import numpy as np
    from moviepy import CompositeAudioClip
    from moviepy.audio.AudioClip import AudioArrayClip

    parts = [_own_file(plan), AudioArrayClip(played, fps=RATE)]
    mixed = CompositeAudioClip(parts).with_duration(plan.seconds)
    return np.asarray(mixed.to_soundarray(fps=RATE, buffersize=RATE * 10), dtype=np.float32)


def _fitted(mixed: Wave, seconds: float) -> Wave:
    """Whole AAC frames that end within the clip, begun after the priming frame, faded at both ends."""
    import numpy as np

    frames = max(1, int(seconds * RATE / AAC_FRAME) - 1)
    wave = np.zeros((frames * AAC_FRAME, 2), dtype=np.float32)
    piece = mixed[_PRIMING : _PRIMING + len(wave)]
    wave[: len(piece)] = piece
    ramp = min(len(wave) // 2, round(0.05 * RATE))
    wave[:ramp] *= np.linspace(0, 1, ramp, dtype=np.float32)[:, None]
    tail = min(len(wave) // 2, round(_FADE_OUT * RATE))
    wave[-tail:] *= np.cos(np.linspace(0, np.pi / 2, tail, dtype=np.float32))[:, None] ** 2
    return wave


def _play(notes: Iterable[Note], plan: SoundPlan) -> Wave:
    """Notes as samples (n, 2) in one soft room."""
    import numpy as np

    count = round(plan.seconds * RATE)
    fast = np.zeros((count, 2), dtype=np.float32)
    slow = np.zeros((-(-count // SLOW), 2), dtype=np.float32)
    for number, note in enumerate(notes):
        wave = _sound_of(note, plan.seed * 10_007 + number)
        stereo, rate = (slow, SLOW_RATE) if note.instrument == "pad" else (fast, RATE)
        start = max(0, round(note.at * rate))
        piece = wave[: max(0, len(stereo) - start)] * np.float32(note.level)
        angle = (note.pan + 1) * np.pi / 4  # equal power
        stereo[start : start + len(piece), 0] += piece * np.float32(np.cos(angle))
        stereo[start : start + len(piece), 1] += piece * np.float32(np.sin(angle))
    return in_room(fast, slow, plan.seed + 1)


def _sound_of(note: Note, seed: int) -> Wave:
    if note.instrument == "air":
        return air(note.seconds, seed)
    if note.instrument == "daf":
        return daf(note.seconds, seed, hertz=note.hertz)
    if note.instrument == "pluck":
        return pluck(note.hertz, note.seconds, seed)
    if note.instrument == "pad":
        return pad(note.hertz, note.seconds, seed)
    return bell(note.hertz, note.seconds, seed, glass=note.instrument == "glass")


def _own_file(plan: SoundPlan) -> AudioClip:
    """The designer's file as a moviepy clip of the clip's length: cut or repeated, faded in and out."""
    from moviepy import afx
    from moviepy.audio.AudioClip import AudioArrayClip

    clip = AudioArrayClip(_read(plan), fps=RATE)
    if clip.duration < plan.seconds:
        clip = clip.with_effects([afx.AudioLoop(duration=plan.seconds)])
    fades = [afx.AudioFadeIn(min(_FADE_IN, plan.seconds / 4)), afx.AudioFadeOut(min(_FADE_OUT, plan.seconds / 3))]
    return clip.with_effects(fades)


def _read(plan: SoundPlan) -> Wave:
    """The samples (n, 2) of the designer's file, as many as the clip needs at most."""
    import numpy as np
    from moviepy import AudioFileClip

    clip = AudioFileClip(str(plan.file), fps=RATE)
    try:
        part = clip.subclipped(0, min(clip.duration, plan.seconds))
        # moviepy 2.2.1 reads zeros when it is asked for more than half of its buffer of 200,000 samples at once
        samples = np.asarray(part.to_soundarray(fps=RATE, buffersize=50_000), dtype=np.float32)
    finally:
        clip.close()
    return samples.reshape(len(samples), -1)[:, [0, -1]]


def _encode(wave: Wave, path: Path) -> Path:
    """Encode samples by moviepy's own audio writer, as bare AAC frames: no container delay, ready to be copied."""
    from moviepy.audio.AudioClip import AudioArrayClip

    clip = AudioArrayClip(wave, fps=RATE)
    clip.write_audiofile(
        str(path),
        fps=RATE,
        nbytes=4,
        buffersize=RATE * 10,
        codec="aac",
        bitrate=AAC_BITRATE,
        ffmpeg_params=["-f", "adts"],
        logger=None,
    )
    if not path.exists() or path.stat().st_size == 0:
        raise WorkError(f"the sound could not be written to {path}")
    return path
