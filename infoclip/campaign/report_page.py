"""A series' report as one HTML file: nothing is loaded from elsewhere, and whatever a table says stays text.

The page's template, style and script stand in `page/`. Everything from the campaign goes through Jinja's autoescape,
into text and attributes only; the page's policy admits no script or style but its own, by their hashes.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from infoclip.campaign.report_words import ReportWords, report_words
from infoclip.campaign.run import said
from infoclip.campaign.series import Series, SeriesClip, SeriesFilm
from infoclip.errors import Problem
from infoclip.publish.clip_card import ClipCard
from infoclip.text.numerals import Localizer
from infoclip.values.color import Color

if TYPE_CHECKING:
    from pathlib import Path

_PAGE = files("infoclip.campaign") / "page"
_EMPTY_LINES = 3
_DEEP, _WHITE = Color.parse("#0d3b2e"), Color.parse("#ffffff")
_READABLE = 4.5
_SHAPES = ((0.7, "tall"), (0.9, "feed"), (1.2, "square"), (100.0, "wide"))
# Eight-point stars on a grid, joined by crosses: two squares, one turned by 45 degrees (the khatam).
_PATTERN = (
    "<svg xmlns='http://www.w3.org/2000/svg' width='120' height='120' viewBox='0 0 120 120' fill='none' "
    "stroke='#fff' stroke-opacity='.09' stroke-width='1.5'>"
    "<path d='M60 18 72.3 30.3H89.7V47.7L102 60 89.7 72.3V89.7H72.3L60 102 47.7 89.7H30.3V72.3L18 60 30.3 47.7V30.3"
    "H47.7ZM60 0V18M60 102V120M0 60H18M102 60H120M0 0 30.3 30.3M120 0 89.7 30.3M0 120 30.3 89.7M120 120 89.7 89.7'/>"
    "</svg>"
)


@dataclass(frozen=True, slots=True)
class PageFonts:
    """The font files of the page: they travel in it, so that it looks alike on every machine."""

    regular: Path
    bold: Path


def report_html(series: Series, fonts: PageFonts) -> str:
    """The report of a series whose cards are drawn (`series.with_cards`)."""
    import jinja2

    card = next((clip.card for clip in series.clips if clip.card is not None), None)
    localizer = Localizer(card.locale if card else "ar-SA", card.digits if card else "latn")
    words = report_words(localizer.language)
    style, script = _style(card, fonts), _text("report.js")
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True)
    page = environment.from_string(_text("report.html"))
    telling = _Telling(words, localizer)
    return page.render(
        lang=localizer.language, dir="rtl" if (card is None or card.rtl) else "ltr", words=words,
        state=series.state, policy=_policy(style, script), style=style, script=script,
        script_words=json.dumps(dict(words.script), ensure_ascii=False), name=series.name, key=_key(series),
        title=series_title(series), sums=telling.sums(series), count=localizer.number(len(series.clips)),
        zero=localizer.number(0), general=telling.told(series.general),
        draft=any(film.quality == "draft" for clip in series.clips for film in clip.films),
        clips=[telling.clip(number, clip) for number, clip in enumerate(series.clips, 1)],
        left=telling.left(series), approvers=(card.approvers if card else ()) or ("",) * _EMPTY_LINES,
    )  # fmt: skip


@cache
def _text(name: str) -> str:
    return (_PAGE / name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    """What the page may do: its own style and script, pictures and fonts within it, films beside it."""
    own = {name: _hash(text) for name, text in (("style", style), ("script", script))}
    return (
        f"default-src 'none'; style-src '{own['style']}'; script-src '{own['script']}'; img-src data:; "
        "font-src data:; media-src 'self' file:; form-action 'none'; base-uri 'none'"
    )


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _style(card: ClipCard | None, fonts: PageFonts) -> str:
    """The page's style with its fonts, and with the darkest and the strongest colour of the series' theme."""
    colors = _colors(dict(card.colors) if card else {})
    pattern = f'url("data:image/svg+xml,{quote(_PATTERN)}")'
    sources = ((400, _data(fonts.regular.read_bytes(), "font/ttf")), (700, _data(fonts.bold.read_bytes(), "font/ttf")))
    faces = "".join(
        f'@font-face {{ font-family: "Report"; font-weight: {weight}; src: url({source}) }}\n'
        for weight, source in sources
    )
    given = "; ".join(f"--{name}: {value}" for name, value in {**colors, "pattern": pattern}.items())
    return f"{faces}:root {{ {given}; }}\n{_text('report.css')}"


def _colors(theme: Mapping[str, str]) -> dict[str, str]:
    """The page's colours: the theme's darkest for the band, its accent where it can be seen on that."""
    dark = [Color.parse(theme[name]) for name in ("deep", "bg", "ink") if name in theme]
    deep = min(dark, key=lambda color: color.luminance, default=_DEEP)
    deep = deep if deep.contrast(_WHITE) >= 10 else _DEEP
    accent = Color.parse(theme.get("accent", "#c9a45c"))
    lighter = (accent.mixed(_WHITE, share) for share in (0.0, 0.3, 0.55))
    light = next((color for color in lighter if color.contrast(deep) >= _READABLE), _WHITE)
    return {"deep": deep.hex, "accent": accent.hex, "accent-light": light.hex, "focus": "#2b6cb0"}


def _data(content: bytes, kind: str) -> str:
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


def _key(series: Series) -> str:
    """The same for the same clips: a browser keeps the decisions of one report apart from those of others."""
    return hashlib.sha256("\n".join(clip.output for clip in series.clips).encode()).hexdigest()[:12]


def series_title(series: Series) -> str:
    """What a series is called: by whose it is, else by its campaign."""
    brands = dict.fromkeys(clip.card.brand for clip in series.clips if clip.card is not None and clip.card.brand)
    return "، ".join(brands) if 0 < len(brands) <= 2 else series.name


class _Telling:
    """Values as the page's template takes them, all of them text."""

    def __init__(self, words: ReportWords, localizer: Localizer) -> None:
        self.words, self.localizer = words, localizer

    def sums(self, series: Series) -> Iterator[dict[str, str]]:
        """The series in figures: clips, films, total length, and warnings where there are any."""
        films = [film for clip in series.clips for film in clip.films if film.there]
        warnings = len(series.general) + sum(len(clip.warnings) for clip in series.clips)
        yield self._sum(len(series.clips), "clips")
        yield self._sum(len(films), "films")
        seconds = round(sum(clip.card.length for clip in series.clips if clip.card is not None))
        clock = self.localizer.digits(f"{seconds // 60}:{seconds % 60:02d}")
        yield {"figure": clock, "noun": self.words.total}
        if warnings:
            yield self._sum(warnings, "warnings")

    def _sum(self, count: int, name: str) -> dict[str, str]:
        figure = self.localizer.number(count)
        whole = self.localizer.text(count, getattr(self.words, name))
        return {"figure": figure, "noun": whole.replace(figure, "", 1).strip()} if figure in whole else {
            "figure": whole, "noun": ""
        }  # fmt: skip

    def clip(self, number: int, clip: SeriesClip) -> dict[str, Any]:
        card, cells = clip.card, dict(clip.cells)
        told: dict[str, Any] = {
            "row": clip.row, "number": self.localizer.number(number), "name": clip.name, "output": clip.output,
            "content": clip.content, "files": [film.file for film in clip.films if film.there],
            "films": [self._film(film) for film in clip.films if film.there], "notes": list(self._notes(clip)),
            "warnings": self.told(clip.warnings), "title": "", "cover": "", "alt": "", "size": (9, 16),
            "shape": "tall", "figures": [], "scenes": [], "source": "", "sourced": False, "seconds": "",
            "scene_count": "",
        }  # fmt: skip
        if card is None:
            return told
        share = card.size[0] / card.size[1]
        return told | {
            "title": card.title, "cover": _data(card.cover, "image/jpeg"), "alt": card.alt, "size": card.size,
            "shape": next(name for most, name in _SHAPES if share <= most), "source": card.source,
            "figures": [{**asdict(figure), "cell": cells.get(figure.name, "")} for figure in card.figures],
            "sourced": card.sourced and bool(card.source), "seconds": card.seconds,
            "scene_count": self.localizer.text(len(card.scenes), self.words.scenes),
            "scenes": [
                {"times": scene.times, "words": scene.words,
                 "picture": _data(scene.picture, "image/jpeg") if scene.picture else ""}
                for scene in card.scenes
            ],
        }  # fmt: skip

    def _film(self, film: SeriesFilm) -> dict[str, str]:
        remarks = [self.words.states[film.state], self.words.draft_short if film.quality == "draft" else ""]
        return {
            "link": quote(film.file), "label": self.words.labels.get(film.label, film.label),
            "facts": f"{film.width}×{film.height} · {film.size / 1e6:.1f} MB",
            "remark": "؛ ".join(remark for remark in remarks if remark),
        }  # fmt: skip

    def _notes(self, clip: SeriesClip) -> Iterator[str]:
        for film in clip.films:
            if not film.there:
                label = self.words.labels.get(film.label, film.label)
                yield f"{label}: {self.words.states[film.state]}" + "".join(f" ({text})" for text in film.problems)
        yield from clip.problems

    def told(self, problems: Sequence[Problem]) -> list[dict[str, str]]:
        """Each problem in a few words of the page's language, and as the checks said it."""
        return [
            {"short": self.words.codes.get(problem.code, self.words.other), "said": said([problem])[0]}
            for problem in problems
        ]

    def left(self, series: Series) -> list[tuple[str, list[dict[str, Any]]]]:
        """What is not in the report yet: films that failed, rows that wait, rows that are wrong."""
        failed = [clip for clip in series.waiting if any(film.state == "failed" for film in clip.films)]
        groups = [
            (self.words.failed, [self._row(clip, clip.faults) for clip in failed]),
            (self.words.waiting, [self._row(clip, ()) for clip in series.waiting if clip not in failed]),
            (self.words.bad, [
                {"name": row.name, "number": self.localizer.digits(str(row.number)), "problems": said(row.problems)}
                for row in series.bad
            ]),
        ]  # fmt: skip
        return [(heading, rows) for heading, rows in groups if rows]

    def _row(self, clip: SeriesClip, problems: Sequence[str]) -> dict[str, Any]:
        number = self.localizer.digits(str(clip.row))
        return {"name": clip.name, "number": number, "problems": list(dict.fromkeys(problems))}
