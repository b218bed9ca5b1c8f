"""What a row's films follow from, as one short digest: quick enough to ask of every row, and never too little.

It holds the row's whole spec, every file that a value of it names, all templates and fonts that the spec could find,
and this package with its libraries. It may change where nothing that is drawn does: then the film's content decides.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

from infoclip.campaign.rows import RowSpec
from infoclip.store import Store
from infoclip.theme.assets import Library

_MADE_BY = Store("film", "PIL", "av", "imageio_ffmpeg", "moviepy", "resvg_py", "uharfbuzz", "icu4py")
_ENDINGS = "png|jpe?g|webp|svg|gif|mp3|wav|m4a|ogg|flac|aac|srt|vtt|mp4|mov|webm|ttf|otf"
_FILE_NAME = re.compile(rf"[\w./ -]+\.(?:{_ENDINGS})", re.IGNORECASE)


class InputKeys:
    """Works out the digests of a campaign's rows; every file is read once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        library = Library(folder)
        self._roots = (*library.roots, *library.font_folders)
        self._files: dict[Path, str] = {}
        self._common = ""

    def of(self, row: RowSpec) -> str:
        """The digest of what the films of `row` follow from, beside format and quality."""
        text = json.dumps(row.values, ensure_ascii=False, sort_keys=False, default=str)
        said = repr(sorted((str(loc), text) for loc, text in row.said.items()))
        return _MADE_BY.key(self._shared(), text, said, *self._named(row.values))

    def _shared(self) -> str:
        """All templates and fonts. Files that templates name themselves are looked up in the spec's folder."""
        if not self._common:
            digest = blake2b(digest_size=16)
            named = set()
            for root in self._roots:
                for path in sorted(item for item in root.rglob("*") if item.is_file()) if root.is_dir() else ():
                    state = path.stat()
                    digest.update(
                        f"{path.relative_to(root)} {self._digest(path, state.st_size > 1_000_000)}\n".encode()
                    )
                    if path.suffix in (".xml", ".svg", ".yaml") and state.st_size < 1_000_000:
                        named |= set(_FILE_NAME.findall(path.read_text(encoding="utf-8", errors="replace")))
            for name in sorted(named):
                path = self._folder / name
                if path.is_file():
                    digest.update(f"{name} {self._digest(path)}\n".encode())
            self._common = digest.hexdigest()
        return self._common

    def _named(self, values: Any) -> Iterator[str]:
        """The content of every file that a text among `values` names."""
        for text in sorted(set(_texts(values))):
            if "." not in text or len(text) > 300 or "\n" in text:
                continue
            path = self._folder / Path(text).expanduser() if text.startswith("~") else self._folder / text
            try:
                found = path.is_file()
            except (OSError, ValueError):
                continue
            if found:
                yield f"{text} {self._digest(path)}"
                if path.suffix in (".yaml", ".yml"):  # a brand's kit: what it names belongs to it
                    yield from self._named_in(path)

    def _named_in(self, kit: Path) -> Iterator[str]:
        for name in sorted(set(_FILE_NAME.findall(kit.read_text(encoding="utf-8", errors="replace")))):
            for path in (kit.parent / name.strip(), self._folder / name.strip()):
                if path.is_file():
                    yield f"{name} {self._digest(path)}"

    def _digest(self, path: Path, large: bool = False) -> str:
        """A file's content; of a large one in the shared folders (fonts, icons) its size and time."""
        if path not in self._files:
            state = path.stat()
            self._files[path] = (
                f"{state.st_size} {state.st_mtime_ns}" if large else _content(path, state.st_size, state.st_mtime_ns)
            )
        return self._files[path]


@lru_cache(maxsize=4096)
def _content(path: Path, size: int, modified: int) -> str:
    digest = blake2b(digest_size=16)
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, str):
        yield value
