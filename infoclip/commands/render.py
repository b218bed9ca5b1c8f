"""`infoclip render`: films."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from infoclip.commands.options import FormatNames, Json, Quiet, SpecPath, known_formats
from infoclip.console import Console, shown_path
from infoclip.errors import InputError, Problem

if TYPE_CHECKING:
    from infoclip.publish.job import Quality


def render(
    spec: SpecPath,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="A folder, or one .mp4 file [default: out]")
    ] = None,
    formats: FormatNames = None,
    draft: Annotated[bool, typer.Option("--draft", help="Half size and fast, to judge the motion.")] = False,
    master: Annotated[bool, typer.Option("--master", help="Slower, for the archive.")] = False,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Render the clip to MP4, one file a format."""
    from infoclip import pipeline
    from infoclip.publish.outputs import film_paths

    if draft and master:
        raise InputError(Problem("--draft and --master exclude each other", hint="give one of them"))
    console = Console(quiet=quiet, as_json=as_json)
    clip = pipeline.open_clip(spec)
    names = known_formats(formats) or clip.spec.formats
    compositions = {name: pipeline.compose(clip, name) for name in names}
    pipeline.settle(list(compositions.values()))
    doubts = pipeline.doubts(list(compositions.values()))
    if any(doubt.severity == "error" for doubt in doubts):
        raise InputError(doubts)
    console.problems(doubts)
    for name, path in film_paths(output or Path("out"), clip.name, names).items():
        with console.progress(f"{clip.name} {name}") as progress:
            quality: Quality = "draft" if draft else "master" if master else "film"
            film = pipeline.render(compositions[name], path, quality, progress)
        text = f"{shown_path(film.path)}  {film.width}x{film.height}, {film.frames} frames, {film.seconds:.1f} s"
        facts = {"path": film.path, "format": name, "frames": film.frames, "fps": film.fps, "bytes": film.size}
        console.result("film", text, **facts)
