"""The packed icons: every name is found, searched by English and Arabic words, and drawn."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from infoclip.catalog import icon_rows, icon_sheet
from infoclip.errors import InputError
from infoclip.theme.assets import Library, built_in
from infoclip.theme.icon_pack import PACK, find_icon, pack_lines, plain_word, search_icons
from infoclip.theme.icon_pack import icon_rows as packed_rows

FOLDER = built_in("templates") / "icons"
FIRST_NAMES = """
activity apple arrow-down arrow-up award baby banknote bell book brief bubble building bus calendar camera car
chart-column chart-line chart-pie check circle-check clock credit-card download droplet eye factory file-text
flag footprints fuel globe graduation-cap growth hand-heart handshake headphones heart home hospital id-card
image info institution key laptop leaf lightbulb link lock mail map-pin megaphone message minus moon people
percent person phone plane plus recycle rocket scale screen search settings share shield-check shield
smartphone star stethoscope store sun target thumbs-up ticket timer trees trending-down trending-up trophy
truck user users utensils video wallet wifi wrench x zap
""".split()  # noqa: SIM905  read as a list


def test_every_name_in_the_pack_is_found_by_halving() -> None:
    rows = list(packed_rows(FOLDER / PACK))
    assert len(rows) > 2000
    for name, target, _ in rows:
        found = find_icon(FOLDER / PACK, name)
        assert found is not None, name
        assert found.name == target
        assert found.body.startswith("<"), name


@pytest.mark.parametrize("name", ["", "0", "zzzz", "hous", "housee", "#", "house\t", "é"])
def test_what_is_not_there_is_not_found(name: str) -> None:
    assert find_icon(FOLDER / PACK, name) is None


def test_the_names_of_the_first_release_still_work() -> None:
    library = Library()
    assert len(FIRST_NAMES) == 94
    for name in FIRST_NAMES:
        library.icon(name)
    assert dict(library.icon("home").params) == dict(library.icon("house").params)
    assert dict(library.icon("book").params) == dict(library.icon("book-open").params)
    assert dict(library.icon("lucide:book").params) != dict(library.icon("book").params)


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("plane", "plane"), ("hospital", "hospital"), ("medical emergency", "ambulance"), ("نخلة", "tree-palm"),
        ("النخل", "tree-palm"), ("مستشفى", "hospital"), ("مُستشفى", "hospital"), ("إستشارة", None), ("هوية", "id-card"),
        ("الهويه", "id-card"), ("صوت انتخاب", None), ("انتخاب", "vote"), ("تطوع", "hand-heart"),
    ],
)  # fmt: skip
def test_search(query: str, name: str | None) -> None:
    found = search_icons(packed_rows(FOLDER / PACK), query)
    assert (name in found) if name else not found


def test_an_icon_is_listed_once_and_by_its_own_name_first() -> None:
    found = search_icons(packed_rows(FOLDER / PACK), "house")
    assert found[0] == "house"
    assert "home" not in found


def test_arabic_words_are_compared_without_article_tashkeel_and_hamza() -> None:
    assert plain_word("الأَسْهُم") == plain_word("اسهم")
    assert plain_word("مدرسة") == plain_word("مدرسه")
    assert plain_word("آلة") == plain_word("اله")
    assert plain_word("PLANE") == "plane"


def test_a_wrong_name_gets_a_hint(tmp_path: Path) -> None:
    library = Library(tmp_path)
    with pytest.raises(InputError) as caught:
        library.icon("hospitl")
    assert caught.value.problems[0].hint == "did you mean 'hospital'?"
    with pytest.raises(InputError) as caught:
        library.icon("doctor")
    assert "hospital" in caught.value.problems[0].hint


def test_an_icon_beside_the_spec_wins_over_the_pack(tmp_path: Path) -> None:
    (tmp_path / "templates" / "icons").mkdir(parents=True)
    (tmp_path / "templates" / "icons" / "plane.svg").write_text('{{ svg_open }}<path d="M0 0h1v1z"/></svg>')
    assert Library(tmp_path).icon("plane").path == tmp_path / "templates" / "icons" / "plane.svg"


def test_rows_and_sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from PIL import Image

    monkeypatch.chdir(tmp_path)
    assert [name for name, _ in icon_rows("نخل")] == ["tree-palm"]
    with pytest.raises(InputError):
        list(icon_rows("qqqq"))
    with Image.open(icon_sheet("palm", "official", tmp_path / "sheet.png")) as sheet:
        assert len(sheet.convert("L").getcolors(256) or ()) > 20, "an icon is drawn"


def test_packing(tmp_path: Path) -> None:
    """A small set is packed whole: canonical icons, Lucide's other names, our names and words."""
    (tmp_path / "icons").mkdir()
    head = '<!-- @license -->\n<svg\n  viewBox="0 0 24 24"\n>\n'
    for name, body in {"house": "M1 1", "home": "M1 1", "arrow-left": "M2 2"}.items():
        (tmp_path / "icons" / f"{name}.svg").write_text(f'{head}  <path d="{body}" />\n</svg>\n')
    (tmp_path / "tags.json").write_text(json.dumps({"house": ["living", "a, b"], "arrow-left": ["back"]}))
    (tmp_path / "package.json").write_text('{"version": "9.9"}')
    words = tmp_path / "words.yaml"
    words.write_text("aliases: {arrow-start: arrow-left}\nmirrored: [arrow-start]\narabic: {house: بيت منزل}\n")
    pack = tmp_path / "pack.tsv"
    pack.write_text("\n".join(pack_lines(tmp_path, words)) + "\n", encoding="utf-8")
    house, start = find_icon(pack, "home"), find_icon(pack, "arrow-start")
    assert house is not None
    assert start is not None
    assert (house.name, house.words, house.body) == ("house", ("living", "a  b", "بيت", "منزل"), '<path d="M1 1"/>')
    assert start.directional
    left = find_icon(pack, "arrow-left")
    assert left is not None
    assert not left.directional
    words.write_text("aliases: {}\nmirrored: []\narabic: {no-such: بيت}\n")
    with pytest.raises(ValueError, match="no-such"):
        pack_lines(tmp_path, words)
