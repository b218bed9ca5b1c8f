"""What is kept on disk by content: found again, never wrong, and never in the way."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from infoclip import store
from infoclip.located import load_yaml_text
from infoclip.store import MOST_ENTRIES, Store


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("INFOCLIP_CACHE", str(tmp_path))
    return tmp_path / "made"


def test_what_is_written_is_read_by_another_store_of_that_kind(folder: Path) -> None:
    key = Store("kind").key("a", "b")
    Store("kind").write(key, b"body")
    assert Store("kind").read(key) == b"body"
    assert Store("other").read(key) is None
    assert [path.name for path in folder.iterdir()] == [f"{key}.kind"]


def test_keys_tell_apart_what_an_entry_follows_from() -> None:
    keys = [
        Store("kind").key("ab", "c"),
        Store("kind").key("a", "bc"),
        Store("other").key("ab", "c"),
        Store("kind", "jinja2").key("ab", "c"),
        Store("kind").key("ab", "c", ""),
    ]
    assert len(set(keys)) == len(keys)
    assert Store("kind").key("ab", "c") == keys[0]


def forget() -> None:
    store._package_state.cache_clear()
    store._made_by.cache_clear()


def test_a_change_of_the_code_is_another_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "package"
    (package / "inner").mkdir(parents=True)
    module = package / "inner" / "module.py"
    module.write_text("one = 1")
    monkeypatch.setattr(store, "_PACKAGE", package)
    forget()
    before = Store("kind").key("text")
    os.utime(module, ns=(1, 1))
    forget()
    after = Store("kind").key("text")
    forget()
    assert before != after


@pytest.mark.parametrize("damage", [b"", b"abc", b"\x00" * 40])
def test_a_damaged_entry_is_none(folder: Path, damage: bytes) -> None:
    kept = Store("kind")
    kept.keep("k", {"a": 1})
    assert kept.recall("k") == {"a": 1}
    (folder / "k.kind").write_bytes(damage)
    assert kept.read("k") is None
    assert kept.recall("k") is None


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="files have no owner here")
def test_an_entry_of_another_user_is_not_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = Store("kind")
    kept.write("k", b"body")
    monkeypatch.setattr(os, "getuid", lambda: 123_456)
    assert kept.read("k") is None


def test_a_folder_that_cannot_be_made_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("INFOCLIP_CACHE", str(tmp_path / "file"))
    Store("kind").write("k", b"body")
    assert Store("kind").read("k") is None


def test_the_entries_used_longest_ago_go_first(folder: Path) -> None:
    kept = Store("kind")
    for number in range(MOST_ENTRIES):
        kept.write(f"k{number}", b"")
        os.utime(folder / f"k{number}.kind", ns=(number, number))
    assert kept.read("k0") == b""
    kept.write("last", b"")
    assert len(list(folder.iterdir())) == MOST_ENTRIES * 3 // 4
    assert kept.read("k0") == b""
    assert kept.read("k1") is None
    assert kept.read("last") == b""


def test_many_writers_of_one_entry_never_leave_half_of_it(folder: Path) -> None:
    kept = Store("kind")
    body = bytes(300_000)
    threads = [threading.Thread(target=kept.write, args=("k", body)) for _ in range(8)]
    for thread in threads:
        thread.start()
    seen = {kept.read("k") for _ in range(50)}
    for thread in threads:
        thread.join()
    assert seen <= {None, body}
    assert [path.name for path in folder.iterdir()] == ["k.kind"]


def test_yaml_from_the_store_has_the_same_values_and_places(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "a: &x {b: [1, 2.5, 'كلمة'], c: null}\nd: *x\ne: |\n  two\n  lines\nf: 012\n"
    locs: list[tuple[str | int, ...]] = [(), ("a",), ("a", "b", 2), ("d", "c"), ("e",), ("f",), ("nowhere",)]
    fresh = load_yaml_text(text, Path("a.yaml"), 3)
    from ruamel.yaml import YAML

    monkeypatch.setattr(YAML, "parse", lambda *_: pytest.fail("it was read again"))
    again = load_yaml_text(text, Path("b.yaml"), 3)
    assert again.value == fresh.value
    assert again.lines == fresh.lines
    for loc in locs:
        for key in (False, True):
            one, other = fresh.place(loc, key), again.place(loc, key)
            assert (one.line, one.column, one.length) == (other.line, other.column, other.length)
        assert fresh.written(loc) == again.written(loc)
    assert again.place(("f",)).path == Path("b.yaml")
