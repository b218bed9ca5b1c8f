"""Will the platforms take it? Rules about a clip's length, sound and size, and about what their interfaces cover."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from infoclip.check.view import SceneView, scene_view
from infoclip.errors import Problem
from infoclip.publish.profiles import Profile
from infoclip.publish.renditions import Rendition
from infoclip.spec.models import Spec
from infoclip.timeline.timeline import Timeline
from infoclip.values.formats import FORMATS
from infoclip.values.geometry import Box

USUAL_BITRATE = 2_400_000
"""Bits a second of a finished film, 1080x1920 at 30 frames: what the examples come to in the usual quality."""

_USUAL_PIXELS = 1080 * 1920 * 30
_TOLERANCE = 6.0  # as of the format's own safe zone
_NAMED = 4


@dataclass(frozen=True, slots=True)
class Posting:
    """A clip that is to be posted on a platform, before it is drawn."""

    timeline: Timeline
    spec: Spec
    rendition: Rendition
    profile: Profile


def check_for(timeline: Timeline, spec: Spec, rendition: Rendition) -> list[Problem]:
    """What is wrong or doubtful of a clip for the platforms of `rendition`, for which `timeline` was composed."""
    postings = [Posting(timeline, spec, rendition, profile) for profile in rendition.profiles]
    problems = [problem for posting in postings for rule in POSTING_RULES for problem in rule(posting)]
    for index in range(timeline.scene_count):
        problems += outside_zones(scene_view(timeline, index), rendition.profiles)
    return list(dict.fromkeys(problems))


def too_long(posting: Posting) -> Iterator[Problem]:
    """Longer than the platform takes: an error, for it would refuse the film."""
    most = posting.profile.seconds.max.value
    if most is not None and posting.timeline.seconds > most:
        message = f"the clip lasts {posting.timeline.seconds:g} s; {posting.profile.name} takes {most:g} s at most"
        hint = f"give it duration: {most:g} or less, or leave {posting.profile.name} out"
        yield Problem(message, posting.spec.place_of(("duration",)), hint, "platform-too-long")


def too_short(posting: Posting) -> Iterator[Problem]:
    """Shorter than the platform takes: an error too."""
    least = posting.profile.seconds.min.value
    if least is not None and posting.timeline.seconds < least:
        message = f"the clip lasts {posting.timeline.seconds:g} s; {posting.profile.name} takes {least:g} s at least"
        hint = f"give it duration: {least:g} or more, or leave {posting.profile.name} out"
        yield Problem(message, posting.spec.place_of(("duration",)), hint, "platform-too-short")


def silent(posting: Posting) -> Iterator[Problem]:
    """No sound for a platform that takes none without."""
    spec = posting.spec
    if posting.profile.audio.needed.value and spec.sound is not None and spec.sound.silent and not spec.voiced:
        message = f"{posting.profile.name} takes no film without sound"
        hint = "leave 'sound: none' away, or give it a mood"
        yield Problem(message, spec.place_of(("sound",)), hint, "platform-silent")


def likely_too_large(posting: Posting) -> Iterator[Problem]:
    """Likely larger than the platform takes: it will be encoded coarser, which a shorter clip is not."""
    most, format_ = posting.profile.max_bytes.value, FORMATS[posting.rendition.format]
    if most is None:
        return
    scale = posting.rendition.making.scale
    pixels = format_.width * format_.height * scale**2 * posting.rendition.fps
    likely = posting.timeline.seconds * (
        USUAL_BITRATE * pixels / _USUAL_PIXELS + posting.rendition.making.audio_bitrate
    )
    if likely / 8 > most:
        message = (
            f"the film will have about {likely / 8_000_000:.0f} MB; "
            f"{posting.profile.name} takes {most / 1_000_000:g}, so it is made coarser for it"
        )
        hint = f"a clip of {posting.timeline.seconds * most * 8 / likely:.0f} s fits as it is"
        yield Problem(message, posting.spec.place_of(("duration",)), hint, "platform-too-large", "warning")


POSTING_RULES: tuple[Callable[[Posting], Iterator[Problem]], ...] = (too_long, too_short, silent, likely_too_large)


def outside_zones(view: SceneView, profiles: Sequence[Profile]) -> Iterator[Problem]:
    """Text that an interface covers, with the names of the platforms whose zone it leaves."""
    frame = view.scene.format.box
    zones = [(profile.name, frame.inset(profile.zone.insets, rtl=True)) for profile in profiles if profile.zone.known]
    for text in view.texts:
        out = [(*_outside(zone, text.ink), name) for name, zone in zones]
        out = [item for item in out if item[0] > _TOLERANCE]
        if out:
            names = [name for _, _, name in out]
            named = ", ".join(names[:_NAMED]) + (" ..." if len(names) > _NAMED else "")
            pixels, side, _ = max(out)
            where = f"scene {view.number} ({view.scene.name}, {view.scene.format.name})"
            yield Problem(
                f"{where}: '{text.words}' lies under the interface of {named}: {pixels:.0f} px {side}",
                view.scene.place,
                "move it in the composition, or give these platforms a clip of their own",
                "text-unsafe",
                "warning",
            )


def _outside(zone: Box, ink: Box) -> tuple[float, str]:
    """By how many pixels `ink` leaves `zone` at its worst side, and which that is; negative when it lies within."""
    return max(
        (zone.y - ink.y, "above"),
        (ink.bottom - zone.bottom, "below"),
        (zone.x - ink.x, "left"),
        (ink.right - zone.right, "right"),
    )
