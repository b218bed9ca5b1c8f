"""A segment's file: its frames through x264, and the held pictures after them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from infoclip.errors import WorkError
from infoclip.film.clip import EncoderSettings, FilmSettings, FilmShape, Frame, build_clip, write_film
from infoclip.film.held import append_held
from infoclip.film.reports import Report, Tell
from infoclip.film.stream_writer import STREAM_SUFFIX

_REPORT_EVERY = 5  # frames


@dataclass(frozen=True, slots=True)
class Piece:
    """`encoded` frames, and the last of them `held` times more, to be written to the file `path`."""

    path: Path
    encoded: int
    held: int


@dataclass(frozen=True, slots=True)
class Press:
    """How pieces are encoded: a frame's size in pixels, frames a second, and x264's settings."""

    width: int
    height: int
    fps: int
    encoder: EncoderSettings

    @property
    def frame_bytes(self) -> int:
        return self._shape(1).frame_bytes

    def write(self, piece: Piece, frames: Iterator[Frame], tell: Tell) -> bool:
        """Write `piece`, held pictures and all. False, and nothing written, when what x264 made is no stream that held
        pictures can follow: then it must be given them as well.
        """
        part = piece.path.with_name(f"{piece.path.stem}-{os.getpid()}{STREAM_SUFFIX}")
        # A name of this process alone: the encoder of one that was killed may still be writing.
        self._encode(frames, piece.encoded, part, tell)
        if piece.held:
            try:
                part.write_bytes(append_held(part.read_bytes(), piece.held))
            except WorkError:
                part.unlink()
                return False
        part.replace(piece.path)
        return True

    def write_all(self, piece: Piece, frames: Iterator[Frame], tell: Tell) -> None:
        """Write `piece` from all its frames, the held ones too."""
        whole = replace(piece, encoded=piece.encoded + piece.held, held=0)
        self.write(whole, frames, tell)

    def _shape(self, count: int) -> FilmShape:
        return FilmShape(self.width, self.height, self.fps, (count,))

    def _encode(self, frames: Iterator[Frame], count: int, path: Path, tell: Tell) -> None:
        shape = self._shape(count)
        told = 0

        def progress(done: int, total: int) -> None:
            nonlocal told
            if done - told >= _REPORT_EVERY:
                tell(Report(frames=done - told))
                told = done

        write_film(build_clip(frames, shape), shape, path, FilmSettings(self.encoder), progress)
