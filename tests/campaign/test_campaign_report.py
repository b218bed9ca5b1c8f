"""What a series is signed on: one page that needs nothing else and takes any name, decisions that leave as CSV."""

from __future__ import annotations

import base64
import csv
import hashlib
import html
import io
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from campaigns import ROWS, SPEC, write_campaign
from PIL import Image

from infoclip.campaign.batch import Batch, Settings
from infoclip.campaign.preflight import Preflight
from infoclip.campaign.report import SeriesReport, write_report
from infoclip.campaign.state import Entry, Manifest
from infoclip.publish.clip_card import CardFigure, ClipCard
from infoclip.publish.series_sheet import PAGE, SheetClip, SheetWords, series_pages
from infoclip.text.fonts import FontBook
from infoclip.theme.assets import Library

HOSTILE = "\"><script>alert(1)</script>&amp;'`${7*7}{{7*7}}</title>"
FORMULA = '@SUM(1+1),"x"'
NAMES = (HOSTILE, FORMULA, "مكة\u202e المكرمة")
HOSTILE_ROWS = tuple((row[0], name, *row[2:]) for row, name in zip(ROWS, NAMES, strict=True))
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
VOID = {"meta", "img", "input", "br", "link", "hr", "path"}


class Page(HTMLParser):
    """The page's elements in order: (name, attributes); text by element. Fails where tags do not match."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: list[tuple[str, str]] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self._open
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append((self._open[-1] if self._open else "", data.strip()))

    def of(self, tag: str, **wanted: str) -> list[dict[str, str]]:
        return [at for name, at in self.elements if name == tag and all(at.get(k) == v for k, v in wanted.items())]


def film(batch: Batch, manifest: Manifest, row: int, name: str, file: str) -> None:
    """A film as if it had been made: what the report needs of one is its file and its entry."""
    path = batch.folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"film " + file.encode())
    inputs = next(
        order.inputs
        for order in batch.orders(batch.check().rows, manifest)[0]
        if any(own == file for _, own in order.files)
    )
    manifest.films[file] = Entry(
        row, name, "square", "draft", "done", inputs, f"content of {file}",
        hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_size, path.stat().st_mtime_ns,
        180, 30, 540, 540,
    )  # fmt: skip


@pytest.fixture(scope="module")
def reported(tmp_path_factory: pytest.TempPathFactory) -> tuple[Batch, Preflight, Manifest, SeriesReport]:
    """Three clips whose names are hostile and whose files need quoting; two of them have a film."""
    folder = tmp_path_factory.mktemp("report")
    rows = tuple((file, *row[1:]) for file, row in zip(("riyadh", "a b#1%", "مكة"), HOSTILE_ROWS, strict=True))
    path = write_campaign(folder, rows=rows, spec=SPEC.replace("source: تقرير 2018", "source: 'تقرير <b>2018</b>'"))
    batch = Batch(path, Settings(folder / "films", "draft"))
    flight, manifest = batch.check(), Manifest(folder / "films")
    for row in flight.rows[:2]:
        film(batch, manifest, row.number, row.name, f"{row.output}-square.mp4")
    report = write_report(batch, flight, manifest)
    assert report is not None
    return batch, flight, manifest, report


Reported = tuple[Batch, Preflight, Manifest, SeriesReport]


def read(reported: Reported) -> Page:
    return Page(reported[3].page.read_text(encoding="utf-8"))


def test_the_page_parses_and_is_arabic_from_the_right(reported: Reported) -> None:
    page = read(reported)
    assert page.of("html") == [{"lang": "ar", "dir": "rtl"}]
    assert [at["data-name"] for at in page.of("article")] == list(NAMES[:2])
    words = " ".join(text for _, text in page.texts)
    for shown in ("تقرير اعتماد السلسلة", "2,466 منشورًا", "تقرير <b>2018</b>", "6 ثوانٍ", "اعتماد", "رفض", "الخلية C4"):
        assert shown in words, shown
    assert NAMES[2] in words, "a row without a film is named as one that waits"


def test_nothing_that_a_table_says_becomes_markup(reported: Reported) -> None:
    page = read(reported)
    assert len(page.of("script")) == 1
    assert not page.of("b", id="2018")
    assert HOSTILE in [text for _, text in page.texts]
    assert page.of("title") == [{}]
    handlers = [name for _, at in page.elements for name in at if name.startswith("on") or name == "style"]
    assert handlers == []


def test_the_page_needs_nothing_else_and_its_links_exist(reported: Reported) -> None:
    page, folder = read(reported), reported[0].folder
    sources = [at["src"] for _, at in page.elements if "src" in at]
    assert sources
    assert all(source.startswith("data:image/jpeg;base64,") for source in sources)
    links = [at["href"] for _, at in page.elements if "href" in at]
    assert {(folder / unquote(link)).name for link in links} == {"riyadh-square.mp4", "a b#1%-square.mp4"}
    assert all((folder / unquote(link)).is_file() and ":" not in link and not link.startswith("/") for link in links)
    text = reported[3].page.read_text(encoding="utf-8")
    style = text[text.index("<style>") + 7 : text.index("</style>")]
    assert "@import" not in style
    assert [url[:5] for url in re.findall(r"url\(\"?(.{5})", style)] == ["data:"] * style.count("url(")


def test_only_the_pages_own_script_may_run(reported: Reported) -> None:
    text = reported[3].page.read_text(encoding="utf-8")
    policy = html.unescape(text.split('Content-Security-Policy" content="')[1].split('"')[0])
    for name in ("script", "style"):
        content = text[text.index(f"<{name}>") + len(name) + 2 : text.rindex(f"</{name}>")]
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy
    assert "unsafe" not in policy
    assert policy.startswith("default-src 'none'")


def test_a_right_report_is_not_drawn_again(reported: Reported) -> None:
    batch, flight, manifest, report = reported
    before = report.page.stat().st_mtime_ns
    again = write_report(batch, flight, manifest)
    assert again == replace(report, written=False)
    assert report.page.stat().st_mtime_ns == before


def test_a_changed_film_is_told_and_gives_its_clip_another_content(reported: Reported, tmp_path: Path) -> None:
    batch, flight, manifest, report = reported
    page = report.page.read_text(encoding="utf-8")
    contents = [at["data-content"] for at in Page(page).of("article")]
    shutil.copytree(batch.folder, tmp_path / "films")
    moved = Batch(batch.file.path, replace(batch.settings, output=tmp_path / "films"))
    changed = Manifest(tmp_path / "films", films=dict(manifest.films))
    name = "riyadh-square.mp4"
    changed.films[name] = replace(changed.films[name], inputs="others", content="another")
    again = write_report(moved, flight, changed)
    assert again is not None
    assert again.written
    found = Page(again.page.read_text(encoding="utf-8"))
    assert [at["data-content"] == old for at, old in zip(found.of("article"), contents, strict=True)] == [False, True]
    assert any("تغيّرت مدخلاته" in text for _, text in found.texts)


def test_no_film_no_report(tmp_path: Path) -> None:
    batch = Batch(write_campaign(tmp_path), Settings(tmp_path / "films"))
    assert write_report(batch, batch.check(), Manifest(tmp_path / "films")) is None
    assert not list(tmp_path.glob("films/*"))


def test_a_fault_of_one_clips_cover_leaves_the_others_theirs(tmp_path: Path) -> None:
    rows = (*ROWS[:2], ("makkah", "مكة", 953, "منشورات العام"))
    spec = SPEC + "cover: {at: \"{{ 99 if row.id == 'jeddah' else 2 }}\"}\n"
    batch = Batch(write_campaign(tmp_path, rows=rows, spec=spec), Settings(tmp_path / "films", "draft"))
    flight, manifest = batch.check(), Manifest(tmp_path / "films")
    for row in flight.rows:
        film(batch, manifest, row.number, row.name, f"{row.output}-square.mp4")
    report = write_report(batch, flight, manifest)
    assert report is not None
    page = Page(report.page.read_text(encoding="utf-8"))
    covers = [at for at in page.of("a") if "play" in at.get("class", "")]
    assert len(page.of("article")) == len(flight.rows)
    assert len(covers) == len([row for row in flight.rows if row.output != "jeddah"])


def test_the_command_reports_all_rows_that_have_films(tmp_path: Path, infoclip: Callable[..., Any]) -> None:
    path, films = write_campaign(tmp_path), tmp_path / "films"
    infoclip("batch", path, "--draft", "-o", films, "--no-report", "--only", "riyadh,الرياض")
    assert not (films / "report.html").exists()
    assert infoclip("batch", path, "--draft", "-o", films, "--only", "الرياض").code == 0
    said = infoclip("batch", path, "--draft", "-o", films, "--only", "جدة", "--json")
    event = next(json.loads(line) for line in said.out.splitlines() if '"report"' in line)
    assert (event["event"], event["clips"], event["written"]) == ("report", 2, True)
    page = Page((films / "report.html").read_text(encoding="utf-8"))
    assert [at["data-name"] for at in page.of("article")] == ["الرياض", "جدة"]
    assert (films / "report.pdf").read_bytes().startswith(b"%PDF-")


def clip(number: int, name: str = "مقطع") -> SheetClip:
    file = io.BytesIO()
    Image.new("RGB", (90, 160), (10, 90, 60)).save(file, "JPEG")
    figures = (CardFigure("2,466 منشورًا", "منشورات", "تقرير"),)
    card = ClipCard(
        "عنوان", "الهيئة", "6 ثوانٍ", file.getvalue(), (90, 160), (), figures, "تقرير", True, "", ("المدير",), 6.0, (),
        "ar-SA", "latn", True,
    )  # fmt: skip
    return SheetClip(str(number), name, card, ("المدة: 6 ثوانٍ",))


def test_the_sheet_has_a_page_for_three_clips_and_room_to_sign() -> None:
    fonts = FontBook(Library().font_folders)
    word, page = "كلمة", "صفحة {number} من {count}"
    words = SheetWords(word, word, word, page, word, word, word, word, word, word, word, word)
    for count, pages in ((1, 1), (3, 1), (4, 2), (7, 3)):
        drawn = series_pages([clip(number) for number in range(count)], words, fonts, rtl=True)
        assert [page.size for page in drawn] == [PAGE] * pages, count
    strange = series_pages([clip(1, "اسم 𒀀 \x07 🛰")], words, fonts, rtl=True)[0]
    plain = series_pages([clip(1, "اسم")], words, fonts, rtl=True)[0]
    assert strange.tobytes() != plain.tobytes()
    mirrored = series_pages([clip(1)], words, fonts, rtl=False)[0]
    cover = (10, 90, 60)
    assert near(mirrored.getpixel((150, 400)), cover)
    assert near(plain.getpixel((PAGE[0] - 150, 400)), cover)
    assert not near(plain.getpixel((150, 400)), cover)


def near(pixel: Any, color: tuple[int, int, int]) -> bool:
    return all(abs(one - other) < 12 for one, other in zip(pixel, color, strict=True))


DRIVER = """<!doctype html><meta charset="utf-8"><iframe id="f" src="report.html" width="1300" height="900"></iframe>
<pre id="out"></pre><script>
const frame = document.getElementById("f"), out = {};
const wait = (ms) => new Promise((done) => setTimeout(done, ms));
frame.onload = async () => {
  if (out.again) return;
  const type = (page, element, text) => {
    element.value = text;
    element.dispatchEvent(new page.Event("input", {bubbles: true}));
  };
  const take = async (page) => {
    let blob;
    page.URL.createObjectURL = (given) => { blob = given; return "#"; };
    page.document.getElementById("export").click();
    return blob ? new TextDecoder("utf-8", {ignoreBOM: true}).decode(await blob.arrayBuffer()) : "none";
  };
  let page = frame.contentWindow, at = page.document;
  out.alerted = false; page.alert = () => { out.alerted = true; };
  type(page, at.getElementById("reviewer"), "ليلى، \\"المراجعة\\"");
  const clips = [...at.querySelectorAll(".clip")];
  clips[0].querySelector("input[value=approved]").click();
  clips[1].querySelector("input[value=rejected]").click();
  type(page, clips[1].querySelector("textarea"), "=1+1\\nسطر ثانٍ");
  out.counts = ["open", "approved", "rejected"].map((name) => at.getElementById("count-" + name).textContent);
  at.querySelector("[data-filter=rejected]").click();
  out.shown = clips.map((clip) => !clip.hidden);
  out.csv = await take(page);
  out.again = true;
  page.location.reload();
  await wait(900);
  page = frame.contentWindow; at = page.document;
  out.kept = [...at.querySelectorAll(".clip")].map((clip) => clip.dataset.decision);
  out.comment = at.querySelectorAll("textarea")[1].value;
  out.font = at.fonts.check("16px Report");
  out.wide = at.documentElement.scrollWidth <= page.innerWidth;
  document.getElementById("out").textContent = JSON.stringify(out);
};
</script>"""


@pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium")
def test_decisions_are_kept_and_leave_as_csv(reported: Reported, tmp_path: Path) -> None:
    folder = tmp_path / "films"
    shutil.copytree(reported[0].folder, folder)
    (folder / "drive.html").write_text(DRIVER, encoding="utf-8")
    flags = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--allow-file-access-from-files",
        "--virtual-time-budget=9000",
    ]
    command = [str(CHROMIUM), *flags, f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom"]
    command.append((folder / "drive.html").as_uri())
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    found = re.search(r'<pre id="out">(.*?)</pre>', done.stdout, re.DOTALL)
    assert found is not None, done.stdout[-2000:] + done.stderr[-2000:]
    out = json.loads(html.unescape(found[1]))
    assert out["counts"] == ["0", "1", "1"]
    assert out["shown"] == [False, True]
    assert out["kept"] == ["approved", "rejected"]
    assert out["comment"] == "=1+1\nسطر ثانٍ"
    assert (out["alerted"], out["font"], out["wide"]) == (False, True, True)
    assert out["csv"].startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(out["csv"].removeprefix("\ufeff"), newline="")))
    assert rows[0][:6] == ["الرقم", "الصف", "الاسم", "العنوان", "القرار", "الملاحظة"]
    assert [row[2] for row in rows[1:]] == [HOSTILE, f"'{FORMULA}"]
    assert [row[4] for row in rows[1:]] == ["معتمد", "مرفوض"]
    assert [row[5] for row in rows[1:]] == ["", "'=1+1\nسطر ثانٍ"]
    assert {row[6] for row in rows[1:]} == {'ليلى، "المراجعة"'}
    assert [row[8] for row in rows[1:]] == ["riyadh-square.mp4", "a b#1%-square.mp4"]
