"""Pictures to files."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

from PIL import Image, ImageChops

from infoclip.publish.files import disk_faults, replacing

_UP = b"\x02"
"""PNG's filter that keeps of each row how it differs from the one above."""


def save_picture(picture: Image.Image, path: Path) -> Path:
    """Write `picture` as PNG (or, by its ending, JPEG or WebP), whole or not at all. Raises as `files.replacing`."""
    kind = {".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WEBP"}.get(path.suffix.lower(), "PNG")
    with replacing(path) as part, disk_faults(path):
        if kind == "PNG" and picture.mode == "RGB":
            part.write_bytes(png(picture))
        else:
            picture.save(part, kind, **({"quality": 92} if kind != "PNG" else {}))
    return path


def png(picture: Image.Image) -> bytes:
    """`picture` (RGB) as a PNG file, packed lightly: a preview is looked at once and must not wait for its packing.

    Pillow tries five filters on every row, which takes longer than drawing the frame; here all rows have one, and only
    runs are packed and bytes shortened. The file is about half again as large.
    """
    above = Image.new("RGB", picture.size)
    above.paste(picture, (0, 1))
    raw = ImageChops.subtract_modulo(picture, above).tobytes()
    row = 3 * picture.width
    lines = b"".join(piece for start in range(0, len(raw), row) for piece in (_UP, raw[start : start + row]))
    packer = zlib.compressobj(1, zlib.DEFLATED, zlib.MAX_WBITS, zlib.DEF_MEM_LEVEL, zlib.Z_HUFFMAN_ONLY)
    packed = packer.compress(lines) + packer.flush()
    header = struct.pack(">IIBBBBB", *picture.size, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(data, zlib.crc32(kind)))
