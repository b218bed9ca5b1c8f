"""A running transition: one canvas made from the old scene's and the new one's, at an eased progress 0..1.

At 0 the result is the old scene and at 1 the new one, to the last bit. `direction` is where the new scene comes from.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import lru_cache

from msgspec import Struct
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from infoclip.draw.canvas import Canvas, Rect, Veil, even, overlap
from infoclip.draw.cutouts import bubble, page
from infoclip.draw.pixels import Cover, toned
from infoclip.draw.shapes import column_mask, ramp, rounded_mask, row_mask
from infoclip.draw.sprites import Look
from infoclip.draw.star_field import stars
from infoclip.draw.star_iris import iris
from infoclip.marks.marks import TransitionState
from infoclip.values.color import Color, Fill

BLACK = (0, 0, 0)


class Passing(Struct, frozen=True):
    """All that a transition is made from. `out` is painted wholly; the others are only read."""

    state: TransitionState
    old: Canvas
    new: Canvas
    out: Canvas
    look: Look

    @property
    def progress(self) -> float:
        return self.state.progress

    def fill(self, name: str, *fallbacks: str) -> Fill:
        """The fill that the transition's parameter `name` names, else the first of the theme's `fallbacks` there is."""
        given = dict(self.state.params).get(name)
        theme = self.look.theme
        for wanted in (str(given) if given else None, *fallbacks):
            if wanted and (wanted.startswith("#") or wanted in theme.fills or wanted in theme.colors):
                return theme.fill(wanted)
        return Color(255, 255, 255)

    def color(self, name: str, *fallbacks: str) -> Color:
        fill = self.fill(name, *fallbacks)
        return fill if isinstance(fill, Color) else fill.stops[len(fill.stops) // 2].color


def compose(state: TransitionState, old: Canvas, new: Canvas, out: Canvas, look: Look) -> None:
    """Paint `state` on `out`. Raises KeyError for a kind there is none of."""
    if state.progress <= 0 or state.progress >= 1:
        out.blend(new if state.progress >= 1 else old, None, (0, 0), out.rect)
        return
    KINDS[state.kind](Passing(state, old, new, out, look))


def _cut(passing: Passing) -> None:
    scene = passing.old if passing.progress < 0.5 else passing.new
    passing.out.blend(scene, None, (0, 0), passing.out.rect)


def _fade(passing: Passing) -> None:
    passing.out.blend(passing.old, None, (0, 0), passing.out.rect)
    passing.out.blend(passing.new, passing.progress, (0, 0), passing.out.rect)


def _shift(passing: Passing, share: float) -> tuple[int, int]:
    """The way from one scene's place to the next, `share` of it, in even pixels: chroma moves in twos."""
    width, height = passing.out.width, passing.out.height
    across = {"left": (1, 0), "right": (-1, 0), "up": (0, 1), "down": (0, -1)}[passing.state.direction]
    return across[0] * 2 * round(width * share / 2), across[1] * 2 * round(height * share / 2)


def _push(passing: Passing) -> None:
    """Both scenes move as one."""
    out = passing.out
    dx, dy = _shift(passing, passing.progress)
    full = _shift(passing, 1.0)
    out.blend(passing.old, None, (dx, dy), out.rect)
    out.blend(passing.new, None, (dx - full[0], dy - full[1]), out.rect)


TILT_SEAM = 160
"""Design pixels over which a tilting camera melts the foot of the old scene into the head of the new one."""


def _tilt(passing: Passing) -> None:
    """The camera tilts: both scenes move up as one, without an edge between them.

    On the way they overlap; at both ends they do not, so nothing of the other scene is ever seen in a whole one.
    """
    out, progress = passing.out, passing.progress
    top = 2 * round(out.height * (1 - progress) / 2)
    shared = TILT_SEAM * passing.look.scale * min(1.0, 3 * progress, 3 * (1 - progress))
    seam = 2 * round(shared / 2)
    out.blend(passing.old, None, (0, top + seam - out.height), out.rect)
    if seam:
        row = bytes(round(255 * (0.5 - math.cos(math.pi * (at + 0.5) / seam) / 2)) for at in range(seam))
        mask = Cover(row_mask((out.width, seam), row))
        out.blend(passing.new, Veil(mask, 0, top), (0, top), out.rect)
    below = overlap((0, top + seam, out.width, out.height), out.rect)
    if below is not None:
        out.blend(passing.new, None, (0, top), below)


def _slide(passing: Passing) -> None:
    """The new scene comes over the old one, which gives way at a quarter of its speed and falls into shade."""
    out, progress = passing.out, passing.progress
    out.blend(passing.old, None, _shift(passing, progress * 0.25), out.rect)
    dx, dy = _shift(passing, progress)
    full = _shift(passing, 1.0)
    place = (dx - full[0], dy - full[1])
    shade = _edge_shade((out.width, out.height), passing.state.direction, (dx, dy), progress)
    out.paste_color(BLACK, Cover(shade), (0, 0), out.rect)
    out.blend(passing.new, None, place, out.rect)


def _edge_shade(size: tuple[int, int], direction: str, moved: tuple[int, int], progress: float) -> Image.Image:
    """Shade over all of the old scene, deeper beside the edge that the new one comes with."""
    across = direction in ("left", "right")
    length, travelled = size[0 if across else 1], abs(moved[0 if across else 1])
    reach, low, high = length * 0.12, 70 * progress, 110 * math.sin(math.pi * progress)
    values = [round(min(255.0, low + high * math.exp(-max(0, at - travelled) / reach))) for at in range(length)]
    row = bytes(values if direction in ("left", "up") else values[::-1])
    return column_mask(size, row) if across else row_mask(size, row)


def _wipe(passing: Passing) -> None:
    out, direction = passing.out, passing.state.direction
    across = direction in ("left", "right")
    length = out.width if across else out.height
    feather = length * 0.12
    edge = passing.progress * (length + feather) - feather
    row = ramp(length, edge, feather, rising=False)
    if direction in ("right", "down"):
        row = row[::-1]
    mask = column_mask((out.width, out.height), row) if across else row_mask((out.width, out.height), row)
    out.blend(passing.old, None, (0, 0), out.rect)
    out.blend(passing.new, Veil(Cover(mask)), (0, 0), out.rect)


_BAND = ((0.0, 0.008), (0.024, 0.27), (0.286, 0.294))
"""A band between two fine lines, as shares of the frame from its leading edge backwards."""


def _cover(passing: Passing) -> None:
    """A band in the accent crosses; before it is the old scene, behind it the new one."""
    out, direction = passing.out, passing.state.direction
    length = out.width if direction in ("left", "right") else out.height
    lead = passing.progress * (1 + _BAND[-1][1])
    middle = lead - (_BAND[1][0] + _BAND[1][1]) / 2
    out.blend(passing.old, None, (0, 0), out.rect)
    behind = _stripe(passing, 0.0, middle * length)
    if behind is not None:
        out.blend(passing.new, None, (0, 0), behind)
    for near, far in _BAND:
        stripe = _stripe(passing, (lead - far) * length, (lead - near) * length)
        if stripe is not None:
            out.fill(passing.color("band", "accent").rgb, stripe)


def _stripe(passing: Passing, start: float, end: float) -> Rect | None:
    """What lies `start` to `end` pixels behind the edge that the new scene comes from, on even pixels."""
    out, direction = passing.out, passing.state.direction
    across = direction in ("left", "right")
    length = out.width if across else out.height
    low, high = 2 * round(max(0.0, start) / 2), 2 * round(min(float(length), end) / 2)
    if high <= low:
        return None
    if direction in ("right", "down"):
        low, high = length - high, length - low
    return (low, 0, high, out.height) if across else (0, low, out.width, high)


class _Limb(Struct, frozen=True, eq=False):
    """A wide arc of light: where the new scene is seen, and the halo and the rim that go with its edge.

    The edge and the rim run through the rows from `top` to `foot`, where their masks are: below there is nothing but
    the new scene.
    """

    scene: Cover
    halo: Cover
    rim: Cover
    top: int
    foot: int


def _horizon(passing: Passing) -> None:
    """A wide arc rises; under it is the new scene, along it a thin bright rim, over it a halo on the old one."""
    out, scale = passing.out, passing.look.scale
    limb = _limb(out.width, *_limb_size(out.width, scale))
    height = limb.halo.image.height
    top = 2 * round((out.height - passing.progress * (out.height + height)) / 2)
    strength = math.sin(math.pi * passing.progress) ** 0.5
    above = overlap((0, 0, out.width, top + limb.foot), out.rect)
    if above is not None:
        out.blend(passing.old, None, (0, 0), above)
        halo = passing.color("halo", "accent2", "accent").rgb
        out.paste_color(halo, _weaker(limb.halo, strength * 0.7), (0, top), above)
        out.blend(passing.new, Veil(limb.scene, 0, top + limb.top), (0, 0), out.rect)
    below = overlap((0, top + limb.foot, out.width, out.height), out.rect)
    if below is not None:
        out.blend(passing.new, None, (0, 0), below)
    out.paste_color(passing.color("rim", "accent").rgb, _weaker(limb.halo, strength * 0.25), (0, top), out.rect)
    light = passing.color("light", "rim2", "ink").rgb
    out.paste_color(light, _weaker(limb.rim, strength), (0, top + limb.top), out.rect)


def _limb_size(width: int, scale: float) -> tuple[int, int]:
    """How much lower the arc is at its sides, and how far its light reaches."""
    return 2 * round(width * 0.06), 2 * round(70 * scale)


def limb_height(width: int, scale: float) -> int:
    """How high the arc of a horizon and its light are, over `width` device pixels."""
    return _limb(width, *_limb_size(width, scale)).halo.image.height


def _weaker(cover: Cover, share: float) -> Cover:
    """`cover`, which stands on even pixels, with `share` (0..1) of its strength."""
    table = [round(value * share) for value in range(256)]
    return Cover(toned(cover.image, table), toned(cover.half(0, 0), table))


@lru_cache(maxsize=2)
def _limb(width: int, sag: int, reach: int) -> _Limb:
    """The arc over `width`, `sag` pixels lower at the sides, with `reach` pixels of light above and below."""
    step = 2
    size = (width // step, (sag + 4 * reach) // step)
    radius = (width * width / 4 + sag * sag) / (2 * sag)
    disc = Image.new("L", size)
    top, middle = 2 * reach / step, width / 2 / step
    r = radius / step
    ImageDraw.Draw(disc).ellipse((middle - r, top, middle + r, top + 2 * r), fill=255)
    near = disc.filter(ImageFilter.GaussianBlur(3.0 * reach / 140))
    wide = disc.filter(ImageFilter.GaussianBlur(reach / step * 0.55))
    halo = wide.point([round(255 * (1 - abs(value / 127.5 - 1)) ** 1.2) for value in range(256)])
    rim = near.point([round(255 * (1 - abs(value / 127.5 - 1))) for value in range(256)])
    full = (size[0] * step, size[1] * step)
    scene, halo, rim = (image.resize(full, Image.Resampling.BILINEAR) for image in (near, halo, rim))
    _, first, _, last = even(scene.point([0, *[255] * 254, 0]).getbbox() or (0, 0, *full))
    last = min(last, full[1])
    band = (0, first, full[0], last)
    return _Limb(Cover(scene.crop(band)), Cover(halo), Cover(rim.crop(band)), first, last)


SHEET_CORNER, SHEET_RIM, SHEET_SHADE, SHEET_LAG = 64, 5, 72, 24
"""Design pixels: a rising sheet's round corners, its bright rim, its shadow's reach, the old scene's way upwards."""


def _sheet(passing: Passing) -> None:
    """The new scene rises as a sheet with round shoulders and a bright rim; the old one gives way a little."""
    out, scale, progress = passing.out, passing.look.scale, passing.progress
    top = 2 * round(out.height * (1 - progress) / 2)
    lag = 2 * round(SHEET_LAG * scale * progress / 2)
    out.blend(passing.old, None, (0, -lag), out.rect)
    if lag:  # seen beside the sheet's corners as it begins to rise
        out.blend(passing.old, None, (0, 0), (0, out.height - lag, out.width, out.height))
    rest = min(1.0, 5 * (1 - progress))  # the corners straighten and the rim goes as the sheet arrives
    corner, rim = 2 * max(1, round(SHEET_CORNER * scale * rest / 2)), round(SHEET_RIM * scale * rest)
    reach = 2 * max(1, round(SHEET_SHADE * scale / 2))
    row = bytes(round(96 * rest * min(1.0, (at + 0.5) / reach) ** 2) for at in range(reach + corner))
    out.paste_color(BLACK, Cover(row_mask((out.width, reach + corner), row)), (0, top - reach), out.rect)
    shoulders = rounded_mask((out.width, 4 * corner), corner).crop((0, 0, out.width, corner))
    out.blend(passing.new, Veil(Cover(shoulders), 0, top), (0, top), out.rect)
    below = overlap((0, top + corner, out.width, out.height), out.rect)
    if below is not None:
        out.blend(passing.new, None, (0, top), below)
    if rim:
        edge = ImageChops.subtract(shoulders, ImageChops.offset(shoulders, 0, rim))
        edge.paste(shoulders.crop((0, 0, out.width, rim)), (0, 0))  # what the offset brought round from the foot
        out.paste_color(passing.color("rim", "wall-accent", "accent").rgb, Cover(edge), (0, top), out.rect)


KINDS: Mapping[str, Callable[[Passing], None]] = {
    "cut": _cut,
    "fade": _fade,
    "push": _push,
    "tilt": _tilt,
    "slide": _slide,
    "wipe": _wipe,
    "cover": _cover,
    "iris": iris,
    "horizon": _horizon,
    "sheet": _sheet,
    "page": page,
    "bubble": bubble,
    "stars": stars,
}
