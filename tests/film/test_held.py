"""Held pictures: ffmpeg's decoder shows the held frame again, bit for bit, after whatever x264 wrote."""

from __future__ import annotations

import random
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streams import decoded, encoded, moving

from infoclip.errors import WorkError
from infoclip.film.h264 import BitReader, BitWriter, escaped, nal_units, read_stream, unescaped
from infoclip.film.held import append_held, skipped_cabac

PLAIN = ("-x264-params", "b-pyramid=none")
ENCODERS = {
    "veryfast": ("-preset", "veryfast", "-crf", "20", *PLAIN),
    "draft": ("-preset", "superfast", "-x264-params", "b-pyramid=none:mbtree=1:rc-lookahead=10"),
    "three references": ("-preset", "medium", "-crf", "18", *PLAIN),
    "a pyramid of B": ("-preset", "veryfast"),
    "three references and a pyramid": (
        "-preset",
        "medium",
    ),
    "CAVLC": ("-preset", "veryfast", "-x264-params", "b-pyramid=none:cabac=0"),
    "no B": ("-preset", "veryfast", "-bf", "0"),
    "baseline": ("-preset", "veryfast", "-profile:v", "baseline"),
    "no weights": ("-preset", "veryfast", "-x264-params", "b-pyramid=none:weightp=0"),
    "two weights": ("-preset", "veryfast", "-x264-params", "b-pyramid=none:weightp=2"),
    "no deblocking": ("-preset", "veryfast", "-x264-params", "b-pyramid=none:no-deblock=1"),
    "least quality": ("-preset", "veryfast", "-crf", "51", *PLAIN),
    "best quality": ("-preset", "veryfast", "-crf", "1", *PLAIN),
    "two threads": ("-preset", "veryfast", "-threads", "2", *PLAIN),
    "four slices": ("-preset", "veryfast", "-x264-params", "b-pyramid=none:slices=4"),
}


@pytest.mark.parametrize("name", ENCODERS)
def test_held_frames_are_the_held_frame_exactly(name: str) -> None:
    for count in (1, 2, 12, 17):
        stream = encoded(moving(count), *ENCODERS[name])
        before = decoded(stream)
        assert len(before) == count
        after = decoded(append_held(stream, 75))
        assert after[:count] == before, f"{count} frames: what was encoded changed"
        assert after[count:] == [before[-1]] * 75, f"{count} frames: the hold is not still"


def test_a_hold_of_many_wraps_of_every_counter() -> None:
    stream = encoded(moving(9), *ENCODERS["veryfast"])
    held = append_held(stream, 700)
    pictures = read_stream(held).pictures
    assert sorted(picture.poc for picture in pictures) == [2 * rank for rank in range(709)]
    assert set(decoded(held)[9:]) == {decoded(stream)[-1]}


@pytest.mark.parametrize(("width", "height"), [(16, 16), (64, 48), (1080, 1920), (1920, 1080), (722, 406)])
def test_every_frame_size_has_its_number_of_macroblocks(width: int, height: int) -> None:
    stream = encoded(moving(3, width, height), *ENCODERS["veryfast"], width=width, height=height)
    after = decoded(append_held(stream, 4))
    assert after[2:] == [after[2]] * 5


def test_a_held_picture_takes_some_sixty_bytes_at_most() -> None:
    stream = encoded(moving(3, 1080, 1920), *ENCODERS["veryfast"], width=1080, height=1920)
    assert skipped_cabac(8160)[0] == 311, "the bits of the slice data, as the standard's coder makes them"
    assert len(append_held(stream, 100)) - len(stream) < 100 * 70


def test_nothing_is_appended_for_no_frames() -> None:
    stream = encoded(moving(2), *ENCODERS["veryfast"])
    assert append_held(stream, 0) == stream


def test_what_cannot_be_held_is_refused() -> None:
    interlaced = encoded(moving(4), "-preset", "veryfast", "-flags", "+ilme+ildct")
    with pytest.raises(WorkError, match="kind"):
        append_held(interlaced, 3)
    delimited = encoded(moving(4), "-preset", "veryfast", "-x264-params", "aud=1")
    with pytest.raises(WorkError, match="type 9"):
        append_held(delimited, 3)


def test_a_stream_whose_last_picture_was_lost_is_refused() -> None:
    stream = encoded(moving(12), "-preset", "veryfast", "-bf", "3", "-x264-params", "b-pyramid=none:b-adapt=0")
    pictures = read_stream(stream).pictures
    shown_last = max(range(len(pictures)), key=lambda place: pictures[place].poc)
    assert pictures[shown_last].kind == "P"
    kept = stream[: pictures[shown_last].begin]
    last = max(read_stream(kept).pictures, key=lambda picture: picture.poc)
    if last.kind == "B":
        with pytest.raises(WorkError, match="reference"):
            append_held(kept, 3)
    without = stream[: pictures[shown_last].begin] + stream[pictures[shown_last].end :]
    with pytest.raises(WorkError, match="reference"):
        append_held(without, 3)


@pytest.mark.parametrize("length", [0, 1, 3, 4, 5, 20, 40, 60])
def test_a_truncated_head_is_refused(length: int) -> None:
    stream = encoded(moving(1), *ENCODERS["veryfast"])
    with pytest.raises(WorkError):
        append_held(stream[:length], 3)


def test_damage_is_refused_or_read_but_never_a_crash() -> None:
    stream = encoded(moving(6), *ENCODERS["veryfast"])
    rng = random.Random(3)
    for _ in range(400):
        broken = bytearray(stream)
        for _ in range(rng.randrange(1, 6)):
            broken[rng.randrange(min(len(broken), 900))] = rng.randrange(256)
        try:
            append_held(bytes(broken[: rng.randrange(1, len(broken))]), 2)
        except WorkError:
            continue


@given(st.lists(st.tuples(st.sampled_from("ues"), st.integers(0, 70_000)), max_size=40))
def test_bits_are_read_as_they_were_written(parts: list[tuple[str, int]]) -> None:
    bits = BitWriter()
    for kind, value in parts:
        if kind == "u":
            bits.u(17, value)
        elif kind == "e":
            bits.ue(value)
        else:
            bits.se(value - 35_000)
    reader = BitReader(bits.data())
    for kind, value in parts:
        found = reader.u(17) if kind == "u" else reader.ue() if kind == "e" else reader.se() + 35_000
        assert found == value


@given(st.lists(st.sampled_from([0, 0, 0, 1, 2, 3, 4, 255]), max_size=60).map(bytes))
def test_no_start_code_survives_the_escape(rbsp: bytes) -> None:
    payload = escaped(rbsp)
    assert unescaped(payload) == rbsp
    assert not any(b"\0\0" + struct.pack("B", last) in payload for last in (0, 1, 2))


def test_units_are_found_behind_both_kinds_of_start_code() -> None:
    stream = b"\0\0\0\1\x67ab" + b"\0\0\1\x68c" + b"\0\0\0\1\x65def"
    found = [(unit.type, stream[unit.start : unit.end], unit.begin) for unit in nal_units(stream)]
    assert found == [(7, b"gab", 0), (8, b"hc", 7), (5, b"edef", 12)]
