"""States kept from one render to the next are those that would be worked out, whatever was changed in between."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from infoclip import pipeline
from infoclip.film import states as kept_states
from infoclip.film.render import FilmPlan, planned_segments
from infoclip.film.segments import StateKeys, settings_key
from infoclip.film.states import frame_states
from infoclip.theme.assets import built_in
from infoclip.timeline.content import timeline_content
from infoclip.timeline.timeline import Timeline

SPEC = """\
title: ميدان
theme: official
brand:
  name: هيئة
  accent: "#0E7C66"
  logo: logo.svg
  fonts: {title: own.ttf}
formats: [square]
duration: 7
facts:
  posts: {value: 2466, noun: [منشور, منشورات]}
scenes:
  - {scene: photo, photo: field.svg, headline: من الميدان, seconds: 3}
  - {scene: own, words: كلمات تأتي واحدة بعد أخرى, fact: posts, seconds: 4}
"""
TEMPLATE = """\
---
title: Own
params:
  words: {type: text, required: true}
  fact: {type: fact, required: true}
example: {words: كلمة, fact: {value: 3}}
---
<scene>
  <safe justify="center">
    <text role="title" enter="rise by=word stagger=0.2">{{ words }}</text>
    <number role="hero" of="{{ fact.value }}" enter="count" seconds="1"/>
  </safe>
</scene>
"""
FONTS = Path(__file__).parent.parent.parent / "fonts"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("INFOCLIP_CACHE", str(tmp_path / "cache"))
    (tmp_path / "templates" / "scenes").mkdir(parents=True)
    (tmp_path / "templates" / "scenes" / "own.xml").write_text(TEMPLATE, encoding="utf-8")
    shutil.copy(built_in("templates") / "media" / "dunes.svg", tmp_path / "field.svg")
    shutil.copy(FONTS.parent / "examples" / "gso-2018" / "logo.svg", tmp_path / "logo.svg")
    shutil.copy(font("cairo"), tmp_path / "own.ttf")
    (tmp_path / "spec.yaml").write_text(SPEC, encoding="utf-8")
    return tmp_path


def font(family: str) -> Path:
    return sorted((FONTS / family).glob("*.ttf"))[0]


def composed(folder: Path) -> pipeline.Composition:
    return pipeline.compose(pipeline.open_clip(folder / "spec.yaml"), "square")


def keys(composition: pipeline.Composition) -> list[str]:
    plan = pipeline.job_of(composition, "draft").frames
    assert isinstance(plan, FilmPlan)
    return [part.key for part in planned_segments(plan, settings_key(plan.settings, plan.theme))]


def worked_out(timeline: Timeline) -> list[bytes]:
    return StateKeys().of(timeline, range(timeline.frame_count))


def said(old: str, new: str, name: str = "spec.yaml") -> Callable[[Path], None]:
    def edit(folder: Path) -> None:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    return edit


EDITS: dict[str, Callable[[Path], object]] = {
    "fact": said("2466", "2467"),
    "text": said("واحدة بعد", "واحدة مع"),
    "template": said("stagger=0.2", "stagger=0.21", "templates/scenes/own.xml"),
    "theme": said("theme: official", "theme: horizon"),
    "accent": said("#0E7C66", "#0E7C67"),
    "font": lambda folder: shutil.copy(font("almarai"), folder / "own.ttf"),
    "image": said("</svg>", '<rect width="9" height="9" fill="#123456"/></svg>', "field.svg"),
    "image's push": said("photo: field.svg", "photo: field.svg, push: out"),
    "direction": said("duration: 7", "duration: 7\nlocale: en"),
    "a scene's length": lambda folder: (
        said("seconds: 3}", "seconds: 2.9}")(folder),
        said("seconds: 4}", "seconds: 4.1}")(folder),
    ),
    "frame rate": said("duration: 7", "duration: 7\nfps: 25"),
    "transition": said("headline: من الميدان,", "headline: من الميدان, transition: wipe 0.4,"),
    "captions in the picture": said("duration: 7", "duration: 7\ncaptions: burn"),
}


@pytest.mark.parametrize("name", EDITS)
def test_a_change_is_never_missed(folder: Path, name: str) -> None:
    before = composed(folder)
    keys_before = keys(before)
    EDITS[name](folder)
    after = composed(folder)
    assert frame_states(after.timeline) == worked_out(after.timeline), "kept states are of another clip"
    assert keys(after) != keys_before
    if name not in ("theme", "accent", "captions in the picture"):  # these tell by the theme, or of all marks at once
        assert timeline_content(after.timeline) != timeline_content(before.timeline)


def test_an_unchanged_clip_is_not_gone_through(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    states, plan = frame_states(composed(folder).timeline), keys(composed(folder))

    class Unasked(StateKeys):
        def of(self, *args: object) -> list[bytes]:
            raise AssertionError("the states were worked out again")

    monkeypatch.setattr(kept_states, "StateKeys", Unasked)
    again = composed(folder)
    assert frame_states(again.timeline) == states
    assert keys(again) == plan


def test_of_a_changed_clip_only_the_changed_scenes_are(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    timeline = composed(folder).timeline
    frame_states(timeline)
    asked: list[range] = []

    class Asked(StateKeys):
        def of(self, timeline: object, frames: object) -> list[bytes]:
            assert isinstance(frames, range)
            asked.append(frames)
            return StateKeys().of(timeline, frames)  # type: ignore[arg-type]

    monkeypatch.setattr(kept_states, "StateKeys", Asked)
    EDITS["text"](folder)  # of the second scene
    again = composed(folder).timeline
    assert frame_states(again) == worked_out(again)
    assert [frames.start for frames in asked] == [again.passages[0].start, again.passages[0].end]


@pytest.mark.parametrize("damage", ["one bit", "truncated", "short"])
def test_damaged_states_are_worked_out_again(folder: Path, damage: str) -> None:
    timeline = composed(folder).timeline
    right = frame_states(timeline)
    for path in (folder / "cache" / "made").glob("*.states"):
        data = path.read_bytes()
        if damage == "short":  # whole, but of fewer frames than there are
            kept_states._STATES.write(path.stem, data[4:-16])
        else:
            path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]) if damage == "one bit" else data[:-16])
    assert frame_states(timeline) == right


def test_a_timeline_that_does_not_say_what_it_shows_is_not_kept(folder: Path) -> None:
    timeline = composed(folder).timeline

    class Other(Timeline):
        def snapshot(self, frame: int):  # type: ignore[no-untyped-def]
            return Timeline.snapshot(self, 0)

    given = {name: getattr(timeline, name) for name in Timeline.__dataclass_fields__}
    assert timeline_content(Other(**given)) is None
    assert len(set(frame_states(Other(**given)))) == 1
    assert not list((folder / "cache" / "made").glob("*.states"))
