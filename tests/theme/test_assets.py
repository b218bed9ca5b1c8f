"""Where files are found: own first, then the user's, then the built-in."""

from __future__ import annotations

from pathlib import Path

import pytest

from infoclip.errors import InputError
from infoclip.theme.assets import Library, built_in, user_folder
from infoclip.theme.loader import load_theme


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """The spec's folder and the user's."""
    own, home = tmp_path / "clip", tmp_path / "home"
    own.mkdir()
    monkeypatch.setenv("INFOCLIP_HOME", str(home))
    return own, home


def put(folder: Path, path: str, text: str = "") -> Path:
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def test_own_wins_over_the_user_s_over_the_built_in(folders: tuple[Path, Path]) -> None:
    own, home = folders
    assert Library(own).scene("title").is_relative_to(built_in("templates"))
    users = put(home, "templates/scenes/title.xml")
    assert Library(own).scene("title") == users
    mine = put(own, "templates/scenes/title.xml")
    assert Library(own).scene("title") == mine
    assert Library().scene("title") == users


def test_a_theme_s_composition_wins_within_one_root_only(folders: tuple[Path, Path]) -> None:
    own, home = folders
    themes = put(home, "templates/themes/official/scenes/number.xml")
    plain = put(home, "templates/scenes/number.xml")
    assert Library(own).scene("number", "official") == themes
    assert Library(own).scene("number", "horizon") == plain
    mine = put(own, "templates/scenes/number.xml")
    assert Library(own).scene("number", "official") == mine


def test_pieces_that_scenes_import_are_no_scenes() -> None:
    names = Library().scene_names()
    assert "title" in names
    assert not [name for name in names if name.startswith("_")]


def test_art_of_one_s_own_replaces_a_theme_s(folders: tuple[Path, Path]) -> None:
    own, _ = folders
    before = Library(own).art(load_theme("official", Library(own)), "card")
    mine = put(own, "templates/themes/official/art/card.svg", "<svg/>")
    after = Library(own).art(load_theme("official", Library(own)), "card")
    assert after.path == mine
    assert after.sha != before.sha
    assert before.path.parent in after.folders


def test_the_hash_of_art_follows_what_it_imports_and_the_theme(folders: tuple[Path, Path]) -> None:
    own, _ = folders
    put(own, "templates/themes/official/art/mine.svg", '{% from "own-kit.svg" import x %}<svg/>')

    def sha(accent: str | None = None) -> str:
        library = Library(own)
        return library.art(load_theme("official", library, accent=accent), "mine").sha

    put(own, "templates/themes/official/art/own-kit.svg", "{% macro x() %}1{% endmacro %}")
    first = sha()
    assert sha() == first
    assert sha("#3366CC") != first
    put(own, "templates/themes/official/art/own-kit.svg", "{% macro x() %}2{% endmacro %}")
    assert sha() != first


@pytest.mark.parametrize("name", ["tilte", "../title", "title.xml", ""])
def test_an_unknown_scene_is_an_error(name: str) -> None:
    with pytest.raises(InputError, match="there is no scene"):
        Library().scene(name)


def test_hints_name_what_is_near(folders: tuple[Path, Path]) -> None:
    own, _ = folders
    library = Library(own)
    put(own, "logo.svg")
    theme = load_theme("official", library)
    calls = {
        "did you mean 'official'?": lambda: library.theme_file("offical"),
        "did you mean 'bubble'?": lambda: library.icon("buble"),
        "did you mean 'card'?": lambda: library.art(theme, "crad"),
        "did you mean 'logo.svg'?": lambda: library.media("loggo.svg"),
    }
    for hint, call in calls.items():
        with pytest.raises(InputError) as caught:
            call()
        assert caught.value.problems[0].hint == hint


def test_media_are_beside_the_spec(folders: tuple[Path, Path]) -> None:
    own, _ = folders
    logo = put(own, "pictures/logo.svg")
    assert Library(own).media("pictures/logo.svg") == logo
    assert Library(own).media(str(logo)) == logo
    assert Library(own).icon("pictures/logo.svg").path == logo
    with pytest.raises(InputError):
        Library(own).media("pictures")
    with pytest.raises(InputError):
        Library(own).media("a\0b")


def test_the_user_s_folder_follows_the_platform(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("INFOCLIP_HOME", raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_CONFIG_HOME", "/x")
    assert user_folder() == Path("/x/infoclip")
    monkeypatch.setattr("sys.platform", "darwin")
    assert user_folder() == Path.home() / "Library" / "Application Support" / "infoclip"
