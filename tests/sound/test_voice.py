"""A voice-over drives the clip: scenes change on its cues, last as long as what is said, and faults are told."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from sound.signals import converted, noise, sine, voice, written

from infoclip.errors import InputError
from infoclip.pipeline import check, compose, open_clip
from infoclip.publish.job import sound_plan
from infoclip.sound.beds import BEDS, MOODS
from infoclip.sound.mix import AAC_FRAME, track, write_soundtrack
from infoclip.sound.synthesis import RATE
from infoclip.sound.voice import END, LEAD, TAIL
from infoclip.spec.reader import read_spec_text
from infoclip.spec.sound import EFFECTS

HEAD = "title: تجربة\ntheme: official\nformats: [square]\nsource: تقرير\n"
SCENE = "  - {scene: outro, call: تابعونا}\n"


@pytest.fixture
def folder(spec: Callable[[str], Path]) -> Path:
    """The folder that `spec` writes to."""
    return spec("").parent


def timed(path: Path, fps: int | None = None):  # type: ignore[no-untyped-def]
    clip = open_clip(path)
    return clip, compose(clip, "square", **({"fps": fps} if fps else {})).timeline


def planned(path: Path):  # type: ignore[no-untyped-def]
    clip, timeline = timed(path)
    return sound_plan(clip.spec, clip.theme, clip.library, timeline)


CUES = (0.0, 3.217, 6.95, 10.481, 14.03, 17.7)


@pytest.mark.parametrize("fps", [24, 25, 30, 60])
@pytest.mark.parametrize("written_cues", ["all", "without the first"])
@pytest.mark.parametrize("duration", ["", "duration: 24\n"])
def test_every_scene_changes_within_a_frame_of_its_cue(
    spec: Callable[[str], Path], folder: Path, fps: int, written_cues: str, duration: str
) -> None:
    """21 seconds of voice over 6 scenes."""
    written(folder / "voice.wav", voice(21.0))
    cues = list(CUES if written_cues == "all" else CUES[1:])
    text = f"{HEAD}fps: {fps}\n{duration}sound: {{voice: voice.wav, cues: {cues}}}\nscenes:\n{SCENE * 6}"
    _, timeline = timed(spec(text))
    assert timeline.scene_count == 6
    for cut, cue in zip((0.0, *timeline.cuts), CUES, strict=True):
        assert abs(cut - cue) <= 0.5 / fps + 1e-9
        frame = round(cut * fps)
        assert timeline.scene_at(frame) == CUES.index(cue)
    assert timeline.seconds == pytest.approx(24.0 if duration else 21.0 + END, abs=0.5 / fps)


def test_the_voice_is_heard_from_the_beginning_in_step_with_its_cues(spec: Callable[[str], Path], folder: Path) -> None:
    """A click at every cue, in an MP3: in the finished track each is heard at its scene's change, to 20 ms."""
    said = voice(21.0, 0.05)
    for cue in CUES[1:]:
        said[round(cue * RATE) : round(cue * RATE) + 48] = 1.0
    converted(written(folder / "a.wav", said), folder / "voice.mp3", "-b:a", "192k")
    path = spec(f"{HEAD}sound: {{mood: none, voice: voice.mp3, cues: {list(CUES)}}}\nscenes:\n{SCENE * 6}")
    _, timeline = timed(path)
    wave = np.abs(track(planned(path))).max(axis=1)
    for cut in timeline.cuts:
        around = round((cut - 0.2) * RATE) - AAC_FRAME
        heard = (around + int(wave[around : around + round(0.4 * RATE)].argmax()) + AAC_FRAME) / RATE
        assert abs(heard - cut) < 0.5 / 30 + 0.02


def test_a_scene_lasts_as_long_as_what_is_said_in_it(spec: Callable[[str], Path], folder: Path) -> None:
    lengths = (2.4, 4.1, 3.3)
    scenes = ""
    for index, seconds in enumerate(lengths):
        written(folder / f"{index}.wav", voice(seconds, pauses=False))
        scenes += f"  - {{scene: outro, call: تابعونا, voice: {index}.wav}}\n"
    path = spec(f"{HEAD}sound: {{mood: none, effects: false}}\nscenes:\n{scenes}")
    _, timeline = timed(path)
    wanted = [LEAD + seconds + (END if index == 2 else TAIL) for index, seconds in enumerate(lengths)]
    found = [len(timeline.scene_frames(index)) / 30 for index in range(3)]
    assert found == pytest.approx(wanted, abs=1 / 30)
    plan = planned(path)
    level = np.abs(track(plan)).max(axis=1)
    for start, seconds in zip((0.0, *timeline.cuts), lengths, strict=True):
        begins, ends = round((start + LEAD) * RATE) - AAC_FRAME, round((start + LEAD + seconds) * RATE) - AAC_FRAME
        assert level[begins : begins + RATE // 2].max() > 0.02
        assert level[max(0, begins - RATE // 5) : max(1, begins - 100)].max() < 1e-3
        assert level[ends + 100 : ends + RATE // 5].max() < 1e-3


def test_scenes_without_a_voice_share_the_rest(spec: Callable[[str], Path], folder: Path) -> None:
    written(folder / "a.wav", voice(4.0))
    scenes = f"scenes:\n  - {{scene: outro, call: تابعونا, voice: a.wav}}\n{SCENE * 2}"
    _, timeline = timed(spec(f"{HEAD}duration: 15\n{scenes}"))
    found = [len(timeline.scene_frames(index)) / 30 for index in range(3)]
    assert found[0] == pytest.approx(LEAD + 4.0 + TAIL, abs=1 / 30)
    assert found[1] == pytest.approx(found[2], abs=1 / 30)
    assert sum(found) == pytest.approx(15)
    _, timeline = timed(spec(f"{HEAD}{scenes}"))
    assert timeline.seconds == pytest.approx(LEAD + 4.0 + TAIL + 2 * 2.5, abs=1 / 30)  # 2.5: the least to read


def test_with_room_left_spoken_scenes_stay_longer(spec: Callable[[str], Path], folder: Path) -> None:
    written(folder / "a.wav", voice(3.0))
    scene = "  - {scene: outro, call: تابعونا, voice: a.wav}\n"
    _, timeline = timed(spec(f"{HEAD}duration: 12\nscenes:\n{scene * 2}"))
    first, second = (len(timeline.scene_frames(index)) / 30 for index in range(2))
    assert first + second == pytest.approx(12)
    assert second - first == pytest.approx(END - TAIL, abs=1 / 30)


def test_a_voice_without_cues_only_sets_the_length(spec: Callable[[str], Path], folder: Path) -> None:
    written(folder / "a.wav", voice(9.0))
    _, timeline = timed(spec(f"{HEAD}sound: {{voice: a.wav}}\nscenes:\n{SCENE * 2}"))
    assert timeline.seconds == pytest.approx(10.0)
    assert timeline.cuts == (pytest.approx(5.0),)


def test_the_music_is_under_the_voice_in_a_whole_clip(
    spec: Callable[[str], Path], folder: Path, tmp_path: Path
) -> None:
    written(folder / "a.wav", voice(9.0, 0.02))
    written(folder / "m.wav", noise(3.0) * np.float32(0.5))
    written(folder / "logo.wav", sine(1.2, 0.3, 880))
    path = spec(f"{HEAD}sound: {{file: m.wav, voice: a.wav, logo: logo.wav}}\nscenes:\n{SCENE * 2}")
    _, timeline = timed(path)
    assert timeline.seconds == pytest.approx(9 + END + 1.2, abs=1 / 30)
    told = write_soundtrack(planned(path), tmp_path / "a.aac")
    assert told is not None
    assert told.integrated == pytest.approx(-14, abs=0.5)
    assert told.peak <= -1


def test_the_same_clip_gives_the_same_sound(
    spec: Callable[[str], Path], folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Byte for byte, with everything that can be heard: looped music, effects, a voice, a sound logo."""
    written(folder / "a.wav", voice(6.0))
    converted(written(folder / "m.wav", noise(3.1) * np.float32(0.5)), folder / "m.mp3")
    written(folder / "logo.wav", sine(1.2, 0.3, 880))
    scenes = "  - {scene: number, fact: 2466}\n" + SCENE
    path = spec(f"{HEAD}sound: {{file: m.mp3, voice: a.wav, logo: logo.wav}}\nscenes:\n{scenes}")
    plan = planned(path)
    assert plan.moments.counts
    assert plan.moments.changes
    for name in ("one", "two"):
        monkeypatch.setenv("INFOCLIP_CACHE", str(tmp_path / f"cache-{name}"))
        write_soundtrack(plan, tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


# (what, spec after HEAD, place "line:column", words of the message, words of the hint)
FAULTS = [
    ("no file", "sound: {voice: nowhere.wav}\nscenes:\n" + SCENE, "5:16", "nowhere.wav", ""),
    ("no file in a scene", "scenes:\n  - {scene: outro, call: ت, voice: b.wav}\n", "6:36", "b.wav", "a.wav"),
    ("no file of music", "sound: {file: b.wav}\nscenes:\n" + SCENE, "5:15", "b.wav", "a.wav"),
    ("no sound logo", "sound: {logo: b.wav}\nscenes:\n" + SCENE, "5:15", "b.wav", "a.wav"),
    ("empty", "sound: {voice: empty.mp3}\nscenes:\n" + SCENE, "5:16", "is empty", "MP3"),
    ("empty in a scene", "scenes:\n  - {scene: outro, call: ت, voice: empty.mp3}\n", "6:36", "is empty", "MP3"),
    ("words", "sound: {file: words.mp3}\nscenes:\n" + SCENE, "5:15", "holds no sound", "MP3"),
    ("words as a logo", "sound: {logo: words.mp3}\nscenes:\n" + SCENE, "5:15", "holds no sound", "MP3"),
    ("half a file", "sound: {file: half.flac}\nscenes:\n" + SCENE, "5:15", "damaged", "export"),
    ("cues without a voice", "sound: {cues: [1]}\nscenes:\n" + SCENE, "5:8", "'cues' without a 'voice'", ""),
    ("a start without a file", "sound: {start: 3}\nscenes:\n" + SCENE, "5:8", "'start' without a 'file'", ""),
    ("too few cues", "sound: {voice: a.wav, cues: [0]}\nscenes:\n" + SCENE * 3, "5:29", "1 cues for 3 scenes", "3"),
    (
        "cues out of order",
        "sound: {voice: a.wav, cues: [0, 6, 4]}\nscenes:\n" + SCENE * 3,
        "5:36",
        "4 is not after 6",
        "",
    ),
    (
        "a cue after the end",
        "sound: {voice: a.wav, cues: [0, 19]}\nscenes:\n" + SCENE * 2,
        "5:33",
        "after the voice",
        "",
    ),
    (
        "a scene of no length",
        "sound: {voice: a.wav, cues: [0, 4, 4.1]}\nscenes:\n" + SCENE * 3,
        "8:13",
        "0.5 seconds",
        "",
    ),
    ("a cue that is no moment", "sound: {voice: a.wav, cues: [0, soon]}\nscenes:\n" + SCENE * 2, "5:33", "number", ""),
    ("a negative cue", "sound: {voice: a.wav, cues: [-1, 3]}\nscenes:\n" + SCENE * 2, "5:30", "at least 0", ""),
    ("a clip too short", "duration: 6\nsound: {voice: a.wav}\nscenes:\n" + SCENE, "6:16", "no room", "duration"),
    (
        "a scene too short",
        "scenes:\n  - {scene: outro, call: ت, seconds: 3, voice: a.wav}\n",
        "6:38",
        "8.0 seconds",
        "leave",
    ),
    (
        "two voices",
        "sound: {voice: a.wav}\nscenes:\n  - {scene: outro, call: ت, voice: a.wav}\n",
        "7:29",
        "so has the whole clip",
        "keep",
    ),
    ("a voice of hours", "sound: {voice: long.wav}\nscenes:\n" + SCENE, "5:16", "more than 120 seconds", "shorter"),
    ("a logo too long", "sound: {logo: long.wav}\nscenes:\n" + SCENE, "5:15", "longer than 10 seconds", "shorter"),
    ("a mood that is none", "sound: {mood: clam}\nscenes:\n" + SCENE, "5:15", "no sound 'clam'", "calm"),
    ("an effect that is none", "sound: {effects: [pops]}\nscenes:\n" + SCENE, "5:18", "'pops' is not an effect", ""),
    ("a start past the end", "sound: {file: a.wav, start: 99}\nscenes:\n" + SCENE, "5:15", "over before 99", "earlier"),
]


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the faulty specs name: a good file, an empty one, one of words, a broken one, one of hours."""
    folder = tmp_path_factory.mktemp("faulty")
    written(folder / "a.wav", voice(8.0))
    (folder / "empty.mp3").write_bytes(b"")
    (folder / "words.mp3").write_text("no sound at all", encoding="utf-8")
    flac = converted(folder / "a.wav", folder / "half.flac")
    flac.write_bytes(flac.read_bytes()[: flac.stat().st_size // 2])
    head = bytearray((folder / "a.wav").read_bytes()[:44])
    size = 2 * 3600 * RATE * 4
    head[4:8], head[40:44] = (size + 36).to_bytes(4, "little"), size.to_bytes(4, "little")
    with (folder / "long.wav").open("wb") as file:  # with a hole: it takes no room
        file.write(head)
        file.truncate(44 + size)
    return folder


@pytest.fixture
def sounds(folder: Path, faulty: Path) -> Path:
    """The folder of the spec, with the faulty files in it."""
    for file in faulty.iterdir():
        (folder / file.name).hardlink_to(file)
    return folder


@pytest.mark.parametrize(("what", "text", "place", "words", "hint"), FAULTS, ids=[fault[0] for fault in FAULTS])
def test_faults_are_told_with_their_place(
    infoclip: Callable,
    spec: Callable[[str], Path],
    sounds: Path,
    tmp_path: Path,
    what: str,
    text: str,
    place: str,
    words: str,
    hint: str,
) -> None:
    path = spec(HEAD + text)
    before = {item.name for item in sounds.iterdir()}
    said = infoclip("check", path)
    assert said.code == 2, said
    assert f"spec.yaml:{place}" in said.err + said.out, said
    assert words in said.err + said.out, said
    assert hint in said.err + said.out, said
    said = infoclip("render", path, "-o", tmp_path / "out", "--draft")
    assert said.code == 2, said
    assert "Traceback" not in said.err
    assert not (tmp_path / "out").exists() or not list((tmp_path / "out").iterdir())
    assert {item.name for item in sounds.iterdir()} == before


def test_all_faults_of_sound_come_at_once(spec: Callable[[str], Path], sounds: Path) -> None:
    text = f"{HEAD}sound: {{file: words.mp3, voice: a.wav, logo: long.wav}}\nduration: 6\nscenes:\n{SCENE}"
    problems = check(spec(text), ["square"])
    assert {problem.code for problem in problems} == {"sound-file", "voice-long", "sound-logo"}
    assert all(problem.place and problem.place.line == 5 for problem in problems)


def test_a_preview_of_a_spoken_clip_decodes_once(
    spec: Callable[[str], Path], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(folder / "a.wav", voice(6.0, 0.31))
    path = spec(f"{HEAD}sound: {{voice: a.wav}}\nscenes:\n{SCENE}")
    _, timeline = timed(path)
    monkeypatch.setattr("infoclip.sound.files._decoded", None)
    assert timed(path)[1].seconds == timeline.seconds


def test_a_missing_voice_is_an_input_error(spec: Callable[[str], Path]) -> None:
    with pytest.raises(InputError):
        timed(spec(f"{HEAD}sound: {{voice: gone.wav}}\nscenes:\n{SCENE}"))


DOCUMENT = (Path(__file__).parents[2] / "docs" / "sound.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("block", re.findall(r"^```yaml\n(.*?)^```$", DOCUMENT, re.DOTALL | re.MULTILINE))
def test_what_the_document_shows_is_right(block: str) -> None:
    scenes = "" if "scenes:" in block else f"scenes:\n{SCENE * 6}"
    read_spec_text(f"{HEAD}facts: {{posts: 3}}\n{block}{scenes}", Path("clip.yaml"))


def test_the_document_names_every_mood_and_effect() -> None:
    for name in (*MOODS, *BEDS, *EFFECTS):
        assert f"`{name}`" in DOCUMENT


VTT = """WEBVTT

00:00.000 --> 00:02.000
حصاد عام

scene 2
00:03.100 --> 00:05.500
كم <00:03.800>منشورًا <00:04.400>نشرنا؟

مشهد ٣
00:06.250 --> 00:07.000
تابعونا
"""


@pytest.mark.parametrize("way", ["sound: {voice: a.wav, cues: v.vtt}", "sound: {voice: a.wav}\ncaptions: v.vtt"])
def test_a_cue_file_gives_the_scenes_beginnings_and_the_captions(
    infoclip: Callable, spec: Callable[[str], Path], folder: Path, tmp_path: Path, way: str
) -> None:
    """One file for both: scenes begin with the cues that are marked, and the WebVTT times each word."""
    written(folder / "a.wav", voice(8.0))
    (folder / "v.vtt").write_text(VTT.replace("مشهد ٣", "a cue of scene 2\n") + "\n", encoding="utf-8")
    assert infoclip("check", spec(f"{HEAD}{way}\nscenes:\n{SCENE * 3}")).code == 2
    (folder / "v.vtt").write_text(VTT, encoding="utf-8")
    path = spec(f"{HEAD}{way}\nscenes:\n{SCENE * 3}")
    _, timeline = timed(path)
    assert timeline.cuts == (pytest.approx(3.1, abs=0.5 / 30), pytest.approx(6.25, abs=0.5 / 30))
    assert timeline.seconds == pytest.approx(8 + END)
    said = infoclip("export", path, "--as", "captions", "-o", tmp_path / "out")
    assert said.code == 0, said
    vtt = (tmp_path / "out" / "clip.ar.vtt").read_text(encoding="utf-8")
    assert "<00:00:03.800>" in vtt
    assert "<00:00:04.400>" in vtt
    assert [line.split()[0] for line in vtt.splitlines() if "-->" in line] == [
        "00:00:00.000",
        "00:00:03.100",
        "00:00:06.250",
    ]


def test_as_many_cues_as_scenes_need_no_marks(spec: Callable[[str], Path], folder: Path) -> None:
    written(folder / "a.wav", voice(8.0))
    (folder / "v.json").write_text(
        '[{"at": 0.2, "until": 2, "text": "كم"}, {"at": 4.4, "until": 6, "text": "كثير"}]', encoding="utf-8"
    )
    _, timeline = timed(spec(f"{HEAD}sound: {{voice: a.wav, cues: v.json}}\nscenes:\n{SCENE * 2}"))
    assert timeline.cuts == (pytest.approx(4.4, abs=0.5 / 30),)


ONE = "00:00:0{}.000 --> 00:00:0{}.500\nكم\n\n"
MARKED = "\n\nscene 3\n" + ONE.format(1, 1) + "scene 2\n" + ONE.format(3, 3)
CUE_FAULTS = [
    ("too few", "v.srt", ONE.format(1, 1) + ONE.format(3, 3), "", "2 cues for 3 scenes", "scene 2"),
    ("in another order", "v.srt", MARKED, "v.srt:4:1", "scene 3, where scene 2 comes next", "3 scenes"),
    ("not all", "v.srt", "scene 2\n" + ONE.format(1, 1), "v.srt:2:1", "is 2; the clip has 3", "every scene"),
    ("no number", "v.yaml", "- {at: 1, text: كم, scene: two}\n", "v.yaml:1:28", "a scene's number", "scene: 2"),
    ("after the voice", "v.srt", "".join(ONE.format(at, at) for at in (1, 3, 9)), "v.srt:7:1", "after the voice", ""),
    ("a missing file", "w.srt", "", "", "v.srt", ""),
    ("no cue file", "v.txt", "كم", "v.txt", "no cue file", ".srt"),
]


@pytest.mark.parametrize(
    ("what", "name", "text", "place", "words", "hint"), CUE_FAULTS, ids=[fault[0] for fault in CUE_FAULTS]
)
def test_a_cue_file_that_does_not_fit_its_scenes_is_told(
    infoclip: Callable,
    spec: Callable[[str], Path],
    sounds: Path,
    tmp_path: Path,
    what: str,
    name: str,
    text: str,
    place: str,
    words: str,
    hint: str,
) -> None:
    (sounds / name).write_text(text, encoding="utf-8")
    asked = name.replace("w.", "v.")
    said = infoclip(
        "render", spec(f"{HEAD}sound: {{voice: a.wav, cues: {asked}}}\nscenes:\n{SCENE * 3}"), "-o", tmp_path / "out"
    )
    assert said.code == 2
    assert words in said.err
    assert hint in said.err
    assert (place or "spec.yaml:5:2") in said.err
    assert not (tmp_path / "out").exists()
