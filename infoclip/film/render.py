"""A whole film: planned in segments, taken from the cache or encoded, verified, and joined."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from infoclip.errors import WorkError
from infoclip.film.clip import FilmSettings, Progress
from infoclip.film.drawn_here import encode_orders
from infoclip.film.encoding import Order, Setup, Source, worker_count
from infoclip.film.join import join_film
from infoclip.film.segment_cache import Encoded, SegmentCache, verified
from infoclip.film.segments import (
    Segment,
    SegmentSettings,
    plan_segments,
    segment_key,
    settings_key,
    timeline_cuts,
)
from infoclip.film.states import frame_states
from infoclip.film.stream_writer import STREAM_SUFFIX
from infoclip.film.studio import Studio
from infoclip.machine import give_back_memory
from infoclip.theme.theme import Theme
from infoclip.timeline.timeline import Timeline


@dataclass(frozen=True, slots=True)
class FilmPlan:
    """A film to make: `timeline` and `theme` as they are here, and `source` for worker processes to open the same.

    `workers` 0 is as many as fit. `parts` are its segments where they were planned before.
    """

    timeline: Timeline
    theme: Theme
    source: Source
    settings: SegmentSettings
    workers: int = 0
    parts: tuple[Planned, ...] = ()


@dataclass(frozen=True, slots=True)
class Planned:
    """A segment and its key."""

    segment: Segment
    key: str


def planned_segments(plan: FilmPlan, common: str, states: Sequence[bytes] = ()) -> list[Planned]:
    """The film's segments in order, each with its key. `common` is `settings_key` of the plan, `states` those of its
    frames where they are known.
    """
    timeline, settings = plan.timeline, plan.settings
    states = states or frame_states(timeline)
    segments = plan_segments(states, timeline_cuts(timeline), settings.max_gop, hold=settings.hold)
    return [
        Planned(segment, segment_key(common, states[segment.start : segment.start + segment.encoded], segment))
        for segment in segments
    ]


def render_film(plan: FilmPlan, path: Path, film: FilmSettings, progress: Progress | None = None) -> None:
    """Write the film to `path` (which should be a temporary name): exactly the timeline's frames.

    What the cache holds is not encoded again. `progress` is told (frames ready, frames in all). Raises WorkError;
    whatever ends it, no process and no unfinished file is left.
    """
    cache = SegmentCache()
    common = settings_key(plan.settings, plan.theme)
    states = None if plan.parts else frame_states(plan.timeline)
    parts = plan.parts or planned_segments(plan, common, states or ())
    ready: dict[str, Encoded] = {}
    for part in parts:
        found = cache.read(part.key, part.segment.frames) if part.key not in ready else None
        if found is not None:
            ready[part.key] = found
    missing = {part.key: part.segment for part in parts if part.key not in ready}
    total = plan.timeline.frame_count
    before = total - sum(segment.frames for segment in missing.values())

    def tell(done: int, _: int) -> None:
        if progress is not None:
            progress(before + done, total)

    tell(0, 0)
    if missing:
        give_back_memory()  # the workers have more use for it
        studio = Studio(plan.timeline, plan.theme, plan.settings, common, states)
        ready |= _encode(plan, studio, missing, cache, tell)
        cache.trim()
    try:
        join_film([ready[part.key] for part in parts], plan.settings.fps, path, film)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _encode(
    plan: FilmPlan, studio: Studio, missing: dict[str, Segment], cache: SegmentCache, progress: Progress
) -> dict[str, Encoded]:
    """Encode the segments of `missing`, by key, and keep each as soon as it is made. Raises as `render_film`."""
    setup = Setup(plan.source, plan.settings, studio.common, plan.theme.sha)
    workers = plan.workers or worker_count(plan.settings)
    made: dict[str, Encoded] = {}
    try:
        with tempfile.TemporaryDirectory(prefix="infoclip-", ignore_cleanup_errors=True) as folder:
            orders = [Order(segment, key, Path(folder) / f"{key}{STREAM_SUFFIX}") for key, segment in missing.items()]
            with contextlib.closing(encode_orders(setup, studio, orders, workers, progress)) as encoded:
                for order in encoded:
                    made[order.key] = verified(order.path.read_bytes(), order.segment.frames)
                    cache.write(order.key, made[order.key].data)
                    order.path.unlink()
    except OSError as error:
        raise WorkError(f"the film's segments cannot be kept while it is made: {error.strerror or error}") from error
    return made
