"""Look at one piece of art from a terminal while writing it: `python -m infoclip.draw.art THEME NAME -o out.png`."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from infoclip.draw.art import art_picture
from infoclip.errors import InputError, quote_source
from infoclip.marks.marks import ArtMark, ArtSource
from infoclip.theme.assets import Library
from infoclip.theme.loader import load_theme
from infoclip.values.color import Color
from infoclip.values.formats import FORMATS, Format

if TYPE_CHECKING:
    from infoclip.marks.marks import Value
    from infoclip.theme.theme import Theme


def _arguments(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m infoclip.draw.art", description=__doc__)
    parser.add_argument("theme")
    parser.add_argument("name", help="art of the theme, or an icon with --icon")
    parser.add_argument("--icon", action="store_true")
    parser.add_argument("--variant", default=None)
    parser.add_argument("--size", default="1080x1920", help="the box in design pixels, WIDTHxHEIGHT")
    parser.add_argument("--format", default=None, choices=sorted(FORMATS))
    parser.add_argument("--bleed", type=float, default=0.0)
    parser.add_argument("--param", action="append", default=[], metavar="NAME=VALUE")
    parser.add_argument("--progress", type=float, default=None)
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--on", default=None, help="colour role or #hex put behind (default: bg)")
    parser.add_argument("-o", "--out", type=Path, default=Path("out.png"))
    return parser.parse_args(argv)


def _value(text: str) -> Value:
    """A parameter as the markup would give it: a flag, a number, else text."""
    if text in ("true", "false"):
        return text == "true"
    try:
        number = float(text)
    except ValueError:
        return text
    return int(number) if number.is_integer() and "." not in text else number


def _format(name: str | None, width: float, height: float) -> Format:
    if name:
        return FORMATS[name]
    return next((item for item in FORMATS.values() if (item.width, item.height) == (width, height)), FORMATS["reel"])


def _mark(options: argparse.Namespace, size: tuple[float, float], library: Library) -> tuple[ArtMark, Theme]:
    theme = load_theme(options.theme, library, variant=options.variant)
    file = library.icon(options.name) if options.icon else library.art(theme, options.name)
    params = tuple((name, _value(value)) for name, _, value in (item.partition("=") for item in options.param))
    source = ArtSource(file.path, file.sha, file.folders)
    return ArtMark(*size, source, params, options.bleed, options.progress is not None), theme


def main(argv: list[str] | None = None) -> int:
    options = _arguments(argv)
    width, height = (float(side) for side in options.size.split("x"))
    library = Library(Path.cwd())
    started = time.perf_counter()
    try:
        mark, theme = _mark(options, (width, height), library)
        progress = 1.0 if options.progress is None else options.progress
        picture = art_picture(
            mark, theme=theme, format=_format(options.format, width, height), progress=progress, scale=options.scale
        )
    except InputError as error:
        for problem in error.problems:
            where = f"{problem.place.path}:{problem.place.line}: " if problem.place else ""
            quoted = quote_source(problem.place) if problem.place else ""
            sys.stderr.write(f"{where}{problem.message}\n{quoted}\n{problem.hint}\n")
        return 2
    pad = options.bleed * options.scale
    size = round(width * options.scale + 2 * pad), round(height * options.scale + 2 * pad)
    behind = Color.parse(options.on) if (options.on or "").startswith("#") else theme.colors[options.on or "bg"]
    sheet = Image.new("RGB", size, behind.rgb)
    layer = picture.image
    sheet.paste(layer, (picture.x + round(pad), picture.y + round(pad)), layer if layer.mode == "RGBA" else None)
    sheet.save(options.out, compress_level=1)
    sys.stderr.write(f"{options.out}: {size[0]} x {size[1]}, {(time.perf_counter() - started) * 1000:.0f} ms\n")
    return 0
