"""The scripted film that tests of rendering share, and workers that can open it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from scripted import PLACES, Passing, Script

HERE = Path(__file__).parent


@pytest.fixture
def workers_know_the_script(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Workers find `scripted.py` and this package; segments are kept in a cache of the test's own."""
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join((str(HERE), str(HERE.parent.parent))))
    monkeypatch.setenv("INFOCLIP_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def script(tmp_path: Path) -> Script:
    """Two scenes that move and rest, and a transition between them."""
    folder = tmp_path / "clip"
    folder.mkdir()
    return Script(folder, PLACES, (0, 75), (Passing(70, 80),))
