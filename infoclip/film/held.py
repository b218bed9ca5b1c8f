"""Held frames without an encoder: P pictures in which every macroblock is skipped, appended to what x264 wrote.

A skipped macroblock with no motion copies its place in the reference picture, so such a picture shows the last one
again, bit for bit, in some 65 bytes (CABAC) or 10 (CAVLC). x264's own pictures are not touched: each group of pictures
is its frames and then the held ones; the next begins with a key picture. All made pictures are references, so that
frame_num and the order count just go on and wrap, however long the hold.
"""

from __future__ import annotations

from functools import lru_cache

from infoclip.errors import WorkError
from infoclip.film.h264 import SLICE, START, BitWriter, Picture, Pps, Sps, Stream, escaped, read_stream

_P_SLICE = 5  # P, and all slices of the picture are
_QP = 51  # no residual, so it touches no pixel; here the skip flag's context already expects a skip
_SKIP_STATE = 42  # of context 11 at QP 51, cabac_init_idc 0: ((23 * 51) >> 4) + 33 - 64, most probable symbol 1
_LAST_STATE = 62
# rangeTabLPS (table 9-44), the rows of states 42 to 62
_LPS_RANGES = (
    (16, 20, 23, 27), (15, 19, 22, 25), (14, 18, 21, 24), (14, 17, 20, 23), (13, 16, 19, 22), (12, 15, 18, 21),
    (12, 14, 17, 20), (11, 14, 16, 19), (11, 13, 15, 18), (10, 12, 15, 17), (10, 12, 14, 16), (9, 11, 13, 15),
    (9, 11, 12, 14), (8, 10, 12, 14), (8, 9, 11, 13), (7, 9, 11, 12), (7, 9, 10, 12), (7, 8, 10, 11),
    (6, 8, 9, 11), (6, 7, 9, 10), (6, 7, 8, 9),
)  # fmt: skip


def append_held(stream: bytes, count: int) -> bytes:
    """`stream` (Annex B, as x264 wrote it) with its last shown picture held for `count` frames more.

    Raises WorkError for a stream that skipped pictures cannot follow: then the frames must be encoded.
    """
    if count < 1:
        return stream
    return stream + held_pictures(read_stream(stream), count)


def held_pictures(stream: Stream, count: int) -> bytes:
    """`count` pictures, with start codes, that show the last one of `stream` again. Raises as `append_held`."""
    sps, pps = stream.sps, stream.pps
    shown, last = _last_shown(stream)
    numbers = 1 << sps.frame_num_bits
    body = skipped_cabac(sps.width_mbs * sps.height_mbs) if pps.cabac else None
    made = []
    for step in range(1, count + 1):
        frame_num = (last.frame_num + step) % numbers
        # List 0 begins with the reference decoded last: the held one from the second step on, and mostly at the first.
        back = (frame_num - shown.frame_num) % numbers if step == 1 and shown is not last else 0
        bits = _header(sps, pps, frame_num, shown.poc + 2 * step, back)
        if body is None:
            bits.ue(sps.width_mbs * sps.height_mbs)
            bits.u(1, 1)
        else:
            bits.align(1)
            bits.u(*body)
        made.append(START + bytes((2 << 5 | SLICE,)) + escaped(bits.data()))
    return b"".join(made)


def _last_shown(stream: Stream) -> tuple[Picture, Picture]:
    """The picture shown last, and the reference decoded last. x264 ends every group with a P shown last: this holds
    it to that.
    """
    first = max(place for place, picture in enumerate(stream.pictures) if picture.idr)
    group = stream.pictures[first:]
    shown = max(group, key=lambda picture: picture.poc)
    references = [picture for picture in group if picture.reference]
    if shown not in references[-stream.sps.ref_frames :] or shown.kind == "B":
        raise WorkError("the picture to hold is no reference of those that follow")
    return shown, references[-1]


def _header(sps: Sps, pps: Pps, frame_num: int, poc: int, back: int) -> BitWriter:
    """A slice header (7.3.3). `back` is how far back in frame_num the reference is, 0 when it is the first anyway."""
    bits = BitWriter()
    bits.ue(0)
    bits.ue(_P_SLICE)
    bits.ue(pps.number)
    bits.u(sps.frame_num_bits, frame_num)
    if sps.poc_type == 0:
        bits.u(sps.poc_lsb_bits, poc % (1 << sps.poc_lsb_bits))
    if pps.refs == 1:
        bits.u(1, 0)
    else:  # one reference, whatever the default
        bits.u(1, 1)
        bits.ue(0)
    bits.u(1, int(back > 0))
    if back:
        bits.ue(0)
        bits.ue(back - 1)
        bits.ue(3)
    if pps.weighted:  # denominators 1 and no weights: the identity
        bits.ue(0)
        bits.ue(0)
        bits.u(2, 0)
    bits.u(1, 0)  # sliding window
    if pps.cabac:
        bits.ue(0)
    bits.se(_QP - pps.init_qp)
    if pps.deblocking:
        bits.ue(1)  # off; with equal references and no motion there is nothing to filter anyway
    return bits


@lru_cache(maxsize=16)
def skipped_cabac(macroblocks: int) -> tuple[int, int]:
    """The slice data of `macroblocks` skipped ones (9.3.4.2), as a number of bits and their value, the stop bit within.

    Each is mb_skip_flag = 1, whose neighbours are skipped too or missing, so always context 11, and end_of_slice_flag.
    """
    low, width, state = 0, 510, _SKIP_STATE
    shifts = 0
    for left in range(macroblocks - 1, -1, -1):
        width -= _LPS_RANGES[state - _SKIP_STATE][width >> 6 & 3]
        state = min(_LAST_STATE, state + 1)
        while width < 256:
            width, shifts, low = width << 1, shifts + 1, low << 1
        width -= 2
        if left:
            while width < 256:
                width, shifts, low = width << 1, shifts + 1, low << 1
    # The end: the upper part of the range is taken, and the flush (9.3.4.5) writes the rest of `low` and the stop bit.
    low = (low + width) << 7
    value = (low >> 9 << 2) | (low >> 7 & 3) | 1
    return shifts + 7 + 3 - 1, value
