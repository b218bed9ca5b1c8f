"""Frames of footage as sprites: read through moviepy in their order, as planes that film takes without conversion.

ffmpeg turns, crops and scales the pictures and gives Y, U and V (bt709, limited range); a frame of the film is then cut
from its pipe. Every process reads from the same first frame on and in order, so all of them see the same pictures.
"""

from __future__ import annotations

import atexit
import subprocess
from collections import OrderedDict
from functools import lru_cache
from typing import Any, NamedTuple

from PIL import Image

from infoclip.draw.pixels import Cover, Pixels, Sprite, rgb_of_planes, yuv
from infoclip.draw.shade import TINT, caps_of, deeper_mask, full_part, shade_mask
from infoclip.draw.shapes import rounded_mask
from infoclip.draw.warp import Size
from infoclip.errors import InputError, Place, Problem
from infoclip.marks.marks import Shade, VideoMark

_MOST_OPEN = 3
_SPARE_FRAMES = 3
"""How many frames a file may hold fewer than it says without being called damaged."""

Planes = tuple[Image.Image, Image.Image, Image.Image]


def video_sprites(mark: VideoMark, scale: float, frame: int) -> tuple[Sprite, ...]:
    """Frame `frame` of `mark` with its box's corner at (0, 0), at `scale`. Raises InputError for a damaged file."""
    size = even_size(mark, scale)
    planes = _reader(mark, size).frame(frame)
    sprite = Sprite(0, 0, PlanePixels(_veiled(planes, mark)), None)
    if mark.radius > 0:
        sprite = Sprite(0, 0, sprite.paint, Cover(rounded_mask(size, mark.radius * scale)))
    return (sprite,)


def prepare_video(mark: VideoMark, scale: float) -> bool:
    """Have the file of `mark` opened before its first frame is asked for; whether it was not yet. ffmpeg then decodes
    that meanwhile.
    """
    size = even_size(mark, scale)
    opens = (mark.key, size) not in _readers
    if opens:
        _reader(mark, size).open()
    return opens


def even_size(mark: VideoMark, scale: float) -> Size:
    """The size of the mark in device pixels: even, for its chroma has half as many."""
    return 2 * max(1, round(mark.width * scale / 2)), 2 * max(1, round(mark.height * scale / 2))


class PlanePixels(Pixels):
    """Colours that come as planes Y, U, V; RGB is made of them where a still wants it."""

    __slots__ = ("_planes",)

    def __init__(self, planes: Planes) -> None:
        super().__init__(None, planes[0].size)
        self._planes = planes

    def _make_rgb(self) -> Image.Image:
        y, u, v = self._planes
        blue, red = (plane.resize(y.size, Image.Resampling.BILINEAR) for plane in (u, v))
        return rgb_of_planes((y, blue, red))

    def _make_luma(self) -> Image.Image:
        return self._planes[0]

    def _make_chroma(self, px: int, py: int) -> tuple[Image.Image, Image.Image]:
        return self._planes[1:] if (px, py) == (0, 0) else super()._make_chroma(px, py)

    @property
    def weight(self) -> int:
        return self.size[0] * self.size[1] * 3 // 2


def _veiled(planes: Planes, mark: VideoMark) -> Planes:
    """Footage with its veil. What it will show is not known, so it is dimmed as the brightest picture would need.

    All colours are scaled alike and moved by the veil's hue, which planes can be as well as RGB: no channel of any
    pixel is then lighter than its cap.
    """
    if mark.shade is None:
        return planes
    tables, parts = _veil_tables(mark.shade), _veil_parts(mark.shade, planes[0].size)
    y, u, v = (
        _under(plane, table, part, value)
        for plane, table, part, value in zip(planes, tables, parts, yuv(mark.shade.color.rgb), strict=True)
    )
    return y, u, v


class _VeilPart(NamedTuple):
    """Where a veil lies on a plane: wholly within `full`, as `soft` says within `fading`, once more by `deeper`."""

    full: tuple[int, int, int, int]
    fading: tuple[int, int, int, int]
    soft: Image.Image
    deeper: Image.Image | None


@lru_cache(maxsize=4)
def _veil_parts(shade: Shade, size: Size) -> tuple[_VeilPart, _VeilPart, _VeilPart]:
    """The veil on planes Y, U and V; `size` is that of Y."""
    mask, deeper = shade_mask(shade, size), deeper_mask(shade, size)
    full = full_part(shade, size)
    half = mask.reduce(2)
    luma = _veil_part(shade, mask, full, deeper)
    left, top, right, bottom = full
    ends = half.width if right == size[0] else right // 2, half.height if bottom == size[1] else bottom // 2
    small = (left + 1) // 2, (top + 1) // 2, *ends
    within = max(0, small[2] - small[0]), max(0, small[3] - small[1])  # nothing where the whole part is one pixel deep
    reduced = deeper.resize(within) if deeper is not None and all(within) else None
    chroma = _veil_part(shade, half, small, reduced)
    return luma, chroma, chroma


def _veil_part(
    shade: Shade, mask: Image.Image, full: tuple[int, int, int, int], deeper: Image.Image | None
) -> _VeilPart:
    left, top, right, bottom = mask.getbbox() or full
    fading = {
        "bottom": (left, top, right, full[1]),
        "top": (left, full[3], right, bottom),
        "right": (left, top, full[0], bottom),
        "left": (full[2], top, right, bottom),
        "all": (0, 0, 0, 0),
    }[shade.side]
    return _VeilPart(full, fading, mask.crop(fading), deeper)


def _under(plane: Image.Image, table: list[int], part: _VeilPart, value: int) -> Image.Image:
    """`plane` under its part of a veil whose colour has `value` there."""
    veiled = plane.copy()
    veiled.paste(plane.crop(part.full).point(table), part.full)
    if part.deeper is not None:
        veiled.paste(value, part.full, part.deeper)
    if part.soft.width and part.soft.height:
        veiled.paste(plane.crop(part.fading).point(table), part.fading, part.soft)
    return veiled


@lru_cache(maxsize=8)
def _veil_tables(shade: Shade) -> tuple[list[int], list[int], list[int]]:
    """New values of Y, U and V by old ones."""
    zero = 16 if shade.ink.luminance > 0.18 else 235
    caps, tint = yuv(caps_of(shade).rgb), yuv(shade.color.rgb)
    gain = (caps[0] - zero) / (251 - 2 * zero) * (1 - TINT)
    luma = [_within(zero + (value - zero) * gain + (tint[0] - zero) * TINT) for value in range(256)]
    blue, red = (
        [_within(128 + (value - 128) * gain + (cap - 128) * (1 - TINT) + (of - 128) * TINT) for value in range(256)]
        for cap, of in zip(caps[1:], tint[1:], strict=True)
    )
    return luma, blue, red


def _within(value: float) -> int:
    return max(0, min(255, round(value)))


class FrameReader:
    """The frames of one mark at one size, asked for in any order, quick when in theirs."""

    def __init__(self, mark: VideoMark, size: Size) -> None:
        self.mark, self.size = mark, size
        self._reader: Any = None
        self._next = 0
        self._last = b""

    def frame(self, number: int) -> Planes:
        """Frame `number`, 0..count-1, as planes of its own."""
        if self._reader is None or number < self._next - 1:
            self.open()
        while self._next <= number:
            data = self._reader.read_planes()
            if not data:
                self._check_end()
                break
            self._last, self._next = data, self._next + 1
        return self._planes()

    def open(self) -> None:
        """Have ffmpeg begin with the first frame."""
        self.close()
        self._reader = plane_reader(self.mark, self.size)
        self._next, self._last = 0, b""

    def _check_end(self) -> None:
        """The film has ended: as it should, but for a frame or two, or because it is damaged."""
        if self._next >= self.mark.count - _SPARE_FRAMES and self._last:
            self._next = self.mark.count
            return
        what = f"it ends at frame {self.mark.first + self._next} of {self.mark.first + self.mark.count}"
        message = f"this video is damaged: {what}"
        raise InputError(Problem(message, Place(self.mark.path), "export it again", "video"))

    def _planes(self) -> Planes:
        width, height = self.size
        luma, half = width * height, (width // 2, height // 2)
        chroma = half[0] * half[1]
        y = Image.frombytes("L", self.size, self._last[:luma])
        u = Image.frombytes("L", half, self._last[luma : luma + chroma])
        v = Image.frombytes("L", half, self._last[luma + chroma :])
        return y, u, v

    def close(self) -> None:
        """End ffmpeg."""
        if self._reader is not None:
            self._reader.close()
            self._reader = None


def plane_reader(mark: VideoMark, size: Size) -> Any:
    """A reader of moviepy for the frames of `mark`, cropped and scaled to `size` (even), each as planes in a buffer."""
    from moviepy.config import FFMPEG_BINARY
    from moviepy.tools import cross_platform_popen_params, ffmpeg_escape_filename
    from moviepy.video.io.ffmpeg_reader import FFMPEG_VideoReader

    class PlaneReader(FFMPEG_VideoReader):  # type: ignore[misc]  # moviepy has no types
        """Reads yuv420p at one even pace from the first frame on; moviepy's own gives RGB, three times as much."""

        def __init__(self) -> None:
            self.filename, self.size, self.fps = str(mark.path), size, mark.fps
            self.proc: Any = None
            self.initialize()

        def initialize(self, start_time: float = 0.0) -> None:
            self.close()
            # Before the first frame, not at it: a time stamp that was rounded must not lose it. An uneven film is
            # read from its beginning: what stands at a number is known only when it has been brought to an even pace.
            start = max(0.0, (mark.first - 0.5) / mark.fps)
            seek = ["-ss", f"{start:.6f}"] if mark.first and mark.even else []
            command = [FFMPEG_BINARY, "-nostdin", "-loglevel", "quiet", "-threads", "2", *seek]
            command += ["-i", ffmpeg_escape_filename(self.filename), "-map", "0:v:0", "-vf", filter_chain(mark, size)]
            command += ["-fps_mode", "passthrough", "-frames:v", str(mark.count)]
            command += ["-f", "rawvideo", "-pix_fmt", "yuv420p", "-"]
            pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "stdin": subprocess.DEVNULL}
            self.proc = subprocess.Popen(command, **cross_platform_popen_params({"bufsize": -1, **pipes}))

        def read_planes(self) -> bytes:
            """The next frame's bytes; none at the end."""
            wanted = size[0] * size[1] * 3 // 2
            data: bytes = self.proc.stdout.read(wanted)
            return data if len(data) == wanted else b""

        def close(self, delete_lastread: bool = True) -> None:
            if self.proc is not None:
                self.proc.stdout.close()
                self.proc.terminate()
                self.proc.wait()
                self.proc = None

    return PlaneReader()


def filter_chain(mark: VideoMark, size: Size) -> str:
    """The filters of ffmpeg that fill `size` with the picture about its focal point, in the film's colours."""
    aspect, (fx, fy) = size[0] / size[1], mark.focal
    crop = (
        f"crop=w='min(iw,ih*{aspect:.8f}/sar)':h='min(ih,iw*sar/{aspect:.8f})'"
        f":x='max(0,min(iw-ow,{fx:.6f}*iw-ow/2))':y='max(0,min(ih-oh,{fy:.6f}*ih-oh/2))':exact=1"
    )
    scale = f"scale={size[0]}:{size[1]}:flags=bicubic+accurate_rnd:out_color_matrix=bt709:out_range=tv"
    pace = "" if mark.even else f"fps={mark.fps:.10g},trim=start_frame={mark.first},"
    return f"{pace}{crop},{scale},setsar=1,format=yuv420p"


_readers: OrderedDict[tuple[str, Size], FrameReader] = OrderedDict()


def _reader(mark: VideoMark, size: Size) -> FrameReader:
    key = (mark.key, size)
    if key not in _readers:
        while len(_readers) >= _MOST_OPEN:
            _readers.popitem(last=False)[1].close()
        _readers[key] = FrameReader(mark, size)
    _readers.move_to_end(key)
    return _readers[key]


@atexit.register
def close_readers() -> None:
    """End every ffmpeg that still reads."""
    while _readers:
        _readers.popitem()[1].close()
