"""The rules, each with a clip that breaks it and one that does not."""

from __future__ import annotations

from pathlib import Path

import pytest
from layout.world import FRAME, laid_out
from msgspec.structs import replace

from infoclip.check.clip import check_clip
from infoclip.errors import Problem
from infoclip.layout.placed import PlacedMark, PlacedScene
from infoclip.marks.marks import ArtMark, ArtSource, VideoMark
from infoclip.marks.motion import read_motions
from infoclip.scenes.elements import Element
from infoclip.spec.models import Spec
from infoclip.timeline.timeline import build_timeline

GROUND = PlacedMark(ArtMark(1080, 1920, ArtSource(Path("g.svg"), "g")), 0, 0)
SAFE = '<safe><text role="body"{}>{}</text></safe>'


def placed(xml: str, *, ground: bool = True) -> PlacedScene:
    scene = laid_out(xml, FRAME)
    words = "\n".join(node.text for node in scene.children if isinstance(node, PlacedMark))
    return replace(scene, children=(GROUND, *scene.children) if ground else scene.children, words=words)


def spec(**more: object) -> Spec:
    return Spec.model_validate({"title": "t", "source": "تقرير", "scenes": [{"scene": "title"}], **more})


def found(*scenes: PlacedScene, seconds: float = 5.0, of: Spec | None = None) -> list[Problem]:
    numbered = [
        replace(scene, number=index + 1, seconds=seconds, transition="cut") for index, scene in enumerate(scenes)
    ]
    return check_clip(build_timeline(numbered, duration=seconds * len(scenes)), of or spec())


def codes(*scenes: PlacedScene, seconds: float = 5.0, of: Spec | None = None) -> list[str]:
    return [problem.code for problem in found(*scenes, seconds=seconds, of=of)]


def test_a_good_clip_has_no_problem() -> None:
    assert found(placed(SAFE.format(' enter="rise"', "حصاد عام في مواقع التواصل"))) == []


def test_too_fast() -> None:
    words = "كلمة " * 12
    assert codes(placed(SAFE.format("", words)), seconds=3) == ["too-fast"]
    assert codes(placed(SAFE.format("", words)), seconds=5.2) == []
    (problem,) = found(placed(SAFE.format("", words)), seconds=3)
    assert "12 words for 3.0 s" in problem.message
    assert "5.2 seconds, or take 7 words away" in problem.hint
    assert problem.severity == "warning"


@pytest.mark.parametrize(("given", "told"), [({"duration": 31}, ["too-long"]), ({"duration": 30}, []), ({}, [])])
def test_too_long(given: dict[str, object], told: list[str]) -> None:
    assert codes(placed(SAFE.format("", "حصاد عام")), of=spec(**given)) == told


def test_too_many_words() -> None:
    assert "too-many-words" in codes(placed(SAFE.format("", "كلمة " * 15)), seconds=9)
    assert codes(placed(SAFE.format("", "كلمة " * 14)), seconds=9) == []


def test_a_text_must_stand_until_it_is_read() -> None:
    late = placed(SAFE.format(' enter="fade at=3 for=1" exit="fade at=0 for=0.3"', "كلمة أخيرة"))
    last = placed(SAFE.format("", "كلمة"))
    assert codes(late, last, seconds=5) == ["short-hold"]
    assert codes(late, last, seconds=6) == []


def test_a_count_must_stand_for_longer() -> None:
    number = '<safe><number of="319" role="body" enter="count at=1.5 for=1.5"/></safe>'
    assert codes(placed(number), seconds=4.0) == ["short-hold"]
    assert codes(placed(number), seconds=5) == []


def test_all_texts_of_a_scene_that_stand_too_short_are_told_once() -> None:
    texts = "".join(f'<text role="body" enter="fade at={at} for=1">كلمة أخيرة</text>' for at in (1, 2.9, 3.1))
    (problem,) = found(placed(f"<safe>{texts}</safe>"), seconds=4.6)
    assert problem.code == "short-hold"
    assert "stands for 0.5 s; it needs 0.8 s, and 1 more of its texts" in problem.message


def test_all_texts_of_a_scene_that_are_too_small_are_told_once() -> None:
    sizes = ((500, 26), (600, 22), (700, 40))
    texts = "".join(
        f'<text role="body" size="{size}" top="{top}" start="200">عنوان {top}</text>' for top, size in sizes
    )
    (problem,) = found(placed(texts))
    assert "'عنوان 600' is set in 22.0 px, under 34, and 1 more of its texts are too small" in problem.message


def test_hurried_entrances() -> None:
    slow = SAFE.format(' enter="fade at=4 for=2"', "كلمة")
    assert "hurried" in codes(placed(slow), seconds=3)
    assert codes(placed(slow), seconds=8) == []


@pytest.mark.parametrize(
    ("inside", "code"),
    [
        ('<text role="body" top="100" start="200" width="300">عنوان</text>', "text-unsafe"),
        ('<text role="body" top="1500" start="200" width="300">عنوان</text>', "text-unsafe"),
        ('<text role="body" top="600" start="60" width="300">عنوان</text>', "text-unsafe"),
        ('<text role="body" top="600" start="200" width="300">عنوان</text>', ""),
        ('<text role="body" size="20" top="600" start="200" width="300">عنوان</text>', "text-small"),
    ],
)
def test_where_and_how_large(inside: str, code: str) -> None:
    assert codes(placed(inside)) == ([code] if code else [])


def test_text_cut_by_the_frame_is_an_error() -> None:
    scene = placed('<text role="body" top="600" start="200" width="300">عنوان</text>')
    text = scene.children[1]
    assert isinstance(text, PlacedMark)
    moved = replace(scene, children=(GROUND, replace(text, x=1000.0)))
    (problem,) = found(moved)
    assert (problem.code, problem.severity) == ("text-cut", "error")


def test_texts_over_each_other() -> None:
    one = '<text role="body" top="600" start="200" width="300">عنوان أول</text>'
    other = '<text role="body" top="{}" start="200" width="300"{}>سطر ثان</text>'
    assert codes(placed(one + other.format(610, ""))) == ["text-overlap"]
    assert codes(placed(one + other.format(680, ""))) == []
    taking_turns = one.replace("<text", '<text exit="fade at=3 for=0.5"') + other.format(610, ' enter="fade at=2.5"')
    assert codes(placed(taking_turns)) == []


def test_facts_need_a_source() -> None:
    facts = {"a": {"value": 3, "source": "تقرير"}, "b": {"value": 4}}
    scenes = [{"scene": "number", "fact": "a"}, {"scene": "number", "fact": "b"}, {"scene": "n", "fact": {"value": 2}}]
    good = placed(SAFE.format("", "كلمة"))
    problems = found(good, of=spec(source="", facts=facts, scenes=scenes))
    assert [problem.code for problem in problems] == ["no-source", "no-source"]
    assert "'b'" in problems[0].message
    assert "scene 3" in problems[1].message
    assert codes(good, of=spec(facts=facts, scenes=scenes)) == []


def test_facts_nobody_names() -> None:
    facts = {"a": 3, "b": 4, "c": 5}
    scenes = [{"scene": "bars", "items": [{"fact": "a"}, {"fact": "c"}]}]
    problems = found(placed(SAFE.format("", "كلمة")), of=spec(facts=facts, scenes=scenes))
    assert [problem.message for problem in problems] == ["no scene uses the fact 'b'"]


def test_one_set_of_digits_and_one_percent_sign() -> None:
    latin, arabic = placed(SAFE.format("", "نما 40 مرة")), placed(SAFE.format("", "نما ٤٠ مرة"))
    assert codes(latin, arabic) == ["mixed-digits"]
    assert codes(arabic, arabic) == []
    assert codes(arabic, placed(SAFE.format("", "فيروس H3N2 على example.org/2026"))) == []
    assert codes(placed(SAFE.format("", "٤٠٪")), placed(SAFE.format("", "٣٠%"))) == ["mixed-digits"]


def test_flashes() -> None:
    def flashing(*times: float, size: float = 1080) -> PlacedScene:
        emphasis = "; ".join(f"flash at={at} amount=0.4 for=0.2" for at in times)
        motions = read_motions(Element("art", {"emphasis": emphasis}), rtl=True)
        light = PlacedMark(ArtMark(size, size, ArtSource(Path("l.svg"), "l")), 0, 300, motions)
        scene = placed(SAFE.format("", "كلمة"))
        return replace(scene, children=(*scene.children, light))

    assert codes(flashing(1.0, 1.25, 1.5, 1.75)) == ["flashing"]
    assert found(flashing(1.0, 1.25, 1.5, 1.75))[0].severity == "error"
    assert codes(flashing(1.0, 1.25, 1.5, 2.1)) == []
    assert codes(flashing(1.0, 1.25, 1.5, 1.75, size=200)) == []  # too small to matter


def test_first_and_last_frame() -> None:
    bare = placed(SAFE.format("", "كلمة"), ground=False)
    assert codes(bare) == ["blank-start"]
    footage = PlacedMark(VideoMark(1080, 1920, Path("f.mp4"), "f", 25.0, 0, 200), 0, 0)
    assert codes(replace(bare, children=(footage, *bare.children))) == []
    leaving = placed(SAFE.format(' exit="fade"', "كلمة"))
    assert codes(leaving) == ["bare-end"]
    assert codes(leaving, placed(SAFE.format("", "كلمة"))) == []


def test_the_shipped_examples_hold_the_rules_that_are_errors() -> None:
    from infoclip import pipeline

    for path in sorted((Path(__file__).parents[2] / "examples").glob("*/spec.yaml")):
        clip = pipeline.open_clip(path)
        problems = check_clip(pipeline.compose(clip, clip.spec.formats[0]).timeline, clip.spec)
        assert [problem for problem in problems if problem.severity == "error"] == []


def test_a_clip_that_is_too_short_is_told_once_with_its_scenes_and_the_seconds_it_needs() -> None:
    slow, quick = placed(SAFE.format("", "كلمة " * 12)), placed(SAFE.format("", "كلمة " * 3))
    of = spec(duration=9, scenes=[{"scene": "title"}] * 3)
    problems = found(slow, quick, slow, seconds=3, of=of)
    assert [problem.code for problem in problems] == ["too-fast"], "nor is it told that texts and entrances are hurried"
    (problem,) = problems
    assert "lasts 9 s" in problem.message
    assert "1 (" in problem.message
    assert "3 (" in problem.message
    assert "2 (" not in problem.message
    assert problem.message.count("3.0 of 5.2 s") == 2
    assert "duration: 14" in problem.hint  # 9 and twice 2.2
    assert "about 14 words" in problem.hint
    fixed = spec(scenes=[{"scene": "title", "seconds": 3}] * 2)
    (problem,) = found(slow, slow, seconds=3, of=fixed)
    assert "duration" not in problem.hint, "the scenes say their seconds themselves"
    assert "11 in all" in problem.hint


def test_what_differs_only_in_its_format_is_told_once() -> None:
    from infoclip.errors import Problem, fold
    from infoclip.values.formats import FORMATS

    long = [Problem(f"scene 2 (bars, {name}): too long", hint="cut it") for name in ("reel", "feed", "square")]
    other = Problem("scene 3 (list, reel): too long", hint="cut it")
    plain = Problem("the clip gives no source")
    found = fold([long[0], other, plain, long[1], plain, long[2]], FORMATS)
    assert [problem.message for problem in found] == [
        "scene 2 (bars, reel, feed, square): too long",
        "scene 3 (list, reel): too long",
        "the clip gives no source",
    ]
    assert found[1:] == [other, plain]
