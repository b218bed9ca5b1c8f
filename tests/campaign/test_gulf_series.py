"""The example campaign: clean, and every figure on the screen is the source's.

`tests/data/gapminder-gulf.csv` are the rows of the data set as its package has them (examples/gulf-series/README.md).
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from infoclip.campaign.batch import Batch
from infoclip.campaign.cells import Row
from infoclip.campaign.composing import Composer
from infoclip.campaign.targets import Target
from infoclip.layout.placed import leaves
from infoclip.spec.models import Spec

REPOSITORY = Path(__file__).parent.parent.parent
EXAMPLE = REPOSITORY / "examples" / "gulf-series"
NAMES = {
    "uae": ("United Arab Emirates", "الإمارات"),
    "bahrain": ("Bahrain", "البحرين"),
    "saudi-arabia": ("Saudi Arabia", "السعودية"),
    "oman": ("Oman", "عُمان"),
    "qatar": ("Qatar", "قطر"),
    "kuwait": ("Kuwait", "الكويت"),
}
LIVES, PEOPLE = range(1973, 2014, 5), range(1973, 2014, 10)
Source = dict[tuple[str, int], tuple[float, int]]


@pytest.fixture(scope="module")
def source() -> Source:
    with (REPOSITORY / "tests" / "data" / "gapminder-gulf.csv").open(encoding="utf-8") as file:
        return {
            (row["country"], int(row["year"])): (float(row["life_expectancy"]), int(row["population"]))
            for row in csv.DictReader(file)
        }


@pytest.fixture(scope="module")
def batch() -> Batch:
    return Batch(EXAMPLE / "campaign.yaml")


def rows(batch: Batch) -> dict[str, tuple[int, Row]]:
    return {batch.filler.output(row, number)[0]: (number, row) for number, row in batch.filler.wanted()}


def test_the_campaign_is_clean(batch: Batch) -> None:
    flight = batch.check()
    assert flight.faults == []
    assert [(row.output, row.name) for row in flight.rows] == [(code, name) for code, (_, name) in NAMES.items()]
    assert flight.films == 12


@pytest.mark.parametrize("file", ["gulf.xlsx", "gulf.csv"])
def test_every_cell_is_the_sources(file: str, source: Source, tmp_path: Path) -> None:
    text = (EXAMPLE / "campaign.yaml").read_text(encoding="utf-8")
    text = text.replace("country.yaml", str(EXAMPLE / "country.yaml")).replace(
        "{file: gulf.xlsx, sheet: دول الخليج}", "T"
    )
    (tmp_path / "campaign.yaml").write_text(text.replace("data: T", f"data: {EXAMPLE / file}"), encoding="utf-8")
    opened = Batch(tmp_path / "campaign.yaml")
    assert opened.table.path.name == file
    for code, (_, row) in rows(opened).items():
        cells = {name: float(str(value)) for name, value in zip(opened.table.columns[3:], row.values[3:], strict=True)}
        country = NAMES[code][0]
        lives = {f"العمر {year}": source[country, year][0] for year in LIVES}
        assert cells == lives | {f"السكان {year}": source[country, year][1] for year in PEOPLE}
    assert len(rows(opened)) == 6


@pytest.mark.parametrize("code", list(NAMES))
def test_every_figure_on_the_screen_follows_from_the_source(batch: Batch, source: Source, code: str) -> None:
    number, row = rows(batch)[code]
    composer = Composer()
    clip = composer.clip(batch.filler.fill(row, number).spec)
    country = NAMES[code][0]
    facts = {name: fact.value for name, fact in clip.spec.facts.items()}
    first, last = (round(source[country, year][0], 1) for year in (1973, 2013))
    people = {f"people_{year}": round(source[country, year][1] / 1e6, 2) for year in PEOPLE}
    assert facts == {"life": last, "life_before": first, "gained": round(last - first, 1), **people}
    drawn = [round(source[country, year][0], 1) for year in LIVES]
    assert [float(value) for value in line(clip.spec)["series"][0]["values"]] == drawn
    timeline = composer.compose(clip, Target("reel")).composition.timeline
    words = " ".join(node.text for index in range(5) for node in leaves(timeline.placed(index).children))
    for shown in (f"{last:.1f}", f"{first:.1f}", f"{last - first:.1f}", *(f"{value:.2f}" for value in people.values())):
        assert shown in words
    assert "Gapminder" in words


def line(spec: Spec) -> dict[str, Any]:
    return next(scene.parameters for scene in spec.scenes if scene.scene == "line")
