"""What pydantic finds wrong in a YAML file, said as problems with their places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, get_args, get_origin

from infoclip.errors import Problem, did_you_mean
from infoclip.located import Located
from infoclip.model import Model, ModelError
from infoclip.yaml_tree import cut_by_comma

if TYPE_CHECKING:
    from pydantic import BaseModel, ValidationError

    Fault = ValidationError | ModelError
    Checked = type[BaseModel] | type[Model]

_WORDS = {
    "missing": "'{name}' is missing",
    "extra_forbidden": "there is no key '{name}' here",
    "string_type": "'{name}' must be text",
    "int_type": "'{name}' must be a whole number",
    "int_parsing": "'{name}' must be a whole number",
    "float_type": "'{name}' must be a number",
    "float_parsing": "'{name}' must be a number",
    "bool_type": "'{name}' must be true or false",
    "bool_parsing": "'{name}' must be true or false",
    "dict_type": "'{name}' must have keys and values",
    "model_type": "'{name}' must have keys and values",
    "model_attributes_type": "'{name}' must have keys and values",
    "tuple_type": "'{name}' must be a list",
    "list_type": "'{name}' must be a list",
    "literal_error": "'{name}' is '{given}'; it can be {expected}",
    "greater_than_equal": "'{name}' is {given}; it can be at least {ge:g}",
    "greater_than": "'{name}' is {given}; it must be more than {gt:g}",
    "less_than_equal": "'{name}' is {given}; it can be at most {le:g}",
    "less_than": "'{name}' is {given}; it must be less than {lt:g}",
    "too_short": "'{name}' needs at least {min_length} items",
    "too_long": "'{name}' has more than {max_length} items",
    "string_too_short": "'{name}' is empty",
    "string_too_long": "'{name}' is longer than {max_length} characters",
    "string_pattern_mismatch": "'{given}' is no name here: lower-case letters a to z, digits and _",
}
_GIVEN = 40
"""The most characters of a wrong value that are told."""


def problems_of(error: Fault, located: Located, model: Checked, code: str) -> list[Problem]:
    """Every fault of `error` at its place in `located`, validated as `model`. `code` names the kind of file."""
    return list(_problems(error, located, model, code))


def _problems(error: Fault, located: Located, model: Checked, code: str) -> Iterator[Problem]:
    seen = set()
    for fault in error.errors(include_url=False):
        loc = _written(fault["loc"], located.value)
        kind, name = fault["type"], ".".join(str(step) for step in loc) or "the file"
        message = _message(fault, name)
        hint = ""
        if kind == "extra_forbidden":
            key = str(loc[-1])
            hint = cut_by_comma(key, fault.get("input")) or did_you_mean(key, known_keys(model, loc[:-1]))
        place = located.place(loc, key=kind == "extra_forbidden")
        if (message, place) not in seen:
            seen.add((message, place))
            yield Problem(message, place, hint, code)


def _message(fault: Any, name: str) -> str:
    """What is wrong, in a designer's words where there are some for it."""
    told = dict(fault.get("ctx", {}))
    if "expected" in told:
        told["expected"] = _choices(str(told["expected"]))
    told |= {"name": name, "text": _plain(str(fault["msg"])), "given": str(fault.get("input"))[:_GIVEN]}
    return _WORDS.get(fault["type"], "'{name}': {text}").format(**told)


def _choices(expected: str) -> str:
    """`'', 'a' or 'b'` as `a or b`."""
    names = [name.strip(" '") for name in expected.replace(" or ", ", ").split(",")]
    names = [name for name in names if name]
    return " or ".join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else "empty"


def known_keys(model: Checked, loc: Sequence[str | int]) -> list[str]:
    """The keys that `model` takes at `loc`: names as they are written in YAML. Empty where any key may stand."""
    here: Any = model
    for step in loc:
        here = _inside(here, str(step))
    found = _as_model(here)
    return [field.alias or name for name, field in found.model_fields.items()] if found is not None else []


def _inside(annotation: Any, step: str) -> Any:
    """What stands at `step` of a value annotated so: a model's field, a dict's value, a list's item."""
    found = _as_model(annotation)
    if found is not None:
        return {field.alias or name: field.annotation for name, field in found.model_fields.items()}.get(step)
    parts = get_args(annotation)
    if get_origin(annotation) is dict:
        return parts[1]
    if get_origin(annotation) in (tuple, list):
        return parts[0]
    return next((inner for part in parts if (inner := _inside(part, step)) is not None), None)


def _as_model(annotation: Any) -> type[BaseModel] | None:
    """The model that an annotation is, through Annotated and unions."""
    from pydantic import BaseModel

    if isinstance(annotation, type) and issubclass(annotation, Model):
        return annotation.pydantic_model()
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if get_origin(annotation) in (dict, tuple, list):
        return None
    return next((found for part in get_args(annotation) if (found := _as_model(part)) is not None), None)


def _written(loc: Sequence[str | int], value: Any) -> tuple[str | int, ...]:
    """`loc` without the steps that pydantic adds for unions and that no YAML key stands for."""
    steps: list[str | int] = []
    for index, step in enumerate(loc):
        inside = isinstance(value, dict) and step in value
        item = isinstance(value, list) and isinstance(step, int) and 0 <= step < len(value)
        if inside or item:
            value = value[step]
            steps.append(step)
        elif index == len(loc) - 1 and isinstance(step, str) and isinstance(value, dict):
            steps.append(step)
    return tuple(steps)


def _plain(message: str) -> str:
    return message.removeprefix("Value error, ").removeprefix("Assertion failed, ")
