"""The sandbox that templates are filled in: Jinja with limits on work and on size, for scenes, art and rows.

No private attributes, no changing of what templates are given, every undefined name is an error, and loops, calls,
repeated text and output have a limit. What goes wrong is told at the template's own line.
"""

from __future__ import annotations

import math
import re
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import jinja2
from jinja2.bccache import Bucket
from jinja2.exceptions import SecurityError
from jinja2.runtime import Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment

from infoclip.errors import InputError, Place, Problem
from infoclip.scenes.markup import number_lines, restamped
from infoclip.scenes.mistakes import Missing, line_at, pointed, syntax_hint, told, wrong_call
from infoclip.scenes.source import CODE, FRONT, REFUSED, ours, read_template
from infoclip.scenes.surroundings import Refusal
from infoclip.store import Store

MAX_STEPS = 200_000
"""How many calls and rounds of `range` one filling may make. The busiest art of the themes makes some thousands."""
MAX_REPEATED = 100_000
_FILE = re.compile(r"[\w-]+\.(?:xml|svg)\Z")
_LONG_STRINGS = frozenset({"center", "ljust", "rjust", "zfill", "expandtabs", "format", "format_map"})
_NO_FILTERS = ("center", "format", "indent", "pprint", "random", "urlize", "wordwrap", "xmlattr")


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


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox with limits on work and on size, for scenes (`scenes=True`: XML with stamped lines) or art."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def __init__(self, folders: tuple[Path, ...], scenes: bool) -> None:
        super().__init__(
            undefined=Missing,
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
        self._asks = any(not ours(folder) for folder in folders)

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
            message = str(error.message)
            place = pointed(Place(self.find(error.name or name), error.lineno), message)
            hint = syntax_hint(message, self.filters)
            raise InputError(Problem(f"the template is wrong: {error.message}", place, hint, CODE)) from None
        except InputError:
            raise
        except (jinja2.TemplateError, ArithmeticError, AttributeError, LookupError, RecursionError) as error:
            raise InputError(self._problem(error, path, values)) from None
        except (TypeError, ValueError) as error:
            raise InputError(self._problem(error, path, values)) from None
        except Refusal as error:
            raise InputError(Problem(str(error), Place(path), code=REFUSED)) from None
        return "".join(pieces)

    def call(self, context: Any, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Call what a template calls, counted."""
        self.budget.take()
        if not isinstance(obj, Macro):
            return super().call(context, obj, *args, **kwargs)
        try:
            written = super().call(context, obj, *args, **kwargs)
        except (TypeError, jinja2.UndefinedError) as error:
            if (wrong := wrong_call(obj, error)) is not None:
                raise wrong from None
            raise
        return self._called_here(obj, written) if self.scenes and self._asks else written

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Work out `*`, `**` and `%`, within limits. Raises SecurityError."""
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
        """Neither private ones nor those that make text of any length."""
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
        text, stamp = read_template(path), path.stat().st_mtime_ns
        if self.scenes:
            text = number_lines(_without_front(text), "" if name in self._roots else name)
        return text, str(path), lambda: path.is_file() and path.stat().st_mtime_ns == stamp

    def _problem(self, error: Exception, path: Path, values: Mapping[str, Any]) -> Problem:
        lines = list(_failing_lines(error, self)) or [Place(path)]
        endless = isinstance(error, RecursionError)
        inner = lines[0] if endless else lines[-1]
        own = [line for line in lines if not ours(line.path)]
        place = own[-1] if own and not endless else inner
        message, hint = told(error, values, line_at(inner))
        place = pointed(place, message)
        if inner.path != place.path:
            message += f" (in {inner.path.name}, line {inner.line})"
        return Problem(f"the template cannot be filled: {message}", place, hint, CODE)

    def _called_here(self, macro: Macro, written: Any) -> Any:
        """What a piece of infoclip's own has `written`, its elements standing where a designer's scene called it.

        Whoever wrote the scene knows that line; what is wrong with such an element comes of what the call gave.
        """
        frame = sys._getframe(2)
        caller, piece = Path(frame.f_code.co_filename), Path(macro._func.__code__.co_filename)
        template = frame.f_globals.get("__jinja_template__")
        if template is None or ours(caller) or not ours(piece):
            return written
        line = template.get_corresponding_lineno(frame.f_lineno)
        place = pointed(Place(caller, line), f"'{macro.name}'")
        file = "" if caller in self._roots.values() else caller.name
        return type(written)(restamped(str(written), place, file, lambda name: ours(self.find(name))))


@lru_cache(maxsize=32)
def sandbox_of(folders: tuple[Path, ...], scenes: bool) -> Sandbox:
    """One sandbox for each set of folders, so that compiled templates and what they import are kept."""
    return Sandbox(folders, scenes)


def _failing_lines(error: BaseException, sandbox: Sandbox) -> Iterator[Place]:
    """The lines of templates in the traceback from the outermost in, which Jinja has rewritten to their own lines.

    Where templates run in a circle they begin where the designer's own begins.
    """
    files = {str(path) for path in sandbox._roots.values()}
    trace = error.__traceback__
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if file in files or any(Path(file).parent == folder for folder in sandbox.folders):
            found = Place(Path(file), trace.tb_lineno)
            if not isinstance(error, RecursionError) or found.line > 1:
                yield found
        trace = trace.tb_next


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
    front = FRONT.match(text)
    return "\n" * front[0].count("\n") + text[front.end() :] if front else text
