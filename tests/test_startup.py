"""What a short command must not load: every library it does not need makes each preview wait."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SPEC = """\
title: حصاد 2018
duration: 10
facts:
  posts: {value: 2466, noun: [منشور, منشورات]}
  share: 40%
scenes:
  - {scene: title, headline: حصاد عام, kicker: "2018"}
  - {scene: number, fact: posts}
  - {scene: number, fact: share}
"""
RUN = """
import json, sys
from infoclip.cli import main
try:
    main()
except SystemExit as stop:
    assert not stop.code, stop.code
print(json.dumps(list(sys.modules)))
"""


def loaded(tmp_path: Path, *arguments: str) -> set[str]:
    """The modules of a fresh process after the command `arguments`, run in `tmp_path` with a cache of its own."""
    environment = os.environ | {"INFOCLIP_CACHE": str(tmp_path / "cache")}
    command = [sys.executable, "-c", RUN, *arguments]
    ran = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert not ran.returncode, ran.stderr
    return set(json.loads(ran.stdout.splitlines()[-1]))


@pytest.fixture(scope="module")
def second_preview(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The modules of a preview that finds what the first one kept."""
    folder = tmp_path_factory.mktemp("preview")
    (folder / "spec.yaml").write_text(SPEC, encoding="utf-8")
    arguments = ("preview", "spec.yaml", "--at", "3", "-o", "x.png")
    loaded(folder, *arguments)
    return loaded(folder, *arguments)


@pytest.mark.parametrize(
    "library",
    [
        "moviepy",
        "numpy",
        "av",
        "imageio_ffmpeg",
        "rich",
        "coloraide",
        "icu4py",
        "hijridate",
        "pydantic",
        "arabic_reshaper",
        "jinja2",
        "lxml",
    ],
)
def test_a_preview_loads_no(library: str, second_preview: set[str]) -> None:
    assert "infoclip.draw.paint" in second_preview
    assert library not in second_preview


@pytest.mark.parametrize("module", ["ruamel.yaml", "infoclip.theme.tokens", "infoclip.publish.sheet"])
def test_what_was_kept_is_not_made_again(module: str, second_preview: set[str]) -> None:
    assert module not in second_preview


def test_a_preview_of_a_changed_text_loads_no_pydantic(tmp_path: Path) -> None:
    arguments = ("preview", "spec.yaml", "--at", "3", "-o", "x.png")
    for text in (SPEC, SPEC.replace("حصاد عام", "عام كامل")):
        (tmp_path / "spec.yaml").write_text(text, encoding="utf-8")
        modules = loaded(tmp_path, *arguments)
    assert "ruamel.yaml" in modules
    assert "pydantic" not in modules


@pytest.fixture(scope="module")
def asked_for_help(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    return loaded(tmp_path_factory.mktemp("help"), "--help")


@pytest.mark.parametrize("library", ["pydantic", "jinja2", "PIL", "lxml", "uharfbuzz", "rich", "ruamel"])
def test_help_loads_no(library: str, asked_for_help: set[str]) -> None:
    assert "infoclip.cli" in asked_for_help
    assert library not in asked_for_help
