"""The road, stage after stage. This file calls them in order and holds no logic of its own.

`open_clip` reads the spec; `compose` builds and times it in one format; `check`, `preview` and `render` end it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from infoclip.errors import InputError, Problem, fold
from infoclip.layout.context import LayoutContext
from infoclip.layout.scene import lay_out
from infoclip.publish.pictures import save_picture
from infoclip.publish.stills import Still, StillLook, draw_still
from infoclip.scenes.surroundings import SceneContext
from infoclip.scenes.template import build_scene, build_scenes
from infoclip.spec.models import Spec
from infoclip.spec.reader import read_spec
from infoclip.text.brand_fonts import brand_families, in_brand_fonts
from infoclip.text.fonts import FontBook
from infoclip.text.numerals import Localizer
from infoclip.theme.assets import Library
from infoclip.theme.loader import load_theme, role_place
from infoclip.theme.recolor import BrandColors
from infoclip.theme.theme import Theme
from infoclip.timeline.durations import UNPACED
from infoclip.timeline.timeline import LazyScenes, Timeline, build_timeline
from infoclip.values.formats import FORMATS, Format
from infoclip.values.geometry import Insets

if TYPE_CHECKING:
    from infoclip.film.clip import Progress
    from infoclip.film.encoding import Source
    from infoclip.layout.placed import PlacedScene
    from infoclip.publish.beside import BesideJob
    from infoclip.publish.captions import Cue
    from infoclip.publish.delivery import Outcome
    from infoclip.publish.exports import ExportJob, ExportOptions
    from infoclip.publish.job import Quality
    from infoclip.publish.outputs import Film, FilmJob
    from infoclip.publish.profiles import Profile
    from infoclip.publish.renditions import Rendition
    from infoclip.scenes.elements import Scene


class Clip(Struct, frozen=True):
    """A spec that was read, and what every format of it shares."""

    spec: Spec
    theme: Theme
    library: Library
    fonts: FontBook
    localizer: Localizer

    @property
    def name(self) -> str:
        """What its files are called: `output`, else the spec's own name, else (for `spec.yaml`) its folder's."""
        stem = self.spec.path.stem
        return self.spec.output or (self.spec.path.resolve().parent.name if stem == "spec" else stem)


class Composition(Struct, frozen=True):
    """A clip in one format, in time: any frame of it can be asked for. Scenes are laid out when they are needed.

    `zone` is what platforms cover beyond the format's own safe zone (None: nothing was asked for).
    """

    clip: Clip
    format: Format
    timeline: Timeline
    zone: Insets | None = None

    @property
    def source(self) -> SpecSource:
        """How a worker process comes to the same composition."""
        return SpecSource(self.clip.spec.path, self.format.name, self.zone, self.timeline.fps)


class SpecSource(Struct, frozen=True):
    """How a worker process comes to the same composition: it reads the spec again."""

    path: Path
    format_name: str
    zone: Insets | None = None
    fps: int | None = None

    def open(self) -> tuple[Timeline, Theme]:
        """The clip's timeline and theme. Raises as `open_clip` and `compose`."""
        clip = open_clip(self.path)
        return compose(clip, self.format_name, zone=self.zone, fps=self.fps).timeline, clip.theme


def open_clip(path: Path) -> Clip:
    """Read the spec and what it is drawn with. Raises InputError with every fault found."""
    return clip_of(read_spec(path))


def clip_of(spec: Spec, library: Library | None = None, fonts: FontBook | None = None) -> Clip:
    """What `spec` is drawn with; `library` and `fonts` may be other clips' of its folder. Raises as `open_clip`."""
    library = library or Library(spec.folder)
    place = spec.place_of(("theme",))
    colors = BrandColors(spec.brand.accent, spec.brand.secondary)
    theme = load_theme(spec.theme, library, variant=spec.variant or None, accent=colors, place=place)
    for key in ("logo", "logo_dark", "logo_light"):
        if getattr(spec.brand, key):
            library.picture(getattr(spec.brand, key), spec.place_of(("brand", key)))
    own = brand_families(spec, library) if spec.brand.fonts else {}
    fonts = (fonts or FontBook(library.font_folders)).with_families(own.values())
    theme = in_brand_fonts(theme, own)
    for name, role in theme.roles.items():
        if not fonts.has(role.family):
            fonts.family(role.family, role_place(spec.theme, name, library))
    return Clip(spec, theme, library, fonts, Localizer(spec.locale, spec.digits))


class Stages(Struct, frozen=True):
    """The two stages that do the same work again for clips which share scenes: a campaign keeps what they made."""

    build: Callable[[Spec, Theme, Format, Library, Localizer], tuple[Scene, ...]] = build_scenes
    lay_out: Callable[[Scene, LayoutContext], PlacedScene] = lay_out


_STAGES = Stages()


def compose(
    clip: Clip, format_name: str, *, zone: Insets | None = None, fps: int | None = None, stages: Stages = _STAGES
) -> Composition:
    """Build and time the clip in one format. Raises InputError for faults of scenes; layout's come when it is asked.

    `zone` (design pixels at each side) is kept free of words and figures; `fps` instead of the spec's own.
    """
    format_ = FORMATS[format_name]
    within = format_.within(zone) if zone is not None else format_
    room = _above_captions(within, clip)
    context = LayoutContext(
        format_,
        clip.theme,
        clip.fonts,
        clip.library,
        clip.localizer,
        rtl=clip.spec.direction == "rtl",
        within=None if room is format_ else room,
        sample=clip.spec.sample_words,
    )
    try:
        scenes = stages.build(clip.spec, clip.theme, format_, clip.library, clip.localizer)
    except InputError as error:
        raise InputError(dict.fromkeys([*error.problems, *_other_faults(clip, context)])) from None
    seconds, pace = clip.spec.duration, UNPACED
    if clip.spec.voiced:
        from infoclip.sound.voice import voice_pace  # a clip without a voice-over loads nothing of sound

        seconds, pace = voice_pace(clip.spec, clip.library)
    timeline = build_timeline(
        LazyScenes(scenes, lambda index: stages.lay_out(scenes[index], context)),
        duration=seconds,
        fps=fps or clip.spec.fps,
        defaults=clip.theme.defaults,
        pace=pace,
    )
    if room is not within:
        timeline = _captioned(timeline, context, within, clip)
    return Composition(clip, within, timeline, None if within is format_ else zone)


def _other_faults(clip: Clip, context: LayoutContext) -> Iterator[Problem]:
    """What does not fit in the scenes that can be filled, told with what is wrong with those that cannot."""
    around = SceneContext(clip.theme, context.format, clip.library, clip.localizer)
    for index in range(len(clip.spec.scenes)):
        try:
            lay_out(build_scene(clip.spec, index, around), context)
        except InputError as error:
            yield from error.problems


def compose_formats(clip: Clip, names: Sequence[str]) -> list[Composition]:
    """The clip in each of these formats. Raises InputError as `compose`, with the faults of all of them."""
    return _all_of([partial(compose, clip, name) for name in names])


def _all_of(makers: Sequence[Callable[[], Composition]]) -> list[Composition]:
    """What all `makers` make. Raises InputError with the faults of all of them, each once."""
    made: list[Composition] = []
    problems: list[Problem] = []
    for make in makers:
        try:
            made.append(make())
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(fold(problems, FORMATS))
    return made


def _above_captions(within: Format, clip: Clip) -> Format:
    """`within`, or the room that captions leave of it when they are drawn into the picture."""
    if not (clip.spec.captions.shown and clip.spec.captions.burn):
        return within
    from infoclip.publish.burned import captions_zone

    return within.within(captions_zone(within, clip.theme))


def _captioned(timeline: Timeline, context: LayoutContext, within: Format, clip: Clip) -> Timeline:
    """`timeline` with its captions drawn into it, planned when the first frame is asked for."""
    from infoclip.publish.burned import burned
    from infoclip.publish.captions import plan_captions

    def cues() -> Sequence[Cue]:
        return plan_captions(timeline, clip.spec, clip.localizer, clip.library).cues

    return burned(timeline, cues, context, within)


def preview(composition: Composition, still: Still, path: Path) -> Path:
    """Draw what `still` asks for and write it as a picture.

    Raises InputError for a moment outside the clip, and for a file of the spec that cannot be drawn.
    """
    clip = composition.clip
    try:
        picture = draw_still(composition.timeline, still, StillLook(composition.format, clip.theme, clip.fonts))
    except InputError as error:
        from infoclip.check.media import told_in_spec  # a preview of what is right loads no checks

        raise InputError(told_in_spec(error.problems, clip.spec)) from None
    return save_picture(picture, path, packed=still.sheet)


def settle(compositions: Sequence[Composition]) -> None:
    """Lay out every scene, so that nothing is written while anything is wrong. Raises InputError with all faults."""
    from infoclip.check.media import unreadable

    problems: list[Problem] = []
    for composition in compositions:
        for index in range(composition.timeline.scene_count):
            try:
                clip = composition.clip
                problems += unreadable(composition.timeline.placed(index), clip.spec, clip.theme)
            except InputError as error:
                problems += error.problems
        if composition.clip.spec.captions.burn and not problems:
            composition.timeline.snapshot(0)  # all its captions are laid out for the first frame
    if problems:
        raise InputError(dict.fromkeys(problems))


def render(composition: Composition, path: Path, quality: Quality, progress: Progress | None = None) -> Film:
    """Write the film to `path`. Raises InputError before anything is written, WorkError for what fails later."""
    from infoclip.publish.outputs import publish_film

    return publish_film(job_of(composition, quality), path, progress)


def job_of(composition: Composition, quality: Quality, source: Source | None = None) -> FilmJob:
    """The film to write of a composition, which worker processes open from `source`. Raises InputError as `settle`."""
    from infoclip.publish.job import Told, film_job, sound_plan

    clip, timeline = composition.clip, composition.timeline
    settle([composition])
    sound = sound_plan(clip.spec, clip.theme, clip.library, timeline)
    look = StillLook(composition.format, clip.theme, clip.fonts)
    return film_job(timeline, look, source or composition.source, Told(clip.spec, sound), quality)


def platforms(clip: Clip, names: Sequence[str] = ()) -> tuple[Profile, ...]:
    """The platforms of `names`, or those the spec is for. Raises InputError with every unknown one."""
    if not (names or clip.spec.platforms):
        return ()
    from infoclip.publish.profiles import find_profiles

    if names:
        return find_profiles(names)
    return find_profiles(clip.spec.platforms, lambda index: clip.spec.place_of(("platforms", index)))


def renditions(clip: Clip, names: Sequence[str] = (), formats: Sequence[str] = ()) -> tuple[Rendition, ...]:
    """The fewest films that serve the platforms of `names` (or those of the spec), in these `formats` alone if given.

    Raises InputError for platforms that are unknown or cannot be served.
    """
    profiles = platforms(clip, names)
    if not profiles:
        return ()
    from infoclip.publish.renditions import Asked, plan_renditions

    spec = clip.spec
    own = spec.formats if "formats" in spec.model_fields_set else ()
    place = None if names else spec.place_of(("platforms",))
    return plan_renditions(profiles, Asked(tuple(formats) or own, bool(formats), spec.fps, place))


def compose_for(clip: Clip, rendition: Rendition) -> Composition:
    """The clip as a rendition shows it: its words inside the safe zone of all its platforms. Raises as `compose`."""
    return compose(clip, rendition.format, zone=rendition.zone, fps=rendition.fps)


def compose_all(clip: Clip, planned: Sequence[Rendition]) -> tuple[Composition, ...]:
    """The composition of each rendition; those that differ only in how they are encoded share one."""
    made = {(item.format, item.zone, item.fps): item for item in planned}
    composed = dict(zip(made, _all_of([partial(compose_for, clip, item) for item in made.values()]), strict=True))
    return tuple(composed[item.format, item.zone, item.fps] for item in planned)


def render_rendition(
    composition: Composition,
    rendition: Rendition,
    paths: Mapping[str, Path],
    quality: Quality,
    progress: Progress | None = None,
) -> Outcome:
    """Make the film of `rendition` once and give each of its platforms a file that keeps that platform's profile.

    `composition` is that of `compose_for`, `paths` gives every platform's file by name. Raises as `render`.
    """
    from infoclip.publish.delivery import deliver

    job = job_of(composition, quality)
    return deliver(job, rendition, paths, draft=quality == "draft", progress=progress)


class Placed(Struct, frozen=True):
    """A composition and what it is for: a platform or, without one, only its format."""

    composition: Composition
    profile: Profile | None = None

    @property
    def name(self) -> str:
        """The platform's name or, without one, the format's."""
        return self.profile.name if self.profile is not None else self.composition.format.name


def compositions(clip: Clip, formats: Sequence[str] = (), platforms: Sequence[str] = ()) -> tuple[Placed, ...]:
    """What a clip is composed for: every one of `platforms`, else every one of `formats` or of the spec's own."""
    planned = renditions(clip, platforms, formats) if platforms else ()
    if not planned:
        return tuple(Placed(made) for made in compose_formats(clip, formats or clip.spec.formats))
    made = zip(compose_all(clip, planned), planned, strict=True)
    return tuple(Placed(composition, profile) for composition, item in made for profile in item.profiles)


def export_job(placed: Placed, folder: Path, options: ExportOptions) -> ExportJob:
    """One composition of a clip, to be written into `folder` in other forms than a film."""
    from infoclip.publish.exports import ExportJob
    from infoclip.publish.job import film_tags, sound_plan

    composition, clip = placed.composition, placed.composition.clip
    look = StillLook(composition.format, clip.theme, clip.fonts)
    sound = sound_plan(clip.spec, clip.theme, clip.library, composition.timeline)
    stem = folder / f"{clip.name}-{placed.name}"
    return ExportJob(clip.spec, composition.timeline, look, sound, film_tags(clip.spec), stem, options)


def beside_job(
    clip: Clip, placed: Sequence[Placed], settings: Mapping[str, Any], films: Mapping[str, Path] | None = None
) -> BesideJob:
    """What stands beside the films of `placed`; `films` are those that were written, by the names of `placed`."""
    from infoclip.publish.beside import BesideJob, Target

    targets = []
    for item in placed:
        look = StillLook(item.composition.format, clip.theme, clip.fonts)
        targets.append(Target(item.name, item.composition.timeline, look, item.profile, (films or {}).get(item.name)))
    return BesideJob(clip.name, clip.spec, clip.localizer, clip.library, tuple(targets), settings)


def check(path: Path, format_names: Sequence[str] = (), platform_names: Sequence[str] = ()) -> list[Problem]:
    """Everything wrong or doubtful in a spec, in all its formats and for its platforms, without drawing anything."""
    from infoclip.publish.job import sound_plan

    try:
        clip = open_clip(path)
        planned = renditions(clip, platform_names, format_names) if platform_names or not format_names else ()
        if planned:
            compositions = list(compose_all(clip, planned))
        else:
            compositions = compose_formats(clip, format_names or clip.spec.formats)
    except InputError as error:
        return fold(error.problems, FORMATS)
    faults: list[Problem] = []
    sound = partial(sound_plan, clip.spec, clip.theme, clip.library, compositions[0].timeline)
    for stage in (partial(settle, compositions), sound):
        try:
            stage()
        except InputError as error:
            faults += error.problems
    return fold(faults or doubts(compositions, planned), FORMATS)


def doubts(
    compositions: Sequence[Composition], planned: Sequence[Rendition] = (), *, posted: bool = True
) -> list[Problem]:
    """What the rules say of settled compositions: too fast to read, outside the safe zone, without a source, art of
    the designer's own that cannot be drawn ...

    `planned` are the renditions that they are composed for: then the rules of their platforms hold too. When nothing
    is `posted` with the films, captions, covers and posts are not looked at (those in the picture were, by `settle`).
    """
    from infoclip.check.clip import check_clip
    from infoclip.check.media import coarse_pictures, faint_logo
    from infoclip.check.own_art import own_art_problems

    first = compositions[0]
    different = list({id(composition): composition for composition in compositions}.values())
    timelines = [composition.timeline for composition in different]
    scenes = [timeline.placed(index) for timeline in timelines for index in range(timeline.scene_count)]
    found = [own_art_problems(first.timeline, first.clip.theme, first.format)]
    found += [
        list(faint_logo(first.clip.spec, first.clip.theme, scenes)),
        list(coarse_pictures(first.clip.spec, scenes)),
    ]
    found += [check_clip(composition.timeline, composition.clip.spec) for composition in different]
    if planned:
        from infoclip.check.platforms import check_for

        both = zip(compositions, planned, strict=True)
        found += [check_for(composition.timeline, composition.clip.spec, rendition) for composition, rendition in both]
    for index, item in enumerate(compositions if posted else ()):
        from infoclip.check.posting import Posting, check_posting

        look = StillLook(item.format, item.clip.theme, item.clip.fonts)
        posting = Posting(item.clip.spec, item.clip.localizer, item.clip.library, look)
        found.append(check_posting(item.timeline, posting, planned[index].profiles if planned else ()))
    return list(dict.fromkeys(problem for problems in found for problem in problems))
