"""From a rendition to the files of its platforms: made once, read back, held against each profile, fitted or refused.

A file that is over its platform's limit is encoded again for that platform alone, as much coarser as it takes; one
that does not fit even so is refused with the reason. The others get their files all the same.
"""

from __future__ import annotations

import math
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from infoclip.errors import Problem
from infoclip.film.clip import Progress
from infoclip.publish.files import disk_faults, replacing
from infoclip.publish.holding import Breach, Held, breaches
from infoclip.publish.outputs import Film, FilmJob, publish_film
from infoclip.publish.profiles import Profile
from infoclip.publish.renditions import Making, Rendition, made

_TRIES = 5
_MOST_COARSER = 18.0  # crf 38 from 20: beyond it letters break up
_CRF_HALVES = 6.0
_MARGIN = 0.96


@dataclass(frozen=True, slots=True)
class Delivered:
    """The file of one platform. `fitted`: it had to be encoded smaller than the others of its rendition."""

    profile: Profile
    rendition: Rendition
    film: Film
    making: Making
    fitted: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """A platform that gets no file, and why."""

    profile: Profile
    reasons: tuple[str, ...]

    @property
    def problem(self) -> Problem:
        """What is said of it."""
        hint = "shorten the clip, or leave this platform out"
        return Problem(f"no film for {self.profile.name}: {'; '.join(self.reasons)}", None, hint, "platform-refused")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a rendition's platforms."""

    delivered: tuple[Delivered, ...] = ()
    refused: tuple[Refused, ...] = ()


def deliver(
    job: FilmJob,
    rendition: Rendition,
    paths: Mapping[str, Path],
    *,
    draft: bool = False,
    progress: Progress | None = None,
) -> Outcome:
    """Make the film of `job` (the rendition's composition) as its platforms need it, and write each one's file.

    Raises as `publish_film`; every file appears whole under its name or not at all.
    """
    first = paths[rendition.profiles[0].name]
    delivered: list[Delivered] = []
    refused: list[Refused] = []
    with tempfile.TemporaryDirectory(prefix=".infoclip-", dir=first.parent) as folder:
        shared = publish_film(made(job, rendition.making), Path(folder) / "film.mp4", progress)
        for profile in rendition.profiles:
            film, making, found = shared, rendition.making, _breaches(shared, profile, draft)
            if found and all(breach.mend for breach in found):
                path = Path(folder) / f"{profile.name}.mp4"
                film, making, found = _fitted(job, _Fitting(profile, shared, making, tuple(found)), path, draft)
            if found:
                refused.append(Refused(profile, tuple(breach.message for breach in found)))
                continue
            film = replace(film, path=_given(film.path, paths[profile.name]))
            delivered.append(Delivered(profile, rendition, film, making, fitted=making != rendition.making))
    return Outcome(tuple(delivered), tuple(refused))


def _breaches(film: Film, profile: Profile, draft: bool) -> list[Breach]:
    assert film.found is not None
    return breaches(Held(film.found, profile, film.loudness, draft))


@dataclass(frozen=True, slots=True)
class _Fitting:
    """A film that is too large for a platform, and how it was made."""

    profile: Profile
    film: Film
    making: Making
    breaches: tuple[Breach, ...]


def _fitted(job: FilmJob, fitting: _Fitting, path: Path, draft: bool) -> tuple[Film, Making, list[Breach]]:
    """The film encoded again until it keeps the platform's limits, or as near as it comes."""
    film, making, found = fitting.film, fitting.making, list(fitting.breaches)
    for _ in range(_TRIES):
        tighter = _tighter(making, film, fitting.profile, found)
        if tighter is None:
            break
        making = tighter
        film = publish_film(made(job, making), path)
        found = _breaches(film, fitting.profile, draft)
        if not found:
            break
    return film, making, found


def _tighter(making: Making, film: Film, profile: Profile, found: Sequence[Breach]) -> Making | None:
    """How to make it next, after a try that gave `film`; None when it would no longer be worth looking at."""
    if making.coarser >= _MOST_COARSER:
        return None
    assert film.found is not None
    coarser = making.coarser
    most, cap = profile.max_bytes.value, profile.video.max_bitrate.value
    if most is not None and any(breach.mend == "size" for breach in found):
        other = film.found.audio_bitrate * film.found.audio_seconds / 8
        room = most * _MARGIN - other
        if room <= 0:
            return None
        coarser += max(0.5, _CRF_HALVES * math.log2((film.size - other) / room))
    limit = making.max_bitrate
    if cap is not None and any(breach.mend == "bitrate" for breach in found):
        limit = cap if limit is None else round(limit * _MARGIN * cap / film.found.peak_bitrate)
    return replace(making, coarser=min(coarser, _MOST_COARSER), max_bitrate=limit)


def _given(source: Path, path: Path) -> Path:
    with replacing(path) as part, disk_faults(path):
        shutil.copyfile(source, part)
    return path
