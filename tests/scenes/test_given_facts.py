"""Which figures a scene shows is told by its keys: an icon or a word may be called as a fact is."""

from __future__ import annotations

from typing import Any

import pytest

from infoclip.scenes.figures import given_facts
from infoclip.spec.models import Spec

TREES = {"value": 10, "noun": ["شجرة", "أشجار"], "more_than": True}


def values(scene: dict[str, Any]) -> list[float]:
    spec = Spec.model_validate({"title": "t", "facts": {"trees": TREES, "cars": 4}, "scenes": [scene]})
    return [fact.value for fact, _ in given_facts(spec, 0)]


@pytest.mark.parametrize(
    ("scene", "shown"),
    [
        ({"scene": "title", "headline": "trees", "icon": "trees"}, []),
        ({"scene": "icons", "heading": "trees", "items": [{"icon": "trees", "label": "cars"}]}, []),
        ({"scene": "before-after", "before_icon": "trees", "before_target": "cars"}, []),
        ({"scene": "number", "fact": "trees", "label": "trees"}, [10]),
        ({"scene": "bars", "items": ["trees", "cars"]}, [10, 4]),
        ({"scene": "bars", "items": [{"fact": "cars", "icon": "trees"}, {"fact": 7}]}, [4]),
        ({"scene": "slope", "items": [{"name": "cars", "before": "trees", "after": "cars"}]}, [10, 4]),
        ({"scene": "question", "question": "trees", "question_fact": "trees", "answer_fact": "cars"}, [10, 4]),
    ],
)
def test_only_keys_that_hold_figures_name_facts(scene: dict[str, Any], shown: list[float]) -> None:
    assert values(scene) == shown
