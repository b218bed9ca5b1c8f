"""What an installation draws and encodes with, so that machines which would make other films are found at once.

Two installations with equal identities make the same film byte for byte: the same infoclip with the same templates and
fonts, the same libraries, the same ffmpeg, on the same kind of machine. Where they stand makes no difference.
"""

from __future__ import annotations

import importlib.metadata
import platform
import subprocess
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from hashlib import blake2b
from pathlib import Path

LIBRARIES = (
    "arabic-reshaper", "av", "coloraide", "hijridate", "icu4py", "jinja2", "lxml", "moviepy", "msgspec", "numpy",
    "pillow", "pydantic", "python-bidi", "resvg-py", "ruamel.yaml", "segno", "uharfbuzz",
)  # fmt: skip
CARRIERS = ("dask", "distributed")
MISSING = "missing"


@cache
def identity() -> dict[str, str]:
    """Versions and digests of this installation, by what they are of, in the order in which they are told."""
    import infoclip

    told = {"infoclip": infoclip.__version__, **carrier_identity()}
    told["machine"] = f"{platform.system()} {platform.machine()}"
    told["HarfBuzz"], told["ffmpeg"] = _harfbuzz(), _ffmpeg()
    told |= {name: _version(name) for name in LIBRARIES}
    return told | _contents()


@cache
def carrier_identity() -> dict[str, str]:
    """What carries work between machines; a scheduler needs no more than this and infoclip itself."""
    return {"Python": "{}.{}".format(*sys.version_info), **{name: _version(name) for name in CARRIERS}}


def digest_of(told: Mapping[str, str]) -> str:
    """One short digest, equal for equal identities."""
    return blake2b(repr(sorted(told.items())).encode(), digest_size=16).hexdigest()


def differences(here: Mapping[str, str], there: Mapping[str, str]) -> list[str]:
    """How another installation differs, in words: `HarfBuzz 12.1.0 instead of 12.2.0`. Empty for equal ones."""
    found = []
    for name, wanted in here.items():
        other = there.get(name, MISSING)
        if other == wanted:
            continue
        # digests mean nothing to a reader, and where the version is another the files are too
        if name not in ("program", "templates", "fonts"):
            found.append(f"{name} {other} instead of {wanted}")
        elif there.get("infoclip") == here.get("infoclip"):
            found.append(f"other files in infoclip's {name}")
    return found


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return MISSING


def _harfbuzz() -> str:
    from infoclip.text.fonts import harfbuzz_version

    return harfbuzz_version()


def _ffmpeg() -> str:
    from infoclip.errors import WorkError
    from infoclip.program import ffmpeg_exe

    try:
        said = subprocess.run([ffmpeg_exe(), "-version"], capture_output=True, text=True, check=True, timeout=60).stdout
    except (WorkError, OSError, subprocess.SubprocessError):
        return MISSING
    lines = said.splitlines()
    build = next((line for line in lines if line.startswith("configuration:")), "")
    version = lines[0].removeprefix("ffmpeg version ").split(" Copyright")[0] if lines else MISSING
    return f"{version} ({blake2b(build.encode(), digest_size=3).hexdigest()})"


def _contents() -> dict[str, str]:
    """The content of what infoclip brings itself."""
    from infoclip.theme.assets import built_in

    package = Path(__file__).resolve().parents[1]
    code = (path for path in package.rglob("*") if path.suffix in (".py", ".yaml") and "_data" not in path.parts)
    found = {"program": _digest(package, code)}
    for name in ("templates", "fonts"):
        folder = built_in(name)
        found[name] = _digest(folder, (path for path in folder.rglob("*") if not path.name.startswith(".")))
    return found


def _digest(root: Path, paths: Iterator[Path]) -> str:
    digest = blake2b(digest_size=8)
    for path in sorted(path for path in paths if path.is_file() and "__pycache__" not in path.parts):
        data = path.read_bytes()
        digest.update(f"{path.relative_to(root).as_posix()} {len(data)} ".encode() + data)
    return digest.hexdigest()
