"""Films to files: a temporary name in the same folder, written, read back, and only then renamed.

So a file with its final name is always a whole film that was checked, whatever happened on the way.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from infoclip.errors import InputError, Problem, WorkError
from infoclip.film.clip import FilmSettings, FilmShape, Frame, Progress, build_clip, write_film
from infoclip.film.render import FilmPlan, render_film
from infoclip.publish.files import check_folder, check_writable, replacing
from infoclip.publish.probe import Probe, probe
from infoclip.sound.apart import write_soundtrack_apart
from infoclip.sound.loudness import Loudness
from infoclip.sound.mix import AAC_BITRATE, SoundPlan


@dataclass(frozen=True, slots=True)
class Film:
    """A film that was written and read back as `found`. `loudness` is None without a sound track."""

    path: Path
    width: int
    height: int
    fps: int
    frames: int
    size: int
    loudness: Loudness | None = None
    found: Probe | None = None

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return self.frames / self.fps


def film_paths(output: Path, name: str, asked: Sequence[str], what: str = "format") -> dict[str, Path]:
    """Where each of the films `asked` goes: `output` itself when it is an .mp4, else NAME-ASKED.mp4 in that folder.

    `what` they are: formats or platforms. Every folder is made and tried before anything is drawn. Raises InputError
    for a place that cannot be written.
    """
    if output.suffix.lower() == ".mp4":
        if len(asked) != 1:
            message = f"{output.name} is one file, but there are {len(asked)} {what}s: {', '.join(asked)}"
            raise InputError(Problem(message, hint=f"give a folder with -o, or one {what}", code="output"))
        paths = {asked[0]: output}
    else:
        check_folder(output, film=True)
        paths = {item: output / f"{name}-{item}.mp4" for item in asked}
    for path in paths.values():
        check_writable(path)
    return paths


@dataclass(frozen=True, slots=True)
class FilmJob:
    """A film to write: its frames, its form, how it is encoded, and what is heard (None: nothing).

    Frames come from a `FilmPlan`, which encodes by segments in several processes and only what no cache holds; or ready
    made, in order, from anywhere (read once, encoded in one go). `settings.sound` is set here, from `sound`, which is
    encoded at `audio_bitrate` bits a second.
    """

    frames: FilmPlan | Iterable[Frame]
    shape: FilmShape
    settings: FilmSettings
    sound: SoundPlan | None = None
    audio_bitrate: int = AAC_BITRATE


def publish_film(job: FilmJob, path: Path, progress: Progress | None = None) -> Film:
    """Write a film to `path` with its sound track, read it back, and give it its name.

    Raises InputError for a place that cannot be written or a sound that does not exist, WorkError for all that can go
    wrong later (encoder, disk, a file that is not what was asked for). Nothing half done is left behind.
    """
    shape = job.shape
    with replacing(path) as part, tempfile.TemporaryDirectory(prefix="infoclip-") as folder:
        track = Path(folder) / "sound.aac"
        loudness = write_soundtrack_apart(job.sound, track, job.audio_bitrate) if job.sound is not None else None
        settings = replace(job.settings, sound=track if loudness is not None else None)
        if isinstance(job.frames, FilmPlan):
            render_film(job.frames, part, settings, progress)
        else:
            write_film(build_clip(job.frames, shape), shape, part, settings, progress)
        found = probe(part)
        faults = film_faults(found, shape, sounds=loudness is not None)
        if faults:
            raise WorkError(f"{path.name} did not come out as planned: " + "; ".join(faults))
    return Film(path, found.width, found.height, shape.fps, found.frames, found.size, loudness, found)


def film_faults(found: Probe, shape: FilmShape, *, sounds: bool) -> list[str]:
    """What is not as planned in a film that was read back; empty for a right one."""
    seconds = shape.frame_count / shape.fps
    wanted: Mapping[str, tuple[object, object]] = {
        "frames": (found.frames, shape.frame_count),
        "frame size": ((found.width, found.height), (shape.width, shape.height)),
        "frames a second": (found.fps, Fraction(shape.fps)),
        "start": (round(found.start, 3), 0.0),
        "codec": (found.codec, "h264"),
        "pixels": (found.pixels, "yuv420p"),
        "colours": (found.colors, ("tv", "bt709", "bt709", "bt709")),
        "header before the pictures": (found.moov_first, True),
        "edit lists": (found.edit_lists, False),
        "sound": (found.audio_codec, "aac" if sounds else ""),
    }
    faults = [f"{name} {is_!s} instead of {should!s}" for name, (is_, should) in wanted.items() if is_ != should]
    if abs(found.seconds - seconds) > 0.5 / shape.fps:
        faults.append(f"{found.seconds:.3f} s instead of {seconds:.3f} s")
    if sounds and not seconds - 0.1 < found.audio_seconds <= seconds + 0.001:
        faults.append(f"the sound lasts {found.audio_seconds:.3f} s of {seconds:.3f} s")
    return faults
