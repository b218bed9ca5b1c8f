"""Make the browser's pictures of the hard strings: `python tests/text/make_browser_references.py [CHROMIUM]`.

Chromium sets every string of data/hard-strings.json once a family with our own font files (the same stack of
fallbacks), 90 px on one line, white on black, without hinting or coloured edges. Each picture is a stack of rows, one
a string, cropped and kept as an 8-bit grey PNG. The test compares our masks with them; it needs no browser.
"""

from __future__ import annotations

import html
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

from infoclip.text.fonts import FontBook

HERE = Path(__file__).parent
FONTS = HERE.parent.parent / "fonts"
FAMILIES = (("cairo", 700), ("ibm-plex-sans-arabic", 500))
SIZE, ROW, WIDTH, MARGIN = 90, 220, 2320, 30
LEFT_TO_RIGHT = {"27"}
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --hide-scrollbars --force-device-scale-factor=1 "
    "--font-render-hinting=none --disable-lcd-text --disable-font-subpixel-positioning=false"
)


def page(strings: list[dict[str, str]], family: str, weight: int) -> str:
    faces = FontBook([FONTS]).stack(family, weight).faces
    rules = [f"@font-face {{font-family: f{at}; src: url('{face.path.as_uri()}')}}" for at, face in enumerate(faces)]
    names = ",".join(f"f{at}" for at in range(len(faces)))
    rows = [
        f'<div dir="{"ltr" if item["id"] in LEFT_TO_RIGHT else "rtl"}" style="top:{at * ROW}px">'
        f"{html.escape(item['text'])}</div>"
        for at, item in enumerate(strings)
    ]
    style = (
        f"body{{margin:0;background:#000;color:#fff;font:{SIZE}px/{ROW}px {names};font-synthesis:none}}"
        f"div{{position:absolute;left:{MARGIN}px;right:{MARGIN}px;height:{ROW}px;white-space:pre}}"
    )
    return f'<!doctype html><html lang="ar"><meta charset="utf-8"><style>{"".join(rules)}{style}</style>{"".join(rows)}'


def main(chromium: str) -> None:
    strings = json.loads((HERE / "data" / "hard-strings.json").read_text(encoding="utf-8"))
    for family, weight in FAMILIES:
        with tempfile.TemporaryDirectory() as folder:
            source, shot = Path(folder) / "page.html", Path(folder) / "page.png"
            source.write_text(page(strings, family, weight), encoding="utf-8")
            command = [chromium, *FLAGS.split(), f"--user-data-dir={folder}/profile", f"--screenshot={shot}"]
            command += [f"--window-size={WIDTH},{len(strings) * ROW}", "--virtual-time-budget=4000", source.as_uri()]
            subprocess.run(command, check=True, capture_output=True, timeout=120)
            Image.open(shot).convert("L").save(HERE / "data" / f"browser-{family}-{weight}.png", optimize=True)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "/usr/bin/chromium")
