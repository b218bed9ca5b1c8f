"""What a platform does not take is found in the file: wrong ones made by ffmpeg, each with one thing wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from crafted import ffprobe, film, key_places, rate_of, stream

from infoclip.publish.holding import RULES, Held, breaches
from infoclip.publish.probe import Probe, probe
from infoclip.publish.profiles import Figure, Profile, load_profiles
from infoclip.sound.loudness import Loudness, measure

PROFILES = load_profiles()
SHORTS, REEL, FACEBOOK = PROFILES["youtube-shorts"], PROFILES["instagram-reel"], PROFILES["facebook-reel"]
SPOTLIGHT, STATUS = PROFILES["snapchat-spotlight"], PROFILES["whatsapp-status"]


@pytest.fixture(scope="module")
def right(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return film(tmp_path_factory.mktemp("films") / "right.mp4")


def found(path: Path, profile: Profile) -> set[str]:
    probed = probe(path)
    loudness = measure(path) if probed.sounds else None
    return {breach.what for breach in breaches(Held(probed, profile, loudness))}


@pytest.mark.parametrize("profile", [SHORTS, REEL, FACEBOOK, STATUS, PROFILES["tiktok"]], ids=lambda item: item.name)
def test_a_right_film_is_right(right: Path, profile: Profile) -> None:
    assert found(right, profile) == set()


def test_the_probe_reads_what_ffprobe_reads(right: Path) -> None:
    ours, theirs = probe(right), ffprobe(right)
    video, audio = stream(theirs, "video"), stream(theirs, "audio")
    assert video is not None
    assert audio is not None
    assert (ours.codec, ours.profile, ours.pixels) == (video["codec_name"], video["profile"], video["pix_fmt"])
    assert round(ours.level * 10) == video["level"]
    assert (ours.width, ours.height) == (video["width"], video["height"])
    assert ours.fps == rate_of(video["r_frame_rate"]) == rate_of(video["avg_frame_rate"])
    assert ours.frames == int(video["nb_frames"])
    assert ours.seconds == pytest.approx(float(video["duration"]), abs=0.001)
    assert ours.bitrate == pytest.approx(int(video["bit_rate"]), rel=0.01)
    assert ours.audio_bitrate == pytest.approx(int(audio["bit_rate"]), rel=0.02)
    assert (ours.audio_rate, ours.audio_channels) == (int(audio["sample_rate"]), audio["channels"])
    assert ours.audio_profile == audio["profile"] == "LC"
    assert ours.size == int(theirs["format"]["size"])
    places = key_places(right)
    assert ours.gop == max(after - before for before, after in zip(places, [*places[1:], ours.frames], strict=True))
    assert ours.gop == 15


WRONG: dict[str, tuple[Profile, str, Callable[[Path], Path]]] = {
    "quicktime": (REEL, "container", lambda path: film(path, f="mov")),
    "frame size": (REEL, "canvas", lambda path: film(path, size="720x1280")),
    "wide pixels": (REEL, "canvas", lambda path: film(path, filters="setsar=4/3")),
    "another codec": (SHORTS, "codec", lambda path: film(path, **{"c_v": "mpeg4", "x264-params": None, "g": "15"})),
    "baseline": (SHORTS, "profile", lambda path: film(path, **{"x264-params": "keyint=15:min-keyint=15:scenecut=0"})),
    "4:4:4": (SHORTS, "pixel format", lambda path: film(path, pix_fmt="yuv444p")),
    "no colour tags": (REEL, "colours", lambda path: film(path, colours=False)),
    "interlaced": (
        SHORTS,
        "scan",
        lambda path: film(path, **{"x264-params": "cabac=1:8x8dct=1:keyint=15:min-keyint=15:scenecut=0:tff=1"}),
    ),
    "too many frames": (FACEBOOK, "frame rate", lambda path: film(path, rate="72")),
    "too few frames": (REEL, "frame rate", lambda path: film(path, rate="15")),
    "changing rate": (
        FACEBOOK,
        "constant rate",
        lambda path: film(path, filters="setpts='PTS+if(gte(N,40),3/30/TB,0)'", **{"fps_mode": "vfr"}),
    ),
    "rare key pictures": (
        SHORTS,
        "gop",
        lambda path: film(path, **{"x264-params": "cabac=1:8x8dct=1:keyint=30:min-keyint=30:scenecut=0"}),
    ),
    "open groups": (
        REEL,
        "closed gop",
        lambda path: film(
            path,
            **{"x264-params": "cabac=1:8x8dct=1:bframes=3:b-adapt=0:keyint=15:min-keyint=1:scenecut=0:open-gop=1"},
        ),
    ),
    "edit lists": (
        REEL,
        "edit lists",
        lambda path: film(path, movflags="+faststart", use_editlist="1"),
    ),
    "header last": (REEL, "header", lambda path: film(path, movflags="+negative_cts_offsets")),
    "too short": (REEL, "duration", lambda path: film(path, seconds="2")),
    "no sound": (SPOTLIGHT, "sound", lambda path: film(path, sound=False, seconds="5.2")),
    "MP2 sound": (REEL, "audio codec", lambda path: film(path, **{"c_a": "mp2"})),
    "44.1 kHz": (FACEBOOK, "audio rate", lambda path: film(path, ar="44100")),
    "96 kHz": (REEL, "audio rate", lambda path: film(path, ar="96000")),
    "mono": (FACEBOOK, "channels", lambda path: film(path, ac="1")),
    "fat sound": (REEL, "audio bitrate", lambda path: film(path, **{"b_a": "256k"})),
    "thin sound": (PROFILES["x"], "audio bitrate", lambda path: film(path, size="720x1280", **{"b_a": "48k"})),
}


@pytest.mark.parametrize("name", WRONG)
def test_each_wrong_film_is_caught_for_what_is_wrong(name: str, tmp_path: Path) -> None:
    profile, what, make = WRONG[name]
    caught = found(make(tmp_path / "wrong.mp4"), profile)
    assert what in caught
    # A thing may bring another with it (edit lists are written without the flag of the header); the rest is right.
    assert caught <= {what, *_BRINGS.get(name, set())}


_BRINGS = {
    "quicktime": {"edit lists"},
    "another codec": {"profile"},
    "4:4:4": {"profile"},
}


def test_limits_of_size_length_bitrate_and_level_hold(right: Path) -> None:
    """Figures that would need huge films: the profile's limit is brought to the film instead."""
    is_ = probe(right)

    def caught(profile: Profile) -> set[str]:
        return {breach.what for breach in breaches(Held(is_, profile))}

    video = REEL.video
    assert caught(replace(REEL, max_bytes=Figure(is_.size, "x"))) == set()
    assert caught(replace(REEL, max_bytes=Figure(is_.size - 1, "x"))) == {"size"}
    assert caught(replace(REEL, video=replace(video, max_bitrate=Figure(round(is_.peak_bitrate) - 1, "x")))) == {
        "bitrate"
    }
    assert caught(replace(REEL, seconds=replace(REEL.seconds, max=Figure(3.1, "x")))) == {"duration"}
    assert caught(replace(REEL, video=replace(video, level=Figure(3.1, "x")))) == {"level"}
    assert caught(replace(REEL, video=replace(video, codecs=Figure(("hevc",), "x")))) == {"codec"}


@pytest.mark.parametrize(
    ("loudness", "what"),
    [
        (Loudness(-14.2, -1.2), set()),
        (Loudness(float("-inf"), float("-inf")), set()),
        (Loudness(-12.9, -1.2), {"loudness"}),
        (Loudness(-14.0, -0.4), {"true peak"}),
    ],
)
def test_sound_that_is_too_loud_is_caught(right: Path, loudness: Loudness, what: set[str]) -> None:
    assert {breach.what for breach in breaches(Held(probe(right), REEL, loudness))} == what


def test_unknown_figures_hold_nothing(right: Path) -> None:
    """A platform of which nothing is known takes every MP4 of ours, of its canvas."""
    nothing = replace(
        STATUS,
        seconds=replace(STATUS.seconds, max=Figure()),
        max_bytes=Figure(),
    )
    odd = replace(probe(right), gop=900, closed_gop=False, constant_rate=False, edit_lists=True, size=10**12, level=6.2)
    assert breaches(Held(odd, nothing)) == []


def test_only_what_can_be_made_smaller_is_mended(right: Path) -> None:
    is_: Probe = replace(probe(right), size=10**12, peak_bitrate=1e9, seconds=10_000.0)
    mends = {breach.what: breach.mend for breach in breaches(Held(is_, REEL))}
    assert mends == {"size": "size", "bitrate": "bitrate", "duration": ""}


def test_a_draft_may_be_smaller_than_the_canvas(right: Path) -> None:
    small = replace(probe(right), width=540, height=960)
    assert {breach.what for breach in breaches(Held(small, REEL))} == {"canvas"}
    assert breaches(Held(small, REEL, draft=True)) == []


def test_every_rule_is_in_the_list() -> None:
    import infoclip.publish.holding as module

    rules = {
        name
        for name, value in vars(module).items()
        if callable(value) and getattr(value, "__annotations__", {}).get("return") == "Iterator[Breach]"
    }
    assert {rule.__name__ for rule in RULES} == {name for name in rules if not name.startswith("_")}
