"""Mistakes in a scene template: each is told at its line and column, in a designer's words, with what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from infoclip.errors import InputError, Problem
from infoclip.layout.context import LayoutContext
from infoclip.layout.scene import lay_out
from infoclip.scenes.surroundings import SceneContext
from infoclip.scenes.template import build_example, load_template
from infoclip.text.fonts import FontBook
from infoclip.text.numerals import Localizer
from infoclip.theme.assets import Library
from infoclip.theme.loader import load_theme
from infoclip.values.formats import FORMATS

HEAD = """---
title: Mine
params:
  heading: {type: text, required: true}
  fact: {type: fact}
  items: {type: list, of: {label: {type: text, required: true}}}
example: {heading: عنوان, fact: {value: 12}, items: [واحد]}
---
{%- import "_kit.xml" as kit with context -%}
"""
LINE = 11
CASES = [
    ('<text colour="accent">x</text>', 'colour="accent"', "<text> has no attribute 'colour'", "did you mean 'fill'?"),
    ('<text aling="center">x</text>', 'aling="center"', "<text> has no attribute 'aling'", "did you mean 'align'?"),
    ('<box qwert="1"/>', 'qwert="1"', "<box> has no attribute 'qwert'", "known here: align, baseline, fill"),
    ('<text fill="acent">x</text>', 'fill="acent"', "must be a colour role", "did you mean 'accent'?"),
    ('<text enter="rise ease=bouncy">x</text>', 'enter="rise ease=bouncy"', "not an easing", "known here: back"),
    ('<text exit="rize">x</text>', 'exit="rize"', 'exit="rize" is not a motion', "did you mean 'rise'?"),
    ("<text>{{ headin }}</text>", "headin", "there is no 'headin' here", "did you mean 'heading'?"),
    ("<text>{{ fact.nuon }}</text>", "nuon", "a fact has no 'nuon'", "did you mean 'noun'?"),
    ("<text>{{ fact.qqq }}</text>", "qqq", "a fact has no 'qqq'", "a fact has number, text, value"),
    ("{% for i in items %}{{ i.lable }}{% endfor %}", "lable", "has no 'lable'", "did you mean 'label'?"),
    ("{{ kit.pages(heading) }}", "pages", "the imported file has no 'pages'", "did you mean 'page'?"),
    ("<text>{{ heading|uper }}</text>", "uper", "No filter named 'uper'", "did you mean 'upper'?"),
    ("<text>{{ heading + 3 }}</text>", "<text>{{ heading + 3 }}</text>", "words and numbers are mixed", "with ~"),
    ("<text>{{ .5 }}</text>", "<text>{{ .5 }}</text>", "unexpected '.'", "0.5, not .5"),
    (
        '{{ kit.seal(60, icn="sun") }}',
        "seal",
        "'seal' takes no 'icn'",
        "did you mean 'icon'? seal(size, icon=\"\", text",
    ),
    ("{{ kit.seal(60, icon=1, hue=3) }}", "seal", "'seal' takes no 'hue'", 'seal(size, icon="", text="", at=0.3)'),
    ("{{ kit.seal() }}", "seal", "'seal' is called without its 'size'", 'seal(size, icon="", text="", at=0.3)'),
    ("{{ kit.noun(fact, 1) }}", "noun", "'noun' is given more than it takes", "noun(fact)"),
    ("{{ kit.page(heading) }}", "page", "'page' needs content", 'write {% call ...page(title, sub="", share=32'),
    ("{% call kit.sign(fact) %}a{% endcall %}", "sign", "'sign' takes no content", "write {{ ...sign(fact) }}"),
    ('{{ kit.seal("a") }}', '{{ kit.seal("a") }}', "words and numbers are mixed", "with ~"),
    ("{{ kit.figure(12) }}", "{{ kit.figure(12) }}", "a number has no 'scale' (in _kit.xml, line", "a fact is needed"),
    ("{{ kit.noun(heading) }}", "{{ kit.noun(heading) }}", "a text has no 'value' (in _kit.xml", ""),
    ("{% call kit.card('widht=\"3\"') %}{% endcall %}", 'widht="3"', "<layers> has no attribute 'widht'", "'width'?"),
    ('{{ kit.seal(60, "sunn") }}', "seal(", "there is no icon 'sunn'", "did you mean 'sun'?"),
    ("<text>{{ heading heading }}</text>", "heading", "expected token 'end of print", "every {{ needs its }}"),
    (
        '<safe><image src="dunes.svg" width="100%" height="100%"/><text lines="1">a</text></safe>',
        "<image",
        "the content of <safe> is 74 px higher than its room; its largest part is <image>, 1170 px high",
        "a share of the room: grow, or top, bottom, start and end in <layers>",
    ),
    ("{% include 'mine.xml' %}", "{% include 'mine.xml' %}", "include each other", "leave one of them away"),
    ("<text>a & b</text>", "<", "a '&' stands by itself", "&amp; for &"),
    ("<row><text>x</text>", "<", "<row> is not ended before </scene>", "every <tag> needs its </tag>"),
]


@pytest.mark.parametrize(("markup", "pointed", "said", "hint"), CASES)
def test_a_mistake_is_told_at_its_place_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, markup: str, pointed: str, said: str, hint: str
) -> None:
    monkeypatch.setenv("INFOCLIP_HOME", str(tmp_path / "home"))
    problem = fault(tmp_path, markup)
    assert said in problem.message
    assert hint in problem.hint
    place = problem.place
    assert place is not None
    assert (place.path.name, place.line) == ("mine.xml", LINE)
    line = place.path.read_text(encoding="utf-8").splitlines()[place.line - 1]
    told = line[place.column - 1 : place.column - 1 + place.length]
    assert told == pointed if pointed != "<" else place.column > 0
    assert not any(word in problem.message for word in ("object", "infoclip.", "Namespace", "xmlParse"))


def fault(folder: Path, markup: str) -> Problem:
    file = folder / "templates" / "scenes" / "mine.xml"
    file.parent.mkdir(parents=True)
    file.write_text(f"{HEAD}<scene>\n  {markup}\n</scene>\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        shown(Library(folder))
    return caught.value.problems[0]


def shown(library: Library) -> None:
    """The example, laid out."""
    format_, local = FORMATS["reel"], Localizer("ar-SA")
    theme = load_theme("official", library)
    scene = build_example(load_template("mine", library), SceneContext(theme, format_, library, local))
    lay_out(scene, LayoutContext(format_, theme, FontBook(library.font_folders), library, local))
