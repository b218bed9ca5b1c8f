"""`infoclip check`: everything wrong or doubtful in specs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from infoclip.commands.options import FormatNames, Json, PlatformNames, Quiet, known_formats, listed
from infoclip.console import Console, shown_path


def check(
    specs: Annotated[list[Path], typer.Argument(metavar="SPEC ...", help="One spec or more.")],
    formats: FormatNames = None,
    platforms: PlatformNames = None,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings fail too.")] = False,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Check specs without drawing: everything wrong, at once, with its place."""
    from infoclip import pipeline

    console = Console(quiet=quiet, as_json=as_json)
    failed = False
    for path in specs:
        problems = pipeline.check(path, known_formats(formats), listed(platforms))
        console.problems(problems)
        errors = sum(problem.severity == "error" or strict for problem in problems)
        failed = failed or bool(errors)
        verdict = "right" if not problems else f"{len(problems)} to look at"
        if errors or not quiet:
            console.result(
                "checked", f"{shown_path(path)}: {verdict}", path=path, errors=errors, problems=len(problems)
            )
    raise typer.Exit(2 if failed else 0)
