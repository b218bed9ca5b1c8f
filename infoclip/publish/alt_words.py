"""The words that alt text is made of, by language: what each kind of scene is called, and how its parts are told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Forms = Mapping[str, str] | tuple[str, str]


@dataclass(frozen=True, slots=True)
class Kind:
    """What a scene is called; `feminine` decides how Arabic refers back to it."""

    name: str
    feminine: bool = False


@dataclass(frozen=True, slots=True)
class AltWords:
    """One language's words. Patterns take what their fields name; pairs are (masculine, feminine)."""

    kinds: Mapping[str, Kind]
    other: Kind
    clip: str
    scene: str
    titled: str
    holds: tuple[str, str]
    says: tuple[str, str]
    alone: str
    extremes: str
    note: str
    source: str
    quote: tuple[str, str]
    comma: str
    last: str
    full_stop: str
    seconds: Forms
    scenes: Forms
    figures: Forms


_ARABIC = AltWords(
    kinds={
        "title": Kind("شاشة العنوان", True),
        "number": Kind("رقم كبير يملأ الشاشة"),
        "numbers": Kind("بطاقات أرقام", True),
        "bars": Kind("رسم بأعمدة أفقية"),
        "columns": Kind("رسم بأعمدة رأسية"),
        "donut": Kind("رسم حلقي"),
        "line": Kind("رسم خطّي عبر الزمن"),
        "race": Kind("سباق أعمدة عبر الزمن"),
        "units": Kind("حقل من وحدات متساوية"),
        "framed-number": Kind("رقم كبير داخل إطار"),
        "icons": Kind("مجموعة أيقونات", True),
        "list": Kind("قائمة", True),
        "checklist": Kind("قائمة بعلامات صح", True),
        "steps": Kind("خطوات مرقّمة", True),
        "timeline": Kind("خط زمني"),
        "before-after": Kind("مقارنة بين ما كان وما صار", True),
        "question": Kind("سؤال وجوابه"),
        "quote": Kind("اقتباس"),
        "outro": Kind("شاشة الختام", True),
        "cycle": Kind("دورة تتكرّر", True),
        "funnel": Kind("قمع متدرّج"),
        "gauge": Kind("مؤشّر مقياس"),
        "kpi-grid": Kind("بطاقات مؤشّرات", True),
        "logo-wall": Kind("لوحة شعارات", True),
        "map": Kind("خريطة", True),
        "percent": Kind("حلقة نسبة مئوية", True),
        "photo": Kind("صورة تملأ الشاشة", True),
        "pictogram": Kind("صفوف من الرموز المتساوية", True),
        "post": Kind("بطاقة منشور", True),
        "progress": Kind("أشرطة تقدّم", True),
        "pyramid": Kind("هرم من شرائح"),
        "section": Kind("شاشة فاصلة", True),
        "slope": Kind("خطوط بين زمنين", True),
        "source": Kind("شاشة المصادر", True),
        "stacked": Kind("رسم بأعمدة مكدّسة"),
        "versus": Kind("مواجهة بين رقمين", True),
        "video": Kind("لقطة مصوّرة تملأ الشاشة", True),
        "waffle": Kind("شبكة من مئة مربّع", True),
    },
    other=Kind("مشهد"),
    clip="مقطع إنفوجرافيك متحرّك بعنوان {title}، مدته {seconds}، من {scenes}.",
    scene="المشهد {number} (من {start} إلى {end}): {told}",
    titled="{kind} بعنوان {title}",
    holds=("فيه {count}: {items}", "فيها {count}: {items}"),
    says=("ونصّه: {items}", "ونصّها: {items}"),
    alone="{kind}: {items}",
    extremes="أكبرها {most} وأصغرها {least}",
    note="وفي الحاشية: {items}",
    source="المصدر: {source}",
    quote=("«", "»"),
    comma="، ",
    last="، و",
    full_stop=".",
    seconds={"one": "ثانية", "two": "ثانيتان", "few": "ثوانٍ", "many": "ثانية", "other": "ثانية"},
    scenes=("مشهد", "مشاهد"),
    figures=("رقم", "أرقام"),
)
_ENGLISH = AltWords(
    kinds={
        "title": Kind("title screen"),
        "number": Kind("one large number"),
        "numbers": Kind("numbers on cards"),
        "bars": Kind("bar chart"),
        "columns": Kind("column chart"),
        "donut": Kind("donut chart"),
        "line": Kind("line chart over time"),
        "race": Kind("bar race over time"),
        "units": Kind("field of equal units"),
        "framed-number": Kind("a large number in a frame"),
        "icons": Kind("group of icons"),
        "list": Kind("list"),
        "checklist": Kind("checklist"),
        "steps": Kind("numbered steps"),
        "timeline": Kind("timeline"),
        "before-after": Kind("before and after"),
        "question": Kind("a question and its answer"),
        "quote": Kind("quote"),
        "outro": Kind("closing screen"),
        "cycle": Kind("cycle"),
        "funnel": Kind("funnel"),
        "gauge": Kind("gauge"),
        "kpi-grid": Kind("indicator cards"),
        "logo-wall": Kind("wall of logos"),
        "map": Kind("map"),
        "percent": Kind("percentage ring"),
        "photo": Kind("photo that fills the frame"),
        "pictogram": Kind("rows of equal signs"),
        "post": Kind("card of a post"),
        "progress": Kind("progress bars"),
        "pyramid": Kind("pyramid"),
        "section": Kind("section screen"),
        "slope": Kind("lines between two times"),
        "source": Kind("sources"),
        "stacked": Kind("stacked columns"),
        "versus": Kind("two figures against each other"),
        "video": Kind("footage that fills the frame"),
        "waffle": Kind("grid of a hundred squares"),
    },
    other=Kind("scene"),
    clip="Animated infographic titled {title}, {seconds} long, in {scenes}.",
    scene="Scene {number} ({start} to {end}): {told}",
    titled="{kind} titled {title}",
    holds=("with {count}: {items}", "with {count}: {items}"),
    says=("saying {items}", "saying {items}"),
    alone="{kind}: {items}",
    extremes="the largest is {most}, the smallest {least}",
    note="note: {items}",
    source="Source: {source}",
    quote=("“", "”"),
    comma=", ",
    last=" and ",
    full_stop=".",
    seconds=("second", "seconds"),
    scenes=("scene", "scenes"),
    figures=("figure", "figures"),
)
_WORDS = {"ar": _ARABIC, "en": _ENGLISH}


def alt_words(language: str) -> AltWords | None:
    """The words of `language`; None where there are none here, and only the clip's own words can be given."""
    return _WORDS.get(language)
