"""Bad input: a clear message with place and hint, exit code 2, nothing written, no traceback."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

HEAD = "title: تجربة\ntheme: official\nformats: [square]\nduration: 6\n"
FACTS = "facts:\n  posts: {value: 2466, noun: [منشور, منشورات], source: تقرير 2018}\n"
TITLE = "scenes:\n  - scene: title\n    headline: حصاد عام\n"

# (what, spec text, place "line:column" or "" for the whole file, words that the message must hold, words of the hint)
CASES = [
    ("yaml does not parse", HEAD + "scenes: [\n", "", "", ""),
    ("tab as indent", HEAD + "scenes:\n\t- scene: title\n", "6:1", "tab", ""),
    ("duplicate key", "title: أ\ntitle: ب\n" + TITLE, "2:1", "title", ""),
    ("empty file", "", "", "empty", ""),
    ("a list, not a mapping", "- title\n", "1:1", "", ""),
    ("unknown key", "titel: تجربة\n" + TITLE, "1:1", "titel", "title"),
    ("missing title", TITLE, "", "title", ""),
    ("no scenes", HEAD + "scenes: []\n", "5:9", "scene", ""),
    ("wrong type", "title: تجربة\nduration: soon\n" + TITLE, "2:11", "number", ""),
    ("negative duration", "title: تجربة\nduration: -5\n" + TITLE, "2:11", "", ""),
    ("unknown format", "title: تجربة\nformats: [rell]\n" + TITLE, "2:11", "rell", "reel"),
    ("unknown theme", "title: تجربة\ntheme: offical\n" + TITLE, "2:8", "offical", "official"),
    ("unknown digits", "title: تجربة\ndigits: roman\n" + TITLE, "2:9", "roman", ""),
    ("unknown scene", HEAD + "scenes:\n  - scene: titel\n    headline: أ\n", "6:12", "titel", "title"),
    (
        "unknown parameter",
        HEAD + "scenes:\n  - scene: title\n    headlin: أ\n    headline: ب\n",
        "7:5",
        "headlin",
        "headline",
    ),
    ("missing parameter", HEAD + "scenes:\n  - scene: title\n", "6:", "headline", ""),
    ("missing fact", HEAD + FACTS + "scenes:\n  - scene: number\n    fact: post\n", "9:11", "post", "posts"),
    ("a number that is not a number", HEAD + "facts:\n  posts: {value: lots}\n" + TITLE, "6:18", "number", ""),
    ("wrong colour", HEAD + "brand: {accent: green}\n" + TITLE, "5:17", "green", "#"),
    ("missing logo", HEAD + "brand: {logo: nowhere.svg}\n" + TITLE, "5:15", "nowhere.svg", ""),
    ("unknown transition", HEAD + TITLE + "    transition: wip\n", "8:17", "wip", "wipe"),
    ("scene longer than the clip", HEAD + TITLE + "    seconds: 60\n", "8:14", "", ""),
    ("text over the limit", HEAD + f"scenes:\n  - scene: title\n    headline: {'حصاد ' * 80}\n", "7:15", "", ""),
    ("a locale that is none", "title: أ\nlocale: xx-YY\n" + TITLE, "2:9", "xx-YY", ""),
    ("a colour that became a comment", "title: أ\nbrand: {accent: #0E7C66}\n" + TITLE, "3:", "{ of line 2", "#"),
    (
        "a hashtag that became a comment",
        HEAD + "scenes:\n  - scene: outro\n    call: #وسم\n",
        "7:5",
        "'call' is empty",
        "#",
    ),
    ("a comma in a name", HEAD + "brand: {name: وزارة, والهيئة العامة}\n" + TITLE, "5:22", "والهيئة", "comma"),
    ("an empty list", HEAD + "scenes:\n  - {scene: list, heading: أ, items: []}\n", "6:31", "'items' is empty", "list"),
    ("a figure with its word", HEAD + "scenes:\n  - {scene: number, fact: 3 مليون}\n", "6:27", "3 مليون", "compact"),
    (
        "an axis from top to foot",
        HEAD + "scenes:\n  - scene: line\n    heading: أ\n    labels: [أ, ب]\n    axis_from: 90\n    axis_to: 10\n"
        "    series: [{values: [20, 30]}]\n",
        "6:12",
        "from 90 to 10",
        "",
    ),
    (
        "a part below zero",
        HEAD + "scenes:\n  - {scene: donut, heading: أ, items: [{fact: 4, label: ت}, {fact: -3, label: ج}]}\n",
        "6:13",
        "item 2 (ج)",
        "",
    ),
    (
        "a goal that is no share",
        HEAD + "scenes:\n  - {scene: progress, heading: أ, items: [{fact: 40%}, {fact: 30, label: ج}]}\n",
        "6:13",
        "item 2 (ج)",
        "",
    ),
    (
        "a script no font has",
        HEAD + "scenes:\n  - scene: title\n    headline: ح สวัสดีครับ\n",
        "6:12",
        "Thai",
        "icon",
    ),
    (
        "a letter no font has",
        HEAD + "scenes:\n  - scene: title\n    headline: ح \U00012000\n",
        "6:12",
        "U+12000",
        "icon",
    ),
]


@pytest.mark.parametrize(("what", "text", "place", "words", "hint"), CASES, ids=[case[0] for case in CASES])
@pytest.mark.parametrize("command", ["check", "render", "preview"])
def test_bad_spec(
    infoclip: Callable,
    spec: Callable[[str], Path],
    tmp_path: Path,
    command: str,
    what: str,
    text: str,
    place: str,
    words: str,
    hint: str,
) -> None:
    path = spec(text)
    output = tmp_path / "written"
    arguments = [] if command == "check" else ["-o", output / "x.png"] if command == "preview" else ["-o", output]
    said = infoclip(command, path, *arguments)
    assert said.code == 2, said
    assert f"spec.yaml:{place}" in said.err or not place, said.err
    assert words in said.err, said.err
    assert hint in said.err, said.err
    assert "Traceback" not in said.err
    assert not output.exists() or not list(output.iterdir()), "something was written"
    assert [item.name for item in path.parent.iterdir()] == ["spec.yaml"], "something was left beside the spec"


def test_all_problems_come_at_once(infoclip: Callable, spec: Callable[[str], Path]) -> None:
    text = "titel: أ\nduration: soon\ntheme: offical\nscenes:\n  - scene: titel\n"
    said = infoclip("check", spec(text))
    assert said.code == 2
    assert "titel" in said.err
    assert ":2:11" in said.err


def test_what_a_scene_refuses_comes_with_what_does_not_fit_in_another(
    infoclip: Callable, spec: Callable[[str], Path], tmp_path: Path
) -> None:
    (tmp_path / "clip" / "templates" / "scenes").mkdir(parents=True)
    head = "---\ntitle: T\nparams: {text: {type: text, required: true}}\nexample: {text: نص}\n---\n"
    narrow = '<scene><safe><text size="90" lines="1" width="300">{{ text }}</text></safe></scene>'
    wide = '<scene>{% if format.shape == "wide" %}{{ fail("not here") }}{% endif %}</scene>'
    for name, markup in (("narrow", narrow), ("upright", wide)):
        (tmp_path / "clip" / "templates" / "scenes" / f"{name}.xml").write_text(head + markup, encoding="utf-8")
    lines = "{scene: narrow, text: كلمات كثيرة جدا لا تسعها}", "{scene: upright, text: أ}", "{scene: title}"
    scenes = "scenes:\n" + "".join(f"  - {line}\n" for line in lines)
    path = spec("title: ت\nduration: 9\nformats: [square, wide]\n" + scenes)
    for command in (("check", path), ("render", path, "-o", tmp_path / "out")):
        said = infoclip(*command)
        assert said.code == 2
        for words in ("(narrow, square, wide)", "not here", "headline"):
            assert words in said.err, words
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("name", ["nowhere.yaml", ""])
def test_missing_spec(infoclip: Callable, tmp_path: Path, name: str) -> None:
    said = infoclip("check", tmp_path / name)
    assert said.code == 2
    assert str(tmp_path.name) in said.err


def test_spec_that_is_not_utf8(infoclip: Callable, tmp_path: Path) -> None:
    path = tmp_path / "spec.yaml"
    path.write_bytes("title: حصاد".encode("cp1256"))
    said = infoclip("check", path)
    assert said.code == 2
    assert "UTF-8" in said.err


def test_output_folder_that_cannot_be_written(infoclip: Callable, spec: Callable[[str], Path], tmp_path: Path) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("a file stands where the folder should be")
    said = infoclip("render", spec(HEAD + TITLE), "-o", blocked / "films")
    assert said.code == 2
    assert "blocked" in said.err
    assert blocked.read_text() == "a file stands where the folder should be"


@pytest.mark.parametrize("arguments", [["--at", "99"], ["--at", "-1"], ["--scene", "9"], ["--scene", "0"]])
def test_preview_of_a_moment_outside_the_clip(
    infoclip: Callable, spec: Callable[[str], Path], tmp_path: Path, arguments: list[str]
) -> None:
    target = tmp_path / "x.png"
    said = infoclip("preview", spec(HEAD + TITLE), *arguments, "-o", target)
    assert said.code == 2
    assert not target.exists()


def test_unknown_format_option(infoclip: Callable, spec: Callable[[str], Path]) -> None:
    said = infoclip("render", spec(HEAD + TITLE), "--format", "sqare")
    assert said.code == 2
    assert "square" in said.err


# (what, the spec's line after the head, place, words)
DETAILS = [
    ("files that climb out", "output: ../x\n", "5:9", "leads out of the output folder"),
    ("a device's name", "output: con\n", "5:9", "device on Windows"),
    ("captions of no kind", "captions: maybe\n", "5:11", "none, burn, or a cue file"),
    ("a noun of no words", "facts: {a: {value: 5, noun: []}}\n", "5:29", "has no words"),
    ("an account of no platform", "brand: {handles: {instgram: '@a'}}\n", "5:19", "did you mean 'instagram'?"),
    ("an old name", "platforms: [twiter]\n", "5:13", "did you mean 'x'?"),
]


@pytest.mark.parametrize(("what", "line", "place", "words"), DETAILS, ids=[case[0] for case in DETAILS])
def test_details(infoclip: Callable, spec: Callable[[str], Path], what: str, line: str, place: str, words: str) -> None:
    said = infoclip("check", "--strict", spec(HEAD + line + TITLE))
    assert said.code == 2, said
    assert f"spec.yaml:{place}" in said.err
    assert words in said.err


def test_a_wrong_figure_in_a_list_is_called_by_its_place(infoclip: Callable, spec: Callable[[str], Path]) -> None:
    photo = "scenes:\n  - {scene: photo, photo: dunes.svg, headline: أ, alt: كثبان, focal: [0.5, 3]}\n"
    said = infoclip("check", spec(HEAD + photo))
    assert said.code == 2
    assert "'focal 2' is 3; the most is 1" in said.err


@pytest.mark.parametrize(("name", "warned"), [("الجهة الأولى", False), ("", True)])
def test_a_picture_in_a_list_is_told_by_the_words_beside_it(
    infoclip: Callable, spec: Callable[[str], Path], name: str, warned: bool
) -> None:
    items = ", ".join(f"{{logo: mark-{number}.svg, name: {name!r}}}" for number in (1, 2))
    said = infoclip("check", spec(HEAD + f"scenes:\n  - {{scene: logo-wall, heading: شركاؤنا, items: [{items}]}}\n"))
    assert ("no words describe" in said.err) == warned


def test_a_tiny_limit_is_written_out(infoclip: Callable, spec: Callable[[str], Path]) -> None:
    said = infoclip("check", spec(HEAD + "scenes:\n  - {scene: percent, fact: 7, of: 0, label: قسمة}\n"))
    assert "'of' is 0; the least is 0.000001" in said.err


@pytest.mark.parametrize("own", [False, True], ids=["among the facts", "in the scene"])
def test_a_day_that_its_hijri_month_does_not_have_is_told_at_the_date(
    infoclip: Callable, spec: Callable[[str], Path], own: bool
) -> None:
    fact = "{value: 3, date: 1448-06-30 هـ}"
    text = f"facts:\n  a: {fact}\nscenes:\n  - scene: number\n    fact: {fact if own else 'a'}\n"
    said = infoclip("check", spec(HEAD + text))
    assert said.code == 2
    assert (
        f"spec.yaml:{'9:28' if own else '6:23'}: '1448-06-30 هـ' is not a day of the Umm al-Qura calendar" in said.err
    )


def test_an_unknown_font_is_told_at_its_line_of_the_theme(
    infoclip: Callable, spec: Callable[[str], Path], tmp_path: Path
) -> None:
    path = spec("title: أ\ntheme: mine\nduration: 6\n" + TITLE)
    folder = path.parent / "templates" / "themes" / "mine"
    folder.mkdir(parents=True)
    (folder / "theme.yaml").write_text(
        "title: Mine\nbase: official\ntype:\n  title: {family: caito}\n", encoding="utf-8"
    )
    said = infoclip("check", path)
    assert said.code == 2
    assert "theme.yaml:4:19: there is no font family 'caito'" in said.err
    assert "did you mean 'cairo'?" in said.err


def test_an_option_without_a_name(infoclip: Callable, spec: Callable[[str], Path], tmp_path: Path) -> None:
    said = infoclip("render", spec(HEAD + TITLE), "--for", "", "-o", tmp_path / "films")
    assert said.code == 2
    assert "none" in said.err
    assert not (tmp_path / "films").exists()


def test_words_before_a_figure_are_not_lost_in_silence(
    infoclip: Callable, spec: Callable[[str], Path], tmp_path: Path
) -> None:
    own = tmp_path / "clip" / "templates" / "scenes" / "bare.xml"
    own.parent.mkdir(parents=True)
    own.write_text(
        "---\ntitle: Bare\nparams:\n  fact: {type: fact, required: true}\n---\n"
        '<scene><number role="hero" of="{{ shown(fact) }}"/></scene>\n',
        encoding="utf-8",
    )
    less, more = "{value: 7, prefix: أقل من}", "{value: 700, more_than: true}"
    scenes = "".join(f"  - {{scene: {name}, fact: {fact}}}\n" for name in ("number", "bare") for fact in (less, more))
    said = infoclip("check", spec(f"{HEAD}scenes:\n{scenes}"))
    assert "scene 3 (bare) does not show 'أقل من'" in said.err
    assert "scene 4 (bare) does not show 'أكثر من'" in said.err
    assert "(number) does not show" not in said.err
