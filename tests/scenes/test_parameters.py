"""What a spec gives a scene is checked against the template's parameters: all faults at once, each at its place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from infoclip.errors import InputError, Problem
from infoclip.scenes.elements import Element, Scene
from infoclip.scenes.parameters import letters
from infoclip.scenes.surroundings import SceneContext
from infoclip.scenes.template import build_scene, build_scenes
from infoclip.spec.models import Spec
from infoclip.spec.reader import read_spec
from infoclip.text.numerals import Localizer
from infoclip.theme.assets import Library
from infoclip.theme.loader import load_theme
from infoclip.values.formats import FORMATS

Build = Callable[..., tuple[Scene, ...]]

OWN = """---
title: Own
params:
  head: {type: text, max: 5}
  fact: {type: fact}
  size: {type: integer, min: 1, max: 3, default: 2}
  share: {type: number, min: 0, max: 1}
  on: {type: flag}
  tone: {type: color}
  side: {type: choice, of: [start, end]}
  when: {type: date}
  icon: {type: icon}
  photo: {type: image}
  tags: {type: list, max: 2, of: {type: text, max: 4}}
  items: {type: list, max: 2, of: {text: {type: text, required: true}, fact: {type: fact}}}
---
{% if share == 0.75 %}{{ fail("three quarters cannot be shown") }}{% endif %}
<scene>
  <text id="a">{{ head }}|{{ fact.text if fact }}|{{ size }}|{# #}
  {#- #}{{ share }}|{{ on }}|{{ tone }}|{{ side }}|{{ when }}</text>
  <text id="b">{% for tag in tags %}[{{ tag }}]{% endfor %}{% for item in items %}({{ item.text }};{#- #}
  {{- item.fact.number if item.fact }})
  {%- endfor %}</text>
  <text id="c">{{ scene.number }} {{ scene.count }} {{ scene.last }} {{ brand.name }} {{ clip.title }}
  {{ format.shape }} {{ number(1234) }} {{ percent(5) }} {{ digits(12) }} {{ theme.name }}
  {{ "seal" in theme.art }} {{ rtl }}</text>
</scene>
"""


@pytest.fixture
def build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Build:
    """Builds the scenes of a spec whose `scenes:` are given, beside a scene template `own`."""
    monkeypatch.setenv("INFOCLIP_HOME", str(tmp_path / "home"))
    folder = tmp_path / "templates" / "scenes"
    folder.mkdir(parents=True)
    (folder / "own.xml").write_text(OWN, encoding="utf-8")

    def make(scenes: str, *, digits: str = "latn") -> tuple[Scene, ...]:
        spec = written(tmp_path, scenes)
        library = Library(tmp_path)
        theme = load_theme("official", library)
        return build_scenes(
            spec, theme, FORMATS["feed"], library, Localizer("ar-SA", "arab" if digits == "arab" else "latn")
        )

    return make


def written(folder: Path, scenes: str) -> Spec:
    file = folder / "spec.yaml"
    head = "title: حصاد\nbrand: الهيئة\nfacts:\n  posts: {value: 2466, noun: [منشور, منشورات]}\nscenes:\n"
    file.write_text(head + scenes, encoding="utf-8")
    return read_spec(file)


def text(scene: Scene, id: str) -> str:
    found = next(child for child in scene.root.children if child.attributes["id"] == id)
    assert isinstance(found, Element)
    return found.text


def faults(build: Build, scenes: str) -> list[tuple[int, int, str, str]]:
    with pytest.raises(InputError) as caught:
        build(scenes)
    return [told(problem) for problem in caught.value.problems]


def told(problem: Problem) -> tuple[int, int, str, str]:
    assert problem.place is not None
    return problem.place.line, problem.place.column, problem.message, problem.hint


def test_values_reach_the_template(build: Build) -> None:
    (scene,) = build(
        "  - {scene: own, head: عام, fact: posts, share: 0.5, on: true, tone: accent, side: end, when: 2026-11-22,\n"
        "     tags: [أ, ب], items: [نص, {text: آخر, fact: 12}]}\n"
    )
    assert text(scene, "a") == "عام|2,466 منشورًا|2|0.5|true|accent|end|2026-11-22"
    assert text(scene, "b") == "[أ][ب](نص;)(آخر;12)"
    percent = Localizer("ar-SA").percent(5)
    assert text(scene, "c") == f"1 1 true الهيئة حصاد feed 1,234 {percent} 12 official true true"


def test_what_is_not_given_is_empty(build: Build) -> None:
    (scene,) = build("  - scene: own\n")
    assert text(scene, "a") == "||2||false|||"
    assert [child.attributes["id"] for child in scene.root.children if not child.text] == ["b"]


def test_numbers_given_as_text_keep_their_form_in_the_clip_s_digits(build: Build) -> None:
    (scene,) = build("  - {scene: own, head: 1.10}\n", digits="arab")
    assert text(scene, "a").startswith("١٫١٠|") or text(scene, "a").startswith("١.١٠|")


def test_a_line_break_in_yaml_is_one_in_the_text(build: Build) -> None:
    (scene,) = build("  - scene: own\n    head: |\n      أ\n      ب\n")
    assert text(scene, "a").startswith("أ\nب|")


def test_words_are_what_is_read(build: Build) -> None:
    scenes = build("  - {scene: number, fact: posts, label: في عام}\n  - {scene: quote, text: قول, source: كتاب}\n")
    assert scenes[0].words.split("\n")[:2] == ["2,466", "منشورًا"]
    assert scenes[1].words == "قول\nكتاب"


def test_seconds_and_transition_come_from_the_spec(build: Build) -> None:
    (scene,) = build("  - {scene: own, seconds: 3, transition: cut}\n")
    assert (scene.seconds, scene.transition, scene.name, scene.number) == (3, "cut", "own", 1)
    assert scene.place.line == 6


@pytest.mark.parametrize(
    ("given", "at", "message", "hint"),
    [
        ("hed: عام", "hed", "has no parameter 'hed'", "did you mean 'head'?"),
        ("head: طويل جدا", "طويل", "has 8 characters; the most is 5", "shorten it"),
        ("head: [عام]", "[عام", "must be text", ""),
        ("fact: post", "post", "no fact 'post'", "did you mean 'posts'?"),
        ("head: {value: 7}", "{value", "must be text", 'write the figure as it is to be read: "4,618 زيارة"'),
        (
            "fact: 12 ريال",
            "12",
            "neither a figure",
            "what it is measured in stands by itself: {value: 12, unit: ريال}",
        ),
        (
            "fact: ٢٫٥كم",
            "٢٫٥كم",
            "neither a figure",
            "what it is measured in stands by itself: {value: ٢٫٥, unit: كم}",
        ),
        ("fact: {value: 1, nuon: x}", "x}", "no key 'nuon'", "did you mean 'noun'?"),
        ("fact: {noun: x}", "{noun", "value", ""),
        ("size: 4", "4", "the most is 3", ""),
        ("size: 1.5", "1.5", "a whole number", ""),
        ("size: true", "true", "a whole number", ""),
        ("share: -1", "-1", "the least is 0", ""),
        ("share: نصف", "نصف", "must be a number", ""),
        ("on: نعم", "نعم", "true or false", ""),
        ("tone: acent", "acent", "neither a colour role", "did you mean 'accent'?"),
        ("side: left", "left", "cannot be 'left'", "known here: end, start"),
        ("when: 2026-13-01", "2026", "is not a date", "write year-month-day, like 2026-11-22"),
        ("icon: buble", "buble", "no icon 'buble'", "did you mean 'bubble'?"),
        ("photo: a.png", "a.png", "no file 'a.png'", "its path begins at the folder of the file that names it"),
        ("tags: [أ, ب, ج]", "[أ", "has 3 items; the most is 2", ""),
        ("tags: [طويلة]", "طويلة", "the most is 4", "shorten it"),
        ("tags: نص", "نص", "must be a list", ""),
        ("items: [{fact: 1}]", "{fact", "item 1 of 'items' needs 'text'", "it is text"),
        ("items: [{text: أ, x: 1}]", "x: 1", "item 1 of 'items' has no parameter 'x'", "known here: fact, text"),
        ("items: [[1]]", "[1]]", "must have keys", "like {text, fact}"),
    ],
)
def test_faults_have_their_place_and_a_hint(build: Build, given: str, at: str, message: str, hint: str) -> None:
    written = f"  - {{scene: own, {given}}}"
    ((line, column, said, advice),) = faults(build, written + "\n")
    assert message in said
    assert (line, written[column - 1 :].startswith(at)) == (6, True)
    assert advice == hint


def test_the_faults_of_all_scenes_come_at_once(build: Build) -> None:
    found = faults(build, "  - {scene: own, size: 9, side: up}\n  - {scene: wn}\n  - {scene: title}\n")
    assert [line for line, *_ in found] == [6, 6, 7, 8]
    assert found[2][3] == "did you mean 'own'?"
    assert "needs 'headline'" in found[3][2]


def test_a_scene_that_cannot_be_shown_says_so_in_the_spec(build: Build) -> None:
    ((line, _, message, _),) = faults(build, "  - {scene: own, share: 0.75}\n")
    assert line == 6
    assert message == "three quarters cannot be shown"


def test_one_scene_can_be_built_alone(build: Build, tmp_path: Path) -> None:
    spec = written(tmp_path, "  - {scene: own, size: 9}\n  - {scene: own, head: عام}\n")
    library = Library(tmp_path)
    context = SceneContext(load_theme("official", library), FORMATS["reel"], library, Localizer("ar-SA"))
    assert build_scene(spec, 1, context).number == 2
    with pytest.raises(InputError):
        build_scene(spec, 0, context)


def test_letters_are_counted_as_a_reader_sees_them() -> None:
    assert letters("ردًّا") == 3
    assert letters("\u2067أ ب\u2069") == 3


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("size: ٣", "|3|"),
        ('share: "٠٫٥"', "|0.5|"),
        ("when: 1448-06-12 هـ", "|1448-06-12 هـ"),
        ("when: ٢٠٢٦-١١-٢٢", "٢٠٢٦-١١-٢٢"),
    ],
)
def test_figures_and_dates_may_be_written_as_in_arabic(build: Build, given: str, shown: str) -> None:
    (scene,) = build(f"  - {{scene: own, {given}}}\n")
    assert shown in next(child.text for child in scene.root.children if child.attributes["id"] == "a")
