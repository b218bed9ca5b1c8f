"""The markup of a filled scene template, parsed into elements. The only file of this stage that touches lxml.

`number_lines` runs before Jinja: it writes into every start tag where it stands in the template. Loops and imports then
cannot blur it, and every element knows its own line however often Jinja repeated it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from lxml import etree
from msgspec import Struct, field

from infoclip.errors import InputError, Place, Problem, did_you_mean
from infoclip.scenes.attributes import ATTRIBUTES, CHILDREN, COMMON, FREE, INLINES, MEANT, NESTED
from infoclip.scenes.elements import LINE_BREAK, Element, Inline, attribute_place

MAX_CHARACTERS = 2_000_000
MAX_ELEMENTS = 4_000
MAX_DEPTH = 40

_HERE = "at."
_JINJA = re.compile(r"{#.*?#}|{%.*?%}|{{.*?}}|<!--.*?-->", re.DOTALL)
_START_TAG = re.compile(r"<([A-Za-z_][\w.-]*)")
_STAMP = re.compile(rf' {re.escape(_HERE)}="(\d+)-(\d+)-([^"]*)"')
_SPACES = re.compile(r"[ \t\r\n]+")
_CODE = "markup"

Find = Callable[[str], Path]


def number_lines(source: str, file: str = "") -> str:
    """`source` with the line, the column and the `file` it stands in written into every start tag outside Jinja."""
    starts = [0, *(match.end() for match in re.finditer("\n", source))]

    def stamp(match: re.Match[str]) -> str:
        line = bisect_right(starts, match.start())
        return f'{match[0]} {_HERE}="{line}-{match.start() - starts[line - 1] + 1}-{file}"'

    pieces: list[str] = []
    last = 0
    for hidden in [*_JINJA.finditer(source), None]:
        stop = hidden.start() if hidden else len(source)
        pieces += _stamped(source, last, stop, stamp)
        if hidden:
            pieces.append(hidden[0])
            last = hidden.end()
    return "".join(pieces)


def restamped(written: str, place: Place, file: str, moved: Callable[[str], bool]) -> str:
    """`written` with all its elements that stand in a file which is to be `moved` standing at `place` in `file`."""

    def stamp(match: re.Match[str]) -> str:
        return f' {_HERE}="{place.line}-{place.column}-{file}"' if match[3] and moved(match[3]) else match[0]

    return _STAMP.sub(stamp, written)


def _stamped(source: str, start: int, stop: int, stamp: Callable[[re.Match[str]], str]) -> Iterator[str]:
    for match in _START_TAG.finditer(source, start, stop):
        yield source[start : match.start()]
        yield stamp(match)
        start = match.end()
    yield source[start:stop]


def parse_markup(xml: str, place: Place, find: Find | None = None) -> Element:
    """The filled markup `xml` of the template at `place` as its root element.

    `find` gives the path of an imported file that `number_lines` named. Raises InputError with every fault found, each
    at its line of the template: markup that is not well formed, unknown elements and attributes, text out of place.
    """
    if len(xml) > MAX_CHARACTERS:
        raise InputError(
            Problem(f"the filled template is longer than {MAX_CHARACTERS:,} characters", place, code=_CODE)
        )
    root = _parse(xml, place, find)
    reader = _Reader(place, find)
    element = reader.element(root, None, 0) if root.tag == "scene" else None
    if element is None and not reader.problems:
        reader.say(root, "the outermost element must be <scene>")
    if element is None or reader.problems:
        raise InputError(sorted(reader.problems, key=lambda problem: problem.place.line if problem.place else 0))
    return element


def _parse(xml: str, place: Place, find: Find | None) -> Any:
    """The tree of `xml`. No document type, so no entities; no network; libxml2's own limits stay on."""
    if "<!DOCTYPE" in xml:
        raise InputError(Problem("<!DOCTYPE> is not allowed in a scene", place, "delete it", _CODE))
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(xml.strip().encode(), parser)
    except etree.XMLSyntaxError as error:
        raise InputError(_syntax_problem(error, xml.strip(), place, find)) from None


def _syntax_problem(error: Any, xml: str, place: Place, find: Find | None) -> Problem:
    line, column = error.position
    lines = xml.splitlines(keepends=True)
    before = "".join(lines[: line - 1]) + (lines[line - 1][:column] if 0 < line <= len(lines) else "")
    stamps = list(_STAMP.finditer(before))
    message = str(error.msg or "this is not well-formed XML").split(", line ")[0]
    message = re.sub(r" line \d+( and |$)", r"\1", message)  # it counts the filled lines, not the template's
    message = _plain(message)
    hint = "every <tag> needs its </tag> or ends with />; write &lt; for < and &amp; for &"
    where = _stamped_place(stamps[-1][1], stamps[-1][2], stamps[-1][3], place, find) if stamps else place
    return Problem(f"the markup is not well formed: {message}", where, hint, _CODE)


def _plain(message: str) -> str:
    """libxml2's commonest complaints, said plainly."""
    if found := re.match(r"Opening and ending tag mismatch: ([\w:-]+)(?: and| ) ?([\w:-]+)", message):
        return f"<{found[1]}> is not ended before </{found[2]}>"
    if message.startswith(("xmlParseEntityRef", "EntityRef")):
        return "a '&' stands by itself"
    if found := re.match(r"Premature end of data in tag ([\w:-]+)", message):
        return f"<{found[1]}> is not ended"
    return message


def _stamped_place(line: str, column: str, file: str, place: Place, find: Find | None) -> Place:
    path = find(file) if file and find is not None else place.path
    return Place(path, int(line), int(column))


class _Reader(Struct):
    """Turns lxml's tree into elements and gathers what is wrong with it."""

    place: Place
    find: Find | None
    problems: list[Problem] = field(default_factory=list)
    count: int = 0
    marks: int = 0

    def element(self, node: Any, parent: str | None, depth: int) -> Element | None:
        self.count += 1
        if self.count > MAX_ELEMENTS or depth > MAX_DEPTH:
            if self.count == MAX_ELEMENTS + 1 or depth > MAX_DEPTH:
                limit = f"more than {MAX_ELEMENTS} elements" if depth <= MAX_DEPTH else f"more than {MAX_DEPTH} levels"
                self.say(node, f"the scene has {limit}")
            return None
        tag = str(node.tag) if isinstance(node.tag, str) else ""
        if not self._known(node, tag, parent):
            return None
        attributes = self._attributes(node, tag)
        inlines = self._inlines(node) if tag == "text" else ()
        children = () if tag == "text" else self._children(node, tag, depth)
        return Element(tag, attributes, children, inlines, self.where(node))

    def say(self, node: Any, message: str, hint: str = "") -> None:
        self.problems.append(Problem(message, self.where(node), hint, _CODE))

    def where(self, node: Any) -> Place:
        """The place of `node` in the template: as stamped, or by lxml's own line where nothing was stamped."""
        stamp = node.get(_HERE) if isinstance(node.tag, str) else None
        if stamp is None:
            up = node.getparent()
            return Place(self.place.path, node.sourceline or self.place.line) if up is None else self.where(up)
        line, column, file = stamp.split("-", 2)
        place = _stamped_place(line, column, file, self.place, self.find)
        return Place(place.path, place.line, place.column, len(str(node.tag)) + 1)

    def _known(self, node: Any, tag: str, parent: str | None) -> bool:
        if tag not in ATTRIBUTES:
            ordinary = [name for name in ATTRIBUTES if name not in NESTED]
            hint = "it stands only inside <text>" if tag in INLINES else did_you_mean(tag, ordinary)
            self.say(node, f"there is no element <{tag}>", hint)
            return False
        allowed = CHILDREN.get(parent or "", frozenset(ATTRIBUTES) - NESTED)
        if parent is None:
            allowed = frozenset({"scene"})
        if allowed is None or tag not in allowed:
            self.say(node, f"<{tag}> cannot stand in <{parent}>")
            return False
        return True

    def _attributes(self, node: Any, tag: str) -> dict[str, str]:
        known = ATTRIBUTES[tag] | COMMON
        attributes: dict[str, str] = {}
        for name, value in node.attrib.items():
            if name == _HERE:
                continue
            if name not in known and tag not in FREE:
                own = ATTRIBUTES[tag] or COMMON
                near = did_you_mean(name, known)
                meant = MEANT.get(name, "") if not near.startswith("did") else ""
                hint = f"did you mean '{meant}'?" if meant in known else near if near.startswith("did") else ""
                hint = hint or f"known here: {', '.join(sorted(own))}, and what every element takes"
                place = attribute_place(self.where(node), str(name))
                self.problems.append(Problem(f"<{tag}> has no attribute '{name}'", place, hint, _CODE))
            attributes[name] = value.replace(LINE_BREAK, " ")
        return attributes

    def _children(self, node: Any, tag: str, depth: int) -> tuple[Element, ...]:
        loose = [node.text or "", *(child.tail or "" for child in node)]
        stray = next((text.strip() for text in loose if text.strip()), "")
        if stray:
            self.say(node, f"the text '{stray[:40]}' stands in <{tag}>", "put it in <text>...</text>")
        return tuple(found for child in node if (found := self.element(child, tag, depth + 1)) is not None)

    def _inlines(self, node: Any) -> tuple[Inline, ...]:
        return _collapsed(list(self._stretches(node, Inline(""), 0)))

    def _stretches(self, node: Any, style: Inline, depth: int) -> Iterator[Inline]:
        """The stretches of text in `node`, not yet collapsed; a line break is a `LINE_BREAK`."""
        yield _with_text(style, node.text or "")
        for child in node:
            tag = str(child.tag) if isinstance(child.tag, str) else "&entity;"
            if tag not in INLINES or depth > MAX_DEPTH:
                self.say(child, f"<{tag}> cannot stand inside <text>", did_you_mean(tag, INLINES))
            elif tag == "br":
                yield _with_text(style, LINE_BREAK)
            else:
                yield from self._stretches(child, self._styled(child, tag, style), depth + 1)
            yield _with_text(style, child.tail or "")

    def _styled(self, node: Any, tag: str, style: Inline) -> Inline:
        for name in node.attrib:
            if name != _HERE and name not in INLINES[tag]:
                self.say(node, f"<{tag}> has no attribute '{name}'", did_you_mean(name, INLINES[tag]))
        weight = 700 if tag == "b" else style.weight
        if node.get("weight"):
            weight = int(self._number(node, "weight", 100, 900))
        scale = self._number(node, "scale", 0.2, 4) if node.get("scale") else 1.0
        mark = style.mark
        if tag == "mark":
            self.marks += 1
            given = {str(name): str(value) for name, value in node.attrib.items() if name != _HERE}
            mark = (("n", str(self.marks)), *sorted(given.items()))
        return Inline("", weight, node.get("color") or style.color, style.scale * scale, mark)

    def _number(self, node: Any, name: str, low: float, high: float) -> float:
        try:
            value = float(node.get(name))
        except ValueError:
            value = low - 1
        if not low <= value <= high:
            self.say(node, f"{name} is '{node.get(name)}'; it must be a number from {low:g} to {high:g}")
            return low
        return value


def _with_text(style: Inline, text: str) -> Inline:
    return Inline(text, style.weight, style.color, style.scale, style.mark)


def _collapsed(stretches: list[Inline]) -> tuple[Inline, ...]:
    """Stretches with runs of spaces made one, none at either end or around a line break, which becomes a newline.

    No-break spaces and the direction marks of Unicode are content and stay.
    """
    kept: list[Inline] = []
    ends_open = False  # whether what stands before wants no space after it: the beginning or a line break
    spaced = False  # whether a space is owed before the next letter
    fresh = True
    for stretch in stretches:
        out = []
        for part in re.split(f"({LINE_BREAK})", _SPACES.sub(" ", stretch.text)):
            if part == LINE_BREAK:
                out.append("\n")
                ends_open, spaced = True, False
                continue
            words = part.strip(" ")
            owed = spaced or part.startswith(" ")
            if not words:
                spaced = owed
                continue
            if owed and not (fresh or ends_open):
                out.append(" ")
            out.append(words)
            fresh = ends_open = False
            spaced = part.endswith(" ")
        if out:
            kept.append(_with_text(stretch, "".join(out)))
    return tuple(kept)
