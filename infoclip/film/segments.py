"""A film in segments: each is encoded alone, begins with a key picture, and is known by what it shows.

A segment is some frames for the encoder and, after them, the last one held: those are never encoded (`held.py`). The
cuts are the scenes' and transitions' own, so that a changed fact changes the key of its scene's segments and no others.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import pairwise
from pathlib import Path

from infoclip.film.clip import EncoderSettings
from infoclip.film.frames import Frames
from infoclip.film.segment_file import Press
from infoclip.marks.marks import Clip, Drawn, Mark, Snapshot
from infoclip.program import ffmpeg_exe
from infoclip.store import Store
from infoclip.theme.theme import Theme
from infoclip.timeline.timeline import Timeline

LONG_HOLD = 15
"""A hold of more frames than this ends its segment inside a scene: the key picture after it costs less than they do."""

SHORTEST = 8
"""Fewer frames than this are not worth a key picture of their own."""

_MADE_BY = Store("segment", "PIL", "av", "imageio_ffmpeg", "moviepy", "resvg_py", "uharfbuzz")


@dataclass(frozen=True, slots=True)
class Segment:
    """Frames `start` to `start + encoded` of the film, and the last of them `held` times more."""

    start: int
    encoded: int
    held: int

    @property
    def frames(self) -> int:
        return self.encoded + self.held

    @property
    def drawn(self) -> range:
        """The frames that are drawn and encoded."""
        return range(self.start, self.start + self.encoded)

    @property
    def shown(self) -> range:
        return range(self.start, self.start + self.frames)


@dataclass(frozen=True, slots=True)
class SegmentSettings:
    """What all segments of a film share. `scale` is device pixels a design pixel; `hold` False encodes every frame."""

    encoder: EncoderSettings
    width: int
    height: int
    fps: int
    scale: float = 1.0
    hold: bool = True

    @property
    def max_gop(self) -> int:
        """Frames between key pictures at most."""
        return max(2, round(self.encoder.gop_seconds * self.fps))

    @property
    def press(self) -> Press:
        """How its frames are encoded."""
        return Press(self.width, self.height, self.fps, self.encoder)


def plan_segments(states: Sequence[Hashable], cuts: Iterable[int], max_gop: int, *, hold: bool) -> list[Segment]:
    """The segments of a film whose frame i shows `states[i]`: equal states are equal pictures.

    `cuts` are the frames at which scenes and transitions begin and end. No segment is longer than `max_gop` (2 or more)
    frames, and none has one picture only (unless the film has), so no two key pictures meet.
    """
    ends = _long_hold_ends(states) if hold else []
    bounds = _bounds([*cuts, *ends], len(states))
    found: list[Segment] = []
    for start, end in pairwise(bounds):
        held = _trailing(states, start, end) if hold else 0
        found += _within_gops(start, end - start - held, held, max_gop)
    return found


def _long_hold_ends(states: Sequence[Hashable]) -> list[int]:
    ends, begun = [], 0
    for frame in range(1, len(states) + 1):
        if frame == len(states) or states[frame] != states[frame - 1]:
            if frame - begun > LONG_HOLD:
                ends.append(frame)
            begun = frame
    return ends


def _bounds(cuts: Iterable[int], count: int) -> list[int]:
    """All cuts from 0 to `count`; those that end a part which is too short are left out."""
    bounds = [0]
    for cut in sorted({cut for cut in cuts if 0 < cut < count}):
        if cut - bounds[-1] >= SHORTEST:
            bounds.append(cut)
    if count - bounds[-1] == 1 and len(bounds) > 1:  # the part before has some to spare
        bounds[-1] -= 1
    return [*bounds, count]


def _trailing(states: Sequence[Hashable], start: int, end: int) -> int:
    """How many frames before `end` only repeat the one before them, within `start:end`."""
    held = 0
    while end - held - 1 > start and states[end - held - 1] == states[end - held - 2]:
        held += 1
    return held


def _within_gops(start: int, encoded: int, held: int, max_gop: int) -> Iterator[Segment]:
    """One part of the film as segments of at most `max_gop` frames: the moving ones evenly, then the hold.

    What is held longer goes on as still segments: one key picture of the held frame, and it held again.
    """
    parts = -(-encoded // max_gop)
    sizes = _even(encoded, parts)
    for size in sizes[:-1]:
        yield Segment(start, size, 0)
        start += size
    room = min(held, max_gop - sizes[-1])
    if held - room == 1:  # a still segment of one picture would put two key pictures side by side
        if room:
            room -= 1
        else:
            yield Segment(start, sizes[-1] - 1, 0)
            yield Segment(start + sizes[-1] - 1, 1, 1)
            return
    yield Segment(start, sizes[-1], room)
    start, held = start + sizes[-1] + room, held - room
    for size in _even(held, -(-held // max_gop)):
        yield Segment(start, 1, size - 1)
        start += size


def _even(count: int, parts: int) -> list[int]:
    return [count * (part + 1) // parts - count * part // parts for part in range(parts)]


def timeline_cuts(timeline: Timeline) -> list[int]:
    """Where a timeline's transitions begin and end; where a scene is cut to without one, the scene's start."""
    passages = [(passage.start, passage.end) for passage in timeline.passages if passage.end > passage.start]
    starts = [start for start in timeline.starts if not any(begin <= start < end for begin, end in passages)]
    return sorted({*starts, *(frame for passage in passages for frame in passage)})


class StateKeys:
    """The states of frames as short digests: equal for equal snapshots, whatever the process."""

    def __init__(self) -> None:
        self._known: dict[Drawn, bytes] = {}

    def of(self, timeline: Frames, frames: Iterable[int]) -> list[bytes]:
        """The digest of each frame. Frames in order are quick: what stays is known from the frame before."""
        return [self._digest(timeline.snapshot(frame)) for frame in frames]

    def _digest(self, snapshot: Snapshot) -> bytes:
        known, self._known = self._known, {}
        digest = blake2b(f"{snapshot.width} {snapshot.height}".encode(), digest_size=16)
        state = snapshot.transition
        for items in (snapshot.items, state.items if state is not None else ()):
            for item in items:
                key = known.get(item) or _drawn_digest(item)
                self._known[item] = key
                digest.update(key)
            digest.update(b"|")
        if state is not None:
            said = (state.kind, state.progress, state.focus, state.direction, state.params)
            digest.update(repr(said).encode())
        return digest.digest()


_DRAWN_FIELDS = Drawn.__struct_fields__


def _drawn_digest(item: Drawn) -> bytes:
    said = "\x1f".join(_said(getattr(item, name)) for name in _DRAWN_FIELDS)
    return blake2b(said.encode(), digest_size=16).digest()


def _said(value: object) -> str:
    """`value` in words that are equal for equal values: 0, 0.0 and -0.0 are."""
    if isinstance(value, Mark):
        return value.key
    if isinstance(value, Clip):
        return f"{value.kind} {[_said(number) for number in value.values]} {_said(value.feather)}"
    return repr(value + 0.0) if isinstance(value, int | float) else repr(value)


def settings_key(settings: SegmentSettings, theme: Theme) -> str:
    """What all segments of a film follow from beside their frames: settings, theme, and everything that makes them."""
    return blake2b(f"{maker()} {theme.sha} {settings!r}".encode(), digest_size=16).hexdigest()


def maker() -> str:
    """What makes segments here, as one digest: this package, its libraries and ffmpeg, by where they stand and when
    they were installed; or what `made_as` said.
    """
    if _made_as:
        return _made_as
    exe = Path(ffmpeg_exe())
    state = exe.stat()
    return _MADE_BY.key(f"{exe} {state.st_size} {state.st_mtime_ns}")


def made_as(key: str) -> None:
    """From here on this process makes segments under the `maker` of another machine: one that makes the same films."""
    global _made_as
    _made_as = key


_made_as = ""


def segment_key(common: str, states: Sequence[bytes], segment: Segment) -> str:
    """The key of a segment: `common` (of `settings_key`), the states of its encoded frames, and how long it holds."""
    digest = blake2b(f"{common} {segment.held}".encode(), digest_size=16)
    for state in states:
        digest.update(state)
    return digest.hexdigest()
