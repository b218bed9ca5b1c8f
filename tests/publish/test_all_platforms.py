"""Both examples for all fourteen platforms, held against their profiles by tools that are not ours."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from browser import CHROMIUM, said_by
from crafted import ffprobe, key_places, mediainfo, rate_of, stream

from infoclip.publish.profiles import Profile, load_profiles, profile_names
from infoclip.sound.loudness import measure

EXAMPLES = Path(__file__).parents[2] / "examples"

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Package:
    """What one command made of an example for all platforms: the films, and the captions that belong to each."""

    folder: Path
    films: dict[str, Path]

    @property
    def captions(self) -> dict[str, Path]:
        """Each platform's WebVTT, by the manifest."""
        (listing,) = self.folder.glob("*-manifest.json")
        files = json.loads(listing.read_text(encoding="utf-8"))["files"]
        tracks = [item for item in files if item["kind"] == "captions" and item["path"].endswith(".vtt")]
        return {name: self.folder / item["path"] for item in tracks for name in item["platforms"]}


@pytest.fixture(scope="module", params=["gso-2018", "vision-2030"])
def package(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Package:
    folder = tmp_path_factory.mktemp(request.param)
    spec = EXAMPLES / request.param / "spec.yaml"
    command = [sys.executable, "-m", "infoclip", "render", spec, "--for", ",".join(profile_names()), "-o", folder]
    said = subprocess.run([*map(str, command), "--json"], capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stderr
    events = [json.loads(line) for line in said.stdout.splitlines()]
    return Package(folder, {event["platform"]: Path(event["path"]) for event in events if event["event"] == "film"})


def test_every_film_is_within_its_profile(package: Package) -> None:
    assert set(package.films) == set(profile_names())
    faults = {name: list(outside(package.films[name], profile)) for name, profile in load_profiles().items()}
    assert {name: found for name, found in faults.items() if found} == {}


PAGE = """<!doctype html><meta charset="utf-8"><body><script>
const say = told => fetch('/', {method: 'POST', body: JSON.stringify(told)});
const play = name => new Promise(done => {
  const v = document.createElement('video'), t = document.createElement('track'), seen = new Set();
  v.muted = true; v.src = name + '.mp4';
  t.kind = 'captions'; t.srclang = 'ar'; t.src = name + '.vtt'; t.default = true;
  v.append(t); document.body.append(v);
  t.track.mode = 'showing';
  t.track.oncuechange = () => { for (const cue of t.track.activeCues) seen.add(cue.id); };
  const end = fault => {
    const told = {name, fault, at: v.currentTime, seconds: v.duration, size: [v.videoWidth, v.videoHeight],
      frames: v.getVideoPlaybackQuality().totalVideoFrames, cues: t.track.cues && t.track.cues.length, seen: seen.size};
    v.remove(); done(told);
  };
  t.onerror = () => end('no captions');
  v.onerror = () => end(v.error.message);
  v.onended = () => end('');
  v.playbackRate = RATE;
  v.play().catch(error => end(String(error)));
});
(async () => { const told = []; for (const name of NAMES) told.push(await play(name)); await say(told); })();
</script>"""


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="needs Debian's chromium")
def test_chromium_plays_every_film_to_its_end_with_its_captions(package: Package, tmp_path: Path) -> None:
    """Another decoder and another demuxer than ours, at the speed of 3; films that are equal are played once."""
    different = {path.read_bytes(): name for name, path in reversed(package.films.items())}.values()
    for name in different:
        (tmp_path / f"{name}.mp4").symlink_to(package.films[name])
        (tmp_path / f"{name}.vtt").symlink_to(package.captions[name])
    page = PAGE.replace("NAMES", json.dumps(sorted(different))).replace("RATE", "3")
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    told = json.loads(said_by(tmp_path / "page.html", 40.0 * len(different)))
    assert [item["name"] for item in told] == sorted(different)
    for item in told:
        video = stream(ffprobe(package.films[item["name"]]), "video")
        assert video is not None
        cues = package.captions[item["name"]].read_text(encoding="utf-8").count(" --> ")
        assert item["fault"] == "", item
        assert item["at"] == pytest.approx(item["seconds"]), item
        assert item["seconds"] == pytest.approx(30, abs=0.1), item
        assert item["size"] == [video["width"], video["height"]], item
        assert item["cues"] == item["seen"] == cues > 0, item


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
    held |= by_mediainfo(path, frames)
    return [name for name, right in held.items() if not right]


def by_mediainfo(path: Path, frames: int) -> dict[str, bool]:
    """What mediainfo says of a file that must have so many frames; nothing where there is no mediainfo."""
    info = mediainfo(path)
    if not info:
        return {}
    return {
        "mediainfo: container": info["General"]["Format"] == "MPEG-4",
        "mediainfo: constant": info["Video"]["FrameRate_Mode"] == "CFR",
        "mediainfo: scan": info["Video"].get("ScanType", "Progressive") == "Progressive",
        "mediainfo: frames": int(info["Video"]["FrameCount"]) == frames,
        "mediainfo: sound": (info["Audio"]["Format"], info["Audio"]["Format_AdditionalFeatures"]) == ("AAC", "LC"),
        "mediainfo: colours": info["Video"]["colour_primaries"] == "BT.709",
    }


def within(value: float, rules: object) -> bool:
    low, high = rules.min.value, rules.max.value  # type: ignore[attr-defined]
    return (low is None or value >= low) and (high is None or value <= high)
