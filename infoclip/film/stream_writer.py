"""A segment through x264 in this process (PyAV): one closed group of pictures as a bare stream (Annex B).

The encoder is ffmpeg's own, with the settings that `clip.py` gives ffmpeg for whole films. In this process it needs no
pipe for 3 MB a frame and no program to start for every segment: a tenth of a render's time, a quarter of its memory.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from infoclip.errors import WorkError
from infoclip.film.instructions import steady_instructions

if TYPE_CHECKING:
    from infoclip.film.clip import EncoderSettings, FilmShape, Frame

STREAM_SUFFIX = ".h264"
STREAM_THREADS = 2
"""Segments are encoded side by side, so few threads each; always as many, for their number changes the bytes."""

_QUICK = "bframes=2:subme=1"
"""Two pictures between others at most, where x264 would take three: a tenth less to compute for one hundredth more to
store. Motion to the quarter pixel refined once, not twice: another fifth to third less, for 5 to 11 % more to store
and SSIM within 0.0005 at the same crf (three clips): what is drawn moves by whole shapes. Presets that take their time
keep their own."""

_BT709, _LIMITED = 1, 1  # ffmpeg's numbers, ITU-T H.273


def load_encoder() -> None:
    """Import what encoding takes, before there is anything to encode."""
    import av  # noqa: F401


class StreamWriter:
    """Frames as planes (width * height * 3/2 bytes, yuv420p, bt709, limited range) to the stream `path`.

    Nothing is written before `close`. Two threads have a picture each: sharing one as slices takes a sixth longer.
    """

    def __init__(self, path: Path, shape: FilmShape, encoder: EncoderSettings) -> None:
        import av

        self._path, self._shape, self._count = path, shape, 0
        self._packets: list[bytes] = []
        self._errors = av.FFmpegError
        self._context: Any = av.CodecContext.create("libx264", "w")
        context = self._context
        context.width, context.height, context.pix_fmt = shape.width, shape.height, "yuv420p"
        context.time_base, context.framerate = Fraction(1, shape.fps), Fraction(shape.fps)
        context.gop_size = max(1, round(encoder.gop_seconds * shape.fps))
        context.thread_count, context.thread_type = encoder.threads or STREAM_THREADS, "FRAME"
        context.color_range, context.colorspace = _LIMITED, _BT709
        context.color_primaries, context.color_trc = _BT709, _BT709
        # The cuts are ours; without pyramids of B pictures the one shown last is the first reference of those after it.
        quick = _QUICK if encoder.preset in ("superfast", "veryfast") else ""
        x264 = ":".join(filter(None, ["b-pyramid=none", quick, steady_instructions(), encoder.x264]))
        context.options = {
            "preset": encoder.preset, "crf": f"{encoder.crf:g}", "profile": "high",
            "flags": "+cgop", "sc_threshold": "0", "x264-params": x264,
        }  # fmt: skip

    def write_frame(self, frame: Frame) -> None:
        """Encode one frame, which may change afterwards. Raises WorkError when x264 refuses it or its settings."""
        import numpy
        from av import VideoFrame

        rows = numpy.frombuffer(frame, dtype=numpy.uint8).reshape(self._shape.height * 3 // 2, self._shape.width)
        picture: Any = VideoFrame.from_numpy_buffer(rows, format="yuv420p")
        picture.pts, picture.time_base = self._count, Fraction(1, self._shape.fps)
        self._count += 1
        self._encode(picture)

    def close(self) -> None:
        """Finish the stream and write it. Raises WorkError as `write_frame`, and when the disk does not take it."""
        self._encode(None)
        try:
            self._path.write_bytes(b"".join(self._packets))
        except OSError as error:
            raise WorkError(f"a segment of the film cannot be written: {error.strerror or error}") from error

    def abort(self) -> None:
        """Let go of everything."""
        self._context = None
        self._packets.clear()

    def _encode(self, picture: Any) -> None:
        try:
            self._packets += [bytes(packet) for packet in self._context.encode(picture)]
        except self._errors as error:
            raise WorkError(f"the encoder stopped while the film was written: {error}") from error
