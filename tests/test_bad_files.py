"""Files that are not what they are named for: pictures that cannot be drawn, places that cannot be written."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from infoclip.errors import Place, WorkError, quote_source
from infoclip.publish.files import nothing_left

HEAD = "title: تجربة\nformats: [square]\nduration: 6\n"
PHOTO = HEAD + "scenes:\n  - scene: photo\n    alt: صورة\n    photo: {}\n    headline: عنوان\n"
ICON = HEAD + "scenes:\n  - scene: list\n    heading: ح\n    items: [{{text: أ, icon: {}}}]\n"
LOGO = HEAD + "brand: {{logo: {}}}\nscenes:\n  - {{scene: outro, call: تابعونا}}\n"
CLOSE = HEAD + "scenes:\n  - {scene: outro, call: تابعونا}\n"
SCRIPT = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">\n<script>alert(1)</script><path d="M0 0h9v9"/></svg>'
)


def png(width: int, height: int) -> bytes:
    """A black picture of that size, some kilobytes of file (PNG specification, section 5)."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    packer = zlib.compressobj(9)
    row = bytes(1 + (width + 7) // 8)
    data = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


@pytest.mark.parametrize("command", ["check", "preview", "render"])
@pytest.mark.parametrize(("width", "height"), [(13000, 10000), (20000, 10000)])
def test_a_picture_over_the_limit_is_too_large_not_damaged(
    infoclip: Callable, spec: Callable[[str], Path], tmp_path: Path, command: str, width: int, height: int
) -> None:
    path = spec(PHOTO.format("huge.png"))
    (path.parent / "huge.png").write_bytes(png(width, height))
    output = tmp_path / "out.png" if command == "preview" else tmp_path / "out"
    said = infoclip(command, path, *(["-o", output] if command != "check" else []))
    assert said.code == 2
    assert "spec.yaml:7:12: 'huge.png': this picture has" in said.err
    assert "too large" in said.err
    assert "4000 pixels" in said.err
    assert "damaged" not in said.err
    assert "Warning" not in said.err, "Pillow's own warning"
    assert not output.exists()


def test_a_large_picture_within_the_limit_is_taken_without_a_word(
    infoclip: Callable, spec: Callable[[str], Path]
) -> None:
    path = spec(PHOTO.format("large.png"))
    (path.parent / "large.png").write_bytes(png(10000, 9000))
    said = infoclip("check", path)
    assert (said.code, said.err) == (0, "")


@pytest.mark.parametrize(
    ("text", "place"), [(PHOTO, "7:12"), (ICON, "7:29"), (LOGO, "4:15")], ids=["photo", "icon", "logo"]
)
@pytest.mark.parametrize("command", ["check", "preview", "render"])
def test_an_svg_is_refused_where_the_spec_names_it(
    infoclip: Callable, spec: Callable[[str], Path], tmp_path: Path, command: str, text: str, place: str
) -> None:
    path = spec(text.format("own.svg"))
    (path.parent / "own.svg").write_text(SCRIPT, encoding="utf-8")
    output = tmp_path / "out.png" if command == "preview" else tmp_path / "out"
    said = infoclip(command, path, *(["-o", output] if command != "check" else []))
    assert said.code == 2, said
    assert f"spec.yaml:{place}: 'own.svg'" in said.err
    assert "<script>" in said.err
    assert not output.exists()


@pytest.mark.parametrize("name", ["_kit", "_chart"])
def test_a_piece_that_scenes_import_is_no_scene(infoclip: Callable, spec: Callable[[str], Path], name: str) -> None:
    for said in (infoclip("scenes", name), infoclip("check", spec(HEAD + f"scenes:\n  - scene: {name}\n"))):
        assert said.code == 2
        assert f"there is no scene '{name}'" in said.err
        assert "front matter" not in said.err
    said = infoclip("check", spec(ICON.format("_lucide")))
    assert said.code == 2
    assert "there is no icon '_lucide'" in said.err


# (command, what -o names, words that the message must hold)
PLACES = [
    ("render SPEC --draft", "file", "it is a file, not a folder"),
    ("render SPEC --draft --for x", "file", "it is a file, not a folder"),
    ("render SPEC --draft", "clip.mov", "a folder is needed here"),
    ("render SPEC --draft", "folder.mp4", "it is a folder"),
    ("render SPEC --draft", "file/deeper", "is a file, not a folder"),
    ("preview SPEC", "folder", "it is a folder"),
    ("preview SPEC", "clip.mp4", "this is a picture, not a .mp4 file"),
    ("preview SPEC", "file/picture.png", "is a file, not a folder"),
    ("export SPEC --still", "file", "it is a file, not a folder"),
    ("export SPEC --as captions", "captions.srt", "a folder is needed here"),
    ("schema", "folder", "it is a folder"),
    ("themes official --sheet", "folder", "it is a folder"),
]


@pytest.mark.parametrize(("command", "place", "words"), PLACES)
def test_a_file_where_a_folder_is_needed_and_the_other_way_round(
    infoclip: Callable, spec: Callable[[str], Path], tmp_path: Path, command: str, place: str, words: str
) -> None:
    (tmp_path / "file").write_text("mine")
    for name in ("folder", "folder.mp4"):
        (tmp_path / name).mkdir()
    path = spec(CLOSE)
    before = sorted(item for item in tmp_path.rglob("*"))
    output = () if "--sheet" in command else ("-o",)
    said = infoclip(*(path if part == "SPEC" else part for part in command.split()), *output, tmp_path / place)
    assert said.code == 2, said
    assert words in said.err
    assert re.search(r"hint: .*(-o|\.png)", said.err), said.err
    assert sorted(item for item in tmp_path.rglob("*")) == before, "something was written"
    assert (tmp_path / "file").read_text() == "mine"


def test_films_only_does_not_stop_at_what_it_does_not_write(
    infoclip: Callable, spec: Callable[[str], Path], tmp_path: Path
) -> None:
    long = "كلمة " * 80
    text = f"title: ت\nduration: 5\nsound: none\ncaptions: gone.srt\npost: {{headline: {long}}}\n"
    path = spec(text + "scenes:\n  - {scene: outro, call: تابعونا}\n")
    output = tmp_path / "out"
    said = infoclip("render", path, "--for", "x", "--draft", "-o", output)
    assert said.code == 2
    assert "there is no file 'gone.srt'" in said.err
    assert "the post for x" in said.err, "both at once"
    assert not output.exists()
    said = infoclip("render", path, "--for", "x", "--draft", "--films-only", "-o", output)
    assert said.code == 0, said.err
    assert [item.name for item in output.iterdir()] == ["clip-x.mp4"]


@pytest.mark.parametrize("before", [0, 30, 900])
def test_of_a_long_line_only_what_is_about_the_fault_is_quoted(before: int) -> None:
    line = "a" * before + "WRONG" + "b" * 900
    quoted, mark = quote_source(Place(Path("x"), 1, before + 1, 5), [line]).splitlines()
    assert len(quoted) < 180
    at = quoted.index("WRONG")
    assert mark[at : at + 5] == "^" * 5
    assert mark.count("^") == 5
    _, mark = quote_source(Place(Path("x"), 1, before + 1, 905), [line]).splitlines()
    assert len(mark) < 180


def test_nothing_that_a_terminal_would_obey_is_printed(infoclip: Callable, spec: Callable[[str], Path]) -> None:
    path = spec(CLOSE + "captions: voice.srt\n")
    cue = "1\n00:00:00,000 --> 00:00:02,000\nمرحبا \x1b[31mبكم\n"
    (path.parent / "voice.srt").write_text(cue, encoding="utf-8")
    said = infoclip("check", path)
    assert said.code == 2
    assert "voice.srt:3:7: a control character (U+001B)" in said.err
    assert "\x1b" not in said.err
    said = infoclip("check", path.parent / "\x1b[31m.yaml")
    assert said.code == 2
    assert "\x1b" not in said.err


THEMED = HEAD + "sound: none\ntheme: mine\nscenes:\n  - {scene: checklist, heading: ح, items: [أ, ب]}\n"
BASED = 'title: M\nbase: plain\ncolors: {bg: "#06424A", ink: "#FFF9EC", accent: "#F2CF8E"}\n'


@pytest.mark.parametrize("command", [("render", "--draft"), ("render", "--draft", "--for", "x"), ("export", "--still")])
@pytest.mark.parametrize("when", ["always", "on its way"])
def test_art_that_cannot_be_drawn_leaves_no_folder(
    infoclip: Callable, spec: Callable[[str], Path], tmp_path: Path, command: tuple[str, ...], when: str
) -> None:
    path = spec(THEMED)
    art = path.parent / "templates" / "themes" / "mine" / "art" / "mark-check.svg"
    art.parent.mkdir(parents=True)
    (art.parent.parent / "theme.yaml").write_text(BASED, encoding="utf-8")
    wrong = "{{ nobody }}" if when == "always" else "{% if 0 < progress < 0.9 %}{{ nobody }}{% endif %}"
    art.write_text(f"{{{{ svg_open }}}}{wrong}</svg>", encoding="utf-8")
    at = ("--at", "0") if command[0] == "export" else ()
    output = tmp_path / "films" / "new"
    said = infoclip(*command, path, *at, "-o", output)
    assert said.code == 2, said
    assert "mark-check.svg:1:" in said.err
    assert "there is no 'nobody' here" in said.err
    assert not output.parent.exists()


def test_only_new_folders_without_a_file_are_taken_away(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()

    def work(folder: Path, file: bool) -> None:
        with nothing_left(folder):
            folder.mkdir(parents=True, exist_ok=True)
            if file:
                (folder / "film.mp4").write_text("whole")
            raise WorkError("the disk is full")

    for name, file in (("old", False), ("a/b", False), ("kept/c", True)):
        with pytest.raises(WorkError):
            work(tmp_path / name, file)
    assert sorted(str(item.relative_to(tmp_path)) for item in tmp_path.rglob("*")) == [
        "kept", "kept/c", "kept/c/film.mp4", "old",
    ]  # fmt: skip
