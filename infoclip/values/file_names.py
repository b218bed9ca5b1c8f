"""What a file may be called on every system."""

from __future__ import annotations

import re

MOST_BYTES = 180
_BAD = re.compile(r'[<>:"|?*\\\x00-\x1f\x7f]')
_INVISIBLE = re.compile("[\u200b\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]")
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?\Z", re.IGNORECASE)


def name_fault(name: str) -> tuple[str, str] | None:
    """What is wrong with a file's name (folders within it are parted by /), and a hint. None for a right one."""
    if not name:
        return "the file's name is empty", "give the cell a value, or change  output:"
    parts = name.split("/")
    if name.startswith(("/", "~")) or ".." in parts or re.match(r"[A-Za-z]:", name):
        return (
            f"the file's name '{name}' leads out of the output folder",
            "names stay inside it: no .. and no / at the start",
        )
    found = _BAD.search(name)
    if found:
        shown = found[0] if found[0].isprintable() else f"U+{ord(found[0]):04X}"
        return f"the file's name '{name}' has a {shown}, which not every system allows", "take it out"
    if found := _INVISIBLE.search(name):
        return f"the file's name has the invisible character U+{ord(found[0]):04X}", "delete it from the cell"
    for part in parts:
        if not part or part != part.strip() or part.endswith(".") or part.startswith("."):
            return f"the file's name '{name}' has a part that is empty, or begins or ends with a dot or a space", ""
        if _DEVICES.match(part):
            return f"'{part}' is the name of a device on Windows", "add a word to it"
        if len(part.encode()) > MOST_BYTES:
            return f"the file's name is longer than {MOST_BYTES} bytes ({len(part)} letters)", "shorten it"
    return None
