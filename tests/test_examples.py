"""The examples are true to their articles, whole in every format, and right in the checker's eyes."""

from __future__ import annotations

import csv
import datetime
from collections.abc import Mapping
from pathlib import Path

import pytest
from hijridate import Gregorian, Hijri

from infoclip import pipeline
from infoclip.check.view import scene_view
from infoclip.layout.placed import leaves
from infoclip.spec.numbers import ascii_digits
from infoclip.timeline.timeline import Timeline

REPOSITORY = Path(__file__).parent.parent
EXAMPLES = sorted(REPOSITORY.glob("examples/*/spec.yaml"))
FORMATS = ("reel", "feed", "square", "wide")
ARTICLES = {
    "gso-2018": "article-gso-social-media-2018.txt",
    "vision-2030": "article-social-media-and-government.txt",
}
SECONDS = {
    "gso-2018": 30.0, "vision-2030": 30.0, "move-more": 27.4, "population": 30.0, "founding-day": 27.3,
    "licence-bilingual": 28.2,
}  # fmt: skip
GSO_FIGURES = {2466, 2364, 48, 40_000, 2_000_000, 215_000, 23_000, 319}


def ids(path: Path) -> str:
    return path.parent.name


def example(name: str) -> Path:
    return REPOSITORY / "examples" / name / "spec.yaml"


@pytest.mark.parametrize("path", EXAMPLES, ids=ids)
def test_nothing_is_wrong(path: Path) -> None:
    """The two from the articles keep their own words, even where a warning would like fewer; the others have none."""
    problems = pipeline.check(path, FORMATS)
    bad = [item.message for item in problems if item.severity == "error" or path.parent.name not in ARTICLES]
    assert bad == []


@pytest.mark.parametrize("path", EXAMPLES, ids=ids)
def test_whole_in_all_four_formats(path: Path) -> None:
    clip = pipeline.open_clip(path)
    seconds = SECONDS[path.parent.name]
    assert 20 <= seconds <= 30
    assert clip.spec.formats == FORMATS
    for name in FORMATS:
        timeline = pipeline.compose(clip, name).timeline
        assert (timeline.frame_count, timeline.fps) == (round(seconds * 30), 30)
        assert_whole(timeline)
        assert_within_margins(timeline)


def assert_within_margins(timeline: Timeline) -> None:
    """Every text's ink, the sample tag's too, stands in the format's safe zone; motion only brings it there."""
    for index in range(timeline.scene_count):
        scene = timeline.placed(index)
        safe = scene.format.safe_box(rtl=scene.rtl).grown(6)
        for text in scene_view(timeline, index).texts:
            kept = text.ink.intersection(safe)
            whole = (round(text.ink.width), round(text.ink.height))
            assert (round(kept.width), round(kept.height)) == whole, (scene.name, scene.format.name, text.words)


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
    spec = pipeline.open_clip(example(name)).spec
    text = article(name)
    wrong = {key: fact.value for key, fact in spec.facts.items() if not in_article(fact.value, text)}
    assert wrong == {}
    assert all(fact.source or spec.source for fact in spec.facts.values())


def test_the_gso_clip_tells_all_its_figures() -> None:
    clip = pipeline.open_clip(example("gso-2018"))
    assert {fact.value for fact in clip.spec.facts.values()} >= GSO_FIGURES
    timeline = pipeline.compose(clip, "reel").timeline
    nodes = [node for index in range(timeline.scene_count) for node in timeline.placed(index).children]
    words = " ".join(node.text for node in leaves(nodes))
    for shown in ("2466", "2364", "48", "40", "215", "23", "319", "تويتر", "فيسبوك", "إنستغرام", "يوتيوب", "لينكد إن"):
        assert shown in words, shown


def test_the_quote_is_verbatim() -> None:
    spec = pipeline.open_clip(example("vision-2030")).spec
    quotes = [scene.parameters["text"] for scene in spec.scenes if scene.scene == "quote"]
    assert quotes
    assert all(quote in article("vision-2030") for quote in quotes)


def test_the_examples_differ_in_theme_and_brand() -> None:
    specs = [pipeline.open_clip(path).spec for path in EXAMPLES]
    assert {spec.theme for spec in specs} == {"official", "horizon", "pulse", "sadu", "paper", "ministry"}
    assert len({spec.brand.name for spec in specs}) == len(specs)


@pytest.mark.parametrize("path", EXAMPLES, ids=ids)
def test_figures_have_a_source_or_the_sample_tag(path: Path) -> None:
    spec = pipeline.open_clip(path).spec
    assert spec.sample != bool(spec.source), "one of the two, and not both"


COUNTRIES = {
    "السعودية": "Saudi Arabia",
    "مصر": "Egypt",
    "تركيا": "Turkey",
    "إيران": "Iran",
    "العراق": "Iraq",
}


def gapminder() -> Mapping[tuple[str, int], Mapping[str, float]]:
    with (REPOSITORY / "examples" / "population" / "data" / "gapminder.csv").open(encoding="utf-8") as file:
        return {
            (row["country"], int(row["year"])): {
                "pop": int(row["pop"]) / 1e6, "life": float(row["life_expect"]), "babies": float(row["fertility"])
            }
            for row in csv.DictReader(file)
        }  # fmt: skip


def test_the_release_shows_its_data_rounded() -> None:
    data = gapminder()
    scenes = {scene.scene: scene.parameters for scene in pipeline.open_clip(example("population")).spec.scenes}
    line, race = scenes["line"], scenes["race"]
    shown = [
        ("Saudi Arabia", year, "life", value)
        for year, value in zip(line["labels"], line["series"][0]["values"], strict=True)
    ]
    shown += [("Saudi Arabia", item["label"], "babies", item["fact"]["value"]) for item in scenes["columns"]["items"]]
    shown += [("Saudi Arabia", item["label"], "pop", item["fact"]["value"]) for item in scenes["pictogram"]["items"]]
    shown += [
        (COUNTRIES[item["name"]], year, "pop", value)
        for item in race["items"]
        for year, value in zip(race["labels"], item["values"], strict=True)
    ]
    assert len(shown) == 11 + 3 + 2 + 25
    wrong = [(*item, data[item[0], int(item[1])][item[2]]) for item in shown
             if abs(data[item[0], int(item[1])][item[2]] - item[3]) > 0.0501]  # fmt: skip
    assert wrong == []


def test_the_countdown_counts_right() -> None:
    spec = pipeline.open_clip(example("founding-day")).spec
    day, posted = datetime.date(2027, 2, 22), datetime.date.fromisoformat(spec.facts["left"].date)
    assert spec.facts["left"].value == (day - posted).days
    assert spec.facts["days"].value == (day - datetime.date(1727, 2, 22)).days
    assert (Gregorian(2027, 2, 22).to_hijri().datetuple(), day.strftime("%A")) == ((1448, 9, 15), "Monday")
    assert spec.facts["hijri"].value == 1448 - 1139
    assert Hijri(1443, 6, 24).to_gregorian().isoformat() == "2022-01-27"


def test_the_made_up_service_is_tagged_in_every_scene() -> None:
    clip = pipeline.open_clip(example("licence-bilingual"))
    for name in FORMATS:
        timeline = pipeline.compose(clip, name).timeline
        for index in range(timeline.scene_count):
            assert any(node.id == "sample-tag" for node in timeline.placed(index).children), (name, index)
