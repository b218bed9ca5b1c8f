"""A brand's kit: one file for all clips of a body, its faults told at its own lines."""

from __future__ import annotations

import shutil
from pathlib import Path

import jsonschema
import pytest

from infoclip.errors import InputError, Problem
from infoclip.layout.placed import leaves
from infoclip.marks.marks import ImageMark, TextMark
from infoclip.pipeline import Composition, compose, open_clip
from infoclip.spec.reader import read_spec
from infoclip.spec.schema import brand_schema, spec_schema
from infoclip.theme.assets import Library, built_in
from infoclip.theme.loader import load_theme
from infoclip.theme.recolor import BrandColors

KIT = """\
name: هيئة المثال
name_latin: Example Authority
logo_dark: mark-d.svg
logo_light: mark-l.svg
accent: "#B3263C"
secondary: "#1E6FB8"
handle: "@example"
handles: {x: "@example_x"}
fonts: {title: Bold.ttf, text: {400: Regular.ttf, 700: Bold.ttf}}
theme: horizon
variant: light
url: https://www.example.org
"""
SPEC = """\
title: حصاد
brand: brand/brand.yaml
duration: 10
scenes:
  - {scene: title, headline: حصاد عام}
  - {scene: outro, call: تابعونا}
"""
MARK = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><circle cx="5" cy="5" r="5"/></svg>'


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    folder = tmp_path / "clips" / "brand"
    folder.mkdir(parents=True)
    for name in ("mark-d.svg", "mark-l.svg"):
        (folder / name).write_text(MARK + f"<!-- {name} -->")
    almarai = built_in("fonts") / "almarai"
    shutil.copy(almarai / "Almarai_800ExtraBold.ttf", folder / "Bold.ttf")
    shutil.copy(almarai / "Almarai_400Regular.ttf", folder / "Regular.ttf")
    (folder / "brand.yaml").write_text(KIT, encoding="utf-8")
    path = tmp_path / "clips" / "spec.yaml"
    path.write_text(SPEC, encoding="utf-8")
    return path


def change(spec: Path, old: str, new: str) -> None:
    kit = spec.parent / "brand" / "brand.yaml"
    text = kit.read_text(encoding="utf-8")
    assert old in text
    kit.write_text(text.replace(old, new), encoding="utf-8")


def faults(spec: Path) -> tuple[Problem, ...]:
    with pytest.raises(InputError) as caught:
        open_clip(spec)
    return caught.value.problems


def test_a_clip_takes_its_kit(spec: Path) -> None:
    read = read_spec(spec)
    assert (read.theme, read.variant) == ("horizon", "light")
    assert read.brand.name == "هيئة المثال"
    assert read.brand.handles == {"x": "@example_x"}
    assert read.brand.logo_dark == "brand/mark-d.svg", "files are then beside the spec"
    assert read.place_of(("brand", "accent")).path == spec.parent / "brand" / "brand.yaml"
    assert read.place_of(("brand", "accent")).line == 5


def test_what_the_clip_says_itself_wins(spec: Path) -> None:
    spec.write_text(SPEC + "theme: official\nsound: none\n", encoding="utf-8")
    assert read_spec(spec).theme == "official"


def test_a_change_in_the_kit_is_seen_though_the_spec_is_kept(spec: Path) -> None:
    assert read_spec(spec).brand.handle == "@example"
    change(spec, '@example"\nhandles', '@other"\nhandles')
    assert read_spec(spec).brand.handle == "@other"


def test_the_sound_logo_ends_the_clip_unless_it_is_silent(spec: Path) -> None:
    change(spec, "theme: horizon", "sound_logo: chime.wav\ntheme: horizon")
    sound = read_spec(spec).sound
    assert sound is not None
    assert sound.logo == "brand/chime.wav"
    spec.write_text(SPEC + "sound: calm\n", encoding="utf-8")
    sound = read_spec(spec).sound
    assert sound is not None
    assert (sound.mood, sound.logo) == ("calm", "brand/chime.wav")
    spec.write_text(SPEC + "sound: none\n", encoding="utf-8")
    sound = read_spec(spec).sound
    assert sound is not None
    assert sound.silent


def test_titles_and_text_are_set_in_the_brands_own_fonts(spec: Path) -> None:
    clip = open_clip(spec)
    assert clip.theme.roles["title"].family == "brand-title"
    assert clip.theme.roles["body"].family == "brand-text"
    marks = drawn(compose(clip, "square"))
    faces = {
        run.face.path
        for mark in marks
        if isinstance(mark, TextMark)
        for line in mark.block.lines
        for run in line.glyphs
    }
    assert {path.parent.name for path in faces} <= {"brand", *(p.name for p in built_in("fonts").iterdir())}
    assert spec.parent / "brand" / "Bold.ttf" in faces
    assert spec.parent / "brand" / "Regular.ttf" in faces


@pytest.mark.parametrize(("variant", "logo"), [("light", "mark-l.svg"), ("dark", "mark-d.svg")])
def test_the_logo_fits_its_ground(spec: Path, variant: str, logo: str) -> None:
    change(spec, "variant: light", f"variant: {variant}")
    marks = drawn(compose(open_clip(spec), "square"))
    assert [mark.path.name for mark in marks if isinstance(mark, ImageMark)] == [logo]


def drawn(composition: Composition) -> list[object]:
    timeline = composition.timeline
    return [leaf.mark for index in range(timeline.scene_count) for leaf in leaves(timeline.placed(index).children)]


def test_all_faults_have_their_place_in_the_kit(spec: Path) -> None:
    change(spec, 'accent: "#B3263C"', "accent: red")
    change(spec, "handle: ", "handel: ")
    change(spec, "Bold.ttf, text: {400", "Bold.ttf, body: {400")
    change(spec, "https://www", "www")
    found = faults(spec)
    assert [(problem.place.path.name, problem.place.line) for problem in found if problem.place] == [
        ("brand.yaml", 5), ("brand.yaml", 7), ("brand.yaml", 9), ("brand.yaml", 12),
    ]  # fmt: skip
    assert found[1].hint == "did you mean 'handle'?"


@pytest.mark.parametrize(
    ("old", "new", "said", "line"),
    [
        ("mark-l.svg", "mark-x.svg", "no file", 4),
        ("Bold.ttf, text", "brand.yaml, text", "not a font", 9),
        ("400: Regular.ttf", "400: no.ttf", "no file", 9),
        ("logo_dark: mark-d.svg", "logo_dark: Bold.ttf", "not a picture", 3),
        ("theme: horizon", "theme: horzion", "there is no theme 'horzion'", 10),
        ("variant: light", "variant: night", "'variant' is 'night'", 11),
    ],
)
def test_files_of_the_kit(spec: Path, old: str, new: str, said: str, line: int) -> None:
    change(spec, old, new)
    (found,) = faults(spec)
    assert said in found.message
    assert found.place is not None
    assert (found.place.path.name, found.place.line) == ("brand.yaml", line)


def test_a_sound_logo_that_is_none_is_a_fault_of_the_kit_unless_the_clip_has_its_own(spec: Path) -> None:
    change(spec, "variant: light", "sound_logo: mark-l.svg")
    place = open_clip(spec).spec.place_of(("sound", "logo"))
    assert (place.path.name, place.line) == ("brand.yaml", 11)
    spec.write_text(SPEC + "sound: {logo: own.wav}\n", encoding="utf-8")
    place = open_clip(spec).spec.place_of(("sound", "logo"))
    assert (place.path, place.line) == (spec, 7)


def test_web_fonts_damaged_fonts_and_missing_kits(spec: Path) -> None:
    (spec.parent / "brand" / "Regular.ttf").write_bytes(b"wOF2....")
    assert "web font" in faults(spec)[0].message
    (spec.parent / "brand" / "Regular.ttf").write_bytes(b"\x00\x01\x00\x00....")
    assert "damaged" in faults(spec)[0].message
    (spec.parent / "brand" / "brand.yaml").write_text("- a list", encoding="utf-8")
    assert "group of keys" in faults(spec)[0].message
    (spec.parent / "brand" / "brand.yaml").unlink()
    (found,) = faults(spec)
    assert found.place is not None
    assert (found.place.path, found.place.line) == (spec, 2)


@pytest.mark.parametrize("name", ["official", "horizon", "sadu"])
@pytest.mark.parametrize("variant", ["dark", "light"])
@pytest.mark.parametrize("secondary", ["#FFFF00", "#101010", "#808080", "#1E6FB8"])
def test_the_secondary_colour_can_be_read_on_every_ground(name: str, variant: str, secondary: str) -> None:
    library = Library()
    theme = load_theme(name, library, variant=variant, accent=BrandColors("#0E7C66", secondary))
    plain = load_theme(name, library, variant=variant, accent="#0E7C66")
    assert theme.colors["accent"] == plain.colors["accent"]
    assert theme.sha != plain.sha
    for ground in ("bg", "lift", "surface"):
        assert theme.colors["accent2"].contrast(theme.colors[ground]) >= 4.5


def test_the_schema_takes_kits_and_refuses_what_reading_refuses() -> None:
    check = jsonschema.Draft202012Validator(brand_schema())
    good = {"name": "x", "accent": "#0E7C66", "fonts": {"title": "a.ttf", "text": {"400": "b.ttf"}}, "theme": "sadu"}
    assert check.is_valid(good)
    for bad in ({"handel": "x"}, {"accent": "red"}, {"fonts": {"body": "a.ttf"}}, {"fonts": {"text": {"bold": "a"}}}):
        assert not check.is_valid(bad), bad
    whole = jsonschema.Draft202012Validator(spec_schema({}))
    for brand in ("brand.yaml", good):
        assert whole.is_valid({"title": "x", "scenes": [{"scene": "title"}], "brand": brand})
