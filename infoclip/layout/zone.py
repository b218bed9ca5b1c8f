"""A composed scene brought into a stricter safe zone: what some platforms' interfaces cover is kept free.

The scene was composed for its format. Its world (the ground, what spans the frame, what stands at its edges) stays as
it is; its words and figures, with all that belongs to them, move as one, and become smaller as one only when they must.
A wall that rises into the composition keeps its edge where the words have it. So a composition keeps its proportions
and its drawing, and a scene that lies within the zone already stays untouched.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace as changed
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from infoclip.layout.figures import CountedBlocks
from infoclip.layout.placed import PlacedGroup, PlacedMark, PlacedNode, PlacedScene, leaves
from infoclip.marks.marks import ArtMark, CounterMark, ImageMark, Mark, PatternMark, TextMark, VideoMark
from infoclip.marks.motion import Motion
from infoclip.text.lines import Block, Line, lay_out_text
from infoclip.text.shape import Glyph
from infoclip.values.color import Shadow
from infoclip.values.formats import Format
from infoclip.values.geometry import Box

_MOVING = ("distance", "x", "y")  # what motions take in design pixels and must keep its proportion to the scene
_GAP = 24.0  # design pixels between a hanging cloth and what stands below it, at least
_CLEAR = 2.0  # design pixels kept between the content and the zone's edge, for what rounding and sub-pixels add


class Fit(Struct, frozen=True):
    """Design pixels before to design pixels after: `scale` about the frame's left top corner, then `dx`, `dy`."""

    scale: float
    dx: float
    dy: float

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where a point comes to lie."""
        return x * self.scale + self.dx, y * self.scale + self.dy

    def box(self, box: Box) -> Box:
        """Where a box comes to lie."""
        return box.scaled(self.scale).moved(self.dx, self.dy)


def room_left(format_: Format, within: Format) -> float:
    """How much of its size a composition of `format_` keeps at least in the zone of `within`: 1 is all of it."""
    own, zone = format_.safe_box(), within.safe_box()
    return min(1.0, zone.width / own.width, zone.height / own.height)


def brought_within(scene: PlacedScene, within: Format) -> PlacedScene:
    """`scene` with its words and figures inside the safe zone of `within`, which the scene has as its format then."""
    own, frame = scene.format.safe_box(rtl=scene.rtl), scene.format.box
    parts = [(node, _part(node, own, frame)) for node in scene.children]
    parts, zone = _below_hangings(parts, own, within.safe_box(rtl=scene.rtl).grown(-_CLEAR), frame)
    content = _bounds([node for node, part in parts if part == "figure"], own)
    fit = _fit(content, zone)
    if fit is None:
        return replace(scene, format=within)
    children = tuple(_brought(node, part, fit, frame) for node, part in parts)
    boxes = {name: fit.box(box) for name, box in scene.boxes.items()}
    focus = fit.point(*scene.focus) if scene.focus and scene.focus != frame.center else scene.focus
    return replace(scene, format=within, children=children, boxes=boxes, focus=focus)


Part = Literal["figure", "footing", "world"]


def _part(node: PlacedNode, own: Box, frame: Box) -> Part:
    """What a node is in its scene: words or a figure; a wall or a sea that rises from the frame's foot into the zone;
    or the world around them.
    """
    if any(isinstance(leaf.mark, TextMark | CounterMark) for leaf in leaves([node])):
        return "figure"
    box = node.box
    top, foot = box.y <= frame.y + 1, box.bottom >= frame.bottom - 1
    if _spans(box, frame) and (top or foot):
        if isinstance(node, PlacedMark) and isinstance(node.mark, ArtMark) and node.mark.draws_on:
            return "figure"  # a line that draws itself over the whole frame leads from figure to figure
        return "footing" if foot and own.y < box.y < own.bottom else "world"
    return "figure" if own.y <= box.center[1] <= own.bottom else "world"


def _spans(box: Box, frame: Box) -> bool:
    return box.x <= frame.x + 1 and box.right >= frame.right - 1


def _below_hangings(
    parts: list[tuple[PlacedNode, Part]], own: Box, zone: Box, frame: Box
) -> tuple[list[tuple[PlacedNode, Part]], Box]:
    """Words on a cloth that hangs from the frame's top stay where they are on it, if they are in the zone there. What
    was below the cloth stays below it; the zone that is left for that is given too.
    """
    for cloth, part in parts:
        box = cloth.box
        if part != "world" or not _spans(box, frame) or box.y > frame.y + 1 or not zone.y < box.bottom < zone.bottom:
            continue
        inks = {id(node): _bounds([node], own) for node, part in parts if part == "figure"}
        on = {key: ink for key, ink in inks.items() if not ink.empty and ink.bottom <= box.bottom}
        below = [ink for key, ink in inks.items() if key not in on and not ink.empty]
        gap = min((ink.y for ink in below), default=frame.bottom) - box.bottom
        if on and gap >= 0 and all(zone.holds(ink) for ink in on.values()):
            top = box.bottom + min(gap, _GAP)
            stay = [(node, "world" if id(node) in on else part) for node, part in parts]
            return stay, Box(zone.x, top, zone.width, zone.bottom - top)
    return parts, zone


def _brought(node: PlacedNode, part: Part, fit: Fit, frame: Box) -> PlacedNode:
    if part == "figure":
        return _fitted(node, fit)
    if part == "world" or not isinstance(node, PlacedMark):
        return node
    top = fit.point(node.x, node.y)[1]
    if top >= node.y:
        return replace(node, y=top)
    # What rises still stands at the frame's foot: it grows from the middle of it.
    grown = (node.box.bottom - top) / node.mark.height
    x = frame.center[0] + (node.x - frame.center[0]) * grown
    return replace(node, mark=resized(node.mark, grown), x=x, y=top)


def _bounds(nodes: Sequence[PlacedNode], own: Box) -> Box:
    """What must stay inside: the ink of all texts, and of figures what the composition itself kept in its zone.

    A glow or a ring around a figure may reach out of the zone, as it does in the composition.
    """
    found = Box(0, 0, 0, 0)
    for leaf in leaves(nodes):
        block = _block(leaf.mark)
        box = leaf.box.intersection(own) if block is None else block.ink.moved(leaf.x, leaf.y)
        if block is not None or not _reaches_out(leaf.box, own):
            found = found.union(box)
    return found


def _reaches_out(box: Box, own: Box) -> bool:
    kept = box.intersection(own)
    return kept.width * kept.height < 0.98 * box.width * box.height


def _block(mark: Mark) -> Block | None:
    if isinstance(mark, TextMark):
        return mark.block
    return mark.blocks[len(mark.blocks) - 1] if isinstance(mark, CounterMark) else None


def _fit(content: Box, zone: Box) -> Fit | None:
    """The least change that brings `content` into `zone`; None when it is there already."""
    if content.empty:
        return None
    scale = min(1.0, zone.width / content.width, zone.height / content.height)
    width, height = content.width * scale, content.height * scale
    if scale == 1:
        x = min(max(content.x, zone.x), zone.right - width)
        y = min(max(content.y, zone.y), zone.bottom - height)
    else:  # what becomes smaller stays in the middle of where it was, as far as the zone lets it
        x = min(max(content.center[0] - width / 2, zone.x), zone.right - width)
        y = min(max(content.center[1] - height / 2, zone.y), zone.bottom - height)
    if scale == 1 and (x, y) == (content.x, content.y):
        return None
    return Fit(scale, x - content.x * scale, y - content.y * scale)


def _fitted(node: PlacedNode, fit: Fit) -> PlacedNode:
    motions = tuple(_moved(motion, fit.scale) for motion in node.motions)
    if isinstance(node, PlacedGroup):
        children = tuple(_fitted(child, fit) for child in node.children)
        return replace(node, children=children, box=fit.box(node.box), motions=motions)
    x, y = fit.point(node.x, node.y)
    return replace(node, mark=resized(node.mark, fit.scale), x=x, y=y, motions=motions)


def _moved(motion: Motion, scale: float) -> Motion:
    if scale == 1 or not any(name in _MOVING for name, _ in motion.params):
        return motion
    params = tuple((name, value * scale if name in _MOVING and not isinstance(value, str) else value)
                   for name, value in motion.params)  # fmt: skip
    return replace(motion, params=params)


def resized(mark: Mark, scale: float) -> Mark:
    """`mark` at `scale` times its size, drawn anew at that size: nothing is blurred. Raises TypeError for a group."""
    if scale == 1:
        return mark
    width, height = mark.width * scale, mark.height * scale
    if isinstance(mark, TextMark):
        block, shadow = scaled_block(mark.block, scale), _shadow(mark.shadow, scale)
        texture = resized(mark.texture, scale) if mark.texture is not None else None
        assert texture is None or isinstance(texture, ArtMark | PatternMark)
        stretch = tuple((at, pixels * scale) for at, pixels in mark.stretch)
        return TextMark(width, height, block, mark.fill, shadow, mark.span_fills, texture, stretch)
    if isinstance(mark, CounterMark):
        blocks, shadow = _scaled_blocks(mark.blocks, scale), _shadow(mark.shadow, scale)
        return CounterMark(width, height, blocks, mark.fill, shadow, mark.rolls_from)
    if isinstance(mark, ArtMark):
        natural = mark.natural
        zoom = mark.zoom * scale
        return ArtMark(width, height, natural.source, natural.params, mark.bleed * scale, natural.draws_on, zoom)
    if isinstance(mark, PatternMark):
        pitch, weight, bleed = mark.pitch * scale, mark.weight * scale, mark.bleed * scale
        return replace(mark, width=width, height=height, pitch=pitch, weight=weight, bleed=bleed)
    if isinstance(mark, ImageMark):
        return replace(mark, width=width, height=height, radius=mark.radius * scale)
    if isinstance(mark, VideoMark):
        return replace(mark, width=width, height=height, radius=mark.radius * scale)
    raise TypeError(f"no way to resize {type(mark).__name__}")


def _shadow(shadow: Shadow | None, scale: float) -> Shadow | None:
    return None if shadow is None else shadow.scaled(scale)


def _scaled_blocks(blocks: Sequence[Block], scale: float) -> Sequence[Block]:
    """All values of a count, laid out alike, so that no figure jumps when the last one comes."""
    if isinstance(blocks, CountedBlocks):
        style = replace(blocks.last.style, size=blocks.last.style.size * scale)
        last = lay_out_text(blocks.last.text, style, blocks.fonts, spans=blocks.last.spans, place=blocks.place)
        return changed(blocks, last=last)
    return tuple(scaled_block(block, scale) for block in blocks)


def scaled_block(block: Block, scale: float) -> Block:
    """`block` at `scale` times its size, with the same lines: shaping is linear in the size."""
    return replace(
        block,
        style=replace(block.style, size=block.style.size * scale),
        width=block.width * scale,
        height=block.height * scale,
        lines=tuple(_scaled_line(line, scale) for line in block.lines),
        ink=block.ink.scaled(scale),
    )


def _scaled_line(line: Line, scale: float) -> Line:
    return replace(
        line,
        width=line.width * scale,
        ink_left=line.ink_left * scale,
        ink_right=line.ink_right * scale,
        baseline=line.baseline * scale,
        glyphs=tuple(_scaled_glyph(glyph, scale) for glyph in line.glyphs),
    )


def _scaled_glyph(glyph: Glyph, scale: float) -> Glyph:
    return glyph._replace(
        x=glyph.x * scale, y=glyph.y * scale, advance=glyph.advance * scale, scale=glyph.scale * scale
    )
