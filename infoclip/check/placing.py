"""Can it be seen? Rules about where texts stand and how large they are, by their ink."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from infoclip.check.view import SceneView, TextView
from infoclip.errors import Problem
from infoclip.values.geometry import Box

SMALLEST_TEXT = 34.0
_TOLERANCE = 6.0
_LOOK = 1 / 3
_INKED = 40  # of 255
_HINTS = {
    "text-unsafe": "shorten the words; or give their <safe> some padding: tails and tashkeel reach out of a line",
}
_TOUCHING = 6  # pixels at that size: less is two edges that kiss


def outside_frame(view: SceneView) -> Iterator[Problem]:
    """Text whose ink leaves the frame is cut: an error."""
    frame = view.scene.format.box
    for text in view.texts:
        if not frame.holds(text.ink, 0.5):
            yield _problem(view, text, "is cut by the edge of the frame", "text-cut", "error")


def outside_safe_zone(view: SceneView) -> Iterator[Problem]:
    """Text that platforms cover with their interface."""
    safe = view.scene.format.safe_box(rtl=view.scene.rtl)
    frame = view.scene.format.box
    for text in view.texts:
        if frame.holds(text.ink, 0.5) and not safe.holds(text.ink, _TOLERANCE):
            over = _sides(safe, text.ink)
            yield _problem(view, text, f"stands {over} the safe zone", "text-unsafe", "warning")


def too_small(view: SceneView) -> Iterator[Problem]:
    """Nobody reads less than 34 design pixels on a phone. Told once a scene, of its smallest text."""
    small = [text for text in view.texts if text.block.style.size < SMALLEST_TEXT - 0.5]
    if small:
        least = min(small, key=lambda text: text.block.style.size)
        more = f", and {len(small) - 1} more of its texts are too small" if len(small) > 1 else ""
        says = f"is set in {least.block.style.size:.1f} px, under {SMALLEST_TEXT:.0f}{more}"
        yield _problem(view, least, says, "text-small", "warning")


def overlapping(view: SceneView) -> Iterator[Problem]:
    """Two texts whose letters touch while both are seen. Boxes may overlap: tails reach down between heads."""
    for one, other in combinations(view.texts, 2):
        if min(one.leaves, other.leaves) <= max(one.arrives, other.arrives) or one.words == other.words:
            continue
        if not one.ink.intersection(other.ink).empty and _touch(one, other):
            yield _problem(view, one, f"and '{other.words}' stand over each other", "text-overlap", "warning")


def _touch(one: TextView, other: TextView) -> bool:
    """Whether the inks of two texts share pixels, looked at in a third of their size."""
    from infoclip.text import raster

    shared = one.ink.intersection(other.ink).grown(1).scaled(_LOOK)
    left, top, right, bottom = shared.pixels()
    covers = []
    for text in (one, other):
        mask = raster.masks(text.block, scale=_LOOK)[0]
        x, y = round(text.mark.x * _LOOK) + mask.x, round(text.mark.y * _LOOK) + mask.y
        covers.append(mask.image.crop((left - x, top - y, right - x, bottom - y)))
    inked, other_inked = covers
    inked.paste(0, (0, 0), other_inked.point([255] * _INKED + [0] * (256 - _INKED)))
    return sum(inked.histogram()[_INKED:]) >= _TOUCHING


def _sides(safe: Box, ink: Box) -> str:
    over = {
        "above": safe.y - ink.y,
        "below": ink.bottom - safe.bottom,
        "left of": safe.x - ink.x,
        "right of": ink.right - safe.right,
    }
    side, pixels = max(over.items(), key=lambda item: item[1])
    return f"{pixels:.0f} px {side}"


def _problem(view: SceneView, text: TextView, says: str, code: str, severity: str) -> Problem:
    where = f"scene {view.number} ({view.scene.name}, {view.scene.format.name})"
    place = text.mark.place or view.scene.place
    return Problem(
        f"{where}: '{text.words}' {says}",
        view.scene.place or place,
        _HINTS.get(code, "shorten the words, or change the composition"),
        code,
        "error" if severity == "error" else "warning",
    )
