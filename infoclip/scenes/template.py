"""Fills templates: scenes from `*.xml` with front matter, art from `*.svg`. The only file that touches jinja2.

`build_scenes` is the stage: a spec's scenes as elements, each checked against its template's parameters first.
Templates run in Jinja's sandbox: no private attributes, no changing of what they are given, every undefined name is an
error, and loops, calls, repeated text and output have a limit. What goes wrong is told at the template's own line.
"""

from __future__ import annotations

import math
import re
import threading
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import jinja2
from jinja2.bccache import Bucket
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from msgspec import Struct
from msgspec.structs import replace

from infoclip.errors import InputError, Place, Problem, did_you_mean
from infoclip.located import Located, load_yaml_text
from infoclip.model import ModelError
from infoclip.scenes.elements import Element, Scene
from infoclip.scenes.markup import MAX_CHARACTERS, number_lines, parse_markup
from infoclip.scenes.parameters import FrontMatter, Given, Param, ParameterCheck
from infoclip.scenes.surroundings import Refusal, SceneContext, surroundings
from infoclip.scenes.words import visible_words
from infoclip.spec.models import Spec
from infoclip.store import Store
from infoclip.theme.assets import Library
from infoclip.theme.faults import problems_of
from infoclip.theme.theme import Theme
from infoclip.values.formats import Format

if TYPE_CHECKING:
    from infoclip.text.numerals import Localizer

MAX_STEPS = 200_000
"""How many calls and rounds of `range` one filling may make. The busiest art of the themes makes some thousands."""
MAX_ART_CHARACTERS = 8_000_000
MAX_REPEATED = 100_000

_FRONT = re.compile(r"---[ \t]*\r?\n(.*?)^---[ \t]*\r?\n", re.DOTALL | re.MULTILINE)
_FRONT_MATTERS = Store("front", "pydantic")
_FILE = re.compile(r"[\w-]+\.(?:xml|svg)\Z")
_LONG_STRINGS = frozenset({"center", "ljust", "rjust", "zfill", "expandtabs", "format", "format_map"})
_NO_FILTERS = ("center", "format", "indent", "pprint", "random", "urlize", "wordwrap", "xmlattr")
_CODE = "template"
_REFUSED = "scene-refused"
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
    )
    values = surroundings(spec, index, context) | _checked(template, given, context)
    root = _filled(template, values, place)
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
    root = template.fill(surroundings(spec, 0, context) | _checked(template, given, context))
    words = visible_words(root, context.localizer)
    return Scene(template.name, 1, root, None, root.attributes.get("transition"), template.place(), words)


def _filled(template: Template, values: Mapping[str, Any], place: Place) -> Element:
    """The filled template; what it refuses of the given values is a fault at `place`, the scene's in the spec."""
    try:
        return template.fill(values)
    except InputError as error:
        moved = [replace(item, place=place) if item.code == _REFUSED else item for item in error.problems]
        raise InputError(moved) from None


def _checked(template: Template, given: Given, context: SceneContext) -> dict[str, Any]:
    check = ParameterCheck(given, context.theme, context.library, context.localizer)
    values = check.scene(template.name, template.params)
    if check.problems:
        raise InputError(check.problems)
    return values


class ArtText(Protocol):
    """The part of an art source that filling needs (`marks.ArtSource`, `theme.assets.ArtFile`)."""

    @property
    def path(self) -> Path: ...

    @property
    def folders(self) -> tuple[Path, ...]: ...


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
        return Place(self.path, line)

    def fill(self, values: Mapping[str, Any]) -> Element:
        """The template filled with `values`, parsed. Raises InputError at the template's lines."""
        environment = _environment(self.folders, True)
        xml = environment.fill(self.path, values, MAX_CHARACTERS)
        return parse_markup(xml, self.place(), environment.find)


def load_template(name: str, library: Library, theme: str | None = None, place: Place | None = None) -> Template:
    """The scene template `name`, in the composition of `theme` where it has one. Raises InputError.

    `place` is where the spec names the scene.
    """
    path = library.scene(name, theme, place)
    text = _read(path)
    front = _FRONT.match(text.removeprefix("\ufeff"))
    if front is None:
        hint = "begin the file with a line ---, the parameters, and another line ---"
        raise InputError(Problem("the scene template has no front matter", Place(path, 1, 1), hint, _CODE))
    located = load_yaml_text(front[1], path, 2)
    head = _front_matter(front[1], located)
    folders = library.scene_folders(theme)
    return Template(name, path, head.title, head.purpose, head.params, head.example, located, folders)


def _front_matter(text: str, located: Located) -> FrontMatter:
    key = _FRONT_MATTERS.key(text)
    head: FrontMatter | None = _FRONT_MATTERS.recall(key)
    if head is None:
        try:
            head = FrontMatter.model_validate(located.value)
        except ModelError as error:
            raise InputError(problems_of(error, located, FrontMatter, _CODE)) from None
        _FRONT_MATTERS.keep(key, head)
    return head


def fill_art(source: ArtText, values: Mapping[str, Any]) -> str:
    """The SVG text of the art template `source`, filled with `values`: its parameters and the functions it may call.

    Text among the values is escaped; what the template's own macros and blocks write is markup. Raises InputError.
    """
    return _environment(source.folders, False).fill(source.path, values, MAX_ART_CHARACTERS)


class _Budget(threading.local):
    """What is left of the steps of the filling that runs in this thread."""

    steps = MAX_STEPS

    def take(self, steps: int = 1) -> None:
        self.steps -= steps
        if self.steps < 0:
            raise SecurityError("the template does not come to an end: too many rounds and calls")


class _CompiledTemplates(jinja2.BytecodeCache):
    """Compiled templates on disk, by their text: compiling costs far more than filling.

    A template's own file is part of the key: its code names it, for the lines of errors.
    """

    _store = Store("template", "jinja2")

    def load_bytecode(self, bucket: Bucket) -> None:
        code = self._store.read(bucket.key)
        if code is not None:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._store.write(bucket.key, bucket.bytecode_to_string())

    def get_bucket(self, environment: jinja2.Environment, name: str, filename: str | None, source: str) -> Bucket:
        bucket = Bucket(environment, self._store.key(name, filename or "", source), self.get_source_checksum(source))
        self.load_bytecode(bucket)
        return bucket


class _Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox with limits on work and on size, for scenes (`scenes=True`: XML with stamped lines) or art."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def __init__(self, folders: tuple[Path, ...], scenes: bool) -> None:
        super().__init__(
            undefined=jinja2.StrictUndefined,
            autoescape=True,
            finalize=_written,
            loader=jinja2.FunctionLoader(self._load),
            trim_blocks=False,
            cache_size=200,
            bytecode_cache=_CompiledTemplates(),
        )
        self.folders, self.scenes = folders, scenes
        self.budget = _Budget()
        for name in _NO_FILTERS:
            del self.filters[name]
        self.globals = {
            "dict": dict, "namespace": jinja2.utils.Namespace, "cycler": jinja2.utils.Cycler, "range": self._range,
            "min": min, "max": max, "round": round, "floor": math.floor, "ceil": math.ceil, "sqrt": math.sqrt,
            "sin": math.sin, "cos": math.cos, "pi": math.pi,
        }  # fmt: skip
        self._roots: dict[str, Path] = {}

    def find(self, name: str) -> Path:
        """The file that templates call `name`."""
        return self._roots.get(name) or next(
            (folder / name for folder in self.folders if (folder / name).is_file()), Path(name)
        )

    def fill(self, path: Path, values: Mapping[str, Any], limit: int) -> str:
        """The text of the template at `path`, at most `limit` characters. Raises InputError at its lines."""
        self.budget.steps = MAX_STEPS
        name = f"/{path}"
        self._roots[name] = path
        pieces, size = [], 0
        try:
            for piece in self.get_template(name).generate(values):
                size += len(piece)
                if size > limit:
                    raise SecurityError(f"the template writes more than {limit:,} characters")
                pieces.append(piece)
        except jinja2.TemplateSyntaxError as error:
            place = Place(self.find(error.name or name), error.lineno)
            hint = _syntax_hint(str(error.message))
            raise InputError(Problem(f"the template is wrong: {error.message}", place, hint, _CODE)) from None
        except InputError:
            raise
        except (jinja2.TemplateError, ArithmeticError, AttributeError, LookupError, RecursionError) as error:
            raise InputError(self._problem(error, path, values)) from None
        except (TypeError, ValueError) as error:
            raise InputError(self._problem(error, path, values)) from None
        except Refusal as error:
            raise InputError(Problem(str(error), Place(path), code=_REFUSED)) from None
        return "".join(pieces)

    def call(self, context: Any, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        self.budget.take()
        return super().call(context, obj, *args, **kwargs)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        texts = [value for value in (left, right) if isinstance(value, str | list | tuple)]
        if texts and operator == "*":
            times = next((value for value in (left, right) if isinstance(value, int)), 1)
            if len(texts[0]) * times > MAX_REPEATED:
                raise SecurityError(f"a text or list is repeated to more than {MAX_REPEATED:,}")
        elif texts:
            raise SecurityError(f"'{operator}' works on numbers only; join text with ~")
        elif operator == "**" and (abs(left) > 1e6 or abs(right) > 64):
            raise SecurityError("'**' is limited to small numbers")
        return super().call_binop(context, operator, left, right)

    def wrap_str_format(self, value: Any) -> None:
        """No `str.format`: it can make text of any length."""

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        if isinstance(obj, str) and attr in _LONG_STRINGS:
            return False
        return super().is_safe_attribute(obj, attr, value)

    def _range(self, *limits: int) -> range:
        found = range(*limits)
        self.budget.take(len(found))
        return found

    def _load(self, name: str) -> tuple[str, str, Callable[[], bool]] | None:
        """A template's text, its file, and whether it is still up to date (the studio edits while it runs)."""
        path = self._roots.get(name)
        if path is None:
            path = self.find(name) if _FILE.match(name) else None
        if path is None or not path.is_file():
            return None
        text, stamp = _read(path), path.stat().st_mtime_ns
        if self.scenes:
            text = number_lines(_without_front(text), "" if name in self._roots else name)
        return text, str(path), lambda: path.is_file() and path.stat().st_mtime_ns == stamp

    def _problem(self, error: Exception, path: Path, values: Mapping[str, Any]) -> Problem:
        message = str(error) or type(error).__name__
        place = _failing_line(error, self) or Place(path)
        hint = ""
        if isinstance(error, jinja2.TemplateNotFound):
            message, hint = f"there is no file '{error.name}' to import", "it must stand beside the template"
        elif isinstance(error, SecurityError):
            hint = "templates run in a sandbox"
        elif isinstance(error, RecursionError):
            message = "macros call each other without end"
        elif isinstance(error, ZeroDivisionError):
            message, hint = "a division by zero", "ask first: {% if value %}"
        elif found := re.match(r"'(\w+)' is undefined", message):
            hint = did_you_mean(found[1], [name for name in values if name.isidentifier()])
        return Problem(f"the template cannot be filled: {message}", place, hint, _CODE)


@lru_cache(maxsize=32)
def _environment(folders: tuple[Path, ...], scenes: bool) -> _Sandbox:
    """One sandbox for each set of folders, so that compiled templates and what they import are kept."""
    return _Sandbox(folders, scenes)


def _failing_line(error: BaseException, sandbox: _Sandbox) -> Place | None:
    """The innermost line of a template in the traceback, which Jinja has rewritten to the template's own lines."""
    files = {str(path) for path in sandbox._roots.values()}
    found = None
    trace = error.__traceback__
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if file in files or any(Path(file).parent == folder for folder in sandbox.folders):
            found = Place(Path(file), trace.tb_lineno)
        trace = trace.tb_next
    return found


def _written(value: Any) -> Any:
    """What `{{ value }}` writes: attributes know `true` and `false`, nothing is written for None."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _plain(value)
    return value


def _plain(value: float) -> str:
    """A number without an exponent and without digits that only rounding errors bring (attributes, SVG)."""
    text = f"{value:.6f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _without_front(text: str) -> str:
    """The template with its front matter emptied: its lines stay where they are."""
    text = text.removeprefix("\ufeff")
    front = _FRONT.match(text)
    return "\n" * front[0].count("\n") + text[front.end() :] if front else text


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(Problem(f"the template cannot be read: {error}", Place(path), code=_CODE)) from None


def _syntax_hint(message: str) -> str:
    if "end of" in message or "Unexpected end" in message:
        return "every {% if %} and {% for %} needs its {% endif %} or {% endfor %}"
    return ""
