"""`infoclip cache`: what is kept, cleared, limited."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from infoclip.commands.cache import read_size
from infoclip.console import shown_size
from infoclip.errors import InputError
from infoclip.film.segment_cache import DEFAULT_LIMIT, SegmentCache
from infoclip.store import CACHE_PARTS, Store


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of its own with something in two of its parts, and a file that is none of ours."""
    root = tmp_path / "cache"
    monkeypatch.setenv("INFOCLIP_CACHE", str(root))
    SegmentCache().write("ab12", b"x" * 1000)
    Store("test").write("key", b"y" * 10)
    (root / "mine.txt").write_text("not ours")
    return root


def shown(infoclip: Callable[..., Any], *options: str) -> tuple[dict[str, tuple[int, int]], int]:
    said = infoclip("cache", "--json", *options)
    assert said.code == 0
    lines = [json.loads(line) for line in said.out.splitlines()]
    parts = {line["part"]: (line["files"], line["bytes"]) for line in lines if line["event"] == "cache"}
    return parts, next(line["limit"] for line in lines if line["event"] == "cache-limit")


def test_it_shows_every_part(infoclip: Callable[..., Any]) -> None:
    parts, limit = shown(infoclip)
    assert set(parts) == set(CACHE_PARTS)
    assert parts["segments"] == (1, 1026)
    assert parts["made"] == (1, 14)
    assert parts["art"] == parts["sound"] == (0, 0)
    assert limit == DEFAULT_LIMIT
    assert "segments up to 2.0 GB" in infoclip("cache").out


def test_it_clears_what_is_ours(infoclip: Callable[..., Any], folder: Path) -> None:
    SegmentCache().set_limit(5000)
    parts, limit = shown(infoclip, "--clear")
    assert set(parts.values()) == {(0, 0)}
    assert limit == 5000, "a limit is no entry"
    assert (folder / "mine.txt").read_text() == "not ours"


def test_a_limit_holds_at_once_and_later(infoclip: Callable[..., Any]) -> None:
    parts, limit = shown(infoclip, "--limit", "0.5KB")
    assert limit == 512
    assert parts["segments"] == (0, 0)
    assert SegmentCache().limit == 512


def test_a_limit_that_is_no_size_is_refused(infoclip: Callable[..., Any]) -> None:
    said = infoclip("cache", "--limit", "lots")
    assert said.code == 2
    assert "'lots' is not a size" in said.err


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("0", 0),
        ("812", 812),
        ("2GB", 2 << 30),
        ("500 mb", 500 << 20),
        ("1.5GiB", 3 << 29),
        ("3K", 3072),
        ("1TB", 1 << 40),
    ],
)
def test_sizes_are_read(text: str, size: int) -> None:
    assert read_size(text) == size


@pytest.mark.parametrize("text", ["", "GB", "-1GB", "1..5GB", "1e9", "2 GB more"])
def test_what_is_no_size_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        read_size(text)


def test_sizes_are_shown() -> None:
    assert [shown_size(size) for size in (0, 1023, 1024, 1536 << 10, 2 << 30, 5 << 50)] == [
        "0 B", "1023 B", "1.0 KB", "1.5 MB", "2.0 GB", "5120.0 TB",
    ]  # fmt: skip
