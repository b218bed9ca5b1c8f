"""What stands beside the films: covers, the sheet for approvers, the manifest; captions in a browser's own player."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from browser import CHROMIUM, said_by
from PIL import Image, ImageChops
from posting import SPEC, composed, written

from infoclip import pipeline
from infoclip.errors import InputError
from infoclip.film.frames import frame_at
from infoclip.publish.beside import write_beside
from infoclip.publish.cover import CoverForm, cover_frame, cover_picture, write_cover
from infoclip.publish.profiles import find_profiles
from infoclip.publish.signoff import PAGE, signoff_pages
from infoclip.publish.stills import StillLook


def look(made: pipeline.Composition) -> StillLook:
    return StillLook(made.format, made.clip.theme, made.clip.fonts)


@pytest.mark.parametrize(("asked", "frame"), [("4", 120), ("{at: 8.5}", 255), ("9", 269)])
def test_a_cover_of_the_moment_that_is_asked_for(tmp_path: Path, asked: str, frame: int) -> None:
    made = composed(written(tmp_path, cover=asked))
    assert cover_frame(made.timeline, made.clip.spec, look(made)) == frame


def test_a_cover_of_a_scene_and_the_best_one(tmp_path: Path) -> None:
    made = composed(written(tmp_path, cover="{scene: 2}"))
    assert cover_frame(made.timeline, made.clip.spec, look(made)) == made.timeline.still_frame(1)
    made = composed(written(tmp_path / "best"))
    frame = cover_frame(made.timeline, made.clip.spec, look(made))
    scene = made.timeline.scene_at(frame)
    assert scene != 2, "who it was says least"
    assert frame == made.timeline.still_frame(scene)


@pytest.mark.parametrize(
    ("asked", "says", "column"),
    [("12", "the clip is 9 s long", 8), ("{at: 9.5}", "9.5 s", 13), ("{scene: 4}", "has 3 scenes", 16)],
)
def test_a_cover_past_the_end_is_told_at_its_place(tmp_path: Path, asked: str, says: str, column: int) -> None:
    (problem,) = pipeline.check(written(tmp_path, cover=asked))
    assert says in problem.message
    assert problem.place
    assert (problem.place.line, problem.place.column) == (17, column)
    assert problem.severity == "error"


def test_a_cover_has_the_platform_s_size_and_weight(tmp_path: Path) -> None:
    made = composed(written(tmp_path), "wide")
    picture = cover_picture(made.timeline, 120, look(made), (1280, 720))
    whole = frame_at(made.timeline, 120, theme=made.clip.theme).resize((1280, 720), Image.Resampling.BOX)
    assert picture.size == (1280, 720)
    differences = ImageChops.difference(picture, whole).convert("L").histogram()
    assert sum(differences[40:]) < 0.01 * 1280 * 720
    png = write_cover(picture, tmp_path / "a", CoverForm((1280, 720), 2_000_000, ("jpg", "png")))
    assert png.suffix == ".png"
    small = write_cover(picture, tmp_path / "b", CoverForm((1280, 720), 120_000, ("jpg", "png")))
    assert small.suffix == ".jpg"
    assert small.stat().st_size <= 120_000
    with Image.open(small) as read:
        assert (read.format, read.size) == ("JPEG", (1280, 720))


def test_the_sheet_shows_every_scene_from_the_right_and_lines_to_sign(tmp_path: Path) -> None:
    made = composed(written(tmp_path, approvers="[مدير التواصل, المراجع]"))
    (page,) = signoff_pages(made.timeline, look(made), made.clip.spec, made.clip.localizer)
    assert page.size == PAGE
    white = Image.new("RGB", page.size, "white")
    assert ImageChops.difference(page, white).getbbox()
    width = (PAGE[0] - 140 - 2 * 26) // 3
    shown = page.crop((PAGE[0] - 70 - width, 220, PAGE[0] - 70, 220 + width))
    differences = []
    for index in range(3):
        scene = frame_at(made.timeline, made.timeline.still_frame(index), theme=made.clip.theme)
        small = scene.resize((width, width), Image.Resampling.LANCZOS)
        differences.append(sum(ImageChops.difference(small, shown).convert("L").histogram()[60:]))
    assert differences[0] < min(differences[1:]) / 3, "the first scene does not stand at the right"
    foot = ImageChops.difference(page.crop((0, 1400, *PAGE)), white.crop((0, 1400, *PAGE))).getbbox()
    assert foot, "nobody can sign"


def test_many_scenes_take_more_pages(tmp_path: Path) -> None:
    scenes = "".join(f"  - {{scene: title, headline: عنوان {number}}}\n" for number in range(28))
    made = composed(written(tmp_path, SPEC.replace("  - {scene: outro", f"{scenes}  - {{scene: outro"), duration="100"))
    pages = signoff_pages(made.timeline, look(made), made.clip.spec, made.clip.localizer)
    assert len(pages) > 1
    assert len({page.size for page in pages}) == 1


def beside(path: Path, folder: Path, *names: str) -> list[str]:
    made = composed(path)
    profiles = find_profiles(names) if names else (None,)
    placed = [pipeline.Placed(made, profile) for profile in profiles]
    return [item.path.name for item in write_beside(pipeline.beside_job(made.clip, placed, {}), folder)]


def test_everything_beside_a_film_and_a_manifest_that_lists_it(tmp_path: Path) -> None:
    out = tmp_path / "out"
    names = beside(written(tmp_path / "clip"), out, "instagram-square", "x")
    assert names[-1] == "clip-manifest.json"
    assert set(names) == {item.name for item in out.iterdir()}
    assert {"clip.ar.srt", "clip.ar.vtt", "clip-alt.txt", "clip-x-post.txt", "clip-sign-off.pdf"} <= set(names)
    data = json.loads((out / "clip-manifest.json").read_text(encoding="utf-8"))
    assert {item["path"] for item in data["files"]} == set(names) - {"clip-manifest.json"}
    for item in data["files"]:
        content = (out / item["path"]).read_bytes()
        assert (item["sha256"], item["bytes"]) == (hashlib.sha256(content).hexdigest(), len(content))
    assert data["facts"]["posts"] == {
        "value": 2466, "text": "2,466 منشورًا", "label": "", "source": "تقرير النشر", "date": "",
    }  # fmt: skip
    assert data["facts"]["clips"]["source"] == "المصدر: تقرير 2018"
    assert set(data["versions"]) >= {"infoclip", "python", "ffmpeg", "pillow", "uharfbuzz"}
    assert any(map(str.isdigit, data["versions"]["ffmpeg"]))
    again = tmp_path / "again"
    beside(tmp_path / "clip" / "spec.yaml", again, "instagram-square", "x")
    assert (again / "clip-manifest.json").read_bytes() == (out / "clip-manifest.json").read_bytes()


def test_what_is_wrong_is_told_before_anything_is_written(tmp_path: Path) -> None:
    out = tmp_path / "out"
    path = written(tmp_path / "clip", post="{headline: " + "كلمة " * 60 + "}")
    with pytest.raises(InputError, match="snapchat-story"):
        beside(path, out, "snapchat-story")
    assert not out.exists()


GATES = {
    "a title that no font has": ({"title": "حصاد 漢"}, "spec.yaml:1:8"),
    "an approver that no font has": ({"approvers": "[مدير, 漢]"}, "spec.yaml:17:19"),
    "a headline too long for a platform": ({"post": '{headline: "' + "كلمة " * 70 + '"}'}, "spec.yaml:17:18"),
    "a cover past the end": ({"cover": "99"}, "spec.yaml:17:8"),
    "a cue file that is wrong": ({"captions": "v.srt"}, "v.srt:3:"),
    "a caption in the picture that no font has": ({"captions": "{file: w.srt, burn: true}"}, "w.srt:2:1"),
}


@pytest.mark.parametrize("what", GATES)
def test_all_that_stops_what_stands_beside_is_told_before_anything_is_made(
    infoclip: Callable, tmp_path: Path, what: str
) -> None:
    """By `check`, by `render --for`, and by `export` before the first of several outputs."""
    changes, place = GATES[what]
    path = written(tmp_path / "clip", **changes)
    (path.parent / "v.srt").write_text("1\n00:00:00,000 --> 00:00:03,000\nكم\x07\n", encoding="utf-8")
    (path.parent / "w.srt").write_text("1\n00:00:00,000 --> 00:00:03,000\nكم 漢\n", encoding="utf-8")
    kinds = "still,captions,cover,post-text,sign-off"
    for command in (
        ("check", path, "--for", "x"),
        ("render", path, "--for", "x", "--draft", "-o", tmp_path / "out"),
        ("export", path, "--for", "x", "--as", kinds, "-o", tmp_path / "out"),
    ):
        said = infoclip(*command)
        assert said.code == 2, (command, said)
        assert place in said.err, command
        assert not (tmp_path / "out").exists(), command


def test_a_rendered_film_says_its_title_language_and_source(infoclip: Callable, tmp_path: Path) -> None:
    import av

    path = written(tmp_path / "clip", sound="none", duration="5")
    said = infoclip("render", path, "--for", "x", "--draft", "-o", tmp_path / "out")
    assert said.code == 0, said
    (film,) = (tmp_path / "out").glob("*.mp4")
    with av.open(str(film)) as opened:
        assert opened.metadata["title"] == "حصاد 2018"
        assert opened.metadata["comment"] == "المصدر: تقرير 2018"
        assert opened.streams.video[0].language == "ara"
    data = json.loads((tmp_path / "out" / "clip-manifest.json").read_text(encoding="utf-8"))
    (listed,) = [item for item in data["files"] if item["kind"] == "film"]
    assert listed["sha256"] == hashlib.sha256(film.read_bytes()).hexdigest()
    assert listed["platforms"] == ["x"]
    assert listed["probe"]["codec"] == "h264"


PAGE_WITH_TRACK = """<!doctype html><meta charset="utf-8"><video id=v muted src="film.mp4">
<track id=t kind=captions srclang=ar src="captions.vtt" default></video><script>
const say = text => fetch('/', {method: 'POST', body: text});
const seen = [];
t.track.mode = 'showing';
t.track.oncuechange = () => { for (const cue of t.track.activeCues) seen.push(cue.id); };
v.onended = () => {
  const line = document.createElement('div');
  line.style.cssText = 'unicode-bidi: plaintext; white-space: pre; font: 40px sans-serif; position: absolute';
  document.body.append(line);
  const places = [];
  for (const dir of ['ltr', 'rtl']) {
    line.dir = dir; line.style.unicodeBidi = dir === 'ltr' ? 'isolate' : 'plaintext';
    line.replaceChildren(t.track.cues[0].getCueAsHTML());
    const text = line.textContent, walk = document.createTreeWalker(line, NodeFilter.SHOW_TEXT), node = walk.nextNode();
    const left = [];
    for (const part of ['+966 11', 'C++', '45%']) {
      const at = text.indexOf(part), range = document.createRange();
      range.setStart(node, at); range.setEnd(node, at + part.length);
      left.push(Math.round(range.getBoundingClientRect().left - line.getBoundingClientRect().left));
    }
    places.push(left);
  }
  say(JSON.stringify({cues: t.track.cues.length, seen: [...new Set(seen)], places, end: v.currentTime}));
};
v.onerror = () => say('error ' + v.error.message);
t.onerror = () => say('no captions');
v.playbackRate = 2;
v.play().catch(error => say('refused ' + error));
</script>"""


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="needs Debian's chromium")
def test_chromium_shows_every_caption_while_it_plays_the_film(infoclip: Callable, tmp_path: Path) -> None:
    spoken = 'spoken: "C++ بنسبة 45%: +966 11 123"'
    text = SPEC.replace("{scene: title,", f"{{scene: title, {spoken},").replace("duration: 9", "duration: 6")
    path = written(tmp_path / "clip", text, sound="none")
    assert infoclip("render", path, "--draft", "-o", tmp_path / "film.mp4").code == 0
    assert infoclip("export", path, "--as", "captions", "-o", tmp_path / "out").code == 0
    vtt = tmp_path / "out" / "clip.ar.vtt"
    vtt.rename(tmp_path / "captions.vtt")
    (tmp_path / "page.html").write_text(PAGE_WITH_TRACK, encoding="utf-8")
    told = json.loads(said_by(tmp_path / "page.html"))
    count = (tmp_path / "captions.vtt").read_text(encoding="utf-8").count("-->")
    assert told["cues"] == count
    assert told["seen"] == [str(number) for number in range(1, count + 1)], "a caption was not shown"
    assert told["end"] == pytest.approx(6, abs=0.1)
    assert told["places"][0] == told["places"][1], "a player that starts from the left shows another order"
    phone, plus, percent = told["places"][0]
    assert phone < percent < plus, "Arabic reads from the right"
