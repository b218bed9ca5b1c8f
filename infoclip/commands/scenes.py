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
    limits: Annotated[
        bool, typer.Option("--limits", help="Fill one scene with the least and the most it takes, and tell what fails.")
    ] = False,
    as_json: Json = False,
) -> None:
    """List the scenes, or show one with its parameters."""
    from infoclip import catalog

    console = Console(as_json=as_json)
    if limits and name:
        _tell_limits(name, theme, console)
    elif sheet is not None:
        path = catalog.formats_sheet(name, theme, sheet) if name else catalog.scene_sheet(theme or DEFAULT, sheet)
        console.result("picture", shown_path(path), path=path)
    elif name is None:
        console.table(("scene", "for", "themes with their own"), catalog.scene_rows())
    else:
        console.table(("parameter", "type", "limits", "needed", "for"), catalog.parameter_rows(name))


def _tell_limits(name: str, theme: str | None, console: Console) -> None:
    """What goes wrong at the limits of a scene. Exits with 2 when something is refused there."""
    from infoclip.limits import limit_problems
    from infoclip.theme.assets import Library

    problems = limit_problems(name, Library(Path.cwd()), [theme] if theme else [])
    console.problems(problems)
    verdict = "holds at its limits" if not problems else f"{len(problems)} to look at"
    console.result("checked", f"{name}: {verdict}", problems=len(problems))
    raise typer.Exit(2 if any(problem.severity == "error" for problem in problems) else 0)
