"""Arguments and options that several commands have."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from infoclip.errors import InputError, Problem

if TYPE_CHECKING:
    from infoclip.publish.job import Quality

SpecPath = Annotated[Path, typer.Argument(metavar="SPEC", help="The YAML spec of the clip.")]
FormatNames = Annotated[
    list[str] | None, typer.Option("--format", "-f", metavar="NAME", help="reel, feed, square or wide; again for more.")
]
PlatformNames = Annotated[
    list[str] | None,
    typer.Option("--for", metavar="PLATFORM,...", help="For platforms: x, instagram-reel ... (infoclip platforms)."),
]
Draft = Annotated[bool, typer.Option("--draft", help="Half size and fast, to judge the motion.")]
Master = Annotated[bool, typer.Option("--master", help="Slower, for the archive.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say only problems and results.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON object a line, for programs.")]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="Where to write.")]


def quality_of(draft: bool, master: bool) -> Quality:
    """The quality that `--draft` and `--master` ask for. Raises InputError for both at once."""
    if draft and master:
        raise InputError(Problem("--draft and --master exclude each other", hint="give one of them"))
    return "draft" if draft else "master" if master else "film"


def known_formats(names: list[str] | None) -> tuple[str, ...]:
    """The format names given, each known. Raises InputError for an unknown one."""
    from infoclip.spec.reader import format_names

    return format_names(names or ())


def listed(names: list[str] | None) -> tuple[str, ...]:
    """Names given by several options or with commas, each once. Raises InputError for options without any name."""
    found = tuple(dict.fromkeys(name.strip() for text in names or () for name in text.split(",") if name.strip()))
    if names and not found:
        raise InputError(
            Problem("an option that takes names was given none", hint="name some, or leave the option out")
        )
    return found
