"""The states of a film's frames, kept from one render to the next: a clip that was not changed is not gone through."""

from __future__ import annotations

from infoclip.film.frames import Frames
from infoclip.film.segments import StateKeys
from infoclip.store import Store
from infoclip.timeline.content import timeline_content
from infoclip.timeline.timeline import Timeline

_STATES = Store("states", "arabic_reshaper", "bidi", "uharfbuzz")
"""The libraries are those that say how many words and letters a text is made of, which follow each other in motion."""

_SIZE = 16


def frame_states(timeline: Frames) -> list[bytes]:
    """The state of every frame, as `StateKeys` gives it: from the disk when all they follow from is as it was."""
    told = timeline_content(timeline) if isinstance(timeline, Timeline) else None
    frames = range(timeline.frame_count)
    if told is None:
        return StateKeys().of(timeline, frames)
    key = _STATES.key(*told)
    kept = _STATES.read(key)
    if kept is not None and len(kept) == _SIZE * len(frames):
        return [kept[at : at + _SIZE] for at in range(0, len(kept), _SIZE)]
    states = StateKeys().of(timeline, frames)
    _STATES.write(key, b"".join(states))
    return states
