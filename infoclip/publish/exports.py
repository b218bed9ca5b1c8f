"""Other outputs of a spec: stills, carousels, animations, WebM, overlays and picture folders, and what stands beside.

Each kind is one row of `EXPORTS`: its name for `infoclip export --as`, and what it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from infoclip.errors import InputError, Problem, did_you_mean
from infoclip.film.clip import FilmTags, Progress
from infoclip.publish.animated import BUDGET, write_animation
from infoclip.publish.carousel import carousel_pages, write_carousel
from infoclip.publish.cover import cover_frame
from infoclip.publish.files import check_folder, check_writable
from infoclip.publish.manifest import Listed
from infoclip.publish.pictures import save_picture
from infoclip.publish.sequences import Moving, write_overlay, write_pictures, write_webm
from infoclip.publish.stills import Still, StillLook, draw_still
from infoclip.sound.mix import SoundPlan
from infoclip.spec.models import Spec
from infoclip.timeline.timeline import Timeline

EXPORTS: Mapping[str, str] = {
    "still": "one picture (PNG): --at SECONDS, else the best moment",
    "carousel": "a picture a scene with page dots, and a PDF of them (LinkedIn)",
    "gif": "an animated GIF under the --budget",
    "webp": "an animated WebP under the --budget",
    "webm": "a film for the web: VP9 and Opus",
    "overlay-prores": "words and figures without their ground, ProRes 4444 with alpha (.mov)",
    "overlay-vp9": "the same as VP9 with alpha (.webm)",
    "overlay-png": "the same as a folder of PNG pictures with alpha",
    "png-sequence": "every frame as PNG, in a folder",
    "captions": "SubRip and WebVTT",
    "cover": "the cover picture",
    "alt-text": "what the clip shows, in words",
    "post-text": "the text to post",
    "sign-off": "a sheet for approvers, PDF and PNG",
    "manifest": "a JSON file that lists all of these with their hashes, facts and versions",
}
SHORT = {"overlay": "overlay-prores", "prores": "overlay-prores", "frames": "png-sequence", "pdf": "carousel"}


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """`at` is the still's second, `start` and `end` cut moving outputs, all in seconds; `budget` is bytes.

    `scale` is device pixels a design pixel, for films and picture folders.
    """

    at: float | None = None
    start: float | None = None
    end: float | None = None
    budget: int = BUDGET
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class ExportJob:
    """One format of a clip to be written in other forms; `stem` begins the names of its files."""

    spec: Spec
    timeline: Timeline
    look: StillLook
    sound: SoundPlan | None
    tags: FilmTags
    stem: Path
    options: ExportOptions


def known_exports(names: Sequence[str]) -> tuple[str, ...]:
    """The kinds of `names` in the order asked for, each once. Raises InputError with every name that is unknown."""
    wrong = [
        Problem(f"there is no output '{name}'", hint=did_you_mean(name, [*EXPORTS, *SHORT]), code="unknown-output")
        for name in names
        if name not in EXPORTS and name not in SHORT
    ]
    if not names:
        wrong = [Problem("nothing was asked for", hint=f"give --as {', '.join(EXPORTS)}", code="unknown-output")]
    if wrong:
        raise InputError(wrong)
    return tuple(dict.fromkeys(SHORT.get(name, name) for name in names))


def export_frames(timeline: Timeline, options: ExportOptions) -> range:
    """The frames from --from to --to. Raises InputError for moments outside the clip or the wrong way round."""
    start, end = options.start or 0.0, timeline.seconds if options.end is None else options.end
    problems = [
        Problem(f"the clip is {timeline.seconds:g} seconds long; {name} {at:g} is outside it", hint=hint, code="moment")
        for name, at, hint in (("--from", start, f"give 0 to {timeline.seconds:g}"), ("--to", end, "give less"))
        if not 0 <= at <= timeline.seconds
    ]
    if not problems and end - start < 1 / timeline.fps:
        problems.append(Problem(f"--to {end:g} is not after --from {start:g}", code="moment"))
    if problems:
        raise InputError(problems)
    return range(round(start * timeline.fps), min(timeline.frame_count, max(1, round(end * timeline.fps))))


def check_export(job: ExportJob) -> None:
    """See that everything asked for can be made, before anything is. Raises InputError."""
    export_frames(job.timeline, job.options)
    at = job.options.at
    if at is not None and not 0 <= at <= job.timeline.seconds:
        message = f"the clip is {job.timeline.seconds:g} seconds long; there is nothing at {at:g}"
        raise InputError(Problem(message, hint=f"give --at from 0 to {job.timeline.seconds:g}", code="moment"))
    check_folder(job.stem.parent)
    check_writable(job.stem.with_name(f"{job.stem.name}.part"))


def write_export(kind: str, job: ExportJob, progress: Progress | None = None) -> list[Listed]:
    """Write one kind of `EXPORTS` that is made of frames. Raises as its writer; nothing is half written."""
    options, stem, timeline, look = job.options, job.stem, job.timeline, job.look
    moving = Moving(timeline, look, export_frames(timeline, options), options.scale)
    if kind == "still":
        return [Listed(_still(job), "still")]
    if kind == "carousel":
        pages = carousel_pages(timeline, look, rtl=job.spec.direction == "rtl")
        return [Listed(path, "carousel") for path in write_carousel(pages, stem, job.spec.title, job.spec.brand.name)]
    if kind in ("gif", "webp"):
        path = _named(stem, f".{kind}")
        made = write_animation(moving, path, budget=options.budget, progress=progress)
        more = {"budget": options.budget, "side": made.step.side, "fps": made.step.fps, "depth": made.step.depth}
        return [Listed(path, "animation", more=more)]
    if kind == "webm":
        whole = len(moving.frames) == timeline.frame_count
        sound = job.sound if whole else None
        return [Listed(write_webm(moving, _named(stem, ".webm"), sound, job.tags, progress), "film for the web")]
    if kind == "png-sequence":
        return [Listed(write_pictures(moving, _named(stem, "-frames"), progress=progress), "picture sequence")]
    if kind == "overlay-png":
        folder = _named(stem, "-overlay-frames")
        return [Listed(write_pictures(moving, folder, overlay=True, progress=progress), "overlay pictures")]
    suffix = {"overlay-prores": ".mov", "overlay-vp9": ".webm"}[kind]
    return [Listed(write_overlay(moving, _named(stem, f"-overlay{suffix}"), progress), "overlay")]


def _named(stem: Path, ending: str) -> Path:
    return stem.with_name(stem.name + ending)


def _still(job: ExportJob) -> Path:
    if job.options.at is not None:
        picture = draw_still(job.timeline, Still(at=job.options.at), job.look)
    else:
        frame = cover_frame(job.timeline, job.spec, job.look)
        picture = draw_still(job.timeline, Still(at=(frame + 0.5) / job.timeline.fps), job.look)
    return save_picture(picture, _named(job.stem, ".png"))
