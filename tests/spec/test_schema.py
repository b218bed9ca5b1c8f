"""The JSON Schema and the reference of the spec: both must agree with the reader and with the scene templates."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from infoclip.errors import InputError
from infoclip.located import load_yaml, load_yaml_text
from infoclip.spec.models import SCENE_KEYS, Brand, Fact, Sound, Spec
from infoclip.spec.publishing import Captions, Post
from infoclip.spec.reader import read_spec_text
from infoclip.spec.schema import spec_schema
from infoclip.text.numerals import Localizer, local_fact

ROOT = Path(__file__).parents[2]
REFERENCE = (ROOT / "docs" / "spec.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```yaml\n(.*?)^```$", REFERENCE, re.DOTALL | re.MULTILINE)
SPECS = sorted((ROOT / "examples").glob("*/spec.yaml"))


def front_matter(path: Path) -> dict[str, Any]:
    _, head, _ = re.split(r"^---[ \t]*$", path.read_text(encoding="utf-8"), maxsplit=2, flags=re.MULTILINE)
    value = load_yaml_text(head, path).value
    assert isinstance(value, dict)
    return value


SCENES = {path.stem: front_matter(path) for path in sorted((ROOT / "templates" / "scenes").glob("[a-z]*.xml"))}


@pytest.fixture(scope="session")
def validator() -> jsonschema.Draft202012Validator:
    schema = spec_schema(SCENES)
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def whole(block: str) -> str:
    """A block of the reference as a whole spec."""
    if block.startswith("title:"):
        return block
    return f"title: ت\n{block}" + ("" if "\nscenes:" in f"\n{block}" else "scenes: [{scene: outro, call: ت}]\n")


@pytest.mark.parametrize("block", BLOCKS, ids=[block.split("\n")[0] for block in BLOCKS])
def test_every_block_of_the_reference_is_right(block: str, validator: jsonschema.Draft202012Validator) -> None:
    text = whole(block)
    read_spec_text(text, Path("clip.yaml"))
    validator.validate(load_yaml_text(text, Path("clip.yaml")).value)


@pytest.mark.parametrize("path", SPECS, ids=[path.parent.name for path in SPECS])
def test_examples_fit_the_schema(path: Path, validator: jsonschema.Draft202012Validator) -> None:
    located = load_yaml(path)
    read_spec_text("\n".join(located.lines), path)
    own = {item.stem: front_matter(item) for item in path.parent.glob("templates/scenes/[a-z]*.xml")}
    if own:
        validator = jsonschema.Draft202012Validator(spec_schema(SCENES | own))
    validator.validate(located.value)


@pytest.mark.parametrize("name", sorted(SCENES))
def test_each_scene_s_own_example_fits_the_schema(name: str, validator: jsonschema.Draft202012Validator) -> None:
    validator.validate({"title": "ت", "scenes": [{"scene": name, **SCENES[name].get("example", {})}]})


HEAD: dict[str, Any] = {"title": "ت", "scenes": [{"scene": "outro", "call": "ت"}]}
WRONG: list[tuple[str, dict[str, Any]]] = [
    ("unknown key", {"titel": "x"}),
    ("digits", {"digits": "arabic"}),
    ("format", {"formats": ["sqare"]}),
    ("format twice", {"formats": ["reel", "reel"]}),
    ("duration", {"duration": 3}),
    ("duration in words", {"duration": "soon"}),
    ("fps", {"fps": 23}),
    ("brand key", {"brand": {"nam": "x"}}),
    ("fact without value", {"facts": {"a": {"noun": "x"}}}),
    ("fact in words", {"facts": {"a": "lots"}}),
    ("fact key", {"facts": {"a": {"value": 1, "valeu": 2}}}),
    ("flag", {"facts": {"a": {"value": 1, "compact": "yes"}}}),
    ("noun", {"facts": {"a": {"value": 1, "noun": ["a", "b", "c"]}}}),
    ("decimals", {"facts": {"a": {"value": 1, "decimals": 7}}}),
    ("no scenes", {"scenes": []}),
    ("scene without name", {"scenes": [{"headline": "x"}]}),
    ("seconds", {"scenes": [{"scene": "outro", "call": "ت", "seconds": 0.1}]}),
    ("hold", {"hold": "yes"}),
]
WRONG_SCENES: list[tuple[str, dict[str, Any]]] = [
    ("unknown scene", {"scene": "titel"}),
    ("missing parameter", {"scene": "title"}),
    ("unknown parameter", {"scene": "title", "headline": "x", "headlin": "x"}),
    ("another scene's parameter", {"scene": "title", "headline": "x", "items": []}),
    ("item key", {"scene": "bars", "heading": "x", "items": [{"fact": 1, "lable": "x"}]}),
    ("too many items", {"scene": "bars", "heading": "x", "items": [{"fact": 1}] * 6}),
]


def test_what_is_right_passes(validator: jsonschema.Draft202012Validator) -> None:
    validator.validate(HEAD)


@pytest.mark.parametrize(("what", "data"), WRONG, ids=[item[0] for item in WRONG])
def test_the_schema_finds_what_the_reader_finds(
    what: str, data: dict[str, Any], validator: jsonschema.Draft202012Validator
) -> None:
    import json

    assert not validator.is_valid(HEAD | data)
    with pytest.raises(InputError):
        read_spec_text(json.dumps(HEAD | data), Path("clip.yaml"))


@pytest.mark.parametrize(("what", "scene"), WRONG_SCENES, ids=[item[0] for item in WRONG_SCENES])
def test_the_schema_knows_each_scene(
    what: str, scene: dict[str, Any], validator: jsonschema.Draft202012Validator
) -> None:
    assert not validator.is_valid(HEAD | {"scenes": [scene]})


def test_descriptions_for_editors(validator: jsonschema.Draft202012Validator) -> None:
    schema: Any = validator.schema
    for name in Spec.model_fields:
        assert schema["properties"][name].get("description"), name
    for group in ("Brand", "Fact", "Sound", "PluralForms", "Captions", "Cover", "Post"):
        for name, entry in schema["$defs"][group]["properties"].items():
            assert entry.get("description"), f"{group}.{name}"
    scene = schema["$defs"]["scene"]["properties"]["scene"]
    meanings = dict(zip(scene["enum"], scene["enumDescriptions"], strict=True))
    assert meanings["bars"].startswith(SCENES["bars"]["title"])


def test_without_templates_any_scene_passes_the_schema() -> None:
    jsonschema.validate({"title": "x", "scenes": [{"scene": "own", "more": 1}]}, spec_schema({}))


def section(title: str) -> str:
    return re.split(r"^##+ ", REFERENCE.split(f"## {title}\n", 1)[1], maxsplit=1, flags=re.MULTILINE)[0]


def first_cells(text: str) -> set[str]:
    return set(re.findall(r"^\| `([\w-]+)` \|", text, re.MULTILINE))


@pytest.mark.parametrize(
    ("title", "keys"),
    [
        ("The clip", set(Spec.model_fields)),
        ("The brand", set(Brand.model_fields)),
        ("Sound", set(Sound.model_fields) - {"cue_file"}),  # what `cues` says when it is a file
        ("Captions", set(Captions.model_fields)),
        ("The post", set(Post.model_fields)),
    ],
)
def test_the_reference_names_every_key(title: str, keys: set[str]) -> None:
    assert first_cells(section(title)) == keys


def test_the_reference_names_every_key_of_a_fact() -> None:
    text = section("Facts")
    assert first_cells(text) - {"followers", "budget", "distance", "share", "visits"} == set(Fact.model_fields)


def test_the_reference_names_every_scene_with_its_keys() -> None:
    text = section("Scenes")
    rows = dict(re.findall(r"^\| `([\w-]+)` \| [^|]+ \| ([^|]+) \|$", text, re.MULTILINE))
    scenes = {name: row for name, row in rows.items() if name not in SCENE_KEYS}
    assert {name for name in rows if name in SCENE_KEYS} == SCENE_KEYS
    assert set(scenes) == set(SCENES)

    def said(row: str) -> dict[str, bool]:
        return {name.strip("* "): name.strip().startswith("**") for name in row.split(",")}

    def told(params: dict[str, Any]) -> dict[str, bool]:
        return {name: bool(param.get("required")) for name, param in params.items()}

    for name, row in scenes.items():
        params = SCENES[name]["params"]
        assert said(re.sub(r" \[[^\]]*\]", "", row)) == told(params), name
        for key, inner in re.findall(r"(\w+)\** \[([^\]]*)\]", row):
            assert said(inner) == told(params[key]["of"]), f"{name}: {key}"


def test_the_reference_shows_facts_as_they_are_shown() -> None:
    block = next(block for block in BLOCKS if "distance:" in block)
    facts = read_spec_text(whole(block), Path("clip.yaml")).facts
    rows = re.findall(r"^\| `(\w+)` \| ([^|]+) \| ([^|]+) \|$", section("Facts"), re.MULTILINE)
    shown = {name: (latn.strip(), arab.strip()) for name, latn, arab in rows if name in facts}
    assert set(shown) == set(facts)
    for name, texts in shown.items():
        for digits, text in zip(("latn", "arab"), texts, strict=True):
            found = local_fact(facts[name], Localizer("ar-SA", digits)).text  # type: ignore[arg-type]
            assert re.sub("[\u200e\u200f\u061c]", "", found).replace("\u00a0", " ") == text


def test_the_reference_counts_as_the_localizer_does() -> None:
    rows = re.findall(r"^\| (\d+) \| ([^|]+) \| ([^|]+) \|$", section("Counted nouns"), re.MULTILINE)
    assert len(rows) == 8
    localizer = Localizer("ar-SA", "latn")
    for value, post, image in rows:
        assert localizer.text(int(value), ("منشور", "منشورات")) == post.strip()
        assert localizer.text(int(value), ("صورة", "صور")) == image.strip()
