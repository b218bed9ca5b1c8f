"""The sheet that approvers sign: every scene with its timecodes, words, figures and sources, and lines to sign on.

Pages are A4 at 150 dots an inch, read from the right in a right-to-left clip; all text is drawn by our own engine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from infoclip.errors import Problem
from infoclip.film.frames import frame_at
from infoclip.publish.alt_words import alt_words
from infoclip.publish.carousel import write_pdf
from infoclip.publish.paper import FAMILY, INK, LINE, QUIET, WARN, WHITE, Paper, Type, uncovered
from infoclip.publish.phrases import running_text, scene_phrases, told_facts
from infoclip.publish.pictures import save_picture
from infoclip.publish.signoff_words import SignoffWords, signoff_words
from infoclip.publish.stills import StillLook
from infoclip.spec.models import Spec
from infoclip.text.numerals import Localizer
from infoclip.timeline.timeline import Timeline

DPI = 150
PAGE = (1240, 1754)
_MARGIN, _GAP = 70, 26
_CELL_TEXT = 186
_HEAD = 150
_APPROVER = 76
_EMPTY_LINES = 3


@dataclass(frozen=True, slots=True)
class _Entry:
    """One scene as it stands on the sheet."""

    picture: Image.Image
    number: str
    times: str
    words: str
    source: str
    sourced: bool


def signoff_pages(timeline: Timeline, look: StillLook, spec: Spec, localizer: Localizer) -> list[Image.Image]:
    """The sheet's pages."""
    words, rtl = signoff_words(spec.language), spec.direction == "rtl"
    foot = 100 + (len(spec.approvers) or _EMPTY_LINES) * _APPROVER
    columns, size = _grid(look, timeline.scene_count, foot)
    entries = [_entry(timeline, index, look, (spec, localizer), size) for index in range(timeline.scene_count)]
    height = size[1] + _CELL_TEXT + _GAP
    first = max(1, (PAGE[1] - 2 * _MARGIN - _HEAD) // height)
    per_page = [entries[at : at + first * columns] for at in range(0, len(entries), first * columns)]
    used = (-(-len(per_page[-1]) // columns)) * height
    alone = PAGE[1] - 2 * _MARGIN - _HEAD - used < foot
    pages = []
    count = len(per_page) + alone
    for number, group in enumerate([*per_page, *([[]] if alone else [])], start=1):
        sheet = Paper(look.fonts, PAGE, _MARGIN, rtl=rtl, families=_families(look))
        _head(sheet, spec, (timeline, look, localizer), words, (number, count))
        _cells(sheet, group, columns, size)
        if number == count:
            _approval(sheet, spec, words, PAGE[1] - _MARGIN - foot)
        pages.append(sheet.image)
    return pages


def signoff_faults(timeline: Timeline, look: StillLook, spec: Spec, localizer: Localizer) -> list[Problem]:
    """Characters that no font has, in what the sheet says: what would stop it when the films are done."""
    texts = [(spec.title, spec.place_of(("title",))), (spec.brand.name, spec.place_of(("brand", "name")))]
    texts += [(name, spec.place_of(("approvers", index))) for index, name in enumerate(spec.approvers)]
    texts += [(fact.source, spec.place_of(("facts", name, "source"))) for name, fact in spec.facts.items()]
    texts.append((spec.source, spec.place_of(("source",))))
    for index in range(timeline.scene_count):
        words = running_text(scene_phrases(timeline, index, spec, localizer), " ")
        texts.append((words, spec.place_of(("scenes", index, "scene"))))
    families = _families(look)
    return [problem for text, place in texts for problem in uncovered(text, look.fonts, families, place)]


def _families(look: StillLook) -> tuple[str, ...]:
    """Paper's own, and those of the picture: what stands there can be said here."""
    return tuple(dict.fromkeys((FAMILY, *(role.family for role in look.theme.roles.values()))))


def _grid(look: StillLook, scenes: int, foot: int) -> tuple[int, tuple[int, int]]:
    """How many pictures stand in a row, and their size: as large as fits on one page, else as large as is usual."""
    usual, most = {"tall": (4, 5), "feed": (4, 5), "square": (3, 5), "wide": (2, 4)}[look.format.shape]
    for columns in range(usual, most + 1):
        size = _size(look, columns)
        rows = -(-scenes // columns)
        if rows * (size[1] + _CELL_TEXT + _GAP) + foot <= PAGE[1] - 2 * _MARGIN - _HEAD:
            return columns, size
    return usual, _size(look, usual)


def _size(look: StillLook, columns: int) -> tuple[int, int]:
    width = (PAGE[0] - 2 * _MARGIN - (columns - 1) * _GAP) // columns
    return width, round(width * look.format.height / look.format.width)


def _entry(
    timeline: Timeline, index: int, look: StillLook, told: tuple[Spec, Localizer], size: tuple[int, int]
) -> _Entry:
    spec, localizer = told
    words = signoff_words(spec.language)
    picture = frame_at(timeline, timeline.still_frame(index), theme=look.theme, scale=size[0] / look.format.width)
    frames = timeline.scene_frames(index)
    phrases = scene_phrases(timeline, index, spec, localizer)
    sources = list(dict.fromkeys(fact.source or spec.source for fact in told_facts(phrases)))
    missing = any(not source for source in sources)
    times = " - ".join(localizer.digits(_timecode(frame, timeline.fps)) for frame in (frames.start, frames.stop))
    source = words.no_source if missing else "، ".join(sources)
    label = source if missing or not sources or ":" in source else words.source.format(source=source)
    comma = "، " if spec.direction == "rtl" else ", "
    return _Entry(
        picture.resize(size, Image.Resampling.LANCZOS),
        words.scene.format(number=localizer.number(index + 1)),
        f"\u2066{times}\u2069",
        running_text(phrases, comma),
        label,
        not missing,
    )


def _timecode(frame: int, fps: int) -> str:
    """Minutes, seconds and frames, as editors count: 00:08:21."""
    seconds, rest = divmod(frame, fps)
    return f"{seconds // 60:02d}:{seconds % 60:02d}:{rest:02d}"


def _head(
    sheet: Paper, spec: Spec, shown: tuple[Timeline, StillLook, Localizer], words: SignoffWords, page: tuple[int, int]
) -> None:
    timeline, look, localizer = shown
    sheet.write(words.heading, (sheet.start(), _MARGIN - 10), Type(22, color=QUIET))
    sheet.write(spec.title, (sheet.start(), _MARGIN + 18), Type(36, 700), PAGE[0] - 2 * _MARGIN)
    scenes = alt_words(spec.language) or alt_words("en")
    assert scenes is not None
    sources = [fact.source for fact in spec.facts.values() if fact.source]
    line = words.facts_line.format(
        seconds=localizer.number(round(timeline.seconds, 2)),
        scenes=localizer.text(timeline.scene_count, scenes.scenes),
        format=f"\u2066{look.format.width}×{look.format.height}\u2069",
        source=(spec.source.partition(":")[2].strip() or spec.source)
        or "، ".join(dict.fromkeys(sources))
        or words.no_source,
    )
    sheet.write(line, (sheet.start(), _MARGIN + 76), Type(21, color=QUIET), PAGE[0] - 2 * _MARGIN)
    number, count = (localizer.number(value) for value in page)
    sheet.write(
        words.page.format(number=number, count=count), (sheet.end(), _MARGIN - 10), Type(20, color=QUIET), end=True
    )
    sheet.write(spec.brand.name, (sheet.end(), PAGE[1] - _MARGIN + 14), Type(18, color=QUIET), end=True)
    y = _MARGIN + _HEAD - 28
    sheet.pen.line((_MARGIN, y, PAGE[0] - _MARGIN, y), fill=LINE, width=2)


def _cells(sheet: Paper, entries: Sequence[_Entry], columns: int, size: tuple[int, int]) -> None:
    for place, entry in enumerate(entries):
        row, column = divmod(place, columns)
        inset = column * (size[0] + _GAP)
        edge = sheet.start(inset)
        left = edge - size[0] if sheet.rtl else edge
        top = _MARGIN + _HEAD + row * (size[1] + _CELL_TEXT + _GAP)
        sheet.image.paste(entry.picture, (round(left), top))
        sheet.pen.rectangle((left - 1, top - 1, left + size[0], top + size[1]), outline=LINE)
        y = float(top + size[1] + 6)
        y = sheet.write(entry.number, (edge, y), Type(20, 700)) - 4
        y = sheet.write(entry.times, (edge, y), Type(17, color=QUIET)) + 2
        y = sheet.write(entry.words, (edge, y), Type(18, lines=3), size[0])
        color = QUIET if entry.sourced else WARN
        sheet.write(entry.source, (edge, y + 2), Type(16, color=color, lines=2), size[0])


def _approval(sheet: Paper, spec: Spec, words: SignoffWords, top: float) -> None:
    """Who signs: a line each, with boxes to tick, a date and a signature."""
    sheet.pen.line((_MARGIN, top, PAGE[0] - _MARGIN, top), fill=LINE, width=2)
    sheet.write(words.approval, (sheet.start(), top + 12), Type(26, 700))
    for place, name in enumerate(spec.approvers or ("",) * _EMPTY_LINES):
        y = top + 76 + place * _APPROVER
        fields = ((words.name, 420), (words.date, 200), (words.signature, 260))
        inset = 0.0
        for at, (label, width) in enumerate(fields):
            edge = sheet.start(inset)
            near, far = (edge - width, edge) if sheet.rtl else (edge, edge + width)
            sheet.pen.line((near, y + 42, far, y + 42), fill=INK, width=1)
            if at == 0 and name:
                sheet.write(name, (edge, y + 4), Type(22, 500), width)
            sheet.write(label, (edge, y + 44), Type(15, color=QUIET))
            inset += width + 24
        for row, choice in enumerate((words.approved, words.changes)):
            edge = sheet.start(inset)
            box = edge - 20 if sheet.rtl else edge
            sheet.pen.rectangle((box, y + row * 34 + 4, box + 20, y + row * 34 + 24), outline=INK)
            sheet.write(choice, (sheet.start(inset + 30), y + row * 34 - 2), Type(18))


def write_signoff(pages: Sequence[Image.Image], stem: Path, title: str, author: str) -> list[Path]:
    """Write the sheet as STEM.pdf and as STEM.png (its pages under each other). Raises as `files.replacing`."""
    whole = Image.new("RGB", (PAGE[0], PAGE[1] * len(pages)), WHITE)
    for number, page in enumerate(pages):
        whole.paste(page, (0, number * PAGE[1]))
    pdf = write_pdf(pages, stem.with_name(f"{stem.name}.pdf"), title, author, resolution=DPI)
    return [pdf, save_picture(whole, stem.with_name(f"{stem.name}.png"))]
