"""The recipes of docs/cluster.md are what Dask, Compose and Kubernetes would read, as far as that can be seen here."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

pytest.importorskip("distributed")

TEXT = (Path(__file__).parents[2] / "docs" / "cluster.md").read_text(encoding="utf-8")
RECIPES = [list(YAML(typ="safe").load_all(block)) for block in re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)]


def compose() -> dict[str, Any]:
    return next(found[0]["services"] for found in RECIPES if "services" in found[0])


def kubernetes() -> list[dict[str, Any]]:
    return next(found for found in RECIPES if "kind" in found[0])


def commands() -> Iterator[list[str]]:
    """Every command of the document: in its recipes, and indented in its text."""
    for service in compose().values():
        yield shlex.split(service["command"])
    for item in kubernetes():
        if item["kind"] in ("Deployment", "Job"):
            yield from (container["command"] for container in item["spec"]["template"]["spec"]["containers"])
    for line in re.findall(r"^    ((?:dask|infoclip) .*)$", TEXT, re.MULTILINE):
        yield shlex.split(line)


@pytest.mark.parametrize("command", list(commands()), ids=" ".join)
def test_a_command_is_one_that_its_program_takes(command: list[str]) -> None:
    import typer.main
    from distributed.cli import dask_scheduler, dask_worker

    from infoclip.cli import app

    if command[0] == "infoclip":
        group: Any = typer.main.get_command(app)
        group.commands[command[1]].make_context("batch", command[2:])
    else:
        program: Any = {"scheduler": dask_scheduler, "worker": dask_worker}[command[1]]
        program.main.make_context(command[1], command[2:])


def test_all_machines_have_one_image_and_find_the_scheduler() -> None:
    found = kubernetes()
    containers = [
        container
        for item in found
        if item["kind"] in ("Deployment", "Job")
        for container in item["spec"]["template"]["spec"]["containers"]
    ]
    images = {container["image"] for container in containers} | {service["image"] for service in compose().values()}
    assert len(images) == 1
    services = {item["metadata"]["name"]: item["spec"]["selector"] for item in found if item["kind"] == "Service"}
    labels = [
        item["spec"]["template"]["metadata"]["labels"] for item in found if item["kind"] == "Deployment"
    ]  # fmt: skip
    addresses = re.findall(r"tcp://([\w-]+):8786", repr(containers))
    assert addresses
    assert all(services[name] in labels for name in addresses)
    assert set(re.findall(r"tcp://([\w-]+):8786", repr(compose()))) == {"scheduler"} <= set(compose())
    for item in found:
        if item["kind"] == "Deployment":
            assert item["spec"]["selector"]["matchLabels"] == item["spec"]["template"]["metadata"]["labels"]
