"""Music fitted to a clip: repeated without a seam, begun and ended at a good place; ducked under a voice."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from sound.signals import both, decibels, sine, times, voice, written

from infoclip.sound.ducking import ATTACK, RELEASE, duck_curve, ducked
from infoclip.sound.files import SoundFile
from infoclip.sound.loudness import measure_wave
from infoclip.sound.mix import AAC_FRAME, track
from infoclip.sound.music import fitted_music, repeated
from infoclip.sound.plan import Music, SoundPlan, Spoken
from infoclip.sound.synthesis import RATE


def levels(wave: np.ndarray, step: float = 0.05) -> np.ndarray:
    """The level of every `step` seconds in dB."""
    size = round(step * RATE)
    blocks = len(wave) // size
    return np.array([decibels(wave[at * size : (at + 1) * size]) for at in range(blocks)])


def beats(seconds: float, beat: float = 0.5) -> np.ndarray:
    """A drum on every beat, each stroke dying away, over a quiet tone."""
    t = times(seconds)
    since = t % beat
    return both(0.5 * np.sin(2 * np.pi * 180 * since) * np.exp(-since * 18) + 0.01 * np.sin(2 * np.pi * 440 * t))


def own(path: Path, wave: np.ndarray, **settings: object) -> Music:
    return Music(SoundFile(written(path / "own.wav", wave)), **settings)  # type: ignore[arg-type]


@pytest.mark.parametrize("hertz", [97.3, 440.0, 1234.5])
def test_a_tone_is_repeated_without_a_seam(hertz: float) -> None:
    whole = repeated(sine(2.13, 0.5, hertz), 9 * RATE)
    assert len(whole) == 9 * RATE
    found = levels(whole)
    assert found.max() - found.min() < 0.6
    assert np.abs(np.diff(whole[:, 0])).max() <= 0.5 * 2 * np.pi * hertz / RATE * 1.15  # no step between two samples


def test_a_rhythm_is_repeated_in_its_beat() -> None:
    """6.3 s of drums, cut in the middle of a beat: the strokes of the repeated music stay half a second apart."""
    whole = repeated(beats(6.3), 20 * RATE)
    blocks = whole[:, 0][: len(whole) // 480 * 480].reshape(-1, 480)
    loud = (blocks**2).mean(axis=1)
    strokes = [
        at for at in range(1, len(loud) - 1) if loud[at] > 0.02 and loud[at] >= loud[at - 1] and loud[at] > loud[at + 1]
    ]
    gaps = np.diff(strokes) * 0.01
    assert len(strokes) >= 36
    assert np.allclose(gaps, 0.5, atol=0.021)


def test_very_short_and_silent_sounds_are_repeated_too() -> None:
    assert len(repeated(sine(0.005, 0.5), 5000)) == 5000
    assert not repeated(np.zeros((RATE, 2), dtype=np.float32), 3 * RATE).any()


def test_a_short_file_fills_the_clip_or_plays_once(tmp_path: Path) -> None:
    looped = fitted_music(own(tmp_path, sine(2.5, 0.5, 440)), 7.0)
    assert looped.shape == (7 * RATE, 2)
    assert levels(looped[RATE : 5 * RATE]).min() > -10
    once = fitted_music(own(tmp_path, sine(2.5, 0.5, 440), loop=False), 7.0)
    assert once.shape == (7 * RATE, 2)
    assert levels(once[: 2 * RATE]).min() > -25
    assert not once[3 * RATE :].any()


def test_silence_around_a_file_is_not_repeated(tmp_path: Path) -> None:
    silence = np.zeros((RATE, 2), dtype=np.float32)
    padded = np.concatenate([silence, sine(3, 0.5, 440), silence])
    looped = fitted_music(own(tmp_path, padded), 9.0)
    assert levels(looped[RATE // 10 : 7 * RATE]).min() > -11


def test_a_long_file_begins_with_its_first_sound_and_on_a_beat(tmp_path: Path) -> None:
    padded = np.concatenate([np.zeros((round(0.83 * RATE), 2), dtype=np.float32), beats(30)])
    music = fitted_music(own(tmp_path, padded), 10.2)
    assert len(music) == round(10.2 * RATE)
    assert np.abs(music[: RATE // 20]).max() > 0.25  # a stroke within 50 ms
    assert np.abs(music[-800:]).max() < 0.02


def test_a_file_a_little_longer_ends_with_its_own_ending(tmp_path: Path) -> None:
    """12 s that die away by themselves, for a clip of 10: it ends where the file ends, and needs no fade."""
    t = times(12)
    sung = both(0.5 * np.sin(2 * np.pi * (200 + 20 * t) * t) * np.interp(t, [0, 10.5, 12], [1, 1, 0.0]))
    music = fitted_music(own(tmp_path, sung), 10.0)
    assert music.shape == (10 * RATE, 2)
    spectrum = np.fft.rfft(music[:, 0], 2**21) * np.conj(np.fft.rfft(sung[:, 0], 2**21))
    assert 2**21 - int(np.fft.irfft(spectrum).argmax()) == pytest.approx(2 * RATE, abs=0.05 * RATE)
    longer = fitted_music(own(tmp_path, np.concatenate([sung, sung, sung])), 10.0)
    assert np.abs(longer[: RATE // 5]).max() > 0.3  # its ending is too far away: from the beginning


def test_a_designer_s_beginning_and_fades_hold(tmp_path: Path) -> None:
    t = times(30)
    ramp = both(0.5 * np.sin(2 * np.pi * (200 + 20 * t) * t))  # another pitch every moment
    music = fitted_music(own(tmp_path, ramp, start=11.0, fade_in=2.0, fade_out=3.0), 12.0)
    assert np.allclose(music[3 * RATE : 8 * RATE], ramp[14 * RATE : 19 * RATE], atol=1e-3)
    found = levels(music, 0.25)
    assert found[0] < found[4] - 10
    assert found[4] == pytest.approx(decibels(ramp) - 6, abs=2)  # half way in
    assert found[6 * 4] == pytest.approx(decibels(ramp), abs=0.5)
    assert found[42] < found[24] - 3
    assert found[-1] < found[24] - 20


def test_ducking_follows_the_voice() -> None:
    """Down by 12 dB before the first word, up again after the last, with its attack and release between."""
    silence = np.zeros((3 * RATE, 2), dtype=np.float32)
    said = np.concatenate([silence, voice(4, 0.3, pauses=False), silence])
    under = sine(10, 0.2, 440)
    found = levels(ducked(under, said, 12)) - levels(under)
    assert np.allclose(found[: round(2.7 / 0.05)], 0, atol=0.05)
    assert found[round(3.15 / 0.05)] < -8
    assert np.allclose(found[round(3.6 / 0.05) : round(6.9 / 0.05)], -12, atol=0.6)
    assert found[round(7.1 / 0.05)] < -10  # held over the gap
    assert found[round(9.5 / 0.05)] > -0.5
    curve = duck_curve(said, 12)
    assert np.diff(curve).min() > -12 * (0.01 / ATTACK) * 1.05
    assert np.diff(curve).max() < 12 * (0.01 / RELEASE) * 1.05


def test_the_depth_is_the_designer_s_and_silence_ducks_nothing() -> None:
    under, said = sine(5, 0.2, 440), voice(5, 0.3, pauses=False)
    middle = slice(RATE, 4 * RATE)
    for depth in (0.0, 6.0, 20.0):
        assert decibels(ducked(under, said, depth)[middle]) == pytest.approx(decibels(under[middle]) - depth, abs=0.7)
    assert np.array_equal(ducked(under, np.zeros_like(under), 12), under)
    quiet = ducked(under, said * np.float32(0.01), 12)
    assert decibels(quiet[middle]) == pytest.approx(decibels(under[middle]) - 12, abs=0.7)


def test_the_music_lies_under_the_voice_in_the_track(tmp_path: Path) -> None:
    """Measured in the mix: a tone as music, a voice from 3 to 7 s; what is left of the tone while it speaks."""
    silence = np.zeros((round(0.01 * RATE), 2), dtype=np.float32)
    said = np.concatenate([silence, voice(4, 0.05, pauses=False)])
    spoken = Spoken(SoundFile(written(tmp_path / "voice.wav", said)), 3.0)
    music = own(tmp_path, sine(12, 0.3, 2000), fade_out=0)
    wave = track(SoundPlan(10.0, music=music, voices=(spoken,), effects=()))[:, 0]

    def tone(start: float, end: float) -> float:
        piece = wave[round(start * RATE) - AAC_FRAME : round(end * RATE) - AAC_FRAME]
        t = np.arange(len(piece)) / RATE
        return float(20 * np.log10(np.abs((piece * np.exp(-2j * np.pi * 2000 * t)).mean()) + 1e-9))

    assert tone(3.6, 6.9) == pytest.approx(tone(0.5, 2.5) - 12, abs=1)
    assert tone(8.8, 9.8) == pytest.approx(tone(0.5, 2.5), abs=0.7)
    speaking = measure_wave(both(wave[round(3.2 * RATE) : round(6.8 * RATE)]), RATE)
    assert speaking - measure_wave(both(wave[RATE // 2 : round(2.5 * RATE)]), RATE) == pytest.approx(5, abs=1.5)


def test_a_sound_logo_ends_the_clip_and_the_music_before_it(tmp_path: Path) -> None:
    sting = SoundFile(written(tmp_path / "sting.wav", sine(1.5, 0.2, 3000)))
    for settings in ({"mood": "official"}, {"music": own(tmp_path, sine(20, 0.3, 440))}):
        wave = track(SoundPlan(8.0, logo=sting, effects=(), **settings))  # type: ignore[arg-type]
        begins = round(6.5 * RATE) - AAC_FRAME
        window = wave[begins + RATE // 2 : begins + RATE, 0] * np.hanning(RATE // 2)
        spectrum = np.abs(np.fft.rfft(window))
        assert spectrum.argmax() * 2 == pytest.approx(3000, abs=4)
        spectrum[1450:1550] = 0
        assert spectrum.max() < 0.02 * len(window)  # nothing else is left
        before = wave[begins - RATE : begins - RATE // 10, 0]
        assert decibels(before) > -45
        assert np.abs(np.fft.rfft(before))[round(3000 * len(before) / RATE)] < 10
