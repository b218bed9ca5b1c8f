"""Pictures to files."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageChops

from infoclip.publish.files import check_picture, disk_faults, replacing

_NONE, _UP = 0, 2
"""PNG's filters: a row as it is, or how it differs from the one above."""
_STRIP = 1 << 16
"""Bytes of rows that are filtered and packed at a time."""


def save_picture(picture: Image.Image, path: Path, *, packed: bool = True) -> Path:
    """Write `picture` as PNG (or, by its ending, JPEG or WebP), whole or not at all. Raises as `files.replacing`.

    A PNG that is not `packed` is stored as it is: a preview is looked at once and must not wait for its packing.
    """
    check_picture(path)
    kind = {".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WEBP"}.get(path.suffix.lower(), "PNG")
    with replacing(path) as part, disk_faults(path):
        if kind == "PNG" and picture.mode == "RGB":
            with part.open("wb") as file:
                file.writelines(png_chunks(picture, packed=packed))
        else:
            picture.save(part, kind, **({"quality": 92} if kind != "PNG" else {}))
    return path


def png(picture: Image.Image, *, packed: bool = True) -> bytes:
    """`picture` (RGB) as a PNG file: all `png_chunks`."""
    return b"".join(png_chunks(picture, packed=packed))


def png_chunks(picture: Image.Image, *, packed: bool = True) -> Iterator[bytes]:
    """The parts of a PNG file of `picture` (RGB), in order (PNG specification, sections 5 and 9).

    Pillow tries five filters on every row, which takes longer than drawing the frame; here all rows have one. Packed
    lightly (bytes shortened, no repeats looked for) a frame takes some 60 ms and 2.5 MB, stored 10 ms and 6 MB. It
    goes a few rows at a time, in the same little memory: in a new process, memory for all of a frame costs more to
    get than to fill.
    """
    yield b"\x89PNG\r\n\x1a\n"
    yield _chunk(b"IHDR", struct.pack(">IIBBBBB", *picture.size, 8, 2, 0, 0, 0))
    packer = zlib.compressobj(int(packed), zlib.DEFLATED, zlib.MAX_WBITS, zlib.DEF_MEM_LEVEL, zlib.Z_HUFFMAN_ONLY)
    for lines in _filtered(picture, _UP if packed else _NONE):
        if data := packer.compress(lines):
            yield _chunk(b"IDAT", data)
    yield _chunk(b"IDAT", packer.flush())
    yield _chunk(b"IEND", b"")


def _filtered(picture: Image.Image, filter_type: int) -> Iterator[bytes]:
    """The rows of `picture`, each after the number of its filter, some `_STRIP` bytes at a time."""
    width, height = picture.size
    line = 3 * width
    step = max(1, _STRIP // line)
    for top in range(0, height, step):
        bottom = min(height, top + step)
        rows = picture.crop((0, top, width, bottom))
        if filter_type == _UP:  # above the first row PNG has zeros, and so has Pillow outside a picture
            rows = ImageChops.subtract_modulo(rows, picture.crop((0, top - 1, width, bottom - 1)))
        pixels, number = memoryview(rows.tobytes()), bytes((filter_type,))
        yield b"".join(part for at in range(0, len(pixels), line) for part in (number, pixels[at : at + line]))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return b"".join((struct.pack(">I", len(data)), kind, data, struct.pack(">I", zlib.crc32(data, zlib.crc32(kind)))))
