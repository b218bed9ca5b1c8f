"""Which films are made for which platforms: as few as serve them, each as its platforms need it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from infoclip import pipeline
from infoclip.errors import InputError, Place
from infoclip.film.segments import StateKeys
from infoclip.layout.zone import room_left
from infoclip.publish.profiles import Figure, find_profiles, load_profiles, profile_names
from infoclip.publish.renditions import Asked, Rendition, frame_rate, plan_renditions
from infoclip.values.formats import FORMATS

PROFILES = load_profiles()
ALL = ("reel", "feed", "square", "wide")
GSO = Path(__file__).parents[2] / "examples" / "gso-2018" / "spec.yaml"


def planned(*names: str, **asked: object) -> dict[tuple[str, ...], Rendition]:
    found = plan_renditions(find_profiles(names), replace(Asked(), **asked))  # type: ignore[arg-type]
    return {tuple(profile.name for profile in rendition.profiles): rendition for rendition in found}


def test_platforms_with_the_same_needs_share_one_film() -> None:
    found = planned("instagram-reel", "facebook-reel", "tiktok", "instagram-story", "snapchat-story")
    assert list(found) == [("instagram-reel", "instagram-story"), ("facebook-reel", "tiktok", "snapchat-story")]
    one, other = found.values()
    assert (one.making.audio_bitrate, other.making.audio_bitrate) == (128_000, 192_000)
    assert replace(one.making, audio_bitrate=0) == replace(other.making, audio_bitrate=0)  # the pictures are the same
    assert one.zone == other.zone


def test_all_fourteen_are_served_by_each_in_one_rendition() -> None:
    found = plan_renditions(find_profiles(profile_names()), Asked(ALL))
    assert sorted(profile.name for item in found for profile in item.profiles) == sorted(profile_names())
    assert len(found) <= 8
    for item in found:
        for profile in item.profiles:
            sizes = [(canvas.width, canvas.height) for canvas in profile.canvases if canvas.format == item.format]
            shown = FORMATS[item.format]
            assert (round(shown.width * item.making.scale), round(shown.height * item.making.scale)) in sizes
            if profile.video.max_gop.value is not None:
                assert item.making.gop_seconds <= profile.video.max_gop.value


def test_the_zone_is_the_strictest_of_all_that_share_a_format() -> None:
    found = planned("instagram-reel", "tiktok", "youtube-shorts")
    zones = {rendition.zone for rendition in found.values()}
    assert len(zones) == 1
    zone = zones.pop()
    assert zone is not None
    assert (zone.top, zone.bottom, zone.start, zone.end) == (384, 672, 250, 250)


def test_without_a_stricter_zone_the_format_keeps_its_own() -> None:
    assert planned("whatsapp-status")[("whatsapp-status",)].zone is None
    assert planned("snapchat-story")[("snapchat-story",)].zone is None
    assert planned("linkedin", "youtube", formats=ALL)[("youtube",)].zone is None


def test_a_platform_takes_what_it_likes_best_of_the_specs_formats() -> None:
    assert next(iter(planned("x", formats=ALL).values())).format == "wide"
    assert next(iter(planned("x", formats=("reel", "square")).values())).format == "reel"
    assert next(iter(planned("youtube", formats=("reel",)).values())).format == "wide"  # it takes nothing else
    small = next(iter(planned("x", formats=("square",)).values()))
    assert small.making.scale == pytest.approx(2 / 3)


def test_formats_that_were_asked_for_are_the_only_ones() -> None:
    with pytest.raises(InputError) as raised:
        planned("youtube", "tiktok", "x", formats=("square",), only=True, place=Place(Path("a.yaml"), 4))
    assert [problem.code for problem in raised.value.problems] == ["platform-format"] * 2
    assert "youtube takes no square" in raised.value.problems[0].message
    assert "it takes wide" in raised.value.problems[0].hint
    assert raised.value.problems[1].place == Place(Path("a.yaml"), 4)


@pytest.mark.parametrize(
    ("name", "fps", "wanted"),
    [
        ("x", 25, 30), ("x", 50, 60), ("youtube", 25, 25), ("youtube", 29, 30), ("facebook-feed", 60, 30),
        ("facebook-feed", 24, 24), ("linkedin", 60, 60), ("whatsapp-status", 48, 48), ("facebook-reel", 24, 24),
    ],
)  # fmt: skip
def test_the_frame_rate_is_the_nearest_that_it_takes(name: str, fps: int, wanted: int) -> None:
    assert frame_rate(PROFILES[name], fps) == wanted


def test_zones_that_leave_no_room_together_get_films_of_their_own() -> None:
    tiktok, reel = PROFILES["tiktok"], PROFILES["instagram-reel"]
    low = replace(reel, zone=replace(reel.zone, top=Figure(1000, "MSZ"), bottom=Figure(200, "MSZ")), name="low")
    high = replace(tiktok, zone=replace(tiktok.zone, left=Figure(60, "TTsz"), right=Figure(60, "TTsz")), name="high")
    high = replace(high, zone=replace(high.zone, bottom=Figure(800, "TTsz")))
    assert room_left(FORMATS["reel"], FORMATS["reel"].within(low.zone.insets).within(high.zone.insets)) < 0.2
    found = plan_renditions([replace(low, zone=replace(low.zone, top=Figure(600, "MSZ"))), high], Asked())
    assert [profile.name for item in found for profile in item.profiles] == ["low", "high"]
    assert len({item.zone for item in found}) == 2


def test_an_interface_that_leaves_nothing_is_refused_with_its_name() -> None:
    reel = PROFILES["instagram-reel"]
    covered = replace(reel, zone=replace(reel.zone, top=Figure(1100, "MSZ")))
    with pytest.raises(InputError) as raised:
        plan_renditions([covered, PROFILES["x"]], Asked())
    assert [problem.code for problem in raised.value.problems] == ["platform-zone"]
    assert "instagram-reel" in raised.value.problems[0].message


def test_workers_compose_the_same_clip_in_the_same_zone_and_rate() -> None:
    """What a worker opens from the pickled source shows what was planned here, and not what a plain render shows."""
    import pickle

    clip = pipeline.open_clip(GSO)
    rendition = replace(pipeline.renditions(clip, ["tiktok", "instagram-reel"])[0], fps=25)
    composition = pipeline.compose_for(clip, rendition)
    timeline, _ = pickle.loads(pickle.dumps(composition.source)).open()
    frames = range(0, composition.timeline.frame_count, 60)
    assert timeline.frame_count == composition.timeline.frame_count == 750
    assert StateKeys().of(timeline, frames) == StateKeys().of(composition.timeline, frames)
    plain = pipeline.compose(clip, "reel", fps=25).timeline
    assert StateKeys().of(plain, frames) != StateKeys().of(composition.timeline, frames)
