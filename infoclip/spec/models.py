"""The designer's spec as data: Spec, Fact, Brand, Sound, SceneSpec. Frozen; unknown keys are errors.

The validators raise ValueError in plain words; `reader.py` gives each its place in the file. A scene's own parameters
are only collected here: their types stand in its template's front matter, which the scenes stage checks.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

from infoclip.errors import Place
from infoclip.located import Located
from infoclip.model import BeforeValidator, Field, field_validator, model_validator
from infoclip.spec.brand import Brand, loc_in_kit
from infoclip.spec.fields import Flag, Model, Text, as_whole
from infoclip.spec.numbers import ascii_digits, kind_of, read_amount, read_number
from infoclip.spec.publishing import MOST_APPROVERS, Captions, Cover, Post
from infoclip.spec.sound import Sound
from infoclip.values.formats import FORMATS

LONG_SECONDS = 30.0
"""A clip longer than this loses its viewers; the check stage warns."""

MOST_SCENES = 60

_RTL = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
_LOCALE = re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?\Z")
_DATE = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?\Z")


def _as_format(value: object) -> str:
    if not isinstance(value, str) or value not in FORMATS:
        raise ValueError(f"'{value}' is not a format")
    return value


FormatName = Annotated[str, BeforeValidator(_as_format)]


class PluralForms(Model):
    """A counted noun in its six plural categories (CLDR), as it stands beside the number, the number left out."""

    zero: Text = Field("", description="0: defaults to 'other'")
    one: Text = Field("", description="1: منشور, or with its numeral word: سماء واحدة")
    two: Text = Field("", description="2: منشوران")
    few: Text = Field("", description="3 to 10: منشورات. Needed in Arabic")
    many: Text = Field("", description="11 to 99: منشورًا")
    other: Text = Field(description="100, 1000, fractions, and after ألف or مليون: منشور")


class Fact(Model):
    """One figure. Written in full, or only its value: `posts: 2466`, `growth: 40%`."""

    value: int | float = Field(description="The figure: 2466, 2.5, ٢٤٦٦, 40%")
    noun: tuple[Text, ...] = Field(
        (), description="What is counted: [منشور, منشورات] (singular, plural), one unchanging word, or the six forms"
    )
    forms: PluralForms | None = Field(None, description="The noun's forms, where the rule does not fit")
    unit: Text = Field("", description="A unit after the number (كم), or a currency code (SAR, AED, USD)")
    label: Text = Field("", description="A short name for the figure: المتابعون")
    more_than: Flag = Field(False, description="True: 'أكثر من 40 ألف', or '+' beside a large number")
    compact: Flag = Field(False, description="True: 40 ألف instead of 40,000")
    percent: Flag = Field(False, description="True: the value is in percent points, 40 is 40%")
    signed: Flag = Field(False, description="True: + before a figure above zero; one written with it, +3.2%, has it")
    grouping: Flag = Field(True, description="False: 2466 instead of 2,466")
    decimals: Annotated[int, Field(ge=0, le=6), BeforeValidator(as_whole)] | None = Field(
        None, description="Digits after the point, 0 to 6"
    )
    prefix: Text = Field("", description="Words before the number instead of 'أكثر من': نحو")
    source: Text = Field("", description="Where the figure comes from: تقرير 2018")
    date: Text = Field("", description="What it holds for: 2018, 2026-11, 2026-11-22 or 1448-06-12 هـ")

    @model_validator(mode="before")
    @classmethod
    def _written_short(cls, data: Any) -> Any:
        if isinstance(data, int | float | str):
            data = {"value": data}
        if not isinstance(data, dict):
            raise ValueError(f"must be a figure or a group of keys with 'value', not {kind_of(data)}")
        data = dict(data)
        if isinstance(data.get("noun"), dict):
            if "forms" in data:
                raise ValueError("has both a 'noun' with forms and 'forms'; keep one")
            data["forms"] = data.pop("noun")
        if _is_percent(data):
            data["percent"] = True
        value = data.get("value")
        if isinstance(value, str) and ascii_digits(value).lstrip().startswith("+"):
            data.setdefault("signed", True)
        if data.get("unit") in ("%", "٪"):
            data["unit"] = ""
        return data

    @field_validator("value", mode="before")
    @classmethod
    def _value(cls, value: object) -> int | float:
        return read_amount(value)[0]

    @field_validator("noun", mode="before")
    @classmethod
    def _noun(cls, value: object) -> tuple[str, ...]:
        words = (value,) if isinstance(value, str) else value
        if not isinstance(words, list | tuple) or not all(isinstance(word, str) and word.strip() for word in words):
            shown = "a list" if isinstance(value, list | tuple) else kind_of(value)
            raise ValueError(f"must be [singular, plural], one word, or its forms, not {shown}")
        if value == []:
            raise ValueError("has no words; write [singular, plural], or leave it out")
        if len(words) > 2:
            raise ValueError(
                f"has {len(words)} words; write [singular, plural], or forms by name (few: ..., other: ...)"
            )
        return tuple(words)

    @field_validator("date")
    @classmethod
    def _date(cls, value: str) -> str:
        _check_date(value)
        return value


class SceneSpec(Model):
    """One scene: its template's name, its own seconds and transition, and what its template asks for."""

    scene: Text = Field(min_length=1, description="The scene template: title, number, bars, ...")
    seconds: Annotated[float, Field(ge=0.5, le=120), BeforeValidator(read_number)] | None = Field(
        None, description="How long it stays; without it the scenes share the clip by reading time"
    )
    transition: Text = Field("", description="How it leaves: 'cut', 'fade', 'iris 0.6'; without it the theme's own")
    id: Text = Field("", description="A name of your own for this scene")
    alt: Text = Field("", description="What it shows, for who cannot see it; without it told by its words and figures")
    spoken: Text = Field("", description="The scene's captions instead of the words on the screen")
    voice: Text = Field("", description="What is said in it: a sound file beside the spec; it then lasts as long")
    parameters: dict[str, Any] = Field(default_factory=dict, description="What the template asks for, raw")

    @model_validator(mode="before")
    @classmethod
    def _collected(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            raise ValueError(f"must be a group of keys with 'scene', not {kind_of(data)}")
        own = {key: value for key, value in data.items() if key in SCENE_KEYS}
        return {**own, "parameters": {key: value for key, value in data.items() if key not in SCENE_KEYS}}


SCENE_KEYS = frozenset({"scene", "seconds", "transition", "id", "alt", "spoken", "voice"})


class Spec(Model):
    """A clip: what it says, for whom, and how it looks.

    Made by `reader.read_spec`, which also lets it know where everything stands in its file.
    """

    title: Text = Field(min_length=1, description="The clip's title; also names the files: حصاد 2018")
    locale: Text = Field("ar-SA", description="Language and region: ar-SA, ar-EG, en")
    digits: Literal["latn", "arab"] = Field("latn", description="latn: 2,466; arab: ٢٬٤٦٦")
    theme: Text = Field("official", min_length=1, description="The look")
    variant: Text = Field("", description="dark or light, where the theme has both; empty: the theme's own")
    brand: Brand = Field(default_factory=lambda: Brand.of_defaults(), description="Whose clip it is")
    formats: tuple[FormatName, ...] = Field(("reel",), description="reel, feed, square, wide")
    platforms: tuple[Text, ...] = Field(
        (), description="Where it is posted: x, instagram-reel ... `infoclip platforms` lists them"
    )
    duration: Annotated[float, Field(ge=5, le=120), BeforeValidator(read_number)] = Field(
        30.0, description="Seconds, 5 to 120; the film is exactly this long"
    )
    fps: Annotated[int, Field(ge=24, le=60), BeforeValidator(as_whole)] = Field(
        30, description="Frames a second, 24 to 60"
    )
    facts: dict[str, Fact] = Field(default_factory=dict, description="Figures by name; scenes use the name")
    scenes: tuple[SceneSpec, ...] = Field(description="The scenes in order, 1 to 60")
    sound: Sound | None = Field(None, description="none, a mood, or {file: music.mp3}; without it the theme's own")
    source: Text = Field("", description="The clip's source line")
    sample: Flag = Field(False, description="True: the figures are made up; every scene carries a tag that says so")
    author: Text = Field("", description="Who made it; written into the film's metadata")
    captions: Captions = Field(default_factory=lambda: Captions.of_defaults(), description="The captions")
    cover: Cover | None = Field(None, description="The frame that covers are made from; without it the best one")
    post: Post = Field(default_factory=lambda: Post.of_defaults(), description="The text posted beside the film")
    approvers: tuple[Text, ...] = Field(
        (), max_length=MOST_APPROVERS, description="Who signs the contact sheet: names or offices, up to 8"
    )
    output: Text = Field("", description="The files' name without ending; without it the spec's own name")
    hold: Literal["skip", "encode"] = Field("skip", description="encode: let the encoder draw held frames too")

    _located: Located | None = None
    _kit: Located | None = None

    @field_validator("locale")
    @classmethod
    def _locale(cls, value: str) -> str:
        parts = value.replace("_", "-").split("-")
        tag = "-".join([parts[0].lower(), *(p.title() if len(p) == 4 else p.upper() for p in parts[1:])])
        if not _LOCALE.match(tag):
            raise ValueError(f"'{value}' is not a language and region like ar-SA or en")
        from infoclip.values.locales import is_locale

        if not is_locale(tag):
            raise ValueError(f"'{value}' is no language that is known here; write one like ar-SA, ar-EG or en")
        return tag

    @field_validator("output")
    @classmethod
    def _output(cls, value: str) -> str:
        from infoclip.values.file_names import name_fault  # few specs say it, and a preview need not load it

        fault = name_fault(value) if value else None
        if fault is not None:
            raise ValueError(f"cannot be used: {fault[0]}")
        return value

    @field_validator("variant")
    @classmethod
    def _variant(cls, value: str) -> str:
        if value not in ("", "dark", "light"):
            raise ValueError(f"is '{value}'; it can be dark or light")
        return value

    @field_validator("formats", mode="before")
    @classmethod
    def _formats(cls, value: object) -> tuple[str, ...]:
        names = [value] if isinstance(value, str) else value
        if not isinstance(names, list | tuple) or not names:
            raise ValueError("must be a list of names like [reel, square]")
        if len(set(map(str, names))) < len(names):
            raise ValueError("names a format twice")
        return tuple(names)

    @field_validator("platforms", mode="before")
    @classmethod
    def _platforms(cls, value: object) -> tuple[object, ...]:
        names = [value] if isinstance(value, str) else value
        if not isinstance(names, list | tuple):
            raise ValueError(f"must be a list of names like [x, instagram-reel], not {kind_of(value)}")
        if len(set(map(str, names))) < len(names):
            raise ValueError("names a platform twice")
        return tuple(names)

    @field_validator("scenes", mode="before")
    @classmethod
    def _scenes(cls, value: object) -> object:
        if not isinstance(value, list | tuple):
            raise ValueError(f"must be a list, each scene beginning with '- scene:', not {kind_of(value)}")
        if not 1 <= len(value) <= MOST_SCENES:
            raise ValueError(f"must hold 1 to {MOST_SCENES} scenes, not {len(value)}")
        return value

    @property
    def language(self) -> str:
        """The locale's language: `ar` of `ar-SA`."""
        return self.locale.split("-")[0]

    @property
    def direction(self) -> Literal["rtl", "ltr"]:
        """The direction of the whole clip, by its language."""
        return "rtl" if self.language in _RTL else "ltr"

    @property
    def sample_words(self) -> str:
        """What the tag of a clip with made-up figures says; empty when they are real."""
        return "" if not self.sample else "بيانات توضيحية" if self.language == "ar" else "Sample data"

    @property
    def voiced(self) -> bool:
        """A voice-over belongs to it; where no `duration` is given the clip then lasts as long as that needs."""
        return bool(self.sound and self.sound.voice) or any(scene.voice for scene in self.scenes)

    @property
    def open_ended(self) -> bool:
        """Its length follows from its voice-over; `duration` does not hold."""
        return self.voiced and "duration" not in self.model_fields_set

    @property
    def cue_file(self) -> str:
        """The file that says what a voice says, and when: `captions` names it, or else `sound.cues`. Empty: none."""
        return self.captions.file or (self.sound.cue_file if self.sound else "")

    @property
    def cue_file_place(self) -> Place:
        """Where the spec names its cue file."""
        return self.place_of(("captions",) if self.captions.file else ("sound", "cues"))

    @property
    def located(self) -> Located | None:
        """The tree it was read from; None for one that stands nowhere."""
        return self._located

    @property
    def path(self) -> Path:
        """The spec's file; an empty path when it was made from data."""
        return self._located.path if self._located else Path()

    @property
    def folder(self) -> Path:
        """The folder that logos, pictures and own templates are looked for in."""
        return self.path.parent

    def place_of(self, loc: Sequence[str | int], key: bool = False) -> Place:
        """Where the value at `loc` stands in its file, as `Located.place`; no line when it was made from data.

        What a brand's kit says has its place there.
        """
        if self._kit is not None and self._located is not None and tuple(loc) != ("brand",):
            inside = loc_in_kit(loc, self._located.value, self._kit.value)
            if inside is not None:
                return self._kit.place(inside, key)
        return self._located.place(loc, key) if self._located else Place(Path())

    def written(self, loc: Sequence[str | int]) -> str:
        """The scalar at `loc` as its author wrote it (`1.10`, `012`): what to show where text is wanted."""
        return self._located.written(loc) if self._located else ""


def _is_percent(data: dict[str, Any]) -> bool:
    if data.get("unit") in ("%", "٪"):
        return True
    try:
        return read_amount(data.get("value"))[1]
    except ValueError:
        return False


def _check_date(text: str) -> None:
    """What looks like a date must be one. A Hijri month's length is checked where the date is read."""
    match = _DATE.match(ascii_digits(text).replace("هـ", "").strip())
    if match is None:
        return
    year, month, day = int(match[1]), int(match[2]), int(match[3] or 1)
    if year <= 1500:
        if not (year >= 1343 and 1 <= month <= 12 and 1 <= day <= 30):
            raise ValueError(f"'{text}' is not a Hijri date from 1343 to 1500, written year-month-day")
        return
    try:
        datetime.date(year, month, day)
    except ValueError:
        raise ValueError(f"'{text}' is not a date; write year-month-day, like 2026-11-22") from None
