"""What goes wrong while a template is filled, in a designer's words: what is missing, what it may be called, and where.

Jinja speaks of Python's objects; here a fact, an item of a list or a piece of an imported file has no such name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import jinja2
from jinja2.exceptions import SecurityError
from jinja2.runtime import Macro
from jinja2.utils import missing

from infoclip.errors import InputError, Place, did_you_mean
from infoclip.scenes.source import read_template

_KINDS = {
    "LocalFact": "a fact",
    "ColorTable": "the theme",
    "str": "a text",
    "list": "a list",
    "tuple": "a list",
    "float": "a number",
    "int": "a number",
}
_FIGURES = ("number", "text", "value", "unit", "noun", "label")
"""What is most looked for in a fact, told where nothing is near."""
_HINT = "\x00"
"""Between what is told of something undefined and the hint to it."""
_OF_FACTS = (*_FIGURES, "scale", "short", "prefix", "percent", "sign", "nouns", "_fact", "at")
_MIXED = ("concatenate", "unsupported operand", "multiply sequence", "not supported between")
_ATTRIBUTE = re.compile(r"'(\w+)' object has no attribute '(\w+)'")
_ARGUMENT = re.compile(r"parameter '(\w+)' was not provided")
_KEYWORD = re.compile(r"takes no keyword argument '(\w+)'")
_ENDS = "every {% if %}, {% for %} and {% call %} needs its {% endif %}, {% endfor %} or {% endcall %}"


class Missing(jinja2.StrictUndefined):
    """What a template names and nobody has given: every use of it is an error that says what there is instead."""

    __slots__ = ()
    __abs__ = __round__ = __index__ = jinja2.StrictUndefined.__iter__  # every use of it is the same error

    @property
    def _undefined_message(self) -> str:
        if self._undefined_hint:
            return self._undefined_hint
        owner, name = self._undefined_obj, str(self._undefined_name)
        if owner is missing:
            return f"there is no '{name}' here"
        kind = type(owner).__name__
        if kind == "TemplateModule":
            return f"the imported file has no '{name}'{_HINT}{_near(name, vars(owner))}"
        near = _near(name, owner if isinstance(owner, Mapping) else dir(owner))
        if kind == "LocalFact" and not near:
            near = f"a fact has {', '.join(_FIGURES)} ... (docs/templates.md)"
        return f"{_KINDS.get(kind, 'what stands before it')} has no '{name}'{_HINT}{near}"


def _near(name: str, known: Iterable[str]) -> str:
    """The nearest of `known`, or all of a few."""
    public = [str(key) for key in known if not str(key).startswith("_")]
    hint = did_you_mean(name, public)
    return hint if hint.startswith("did") or len(public) <= 12 else ""


class WrongCall(jinja2.TemplateError):
    """A macro was called with other arguments than it takes; `hint` says which those are."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


def wrong_call(macro: Macro, error: Exception) -> WrongCall | None:
    """What is wrong with how `macro` was called, when the `error` that its call ended with comes of that."""
    said, name = str(error), macro.name
    takes, known = signature(macro), list(macro.arguments)
    if isinstance(error, jinja2.UndefinedError):
        found = _ARGUMENT.match(said)
        if found and found[1] in known:
            return WrongCall(f"'{name}' is called without its '{found[1]}'", takes)
        if macro.caller and said == "No caller defined":
            return WrongCall(f"'{name}' needs content", f"write {{% call ...{takes} %}} ... {{% endcall %}}")
        return None
    if not said.startswith(f"macro '{name}'"):
        return None
    found = _KEYWORD.search(said)
    if found is None and "special caller" not in said:
        return WrongCall(f"'{name}' is given more than it takes", takes)
    if found is None or found[1] == "caller":
        return WrongCall(f"'{name}' takes no content", f"write {{{{ ...{takes} }}}}")
    near = did_you_mean(found[1], known)
    near = f"{near} " if near.startswith("did") else ""
    return WrongCall(f"'{name}' takes no '{found[1]}'", near + takes)


def signature(macro: Macro) -> str:
    """The macro's name with what it takes, as its file writes it: `seal(size, icon="", text="", at=0.3)`."""
    file = Path(macro._func.__code__.co_filename)
    found = re.search(rf"{{%-?\s*macro\s+({re.escape(macro.name)}\(.*?\))\s*-?%}}", read_template(file), re.DOTALL)
    return found[1] if found else f"{macro.name}({', '.join(macro.arguments)})"


def told(error: Exception, values: Mapping[str, Any], line: str) -> tuple[str, str]:
    """What the failed filling with `values` is to be told as, and a hint. `line` is the template's line."""
    message = str(error) or type(error).__name__
    if isinstance(error, WrongCall):
        return message, error.hint
    if isinstance(error, jinja2.TemplateNotFound):
        return f"there is no file '{error.name}' to import", "it must stand beside the template"
    if isinstance(error, SecurityError):
        return message, "templates run in a sandbox"
    if isinstance(error, RecursionError):
        return "templates include each other, or macros call each other, without end", "leave one of them away"
    if isinstance(error, ZeroDivisionError):
        return "a division by zero", "ask first: {% if value %}"
    if isinstance(error, jinja2.UndefinedError):
        message, _, hint = message.partition(_HINT)
        if found := re.match(r"there is no '(\w+)' here", message):
            hint = did_you_mean(found[1], [name for name in values if name.isidentifier()])
        return message, hint
    if message.endswith("is not callable") and (name := _hidden(line, values)):
        return f"'{name}' is a parameter here, which hides the function of its name", "give the parameter another name"
    if (found := _ATTRIBUTE.match(message)) and (kind := _KINDS.get(found[1])):
        return f"{kind} has no '{found[2]}'", "a fact is needed here" if found[2] in _OF_FACTS else ""
    if any(sign in message for sign in _MIXED):
        return (
            f"words and numbers are mixed: {message}",
            "join words with ~, and reckon with the fact's value: fact.value",
        )
    return message, ""


def syntax_hint(message: str, filters: Iterable[str]) -> str:
    """What to do about a template that Jinja cannot read."""
    if found := re.match(r"No (?:filter|test) named '(\w+)'", message):
        near = did_you_mean(found[1], filters)
        return (
            near
            if near.startswith("did")
            else "Jinja's own filters: upper, length, list, join, default, replace, round ..."
        )
    if "unexpected '.'" in message:
        return "a number begins with a digit: 0.5, not .5"
    if "print statement" in message or re.match(r"unexpected '|unexpected char", message):
        return "every {{ needs its }}, every {% its %}, every text in them its quotes, and every ( its )"
    if "end of" in message or "nexpected end" in message or "nknown tag 'end" in message:
        return _ENDS
    return ""


def pointed(place: Place, message: str) -> Place:
    """`place` with the column of what `message` names on its line; all of the line where it names nothing on it."""
    if place.line < 1 or place.column:
        return place
    try:
        lines = read_template(place.path).splitlines()
    except InputError:
        return place
    text = lines[place.line - 1] if place.line <= len(lines) else ""
    for name in re.findall(r"'([^\s']+)'", message):
        found = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)
        if found:
            return Place(place.path, place.line, found.start() + 1, len(name))
    bare = text.strip()
    return Place(place.path, place.line, text.find(bare) + 1, len(bare)) if bare else place


def line_at(place: Place) -> str:
    """The text of the line at `place`; empty where there is none."""
    if place.line < 1:
        return ""
    lines = read_template(place.path).splitlines()
    return lines[place.line - 1] if place.line <= len(lines) else ""


def _hidden(line: str, values: Mapping[str, Any]) -> str:
    """The value that `line` calls as if it were a function; empty when none is found."""
    called = re.findall(r"(?<![\w.])([a-z_]\w*)\s*\(", line)
    return next((name for name in called if name in values and not callable(values[name])), "")
