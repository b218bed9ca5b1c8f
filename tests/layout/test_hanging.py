"""Marks under a text keep off what stands below it."""

from pathlib import Path

import pytest

from infoclip.layout.placed import leaves
from infoclip.marks.marks import TextMark
from infoclip.pipeline import compose, open_clip


SECOND = "بإنشاء هيئة المثال للتنمية المستدامة"


@pytest.mark.parametrize("theme", ["official", "horizon", "sadu", "paper", "ministry"])
@pytest.mark.parametrize("headline", ["أَمْرٌ مَلَكِيٌّ", "خِدمةُ الهِجْنِ", "مجلس وطني"])
def test_a_title_keeps_off_its_second_line(tmp_path: Path, theme: str, headline: str) -> None:
    spec = tmp_path / "clip.yaml"
    spec.write_text(
        f"title: x\ntheme: {theme}\nformats: [reel]\nscenes:\n"
        f"  - {{scene: title, headline: {headline}, subline: {SECOND}}}\n",
        encoding="utf-8",
    )
    scene = compose(open_clip(spec), "reel").timeline.placed(0)
    texts = [leaf for leaf in leaves(scene.children) if isinstance(leaf.mark, TextMark)]
    title = next(leaf for leaf in texts if headline.startswith(leaf.mark.block.text[:4]))
    second = next(leaf for leaf in texts if leaf.mark.block.text == SECOND)
    block = title.mark.block
    tails = 0.0 if "\u0650" in headline or "\u064d" in headline else 0.13 * block.style.size
    assert title.y + block.ink.bottom <= second.y + second.mark.block.ink.y + tails + 1
