"""Motions as templates write them: what is read, what is refused and how it is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from infoclip.errors import InputError, Place, Problem
from infoclip.marks.motion import MOTIONS, PHASES, Motion, read_motions
from infoclip.marks.motion_state import state_of
from infoclip.scenes.elements import Element
from infoclip.values.easing import easing

PLACE = Place(Path("scene.xml"), 7)


def read(tag: str = "text", *, rtl: bool = True, later: float = 0.0, **attributes: str) -> tuple[Motion, ...]:
    return read_motions(Element(tag, attributes, place=PLACE), rtl=rtl, delay=later)


def faults(tag: str = "text", **attributes: str) -> tuple[Problem, ...]:
    with pytest.raises(InputError) as caught:
        read(tag, **attributes)
    return caught.value.problems


def test_keys_and_defaults() -> None:
    (rise,) = read(enter="rise at=0.2 for=0.5 ease=stately distance=24")
    assert (rise.phase, rise.kind, rise.at, rise.seconds, rise.easing) == ("enter", "rise", 0.2, 0.5, "stately")
    assert rise.number("distance") == 24
    (plain,) = read(enter="rise")
    assert (plain.seconds, plain.number("distance")) == (MOTIONS["rise"].seconds, 40)


def test_several_motions_in_order_of_phase() -> None:
    motions = read(emphasis="pulse at=2", enter="fade; wipe from=top", exit="drop", ambient="breathe")
    assert [(m.phase, m.kind) for m in motions] == [
        ("enter", "fade"),
        ("enter", "wipe"),
        ("exit", "drop"),
        ("emphasis", "pulse"),
        ("ambient", "breathe"),
    ]


def test_attributes_say_the_same_as_keys_and_keys_win() -> None:
    short = read(enter="rise", delay="0.3", seconds="0.9", easing="quint", by="word")
    assert short == read(enter="rise at=0.3 for=0.9 ease=quint by=word")
    (own,) = read(enter="rise at=0.1", delay="0.3")
    assert own.at == 0.1


def test_attributes_of_entrances_leave_exits_alone() -> None:
    entrance, leaving = read(enter="fade", exit="fade", delay="0.3", seconds="0.9")
    assert (entrance.at, leaving.at, leaving.seconds) == (0.3, 0.0, 0.3)


def test_a_parents_delay_moves_entrances_only() -> None:
    entrance, leaving, pulse = read(enter="fade at=0.2", exit="fade", emphasis="pulse at=1", later=0.5)
    assert entrance.at == pytest.approx(0.7)
    assert (leaving.at, pulse.at) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("written", "rtl", "side"),
    [
        ("slide-start", True, "right"),
        ("slide-start", False, "left"),
        ("slide-end", True, "left"),
        ("wipe", True, "right"),
        ("wipe from=end", True, "left"),
        ("wipe from=end", False, "right"),
        ("wipe from=top", True, "top"),
        ("wipe from=middle", False, "middle"),
    ],
)
def test_start_and_end_become_real_sides(written: str, rtl: bool, side: str) -> None:
    (motion,) = read(enter=written, rtl=rtl)
    assert motion.side == side


def test_a_themes_character() -> None:
    defaults = {"enter": "rise for=0.9", "easing": "stately", "stagger": "0.2", "exit-seconds": "0.25"}
    element = Element("text", {"enter": "fade by=word", "exit": "fade", "emphasis": "dim"}, place=PLACE)
    fade, leaving, dim = read_motions(element, rtl=True, defaults=defaults)
    assert (fade.easing, fade.stagger, leaving.easing, leaving.seconds) == ("stately", 0.2, "in", 0.25)
    assert dim.easing == "out"  # emphasis keeps its own
    (own,) = read_motions(Element("text", {"enter": "default"}, place=PLACE), rtl=True, defaults=defaults)
    assert (own.kind, own.seconds) == ("rise", 0.9)
    (pop,) = read_motions(Element("icon", {"enter": "pop"}, place=PLACE), rtl=True, defaults=defaults)
    assert pop.easing == "back"  # an overshoot is what it is in every theme


def test_none_is_no_motion() -> None:
    assert read(enter="none", exit="") == ()


@pytest.mark.parametrize(
    ("attributes", "code", "says"),
    [
        ({"enter": "rize"}, "motion-unknown", "did you mean 'rise'?"),
        ({"enter": "pulse"}, "motion-phase", "fade"),
        ({"ambient": "rise"}, "motion-phase", "drift"),
        ({"enter": "rise distanse=3"}, "motion-key", "did you mean 'distance'?"),
        ({"enter": "rise 0.4"}, "motion-key", "rise for=0.6"),
        ({"enter": "rise at=1 at=2"}, "motion-key", "once"),
        ({"enter": "rise at=soon"}, "motion-value", ""),
        ({"enter": "rise for=-1"}, "motion-value", ""),
        ({"enter": "rise", "delay": "nan"}, "motion-value", ""),
        ({"enter": "wipe from=left"}, "motion-value", "start"),
        ({"enter": "rise by=letter"}, "motion-value", "cluster"),
        ({"enter": "sweep by=word"}, "motion-value", "leave 'by=word' away"),
        ({"enter": "rise stagger=0.1"}, "motion-key", "by=word"),
        ({"enter": "rise ease=owt"}, "motion-easing", "out"),
        ({"enter": "count"}, "motion-phase", "<number"),
    ],
)
def test_faults_have_a_place_a_code_and_a_hint(attributes: dict[str, str], code: str, says: str) -> None:
    (problem,) = faults(**attributes)
    assert (problem.place, problem.code) == (PLACE, code)
    assert says in problem.hint
    assert "<text>" in problem.message


def test_units_need_text() -> None:
    (problem,) = faults("art", enter="fade by=word")
    assert problem.code == "motion-value"


def test_all_faults_come_at_once() -> None:
    assert len(faults(enter="rize; rise dist=1 for=x", exit="flash")) == 4


@pytest.mark.parametrize("name", MOTIONS)
def test_every_motion_of_the_table_can_be_read_and_carried_out(name: str) -> None:
    kind = MOTIONS[name]
    tag = "number" if name in ("count", "roll") else "text"
    easing(kind.easing)  # exists
    for phase in kind.phases:
        assert phase in PHASES
        (motion,) = read(tag, **{phase: name})
        states = {state_of((motion,), frame / 30, 5.0) for frame in range(150)}
        moves = name not in ("drift", "move")  # they do nothing until they are told where to
        assert (len(states) > 1) is moves


def test_the_documentation_holds_every_motion() -> None:
    page = (Path(__file__).parents[2] / "docs" / "templates.md").read_text(encoding="utf-8")
    table = page.split("## Motions")[1].split("\n## ")[0]
    for name, kind in MOTIONS.items():
        assert f"`{name}`" in table, name
        for parameter in kind.parameters:
            assert parameter in table, f"{name}: {parameter}"
