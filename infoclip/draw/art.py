"""Art: SVG templates filled, made safe, drawn by resvg at the very size they have on the frame, cached by content.

An SVG can come from a stranger. What is not drawing is refused with its reason: document types and entities, scripts,
foreign objects, event attributes, imports, text (our own engine sets text), and every reference but `#id` and pictures
held inside the file. (resvg reads local files named by `<image>`; its `resources_dir` is no sandbox.)

    python -m infoclip.draw.art THEME NAME --size 1080x1920 --param k=v -o out.png      look at one piece of art
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import resvg_py
from msgspec import Struct
from msgspec.structs import replace
from PIL import Image, ImageChops

from infoclip.draw.art_values import Canvas, generators_sha, template_values
from infoclip.draw.cache import ByteCache, PictureFolder, cache_folder, image_bytes
from infoclip.draw.effects import carried_outwards, one_color, with_grain
from infoclip.draw.shapes import gradient
from infoclip.draw.svg_limits import cost_faults
from infoclip.errors import InputError, Place, Problem
from infoclip.marks.marks import ArtMark, content_key
from infoclip.values.color import Color
from infoclip.values.geometry import Box

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from lxml import etree

    from infoclip.marks.marks import Params, Value
    from infoclip.theme.theme import Theme
    from infoclip.values.color import Fill
    from infoclip.values.formats import Format

SVG = "{http://www.w3.org/2000/svg}"
MOST_BYTES = 12_000_000
MOST_NODES = 150_000
MOST_PIXELS = 64_000_000
PROGRESS_STEPS = 120
ART_VERSION = "3"
_REFUSED_TAGS = {
    "script",
    "foreignObject",
    "iframe",
    "text",
    "tspan",
    "textPath",
    "tref",
    "altGlyph",
    "handler",
    "listener",
}
_PICTURE = re.compile(r"\s*data:image/(?:png|jpe?g|gif|webp);base64,", re.IGNORECASE)
_URL = re.compile(r"url\s*\(\s*['\"]?\s*([^)'\"\s]*)", re.IGNORECASE)
_XML = re.compile(r"\A<\?xml\s[^>]*\?>\s*")
_DOCTYPE = re.compile(r"<!DOCTYPE\s+svg\s+PUBLIC\s+\"-//W3C//DTD SVG[^\[>]*>")
_VIEW_BOX = re.compile(r"\s*(?:[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?[\s,]*){4}\Z", re.IGNORECASE)
_LENGTH = re.compile(r"\s*([0-9.]+)\s*(?:px)?\s*\Z")


class Picture(Struct, frozen=True):
    """Drawn art: an RGB (opaque) or RGBA image, and where its corner is from the mark's box, in device pixels."""

    image: Image.Image
    x: int
    y: int


_memory: ByteCache[Picture] = ByteCache(4 * 1024 * 1024, lambda picture: image_bytes(picture.image))


class Drawing(Struct, frozen=True):
    """What art is drawn with, beside the mark: `scale` is device pixels a design pixel, `phase` (0..1 pixel right and
    down) where the corner of the mark's box stands within its pixel.
    """

    theme: Theme
    format: Format | None
    progress: float = 1.0
    scale: float = 1.0
    phase: tuple[float, float] = (0.0, 0.0)


def art_picture(
    mark: ArtMark, *, theme: Theme, format: Format | None, progress: float = 1.0, scale: float = 1.0
) -> Picture:
    """`mark` drawn at `scale` device pixels a design pixel, cropped to what it paints.

    `progress` 0..1 counts only for a mark that draws itself on. Raises InputError, with the template's place, for SVG
    that is unsafe, malformed or too large.
    """
    return drawn_art(mark, Drawing(theme, format, progress, scale))


def drawn_art(mark: ArtMark, drawing: Drawing) -> Picture:
    """As `art_picture`, with the corner of the mark's box anywhere within its pixel."""
    step = _step(mark, drawing)
    key = picture_key(mark, drawing)
    picture = _memory.get(key)
    if picture is not None:
        return picture
    folder = PictureFolder(cache_folder() / "art")
    found = folder.read(key)
    if found is None:
        found = _drawn(mark, drawing, step)
        folder.write(key, *found)
    return _memory.put(key, Picture(*found))


def _step(mark: ArtMark, drawing: Drawing) -> int:
    return round(min(max(drawing.progress, 0.0), 1.0) * PROGRESS_STEPS) if mark.draws_on else PROGRESS_STEPS


def picture_key(mark: ArtMark, drawing: Drawing) -> str:
    """What `drawn_art` keeps its picture under: equal for equal pictures."""
    name = drawing.format.name if drawing.format else ""
    versions = (ART_VERSION, resvg_py.__version__, generators_sha())
    place = (round(drawing.scale, 5), drawing.phase)
    return content_key(mark.key, mark.source.sha, drawing.theme.sha, name, _step(mark, drawing), *place, *versions)


def _drawn(mark: ArtMark, drawing: Drawing, step: int) -> tuple[Image.Image, int, int]:
    canvas = Canvas.around(mark.width, mark.height, mark.bleed, drawing.scale).shifted(drawing.phase)
    place = Place(mark.source.path)
    if canvas.width * canvas.height > MOST_PIXELS:
        raise InputError(
            Problem(f"this art is {canvas.width} x {canvas.height} pixels: too large", place, code="art-size")
        )
    params = dict(mark.params)
    if params.get("emblem"):
        from infoclip.draw.emblem import PLAIN_INK, as_emblem, read_emblem  # only icons that open or close a clip

        look = read_emblem(params, drawing.theme, drawing.scale)
        params |= PLAIN_INK
        mark = replace(mark, params=tuple(sorted(params.items())))
    plain = svg_text(mark.source.path) if params.get("own-file") else None
    if plain is not None and "svg_open" not in plain:
        image = _within_bleed(_own_file(plain, _without_bleed(canvas), place, _Ink(drawing.theme, params)), canvas)
    else:
        image = rasterised(sanitised(_filled(mark, drawing, step, canvas), canvas, place), place)
    if params.get("emblem"):
        image = as_emblem(image, look, own_colors=bool(params.get("own-file")) and one_color(image) is image)
    seen = params.get("seen-from"), params.get("seen-to")
    if isinstance(seen[0], float) and isinstance(seen[1], float):
        image = _between(image, canvas, mark.width, (seen[0], seen[1]))
    grain = params.get("grain", 0.0)
    if isinstance(grain, int | float):
        image = with_grain(image, float(grain))
    image, x, y = _cropped(image)
    return image, x - canvas.padding, y - canvas.padding


def _without_bleed(canvas: Canvas) -> Canvas:
    """The box alone: what a designer's file is fitted into."""
    bleeds = 2 * canvas.padding
    return canvas._replace(width=canvas.width - bleeds, height=canvas.height - bleeds, padding=0)


def _within_bleed(image: Image.Image, canvas: Canvas) -> Image.Image:
    if not canvas.padding:
        return image
    whole = Image.new("RGBA", (canvas.width, canvas.height))
    whole.paste(image, (canvas.padding, canvas.padding))
    return whole


def _filled(mark: ArtMark, drawing: Drawing, step: int, canvas: Canvas) -> str:
    from infoclip.scenes.template import fill_art  # only art that no cache holds needs the template engine

    size = (mark.width, mark.height, mark.bleed)
    values = template_values(size, mark.params, drawing.theme, drawing.format, canvas)
    values["progress"] = step / PROGRESS_STEPS
    return fill_art(mark.source, values)


def _between(image: Image.Image, canvas: Canvas, width: float, seen: tuple[float, float]) -> Image.Image:
    """What of a drawing lies between two fractions of its mark's `width`."""
    left, right = (canvas.padding + round(canvas.phase[0] + part * width * canvas.scale) for part in seen)
    shown = Image.new(image.mode, image.size)
    shown.paste(image.crop((left, 0, right, image.height)), (left, 0))
    return shown


class _Ink(Struct, frozen=True):
    """What a designer's own file is painted in: parameters `fill` (a colour, a named fill) and `flip`."""

    theme: Theme
    params: dict[str, Value | Params]

    @property
    def fill(self) -> Fill | None:
        name = self.params.get("fill")
        return self.theme.fill(name) if isinstance(name, str) else None


def svg_text(path: Path) -> str:
    """The text of an SVG file. Raises InputError for a file that is too large, or no text."""
    place = Place(path)
    try:
        if path.stat().st_size > MOST_BYTES:
            message = f"this SVG is larger than {MOST_BYTES // 1_000_000} MB"
            raise InputError(Problem(message, place, "save it without pictures and edit history", "svg-size"))
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(Problem(f"cannot read this SVG: {error.strerror}", place, code="svg")) from None
    except UnicodeDecodeError:
        raise InputError(Problem("this SVG is not UTF-8 text", place, "save it as plain SVG", "svg")) from None


def _own_file(text: str, canvas: Canvas, place: Place, ink: _Ink) -> Image.Image:
    """A designer's own SVG as an icon: one colour throughout becomes the fill, as `currentColor` is; several stay."""
    fill = ink.fill
    current = fill.hex if isinstance(fill, Color) else ""
    flip = bool(ink.params.get("flip"))
    image = rasterised(sanitised(text, canvas, place, current=current, flip=flip), place)
    flat = one_color(image)
    if fill is None or flat is image:
        return image
    alpha = flat.getchannel("A")
    if isinstance(fill, Color):
        painted = Image.new("RGB", image.size, fill.rgb)
        strength = alpha.point([round(value * fill.alpha) for value in range(256)])
    else:
        box = Box(0, 0, *image.size)
        painted, veil = gradient(fill, box, (0, 0, *image.size))
        strength = alpha if veil is None else ImageChops.multiply(alpha, veil)
    painted = painted.convert("RGBA")
    painted.putalpha(strength)
    return painted


def kept_drawing(content: tuple[object, ...], draw: Callable[[], Image.Image]) -> Image.Image:
    """What `draw` makes of a file of that `content` (its hash, its size ...), or what it made before."""
    folder = PictureFolder(cache_folder() / "art")
    key = content_key("file", *content, ART_VERSION, resvg_py.__version__)
    found = folder.read(key)
    if found is not None:
        return found[0]
    image = draw()
    folder.write(key, image, 0, 0)
    return image


def rasterised(svg: str, place: Place) -> Image.Image:
    """A sanitised SVG as an RGBA image of the size its root says. Raises InputError when resvg cannot read it."""
    try:
        png: bytes = resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True)
    except ValueError as error:
        raise InputError(Problem(f"this SVG cannot be drawn: {error}", place, code="svg")) from error
    drawn: Image.Image = Image.open(io.BytesIO(png))
    drawn.load()
    return drawn if drawn.mode == "RGBA" else drawn.convert("RGBA")  # a copy of a whole frame is 8 MB


def _cropped(image: Image.Image) -> tuple[Image.Image, int, int]:
    """RGB when nothing shows through; else cropped to what is painted, with colours fit for interpolating."""
    alpha = image.getchannel("A")
    if alpha.getextrema()[0] == 255:
        return image.convert("RGB"), 0, 0
    box = alpha.getbbox()
    if box is None:
        return Image.new("RGBA", (1, 1)), 0, 0
    painted = image.crop(box)
    flat = one_color(painted)
    return flat if flat is not painted else carried_outwards(painted), box[0], box[1]


def sanitised(
    text: str,
    canvas: Canvas,
    place: Place,
    *,
    current: str = "",
    flip: bool = False,
    covers: tuple[float, float] | None = None,
) -> str:
    """`text` as safe SVG whose root has the size of `canvas`. Raises InputError with every fault found.

    `current` is what `currentColor` stands for, `flip` turns the drawing round left to right; one that `covers` fills
    the canvas about that point (fractions of itself) where others are fitted into it.
    """
    if len(text) > MOST_BYTES:
        raise InputError(Problem(f"this SVG is larger than {MOST_BYTES // 1_000_000} MB", place, code="svg-size"))
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    if not text.strip():
        raise InputError(Problem("this SVG is empty", place, code="svg"))
    try:
        root = etree.fromstring(_without_declarations(text).encode(), parser)
    except etree.XMLSyntaxError as error:
        raise InputError(Problem(f"this SVG is not well-formed: {error.msg}", place, code="svg")) from error
    problems = list(_faults(root, place))
    if problems:
        raise InputError(problems)
    _size(root, canvas)
    if current and root.get("color") is None:
        root.set("color", current)
    if covers is not None:
        sides = [("Min", "Mid", "Max")[min(2, int(share * 3))] for share in covers]
        root.set("preserveAspectRatio", f"x{sides[0]}Y{sides[1]} slice")
    if flip:
        _turned_round(root)
    return etree.tostring(root, encoding="unicode")


def _without_declarations(text: str) -> str:
    """`text` without the XML declaration and a document type that declares nothing: drawing programs write both."""
    return _DOCTYPE.sub("", _XML.sub("", text.lstrip("\ufeff \t\r\n"), count=1), count=1)


def _turned_round(root: etree._Element) -> None:
    from lxml import etree

    left, _, width, _ = (float(part) for part in str(root.get("viewBox")).replace(",", " ").split())
    group = etree.Element(f"{SVG}g", {"transform": f"translate({2 * left + width:.6f} 0) scale(-1 1)"})
    for child in list(root):
        group.append(child)
    root.append(group)


def _faults(root: etree._Element, place: Place) -> list[Problem]:
    from lxml import etree

    refused: dict[str, None] = {}
    if root.getroottree().docinfo.internalDTD is not None:
        refused["a document type"] = None
    if root.tag != f"{SVG}svg":
        refused["a root that is not <svg> of the SVG namespace"] = None
    count = 0
    for node in root.iter():
        count += 1
        if isinstance(node.tag, str):
            refused.update(dict.fromkeys(_element_faults(node)))
        elif node.tag is etree.Entity or node.tag is etree.ProcessingInstruction:
            refused["an entity or a processing instruction"] = None
    if count > MOST_NODES:
        refused[f"more than {MOST_NODES} nodes"] = None
    else:
        refused.update(dict.fromkeys(cost_faults(root)))
    hint = "an SVG holds shapes, gradients and its own #ids only; turn text into outlines, or write it in the scene"
    return [Problem(f"this SVG holds {what}, which is refused", place, hint, "svg-unsafe") for what in refused]


def _element_faults(node: etree._Element) -> list[str]:
    from lxml import etree

    name = etree.QName(node).localname
    found = [f"<{name}>"] if name in _REFUSED_TAGS else []
    if name == "style":
        found += _style_faults("".join(map(str, node.itertext())))
    for key, text in node.attrib.items():
        value = str(text)
        attribute = etree.QName(key).localname.lower()
        if attribute.startswith("on"):
            found.append(f"the event attribute {attribute}")
        elif attribute in ("href", "src", "base"):
            if not value.lstrip().startswith("#") and not _PICTURE.match(value):
                found.append(f"a reference to '{value[:40]}'")
        elif "url" in value.lower() or "\\" in value:
            found += _style_faults(value)
    return found


def _style_faults(text: str) -> list[str]:
    lowered = text.lower()
    found = [f"{word} in a style" for word in ("@import", "@font-face", "\\") if word in lowered]
    return found + [f"a reference to '{target[:40]}'" for target in _URL.findall(text) if not target.startswith("#")]


def _size(root: etree._Element, canvas: Canvas) -> None:
    """Give the root the raster's size; a file with a coordinate system of its own keeps it, fitted and centred."""
    if root.get("viewBox") is not None and not _VIEW_BOX.match(str(root.get("viewBox"))):
        del root.attrib["viewBox"]
    if root.get("viewBox") is None:
        lengths = [_LENGTH.match(root.get(side, "")) for side in ("width", "height")]
        own = [match[1] for match in lengths if match]
        root.set("viewBox", f"0 0 {own[0]} {own[1]}" if len(own) == 2 else canvas.view_box)
    root.set("width", str(canvas.width))
    root.set("height", str(canvas.height))


if __name__ == "__main__":
    from infoclip.draw.look import main

    raise SystemExit(main())
