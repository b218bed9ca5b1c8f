"""The instruments and the beds: pitch, length, quiet ends, the same every time."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from infoclip.sound import synthesis
from infoclip.sound.beds import BEDS, MOODS, bed_called, score
from infoclip.sound.mix import AAC_FRAME, track
from infoclip.sound.plan import SoundPlan
from infoclip.sound.synthesis import RATE, SLOW_RATE

CUTS = (4.5, 8.7, 13.6, 18.9, 23.6, 27.1)


def pitch(wave: np.ndarray, rate: int) -> float:
    """The strongest frequency, to a fraction of a bin by fitting a parabola."""
    spectrum = np.abs(np.fft.rfft(wave * np.hanning(len(wave)), len(wave) * 4))
    peak = int(spectrum[10:].argmax()) + 10
    low, middle, high = np.log(spectrum[peak - 1 : peak + 2])
    return float((peak + 0.5 * (low - high) / (low - 2 * middle + high)) * rate / (len(wave) * 4))


def cents(found: float, wanted: float) -> float:
    return 1200 * math.log2(found / wanted)


@pytest.mark.parametrize("hertz", [98.0, 146.83, 261.63, 587.33])
def test_strings_and_pads_are_in_tune(hertz: float) -> None:
    plucked = synthesis.pluck(hertz, 2.0, seed=3)
    overtone = round(pitch(plucked, RATE) / hertz)  # the strongest one need not be the first
    assert abs(cents(pitch(plucked, RATE), hertz * overtone)) < 6
    assert abs(cents(pitch(synthesis.pad(hertz, 3.0, seed=3), SLOW_RATE), hertz)) < 6
    assert abs(cents(pitch(synthesis.mallet(hertz, 2.0, seed=3), RATE), hertz)) < 6
    assert abs(cents(pitch(synthesis.felt(hertz, 2.0, seed=3), RATE), hertz)) < 6


@pytest.mark.parametrize(
    ("make", "rate"),
    [
        (lambda seed: synthesis.pluck(220, 1.5, seed), RATE),
        (lambda seed: synthesis.pad(220, 1.5, seed), SLOW_RATE),
        (lambda seed: synthesis.bell(880, 1.5, seed), RATE),
        (lambda seed: synthesis.bell(880, 1.5, seed, glass=True), RATE),
        (lambda seed: synthesis.daf(1.5, seed), RATE),
        (lambda seed: synthesis.air(1.5, seed), RATE),
        (lambda seed: synthesis.mallet(330, 1.5, seed), RATE),
        (lambda seed: synthesis.felt(330, 1.5, seed), RATE),
        (lambda seed: synthesis.clap(1.5, seed), RATE),
        (lambda seed: synthesis.tick(1800, 1.5, seed), RATE),
        (lambda seed: synthesis.tick(2600, 1.5, seed, rough=0.85), RATE),
        (lambda seed: synthesis.pop(440, 1.5, seed), RATE),
        (lambda seed: synthesis.whoosh(1.5, seed, low=600, high=1100), RATE),
        (lambda seed: synthesis.whoosh(1.5, seed, low=1800, high=3300, rough=0.8), RATE),
    ],
)
def test_notes_begin_and_end_in_silence(make, rate: int) -> None:  # type: ignore[no-untyped-def]
    wave = make(5)
    assert wave.dtype == np.float32
    assert len(wave) == round(1.5 * rate)
    assert 0.1 < np.abs(wave).max() < 1.6
    assert abs(wave[0]) < 0.01
    assert abs(wave[-1]) < 0.01
    assert np.array_equal(wave, make(5))
    assert abs(float(wave.mean())) < 0.01  # no offset


NAMES = [*BEDS, *MOODS, *(f"{bed} {mood}" for bed in ("horizon", "pulse") for mood in MOODS)]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("seconds", "cuts"), [(30.0, CUTS), (5.0, ()), (15.0, (1.5, 3.0, 14.9)), (0.8, ())])
def test_beds_fit_their_clip(name: str, seconds: float, cuts: tuple[float, ...]) -> None:
    bed = bed_called(name)
    assert bed is not None
    notes = score(bed, seconds, cuts)
    assert notes
    assert all(note.at >= 0 and note.at + note.seconds <= seconds + 1e-6 for note in notes)
    assert all(0 < note.level < 0.6 and -1 <= note.pan <= 1 for note in notes)
    assert all(30 < note.hertz < 2500 for note in notes)
    assert score(bed, seconds, cuts) == notes
    if seconds > 5:
        assert score(bed, seconds, cuts, seed=1) != notes


def test_every_mood_makes_another_music_of_every_bed() -> None:
    for name in BEDS:
        scores = {score(bed_called(f"{name} {mood}".strip()), 20.0, CUTS[:3]) for mood in ("", *MOODS)}  # type: ignore[arg-type]
        assert len(scores) == len(MOODS) + 1, name
    assert bed_called("") is None
    assert bed_called("nothing") is None
    assert bed_called("horizon nothing") is None
    assert bed_called("calm") == MOODS["calm"](BEDS["official"])


@pytest.mark.parametrize("name", BEDS)
@pytest.mark.parametrize(("seconds", "cuts"), [(30.0, CUTS), (8.0, (3.0,))])
def test_a_bed_comes_home_before_it_ends(name: str, seconds: float, cuts: tuple[float, ...]) -> None:
    """The last notes that begin are the root and its fifth, long before the end, and they ring to it."""
    bed = BEDS[name]
    notes = [note for note in score(bed, seconds, cuts) if note.instrument == bed.melody]
    end = [note for note in notes if note.at + note.seconds > seconds - 1e-6]
    assert min(end, key=lambda note: note.hertz).hertz == bed.hertz(0)
    home = min(note.at for note in end)
    assert 1.5 < seconds - home < 3.6
    assert {round(note.hertz, 3) for note in end} == {round(bed.hertz(degree), 3) for degree in (0, 4, 7)}
    assert not [note for note in notes if home + 0.2 < note.at]
    low = [
        note
        for note in score(bed, seconds, cuts)
        if note.instrument == "pad" and note.at + note.seconds > seconds - 0.01
    ]
    assert min(note.hertz for note in low) == bed.hertz(0) / 2


def test_a_track_fills_its_clip_in_whole_frames_and_ends_in_silence() -> None:
    for seconds in (5.0, 7.3):
        wave = track(SoundPlan(seconds, (2.0,), "official"))
        assert wave.shape == ((int(seconds * RATE / AAC_FRAME) - 1) * AAC_FRAME, 2)
        assert np.abs(wave[-200:]).max() < 0.002
        assert np.abs(wave[0]).max() == 0
        quarter = len(wave) // 4
        assert all(np.abs(wave[at : at + quarter]).max() > 0.02 for at in range(0, len(wave) - quarter, quarter))
        assert np.array_equal(wave, track(SoundPlan(seconds, (2.0,), "official")))


def test_an_accent_is_heard_on_its_cut() -> None:
    """The track gives up the encoder's first 1024 samples, so a player hears the accent at the cut itself."""
    plan = SoundPlan(6.0, (3.0,), "official")
    with_accent, without = track(plan), track(SoundPlan(6.0, (3.0,), "official", effects=()))
    difference = np.abs(with_accent - without).max(axis=1)
    first = int(np.argmax(difference[RATE * 2 :] > 0.05)) + RATE * 2
    assert (first + AAC_FRAME) / RATE == pytest.approx(3.0, abs=0.02)


def test_a_loom_knocks_between_the_beats_of_the_drum_and_leaves_the_melody_alone() -> None:
    bed = BEDS["sadu"]
    with_loom, without = score(bed, 30.0, CUTS), score(replace(bed, loom=0.0), 30.0, CUTS)
    knocks = set(with_loom) - set(without)
    assert set(without) < set(with_loom)
    assert len(knocks) >= 10
    assert {note.hertz for note in knocks} == {410, 330}
    assert all(note.seconds <= 0.2 and note.level < 0.1 for note in knocks)
    edges = (0.0, *CUTS, 30.0)
    for note in knocks:
        start = max(edge for edge in edges if edge <= note.at)
        assert round((note.at - start) / bed.beat) % 4 in (1, 3)
