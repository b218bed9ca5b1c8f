"""What themes of one's own begin with (`base: plain`) holds as the themes that ship do."""

from __future__ import annotations

from pathlib import Path

import matrix_pictures
import pytest
from matrix_cases import CASES, SCENES
from matrix_pictures import LOOKS, Look, Pictures
from test_matrix import test_all_texts_stand_in_the_safe_zone_and_none_over_another as stand_in_place
from test_matrix_contrast import _faults

from infoclip.values.formats import FORMATS


@pytest.mark.slow
@pytest.mark.parametrize("look", LOOKS)
def test_texts_can_be_read_in_the_base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, look: Look) -> None:
    monkeypatch.setitem(matrix_pictures.THEMES, "plain", "light")
    pictures = Pictures(tmp_path, "plain", look, 0.5)
    faults = [f"{SCENES[index]} {fault}" for index in range(len(SCENES)) for fault in _faults(pictures, index)]
    assert not faults, "\n".join(faults)


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("shape", FORMATS)
def test_texts_stand_in_place_in_the_base(tmp_path: Path, shape: str, case: str) -> None:
    stand_in_place(tmp_path, "plain", shape, case)
