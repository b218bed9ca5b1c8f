"""Examines an installation: one finding a thing that a render needs, each from really using it once."""

from __future__ import annotations

import importlib.metadata
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from infoclip.errors import InfoclipError

KNOWN_WORD = "السّلام 2030"
LIBRARIES = (
    "pillow",
    "uharfbuzz",
    "python-bidi",
    "arabic-reshaper",
    "resvg-py",
    "icu4py",
    "moviepy",
    "av",
    "jinja2",
    "lxml",
)


@dataclass(frozen=True, slots=True)
class Finding:
    """What was examined, whether it is right, and one line about it."""

    what: str
    right: bool
    detail: str


def examine() -> Iterator[Finding]:
    """Every finding, in the order of the road; each examination fails alone."""
    for what, look in EXAMINATIONS:
        try:
            yield Finding(what, True, look())
        except (InfoclipError, OSError, ImportError, ValueError, subprocess.SubprocessError) as error:
            yield Finding(what, False, " ".join(str(error).split()) or type(error).__name__)


def _python() -> str:
    return sys.version.split()[0]


def _libraries() -> str:
    found, missing = [], []
    for name in LIBRARIES:
        try:
            found.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            missing.append(name)
    if missing:
        raise ValueError(f"missing: {', '.join(missing)}; install infoclip again")
    return ", ".join(found)


def _text() -> str:
    """Shapes a known word in every shipped text family and compares the glyph ids with those recorded in fonts.yaml."""
    from infoclip.text.fonts import FontBook
    from infoclip.text.lines import TextStyle, lay_out_text
    from infoclip.theme.assets import built_in

    book = FontBook([built_in("fonts")])
    expected = known_glyphs()
    for family, glyphs in expected.items():
        block = lay_out_text(KNOWN_WORD, TextStyle(family, 700, 90, isolate=False), book)
        shaped = [glyph.gid for line in block.lines for glyph in line.glyphs]
        if shaped != glyphs:
            raise ValueError(f"{family} shapes '{KNOWN_WORD}' as {shaped}, not {glyphs}: the font file is another one")
    return f"{len(expected)} families shape '{KNOWN_WORD}' as they should"


def known_glyphs() -> dict[str, list[int]]:
    """The recorded glyph ids of `KNOWN_WORD` by family, weight 700."""
    import json

    from infoclip.theme.assets import built_in

    record = built_in("fonts") / "known-glyphs.json"
    loaded: dict[str, list[int]] = json.loads(record.read_text(encoding="utf-8"))
    return loaded


def _numbers() -> str:
    from infoclip.text.numerals import Localizer

    shown = Localizer("ar-SA", "arab").number(2466)
    if shown != "٢٬٤٦٦":
        raise ValueError(f"2466 is written '{shown}', not '٢٬٤٦٦'")
    return f"2466 is written {shown}"


def _art() -> str:
    """Draws one piece of each theme's art (from the cache where it is held)."""
    from infoclip.draw.art import art_picture
    from infoclip.marks.marks import ArtMark, ArtSource
    from infoclip.theme.assets import Library
    from infoclip.theme.loader import load_theme

    library = Library(None)
    names = library.theme_names()
    if not names:
        raise ValueError("no theme was found: the templates folder is missing")
    for name in names:
        theme = load_theme(name, library)
        file = library.art(theme, "glyph")
        mark = ArtMark(48, 48, ArtSource(file.path, file.sha, file.folders))
        if art_picture(mark, theme=theme, format=None).image.width < 24:
            raise ValueError(f"the theme {name} draws an empty glyph")
    return f"themes drawn: {', '.join(names)}"


def _ffmpeg() -> str:
    from infoclip.program import ffmpeg_exe

    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "probe.mp4"
        source = ["-f", "lavfi", "-i", "color=c=green:s=64x64:r=30:d=0.2", "-f", "lavfi", "-i", "sine=d=0.2"]
        command = [ffmpeg_exe(), "-v", "error", *source, "-c:v", "libx264", "-c:a", "aac", str(target)]
        ran = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        if ran.returncode or not target.stat().st_size:
            raise ValueError(f"ffmpeg cannot encode H.264 and AAC: {ran.stderr.strip()}")
    told = subprocess.run([ffmpeg_exe(), "-version"], capture_output=True, text=True, timeout=60, check=True).stdout
    version = re.match(r"ffmpeg version (\S+)", told)
    return f"{version.group(1) if version else 'unknown version'} encodes H.264 and AAC"


def _cache() -> str:
    from infoclip.store import cache_folder

    folder = cache_folder()
    folder.mkdir(parents=True, exist_ok=True)
    if not os.access(folder, os.W_OK):
        raise ValueError(f"{folder} cannot be written: renders work, but slower (set INFOCLIP_CACHE to another folder)")
    return str(folder)


EXAMINATIONS: tuple[tuple[str, Callable[[], str]], ...] = (
    ("Python", _python),
    ("libraries", _libraries),
    ("text", _text),
    ("numbers", _numbers),
    ("art", _art),
    ("film", _ffmpeg),
    ("cache", _cache),
)
