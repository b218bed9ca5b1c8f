"""Checked specs, kept: whole, and in the parts that do not touch each other.

Mostly one text or one figure is changed between two previews. What the models say of a spec follows from its keys
without its scenes' parameters, which they only collect, and from each fact alone; so where only texts were changed
nothing is checked again, and where a fact was, that alone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from infoclip.located import Located
from infoclip.spec.models import SCENE_KEYS, Fact, Spec
from infoclip.store import Store

_WHOLE = Store("spec", "pydantic")
_FRAMES = Store("spec-frame", "pydantic")
_FACTS = Store("fact", "pydantic")

Loc = tuple[str | int, ...]


def whole(located: Located, kit: Located | None) -> Spec | None:
    """The spec in a tree that was found right before."""
    found: Spec | None = _WHOLE.recall(_whole_key(located, kit))
    return found


def of_parts(located: Located, kit: Located | None, check_fact: Callable[[str], Fact | None]) -> Spec | None:
    """The spec in a tree whose parts were found right before, or are right now: `check_fact` checks a fact by its name
    (None: it is wrong). None when anything else of it is new. What facts and clip ask of each other is not checked.
    """
    data = located.value
    if not (isinstance(data, dict) and isinstance(data.get("scenes"), list) and _plain_facts(data)):
        return None
    frame: Spec | None = _FRAMES.recall(_frame_key(located, kit))
    if frame is None:
        return None
    facts: dict[str, Fact] = {}
    for name in data.get("facts", {}):
        fact = _FACTS.recall(_fact_key(located, name)) or check_fact(name)
        if fact is None:
            return None
        facts[name] = fact
    scenes = tuple(
        scene.model_copy(update={"parameters": {key: value for key, value in raw.items() if key not in SCENE_KEYS}})
        for scene, raw in zip(frame.scenes, data["scenes"], strict=True)
    )
    return frame.model_copy(update={"scenes": scenes, "facts": facts})


def keep(spec: Spec, located: Located, kit: Located | None) -> None:
    """Keep a spec that is right, and its parts. It must not hold on to its tree."""
    _WHOLE.keep(_whole_key(located, kit), spec)
    scenes = tuple(scene.model_copy(update={"parameters": {}}) for scene in spec.scenes)
    _FRAMES.keep(_frame_key(located, kit), spec.model_copy(update={"scenes": scenes, "facts": {}}))
    for name, fact in spec.facts.items():
        _FACTS.keep(_fact_key(located, name), fact)


def _plain_facts(data: dict[str, Any]) -> bool:
    """Whether the spec's facts are a group with names, as they must be."""
    facts = data.get("facts", {})
    return isinstance(facts, dict) and all(isinstance(name, str) for name in facts)


def _whole_key(located: Located, kit: Located | None) -> str:
    return _WHOLE.key("\n".join(located.lines), "\n".join(kit.lines) if kit else "")


def _frame_key(located: Located, kit: Located | None) -> str:
    """What the models look at beside the facts: of a scene's parameters only their names."""
    data = dict(located.value)
    said: dict[str, object] = {key: _said(located, (key,), data[key]) for key in data.keys() - {"scenes", "facts"}}
    scenes = [
        {
            key: _said(located, ("scenes", index, key), value) if key in SCENE_KEYS else "a parameter"
            for key, value in raw.items()
        }
        if isinstance(raw, dict)
        else repr(raw)
        for index, raw in enumerate(data["scenes"])
    ]
    told = repr((sorted(said.items(), key=repr), scenes, list(data["facts"]) if "facts" in data else None))
    return _FRAMES.key(told, "\n".join(kit.lines) if kit else "")


def _fact_key(located: Located, name: str) -> str:
    """A fact by itself, with the clip's language: that says which forms its noun needs."""
    data = located.value
    return _FACTS.key(repr((data.get("locale"), _said(located, ("facts", name), data["facts"][name]))))


def _said(located: Located, loc: Loc, value: object) -> object:
    """A value and, where it is a number, how it was written: `1.10` is a text of its own where text is wanted."""
    if isinstance(value, dict):
        return {key: _said(located, (*loc, key), item) for key, item in value.items()}
    if isinstance(value, list):
        return [_said(located, (*loc, index), item) for index, item in enumerate(value)]
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value, located.written(loc)
    return value
