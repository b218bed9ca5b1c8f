"""What the README tells a newcomer to type works as written."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

README = Path(__file__).parent.parent / "README.md"
TEXT = README.read_text(encoding="utf-8")
COMMANDS = [match.split("#")[0].strip() for match in re.findall(r"^    (infoclip .*)$", TEXT, re.MULTILINE)]


@pytest.fixture
def readme_spec(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The README's own spec as `spec.yaml` in a folder of its own, which is the current one."""
    found = re.search(r"```yaml\n(.*?)```", TEXT, re.DOTALL)
    assert found
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "spec.yaml"
    path.write_text(found.group(1), encoding="utf-8")
    return path


def test_the_readme_shows_commands() -> None:
    assert {command.split()[1] for command in COMMANDS} >= {"check", "preview", "render"}


@pytest.mark.parametrize("command", COMMANDS)
def test_commands_run(infoclip: Callable, readme_spec: Path, command: str) -> None:
    arguments = shlex.split(command)[1:]
    if arguments[0] == "render":
        arguments += ["--draft", "--format", "square"]  # the same road, a quarter of the work
    said = infoclip(*arguments)
    assert said.code == 0, said


@pytest.mark.parametrize("name", re.findall(r"`infoclip (scenes number|scenes|themes|fonts|doctor)", TEXT))
def test_lists_are_not_empty(infoclip: Callable, name: str) -> None:
    said = infoclip(*name.split())
    assert said.code == 0, said
    assert len(said.out.splitlines()) > 2


def test_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", TEXT):
        assert (README.parent / target).exists(), target


def test_make_targets_exist() -> None:
    makefile = (README.parent / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"^    make (\w+)", TEXT, re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
