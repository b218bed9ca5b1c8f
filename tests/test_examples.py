"""The examples are true to their articles, whole in every format, and right in the checker's eyes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from infoclip import pipeline
from infoclip.layout.placed import PlacedGroup, PlacedNode
from infoclip.spec.numbers import ascii_digits
from infoclip.timeline.timeline import Timeline

REPOSITORY = Path(__file__).parent.parent
EXAMPLES = sorted(REPOSITORY.glob("examples/*/spec.yaml"))
FORMATS = ("reel", "feed", "square", "wide")
ARTICLES = {
    "gso-2018": "article-gso-social-media-2018.txt",
    "vision-2030": "article-social-media-and-government.txt",
}
GSO_FIGURES = {2466, 2364, 48, 40_000, 2_000_000, 215_000, 23_000, 319}


def ids(path: Path) -> str:
    return path.parent.name


@pytest.mark.parametrize("path", EXAMPLES, ids=ids)
def test_nothing_is_wrong(path: Path) -> None:
    problems = pipeline.check(path, FORMATS)
    assert [problem.message for problem in problems if problem.severity == "error"] == []


@pytest.mark.parametrize("path", EXAMPLES, ids=ids)
def test_thirty_seconds_in_all_four_formats(path: Path) -> None:
    clip = pipeline.open_clip(path)
    assert clip.spec.formats == FORMATS
    for name in FORMATS:
        timeline = pipeline.compose(clip, name).timeline
        assert (timeline.frame_count, timeline.fps) == (900, 30)
        assert_whole(timeline)


def assert_whole(timeline: Timeline) -> None:
    """Every scene has frames, they follow each other without a gap, and the last frame can be asked for."""
    ranges = [timeline.scene_frames(index) for index in range(timeline.scene_count)]
    assert [frame for frames in ranges for frame in frames] == list(range(timeline.frame_count))
    assert timeline.snapshot(timeline.frame_count - 1).items


def article(name: str) -> str:
    return ascii_digits((REPOSITORY / "tests" / "data" / ARTICLES[name]).read_text(encoding="utf-8"))


def in_article(value: float, text: str) -> bool:
    """The article writes 2466, '40 ألف' or '2 مليون'."""
    written = [f"{value:g}" if value < 1e6 else f"{value:.0f}"]
    written += [f"{value / 1000:g} ألف"] if value >= 1000 else []
    written += [f"{value / 1e6:g} مليون"] if value >= 1e6 else []
    return any(form in text for form in written)


@pytest.mark.parametrize("name", sorted(ARTICLES))
def test_every_figure_stands_in_the_article(name: str) -> None:
    spec = pipeline.open_clip(REPOSITORY / "examples" / name / "spec.yaml").spec
    text = article(name)
    wrong = {key: fact.value for key, fact in spec.facts.items() if not in_article(fact.value, text)}
    assert wrong == {}
    assert all(fact.source or spec.source for fact in spec.facts.values())


def test_the_gso_clip_tells_all_its_figures() -> None:
    clip = pipeline.open_clip(REPOSITORY / "examples" / "gso-2018" / "spec.yaml")
    assert {fact.value for fact in clip.spec.facts.values()} >= GSO_FIGURES
    timeline = pipeline.compose(clip, "reel").timeline
    nodes = [node for index in range(timeline.scene_count) for node in timeline.placed(index).children]
    words = " ".join(texts(nodes))
    for shown in ("2466", "2364", "48", "40", "215", "23", "319", "تويتر", "فيسبوك", "إنستغرام", "يوتيوب", "لينكد إن"):
        assert shown in words, shown


def texts(nodes: Iterable[PlacedNode]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, PlacedGroup):
            yield from texts(node.children)
        else:
            yield node.text


def test_the_quote_is_verbatim() -> None:
    spec = pipeline.open_clip(REPOSITORY / "examples" / "vision-2030" / "spec.yaml").spec
    quotes = [scene.parameters["text"] for scene in spec.scenes if scene.scene == "quote"]
    assert quotes
    assert all(quote in article("vision-2030") for quote in quotes)
