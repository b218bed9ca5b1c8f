"""How wide logos are for their height; a lockup of emblem and name stands on a plate, where its words are seen."""

from pathlib import Path

import pytest
from PIL import Image

from infoclip.layout.placed import leaves
from infoclip.marks.marks import ImageMark
from infoclip.pipeline import compose, open_clip
from infoclip.scenes.proportion import proportion_of

THEMES = ("official", "horizon", "sadu", "paper", "pulse", "ministry")


@pytest.mark.parametrize(
    ("root", "expected"),
    [
        ('<svg viewBox="0 0 420 120">', 3.5),
        ('<?xml version="1.0"?>\n<svg xmlns="x"\n viewBox = "-5,-5, 60 120">', 0.5),
        ('<svg width="300px" height="100">', 3.0),
        ('<svg width="100%" height="100%">', 1.0),
        ('<svg stroke-width="9" height="4">', 1.0),
        ('<svg viewBox="0 0 10 0">', 1.0),
        ("no picture", 1.0),
    ],
)
def test_an_svg_says_its_proportion(tmp_path: Path, root: str, expected: float) -> None:
    path = tmp_path / "logo.svg"
    path.write_text(f"{root}</svg>", encoding="utf-8")
    assert proportion_of(path) == pytest.approx(expected)


def test_a_png_says_its_proportion_and_others_count_as_square(tmp_path: Path) -> None:
    Image.new("RGBA", (64, 20)).save(tmp_path / "a.png")
    Image.new("RGB", (64, 20)).save(tmp_path / "a.jpg")
    assert proportion_of(tmp_path / "a.png") == pytest.approx(3.2)
    assert proportion_of(tmp_path / "a.jpg") == proportion_of(tmp_path / "none.png") == 1.0


@pytest.mark.parametrize("theme", THEMES)
def test_a_lockup_is_shown_wider_than_a_mark(tmp_path: Path, theme: str) -> None:
    widths = []
    for wide in (120, 480):
        (tmp_path / "logo.svg").write_text(
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} 120"><path d="M0 0H9V9Z"/></svg>',
            encoding="utf-8",
        )
        spec = tmp_path / f"{theme}-{wide}.yaml"
        spec.write_text(
            f"title: x\ntheme: {theme}\nformats: [reel]\nbrand: {{logo: logo.svg}}\n"
            "scenes: [{scene: title, headline: خدمة}, {scene: outro, call: ابدأ الآن}]\n",
            encoding="utf-8",
        )
        scene = compose(open_clip(spec), "reel").timeline.placed(1)
        (logo,) = [leaf.mark for leaf in leaves(scene.children) if isinstance(leaf.mark, ImageMark)]
        widths.append((logo.width, logo.width / logo.height))
    (mark, square), (lockup, long) = widths
    assert square == pytest.approx(1.0)
    assert long == pytest.approx(4.0, abs=0.1)
    assert lockup > 1.45 * mark


@pytest.mark.parametrize(("wide", "shown"), [(120, True), (480, False)])
@pytest.mark.parametrize("scene", ["waffle", "progress", "gauge", "list"])
def test_ministrys_seal_holds_the_brands_mark_in_every_scene(
    tmp_path: Path, scene: str, wide: int, shown: bool
) -> None:
    (tmp_path / "logo.svg").write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} 120"><path d="M0 0H9V9Z"/></svg>',
        encoding="utf-8",
    )
    items = "[{text: هوية}, {text: عقد}]" if scene == "list" else "[{label: الصحة, fact: 40%}]"
    body = "fact: 72%" if scene == "gauge" else f"heading: عنوان, items: {items}"
    spec = tmp_path / "clip.yaml"
    spec.write_text(
        f"title: x\ntheme: ministry\nformats: [reel]\nbrand: {{logo: logo.svg}}\n"
        f"scenes: [{{scene: {scene}, {body}}}]\n",
        encoding="utf-8",
    )
    placed = compose(open_clip(spec), "reel").timeline.placed(0)
    assert any(isinstance(leaf.mark, ImageMark) for leaf in leaves(placed.children)) is shown
