"""The small command that shows one piece of art while it is being written."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from infoclip.draw.look import main


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with art of its own for the theme `official`, in which the command runs."""
    art = tmp_path / "templates" / "themes" / "official" / "art"
    art.mkdir(parents=True)
    (art / "trial.svg").write_text(
        '{{ svg_open }}<rect width="{{ width * progress }}" height="{{ height }}" fill="{{ fill }}"/></svg>',
        encoding="utf-8",
    )
    (art / "broken.svg").write_text("{{ svg_open }}\n<text>no</text></svg>", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_it_draws_at_the_size_and_progress_asked_for(folder: Path) -> None:
    asked = ["official", "trial", "--size", "40x20", "--param", "fill=#ff0000", "--progress", "0.5", "--on", "#000000"]
    assert main([*asked, "--bleed", "4", "--scale", "2", "-o", "seen.png"]) == 0
    with Image.open(folder / "seen.png") as image:
        assert image.size == (96, 56)
        assert image.convert("L").getbbox() == (8, 8, 48, 48)


def test_faults_are_said_with_their_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["official", "broken", "-o", "seen.png"]) == 2
    assert "<text>" in capsys.readouterr().err
    assert main(["official", "trail", "-o", "seen.png"]) == 2
    assert "trial" in capsys.readouterr().err
    assert not (folder / "seen.png").exists()
