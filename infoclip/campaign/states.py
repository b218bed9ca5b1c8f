"""The states of a film's frames, worked out once for what several films show alike: by the scenes' keys
(`composing.py`), run by run (`timeline/runs.py`).
"""

from __future__ import annotations

from functools import partial

from infoclip.campaign.composing import Composed, Recent
from infoclip.film.segments import StateKeys
from infoclip.timeline.runs import runs
from infoclip.timeline.timeline import Timeline

MOST_RUNS = 300


class SharedStates:
    """The states of the frames of many films."""

    def __init__(self) -> None:
        self._runs = Recent(MOST_RUNS)

    def of(self, composed: Composed) -> list[bytes]:
        """The digest of every frame, as `StateKeys` gives it."""
        timeline = composed.composition.timeline
        if type(timeline) is not Timeline:  # something is drawn over the scenes, such as captions
            return StateKeys().of(timeline, range(timeline.frame_count))
        common = (repr(composed.composition.format), repr(composed.composition.zone))
        found: list[bytes] = []
        for frames, follows in runs(timeline, composed.keys):
            found += self._runs.get((common, *follows), partial(StateKeys().of, timeline, frames))
        return found
