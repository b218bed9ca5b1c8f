"""A theme on another ground: the colours that its base paints its world with follow the new one. OKLCH throughout."""

from __future__ import annotations

from collections.abc import Mapping

from infoclip.values.color import Color

_APART = 50.0
"""The degrees of OKLCH hue within which a colour belongs to the ground's family: green walls, not gold lamps."""
_GREY = 0.012
"""The OKLCH chroma under which a colour has no hue that could be compared."""
_KEPT = frozenset({"accent", "accent2", "positive", "negative", "ink", "brand"})
"""What has a meaning of its own on any ground."""


def regrounded(colors: Mapping[str, Color], old: Color, new: Color) -> dict[str, Color]:
    """Those of `colors` that are of the family of the ground `old`, as far from `new` as they were from it.

    Hue turns with the ground, chroma grows or shrinks with it, lightness moves with it, less for what is further away:
    white stays white. On another side (a light ground for a dark one) nothing follows; a variant is for that.
    """
    from coloraide import Color as Precise  # imported only here: most themes keep their ground

    def parts(color: Color) -> tuple[float, float, float]:
        lightness, chroma, hue = Precise(color.hex).convert("oklch").coords(nans=False)
        return float(lightness), float(chroma), float(hue)

    (light, rich, hue), (to_light, to_rich, to_hue) = parts(old), parts(new)
    if old == new or (light > 0.6) != (to_light > 0.6):
        return {}
    turn = to_hue - hue if rich > _GREY and to_rich > _GREY else 0.0
    found = {}
    for role, color in colors.items():
        own_light, own_rich, own_hue = parts(color)
        apart = abs((own_hue - hue + 180) % 360 - 180)
        if role in _KEPT or (own_rich > _GREY and rich > _GREY and apart > _APART):
            continue
        near = max(0.0, 1 - abs(own_light - light))
        moved_light = min(1.0, max(0.0, own_light + (to_light - light) * near))
        moved_rich = own_rich * min(to_rich / rich, 2.5) if rich > _GREY else own_rich + (to_rich - rich) * near**2
        own_hue = to_hue if rich <= _GREY else own_hue + turn
        tone = Precise("oklch", [moved_light, max(0.0, moved_rich), own_hue % 360])
        moved = Color.parse(tone.convert("srgb").fit(method="oklch-chroma").to_string(hex=True))
        found[role] = Color(*moved.rgb, color.alpha)
    return found
