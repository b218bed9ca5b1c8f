"""Builds a theme out of `theme.yaml`, its base, a variant and an accent. `loader.py` keeps what it makes."""

from __future__ import annotations

import contextlib
import hashlib
import re
from collections.abc import Callable
from itertools import pairwise

from infoclip.errors import InputError, Place, Problem, did_you_mean
from infoclip.theme.assets import Library
from infoclip.theme.contrasts import faint_colors
from infoclip.theme.layers import CODE, TokenFile, TokenLayer, read_files, token_layers
from infoclip.theme.recolor import ON_LIGHT, BrandColors, nearest_first, readable_accent, readable_brand, text_on
from infoclip.theme.strays import Stray, stray_roles
from infoclip.theme.theme import Theme, TypeRole, face_of
from infoclip.theme.tokens import (
    COLOR_ROLES,
    SPARE_ROLES,
    TYPE_ROLES,
    FillTokens,
    RoleTokens,
    read_color,
)
from infoclip.values.color import Color, Fill, Linear, Radial, Shadow, Stop

_BEGIN = "give them, or begin with 'base: plain', which makes them of bg, ink and accent"
_WIDE = {"noto-kufi-arabic": 1.2}
"""The families of ours whose headings run wider than Cairo's, and by how much."""
_OWN = " A colour of your own is taken once something is painted with it"
_NO_COLORS = BrandColors()
_GROUNDS = ("bg", "deep", "lift", "surface")
_READ = ("muted", "accent", "accent2", "positive", "negative")


def build_theme(
    name: str,
    library: Library,
    *,
    variant: str | None = None,
    accent: BrandColors = _NO_COLORS,
    place: Place | None = None,
) -> Theme:
    """The theme `name`, as `loader.load_theme` gives it."""
    files = read_files(name, library, place)
    own = files[-1]
    layers = list(token_layers(files, variant))
    _check_variant(files, variant, place)
    building = _Building(layers)
    colors = building.colors(*(_parsed_accent(text, place) for text in accent))
    theme = Theme(
        name=name,
        title=own.tokens.title,
        folders=library.theme_folders(name),
        colors=colors,
        data=building.data(colors, told_apart=bool(accent.accent)),
        fills=building.fills(colors),
        shadows=building.shadows(colors),
        roles=building.roles(),
        defaults=building.defaults(),
        measures=building.measures(),
        sound=next((layer.tokens.sound for layer in reversed(layers) if layer.tokens.sound), ""),
        pattern=building.pattern(),
        sha=_sha(files, variant, accent, colors),
    )
    building.check_names(theme)
    for stray in stray_roles(files, library):
        building.tell_stray(stray)
    if not building.problems and not any(accent):
        building.check_contrasts(theme, variant)
    if building.problems:
        raise InputError(building.problems)
    return theme


def _check_variant(files: list[TokenFile], variant: str | None, place: Place | None) -> None:
    known = {name for file in files for name in (*file.tokens.variants, file.tokens.own_variant) if name}
    if variant and variant not in known:
        message = f"the theme '{files[-1].name}' has no variant '{variant}'"
        raise InputError(Problem(message, place, did_you_mean(variant, known), "unknown-variant"))


def _parsed_accent(accent: str, place: Place | None) -> Color | None:
    try:
        return Color.parse(accent) if accent else None
    except ValueError as error:
        raise InputError(Problem(str(error), place, code="color")) from None


def _sha(files: list[TokenFile], variant: str | None, accent: BrandColors, colors: dict[str, Color]) -> str:
    """What drawn art is kept by: the theme's files, and the colours they became, which follow from our code too."""
    digest = hashlib.blake2b(digest_size=12)
    for file in files:
        digest.update("\n".join(file.located.lines).encode() + b"\x00")
    made = " ".join(f"{role} {color.hex}" for role, color in colors.items())
    digest.update(f"{variant}\x00{accent}\x00{made}".encode())
    return digest.hexdigest()


class _Building:
    """Merges layers of tokens into values and gathers what is wrong with them."""

    def __init__(self, layers: list[TokenLayer]) -> None:
        self.layers = layers
        self.problems: list[Problem] = []

    def colors(self, accent: Color | None, secondary: Color | None = None) -> dict[str, Color]:
        written = {name: text for layer in self.layers for name, text in layer.tokens.colors.items()}
        known: dict[str, Color] = {}
        self._resolve({name: text for name, text in written.items() if text.startswith("#")}, known)
        if "brand" in known and "accent" in self._own_roles() and "brand" not in self._own_roles():
            known["brand"] = known.get("accent", known["brand"])  # the base makes its fills and tints of it
        known |= self._regrounded(known)
        self._resolve_grounds(written, known)
        if accent is not None and "brand" in known:
            known["brand"] = accent  # a theme with this role says itself what it makes of a brand's colour
        elif accent is not None and "bg" in known:
            wanted = known.get("on-accent", known["bg"])
            known["accent"] = readable_brand(accent, _hardest(known))
            known["on-accent"] = text_on(known["accent"], wanted, known["bg"], known.get("ink", known["bg"]))
        if secondary is not None and "bg" in known:
            known["accent2"] = readable_brand(secondary, _hardest(known))
        known |= self._moved(known)
        self._resolve({name: text for name, text in written.items() if name not in known}, known)
        known |= {role: known[other] for role, other in SPARE_ROLES.items() if role not in known and other in known}
        missing = [role for role in COLOR_ROLES if role not in written]
        if missing:
            self._say(f"colour roles are missing: {', '.join(missing)}", "colors", hint=_BEGIN)
        for role in missing:
            known.setdefault(role, Color(128, 128, 128))
        return known

    def _resolve_grounds(self, written: dict[str, str], known: dict[str, Color]) -> None:
        """Read the grounds into `known` that follow from no accent: accents are moved until they read on them."""
        given = {name: color for name, color in known.items() if name not in _READ}
        for role in _GROUNDS:
            if role in written and role not in known:
                with contextlib.suppress(ValueError):
                    known[role] = read_color(written[role], given)

    def _regrounded(self, known: dict[str, Color]) -> dict[str, Color]:
        """The colours of the base's world on a ground that the theme, or its variant, writes anew."""
        ours = self._own_roles()
        based = [layer for layer in self.layers if layer.located.path != self.layers[-1].located.path]
        below = next((layer.tokens.colors["bg"] for layer in reversed(based) if "bg" in layer.tokens.colors), "")
        if "bg" not in ours or "bg" not in known or not below.startswith("#"):
            return {}
        from infoclip.theme.regrounding import regrounded

        following = {role: color for role, color in known.items() if role not in ours}
        return regrounded(following, Color.parse(below), known["bg"])

    def _own_roles(self) -> set[str]:
        """The colours that a theme based on another writes itself, or in its variant; none without a base."""
        own = [layer for layer in self.layers if layer.located.path == self.layers[-1].located.path]
        return {role for layer in own for role in layer.tokens.colors} if len(own) < len(self.layers) else set()

    def _moved(self, known: dict[str, Color]) -> dict[str, Color]:
        """The colours of a theme based on another that were written for another ground than that of the variant.

        They are moved until they can be read there, as a brand's accent is: a new ground alone is enough.
        """
        ground = self._source("bg")
        based = len({layer.located.path for layer in self.layers}) > 1
        new = ground is not None and (bool(ground.loc) or ground.located.path == self.layers[-1].located.path)
        if not based or ground is None or not new or not {"bg", "accent"} <= known.keys():
            return {}
        stale = [role for role in _READ if role in known and self._source(role) is not ground]
        moved = {role: readable_accent(known[role], _hardest(known), ON_LIGHT) for role in stale}
        accent = moved.get("accent", known["accent"])
        if self._source("on-accent") is not ground and "on-accent" in known:
            moved["on-accent"] = text_on(accent, known["on-accent"], known["bg"], known.get("ink", known["bg"]))
        return moved

    def _source(self, role: str) -> TokenLayer | None:
        """The topmost layer that writes the colour `role`."""
        return next((layer for layer in reversed(self.layers) if role in layer.tokens.colors), None)

    def _resolve(self, waiting: dict[str, str], known: dict[str, Color]) -> None:
        """Read colours into `known`; one may refer to another wherever that one stands."""
        while waiting:
            read = 0
            faults: dict[str, str] = {}
            for name, text in tuple(waiting.items()):
                try:
                    known[name] = read_color(text, known)
                except ValueError as error:
                    faults[name] = str(error)
                    continue
                del waiting[name]
                read += 1
            if not read:
                for name, fault in _first_faults(waiting, faults).items():
                    self._say(fault, "colors", name)
                known |= dict.fromkeys(faults, Color(128, 128, 128))
                return

    def data(self, colors: dict[str, Color], *, told_apart: bool) -> tuple[Color, ...]:
        """The chart colours; `told_apart` from the accent of a brand, as the theme tells them from its own."""
        written = next((layer.tokens.data for layer in reversed(self.layers) if layer.tokens.data), None)
        if written is None:
            self._say("'data', the colours of charts, is missing", "data", hint=_BEGIN)
            return ()
        found = tuple(self._color(text, colors, "data", str(index)) for index, text in enumerate(written))
        return nearest_first(found, colors["accent"]) if told_apart and "accent" in colors else found

    def fills(self, colors: dict[str, Color]) -> dict[str, Fill]:
        merged = {name: fill for layer in self.layers for name, fill in layer.tokens.fills.items()}
        return {name: self._fill(name, fill, colors) for name, fill in merged.items()}

    def _fill(self, name: str, fill: FillTokens, colors: dict[str, Color]) -> Fill:
        given = [kind for kind in (fill.color, fill.linear, fill.radial) if kind is not None]
        if len(given) != 1:
            self._say(f"the fill '{name}' takes exactly one of color, linear, radial", "fills", name)
            return Color(128, 128, 128)
        if fill.color is not None:
            return self._color(fill.color, colors, "fills", name)
        stops = tuple(
            Stop(offset, self._color(text, colors, "fills", name)) for offset, text in fill.linear or fill.radial or ()
        )
        if any(a.offset > b.offset for a, b in pairwise(stops)):
            self._say(f"the stops of the fill '{name}' must rise from 0 to 1", "fills", name)
        if fill.linear is not None:
            return Linear(stops, fill.angle)
        return Radial(stops, *fill.center, fill.radius)

    def shadows(self, colors: dict[str, Color]) -> dict[str, Shadow]:
        merged = {name: shadow for layer in self.layers for name, shadow in layer.tokens.shadows.items()}
        found: dict[str, Shadow] = {}

        def cast(name: str, above: tuple[str, ...] = ()) -> Shadow | None:
            """The shadow `name` with those below it; a chain that does not end is a fault, as is an unknown name."""
            if name in above or name not in merged:
                fault = "lies under itself" if name in above else "is not there"
                hint = "" if name in above else did_you_mean(name, merged)
                self._say(f"the shadow '{name}' {fault}", "shadows", above[-1], "under", hint=hint)
                return None
            item = merged[name]
            if name not in found:
                under = cast(item.under, (*above, name)) if item.under else None
                color = self._color(item.color, colors, "shadows", name)
                found[name] = Shadow(color, item.dx, item.dy, item.blur, item.spread, under)
            return found[name]

        for name in merged:
            cast(name)
        return found

    def roles(self) -> dict[str, TypeRole]:
        names = dict.fromkeys((*TYPE_ROLES, *(name for layer in self.layers for name in layer.tokens.type)))
        missing = [name for name in TYPE_ROLES if not any(name in layer.tokens.type for layer in self.layers)]
        if missing:
            self._say(f"type roles are missing: {', '.join(missing)}", "type", hint=_BEGIN)
        return {name: self._role(name) for name in names if name not in missing}

    def _role(self, name: str) -> TypeRole:
        use = face_of(name)
        parts = []
        for layer in self.layers:
            parts += [RoleTokens(family=layer.tokens.faces[use])] if use in layer.tokens.faces else []
            parts += [layer.tokens.type[name]] if name in layer.tokens.type else []
        merged = RoleTokens(
            **{key: value for part in parts for key, value in part.model_dump(exclude_unset=True).items()}
        )
        if merged.family is None or merged.weight is None or merged.size is None:
            hint = "" if name in TYPE_ROLES else did_you_mean(name, TYPE_ROLES)
            self._say(f"the type role '{name}' needs family, weight and size", "type", name, hint=hint)
        return TypeRole(
            family=merged.family or "",
            weight=merged.weight or 400,
            size=merged.size or 40,
            line_height=merged.line_height or 1.5,
            fill=merged.fill or "ink",
            shadow=merged.shadow,
            sizes={str(shape): size for part in parts for shape, size in part.sizes.items()},
        )

    def pattern(self) -> str:
        """What the topmost layer says that says something."""
        said = next((layer.tokens.pattern for layer in reversed(self.layers) if layer.tokens.pattern), "")
        return "" if said == "none" else said

    def defaults(self) -> dict[str, str]:
        merged: dict[str, str] = {}
        for layer in self.layers:
            given = layer.tokens.defaults.model_dump(by_alias=True, exclude_none=True)
            merged |= {name: str(value) for name, value in given.items()}
        return merged

    def measures(self) -> dict[str, float]:
        merged = {"heading-width": _WIDE.get(self._role("heading").family, 1.0), "bar-end": 0.0}
        for layer in self.layers:
            merged |= layer.tokens.measures.model_dump(by_alias=True, exclude_none=True)
        return merged

    def check_names(self, theme: Theme) -> None:
        """Fills and shadows that type roles name must exist."""
        for name, role in theme.roles.items():
            try:
                theme.fill(role.fill)
            except (KeyError, ValueError):
                hint = did_you_mean(role.fill, (*theme.fills, *theme.colors))
                self._say(f"there is no fill '{role.fill}'", "type", name, "fill", hint=hint)
            if role.shadow is not None and role.shadow not in theme.shadows:
                hint = did_you_mean(role.shadow, theme.shadows)
                self._say(f"there is no shadow '{role.shadow}'", "type", name, "shadow", hint=hint)

    def tell_stray(self, stray: Stray) -> None:
        """A colour that is misspelt, at the place of its name."""
        own = self.layers[-1].located
        message = (
            f"nothing is painted with the colour '{stray.role}': no role is called so, and no art or scene asks for it"
        )
        place = own.place(stray.loc, key=True)
        self.problems.append(Problem(message, place, f"did you mean '{stray.meant}'?{_OWN}", CODE))

    def check_contrasts(self, theme: Theme, variant: str | None) -> None:
        """What plain scenes write and draw with must be seen on the theme's own ground."""
        for fault in faint_colors(theme):
            side, put = (f"in the variant '{variant}' ", f"under variants.{variant}: ") if variant else ("", "")
            self._say(side + fault.message, *fault.loc, hint=put + fault.hint)
        own = [
            problem for problem in self.problems if problem.place and problem.place.path == self.layers[-1].located.path
        ]
        self.problems = own or self.problems  # what follows from a colour of the theme's own is not its base's fault

    def _color(self, text: str, colors: dict[str, Color], *loc: str) -> Color:
        try:
            return read_color(text, colors)
        except ValueError as error:
            self._say(str(error), *loc, hint=did_you_mean(text, colors) if text.isidentifier() else "")
            return Color(128, 128, 128)

    def _say(self, message: str, *loc: str, hint: str = "") -> None:
        """A problem at `loc` in the topmost layer that has it."""
        holds: Callable[[TokenLayer], bool] = lambda layer: _has(layer.located.value, (*layer.loc, *loc))  # noqa: E731
        layer = next((layer for layer in reversed(self.layers) if holds(layer)), self.layers[-1])
        steps = [int(step) if step.isdigit() else step for step in (*layer.loc, *loc)]
        self.problems.append(Problem(message, layer.located.place(steps), hint, CODE))


def _first_faults(waiting: dict[str, str], faults: dict[str, str]) -> dict[str, str]:
    """Of the `faults` of colours that cannot be read those that others only follow from."""
    named = {name: waiting.keys() & set(re.split(r"[\s,()]+", text)) for name, text in waiting.items()}
    found = {}
    for name, fault in faults.items():
        behind: set[str] = set()
        ahead = set(named[name])
        while ahead:
            behind |= ahead
            ahead = {other for one in ahead for other in named[one]} - behind
        if not behind or name in behind:
            found[name] = f"the colour '{name}' refers to itself" if behind else fault
    return found


def _hardest(known: dict[str, Color]) -> Color:
    """The ground on which a colour is read hardest: the one nearest to the ink's side, a card, a glow, a shade."""
    grounds = [known[role] for role in _GROUNDS if role in known]
    return min(grounds, key=known["ink"].contrast) if "ink" in known else known["bg"]


def _has(value: object, loc: tuple[str, ...]) -> bool:
    for step in loc:
        if isinstance(value, dict) and step in value:
            value = value[step]
        elif isinstance(value, list) and step.isdigit() and int(step) < len(value):
            value = value[int(step)]
        else:
            return False
    return True
