"""What a row is made into: a film in a format, or a rendition that serves several platforms, a file each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from infoclip.pipeline import Clip, renditions

if TYPE_CHECKING:
    from infoclip.publish.renditions import Rendition


@dataclass(frozen=True, slots=True)
class Asked:
    """The formats and platforms that a campaign or its command asks for; empty: what the spec itself says."""

    formats: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """One film of a row. `rendition` is what platforms need of it; without it the film is its format's."""

    format: str
    rendition: Rendition | None = None

    @property
    def labels(self) -> tuple[str, ...]:
        """What its files are called after the row's name: the platforms, else the format."""
        return tuple(profile.name for profile in self.rendition.profiles) if self.rendition else (self.format,)

    @property
    def key(self) -> str:
        """What tells it from the clip's other targets."""
        return " ".join((self.format, *self.labels))


def targets_of(clip: Clip, asked: Asked) -> tuple[Target, ...]:
    """The films of a clip, as `infoclip render` would make them. Raises InputError for platforms without a film."""
    if asked.platforms or not asked.formats:
        planned = renditions(clip, asked.platforms, asked.formats)
        if planned:
            return tuple(Target(rendition.format, rendition) for rendition in planned)
    return tuple(Target(name) for name in asked.formats or clip.spec.formats)
