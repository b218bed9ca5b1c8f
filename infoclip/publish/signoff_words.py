"""The words of the sheet that approvers sign, by language."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SignoffWords:
    """One language's words; patterns take what their fields name."""

    heading: str
    facts_line: str
    scene: str
    source: str
    no_source: str
    page: str
    approval: str
    name: str
    date: str
    signature: str
    approved: str
    changes: str


_ARABIC = SignoffWords(
    heading="ورقة اعتماد المقطع",
    facts_line="المدة {seconds} ث · {scenes} · المقاس {format} · المصدر: {source}",
    scene="المشهد {number}",
    source="المصدر: {source}",
    no_source="لم يُذكر مصدر",
    page="صفحة {number} من {count}",
    approval="الاعتماد",
    name="الاسم والصفة",
    date="التاريخ",
    signature="التوقيع",
    approved="معتمد",
    changes="يحتاج تعديلًا",
)
_ENGLISH = SignoffWords(
    heading="Sign-off sheet",
    facts_line="{seconds} s · {scenes} · {format} · Source: {source}",
    scene="Scene {number}",
    source="Source: {source}",
    no_source="no source given",
    page="Page {number} of {count}",
    approval="Approval",
    name="Name and office",
    date="Date",
    signature="Signature",
    approved="approved",
    changes="needs changes",
)


def signoff_words(language: str) -> SignoffWords:
    """The words of `language`; English where there are none here."""
    return _ARABIC if language == "ar" else _ENGLISH
