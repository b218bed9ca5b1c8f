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
    campaign: Annotated[bool, typer.Option("--campaign", help="The schema of a campaign.yaml instead.")] = False,
) -> None:
    """Write the JSON Schema of the spec, for editors that complete and check YAML."""
    from infoclip import catalog
    from infoclip.publish.files import write_text

    if campaign:
        from infoclip.campaign.schema import campaign_schema

        found = campaign_schema()
    else:
        found = catalog.brand() if brand else catalog.schema()
    text = json.dumps(found, ensure_ascii=False, indent=2) + "\n"
    if output is None:
        sys.stdout.write(text)
    else:
        write_text(output, text)
        Console().result("schema", shown_path(output), path=output)
