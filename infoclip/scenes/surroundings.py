"""What every scene template sees beside its own parameters: frame, brand, clip, theme, and functions."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, NoReturn

from msgspec import Struct

from infoclip.scenes.codes import qr_code
from infoclip.scenes.geography import GeographyError, moved_apart, named, outlines
from infoclip.spec.brand import Brand
from infoclip.spec.models import Spec
from infoclip.spec.numbers import read_number
from infoclip.theme.assets import Library, built_in
from infoclip.theme.theme import Theme
from infoclip.values.color import Color
from infoclip.values.formats import Format
from infoclip.values.ticks import axis_ticks

if TYPE_CHECKING:
    from infoclip.text.numerals import LocalFact, Localizer


class Refusal(Exception):  # noqa: N818  a template's refusal is an answer, not an error of ours
    """A template cannot show what it was given; the message is for the designer."""


class SceneContext(Struct, frozen=True):
    """What every scene of a clip is built with."""

    theme: Theme
    format: Format
    library: Library
    localizer: Localizer


def surroundings(spec: Spec, index: int, context: SceneContext) -> dict[str, Any]:
    """The names that the template of scene `index` (from 0) sees beside its parameters (docs/templates.md)."""
    local, count = context.localizer, len(spec.scenes)
    return {
        "format": context.format,
        "brand": _brand(spec, context),
        "clip": SimpleNamespace(title=spec.title, source=spec.source, seconds=spec.duration, sample=spec.sample),
        "scene": SimpleNamespace(
            name=spec.scenes[index].scene, number=index + 1, count=count, first=index == 0, last=index == count - 1
        ),
        "theme": _theme(context),
        "rtl": spec.direction == "rtl",
        "number": local.number,
        "percent": local.percent,
        "compact": lambda value: " ".join(part for part in local.compact(value) if part),
        "digits": lambda text: local.digits(str(text)),
        "date": local.date,
        "shown": shown,
        "decimals": decimals,
        "grouped": grouped,
        "ticks": ticks,
        "fail": fail,
        "outlines": lambda file, width, height: _outlines(context, str(file), width, height),
        "place_named": named,
        "moved_apart": moved_apart,
        "qr": _qr,
        "contrast": contrast,
    }


def _brand(spec: Spec, context: SceneContext) -> Brand:
    """The brand with the logo for what this theme lays under it."""
    logo = spec.brand.logo_on(context.theme.colors["logo-ground"].is_dark)
    return spec.brand if logo == spec.brand.logo else spec.brand.model_copy(update={"logo": logo})


def _theme(context: SceneContext) -> SimpleNamespace:
    theme = context.theme
    colors = {name: color.hex for name, color in theme.colors.items()}
    return SimpleNamespace(
        name=theme.name,
        color=colors | {name.replace("-", "_"): color for name, color in colors.items()},
        data=tuple(color.hex for color in theme.data),
        roles=theme.roles,
        measures={name.replace("-", "_"): value for name, value in theme.measures.items()},
        art=context.library.art_names(theme),
        pattern=theme.pattern,
        **_light_and_dark(theme),
    )


def _light_and_dark(theme: Theme) -> dict[str, str]:
    """The roles of words and of the veil under them where they stand on a photo: light on dark in every theme."""
    by_light = sorted(("bg", "deep", "ink"), key=lambda role: theme.colors[role].luminance)
    return {"dark_role": by_light[0], "light_role": by_light[-1]}


def shown(fact: LocalFact) -> float:
    """The number that stands before the fact's scale word: 40 of 40,000 when it is compact, else its value."""
    return read_number(fact.number) if fact.scale else fact.value


def decimals(fact: LocalFact) -> int | str:
    """The digits after the point that the fact asks for; empty when it leaves them to its value."""
    own = fact._fact.decimals
    return own if own is not None and not fact.scale else ""


def grouped(fact: LocalFact) -> bool:
    """Whether its thousands are parted: 2,466 rather than 2466."""
    return fact._fact.grouping


def ticks(low: float, high: float, count: int = 4) -> tuple[float, ...]:
    """The round values of an axis that holds `low` and `high`, from zero unless they keep to a narrow band."""
    try:
        return axis_ticks(low, high, min(max(int(count), 2), 12))
    except ValueError as error:
        raise Refusal(str(error)) from None


def _outlines(context: SceneContext, file: str, width: float, height: float) -> list[SimpleNamespace]:
    """The places of a GeoJSON file of the spec; of the built-in countries of the Gulf when `file` is empty."""
    path = context.library.media(file) if file else built_in("templates") / "geo" / "gulf.geojson"
    try:
        return outlines(path, width, height)
    except GeographyError as error:
        raise Refusal(str(error)) from None


def _qr(text: str) -> SimpleNamespace:
    try:
        return qr_code(str(text))
    except ValueError as error:
        raise Refusal(str(error)) from None


def contrast(one: str, other: str) -> float:
    """The WCAG contrast, 1 to 21, of two colours as `theme` says them (`#hex`)."""
    return Color.parse(one).contrast(Color.parse(other))


def fail(message: str) -> NoReturn:
    """End the filling: the scene cannot be shown with what it was given. The designer reads `message`."""
    raise Refusal(message)
