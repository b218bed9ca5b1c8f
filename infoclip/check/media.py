"""Every picture of a scene is read once as drawing will read it, so that no half film is written over a damaged one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from infoclip.draw.art import art_picture
from infoclip.draw.images import picture_size, small_picture, verify_picture
from infoclip.errors import InputError, Place, Problem
from infoclip.layout.placed import PlacedNode, PlacedScene, leaves
from infoclip.marks.marks import ArtMark, ImageMark
from infoclip.spec.models import Spec
from infoclip.theme.theme import Theme
from infoclip.values.color import Color

Loc = tuple[str | int, ...]

_LOGOS = ("logo", "logo_dark", "logo_light")
_SMALL = 96.0
"""How large a designer's icon is drawn to see whether it can be, in device pixels."""
_FAINT = 1.3
"""A logo of which no tenth has more contrast with what lies under it cannot be seen."""
_COARSE = 1.75
"""A photo whose pixels are drawn larger than so many of the frame's looks blurred on a phone."""
_right: set[str] = set()


def unreadable(scene: PlacedScene, spec: Spec, theme: Theme) -> Iterator[Problem]:
    """What is wrong with the pictures, logos and icons of `scene`, told where `spec` names the file."""
    for mark in _pictures(scene.children):
        sha = mark.sha if isinstance(mark, ImageMark) else mark.source.sha
        if sha in _right:
            continue
        try:
            _verify(mark, scene, theme)
            _right.add(sha)
        except InputError as error:
            yield from told_in_spec(error.problems, spec, scene.place)


def _verify(mark: ImageMark | ArtMark, scene: PlacedScene, theme: Theme) -> None:
    if isinstance(mark, ImageMark):
        verify_picture(mark)
    else:
        scale = min(1.0, _SMALL / max(mark.width, mark.height))
        art_picture(mark, theme=theme, format=scene.format, scale=scale)


def faint_logo(spec: Spec, theme: Theme, scenes: Iterable[PlacedScene]) -> Iterator[Problem]:
    """A brand's logo that the theme lays on a ground of nearly its own colour: white on white."""
    ground = theme.colors["logo-ground"]
    name = spec.brand.logo_on(ground.is_dark)
    file = spec.folder / Path(name).expanduser() if name else None
    pictures = (mark for scene in scenes for mark in _pictures(scene.children) if isinstance(mark, ImageMark))
    mark = next((mark for mark in pictures if mark.path == file), None)
    if mark is None or _strongest(mark, ground) >= _FAINT:
        return
    side = "dark" if ground.is_dark else "light"
    wanted = f"logo_{side}"
    key = next(key for key in (wanted, *_LOGOS) if getattr(spec.brand, key) == name)
    yield Problem(
        f"the logo '{name}' can hardly be seen: '{theme.name}' shows it on a {side} ground",
        spec.place_of(("brand", key)),
        f"give the logo for {side} grounds: {wanted}: ...",
        "faint-logo",
        "warning",
    )


def _strongest(mark: ImageMark, ground: Color) -> float:
    """The contrast that a tenth of the picture's ink has with `ground` or exceeds."""
    drawn = small_picture(mark).convert("RGBA").resize((32, 32)).tobytes()
    inks = [Color(*drawn[at : at + 3]) for at in range(0, len(drawn), 4) if drawn[at + 3] > 127]
    found = sorted((ink.contrast(ground) for ink in inks), reverse=True)
    return found[len(found) // 10] if found else 21.0


def coarse_pictures(spec: Spec, scenes: Iterable[PlacedScene]) -> Iterator[Problem]:
    """Photos and logos with too few pixels for the largest room that they fill in `scenes`, those of all formats."""
    found: dict[Path, tuple[float, Place | None]] = {}
    for scene in scenes:
        for mark in _pictures(scene.children):
            if isinstance(mark, ImageMark) and mark.path.suffix.lower() != ".svg":
                drawn = _enlarged(mark)
                if drawn > max(_COARSE, found.get(mark.path, (0.0,))[0]):
                    found[mark.path] = drawn, _named(mark.path, spec) or scene.place
    for path, (drawn, place) in found.items():
        width, height = picture_size(path)
        yield Problem(
            f"'{path.name}' is blurred: its {width} x {height} pixels are drawn {drawn:.1f} times as large",
            place,
            f"give a larger one, of {width * drawn / _COARSE:.0f} x {height * drawn / _COARSE:.0f} or more, "
            "or one in the shape of the frame",
            "coarse-picture",
            "warning",
        )


def _enlarged(mark: ImageMark) -> float:
    """How many pixels of the frame a pixel of the picture is wide."""
    width, height = picture_size(mark.path)
    sides = mark.width / width, mark.height / height
    return max(sides) if mark.fit == "cover" else min(sides)


def told_in_spec(problems: Iterable[Problem], spec: Spec, otherwise: Place | None = None) -> list[Problem]:
    """`problems`, those of a file that `spec` names told where it does; else at the place `otherwise`, when given.

    The file's own name, and its line where that is known, begin the message.
    """
    return [_told(problem, spec, otherwise) for problem in problems]


def _told(problem: Problem, spec: Spec, otherwise: Place | None) -> Problem:
    own = problem.place
    if own is None or own.path == spec.path:
        return problem
    place = _named(own.path, spec) or otherwise
    if place is None:
        return problem
    line = f", line {own.line}" if own.line else ""
    return replace(problem, message=f"'{own.path.name}'{line}: {problem.message}", place=place)


def _named(path: Path, spec: Spec) -> Place | None:
    """Where `spec` names the file `path` for the first time; a sample of infoclip's is named without its folder."""
    brand = [(("brand", key), getattr(spec.brand, key)) for key in _LOGOS]
    given = ((("scenes", index), scene.parameters) for index, scene in enumerate(spec.scenes))
    for loc, text in (*_texts(given), *brand):
        if text and (spec.folder / Path(text).expanduser() == path or text == path.name):
            return spec.place_of(loc)
    return None


def _texts(values: Iterable[tuple[Loc, Any]]) -> Iterator[tuple[Loc, str]]:
    for loc, value in values:
        if isinstance(value, str):
            yield loc, value
        elif isinstance(value, Mapping):
            yield from _texts(((*loc, key), item) for key, item in value.items())
        elif isinstance(value, list | tuple):
            yield from _texts(((*loc, index), item) for index, item in enumerate(value))


def _pictures(nodes: tuple[PlacedNode, ...]) -> Iterator[ImageMark | ArtMark]:
    """The marks of `nodes` that are files of the designer's: photos, logos, and icons that are files of their own."""
    for node in leaves(nodes):
        if isinstance(node.mark, ImageMark) or (
            isinstance(node.mark, ArtMark) and any(name == "own-file" for name, _ in node.mark.params)
        ):
            yield node.mark
