"""Captions: within what can be read, in the right order, in files that other programs read the same."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from bidi import get_display
from posting import SPEC, composed, written

from infoclip import pipeline
from infoclip.errors import InputError
from infoclip.film.frames import frame_at
from infoclip.publish.caption_files import marked, srt_text, vtt_text
from infoclip.publish.captions import CaptionPlan, Cue, plan_captions, wrapped
from infoclip.publish.phrases import scene_phrases
from infoclip.sound.cues import read_cues

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
MARKS = "\u200e\u200f\u202a\u202b\u202c"


def planned(path: Path, format_name: str = "square") -> CaptionPlan:
    made = composed(path, format_name)
    return plan_captions(made.timeline, made.clip.spec, made.clip.localizer, made.clip.library)


def bare(text: str) -> str:
    return "".join(letter for letter in text if letter not in MARKS)


@pytest.mark.parametrize("name", ["gso-2018", "vision-2030"])
@pytest.mark.parametrize("format_name", ["reel", "wide"])
def test_every_caption_can_be_read(name: str, format_name: str) -> None:
    made = composed(EXAMPLES / name / "spec.yaml", format_name)
    plan = plan_captions(made.timeline, made.clip.spec, made.clip.localizer, made.clip.library)
    assert plan.cues
    end = 0.0
    for cue in plan.cues:
        assert 1 <= len(cue.lines) <= 2
        assert max(map(len, cue.lines)) <= 42
        assert len("".join(cue.lines)) / (cue.end - cue.start) <= 20
        assert cue.start >= end
        end = cue.end
        first, last = (made.timeline.scene_at(made.timeline.frame_of(at)) for at in (cue.start, cue.end - 0.001))
        assert first == last, "a caption outlasts its scene"
    assert end <= made.timeline.seconds
    scenes = {made.timeline.scene_at(made.timeline.frame_of(cue.start)) for cue in plan.cues}
    assert scenes == set(range(made.timeline.scene_count))


def test_a_figure_is_said_with_its_noun_and_a_heading_before_its_figures(tmp_path: Path) -> None:
    made = composed(written(tmp_path))
    phrases = scene_phrases(made.timeline, 1, made.clip.spec, made.clip.localizer)
    assert [phrase.text for phrase in phrases] == ["ماذا نشرنا؟", "2,466 منشورًا", "3 صور", "48 مقطعًا"]
    assert [phrase.fact.value for phrase in phrases if phrase.fact] == [2466, 3, 48]


def test_a_figure_is_said_with_the_name_of_its_item(tmp_path: Path) -> None:
    scenes = """
  - scene: bars
    heading: الزوار
    items: [{fact: 850, label: 2024}, {fact: 1200, label: 2025}, {fact: 1200, label: 2026}]
  - scene: kpi-grid
    heading: الأداء
    items:
      - {fact: {value: 6, noun: [دقيقة, دقائق]}, label: الانتظار, delta: -25%}
      - {fact: {value: 48, noun: [خدمة, خدمات]}, delta: 7}
      - {fact: 94%, label: الرضا}
      - {fact: 3}
  - scene: line
    heading: النجاح
    percent: true
    labels: [2024, 2025]
    series: [{name: طالبات, values: [80, 85.2]}, {name: طلاب, values: [70, 78.1]}]
"""
    path = tmp_path / "spec.yaml"
    path.write_text(f"title: تجربة\nduration: 40\nscenes:{scenes}", encoding="utf-8")
    made = composed(path)
    said = [
        [phrase.text for phrase in scene_phrases(made.timeline, index, made.clip.spec, made.clip.localizer)]
        for index in range(3)
    ]
    assert said[0] == ["الزوار", "2024: 850", "2025: 1,200", "2026: 1,200"]
    assert {"الانتظار: 6 دقائق (-25%)", "48 خدمةً (+7)", "الرضا: 94%"} <= set(said[1])
    assert {"طالبات: 85.2%", "طلاب: 78.1%"} <= set(said[2])


def test_a_heading_cut_in_words_by_a_composition_is_said_as_one() -> None:
    made = composed(EXAMPLES / "gso-2018" / "spec.yaml", "wide")
    phrases = scene_phrases(made.timeline, 2, made.clip.spec, made.clip.localizer)
    assert phrases[0].text == "ماذا نشرنا في 2018؟"


def test_a_scene_too_short_for_its_words_leaves_some_out_and_says_so(tmp_path: Path) -> None:
    text = SPEC.replace("scene: bars,", "scene: bars, seconds: 1.6,")
    plan = planned(written(tmp_path, text))
    (problem,) = plan.problems
    assert (problem.code, problem.severity) == ("captions-too-fast", "warning")
    assert "48 مقطعًا" in problem.message
    assert problem.place
    assert problem.place.line == 15
    assert all(cue.a_second <= 20 for cue in plan.cues)


def test_spoken_words_stand_for_those_on_the_screen(tmp_path: Path) -> None:
    plan = planned(written(tmp_path, SPEC.replace("call: تابعونا", "call: تابعونا, spoken: شكرًا لكم")))
    assert plan.cues[-1].lines == ("شكرًا لكم",)


def test_spoken_words_that_nobody_can_read_in_time_are_an_error_at_their_place(tmp_path: Path) -> None:
    path = written(tmp_path, SPEC.replace("call: تابعونا", f"seconds: 2, call: تابعونا, spoken: {'كلمة ' * 20}"))
    problems = pipeline.check(path)
    (problem,) = [item for item in problems if item.code == "captions-too-fast"]
    assert problem.severity == "error"
    assert problem.place
    assert problem.place.line == 16
    assert "characters for 2.0 s" in problem.message


def test_no_captions_where_none_are_wanted(tmp_path: Path) -> None:
    assert planned(written(tmp_path, captions="none")).cues == ()


LINES = (
    "ارتفع C++ بنسبة 45%، وبلغ -1.5",
    "اتصل على +966 11 123 4567!",
    "زوروا www.gso.org.sa (الآن)",
    "@gso_account، تابعونا",
    "Twitter و LinkedIn: 2,466 منشورًا.",
    "من 2015-2018 ارتفع (iOS)!",
)


@pytest.mark.parametrize("line", LINES)
def test_a_line_reads_the_same_in_players_of_either_direction(line: str) -> None:
    """By python-bidi: a player that starts from the left, one that starts from the right, and one that guesses."""
    shown = {bare(get_display(marked(line, rtl=True), base_dir=base)).strip() for base in ("L", "R", None)}
    assert len(shown) == 1
    assert bare(marked(line, rtl=True)) == line
    assert len({bare(get_display(line, base_dir=base)) for base in ("L", "R")}) == 2, "the line would need no marks"


def test_phone_numbers_and_signs_keep_their_order() -> None:
    shown = bare(get_display(marked("اتصل على +966 11 123 4567", rtl=True), base_dir="L"))
    assert "+966 11 123 4567" in shown
    assert marked("Call us", rtl=False) == "Call us"


def test_caption_files_are_read_by_ffmpeg(tmp_path: Path) -> None:
    import av

    plan = planned(written(tmp_path))
    for form, text in (("srt", srt_text(plan.cues, rtl=True)), ("vtt", vtt_text(plan.cues, "ar", rtl=True))):
        path = tmp_path / f"captions.{form}"
        path.write_text(text, encoding="utf-8")
        with av.open(str(path)) as container:
            stream = container.streams.subtitles[0]
            packets = [packet for packet in container.demux(stream) if packet.size]
            assert len(packets) == len(plan.cues)
            for packet, cue in zip(packets, plan.cues, strict=True):
                assert float(packet.pts * packet.time_base) == pytest.approx(cue.start, abs=0.002)
                assert float(packet.duration * packet.time_base) == pytest.approx(cue.end - cue.start, abs=0.002)
                assert bare(bytes(packet).decode()).split("\n") == list(cue.lines)


def test_what_would_be_markup_is_text() -> None:
    cues = [Cue(0, 3, ("a < b & c --> d", "<b>x</b>"))]
    vtt = vtt_text(cues, "en", rtl=False)
    assert "a &lt; b &amp; c --&gt; d\n&lt;b&gt;x&lt;/b&gt;" in vtt
    assert vtt.count("-->") == 1
    assert srt_text(cues, rtl=False).count("-->") == 1


def test_lines_are_few_and_even() -> None:
    text = "إيصال المعلومة في أبهى صورة وبأسهل طريقة ممكنة للجميع"
    assert [len(line) for line in wrapped(text)] == [27, 25]
    assert max(map(len, wrapped("https://example.com/" + "a" * 80))) <= 42


YAML = """\
- {at: 0, until: 2.5, text: حصاد عام في مواقع التواصل}
- at: 2.6
  until: 5
  words: [[2.6, كم], [3.0, منشورًا], [3.6, نشرنا؟]]
- {at: "0:05.5", text: تابعونا}
"""


def test_a_cue_file_gives_the_captions_and_the_times_of_words(tmp_path: Path) -> None:
    (tmp_path / "voice.yaml").write_text(YAML, encoding="utf-8")
    plan = planned(written(tmp_path, captions="voice.yaml"))
    assert [cue.lines for cue in plan.cues] == [("حصاد عام في مواقع التواصل",), ("كم منشورًا نشرنا؟",), ("تابعونا",)]
    assert [cue.start for cue in plan.cues] == [0, 2.6, 5.5]
    vtt = vtt_text(plan.cues, "ar", rtl=True)
    assert "<00:00:03.000>منشورًا <00:00:03.600>نشرنا" in vtt
    assert "<00:00:02.600>" not in vtt, "the first word comes with its cue"


def test_srt_vtt_and_json_cues_say_the_same(tmp_path: Path) -> None:
    srt = (
        "1\r\n00:00:00,500 --> 00:00:02,000\r\n<i>كم</i> منشورًا\r\n\r\n2\r\n00:00:02,000 --> 00:00:04,000\r\nنشرنا؟\r\n"
    )
    vtt = "WEBVTT\n\nNOTE x\n\n00:00.500 --> 00:02.000 align:right\nكم <00:01.000>منشورًا\n\n"
    vtt += "00:02.000 --> 00:04.000\nنشرنا؟\n"
    listing = {
        "segments": [
            {"start": 0.5, "end": 2, "text": " كم منشورًا"},
            {"start": 2, "end": 4, "text": "نشرنا؟"},
        ]
    }
    found = []
    for name, text in (("a.srt", srt), ("a.vtt", vtt), ("a.json", json.dumps(listing))):
        (tmp_path / name).write_text(text, encoding="utf-8")
        found.append([(cue.start, cue.end, cue.text) for cue in read_cues(tmp_path / name, 9)])
    assert found[0] == found[1] == found[2] == [(0.5, 2, "كم منشورًا"), (2, 4, "نشرنا؟")]
    assert [word.at for word in read_cues(tmp_path / "a.vtt", 9)[0].words] == [0.5, 1.0]


def test_single_words_of_an_aligner_become_lines(tmp_path: Path) -> None:
    said = ["كم", "منشورا", "نشرنا؟", "كثير"]
    words = [{"at": 0.4 * n, "until": 0.4 * n + 0.35, "text": word} for n, word in enumerate(said)]
    (tmp_path / "voice.json").write_text(json.dumps(words), encoding="utf-8")
    plan = planned(written(tmp_path, captions="voice.json"))
    assert [cue.lines for cue in plan.cues] == [("كم منشورا نشرنا؟",), ("كثير",)]
    assert [word.text for word in plan.cues[0].words] == ["كم", "منشورا", "نشرنا؟"]


AT_0 = "1\n00:00:00,000 --> 00:00:02,000"
NEXT = "2\n00:00:02,010 --> 00:00:08,000\nكم\n"
WRONG = {
    "a control character": ("v.srt", f"{AT_0}\nكم\x07 منشورا\n", "control character (U+0007)", 3),
    "no times": ("v.srt", "كم منشورا\n", "without its times", 1),
    "broken times": ("v.srt", "1\n00:00 --> 00:02\nكم\n", "are no times", 2),
    "past the end": ("v.srt", "1\n00:00:00,000 --> 00:01:02,000\nكم\n", "the clip is 9 s long", 2),
    "backwards": ("v.srt", "1\n00:00:03,000 --> 00:00:02,000\nكم\n", "not after its start", 2),
    "two at a time": ("v.srt", f"{AT_0.replace('02,', '03,')}\nكم\n\n{NEXT}", "before the one before it", 6),
    "too fast": ("v.srt", f"{AT_0}\n{'كلمة ' * 16}\n\n{NEXT}", "characters for", 2),
    "nothing": ("v.srt", "\n\n", "there is no cue", 0),
    "no text": ("v.yaml", "- {at: 1}\n", "has no text", 1),
    "no start": ("v.yaml", "- {text: كم}\n", "says no 'at'", 1),
    "not a time": ("v.yaml", "- {at: soon, text: كم}\n", "is not a number", 1),
    "words out of order": ("v.yaml", "- {at: 1, until: 3, words: [[2, a], [1, b]]}\n", "do not go forward", 1),
    "a control in YAML": ("v.yaml", '- {at: 1, text: "a\\x1bb"}\n', "control character (U+001B)", 1),
    "another kind": ("v.docx", "x", "no cue file", 0),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_wrong_cue_file_is_told_with_its_line(tmp_path: Path, what: str) -> None:
    name, text, says, line = WRONG[what]
    (tmp_path / name).write_text(text, encoding="utf-8")
    path = written(tmp_path, captions=name)
    errors = [problem for problem in pipeline.check(path) if problem.severity == "error"]
    assert errors, what
    assert says in errors[0].message
    assert errors[0].place
    assert errors[0].place.path.name == name
    assert errors[0].place.line == line


def test_cues_in_another_encoding_are_told(tmp_path: Path) -> None:
    path = tmp_path / "v.srt"
    path.write_bytes("1\n00:00:00,000 --> 00:00:02,000\nكم\n".encode("cp1256"))
    with pytest.raises(InputError, match="not UTF-8"):
        read_cues(path, 9)


def test_control_characters_in_spoken_words_are_an_error(tmp_path: Path) -> None:
    path = written(tmp_path, SPEC.replace("call: تابعونا", 'call: تابعونا, spoken: "شكرا\\x07"'))
    assert "caption-control" in {problem.code for problem in pipeline.check(path)}


def test_burned_captions_stand_in_the_safe_zone_and_the_scenes_make_room(tmp_path: Path) -> None:
    from infoclip.marks.marks import TextMark

    plain, burned = composed(written(tmp_path / "a")), composed(written(tmp_path / "b", captions="burn"))
    frame = burned.timeline.still_frame(1)
    items = burned.timeline.snapshot(frame).items
    extra = len(items) - len(plain.timeline.snapshot(frame).items)
    assert extra == 2, "a plate and its words"
    plate, words = items[-2:]
    assert isinstance(words.mark, TextMark)
    cue = next(c for c in planned(written(tmp_path / "a")).cues if c.start <= frame / 30 < c.end)
    assert words.mark.block.text == "\n".join(cue.lines)
    safe = burned.format.safe_box()
    assert plate.x >= safe.x
    assert plate.x + plate.mark.width <= safe.right
    assert plate.y + plate.mark.height <= safe.bottom + 0.01
    lowest = max(item.y + item.mark.height for item in items[:-2] if isinstance(item.mark, TextMark))
    assert lowest <= plate.y, "a caption covers words of the scene"


def test_a_film_with_burned_captions_shows_them(tmp_path: Path) -> None:
    """Worker processes compose the clip again: their frames must hold the captions too."""
    from PIL import Image, ImageChops

    from infoclip.program import ffmpeg_exe

    path = written(tmp_path, captions="burn", sound="none", duration="6")
    made = composed(path)
    pipeline.render(made, tmp_path / "film.mp4", "draft")
    frame = made.timeline.still_frame(1)
    command = [ffmpeg_exe(), "-loglevel", "error", "-i", str(tmp_path / "film.mp4"), "-vf", f"select=eq(n\\,{frame})"]
    command += ["-frames:v", "1", "-f", "rawvideo", "-pix_fmt", "rgb24", "-"]
    shown = Image.frombytes("RGB", (540, 540), subprocess.run(command, capture_output=True, check=True).stdout)
    plate = made.timeline.snapshot(frame).items[-2]
    box = tuple(
        round(value / 2) for value in (plate.x, plate.y, plate.x + plate.mark.width, plate.y + plate.mark.height)
    )
    wanted = frame_at(made.timeline, frame, theme=made.clip.theme, scale=0.5)
    assert sum(ImageChops.difference(shown, wanted).crop(box).convert("L").histogram()[48:]) < 60
    plain = composed(written(tmp_path / "plain", sound="none", duration="6"))
    without = frame_at(plain.timeline, frame, theme=plain.clip.theme, scale=0.5)
    assert sum(ImageChops.difference(shown, without).crop(box).convert("L").histogram()[48:]) > 500
