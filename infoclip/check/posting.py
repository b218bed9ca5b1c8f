"""Can it be posted? Rules about captions, alt text and the posts' length."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from infoclip.errors import InputError, Problem, did_you_mean
from infoclip.publish.alt_text import shows_pictures
from infoclip.publish.captions import plan_captions
from infoclip.publish.cover import asked_frame
from infoclip.publish.phrases import scene_phrases, told_facts
from infoclip.publish.post_text import fault_of, limits_of, unknown_handles, write_post
from infoclip.publish.profiles import Profile, load_profiles
from infoclip.publish.signoff import signoff_faults
from infoclip.publish.stills import StillLook
from infoclip.spec.models import Spec
from infoclip.text.numerals import Localizer
from infoclip.theme.assets import Library
from infoclip.timeline.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Posting:
    """What is posted of a clip: its spec, how its figures are written, where its files are, how it looks."""

    spec: Spec
    localizer: Localizer
    library: Library
    look: StillLook


def check_posting(timeline: Timeline, posting: Posting, profiles: Sequence[Profile] = ()) -> list[Problem]:
    """What is wrong or doubtful in what stands beside the film of `timeline`, for these platforms."""
    found = [*_cover(timeline, posting), *_captions(timeline, posting), *_without_alt(timeline, posting)]
    found += [*_posts(timeline, posting, profiles), *_handles(posting.spec)]
    if profiles:
        found += signoff_faults(timeline, posting.look, posting.spec, posting.localizer)
    return list(dict.fromkeys(found))


def _cover(timeline: Timeline, posting: Posting) -> Iterator[Problem]:
    """A cover past the end."""
    try:
        asked_frame(timeline, posting.spec)
    except InputError as error:
        yield from error.problems


def _captions(timeline: Timeline, posting: Posting) -> Iterator[Problem]:
    """Captions that are too long or too fast to be read, a cue file that is wrong."""
    try:
        yield from plan_captions(timeline, posting.spec, posting.localizer, posting.library).problems
    except InputError as error:
        yield from error.problems


def _without_alt(timeline: Timeline, posting: Posting) -> Iterator[Problem]:
    """A scene that shows a picture, or only signs, and does not say what is to be seen."""
    spec = posting.spec
    for index, scene in enumerate(spec.scenes):
        if scene.alt:
            continue
        if shows_pictures(timeline, index, spec):
            what = "shows a picture that no words describe"
        elif not scene_phrases(timeline, index, spec, posting.localizer):
            what = "has no words to describe it"
        else:
            continue
        yield Problem(
            f"scene {index + 1} ({scene.scene}) {what}",
            spec.place_of(("scenes", index, "scene")),
            "say what is to be seen: alt: ...",
            "missing-alt",
            "warning",
        )


def _handles(spec: Spec) -> Iterator[Problem]:
    """An account for a platform that is not known, which no post would name."""
    if not spec.brand.handles:
        return
    platforms = load_profiles()
    for name in unknown_handles(spec, platforms):
        families = {known.partition("-")[0] for known in platforms}
        place = spec.place_of(("brand", "handles", name), key=True)
        hint = did_you_mean(name, families)
        yield Problem(f"there is no platform '{name}'; no post names its account", place, hint, "handle", "warning")


def _posts(timeline: Timeline, posting: Posting, profiles: Sequence[Profile]) -> Iterator[Problem]:
    """A post whose headline, address and account alone are more than its platform takes."""
    if not profiles:
        return
    spec = posting.spec
    scenes = range(timeline.scene_count)
    facts = [fact for at in scenes for fact in told_facts(scene_phrases(timeline, at, spec, posting.localizer))]
    for profile in profiles:
        limits = limits_of(profile)
        fault = fault_of(write_post(spec, facts, profile.name, limits), spec, limits)
        if fault is not None:
            yield fault
