"""Paper: a page that is written on from its reading edge. All text is drawn by our own engine."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw

from infoclip.errors import Place, Problem
from infoclip.text.fonts import FontBook, missing_glyphs
from infoclip.text.lines import Block, TextStyle, lay_out_text
from infoclip.text.raster import masks

WHITE, INK, QUIET, LINE, WARN = (255, 255, 255), (24, 24, 27), (98, 98, 106), (190, 190, 198), (176, 42, 24)
FAMILY = "ibm-plex-sans-arabic"


def lacking(text: str, fonts: FontBook, family: str = FAMILY) -> list[str]:
    """The characters of `text` that neither `family` nor any fallback has."""
    missing = fonts.stack(family, 400).missing(unicodedata.normalize("NFC", text))
    return [character for character in missing if not character.isspace()]


def uncovered(text: str, fonts: FontBook, families: Sequence[str], place: Place) -> list[Problem]:
    """The characters that keep `text` from being written in any of `families`, each as a problem at `place`."""
    if not all(lacking(text, fonts, family) for family in families):
        return []
    return missing_glyphs(lacking(text, fonts), fonts.family(FAMILY).title, place)


@dataclass(frozen=True, slots=True)
class Type:
    """How a text is set: `size` in pixels, in at most `lines` lines."""

    size: float
    weight: int = 400
    color: tuple[int, int, int] = INK
    lines: int = 1


class Paper:
    """A page that is written on from its reading edge."""

    def __init__(
        self, fonts: FontBook, size: tuple[int, int], margin: int, *, rtl: bool, families: Sequence[str] = (FAMILY,)
    ) -> None:
        """`size` and `margin` in pixels. Each text is set in the first of `families` that has all its characters."""
        self.image = Image.new("RGB", size, WHITE)
        self.pen = ImageDraw.Draw(self.image)
        self.fonts = fonts
        self.families = families
        self.margin = margin
        self.rtl = rtl

    def block(self, text: str, type: Type, width: float) -> Block:
        """`text` in its lines, `width` pixels wide; what does not fit ends in an ellipsis."""
        family = next((name for name in self.families if not lacking(text, self.fonts, name)), FAMILY)
        style = TextStyle(family, type.weight, type.size, line_height=1.45, direction="rtl" if self.rtl else "ltr")
        words = text.split()
        for count in range(len(words), 0, -1):
            shown = " ".join(words[:count]) + ("" if count == len(words) else " …")
            block = lay_out_text(shown, style, self.fonts, max_width=width, balance=False)
            if len(block.lines) <= type.lines:
                return block
        return lay_out_text("…", style, self.fonts)

    def write(
        self, text: str, at: tuple[float, float], type: Type, width: float | None = None, *, end: bool = False
    ) -> float:
        """Write from the reading edge `at`[0] (with `end`: up to it); returns where the next line may begin."""
        if not text:
            return at[1]
        block = self.block(text, type, self.image.width if width is None else width)
        left = at[0] - block.width if self.rtl != end else at[0]
        for mask in masks(block):
            self.image.paste(type.color, (round(left) + mask.x, round(at[1]) + mask.y), mask.image)
        return at[1] + block.height

    def start(self, inset: float = 0.0) -> float:
        """The reading edge of the page, `inset` pixels further in."""
        return self.image.width - self.margin - inset if self.rtl else self.margin + inset

    def end(self) -> float:
        """Where lines end, in pixels from the left."""
        return self.margin if self.rtl else self.image.width - self.margin
