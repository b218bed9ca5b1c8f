"""Clips of many rows in one process: what rows share is read, built and laid out once.

A scene that comes out of its template as it did for an earlier row is not laid out again. Keys hold everything a scene
follows from (docs/architecture.md); files are taken not to change while a process runs, and `film/` refuses a film
whose frames are not those that were planned.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any, TypeVar

from infoclip.campaign.rows import Loc, RowSpec, RowTree
from infoclip.campaign.targets import Target
from infoclip.errors import InputError, Place, Problem
from infoclip.layout.context import LayoutContext
from infoclip.layout.placed import PlacedScene
from infoclip.layout.scene import lay_out
from infoclip.pipeline import Clip, Composition, Stages, clip_of, compose
from infoclip.scenes.elements import Scene
from infoclip.scenes.surroundings import SceneContext
from infoclip.scenes.template import build_scene
from infoclip.spec.models import Spec
from infoclip.spec.reader import read_spec_tree
from infoclip.text.fonts import FontBook
from infoclip.text.numerals import Localizer
from infoclip.theme.assets import Library
from infoclip.theme.theme import Theme
from infoclip.values.formats import Format

MOST_SCENES = 160
_OWN = frozenset({"scenes", "facts", "formats", "platforms", "output", "author", "cover", "post"})
"""What of a spec a scene does not see, or sees only by name."""
_FRONT = re.compile(r"\A\ufeff?---.*?^---", re.DOTALL | re.MULTILINE)
_SPOKEN = re.compile(r"\b(?:clip\.\w+|clip|brand)\b")
_SPOKEN_AS = {"title": "clip.title", "source": "clip.source", "brand": "brand"}
"""What of a spec only some templates show, and how they speak of it."""
_UNSEEN: dict[tuple[Path, str, str], frozenset[str]] = {}
_T = TypeVar("_T")


class Recent:
    """At most `most` values by key; those asked for longest ago go first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], _T]) -> _T:
        """The value under `key`, made when it is not there. What `make` raises is not kept."""
        if key in self._kept:
            self._kept.move_to_end(key)
        else:
            self._kept[key] = make()
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        found: _T = self._kept[key]
        return found


@dataclass(frozen=True, slots=True)
class Composed:
    """A composition, and for each scene a key that equals another's when both look and move alike."""

    composition: Composition
    keys: tuple[str, ...]


class Composer:
    """Opens and composes rows."""

    def __init__(self) -> None:
        self._libraries = Recent(4)
        self._scenes, self._placed = Recent(MOST_SCENES), Recent(MOST_SCENES)

    def clip(self, source: RowSpec | RowTree) -> Clip:
        """The clip of a row. Raises InputError as `pipeline.open_clip`."""
        spec = read_spec_tree(source.tree() if isinstance(source, RowSpec) else source)
        library, fonts = self._libraries.get(spec.folder, lambda: _library(spec.folder))
        return clip_of(spec, library, fonts)

    def compose(self, clip: Clip, target: Target) -> Composed:
        """The clip as `target` shows it. Raises InputError as `pipeline.compose`."""
        keys: list[str] = []

        def build(
            spec: Spec, theme: Theme, format: Format, library: Library, localizer: Localizer
        ) -> tuple[Scene, ...]:
            scenes = self._built(spec, SceneContext(theme, format, library, localizer))
            keys.extend(key for _, key in scenes)
            return tuple(scene for scene, _ in scenes)

        def placed(scene: Scene, context: LayoutContext) -> PlacedScene:
            key = (keys[scene.number - 1], repr(context.within))
            return self._placed.get(key, lambda: lay_out(scene, context))

        zone, fps = (target.rendition.zone, target.rendition.fps) if target.rendition else (None, None)
        composition = compose(clip, target.format, zone=zone, fps=fps, stages=Stages(build, placed))
        return Composed(composition, tuple(keys))

    def _built(self, spec: Spec, context: SceneContext) -> list[tuple[Scene, str]]:
        """Each scene and its key; built from its template only when no earlier row gave the same values."""
        common = repr(
            (
                context.format,
                context.theme.sha,
                str(spec.folder),
                spec.locale,
                spec.digits,
                spec.direction,
                spec.brand.fonts,
            )
        )
        found: list[tuple[Scene, str]] = []
        problems: list[Problem] = []
        for index in range(len(spec.scenes)):

            def build(index: int = index) -> tuple[Scene, str]:
                scene = build_scene(spec, index, context)
                shown = (scene.name, scene.number, scene.root, scene.seconds, scene.transition, scene.words)
                return scene, _digest(common, repr(shown))

            try:
                found.append(self._scenes.get(_digest(common, _given(spec, index, context)), build))
            except InputError as error:
                problems += error.problems
        if problems:
            raise InputError(dict.fromkeys(problems))
        return found


def _digest(*parts: str) -> str:
    digest = blake2b(digest_size=16)
    for part in parts:
        digest.update(f"{len(part)} ".encode() + part.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _given(spec: Spec, index: int, context: SceneContext) -> str:
    """Everything of the spec that scene `index` is built from, as text."""
    scene = spec.scenes[index]
    named = set(_texts(scene.parameters))
    facts = [(name, fact) for name, fact in spec.facts.items() if name in named]
    tree = spec.located
    said: list[tuple[Loc, str]] = []
    if isinstance(tree, RowTree):
        ours = (("scenes", index), *(("facts", name) for name, _ in facts))
        said = [(loc, text) for loc, text in tree.said.items() if loc[:2] in ours]
    unseen = _OWN | _unseen(spec.folder, scene.scene, context, spec.place_of(("scenes", index, "scene")))
    rest = [(name, getattr(spec, name)) for name in Spec.model_fields if name not in unseen]
    return repr((len(spec.scenes), scene, facts, said, rest))


def _texts(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for item in value.values() for text in _texts(item)]
    if isinstance(value, list | tuple):
        return [text for item in value for text in _texts(item)]
    return [value] if isinstance(value, str) else []


def _unseen(folder: Path, name: str, context: SceneContext, place: Place) -> frozenset[str]:
    """What of a spec the template `name` cannot show, because neither it nor what it may import speaks of it."""
    found = _UNSEEN.get((folder, context.theme.name, name))
    if found is None:
        path = context.library.scene(name, context.theme.name, place)
        folders = context.library.scene_folders(context.theme.name)
        pieces = [piece for folder in folders if folder.is_dir() for piece in sorted(folder.glob("_*.xml"))]
        bodies = [_FRONT.sub("", file.read_text(encoding="utf-8", errors="replace"), 1) for file in (path, *pieces)]
        spoken = {word for body in bodies for word in _SPOKEN.findall(body)}
        whole = bool(spoken & {"clip"})
        found = frozenset(name for name, word in _SPOKEN_AS.items() if not whole and word not in spoken)
        _UNSEEN[folder, context.theme.name, name] = found
    return found


def _library(folder: Path) -> tuple[Library, FontBook]:
    library = Library(folder)
    return library, FontBook(library.font_folders)
