"""Joining: exact times, sound, tags, and segments that do not belong together."""

from __future__ import annotations

import subprocess
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from streams import decoded, encoded, moving

from infoclip.errors import WorkError
from infoclip.film.clip import FilmSettings, FilmTags
from infoclip.film.held import append_held
from infoclip.film.join import join_film, timed
from infoclip.film.segment_cache import Encoded, verified
from infoclip.program import ffmpeg_exe
from infoclip.publish.probe import probe

PLAIN = ("-preset", "veryfast", "-x264-params", "b-pyramid=none")


def segment(count: int, held: int = 0, options: tuple[str, ...] = PLAIN) -> Encoded:
    return verified(append_held(encoded(moving(count), *options), held), count + held)


@pytest.mark.parametrize(
    "options",
    [PLAIN, ("-bf", "0"), ("-preset", "medium"), ("-profile:v", "baseline")],
    ids=["as films are", "no B", "three references and a pyramid", "baseline"],
)
def test_every_picture_has_its_time(tmp_path: Path, options: tuple[str, ...]) -> None:
    import av

    parts = [segment(17, 9, options), segment(1, 30, options), segment(20, 0, options)]
    path = tmp_path / "a.mp4"
    join_film(parts, 30, path, FilmSettings())
    with av.open(str(path)) as film:
        packets = [packet for packet in film.demux(video=0) if packet.pts is not None]
    assert sorted(packet.pts * packet.time_base for packet in packets) == [Fraction(number, 30) for number in range(77)]
    steps = {(after.dts - before.dts) * before.time_base for before, after in pairwise(packets)}
    assert steps == {Fraction(1, 30)}
    assert all(packet.dts <= packet.pts for packet in packets)
    assert [number for number, packet in enumerate(packets) if packet.is_keyframe] == [0, 26, 57]
    alone = [frame for part in parts for frame in decoded(part.data)]
    assert decoded(path) == alone


def test_the_first_picture_alone_carries_the_encoders_note() -> None:
    pictures = list(timed([segment(3), segment(3)]))
    assert [b"x264 - core" in picture.data for picture in pictures] == [True] + [False] * 5
    assert [picture.key for picture in pictures] == [True, False, False] * 2


def test_sound_and_tags(tmp_path: Path) -> None:
    track, path = tmp_path / "sound.aac", tmp_path / "a.mp4"
    command = [ffmpeg_exe(), "-v", "error", "-f", "lavfi", "-i", "sine=frequency=440:duration=2:sample_rate=48000"]
    subprocess.run([*command, "-ac", "2", "-c:a", "aac", "-f", "adts", str(track)], check=True, timeout=30)
    join_film([segment(20, 41)], 30, path, FilmSettings(tags=FilmTags("حصاد", "ara", "المصدر"), sound=track))
    found = probe(path)
    assert (found.frames, found.seconds, found.start, found.fps) == (61, pytest.approx(61 / 30, abs=1e-4), 0, 30)
    assert (found.audio_codec, found.audio_rate, found.audio_channels) == ("aac", 48_000, 2)
    assert 1.95 < found.audio_seconds < 2.1
    assert found.moov_first
    assert not found.edit_lists
    import av

    with av.open(str(path)) as film:
        assert film.metadata["title"] == "حصاد"
        assert film.metadata["comment"] == "المصدر"
        assert [stream.metadata["language"] for stream in film.streams] == ["ara", "ara"]
        # bare AAC frames, without the headers that the .aac file has
        first = next(packet for packet in film.demux(audio=0) if packet.size)
        assert bytes(first)[:2] != b"\xff\xf1"
    assert len(decoded(path)) == 61


def test_same_segments_same_bytes(tmp_path: Path) -> None:
    parts = [segment(9, 3), segment(9)]
    for name in ("a.mp4", "b.mp4"):
        join_film(parts, 30, tmp_path / name, FilmSettings(tags=FilmTags("a", "ara", "b")))
    assert (tmp_path / "a.mp4").read_bytes() == (tmp_path / "b.mp4").read_bytes()


def test_segments_of_different_encoders_are_not_joined(tmp_path: Path) -> None:
    other = segment(4, options=("-preset", "veryfast", "-crf", "30", "-x264-params", "b-pyramid=none"))
    with pytest.raises(WorkError, match="not encoded alike"):
        join_film([segment(4), other], 30, tmp_path / "a.mp4", FilmSettings())


def test_two_key_pictures_side_by_side_are_not_joined(tmp_path: Path) -> None:
    with pytest.raises(WorkError, match="told apart"):
        join_film([segment(1), segment(4)], 30, tmp_path / "a.mp4", FilmSettings())


def test_a_place_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(WorkError, match="failed"):
        join_film([segment(4)], 30, tmp_path / "missing" / "a.mp4", FilmSettings())


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    path.symlink_to("/dev/full")
    with pytest.raises(WorkError, match="failed"):
        join_film([segment(20)], 30, path, FilmSettings())
