"""Loudness as it is heard: ffmpeg's meter on the encoded file has the last word."""

from __future__ import annotations

import math
import wave as wav
from pathlib import Path

import numpy as np
import pytest

from infoclip.errors import InputError, WorkError
from infoclip.sound.kept import sound_key
from infoclip.sound.loudness import HIGHEST_PEAK, limit, measure, measure_wave
from infoclip.sound.mix import SoundPlan, check_plan, write_soundtrack
from infoclip.sound.synthesis import RATE


def sine(seconds: float, level: float, hertz: float = 997.0) -> np.ndarray:
    t = np.arange(round(seconds * RATE)) / RATE
    return np.repeat((level * np.sin(2 * np.pi * hertz * t))[:, None], 2, axis=1).astype(np.float32)


def written(path: Path, wave: np.ndarray, rate: int = RATE) -> Path:
    with wav.open(str(path), "wb") as file:
        file.setnchannels(wave.shape[1])
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes((np.clip(wave, -1, 1) * 32767).astype("<i2").tobytes())
    return path


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
    plan = SoundPlan(5.0, (2.0,), "official")
    for name in ("a", "b"):
        monkeypatch.setenv("INFOCLIP_CACHE", str(tmp_path / f"cache-{name}"))
        write_soundtrack(plan, tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


@pytest.mark.parametrize(("seconds", "rate", "channels"), [(2.0, 44_100, 1), (20.0, 48_000, 2)])
def test_a_designers_file_is_repeated_or_cut_and_faded(
    seconds: float, rate: int, channels: int, tmp_path: Path
) -> None:
    t = np.arange(round(seconds * rate)) / rate
    tone = np.repeat((0.9 * np.sin(2 * np.pi * 440 * t))[:, None], channels, axis=1)
    own = written(tmp_path / "own.wav", tone, rate)
    path = tmp_path / "sound.aac"
    told = write_soundtrack(SoundPlan(7.0, (3.0,), file=own, effects=False), path)
    assert told is not None
    assert told.integrated == pytest.approx(-14, abs=0.5)
    assert told.peak <= HIGHEST_PEAK
    samples = decoded(path)
    assert 6.9 < len(samples) / RATE <= 7.0
    loud = np.abs(samples)
    assert loud[RATE * 3 : RATE * 5].max() > 0.1  # still there after its own two seconds
    assert loud[-800:].max() < 0.02
    spectrum = np.abs(np.fft.rfft(samples[RATE * 3 : RATE * 5]))
    assert int(spectrum.argmax()) / 2 == pytest.approx(440, abs=1)


def decoded(path: Path) -> np.ndarray:
    import subprocess

    from infoclip.film.clip import ffmpeg_exe

    command = [ffmpeg_exe(), "-nostdin", "-v", "error", "-i", str(path), "-f", "f32le", "-ac", "1", "-"]
    return np.frombuffer(subprocess.run(command, capture_output=True, check=True, timeout=60).stdout, "<f4")


def test_silence_and_faults(tmp_path: Path) -> None:
    assert write_soundtrack(SoundPlan(5.0, mood="none"), tmp_path / "a.aac") is None
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(InputError) as caught:
        check_plan(SoundPlan(5.0, mood="oficial"))
    assert "official" in caught.value.problems[0].hint
    words = tmp_path / "words.mp3"
    words.write_text("no sound at all", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        write_soundtrack(SoundPlan(5.0, file=words), tmp_path / "a.aac")
    assert caught.value.problems[0].code == "sound-file"


def test_a_silent_file_stays_silent(tmp_path: Path) -> None:
    own = written(tmp_path / "own.wav", np.zeros((RATE * 6, 2)))
    told = write_soundtrack(SoundPlan(5.0, file=own, effects=False), tmp_path / "a.aac")
    assert told is not None
    assert told.integrated == -math.inf
    assert np.abs(decoded(tmp_path / "a.aac")).max() < 1e-4


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


def test_another_file_of_the_same_name_is_another_sound(tmp_path: Path) -> None:
    own = written(tmp_path / "own.wav", sine(2, 0.5))
    before = sound_key(SoundPlan(5.0, file=own))
    assert sound_key(SoundPlan(5.0, file=own)) == before
    written(own, sine(2, 0.4))
    assert sound_key(SoundPlan(5.0, file=own)) != before
