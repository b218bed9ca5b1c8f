"""Whose clip it is: a few keys in the spec, or a kit of its own, `brand.yaml`, that all clips of a body share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from infoclip.errors import InputError, Problem
from infoclip.located import Located, load_yaml
from infoclip.model import Field, field_validator, model_validator
from infoclip.spec.fields import Model, Text
from infoclip.spec.numbers import kind_of
from infoclip.values.color import Color

FONT_USES = ("title", "text")
_KIT_ENDINGS = (".yaml", ".yml")
_FILES = ("logo", "logo_dark", "logo_light", "sound_logo")
_CLIP_KEYS = ("theme", "variant")
"""What a kit says for the clip unless the clip says it itself."""

FontFiles = dict[int, str]


class Brand(Model):
    """Whose clip it is. Only a name (`brand: هيئة التقييس`), a kit (`brand: brand.yaml`), or a group of keys."""

    name: Text = Field("", description="The name as it is shown: هيئة التقييس")
    name_latin: Text = Field("", description="The name in Latin letters, for wide marks and file names")
    logo: Text = Field("", description="An SVG or PNG file beside this file")
    logo_dark: Text = Field("", description="The logo for dark grounds, where it differs")
    logo_light: Text = Field("", description="The logo for light grounds, where it differs")
    accent: Text = Field("", description="The brand's colour: '#0E7C66' (in quotes: # begins a comment)")
    secondary: Text = Field("", description="Its second colour, for what stands beside the first")
    handle: Text = Field("", description="The account: '@gso_gcc' (in quotes)")
    handles: dict[str, Text] = Field(default_factory=dict, description="Accounts by platform: {x: '@a'}")
    url: Text = Field("", description="The site that the source scene's QR code leads to: https://www.example.org")
    fonts: dict[str, FontFiles] = Field(
        default_factory=dict, description="Font files by use: {title: Bold.ttf, text: {400: A.ttf, 700: B.ttf}}"
    )
    sound_logo: Text = Field("", description="A short sound for the clip's end: a file beside this file")
    theme: Text = Field("", description="The look of its clips, unless a clip names another")
    variant: Text = Field("", description="dark or light, unless a clip says so itself")

    @model_validator(mode="before")
    @classmethod
    def _written_short(cls, data: Any) -> Any:
        if isinstance(data, str):
            return {"name": data}
        if not isinstance(data, dict):
            raise ValueError(f"must be a name, a brand.yaml or a group of keys, not {kind_of(data)}")
        return data

    @field_validator("accent", "secondary")
    @classmethod
    def _color(cls, value: str) -> str:
        if value:
            Color.parse(value)
        return value

    @field_validator("url")
    @classmethod
    def _url(cls, value: str) -> str:
        if value and not value.startswith(("https://", "http://")):
            raise ValueError(f"is '{value}'; it must begin with https://")
        return value

    @field_validator("fonts", mode="before")
    @classmethod
    def _fonts(cls, value: object) -> dict[str, FontFiles]:
        if not isinstance(value, dict):
            raise ValueError(f"must be a group like {{title: Bold.ttf, text: Regular.ttf}}, not {kind_of(value)}")
        return {str(use): _files_of(str(use), files) for use, files in value.items()}

    def logo_on(self, dark: bool) -> str:
        """The logo's file for a dark or a light ground."""
        return (self.logo_dark if dark else self.logo_light) or self.logo or self.logo_dark or self.logo_light


def _files_of(use: str, files: object) -> FontFiles:
    if use not in FONT_USES:
        raise ValueError(f"'{use}' is no use of a font; there are {' and '.join(FONT_USES)}")
    if isinstance(files, str):
        files = {400: files}
    if not isinstance(files, dict) or not files:
        raise ValueError(f"'{use}' must be a file or files by weight: {{400: A.ttf, 700: B.ttf}}")
    found = {}
    for weight, file in files.items():
        if not str(weight).isdigit() or not 1 <= int(weight) <= 1000 or not isinstance(file, str):
            raise ValueError(f"'{use}' gives '{weight}: {file}'; it must be a weight from 1 to 1000 and a file")
        found[int(weight)] = file
    return found


def kit_of(located: Located) -> Located | None:
    """The `brand.yaml` that a spec names, read; None when it gives its brand itself. Raises InputError."""
    data = located.value.get("brand") if isinstance(located.value, dict) else None
    if not isinstance(data, str) or not data.strip().lower().endswith(_KIT_ENDINGS):
        return None
    path = located.path.parent / data.strip()
    place = located.place(("brand",))
    if not path.is_file():
        hint = "it stands beside the spec; a brand's name alone does not end in .yaml"
        raise InputError(Problem(f"there is no brand file '{data.strip()}'", place, hint, "file-missing"))
    kit = load_yaml(path)
    if not isinstance(kit.value, dict):
        message = f"a brand is a group of keys like 'name: ...', not {kind_of(kit.value)}"
        raise InputError(Problem(message, kit.place(), "begin with  name:", "brand-shape"))
    return kit


def with_kit(data: Mapping[str, Any], kit: Mapping[str, Any], name: str) -> dict[str, Any]:
    """A spec's data with its kit, which it calls `name`, in place: files are then beside the spec.

    The kit's theme, variant and sound logo hold where the spec does not say them itself.
    """
    folder = PurePosixPath(Path(name).as_posix()).parent
    brand = dict(kit)
    for key in _FILES:
        if isinstance(brand.get(key), str) and brand[key]:
            brand[key] = str(folder / brand[key])
    if isinstance(brand.get("fonts"), dict):
        brand["fonts"] = {use: _moved(files, folder) for use, files in brand["fonts"].items()}
    made = {**data, "brand": brand}
    made |= {key: kit[key] for key in _CLIP_KEYS if isinstance(kit.get(key), str) and kit[key] and key not in data}
    return made | _sound(data, brand.get("sound_logo"))


def loc_in_kit(loc: Sequence[str | int], data: object, kit: object) -> tuple[str | int, ...] | None:
    """Where in `kit` stands what the spec `data` takes from it at `loc`; None for what the spec says itself."""
    if not loc or not isinstance(kit, dict):
        return None
    spec = data if isinstance(data, dict) else {}
    if loc[0] == "brand":
        return tuple(loc[1:])
    if loc[0] in _CLIP_KEYS and loc[0] not in spec and loc[0] in kit:
        return tuple(loc)
    sound = spec.get("sound")
    if tuple(loc) == ("sound", "logo") and not (isinstance(sound, dict) and "logo" in sound) and "sound_logo" in kit:
        return ("sound_logo",)
    return None


def _moved(files: Any, folder: PurePosixPath) -> Any:
    if isinstance(files, str):
        return str(folder / files)
    if isinstance(files, dict):
        return {weight: str(folder / file) if isinstance(file, str) else file for weight, file in files.items()}
    return files


def _sound(data: Mapping[str, Any], logo: object) -> dict[str, Any]:
    """The spec's sound with the brand's logo at its end, unless it wants silence or a logo of its own."""
    sound = data.get("sound", {})
    if not isinstance(logo, str) or not logo or sound in (None, False, "none"):
        return {}
    if isinstance(sound, str):
        return {"sound": {"mood": sound, "logo": logo}}
    return {"sound": {"logo": logo, **sound}} if isinstance(sound, dict) else {}
