"""The platforms' data: complete, every figure with a source that is there, nothing guessed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from infoclip.errors import InputError, Place
from infoclip.publish.profiles import Profile, find_profiles, load_profiles, profile_names
from infoclip.values.formats import FORMATS

NAMES = (
    "x", "instagram-reel", "instagram-story", "instagram-feed", "instagram-square", "facebook-reel", "facebook-feed",
    "youtube-shorts", "youtube", "linkedin", "tiktok", "snapchat-spotlight", "snapchat-story", "whatsapp-status",
)  # fmt: skip


def test_there_are_all_fourteen_targets() -> None:
    assert profile_names() == NAMES


@pytest.mark.parametrize("profile", load_profiles().values(), ids=NAMES)
def test_every_known_figure_names_a_source_that_is_there(profile: Profile) -> None:
    found = dict(profile.figures())
    assert len(found) == 40
    for name, figure in found.items():
        assert figure.known == bool(figure.source), name
        if figure.known:
            assert profile.sources[figure.source].url.startswith("https://"), name
    for canvas in profile.canvases:
        assert canvas.source in profile.sources
    assert all(
        note.kind.split()[0].rstrip(":") in ("official", "copy", "secondary") for note in profile.sources.values()
    )
    assert profile.confidence in ("high", "medium", "low")


@pytest.mark.parametrize("profile", load_profiles().values(), ids=NAMES)
def test_canvases_are_formats_that_can_be_drawn(profile: Profile) -> None:
    assert profile.canvases
    for canvas in profile.canvases:
        format_ = FORMATS[canvas.format]
        assert canvas.width * format_.height == canvas.height * format_.width
        assert canvas.width % 2 == canvas.height % 2 == 0
        assert 0 < canvas.scale <= 1


def test_what_no_source_was_found_for_is_unknown() -> None:
    profiles = load_profiles()
    assert not any(profile.video.level.known for profile in profiles.values())  # no platform publishes one
    assert not profiles["whatsapp-status"].zone.known
    assert not profiles["instagram-story"].max_bytes.known
    assert not profiles["tiktok"].zone.left.known
    assert not profiles["youtube"].seconds.max.known


def test_known_figures_are_those_that_were_found() -> None:
    profiles = load_profiles()
    assert profiles["whatsapp-status"].max_bytes.value == 16_000_000
    assert profiles["youtube-shorts"].video.max_gop.value == 0.5
    assert profiles["facebook-reel"].seconds.max.value == 90
    assert profiles["instagram-reel"].video.max_bitrate.value == 25_000_000
    zone = profiles["instagram-reel"].zone.insets
    assert (zone.top, zone.end, zone.bottom, zone.start) == (270, 65, 672, 65)


def test_a_rail_at_one_side_covers_both_because_arabic_interfaces_mirror() -> None:
    zone = load_profiles()["tiktok"].zone.insets
    assert (zone.start, zone.end) == (250, 250)


def test_a_canvas_is_chosen_by_the_formats_that_are_asked_for() -> None:
    linkedin = load_profiles()["linkedin"]
    assert linkedin.canvas() == linkedin.canvases[0]
    chosen = linkedin.canvas(["wide", "square"])
    assert chosen is not None
    assert chosen.format == "square"
    assert load_profiles()["tiktok"].canvas(["wide"]) is None


def test_platforms_are_found_once_each_in_order() -> None:
    assert [profile.name for profile in find_profiles(["x", "tiktok", "x"])] == ["x", "tiktok"]


def test_every_unknown_name_is_told_at_its_place_with_a_hint() -> None:
    with pytest.raises(InputError) as raised:
        find_profiles(["tiktook", "x", "instagram", "Twitter"], lambda index: Place(Path("a.yaml"), index + 1))
    lines = [(problem.place.line if problem.place else 0, problem.hint) for problem in raised.value.problems]
    assert lines[0] == (1, "did you mean 'tiktok'?")
    assert lines[1] == (3, "say which: instagram-reel, instagram-story, instagram-feed, instagram-square")
    assert lines[2] == (4, "did you mean 'x'?")
    assert all(problem.code == "unknown-platform" for problem in raised.value.problems)


def test_a_listing_that_is_piped_keeps_each_row_and_its_address_on_a_line(infoclip: Callable[..., Any]) -> None:
    said = infoclip("platforms", "tiktok").out.splitlines()
    profile = load_profiles()["tiktok"]
    assert len(said) == 1 + len(profile.canvases) + len(list(profile.figures()))
    urls = [profile.sources[figure.source].url for _, figure in profile.figures() if figure.known]
    assert all(any(line.endswith(url) for line in said) for url in urls)
