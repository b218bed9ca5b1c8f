"""`infoclip preview`: a frame, or all of a clip on a sheet."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from infoclip.commands.options import Json, PlatformNames, SpecPath, known_formats, listed
from infoclip.console import Console, shown_path
from infoclip.errors import InputError, Problem


def preview(
    spec: SpecPath,
    at: Annotated[float | None, typer.Option("--at", metavar="SECONDS", help="The moment to draw.")] = None,
    scene: Annotated[
        int | None, typer.Option("--scene", metavar="N", help="The scene to draw, when it has settled.")
    ] = None,
    format_name: Annotated[str | None, typer.Option("--format", "-f", metavar="NAME", help="The frame format.")] = None,
    platforms: PlatformNames = None,
    sheet: Annotated[bool, typer.Option("--sheet", help="A contact sheet of the whole clip.")] = False,
    guides: Annotated[
        bool, typer.Option("--guides", help="Show the safe zone, and what each platform covers.")
    ] = False,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="PNG", help="Where to write the picture.")] = Path(
        "preview.png"
    ),
    as_json: Json = False,
) -> None:
    """Draw one frame, or a contact sheet, as PNG."""
    from infoclip import pipeline
    from infoclip.publish.stills import Still

    if at is not None and scene is not None:
        raise InputError(Problem("--at and --scene exclude each other", hint="give one of them"))
    clip = pipeline.open_clip(spec)
    names = known_formats([format_name] if format_name else None)
    planned = pipeline.renditions(clip, listed(platforms), names if platforms else ())
    rendition = next((item for item in planned if not names or item.format in names), None)
    if rendition is not None:
        composition = pipeline.compose_for(clip, rendition)
    else:
        composition = pipeline.compose(clip, (names or tuple(clip.spec.formats))[0])
    zones = [zone for item in planned if item.format == composition.format.name for zone in item.zones]
    request = Still(at=at, scene=scene, sheet=sheet, guides=guides, zones=tuple(zones))
    path = pipeline.preview(composition, request, output)
    Console(as_json=as_json).result("picture", shown_path(path), path=path, format=composition.format.name)
