"""`infoclip icons`: the icons by name, searched by words in English or Arabic, as a list or a sheet."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from infoclip.commands.options import Json
from infoclip.console import Console, shown_path


def icons(
    words: Annotated[
        list[str] | None, typer.Argument(metavar="WORD ...", help="What it shows, in English or Arabic: plane, نخلة.")
    ] = None,
    sheet: Annotated[Path | None, typer.Option("--sheet", metavar="PNG", help="Draw the icons found.")] = None,
    theme: Annotated[str, typer.Option("--theme", help="The theme to draw them in.")] = "official",
    as_json: Json = False,
) -> None:
    """Search the icons by name and by what they show; without a word list them all."""
    from infoclip import catalog

    console = Console(as_json=as_json)
    query = " ".join(words or ())
    if sheet is not None:
        path = catalog.icon_sheet(query, theme, sheet)
        console.result("picture", shown_path(path), path=path)
    else:
        console.table(("icon", "words"), catalog.icon_rows(query))
