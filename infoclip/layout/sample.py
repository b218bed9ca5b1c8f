"""The sample tag: says in the picture that a clip's figures are made up. It stands in every scene of a clip whose spec
says `sample: true`, where the scene leaves room for it, so that no composition has to know of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from msgspec.structs import replace

from infoclip.layout.context import LayoutContext
from infoclip.layout.placed import PlacedMark, PlacedNode, PlacedScene, leaves
from infoclip.marks.marks import ArtMark, CounterMark, Mark, TextMark
from infoclip.scenes.elements import Element, Scene
from infoclip.text.lines import Block, TextStyle, lay_out_text
from infoclip.values.geometry import Box

ART, LIGHT = "sample-tag", "light"
_ROLE = "note"
_SIZE, _WEIGHT = 36.0, 700
_PAD, _HEIGHT = 26.0, 62.0
_AIR = 18.0
"""Between the tag and what is nearest to it, in design pixels."""
_STEP = 4.0
_HEAD, _FOOT = 0.36, 0.2
"""The shares of the safe zone's height, from its top and from its foot, in which a place is looked for."""
_PICTURED = 0.3
"""The share of the safe zone's height, from its top, that a picture takes which makes no room."""
_EXACT = 1e-6  # what the sums of fractions add
_GROUND = 0.4
"""What fills more than this share of the frame is a ground that the tag may lie on."""

Compose = Callable[[Scene, LayoutContext], PlacedScene]


def tagged(scene: Scene, context: LayoutContext, compose: Compose) -> PlacedScene:
    """`scene` as `compose` lays it out, with the words `context.sample` on a tag inside the safe zone.

    The tag stands in a corner that is free, the far one at the top first; where none is, the scene makes room for it
    above its words; and where a picture stands there that makes none, below the picture.
    """
    block = _block(context)
    width = block.width + 2 * _PAD
    placed = compose(scene, context)
    safe = placed.format.safe_box(rtl=context.rtl)
    spot = _first_free(_spots(safe, width, rtl=context.rtl), _boxes(placed.children), context)
    if spot is None:
        head = next(_spots(safe, width, rtl=context.rtl))
        lower = replace(_lowered(scene, context, compose), format=placed.format)
        if _first_free([head], _boxes(lower.children), context) is None:
            spot = _below_picture(placed, width, context)
        placed, spot = (lower, head) if spot is None else (placed, spot)
    return replace(placed, children=(*placed.children, *_marks(spot, block, scene, context, compose)))


def _lowered(scene: Scene, context: LayoutContext, compose: Compose) -> PlacedScene:
    """`scene` with room for the tag above all that keeps to the safe zone."""
    own = context.within or context.format
    room = own.within(replace(own.safe, top=own.safe.top + _HEIGHT + _AIR))
    return compose(scene, replace(context, within=room))


def _below_picture(placed: PlacedScene, width: float, context: LayoutContext) -> Box | None:
    """A free place for the tag below the head; else one on art that reaches out of the frame, which is seen in part."""
    spots = list(_down(placed.format.safe_box(rtl=context.rtl), width, rtl=context.rtl))
    inside = (node for node in leaves(placed.children) if not _reaches_out(node, placed.format.box))
    return _first_free(spots, _boxes(placed.children), context) or _first_free(spots, _boxes(inside), context)


def _block(context: LayoutContext) -> Block:
    family = context.theme.roles[_ROLE].family
    return lay_out_text(context.sample, TextStyle(family, _WEIGHT, _SIZE, 1.3), context.fonts)


def _spots(safe: Box, width: float, *, rtl: bool) -> Iterator[Box]:
    """Places for the tag, the best first: down the far edge from the top, then up both edges from the foot."""
    far, near = _edges(safe, width, rtl=rtl)
    for step in range(int(safe.height * _HEAD / _STEP)):
        yield Box(far, safe.y + step * _STEP, width, _HEIGHT)
    for x in (far, near):
        for step in range(int(safe.height * _FOOT / _STEP)):
            yield Box(x, safe.bottom - _HEIGHT - step * _STEP, width, _HEIGHT)
    for step in range(int(safe.height * _HEAD / _STEP)):
        yield Box(near, safe.y + step * _STEP, width, _HEIGHT)


def _down(safe: Box, width: float, *, rtl: bool) -> Iterator[Box]:
    """Places below the head, down the far edge, then the near one."""
    for x in _edges(safe, width, rtl=rtl):
        for step in range(int(safe.height * _PICTURED / _STEP), int((safe.height - _HEIGHT) / _STEP)):
            yield Box(x, safe.y + step * _STEP, width, _HEIGHT)


def _edges(safe: Box, width: float, *, rtl: bool) -> tuple[float, float]:
    """Where the tag begins at the far edge, at which no line begins, and at the near one."""
    return (safe.x, safe.right - width) if rtl else (safe.right - width, safe.x)


def _reaches_out(node: PlacedMark, frame: Box) -> bool:
    return isinstance(node.mark, ArtMark) and not frame.holds(node.box, _EXACT)


def _first_free(spots: Iterable[Box], boxes: Iterable[tuple[Box, bool]], context: LayoutContext) -> Box | None:
    others = list(boxes)
    return next((box for box in spots if _free(box, others, context.format.box)), None)


def _boxes(nodes: Iterable[PlacedNode]) -> Iterator[tuple[Box, bool]]:
    """Where everything of a scene is, and whether it is text: texts by their ink, everything else whole. Light has no
    edge: the tag may stand in it.
    """
    for node in leaves(nodes):
        block = _inked(node.mark)
        if block is not None:
            yield block.ink.moved(node.x, node.y), True
        elif not (isinstance(node.mark, ArtMark) and node.mark.source.path.stem == LIGHT):
            yield node.box, False


def _inked(mark: Mark) -> Block | None:
    if isinstance(mark, TextMark):
        return mark.block
    return mark.blocks[len(mark.blocks) - 1] if isinstance(mark, CounterMark) else None


def _free(box: Box, others: Iterable[tuple[Box, bool]], frame: Box) -> bool:
    """Nothing is near `box`; grounds and sheets may lie under the whole of it, but no edge of theirs across it."""
    wanted = box.grown(_AIR)
    for other, text in others:
        if not wanted.intersects(other):
            continue
        seen = other.intersection(frame)
        ground = seen.width * seen.height >= _GROUND * frame.width * frame.height
        if text or not ground or not other.holds(wanted, _EXACT):
            return False
    return True


def _marks(box: Box, block: Block, scene: Scene, context: LayoutContext, compose: Compose) -> Iterator[PlacedMark]:
    """The plate, which is art that a theme may draw its own way, and the words, which are an echo: alt text and posts
    say them once for the whole clip.
    """
    size = {"width": f"{box.width:g}", "height": f"{box.height:g}"}
    plate = Element("art", {"name": ART, "top": "0", "start": "0", **size}, place=scene.place)
    root = Element("scene", {}, (plate,), (), scene.place)
    alone = compose(replace(scene, root=root, words=""), replace(context, within=None))
    for node in alone.children:
        assert isinstance(node, PlacedMark)
        yield replace(node, x=box.x, y=box.y, id="sample-tag")
    ink = block.ink
    text = TextMark(block.width, block.height, block, context.theme.fill("ink"))
    x, y = box.center
    yield PlacedMark(text, x - ink.x - ink.width / 2, y - block.height / 2, role=_ROLE)
