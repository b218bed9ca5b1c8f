"""What is kept between rows never changes a frame: states and scenes of a row are those of the row alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from campaigns import SPEC, write_campaign

from infoclip.campaign.batch import Batch
from infoclip.campaign.composing import Composer
from infoclip.campaign.states import SharedStates
from infoclip.campaign.targets import Target
from infoclip.film.segments import StateKeys
from infoclip.pipeline import compose, open_clip

SCENES = """\
  - {scene: title, headline: "{{ row.city }}", subline: حصاد}
  - scene: number
    fact: posts
    label: "{{ row.note }}"
  - scene: icons
    heading: نوافذ
    items: [{icon: bubble, label: تويتر}, {icon: people, label: فيسبوك}, {icon: camera, label: إنستغرام}]
  - scene: outro
    call: تابعونا
sound: none
"""
LONG = SPEC[: SPEC.index("  - scene: number")].replace("duration: 6", "duration: 12") + SCENES


@pytest.mark.parametrize("format_name", ["square", "reel"])
def test_states_of_shared_scenes_are_those_of_each_clip_alone(tmp_path: Path, format_name: str) -> None:
    batch = Batch(write_campaign(tmp_path, spec=LONG))
    composer, shared = Composer(), SharedStates()
    seen: list[list[bytes]] = []
    for number, row in enumerate(batch.table.rows, 1):
        spec = batch.filler.fill(row, number).spec
        states = shared.of(composer.compose(composer.clip(spec), Target(format_name)))
        alone = tmp_path / f"{number}.yaml"
        text = LONG.replace('"{{ row.posts }}"', str(spec.values["facts"]["posts"]["value"]))
        text = text.replace("{{ row.city }}", str(row.values[1])).replace("{{ row.note }}", str(row.values[3]))
        alone.write_text(text, encoding="utf-8")
        timeline = compose(open_clip(alone), format_name).timeline
        assert states == StateKeys().of(timeline, range(timeline.frame_count))
        seen.append(states)
    assert seen[0] != seen[1]
    same = sum(one == other for one, other in zip(seen[0], seen[1], strict=True))
    assert same > len(seen[0]) * 0.3
