"""Loudness as it is heard: ffmpeg's meter on the encoded file has the last word."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from sound.signals import clicks_over_a_pad, decoded, loud_music, noise, sine, voice, written

from infoclip.errors import InputError, WorkError
from infoclip.sound.files import SoundFile
from infoclip.sound.kept import sound_key
from infoclip.sound.loudness import HIGHEST_PEAK, limit, measure, measure_wave
from infoclip.sound.mix import write_soundtrack
from infoclip.sound.plan import Music, SoundPlan, Spoken, check_plan
from infoclip.sound.synthesis import RATE
from infoclip.timeline.moments import Arrival, Change, Count, Moments

MOMENTS = Moments(
    (Count(1.0, 1.5, "count", 300),), (Change(2.7, 0.6, "push", "left"),), (Arrival(3.6), Arrival(3.8)), (2.2,)
)


def own(path: Path, **settings: object) -> Music:
    return Music(SoundFile(path), **settings)  # type: ignore[arg-type]


def test_the_meter_reads_the_standards_sine() -> None:
    """BS.1770: a 997 Hz sine at 0 dBFS in one channel is -3.01 LUFS; in both it is 0."""
    assert measure_wave(sine(3, 1.0), RATE) == pytest.approx(0.0, abs=0.11)
    assert measure_wave(sine(3, 0.1), RATE) == pytest.approx(-20.0, abs=0.11)
    assert measure_wave(sine(3, 0.0), RATE) == -math.inf


def test_a_peak_between_samples_is_found(tmp_path: Path) -> None:
    """A sine at a quarter of the rate, its samples at 45 degrees: the wave is 3 dB higher than any sample."""
    t = np.arange(RATE * 2)
    samples = 0.5 * np.sign(np.sin(np.pi / 2 * t + np.pi / 4)) * np.minimum(1, np.minimum(t, t[::-1]) / 4000)
    found = measure(written(tmp_path / "a.wav", np.repeat(samples[:, None], 2, axis=1)))
    assert found.peak == pytest.approx(20 * math.log10(0.5) + 3, abs=0.5)


def test_no_file_no_measure(tmp_path: Path) -> None:
    with pytest.raises(WorkError, match="cannot be measured"):
        measure(tmp_path / "none.wav")


def test_the_limiter_holds_the_ceiling_and_leaves_the_rest() -> None:
    wave = sine(1, 0.2)
    wave[24_000:24_100] *= 4
    held = limit(wave, 0.5)
    assert np.abs(held).max() <= 0.5 + 1e-6
    assert np.array_equal(held[:12_000], wave[:12_000])
    assert np.array_equal(held[36_000:], wave[36_000:])
    gain = held[20_000:28_000, 0] / np.where(wave[20_000:28_000, 0] == 0, 1, wave[20_000:28_000, 0])
    smooth = gain[np.abs(wave[20_000:28_000, 0]) > 0.01]
    assert np.abs(np.diff(smooth)).max() < 0.02  # no step that clicks
    assert limit(wave, 1.0) is wave


@pytest.mark.parametrize("mood", ["official", "horizon", "pulse"])
def test_every_bed_comes_out_level(mood: str, tmp_path: Path) -> None:
    path = tmp_path / "sound.aac"
    told = write_soundtrack(SoundPlan(8.0, (3.0, 5.5), mood), path)
    found = measure(path)
    assert found == told
    assert found.integrated == pytest.approx(-14, abs=0.5)
    assert found.peak <= HIGHEST_PEAK


def test_the_same_plan_gives_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = SoundPlan(5.0, (2.0,), "official calm", moments=MOMENTS)
    for name in ("a", "b"):
        monkeypatch.setenv("INFOCLIP_CACHE", str(tmp_path / f"cache-{name}"))
        write_soundtrack(plan, tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


INPUTS = {
    "a sine": lambda: sine(12, 0.5),
    "clicks over a pad": lambda: clicks_over_a_pad(12),
    "full-scale noise": lambda: noise(12),
    "a quiet voice": lambda: voice(12, 0.004),
    "music at -6": lambda: loud_music(12),
    "one side only": lambda: sine(12, 0.5, 300) * np.array([1, 0], dtype=np.float32),
    "quiet, then loud": lambda: noise(12) * np.where(np.arange(12 * RATE) < 9 * RATE, 0.003, 0.3)[:, None],
}


@pytest.mark.parametrize("name", INPUTS)
def test_any_music_comes_out_level(name: str, tmp_path: Path) -> None:
    path = written(tmp_path / "own.wav", INPUTS[name]())
    told = write_soundtrack(SoundPlan(8.0, music=own(path), effects=()), tmp_path / "sound.aac")
    found = measure(tmp_path / "sound.aac")
    assert found == told
    assert found.integrated == pytest.approx(-14, abs=0.5)
    assert found.peak <= HIGHEST_PEAK


def test_the_loud_music_is_as_loud_as_its_name() -> None:
    assert measure_wave(loud_music(8), RATE) == pytest.approx(-6, abs=1)


@pytest.mark.parametrize("name", ["a quiet voice", "full-scale noise"])
@pytest.mark.parametrize("mood", ["pulse", "none"])
def test_any_voice_comes_out_level_over_music_and_effects(name: str, mood: str, tmp_path: Path) -> None:
    path = written(tmp_path / "voice.wav", INPUTS[name]()[: 7 * RATE])
    plan = SoundPlan(8.0, (3.0,), mood, voices=(Spoken(SoundFile(path), 0.5),), moments=MOMENTS)
    found = write_soundtrack(plan, tmp_path / "sound.aac")
    assert found == measure(tmp_path / "sound.aac")
    assert found.integrated == pytest.approx(-14, abs=0.5)
    assert found.peak <= HIGHEST_PEAK


@pytest.mark.parametrize("effects", [(), ("transitions", "counts", "arrivals")])
def test_a_silent_file_stays_silent(effects: tuple[str, ...], tmp_path: Path) -> None:
    silent = written(tmp_path / "own.wav", np.zeros((RATE * 6, 2)))
    plan = SoundPlan(5.0, (3.0,), music=own(silent), effects=effects, moments=MOMENTS)
    told = write_soundtrack(plan, tmp_path / "a.aac")
    assert told is not None
    assert told.integrated == -math.inf
    assert np.abs(decoded(tmp_path / "a.aac")).max() < 1e-4


def test_no_sound_writes_nothing(tmp_path: Path) -> None:
    assert write_soundtrack(SoundPlan(5.0, mood="none"), tmp_path / "a.aac") is None
    assert list(tmp_path.iterdir()) == []


def test_a_mood_that_does_not_exist() -> None:
    with pytest.raises(InputError) as caught:
        check_plan(SoundPlan(5.0, mood="oficial"))
    assert "official" in caught.value.problems[0].hint
    with pytest.raises(InputError) as caught:
        check_plan(SoundPlan(5.0, mood="horizon clam"))
    assert caught.value.problems[0].code == "sound-unknown"
    check_plan(SoundPlan(5.0, mood="horizon calm"))


def test_a_sound_is_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INFOCLIP_CACHE", str(tmp_path / "cache"))
    plan = SoundPlan(5.0, (2.0,), "paper")
    first = write_soundtrack(plan, tmp_path / "a.aac")
    made = (tmp_path / "a.aac").read_bytes()
    monkeypatch.setattr("infoclip.sound.mix.track", None)  # making it again would fail
    assert write_soundtrack(plan, tmp_path / "b.aac") == first
    assert (tmp_path / "b.aac").read_bytes() == made
    with pytest.raises(TypeError):
        write_soundtrack(SoundPlan(5.0, (2.1,), "paper"), tmp_path / "c.aac")
    (entry,) = (tmp_path / "cache" / "sound").glob("*.snd")
    entry.write_bytes(entry.read_bytes()[:-1] + b"?")
    with pytest.raises(TypeError):  # a damaged entry is none
        write_soundtrack(plan, tmp_path / "d.aac")


def test_all_that_is_heard_is_in_the_key(tmp_path: Path) -> None:
    first, second = written(tmp_path / "a.wav", sine(2, 0.5)), written(tmp_path / "b.wav", sine(2, 0.4))
    plan = SoundPlan(5.0, (2.0,), music=own(first))
    others = [
        SoundPlan(5.0, (2.0,), music=own(second)),
        SoundPlan(5.0, (2.0,), music=own(first, start=0.5)),
        SoundPlan(5.0, (2.0,), music=own(first, loop=False)),
        SoundPlan(5.0, (2.0,), music=own(first, fade_in=1.0)),
        SoundPlan(5.0, (2.0,), music=own(first, fade_out=1.0)),
        SoundPlan(5.0, (2.5,), music=own(first)),
        SoundPlan(5.1, (2.0,), music=own(first)),
        SoundPlan(5.0, (2.0,), "official"),
        SoundPlan(5.0, (2.0,), music=own(first), voices=(Spoken(SoundFile(first), 0.1),)),
        SoundPlan(5.0, (2.0,), music=own(first), voices=(Spoken(SoundFile(first), 0.2),)),
        SoundPlan(5.0, (2.0,), music=own(first), voices=(Spoken(SoundFile(second), 0.2),)),
        SoundPlan(5.0, (2.0,), music=own(first), duck=6),
        SoundPlan(5.0, (2.0,), music=own(first), logo=SoundFile(first)),
        SoundPlan(5.0, (2.0,), music=own(first), logo=SoundFile(second)),
        SoundPlan(5.0, (2.0,), music=own(first), effects=("counts",)),
        SoundPlan(5.0, (2.0,), music=own(first), moments=MOMENTS),
        SoundPlan(5.0, (2.0,), music=own(first), seed=1),
    ]
    keys = {sound_key(other) for other in (plan, *others)}
    assert len(keys) == len(others) + 1
    before = sound_key(plan)
    assert sound_key(SoundPlan(5.0, (2.0,), music=own(written(tmp_path / "moved.wav", sine(2, 0.5))))) == before
    written(first, sine(2, 0.3))
    assert sound_key(plan) != before
