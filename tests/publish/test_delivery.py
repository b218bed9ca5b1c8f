"""From one film to each platform's file: made once, held, made smaller where it must be, refused where it cannot be."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from busy_film import FRAMES, HEIGHT, WIDTH, busy_plan
from crafted import ffprobe, key_places, rate_of, stream

from infoclip.errors import InputError
from infoclip.film.clip import FilmSettings, FilmShape
from infoclip.film.render import FilmPlan
from infoclip.film.segments import settings_key
from infoclip.publish.delivery import Outcome, deliver
from infoclip.publish.outputs import FilmJob, film_paths
from infoclip.publish.probe import probe
from infoclip.publish.profiles import Canvas, Figure, Profile, load_profiles
from infoclip.publish.renditions import Making, Rendition, made
from infoclip.sound.mix import SoundPlan

SPEC = """\
title: حصاد 2018
duration: 5
formats: [square]
platforms: [x, linkedin, instagram-square]
scenes:
  - {scene: title, headline: حصاد عام}
"""


@pytest.fixture
def job(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FilmJob:
    """Four seconds in which everything moves all the time, in the encoder's usual quality, without sound."""
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))  # where a worker finds the film
    (tmp_path / "film").mkdir()
    plan = busy_plan(tmp_path / "film")
    settings = FilmSettings(plan.settings.encoder)
    return FilmJob(plan, FilmShape(WIDTH, HEIGHT, 30, (FRAMES,)), settings, SoundPlan(4.0, mood="none"))


def platform(name: str, **changed: object) -> Profile:
    """A platform of which nothing is known but that it takes the small film of these tests."""
    status = load_profiles()["whatsapp-status"]
    canvas = Canvas("wide", WIDTH, HEIGHT, "WA")
    seconds = replace(status.seconds, max=Figure())
    plain = replace(status, name=name, canvases=(canvas,), max_bytes=Figure(), seconds=seconds)
    return replace(plain, **changed)  # type: ignore[arg-type]


def delivered(job: FilmJob, folder: Path, *profiles: Profile, making: Making | None = None) -> Outcome:
    rendition = Rendition("wide", 30, None, making or Making(), profiles)
    return deliver(job, rendition, film_paths(folder, "clip", [item.name for item in profiles], "platform"))


def test_one_encode_serves_all_with_the_same_needs(job: FilmJob, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    outcome = delivered(job, folder, platform("one"), platform("two"))
    assert [item.profile.name for item in outcome.delivered] == ["one", "two"]
    assert outcome.refused == ()
    assert (folder / "clip-one.mp4").read_bytes() == (folder / "clip-two.mp4").read_bytes()
    assert sorted(path.name for path in folder.iterdir()) == ["clip-one.mp4", "clip-two.mp4"]
    assert not any(item.fitted for item in outcome.delivered)


def test_a_film_over_the_size_is_made_smaller_for_that_platform_alone(job: FilmJob, tmp_path: Path) -> None:
    usual = delivered(job, tmp_path / "usual", platform("one")).delivered[0].film.size
    limit = usual * 2 // 3
    folder = tmp_path / "out"
    outcome = delivered(job, folder, platform("large"), platform("small", max_bytes=Figure(limit, "WA")))
    large, small = outcome.delivered
    assert (large.fitted, small.fitted) == (False, True)
    assert large.film.size == usual
    assert small.film.size <= limit
    assert (folder / "clip-small.mp4").stat().st_size == small.film.size <= limit
    assert small.making.coarser > 0
    found = ffprobe(folder / "clip-small.mp4")
    video = stream(found, "video")
    assert video is not None
    assert int(video["nb_frames"]) == FRAMES
    assert int(found["format"]["size"]) <= limit


def test_a_film_over_the_bitrate_is_held_down_by_the_encoder(job: FilmJob, tmp_path: Path) -> None:
    usual = delivered(job, tmp_path / "usual", platform("one")).delivered[0].film.found
    assert usual is not None
    cap = round(usual.peak_bitrate * 0.6)
    video = replace(load_profiles()["whatsapp-status"].video, max_bitrate=Figure(cap, "WA"))
    outcome = delivered(job, tmp_path / "out", platform("capped", video=video))
    assert outcome.refused == ()
    found = probe(tmp_path / "out" / "clip-capped.mp4")
    assert found.peak_bitrate <= cap
    assert found.frames == FRAMES
    assert outcome.delivered[0].making.max_bitrate is not None


def test_what_cannot_fit_is_refused_and_leaves_nothing(job: FilmJob, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    outcome = delivered(job, folder, platform("tiny", max_bytes=Figure(9_000, "WA")), platform("other"))
    assert [item.profile.name for item in outcome.delivered] == ["other"]
    refused = outcome.refused[0]
    assert refused.profile.name == "tiny"
    assert "above 0.009" in refused.reasons[0]
    assert refused.problem.code == "platform-refused"
    assert [path.name for path in folder.iterdir()] == ["clip-other.mp4"]


def test_what_no_encoding_mends_is_refused_at_once(job: FilmJob, tmp_path: Path) -> None:
    status = load_profiles()["whatsapp-status"]
    short = platform("short", seconds=replace(status.seconds, max=Figure(3, "WA")), max_bytes=Figure(900, "WA"))
    silent = platform("loud", audio=replace(status.audio, needed=Figure(True, "WA")))
    outcome = delivered(job, tmp_path / "out", short, silent)
    assert outcome.delivered == ()
    assert [item.profile.name for item in outcome.refused] == ["short", "loud"]
    assert "longer than 3" in " ".join(outcome.refused[0].reasons)
    assert list((tmp_path / "out").iterdir()) == []


def test_key_pictures_come_as_often_as_asked(job: FilmJob, tmp_path: Path) -> None:
    delivered(job, tmp_path / "out", platform("often"), making=Making(gop_seconds=0.5))
    places = key_places(tmp_path / "out" / "clip-often.mp4")
    assert places[0] == 0
    assert max(after - before for before, after in zip(places, [*places[1:], FRAMES], strict=True)) <= 15


def test_a_making_changes_nothing_that_it_does_not_name(job: FilmJob) -> None:
    same = made(job, Making())
    assert same == job
    assert isinstance(same.frames, FilmPlan)
    assert isinstance(job.frames, FilmPlan)
    plain, ours = (settings_key(plan.settings, plan.theme) for plan in (job.frames, same.frames))
    assert ours == plain  # what a plain render encoded is not encoded again
    smaller = made(job, Making(scale=0.5, coarser=4, max_bitrate=500_000, audio_bitrate=128_000))
    assert (smaller.shape.width, smaller.shape.height) == (WIDTH // 2, HEIGHT // 2)
    assert smaller.settings.encoder.crf == 24
    assert smaller.settings.encoder.x264 == "vbv-maxrate=375:vbv-bufsize=125"
    assert smaller.audio_bitrate == 128_000


def test_one_file_is_for_one_platform(tmp_path: Path) -> None:
    assert film_paths(tmp_path / "a.mp4", "clip", ["one"], "platform") == {"one": tmp_path / "a.mp4"}
    with pytest.raises(InputError, match="one file, but there are 2 platforms"):
        film_paths(tmp_path / "a.mp4", "clip", ["one", "two"], "platform")


def test_the_command_makes_every_platforms_film(
    infoclip: Callable, spec: Callable[[str], Path], tmp_path: Path
) -> None:
    """By `platforms:` of the spec, in full size: X at 720p, the others at 1080, two sounds, each within its profile."""
    said = infoclip("render", spec(SPEC), "-o", tmp_path / "out", "--films-only", "--json")
    assert said.code == 0, said.err
    films = {}
    for line in said.out.splitlines():
        event = json.loads(line)
        if event["event"] == "film":
            films[event["platform"]] = event
    assert list(films) == ["x", "linkedin", "instagram-square"]
    sizes = {}
    for name, event in films.items():
        found = ffprobe(Path(event["path"]))
        video, audio = stream(found, "video"), stream(found, "audio")
        assert video is not None
        assert audio is not None
        sizes[name] = (video["width"], video["height"], round(int(audio["bit_rate"]) / 64_000) * 64)
        assert rate_of(video["avg_frame_rate"]) == 30
        assert (video["profile"], video["pix_fmt"], video["field_order"]) == ("High", "yuv420p", "progressive")
        assert int(video["nb_frames"]) == 150
    assert sizes == {
        "x": (720, 720, 192),
        "linkedin": (1080, 1080, 192),
        "instagram-square": (1080, 1080, 128),
    }


@pytest.mark.parametrize(
    ("changed", "arguments", "says"),
    [
        ("", ["--for", "tiktook"], "did you mean 'tiktok'?"),
        ("", ["--for", "instagram"], "say which: instagram-reel"),
        ("", ["--for", "youtube", "--format", "square"], "youtube takes no square"),
        ("platforms: [x, fasebook-reel]", [], "did you mean 'facebook-reel'?"),
        ("platforms: {x: 1}", [], "must be a list of names"),
        ("platforms: [x, x]", [], "names a platform twice"),
        ("", ["--for", "x,linkedin", "-o", "one.mp4"], "one file, but there are 2 platforms"),
    ],
)
def test_bad_input_is_told_and_nothing_is_written(
    infoclip: Callable, spec: Callable[[str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    changed: str, arguments: list[str], says: str,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    text = SPEC.replace("platforms: [x, linkedin, instagram-square]", changed)
    said = infoclip("render", spec(text), *arguments)
    assert said.code == 2
    assert says in said.err
    assert not list(tmp_path.rglob("*.mp4"))


def test_a_refusal_ends_with_its_reason_and_leaves_the_others_their_films(
    infoclip: Callable, spec: Callable[[str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A WhatsApp that takes less than the sound alone has; LinkedIn gets its film all the same."""
    from infoclip.publish import profiles

    known = dict(load_profiles())
    known["whatsapp-status"] = replace(known["whatsapp-status"], max_bytes=Figure(100_000, "WA2"))
    monkeypatch.setattr(profiles, "load_profiles", lambda: known)
    folder = tmp_path / "out"
    arguments = ("--for", "linkedin,whatsapp-status", "--draft", "--films-only", "-o", folder)
    said = infoclip("render", spec(SPEC), *arguments)
    assert said.code == 1
    assert "no film for whatsapp-status: " in said.err
    assert "MB, above 0.1" in said.err
    assert "1 of 2 platforms got no film" in said.err
    assert [path.name for path in folder.iterdir()] == ["clip-linkedin.mp4"]
