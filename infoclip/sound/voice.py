"""The voice-over in time: what it asks of the scenes' lengths, and where each part of it is heard."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from infoclip.errors import InputError, Place, Problem
from infoclip.sound.cues import read_cues, scene_cues
from infoclip.sound.files import SoundFile, length_of
from infoclip.sound.plan import LONGEST_VOICE, Spoken
from infoclip.spec.models import Spec
from infoclip.theme.assets import Library
from infoclip.timeline.durations import Pace

LEAD = 0.3
"""What is said in a scene begins so long after it, while the transition ends."""
TAIL = 0.35
END = 1.0
"""The clip goes on so long after its last word."""


def voice_pace(spec: Spec, library: Library) -> tuple[float, Pace]:
    """The clip's seconds and what its voice-over asks of its scenes (see `Pace`; `open_ended`: the seconds are to be
    found there).

    Raises InputError, at their places in the spec, for cues and voices that do not fit each other or the clip.
    """
    if spec.sound and spec.sound.voice:
        _check_one_voice(spec)
        return _by_cues(spec, library)
    needs: dict[int, float] = {}
    problems: list[Problem] = []
    for index, scene in enumerate(spec.scenes):
        if not scene.voice:
            continue
        place = spec.place_of(("scenes", index, "voice"))
        try:
            said = length_of(SoundFile(library.media(scene.voice, place), place), 0.0, LONGEST_VOICE)
        except InputError as error:
            problems += error.problems
            continue
        needs[index] = LEAD + said + (END if index == len(spec.scenes) - 1 else TAIL)
        if scene.seconds is not None and scene.seconds < LEAD + said:
            message = f"'{scene.voice}' lasts {said:.1f} seconds, more than its scene's {scene.seconds:g}"
            hint = f"leave 'seconds' out, or give {needs[index]:.1f}"
            problems.append(Problem(message, spec.place_of(("scenes", index, "seconds")), hint, "voice-long"))
    if problems:
        raise InputError(problems)
    return spec.duration, Pace(needs=needs, open_ended=spec.open_ended)


def spoken_parts(spec: Spec, library: Library, starts: Sequence[float]) -> tuple[Spoken, ...]:
    """The voice-over's parts where the scenes begin at `starts` (seconds). Raises InputError for a missing file."""
    if spec.sound and spec.sound.voice:
        place = spec.place_of(("sound", "voice"))
        return (Spoken(SoundFile(library.media(spec.sound.voice, place), place)),)
    parts = []
    for index, scene in enumerate(spec.scenes):
        if scene.voice:
            place = spec.place_of(("scenes", index, "voice"))
            parts.append(Spoken(SoundFile(library.media(scene.voice, place), place), starts[index] + LEAD))
    return tuple(parts)


def _check_one_voice(spec: Spec) -> None:
    """A clip has one voice-over: one file for all of it, or one for each scene that says something."""
    problems = [
        Problem(
            f"scene {index + 1} has a 'voice', but so has the whole clip",
            spec.place_of(("scenes", index, "voice"), key=True),
            "keep the scenes' files or the one under 'sound'",
            "voice-twice",
        )
        for index, scene in enumerate(spec.scenes)
        if scene.voice
    ]
    if problems:
        raise InputError(problems)


def _by_cues(spec: Spec, library: Library) -> tuple[float, Pace]:
    sound = spec.sound
    assert sound is not None
    place = spec.place_of(("sound", "voice"))
    said = length_of(SoundFile(library.media(sound.voice, place), place), 0.0, LONGEST_VOICE)
    if said >= LONGEST_VOICE:
        message = f"'{sound.voice}' lasts more than {LONGEST_VOICE - 1:g} seconds, longer than any clip"
        raise InputError(Problem(message, place, "give a shorter voice-over", "voice-long"))
    cues = _cues(spec, library)
    starts = _starts(spec, cues, said)
    if not spec.open_ended:
        seconds = spec.duration
    else:
        logo = _logo_seconds(spec, library)
        seconds = round(min(120.0, max(5.0, said + END + logo)) * spec.fps) / spec.fps
    if starts and starts[-1] > seconds - 0.5:
        message = f"the last cue is {starts[-1]:g}, too near to the clip's end at {seconds:g}"
        raise InputError(Problem(message, cues[-1][1], "set a longer 'duration'", "voice-cues"))
    return seconds, Pace(starts=starts)


def _logo_seconds(spec: Spec, library: Library) -> float:
    if spec.sound is None or not spec.sound.logo:
        return 0.0
    place = spec.place_of(("sound", "logo"))
    return length_of(SoundFile(library.media(spec.sound.logo, place), place), 0.0, 11.0)


_Cues = tuple[tuple[float, Place], ...]  # a moment in seconds, and where it is written


def _cues(spec: Spec, library: Library) -> _Cues:
    """When the scenes begin, from the list or the file that `sound.cues` is; else from what `captions` marks so."""
    sound = spec.sound
    if sound is None or not (sound.cues or spec.cue_file):
        return ()
    if sound.cues:
        return tuple((cue, spec.place_of(("sound", "cues", index))) for index, cue in enumerate(sound.cues))
    place = spec.place_of(("sound", "cues")) if sound.cue_file else spec.cue_file_place
    found = read_cues(library.media(sound.cue_file or spec.cue_file, place), math.inf)
    if not sound.cue_file and not any(cue.scene for cue in found):
        return ()
    cues = scene_cues(found, len(spec.scenes), place)
    return tuple((cue.start, cue.place or place) for cue in cues)


def _starts(spec: Spec, cues: _Cues, said: float) -> tuple[float, ...]:
    """When the scenes begin by the cues, the first always at 0. Cues may leave the first scene's out."""
    if not cues:
        return ()
    count = len(spec.scenes)
    if len(cues) not in (count, count - 1):
        message = f"there are {len(cues)} cues for {count} scenes"
        hint = f"give {count}, each scene's beginning in the voice-over"
        raise InputError(Problem(message, spec.place_of(("sound", "cues")), hint, "voice-cues"))
    problems = [
        Problem(f"the cue {after:g} is not after {before:g}", place, "", "voice-cues")
        for (before, _), (after, place) in pairwise(cues)
        if after <= before
    ]
    last, place = cues[-1]
    if last > said:
        message = f"the cue {last:g} is after the voice-over's end at {said:.1f}"
        problems.append(Problem(message, place, "", "voice-cues"))
    if problems:
        raise InputError(problems)
    starts = tuple(start for start, _ in cues)
    return (0.0, *(starts if len(cues) == count - 1 else starts[1:]))
