"""Specs for the matrix: every scene of a clip with its example, with the least and with the most that it allows.

In Arabic; with Arabic-Indic digits; and with the least and the most in English, which runs from the left.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from chart_cases import CHARTS, suited

from infoclip.scenes.parameters import Param
from infoclip.scenes.template import load_template
from infoclip.theme.assets import Library

SCENES = (
    "title", "icons", "bars", "columns", "donut", "number", "numbers", "framed-number", "units", "question",
    "before-after", "quote", "list", "steps", "timeline", "checklist", "outro", "kpi-grid", "percent", "progress",
    "gauge", "versus", "stacked", "line", "pictogram", "waffle", "slope", "funnel", "pyramid", "race",
    "section", "source", "cycle", "map", "post", "logo-wall", "photo", "video",
)  # fmt: skip
SECONDS = min(6.5, 120 / len(SCENES))
"""A scene's length: a clip of all of them stays within the longest that a spec may ask for."""


class Case(NamedTuple):
    """What a clip is filled with: `amount` is example, least or most; its digits and its language."""

    amount: str
    digits: str = "latn"
    english: bool = False


CASES = {
    "example": Case("example"),
    "least": Case("least"),
    "most": Case("most"),
    "arab-example": Case("example", digits="arab"),
    "arab-most": Case("most", digits="arab"),
    "english-least": Case("least", english=True),
    "english-most": Case("most", english=True),
}


class Language(NamedTuple):
    """What the least and the most are written with: words for texts, nouns of facts by number, names."""

    locale: str
    sentence: str
    nouns: tuple[Any, ...]
    distance: str
    brand: str
    source: str
    short: tuple[str, str, str, str]
    """A word, a question, its answer, a body."""


ARABIC = Language(
    "ar-SA",
    "أكثر من مستفيد في كل مناطق المملكة يحصلون على الخدمات الرقمية بلا زيارة ولا أوراق خلال دقائق معدودة وعلى مدار "
    "الساعة عبر المنصة الموحدة وتطبيقات الجهات الحكومية المعتمدة لدى الهيئة",
    (
        ["مستفيد", "مستفيدين"], ["مواصفة معتمدة", "مواصفات معتمدة"], ["جولة", "جولات"], ["استفسار", "استفسارات"],
        ["مقطع", "مقاطع"],
    ),
    "كم",
    "الهيئة السعودية للمواصفات والمقاييس والجودة وكفاءة الطاقة",
    "المصدر: التقرير السنوي للهيئة السعودية للمواصفات 2025",
    ("نعم", "من؟", "نحن", "وزارة"),
)  # fmt: skip
ENGLISH = Language(
    "en",
    "More than one beneficiary in all regions of the kingdom who receive digital services with no visit and no "
    "paper within minutes and around the clock through the unified platform and the apps of government bodies",
    (
        {"one": "beneficiary", "other": "beneficiaries"}, {"one": "approved standard", "other": "approved standards"},
        {"one": "visit", "other": "visits"}, {"one": "request", "other": "requests"}, {"one": "film", "other": "films"},
    ),
    "km",
    "Saudi Standards, Metrology and Quality Organization",
    "Source: annual report of the Saudi standards body 2025",
    ("Yes", "Who?", "Us", "Ministry"),
)  # fmt: skip


def facts(language: Language) -> tuple[dict[str, Any], ...]:
    """Long figures of every kind, in turn: nouns, a currency, a unit, a compact one."""
    people, standards, visits, requests, films = language.nouns
    return (
        {"value": 1_673_230, "noun": people, "more_than": True},
        {"value": 654_321, "noun": standards},
        {"value": 71_500_000, "unit": "SAR", "compact": True},
        {"value": 12_345, "noun": visits},
        {"value": 98_765.5, "unit": language.distance},
        {"value": 319, "noun": requests},
        {"value": 48, "noun": films},
    )


def write_spec(folder: Path, theme: str, case: str, *, variant: str = "", accent: str = "") -> Path:
    """A spec with all scenes in one of `CASES`, at `folder`."""
    library, kind = Library(), CASES[case]
    language, most = ENGLISH if kind.english else ARABIC, kind.amount == "most"
    filler = _Filler(kind.amount, language)
    scenes = [{"scene": name, "seconds": SECONDS, **filler.given(name, theme, library)} for name in SCENES]
    brand = {"name": language.brand, "handle": "@saso_gov_official"} if most else {"name": language.short[3]}
    spec = {
        "title": "حصاد", "theme": theme, "duration": SECONDS * len(SCENES), "scenes": scenes,
        "locale": language.locale, "digits": kind.digits, "source": language.source if most else "",
        "brand": brand | ({"accent": accent} if accent else {}), **({"variant": variant} if variant else {}),
    }  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{theme}-{case}.yaml"
    path.write_text(json.dumps(spec, ensure_ascii=False, indent=1), encoding="utf-8")
    return path


class _Filler:
    """Fills the parameters of scenes with an `amount` of a language's words and figures."""

    def __init__(self, amount: str, language: Language) -> None:
        self.amount, self.language, self.facts = amount, language, facts(language)
        self.most = amount == "most"

    def given(self, name: str, theme: str, library: Library) -> dict[str, Any]:
        """What scene `name` is given."""
        template = load_template(name, library, theme)
        if self.amount == "example":
            return dict(template.example)
        given = {
            key: self._value(param, 0)
            for key, param in template.params.items()
            if (self.most or param.required) and (param.type != "image" or param.required)
        }
        return {key: value for key, value in (given | self._particulars(name, given)).items() if value is not None}

    def _particulars(self, name: str, given: Mapping[str, Any]) -> dict[str, Any]:
        """What a scene asks of its values beyond their types."""
        most, fact = self.most, self.facts[0]
        if name == "line" and most:
            return suited(name, given, fact, most=True) | {"axis_from": 0, "axis_to": 1_500_000}
        if name in CHARTS:
            return suited(name, given, fact, most=most)
        if name == "donut":
            shares = [61.5, 20.25, 11.5, 6.75] if most else [100]
            return {"items": [item | {"fact": f"{share}%"} for item, share in zip(given["items"], shares, strict=True)]}
        if name == "quote" and most:
            return {"highlight": " ".join(given["text"].split()[2:6])}
        if name == "units":
            return {"fact": self.facts[3] if most else 1, "unit_value": 25 if most else 1}
        if name == "question":
            _, question, answer, _ = self.language.short
            return {"question_fact": None, "answer_fact": None} if most else {"question": question, "answer": answer}
        if name == "map":
            codes = ("SA", "AE", "OM", "KW", "QA", "BH", "السعودية", "Qatar")
            items = [item | {"place": code} for item, code in zip(given["items"], codes, strict=False)]
            return {"built_in": "gulf", "file": None, "items": items}
        if name == "video":
            return {"fact": fact, "start": 0, "end": 3} if most else {"fact": 7}
        if name == "source" and most:
            return {"url": "https://www.example.org/annual-report"}
        return {}

    def _value(self, param: Param, index: int) -> Any:
        most = self.most
        if param.type == "list":
            count = int((param.max if most else param.min) or 1)
            if param.item is not None:
                return [self._value(param.item, at) for at in range(count)]
            return [self._item(param.fields, at) for at in range(count)]
        plain: dict[str, Any] = {
            "fact": dict(self.facts[index % len(self.facts)]) if most else 7,
            "icon": ("bubble", "people", "shield", "growth", "camera", "clock")[index % 6],
            "flag": most and index == 1,
            "image": "dunes.svg",
            "video": "dunes.mp4",
            "file": None,
            "number": (param.max if most else param.min) or 1,
            "integer": int((param.max if most else param.min) or 0),
        }
        if param.type == "choice":
            return param.choices[0]
        if param.type == "text":
            sentence = self.language.sentence
            return phrase(int(param.max or 60), index, sentence) if most else self.language.short[0]
        return plain[param.type]

    def _item(self, fields: Mapping[str, Param], index: int) -> dict[str, Any]:
        return {key: self._value(field, index) for key, field in fields.items() if self.most or field.required}


def phrase(most: int, start: int = 0, sentence: str = ARABIC.sentence) -> str:
    """Words of `sentence` from number `start`, as many as fit in `most` characters."""
    text, words = "", sentence.split()
    for step in range(len(words)):
        word = words[(start * 3 + step) % len(words)]
        if len(text) + len(word) + 1 > most and text:
            break
        text = f"{text} {word}".strip()
    return text[:most].strip()
