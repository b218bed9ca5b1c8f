"""Where ffmpeg is, kept and found again."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

import infoclip.program as program
from infoclip.errors import WorkError


@pytest.fixture(autouse=True)
def nothing_found_yet(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    monkeypatch.setenv("INFOCLIP_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("IMAGEIO_FFMPEG_EXE", raising=False)
    program._found.cache_clear()
    yield
    program._found.cache_clear()


def looked_for(monkeypatch: pytest.MonkeyPatch, exe: Path | None) -> list[str]:
    """imageio-ffmpeg finds `exe`; the list grows each time it is asked."""
    asked: list[str] = []

    def found() -> str:
        asked.append("asked")
        if exe is None:
            raise RuntimeError("No ffmpeg exe could be found")
        return str(exe)

    monkeypatch.setattr("imageio_ffmpeg.get_ffmpeg_exe", found)
    return asked


def again() -> str:
    """As another process would ask."""
    program._found.cache_clear()
    return program.ffmpeg_exe()


def test_it_is_looked_for_once_and_again_when_it_was_replaced(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    exe = tmp_path / "ffmpeg"
    exe.write_text("one")
    asked = looked_for(monkeypatch, exe)
    assert [again(), again()] == [str(exe)] * 2
    assert len(asked) == 1
    exe.write_text("another")
    assert again() == str(exe)
    assert len(asked) == 2


def test_one_that_went_away_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    exe = tmp_path / "ffmpeg"
    exe.write_text("one")
    looked_for(monkeypatch, exe)
    assert again() == str(exe)
    exe.unlink()
    looked_for(monkeypatch, None)
    with pytest.raises(WorkError, match="there is no ffmpeg"):
        again()


def test_the_one_that_is_named_goes_before_and_is_told_to_libraries(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    exe = tmp_path / "ffmpeg"
    exe.write_text("one")
    asked = looked_for(monkeypatch, exe)
    monkeypatch.setenv("IMAGEIO_FFMPEG_EXE", "/named/ffmpeg")
    assert program.ffmpeg_exe() == "/named/ffmpeg"
    program.tell_ffmpeg()
    assert os.environ["IMAGEIO_FFMPEG_EXE"] == "/named/ffmpeg"
    assert not asked
