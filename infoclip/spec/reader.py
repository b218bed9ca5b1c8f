"""Read a spec file: YAML with places, the models, and every fault at once in plain words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from infoclip.errors import InputError, Place, Problem, did_you_mean
from infoclip.located import Located, load_yaml, load_yaml_text
from infoclip.model import Model, ModelError
from infoclip.spec import kept
from infoclip.spec.brand import Brand, kit_of, loc_in_kit, with_kit
from infoclip.spec.models import SCENE_KEYS, Fact, PluralForms, SceneSpec, Spec
from infoclip.spec.numbers import kind_of
from infoclip.spec.publishing import Captions, Cover, Post
from infoclip.spec.sound import Sound
from infoclip.values.formats import FORMATS
from infoclip.yaml_tree import cut_by_comma

Loc = tuple[str | int, ...]


def read_spec(path: Path) -> Spec:
    """The spec in the YAML file `path` (at most 1 MB). Raises InputError with all faults found, in file order."""
    return _spec_from(load_yaml(path))


def read_spec_text(text: str, path: Path) -> Spec:
    """The spec in `text`, which stands (or will stand) in the file `path`. Raises InputError as `read_spec`."""
    return _spec_from(load_yaml_text(text, path))


def read_spec_tree(located: Located) -> Spec:
    """The spec in a tree that was made rather than written, such as a campaign's row. It is kept nowhere. Raises
    InputError as `read_spec`.
    """
    kit = kit_of(located)
    spec = _checked(located, kit)
    spec._located, spec._kit = located, kit
    return spec


def format_names(names: Sequence[str]) -> tuple[str, ...]:
    """The formats that a command or a program names, each once. Raises InputError with all that are unknown."""
    wrong = [
        Problem(f"there is no format '{name}'", hint=did_you_mean(name, FORMATS), code="unknown-format")
        for name in names
        if name not in FORMATS
    ]
    if wrong:
        raise InputError(wrong)
    return tuple(dict.fromkeys(names))


def read_fact(raw: object, spec: Spec, loc: Loc) -> Fact:
    """The fact a scene names or gives in place at `loc` of the spec: a name of `spec.facts`, a figure, or a mapping.

    Raises InputError at the value's place, with a hint for a misspelt name.
    """
    if isinstance(raw, str) and raw in spec.facts:
        return spec.facts[raw]
    try:
        return Fact.model_validate(raw)
    except ModelError as error:
        if isinstance(raw, str):
            hint = did_you_mean(raw, spec.facts) or "facts stand under 'facts:' at the top of the spec"
            raise InputError(Problem(f"there is no fact '{raw}'", spec.place_of(loc), hint, "fact-unknown")) from None
        place = spec.place_of
        raise InputError([_problem(item, loc, place, raw) for item in error.errors(include_url=False)]) from None


def _spec_from(located: Located) -> Spec:
    kit = kit_of(located)
    spec = kept.whole(located, kit)
    if spec is None:
        spec = kept.of_parts(located, kit, lambda name: _fact_alone(located, name))
        if spec is None or _noun_problems(spec):
            spec = _checked(located, kit)
        kept.keep(spec, located, kit)
    spec._located, spec._kit = located, kit
    return spec


def _checked(located: Located, kit: Located | None = None) -> Spec:
    data = located.value
    if not isinstance(data, dict):
        message = f"a spec is a group of keys like 'title: ...', not {kind_of(data)}"
        raise InputError(Problem(message, located.place(), "begin with  title:", "spec-shape"))
    place_of = located.place
    if kit is not None:
        said = {
            key: kit.written((key,)) if key in _text_keys(Brand) and _is_number(value) else value
            for key, value in kit.value.items()
        }
        data = with_kit(data, said, str(data["brand"]).strip())
        place_of = _places(located, kit)
    data = _texts_as_written(data, located)
    try:
        spec = Spec.model_validate(data)
    except ModelError as error:
        problems = [_problem(item, (), place_of, data) for item in error.errors(include_url=False)]
        raise InputError(_in_file_order(problems)) from None
    spec._located = located
    problems = _noun_problems(spec) + _seconds_problems(spec) + _id_problems(spec) + _cover_problems(spec)
    if problems:
        raise InputError(_in_file_order(problems))
    spec._located = None
    return spec


def _fact_alone(located: Located, name: str) -> Fact | None:
    """The fact `name` of a tree, checked without the rest; None when it is wrong."""
    try:
        return Fact.model_validate(_as_written(located, ("facts", name), located.value["facts"][name], Fact))
    except ModelError:
        return None


def _places(located: Located, kit: Located) -> Callable[..., Place]:
    """Where a value stands: what the brand's kit says, in its own file."""

    def place_of(loc: Sequence[str | int], key: bool = False) -> Place:
        inside = loc_in_kit(loc, located.value, kit.value)
        return located.place(loc, key) if inside is None else kit.place(inside, key)

    return place_of


def _in_file_order(problems: Sequence[Problem]) -> list[Problem]:
    def where(problem: Problem) -> tuple[int, int]:
        return (problem.place.line, problem.place.column) if problem.place else (0, 0)

    unique = dict.fromkeys(problems)
    return sorted(unique, key=where)


def _text_keys(model: type[Model]) -> frozenset[str]:
    return frozenset(name for name, info in model.pydantic_model().model_fields.items() if info.annotation is str)


def _texts_as_written(data: dict[str, Any], located: Located) -> dict[str, Any]:
    """The data with numbers in text fields as they were written: `title: 1.10` is the text 1.10, not 1.1."""
    data = dict(_as_written(located, (), data, Spec))  # type: ignore[call-overload]
    for name, model in (("brand", Brand), ("sound", Sound), ("captions", Captions), ("cover", Cover), ("post", Post)):
        if name in data:
            data[name] = _as_written(located, (name,), data[name], model)
    if isinstance(data.get("facts"), dict):
        data["facts"] = {key: _as_written(located, ("facts", key), value, Fact) for key, value in data["facts"].items()}
    if isinstance(data.get("scenes"), list):
        data["scenes"] = [
            _as_written(located, ("scenes", index), value, SceneSpec) for index, value in enumerate(data["scenes"])
        ]
    return data


def _as_written(located: Located, loc: Loc, raw: object, model: type[Model]) -> object:
    """A group of keys of `model` at `loc`, with numbers in its text fields as they were written."""
    if not isinstance(raw, dict):
        return raw
    keys = _text_keys(model)
    return {
        key: located.written((*loc, key)) if key in keys and _is_number(value) else value for key, value in raw.items()
    }


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


_MODELS_AT: tuple[tuple[str, type[Model]], ...] = (
    ("brand", Brand), ("sound", Sound), ("captions", Captions), ("cover", Cover), ("post", Post),
    ("facts", Fact), ("scenes", SceneSpec),
)  # fmt: skip


def _model_at(loc: Loc) -> type[Model]:
    """The model whose keys stand directly under `loc`."""
    if "forms" in loc or "noun" in loc:
        return PluralForms
    if not loc:
        return Spec
    return next((model for name, model in _MODELS_AT if loc[0] == name), Fact)


def _problem(error: Mapping[str, Any], base: Loc, place_of: Any, data: object) -> Problem:
    """One of pydantic's errors with its place and in plain words. `base` is where `data` stands in the file."""
    loc = tuple(step for step in error["loc"] if step != "parameters")
    name = next((str(step) for step in reversed(loc) if isinstance(step, str)), "the spec")
    kind, detail = error["type"], error.get("ctx", {})
    full = (*base, *_as_in_file(loc, data))
    if kind == "extra_forbidden":
        return _unknown_key(str(loc[-1]), full, place_of, error.get("input"))
    if kind == "missing":
        return Problem(f"'{loc[-1]}' is missing", place_of(full[:-1]), _EXAMPLES.get(str(loc[-1]), ""), "spec-missing")
    words = _in_words(kind, detail, error)
    if loc and isinstance(loc[-1], int):
        name = f"{name} {loc[-1] + 1}"
    shown = f"'{name}'" if loc else name
    message = words if words.startswith("'") and kind == "value_error" else f"{shown} {words}"
    return Problem(message, place_of(full), _hint(kind, detail, error), f"spec-{_CODES.get(kind, 'value')}")


def _as_in_file(loc: Loc, data: object) -> Loc:
    """The models call a noun's mapping `forms`; in the file it may be `noun`."""
    here: list[str | int] = []
    for step in loc:
        if step == "forms" and isinstance(data, dict) and "forms" not in data:
            step = "noun"
        here.append(step)
        data = _child(data, step)
    return tuple(here)


def _child(data: object, step: str | int) -> object:
    if isinstance(data, dict):
        return data.get(step)
    if isinstance(data, list | tuple) and isinstance(step, int) and 0 <= step < len(data):
        return data[step]
    return None


def _unknown_key(key: str, loc: Loc, place_of: Any, value: object) -> Problem:
    place: Place = place_of(loc, key=True)
    hint = cut_by_comma(key, value) or _elsewhere(key, loc) or did_you_mean(key, _model_at(loc[:-1]).model_fields)
    return Problem(f"there is no key '{key}' here", place, hint, "spec-unknown-key")


def _elsewhere(key: str, loc: Loc) -> str:
    """Where a key belongs that stands at the top by mistake; empty for one that is known nowhere, or in many places."""
    if len(loc) > 1:
        return ""
    groups = [name for name, model in _MODELS_AT if name not in ("facts", "scenes") and key in model.model_fields]
    if len(groups) == 1 or "brand" in groups:
        return f"it stands under '{groups[0]}:'"
    return "it stands in a scene, beside 'scene:'" if not groups and key in SCENE_KEYS else ""


_EXAMPLES = {
    "title": "begin with a line like  title: حصاد 2018",
    "scenes": "a clip needs scenes:  - scene: title",
    "scene": "begin the scene with  - scene: title",
    "value": "a fact needs its figure:  value: 2466",
    "other": "the form after 100 and 1000:  other: منشور",
}
_CODES = {"literal_error": "choice", "too_short": "range", "too_long": "range", "string_too_short": "empty"}


def _in_words(kind: str, detail: Mapping[str, Any], error: Mapping[str, Any]) -> str:
    given = error.get("input")
    if kind == "value_error":
        return str(detail["error"])
    if kind in ("greater_than_equal", "less_than_equal"):
        bound = f"at least {detail['ge']:g}" if "ge" in detail else f"at most {detail['le']:g}"
        return f"is {given}; it can be {bound}"
    if kind == "literal_error":
        return f"is '{given}'; it can be {str(detail['expected']).replace(chr(39), '')}"
    if kind == "string_too_short":
        return "is empty"
    if kind == "string_too_long":
        return f"is longer than {detail['max_length']} characters"
    if kind == "too_short":
        return f"needs at least {detail['min_length']}"
    if kind == "too_long":
        return f"has more than {detail['max_length']}{' characters' if isinstance(given, str) else ''}"
    expected = "a list" if kind in ("tuple_type", "list_type") else "a group of keys" if kind in _GROUPS else "text"
    return f"must be {expected}, not {kind_of(given)}"


_LEADING = re.compile(r"\s*([0-9٠-٩]+(?:[.,٫٬][0-9٠-٩]+)*)\s*[^\d\s.,%٪]+\s*\Z")
"""A number and the word that was written after it: 30s, 30 ثانية."""

_GROUPS = ("dict_type", "model_type", "model_attributes_type")


def _hint(kind: str, detail: Mapping[str, Any], error: Mapping[str, Any]) -> str:
    given = error.get("input")
    if kind == "literal_error" and isinstance(given, str):
        choices = [word.strip(" '") for word in str(detail["expected"]).replace(" or ", ",").split(",")]
        return _nearest(given, choices)
    message = str(detail.get("error", ""))
    if "is not a format" in message:
        return did_you_mean(str(given), FORMATS)
    if "true or false" in message and isinstance(given, str) and given.lower() in ("yes", "no", "on", "off"):
        return f"write {'true' if given.lower() in ('yes', 'on') else 'false'}"
    if "must be text" in message and isinstance(given, bool):
        return f'put it in quotes: "{str(given).lower()}"'
    if given is None:
        return "give it a value, or delete the line; a colour needs quotes, for # begins a comment"
    if isinstance(given, str) and message.endswith("is not a number") and (number := _LEADING.match(given)):
        return f"write the number alone: {number[1]}"
    return ""


def _nearest(name: str, choices: Sequence[str]) -> str:
    hint = did_you_mean(name, choices)
    return hint if hint.startswith("did") else ""


def _noun_problems(spec: Spec) -> list[Problem]:
    """In Arabic a noun by forms needs the plural of 3 to 10: it cannot be derived."""
    found = []
    for name, fact in spec.facts.items():
        if spec.language == "ar" and fact.forms is not None and not fact.forms.few:
            loc = ("facts", name, "noun") if not fact.noun else ("facts", name, "forms")
            message = f"the noun of '{name}' has no 'few', its form after 3 to 10"
            found.append(Problem(message, spec.place_of(loc), "few: منشورات", "spec-missing"))
    return found


def _seconds_problems(spec: Spec) -> list[Problem]:
    """Scenes that say their seconds must fit in the clip."""
    given = [(index, scene.seconds) for index, scene in enumerate(spec.scenes) if scene.seconds is not None]
    total = sum(seconds for _, seconds in given)
    if total <= spec.duration + 1e-9 or spec.open_ended:
        return []
    message = f"the scenes' seconds come to {total:g}, more than the clip's {spec.duration:g}"
    place = spec.place_of(("scenes", given[-1][0], "seconds"))
    return [Problem(message, place, "shorten a scene, leave its seconds out, or raise 'duration'", "spec-seconds")]


def _cover_problems(spec: Spec) -> list[Problem]:
    """The cover's moment must lie in the clip, its scene must be one of its scenes."""
    cover = spec.cover
    if cover is None:
        return []
    if cover.at is not None and cover.at > spec.duration and not spec.open_ended:
        message = f"the cover's moment is {cover.at:g} s, but the clip is {spec.duration:g} s long"
        place = spec.place_of(("cover", "at")) if isinstance(_raw(spec, "cover"), dict) else spec.place_of(("cover",))
        return [Problem(message, place, f"give a moment from 0 to {spec.duration:g}", "cover-moment")]
    if cover.scene is not None and cover.scene > len(spec.scenes):
        message = f"the cover is scene {cover.scene}, but the clip has {len(spec.scenes)} scenes"
        place = spec.place_of(("cover", "scene"))
        return [Problem(message, place, f"give a scene from 1 to {len(spec.scenes)}", "cover-moment")]
    return []


def _raw(spec: Spec, key: str) -> object:
    return spec._located.value.get(key) if spec._located and isinstance(spec._located.value, dict) else None


def _id_problems(spec: Spec) -> list[Problem]:
    seen: dict[str, int] = {}
    found = []
    for index, scene in enumerate(spec.scenes):
        if scene.id and scene.id in seen:
            message = f"the id '{scene.id}' already names scene {seen[scene.id] + 1}"
            found.append(Problem(message, spec.place_of(("scenes", index, "id")), "ids must differ", "spec-id"))
        seen.setdefault(scene.id, index)
    return found


__all__ = ["SCENE_KEYS", "format_names", "read_fact", "read_spec", "read_spec_text", "read_spec_tree"]
