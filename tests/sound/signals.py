"""Sounds that tests are made with: tones, a voice, clicks, noise; written as WAV, read back by ffmpeg."""

from __future__ import annotations

import subprocess
import wave as wav
from pathlib import Path

import numpy as np

from infoclip.program import ffmpeg_exe
from infoclip.sound.synthesis import RATE


def times(seconds: float, rate: int = RATE) -> np.ndarray:
    return np.arange(round(seconds * rate)) / rate


def both(mono: np.ndarray) -> np.ndarray:
    """One channel as two: (n, 2) float32."""
    return np.repeat(np.asarray(mono)[:, None], 2, axis=1).astype(np.float32)


def sine(seconds: float, level: float, hertz: float = 997.0) -> np.ndarray:
    return both(level * np.sin(2 * np.pi * hertz * times(seconds)))


def voice(seconds: float, level: float = 0.3, *, pauses: bool = True) -> np.ndarray:
    """Something like a voice: a buzz of 140 Hz in syllables, three a second, with pauses between phrases."""
    t = times(seconds)
    buzz = sum(np.sin(2 * np.pi * 140 * k * t + k) / k for k in range(1, 12))
    syllables = np.clip(np.sin(2 * np.pi * 3.1 * t), 0, 1)
    phrases = np.sin(2 * np.pi * 0.31 * t) > -0.3 if pauses else True
    return both(level / 2 * buzz * syllables * phrases)


def clicks_over_a_pad(seconds: float) -> np.ndarray:
    t = times(seconds)
    mono = 0.05 * sum(np.sin(2 * np.pi * hertz * t) for hertz in (110, 220.7, 331))
    for at in range(12):
        mono[at :: RATE // 2] = (-1) ** at
    return both(mono)


def noise(seconds: float) -> np.ndarray:
    random = np.random.default_rng(3)
    return random.uniform(-1, 1, (round(seconds * RATE), 2)).astype(np.float32)


def loud_music(seconds: float) -> np.ndarray:
    """As pressed as music is: about -6 LUFS."""
    t = times(seconds)
    return both(np.sign(np.sin(2 * np.pi * 90 * t)) * 0.65 * (0.6 + 0.4 * np.sin(2 * np.pi * 2 * t)))


def written(path: Path, wave: np.ndarray, rate: int = RATE) -> Path:
    """`wave` (n, channels) as a WAV file of 16 bits."""
    with wav.open(str(path), "wb") as file:
        file.setnchannels(wave.shape[1])
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes((np.clip(wave, -1, 1) * 32767).astype("<i2").tobytes())
    return path


def converted(source: Path, target: Path, *options: str) -> Path:
    """`source` as ffmpeg writes it for the ending of `target`."""
    ran = subprocess.run(
        [ffmpeg_exe(), "-nostdin", "-v", "error", "-y", "-i", str(source), *options, str(target)],
        capture_output=True,
        check=True,
        timeout=60,
    )
    assert not ran.stderr, ran.stderr
    return target


def decoded(path: Path, channels: int = 1) -> np.ndarray:
    """What is in a file, at 48 kHz: (n,) of one channel or (n, channels)."""
    command = [ffmpeg_exe(), "-nostdin", "-v", "error", "-i", str(path), "-vn", "-f", "f32le", "-ar", str(RATE)]
    command += ["-ac", str(channels), "-"]
    done = subprocess.run(command, capture_output=True, check=True, timeout=60)
    samples = np.frombuffer(done.stdout, "<f4")
    return samples if channels == 1 else samples.reshape(-1, channels)


def decibels(wave: np.ndarray) -> float:
    """The RMS level of `wave` in dB."""
    return float(10 * np.log10(np.mean(np.asarray(wave, dtype=np.float64) ** 2) + 1e-12))
