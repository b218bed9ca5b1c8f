"""What the models of a spec are made of: the frozen base, and fields that say plainly what is wrong with them."""

from __future__ import annotations

from typing import Annotated

from infoclip.model import BeforeValidator, Field
from infoclip.model import Model as Model
from infoclip.spec.numbers import kind_of, read_number


def _as_text(value: object) -> object:
    """A number where text is wanted (`title: 2018`) is text; true, false, lists and groups are not."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise ValueError(f"must be text, not {kind_of(value)}")
    return value.strip()


def _as_flag(value: object) -> object:
    if not isinstance(value, bool):
        shown = f"'{value}'" if isinstance(value, str | int | float) else kind_of(value)
        raise ValueError(f"must be true or false, not {shown}")
    return value


def as_whole(value: object) -> int:
    """The whole number that `value` says. Raises ValueError."""
    number = read_number(value)
    if number != int(number):
        raise ValueError(f"must be a whole number, not {number}")
    return int(number)


Text = Annotated[str, BeforeValidator(_as_text), Field(max_length=500)]
Flag = Annotated[bool, BeforeValidator(_as_flag)]
