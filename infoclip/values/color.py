"""Colours and the fills made of them: flat, linear, radial. All hashable, all in sRGB."""

from __future__ import annotations

import re

from msgspec import Struct

_HEX = re.compile(r"#(?:[0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})\Z")


class Color(Struct, frozen=True):
    """An sRGB colour, 0..255 a channel; `alpha` 0..1."""

    red: int
    green: int
    blue: int
    alpha: float = 1.0

    @classmethod
    def parse(cls, text: str) -> Color:
        """Read `#rgb`, `#rgba`, `#rrggbb` or `#rrggbbaa`. Raises ValueError for anything else."""
        if not _HEX.match(text):
            raise ValueError(f"'{text}' is not a colour like #0E7C66")
        digits = text[1:]
        if len(digits) < 6:
            digits = "".join(digit * 2 for digit in digits)
        values = [int(digits[i : i + 2], 16) for i in range(0, len(digits), 2)]
        return cls(values[0], values[1], values[2], values[3] / 255 if len(values) == 4 else 1.0)

    @property
    def rgb(self) -> tuple[int, int, int]:
        """Its channels, 0..255."""
        return self.red, self.green, self.blue

    @property
    def hex(self) -> str:
        """`#rrggbb`, without alpha (SVG takes opacity apart)."""
        return f"#{self.red:02X}{self.green:02X}{self.blue:02X}"

    def with_alpha(self, alpha: float) -> Color:
        """The same with `alpha`, 0..1."""
        return Color(self.red, self.green, self.blue, alpha)

    def mixed(self, other: Color, share: float) -> Color:
        """A mix with `share` (0..1) of `other`, channel by channel."""
        return Color(
            round(self.red + (other.red - self.red) * share),
            round(self.green + (other.green - self.green) * share),
            round(self.blue + (other.blue - self.blue) * share),
            self.alpha + (other.alpha - self.alpha) * share,
        )

    def deepened(self, least: float) -> Color:
        """The same hue, richer and as dark as white text on it needs: contrast of `least` (1..21) against white.

        Grey taken off the lightest tints keeps a deepened colour from turning muddy, as a mix with black would.
        """
        white = Color(255, 255, 255)
        if self.contrast(white) >= least:
            return self
        grey = 0.8 * min(self.rgb)
        pure = [max(channel - grey, 1.0) for channel in self.rgb]

        def darkened(gain: float) -> Color:
            red, green, blue = (round(channel * gain) for channel in pure)
            return Color(red, green, blue, self.alpha)

        low, high = 0.0, 255 / max(pure)
        for _ in range(20):
            gain = (low + high) / 2
            low, high = (gain, high) if darkened(gain).contrast(white) >= least else (low, gain)
        return darkened(low)

    def lit(self, gain: float) -> Color:
        """The same in `gain` (1..3) times the light, channel by channel: its hue stays, unlike in a mix."""
        red, green, blue = (min(255, round(channel * gain)) for channel in self.rgb)
        return Color(red, green, blue, self.alpha)

    @property
    def luminance(self) -> float:
        """Relative luminance, 0..1, as WCAG 2.2 defines it."""

        def linear(channel: int) -> float:
            value = channel / 255
            return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)

        return 0.2126 * linear(self.red) + 0.7152 * linear(self.green) + 0.0722 * linear(self.blue)

    @property
    def is_dark(self) -> bool:
        """White has more contrast with it than black."""
        return self.luminance < 0.179

    def contrast(self, other: Color) -> float:
        """WCAG contrast ratio, 1..21."""
        high, low = sorted((self.luminance, other.luminance), reverse=True)
        return (high + 0.05) / (low + 0.05)


class Stop(Struct, frozen=True):
    """A gradient stop: `offset` 0..1 along the gradient."""

    offset: float
    color: Color


class Linear(Struct, frozen=True):
    """A linear gradient across the ink box of what it fills; `angle` 90 runs top to bottom, 0 left to right."""

    stops: tuple[Stop, ...]
    angle: float = 90.0


class Radial(Struct, frozen=True):
    """A radial gradient; centre and radius as fractions of the filled box's width and height (radius: the larger)."""

    stops: tuple[Stop, ...]
    cx: float = 0.5
    cy: float = 0.5
    radius: float = 0.5


Fill = Color | Linear | Radial


class Shadow(Struct, frozen=True):
    """A soft shadow or (with no offset) a glow. `blur` is the Gaussian standard deviation, in design pixels.

    `spread` widens letters' shapes by so many pixels all round before they are blurred: with neither offset nor blur it
    is an outline. `under` lies below it (what an outline casts). Boxes have neither.
    """

    color: Color
    dx: float = 0.0
    dy: float = 0.0
    blur: float = 0.0
    spread: float = 0.0
    under: Shadow | None = None

    def scaled(self, scale: float) -> Shadow:
        """The same at `scale`: every length times it."""
        under = self.under.scaled(scale) if self.under else None
        dx, dy, blur, spread = (length * scale for length in (self.dx, self.dy, self.blur, self.spread))
        return Shadow(self.color, dx, dy, blur, spread, under)
