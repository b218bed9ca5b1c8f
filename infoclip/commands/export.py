"""`infoclip export`: the same spec as stills, carousels, animations, overlays, and everything posted beside a film."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from infoclip.commands.cache import read_size
from infoclip.commands.options import FormatNames, Json, PlatformNames, Quiet, SpecPath, known_formats, listed
from infoclip.console import Console, shown_path, shown_size
from infoclip.errors import InputError, Problem

if TYPE_CHECKING:
    from infoclip.pipeline import Placed
    from infoclip.publish.exports import ExportOptions
    from infoclip.publish.manifest import Listed


Kinds = Annotated[
    list[str] | None,
    typer.Option(
        "--as",
        metavar="KIND",
        help="still, carousel, gif, webp, webm, overlay-prores, overlay-vp9, overlay-png, png-sequence, captions, "
        "cover, alt-text, post-text, sign-off, manifest; several with commas.",
    ),
]
Scale = Annotated[
    float, typer.Option("--scale", min=0.1, max=2, help="Size of WebM, overlays and picture folders: 0.5 is half.")
]


def export(
    spec: SpecPath,
    kinds: Kinds = None,
    still: Annotated[bool, typer.Option("--still", help="One picture: short for --as still.")] = False,
    output: Annotated[Path, typer.Option("--output", "-o", help="The folder to write to.")] = Path("out"),
    formats: FormatNames = None,
    platforms: PlatformNames = None,
    at: Annotated[float | None, typer.Option("--at", metavar="SECONDS", help="The still's moment.")] = None,
    start: Annotated[
        float | None, typer.Option("--from", metavar="SECONDS", help="Where moving outputs begin.")
    ] = None,
    end: Annotated[float | None, typer.Option("--to", metavar="SECONDS", help="Where they end.")] = None,
    budget: Annotated[str, typer.Option("--budget", metavar="SIZE", help="The most a GIF or WebP may take.")] = "8MB",
    scale: Scale = 1.0,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Write other outputs than films: stills, carousels, GIF, overlays, captions, covers, post text ..."""
    from infoclip import pipeline
    from infoclip.publish.exports import ExportOptions
    from infoclip.publish.files import nothing_left

    asked = [*listed(kinds), *(["still"] if still else [])]
    wanted = _known_kinds(asked)
    options = ExportOptions(at, start, end, read_size(budget), scale)
    clip = pipeline.open_clip(spec)
    placed = pipeline.compositions(clip, known_formats(formats), listed(platforms))
    with nothing_left(output):
        _write_all(placed, wanted, (output, options), Console(quiet=quiet, as_json=as_json))


def _known_kinds(names: Sequence[str]) -> tuple[str, ...]:
    from infoclip.publish.exports import known_exports

    if not names:
        hint = "--still, or --as carousel,gif ..."
        raise InputError(Problem("it is not said what to write", hint=hint, code="export"))
    return known_exports(names)


def _write_all(
    placed: Sequence[Placed], wanted: Sequence[str], where: tuple[Path, ExportOptions], console: Console
) -> None:
    """Write the outputs `wanted` into a folder. Raises InputError before anything is written."""
    from infoclip import pipeline
    from infoclip.publish.beside import BESIDE, check_beside, write_beside
    from infoclip.publish.exports import check_export, write_export

    folder, options = where
    # Platforms that share a rendition share its outputs, which are named for the first of them.
    different = list({id(item.composition): item for item in reversed(placed)}.values())[::-1]
    pipeline.settle([item.composition for item in different])
    jobs = [pipeline.export_job(item, folder, options) for item in different]
    beside = [kind for kind in wanted if kind in BESIDE]
    settings = {"outputs": list(wanted), "scale": options.scale, "budget": options.budget}
    posted = pipeline.beside_job(placed[0].composition.clip, placed, settings)
    check_beside(posted, beside)
    for job in jobs:
        check_export(job)
    written: list[Listed] = []
    for kind in (kind for kind in wanted if kind not in BESIDE):
        for job in jobs:
            with console.progress(f"{job.stem.name} {kind}") as progress:
                made = write_export(kind, job, progress)
            tell(made, console)
            written += made
    if beside:
        tell(write_beside(posted, folder, beside, written), console, written)


def tell(made: Sequence[Listed], console: Console, known: Sequence[Listed] = ()) -> None:
    """One line for each file that is not `known` already."""
    for item in made:
        if item in known:
            continue
        whole = item.path.is_file()
        size = shown_size(item.path.stat().st_size) if whole else f"{sum(1 for _ in item.path.iterdir())} pictures"
        facts = {"path": item.path, "kind": item.kind, "platforms": list(item.platforms), **item.more}
        console.result("file", f"{shown_path(item.path)}  {item.kind}, {size}", **facts)
