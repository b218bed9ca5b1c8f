"""A sound track made in a process of its own, which gives everything back when it ends.

What mixes and encodes sound takes 50 MB that stay in a process; frames are encoded for long after it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from infoclip.errors import Fault, WorkError
from infoclip.machine import Worker
from infoclip.sound.loudness import Loudness
from infoclip.sound.mix import AAC_BITRATE, ready_soundtrack

if TYPE_CHECKING:
    from infoclip.sound.plan import SoundPlan


@dataclass(frozen=True, slots=True)
class SoundOrder:
    """What the process is told: see `write_soundtrack`."""

    plan: SoundPlan
    path: Path
    bitrate: int


@dataclass(frozen=True, slots=True)
class SoundReport:
    """What it tells: how loud the track is (None: silent), or what went wrong."""

    loudness: Loudness | None = None
    fault: Fault | None = None


def write_soundtrack_apart(plan: SoundPlan, path: Path, bitrate: int = AAC_BITRATE) -> Loudness | None:
    """As `write_soundtrack`; what was made before is taken here, without a process. Whatever ends it, none is left."""
    if plan.silent:
        return None
    ready = ready_soundtrack(plan, path, bitrate)
    if ready is not None:
        return ready
    try:
        worker = Worker("infoclip.sound.sound_worker")
    except OSError as error:
        raise WorkError(f"no process can be started to make the sound with: {error}") from error
    try:
        worker.send(SoundOrder(plan, path, bitrate))
        report: SoundReport = worker.receive()
    except EOFError:
        raise WorkError("the process that makes the sound ended without a word") from None
    except BaseException:
        worker.process.terminate()
        raise
    finally:
        worker.end()
    if report.fault is not None:
        raise report.fault.again()
    return report.loudness
