"""Memory that nothing holds any more, given back to the system."""

from __future__ import annotations

import contextlib
import ctypes
import sys


def give_back_memory() -> None:
    """Return what was freed (glibc keeps a quarter of what pictures and sound took); elsewhere systems see to it."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).malloc_trim(0)
