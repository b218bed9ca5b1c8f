"""A film of given snapshots, for tests of what draws them."""

from __future__ import annotations

from dataclasses import dataclass

from infoclip.marks.marks import Snapshot


@dataclass(frozen=True)
class Film:
    """A list of snapshots as a timeline."""

    snapshots: tuple[Snapshot, ...]

    @property
    def frame_count(self) -> int:
        return len(self.snapshots)

    def snapshot(self, frame: int) -> Snapshot:
        return self.snapshots[frame]
