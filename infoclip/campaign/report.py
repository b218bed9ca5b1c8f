"""What a series is signed on: `report.html`, which needs no server, and `report.pdf`, its contact sheet on paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from infoclip.campaign.report_page import PageFonts, report_html, series_title
from infoclip.campaign.report_words import ReportWords, report_words
from infoclip.campaign.series import Series, SeriesClip, series_of, whole_flight, with_cards
from infoclip.campaign.state import Manifest, remove_half_files
from infoclip.publish.files import write_text
from infoclip.publish.paper import FAMILY
from infoclip.publish.series_sheet import SheetClip, SheetWords, series_pages, write_series_sheet
from infoclip.text.fonts import FontBook
from infoclip.text.numerals import Localizer
from infoclip.theme.assets import Library

if TYPE_CHECKING:
    from infoclip.campaign.batch import Batch
    from infoclip.campaign.preflight import Preflight
    from infoclip.publish.clip_card import ClipCard

REPORT = ("report.html", "report.pdf")
_MARK = '<meta name="infoclip-state" content="{state}">'
_HEAD = 4000


@dataclass(frozen=True, slots=True)
class SeriesReport:
    """The report's files. `written` is False when they were right already; `clips` is how many stand in them."""

    page: Path
    sheet: Path
    clips: int
    written: bool


def write_report(
    batch: Batch, flight: Preflight, manifest: Manifest, progress: Callable[[int, int], None] | None = None
) -> SeriesReport | None:
    """Write the report of the films that are there into the campaign's folder; None when there is no film.

    A run of some rows reports on all rows that have films. Nothing is drawn when the report there is right. Raises
    InputError for a folder that cannot be written, WorkError for what fails later.
    """
    flight = whole_flight(batch, flight, manifest)
    series = series_of(batch, flight, manifest)
    page, sheet = (batch.folder / name for name in REPORT)
    if not series.clips:
        return None
    remove_half_files(batch.folder, list(REPORT))
    if sheet.is_file() and _is_of(page, series.state):
        return SeriesReport(page, sheet, len(series.clips), written=False)
    series = with_cards(batch, flight, series, progress)
    fonts = FontBook(Library(batch.file.spec_path.parent).font_folders)
    _write_sheet(series, sheet, fonts)
    files = (fonts.stack(FAMILY, weight).faces[0].path for weight in (400, 700))
    write_text(page, report_html(series, PageFonts(*files)))
    return SeriesReport(page, sheet, len(series.clips), written=True)


def _is_of(page: Path, state: str) -> bool:
    try:
        with page.open(encoding="utf-8", errors="replace") as file:
            return _MARK.format(state=state) in file.read(_HEAD)
    except OSError:
        return False


def _write_sheet(series: Series, path: Path, fonts: FontBook) -> None:
    """The contact sheet. Clips that could not be drawn are only in the page, with the reason."""
    cards = [(number, clip, clip.card) for number, clip in enumerate(series.clips, 1) if clip.card is not None]
    first = cards[0][2] if cards else None
    localizer = Localizer(first.locale if first else "ar-SA", first.digits if first else "latn")
    words = report_words(localizer.language)
    rtl = first.rtl if first else True
    clips = [_sheet_clip(localizer.number(number), clip, card, (words, localizer)) for number, clip, card in cards]
    films = sum(film.there for clip in series.clips for film in clip.films)
    summary = " · ".join(
        (localizer.text(len(series.clips), words.clips), localizer.text(films, words.films), series.name)
    )
    said = SheetWords(
        words.sheet, series_title(series), summary, words.page, words.approved, words.rejected, words.remarks,
        words.approval, words.name, words.date, words.signature, words.foot,
    )  # fmt: skip
    pages = series_pages(clips, said, fonts, rtl=rtl)
    write_series_sheet(pages, path, f"{words.sheet}: {said.title}", first.brand if first else "")


def _sheet_clip(number: str, clip: SeriesClip, card: ClipCard, said: tuple[ReportWords, Localizer]) -> SheetClip:
    words, localizer = said
    labels = [
        f"{words.labels.get(film.label, film.label)} \u2066{film.width}×{film.height}\u2069"
        for film in clip.films
        if film.there
    ]
    comma = "، " if card.rtl else ", "
    source = f"{words.source}: {card.source}" if card.source else words.no_source
    notes = [f"{localizer.text(len(clip.warnings), words.warnings)}"] if clip.warnings else []
    if not card.source or not card.sourced:
        notes.append(words.unsourced if card.source else words.no_source)
    if any(film.quality == "draft" for film in clip.films):
        notes.append(words.draft_short)
    notes += [words.states[film.state] for film in clip.films if words.states[film.state]]
    facts = (f"{words.length}: {card.seconds} · {source}", f"{words.film}: {comma.join(labels)}")
    return SheetClip(number, clip.name, card, facts, tuple(dict.fromkeys(notes)))
