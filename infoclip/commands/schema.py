"""`infoclip schema`: the JSON Schema of the spec."""

from __future__ import annotations

import json
import sys
from typing import Annotated

import typer

from infoclip.commands.options import Output
from infoclip.console import Console, shown_path


def schema(
    output: Output = None,
    brand: Annotated[bool, typer.Option("--brand", help="The schema of a brand.yaml instead.")] = False,
) -> None:
    """Write the JSON Schema of the spec, for editors that complete and check YAML."""
    from infoclip import catalog
    from infoclip.publish.files import write_text

    text = json.dumps(catalog.brand() if brand else catalog.schema(), ensure_ascii=False, indent=2) + "\n"
    if output is None:
        sys.stdout.write(text)
    else:
        write_text(output, text)
        Console().result("schema", shown_path(output), path=output)
