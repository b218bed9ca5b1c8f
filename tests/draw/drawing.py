"""What the drawing tests share: a small theme, art written in place, and tiny pictures as text."""

from __future__ import annotations

import hashlib
from pathlib import Path

from PIL import Image

from infoclip.marks.marks import ArtMark, ArtSource, Params
from infoclip.text.fonts import FontBook
from infoclip.text.lines import Block, Span, TextStyle, lay_out_text
from infoclip.theme.assets import built_in
from infoclip.theme.theme import Theme
from infoclip.values.color import Color, Linear, Stop

RED, BLUE, WHITE = Color(220, 30, 40), Color(20, 60, 200), Color(255, 255, 255)
GOLD = Linear((Stop(0.0, Color(255, 230, 150)), Stop(1.0, Color(150, 100, 20))), 90.0)

THEME = Theme(
    name="plain",
    title="Plain",
    folders=(),
    colors={"bg": Color(10, 40, 30), "ink": WHITE, "accent": RED, "on-accent": BLUE, "accent2": Color(120, 90, 200)},
    data=(RED, BLUE),
    fills={"gold": GOLD, "flat": BLUE},
    shadows={},
    roles={},
    defaults={},
    sound="",
    sha="plain-1",
)

FONTS = FontBook((built_in("fonts"),))


def art(folder: Path, body: str, size: tuple[float, float], bleed: float = 0.0, **params: object) -> ArtMark:
    """A mark of the SVG `body` (between the root's tags). `draws_on` is taken from the parameters."""
    text = "{{ svg_open }}" + body + "</svg>"
    sha = hashlib.blake2b(text.encode(), digest_size=8).hexdigest()
    path = folder / f"{sha}.svg"
    path.write_text(text, encoding="utf-8")
    draws = bool(params.pop("draws_on", False))
    given: Params = tuple((name.replace("_", "-"), value) for name, value in params.items())  # type: ignore[misc]
    return ArtMark(*size, ArtSource(path, sha, (folder,)), given, bleed, draws)


def block(text: str, size: float = 40.0, *, width: float | None = None, spans: tuple[Span, ...] = ()) -> Block:
    return lay_out_text(text, TextStyle("cairo", 700, size, tabular=True), FONTS, max_width=width, spans=spans)


def as_text(image: Image.Image, shades: str = " .:#") -> list[str]:
    """A small grey picture, a character a pixel, from the darkest shade to the lightest."""
    grey = image if image.mode == "L" else image.convert("L")
    values = list(grey.getdata())
    rows = (values[row * grey.width : (row + 1) * grey.width] for row in range(grey.height))
    return ["".join(shades[min(len(shades) - 1, value * len(shades) // 256)] for value in row) for row in rows]


def largest_difference(one: Image.Image, other: Image.Image) -> int:
    """The largest difference of any channel of any pixel, in levels."""
    from PIL import ImageChops

    assert one.size == other.size
    extrema = ImageChops.difference(one, other).getextrema()
    pairs = [extrema] if isinstance(extrema[0], int | float) else extrema
    return int(max(pair[1] for pair in pairs))  # type: ignore[index]
