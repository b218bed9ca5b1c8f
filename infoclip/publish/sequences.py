"""Films for editors and the web beside the MP4: WebM, overlays with alpha, and folders of pictures."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from infoclip.draw.effects import carried_outwards
from infoclip.errors import InputError, Problem
from infoclip.film.clip import FilmTags, Progress
from infoclip.film.frames import device_size, iter_frames
from infoclip.film.overlays import OverlayFrames
from infoclip.film.pictures import frame_pictures
from infoclip.film.streams import BT709, RawVideo, pipe_video
from infoclip.publish.files import check_writable, disk_faults, replacing
from infoclip.publish.pictures import png
from infoclip.publish.stills import StillLook
from infoclip.sound.apart import write_soundtrack_apart
from infoclip.sound.mix import SoundPlan
from infoclip.timeline.timeline import Timeline

# Straight (not multiplied) colours, bt709: what editors expect of an overlay.
_TO_YUV = "scale=out_color_matrix=bt709:out_range=tv:flags=accurate_rnd+full_chroma_int"
_VP9 = ("-c:v", "libvpx-vp9", "-b:v", "0", "-deadline", "good", "-cpu-used", "5", "-row-mt", "1", "-g", "150")
_PRORES = ("-c:v", "prores_ks", "-profile:v", "4444", "-vendor", "apl0", "-qscale:v", "11", "-alpha_bits", "16")
OVERLAY_OPTIONS = {
    ".mov": ["-vf", f"{_TO_YUV},format=yuva444p10le", *_PRORES, *BT709, "-movflags", "+faststart", "-f", "mov"],
    ".webm": [
        "-vf", f"{_TO_YUV},format=yuva420p", *_VP9, "-crf", "24", "-auto-alt-ref", "0", *BT709, "-f", "webm",
    ],
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Moving:
    """What of a clip is written: its frames, at `scale` device pixels a design pixel."""

    timeline: Timeline
    look: StillLook
    frames: range
    scale: float = 1.0

    @property
    def size(self) -> tuple[int, int]:
        """Its pictures' size in pixels."""
        return device_size(self.look.format.width, self.look.format.height, self.scale)

    def raw(self, pixels: str) -> RawVideo:
        """What ffmpeg is told of its pictures as they come."""
        return RawVideo(*self.size, self.timeline.fps, pixels, len(self.frames))


def write_webm(
    moving: Moving, path: Path, sound: SoundPlan | None, tags: FilmTags, progress: Progress | None = None
) -> Path:
    """Write the clip as WebM: VP9 and Opus. Raises as `files.replacing`, WorkError for what fails later."""
    frames = iter_frames(moving.timeline, theme=moving.look.theme, scale=moving.scale, frames=moving.frames)
    with replacing(path) as part, tempfile.TemporaryDirectory(prefix="infoclip-") as folder:
        track = Path(folder) / "sound.aac"
        sounds = sound is not None and write_soundtrack_apart(sound, track) is not None
        options = (
            ["-i", str(track), "-map", "0:v:0", "-map", "1:a:0", "-c:a", "libopus", "-b:a", "128k"] if sounds else []
        )
        options += [*_VP9, "-crf", "30", *BT709, "-map_metadata", "-1"]
        options += ["-metadata", f"title={tags.title}"] if tags.title else []
        for stream in ("v", "a")[: 1 + sounds]:
            options += [f"-metadata:s:{stream}:0", f"language={tags.language}"]
        pipe_video(frames, moving.raw("yuv420p"), [*options, "-f", "webm"], part, progress)
    return path


def write_overlay(moving: Moving, path: Path, progress: Progress | None = None) -> Path:
    """Write the clip's marks without their ground, with alpha: ProRes 4444 (.mov) or VP9 (.webm)."""
    pictures = OverlayFrames(moving.timeline, moving.look.theme, moving.scale).pictures(moving.frames)
    frames = _bytes_of(pictures)
    with replacing(path) as part:
        pipe_video(frames, moving.raw("rgba"), OVERLAY_OPTIONS[path.suffix], part, progress)
    return path


def _bytes_of(pictures: Iterable[Image.Image]) -> Iterator[bytes]:
    """Each picture's bytes; one that stands still is not made anew. Edges keep their colour when chroma is halved."""
    last: Image.Image | None = None
    data = b""
    for picture in pictures:
        if picture is not last:
            last, data = picture, carried_outwards(picture).tobytes()
        yield data


def write_pictures(moving: Moving, folder: Path, *, overlay: bool = False, progress: Progress | None = None) -> Path:
    """Write every frame as PNG into `folder` (00001.png and so on), which appears whole or not at all.

    An older folder of the same name is replaced, if nothing but such pictures is in it.
    """
    if overlay:
        pictures = OverlayFrames(moving.timeline, moving.look.theme, moving.scale).pictures(moving.frames)
    else:
        pictures = frame_pictures(moving.timeline, theme=moving.look.theme, scale=moving.scale, frames=moving.frames)
    with replacing_folder(folder) as part, disk_faults(folder):
        for number, picture in enumerate(pictures, start=1):
            name = part / f"{number:05d}.png"
            if picture.mode == "RGB":
                name.write_bytes(png(picture))
            else:
                picture.save(name, "PNG", compress_level=1)
            if progress is not None:
                progress(number, len(moving.frames))
    return folder


@contextmanager
def replacing_folder(folder: Path) -> Iterator[Path]:
    """A temporary folder beside `folder`, which takes its name at the end, or is removed when anything goes wrong.

    Raises InputError for a place that cannot be written, and for a folder that holds anything but numbered pictures.
    """
    check_writable(folder.with_suffix(".part"))
    if folder.exists() and (not folder.is_dir() or any(not _numbered(item) for item in folder.iterdir())):
        message = f"cannot write {folder}: something else is there"
        raise InputError(Problem(message, hint="choose another place with -o, or move it away", code="output"))
    part = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", suffix=".part", dir=folder.parent))
    try:
        yield part
        with disk_faults(folder):
            part.chmod(0o755)
            if folder.exists():
                shutil.rmtree(folder)
            part.rename(folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _numbered(path: Path) -> bool:
    return path.suffix == ".png" and path.stem.isdigit()
