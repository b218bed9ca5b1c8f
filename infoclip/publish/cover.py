"""Covers: one still of the best moment, in the size and the kind of file that a platform takes."""

from __future__ import annotations

import io
import math
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from infoclip.errors import InputError, Problem
from infoclip.film.frames import frame_at
from infoclip.layout.placed import PlacedNode, leaves
from infoclip.publish.files import disk_faults, replacing
from infoclip.publish.stills import StillLook
from infoclip.spec.models import Spec
from infoclip.timeline.timeline import Timeline

# What stops a thumb: a great figure first, then the title, then what explains them.
_ROLES = {"hero": 3.0, "title": 2.4, "value": 1.6, "heading": 1.3, "subtitle": 1.0, "noun": 1.0, "subheading": 0.7}
_FEW_WORDS = 3
_FIRST, _LAST = 0.12, 0.35
_LOOK_SCALE = 0.125
_QUICK, _SMALL = 3, 9  # zlib: a third of the usual time for a twentieth more bytes; and as small as it gets


@dataclass(frozen=True, slots=True)
class CoverForm:
    """What a platform takes as cover: size in pixels, most bytes, file forms; None and empty where it is not known."""

    size: tuple[int, int] | None = None
    max_bytes: int | None = None
    forms: tuple[str, ...] = ()


def cover_frame(timeline: Timeline, spec: Spec, look: StillLook) -> int:
    """The frame that covers are made from: what the spec says, else the best scene when it has settled.

    Raises InputError at the spec's `cover` for a moment outside the clip.
    """
    asked = asked_frame(timeline, spec)
    return asked if asked is not None else timeline.still_frame(best_scene(timeline, look))


def asked_frame(timeline: Timeline, spec: Spec) -> int | None:
    """The frame that the spec's `cover` names, None without one. Raises InputError for a moment outside the clip."""
    cover = spec.cover
    if cover is not None and cover.at is not None:
        if cover.at > timeline.seconds:
            message = f"the cover's moment is {cover.at:g} s, but the clip is {timeline.seconds:g} s long"
            hint = f"give a moment from 0 to {timeline.seconds:g}"
            raise InputError(Problem(message, spec.place_of(("cover",)), hint, "cover-moment"))
        return timeline.frame_of(cover.at)
    if cover is not None and cover.scene is not None:
        return timeline.still_frame(cover.scene - 1)
    return None


def best_scene(timeline: Timeline, look: StillLook) -> int:
    """The scene whose settled frame says most at a glance: large figures and titles, and a rich picture behind them.

    The first scene is preferred a little, the last one (who it was) much less.
    """
    scores = [_score(timeline, index, look) for index in range(timeline.scene_count)]
    scores[0] += _FIRST
    if len(scores) > 1:
        scores[-1] -= _LAST
    return scores.index(max(scores))


def _score(timeline: Timeline, index: int, look: StillLook) -> float:
    picture = frame_at(timeline, timeline.still_frame(index), theme=look.theme, scale=_LOOK_SCALE)
    area = look.format.width * look.format.height
    return _words(timeline.placed(index).children) / area + 0.05 * _entropy(picture)


def _words(nodes: tuple[PlacedNode, ...]) -> float:
    total = 0.0
    for node in leaves(nodes):
        if node.text.strip():
            few = max(1.0, len(node.text.split()) / _FEW_WORDS)
            total += _ROLES.get(node.role, 0.0) * node.box.width * node.box.height / few
    return total


def _entropy(picture: Image.Image) -> float:
    """Bits that a pixel's brightness tells: 0 for an even area, up to 8."""
    levels = [count for count in picture.convert("L").histogram() if count]
    total = sum(levels)
    return -sum(count / total * math.log2(count / total) for count in levels)


def cover_picture(timeline: Timeline, frame: int, look: StillLook, size: tuple[int, int] | None) -> Image.Image:
    """Frame number `frame` in `size` pixels: drawn at the size that covers it, then cut evenly at both sides."""
    if size is None or size == (look.format.width, look.format.height):
        return frame_at(timeline, frame, theme=look.theme)
    width, height = size
    scale = max(width / look.format.width, height / look.format.height)
    picture = frame_at(timeline, frame, theme=look.theme, scale=max(1.0, scale))
    share = max(width / picture.width, height / picture.height)
    box = (width / share, height / share)
    left, top = (picture.width - box[0]) / 2, (picture.height - box[1]) / 2
    return picture.resize(size, Image.Resampling.LANCZOS, box=(left, top, left + box[0], top + box[1]))


def write_cover(picture: Image.Image, stem: Path, form: CoverForm) -> Path:
    """Write a cover as STEM.png; as STEM.jpg where PNG is not taken or too large. Raises as `files.replacing`."""
    data, suffix = _png(picture, _QUICK), ".png"
    if form.max_bytes is not None and len(data) > form.max_bytes:
        data = _png(picture, _SMALL)
    too_large = form.max_bytes is not None and len(data) > form.max_bytes
    if (form.forms and "png" not in form.forms) or (too_large and (not form.forms or "jpg" in form.forms)):
        data, suffix = _jpeg(picture, form.max_bytes), ".jpg"
    path = stem.with_name(stem.name + suffix)
    with replacing(path) as part, disk_faults(path):
        part.write_bytes(data)
    return path


def _png(picture: Image.Image, level: int) -> bytes:
    file = io.BytesIO()
    picture.save(file, "PNG", compress_level=level)
    return file.getvalue()


def _jpeg(picture: Image.Image, most: int | None) -> bytes:
    """At the best quality that stays within `most` bytes."""
    for quality in (95, 90, 85, 75, 60, 40):
        file = io.BytesIO()
        picture.convert("RGB").save(file, "JPEG", quality=quality, subsampling=0)
        if most is None or file.tell() <= most:
            break
    return file.getvalue()
