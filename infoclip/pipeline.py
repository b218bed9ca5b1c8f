"""The road, stage after stage. This file calls them in order and holds no logic of its own.

`open_clip` reads the spec; `compose` builds and times it in one format; `check`, `preview` and `render` end it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from infoclip.errors import InputError, Problem
from infoclip.film.frames import frame_at
from infoclip.layout.context import LayoutContext
from infoclip.layout.scene import lay_out
from infoclip.publish.pictures import save_picture
from infoclip.publish.sheet import Cell, contact_sheet, with_guides
from infoclip.scenes.template import build_scenes
from infoclip.spec.models import Spec
from infoclip.spec.reader import read_spec
from infoclip.text.fonts import FontBook
from infoclip.text.numerals import Localizer
from infoclip.theme.assets import Library
from infoclip.theme.loader import load_theme
from infoclip.theme.theme import Theme
from infoclip.timeline.timeline import LazyScenes, Timeline, build_timeline
from infoclip.values.formats import FORMATS, Format

if TYPE_CHECKING:
    from PIL import Image

Quality = Literal["draft", "film", "master"]


@dataclass(frozen=True, slots=True)
class Clip:
    """A spec that was read, and what every format of it shares."""

    spec: Spec
    theme: Theme
    library: Library
    fonts: FontBook
    localizer: Localizer

    @property
    def name(self) -> str:
        """What its files are called: `output`, else the spec's own name, else (for `spec.yaml`) its folder's."""
        stem = self.spec.path.stem
        return self.spec.output or (self.spec.path.resolve().parent.name if stem == "spec" else stem)


@dataclass(frozen=True, slots=True)
class Composition:
    """A clip in one format, in time: any frame of it can be asked for. Scenes are laid out when they are needed."""

    clip: Clip
    format: Format
    timeline: Timeline


@dataclass(frozen=True, slots=True)
class Still:
    """What a preview shows: the moment `at` (seconds), scene number `scene` when it has settled, or the whole clip."""

    at: float | None = None
    scene: int | None = None
    sheet: bool = False
    guides: bool = False


def open_clip(path: Path) -> Clip:
    """Read the spec and what it is drawn with. Raises InputError with every fault found."""
    spec = read_spec(path)
    library = Library(spec.folder)
    place = spec.place_of(("theme",))
    theme = load_theme(spec.theme, library, variant=spec.variant or None, accent=spec.brand.accent or None, place=place)
    if spec.brand.logo:
        library.media(spec.brand.logo, spec.place_of(("brand", "logo")))
    return Clip(spec, theme, library, FontBook(library.font_folders), Localizer(spec.locale, spec.digits))


def compose(clip: Clip, format_name: str) -> Composition:
    """Build and time the clip in one format. Raises InputError for faults of scenes; layout's come when it is asked."""
    format_ = FORMATS[format_name]
    scenes = build_scenes(clip.spec, clip.theme, format_, clip.library, clip.localizer)
    context = LayoutContext(
        format_, clip.theme, clip.fonts, clip.library, clip.localizer, rtl=clip.spec.direction == "rtl"
    )
    timeline = build_timeline(
        LazyScenes(scenes, lambda index: lay_out(scenes[index], context)),
        duration=clip.spec.duration,
        fps=clip.spec.fps,
        defaults=clip.theme.defaults,
    )
    return Composition(clip, format_, timeline)


def preview(composition: Composition, still: Still, path: Path) -> Path:
    """Draw what `still` asks for and write it as PNG. Raises InputError for a moment outside the clip."""
    if still.sheet:
        return save_picture(sheet(composition, guides=still.guides), path)
    return save_picture(_frame(composition, still_frame(composition.timeline, still), still.guides), path)


def sheet(composition: Composition, *, guides: bool = False, moments: int = 2, height: int = 640) -> Image.Image:
    """The whole clip on one sheet: of every scene `moments` frames, the last of them settled, `height` pixels high."""
    timeline = composition.timeline
    scale = height / composition.format.height
    cells = []
    for index in range(timeline.scene_count):
        settled = timeline.still_frame(index)
        start = timeline.scene_frames(index).start
        for step in range(1, moments + 1):
            frame = start + round((settled - start) * step / moments)
            picture = _frame(composition, frame, guides, scale)
            cells.append(Cell(picture, f"{index + 1} · {frame / timeline.fps:.1f} s"))
    return contact_sheet(cells, composition.clip.fonts, columns=min(len(cells), 2 * moments + 2))


def still_frame(timeline: Timeline, still: Still) -> int:
    """The frame that `still` means; without a moment the first scene, settled. Raises InputError outside the clip."""
    if still.at is not None:
        if not 0 <= still.at <= timeline.seconds:
            message = f"the clip is {timeline.seconds:g} seconds long; there is nothing at {still.at:g}"
            raise InputError(Problem(message, hint=f"give --at from 0 to {timeline.seconds:g}", code="moment"))
        return timeline.frame_of(still.at)
    number = 1 if still.scene is None else still.scene
    if not 1 <= number <= timeline.scene_count:
        message = f"the clip has {timeline.scene_count} scenes; there is no scene {number}"
        raise InputError(Problem(message, hint=f"give --scene from 1 to {timeline.scene_count}", code="moment"))
    return timeline.still_frame(number - 1)


def _frame(composition: Composition, frame: int, guides: bool, scale: float = 1.0) -> Image.Image:
    picture = frame_at(composition.timeline, frame, theme=composition.clip.theme, scale=scale)
    return with_guides(picture, composition.format) if guides else picture
