"""Models: what a file may say, as frozen classes whose rules pydantic checks. It is loaded when something is checked.

Most runs check nothing: what a file said was checked before and is kept (`store.py`), and loading pydantic would take a
fifth of a preview. So a model is a plain class that only notes its rules, in pydantic's own words, and makes a pydantic
model of them when `model_validate` is called for the first time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import UnionType
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    ClassVar,
    Literal,
    TypeVar,
    Union,
    dataclass_transform,
    get_args,
    get_origin,
    get_type_hints,
)

if TYPE_CHECKING:
    from pydantic import BaseModel, TypeAdapter

Self_ = TypeVar("Self_", bound="Model")
Method = TypeVar("Method")
Made = TypeVar("Made")
_REQUIRED: Any = ...


class Rule:
    """One of pydantic's rules by its name, made when it is needed."""

    def __init__(self, name: str, *values: Any, **options: Any) -> None:
        self.name, self.values, self.options = name, values, options

    def real(self) -> Any:
        """The same of pydantic's own."""
        import pydantic

        return getattr(pydantic, self.name)(*self.values, **self.options)

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        """In a model of pydantic's own a validator of ours works too."""
        return self.real().__get_pydantic_core_schema__(source, handler)


def Field(default: Any = _REQUIRED, **options: Any) -> Any:  # noqa: N802  pydantic's name
    """`pydantic.Field`: a default, a description, limits."""
    return Rule("Field", default, **options)


def BeforeValidator(function: Callable[[Any], Any]) -> Any:  # noqa: N802
    """`pydantic.BeforeValidator`."""
    return Rule("BeforeValidator", function)


def Tag(tag: str) -> Any:  # noqa: N802
    """`pydantic.Tag`."""
    return Rule("Tag", tag)


def Discriminator(function: Callable[[Any], Any]) -> Any:  # noqa: N802
    """`pydantic.Discriminator`."""
    return Rule("Discriminator", function)


class _Checking:
    """A method of a model that pydantic calls while it checks."""

    def __init__(self, rule: Rule, method: Any, *, whole: bool) -> None:
        self.rule, self.method, self.whole = rule, method, whole


def field_validator(*names: str, mode: Literal["before", "after"] = "after") -> Callable[[Method], Method]:
    """`pydantic.field_validator`, above a class method."""
    return lambda method: _Checking(Rule("field_validator", *names, mode=mode), method, whole=False)  # type: ignore[return-value]


def model_validator(*, mode: Literal["before", "after"]) -> Callable[[Method], Method]:
    """`pydantic.model_validator`: before, above a class method that takes what is written; after, above a method."""
    rule = Rule("model_validator", mode=mode)
    return lambda method: _Checking(rule, method, whole=mode == "after")  # type: ignore[return-value]


class ModelError(ValueError):
    """What pydantic found wrong."""

    def __init__(self, error: Any) -> None:
        super().__init__(str(error))
        self._error = error

    def errors(self, *, include_url: bool = False) -> list[Any]:
        """Every fault as pydantic tells it: `loc`, `type`, `msg`, `input`, `ctx`."""
        found: list[Any] = self._error.errors(include_url=include_url)
        return found


@dataclass_transform(field_specifiers=(Field,), kw_only_default=True)
class Model:
    """A group of keys: frozen, with no other keys than its own. What begins with `_` is not from the file."""

    model_fields: ClassVar[dict[str, Any]] = {}
    """The keys by name, with the default each was given."""

    _checking: ClassVar[dict[str, _Checking]] = {}

    def __init_subclass__(cls) -> None:
        names = [name for name in cls.__annotations__ if name[0] != "_" and not _is_class_variable(cls, name)]
        cls.model_fields = {**cls.model_fields, **{name: cls.__dict__.get(name, _REQUIRED) for name in names}}
        cls._checking = {**cls._checking, **{name: found for name, found in vars(cls).items() if _is_checking(found)}}

    @classmethod
    def model_validate(cls: type[Self_], data: object) -> Self_:
        """What `data` says, checked. Raises ModelError with every fault."""
        from pydantic import ValidationError

        try:
            found: Self_ = _adapter(cls).validate_python(data)
        except ValidationError as error:
            raise ModelError(error) from None
        return found

    @classmethod
    def of_defaults(cls: type[Self_]) -> Self_:
        """What stands for a group of which nothing was written. Every key of it has a default."""
        made = cls.__new__(cls)
        made.__dict__.update({name: _default(value) for name, value in cls.model_fields.items()}, _written=frozenset())
        return made

    @classmethod
    def model_json_schema(cls) -> dict[str, Any]:
        """The JSON Schema of what may be written."""
        return _pydantic_model(cls).model_json_schema()

    @classmethod
    def pydantic_model(cls) -> type[BaseModel]:
        """The pydantic model of the same keys and rules."""
        return _pydantic_model(cls)

    def model_dump(self, *, exclude: Iterable[str] = (), exclude_none: bool = False) -> dict[str, Any]:
        """The values as plain data."""
        left_out = set(exclude)
        return {
            name: _plain(value, exclude_none)
            for name in type(self).model_fields
            if name not in left_out and not ((value := getattr(self, name)) is None and exclude_none)
        }

    def model_copy(self: Self_, *, update: Mapping[str, Any]) -> Self_:
        """The same with other values, which are not checked."""
        made = type(self).__new__(type(self))
        made.__dict__.update(self.__dict__, **update)
        return made

    @property
    def model_fields_set(self) -> frozenset[str]:
        """The keys that were written."""
        found: frozenset[str] = self.__dict__["_written"]
        return found

    @classmethod
    def _of(cls: type[Self_], checked: BaseModel) -> Self_:
        made = cls.__new__(cls)
        made.__dict__.update({name: getattr(checked, name) for name in cls.model_fields})
        made.__dict__["_written"] = frozenset(checked.model_fields_set)
        for checking in cls._checking.values():
            if checking.whole:
                checking.method(made)
        return made

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        from pydantic_core import core_schema

        return core_schema.no_info_after_validator_function(cls._of, handler.generate_schema(_pydantic_model(cls)))

    def __setattr__(self, name: str, value: object) -> None:
        if name[0] != "_":
            raise ValueError(f"{type(self).__name__} is frozen")
        self.__dict__[name] = value

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and self._values() == other._values()

    def __hash__(self) -> int:
        return hash(self._values())

    def __repr__(self) -> str:
        said = (f"{name}={value!r}" for name, value in zip(type(self).model_fields, self._values(), strict=True))
        return f"{type(self).__name__}({', '.join(said)})"

    def _values(self) -> tuple[Any, ...]:
        return tuple(getattr(self, name) for name in type(self).model_fields)


def _default(value: Any) -> Any:
    if not isinstance(value, Rule):
        return value
    factory = value.options.get("default_factory")
    return factory() if factory is not None else value.values[0]


def _is_checking(value: object) -> bool:
    return isinstance(value, _Checking)


def _is_class_variable(cls: type, name: str) -> bool:
    return str(cls.__annotations__[name]).startswith("ClassVar")


def _plain(value: Any, exclude_none: bool) -> Any:
    if isinstance(value, Model):
        return value.model_dump(exclude_none=exclude_none)
    if isinstance(value, dict):
        return {key: _plain(item, exclude_none) for key, item in value.items()}
    if isinstance(value, tuple):
        return tuple(_plain(item, exclude_none) for item in value)
    return value


def _once(make: Callable[[Any], Made]) -> Callable[[Any], Made]:
    """What `make` gives for a class, made once. (Types take a class whose objects hash themselves for unhashable.)"""
    made: dict[Any, Made] = {}

    def kept(cls: Any) -> Made:
        if cls not in made:
            made[cls] = make(cls)
        return made[cls]

    return kept


@_once
def _adapter(cls: Any) -> TypeAdapter[Any]:
    from pydantic import TypeAdapter

    return TypeAdapter(cls)


@_once
def _pydantic_model(cls: Any) -> type[BaseModel]:
    from pydantic import ConfigDict, create_model

    hints = get_type_hints(cls, include_extras=True)
    fields: dict[str, Any] = {
        name: (_real_hint(hints[name]), default.real() if isinstance(default, Rule) else default)
        for name, default in cls.model_fields.items()
    }
    found = cls._checking
    validators = {name: item.rule.real()(item.method) for name, item in found.items() if not item.whole}
    config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, defer_build=True)
    made: type[BaseModel] = create_model(
        cls.__name__,
        __config__=config,
        __doc__=cls.__doc__,
        __module__=cls.__module__,
        __validators__=validators,
        **fields,
    )
    return made


def _real_hint(hint: Any) -> Any:
    """A type hint with pydantic's rules in place of ours."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin is Annotated:
        rules = [item.real() if isinstance(item, Rule) else item for item in hint.__metadata__]
        return Annotated[(_real_hint(hint.__origin__), *rules)]
    if origin is None or origin is Literal or not inner:
        return hint
    parts = tuple(item if item is Ellipsis else _real_hint(item) for item in inner)
    made: Any = Union if origin is UnionType else origin
    return made[parts]
