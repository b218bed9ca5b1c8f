"""The official theme's own scenes hold for other words, counts and digits, in every format."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from infoclip.layout.context import LayoutContext
from infoclip.layout.placed import PlacedNode, PlacedScene, leaves
from infoclip.layout.scene import lay_out
from infoclip.marks.marks import ArtMark, CounterMark, TextMark
from infoclip.scenes.surroundings import SceneContext
from infoclip.scenes.template import build_scene
from infoclip.spec.reader import read_spec
from infoclip.text.fonts import FontBook
from infoclip.text.numerals import Localizer
from infoclip.theme.assets import Library
from infoclip.theme.loader import load_theme
from infoclip.values.formats import FORMATS
from infoclip.values.geometry import Box

EXAMPLE = Path(__file__).parents[2] / "examples" / "gso-2018" / "spec.yaml"
OTHER = """
title: اختبار
digits: arab
brand: {name: وزارة الموارد البشرية والتنمية الاجتماعية بالمملكة}
duration: 30
source: "المصدر: التقرير السنوي للوزارة، الفصل الرابع، 2025"
facts:
  people: {value: 1234567, noun: [مستفيد, مستفيدون]}
  content: {value: 87, percent: true, label: رضا المستفيدين}
  plans: {value: 12, noun: [مبادرة, مبادرات]}
  requests: {value: 540000, compact: true, more_than: true, noun: [طلب, طلبات]}
scenes:
  - {scene: title, headline: أبرز ما تحقق في منظومة الخدمات الرقمية خلال العام}
  - {scene: title, headline: حصاد, subline: منصاتنا الرقمية في عام كامل من العطاء, kicker: ١٤٤٧هـ}
  - scene: icons
    heading: قناتان
    items: [{icon: phone, label: الهاتف الموحد}, {icon: mail, label: البريد}]
  - scene: icons
    heading: ست خدمات رقمية جديدة للمستفيدين في المناطق
    subheading: على مدار العام
    items: [{icon: phone, label: الهاتف}, {icon: mail, label: البريد}, {icon: home, label: الإسكان},
            {icon: car, label: المركبات}, {icon: heart, label: الصحة}, {icon: book, label: التعليم والتدريب}]
  - scene: bars
    heading: الطلبات المنجزة عبر قنوات الوزارة في عام
    subheading: بحسب القناة
    items: [{fact: requests, label: تطبيق الجوال}, {fact: 400000, label: الموقع}, {fact: 210000, label: الهاتف},
            {fact: 90000, label: الفروع, highlight: true}, {fact: 20, label: البريد}]
  - {scene: bars, heading: مبادرات, items: [{fact: plans}]}
  - {scene: framed-number, fact: content, icons: [heart], caption: استطلاع الربع الرابع, items: [{fact: plans}]}
  - {scene: framed-number, fact: people, units: 30}
  - {scene: units, fact: plans, unit_value: 1}
  - {scene: units, fact: requests, unit_value: 10000, caption: كل نافذة 10 آلاف طلب, kicker: هذا العام}
  - scene: question
    question: هل يمكنني تجديد الرخصة من الجوال؟
    answer: نعم، في دقيقتين ومن دون مراجعة
    note: عبر التطبيق
  - {scene: question, question_fact: requests, answer_fact: plans}
  - {scene: outro, call: ابدأ خدمتك الآن من جوالك, handle: "@ministry_official_account"}
  - {scene: outro, call: تابعونا}
"""


FIGURES = """
title: اختبار
locale: LOCALE
theme: official
brand: {name: الهيئة}
duration: 30
facts:
  budget: {value: 1184000000000, compact: true, more_than: true, unit: SAR}
  pilgrims: {value: 1673230, compact: true, more_than: true, noun: [حاج, حجاج]}
scenes:
  - {scene: framed-number, fact: budget, kicker: حجم الميزانية}
  - {scene: units, fact: pilgrims, unit_value: 1000000, kicker: هذا العام}
  - scene: bars
    heading: البنود
    items:
      - {fact: budget, label: التعليم}
      - {fact: {value: 250000000000, compact: true, unit: SAR}, label: الصحة}
  - {scene: question, question: كم؟, answer_fact: pilgrims, note: في المشاعر}
"""


def placed_scenes(path: Path, format_name: str) -> Iterator[PlacedScene]:
    spec = read_spec(path)
    library = Library(spec.folder)
    theme, fonts = load_theme(spec.theme, library), FontBook(library.font_folders)
    localizer = Localizer(spec.locale, spec.digits)
    format = FORMATS[format_name]
    for index in range(len(spec.scenes)):
        scene = build_scene(spec, index, SceneContext(theme, format, library, localizer))
        yield lay_out(scene, LayoutContext(format, theme, fonts, library, localizer, rtl=spec.direction == "rtl"))


def texts(nodes: Sequence[PlacedNode]) -> Iterator[tuple[str, float, Box]]:
    """The words, their type size and their ink in the frame."""
    for node in leaves(nodes):
        if isinstance(node.mark, TextMark | CounterMark):
            block = node.mark.block if isinstance(node.mark, TextMark) else node.mark.blocks[-1]
            yield node.text, block.style.size, block.ink.moved(node.x, node.y)


@pytest.mark.parametrize("format_name", sorted(FORMATS))
@pytest.mark.parametrize("which", ["example", "other"])
def test_text_stays_in_the_safe_zone(format_name: str, which: str, tmp_path: Path) -> None:
    """No scene overflows (layout would raise), and no ink leaves what the platforms' interfaces keep free."""
    path = EXAMPLE
    if which == "other":
        path = tmp_path / "spec.yaml"
        path.write_text(OTHER, encoding="utf-8")
    safe = FORMATS[format_name].safe_box(rtl=True).grown(1)
    seen = 0
    for scene in placed_scenes(path, format_name):
        for words, size, ink in texts(scene.children):
            seen += 1
            assert safe.x <= ink.x, (scene.name, words, ink)
            assert ink.right <= safe.right, (scene.name, words, ink)
            assert safe.y <= ink.y, (scene.name, words, ink)
            assert ink.bottom <= safe.bottom, (scene.name, words, ink)
            assert size >= 30, (scene.name, words, size)
    assert seen > 25


def test_the_titles_two_lines_share_both_edges() -> None:
    for name in FORMATS:
        title = next(placed_scenes(EXAMPLE, name))
        inks = {words: ink for words, _, ink in texts(title.children)}
        first, second = inks["حصاد عام"], inks["في مواقع التواصل"]
        assert first.x == pytest.approx(second.x, abs=12), name
        assert first.right == pytest.approx(second.right, abs=12), name


def test_windows_add_up_to_the_figure() -> None:
    """Two million views at ten thousand a window: 200 unlit windows and 200 lights."""
    scene = next(scene for scene in placed_scenes(EXAMPLE, "reel") if scene.name == "units")
    names = [node.mark.source.path.stem for node in leaves(scene.children) if isinstance(node.mark, ArtMark)]
    assert names.count("unit-dim") == 200
    assert names.count("unit") == 200


def words_of(tmp_path: Path, locale: str = "ar-SA") -> list[list[str]]:
    path = tmp_path / "spec.yaml"
    path.write_text(FIGURES.replace("LOCALE", locale), encoding="utf-8")
    return [[words for words, _, _ in texts(scene.children)] for scene in placed_scenes(path, "reel")]


def test_a_figure_of_more_than_is_never_rounded_up_and_always_says_so(tmp_path: Path) -> None:
    """1,184,000,000,000 is more than 1.18 trillion, not more than 1.2; a kicker does not take the words' place."""
    framed, units, bars, question = words_of(tmp_path)
    assert "1.18" in framed
    assert {"أكثر من", "حجم الميزانية"} <= set(framed)
    assert {"1.67", "أكثر من", "هذا العام"} <= set(units)
    assert "+1.18" in bars
    assert "أكثر من" in question


def test_bars_tell_the_unit_beside_the_label(tmp_path: Path) -> None:
    beside = next(words for words in words_of(tmp_path)[2] if "التعليم" in words)
    assert "ترليون" in beside
    assert beside.index("ترليون") < beside.index("\u20c1") < beside.index("التعليم")


def test_the_seal_asks_in_the_clips_script(tmp_path: Path) -> None:
    assert "؟" in words_of(tmp_path)[3]
    assert "?" in words_of(tmp_path, "en")[3]


def test_few_windows_keep_their_shape(tmp_path: Path) -> None:
    path = tmp_path / "spec.yaml"
    for count, rows in ((1, 1), (2, 1), (7, 1), (8, 2), (493, 0)):
        fact = f"{{scene: units, fact: {{value: {count}, noun: [وطن, أوطان]}}, unit_value: 1}}"
        path.write_text(f"title: ا\ntheme: official\nduration: 5\nscenes:\n  - {fact}\n", encoding="utf-8")
        for shape in FORMATS:
            units = lit_units(next(placed_scenes(path, shape)).children)
            assert len(units) == count
            assert 1.2 < units[0].height / units[0].width < 1.95, (shape, count)
            if rows and shape == "reel":
                assert len({round(unit.y) for unit in units}) == rows, count


def lit_units(nodes: Sequence[PlacedNode]) -> list[Box]:
    lit = (node for node in leaves(nodes) if isinstance(node.mark, ArtMark) and node.mark.source.path.stem == "unit")
    return [node.box for node in lit]
