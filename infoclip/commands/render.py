"""`infoclip render`: films."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from infoclip.commands.options import (
    Draft,
    FormatNames,
    Json,
    Master,
    PlatformNames,
    Quiet,
    SpecPath,
    known_formats,
    listed,
    quality_of,
)
from infoclip.console import Console, shown_path
from infoclip.errors import InputError, Problem, WorkError
from infoclip.machine import lone_worker, tell_ahead, worker_ahead

if TYPE_CHECKING:
    from infoclip.pipeline import Clip, Placed
    from infoclip.publish.beside import BesideJob
    from infoclip.publish.delivery import Delivered, Refused
    from infoclip.publish.job import Quality
    from infoclip.publish.renditions import Rendition


_WORKER, _ENCODER = "infoclip.film.segment_worker", "infoclip.film.encoder"


@dataclass(frozen=True, slots=True)
class Wish:
    """How films are asked for: where they go, how good, and whether with what is posted beside them."""

    output: Path
    quality: Quality
    beside: bool = True


def render(
    spec: SpecPath,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="A folder, or one .mp4 file [default: out]")
    ] = None,
    formats: FormatNames = None,
    platforms: PlatformNames = None,
    draft: Draft = False,
    master: Master = False,
    beside: Annotated[
        bool, typer.Option("--beside/--films-only", help="With --for: captions, cover, alt text, post text too.")
    ] = True,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Render the clip to MP4, one file a format, or one for each platform."""
    console = Console(quiet=quiet, as_json=as_json)
    wish = Wish(output or Path("out"), quality_of(draft, master), beside)
    with worker_ahead(_ENCODER) if lone_worker() else worker_ahead(_WORKER, "infoclip.pipeline"):
        from infoclip import pipeline
        from infoclip.publish.files import nothing_left

        clip = pipeline.open_clip(spec)
        names = known_formats(formats)
        planned = pipeline.renditions(clip, listed(platforms), names) if platforms or not names else ()
        with nothing_left(wish.output):
            if planned:
                render_for(clip, planned, wish, console)
            else:
                render_formats(clip, names or clip.spec.formats, wish, console)


def render_formats(clip: Clip, names: Sequence[str], wish: Wish, console: Console) -> None:
    """One film a format. Without `beside` what could not be posted with it is no fault."""
    from infoclip import pipeline
    from infoclip.publish.outputs import film_paths

    compositions = dict(zip(names, pipeline.compose_formats(clip, names), strict=True))
    tell_ahead(_WORKER, compositions[names[0]].source)
    pipeline.settle(list(compositions.values()))
    refuse_errors(pipeline.doubts(list(compositions.values()), posted=wish.beside), console)
    for name, path in film_paths(wish.output, clip.name, names).items():
        with console.progress(f"{clip.name} {name}") as progress:
            film = pipeline.render(compositions[name], path, wish.quality, progress)
        text = f"{shown_path(film.path)}  {film.width}x{film.height}, {film.frames} frames, {film.seconds:.1f} s"
        facts = {"path": film.path, "format": name, "frames": film.frames, "fps": film.fps, "bytes": film.size}
        console.result("film", text, **facts)


def render_for(clip: Clip, planned: Sequence[Rendition], wish: Wish, console: Console) -> None:
    """A file for each platform; those with the same needs share an encode. Raises WorkError when one gets none.

    With `beside` also what is posted with the films that came out right.
    """
    from infoclip import pipeline
    from infoclip.publish.outputs import film_paths

    compositions = pipeline.compose_all(clip, planned)
    tell_ahead(_WORKER, compositions[0].source)
    pipeline.settle(compositions)
    refuse_errors(pipeline.doubts(compositions, planned, posted=wish.beside), console)
    if wish.beside:
        from infoclip.publish.beside import check_beside

        both = zip(compositions, planned, strict=True)
        asked = [pipeline.Placed(made, profile) for made, item in both for profile in item.profiles]
        check_beside(pipeline.beside_job(clip, asked, {}))
    names = [profile.name for rendition in planned for profile in rendition.profiles]
    paths = film_paths(wish.output, clip.name, names, "platform")
    delivered: list[Delivered] = []
    refused: list[Refused] = []
    placed: list[Placed] = []
    for composition, rendition in zip(compositions, planned, strict=True):
        with console.progress(f"{clip.name} {rendition.label}") as progress:
            outcome = pipeline.render_rendition(composition, rendition, paths, wish.quality, progress)
        for item in outcome.delivered:
            tell(item, console)
        delivered += outcome.delivered
        refused += outcome.refused
        placed += [pipeline.Placed(composition, item.profile) for item in outcome.delivered]
    if wish.beside and placed:
        folder = wish.output.parent if wish.output.suffix.lower() == ".mp4" else wish.output
        films = {item.profile.name: item.film.path for item in delivered}
        _write_posted(pipeline.beside_job(clip, placed, {"quality": wish.quality}, films), folder, console)
    if refused:
        console.problems([item.problem for item in refused])
        raise WorkError(f"{len(refused)} of {len(paths)} platforms got no film")


def _write_posted(job: BesideJob, folder: Path, console: Console) -> None:
    """What is posted with the films of `job`, which are told already."""
    from infoclip.commands.export import tell as tell_files
    from infoclip.publish.beside import write_beside

    known = {target.film for target in job.targets}
    tell_files([item for item in write_beside(job, folder) if item.path not in known], console)


def refuse_errors(doubts: Sequence[Problem], console: Console) -> None:
    """Say what is doubtful. Raises InputError when something of it is wrong."""
    if any(doubt.severity == "error" for doubt in doubts):
        raise InputError(doubts)
    console.problems(doubts)


def tell(item: Delivered, console: Console) -> None:
    """One platform's film, in a line."""
    film = item.film
    fitted = ", made smaller to fit" if item.fitted else ""
    text = (
        f"{shown_path(film.path)}  {film.width}x{film.height}, {film.seconds:.1f} s, {film.size / 1e6:.1f} MB{fitted}"
    )
    facts = {"path": film.path, "platform": item.profile.name, "format": item.rendition.format, "frames": film.frames}
    console.result("film", text, **facts, fps=film.fps, bytes=film.size, fitted=item.fitted)
