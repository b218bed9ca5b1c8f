"""`infoclip fonts`: the font families that come with infoclip."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from infoclip.commands.options import Json
from infoclip.console import Console, shown_path


def fonts(
    name: Annotated[str | None, typer.Argument(help="One family.")] = None,
    sheet: Annotated[Path | None, typer.Option("--sheet", metavar="PNG", help="Draw a line in every face.")] = None,
    as_json: Json = False,
) -> None:
    """List the font families that come with infoclip, with weights and licence."""
    from infoclip import catalog

    console = Console(as_json=as_json)
    if sheet is not None:
        path = catalog.font_sheet(sheet, names=[name] if name else None)
        console.result("picture", shown_path(path), path=path)
    else:
        console.table(("family", "title", "weights", "licence"), catalog.font_rows(name))
