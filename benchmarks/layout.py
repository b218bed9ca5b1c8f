"""What laying a scene out costs: about 60 elements with Arabic text, cold (text shaped) and warm (text kept).

Run it as `python benchmarks/layout.py [RUNS]`.
"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path

from infoclip.errors import Place
from infoclip.layout.scene import LayoutContext, lay_out
from infoclip.scenes.elements import Element, Scene
from infoclip.scenes.markup import parse_markup
from infoclip.text.fonts import FontBook
from infoclip.text.numerals import Localizer
from infoclip.theme.assets import Library
from infoclip.theme.loader import load_theme
from infoclip.values.formats import FORMATS

CARD = """<box padding="12" fill="surface" radius="8"><row gap="8" align="center"><icon name="check" size="32"/>
<column gap="4" grow="1"><text role="label">عنوان قصير {i}</text>
<text role="note">وصف أطول قليلًا للبند رقم {i}</text></column></row></box>"""


def count(element: Element) -> int:
    return 1 + sum(map(count, element.children))


def main(runs: int) -> None:
    cards = "".join(CARD.format(i=index) for index in range(9))
    markup = f"""<scene><safe gap="20"><text role="heading">عنوان</text>
    <grid columns="3" gap="16" grow="1">{cards}</grid></safe></scene>"""
    place = Place(Path("benchmark.xml"), 1)
    root = parse_markup(markup, place)
    library = Library()
    theme = load_theme(library.theme_names()[0], library)
    context = LayoutContext(FORMATS["wide"], theme, FontBook(library.font_folders), library, Localizer("ar-SA"))
    times = []
    for _ in range(runs + 1):
        start = time.perf_counter()
        lay_out(Scene("benchmark", 1, root, None, None, place, ""), context)
        times.append((time.perf_counter() - start) * 1000)
    warm = statistics.median(times[1:])
    print(f"{count(root)} elements: cold {times[0]:.1f} ms, warm {warm:.1f} ms (median of {runs})")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 30)
