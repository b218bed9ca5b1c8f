"""Reading time, and how scenes share the frames of a clip."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from timeline.staging import scene

from infoclip.errors import InputError
from infoclip.layout.placed import PlacedScene
from infoclip.timeline.durations import LEAST_SECONDS, share_frames
from infoclip.timeline.reading import count_words, reading_seconds


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("حصاد عام", 2),
        ("حَصَادٌ   عَامٍ\nجديد", 3),  # tashkeel makes no words
        ("\u2066+966 11\u2069 – ٪ !", 2),  # marks and lone signs make none
        ("2466 منشورًا", 2),
        ("◌ً ـــ", 0),
    ],
)
def test_words(text: str, words: int) -> None:
    assert count_words(text) == words


def test_reading_time() -> None:
    assert reading_seconds("") == 2.5
    assert reading_seconds("كلمة " * 4) == 2.5
    assert reading_seconds("كلمة " * 10) == pytest.approx(4.5)


def scenes(*given: tuple[int, float | None]) -> list[PlacedScene]:
    return [
        scene(words="كلمة " * words, number=index + 1, seconds=seconds) for index, (words, seconds) in enumerate(given)
    ]


def test_storyboard_seconds_are_kept() -> None:
    seconds = (4.5, 4.2, 4.9, 5.3, 4.7, 3.5, 2.9)
    frames = share_frames(scenes(*((5, item) for item in seconds)), duration=30, fps=30)
    assert frames == (135, 126, 147, 159, 141, 105, 87)


def test_the_rest_is_shared_by_reading_time() -> None:
    frames = share_frames(scenes((4, None), (12, None), (4, 4.0)), duration=16, fps=25)
    assert frames[2] == 100
    assert frames[1] / frames[0] == pytest.approx((0.35 * 12 + 1) / 2.5, rel=0.01)
    assert sum(frames) == 400


def test_no_scene_gets_less_than_it_can_show() -> None:
    frames = share_frames(scenes((1, None), (60, None)), duration=6, fps=30)
    assert frames == (45, 135)


@given(
    given_=st.lists(st.tuples(st.integers(0, 40), st.none() | st.floats(0.5, 6)), min_size=1, max_size=12),
    extra=st.floats(0, 20),
    fps=st.sampled_from([24, 25, 30, 50, 60]),
)
def test_the_frames_are_exactly_the_clips(given_: list[tuple[int, float | None]], extra: float, fps: int) -> None:
    free = sum(seconds is None for _, seconds in given_)
    taken = sum(seconds for _, seconds in given_ if seconds is not None)
    duration = taken + (free * LEAST_SECONDS + extra if free else 0)
    frames = share_frames(scenes(*given_), duration=duration, fps=fps)
    assert sum(frames) == round(duration * fps)
    for count, (_, seconds) in zip(frames, given_, strict=True):
        if seconds is not None:
            assert abs(count - seconds * fps) <= 1.01
        else:
            assert count >= LEAST_SECONDS * fps - 1


@pytest.mark.parametrize(
    ("given_", "duration", "says"),
    [
        (((5, 20.0), (5, 15.0)), 30, "add up to 35"),
        (((5, 4.0), (5, 5.0)), 30, "only 9"),
        (((5, 28.0), (5, None), (5, None)), 30, "2 seconds are left for 2 scenes"),
        (((5, None), (5, None)), 2, "needs 1.5"),
        (((5, 0.001), (5, None)), 30, "0.001 seconds"),
    ],
)
def test_seconds_that_do_not_fit_are_refused(
    given_: tuple[tuple[int, float | None], ...], duration: float, says: str
) -> None:
    with pytest.raises(InputError) as caught:
        share_frames(scenes(*given_), duration=duration, fps=30)
    (problem,) = caught.value.problems
    assert says in problem.message
    assert problem.hint


def test_a_clip_needs_a_scene() -> None:
    with pytest.raises(InputError):
        share_frames([], duration=30, fps=30)
