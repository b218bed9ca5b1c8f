"""`infoclip scenes`: the scenes there are."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from infoclip.commands.options import Json
from infoclip.console import Console, shown_path

DEFAULT = "official"


def scenes(
    name: Annotated[str | None, typer.Argument(help="One scene, with all its parameters.")] = None,
    theme: Annotated[str | None, typer.Option("--theme", help="The theme to draw in.")] = None,
    sheet: Annotated[
        Path | None,
        typer.Option(
            "--sheet", metavar="PNG", help="Draw every scene's example; of one scene, in every theme and format."
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """List the scenes, or show one with its parameters."""
    from infoclip import catalog

    console = Console(as_json=as_json)
    if sheet is not None:
        path = catalog.formats_sheet(name, theme, sheet) if name else catalog.scene_sheet(theme or DEFAULT, sheet)
        console.result("picture", shown_path(path), path=path)
    elif name is None:
        console.table(("scene", "for", "themes with their own"), catalog.scene_rows())
    else:
        console.table(("parameter", "type", "limits", "needed", "for"), catalog.parameter_rows(name))
