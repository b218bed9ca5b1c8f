"""QR codes as path data. The only file that touches segno."""

from __future__ import annotations

from types import SimpleNamespace

MOST_CHARACTERS = 300
QUIET = 4
"""Modules of light kept free around a code (ISO/IEC 18004, 9.1)."""


def qr_code(text: str) -> SimpleNamespace:
    """A QR code of `text`: `path` with a module a unit, and `size`, its side in modules with the quiet zone.

    Error correction M or better, the smallest version that holds it. Raises ValueError for a text that is too long.
    """
    if len(text) > MOST_CHARACTERS:
        raise ValueError(f"a QR code holds at most {MOST_CHARACTERS} characters here, not {len(text)}")
    import segno

    code = segno.make_qr(text, error="m")
    pieces = []
    for y, row in enumerate(code.matrix):
        x = 0
        while x < len(row):
            run = 0
            while x + run < len(row) and row[x + run]:
                run += 1
            if run:
                pieces.append(f"M{x + QUIET} {y + QUIET}h{run}v1h-{run}z")
            x += run + 1
    return SimpleNamespace(path="".join(pieces), size=len(code.matrix) + 2 * QUIET)
