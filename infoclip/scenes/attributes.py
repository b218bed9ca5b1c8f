"""Which elements there are, and which attributes each takes. docs/templates.md says what they mean."""

from __future__ import annotations


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


COMMON = _names(
    "id width height min-width max-width min-height max-height aspect grow self margin margin-x margin-y margin-top "
    "margin-end margin-bottom margin-start dir opacity hidden z scroll top bottom start end center-x center-y "
    "span row-span enter exit emphasis ambient delay seconds easing by stagger"
)
"""What every element takes: its size, its place in its parent, and its motions."""

_PADDING = _names("padding padding-x padding-y padding-top padding-end padding-bottom padding-start")
_FLOW = _PADDING | _names("gap align justify wrap baseline flow")
_TEXT = _names(
    "role size weight family fill align lines fit min-size max-size line-height shadow balance digits texture echo"
)
_PICTURE = _names("bleed draws")
_SHADE = _names("shade shade-side shade-fill shade-ink")

ATTRIBUTES: dict[str, frozenset[str]] = {
    "scene": _PADDING | _names("transition focus exit-seconds ahead align justify"),
    "safe": _FLOW,
    "column": _FLOW,
    "row": _FLOW,
    "grid": _PADDING | _names("columns rows gap gap-x gap-y last align justify"),
    "layers": _PADDING | _names("align justify"),
    "box": _FLOW | _names("fill radius stroke stroke-width shadow"),
    "fit": _FLOW | _names("min"),
    "space": _names("size"),
    "text": _TEXT,
    "number": _TEXT | _names("of from format prefix suffix sign decimals grouping compact percent noun show"),
    "art": _PICTURE | _names("name"),
    "pattern": _names("kind pitch stroke weight fill strength origin fade bleed"),
    "icon": _PICTURE
    | _names("name size fill knock mirror share inside rim rim-width offset relief hatch stitch shadow"),
    "image": _PICTURE | _names("src fit focal radius align push") | _SHADE,
    "video": _PICTURE | _names("src from to then focal radius") | _SHADE,
    "bar": _PICTURE | _names("value of art track direction"),
    "units": _PICTURE | _names("count total columns art dim gap gap-x gap-y unit-width unit-height"),
    "ring": _PICTURE | _names("count art last unit-size radius"),
    "donut": _PICTURE | _names("hole gap from turns of rounded"),
    "slice": _PICTURE | _names("value art fill"),
    "line": _PICTURE | _names("values low high art area dot last dot-size last-size fill"),
    "race": _PICTURE
    | _names("labels step art art-accent row rule decimals grouping format names name-fill name-accent label-size"),
    "entry": _names("name values highlight"),
    "spread": _PADDING | _names("gap align"),
}

FREE = frozenset({"art", "icon", "bar", "units", "ring", "slice", "line", "race"})
"""These take any further attribute: it is a parameter of their art."""

MEANT = {
    "color": "fill", "colour": "fill", "background": "fill", "background-color": "fill", "font-size": "size",
    "font-weight": "weight", "font-family": "family", "font": "family", "class": "role", "style": "role",
    "text-align": "align",
    "border": "stroke", "border-width": "stroke-width", "border-radius": "radius", "href": "src", "file": "src",
    "left": "start", "right": "end", "x": "center-x", "y": "center-y", "spacing": "gap", "margin-left": "margin-start",
    "margin-right": "margin-end", "flex": "grow", "animation": "enter", "duration": "seconds", "ease": "easing",
}  # fmt: skip
"""What others call an attribute, and what it is called here."""

CHILDREN: dict[str, frozenset[str] | None] = {
    "donut": frozenset({"slice"}),
    "race": frozenset({"entry"}),
    **dict.fromkeys(
        (
            "text",
            "number",
            "space",
            "art",
            "pattern",
            "icon",
            "image",
            "video",
            "bar",
            "units",
            "ring",
            "slice",
            "line",
            "entry",
        ),
        None,
    ),
}
"""Which children an element takes: None for none at all; an element that is not here takes every ordinary one."""

NESTED = frozenset({"slice", "entry", "scene"})
"""Elements that stand only where `CHILDREN` names them."""

INLINES: dict[str, frozenset[str]] = {
    "b": frozenset({"color", "scale"}),
    "span": frozenset({"color", "weight", "scale"}),
    "mark": frozenset({"color", "weight", "scale", "fill", "shape", "delay", "seconds"}),
    "br": frozenset(),
}
"""What may stand inside `<text>`."""
