"""Both examples for all fourteen platforms, held against their profiles by tools that are not ours."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from crafted import ffprobe, key_places, mediainfo, rate_of, stream

from infoclip.publish.profiles import Profile, load_profiles, profile_names
from infoclip.sound.loudness import measure

EXAMPLES = Path(__file__).parents[2] / "examples"

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("name", ["gso-2018", "vision-2030"])
def test_every_film_is_within_its_profile(infoclip: Callable, tmp_path: Path, name: str) -> None:
    names = ",".join(profile_names())
    said = infoclip("render", EXAMPLES / name / "spec.yaml", "--for", names, "-o", tmp_path, "--json")
    assert said.code == 0, said.err
    events = (json.loads(line) for line in said.out.splitlines())
    films = {event["platform"]: Path(event["path"]) for event in events if event["event"] == "film"}
    assert set(films) == set(profile_names())
    faults = {name: list(outside(films[name], profile)) for name, profile in load_profiles().items()}
    assert {name: found for name, found in faults.items() if found} == {}


def outside(path: Path, profile: Profile) -> list[str]:
    """In what a file leaves its profile, by ffprobe, mediainfo and the boxes of the file."""
    found = ffprobe(path)
    video, audio = stream(found, "video"), stream(found, "audio")
    assert video is not None
    assert audio is not None
    rules, sound, size = profile.video, profile.audio, int(found["format"]["size"])
    seconds, rate = float(found["format"]["duration"]), rate_of(video["r_frame_rate"])
    places = key_places(path)
    frames = int(video["nb_frames"])
    gop = max(after - before for before, after in zip(places, [*places[1:], frames], strict=True))
    data = path.read_bytes()
    loudness = measure(path)
    held = {
        "canvas": (video["width"], video["height"]) in [(item.width, item.height) for item in profile.canvases],
        "codec": video["codec_name"] == "h264" and audio["codec_name"] == "aac" and audio["profile"] == "LC",
        "profile": video["profile"] == "High" and video["level"] <= 42,
        "pixels": video["pix_fmt"] == "yuv420p" and video["field_order"] == "progressive",
        "colours": {video[f"color_{key}"] for key in ("space", "transfer", "primaries")} == {"bt709"}
        and video["color_range"] == "tv",
        "rate": rate == rate_of(video["avg_frame_rate"]) and within(float(rate), profile.frame_rate),
        "frames": frames == round(seconds * rate) == 30 * rate,
        "gop": rules.max_gop.value is None or gop <= rules.max_gop.value * rate,
        "duration": within(seconds, profile.seconds),
        "size": profile.max_bytes.value is None or size == path.stat().st_size <= profile.max_bytes.value,
        "bitrate": rules.max_bitrate.value is None or int(video["bit_rate"]) <= rules.max_bitrate.value,
        "sound": sound.rate.value in (None, int(audio["sample_rate"])) and audio["channels"] == 2,
        "sound rate": sound.bitrate.value is None or int(audio["bit_rate"]) <= sound.bitrate.value * 1.05,
        "sound least": sound.min_bitrate.value is None or int(audio["bit_rate"]) >= sound.min_bitrate.value * 0.75,
        "edit lists": b"elst" not in data[: data.find(b"mdat")],
        "header first": 0 < data.find(b"moov") < data.find(b"mdat"),
        "loudness": abs(loudness.integrated + 14) <= 0.5 and loudness.peak <= -1.0,
    }
    info = mediainfo(path)
    if info:
        held |= {
            "mediainfo: container": info["General"]["Format"] == "MPEG-4",
            "mediainfo: constant": info["Video"]["FrameRate_Mode"] == "CFR",
            "mediainfo: scan": info["Video"].get("ScanType", "Progressive") == "Progressive",
            "mediainfo: frames": int(info["Video"]["FrameCount"]) == frames,
            "mediainfo: sound": (info["Audio"]["Format"], info["Audio"]["Format_AdditionalFeatures"]) == ("AAC", "LC"),
            "mediainfo: colours": info["Video"]["colour_primaries"] == "BT.709",
        }
    return [name for name, right in held.items() if not right]


def within(value: float, rules: object) -> bool:
    low, high = rules.min.value, rules.max.value  # type: ignore[attr-defined]
    return (low is None or value >= low) and (high is None or value <= high)
