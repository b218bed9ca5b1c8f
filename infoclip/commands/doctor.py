"""`infoclip doctor`: what is right or wrong with this installation."""

from __future__ import annotations

import typer

from infoclip.commands.options import Json
from infoclip.console import Console


def doctor(as_json: Json = False) -> None:
    """Say, in one line each, what is right or wrong with this installation."""
    from infoclip.doctor import examine

    console = Console(as_json=as_json)
    findings = list(examine())
    for finding in findings:
        mark = "ok   " if finding.right else "WRONG"
        console.result(
            "finding",
            f"{mark} {finding.what}: {finding.detail}",
            what=finding.what,
            right=finding.right,
            detail=finding.detail,
        )
    raise typer.Exit(0 if all(finding.right for finding in findings) else 1)
