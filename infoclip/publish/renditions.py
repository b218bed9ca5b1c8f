"""Which films must be made for some platforms: those with the same needs share one, as far as one layout serves them.

A rendition is a format, a frame rate, a safe zone, and how it is encoded. Limits of size and bitrate make no rendition
of their own: few films come near them, and one that does is made smaller for that platform alone (`delivery.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from infoclip.errors import InputError, Place, Problem
from infoclip.film.clip import EncoderSettings
from infoclip.film.frames import device_size
from infoclip.film.render import FilmPlan
from infoclip.layout.zone import room_left
from infoclip.publish.outputs import FilmJob
from infoclip.publish.profiles import Canvas, Profile
from infoclip.sound.mix import AAC_BITRATE
from infoclip.values.formats import FORMATS
from infoclip.values.geometry import Insets

LEAST_ROOM = 0.55
"""A composition that keeps less of its size than this in a safe zone cannot be read on a phone."""

_GOP = EncoderSettings().gop_seconds
_WORST_CRF = 38.0


@dataclass(frozen=True, slots=True)
class Making:
    """How a film is encoded: `scale` device pixels a design pixel, `gop_seconds` between key pictures at most.

    `coarser` is added to the quality's crf (6 halve the file, roughly); `max_bitrate` (bits a second) is what the
    encoder may not exceed, None for no limit.
    """

    scale: float = 1.0
    gop_seconds: float = _GOP
    audio_bitrate: int = AAC_BITRATE
    coarser: float = 0.0
    max_bitrate: int | None = None


@dataclass(frozen=True, slots=True)
class Rendition:
    """One film for `profiles`: a format at `fps` frames a second whose words keep clear of `zone` (None: its own)."""

    format: str
    fps: int
    zone: Insets | None
    making: Making
    profiles: tuple[Profile, ...]

    @property
    def label(self) -> str:
        """What it is called while it is made: its format, and whom it is for."""
        return f"{self.format} for {', '.join(profile.name for profile in self.profiles)}"

    @property
    def zones(self) -> tuple[tuple[str, Insets], ...]:
        """What each platform covers, by name, where it is known."""
        return tuple((profile.name, profile.zone.insets) for profile in self.profiles if profile.zone.known)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a designer asks for beside platforms: `formats` to choose from (`only`: no others), the clip's `fps`, and
    the `place` where the platforms are named.
    """

    formats: tuple[str, ...] = ()
    only: bool = False
    fps: int = 30
    place: Place | None = None


def plan_renditions(profiles: Sequence[Profile], asked: Asked) -> tuple[Rendition, ...]:
    """The fewest films that serve all `profiles`, in the order asked for.

    Platforms of one format share one layout, inside the strictest zone of them all; where that leaves too little room,
    each gets its own. Raises InputError with every platform that cannot be served.
    """
    problems: list[Problem] = []
    canvases: dict[str, Canvas] = {}
    for profile in profiles:
        canvas = profile.canvas(asked.formats) or (None if asked.only else profile.canvas())
        if canvas is None:
            problems.append(_no_canvas(profile, asked))
        else:
            canvases[profile.name] = canvas
    served = [profile for profile in profiles if profile.name in canvases]
    zones = _zones(served, canvases, asked, problems)
    if problems:
        raise InputError(problems)
    found: dict[tuple[object, ...], Rendition] = {}
    for profile in served:
        canvas, zone = canvases[profile.name], zones[profile.name]
        fps, making = frame_rate(profile, asked.fps), _making(profile, canvas)
        key = (canvas.format, fps, zone, making)
        known = found.get(key)
        together = (*known.profiles, profile) if known else (profile,)
        found[key] = Rendition(canvas.format, fps, zone, making, together)
    return tuple(found.values())


def frame_rate(profile: Profile, fps: int) -> int:
    """The frame rate nearest to `fps` that a platform takes: one of those it names, else any within its limits."""
    rules = profile.frame_rate
    if rules.usual.value:
        return min(rules.usual.value, key=lambda rate: (abs(rate - fps), rate))
    low, high = rules.min.value or 0, rules.max.value or fps
    return round(min(max(fps, low), high))


def _making(profile: Profile, canvas: Canvas) -> Making:
    bitrate = profile.audio.bitrate.value or max(AAC_BITRATE, profile.audio.min_bitrate.value or 0)
    return Making(canvas.scale, min(_GOP, profile.video.max_gop.value or _GOP), bitrate)


def _zones(
    profiles: Sequence[Profile], canvases: dict[str, Canvas], asked: Asked, problems: list[Problem]
) -> dict[str, Insets | None]:
    """The zone that each platform's film is laid out in; `problems` gets those that leave no room at all."""
    zones: dict[str, Insets | None] = {}
    for name in dict.fromkeys(canvas.format for canvas in canvases.values()):
        format_ = FORMATS[name]
        members = [profile for profile in profiles if canvases[profile.name].format == name]
        shared = format_
        for profile in members:
            shared = shared.within(profile.zone.insets)
        for profile in members:
            within = shared if room_left(format_, shared) >= LEAST_ROOM else format_.within(profile.zone.insets)
            if room_left(format_, within) < LEAST_ROOM:
                problems.append(_no_room(profile, asked))
            zones[profile.name] = None if within.safe == format_.safe else within.safe
    return zones


def _no_canvas(profile: Profile, asked: Asked) -> Problem:
    takes = ", ".join(canvas.format for canvas in profile.canvases)
    message = f"{profile.name} takes no {' and no '.join(asked.formats)}"
    return Problem(
        message, asked.place, f"it takes {takes}: leave --format away, or name one of these", "platform-format"
    )


def _no_room(profile: Profile, asked: Asked) -> Problem:
    message = f"the interface of {profile.name} leaves too little room for a layout that can be read"
    return Problem(message, asked.place, "make a clip of its own for it", "platform-zone")


def made(job: FilmJob, making: Making) -> FilmJob:
    """`job` encoded as `making` says; a draft stays half as large. Only for films of a plan, not for ready frames."""
    plan = job.frames
    assert isinstance(plan, FilmPlan)
    settings = plan.settings
    scale = settings.scale * making.scale
    snapshot = plan.timeline.snapshot(0)
    width, height = device_size(snapshot.width, snapshot.height, scale)
    encoder = _encoder(settings.encoder, making)
    plan = replace(plan, settings=replace(settings, encoder=encoder, width=width, height=height, scale=scale))
    shape = replace(job.shape, width=width, height=height)
    tags = replace(job.settings, encoder=encoder)
    return replace(job, frames=plan, shape=shape, settings=tags, audio_bitrate=making.audio_bitrate)


def _encoder(encoder: EncoderSettings, making: Making) -> EncoderSettings:
    """Without a limit nothing of the settings changes. x264's buffer model lets a second have the rate and the buffer:
    together they are the limit, three quarters and one.
    """
    crf = min(max(encoder.crf, _WORST_CRF), encoder.crf + making.coarser) if making.coarser else encoder.crf
    x264 = encoder.x264
    if making.max_bitrate is not None:
        buffer = max(1, making.max_bitrate // 4000)
        x264 = ":".join(filter(None, (x264, f"vbv-maxrate={3 * buffer}", f"vbv-bufsize={buffer}")))
    return replace(encoder, crf=crf, gop_seconds=making.gop_seconds, x264=x264)
