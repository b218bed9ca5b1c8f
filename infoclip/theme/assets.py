"""Where files are found: the spec's own folder first, then the user's, then the built-in ones; first found wins.

The spec's own `templates/` and `fonts/` stand beside it. The user's stand in `INFOCLIP_HOME`, or else in the platform's
folder for configuration. The built-in ones stand in the checkout, or inside the package when it was installed.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from infoclip.errors import InputError, Place, Problem, did_you_mean
from infoclip.theme.icon_pack import PACK, find_icon, icon_rows, search_icons
from infoclip.theme.theme import Theme

_IMPORT = re.compile(r"{%-?\s*(?:from|import|include|extends)\s+[\"']([^\"']+)[\"']")
_NAME = re.compile(r"[\w][\w-]*\Z")
_WRITTEN = frozenset({".yaml", ".yml", ".xml", ".md", ".csv"})
"""What is no picture, film or sound, and so is not offered for one."""
_FILE_NAME = re.compile(r"[\w][\w.-]*\Z")


class ArtFile(Struct, frozen=True):
    """An SVG template: its file, the hash of all text it is filled from, and the folders it may import from."""

    path: Path
    sha: str
    folders: tuple[Path, ...]
    params: tuple[tuple[str, str], ...] = ()
    """What the template needs beside what the scene gives: the drawing of a packed icon."""
    directional: bool = False
    """An icon that points along the line of reading: it is turned round in right-to-left."""


def built_in(name: str) -> Path:
    """The built-in folder `name` (`templates`, `fonts`): in the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "_data" / name
    return installed if installed.is_dir() else package.parent / name


def user_folder() -> Path:
    """The user's own folder: `INFOCLIP_HOME`, or `infoclip` in the platform's folder for configuration."""
    home = os.environ.get("INFOCLIP_HOME")
    if home:
        return Path(home).expanduser()
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming") / "infoclip"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "infoclip"
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "infoclip"


class Library:
    """Finds templates, art, icons, fonts and media by name. What it has found it remembers for its lifetime."""

    def __init__(self, spec_folder: Path | None = None) -> None:
        self.spec_folder = spec_folder
        homes = [*([spec_folder] if spec_folder else []), user_folder()]
        self.roots = _folders([*(home / "templates" for home in homes), built_in("templates")])
        self.font_folders = _folders([*(home / "fonts" for home in homes), built_in("fonts")])
        self._art: dict[tuple[str, str], ArtFile] = {}
        self._art_names: dict[tuple[Path, ...], tuple[str, ...]] = {}
        self._scene_folders: dict[str | None, tuple[Path, ...]] = {}

    def scene_folders(self, theme: str | None = None) -> tuple[Path, ...]:
        """Folders of scene templates in the order they are searched: in each root the theme's own, then the plain."""
        if theme not in self._scene_folders:
            bases = self._bases(theme) if theme else ()
            found = [
                (*(folder / "scenes" for base in bases for folder in _own(root, base)), root / "scenes")
                for root in self.roots
            ]
            self._scene_folders[theme] = _folders(folder for of_root in found for folder in of_root)
        return self._scene_folders[theme]

    def scene(self, name: str, theme: str | None = None, place: Place | None = None) -> Path:
        """The template file of scene `name`. Raises InputError with the nearest name when there is none."""
        path = _first(self.scene_folders(theme), f"{name}.xml") if _NAME.match(name) else None
        if path is None or name.startswith("_"):
            piece = ": what begins with _ is a piece that scenes import" if path is not None else ""
            hint = did_you_mean(name.lstrip("_"), self.scene_names(theme))
            raise InputError(Problem(f"there is no scene '{name}'{piece}", place, hint, "unknown-scene"))
        return path

    def scene_names(self, theme: str | None = None) -> tuple[str, ...]:
        """All scenes, in alphabetical order. Files that begin with `_` are pieces that scenes import."""
        return _names(self.scene_folders(theme), ".xml")

    def theme_folders(self, name: str, place: Place | None = None) -> tuple[Path, ...]:
        """The folders of theme `name`, its own first, then those of the theme it is based on. Raises InputError."""
        found = _folders(folder for base in self._bases(name) for root in self.roots for folder in _own(root, base))
        if not _NAME.match(name) or _first(found, "theme.yaml") is None:
            hint = did_you_mean(name, (*self.theme_names(), *self._base_names()))
            raise InputError(Problem(f"there is no theme '{name}'", place, hint, "unknown-theme"))
        return found

    def theme_names(self) -> tuple[str, ...]:
        """All themes that are found, sorted."""
        files = (file for root in self.roots for file in (root / "themes").glob("*/theme.yaml"))
        return tuple(sorted({file.parent.name for file in files}))

    def _base_names(self) -> tuple[str, ...]:
        """What a theme may begin with besides another theme."""
        return tuple(file.parent.name for root in self.roots for file in (root / "bases").glob("*/theme.yaml"))

    def theme_file(self, name: str, place: Place | None = None) -> Path:
        """The `theme.yaml` of theme `name` itself. Raises InputError when there is no such theme."""
        folders = self.theme_folders(name, place)
        found = _first((folder for folder in folders if folder.name == name), "theme.yaml")
        if found is None:
            raise InputError(Problem(f"theme '{name}' has no theme.yaml", place, code="unknown-theme"))
        return found

    def art(self, theme: Theme, name: str, place: Place | None = None) -> ArtFile:
        """The art `name` of `theme`. Raises InputError with the nearest name when the theme has none."""
        key = (theme.sha, name)
        if key not in self._art:
            folders = self._art_folders(theme)
            path = _first(folders, f"{name}.svg") if _NAME.match(name) else None
            if path is None:
                raise InputError(self._no_art(theme, name, place))
            self._art[key] = ArtFile(path, _text_hash(path, folders, theme.sha), folders)
        return self._art[key]

    def _no_art(self, theme: Theme, name: str, place: Place | None) -> Problem:
        """What every theme must have is told at the theme's own file, with where it would stand."""
        message = f"the theme '{theme.name}' has no art '{name}'"
        if not (built_in("templates") / "bases" / "plain" / "art" / f"{name}.svg").is_file():
            return Problem(message, place, did_you_mean(name, self.art_names(theme)), "unknown-art")
        file = self.theme_file(theme.name)
        hint = f"draw {file.parent.name}/art/{name}.svg, or begin the theme with 'base: plain', which brings all art"
        return Problem(message, Place(file), hint, "unknown-art")

    def art_names(self, theme: Theme) -> tuple[str, ...]:
        """All art that a theme finds, sorted."""
        if theme.folders not in self._art_names:
            self._art_names[theme.folders] = _names(self._art_folders(theme), ".svg")
        return self._art_names[theme.folders]

    def icon(self, name: str, place: Place | None = None) -> ArtFile:
        """The icon `name`, or an SVG file of the spec when it ends in `.svg`. Raises InputError when there is none.

        A file of that name in one of the icon folders wins over the pack that infoclip brings.
        """
        key = ("", name)
        if key not in self._art:
            folders = self._icon_folders()
            path: Path | None
            if name.endswith(".svg"):
                path = self.media(name, place)
            else:
                path = _first(folders, f"{name}.svg") if _NAME.match(name) and not name.startswith("_") else None
            self._art[key] = (
                ArtFile(path, _text_hash(path, folders, ""), folders) if path else self._packed_icon(name, place)
            )
        return self._art[key]

    def _packed_icon(self, name: str, place: Place | None) -> ArtFile:
        folder = built_in("templates") / "icons"
        found = find_icon(folder / PACK, name)
        if found is None:
            near = did_you_mean(name, self.icon_names())
            like = search_icons(icon_rows(folder / PACK), name.replace("-", " "))[:4]
            hint = f"some that fit: {', '.join(like)}" if like else near if near.startswith("did") else ""
            hint = hint or "search them: infoclip icons WORD"
            raise InputError(Problem(f"there is no icon '{name}'", place, hint, "unknown-icon"))
        path = folder / "_lucide.svg"
        return ArtFile(path, _text_hash(path, (folder,), ""), (folder,), (("body", found.body),), found.directional)

    def icon_names(self) -> tuple[str, ...]:
        """All icons by name, in alphabetical order: those in files, then also those of the pack."""
        return tuple(sorted({name for name, _, _ in self.icon_rows()}))

    def icon_rows(self) -> list[tuple[str, str, tuple[str, ...]]]:
        """Each icon's name, the name of the icon it stands for, and words to search it by."""
        own = [(name, name, ()) for name in _names(self._icon_folders(), ".svg")]
        taken = {name for name, _, _ in own}
        packed = icon_rows(built_in("templates") / "icons" / PACK)
        return [*own, *(row for row in packed if row[0] not in taken)]

    def media(self, name: str, place: Place | None = None) -> Path:
        """A picture, logo or sound by its path, which is relative to the spec's folder unless it is absolute.

        What is not there may be one of the samples that infoclip brings (`dunes.svg`, for examples of scenes).
        Raises InputError, with the nearest file of that folder as a hint, when there is no such file.
        """
        path = Path(name).expanduser()
        if not path.is_absolute() and self.spec_folder is not None:
            path = self.spec_folder / path
        try:
            if path.is_file():
                return path
            sample = _first((root / "media" for root in self.roots), name) if _FILE_NAME.match(name) else None
            if sample is not None:
                return sample
            near = sorted(item.name for item in path.parent.iterdir() if item.is_file() and item.suffix not in _WRITTEN)
        except (OSError, ValueError):
            near = []
        hint = did_you_mean(path.name, near) if len(near) <= 60 else ""
        hint = hint or "its path begins at the folder of the file that names it"
        raise InputError(Problem(f"there is no file '{name}'", place, hint, "file-missing"))

    def picture(self, name: str, place: Place | None = None) -> Path:
        """A picture by its path, as `media`, that begins as pictures do. Raises InputError."""
        path = self.media(name, place)
        try:
            with path.open("rb") as file:
                head = file.read(512)
        except OSError as error:
            raise InputError(Problem(f"cannot read '{name}': {error.strerror}", place, code="image")) from None
        said = _not_a_picture(head)
        if said:
            raise InputError(Problem(f"'{name}' {said[0]}", place, said[1], "image"))
        return path

    def _art_folders(self, theme: Theme) -> tuple[Path, ...]:
        """The theme's own art, then what every theme has that draws none of its own."""
        return _folders(folder / "art" for folder in (*theme.folders, *self.roots))

    def _icon_folders(self) -> tuple[Path, ...]:
        return _folders(root / "icons" for root in self.roots)

    def _bases(self, theme: str) -> tuple[str, ...]:
        """`theme` and the themes it is based on. The line is read as text: the loader reads and checks the whole."""
        names: list[str] = []
        name: str | None = theme
        while name and _NAME.match(name) and name not in names:
            names.append(name)
            file = _first((folder for root in self.roots for folder in _own(root, name)), "theme.yaml")
            text = file.read_text(encoding="utf-8", errors="replace") if file else ""
            found = re.search(r"^base:\s*[\"']?([\w-]+)", text, re.MULTILINE)
            name = found[1] if found else None
        return tuple(names)


_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"RIFF", b"BM", b"II*\x00", b"MM\x00*", b"<", b"\xef\xbb\xbf<")
"""How JPEG, PNG, GIF, WebP, BMP, TIFF and SVG files begin."""


def _not_a_picture(head: bytes) -> tuple[str, str] | None:
    """Why a file that begins with `head` is no picture, and what to do; None when it may be one."""
    if not head:
        return "is empty", "copy or save it again"
    brand = head[8:12] if head[4:8] == b"ftyp" else b""
    if brand in (b"heic", b"heix", b"mif1", b"msf1"):
        return "is a HEIC photo, which cannot be read", "save it as JPEG or PNG"
    if brand in (b"avif", b"avis") or head.lstrip().startswith(_PICTURES):
        return None
    if brand or head.startswith(b"\x1aE\xdf\xa3"):
        return "is a video", "show it with the scene video"
    return "is not a picture", "give it as JPEG, PNG, WebP or SVG"


def _own(root: Path, name: str) -> tuple[Path, Path]:
    """Where a theme stands in a root: among the themes, or among what is only there to begin with (`plain`)."""
    return root / "themes" / name, root / "bases" / name


def _folders(candidates: Iterable[Path]) -> tuple[Path, ...]:
    return tuple(dict.fromkeys(folder for folder in candidates if folder.is_dir()))


def _first(folders: Iterable[Path], name: str) -> Path | None:
    return next((folder / name for folder in folders if (folder / name).is_file()), None)


def _names(folders: Iterable[Path], suffix: str) -> tuple[str, ...]:
    files = (file for folder in folders for file in folder.glob(f"*{suffix}"))
    return tuple(sorted({file.stem for file in files if not file.name.startswith("_")}))


def _text_hash(path: Path, folders: tuple[Path, ...], seed: str) -> str:
    """The hash of `seed` and of all text that filling `path` can read."""
    digest = hashlib.blake2b(seed.encode(), digest_size=12)
    for data in texts_of(path, folders):
        digest.update(data + b"\x00")
    return digest.hexdigest()


def texts_of(path: Path, folders: tuple[Path, ...]) -> Iterator[bytes]:
    """All text that filling the template at `path` can read: the file and, in turn, what it imports."""
    waiting, seen = [path], set()
    while waiting:
        file = waiting.pop(0)
        if file in seen or not file.is_file():
            continue
        seen.add(file)
        data = file.read_bytes()
        yield data
        names = _IMPORT.findall(data.decode("utf-8", "replace"))
        waiting += [found for name in names if (found := _first(folders, name)) is not None]
