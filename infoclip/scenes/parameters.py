"""A scene template's typed parameters: what its front matter declares, and the check of what a spec gives."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import TYPE_CHECKING, Annotated, Any, Literal

from msgspec import Struct
from msgspec.structs import replace

from infoclip.errors import InputError, Place, Problem, did_you_mean
from infoclip.model import Discriminator, Field, Model, ModelError, Tag, field_validator, model_validator
from infoclip.scenes.elements import LINE_BREAK
from infoclip.scenes.measures import mixture
from infoclip.spec.models import SCENE_KEYS, Fact
from infoclip.spec.numbers import ascii_digits, read_number
from infoclip.store import Store
from infoclip.theme.assets import Library
from infoclip.theme.theme import Theme
from infoclip.values.color import Color
from infoclip.yaml_tree import HASH_BEGINS_COMMENT, cut_by_comma

if TYPE_CHECKING:
    from infoclip.text.numerals import Localizer

Loc = tuple[str | int, ...]
Kind = Literal[
    "text", "number", "integer", "flag", "fact", "icon", "image", "color", "choice", "list", "date", "video", "file"
]  # fmt: skip

_JINJA = {
    "range", "loop", "self", "caller", "varargs", "kwargs",
    "true", "false", "none", "and", "or", "not", "in", "is", "if", "else",
}  # fmt: skip
RESERVED = SCENE_KEYS | {"format", "brand", "clip", "theme", "rtl"} | _JINJA
"""Names that a scene in the spec or Jinja itself already uses. A parameter wins over a function of its name."""

_EMPTY: dict[str, Any] = {"number": None, "integer": None, "flag": False, "list": ()}
_FIGURES = Store("figure", "pydantic")
_LIKE_A_FIGURE = re.compile(r"[-+−<>~≈]?\s*[0-9]")
_FIGURE_AND_WORD = re.compile(
    r"(?P<figure>[-+−]?[0-9٠-٩][0-9٠-٩.,٫٬]*)\s*"
    r"(?P<word>(?!ألف|الف|آلاف|مليون|ملايين|مليار|thousand|million|billion)[^\W\d].*)"
)
_MOST_CHARACTERS = 500


def _of_kind(value: Any) -> str:
    if isinstance(value, list | tuple):
        return "choices"
    return (
        "item"
        if isinstance(value, Param) or (isinstance(value, dict) and isinstance(value.get("type"), str))
        else "fields"
    )


Of = Annotated[
    Annotated[tuple[str, ...], Tag("choices")]
    | Annotated["Param", Tag("item")]
    | Annotated[dict[str, "Param"], Tag("fields")],
    Discriminator(_of_kind),
]


class Param(Model):
    """One parameter. `min` and `max` limit characters (without tashkeel), items, or the number itself.

    `of` holds the choices of a `choice`; for a `list` the one type of its items, or the fields of its objects. The
    figures of a list with `one_scale` are drawn to one scale: percentages, kilometres and riyals are not mixed in it.
    A `text` with `dates` that is a date (2026-11-22, 1448-06-12 هـ) arrives in words.
    """

    type: Kind
    required: bool = False
    default: Any = None
    min: float | None = None
    max: float | None = None
    about: str = ""
    dates: bool = False
    of: Of | None = None
    one_scale: bool = False

    @model_validator(mode="after")
    def _fits(self) -> Param:
        if self.type == "choice" and not self.choices:
            raise ValueError("a choice needs 'of' with its choices: of: [a, b]")
        if self.type == "list" and not self.item and not self.fields:
            raise ValueError("a list needs 'of': {type: text}, or the fields of its items")
        if self.type not in ("choice", "list") and self.of is not None:
            raise ValueError(f"'of' has no meaning for the type {self.type}")
        if self.one_scale and not any(field.type == "fact" for field in self.fields.values()):
            raise ValueError("'one_scale' is for a list whose items have facts")
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError("'min' is larger than 'max'")
        return self

    @property
    def choices(self) -> tuple[str, ...]:
        """The words it may be, if it is one of some."""
        return self.of if isinstance(self.of, tuple) else ()

    @property
    def item(self) -> Param | None:
        """What each of its items is, if it is a list."""
        return self.of if isinstance(self.of, Param) else None

    @property
    def fields(self) -> dict[str, Param]:
        """What its keys are, if it is a group."""
        return self.of if isinstance(self.of, dict) else {}

    @property
    def shorthand(self) -> str:
        """The field that an item written as a plain value is for: the only required one. Empty when there is none."""
        required = [name for name, param in self.fields.items() if param.required]
        return required[0] if len(required) == 1 else ""


class FrontMatter(Model):
    """The head of a scene template."""

    title: str
    purpose: str = ""
    params: dict[Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")], Param] = Field(default_factory=dict)
    example: dict[str, Any] = Field(default_factory=dict)

    @field_validator("params")
    @classmethod
    def _names(cls, value: dict[str, Param]) -> dict[str, Param]:
        taken = sorted(RESERVED & set(value))
        if taken:
            raise ValueError(f"a parameter cannot be called '{taken[0]}'; it has a meaning of its own")
        return value


class Given(Struct, frozen=True):
    """What a spec (or a template's example) gives to one scene, and where it stands (`date_of`: a fact's date)."""

    values: Mapping[str, Any]
    facts: Mapping[str, Fact]
    place_of: Callable[[Loc, bool], Place]
    written: Callable[[Loc], str]
    date_of: Callable[[str], Place] | None = None


@dataclass(slots=True)
class ParameterCheck:
    """Turns given values into what the template sees, and gathers every fault with its place."""

    given: Given
    theme: Theme
    library: Library
    localizer: Localizer
    problems: list[Problem] = field(default_factory=list)

    def scene(self, name: str, params: Mapping[str, Param]) -> dict[str, Any]:
        """The values of all `params`; those not given have their default or are empty."""
        return self._group(self.given.values, params, (), f"the scene '{name}'")

    def _group(self, values: Mapping[str, Any], params: Mapping[str, Param], loc: Loc, owner: str) -> dict[str, Any]:
        for key in values:
            if key not in params:
                known = (*params, *SCENE_KEYS) if not loc else params
                hint = cut_by_comma(key, values[key]) or _under_fact(key, params) or did_you_mean(key, known)
                self._say(f"{owner} has no parameter '{key}'", (*loc, key), hint, key=True)
        missing = [key for key, param in params.items() if param.required and values.get(key) in (None, "", [])]
        for key in missing:
            self._lacks(owner, key, loc, params[key], values)
        return {
            key: self._value(values.get(key), param, (*loc, key)) if key not in missing else empty(param)
            for key, param in params.items()
        }

    def _value(self, value: Any, param: Param, loc: Loc) -> Any:
        if value is None or value == "":
            value = param.default
        if value is None or value == "":
            return empty(param)
        read: Callable[[Any, Param, Loc], Any] = getattr(self, f"_{param.type}")
        return read(value, param, loc)

    def _text(self, value: Any, param: Param, loc: Loc) -> Any:
        if isinstance(value, bool | list | dict):
            figure = isinstance(value, dict) and "value" in value
            hint = 'write the figure as it is to be read: "4,618 زيارة"' if figure else ""
            return self._wrong(loc, param, "text", hint)
        text = value if isinstance(value, str) else self.localizer.digits(self.given.written(loc) or str(value))
        text = self._in_words(text.strip(), loc) if param.dates else text.strip()
        length = letters(text)
        most = param.max if param.max is not None else _MOST_CHARACTERS
        if length > most:
            self._say(f"'{_named(loc)}' has {length} characters; the most is {most:g}", loc, "shorten it")
        elif param.min is not None and length < param.min:
            self._say(f"'{_named(loc)}' has {length} characters; the least is {param.min:g}", loc)
        return LINE_BREAK.join(line.strip() for line in text.splitlines())

    def _number(self, value: Any, param: Param, loc: Loc) -> Any:
        try:
            return self._limited(read_number(value), param, loc)
        except ValueError:
            return self._wrong(loc, param, "a number")

    def _integer(self, value: Any, param: Param, loc: Loc) -> Any:
        try:
            number = read_number(value)
        except ValueError:
            return self._wrong(loc, param, "a whole number")
        if number != int(number):
            return self._wrong(loc, param, "a whole number")
        return self._limited(int(number), param, loc)

    def _limited(self, value: float, param: Param, loc: Loc) -> float:
        if param.min is not None and value < param.min:
            self._say(f"'{_named(loc)}' is {value:g}; the least is {_plain(param.min)}", loc)
        if param.max is not None and value > param.max:
            self._say(f"'{_named(loc)}' is {value:g}; the most is {param.max:g}", loc)
        return value

    def _lacks(self, owner: str, key: str, loc: Loc, param: Param, values: Mapping[str, Any]) -> None:
        """A parameter that is needed and not given, or given without anything in it."""
        if key not in values:
            self._say(f"{owner} needs '{key}'", loc, _wanted(param))
            return
        comment = values[key] is None and param.type in ("text", "color")
        hint = _wanted(param) + (f"; {HASH_BEGINS_COMMENT}" if comment else "")
        self._say(f"'{key}' is empty, and {owner} needs it", (*loc, key), hint, key=True)

    def _unknown_fact(self, value: str, loc: Loc) -> None:
        hint = did_you_mean(value, self.given.facts)
        if _LIKE_A_FIGURE.match(ascii_digits(value)):
            figure = "a figure is digits, with a point: 2466, 3.5, 40%; {value: 3000000, compact: true} is 3 million"
            both = _FIGURE_AND_WORD.fullmatch(value.strip())
            if both is not None:
                figure = f"what it is measured in stands by itself: {{value: {both['figure']}, unit: {both['word']}}}"
            self._say(f"'{value}' is neither a figure nor the name of a fact", loc, figure, code="unknown-fact")
        else:
            self._say(f"there is no fact '{value}'", loc, hint or "write it under 'facts'", code="unknown-fact")

    def _flag(self, value: Any, param: Param, loc: Loc) -> Any:
        return value if isinstance(value, bool) else self._wrong(loc, param, "true or false")

    def _fact(self, value: Any, param: Param, loc: Loc) -> Any:
        if isinstance(value, str) and value in self.given.facts:
            return self._local(self.given.facts[value], loc, value)
        try:
            fact = _read_fact(value)
        except ModelError as error:
            if isinstance(value, str):
                self._unknown_fact(value, loc)
            for fault in error.errors() if not isinstance(value, str) else ():
                steps = tuple(step for step in fault["loc"] if isinstance(value, dict) and step in value)
                name = ".".join(map(str, fault["loc"])) or loc[-1]
                text = str(fault["msg"]).removeprefix("Value error, ")
                extra = fault["type"] == "extra_forbidden"
                message = f"a fact has no key '{name}'" if extra else f"'{name}' {_lowered(text)}"
                self._say(message, (*loc, *steps), did_you_mean(str(name), Fact.model_fields) if extra else "")
            return empty(param)
        return self._local(fact, loc)

    def _local(self, fact: Fact, loc: Loc, name: str = "") -> Any:
        from infoclip.text.numerals import local_fact  # not at the top: drawing art needs this file, but no numbers

        try:
            return local_fact(fact, self.localizer, self.given.place_of(loc, False))
        except InputError as error:  # only its date can be wrong here
            own = (
                self.given.date_of(name) if name and self.given.date_of else self.given.place_of((*loc, "date"), False)
            )
            self.problems += [replace(problem, place=own) for problem in error.problems]
            return ""

    def _icon(self, value: Any, param: Param, loc: Loc) -> Any:
        return self._found(value, param, loc, self.library.icon, "the name of an icon")

    def _image(self, value: Any, param: Param, loc: Loc) -> Any:
        return self._found(value, param, loc, self.library.picture, "a file beside the spec")

    def _video(self, value: Any, param: Param, loc: Loc) -> Any:
        return self._found(value, param, loc, self.library.media, "a video file beside the spec")

    def _file(self, value: Any, param: Param, loc: Loc) -> Any:
        return self._found(value, param, loc, self.library.media, "a file beside the spec")

    def _found(
        self, value: Any, param: Param, loc: Loc, find: Callable[[str, Place | None], object], wanted: str
    ) -> Any:
        if not isinstance(value, str):
            return self._wrong(loc, param, wanted)
        try:
            find(value, self.given.place_of(loc, False))
        except InputError as error:
            self.problems += error.problems
        return value

    def _color(self, value: Any, param: Param, loc: Loc) -> Any:
        if not isinstance(value, str):
            return self._wrong(loc, param, "a colour role or '#0E7C66' in quotes")
        if value not in self.theme.colors:
            try:
                Color.parse(value)
            except ValueError:
                hint = did_you_mean(value, self.theme.colors)
                self._say(f"'{value}' is neither a colour role nor a colour like '#0E7C66'", loc, hint)
        return value

    def _choice(self, value: Any, param: Param, loc: Loc) -> Any:
        if value not in param.choices:
            self._say(f"'{_named(loc)}' cannot be '{value}'", loc, did_you_mean(str(value), param.choices))
            return param.choices[0]
        return value

    def _date(self, value: Any, param: Param, loc: Loc) -> Any:
        text = self.given.written(loc) or str(value)
        from infoclip.text.dates import read_date  # few scenes have dates, and a preview need not pay for them

        try:
            read_date(text)
        except ValueError:
            self._say(f"'{text}' is not a date", loc, "write year-month-day, like 2026-11-22")
        return text

    def _in_words(self, text: str, loc: Loc) -> str:
        """A date as it is said; any other text as it is."""
        from infoclip.text.dates import looks_like_date  # as above

        try:
            return self.localizer.date(text) if looks_like_date(text) else text
        except ValueError as error:
            self._say(str(error), loc, "write year-month-day, like 2026-11-22 or 1448-06-12 هـ")
            return text

    def _list(self, value: Any, param: Param, loc: Loc) -> Any:
        if not isinstance(value, list | tuple):
            return self._wrong(loc, param, "a list")
        if param.min is not None and len(value) < param.min:
            self._say(f"'{loc[-1]}' has {_items(len(value))}; the least is {param.min:g}", loc)
        if param.max is not None and len(value) > param.max:
            self._say(f"'{loc[-1]}' has {_items(len(value))}; the most is {param.max:g}", loc)
        items = tuple(self._item(item, param, (*loc, index)) for index, item in enumerate(value))
        if param.one_scale:
            self._one_scale(items, param, loc)
        return items

    def _one_scale(self, items: tuple[Any, ...], param: Param, loc: Loc) -> None:
        found = mixture(items, param.fields)
        if found is not None:
            message = f"the chart draws {found.first} and {found.other} to one scale, where they cannot be compared"
            hint = "give a chart figures of one unit; 'numbers' and 'kpi-grid' show different ones side by side"
            self._say(message, (*loc, *found.loc), hint, code="mixed-units")

    def _item(self, value: Any, param: Param, loc: Loc) -> Any:
        if param.item is not None:
            return self._value(value, param.item, loc)
        owner = f"item {int(loc[-1]) + 1} of '{loc[-2]}'"
        if isinstance(value, dict):
            return SimpleNamespace(**self._group(value, param.fields, loc, owner))
        short = param.shorthand
        if not short or value is None or isinstance(value, list):
            self._say(f"{owner} must have keys and values", loc, f"like {{{', '.join(param.fields)}}}")
            return SimpleNamespace(**{key: empty(field) for key, field in param.fields.items()})
        filled = {key: empty(field) if field.default is None else field.default for key, field in param.fields.items()}
        return SimpleNamespace(**filled | {short: self._value(value, param.fields[short], loc)})

    def _wrong(self, loc: Loc, param: Param, wanted: str, hint: str = "") -> Any:
        self._say(f"'{_named(loc)}' must be {wanted}", loc, hint)
        return empty(param)

    def _say(self, message: str, loc: Loc, hint: str = "", *, key: bool = False, code: str = "parameter") -> None:
        self.problems.append(Problem(message, self.given.place_of(loc, key), hint, code))


def _under_fact(key: str, params: Mapping[str, Param]) -> str:
    """For a figure's own key that stands beside the figure: `{value: 5, label: ..}`."""
    wanted = "fact" in params and key in Fact.model_fields
    return "a figure with keys of its own stands under 'fact': {fact: {value: 5, ...}}" if wanted else ""


def _read_fact(value: Any) -> Fact:
    """The figure that a scene gives in place. Raises ModelError."""
    key = _FIGURES.key(repr(value))
    fact: Fact | None = _FIGURES.recall(key)
    if fact is None:
        fact = Fact.model_validate(value)
        _FIGURES.keep(key, fact)
    return fact


def empty(param: Param) -> Any:
    """What a template sees where nothing is given: false in every test, and nothing when it is written."""
    return _EMPTY.get(param.type, "")


def letters(text: str) -> int:
    """How many characters a reader sees: without tashkeel (combining marks) and without invisible direction marks."""
    return sum(unicodedata.category(character) not in ("Mn", "Me", "Cf") for character in text)


def _named(loc: Loc) -> str:
    """What the value at `loc` is called: its key, or that of its list with its number in it."""
    return str(loc[-1]) if isinstance(loc[-1], str) or len(loc) < 2 else f"{loc[-2]} {loc[-1] + 1}"


def _plain(bound: float) -> str:
    """A limit without an exponent: 0.000001."""
    return f"{bound:.6f}".rstrip("0").rstrip(".")


def _wanted(param: Param) -> str:
    kinds = {"fact": "the name of an entry of 'facts', or a figure", "list": "a list", "icon": "the name of an icon"}
    return f"it is {kinds.get(param.type, param.type)}" + (f": {param.about}" if param.about else "")


def _items(count: int) -> str:
    return "1 item" if count == 1 else f"{count} items"


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]
