"""The parts of charts as they are drawn: which marks carry figures, and how they stand out from what is behind them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from matrix_pictures import Pictures

from infoclip.marks.marks import ArtMark, Drawn, GroupMark, Snapshot
from infoclip.values.color import Color

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DATA_ART = frozenset({"bar", "bar-accent", "slice", "unit", "spark", "line", "woven-ring", "swatch"})
"""Art that is a part of a chart wherever it stands."""
DATA_MARKS = {
    "waffle": {"box"}, "donut": {"box"}, "stacked": {"box"}, "map": {"shape"}, "funnel": {"shape"},
    "pyramid": {"shape"}, "pictogram": {"person"},
}  # fmt: skip
"""Marks that are one in these scenes: cells, keys of colours, countries, steps, signs."""
MANY = frozenset({"unit", "spark", "box", "person"})
"""Units and cells, of which hundreds differ only in their place."""
UNLIT = 0.5
"""Marks under this opacity are what is not lit: a track, the rest of a whole."""
LEAST = 12.0
"""Design pixels across: what is smaller (a land like Bahrain) is shown by its pin and its label."""
_EACH = 2
_CHANGED, _FEWEST = 8, 24
_SOFT = 0.25
"""What a part changes less than this part of its most is its shadow or its glow."""
_RIM = 5.0


class Part(NamedTuple):
    """A part of a chart: its art, its colour as templates say it, its contrast by its `body` and by its `edge`.

    `color` is the mean of its pixels, in light.
    """

    art: str
    fill: str
    body: float
    edge: float
    color: Color

    @property
    def contrast(self) -> float:
        """What it is told by."""
        return max(self.body, self.edge)


def parts(pictures: Pictures, index: int) -> Iterator[Part]:
    """The parts of scene `index` at rest; of marks that are all alike two.

    The frame is drawn with the part and without it. `body` is the contrast of the mean luminance of the pixels that it
    changes against that of the same pixels without it: a weave is seen as the mean of its threads. `edge` is the
    contrast along half of its outline or more: of the strongest pixel within five design pixels inside the outline
    against the pixel behind that.
    """
    scene = pictures.timeline.placed(index)
    snapshot = pictures.timeline.snapshot(pictures.timeline.still_frame(index))
    alike: Counter[str] = Counter()
    for place, item in enumerate(snapshot.items):
        mark = _part(item, DATA_ART | DATA_MARKS.get(scene.name, set()))
        if mark is None or item.opacity < UNLIT or min(mark.width, mark.height) < LEAST:
            continue
        art, fill = mark.source.path.stem, next((str(value) for name, value in mark.params if name == "fill"), "")
        kind = f"{art} {fill}" if art in MANY else mark.key
        alike[kind] += 1
        if alike[kind] <= _EACH:
            measured = _measured(pictures, snapshot, place)
            if measured is not None:
                yield Part(art, fill, *measured)


def _part(item: Drawn, names: frozenset[str] | set[str]) -> ArtMark | None:
    mark = item.mark
    while isinstance(mark, GroupMark) and len(mark.items) == 1 and mark.items[0].opacity >= UNLIT:
        mark = mark.items[0].mark
    if not isinstance(mark, ArtMark) or mark.source.path.stem not in names:
        return None
    return None if any(name == "rest" for name, _ in mark.params) and mark.source.path.stem == "bar" else mark


def _measured(pictures: Pictures, snapshot: Snapshot, place: int) -> tuple[float, float, Color] | None:
    """The contrast of the item at `place` by body and edge, and its mean colour; None where nothing of it is seen."""
    import numpy as np

    item, scale = snapshot.items[place], pictures.scale
    x, y, mark = item.x, item.y, item.mark
    left, top, right, foot = (max(0, round(side * scale)) for side in (x, y, x + mark.width, y + mark.height))
    others = (it for it in snapshot.items if it is not item and not _echoes(it, item))
    rest = Snapshot(snapshot.width, snapshot.height, tuple(others))
    shown, behind = (
        np.asarray(pictures.of(it).crop((left, top, right, foot))).astype(np.int16) for it in (snapshot, rest)
    )
    change = np.abs(shown - behind).max(axis=2)
    most = np.percentile(change[change > _CHANGED], 95) if (change > _CHANGED).any() else 0
    changed = np.pad(change > max(_CHANGED, most * _SOFT), 1)
    if changed.sum() < _FEWEST:
        return None
    light, ground = np.pad(_luminance(shown), 1), np.pad(_luminance(behind), 1)
    body = _contrast(light[changed].mean(), ground[changed].mean())
    within = _spread(changed.astype(np.float64), 1, np.minimum) > 0
    outline = changed & ~within
    reach = max(1, round(_RIM * scale))
    brightest = _spread(np.where(changed, light, 0.0), reach, np.maximum)[outline]
    darkest = _spread(np.where(changed, light, 1.0), reach, np.minimum)[outline]
    at = ground[outline]
    edge = np.median(np.maximum((brightest + 0.05) / (at + 0.05), (at + 0.05) / (darkest + 0.05)))
    red, green, blue = (round(255 * _encoded(channel)) for channel in _linear(shown)[changed[1:-1, 1:-1]].mean(axis=0))
    return float(body), float(edge), Color(red, green, blue)


def _echoes(one: Drawn, other: Drawn) -> bool:
    """Whether the same art is drawn once more in the same place, for a light that crosses it."""
    alike = isinstance(one.mark, ArtMark) and isinstance(other.mark, ArtMark) and one.mark.source == other.mark.source
    here = (one.x, one.y, one.mark.width, one.mark.height), (other.x, other.y, other.mark.width, other.mark.height)
    return alike and all(abs(a - b) < 1 for a, b in zip(*here, strict=True))


def _linear(pixels: NDArray[np.int16]) -> NDArray[np.float64]:
    """RGB pixels in light, 0..1 a channel."""
    import numpy as np

    part = pixels / 255
    found: NDArray[np.float64] = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
    return found


def _encoded(light: float) -> float:
    return float(light * 12.92 if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055)


def _luminance(pixels: NDArray[np.int16]) -> NDArray[np.float64]:
    """WCAG's relative luminance of RGB pixels, 0..1."""
    import numpy as np

    found: NDArray[np.float64] = _linear(pixels) @ np.array([0.2126, 0.7152, 0.0722])
    return found


def _contrast(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def _spread(values: NDArray[np.float64], reach: int, pick: np.ufunc) -> NDArray[np.float64]:
    """Each value as the picked one of all within `reach` of it, along both axes."""
    import numpy as np

    found = values
    for axis in (0, 1):
        found = pick.reduce([np.roll(found, step, axis) for step in range(-reach, reach + 1)])
    return found
