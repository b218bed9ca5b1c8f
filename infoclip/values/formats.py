"""The frame formats a clip can be drawn in, in design pixels: the short side is always 1080."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from infoclip.values.geometry import Box, Insets

Shape = Literal["tall", "feed", "square", "wide"]


class Format(Struct, frozen=True):
    """A frame: its size in pixels and the insets that platforms' interfaces leave free for text.

    The insets of `reel` are the craft rule 1 (text in x 120..960, y 270..1440): Meta's published Reels figures
    (270 above) and the union of both rails, as Arabic interfaces mirror. The others keep 72 px at the sides.
    """

    name: str
    width: int
    height: int
    shape: Shape
    safe: Insets

    @property
    def box(self) -> Box:
        """The whole frame."""
        return Box(0, 0, self.width, self.height)

    def safe_box(self, *, rtl: bool = True) -> Box:
        """What platforms leave free for text."""
        return self.box.inset(self.safe, rtl=rtl)

    def within(self, zone: Insets) -> Format:
        """The same frame with `zone` (design pixels covered at each side) kept free too, where it is the stricter."""
        own = self.safe
        safe = Insets(
            max(own.top, zone.top), max(own.end, zone.end), max(own.bottom, zone.bottom), max(own.start, zone.start)
        )
        return self if safe == own else replace(self, safe=safe)


FORMATS: dict[str, Format] = {
    item.name: item
    for item in (
        Format("reel", 1080, 1920, "tall", Insets(270, 120, 480, 120)),
        Format("feed", 1080, 1350, "feed", Insets(72, 72, 72, 72)),
        Format("square", 1080, 1080, "square", Insets(64, 72, 64, 72)),
        Format("wide", 1920, 1080, "wide", Insets(64, 96, 64, 96)),
    )
}
