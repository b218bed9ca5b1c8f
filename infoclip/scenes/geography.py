"""Outlines of places for the scene `map`: GeoJSON projected and fitted into a box, as path data with the places' names.

Coordinates that can be degrees are drawn as a map of their middle latitude (equirectangular with its true width there),
others as they are, north up. Points that stand closer than a pixel are left out.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

MOST_BYTES = 12_000_000
MOST_PLACES = 400
_NEAR = 0.8

Point = tuple[float, float]
Ring = tuple[Point, ...]


class GeographyError(ValueError):
    """What is wrong with a map's file, in a designer's words."""


def outlines(path: Path, width: float, height: float) -> list[SimpleNamespace]:
    """The places of the GeoJSON file `path` within `width` x `height`: largest first, so that small ones lie on top.

    Each has `names` (its id and all its properties that are words), `path` (within its own box), `x`, `y`, `width`,
    `height` of that box, and `at_x`, `at_y`, the middle of its largest part. Raises GeographyError.
    """
    status = path.stat()
    places = _read(path, status.st_mtime_ns, status.st_size)
    rings = [ring for _, parts in places for ring in parts]
    fit = _fit([point for ring in rings for point in ring], width, height)
    found = [_place(names, [tuple(map(fit, ring)) for ring in parts]) for names, parts in places]
    return sorted(found, key=lambda place: -place.area)


def named(places: Sequence[SimpleNamespace], name: str) -> SimpleNamespace | None:
    """The place that is called `name` by its id or any of its properties, in any case."""
    wanted = name.strip().casefold()
    return next((place for place in places if wanted in place.names), None)


def moved_apart(points: Sequence[Point], least: float, width: float, height: float) -> list[Point]:
    """`points` moved until any two are `least` apart, as little as may be, within `width` x `height`."""
    found = [list(point) for point in points]
    for _ in range(200):
        moved = False
        for index, one in enumerate(found):
            for other in found[index + 1 :]:
                dx, dy = other[0] - one[0], other[1] - one[1]
                distance = math.hypot(dx, dy)
                if distance >= least - 0.01:
                    continue
                dx, dy = (dx / distance, dy / distance) if distance > 0.01 else (0.0, 1.0)
                push = (least - distance) / 2
                one[0], one[1] = one[0] - dx * push, one[1] - dy * push
                other[0], other[1] = other[0] + dx * push, other[1] + dy * push
                moved = True
        half = least / 2
        for point in found:
            point[0] = min(max(point[0], half), width - half)
            point[1] = min(max(point[1], half), height - half)
        if not moved:
            break
    return [(point[0], point[1]) for point in found]


@lru_cache(maxsize=8)
def _read(path: Path, changed: int, size: int) -> tuple[tuple[frozenset[str], tuple[Ring, ...]], ...]:
    if size > MOST_BYTES:
        raise GeographyError(f"the map '{path.name}' is larger than {MOST_BYTES // 1_000_000} MB: simplify it")
    try:
        tree = json.loads(path.read_text(encoding="utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise GeographyError(f"the map '{path.name}' is not GeoJSON") from None
    features = _features(tree)
    if not features:
        raise GeographyError(f"the map '{path.name}' holds no GeoJSON features with areas")
    if len(features) > MOST_PLACES:
        raise GeographyError(f"the map '{path.name}' holds {len(features)} places; the most is {MOST_PLACES}")
    try:
        return tuple((_names(feature), tuple(_rings(feature["geometry"]))) for feature in features)
    except (KeyError, TypeError, ValueError, IndexError):
        raise GeographyError(f"the map '{path.name}' has coordinates that are not numbers in rings") from None


def _features(tree: Any) -> list[dict[str, Any]]:
    found = tree.get("features", [tree]) if isinstance(tree, dict) else []
    areas = ("Polygon", "MultiPolygon")
    return [
        item
        for item in (found if isinstance(found, list) else [])
        if isinstance(item, dict) and isinstance(item.get("geometry"), dict) and item["geometry"].get("type") in areas
    ]


def _names(feature: dict[str, Any]) -> frozenset[str]:
    properties = feature.get("properties") or {}
    values = [feature.get("id"), *(properties.values() if isinstance(properties, dict) else [])]
    return frozenset(str(value).strip().casefold() for value in values if isinstance(value, str | int) and str(value))


def _rings(geometry: dict[str, Any]) -> Iterator[Ring]:
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    for polygon in polygons:
        for ring in polygon:
            points = tuple((float(point[0]), float(point[1])) for point in ring)
            if len(points) >= 3 and all(math.isfinite(value) for point in points for value in point):
                yield points


def _fit(points: Sequence[Point], width: float, height: float) -> Any:
    """The projection of `points` that fills `width` x `height` with them, in their middle."""
    if not points:
        raise GeographyError("the map holds no outlines")
    xs, ys = [x for x, _ in points], [y for _, y in points]
    left, right, low, high = min(xs), max(xs), min(ys), max(ys)
    degrees = left >= -180.5 and right <= 360.5 and low >= -90.5 and high <= 90.5
    narrow = max(0.05, math.cos(math.radians((low + high) / 2))) if degrees else 1.0
    scale = min(width / max((right - left) * narrow, 1e-9), height / max(high - low, 1e-9))
    dx, dy = (width - (right - left) * narrow * scale) / 2, (height - (high - low) * scale) / 2

    def project(point: Point) -> Point:
        return (point[0] - left) * narrow * scale + dx, (high - point[1]) * scale + dy

    return project


def _place(names: frozenset[str], rings: Sequence[Ring]) -> SimpleNamespace:
    thinned = [ring for ring in (_thinned(ring) for ring in rings) if len(ring) >= 3] or [tuple(rings[0][:3])]
    xs, ys = [x for ring in thinned for x, _ in ring], [y for ring in thinned for _, y in ring]
    left, top = min(xs), min(ys)
    largest = max(thinned, key=lambda ring: abs(_area(ring)))
    at = _middle(largest)
    pieces = ["M" + "L".join(f"{x - left:.1f} {y - top:.1f}" for x, y in ring) + "Z" for ring in thinned]
    return SimpleNamespace(
        names=names, path="".join(pieces), x=left, y=top, width=max(xs) - left, height=max(ys) - top,
        at_x=at[0], at_y=at[1], area=sum(abs(_area(ring)) for ring in thinned),
    )  # fmt: skip


def _thinned(ring: Ring) -> Ring:
    kept = [ring[0]]
    for point in ring[1:]:
        if math.dist(point, kept[-1]) >= _NEAR:
            kept.append(point)
    return tuple(kept)


def _area(ring: Ring) -> float:
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(ring, (*ring[1:], ring[0]), strict=True)) / 2


def _middle(ring: Ring) -> Point:
    """The middle of a ring's widest stretch at the height of its centre of area: a point that lies inside of it."""
    area = _area(ring)
    pairs = list(zip(ring, (*ring[1:], ring[0]), strict=True))
    if abs(area) < 1e-6:
        return ring[0]
    y = sum((y0 + y1) * (x0 * y1 - x1 * y0) for (x0, y0), (x1, y1) in pairs) / (6 * area)
    crossings = sorted(x0 + (y - y0) / (y1 - y0) * (x1 - x0) for (x0, y0), (x1, y1) in pairs if (y0 > y) != (y1 > y))
    spans = list(zip(crossings[::2], crossings[1::2], strict=False))
    if not spans:
        return ring[0]
    start, end = max(spans, key=lambda span: span[1] - span[0])
    return (start + end) / 2, y
