"""Everything that is posted or filed beside the films: captions, covers, alt text, post text, sign-off sheet, manifest.

`check_beside` finds all that can be wrong with it before a film is drawn. `write_beside` is called when the films are
right, and writes each file whole or not at all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from infoclip.errors import InputError, Problem
from infoclip.publish.alt_text import describe
from infoclip.publish.caption_files import srt_text, vtt_text
from infoclip.publish.captions import plan_captions
from infoclip.publish.cover import CoverForm, asked_frame, cover_frame, cover_picture, write_cover
from infoclip.publish.files import write_text
from infoclip.publish.manifest import Listed, manifest, write_manifest
from infoclip.publish.phrases import scene_phrases, told_facts
from infoclip.publish.post_text import Limits, PostText, fault_of, limits_of, write_post
from infoclip.publish.profiles import Profile
from infoclip.publish.signoff import signoff_faults, signoff_pages, write_signoff
from infoclip.publish.stills import StillLook
from infoclip.spec.models import Spec
from infoclip.text.numerals import LocalFact, Localizer
from infoclip.theme.assets import Library
from infoclip.timeline.timeline import Timeline

_ALL = "all"
CAPTION_FORMS = ("srt", "vtt")
BESIDE = ("captions", "cover", "alt-text", "post-text", "sign-off", "manifest")
"""What can be written beside a film, in the order it is written."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a film goes: `name` is a platform's or a format's, and ends the names of its files.

    `film` is the file that was written, if any; `profile` the platform's, None for a plain format.
    """

    name: str
    timeline: Timeline
    look: StillLook
    profile: Profile | None = None
    film: Path | None = None


@dataclass(frozen=True, slots=True)
class BesideJob:
    """A clip and where it goes. `name` begins the files' names; `settings` stand in the manifest."""

    name: str
    spec: Spec
    localizer: Localizer
    library: Library
    targets: tuple[Target, ...]
    settings: Mapping[str, Any] = field(default_factory=dict)


def write_beside(
    job: BesideJob, folder: Path, kinds: Sequence[str] = BESIDE, others: Sequence[Listed] = ()
) -> list[Listed]:
    """Write `kinds` into `folder` and say what was written. `others` are files that only the manifest lists.

    Files that are equal for all targets are written once. Raises InputError for what a designer can mend (a cue file, a
    cover's moment, a headline too long for a platform) before anything is written.
    """
    check_beside(job, kinds)
    posts = _posts(job)[0] if "post-text" in kinds else []
    written: list[Listed] = [
        Listed(target.film, "film", _platforms([target])) for target in job.targets if target.film is not None
    ]
    written += others
    if "captions" in kinds:
        written += _write_captions(job, folder)
    if "cover" in kinds:
        written += _write_covers(job, folder)
    if "alt-text" in kinds:
        text = describe(_first(job).timeline, job.spec, job.localizer).text()
        written.append(Listed(write_text(folder / f"{job.name}-alt.txt", text), "alt text"))
    for post in posts:
        begin = job.name if post.platform == _ALL else f"{job.name}-{post.platform}"
        path = write_text(folder / f"{begin}-post.txt", _post_file(post))
        more = {"length": post.length, "limit": post.limit, "left_out": list(post.left_out)}
        written.append(Listed(path, "post text", (post.platform,) if post.platform != _ALL else (), more))
    if "sign-off" in kinds:
        target = _first(job)
        pages = signoff_pages(target.timeline, target.look, job.spec, job.localizer)
        paths = write_signoff(pages, folder / f"{job.name}-sign-off", job.spec.title, job.spec.brand.name)
        written += [Listed(path, "sign-off sheet") for path in paths]
    if "manifest" in kinds:
        listing = folder / f"{job.name}-manifest.json"
        settings = {"targets": [target.name for target in job.targets], **job.settings}
        data = manifest(job.spec, job.localizer, written, folder, settings)
        written.append(Listed(write_manifest(listing, data), "manifest"))
    return written


def check_beside(job: BesideJob, kinds: Sequence[str] = BESIDE) -> None:
    """Raise InputError with everything that would stop `write_beside`: nothing of it is drawn or written."""
    problems = list(_posts(job)[1]) if "post-text" in kinds else []
    first = _first(job)
    if "sign-off" in kinds:
        problems += signoff_faults(first.timeline, first.look, job.spec, job.localizer)
    for timeline in {id(target.timeline): target.timeline for target in job.targets}.values():
        try:
            if "captions" in kinds:
                plan_captions(timeline, job.spec, job.localizer, job.library)
            if "cover" in kinds:
                asked_frame(timeline, job.spec)
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(dict.fromkeys(problems))


def _first(job: BesideJob) -> Target:
    return job.targets[0]


def _write_covers(job: BesideJob, folder: Path) -> list[Listed]:
    covers = _covers(job)
    written = []
    for targets, frame in zip(covers, _cover_frames(covers, job.spec), strict=True):
        target = targets[0]
        picture = cover_picture(target.timeline, frame, target.look, _form(target).size)
        stem = folder / f"{job.name}-{target.name}-cover"
        written.append(Listed(write_cover(picture, stem, _form(target)), "cover", _platforms(targets)))
    return written


def _covers(job: BesideJob) -> list[list[Target]]:
    """The targets by the cover they take: each size and kind is made once, and named for the first."""
    found: dict[object, list[Target]] = {}
    for target in job.targets:
        size = _form(target).size or (target.look.format.width, target.look.format.height)
        found.setdefault((size, _form(target).max_bytes, _form(target).forms), []).append(target)
    return list(found.values())


def _cover_frames(covers: Sequence[Sequence[Target]], spec: Spec) -> list[int]:
    """The frame of each cover: the scene is looked for once, so that all of them show the same."""
    frames: list[int] = []
    for targets in covers:
        timeline = targets[0].timeline
        if frames and not (spec.cover and spec.cover.at is not None):
            scene = covers[0][0].timeline.scene_at(frames[0])
            frames.append(timeline.still_frame(scene))
        else:
            frames.append(cover_frame(timeline, spec, targets[0].look))
    return frames


def _form(target: Target) -> CoverForm:
    """What the target takes as cover; where its platform says no size, its film's canvas is the best there is."""
    if target.profile is None:
        return CoverForm()
    rules = target.profile.cover
    size = rules.size.value
    canvas = target.profile.canvas((target.look.format.name,))
    pixels = (size[0], size[1]) if size and len(size) == 2 else (canvas.width, canvas.height) if canvas else None
    return CoverForm(pixels, rules.max_bytes.value, tuple(rules.forms.value or ()))


def _platforms(targets: Sequence[Target]) -> tuple[str, ...]:
    return tuple(target.name for target in targets if target.profile is not None)


def _write_captions(job: BesideJob, folder: Path) -> list[Listed]:
    """Captions in both forms, once for all targets whose scenes change at the same times."""
    rtl = job.spec.direction == "rtl"
    found: dict[tuple[str, str], list[Target]] = {}
    made: dict[int, tuple[str, str]] = {}
    for target in job.targets:
        if id(target.timeline) not in made:  # platforms that share a rendition share its timeline
            cues = plan_captions(target.timeline, job.spec, job.localizer, job.library).cues
            texts = (srt_text(cues, rtl=rtl), vtt_text(cues, job.spec.language, rtl=rtl)) if cues else ("", "")
            made[id(target.timeline)] = texts
        found.setdefault(made[id(target.timeline)], []).append(target)
    found.pop(("", ""), None)
    written = []
    for number, (texts, targets) in enumerate(found.items()):
        stem = job.name if number == 0 else f"{job.name}-{targets[0].name}"
        for form, text in zip(CAPTION_FORMS, texts, strict=True):
            path = write_text(folder / f"{stem}.{job.spec.language}.{form}", text)
            written.append(Listed(path, "captions", _platforms(targets)))
    return written


def clip_facts(timeline: Timeline, spec: Spec, localizer: Localizer) -> list[LocalFact]:
    """Every figure the clip shows, in order, each once."""
    shown = [
        fact
        for index in range(timeline.scene_count)
        for fact in told_facts(scene_phrases(timeline, index, spec, localizer))
    ]
    return list({fact.text: fact for fact in reversed(shown)}.values())[::-1]


def _posts(job: BesideJob) -> tuple[list[PostText], list[Problem]]:
    """The post for each platform, or one for all; and what is wrong with those that cannot be made to fit."""
    facts = clip_facts(_first(job).timeline, job.spec, job.localizer)
    profiles = {target.name: limits_of(target.profile) for target in job.targets if target.profile is not None}
    posts, problems = [], list[Problem]()
    for name, limits in (profiles or {_ALL: Limits()}).items():
        post = write_post(job.spec, facts, name, limits)
        fault = fault_of(post, job.spec, limits)
        if fault is not None:
            problems.append(fault)
        posts.append(post)
    return posts, problems


def _post_file(post: PostText) -> str:
    """The text alone, ready to paste; a platform's own title stands before it, under a line of its own."""
    return f"{post.title}\n---\n{post.text}\n" if post.title else f"{post.text}\n"
