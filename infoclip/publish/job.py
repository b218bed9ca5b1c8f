"""What a film is made from: a timeline's frames, how they are encoded, and what is heard."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from infoclip.film.clip import EncoderSettings, FilmSettings, FilmShape, FilmTags
from infoclip.film.encoding import Source
from infoclip.film.frames import device_size
from infoclip.film.render import FilmPlan
from infoclip.film.segments import SegmentSettings
from infoclip.publish.outputs import FilmJob
from infoclip.publish.stills import StillLook
from infoclip.sound.mix import SoundPlan, check_plan
from infoclip.spec.models import Spec
from infoclip.theme.assets import Library
from infoclip.theme.theme import Theme
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
    tags = FilmTags(spec.title, _LANGUAGES.get(spec.language, "und"), spec.source)
    settings = SegmentSettings(encoder, width, height, timeline.fps, scale, hold=spec.hold == "skip")
    return FilmJob(
        FilmPlan(timeline, look.theme, source, settings),
        FilmShape(width, height, timeline.fps, scene_frames),
        FilmSettings(encoder, tags),
        told.sound,
    )


def sound_plan(spec: Spec, theme: Theme, library: Library, timeline: Timeline) -> SoundPlan:
    """What the spec wants to be heard, or the theme's own mood. Raises InputError for one that is not there."""
    wanted = spec.sound
    if wanted is None:
        plan = SoundPlan(timeline.seconds, timeline.cuts, theme.sound, landings=timeline.landings())
    else:
        place = spec.place_of(("sound",))
        file = library.media(wanted.file, spec.place_of(("sound", "file"))) if wanted.file else None
        mood = wanted.mood or ("" if file else theme.sound)
        landings = timeline.landings()
        plan = SoundPlan(timeline.seconds, timeline.cuts, mood, file, wanted.effects, place=place, landings=landings)
    check_plan(plan)
    return plan
