"""Order of text against Unicode's own BidiCharacterTest: 3,050 lines always, all 91,707 where Debian has them."""

from __future__ import annotations

import bz2
import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest

from infoclip.text import bidi
from infoclip.text.bidi import line_levels, resolve, visual_order

SUBSET = Path(__file__).parent / "data" / "BidiCharacterTest-subset.txt.gz"
WHOLE = [Path("/usr/share/unicode") / f"BidiCharacterTest.txt{ending}" for ending in ("", ".gz", ".bz2")]
DIRECTIONS: dict[str, bidi.Direction] = {"0": "ltr", "1": "rtl", "2": "auto"}


def faults(lines: Iterator[str]) -> tuple[int, list[str]]:
    """How many cases there are, and those whose base, levels or visual order differ from Unicode's."""
    count, wrong = 0, []
    for line in lines:
        if not line.strip() or line.startswith("#"):
            continue
        count += 1
        codes, direction, base, levels, order = line.strip().split(";")
        text = "".join(chr(int(code, 16)) for code in codes.split())
        found = resolve.__wrapped__(text, DIRECTIONS[direction])
        ours = line_levels(found, 0, len(text))
        wanted = levels.split()
        same = all(want in ("x", str(own)) for want, own in zip(wanted, ours, strict=True))
        kept = [at for at in visual_order(ours) if wanted[at] != "x"]
        if found.base != int(base) or not same or kept != [int(at) for at in order.split()]:
            wrong.append(line)
    return count, wrong


def test_the_subset_of_unicodes_cases() -> None:
    with gzip.open(SUBSET, "rt", encoding="utf-8") as lines:
        count, wrong = faults(iter(lines))
    assert count == 3053
    assert wrong == []


def test_all_of_unicodes_cases() -> None:
    path = next((path for path in WHOLE if path.exists()), None)
    if path is None:
        pytest.skip("Debian's unicode-data is not installed")
    opener = {".gz": gzip.open, ".bz2": bz2.open}.get(path.suffix, open)
    with opener(path, "rt", encoding="utf-8") as lines:
        count, wrong = faults(iter(lines))
    assert count > 91_000
    assert wrong == []


def test_a_line_of_a_paragraph_has_its_own_trailing_spaces() -> None:
    """L1 is a matter of the line: the same space is inside Latin text here and at a line's end there."""
    found = resolve("عربي ab cd نص", "rtl")
    assert line_levels(found, 0, 13)[7] == 2
    assert line_levels(found, 0, 8)[7] == 1


def test_riyal_sign_is_a_terminator() -> None:
    """Python's own tables call U+20C1 unassigned; the order follows python-bidi's."""
    assert resolve("\u20c1").classes == ("ET",)


@pytest.mark.parametrize(
    "dump",
    [
        "BidiInfo { levels: [] }",
        "BidiInfo {\n    original_classes: [\n    ],\n    levels: [\n    ],\n    paragraphs: [\n    ],\n}",
    ],
    ids=["other form", "no levels"],
)
def test_a_dump_that_changed_stops_the_work(dump: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bidi, "get_display", lambda text, **_: dump)
    with pytest.raises(RuntimeError, match="python-bidi"):
        resolve.__wrapped__("نص", "rtl")


def test_levels_that_do_not_spell_the_display_stop_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    real = bidi.get_display
    monkeypatch.setattr(bidi, "get_display", lambda text, **how: real(text, **how) if how.get("debug") else "xyz")
    with pytest.raises(RuntimeError, match="python-bidi"):
        resolve.__wrapped__("نص ab", "rtl")
