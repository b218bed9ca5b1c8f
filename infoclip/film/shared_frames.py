"""Frames in memory that two processes see: one fills a place, the other encodes what is there."""

from __future__ import annotations

import mmap
import os
from collections.abc import Sequence

FRAMES_BYTES = 10_000_000
"""What frames drawn ahead may take together: three of 1080x1920. Five are not quicker, and 6 MB more on either side."""


def place_count(frame_bytes: int) -> int:
    """How many frames of a size are drawn ahead."""
    return min(12, max(2, FRAMES_BYTES // frame_bytes))


def shared_places(file: int, frame_bytes: int, count: int) -> Sequence[memoryview]:
    """`count` places for a frame each in the shared `file` (a descriptor), which is made as long as they are.

    Raises OSError when there is not that much memory.
    """
    size = frame_bytes * count
    if os.fstat(file).st_size < size:
        os.ftruncate(file, size)
    whole = memoryview(mmap.mmap(file, size))
    return [whole[at : at + frame_bytes] for at in range(0, size, frame_bytes)]
