"""`base: plain`: three colours make a whole theme, and what is too faint to read is told with what to write instead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from infoclip.errors import InputError, Problem
from infoclip.layout.context import LayoutContext
from infoclip.layout.pattern import KINDS
from infoclip.layout.scene import lay_out
from infoclip.marks import motion
from infoclip.pipeline import check
from infoclip.scenes.elements import Element
from infoclip.scenes.surroundings import SceneContext
from infoclip.scenes.template import build_example, load_template
from infoclip.text.fonts import FontBook
from infoclip.text.numerals import Localizer
from infoclip.theme.assets import Library, built_in
from infoclip.theme.contrasts import faint_colors
from infoclip.theme.loader import load_theme, role_place
from infoclip.theme.theme import Theme
from infoclip.theme.tokens import ENTRANCES, PATTERNS, TRANSITIONS
from infoclip.timeline import transitions
from infoclip.values.formats import FORMATS

DOCS = Path(__file__).parents[2] / "docs"
COAST = 'title: Coast\nbase: plain\ncolors: {bg: "#06424A", ink: "#FFF9EC", accent: "#F2CF8E"}\n'


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INFOCLIP_HOME", str(tmp_path / "home"))


def themed(folder: Path, text: str = COAST, variant: str | None = None, name: str = "coast") -> tuple[Theme, Library]:
    file = folder / "templates" / "themes" / name / "theme.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    library = Library(folder)
    return load_theme(name, library, variant=variant), library


def faults(folder: Path, text: str, variant: str | None = None) -> list[Problem]:
    with pytest.raises(InputError) as caught:
        themed(folder, text, variant)
    return list(caught.value.problems)


def test_the_base_is_in_no_list_and_brings_all_art_that_plain_scenes_use(tmp_path: Path) -> None:
    theme, library = themed(tmp_path)
    assert "plain" not in library.theme_names()
    table = re.search(r"What art is told.*?\n\n(.*?)\n\n", (DOCS / "templates.md").read_text("utf-8"), re.DOTALL)
    assert table is not None
    told = [name for row in table[1].splitlines()[2:] for name in re.findall(r"`([\w-]+)`", row.split("|")[1])]
    assert len(told) >= 13
    for name in told:
        assert library.art(theme, name).path.is_file()


@pytest.mark.parametrize("ink", ["#FFFFFF", "#FFF9EC"])
@pytest.mark.parametrize("ground", ["#06424A", "#101418", "#4A1230", "#2B2F77", "#08492F"])
@pytest.mark.parametrize("accent", ["#F2CF8E", "#7FE0D6", "#FFB49A"])
def test_every_colour_follows_from_three_on_dark_ground(tmp_path: Path, ground: str, ink: str, accent: str) -> None:
    colors = f'colors: {{bg: "{ground}", ink: "{ink}", accent: "{accent}"}}'
    theme, _ = themed(tmp_path, f"title: Mine\nbase: plain\n{colors}\n")
    assert not list(faint_colors(theme))
    assert theme.colors["lift"].luminance > theme.colors["bg"].luminance > theme.colors["deep"].luminance


@pytest.mark.parametrize("ground", ["#FBF3E2", "#FFFFFF", "#E8F1F2", "#F7D9C4"])
@pytest.mark.parametrize("accent", ["#00605A", "#8A1538", "#1B3A8A"])
def test_on_light_ground_the_light_side_of_the_base_is_taken(tmp_path: Path, ground: str, accent: str) -> None:
    theme, _ = themed(
        tmp_path, f'title: M\nbase: plain\ncolors: {{bg: "{ground}", ink: "#06333A", accent: "{accent}"}}\n'
    )
    assert not list(faint_colors(theme))
    assert theme.colors["surface"].luminance >= theme.colors["bg"].luminance > theme.colors["deep"].luminance


def test_what_a_variant_does_not_write_is_moved_until_it_reads_there(tmp_path: Path) -> None:
    text = COAST + 'variants:\n  light: {colors: {bg: "#FBF3E2", ink: "#06333A"}}\n'
    dark, light = (themed(tmp_path, text, variant)[0] for variant in ("dark", "light"))
    assert dark.colors["accent"].hex == "#F2CF8E"
    assert light.colors["accent"].contrast(light.colors["bg"]) >= 5
    assert not list(faint_colors(light))


def test_a_colour_that_is_too_faint_is_told_with_the_one_to_write(tmp_path: Path) -> None:
    light = 'variants:\n  light: {colors: {bg: "#FBF3E2", ink: "#06333A", accent: "#E0A030"}}\n'
    (fault,) = faults(tmp_path, COAST + light, "light")
    assert "in the variant 'light' the colour 'accent' (#E0A030) has a contrast of" in fault.message
    assert fault.place is not None
    assert (fault.place.line, fault.place.column) == (5, 59)
    better = re.search(r'under variants.light: write accent: "(#\w{6})"', fault.hint)
    assert better is not None
    assert not list(faint_colors(themed(tmp_path, COAST + light.replace("#E0A030", better[1]), "light")[0]))


def test_faces_are_given_once_for_titles_and_once_for_text(tmp_path: Path) -> None:
    theme, _ = themed(
        tmp_path, COAST + "faces: {title: almarai, text: noto-kufi-arabic}\ntype: {hero: {family: cairo}}\n"
    )
    families = {role: kind.family for role, kind in theme.roles.items()}
    assert (families["title"], families["body"], families["hero"]) == ("almarai", "noto-kufi-arabic", "cairo")


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("waves", "there is no pattern 'waves'; it can be none, hankin-8"),
        ("sadu pich=3", "'pich=3' is no setting of a pattern: write pitch=160, weight=3 or strength=0.4"),
    ],
)
def test_a_wrong_pattern_is_told_where_it_is_written(tmp_path: Path, pattern: str, said: str) -> None:
    (fault,) = faults(tmp_path, f"{COAST}pattern: {pattern}\n")
    assert said in fault.message
    assert fault.place is not None
    assert fault.place.line == 4


def test_the_patterns_of_a_theme_are_those_that_are_drawn() -> None:
    assert set(PATTERNS) == set(KINDS)


@pytest.mark.parametrize(("pattern", "drawn"), [("najdi pitch=90", 2), ("none", 0)])
def test_a_theme_s_pattern_lies_over_the_ground_and_along_the_foot(tmp_path: Path, pattern: str, drawn: int) -> None:
    theme, library = themed(tmp_path, f"{COAST}pattern: {pattern}\n")
    template, local = load_template("number", library, "coast"), Localizer("ar-SA")
    scene = build_example(template, SceneContext(theme, FORMATS["reel"], library, local))
    found = [child for child in scene.root.children if getattr(child, "tag", "") == "pattern"]
    assert [child.attributes["kind"] for child in found] == ["najdi"] * drawn


@pytest.mark.parametrize("variant", ["dark", "light"])
def test_every_scene_fits_in_the_base(tmp_path: Path, variant: str) -> None:
    light = 'variants:\n  light: {colors: {bg: "#FBF3E2", ink: "#06333A"}}\n'
    theme, library = themed(tmp_path, COAST + light, variant)
    fonts, local, shapes = FontBook((built_in("fonts"),)), Localizer("ar-SA"), tuple(FORMATS.values())
    for at, name in enumerate(library.scene_names("coast")):
        shape = shapes[(at + (variant == "light")) % len(shapes)]
        scene = build_example(load_template(name, library, "coast"), SceneContext(theme, shape, library, local))
        assert lay_out(scene, LayoutContext(shape, theme, fonts, library, local, True)).children


@pytest.mark.parametrize(
    ("line", "column", "said"),
    [
        ("defaults: {transition: swirl}", 24, "there is no transition 'swirl'; known here: bubble"),
        ("defaults: {transition: iris slow}", 24, "write its name and its seconds, such as iris 0.6"),
        ("defaults: {enter: rize}", 19, "'rize' is no entrance that everything can have; did you mean 'rise'?"),
        ("defaults: {enter: count}", 19, "'count' is no entrance"),
        ("defaults: {transition-seconds: fast}", 32, "'fast' is no number of seconds"),
        ("variants: {ligth: {colors: {}}}", 11, "there is no variant 'ligth'"),
    ],
)
def test_a_wrong_token_is_told_in_the_theme_not_in_the_scenes(
    tmp_path: Path, line: str, column: int, said: str
) -> None:
    (fault,) = faults(tmp_path, f"{COAST}{line}\n")
    assert said in fault.message
    assert fault.place is not None
    assert (fault.place.path.name, fault.place.line, fault.place.column) == ("theme.yaml", 4, column)


def test_the_names_that_tokens_may_have_are_those_there_are() -> None:
    assert set(TRANSITIONS) == set(transitions.TRANSITIONS)
    anything = {name for name, kind in motion.MOTIONS.items() if "enter" in kind.phases}
    assert anything - set(ENTRANCES) == {"draw", "count", "roll", "kashida", "type"}
    assert set(ENTRANCES) <= anything


def test_a_misspelt_base_and_a_face_that_is_not_there_have_their_places(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, COAST.replace("plain", "plian"))
    assert (fault.place and fault.place.line, fault.hint) == (2, "did you mean 'plain'?")
    _, library = themed(tmp_path, COAST + "faces: {title: kairo}\n")
    place = role_place("coast", "heading", library)
    assert place is not None
    assert (place.path.parent.name, place.line) == ("coast", 4)


def test_what_only_follows_from_a_faint_colour_is_not_told_as_a_fault_of_the_base(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, COAST.replace("#F2CF8E", "#0E5560"))
    assert "the colour 'accent'" in fault.message


def test_a_colour_without_quotes_is_a_comment_and_told_so(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, COAST.replace('"#06424A"', "#06424A"))
    assert "a colour, for # begins a comment" in fault.hint


@pytest.mark.parametrize(
    ("art", "said"),
    [
        ('{{ svg_open }}<rect width="{{ width }}" height="9" fill="{{ color.acent }}"/></svg>', "no 'acent'"),
        ('{{ svg_open }}<rect width="9"></svg>', "not well-formed"),
        ("{{ svg_open }}<script/></svg>", "holds <script>"),
    ],
)
def test_check_tells_what_is_wrong_with_art_of_ones_own(tmp_path: Path, art: str, said: str) -> None:
    themed(tmp_path)
    card = tmp_path / "templates" / "themes" / "coast" / "art" / "card.svg"
    card.parent.mkdir()
    card.write_text(art, encoding="utf-8")
    spec = tmp_path / "spec.yaml"
    items = "[{icon: sun, label: شمس}, {icon: moon, label: قمر}]"
    spec.write_text(f"title: x\ntheme: coast\nscenes:\n  - {{scene: icons, heading: عنوان, items: {items}}}\n", "utf-8")
    found = [problem for problem in check(spec) if problem.severity == "error"]
    assert len(found) == 1
    assert said in found[0].message
    assert found[0].place is not None
    assert found[0].place.path.name == "card.svg"


@pytest.mark.parametrize(
    ("line", "place", "meant"),
    [
        ('variants: {light: {colors: {bg: "#FBF3E2", ink: "#06333A", acent: "#7A3B00"}}}', (4, 60), "accent"),
        ('  primary: "#FF0000"', (7, 3), "accent"),
        ('  on-acent: "#FF0000"', (7, 3), "on-accent"),
        ('  glwo: "#FF0000"', (7, 3), ""),
        ('  sea: "#FF0000"', (7, 3), ""),
        ('  groov: "#102030"', (7, 3), "groove"),
    ],
)
def test_a_misspelt_colour_is_told_when_nothing_uses_it(
    tmp_path: Path, line: str, place: tuple[int, int], meant: str
) -> None:
    colors = 'title: C\nbase: plain\ncolors:\n  bg: "#06424A"\n  ink: "#FFF9EC"\n  accent: "#F2CF8E"\n'
    text = (colors if line.startswith(" ") else COAST) + line + "\n"
    if not meant:
        assert themed(tmp_path, text)[0].colors[line.split(":")[0].strip()].hex == "#FF0000"
        return
    (fault,) = faults(tmp_path, text)
    assert fault.hint.startswith(f"did you mean '{meant}'? A colour of your own is taken once")
    assert fault.place is not None
    assert (fault.place.line, fault.place.column) == place


@pytest.mark.parametrize(
    ("beside", "text"),
    [
        ("templates/themes/coast/art/mine.svg", '{{ svg_open }}<rect fill="{{ color.lines }}"/></svg>'),
        ("templates/scenes/mine.xml", '<scene><box fill="lines"/></scene>'),
        ("spec.yaml", "fill: lines"),
        ("templates/themes/coast/theme.yaml", COAST + 'fills: {hero: {linear: [[0, lines], [1, "#FFF9EC"]]}}\n'),
    ],
)
def test_a_colour_of_ones_own_that_is_used_may_be_called_nearly_as_another(
    tmp_path: Path, beside: str, text: str
) -> None:
    color = f"#2233{len(beside)}0"[:7]  # another in each case: themes that were right are kept
    lines = f'colors: {{lines: "{color}", line2: "#334455", '
    (fault,) = faults(tmp_path, COAST.replace("colors: {", lines))
    assert "'lines'" in fault.message
    file = tmp_path / beside
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    own = text if beside.endswith("theme.yaml") else COAST
    assert themed(tmp_path, own.replace("colors: {", lines))[0].colors["lines"].hex == color


def test_a_misspelt_type_role_is_told_as_one(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, COAST + "type: {titel: {size: 220}}\n")
    assert "needs family, weight and size" in fault.message
    assert fault.hint == "did you mean 'title'?"


@pytest.mark.parametrize("mood", ["", "sound: calm\n"])
def test_a_theme_s_wrong_sound_is_told_in_the_theme(tmp_path: Path, mood: str) -> None:
    themed(tmp_path, COAST + "sound: horizn\n")
    spec = tmp_path / "spec.yaml"
    spec.write_text(f"title: x\ntheme: coast\n{mood}scenes:\n  - {{scene: section, title: عنوان}}\n", "utf-8")
    (fault,) = [problem for problem in check(spec) if problem.severity == "error"]
    assert fault.code == "sound-unknown"
    assert fault.place is not None
    assert (fault.place.path.name, fault.place.line) == ("theme.yaml", 4)


@pytest.mark.parametrize(("line", "width"), [("", 1.2), ("measures: {heading-width: 1.1}\n", 1.1)])
def test_headings_in_a_wide_face_are_parted_sooner(tmp_path: Path, line: str, width: float) -> None:
    assert themed(tmp_path)[0].measures["heading-width"] == 1.0
    theme, _ = themed(tmp_path, f"{COAST}faces: {{title: noto-kufi-arabic}}\n{line}")
    assert theme.measures["heading-width"] == width


def test_a_close_without_a_logo_has_the_theme_s_sign_in_its_seal(tmp_path: Path) -> None:
    theme, library = themed(tmp_path)
    template, local = load_template("outro", library, "coast"), Localizer("ar-SA")
    context = SceneContext(theme, FORMATS["reel"], library, local)
    scene = build_example(replace(template, example={"call": "تابعونا"}), context)
    names = [element.attributes.get("name") for element in inside(scene.root)]
    assert names.index("glyph") == names.index("seal") + 1


@pytest.mark.parametrize(
    ("headline", "fit"), [("حصاد عام", "width"), ("رخصتك في دقائق", "box"), ("المستدامة", "width")]
)
def test_a_headline_of_a_few_words_stands_on_two_lines_of_a_tall_frame(tmp_path: Path, headline: str, fit: str) -> None:
    theme, library = themed(tmp_path)
    template, local = load_template("title", library, "coast"), Localizer("ar-SA")
    given = replace(template, example={"headline": headline, "subline": "سطر"})
    for shape, wanted in (("reel", fit), ("wide", "width")):
        scene = build_example(given, SceneContext(theme, FORMATS[shape], library, local))
        fits = {element.attributes.get("role"): element.attributes.get("fit") for element in inside(scene.root)}
        assert fits["title"] == wanted


def inside(element: Element) -> Iterator[Element]:
    yield element
    for child in element.children:
        yield from inside(child)
