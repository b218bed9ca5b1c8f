"""Attributes are read as what they are; a wrong one is told with its place in the template."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from infoclip.errors import InputError, Place
from infoclip.scenes import elements
from infoclip.scenes.elements import Element, Length


def element(**attributes: str) -> Element:
    return Element("box", {name.replace("_", "-"): value for name, value in attributes.items()})


def test_readers_read() -> None:
    box = element(gap=" 12.5 ", lines="3", on="True", off="no", w="50%", h="40px", at="start, end", role="title")
    assert elements.number(box, "gap", 0.0) == 12.5
    assert elements.integer(box, "lines", None) == 3
    assert elements.flag(box, "on")
    assert not elements.flag(box, "off", default=True)
    assert elements.length(box, "w", None) == Length(0.5, share=True)
    assert Length(0.5, share=True).of(300) == 150
    assert elements.length(box, "h", None) == Length(40)
    assert elements.words(box, "at") == ("start", "end")
    assert elements.choice(box, "role", ("title", "note"), "note") == "title"
    assert elements.number(box, "missing", None) is None
    assert elements.word(box, "missing", "x") == "x"


@pytest.mark.parametrize(
    ("read", "said"),
    [
        (lambda box: elements.number(box, "a", 0.0), "must be a number"),
        (lambda box: elements.number(box, "n", 0.0, 0, 5), "the most is 5"),
        (lambda box: elements.number(box, "n", 0.0, 10), "the least is 10"),
        (lambda box: elements.number(box, "inf", 0.0), "must be a number"),
        (lambda box: elements.integer(box, "f", 0), "whole number"),
        (lambda box: elements.flag(box, "a"), "true or false"),
        (lambda box: elements.length(box, "a", None), "must be a length"),
        (lambda box: elements.choice(box, "a", ("start", "end"), "start"), "cannot be 'strat'"),
    ],
)
def test_what_cannot_be_read_is_told(read: Callable[[Element], object], said: str) -> None:
    with pytest.raises(InputError, match=said):
        read(element(a="strat", n="7", f="1.5", inf="1e999"))


def test_the_fault_stands_at_the_attribute(tmp_path: Path) -> None:
    file = tmp_path / "a.xml"
    file.write_text('<scene>\n  <box gap="1"\n       radius="x"/>\n</scene>', encoding="utf-8")
    box = Element("box", {"radius": "x"}, place=Place(file, 2, 3, 4))
    with pytest.raises(InputError) as caught:
        elements.number(box, "radius", 0.0)
    assert caught.value.problems[0].place == Place(file, 3, 8, 10)
