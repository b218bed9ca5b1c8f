"""The files of scene templates: their text, and where their front matter ends."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from infoclip.errors import InputError, Place, Problem
from infoclip.theme.assets import built_in

CODE = "template"
REFUSED = "scene-refused"
FRONT = re.compile(r"---[ \t]*\r?\n(.*?)^---[ \t]*\r?\n", re.DOTALL | re.MULTILINE)
"""The front matter of a scene's template."""


def read_template(path: Path) -> str:
    """The text of a template's file. Raises InputError for one that cannot be read."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(Problem(f"the template cannot be read: {error}", Place(path), code=CODE)) from None


@lru_cache(maxsize=512)
def ours(path: Path) -> bool:
    """Whether the file or folder at `path` comes with infoclip, so that no designer of a clip can mend it."""
    return path.is_relative_to(built_in("templates"))
