"""Files that appear whole or not at all: written under a temporary name in their folder, then renamed."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from infoclip.errors import InputError, Problem, WorkError

_HINT = "choose another place with -o, or make this one writable"
PICTURES = frozenset({".png", ".jpg", ".jpeg", ".webp"})
_FILES = PICTURES | {".mp4", ".m4v", ".mov", ".webm", ".mkv", ".avi", ".gif", ".pdf", ".srt", ".vtt", ".txt", ".json"}
"""How names end that are meant for one file of ours, and never for a folder."""


def check_folder(path: Path, film: bool = False) -> None:
    """See that `path` may be a folder of outputs: no file, and not named like one; with `film` an .mp4 is none either.

    Raises InputError.
    """
    if path.is_dir():
        return
    hint = "give a folder with -o" + (", or a file that ends in .mp4" if film else "; the files in it get their names")
    if path.exists():
        raise InputError(Problem(f"cannot write into {path}: it is a file, not a folder", hint=hint, code="output"))
    if path.suffix.lower() in _FILES:
        message = f"cannot write {path}: a folder is needed here, and this is the name of a file"
        raise InputError(Problem(message, hint=hint, code="output"))


def check_picture(path: Path) -> None:
    """See that `path` is a name for a picture. Raises InputError for one that is meant for something else."""
    if path.suffix.lower() in _FILES - PICTURES:
        message = f"cannot write {path}: this is a picture, not a {path.suffix} file"
        raise InputError(Problem(message, hint="give a name that ends in .png", code="output"))


def check_writable(path: Path) -> None:
    """Make the folder of `path` and see that a file can be written there. Raises InputError when it cannot."""
    if path.is_dir():
        hint = "a file's name is needed here: give one with -o, in this folder or another"
        raise InputError(Problem(f"cannot write {path}: it is a folder", hint=hint, code="output"))
    above = next((folder for folder in path.parents if folder.exists()), None)
    if above is not None and not above.is_dir():
        message = f"cannot write {path}: {above} is a file, not a folder"
        raise InputError(Problem(message, hint="choose another place with -o", code="output"))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.stem}-", suffix=".part", dir=path.parent)
    except OSError as error:
        message = f"cannot write {path}: {error.strerror or error}"
        raise InputError(Problem(message, hint=_HINT, code="output")) from None
    os.close(handle)
    Path(name).unlink()


@contextmanager
def nothing_left(output: Path) -> Iterator[None]:
    """Takes the folders away again that were made for `output` when the work ends before a file stands in them."""
    missing = [folder for folder in (output, *output.parents) if not folder.exists()]
    try:
        yield
    except BaseException:
        for folder in missing:
            with suppress(OSError):  # what holds a finished file stays
                folder.rmdir()
        raise


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A temporary name beside `path` to write to; renamed to `path` at the end, removed when anything goes wrong.

    Raises InputError for a folder that cannot be written, WorkError when the file cannot be given its name.
    """
    check_writable(path)
    handle, name = tempfile.mkstemp(prefix=f".{path.stem}-", suffix=f".part{path.suffix}", dir=path.parent)
    os.close(handle)
    part = Path(name)
    try:
        yield part
        with disk_faults(path):
            part.chmod(0o666 & ~_umask())
            part.replace(path)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def disk_faults(path: Path) -> Iterator[None]:
    """Inside it, whatever the disk refuses (full, gone, quota) is a WorkError that names `path`."""
    try:
        yield
    except OSError as error:
        raise WorkError(f"writing {path} failed: {error.strerror or error}") from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def write_text(path: Path, text: str) -> Path:
    """Write `text` as UTF-8. Raises as `replacing`, and WorkError for a full disk."""
    with replacing(path) as part, disk_faults(path):
        part.write_text(text, encoding="utf-8")
    return path
