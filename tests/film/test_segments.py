"""Segments: where a film is cut, what each is known by, and what a cache may give back."""

from __future__ import annotations

import os
import threading
import time
from dataclasses import replace as changed
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from scripted import THEME, Passing, Scripted
from streams import encoded, moving

from infoclip.errors import WorkError
from infoclip.film.clip import EncoderSettings
from infoclip.film.held import append_held
from infoclip.film.segment_cache import DEFAULT_LIMIT, SegmentCache, verified
from infoclip.film.segments import (
    LONG_HOLD,
    SHORTEST,
    Segment,
    SegmentSettings,
    StateKeys,
    plan_segments,
    segment_key,
    settings_key,
    timeline_cuts,
)
from infoclip.marks.marks import ArtMark, ArtSource, Clip, Drawn, Snapshot, TransitionState

SETTINGS = SegmentSettings(EncoderSettings(), 240, 160, 30)
MARK = ArtMark(100, 100, ArtSource(Path("disc.svg"), "disc"))


def runs(*lengths: int) -> list[int]:
    """States of which the first stays for the first number of frames, the second for the second ..."""
    return [state for state, length in enumerate(lengths) for _ in range(length)]


def cut(
    states: list[int], cuts: list[int] | None = None, max_gop: int = 150, hold: bool = True
) -> list[tuple[int, ...]]:
    return [(item.start, item.encoded, item.held) for item in plan_segments(states, cuts or [], max_gop, hold=hold)]


def test_a_moving_film_is_cut_where_it_is_told() -> None:
    assert cut(list(range(100)), [30, 45]) == [(0, 30, 0), (30, 15, 0), (45, 55, 0)]


def test_the_hold_at_the_end_of_a_part_is_not_encoded() -> None:
    states = runs(*[1] * 20, 11, *[1] * 20, 5)
    assert cut(states, [31]) == [(0, 21, 10), (31, 21, 4)]
    assert cut(states, [30]) == [(0, 21, 9), (30, 22, 4)], "a part begins with a picture of its own"


def test_a_long_hold_ends_its_segment_inside_a_part_and_a_short_one_does_not() -> None:
    long = runs(*[1] * 20, LONG_HOLD + 1, *[1] * 20)
    assert cut(long) == [(0, 21, LONG_HOLD), (36, 20, 0)]
    short = runs(*[1] * 20, LONG_HOLD, *[1] * 20)
    assert cut(short) == [(0, 55, 0)]


def test_a_hold_over_the_longest_group_goes_on_in_still_segments() -> None:
    states = runs(*[1] * 19, 400)
    assert cut(states) == [(0, 20, 130), (150, 1, 133), (284, 1, 134)]


def test_a_long_motion_is_shared_evenly() -> None:
    assert cut(list(range(320))) == [(0, 106, 0), (106, 107, 0), (213, 107, 0)]


def test_without_holds_everything_is_encoded() -> None:
    states = runs(*[1] * 20, 400)
    assert cut(states, hold=False) == [(0, 140, 0), (140, 140, 0), (280, 140, 0)]


@given(
    lengths=st.lists(st.one_of(st.integers(1, 4), st.integers(1, 400)), min_size=1, max_size=30),
    cuts=st.lists(st.integers(0, 2000), max_size=12),
    max_gop=st.integers(30, 200),
    hold=st.booleans(),
)
def test_segments_cover_the_film_and_show_what_it_shows(
    lengths: list[int], cuts: list[int], max_gop: int, hold: bool
) -> None:
    states = runs(*lengths)
    segments = plan_segments(states, cuts, max_gop, hold=hold)
    assert [frame for segment in segments for frame in segment.shown] == list(range(len(states)))
    for segment in segments:
        assert segment.encoded >= 1
        assert segment.frames <= max_gop
        shown = [states[frame] for frame in segment.shown]
        assert shown[segment.encoded :] == [shown[segment.encoded - 1]] * segment.held
        assert hold or not segment.held
        assert segment.frames > 1 or len(states) == 1, "one key picture alone meets the next"


@given(lengths=st.lists(st.integers(SHORTEST, 60), min_size=2, max_size=30))
def test_long_holds_cost_one_picture_each(lengths: list[int]) -> None:
    held = [length + LONG_HOLD for length in lengths]
    segments = plan_segments(runs(*held), [], 10_000, hold=True)
    assert [(segment.encoded, segment.frames) for segment in segments] == [(1, length) for length in held]


def test_a_transition_is_one_part_though_a_scene_begins_in_it() -> None:
    timeline = Scripted((0,) * 90, MARK, (0, 30, 60), (Passing(20, 40), Passing(60, 60)))
    assert timeline_cuts(timeline) == [0, 20, 40, 60]  # type: ignore[arg-type]


def snapshots(*items: Snapshot) -> Scripted:
    class Fixed(Scripted):
        def snapshot(self, frame: int) -> Snapshot:
            return items[frame]

    return Fixed((0,) * len(items), MARK)


def test_states_are_equal_exactly_when_snapshots_are() -> None:
    one = Drawn(MARK, 10, 20)
    other = replace(MARK, width=101)
    moving_in = TransitionState("iris", 0.5, (one,), (1, 2), "left")
    different = [
        Snapshot(240, 160, ()),
        Snapshot(240, 161, ()),
        Snapshot(240, 160, (one,)),
        Snapshot(240, 160, (one, one)),
        Snapshot(240, 160, (Drawn(other, 10, 20),)),
        *(
            Snapshot(240, 160, (replace(one, **{name: value}),))
            for name, value in {
                "x": 11, "y": 21, "opacity": 0.5, "scale": 2.0, "rotation": 1.0, "clip": Clip("circle", (0.5,)),
                "progress": 0.25, "by": "word", "unit": 3, "light": 0.1, "sheen": 0.2, "blur": 3.0,
            }.items()
        ),
        Snapshot(240, 160, (one,), moving_in),
        Snapshot(240, 160, (one,), replace(moving_in, progress=0.75)),
        Snapshot(240, 160, (one,), replace(moving_in, items=())),
        Snapshot(240, 160, (one,), replace(moving_in, direction="right")),
        Snapshot(240, 160, (one,), replace(moving_in, params=(("color", "gold"),))),
    ]  # fmt: skip
    states = StateKeys().of(snapshots(*different), range(len(different)))
    assert len(set(states)) == len(different)
    equal = [Snapshot(240, 160, (Drawn(MARK, x, y),)) for x, y in ((10, 0), (10.0, 0.0), (10, -0.0))]
    assert equal[0] == equal[1] == equal[2]
    alone = [StateKeys().of(snapshots(item), [0])[0] for item in equal]
    assert len({*alone, *StateKeys().of(snapshots(*equal), range(3))}) == 1, "whatever came before"


def test_every_setting_and_state_changes_the_key() -> None:
    states = [b"a" * 16, b"b" * 16]
    common = settings_key(SETTINGS, THEME)
    keys = [
        segment_key(common, states, Segment(0, 2, 5)),
        segment_key(common, states, Segment(0, 2, 6)),
        segment_key(common, states[:1], Segment(0, 1, 5)),
        segment_key(common, states[::-1], Segment(0, 2, 5)),
        segment_key(
            settings_key(changed(SETTINGS, encoder=EncoderSettings(crf=21)), THEME),
            states,
            Segment(0, 2, 5),
        ),
        segment_key(
            settings_key(changed(SETTINGS, encoder=EncoderSettings.draft()), THEME),
            states,
            Segment(0, 2, 5),
        ),
        segment_key(settings_key(changed(SETTINGS, fps=25), THEME), states, Segment(0, 2, 5)),
        segment_key(settings_key(changed(SETTINGS, scale=0.5), THEME), states, Segment(0, 2, 5)),
        segment_key(settings_key(SETTINGS, replace(THEME, sha="another")), states, Segment(0, 2, 5)),
    ]
    assert len(set(keys)) == len(keys)
    assert segment_key(common, states, Segment(40, 2, 5)) == keys[0], "where it stands in the film does not matter"


def test_another_encoder_changes_the_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = settings_key(SETTINGS, THEME)
    own = tmp_path / "ffmpeg"
    own.write_bytes(b"#!/bin/sh\n")
    monkeypatch.setattr("infoclip.film.segments.ffmpeg_exe", lambda: str(own))
    assert settings_key(SETTINGS, THEME) != before


@pytest.fixture(scope="module")
def stream() -> bytes:
    return append_held(encoded(moving(5), "-preset", "veryfast", "-x264-params", "b-pyramid=none"), 4)


@pytest.fixture
def cache(tmp_path: Path) -> SegmentCache:
    return SegmentCache(tmp_path / "segments")


def test_a_kept_segment_comes_back(cache: SegmentCache, stream: bytes) -> None:
    assert cache.read("ab12", 9) is None
    cache.write("ab12", stream)
    found = cache.read("ab12", 9)
    assert found is not None
    assert found.data == stream
    assert len(found.stream.pictures) == 9
    assert cache.used()[0] == 1
    assert cache.clear() == 1
    assert cache.used() == (0, 0)


@pytest.mark.parametrize(
    "damage", ["one bit", "truncated", "empty", "longer", "other key", "too few pictures", "trailer only"]
)
def test_a_damaged_segment_is_never_given_back(cache: SegmentCache, stream: bytes, damage: str) -> None:
    cache.write("ab12", stream)
    (path,) = cache.folder.glob("*/*.h264")
    data = path.read_bytes()
    middle = len(data) // 2
    frames = 9
    if damage == "one bit":
        path.write_bytes(data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :])
    elif damage == "truncated":
        path.write_bytes(data[:middle])
    elif damage == "empty":
        path.write_bytes(b"")
    elif damage == "longer":
        path.write_bytes(data + b"\0")
    elif damage == "trailer only":
        path.write_bytes(data[-26:])
    elif damage == "other key":
        (path.parent / "ab13.h264").write_bytes(data)
        path = path.parent / "ab13.h264"
    else:
        frames = 10
    assert cache.read(path.stem, frames) is None
    assert not path.exists()


def test_what_was_used_longest_ago_goes_first(tmp_path: Path, stream: bytes) -> None:
    cache = SegmentCache(tmp_path, limit=len(stream) * 4)
    for number in range(4):
        cache.write(f"ab{number}", stream)
        os.utime(tmp_path / "ab" / f"ab{number}.h264", (1000 + number, 1000 + number))
    assert cache.read("ab0", 9) is not None, "now it is the newest"
    left_behind = tmp_path / "ab" / ".ab9-00.part"
    left_behind.write_bytes(stream)
    os.utime(left_behind, (1, 1))
    cache.trim()
    assert not left_behind.exists()
    assert [cache.read(f"ab{number}", 9) is not None for number in range(4)] == [True, False, True, True]


def test_the_limit_is_kept_for_later_runs(cache: SegmentCache, stream: bytes) -> None:
    assert cache.limit == DEFAULT_LIMIT
    cache.write("ab12", stream)
    cache.set_limit(len(stream) // 2)
    assert SegmentCache(cache.folder).limit == len(stream) // 2
    assert cache.used() == (0, 0)
    (cache.folder / "limit").write_text("much")
    assert SegmentCache(cache.folder).limit == DEFAULT_LIMIT


def test_a_folder_that_cannot_be_written_keeps_nothing_and_breaks_nothing(tmp_path: Path, stream: bytes) -> None:
    file = tmp_path / "file"
    file.write_text("in the way")
    cache = SegmentCache(file / "segments")
    cache.write("ab12", stream)
    assert cache.read("ab12", 9) is None
    cache.trim()
    assert cache.used() == (0, 0)
    with pytest.raises(WorkError, match="cannot write"):
        cache.set_limit(1)


def test_writers_and_readers_at_once_never_see_half(cache: SegmentCache, stream: bytes) -> None:
    """One thread writes and removes the same entry over and over; others read it whole or not at all."""
    until = time.monotonic() + 1.0
    seen: list[object] = []

    def write() -> None:
        while time.monotonic() < until:
            cache.write("ab12", stream)
            cache.clear()

    def read() -> None:
        while time.monotonic() < until:
            found = cache.read("ab12", 9)
            seen.append(found is None or found.data == stream)

    threads = [threading.Thread(target=work) for work in (write, read, read)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(seen)
    assert len(seen) > 10


def test_verified_refuses_what_is_no_segment(stream: bytes) -> None:
    assert len(verified(stream, 9).stream.pictures) == 9
    with pytest.raises(WorkError, match="9 pictures instead of 8"):
        verified(stream, 8)
    with pytest.raises(WorkError, match="key picture in its middle"):
        verified(stream + stream, 18)
    pictures = verified(stream, 9).stream.pictures
    for before, after in pairwise(pictures):
        gap = stream[: before.end] + stream[after.end :]
        if after is not pictures[-1]:
            with pytest.raises(WorkError, match="follow"):
                verified(gap, 8)
