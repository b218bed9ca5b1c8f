"""What an SVG template sees: its size, the theme's colours and fills, its parameters, and the path generators.

Parameters reach it by name, dashes as underscores. A parameter called `fill`, `stroke` or `knock` (or ending in
`-fill`, `-stroke`, `-color`) that names a colour role arrives as `#hex`; one that names a gradient of the theme arrives
as `url(#fill-NAME)`, whose definition `svg_open` brings along.
"""

from __future__ import annotations

import hashlib
import importlib
import math
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from infoclip.values.color import Color, Fill, Linear, Radial, Stop
from infoclip.values.formats import FORMATS, Format

if TYPE_CHECKING:
    from infoclip.marks.marks import Params, Value
    from infoclip.theme.theme import Theme

GENERATOR_MODULES = ("ornament", "planet", "celestial", "weaving", "mashrabiya", "engraving", "stickers", "figured")
_PAINTED = ("fill", "stroke", "knock")
_PAINTED_ENDS = ("-fill", "-stroke", "-color")


class SafeText(str):
    """Markup of ours that autoescaping leaves alone."""

    __slots__ = ()

    def __html__(self) -> str:
        return str(self)


class Canvas(NamedTuple):
    """The raster an SVG is drawn on: its size and the padding around the mark's box in pixels, at `scale`."""

    width: int
    height: int
    padding: int
    scale: float
    phase: tuple[float, float] = (0.0, 0.0)

    @classmethod
    def around(cls, width: float, height: float, bleed: float, scale: float) -> Canvas:
        padding = math.ceil(bleed * scale)
        return cls(
            max(1, math.ceil(width * scale - 1e-6)) + 2 * padding,
            max(1, math.ceil(height * scale - 1e-6)) + 2 * padding,
            padding,
            scale,
        )

    def shifted(self, phase: tuple[float, float]) -> Canvas:
        """The same with 0, 0 standing `phase` (0..1 pixel right and down) into its pixel."""
        width, height = self.width + (phase[0] > 0), self.height + (phase[1] > 0)
        return self._replace(width=width, height=height, phase=phase)

    @property
    def view_box(self) -> str:
        """The part of the drawing that the raster shows: one unit is `scale` pixels, 0, 0 stands at the phase."""
        left, top = (_text(-(self.padding + part) / self.scale) for part in self.phase)
        return f"{left} {top} {_text(self.width / self.scale)} {_text(self.height / self.scale)}"


class ColorTable(dict[str, str]):
    """Colour roles as `#rrggbb`: `color.bg`, `color["on-accent"]`, `color.on_accent`. A `#hex` gives itself."""

    def __missing__(self, name: str) -> str:
        if name.startswith(("#", "url(#")):
            return name
        dashed = name.replace("_", "-")
        if dashed != name and dashed in self:
            return self[dashed]
        raise KeyError(name)


def generators() -> dict[str, object]:
    """Every public function of the ornament modules by name. They are loaded only for art that no cache holds."""
    modules = (importlib.import_module(f"infoclip.draw.{name}") for name in GENERATOR_MODULES)
    return {name: function for module in modules for name, function in module.GENERATORS.items()}


@lru_cache(maxsize=1)
def generators_sha() -> str:
    """The hash of the code that can change what a template draws: part of every cache key."""
    digest = hashlib.blake2b(digest_size=8)
    for name in (*GENERATOR_MODULES, "art_values", "emblem"):
        digest.update(Path(__file__).with_name(f"{name}.py").read_bytes())
    return digest.hexdigest()


def template_values(
    size: tuple[float, float, float], params: Params, theme: Theme, format: Format | None, canvas: Canvas
) -> dict[str, object]:
    """All that the template sees but `progress`. `size` is the mark's width, height and bleed in design pixels."""
    width, height, bleed = size
    given = {name.replace("-", "_"): _param(name, value, theme) for name, value in params}
    fill = given.get("fill")
    return {
        **generators(),
        "seed": 1,
        "rtl": True,
        "fills": theme.fills,
        **given,
        "width": _whole(width),
        "height": _whole(height),
        "bleed": _whole(bleed),
        "format": format or FORMATS["reel"],
        "color": ColorTable({name: _hex(color) for name, color in theme.colors.items()}),
        "data": [_hex(color) for color in theme.data],
        "gradient": lambda name, id: SafeText(gradient_markup(theme.fill(name), str(id))),
        "svg_open": svg_open(
            canvas,
            _gradients(params, theme),
            fill if isinstance(fill, str) else None,
            str(given.get("clip_path", "")),
        ),
    }


def svg_open(canvas: Canvas, definitions: str = "", current: str | None = None, clip: str = "") -> SafeText:
    """The root tag: `canvas` in pixels over design pixels, the gradients that parameters name, `currentColor`.

    `clip` is path data: nothing outside of it shows (a donut's slice is any filling cut to its shape).
    """
    color = f' color="{current}"' if current and current.startswith("#") else ""
    if clip:
        color += ' clip-path="url(#mark-clip)"'
        from html import escape  # its table of entities takes a millisecond, and a preview draws no art anew

        path = f'<path d="{escape(clip)}" clip-rule="evenodd"/>'
        definitions += f'<clipPath id="mark-clip">{path}</clipPath>'
    head = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="{canvas.width}" height="{canvas.height}" viewBox="{canvas.view_box}"{color}>'
    )
    return SafeText(head + (f"<defs>{definitions}</defs>" if definitions else ""))


def gradient_markup(fill: Fill, id: str) -> str:
    """`fill` as `<linearGradient>` or `<radialGradient>` over the box of what it fills (a colour: two equal stops)."""
    if isinstance(fill, Color):
        fill = Linear((Stop(0.0, fill), Stop(1.0, fill)))
    stops = "".join(
        f'<stop offset="{_text(stop.offset)}" stop-color="{stop.color.hex}" stop-opacity="{_text(stop.color.alpha)}"/>'
        for stop in fill.stops
    )
    if isinstance(fill, Radial):
        place = f'cx="{_text(fill.cx)}" cy="{_text(fill.cy)}" r="{_text(fill.radius)}"'
        return f'<radialGradient id="{id}" {place}>{stops}</radialGradient>'
    dx, dy = math.cos(math.radians(fill.angle)) / 2, math.sin(math.radians(fill.angle)) / 2
    ends = f'x1="{_text(0.5 - dx)}" y1="{_text(0.5 - dy)}" x2="{_text(0.5 + dx)}" y2="{_text(0.5 + dy)}"'
    return f'<linearGradient id="{id}" {ends}>{stops}</linearGradient>'


def _hex(color: Color) -> str:
    """`#rrggbb`, or `#rrggbbaa` for a colour that lets some light through."""
    return color.hex if color.alpha >= 1 else f"{color.hex}{round(color.alpha * 255):02X}"


def _painted(name: str) -> bool:
    return name in _PAINTED or name.endswith(_PAINTED_ENDS)


def _gradients(params: Params, theme: Theme) -> str:
    """The definitions of the theme's gradients that painting parameters name."""
    names = {value for name, value in params if _painted(name) and isinstance(value, str)}
    fills = sorted((name, theme.fills[name]) for name in names if name in theme.fills)
    return "".join(gradient_markup(fill, f"fill-{name}") for name, fill in fills if not isinstance(fill, Color))


def _param(name: str, value: Value | Params, theme: Theme) -> object:
    if isinstance(value, tuple):
        return _nested(value, theme)
    if not isinstance(value, str) or not _painted(name):
        return _whole(value) if isinstance(value, float) else value
    if value in theme.fills:
        fill = theme.fills[value]
        return _hex(fill) if isinstance(fill, Color) else f"url(#fill-{value})"
    return _hex(theme.colors[value]) if value in theme.colors else value


def _nested(params: Params, theme: Theme) -> object:
    """Nested parameters: a list when they are numbered 0, 1, 2 ..., else a mapping."""
    values: Mapping[str, object] = {name.replace("-", "_"): _param(name, value, theme) for name, value in params}
    if all(name == str(place) for place, name in enumerate(values)):
        return list(values.values())
    return values


def _whole(value: float) -> float | int:
    """`value` as an integer when it is one, so that templates write `1080` and not `1080.0`."""
    return int(value) if value == int(value) else value


def _text(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".")
