"""`manifest.json`: every file that was written with its hash and what it is, the facts with sources, the versions."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import platform as machine
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from infoclip import __version__
from infoclip.errors import WorkError
from infoclip.film.streams import ffmpeg_version
from infoclip.publish.files import write_text
from infoclip.publish.probe import probe
from infoclip.spec.models import Spec
from infoclip.text.numerals import LocalFact, Localizer, local_fact

FORM = 1
_LIBRARIES = (
    "pillow", "uharfbuzz", "python-bidi", "arabic-reshaper", "resvg-py", "icu4py", "moviepy", "av", "imageio-ffmpeg",
)  # fmt: skip
_FILMS = (".mp4",)
_PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".gif")


@dataclass(frozen=True, slots=True)
class Listed:
    """A file of the package: what it is for (film, cover, captions ...), and for which platforms or formats."""

    path: Path
    kind: str
    platforms: tuple[str, ...] = ()
    more: Mapping[str, Any] = field(default_factory=dict)


def manifest(
    spec: Spec, localizer: Localizer, files: Iterable[Listed], folder: Path, settings: Mapping[str, Any]
) -> dict[str, Any]:
    """The manifest as plain data; paths are relative to `folder`. It holds no time: equal work gives equal files."""
    return {
        "manifest": FORM,
        "title": spec.title,
        "language": spec.locale,
        "spec": {"file": spec.path.name, "sha256": _sha(spec.path) if spec.path.is_file() else None},
        "settings": {
            "theme": spec.theme, "variant": spec.variant, "digits": spec.digits, "duration": spec.duration,
            "fps": spec.fps, **settings,
        },
        "source": spec.source,
        "author": spec.author,
        "brand": spec.brand.name,
        "facts": {name: _fact(local_fact(fact, localizer), spec) for name, fact in spec.facts.items()},
        "files": _files(files, folder),
        "versions": versions(),
    }  # fmt: skip


def write_manifest(path: Path, data: Mapping[str, Any]) -> Path:
    """Write the manifest. Raises as `files.replacing`."""
    return write_text(path, json.dumps(data, ensure_ascii=False, indent=2, default=_plain) + "\n")


def versions() -> dict[str, str]:
    """What the files were made with."""
    found = {"infoclip": __version__, "python": machine.python_version(), "system": sys.platform}
    for name in _LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed"
    return found | {"ffmpeg": ffmpeg_version()}


def _fact(fact: LocalFact, spec: Spec) -> dict[str, Any]:
    return {
        "value": fact.value,
        "text": fact.text,
        "label": fact.label,
        "source": fact.source or spec.source,
        "date": fact.date,
    }


def _files(files: Iterable[Listed], folder: Path) -> list[dict[str, Any]]:
    """All files. Equal ones (platforms often take the same film) are read back once."""
    probed: dict[str, dict[str, Any]] = {}
    return [_file(item, folder, probed) for item in files]


def _file(item: Listed, folder: Path, probed: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """One file, or a folder of numbered pictures as one entry; `probed` keeps what was read of it, by its hash."""
    try:
        shown = item.path.resolve().relative_to(folder.resolve()).as_posix()
    except ValueError:
        shown = item.path.as_posix()
    entry: dict[str, Any] = {"path": shown, "kind": item.kind}
    if item.platforms:
        entry["platforms"] = list(item.platforms)
    if item.path.is_dir():
        pictures = sorted(item.path.iterdir())
        digest = hashlib.sha256("".join(_sha(picture) for picture in pictures).encode()).hexdigest()
        return entry | {"pictures": len(pictures), "bytes": sum(p.stat().st_size for p in pictures), "sha256": digest}
    sha = _sha(item.path)
    entry |= {"bytes": item.path.stat().st_size, "sha256": sha, **item.more}
    if item.path.suffix in (*_FILMS, *_PICTURES):
        if sha not in probed:
            film = item.path.suffix in _FILMS
            probed[sha] = dataclasses.asdict(probe(item.path)) if film else _picture(item.path)
        entry["probe"] = probed[sha]
    return entry


def _picture(path: Path) -> dict[str, Any]:
    from PIL import Image

    try:
        with Image.open(path) as picture:
            return {"width": picture.width, "height": picture.height, "frames": getattr(picture, "n_frames", 1)}
    except OSError as error:
        raise WorkError(f"{path} cannot be read back: {error}") from error


def _sha(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _plain(value: object) -> object:
    """What JSON does not know: fractions as numbers, paths as text."""
    if isinstance(value, Fraction):
        return int(value) if value.denominator == 1 else float(value)
    return list(value) if isinstance(value, Sequence) else str(value)
