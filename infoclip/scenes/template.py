"""Fills templates: scenes from `*.xml` with front matter, art from `*.svg`, in the sandbox of `sandbox.py`.

`build_scenes` is the stage: a spec's scenes as elements, each checked against its template's parameters first.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from msgspec import Struct
from msgspec.structs import replace

from infoclip.errors import InputError, Place, Problem
from infoclip.located import Located, load_yaml_text
from infoclip.model import ModelError
from infoclip.scenes.elements import Element, Scene
from infoclip.scenes.parameters import FrontMatter, Given, Param, ParameterCheck
from infoclip.scenes.proportion import proportion_of
from infoclip.scenes.source import CODE, FRONT, REFUSED, read_template
from infoclip.scenes.surroundings import SceneContext, surroundings
from infoclip.scenes.words import visible_words
from infoclip.spec.models import Spec
from infoclip.store import Store
from infoclip.theme.assets import Library, texts_of
from infoclip.theme.faults import problems_of
from infoclip.theme.theme import Theme
from infoclip.values.formats import Format

if TYPE_CHECKING:
    from infoclip.text.numerals import Localizer

MAX_ART_CHARACTERS = 8_000_000

_FRONT_MATTERS = Store("front", "pydantic")
_FILLED = Store("filled", "jinja2", "lxml")
_OUTSIDE = "outlines("
"""What templates call to read a file of the designer's."""
_EXAMPLE_BRAND = {"name": "هيئة التقييس", "handle": "@gso_gcc"}


def build_scenes(spec: Spec, theme: Theme, format: Format, library: Library, localizer: Localizer) -> tuple[Scene, ...]:
    """All scenes of `spec`, filled for `format`. Raises InputError with the faults of all of them at once."""
    context = SceneContext(theme, format, library, localizer)
    scenes: list[Scene] = []
    problems: list[Problem] = []
    for index in range(len(spec.scenes)):
        try:
            scenes.append(build_scene(spec, index, context))
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(dict.fromkeys(problems))
    return tuple(scenes)


def build_scene(spec: Spec, index: int, context: SceneContext) -> Scene:
    """Scene `index` (from 0) of `spec` alone. Raises InputError with the faults of its parameters or its template."""
    asked = spec.scenes[index]
    loc = ("scenes", index)
    place = spec.place_of((*loc, "scene"))
    template = load_template(asked.scene, context.library, context.theme.name, place)
    given = Given(
        asked.parameters,
        spec.facts,
        lambda inner, key: spec.place_of((*loc, *inner), key),
        lambda inner: spec.written((*loc, *inner)),
        lambda name: spec.place_of(("facts", name, "date")),
    )
    values = _values(spec, index, template, given, context)
    root = _filled(template, values, context.localizer, place)
    transition = asked.transition or root.attributes.get("transition") or None
    words = visible_words(root, context.localizer)
    told = spec.place_of((*loc, "transition")) if asked.transition else root.place
    return Scene(asked.scene, index + 1, root, asked.seconds, transition, place, words, told)


def build_example(template: Template, context: SceneContext) -> Scene:
    """The example in the front matter of `template` as a scene, for the gallery and for checking a new template."""
    given = Given(
        template.example,
        {},
        lambda inner, key: template.located.place(("example", *inner), key),
        lambda inner: template.located.written(("example", *inner)),
    )
    spec = Spec.model_validate({"title": template.title, "scenes": [{"scene": template.name}], "brand": _EXAMPLE_BRAND})
    root = template.fill(_values(spec, 0, template, given, context))
    words = visible_words(root, context.localizer)
    return Scene(template.name, 1, root, None, root.attributes.get("transition"), template.place(), words)


def _filled(template: Template, values: Mapping[str, Any], localizer: Localizer, place: Place) -> Element:
    """The filled template; what it refuses of the given values is a fault at `place`, the scene's in the spec.

    It is kept by all that a template sees: most runs fill what was filled before, and loading Jinja and lxml for it
    takes a tenth of a preview. A template that reads a file is filled anew each time.
    """
    seen = {name: value for name, value in values.items() if not callable(value)}  # what is called follows from these
    texts = [data.decode("utf-8", "replace") for data in texts_of(template.path, template.folders)]
    key = _FILLED.key(*texts, repr((template.path, template.folders, localizer, seen)))
    lasting = not any(_OUTSIDE in text for text in texts)
    root: Element | None = _FILLED.recall(key) if lasting else None
    if root is not None:
        return root
    try:
        root = template.fill(values)
    except InputError as error:
        moved = [replace(item, place=place) if item.code == REFUSED else item for item in error.problems]
        raise InputError(moved) from None
    if lasting:
        _FILLED.keep(key, root)
    return root


def _values(spec: Spec, index: int, template: Template, given: Given, context: SceneContext) -> dict[str, Any]:
    """All that the template of scene `index` sees. How wide its pictures are is a value, not a function that reads
    files, so that what was filled with it can be kept.
    """
    values = surroundings(spec, index, context) | _checked(template, given, context)
    pictures = [values["brand"].logo, *(values[name] for name, it in template.params.items() if it.type == "image")]
    return values | {"proportions": {str(name): _proportion(str(name), context.library) for name in pictures if name}}


def _proportion(name: str, library: Library) -> float:
    try:
        return proportion_of(library.media(name))
    except InputError:
        return 1.0  # the layout, which draws it, says at which place it is missing


def _checked(template: Template, given: Given, context: SceneContext) -> dict[str, Any]:
    check = ParameterCheck(given, context.theme, context.library, context.localizer)
    values = check.scene(template.name, template.params)
    if check.problems:
        raise InputError(check.problems)
    return values


class ArtText(Protocol):
    """The part of an art source that filling needs (`marks.ArtSource`, `theme.assets.ArtFile`)."""

    @property
    def path(self) -> Path:
        """Its file."""
        ...

    @property
    def folders(self) -> tuple[Path, ...]:
        """Where it finds what it imports."""
        ...


class Template(Struct, frozen=True):
    """A scene template: what its front matter says, and its markup, whose lines are those of the file."""

    name: str
    path: Path
    title: str
    purpose: str
    params: Mapping[str, Param]
    example: Mapping[str, Any]
    located: Located
    folders: tuple[Path, ...] = ()

    def place(self, line: int = 0) -> Place:
        """A line of the template, or the file."""
        return Place(self.path, line)

    def fill(self, values: Mapping[str, Any]) -> Element:
        """The template filled with `values`, parsed. Raises InputError at the template's lines."""
        from infoclip.scenes.markup import MAX_CHARACTERS, parse_markup
        from infoclip.scenes.sandbox import sandbox_of

        sandbox = sandbox_of(self.folders, True)
        xml = sandbox.fill(self.path, values, MAX_CHARACTERS)
        return parse_markup(xml, self.place(), sandbox.find)


def load_template(name: str, library: Library, theme: str | None = None, place: Place | None = None) -> Template:
    """The scene template `name`, in the composition of `theme` where it has one. Raises InputError.

    `place` is where the spec names the scene.
    """
    path = library.scene(name, theme, place)
    folders = library.scene_folders(theme)
    text, located = _front(path, folders)
    head = _front_matter(text, located)
    return Template(name, path, head.title, head.purpose, head.params, head.example, located, folders)


def _front(path: Path, folders: tuple[Path, ...]) -> tuple[str, Located]:
    """The front matter of the template at `path`: its own, else that of the scene which it composes anew."""
    below = (folder / path.name for folder in folders if folder != path.parent)
    for file in (path, *(file for file in below if file.is_file())):
        front = FRONT.match(read_template(file).removeprefix("\ufeff"))
        if front is not None:
            return front[1], load_yaml_text(front[1], file, 2)
    hint = "begin the file with a line ---, the parameters, and another line ---"
    raise InputError(Problem("the scene template has no front matter", Place(path, 1, 1), hint, CODE))


def _front_matter(text: str, located: Located) -> FrontMatter:
    key = _FRONT_MATTERS.key(text)
    head: FrontMatter | None = _FRONT_MATTERS.recall(key)
    if head is None:
        try:
            head = FrontMatter.model_validate(located.value)
        except ModelError as error:
            raise InputError(problems_of(error, located, FrontMatter, CODE)) from None
        _FRONT_MATTERS.keep(key, head)
    return head


def fill_art(source: ArtText, values: Mapping[str, Any]) -> str:
    """The SVG text of the art template `source`, filled with `values`: its parameters and the functions it may call.

    Text among the values is escaped; what the template's own macros and blocks write is markup. Raises InputError.
    """
    from infoclip.scenes.sandbox import sandbox_of

    return sandbox_of(source.folders, False).fill(source.path, values, MAX_ART_CHARACTERS)
