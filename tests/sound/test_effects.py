"""Effects: at their moments, in their direction, quiet, and each kind only where it is wanted."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from infoclip.sound.beds import BEDS, score
from infoclip.sound.effects import heard_effects, tick_times
from infoclip.sound.mix import AAC_FRAME, track
from infoclip.sound.plan import SoundPlan
from infoclip.sound.playing import play
from infoclip.sound.synthesis import RATE
from infoclip.spec.sound import EFFECTS
from infoclip.timeline.moments import Arrival, Change, Count, Moments
from infoclip.values.easing import ease

CUTS = (5.0, 10.0)
MOMENTS = Moments(
    (Count(1.0, 1.5, "count", 300, 0.5), Count(6.0, 1.5, "linear", 3)),
    (Change(4.7, 0.6, "push", "left"), Change(9.7, 0.6, "tilt", "down")),
    tuple(Arrival(10.5 + 0.2 * step, step / 4 - 0.5) for step in range(5)),
    (2.2, 7.2),
)


def of_kinds(*kinds: str, bed: str = "official", pitched: bool = True) -> set[str]:
    notes = heard_effects(BEDS[bed], 15.0, CUTS, MOMENTS, kinds, pitched=pitched)
    return {note.instrument for note in notes}


@pytest.mark.parametrize("easing", ["count", "linear", "out", "in-out", "steps-4"])
@pytest.mark.parametrize("steps", [1, 3, 12, 300])
def test_a_count_ticks_evenly_in_what_it_counts(easing: str, steps: int) -> None:
    count = Count(2.0, 1.6, easing, steps)
    times = tick_times(count)
    assert 1 <= len(times) <= min(steps, 21)
    assert all(2.0 <= at <= 3.6 for at in times)
    assert all(after - before >= 0.055 for before, after in itertools.pairwise(times))
    if easing == "linear" and steps == 3:
        assert [round(ease(easing, (at - 2) / 1.6), 1) for at in times] == [0.2, 0.5]
    if easing == "count" and steps == 300:  # quick at first, then slower and slower
        gaps = np.diff(times)
        assert gaps[-1] > 2 * gaps[0]


@pytest.mark.parametrize("bed", BEDS)
def test_each_kind_can_be_switched_on_alone(bed: str) -> None:
    touch = BEDS[bed].touch
    assert of_kinds(bed=bed) == set()
    assert touch.passing in of_kinds("transitions", bed=bed)
    assert touch.tick in of_kinds("counts", bed=bed)
    assert of_kinds("arrivals", bed=bed) == {touch.arrival}
    together = [heard_effects(BEDS[bed], 15.0, CUTS, MOMENTS, [kind]) for kind in EFFECTS]
    assert sorted(itertools.chain(*together), key=repr) == sorted(
        heard_effects(BEDS[bed], 15.0, CUTS, MOMENTS, EFFECTS), key=repr
    )


@pytest.mark.parametrize("bed", BEDS)
def test_effects_are_quieter_than_the_music(bed: str) -> None:
    music = play(score(BEDS[bed], 15.0, CUTS), 15.0, 0)
    for kind in ("counts", "arrivals"):
        heard = play(heard_effects(BEDS[bed], 15.0, CUTS, MOMENTS, [kind]), 15.0, 0)
        assert 0.01 < np.abs(heard).max() < 0.6 * np.abs(music).max()


def test_over_a_designer_s_music_nothing_has_a_pitch() -> None:
    found = {kind: of_kinds(kind, bed="horizon", pitched=False) for kind in EFFECTS}
    assert found == {"transitions": {"daf", "whoosh", "air"}, "counts": {"tick"}, "arrivals": {"pop"}}


def test_many_arrivals_are_each_quieter_and_never_closer_than_can_be_told() -> None:
    crowd = Moments(arrivals=tuple(Arrival(1 + 0.01 * step) for step in range(60)))
    notes = heard_effects(BEDS["official"], 15.0, (), crowd, ["arrivals"])
    few = heard_effects(BEDS["official"], 15.0, (), Moments(arrivals=crowd.arrivals[:1]), ["arrivals"])
    assert len(notes) <= 10
    assert max(note.level for note in notes) < few[0].level


def test_what_does_not_fit_the_clip_is_left_out() -> None:
    late = Moments((Count(4.9, 1.5, "count", 300),), (Change(4.9, 0.6, "push", "left"),), (Arrival(4.99),), (4.95,))
    notes = heard_effects(BEDS["sadu"], 5.0, (4.95,), late, EFFECTS)
    assert all(note.at >= 0 and note.at + note.seconds <= 5 + 1e-6 for note in notes)


def test_a_push_from_the_left_is_heard_from_left_to_right() -> None:
    """The difference that the transition's sound makes: first louder on the left, then on the right, loudest midway."""
    moments = Moments(changes=(Change(2.7, 0.6, "push", "left"),))
    (note,) = heard_effects(BEDS["official"], 6.0, (), moments, ["transitions"])[1:]
    assert note.instrument == "whoosh"
    heard = play([note], 6.0, 0)
    first, second = heard[round(2.6 * RATE) : 3 * RATE], heard[3 * RATE : round(3.4 * RATE)]
    power = lambda wave: (wave.astype(np.float64) ** 2).sum(axis=0)  # noqa: E731
    assert power(first)[0] > 1.6 * power(first)[1]
    assert power(second)[1] > 1.6 * power(second)[0]
    loudness = (heard[: 6 * RATE] ** 2).reshape(-1, RATE // 20, 2).sum(axis=(1, 2))
    assert loudness.argmax() * 0.05 == pytest.approx(3.0, abs=0.15)


def test_effects_are_heard_where_the_picture_moves() -> None:
    moments = Moments((), (), (Arrival(3.0),), ())
    with_, without = (
        track(SoundPlan(6.0, (), "official", effects=kinds, moments=moments)) for kinds in (("arrivals",), ())
    )
    difference = np.abs(with_ - without).max(axis=1)
    first = int(np.argmax(difference > 0.01))
    assert (first + AAC_FRAME) / RATE == pytest.approx(3.06, abs=0.03)
    assert difference[: first - 100].max() < 1e-5
