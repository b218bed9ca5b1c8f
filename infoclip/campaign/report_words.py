"""The words of a series' report, by language, and what the checks' findings mean to whoever signs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Forms = Mapping[str, str] | tuple[str, str]


@dataclass(frozen=True, slots=True)
class ReportWords:
    """One language's words; patterns take what their fields name, `script` is what the page's script says."""

    heading: str
    sheet: str
    clips: Forms
    films: Forms
    warnings: Forms
    scenes: Forms
    total: str
    length: str
    source: str
    no_source: str
    unsourced: str
    figures: str
    words: str
    play: str
    film: str
    row: str
    cell: str
    decision: str
    approve: str
    reject: str
    clear: str
    comment: str
    reviewer: str
    reviewer_hint: str
    export: str
    print: str
    search: str
    filters: tuple[tuple[str, str], ...]
    general: str
    own_warnings: str
    details: str
    draft: str
    draft_short: str
    states: Mapping[str, str]
    waiting: str
    bad: str
    failed: str
    approval: str
    name: str
    date: str
    signature: str
    approved: str
    rejected: str
    remarks: str
    page: str
    nothing: str
    close: str
    updated: str
    kept_here: str
    foot: str
    labels: Mapping[str, str]
    other: str
    codes: Mapping[str, str]
    script: Mapping[str, str]


_ARABIC = ReportWords(
    heading="تقرير اعتماد السلسلة",
    sheet="ورقة اعتماد السلسلة",
    clips={"one": "مقطع", "two": "مقطعان", "few": "مقاطع", "many": "مقطعًا", "other": "مقطع"},
    films={"one": "فيلم", "two": "فيلمان", "few": "أفلام", "many": "فيلمًا", "other": "فيلم"},
    warnings={"one": "تنبيه", "two": "تنبيهان", "few": "تنبيهات", "many": "تنبيهًا", "other": "تنبيه"},
    scenes=("مشهد", "مشاهد"),
    total="مجموع المدة",
    length="المدة",
    source="المصدر",
    no_source="لم يُذكر مصدر",
    unsourced="رقم بلا مصدر",
    figures="الأرقام",
    words="نصّ المقطع مشهدًا مشهدًا",
    play="تشغيل {name}",
    film="الأفلام",
    row="الصف {number}",
    cell="الخلية {cell}",
    decision="القرار",
    approve="اعتماد",
    reject="رفض",
    clear="مسح القرار",
    comment="ملاحظة المراجع",
    reviewer="المراجع",
    reviewer_hint="الاسم والصفة",
    export="تصدير القرارات CSV",
    print="طباعة",
    search="بحث في المقاطع",
    filters=(
        ("all", "الكل"),
        ("open", "لم يُراجع"),
        ("approved", "معتمد"),
        ("rejected", "مرفوض"),
        ("warned", "عليه تنبيه"),
    ),
    general="تنبيهات تخصّ السلسلة كلها",
    own_warnings="تنبيهات",
    details="تفصيل تقني",
    draft="الأفلام مسوّدات بنصف الحجم، ليست للنشر",
    draft_short="مسوّدة",
    states={"changed": "تغيّرت مدخلاته منذ إنتاجه", "failed": "تعذّر إنتاجه", "missing": "لم يُنتج بعد", "right": ""},
    waiting="صفوف لم تُنتج مقاطعها بعد",
    bad="صفوف استُبعدت لخطأ في بياناتها",
    failed="أفلام تعذّر إنتاجها",
    approval="الاعتماد",
    name="الاسم والصفة",
    date="التاريخ",
    signature="التوقيع",
    approved="معتمد",
    rejected="مرفوض",
    remarks="ملاحظات",
    page="صفحة {number} من {count}",
    nothing="لا مقاطع تطابق هذا الاختيار",
    close="إغلاق",
    updated="صدر في",
    kept_here="تُحفظ القرارات في هذا المتصفح وحده؛ صدّرها لترسلها.",
    foot="أُعدّ آليًا من ملفات الحملة؛ الأرقام كما تظهر في المقاطع.",
    labels={"reel": "طولي 9:16", "feed": "طولي 4:5", "square": "مربّع 1:1", "wide": "أفقي 16:9"},
    other="تنبيه من الفحص",
    codes={
        "too-fast": "مشهد أقصر من وقت قراءته",
        "too-many-words": "مشهد كثير الكلمات",
        "hurried": "حركة أسرع من المعتاد",
        "short-hold": "نصّ لا يثبت ما يكفي لقراءته",
        "text-unsafe": "نصّ خارج المساحة الآمنة",
        "text-small": "نصّ صغير الحجم",
        "text-overlap": "نصّان متراكبان",
        "no-source": "رقم بلا مصدر",
        "unused-fact": "رقم في البيانات لا يظهر في المقطع",
        "mixed-digits": "أرقام بصورتين مختلفتين",
        "captions-too-fast": "ترجمة نصية أسرع من القراءة",
        "cell-empty": "خلية فارغة داخل نصّ",
        "missing-alt": "صورة بلا وصف بديل",
        "platform-too-large": "ملف أكبر من حدّ المنصة",
        "platform-too-long": "مدة أطول من حدّ المنصة",
        "platform-too-short": "مدة أقصر من حدّ المنصة",
        "bare-end": "نهاية بلا دعوة",
        "blank-start": "بداية فارغة",
    },
    script={
        "number": "الرقم", "row": "الصف", "name": "الاسم", "title": "العنوان", "decision": "القرار",
        "comment": "الملاحظة", "reviewer": "المراجع", "decided": "تاريخ القرار", "files": "الأفلام",
        "content": "بصمة المحتوى", "approved": "معتمد", "rejected": "مرفوض", "open": "لم يُراجع",
        "stale": "تغيّر المقطع بعد القرار السابق ({was})؛ يلزم قرار جديد.",
        "unsaved": "هذا المتصفح لا يحفظ القرارات؛ صدّرها قبل إغلاق الصفحة.",
    },
)  # fmt: skip
_ENGLISH = ReportWords(
    heading="Series sign-off report",
    sheet="Series sign-off sheet",
    clips={"one": "clip", "other": "clips"},
    films={"one": "film", "other": "films"},
    warnings={"one": "warning", "other": "warnings"},
    scenes={"one": "scene", "other": "scenes"},
    total="Total length",
    length="Length",
    source="Source",
    no_source="no source given",
    unsourced="a figure without a source",
    figures="Figures",
    words="The clip's words, scene by scene",
    play="Play {name}",
    film="Films",
    row="Row {number}",
    cell="Cell {cell}",
    decision="Decision",
    approve="Approve",
    reject="Reject",
    clear="Clear",
    comment="Reviewer's comment",
    reviewer="Reviewer",
    reviewer_hint="Name and office",
    export="Export decisions as CSV",
    print="Print",
    search="Search clips",
    filters=(
        ("all", "All"),
        ("open", "Not reviewed"),
        ("approved", "Approved"),
        ("rejected", "Rejected"),
        ("warned", "With warnings"),
    ),
    general="Warnings about the whole series",
    own_warnings="Warnings",
    details="Technical details",
    draft="The films are drafts at half size, not for publishing",
    draft_short="draft",
    states={"changed": "its inputs changed", "failed": "could not be made", "missing": "not yet made", "right": ""},
    waiting="Rows whose clips are not made yet",
    bad="Rows left out because their data are wrong",
    failed="Films that could not be made",
    approval="Approval",
    name="Name and office",
    date="Date",
    signature="Signature",
    approved="Approved",
    rejected="Rejected",
    remarks="Remarks",
    page="Page {number} of {count}",
    nothing="No clip fits this choice",
    close="Close",
    updated="Issued",
    kept_here="Decisions are kept in this browser only; export them to send them.",
    foot="Made from the campaign's files; figures are as the clips show them.",
    labels={"reel": "Tall 9:16", "feed": "Tall 4:5", "square": "Square 1:1", "wide": "Wide 16:9"},
    other="Finding of the check",
    codes={
        "too-fast": "A scene shorter than its reading time",
        "too-many-words": "A scene of many words",
        "hurried": "Movement faster than usual",
        "short-hold": "Text that does not stand long enough",
        "text-unsafe": "Text outside the safe area",
        "text-small": "Small text",
        "text-overlap": "Texts over each other",
        "no-source": "A figure without a source",
        "unused-fact": "A figure of the data that is not shown",
        "mixed-digits": "Figures in two kinds of digits",
        "captions-too-fast": "Captions faster than reading",
        "cell-empty": "An empty cell amid a text",
        "missing-alt": "A picture without a description",
        "platform-too-large": "A file above the platform's limit",
        "platform-too-long": "Longer than the platform takes",
        "platform-too-short": "Shorter than the platform takes",
        "bare-end": "An ending without a call",
        "blank-start": "A blank start",
    },
    script={
        "number": "Number", "row": "Row", "name": "Name", "title": "Title", "decision": "Decision",
        "comment": "Comment", "reviewer": "Reviewer", "decided": "Decided", "files": "Films",
        "content": "Content", "approved": "approved", "rejected": "rejected", "open": "not reviewed",
        "stale": "The clip has changed since the earlier decision ({was}); it needs a new one.",
        "unsaved": "This browser keeps no decisions; export them before you close the page.",
    },
)  # fmt: skip


def report_words(language: str) -> ReportWords:
    """The words of `language`; English where there are none here."""
    return _ARABIC if language == "ar" else _ENGLISH
