"""The clip in time: which scene a frame belongs to, and the whole state of any frame.

Scenes are laid out only when a frame of theirs is asked for, so a preview of one frame pays for one or two scenes.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from msgspec import Struct

from infoclip.layout.placed import PlacedScene
from infoclip.marks.marks import Snapshot
from infoclip.marks.motion_state import STILL_BEFORE_CUT
from infoclip.timeline.durations import UNPACED, Outline, Pace, share_frames
from infoclip.timeline.tracks import SceneTracks
from infoclip.timeline.transitions import Passage, plan_passages, transition_state

DEFAULT_FPS = 30


class LazyScenes(Struct, frozen=True):
    """Scenes that are laid out when they are needed: what is known of each, and how to lay out the one at an index."""

    outlines: Sequence[Outline]
    lay_out: Callable[[int], PlacedScene]


@dataclass(frozen=True, slots=True)
class Timeline:
    """A clip of `frame_count` frames at `fps`. `starts` are the scenes' first frames.

    `passages` are the transitions out of each scene but the last. `snapshot` is the one road from time to pictures.
    """

    fps: int
    frame_count: int
    starts: tuple[int, ...]
    passages: tuple[Passage, ...]
    outlines: tuple[Outline, ...]
    _lay_out: Callable[[int], PlacedScene] = field(compare=False)
    _placed: dict[int, PlacedScene] = field(default_factory=dict, compare=False)
    _tracks: dict[int, SceneTracks] = field(default_factory=dict, compare=False)

    @property
    def seconds(self) -> float:
        return self.frame_count / self.fps

    @property
    def scene_count(self) -> int:
        return len(self.starts)

    @property
    def cuts(self) -> tuple[float, ...]:
        """The moments, in seconds, at which a new scene begins (the first scene's start is none)."""
        return tuple(start / self.fps for start in self.starts[1:])

    def scene_frames(self, index: int) -> range:
        """The frames of scene `index`, from its start to the next one's."""
        if not 0 <= index < len(self.starts):
            raise IndexError(f"the clip has no scene {index}: it has {len(self.starts)}")
        end = self.starts[index + 1] if index + 1 < len(self.starts) else self.frame_count
        return range(self.starts[index], end)

    def scene_at(self, frame: int) -> int:
        """The index of the scene that `frame` belongs to. Raises IndexError outside the clip."""
        if not 0 <= frame < self.frame_count:
            raise IndexError(f"the clip has no frame {frame}: it has {self.frame_count}")
        return bisect_right(self.starts, frame) - 1

    def frame_of(self, seconds: float) -> int:
        """The frame shown at `seconds`, held within the clip."""
        return min(self.frame_count - 1, max(0, int(seconds * self.fps + 1e-6)))

    def passage_at(self, frame: int) -> int | None:
        """The index of the scene that is being left at `frame`, or None outside of transitions."""
        scene = self.scene_at(frame)
        for index in (scene - 1, scene):
            if 0 <= index < len(self.passages) and self.passages[index].start <= frame < self.passages[index].end:
                return index
        return None

    def still_frame(self, index: int) -> int:
        """The frame that shows scene `index` best: everything has arrived, nothing has begun to leave."""
        frames = self.scene_frames(index)
        tracks = self.tracks(index)
        limit = tracks.seconds - (0.0 if index + 1 == self.scene_count else max(STILL_BEFORE_CUT, self._leaves(index)))
        settled = max(tracks.complete, min(tracks.seconds * 0.7, limit - 0.4))
        return min(frames[-1], frames[0] + int(min(settled, max(0.0, limit - 0.05)) * self.fps))

    def landings(self) -> tuple[float, ...]:
        """The moments, in seconds, at which the last count of each scene that counts comes to its figure.

        Lays out every scene.
        """
        moments = []
        for index, start in enumerate(self.starts):
            landing = self.tracks(index).landing
            if landing is not None:
                moments.append(start / self.fps + landing)
        return tuple(moments)

    def placed(self, index: int) -> PlacedScene:
        """Scene `index` laid out (once)."""
        if index not in self._placed:
            self._placed[index] = self._lay_out(index)
        return self._placed[index]

    def tracks(self, index: int) -> SceneTracks:
        """Scene `index` compiled (once)."""
        if index not in self._tracks:
            seconds = len(self.scene_frames(index)) / self.fps
            self._tracks[index] = SceneTracks(self.placed(index), seconds, leaves=self._leaves(index))
        return self._tracks[index]

    def snapshot(self, frame: int) -> Snapshot:
        """The whole state of `frame`. Raises IndexError outside the clip."""
        leaving = self.passage_at(frame)
        index = self.scene_at(frame) if leaving is None else leaving
        scene = self.placed(index)
        items = self.tracks(index).at((frame - self.starts[index]) / self.fps)
        width, height = scene.format.width, scene.format.height
        if leaving is None:
            return Snapshot(width, height, items)
        new = index + 1
        coming = self.tracks(new).at((frame - self.starts[new]) / self.fps)
        focus = scene.focus or (width / 2, height / 2)
        state = transition_state(self.passages[index], frame, coming, focus, rtl=scene.rtl)
        return Snapshot(width, height, items, state)

    def beside_scenes(self) -> tuple[str, ...] | None:
        """What snapshots follow from beside the scenes, their starts and passages: nothing. A kind of timeline that
        makes its own snapshots says its own; None when it does not know.
        """
        return () if type(self).snapshot is Timeline.snapshot else None

    def _leaves(self, index: int) -> float:
        """Seconds before scene `index`'s end at which its transition begins; 0 for the last scene."""
        if index >= len(self.passages):
            return 0.0
        return (self.starts[index + 1] - self.passages[index].start) / self.fps


def build_timeline(
    scenes: Sequence[PlacedScene] | LazyScenes,
    *,
    duration: float,
    fps: int = DEFAULT_FPS,
    defaults: Mapping[str, str] | None = None,
    pace: Pace = UNPACED,
) -> Timeline:
    """Put the scenes in time: exactly `round(duration * fps)` frames in all, unless `pace` leaves the end open.

    Scenes that give no seconds share what is left by reading time. `defaults` is the theme's motion character
    (`transition`, `transition-seconds`). Raises InputError when the scenes' seconds do not fit or a transition is
    unknown; with lazy scenes nothing is laid out yet.
    """
    source = scenes if isinstance(scenes, LazyScenes) else LazyScenes(scenes, scenes.__getitem__)
    outlines = tuple(source.outlines)
    frames = share_frames(outlines, duration=duration, fps=fps, pace=pace)
    passages = plan_passages(outlines, frames, fps=fps, defaults=defaults or {})
    starts = tuple(accumulate(frames[:-1], initial=0))
    return Timeline(fps, sum(frames), starts, passages, outlines, source.lay_out)
