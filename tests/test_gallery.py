"""The galleries show what there is now: every scene in every theme, small, made by one command."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from PIL import Image

from infoclip.theme.assets import Library

DOCS = Path(__file__).parent.parent / "docs"


@pytest.fixture(scope="module")
def made() -> ModuleType:
    spec = importlib.util.spec_from_file_location("gallery", DOCS / "gallery.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["gallery"] = module
    spec.loader.exec_module(module)
    return module


def test_pages_and_pictures_are_current(made: ModuleType) -> None:
    wrong, _ = made.outdated(made.Gallery())
    assert wrong == [], "run make gallery"


def test_a_changed_word_or_look_changes_the_stamp(made: ModuleType) -> None:
    gallery = made.Gallery()
    light, dark = (made.Strip("x", (made.Frame("bars", "paper", "x", variant=name),)) for name in ("light", "dark"))
    other = made.Strip("x", (made.Frame("columns", "paper", "x", variant="light"),))
    assert len({gallery.stamp(strip) for strip in (light, dark, other)}) == 3
    assert gallery.stamp(light) == made.Gallery().stamp(light)


def test_every_scene_and_theme_has_its_picture(made: ModuleType) -> None:
    gallery, library = made.Gallery(), Library(DOCS)
    strips = {strip.name: strip for strip in gallery.strips()}
    assert {f"scenes/{name}" for name in library.scene_names()} <= set(strips)
    assert {f"themes/{name}" for name in library.theme_names()} <= set(strips)
    for strip in strips.values():
        if strip.name.startswith("scenes/"):
            assert {frame.theme for frame in strip.frames} == set(library.theme_names())
        with Image.open(strip.path) as picture:
            assert picture.width == len(strip.frames) * (made.WIDTH + made.GAP) - made.GAP
            grey = picture.convert("L")
        for place, frame in enumerate(strip.frames):
            left = place * (made.WIDTH + made.GAP)
            shown = grey.crop((left + 10, 10, left + made.WIDTH - 10, 240)).histogram()
            assert sum(map(bool, shown)) > 150, f"{strip.name} shows nothing of {frame.scene} in {frame.theme}"


def test_the_gallery_stays_small() -> None:
    assert sum(path.stat().st_size for path in (DOCS / "gallery").rglob("*")) < 3_000_000


def test_drawing_anew_gives_what_is_kept(made: ModuleType) -> None:
    """One strip, drawn now: near the committed one, whatever WebP loses."""
    gallery = made.Gallery()
    strip = next(strip for strip in gallery.strips() if strip.name == "scenes/number")
    frame = made.Strip(strip.name, strip.frames[:1])
    drawn = gallery.draw(frame).convert("RGB")
    with Image.open(strip.path) as kept:
        part = kept.convert("RGB").crop((20, 20, made.WIDTH - 20, 240))
    now = drawn.crop((20, 20, made.WIDTH - 20, 240))
    off = [abs(a - b) for a, b in zip(now.tobytes(), part.tobytes(), strict=True)]
    assert sum(off) / len(off) < 6


def test_one_scene_is_drawn_in_every_format_of_a_theme(tmp_path: Path, infoclip: Callable[..., Any]) -> None:
    picture = tmp_path / "one.png"
    assert infoclip("scenes", "number", "--theme", "paper", "--sheet", picture).code == 0
    with Image.open(picture) as sheet:
        assert sheet.width > 4 * 400  # four columns, as wide as a wide frame
        assert 2 * 460 < sheet.height < 3 * 560  # paper and its dark side
