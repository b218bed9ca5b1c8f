"""Gradients: their strip of colours is what mixing the stops one by one gives."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from infoclip.draw.shapes import _STRIP, _strip
from infoclip.values.color import Color, Stop

channels = st.integers(0, 255)
alphas = st.sampled_from([0.0, 1.0]) | st.floats(0, 1)
colors = st.builds(Color, channels, channels, channels, alphas)
offsets = st.sampled_from([0.0, 0.25, 0.5, 1.0]) | st.floats(0, 1)


def mixed(stops: list[Stop], at: float) -> Color:
    if at <= stops[0].offset:
        return stops[0].color
    for before, after in pairwise(stops):
        if at <= after.offset:
            span = after.offset - before.offset
            return before.color.mixed(after.color, (at - before.offset) / span if span > 0 else 1.0)
    return stops[-1].color


@given(st.lists(st.builds(Stop, offsets, colors), min_size=1, max_size=5))
def test_the_strip_of_a_gradient_mixes_its_stops(stops: list[Stop]) -> None:
    stops.sort(key=lambda stop: stop.offset)
    strip = _strip(tuple(stops))
    for step in range(0, _STRIP, 61):
        color = mixed(stops, step / (_STRIP - 1) * 2 - 0.5)
        assert strip.getpixel((step, 0)) == (*color.rgb, round(color.alpha * 255))
