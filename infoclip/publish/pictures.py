"""Pictures to files: written under a temporary name beside the target, then renamed; never half a file."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from PIL import Image

from infoclip.errors import InputError, Problem, WorkError


def save_picture(picture: Image.Image, path: Path) -> Path:
    """Write `picture` as PNG (or, by its ending, JPEG or WebP). Raises InputError for a folder that cannot be written.

    PNG is packed lightly (level 1): a preview is looked at once, and level 6 costs as much as drawing it.
    """
    kind = {".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WEBP"}.get(path.suffix.lower(), "PNG")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.stem}-", suffix=".part", dir=path.parent)
    except OSError as error:
        hint = "choose another folder with -o, or make this one writable"
        raise InputError(Problem(f"cannot write {path}: {error.strerror}", hint=hint, code="output")) from None
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            options = {"compress_level": 1} if kind == "PNG" else {"quality": 92}
            picture.save(file, kind, **options)
        part.chmod(0o644)
        part.replace(path)
    except OSError as error:
        raise WorkError(f"writing {path} failed: {error.strerror or error}") from None
    finally:
        part.unlink(missing_ok=True)
    return path
