"""The process that encodes what another one draws (`drawn_here.py`): `python -m infoclip.film.encoder`.

What it is to do comes through standard input, reports go to standard output, frames are in memory that both see. It
loads nothing that draws, and ends when its input does or when it is asked to.
"""

from __future__ import annotations

import contextlib
import pickle
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from infoclip.film.clip import Frame, ready_to_write
from infoclip.film.reports import Report, Tell, serve
from infoclip.film.segment_file import Piece, Press
from infoclip.film.shared_frames import shared_places
from infoclip.machine import tune_heap

_KEPT, _APART = 60_000_000, 12_000_000
"""An encoder takes 130 MB in pieces of up to 10, and the next one as many: fetched again and again that is a
twelfth of a render.
"""


@dataclass(frozen=True, slots=True)
class Feed:
    """What an encoder is told first: how it encodes, and where frames come to: `places` of them in the memory `file`,
    a descriptor that is the same in both processes.
    """

    press: Press
    file: int
    places: int


def encode(orders: IO[bytes], tell: Tell) -> None:
    """Encode every `Piece` that comes, each from the frames whose places come after it. Raises EOFError at the end."""
    feed: Feed = pickle.load(orders)
    tune_heap(_KEPT, _APART)
    places = shared_places(feed.file, feed.press.frame_bytes, feed.places)

    def frames(count: int) -> Iterator[Frame]:
        for _ in range(count):
            place: int = pickle.load(orders)
            yield places[place]
            tell(Report(taken=place))

    while True:
        piece: Piece = pickle.load(orders)
        coming = frames(piece.encoded)
        written = feed.press.write(piece, coming, tell)
        for _ in coming:  # the end after the last one
            raise AssertionError("more frames were drawn than ordered")
        tell(Report(done=written, unheld=not written))


def prepared(orders: IO[bytes], tell: Tell) -> None:
    """`encode` until the orders end, once what writes films is imported."""
    ready_to_write()
    with contextlib.suppress(EOFError):
        encode(orders, tell)


if __name__ == "__main__":
    serve(prepared)
