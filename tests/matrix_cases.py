"""Specs for the matrix: every scene of a clip with its example, with the least and with the most that it allows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

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
CASES = ("example", "least", "most")
SENTENCE = (  # noqa: SIM905  read as a sentence
    "أكثر من مستفيد في كل مناطق المملكة يحصلون على الخدمات الرقمية بلا زيارة ولا أوراق خلال دقائق معدودة وعلى مدار "
    "الساعة عبر المنصة الموحدة وتطبيقات الجهات الحكومية المعتمدة لدى الهيئة"
).split()
FACTS: tuple[dict[str, Any], ...] = (
    {"value": 1_673_230, "noun": ["مستفيد", "مستفيدين"], "more_than": True},
    {"value": 654_321, "noun": ["مواصفة معتمدة", "مواصفات معتمدة"]},
    {"value": 71_500_000, "unit": "SAR", "compact": True},
    {"value": 12_345, "noun": ["جولة", "جولات"]},
    {"value": 98_765.5, "unit": "كم"},
    {"value": 319, "noun": ["استفسار", "استفسارات"]},
    {"value": 48, "noun": ["مقطع", "مقاطع"]},
)
BRAND = {"name": "الهيئة السعودية للمواصفات والمقاييس والجودة وكفاءة الطاقة", "handle": "@saso_gov_official"}


def write_spec(folder: Path, theme: str, case: str, *, variant: str = "", accent: str = "") -> Path:
    """A spec with all scenes in one `case`, at `folder`."""
    library = Library()
    scenes = [{"scene": name, "seconds": SECONDS, **_given(name, theme, case, library)} for name in SCENES]
    brand: dict[str, Any] = dict(BRAND) if case == "most" else {"name": "وزارة"}
    spec = {
        "title": "حصاد", "theme": theme, "duration": SECONDS * len(SCENES), "scenes": scenes,
        "source": "المصدر: التقرير السنوي للهيئة السعودية للمواصفات 2025" if case == "most" else "",
        "brand": brand | ({"accent": accent} if accent else {}), **({"variant": variant} if variant else {}),
    }  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{theme}-{case}.yaml"
    path.write_text(json.dumps(spec, ensure_ascii=False, indent=1), encoding="utf-8")
    return path


def _given(name: str, theme: str, case: str, library: Library) -> dict[str, Any]:
    template = load_template(name, library, theme)
    if case == "example":
        return dict(template.example)
    given = {
        key: _value(param, case == "most", 0)
        for key, param in template.params.items()
        if (case == "most" or param.required) and (param.type != "image" or param.required)
    }
    return {key: value for key, value in (given | _particulars(name, given, case)).items() if value is not None}


def _particulars(name: str, given: Mapping[str, Any], case: str) -> dict[str, Any]:
    """What a scene asks of its values beyond their types."""
    if name == "line" and case == "most":
        return suited(name, given, FACTS[0], most=True) | {"axis_from": 0, "axis_to": 1_500_000}
    if name in CHARTS:
        return suited(name, given, FACTS[0], most=case == "most")
    if name == "donut":
        shares = [61.5, 20.25, 11.5, 6.75] if case == "most" else [100]
        return {"items": [item | {"fact": f"{share}%"} for item, share in zip(given["items"], shares, strict=True)]}
    if name == "quote" and case == "most":
        return {"highlight": " ".join(given["text"].split()[2:6])}
    if name == "units":
        return {"fact": FACTS[3] if case == "most" else 1, "unit_value": 25 if case == "most" else 1}
    if name == "question" and case == "least":
        return {"question": "من؟", "answer": "نحن"}
    if name == "question":
        return {"question_fact": None, "answer_fact": None}
    if name == "map":
        codes = ("SA", "AE", "OM", "KW", "QA", "BH", "السعودية", "Qatar")
        items = [item | {"place": code} for item, code in zip(given["items"], codes, strict=False)]
        return {"built_in": "gulf", "file": None, "items": items}
    if name == "video":
        return {"fact": FACTS[0], "start": 0, "end": 3} if case == "most" else {"fact": 7}
    if name == "source" and case == "most":
        return {"url": "https://www.example.org/annual-report"}
    return {}


def _value(param: Param, most: bool, index: int) -> Any:
    if param.type == "list":
        count = int((param.max if most else param.min) or 1)
        if param.item is not None:
            return [_value(param.item, most, at) for at in range(count)]
        return [_item(param.fields, most, at) for at in range(count)]
    plain: dict[str, Any] = {
        "fact": dict(FACTS[index % len(FACTS)]) if most else 7,
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
        return phrase(int(param.max or 60), index) if most else "نعم"
    return plain[param.type]


def _item(fields: Mapping[str, Param], most: bool, index: int) -> dict[str, Any]:
    return {key: _value(field, most, index) for key, field in fields.items() if most or field.required}


def phrase(most: int, start: int = 0) -> str:
    """Words of the sentence from number `start`, as many as fit in `most` characters."""
    text = ""
    for step in range(len(SENTENCE)):
        word = SENTENCE[(start * 3 + step) % len(SENTENCE)]
        if len(text) + len(word) + 1 > most and text:
            break
        text = f"{text} {word}".strip()
    return text[:most].strip()
