"""What `check --for` says of a clip before anything is drawn."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from infoclip import pipeline
from infoclip.check.platforms import outside_zones
from infoclip.check.view import scene_view
from infoclip.publish.profiles import find_profiles

GSO = Path(__file__).parents[2] / "examples" / "gso-2018" / "spec.yaml"
SPEC = """\
title: حصاد 2018
duration: 12
source: تقرير
facts:
  posts: {value: 2466, noun: [منشور, منشورات]}
scenes:
  - {scene: title, headline: حصاد عام}
  - {scene: number, fact: posts}
"""

Problems = list[dict[str, object]]


@pytest.fixture
def checked(infoclip: Callable, spec: Callable[[str], Path]) -> Callable[..., tuple[int, Problems]]:
    """The exit code of `check` and its problems about platforms."""

    def run(platforms: str, **changed: str) -> tuple[int, Problems]:
        text = SPEC
        for key, value in changed.items():
            text = (
                text.replace("duration: 12\n", f"duration: {value}\n")
                if key == "duration"
                else f"{key}: {value}\n{text}"
            )
        said = infoclip("check", spec(text), "--for", platforms, "--json")
        events = [json.loads(line) for line in said.out.splitlines()]
        return said.code, [
            event for event in events if str(event.get("code", "")).startswith(("platform", "text-unsafe"))
        ]

    return run


@pytest.mark.parametrize(
    ("platforms", "changed", "code", "says"),
    [
        ("facebook-reel", {"duration": "100"}, "platform-too-long", "takes 90 s at most"),
        ("whatsapp-status", {"duration": "61"}, "platform-too-long", "takes 60 s at most"),
        ("snapchat-spotlight", {"sound": "none"}, "platform-silent", "takes no film without sound"),
    ],
)
def test_what_a_platform_refuses_is_an_error_at_its_place(
    checked: Callable, platforms: str, changed: dict[str, str], code: str, says: str
) -> None:
    exit_code, problems = checked(platforms, **changed)
    assert exit_code == 2
    found = next(problem for problem in problems if problem["code"] == code)
    assert found["event"] == "error"
    assert says in str(found["message"])
    assert found["line"]
    assert found["hint"]


def test_a_film_that_will_be_too_large_is_told_before(checked: Callable) -> None:
    exit_code, problems = checked("whatsapp-status", duration="60", fps="60")
    assert exit_code == 0
    assert [problem["code"] for problem in problems] == ["platform-too-large"]
    assert "takes 16" in str(problems[0]["message"])
    assert checked("whatsapp-status", duration="30")[1] == []


def test_a_clip_that_suits_all_says_nothing_of_them(checked: Callable) -> None:
    code, problems = checked("x,instagram-reel,youtube-shorts,tiktok,snapchat-spotlight,linkedin,youtube")
    assert code == 0
    assert problems == []


def test_too_short_is_told() -> None:
    """Specs are 5 s at least, as the strictest platform asks: the rule is tried on one that asks more."""
    from dataclasses import replace

    from infoclip.check.platforms import Posting, too_short
    from infoclip.publish.profiles import Figure

    clip = pipeline.open_clip(GSO)
    rendition = pipeline.renditions(clip, ["tiktok"])[0]
    timeline = pipeline.compose_for(clip, rendition).timeline
    profile = rendition.profiles[0]
    asking = replace(profile, seconds=replace(profile.seconds, min=Figure(45, "TT")))
    assert list(too_short(Posting(timeline, clip.spec, rendition, profile))) == []
    found = list(too_short(Posting(timeline, clip.spec, rendition, asking)))
    assert [problem.code for problem in found] == ["platform-too-short"]
    assert "takes 45 s at least" in found[0].message


def test_text_under_an_interface_is_told_with_the_platforms_names() -> None:
    """The plain composition under interfaces it was not composed for; composed for them, nothing is left to say."""
    clip = pipeline.open_clip(GSO)
    profiles = find_profiles(["tiktok", "instagram-reel", "whatsapp-status"])
    plain, composed = (
        pipeline.compose(clip, "reel").timeline,
        pipeline.compose_for(clip, pipeline.renditions(clip, ["tiktok", "instagram-reel"])[0]).timeline,
    )
    found = [problem for index in range(7) for problem in outside_zones(scene_view(plain, index), profiles)]
    assert found
    assert any("tiktok, instagram-reel" in problem.message for problem in found)
    headline = next(problem for problem in found if "حصاد عام" in problem.message)
    assert "under the interface of tiktok: " in headline.message
    assert headline.message.endswith(("px right", "px left"))
    assert not any("whatsapp" in problem.message for problem in found)  # nothing is known of it
    assert [problem for index in range(7) for problem in outside_zones(scene_view(composed, index), profiles)] == []


def test_the_guides_show_each_platforms_zone(infoclip: Callable, tmp_path: Path) -> None:
    from PIL import Image

    from infoclip.publish.sheet import ZONES

    path = tmp_path / "guides.png"
    said = infoclip("preview", GSO, "--scene", "1", "--guides", "--for", "instagram-reel,snapchat-story", "-o", path)
    assert said.code == 0, said.err
    picture = Image.open(path)
    assert picture.size == (1080, 1920)
    for colour, (top, bottom) in zip(ZONES, [(270, 1248), (150, 1770)], strict=False):
        assert picture.getpixel((540, top + 1)) == colour
        assert picture.getpixel((540, bottom - 1)) == colour
