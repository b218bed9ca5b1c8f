"""A film held against a platform's profile: one rule a function, on what was read back from the file itself.

An unknown figure holds nothing. What a rule finds is a `Breach`; some can be mended by encoding the film smaller.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from infoclip.publish.probe import Probe
from infoclip.publish.profiles import Figure, Profile
from infoclip.sound.loudness import HIGHEST_PEAK, TARGET_LUFS, Loudness

Mend = Literal["", "size", "bitrate"]

LOUDER = 0.5
"""LU above the target that a film may be: platforms turn louder ones down, and their limiters are heard."""

_BRANDS = ("iso", "mp4", "avc", "M4V")
_SLACK = 1 / 20  # of an audio bitrate: an encoder comes near it, and short clips less near
_QUIET_SLACK = 1 / 4  # below it: quiet passages need fewer bits than are allowed


@dataclass(frozen=True, slots=True)
class Breach:
    """One way in which a film is not what a platform takes. `mend` says what would have to become smaller."""

    what: str
    message: str
    mend: Mend = ""


@dataclass(frozen=True, slots=True)
class Held:
    """What is held: the file as `found`, its `loudness` (None without sound), for a `profile`.

    A `draft` has another size on purpose.
    """

    found: Probe
    profile: Profile
    loudness: Loudness | None = None
    draft: bool = False


def breaches(held: Held) -> list[Breach]:
    """Everything in which a film is not what its platform takes; empty for a right one."""
    return [breach for rule in RULES for breach in rule(held)]


def container(held: Held) -> Iterator[Breach]:
    """Every platform here takes MP4."""
    if not held.found.brand.startswith(_BRANDS):
        yield Breach("container", f"the file is '{held.found.brand or 'nothing known'}', not MP4")


def canvas(held: Held) -> Iterator[Breach]:
    """The frame is one of those it takes; pixels are square."""
    found = held.found
    sizes = [(canvas.width, canvas.height) for canvas in held.profile.canvases]
    if not held.draft and (found.width, found.height) not in sizes:
        wanted = " or ".join(f"{width}x{height}" for width, height in sizes)
        yield Breach("canvas", f"the frame is {found.width}x{found.height}, not {wanted}")
    if not found.square_pixels:
        yield Breach("canvas", "its pixels are not square")


def codec(held: Held) -> Iterator[Breach]:
    """Codec, profile and level."""
    found, rules = held.found, held.profile.video
    if rules.codecs.value is not None and found.codec not in rules.codecs.value:
        yield Breach("codec", f"the codec is {found.codec}, not {' or '.join(rules.codecs.value)}")
    yield from _same("profile", found.profile, rules.profile)
    if rules.level.value is not None and found.level > rules.level.value:
        yield Breach("level", f"the level is {found.level:g}, above {rules.level.value:g}")


def pixels(held: Held) -> Iterator[Breach]:
    """The pixel format it names; colours always tagged as what they are, or players guess."""
    yield from _same("pixel format", held.found.pixels, held.profile.video.pixels)
    if held.found.colors != ("tv", "bt709", "bt709", "bt709"):
        yield Breach("colours", f"its colours are tagged {' '.join(held.found.colors)}, not tv bt709")
    yield from _same("scan", "progressive" if held.found.progressive else "interlaced", held.profile.video.scan)


def rate(held: Held) -> Iterator[Breach]:
    """Frames a second, and that they come evenly."""
    found, rules = held.found, held.profile.frame_rate
    fps = float(found.fps)
    if rules.max.value is not None and fps > rules.max.value + 0.01:
        yield Breach("frame rate", f"{fps:g} frames a second, above {rules.max.value:g}")
    if rules.min.value is not None and fps < rules.min.value - 0.01:
        yield Breach("frame rate", f"{fps:g} frames a second, under {rules.min.value:g}")
    if held.profile.video.constant_rate.value and not found.constant_rate:
        yield Breach("constant rate", "its pictures are not shown equally long")


def groups(held: Held) -> Iterator[Breach]:
    """Key pictures as often as it asks, by those that are really there."""
    found, rules = held.found, held.profile.video
    if rules.max_gop.value is not None and found.gop > rules.max_gop.value * found.fps + 0.5:
        yield Breach(
            "gop", f"{found.gop_seconds:.2f} s from one key picture to the next, above {rules.max_gop.value:g}"
        )
    if rules.closed_gop.value and not found.closed_gop:
        yield Breach("closed gop", "its groups of pictures are not closed")


def structure(held: Held) -> Iterator[Breach]:
    """How the file is built."""
    rules = held.profile.video
    if rules.edit_lists.value is False and held.found.edit_lists:
        yield Breach("edit lists", "the file holds edit lists")
    if rules.moov_first.value and not held.found.moov_first:
        yield Breach("header", "the file's header comes after its pictures")


def bitrate(held: Held) -> Iterator[Breach]:
    """The busiest second keeps the limit, so every player's buffer does."""
    most = held.profile.video.max_bitrate.value
    if most is not None and held.found.peak_bitrate > most:
        yield Breach(
            "bitrate", f"{_mega(held.found.peak_bitrate)} Mb/s in its busiest second, above {_mega(most)}", "bitrate"
        )


def size(held: Held) -> Iterator[Breach]:
    """Its bytes."""
    most = held.profile.max_bytes.value
    if most is not None and held.found.size > most:
        yield Breach("size", f"{_mega(held.found.size)} MB, above {_mega(most)}", "size")


def duration(held: Held) -> Iterator[Breach]:
    """How long it lasts."""
    seconds, rules = max(held.found.seconds, held.found.audio_seconds), held.profile.seconds
    if rules.max.value is not None and seconds > rules.max.value + 0.001:
        yield Breach("duration", f"{seconds:.2f} s, longer than {rules.max.value:g}")
    if rules.min.value is not None and seconds < rules.min.value - 0.001:
        yield Breach("duration", f"{seconds:.2f} s, shorter than {rules.min.value:g}")


def sound(held: Held) -> Iterator[Breach]:
    """Its sound track, where it has one."""
    found, rules = held.found, held.profile.audio
    if not found.sounds:
        if rules.needed.value:
            yield Breach("sound", "the film is silent, and it takes none without sound")
        return
    yield from _same("audio codec", found.audio_codec, rules.codec)
    if rules.codec.value == "aac" and found.audio_profile not in ("LC", ""):
        yield Breach("audio codec", f"the sound is AAC {found.audio_profile}, not AAC-LC")
    yield from _same("audio rate", found.audio_rate, rules.rate)
    if rules.max_rate.value is not None and found.audio_rate > rules.max_rate.value:
        yield Breach("audio rate", f"the sound has {found.audio_rate} Hz, above {rules.max_rate.value}")
    if rules.channels.value is not None and found.audio_channels not in rules.channels.value:
        wanted = " or ".join(map(str, rules.channels.value))
        yield Breach("channels", f"the sound has {found.audio_channels} channels, not {wanted}")
    yield from _audio_bitrate(found, rules.bitrate, rules.min_bitrate)


def _audio_bitrate(found: Probe, stated: Figure[int], least: Figure[int]) -> Iterator[Breach]:
    if stated.value is not None and found.audio_bitrate > stated.value * (1 + _SLACK):
        yield Breach("audio bitrate", f"{found.audio_bitrate / 1000:.0f} kb/s of sound, above {stated.value / 1000:g}")
    if least.value is not None and found.audio_bitrate < least.value * (1 - _QUIET_SLACK):
        yield Breach("audio bitrate", f"{found.audio_bitrate / 1000:.0f} kb/s of sound, under {least.value / 1000:g}")


def loudness(held: Held) -> Iterator[Breach]:
    """Not louder than platforms play, and no peak that their own encoding would clip."""
    if held.loudness is None:
        return
    if held.loudness.integrated > TARGET_LUFS + LOUDER:
        yield Breach("loudness", f"{held.loudness.integrated:.1f} LUFS, above {TARGET_LUFS:g}")
    if held.loudness.peak > HIGHEST_PEAK:
        yield Breach("true peak", f"a true peak of {held.loudness.peak:.1f} dB, above {HIGHEST_PEAK:g}")


RULES: tuple[Callable[[Held], Iterator[Breach]], ...] = (
    container, canvas, codec, pixels, rate, groups, structure, bitrate, size, duration, sound, loudness,
)  # fmt: skip


def _same(what: str, found: object, wanted: Figure[str] | Figure[int]) -> Iterator[Breach]:
    if wanted.value is not None and found != wanted.value:
        yield Breach(what, f"the {what} is {found or 'unknown'}, not {wanted.value}")


def _mega(value: float) -> str:
    return f"{value / 1_000_000:.3g}"
