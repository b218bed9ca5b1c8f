"""What a scene can be given at its limits: its example, only what is required, and the longest of everything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from chart_cases import CHARTS, suited

from infoclip.scenes.parameters import Param
from infoclip.scenes.template import Template

WORDS = ("تطوير الخدمات الرقمية في الجهات الحكومية بما يخدم المستفيدين ويرفع جودة العمل على مدار العام كله").split()  # noqa: SIM905  read as a sentence
LONG_FACT = {"value": 98765, "noun": ["مستفيد", "مستفيدين"], "more_than": True, "grouping": True}
COMPACT_FACT = {"value": 215000, "noun": ["مشاهدة", "مشاهدات"], "more_than": True, "compact": True}
SHORT_FACT = {"value": 7}
ENGLISH = ("Better public services for everyone in every region of the kingdom all year round and beyond").split()  # noqa: SIM905


def cases(template: Template) -> Iterator[tuple[str, dict[str, Any]]]:
    """Names and values: `example`, `least`, `longest`, `compact` (short words, compact figures), `english`."""
    yield "example", dict(template.example)
    yield "least", values(template.params, full=False, name=template.name)
    yield "longest", values(template.params, full=True, name=template.name)
    yield "compact", values(template.params, full=True, words=["حصاد"], fact=COMPACT_FACT, name=template.name)
    english = {"value": 2466, "noun": ["post", "posts"]}
    yield "english", values(template.params, full=True, words=ENGLISH, fact=english, name=template.name)


def values(
    params: Mapping[str, Param],
    *,
    full: bool,
    words: list[str] = WORDS,
    fact: Mapping[str, Any] = LONG_FACT,
    name: str = "",
) -> dict[str, Any]:
    given = {
        key: value(param, full, words, fact)
        for key, param in params.items()
        if (full or param.required) and (param.type != "image" or param.required)
    }
    if name in CHARTS:
        fitting = suited(name, given, fact if full else SHORT_FACT, most=full)
        return {key: value for key, value in (given | fitting).items() if value is not None}
    if "text" in given and "highlight" in given:
        given["highlight"] = " ".join(given["text"].split()[-2:])
    if not full and "question" in params:
        given |= {"question": "من؟", "answer": "نحن"}
    given |= particulars(params, full)
    if "unit_value" in given:
        given["unit_value"] = given["fact"]["value"] / (600 if full else 1)
    return given


def particulars(params: Mapping[str, Param], full: bool) -> dict[str, Any]:
    """What scenes of files ask of their values beyond their types."""
    if "built_in" in params:
        places = ("SA", "AE", "OM", "KW", "QA", "BH", "السعودية", "Qatar")[: 8 if full else 1]
        label = {"label": phrase(22, WORDS), "fact": dict(LONG_FACT)} if full else {}
        return {"built_in": "gulf", "file": "", "items": [{"place": place, **label} for place in places]}
    if "then" in params:
        return {"start": 1, "end": 3, "fact": dict(LONG_FACT)} if full else {"fact": dict(SHORT_FACT)}
    long = "https://www.example.org/reports/2026/annual-report-of-digital-services"
    return {"url": long} if "url" in params and full else {}


def value(param: Param, full: bool, words: list[str], fact: Mapping[str, Any]) -> Any:
    if param.type == "list":
        count = int((param.max if full else param.min) or 1)
        if param.item is not None:
            return [value(param.item, full, words, fact) for _ in range(count)]
        return [
            {
                name: value(field, full, words, fact)
                for name, field in param.fields.items()
                if (full or field.required) and not (field.type == "flag" and index)
            }
            for index in range(count)
        ]
    return {
        "text": lambda: phrase(int(param.max or 60), words) if full else words[0],
        "fact": lambda: dict(fact) if full else dict(SHORT_FACT),
        "icon": lambda: "bubble",
        "image": lambda: "dunes.svg",
        "video": lambda: "dunes.mp4",
        "file": lambda: "",
        "number": lambda: param.max if full and param.max is not None else param.min or 1,
        "integer": lambda: int(param.max if full and param.max is not None else param.min or 0),
        "flag": lambda: full,
        "color": lambda: "accent",
        "choice": lambda: param.choices[-1],
        "date": lambda: "2026-11-22",
    }[param.type]()


def phrase(most: int, words: list[str]) -> str:
    """As many of `words`, over and over, as fit in `most` characters."""
    text = words[0][:most]
    index = 1
    while len(text) + 1 + len(words[index % len(words)]) <= most and (len(words) > 1 or index < 3):
        text += " " + words[index % len(words)]
        index += 1
    return text
