"""The spec as a JSON Schema (2020-12) for editors: made from the models and the scene templates' front matter.

Editors with a YAML language server complete keys, show each key's meaning and mark faults while the designer writes.
The schema accepts everything `read_spec` accepts; what only the whole spec can tell (facts that exist) it leaves to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from infoclip.model import Model
from infoclip.spec.brand import FONT_USES, Brand
from infoclip.spec.models import MOST_SCENES, SCENE_KEYS, Fact, PluralForms, SceneSpec, Spec
from infoclip.spec.publishing import MOST_APPROVERS, MOST_HASHTAGS, Captions, Cover, Post
from infoclip.spec.sound import EFFECTS, Sound
from infoclip.values.formats import FORMATS

Json = dict[str, Any]

_DIGITS = "0-9٠-٩۰-۹"
_NUMBER = f"^[\\s\u200e\u200f\u061c]*[-+−]?[{_DIGITS}][{_DIGITS},.٬٫ \u00a0\u202f]*$"
_AMOUNT = f"^[\\s\u200e\u200f\u061c]*[%٪]?\\s*[-+−]?[{_DIGITS}][{_DIGITS},.٬٫ \u00a0\u202f]*\\s*[%٪]?\\s*$"
_MOMENT = f"^[{_DIGITS}]+:[{_DIGITS}.٫ ]+$|{_NUMBER}"
_TEXT: Json = {"type": ["string", "number"]}
_WORDS: Json = {"type": "string", "minLength": 1}
_MODELS: tuple[type[Model], ...] = (
    Spec, Brand, Fact, PluralForms, SceneSpec, Sound, Captions, Cover, Post,
)  # fmt: skip


def spec_schema(scene_parameters: Mapping[str, Mapping[str, Any]]) -> Json:
    """The schema of a spec. `scene_parameters` maps a scene's name to its template's front matter as plain data:
    `title`, `purpose` and `params`, each parameter a mapping with `type`, `required`, `min`, `max`, `of`, `about`.
    """
    groups = {model.__name__: _group(model) for model in _MODELS}
    spec = groups.pop("Spec")
    properties = spec["properties"]
    properties["brand"] = _also({"type": "string"}, "Brand", properties["brand"])
    properties["sound"] = _also({"type": ["string", "boolean", "null"]}, "Sound", properties["sound"])
    short: Json = {"type": ["string", "boolean", "null"], "examples": ["none", "burn", "voice.srt"]}
    properties["captions"] = _also(short, "Captions", properties["captions"])
    properties["cover"] = _also({"type": ["number", "string"]}, "Cover", properties["cover"])
    properties["post"] = {"$ref": "#/$defs/Post", "description": properties["post"]["description"]}
    properties["approvers"] = {**properties["approvers"], "type": "array", "items": _TEXT, "maxItems": MOST_APPROVERS}
    hashtags: Json = {"type": "array", "items": _TEXT, "maxItems": MOST_HASHTAGS}
    tags = groups["Post"]["properties"]["hashtags"]
    groups["Post"]["properties"]["hashtags"] = {
        "description": tags["description"],
        "anyOf": [{"type": "string"}, hashtags],
    }
    properties["formats"] = _formats(properties["formats"])
    names: Json = {"type": "array", "items": _WORDS, "uniqueItems": True, "examples": [["x", "instagram-reel"]]}
    properties["platforms"] = {"description": properties["platforms"]["description"], "anyOf": [_WORDS, names]}
    properties["variant"] = {**properties["variant"], "type": "string", "enum": ["", "dark", "light"]}
    properties["locale"] = {**properties["locale"], "type": "string", "examples": ["ar-SA", "ar-EG", "en"]}
    facts = {"type": "object", "additionalProperties": {"$ref": "#/$defs/figure"}}
    properties["facts"] = {**facts, "description": properties["facts"]["description"]}
    properties["scenes"] = {
        "type": "array", "minItems": 1, "maxItems": MOST_SCENES, "items": {"$ref": "#/$defs/scene"},
        "description": properties["scenes"]["description"],
    }  # fmt: skip
    groups["Sound"]["properties"] |= _sound_keys(groups["Sound"]["properties"])
    groups["Sound"]["properties"].pop("cue_file")  # it is what `cues` says
    groups["Brand"]["properties"] |= _brand_keys(groups["Brand"]["properties"])
    groups["Fact"]["properties"] |= _fact_keys(groups["Fact"]["properties"])
    scene = _scene(groups.pop("SceneSpec"), scene_parameters)
    figure: Json = {"anyOf": [{"type": "number"}, {"type": "string", "pattern": _AMOUNT}, {"$ref": "#/$defs/Fact"}]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "infoclip clip",
        **spec,
        "$defs": {**groups, "figure": figure, "scene": scene},
    }


def _group(model: type[Model]) -> Json:
    """One model's keys, with their descriptions, defaults and limits; texts and numbers as people may write them."""
    made = model.model_json_schema()
    properties = {name: _value(entry) for name, entry in made["properties"].items()}
    group: Json = {"type": "object", "properties": properties, "additionalProperties": False}
    if model.__doc__:
        group["description"] = model.__doc__.partition("\n")[0]
    return group | ({"required": made["required"]} if "required" in made else {})


def _value(entry: Json) -> Json:
    """A property as pydantic describes it, widened to what the validators accept."""
    about = {key: entry[key] for key in ("description", "default") if key in entry and entry[key] not in ("", None)}
    choices = [item for item in entry.get("anyOf", ()) if item.get("type") != "null"]
    inner = choices[0] if choices else entry
    if "enum" in inner:
        return about | {"enum": inner["enum"]}
    if inner.get("type") in ("integer", "number"):
        limits = {key: inner[key] for key in ("minimum", "maximum") if key in inner}
        return about | {"anyOf": [{"type": inner["type"], **limits}, {"type": "string", "pattern": _NUMBER}]}
    if inner.get("type") == "string":
        return about | _TEXT
    if inner.get("type") == "boolean":
        return about | {"type": "boolean"}
    if inner.get("type") == "object":
        return about | {"type": "object", "additionalProperties": _TEXT}
    return about | {key: inner[key] for key in ("$ref", "type", "items") if key in inner}


def _also(short: Json, name: str, entry: Json) -> Json:
    """A group of keys that may be written short."""
    about = {"description": entry["description"]} if "description" in entry else {}
    return about | {"anyOf": [short, {"$ref": f"#/$defs/{name}"}]}


def _formats(entry: Json) -> Json:
    one: Json = {"type": "string", "enum": list(FORMATS)}
    many: Json = {"type": "array", "items": one, "minItems": 1, "uniqueItems": True}
    return {"description": entry["description"], "anyOf": [many, one], "default": ["reel"]}


def brand_schema() -> Json:
    """The schema of a `brand.yaml`."""
    group = _group(Brand)
    group["properties"] |= _brand_keys(group["properties"])
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "infoclip brand", **group}


def _brand_keys(properties: Json) -> Json:
    weights: Json = {"type": "object", "patternProperties": {"^[0-9]{1,4}$": _WORDS}, "additionalProperties": False}
    files: Json = {"anyOf": [_WORDS, weights]}
    uses = {"type": "object", "properties": dict.fromkeys(FONT_USES, files), "additionalProperties": False}
    color = {"type": "string", "pattern": "^(#([0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8}))?$"}
    return {
        "fonts": {"description": properties["fonts"]["description"], **uses},
        "accent": {"description": properties["accent"]["description"], **color},
        "secondary": {"description": properties["secondary"]["description"], **color},
    }


def _fact_keys(properties: Json) -> Json:
    words: Json = {"type": "array", "items": _WORDS, "minItems": 1, "maxItems": 2}
    noun = [words, _WORDS, {"$ref": "#/$defs/PluralForms"}]
    value = [{"type": "number"}, {"type": "string", "pattern": _AMOUNT}]
    return {
        "noun": {"description": properties["noun"]["description"], "anyOf": noun, "examples": [["منشور", "منشورات"]]},
        "forms": {"description": properties["forms"]["description"], "$ref": "#/$defs/PluralForms"},
        "value": {"description": properties["value"]["description"], "anyOf": value},
    }


def _sound_keys(properties: Json) -> Json:
    """What the validators accept beyond the plain types: `effects: false`, moments as minutes and seconds."""
    moment: Json = {"anyOf": [{"type": "number", "minimum": 0}, {"type": "string", "pattern": _MOMENT}]}
    names: Json = {"enum": list(EFFECTS)}
    effects: Json = {"anyOf": [{"type": "boolean"}, names, {"type": "array", "items": names}], "default": True}
    cues: Json = {"anyOf": [{"type": "array", "items": moment}, {"type": "string"}]}
    kinds = {"start": moment, "cues": cues, "effects": effects}
    return {key: {"description": properties[key]["description"], **kind} for key, kind in kinds.items()}


def _scene(group: Json, scene_parameters: Mapping[str, Mapping[str, Any]]) -> Json:
    """A scene: its own keys, and by its name those that its template asks for."""
    own = {key: entry for key, entry in group["properties"].items() if key in SCENE_KEYS}
    names = sorted(scene_parameters)
    meanings = [_meaning(scene_parameters[name]) for name in names]
    name = {"description": own["scene"]["description"], "enum": names, "enumDescriptions": meanings}
    return {
        "type": "object",
        "required": ["scene"],
        "properties": {**own, "scene": name if names else own["scene"]},
        **({"allOf": [_branch(name, scene_parameters[name], own) for name in names]} if names else {}),
    }


def _meaning(front: Mapping[str, Any]) -> str:
    return ": ".join(str(front[key]) for key in ("title", "purpose") if front.get(key))


def _branch(name: str, front: Mapping[str, Any], own: Json) -> Json:
    params: Mapping[str, Mapping[str, Any]] = front.get("params") or {}
    keys: Json = {
        "title": _meaning(front),
        "properties": {**dict.fromkeys(own, True), **{key: _parameter(param) for key, param in params.items()}},
        "required": [key for key, param in params.items() if param.get("required")],
        "additionalProperties": False,
    }
    return {"if": {"properties": {"scene": {"const": name}}, "required": ["scene"]}, "then": keys}


def _parameter(param: Mapping[str, Any]) -> Json:
    """One parameter of a front matter as a schema."""
    kind, low, high = str(param.get("type", "text")), param.get("min"), param.get("max")
    about: Json = {"description": str(param["about"])} if param.get("about") else {}
    if param.get("default") is not None:
        about["default"] = param["default"]
    if kind == "list":
        return about | {"type": "array", "items": _item(param.get("of")), **_limits("minItems", "maxItems", low, high)}
    if kind == "choice":
        return about | {"enum": list(param.get("of") or ())}
    if kind == "fact":
        return about | {"anyOf": [{"type": ["string", "number"]}, {"$ref": "#/$defs/Fact"}]}
    if kind in ("number", "integer"):
        return about | {"type": kind, **_limits("minimum", "maximum", low, high)}
    if kind == "flag":
        return about | {"type": "boolean"}
    if kind in ("text", "date"):
        # Not maxLength: the template's limit counts what is read, without tashkeel.
        return about | _TEXT | ({"title": f"at most {high:g} characters"} if kind == "text" and high else {})
    return about | {"type": "string"}


def _item(of: Any) -> Json:
    """What stands in a list: values of one type, or groups of keys (a lone required key may be given alone)."""
    if not isinstance(of, Mapping):
        return {}
    if isinstance(of.get("type"), str):
        return _parameter(of)
    required = [key for key, param in of.items() if param.get("required")]
    group: Json = {
        "type": "object", "properties": {key: _parameter(param) for key, param in of.items()},
        "required": required, "additionalProperties": False,
    }  # fmt: skip
    return {"anyOf": [group, _parameter(of[required[0]])]} if len(required) == 1 else group


def _limits(low_name: str, high_name: str, low: Any, high: Any) -> Json:
    limits: Json = {low_name: low} if low is not None else {}
    return limits | ({high_name: high} if high is not None else {})
