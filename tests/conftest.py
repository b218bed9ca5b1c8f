"""What many tests need: the command line in this process, and small specs."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parent.parent


@pytest.fixture(scope="session", autouse=True)
def _cache_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One art cache for the whole run (and its workers), apart from the user's."""
    before = os.environ.get("INFOCLIP_CACHE")
    if before is None:
        root = tmp_path_factory.getbasetemp()
        shared = root.parent if "PYTEST_XDIST_WORKER" in os.environ else root
        os.environ["INFOCLIP_CACHE"] = str(shared / "infoclip-cache")
    yield
    if before is None:
        os.environ.pop("INFOCLIP_CACHE", None)


@dataclass(frozen=True)
class Said:
    """What one run of the command said and returned."""

    code: int
    out: str
    err: str


@pytest.fixture
def infoclip(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """Runs the `infoclip` command in this process; an exception that is not an exit passes through."""
    from infoclip import cli

    def run(*arguments: object) -> Said:
        monkeypatch.setattr(sys, "argv", ["infoclip", *map(str, arguments)])
        code = 0
        try:
            cli.main()
        except SystemExit as stop:
            code = int(stop.code or 0)
        captured = capfd.readouterr()
        return Said(code, captured.out, captured.err)

    return run


@pytest.fixture
def spec(tmp_path: Path) -> Callable[[str], Path]:
    """Writes a spec's text to `clip/spec.yaml` in a fresh folder and gives its path."""

    def write(text: str) -> Path:
        path = tmp_path / "clip" / "spec.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write
