"""A carousel: one picture a scene with dots that count the pages, and the same pages as a PDF."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from infoclip.draw.shapes import circle_mask, rounded_mask
from infoclip.errors import WorkError
from infoclip.film.frames import frame_at
from infoclip.publish.files import disk_faults, replacing
from infoclip.publish.pictures import save_picture
from infoclip.publish.stills import StillLook
from infoclip.timeline.timeline import Timeline

MOST_DOTS = 24
_DOT, _GAP, _PLATE = 16.0, 18.0, 0.7
_PDF_QUALITY = 92


def carousel_pages(timeline: Timeline, look: StillLook, *, rtl: bool) -> list[Image.Image]:
    """Every scene when it has settled, with its page dots; the first page's dot stands at the side reading starts."""
    count = timeline.scene_count
    pages = []
    for index in range(count):
        picture = frame_at(timeline, timeline.still_frame(index), theme=look.theme)
        if 1 < count <= MOST_DOTS:
            _dots(picture, look, index, count, rtl=rtl)
        pages.append(picture)
    return pages


def _dots(picture: Image.Image, look: StillLook, page: int, count: int, *, rtl: bool) -> None:
    """Dots on a dark plate under the safe zone, where neither the composition's words nor a platform's buttons are."""
    scale = min(picture.size) / 1080
    dot, gap = _DOT * scale, _GAP * scale
    width, height = count * dot + (count + 1) * gap, dot + 1.6 * gap
    foot = picture.height - look.format.safe_box().bottom * picture.height / look.format.height
    left = (picture.width - width) / 2
    top = picture.height - min(foot / 2, 96 * scale) - height / 2
    size = round(width), round(height)
    deep, ink, accent = (look.theme.colors[name].rgb for name in ("deep", "ink", "accent"))
    plate = rounded_mask(size, size[1] / 2).point([round(value * _PLATE) for value in range(256)])
    picture.paste(deep, (round(left), round(top)), plate)
    for place in range(count):
        here = place == page
        radius = dot * (0.62 if here else 0.42)
        slot = count - 1 - place if rtl else place
        x, y = left + gap + dot / 2 + slot * (dot + gap), top + height / 2
        reach = round(2 * radius) + 4
        corner = round(x - reach / 2), round(y - reach / 2)
        mask = circle_mask((reach, reach), (x - corner[0], y - corner[1]), radius)
        mask = mask if here else mask.point([round(value * 0.6) for value in range(256)])
        picture.paste(accent if here else ink, corner, mask)


def write_carousel(pages: Sequence[Image.Image], stem: Path, title: str, author: str) -> list[Path]:
    """Write `pages` as STEM-1.png and so on, and STEM.pdf. Raises as `files.replacing`."""
    digits = len(str(len(pages)))
    paths = [
        save_picture(page, stem.with_name(f"{stem.name}-{number:0{digits}d}.png"))
        for number, page in enumerate(pages, start=1)
    ]
    return [*paths, write_pdf(pages, stem.with_name(f"{stem.name}.pdf"), title, author)]


def write_pdf(pages: Sequence[Image.Image], path: Path, title: str, author: str, *, resolution: float = 72.0) -> Path:
    """Write `pages` as one PDF, one picture a page, `resolution` pixels an inch. It holds no time of its making."""
    with replacing(path) as part, disk_faults(path):
        try:
            pages[0].save(
                part, "PDF", save_all=True, append_images=list(pages[1:]), resolution=resolution, title=title,
                author=author, producer="infoclip", quality=_PDF_QUALITY, subsampling=0, creationDate=None,
                modDate=None,
            )  # fmt: skip
        except ValueError as error:
            raise WorkError(f"{path.name} could not be written: {error}") from error
    return path
