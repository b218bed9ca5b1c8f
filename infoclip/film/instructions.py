"""The processor's instructions that x264 may use: those with which the same frames always become the same bytes.

With AVX-512, x264 (core 165 and before) weighs blocks past the right edge of a frame too, from memory that nobody
has written, whenever the frame's width is no multiple of 256: one run in some hundreds has other bytes than the rest.
Filling that memory (glibc's MALLOC_PERTURB_) changes them every time, with AVX2 never; and AVX2 is as quick here.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache

_WITHOUT = "AVX512"


@lru_cache(maxsize=1)
def steady_instructions() -> str:
    """An x264 parameter, as `asm=AVX,AVX2`: what this processor has beside AVX-512; "" where it does not have that."""
    return without_avx512(_detected())


def without_avx512(said: str) -> str:
    """The parameter from what x264 `said` of the processor: "using cpu capabilities: SSE4.2 AVX AVX2 AVX512"."""
    found = re.search(r"capabilities: (.*)", said)
    names = found.group(1).split() if found else []
    return f"asm={','.join(name for name in names if name != _WITHOUT)}" if _WITHOUT in names else ""


def _detected() -> str:
    """What x264 says when it is opened: it looks more closely than others (at the system's support too)."""
    import av
    from av import logging

    before = logging.get_level()
    logging.set_level(logging.INFO)
    try:
        with logging.Capture(local=True) as said:
            context = av.CodecContext.create("libx264", "w")
            context.width, context.height, context.pix_fmt = 16, 16, "yuv420p"
            context.time_base, context.thread_count = Fraction(1, 25), 1
            context.open()
    finally:
        logging.set_level(before)
    return " ".join(text for _, _, text in said)
