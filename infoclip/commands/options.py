"""Arguments and options that several commands have."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from infoclip.errors import InputError, Problem, did_you_mean
from infoclip.values.formats import FORMATS

SpecPath = Annotated[Path, typer.Argument(metavar="SPEC", help="The YAML spec of the clip.")]
FormatNames = Annotated[
    list[str] | None, typer.Option("--format", "-f", metavar="NAME", help="reel, feed, square or wide; again for more.")
]
PlatformNames = Annotated[
    list[str] | None,
    typer.Option("--for", metavar="PLATFORM,...", help="For platforms: x, instagram-reel ... (infoclip platforms)."),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say only problems and results.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON object a line, for programs.")]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="Where to write.")]


def known_formats(names: list[str] | None) -> tuple[str, ...]:
    """The format names given, each known. Raises InputError for an unknown one."""
    wrong = [
        Problem(f"there is no format '{name}'", hint=did_you_mean(name, FORMATS), code="unknown-format")
        for name in names or ()
        if name not in FORMATS
    ]
    if wrong:
        raise InputError(wrong)
    return tuple(dict.fromkeys(names or ()))


def listed(names: list[str] | None) -> tuple[str, ...]:
    """Names given by several options or with commas, each once."""
    found = (name.strip() for text in names or () for name in text.split(","))
    return tuple(dict.fromkeys(name for name in found if name))
