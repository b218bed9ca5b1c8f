"""`infoclip themes`: the themes there are."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from infoclip.commands.options import Json
from infoclip.console import Console, shown_path


def themes(
    name: Annotated[str | None, typer.Argument(help="One theme, with its tokens.")] = None,
    sheet: Annotated[Path | None, typer.Option("--sheet", metavar="PNG", help="Draw a frame of every theme.")] = None,
    as_json: Json = False,
) -> None:
    """List the themes, or show one with its tokens."""
    from infoclip import catalog

    console = Console(as_json=as_json)
    if sheet is not None:
        path = catalog.theme_sheet(sheet, names=[name] if name else None)
        console.result("picture", shown_path(path), path=path)
    elif name is None:
        console.table(("theme", "title", "for"), catalog.theme_rows())
    else:
        console.table(("token", "value"), catalog.token_rows(name))
