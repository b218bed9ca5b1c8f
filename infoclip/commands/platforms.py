"""`infoclip platforms`: what each platform takes, and where that is said."""

from __future__ import annotations

from typing import Annotated

import typer

from infoclip.commands.options import Json
from infoclip.console import Console


def platforms(
    name: Annotated[str | None, typer.Argument(help="One platform, with all its figures and their sources.")] = None,
    as_json: Json = False,
) -> None:
    """List the platforms, or show one with its figures and their sources."""
    from infoclip import catalog

    console = Console(as_json=as_json)
    if name is None:
        console.table(("platform", "title", "formats", "seconds", "MB", "confidence"), catalog.platform_rows())
    else:
        console.table(("figure", "is", "source"), catalog.profile_rows(name))
