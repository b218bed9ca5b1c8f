"""What a `theme.yaml` may say, as pydantic models. Everything is optional here; the loader asks for what is missing."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field

from infoclip.errors import did_you_mean
from infoclip.theme.recolor import MOST_CHROMA, readable_accent
from infoclip.values.color import Color
from infoclip.values.easing import easing

COLOR_ROLES = (
    "bg", "deep", "lift", "surface", "ink", "muted", "accent", "accent2", "positive", "negative", "on-accent", "line",
)  # fmt: skip
SPARE_ROLES = {"seal": "deep", "on-seal": "ink", "logo-ground": "bg"}
"""Colour roles that a theme may leave out, and those that stand for them: a seal's field, and what stands on it; what
its close lays under a brand's logo."""
TYPE_ROLES = (
    "title", "subtitle", "kicker", "heading", "subheading", "value", "hero", "noun", "label", "body", "note", "caption",
    "pill",
)  # fmt: skip

TRANSITIONS = (
    "cut", "fade", "push", "slide", "wipe", "cover", "tilt", "iris", "horizon", "sheet", "page", "bubble", "stars",
)  # fmt: skip
"""Every transition between scenes."""
ENTRANCES = (
    "fade", "rise", "drop", "slide-start", "slide-end", "grow", "pop", "turn", "wipe", "sweep", "blur", "light",
)  # fmt: skip
"""The motions by which anything can come in: what a theme's `enter` may be."""
PATTERNS = ("hankin-8", "hankin-10", "hankin-12", "mashrabiya", "sadu", "najdi", "contours")
"""Every `kind` of `<pattern>`: what a theme may name as its own."""

_MIX = re.compile(r"mix\(\s*([\w#-]+)\s*,\s*([\w#-]+)\s*,\s*(0|1|0?\.\d+|1\.0+)\s*\)\Z")
_READABLE = re.compile(r"readable\(\s*([\w#-]+)\s*,\s*([\w#-]+)\s*,\s*(\d+(?:\.\d+)?)\s*(?:,\s*(0?\.\d+)\s*)?\)\Z")
_ALPHA = re.compile(r"alpha\(\s*([\w#-]+)\s*,\s*(0|1|0?\.\d+|1\.0+)\s*\)\Z")
_SECONDS = re.compile(r"\d+(?:\.\d+)?\Z")
_SETTING = re.compile(r"(?:pitch|weight|strength)=\d+(?:\.\d+)?\Z")
_LIT = re.compile(r"lit\(\s*([\w#-]+)\s*,\s*([1-3](?:\.\d+)?)\s*\)\Z")
_DEEPEN = re.compile(r"deepen\(\s*([\w#-]+)\s*,\s*(\d{1,2}(?:\.\d+)?)\s*\)\Z")


def read_color(text: str, roles: dict[str, Color]) -> Color:
    """A `#hex`, a role, `mix(a, b, 0.3)` (a with 30 % of b), `alpha(a, 0.5)`, `deepen(a, 5)`, `lit(a, 1.2)` or
    `readable(a, b, 7)`.

    `deepen` makes a deeper until white text on it has that contrast; `lit` is a in so much more light; `readable` moves
    the lightness of a until its contrast on b is 7, and a fourth value bounds its OKLCH chroma when it had to be moved.
    Raises ValueError for anything else.
    """
    if found := _MIX.match(text):
        return read_color(found[1], roles).mixed(read_color(found[2], roles), float(found[3]))
    if found := _READABLE.match(text):
        color, ground = read_color(found[1], roles), read_color(found[2], roles)
        most = float(found[4]) if found[4] else MOST_CHROMA if found[1] == "brand" else None
        return readable_accent(color, ground, float(found[3]), most)
    if found := _ALPHA.match(text):
        return read_color(found[1], roles).with_alpha(float(found[2]))
    if found := _DEEPEN.match(text):
        return read_color(found[1], roles).deepened(float(found[2]))
    if found := _LIT.match(text):
        return read_color(found[1], roles).lit(float(found[2]))
    if text.startswith("#"):
        return Color.parse(text)
    if "(" in text:
        raise ValueError(
            f"'{text}' is no colour: write mix(a, b, 0.3), alpha(a, 0.5), deepen(a, 5.6), lit(a, 1.2) or "
            "readable(a, b, 7), with shares from 0 to 1"
        )
    if text not in roles:
        raise ValueError(f"'{text}' is neither a colour like #0E7C66 nor a colour role")
    return roles[text]


def _known_easing(name: str) -> str:
    try:
        easing(name)
    except KeyError:
        raise ValueError(f"there is no easing '{name}'") from None
    return name


def _known_transition(text: str) -> str:
    name, *seconds = text.split() or [""]
    if name not in TRANSITIONS:
        raise ValueError(f"there is no transition '{name}'; {did_you_mean(name, TRANSITIONS)}")
    if len(seconds) > 1 or (seconds and not _SECONDS.match(seconds[0])):
        raise ValueError(f"'{text}' is no transition: write its name and its seconds, such as {name} 0.6")
    return text


def _known_entrance(text: str) -> str:
    for part in text.split(";"):
        name, *settings = part.split() or ["none"]
        if name not in ("none", *ENTRANCES):
            raise ValueError(f"'{name}' is no entrance that everything can have; {did_you_mean(name, ENTRANCES)}")
        wrong = [setting for setting in settings if "=" not in setting]
        if wrong:
            raise ValueError(f"'{wrong[0]}' is no setting of {name}: write it like for=0.6")
    return text


def _in_seconds(text: str) -> str:
    if not _SECONDS.match(text):
        raise ValueError(f"'{text}' is no number of seconds, such as 0.6")
    return text


def _known_variants(variants: dict[str, Any]) -> dict[str, Any]:
    for name in variants:
        if name not in ("dark", "light"):
            raise ValueError(f"there is no variant '{name}': a theme's other side is called dark or light")
    return variants


def _known_pattern(text: str) -> str:
    kind, *settings = text.split() or [""]
    if text != "none" and kind not in PATTERNS:
        raise ValueError(f"there is no pattern '{kind}'; it can be none, {', '.join(PATTERNS)}")
    wrong = [setting for setting in settings if not _SETTING.match(setting)]
    if wrong:
        raise ValueError(f"'{wrong[0]}' is no setting of a pattern: write pitch=160, weight=3 or strength=0.4")
    return text


def _text(value: Any) -> Any:
    return f"{value:g}" if isinstance(value, int | float) and not isinstance(value, bool) else value


Share = Annotated[float, Field(ge=0, le=1)]
GradientStop = tuple[Share, str]
Stops = Annotated[tuple[GradientStop, ...], Field(min_length=2, max_length=12)]
Seconds = Annotated[str, BeforeValidator(_text), AfterValidator(_in_seconds)]
Entrance = Annotated[str, AfterValidator(_known_entrance)]
Shape = Literal["tall", "feed", "square", "wide"]
Size = Annotated[float, Field(ge=8, le=1000)]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, defer_build=True)


class FillTokens(_Model):
    """A named fill: `color`, `linear` (with `angle`) or `radial` (with `center` and `radius`)."""

    color: str | None = None
    linear: Stops | None = None
    angle: float = 90.0
    radial: Stops | None = None
    center: tuple[float, float] = (0.5, 0.5)
    radius: Annotated[float, Field(gt=0, le=4)] = 0.5


class ShadowTokens(_Model):
    """A named shadow; `blur` is the Gaussian deviation in design pixels. For text also `spread` (how far it stands out
    all round: an outline) and `under`, the name of the shadow below it.
    """

    color: str
    dx: float = 0.0
    dy: float = 0.0
    blur: Annotated[float, Field(ge=0, le=120)] = 0.0
    spread: Annotated[float, Field(ge=0, le=60)] = 0.0
    under: str | None = None


class RoleTokens(_Model):
    """How one role of text is set; a variant or a derived theme gives only what differs."""

    family: str | None = None
    weight: Annotated[int, Field(ge=100, le=900)] | None = None
    size: Size | None = None
    sizes: dict[Shape, Size] = {}
    line_height: Annotated[float, Field(ge=0.8, le=3)] | None = None
    fill: str | None = None
    shadow: str | None = None


class Defaults(_Model):
    """The theme's motion character; every value is optional."""

    transition: Annotated[str, AfterValidator(_known_transition)] | None = None
    transition_seconds: Seconds | None = Field(default=None, alias="transition-seconds")
    easing: Annotated[str, AfterValidator(_known_easing)] | None = None
    enter: Entrance | None = None
    exit: Entrance | None = None
    exit_seconds: Seconds | None = Field(default=None, alias="exit-seconds")
    seconds: Seconds | None = None
    ahead: Annotated[float, Field(ge=0, le=3)] | None = None
    ahead_first: Annotated[float, Field(ge=0, le=3)] | None = Field(default=None, alias="ahead-first")
    stagger: Seconds | None = None


class Measures(_Model):
    """What plain scenes must know of a theme's face and art to leave room for them; every value is optional.

    `heading_width`: how wide the letters of headings are, 1 being those of Cairo: headings of a wider face are parted
    sooner. `bar_end`: the design pixels that the art `bar` paints past the end of a bar, such as a fringe.
    """

    heading_width: Annotated[float, Field(ge=0.6, le=1.6)] | None = Field(default=None, alias="heading-width")
    bar_end: Annotated[float, Field(ge=0, le=60)] | None = Field(default=None, alias="bar-end")


class Tokens(_Model):
    """The tokens that a theme, a variant or a derived theme may set."""

    colors: dict[str, str] = {}
    data: Annotated[tuple[str, ...], Field(max_length=12)] | None = None
    fills: dict[str, FillTokens] = {}
    shadows: dict[str, ShadowTokens] = {}
    type: dict[str, RoleTokens] = {}
    defaults: Defaults = Field(default_factory=lambda: Defaults())
    measures: Measures = Field(default_factory=lambda: Measures())
    faces: dict[Literal["title", "text"], str] = {}
    pattern: Annotated[str, AfterValidator(_known_pattern)] | None = None
    sound: str | None = None


class ThemeFile(Tokens):
    """A whole `theme.yaml`. `variant` names the look of the file itself; `base` is a theme it starts from."""

    title: str
    purpose: str = Field(default="", validation_alias=AliasChoices("purpose", "about"))
    base: str | None = None
    variant: str = ""
    variants: Annotated[dict[str, Tokens], AfterValidator(_known_variants)] = {}

    @property
    def own_variant(self) -> str:
        """The name of the file's own look: what `variant` says, else dark beside light and light beside dark."""
        return self.variant or ("dark" if "light" in self.variants else "light" if "dark" in self.variants else "")
