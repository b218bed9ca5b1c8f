"""The packed icons: Lucide's whole set in one text file, an icon a line, found by halving without reading the whole.

A line is `name TAB flags TAB words TAB body`, or for another name of an icon `name TAB =flags TAB name`. Lines are in
the order of their bytes; the first begins with `#` and names the version. The flag `m` says that the icon points along
the line of reading and is turned round in right-to-left. Words are searched by; the body is SVG on a square of 24.

    python -m infoclip.theme.icon_pack FOLDER      pack an unpacked `lucide-static` with templates/icons/words.yaml
"""

from __future__ import annotations

import mmap
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

PACK = "lucide.tsv"
_MARKS = re.compile(r"[\u064b-\u065f\u0670\u0640]")
_SAME_LETTERS = str.maketrans("أإآٱىةؤئ", "اااايهوي")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_BODY = re.compile(r"<svg\b[^>]*>(.*)</svg>\s*\Z", re.DOTALL)


class PackedIcon(Struct, frozen=True):
    """An icon of the pack: its own name, words to search by, SVG on a square of 24, whether it is turned round."""

    name: str
    words: tuple[str, ...]
    body: str
    directional: bool


def find_icon(pack: Path, name: str) -> PackedIcon | None:
    """The icon called `name` in the file `pack`; None when there is no such icon, or no such file."""
    try:
        with pack.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            line = _line(data, name.encode())
            if line is None:
                return None
            fields = line.split("\t")
            if not fields[1].startswith("="):
                return _icon(fields)
            target = _line(data, fields[2].encode())
    except (OSError, ValueError):
        return None
    return _icon(target.split("\t"), fields[1]) if target else None


def _icon(fields: list[str], flags: str = "") -> PackedIcon:
    return PackedIcon(fields[0], tuple(fields[2].split(",")), fields[3], "m" in fields[1] + flags)


def _line(data: mmap.mmap, name: bytes) -> str | None:
    low, high = 0, len(data)
    while low < high:
        start = data.rfind(b"\n", low, (low + high) // 2) + 1 or low
        end = data.find(b"\n", start)
        end = len(data) if end < 0 else end
        found = data[start : data.find(b"\t", start)]
        if found == name:
            return data[start:end].decode()
        if found < name:
            low = end + 1
        else:
            high = start
    return None


def icon_rows(pack: Path) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Every name in the pack, the name of the icon it stands for, and that icon's words."""
    try:
        lines = [line.split("\t") for line in pack.read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    except OSError:
        return
    words = {fields[0]: tuple(fields[2].split(",")) for fields in lines if not fields[1].startswith("=")}
    for fields in lines:
        target = fields[2] if fields[1].startswith("=") else fields[0]
        yield fields[0], target, words.get(target, ())


def search_icons(rows: Iterator[tuple[str, str, tuple[str, ...]]], query: str) -> list[str]:
    """The names whose name or words hold all words of `query`, best first, each icon once. Arabic is matched without
    tashkeel, article and forms of hamza.
    """
    asked = [plain_word(word) for word in query.split()]
    best: dict[str, tuple[tuple[int, bool], str]] = {}
    for name, target, words in rows:
        ranks = [_rank(word, name, words) for word in asked]
        if ranks and all(rank is not None for rank in ranks):
            found = (sum(rank for rank in ranks if rank is not None), name != target), name
            best[target] = min(found, best.get(target, found))
    return [name for _, name in sorted(best.values())]


def _rank(asked: str, name: str, words: tuple[str, ...]) -> int | None:
    """How well a word fits: 0 the name itself, 1 a part of it, 2 one of its words, 3 the beginning of one."""
    if asked == name:
        return 0
    if asked in name.split("-"):
        return 1
    own = [plain_word(word) for text in words for word in text.split()]
    if asked in own or any(asked == plain_word(text) for text in words):
        return 2
    return 3 if len(asked) > 2 and any(word.startswith(asked) for word in (*own, *name.split("-"))) else None


def plain_word(word: str) -> str:
    """`word` as it is compared: lower case; Arabic without tashkeel, article, and forms of hamza, ya and ta marbuta."""
    text = _MARKS.sub("", unicodedata.normalize("NFC", word)).translate(_SAME_LETTERS).casefold()
    return text[2:] if text.startswith("ال") and len(text) > 4 else text


def pack_lines(folder: Path, words: Path) -> list[str]:
    """The lines of the pack: an unpacked `lucide-static` at `folder` with our additions in the YAML file `words`."""
    import json

    from infoclip.located import load_yaml

    ours = load_yaml(words).value
    tags = json.loads((folder / "tags.json").read_text(encoding="utf-8"))
    bodies = {path.stem: _body(path) for path in sorted((folder / "icons").glob("*.svg"))}
    arabic, mirrored, aliases = ours["arabic"], set(ours["mirrored"]), ours["aliases"]
    unknown = (set(arabic) | mirrored | set(aliases.values())) - set(bodies) - set(aliases)
    if unknown:
        raise ValueError(f"{words.name} names icons that the set does not have: {', '.join(sorted(unknown))}")
    of_body = {bodies[name]: name for name in tags}
    lines = []
    for name, body in bodies.items():
        shown = f"lucide:{name}" if name in aliases and aliases[name] != of_body[body] else name
        flags = "m" if name in mirrored else ""
        if name in tags:
            searched = [*dict.fromkeys([*map(str, tags[name]), *str(arabic.get(name, "")).split()])]
            lines.append("\t".join((shown, flags, ",".join(word.replace(",", " ") for word in searched), body)))
        elif name not in aliases:
            lines.append(f"{name}\t={flags}\t{of_body[body]}")
    lines += [
        f"{name}\t={'m' if name in mirrored else ''}\t{of_body[bodies[target]]}" for name, target in aliases.items()
    ]
    version = json.loads((folder / "package.json").read_text(encoding="utf-8"))["version"]
    head = f"# Lucide {version}, ISC licence (LICENSE-lucide.txt), packed by infoclip.theme.icon_pack"
    return [head, *sorted(lines, key=lambda line: line.split("\t")[0].encode())]


def _body(path: Path) -> str:
    found = _BODY.search(_COMMENT.sub("", path.read_text(encoding="utf-8")))
    if found is None:
        raise ValueError(f"{path} is not an icon")
    return re.sub(r"\s+", " ", found[1]).replace(" />", "/>").replace("> <", "><").strip()


def _main(folder: Path) -> None:
    from infoclip.theme.assets import built_in

    icons = built_in("templates") / "icons"
    lines = pack_lines(folder, icons / "words.yaml")
    (icons / PACK).write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    import sys

    _main(Path(sys.argv[1]))
