"""What is to be heard in a clip, before any of it is made: music, voices, effects, a sound logo, and when."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from infoclip.errors import InputError, Place, Problem, did_you_mean
from infoclip.sound.beds import BEDS, MOODS, bed_called
from infoclip.sound.files import SoundFile, length_of
from infoclip.spec.sound import EFFECTS
from infoclip.timeline.moments import Moments

LONGEST_LOGO = 10.0
LONGEST_VOICE = 121.0
SEARCHED = 4.0
"""So many seconds more than the clip's are read of music, to find a good place in."""


@dataclass(frozen=True, slots=True)
class Music:
    """A designer's file under the clip. `start` None looks for a good place; fades of None are as the place needs."""

    file: SoundFile
    start: float | None = None
    loop: bool = True
    fade_in: float | None = None
    fade_out: float | None = None


@dataclass(frozen=True, slots=True)
class Spoken:
    """A voice-over, or a part of it: a whole file, heard from second `at` of the clip."""

    file: SoundFile
    at: float = 0.0


@dataclass(frozen=True, slots=True)
class SoundPlan:
    """What is heard: a bed by `mood` ("none" or empty for none) or the designer's `music`; `voices` over it, the music
    `duck` dB down while they speak; `effects` (of `EFFECTS`) on the picture's `moments`; a `logo` that ends the clip.

    `seconds` is the clip's length, `cuts` are the moments at which scenes change; `seed` varies the melody.
    """

    seconds: float
    cuts: tuple[float, ...] = ()
    mood: str = ""
    music: Music | None = None
    voices: tuple[Spoken, ...] = ()
    duck: float = 12.0
    logo: SoundFile | None = None
    effects: tuple[str, ...] = EFFECTS
    moments: Moments = field(default_factory=Moments)
    seed: int = 0
    place: Place | None = None

    @property
    def plays_bed(self) -> bool:
        """A bed is heard: there is no music of the designer's."""
        return self.music is None and self.mood not in ("", "none")

    @property
    def silent(self) -> bool:
        """No sound track at all. Effects belong to music or a voice: without these there is nothing to accent."""
        return not (self.plays_bed or self.music or self.voices or self.logo)

    @property
    def files(self) -> tuple[SoundFile, ...]:
        """Every file that is heard."""
        own = [self.music.file] if self.music else []
        return (*own, *(spoken.file for spoken in self.voices), *([self.logo] if self.logo else []))

    def without_places(self) -> tuple[Any, ...]:
        """All that the sound follows from but the files' contents: what a key may hold."""
        music = self.music and (self.music.start, self.music.loop, self.music.fade_in, self.music.fade_out)
        voices = tuple(spoken.at for spoken in self.voices)
        return (
            self.seconds, self.cuts, self.mood, music, voices, self.duck, self.logo is not None,
            self.effects, self.moments, self.seed,
        )  # fmt: skip


def check_plan(plan: SoundPlan) -> None:
    """Raise InputError with all that is wrong: a mood that does not exist, files without sound or with too much."""
    problems: list[Problem] = []
    if plan.plays_bed and bed_called(plan.mood) is None:
        hint = did_you_mean(plan.mood, [*BEDS, *MOODS, "none"])
        problems.append(Problem(f"there is no sound '{plan.mood}'", plan.place, hint, "sound-unknown"))
    for check in (_check_music, _check_voices, _check_logo):
        try:
            check(plan)
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(dict.fromkeys(problems))


def _check_music(plan: SoundPlan) -> None:
    if plan.music is not None:
        length_of(plan.music.file, plan.music.start or 0.0, plan.seconds + SEARCHED)


def _check_voices(plan: SoundPlan) -> None:
    problems: list[Problem] = []
    for spoken in plan.voices:
        try:
            seconds = length_of(spoken.file, 0.0, LONGEST_VOICE)
        except InputError as error:
            problems += error.problems
            continue
        end = spoken.at + seconds
        if end > plan.seconds + 0.05:
            whole = f"more than {LONGEST_VOICE - 1:g}" if seconds >= LONGEST_VOICE else f"{seconds:.1f}"
            message = f"'{spoken.file.name}' lasts {whole} seconds; from {spoken.at:.1f} on the clip has no room for it"
            hint = f"the clip lasts {plan.seconds:g} seconds: set a longer 'duration', or leave it out"
            problems.append(Problem(message, spoken.file.place, hint, "voice-long"))
    if problems:
        raise InputError(problems)


def _check_logo(plan: SoundPlan) -> None:
    if plan.logo is None:
        return
    most = min(LONGEST_LOGO, plan.seconds / 2)
    seconds = length_of(plan.logo, 0.0, LONGEST_LOGO + 1)
    if seconds > most + 0.005:
        message = f"the sound logo '{plan.logo.name}' is longer than {most:g} seconds"
        raise InputError(Problem(message, plan.logo.place, "give a shorter one", "sound-logo"))
