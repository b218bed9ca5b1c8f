"""H.264 (ITU-T H.264, 2024) as far as films need it: NAL units of an Annex B stream, SPS, PPS, slice headers, bits.

It reads what x264 writes here (one slice group, frames only, 4:2:0, 8 bits) and says WorkError to everything else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from infoclip.errors import WorkError

START = b"\0\0\0\1"
SLICE, IDR, SEI, SPS, PPS = 1, 5, 6, 7, 8
_KNOWN = {SLICE, IDR, SEI, SPS, PPS}
_HIGH_PROFILES = {100, 110, 122, 244, 44, 83, 86, 118, 128}
_HEADER_BYTES = 48  # of a slice: all that is read of its header fits in


class BitReader:
    """Bits of an RBSP (emulation prevention already taken out), most significant first."""

    def __init__(self, data: bytes) -> None:
        self._value = int.from_bytes(data, "big")
        self._left = len(data) * 8

    def u(self, count: int) -> int:
        """The next `count` bits. Raises WorkError beyond the end."""
        if count > self._left:
            raise WorkError("the encoder's stream ends in the middle of a header")
        self._left -= count
        return (self._value >> self._left) & ((1 << count) - 1)

    def ue(self) -> int:
        """An unsigned Exp-Golomb code (9.1)."""
        zeros = 0
        while not self.u(1):
            zeros += 1
        return (1 << zeros) - 1 + self.u(zeros)

    def se(self) -> int:
        """A signed Exp-Golomb code (9.1.1)."""
        code = self.ue()
        return (code + 1) // 2 if code % 2 else -(code // 2)


class BitWriter:
    """Bits of an RBSP, most significant first."""

    def __init__(self) -> None:
        self._value = 0
        self.count = 0

    def u(self, count: int, value: int) -> None:
        self._value = (self._value << count) | value
        self.count += count

    def ue(self, value: int) -> None:
        self.u(2 * (value + 1).bit_length() - 1, value + 1)

    def se(self, value: int) -> None:
        self.ue(2 * value - 1 if value > 0 else -2 * value)

    def align(self, bit: int) -> None:
        """Fill the last byte up with `bit`."""
        while self.count % 8:
            self.u(1, bit)

    def data(self) -> bytes:
        """What was written, the last byte filled up with zeros."""
        self.align(0)
        return self._value.to_bytes(self.count // 8, "big")


@dataclass(frozen=True, slots=True)
class Nal:
    """One NAL unit: `begin` is where its start code begins, `start:end` are its bytes in the stream."""

    type: int
    ref_idc: int
    begin: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sps:
    """What slices need of a sequence parameter set (7.4.2.1.1); sizes in macroblocks, numbers in bits."""

    width_mbs: int
    height_mbs: int
    frame_num_bits: int
    poc_type: int
    poc_lsb_bits: int
    ref_frames: int


@dataclass(frozen=True, slots=True)
class Pps:
    """What slices need of a picture parameter set (7.4.2.2). `refs` is the default number of references of P slices."""

    number: int
    cabac: bool
    refs: int
    weighted: bool
    init_qp: int
    deblocking: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """One coded picture, in decoding order. `begin:end` are its bytes, parameter sets before it left out.

    `poc` counts from the IDR picture before it, two a frame; `kind` is P, B or I.
    """

    begin: int
    end: int
    idr: bool
    reference: bool
    kind: str
    frame_num: int
    poc: int
    idr_id: int


@dataclass(frozen=True, slots=True)
class Stream:
    """A stream's parameter sets (their bytes with start codes, what they say) and its pictures in decoding order."""

    parameters: bytes
    sps: Sps
    pps: Pps
    pictures: tuple[Picture, ...]


def nal_units(stream: bytes) -> Iterator[Nal]:
    """The NAL units of an Annex B stream. Raises WorkError for one that begins with anything else."""
    code = stream.find(b"\0\0\1")
    if code not in (0, 1):
        raise WorkError("the encoder's stream does not begin with a start code")
    while code >= 0:
        start = code + 3
        following = stream.find(b"\0\0\1", start)
        end = len(stream) if following < 0 else following - (stream[following - 1] == 0)
        if end <= start:
            raise WorkError("the encoder's stream holds an empty unit")
        begin = code - 1 if code and stream[code - 1] == 0 else code
        yield Nal(stream[start] & 31, stream[start] >> 5 & 3, begin, start, end)
        code = following


def unescaped(payload: bytes) -> bytes:
    """The RBSP of a NAL unit's payload: emulation prevention bytes taken out (7.4.1)."""
    return payload.replace(b"\0\0\3", b"\0\0")


def escaped(rbsp: bytes) -> bytes:
    """The payload of a NAL unit that holds `rbsp`: no three bytes in it can be taken for a start code."""
    out = bytearray()
    zeros = 0
    for byte in rbsp:
        if zeros == 2 and byte <= 3:
            out.append(3)
            zeros = 0
        out.append(byte)
        zeros = zeros + 1 if byte == 0 else 0
    return bytes(out)


def read_stream(stream: bytes) -> Stream:
    """Every picture of an Annex B stream. Raises WorkError for what x264 does not write with our settings."""
    parameters: list[bytes] = []
    sps: Sps | None = None
    pps: Pps | None = None
    pictures: list[Picture] = []
    order = _Order()
    for nal in nal_units(stream):
        if nal.type not in _KNOWN:
            raise WorkError(f"the encoder's stream holds a unit of type {nal.type}")
        if nal.type in (SPS, PPS):
            data = START + stream[nal.start : nal.end]
            if data not in parameters:
                parameters.append(data)
                rbsp = unescaped(stream[nal.start + 1 : nal.end])
                if len(parameters) > 2 or (nal.type == SPS) != (sps is None):
                    raise WorkError("the encoder's stream holds more than one parameter set")
                if nal.type == SPS:
                    sps = read_sps(rbsp)
                else:
                    pps = read_pps(rbsp)
        elif nal.type != SEI:
            if sps is None or pps is None:
                raise WorkError("the encoder's stream holds a picture before its parameters")
            picture = _read_slice(stream, nal, sps, pps, order)
            if picture is not None:
                pictures.append(picture)
            elif not pictures:
                raise WorkError("the encoder's stream begins in the middle of a picture")
            else:
                pictures[-1] = _longer(pictures[-1], nal.end)
    if sps is None or pps is None or not pictures or not pictures[0].idr:
        raise WorkError("the encoder's stream does not begin with a key picture")
    return Stream(b"".join(parameters), sps, pps, tuple(pictures))


def read_sps(rbsp: bytes) -> Sps:
    """A sequence parameter set, up to the picture's size (7.3.2.1.1). Raises WorkError for unusual ones."""
    bits = BitReader(rbsp)
    profile = bits.u(8)
    bits.u(16)
    plain = bits.ue() == 0
    if profile in _HIGH_PROFILES:
        plain = bits.ue() == 1 and plain
        plain = bits.ue() == 0 and bits.ue() == 0 and plain
        plain = bits.u(2) == 0 and plain  # neither lossless bypass nor scaling matrices
    frame_num_bits = bits.ue() + 4
    poc_type = bits.ue()
    poc_lsb_bits = bits.ue() + 4 if poc_type == 0 else 0
    ref_frames = bits.ue()
    gaps = bits.u(1)
    width, height = bits.ue() + 1, bits.ue() + 1
    frames_only = bits.u(1)
    if not plain or poc_type == 1 or gaps or not frames_only or ref_frames < 1:
        raise WorkError("the encoder's stream is of a kind that held pictures cannot follow")
    return Sps(width, height, frame_num_bits, poc_type, poc_lsb_bits, ref_frames)


def read_pps(rbsp: bytes) -> Pps:
    """A picture parameter set, up to its deblocking flag (7.3.2.2). Raises WorkError for unusual ones."""
    bits = BitReader(rbsp)
    number, plain = bits.ue(), bits.ue() == 0
    cabac = bool(bits.u(1))
    plain = bits.u(1) == 0 and plain  # no second order count in slices
    plain = bits.ue() == 0 and plain  # one slice group
    refs = bits.ue() + 1
    bits.ue()
    weighted = bool(bits.u(1))
    bits.u(2)
    init_qp = 26 + bits.se()
    bits.se()
    bits.se()
    deblocking = bool(bits.u(1))
    bits.u(1)
    if not plain or bits.u(1):  # redundant pictures
        raise WorkError("the encoder's stream is of a kind that held pictures cannot follow")
    return Pps(number, cabac, refs, weighted, init_qp, deblocking)


class _Order:
    """Picture order counts (8.2.1), which need the pictures before."""

    def __init__(self) -> None:
        self._msb = self._lsb = self._frame_num = self._offset = 0

    def poc(self, sps: Sps, *, idr: bool, reference: bool, frame_num: int, lsb: int) -> int:
        if idr:
            self._msb = self._lsb = self._frame_num = self._offset = 0
        if sps.poc_type == 2:
            if frame_num < self._frame_num:
                self._offset += 1 << sps.frame_num_bits
            self._frame_num = frame_num
            return 2 * (self._offset + frame_num) - (not reference)
        size = 1 << sps.poc_lsb_bits
        msb = self._msb
        if self._lsb - lsb >= size // 2:
            msb += size
        elif lsb - self._lsb > size // 2:
            msb -= size
        if reference:
            self._msb, self._lsb = msb, lsb
        return msb + lsb


def _read_slice(stream: bytes, nal: Nal, sps: Sps, pps: Pps, order: _Order) -> Picture | None:
    """The picture that a slice begins; None for a further slice of the same one (7.3.3)."""
    bits = BitReader(unescaped(stream[nal.start + 1 : min(nal.end, nal.start + _HEADER_BYTES)]))
    if bits.ue():
        return None
    kind = {0: "P", 1: "B", 2: "I"}.get(bits.ue() % 5, "")
    if not kind or bits.ue() != pps.number:
        raise WorkError("the encoder's stream holds a slice of an unknown kind")
    idr, reference = nal.type == IDR, nal.ref_idc > 0
    frame_num = bits.u(sps.frame_num_bits)
    idr_id = bits.ue() if idr else -1
    lsb = bits.u(sps.poc_lsb_bits) if sps.poc_type == 0 else 0
    poc = order.poc(sps, idr=idr, reference=reference, frame_num=frame_num, lsb=lsb)
    return Picture(nal.begin, nal.end, idr, reference, kind, frame_num, poc, idr_id)


def _longer(picture: Picture, end: int) -> Picture:
    return Picture(
        picture.begin, end, picture.idr, picture.reference, picture.kind,
        picture.frame_num, picture.poc, picture.idr_id,
    )  # fmt: skip
