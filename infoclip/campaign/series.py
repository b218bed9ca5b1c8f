"""A series as whoever signs it must see it: every clip with its card, films, warnings, and the cells of its figures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import TYPE_CHECKING

from infoclip.campaign.cells import Row
from infoclip.campaign.executor import Executor, InProcess, LocalPool, Unit, job_count
from infoclip.campaign.preflight import BadRow, Preflight
from infoclip.campaign.run import ClipOrder, said
from infoclip.campaign.state import Manifest
from infoclip.campaign.work import ClipSource, Workshop
from infoclip.errors import Problem
from infoclip.publish.clip_card import CardSizes, ClipCard, clip_card
from infoclip.publish.stills import StillLook

if TYPE_CHECKING:
    from infoclip.campaign.batch import Batch

_FEW = 8
"""So few clips are drawn in this process: starting others takes longer."""
_SIZES = ((60, CardSizes()), (200, CardSizes(480, 200)), (100_000, CardSizes(400, 0)))
"""How large the pictures are, by the most clips: a report of 300 clips is sent by mail too."""


@dataclass(frozen=True, slots=True)
class SeriesFilm:
    """A film's file in the campaign's folder. `state` is right, changed, failed or missing; `label` its platform or
    format; `content` changes when the film does.
    """

    file: str
    label: str
    state: str
    quality: str = ""
    width: int = 0
    height: int = 0
    size: int = 0
    content: str = ""
    problems: tuple[str, ...] = ()

    @property
    def there(self) -> bool:
        """There is a film to show, though it may be older than its data."""
        return self.state in ("right", "changed")


@dataclass(frozen=True, slots=True)
class SeriesClip:
    """A row and its clip. `card` is None when none of its films is there, or when it could not be drawn (`problems`).

    `cells` are the cells that a fact's value came from, by the fact's name: `gulf.xlsx!L4`.
    """

    row: int
    name: str
    output: str
    films: tuple[SeriesFilm, ...]
    warnings: tuple[Problem, ...] = ()
    problems: tuple[str, ...] = ()
    card: ClipCard | None = None
    cells: tuple[tuple[str, str], ...] = ()

    @property
    def content(self) -> str:
        """Changes when any of its films does."""
        digest = blake2b(digest_size=8)
        for film in self.films:
            digest.update(f"{film.file} {film.content} ".encode())
        return digest.hexdigest()

    @property
    def faults(self) -> tuple[str, ...]:
        """Why films of it could not be made."""
        return tuple(dict.fromkeys(problem for film in self.films for problem in film.problems))


@dataclass(frozen=True, slots=True)
class Series:
    """A campaign's clips in the table's order; `waiting` are rows without any film, `bad` those that are wrong."""

    name: str
    clips: tuple[SeriesClip, ...]
    waiting: tuple[SeriesClip, ...]
    bad: tuple[BadRow, ...]
    general: tuple[Problem, ...]
    state: str
    """Changes with anything that the report shows."""


@dataclass(frozen=True, slots=True)
class DescribeClip:
    """A unit of work: the card of a film."""

    source: ClipSource
    sizes: CardSizes

    def run(self, shop: Workshop) -> ClipCard:
        composition = shop.composed(self.source).composition
        clip = composition.clip
        look = StillLook(composition.format, clip.theme, clip.fonts)
        return clip_card(composition.timeline, look, (clip.spec, clip.localizer), self.sizes)


def whole_flight(batch: Batch, flight: Preflight, manifest: Manifest) -> Preflight:
    """`flight`, and where it was of some rows only, the other rows that have films: checked too. Raises InputError."""
    wanted = batch.settings.wanted
    if not (wanted.only or wanted.limit):
        return flight
    known = {row.number for row in flight.rows} | {row.number for row in flight.bad}
    made = {entry.row for entry in manifest.films.values() if entry.state == "done"}
    others = [row.number for _, row in batch.filler.wanted() if row.number in made - known]
    if not others:
        return flight
    executor = InProcess()
    asked = replace(batch.wanted, only=tuple(map(str, others)), limit=0)
    found = batch.checker.check(asked, executor)
    rows = sorted((*flight.rows, *found.rows), key=lambda row: row.number)
    bad = sorted((*flight.bad, *found.bad), key=lambda row: row.number)
    return Preflight(tuple(rows), tuple(bad), tuple(dict.fromkeys((*flight.general, *found.general))))


def series_of(batch: Batch, flight: Preflight, manifest: Manifest) -> Series:
    """What is known of a campaign's clips without drawing anything; `with_cards` adds their pictures and words."""
    to_make, right = batch.orders(flight.rows, manifest)
    orders: dict[int, list[ClipOrder]] = {}
    for order in (*to_make, *right):
        orders.setdefault(order.row.number, []).append(order)
    places = {row.number: (number, row) for number, row in batch.filler.wanted()}
    clips = []
    for row in flight.rows:
        own = sorted(orders[row.number], key=lambda order: row.targets.index(order.target))
        films = tuple(film for order in own for film in _films(order, manifest))
        clips.append(
            SeriesClip(row.number, row.name, row.output, films, row.warnings, cells=_cells(batch, places[row.number]))
        )
    there = tuple(clip for clip in clips if any(film.there for film in clip.films))
    waiting = tuple(clip for clip in clips if clip not in there)
    name = batch.file.name
    state = blake2b(repr((name, there, waiting, flight.bad, flight.general)).encode(), digest_size=16)
    for order in (*to_make, *right):
        state.update(order.inputs.encode())
    return Series(name, there, waiting, flight.bad, flight.general, state.hexdigest())


def _films(order: ClipOrder, manifest: Manifest) -> Iterable[SeriesFilm]:
    for label, file in order.files:
        state, entry = manifest.standing(file, order.inputs), manifest.films.get(file)
        if entry is None:
            yield SeriesFilm(file, label, state)
        else:
            problems = entry.problems if state == "failed" else ()
            yield SeriesFilm(
                file, label, state, entry.quality, entry.width, entry.height, entry.size, entry.content, problems
            )


def _cells(batch: Batch, place: tuple[int, Row]) -> tuple[tuple[str, str], ...]:
    """The cells that each fact's value follows from, by the fact's name."""
    number, row = place
    cells = []
    for loc, names in batch.filler.fill(row, number).columns.items():
        if loc[0] == "facts" and loc[-1] in (loc[1], "value"):
            found = [batch.table.place(row, name).cell for name in names]
            shown = ", ".join(dict.fromkeys(cell for cell in found if cell))
            if shown:
                cells.append((str(loc[1]), shown))
    return tuple(cells)


def with_cards(
    batch: Batch, flight: Preflight, series: Series, progress: Callable[[int, int], None] | None = None
) -> Series:
    """`series` with the card of every clip, drawn side by side. A clip that cannot be drawn says why.

    Raises WorkError when no process can work.
    """
    rows = {row.number: row for row in flight.rows}
    sizes = next(sizes for most, sizes in _SIZES if len(series.clips) <= most)
    executor: Executor = InProcess()
    if len(series.clips) > _FEW:
        executor = LocalPool(min(job_count(batch.settings.jobs), len(series.clips)))
    cards: dict[int, ClipCard] = {}
    faults: dict[int, tuple[str, ...]] = {}
    try:
        for number, clip in enumerate(series.clips):
            row = rows[clip.row]
            executor.submit(Unit(number, DescribeClip(ClipSource(row.spec, row.targets[0]), sizes), clip.output))
        while len(cards) + len(faults) < len(series.clips):
            outcome = executor.next(0.5)
            if outcome is None:
                continue
            if outcome.bug:
                raise RuntimeError(f"the report's pictures failed:\n{outcome.bug}")
            if outcome.done:
                cards[outcome.number] = outcome.value
            else:
                faults[outcome.number] = said(outcome.problems) or (outcome.failure,)
            if progress is not None:
                progress(len(cards) + len(faults), len(series.clips))
    finally:
        executor.close()
    return replace(series, clips=tuple(_carded(series.clips, cards, faults)))


def _carded(
    clips: Sequence[SeriesClip], cards: dict[int, ClipCard], faults: dict[int, tuple[str, ...]]
) -> Iterable[SeriesClip]:
    for number, clip in enumerate(clips):
        yield replace(clip, card=cards.get(number), problems=faults.get(number, ()))
