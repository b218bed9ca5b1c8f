"""Every text of every scene on the pixels behind it, and in its place, at five moments of the scene.

The moments are the first frame after the transition into the scene, a quarter of its time, its frame at rest, three
quarters, and the last frame before the transition out of it. At each of them every text that has arrived and not begun
to leave must have 4.5:1 (3:1 when it is large) as it is drawn then: on a ground that moves, under light that passes,
amid a count. It must stand in the safe zone, where it is then, and over no other such text. A text that is on its way
is not measured, for it is faint on purpose; but where half of it or more shows, none of it is outside the frame. Art
may bleed out of it by design. No text escapes: each one must be measured at one of the five moments at least.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from matrix_cases import SCENES
from matrix_pictures import EVERY, LOOKS, MOMENTS, THEMES, Look, Pictures, at_moment, moments, text_contrast

from infoclip.check.drawn import seen
from infoclip.check.placing import outside_frame, outside_safe_zone, overlapping
from infoclip.check.view import scene_view

LARGE = 72.0
"""Design pixels from which text needs 3:1 only: 24 points where 1080 pixels are 15 cm wide in the hand, and bold."""
PART = 4
"""In every run the texts of a look and a quarter of the scenes of each theme are measured."""
SHOWS = 0.5
BULLET = "·"
"""Three pixels of it are nothing to measure."""
ALL = range(len(SCENES))
SAMPLE = [
    *(
        pytest.param(theme, LOOKS[at % len(LOOKS)], 0.5, range(at % PART, len(SCENES), PART))
        for at, theme in enumerate(THEMES)
    ),
    *(pytest.param(theme, look, 0.5, ALL, marks=pytest.mark.slow) for theme in THEMES for look in EVERY),
    *(pytest.param(theme, look, 1.0, ALL, marks=pytest.mark.slow) for theme in THEMES for look in LOOKS[:4]),
]


@pytest.mark.parametrize(("theme", "look", "scale", "part"), SAMPLE)
def test_texts_can_be_read_in_their_places_at_five_moments(
    tmp_path: Path, theme: str, look: Look, scale: float, part: range
) -> None:
    pictures = Pictures(tmp_path, theme, look, scale)
    faults = [f"{SCENES[index]} {fault}" for index in part for fault in _faults(pictures, index)]
    assert not faults, "\n".join(faults)


def _faults(pictures: Pictures, index: int) -> Iterator[str]:
    timeline, scale = pictures.timeline, pictures.scale
    view = scene_view(timeline, index)
    frame_box = view.scene.format.box
    measured = set()
    for moment, frame in zip(MOMENTS, moments(timeline, index), strict=True):
        picture = pictures.of(timeline.snapshot(frame))
        texts = list(seen(timeline, index, frame))
        for rule in (outside_frame, outside_safe_zone, overlapping):
            yield from (f"{moment}: {problem.message}" for problem in rule(at_moment(view, texts)))
        for text in seen(timeline, index, frame, settled=False):
            if text.opacity >= SHOWS and not frame_box.holds(text.ink, 0.5):
                yield f"{moment}: '{text.view.words}' is cut by the edge of the frame"
        for text in texts:
            found = text_contrast(picture, text, scale) if text.still else None
            needed = 3.0 if text.block.style.size >= LARGE else 4.5
            if found is not None:
                measured.add(text.view.mark)
                if found < needed:
                    yield f"{moment}: '{text.view.words}' ({text.block.style.size:.0f} px) has {found:.1f} of {needed}"
    for one in view.texts:
        if one.mark not in measured and one.words.strip() != BULLET:
            yield f"'{one.words}' was never measured"
