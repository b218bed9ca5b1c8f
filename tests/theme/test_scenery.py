"""Without a picture of its topic a clip opens on a sign that suits any; a theme's own picture is asked for."""

from pathlib import Path

import pytest

from infoclip.layout.placed import leaves
from infoclip.marks.marks import ArtMark
from infoclip.pipeline import compose, open_clip


@pytest.mark.parametrize(("theme", "own"), [("pulse", "walker"), ("horizon", "pictogram"), ("ministry", "chip")])
def test_a_theme_shows_its_own_picture_only_when_asked(tmp_path: Path, theme: str, own: str) -> None:
    shown = {}
    for scenery in ("any", "theme"):
        spec = tmp_path / f"{scenery}.yaml"
        spec.write_text(
            f"title: x\ntheme: {theme}\nformats: [reel]\nscenes:\n"
            f"  - {{scene: title, headline: الإقرار الضريبي, scenery: {scenery}}}\n",
            encoding="utf-8",
        )
        scene = compose(open_clip(spec), "reel").timeline.placed(0)
        shown[scenery] = [it.mark.source.path.stem for it in leaves(scene.children) if isinstance(it.mark, ArtMark)]
    assert own in shown["theme"]
    assert own not in shown["any"]
