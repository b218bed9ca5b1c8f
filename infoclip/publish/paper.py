"""Paper: a page that is written on from its reading edge. All text is drawn by our own engine."""

from __future__ import annotations

from PIL import Image, ImageDraw

from infoclip.text.fonts import FontBook
from infoclip.text.lines import Block, TextStyle, lay_out_text
from infoclip.text.raster import masks

WHITE, INK, QUIET, LINE, WARN = (255, 255, 255), (24, 24, 27), (98, 98, 106), (190, 190, 198), (176, 42, 24)
FAMILY = "ibm-plex-sans-arabic"


class Paper:
    """A page that is written on from its reading edge."""

    def __init__(self, fonts: FontBook, size: tuple[int, int], margin: int, *, rtl: bool) -> None:
        """`size` and `margin` in pixels."""
        self.image = Image.new("RGB", size, WHITE)
        self.pen = ImageDraw.Draw(self.image)
        self.fonts = fonts
        self.margin = margin
        self.rtl = rtl

    def block(self, text: str, size: float, weight: int, width: float, lines: int) -> Block:
        """`text` in at most `lines` lines; what does not fit ends in an ellipsis."""
        style = TextStyle(FAMILY, weight, size, line_height=1.45, direction="rtl" if self.rtl else "ltr")
        words = text.split()
        for count in range(len(words), 0, -1):
            shown = " ".join(words[:count]) + ("" if count == len(words) else " …")
            block = lay_out_text(shown, style, self.fonts, max_width=width, balance=False)
            if len(block.lines) <= lines:
                return block
        return lay_out_text("…", style, self.fonts)

    def write(
        self, text: str, at: tuple[float, float], size: float, *, weight: int = 400, width: float | None = None,
        lines: int = 1, color: tuple[int, int, int] = INK, end: bool = False,
    ) -> float:  # fmt: skip
        """Write from the reading edge `at`[0] (with `end`: up to it); returns where the next line may begin."""
        if not text:
            return at[1]
        block = self.block(text, size, weight, self.image.width if width is None else width, lines)
        left = at[0] - block.width if self.rtl != end else at[0]
        for mask in masks(block):
            self.image.paste(color, (round(left) + mask.x, round(at[1]) + mask.y), mask.image)
        return at[1] + block.height

    def start(self, inset: float = 0.0) -> float:
        """The reading edge of the page, `inset` pixels further in."""
        return self.image.width - self.margin - inset if self.rtl else self.margin + inset

    def end(self) -> float:
        return self.margin if self.rtl else self.image.width - self.margin
