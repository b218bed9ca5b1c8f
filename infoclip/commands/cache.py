"""`infoclip cache`: what is kept between runs."""

from __future__ import annotations

import re
from typing import Annotated

import typer

from infoclip.commands.options import Json
from infoclip.console import Console, shown_path, shown_size
from infoclip.errors import InputError, Problem


def cache(
    clear: Annotated[bool, typer.Option("--clear", help="Remove everything that is kept.")] = False,
    limit: Annotated[
        str | None, typer.Option("--limit", metavar="SIZE", help="Keep encoded film up to SIZE: 500MB, 2GB.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Show what is kept between runs (encoded film, drawn art ...), clear it, or limit it."""
    from infoclip.film.segment_cache import SegmentCache
    from infoclip.store import CACHE_PARTS, cache_folder, cache_used, clear_cache

    console = Console(as_json=as_json)
    if limit is not None:
        SegmentCache().set_limit(read_size(limit))
    if clear:
        for part in CACHE_PARTS:
            clear_cache(part)
    rows = [(part, *cache_used(part)) for part in CACHE_PARTS]
    if as_json:
        for part, files, used in rows:
            console.result("cache", "", part=part, files=files, bytes=used)
    else:
        console.table(("kept", "files", "size"), [(part, str(files), shown_size(used)) for part, files, used in rows])
    bound = SegmentCache().limit
    console.result(
        "cache-limit",
        f"{shown_path(cache_folder())}, segments up to {shown_size(bound)}",
        path=cache_folder(),
        limit=bound,
    )


def read_size(text: str) -> int:
    """Bytes: `500MB`, `2 GB`, `1.5GiB`, or a bare number of bytes. Raises InputError for anything else."""
    match = re.fullmatch(r"\s*(\d{1,12}(?:\.\d{1,6})?)\s*([KMGT]?)i?B?\s*", text, re.IGNORECASE)
    if match is None:
        raise InputError(Problem(f"'{text}' is not a size", hint="write it like 500MB or 2GB", code="size"))
    return int(float(match[1]) * 1024 ** " KMGT".index(match[2].upper() or " "))
