"""Files that designers bring: every kind and rate, and those with something wrong."""

from __future__ import annotations

import random
import resource
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from sound.signals import converted, decibels, sine, written

from infoclip.errors import InputError, Place
from infoclip.sound import files
from infoclip.sound.files import SoundFile, content_of, decode, length_of
from infoclip.sound.mix import write_soundtrack
from infoclip.sound.plan import Music, SoundPlan
from infoclip.sound.synthesis import RATE

KINDS = {
    "mp3": ["-b:a", "192k"],
    "m4a": [],
    "ogg": ["-c:a", "libvorbis"],
    "flac": [],
    "aac": [],
    "opus": [],
    "mp4": ["-f", "mp4"],
}


@pytest.fixture(scope="module")
def tone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("tone") / "tone.wav", sine(12, 0.4, 440))


def strongest(wave: np.ndarray) -> float:
    spectrum = np.abs(np.fft.rfft(wave * np.hanning(len(wave))))
    return float(spectrum.argmax() * RATE / len(wave))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_read(kind: str, tone: Path, tmp_path: Path) -> None:
    file = SoundFile(converted(tone, tmp_path / f"tone.{kind}", *KINDS[kind]))
    assert length_of(file, 0, 60) == pytest.approx(12, abs=0.06)
    wave = decode(file, 5.0, 4.0)
    assert len(wave) == pytest.approx(4 * RATE, abs=2048)
    assert strongest(wave[:, 0]) == pytest.approx(440, abs=1)
    assert decibels(wave[2000:-2000]) == pytest.approx(20 * np.log10(0.4) - 3, abs=0.5)


@pytest.mark.parametrize(("rate", "channels"), [(8_000, 1), (22_050, 2), (192_000, 2), (96_000, 1), (48_000, 6)])
def test_every_rate_and_number_of_channels_is_heard_on_both_sides(
    rate: int, channels: int, tone: Path, tmp_path: Path
) -> None:
    path = converted(tone, tmp_path / "tone.wav", "-ar", str(rate), "-ac", str(channels))
    wave = decode(SoundFile(path), 0.0, 3.0)
    assert wave.shape == (3 * RATE, 2)
    assert strongest(wave[:, 0]) == strongest(wave[:, 1]) == pytest.approx(440, abs=1)
    assert decibels(wave[:, 0]) == pytest.approx(decibels(wave[:, 1]), abs=0.1)
    told = write_soundtrack(SoundPlan(5.0, music=Music(SoundFile(path)), effects=()), tmp_path / "a.aac")
    assert told is not None
    assert told.integrated == pytest.approx(-14, abs=0.5)
    assert told.peak <= -1.0


def broken(tone: Path, folder: Path, fault: str) -> Path:
    """`tone` with a fault."""
    path = folder / f"{fault.replace(' ', '-')}.wav"
    dice = random.Random(1)
    if fault == "empty":
        path.write_bytes(b"")
    elif fault == "words":
        path.write_text("no sound at all", encoding="utf-8")
    elif fault == "noise":
        path.write_bytes(dice.randbytes(50_000))
    elif fault == "header only":
        path.write_bytes(tone.read_bytes()[:44])
    elif fault == "a playlist":
        path.write_text("#EXTM3U\n#EXTINF:10,\nhttp://127.0.0.1:9/x.mp3\n", encoding="utf-8")
    elif fault == "a picture":
        path.write_bytes(bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"))
    else:
        kind = fault.split()[-1]
        made = converted(tone, folder / f"tone.{kind}", *KINDS.get(kind, []))
        data = bytearray(made.read_bytes())
        if fault.startswith("half"):
            data = data[: len(data) // 2]
        else:
            data[len(data) // 3 : len(data) // 3 + 4000] = dice.randbytes(4000)
        path = folder / f"broken.{kind}"
        path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("empty", "is empty"),
        ("words", "holds no sound"),
        ("noise", "holds no sound"),
        ("header only", "holds no sound"),
        ("a playlist", "holds no sound"),
        ("a picture", "holds no sound"),
        ("half an m4a", "holds no sound"),
        ("half a flac", "is damaged"),
        ("half a wav", "is damaged"),
        ("a corrupt mp3", "is damaged"),
        ("a corrupt flac", "is damaged"),
        ("a corrupt m4a", "is damaged"),
    ],
)
def test_what_is_wrong_is_said_at_its_place(fault: str, words: str, tone: Path, tmp_path: Path) -> None:
    place = Place(Path("spec.yaml"), 7, 3)
    file = SoundFile(broken(tone, tmp_path, fault), place)
    before = set(tmp_path.iterdir())
    for read in (
        lambda: length_of(file, 0, 60),
        lambda: decode(file, 0, 60),
        lambda: write_soundtrack(SoundPlan(12.0, music=Music(file)), tmp_path / "a.aac"),
    ):
        with pytest.raises(InputError) as caught:
            read()
        (problem,) = caught.value.problems
        assert words in problem.message
        assert file.path.name in problem.message
        assert (problem.place, problem.code) == (place, "sound-file")
        assert problem.hint
    assert set(tmp_path.iterdir()) == before


def test_a_beginning_after_the_end(tone: Path) -> None:
    with pytest.raises(InputError, match="over before 13 seconds"):
        length_of(SoundFile(tone), 13.0, 60)


def test_a_file_that_is_gone(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        length_of(SoundFile(tmp_path / "gone.wav"), 0, 60)


HOURS = """
import re, resource, sys
from pathlib import Path
from infoclip.sound.files import SoundFile, length_of
from infoclip.sound.mix import write_soundtrack
from infoclip.sound.plan import Music, SoundPlan
plan = SoundPlan(6.0, music=Music(SoundFile(Path(sys.argv[1])), start=float(sys.argv[2])), effects=())
loudness = write_soundtrack(plan, Path(sys.argv[3])).integrated
status = Path("/proc/self/status")
# Linux counts what the starting process had as this one's peak, but not in its status.
found = re.search(r"VmHWM:\\s+(\\d+)", status.read_text()) if status.exists() else None
peak = found[1] if found else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(loudness, peak)
"""


@pytest.mark.parametrize("start", [0.0, 9000.0])
def test_hours_of_sound_cost_no_more_than_what_is_heard(start: float, tmp_path: Path) -> None:
    """Three hours at 44.1 kHz are 1.9 GB as WAV: written as a file with holes, so that only its header takes room."""
    seconds = 3 * 3600
    size = seconds * 44_100 * 4
    path = tmp_path / "hours.wav"
    head = bytearray(written(tmp_path / "head.wav", sine(0.01, 0.5), 44_100).read_bytes()[:44])
    head[4:8], head[40:44] = (size + 36).to_bytes(4, "little"), size.to_bytes(4, "little")
    beep = (np.sin(2 * np.pi * 440 * np.arange(44_100 * 12) / 44_100) * 8000).astype("<i2").repeat(2).tobytes()
    with path.open("wb") as file:
        file.write(head)
        file.write(beep)
        file.seek(44 + 9000 * 44_100 * 4)
        file.write(beep)
        file.truncate(44 + size)
    command = [sys.executable, "-c", HOURS, str(path), str(start), str(tmp_path / "a.aac")]
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    ran = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    spent = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
    loudness, kilobytes = ran.stdout.split()
    assert float(loudness) == pytest.approx(-14, abs=0.5)
    assert int(kilobytes) < 300_000
    assert spent < 10


def test_content_is_known_by_its_bytes(tone: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = tmp_path / "copy.wav"
    copy.write_bytes(tone.read_bytes())
    assert content_of(SoundFile(copy)) == content_of(SoundFile(tone))
    data = bytearray(tone.read_bytes())
    data[-5] ^= 1
    copy.write_bytes(data)
    assert content_of(SoundFile(copy)) != content_of(SoundFile(tone))
    monkeypatch.setattr(files, "HASHED_WHOLE", 1000)
    large = content_of(SoundFile(tone))
    assert large == content_of(SoundFile(tone))
    assert large != content_of(SoundFile(copy))


def test_a_length_is_counted_once(tone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = length_of(SoundFile(tone), 0.25, 7.0)
    monkeypatch.setattr(files, "_decoded", None)  # counting again would fail
    assert length_of(SoundFile(tone), 0.25, 7.0) == first == 7.0
