"""Pictures to files."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from infoclip.publish.files import replacing


def save_picture(picture: Image.Image, path: Path) -> Path:
    """Write `picture` as PNG (or, by its ending, JPEG or WebP), whole or not at all. Raises as `files.replacing`.

    PNG is packed lightly (level 1): a preview is looked at once, and level 6 costs as much as drawing it.
    """
    kind = {".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WEBP"}.get(path.suffix.lower(), "PNG")
    options = {"compress_level": 1} if kind == "PNG" else {"quality": 92}
    with replacing(path) as part:
        picture.save(part, kind, **options)
    return path
