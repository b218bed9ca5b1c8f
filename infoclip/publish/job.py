"""What a film is made from: a timeline's frames, how they are encoded, and what is heard."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from infoclip.errors import Place
from infoclip.film.clip import EncoderSettings, FilmSettings, FilmShape, FilmTags
from infoclip.film.encoding import Source
from infoclip.film.frames import device_size
from infoclip.film.render import FilmPlan
from infoclip.film.segments import SegmentSettings
from infoclip.publish.outputs import FilmJob
from infoclip.publish.stills import StillLook
from infoclip.sound.beds import MOODS, bed_called
from infoclip.sound.files import SoundFile
from infoclip.sound.plan import Music, SoundPlan, check_plan
from infoclip.sound.voice import spoken_parts
from infoclip.spec.models import Spec
from infoclip.spec.sound import Sound
from infoclip.theme.assets import Library
from infoclip.theme.loader import sound_place
from infoclip.theme.theme import Theme
from infoclip.timeline.moments import Moments, find_moments
from infoclip.timeline.timeline import Timeline

Quality = Literal["draft", "film", "master"]
DRAFT_SCALE = 0.5
# ISO 639-2/T codes of the languages whose two-letter tags designers write; others stay undetermined.
_LANGUAGES = {"ar": "ara", "en": "eng", "fa": "fas", "fr": "fra", "he": "heb", "ur": "urd"}


@dataclass(frozen=True, slots=True)
class Told:
    """What a film says and sounds: its spec, and the sound that was planned."""

    spec: Spec
    sound: SoundPlan


def film_job(timeline: Timeline, look: StillLook, source: Source, told: Told, quality: Quality) -> FilmJob:
    """The film of `timeline`, which worker processes open from `source`. A draft has half the size and the quickest
    encoding; a master takes its time.
    """
    spec = told.spec
    scale = DRAFT_SCALE if quality == "draft" else 1.0
    width, height = device_size(look.format.width, look.format.height, scale)
    scene_frames = tuple(len(timeline.scene_frames(index)) for index in range(timeline.scene_count))
    encoder = {"draft": EncoderSettings.draft, "master": EncoderSettings.master}.get(quality, EncoderSettings)()
    tags = film_tags(spec)
    settings = SegmentSettings(encoder, width, height, timeline.fps, scale, hold=spec.hold == "skip")
    return FilmJob(
        FilmPlan(timeline, look.theme, source, settings),
        FilmShape(width, height, timeline.fps, scene_frames),
        FilmSettings(encoder, tags),
        told.sound,
    )


def film_tags(spec: Spec) -> FilmTags:
    """What any file made of `spec` says of itself."""
    return FilmTags(spec.title, _LANGUAGES.get(spec.language, "und"), spec.source)


def sound_plan(spec: Spec, theme: Theme, library: Library, timeline: Timeline) -> SoundPlan:
    """What the spec wants to be heard, or the theme's own mood. Raises InputError with all that is wrong with it."""
    wanted = spec.sound if spec.sound is not None else Sound.of_defaults()
    if wanted.silent and not spec.voiced:
        return SoundPlan(timeline.seconds, mood="none")
    starts = (0.0, *timeline.cuts)
    plan = SoundPlan(
        timeline.seconds,
        timeline.cuts,
        "none" if wanted.file else mood_of(wanted.mood, theme.sound),
        _music(wanted, spec, library),
        spoken_parts(spec, library, starts) if spec.voiced else (),
        wanted.duck,
        _named(wanted.logo, spec, library, "logo"),
        wanted.effects,
        find_moments(timeline) if wanted.effects else Moments(),
        place=_mood_place(wanted, spec, theme, library),
    )
    check_plan(plan)
    return plan


def _mood_place(wanted: Sound, spec: Spec, theme: Theme, library: Library) -> Place | None:
    """Where the bed is named: in the spec; in the theme, when it is its own that is not there."""
    if mood_of(wanted.mood, theme.sound) != (wanted.mood or "none") and bed_called(theme.sound) is None:
        return sound_place(theme.name, library) or spec.place_of(("sound",))
    return spec.place_of(("sound", "mood")) if wanted.mood else spec.place_of(("sound",))


def mood_of(wanted: str, of_theme: str) -> str:
    """The bed that a spec's `mood` means: the theme's own without one, and in the mood where it names only that."""
    return f"{of_theme} {wanted}".strip() if all(word in MOODS for word in wanted.split()) else wanted


def _music(wanted: Sound, spec: Spec, library: Library) -> Music | None:
    file = _named(wanted.file, spec, library, "file")
    return Music(file, wanted.start, wanted.loop, wanted.fade_in, wanted.fade_out) if file else None


def _named(name: str, spec: Spec, library: Library, key: str) -> SoundFile | None:
    place = spec.place_of(("sound", key))
    return SoundFile(library.media(name, place), place) if name else None
