"""The layout stage: elements become marks at fixed places, with their motions. Direction is resolved here, once."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from infoclip.errors import InputError, Problem, did_you_mean
from infoclip.layout.ahead import brought_forward, seconds_ahead
from infoclip.layout.build import Builder
from infoclip.layout.constraints import Constraints
from infoclip.layout.context import LayoutContext, Surroundings
from infoclip.layout.media import with_shades
from infoclip.layout.placed import PlacedNode, PlacedScene
from infoclip.layout.placing import Findings, Placing
from infoclip.layout.text import LEGIBLE
from infoclip.layout.zone import brought_within
from infoclip.scenes.elements import Element, Length, Scene, attribute_fault, length, number, word, words
from infoclip.values.geometry import Box

__all__ = ["LayoutContext", "lay_out"]


def lay_out(scene: Scene, context: LayoutContext) -> PlacedScene:
    """`scene` in `context.format`. Raises InputError with everything that is wrong or does not fit.

    Where only room is missing, text may first become smaller than the composition wants: a designer would do the same.
    With `context.within` what stands outside its safe zone is brought into it; with `context.sample` it is tagged.
    """
    if context.sample:
        from infoclip.layout.sample import tagged  # few clips are samples

        return tagged(scene, context, _fitting)
    return _fitting(scene, context)


def _fitting(scene: Scene, context: LayoutContext) -> PlacedScene:
    placed = _composed(scene, context)
    if context.within is None:
        return placed
    brought = brought_within(placed, context.within)
    return replace(brought, children=tuple(with_shades(brought.children, brought.boxes)))


def _composed(scene: Scene, context: LayoutContext) -> PlacedScene:
    try:
        return _laid_out(scene, context)
    except InputError as error:
        if context.yielding or any(not problem.code.endswith("-overflow") for problem in error.problems):
            raise InputError(_for_designers(item, scene, context.format.name) for item in error.problems) from None
        refusal = error
    for floor in (LEGIBLE, 0.0):  # what nobody reads is told by a check; better than no picture at all
        try:
            return _laid_out(scene, replace(context, yielding=True, floor=floor))
        except InputError:
            continue
    raise refusal from None


def _laid_out(scene: Scene, context: LayoutContext) -> PlacedScene:
    frame = context.format.box
    problems: list[Problem] = []
    root = Builder(problems).build(scene.root, Surroundings(context, context.rtl))
    if problems or root is None:
        told = [_for_designers(problem, scene, context.format.name) for problem in problems]
        raise InputError(told or Problem("the whole scene is hidden", scene.place))
    fragment = root.solve(Constraints(frame.width, frame.width, frame.height, frame.height))
    out: list[PlacedNode] = []
    findings = Findings()
    placing = Placing(out, findings, context.theme.defaults, frame)
    placing.note(root, fragment, frame)
    try:
        root.place(fragment, frame, placing)
        out = with_shades(out, findings.boxes)
    except InputError as error:
        findings.faults.extend(error.problems)
    if findings.problems:
        raise InputError(_for_designers(item, scene, context.format.name) for item in _in_order(findings.problems))
    exit_seconds = number(scene.root, "exit-seconds", _default_exit(context.theme.defaults), 0, 5)
    return PlacedScene(
        name=scene.name,
        number=scene.number,
        format=context.format,
        children=brought_forward(out, seconds_ahead(scene, context.theme.defaults)),
        words=scene.words,
        seconds=scene.seconds,
        transition=scene.transition or word(scene.root, "transition", None),
        focus=_focus(scene.root, findings.boxes, frame, rtl=root.rtl),
        exit_seconds=exit_seconds,
        boxes=findings.boxes,
        rtl=root.rtl,
        place=scene.place,
        transition_place=scene.transition_place,
    )


def _in_order(problems: list[Problem]) -> list[Problem]:
    """Once each, in the order of the template's lines."""
    unique = dict.fromkeys(problems)
    return sorted(unique, key=lambda item: (str(item.place.path), item.place.line) if item.place else ("", 0))


def _for_designers(problem: Problem, scene: Scene, format_name: str) -> Problem:
    """What does not fit or has no glyph, at the scene in the spec, where the words are; the hint tells the line."""
    place = problem.place
    if place is None or place.path == scene.place.path:
        return problem
    if problem.code == "video":
        return replace(problem, place=scene.place)
    if not problem.code.endswith("-overflow") and problem.code != "missing-glyph":
        return problem
    told = (
        scene.name if problem.code == "missing-glyph" else f"{scene.name}, {format_name}"
    )  # a glyph lacks in every format
    message = f"scene {scene.number} ({told}): {problem.message}"
    hint = f"{problem.hint} ({place.path.name}, line {place.line})"
    return replace(problem, message=message, place=scene.place, hint=hint)


def _default_exit(defaults: Mapping[str, str]) -> float:
    try:
        return float(defaults.get("exit-seconds", "0.3"))
    except ValueError:
        return 0.3


def _focus(root: Element, boxes: Mapping[str, Box], frame: Box, *, rtl: bool) -> tuple[float, float]:
    """Where the leaving transition opens: the centre of `#id`, or `x y` from the start and top edges, or the middle."""
    parts = words(root, "focus")
    if not parts:
        return frame.center
    if len(parts) == 1 and parts[0].startswith("#"):
        box = boxes.get(parts[0][1:])
        if box is None:
            hint = did_you_mean(parts[0][1:], boxes)
            raise attribute_fault(root, "focus", f"no element has the id '{parts[0][1:]}'", hint)
        return box.center
    if len(parts) != 2:
        raise attribute_fault(root, "focus", f"focus is '{' '.join(parts)}'; it must be #id or two lengths")
    x, y = (_share(root, part, whole) for part, whole in zip(parts, (frame.width, frame.height), strict=True))
    return (frame.width - x if rtl else x), y


def _share(root: Element, part: str, whole: float) -> float:
    found = length(Element(root.tag, {"focus": part}, place=root.place), "focus", Length(0.0))
    return found.of(whole)
