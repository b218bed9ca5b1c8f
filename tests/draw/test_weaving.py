"""Woven cloth, held to what can be said without looking: how many stitches, where they lie, what repeats."""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter

import pytest

from infoclip.draw import weaving

RUN = re.compile(r"M(-?[\d.]+) (-?[\d.]+)h(-?[\d.]+)v(-?[\d.]+)h-[\d.]+z")


def stitch_count(d: str, unit: float) -> int:
    """How many stitches the runs of a thread hold."""
    return sum(round((float(wide) - weaving.LAP) / unit) for _, _, wide, _ in RUN.findall(d))


@pytest.mark.parametrize(
    "cloth",
    [
        weaving.lozenge(12, "omckmkcmdddd"),
        weaving.zigzag(6),
        weaving.teeth(2),
        weaving.medallion(9, "ckom"),
        weaving.chevron(7, 5, "mmocc"),
    ],
)
def test_every_stitch_is_laid_once_in_its_thread(cloth: weaving.Cloth) -> None:
    assert len({len(row) for row in cloth}) == 1
    threads = weaving.stitches(cloth, 9, 3, -4)
    counted = Counter("".join(cloth))
    del counted[weaving.EMPTY]
    assert {thread.letter: stitch_count(thread.d, 9) for thread in threads} == counted
    for thread in threads:
        for x, y, wide, _ in RUN.findall(thread.d):
            assert (float(x) - 3) % 9 == pytest.approx(0)
            assert (float(y) + 4) % 9 == pytest.approx(0)
            assert float(x) >= 3
            assert float(x) + float(wide) <= 3 + len(cloth[0]) * 9 + weaving.LAP + 0.01


def test_motifs_are_as_regular_as_a_loom_makes_them() -> None:
    for cloth in (weaving.lozenge(12, "omck"), weaving.medallion(8, "cko")):
        assert cloth == cloth[::-1]
        assert all(row == row[::-1] for row in cloth)
        assert tuple("".join(column) for column in zip(*cloth, strict=True)) == cloth
    facing = weaving.zigzag(6)
    assert [row[6:] + row[:6] for row in facing[::-1]] == list(facing)
    assert weaving.medallion(8, "cko")[0][0] == weaving.EMPTY


def test_a_chevron_points_to_the_right() -> None:
    rows = weaving.chevron(6, 4, "oc")
    tips = [len(row.rstrip(weaving.EMPTY)) for row in rows]
    assert tips == tips[::-1]
    assert max(tips) == tips[5] == tips[6]
    assert all(row.strip(weaving.EMPTY) == "oocc" for row in rows)


@pytest.mark.parametrize(
    ("kind", "letters"), [("lozenges", "okmco"), ("stripes", "ckm"), ("checks", "dhm"), ("waves", "ock")]
)
def test_a_ring_of_cloth_stays_within_its_radii(kind: str, letters: str) -> None:
    cloth = weaving.ring_cloth(kind, letters)
    assert len(cloth) == 16
    assert {len(row) for row in cloth} == {12}
    assert set("".join(cloth)) <= set(letters)
    threads = weaving.ring_stitches(cloth, (300, 300, 180, 300))
    assert {thread.letter for thread in threads} == set("".join(cloth))
    for thread in threads:
        for part in re.findall(r"[ML]([-\d.]+) ([-\d.]+)", thread.d):
            radius = math.dist((float(part[0]), float(part[1])), (300, 300))
            assert 180 - weaving.LAP - 0.02 <= radius <= 300.02


def test_a_rings_motif_stands_upright_at_the_top() -> None:
    """The cloth's middle is at 12 o'clock: what is left of it mirrors what is right of it."""
    heart = next(
        t for t in weaving.ring_stitches(weaving.ring_cloth("lozenges", "okmch"), (0, 0, 60, 100)) if t.letter == "h"
    )
    xs = [float(x) for x, y in re.findall(r"M([-\d.]+) ([-\d.]+)A", heart.d) if abs(float(x)) < 8 and float(y) < 0]
    assert min(xs) < 0 < max(xs) + 6


def test_faults_are_told() -> None:
    with pytest.raises(ValueError, match="smaller"):
        weaving.ring_stitches(weaving.teeth(), (0, 0, 100, 100))
    with pytest.raises(ValueError, match="no ring cloth"):
        weaving.ring_cloth("plaid", "ck")


@pytest.mark.parametrize("width", [1080, 1920, 300])
def test_tassels_hang_evenly_within_their_width(width: float) -> None:
    rows = weaving.tassels(width, 34)
    xs = sorted(float(x) for row in rows for x in re.findall(r"M([\d.]+) -2v", row.strands))
    assert len(xs) == width // 18
    assert xs[0] == pytest.approx(width - xs[-1])
    assert {round(b - a, 2) for a, b in itertools.pairwise(xs)} == {18}
    lengths = [float(v) for row in rows for v in re.findall(r"v([\d.]+)", row.strands)]
    assert 34 <= min(lengths) < max(lengths) <= 34 * 1.25


def test_a_rings_tassels_stand_on_it_and_point_outwards() -> None:
    rows = weaving.ring_tassels((0, 0, 100), (-0.2, 0.2), 40)
    lines = [
        tuple(map(float, found)) for row in rows for found in re.findall(r"M(\S+) (\S+)L(\S+) (\S+?)(?=M|$)", row.d)
    ]
    assert len(lines) == 40
    for x0, y0, x1, y1 in lines:
        assert math.hypot(x0, y0) == pytest.approx(96, abs=0.05)
        assert 125 < math.hypot(x1, y1) < 135
        assert math.atan2(abs(x0), -y0) <= 0.2 * math.tau


def test_loose_ends_are_never_longer_than_asked() -> None:
    for height in (12, 60, 108):
        d = weaving.loose_ends(height, 24)
        ends = re.findall(r"q(\S+) \S+ (\S+) ", d)
        assert ends
        assert all(-24 <= float(reach) < 0 for _, reach in ends)
        ys = [float(y) for y in re.findall(r"M4 (\S+?)q", d)]
        assert all(0 <= y <= height for y in ys)
