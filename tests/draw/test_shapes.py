"""Gradients: their strip of colours is what mixing the stops one by one gives."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops

from infoclip.draw.pixels import Pixels, Rows
from infoclip.draw.shapes import _STRIP, _strip, gradient, gradient_column, wedge_mask, within_wedge
from infoclip.values.color import Color, Linear, Stop
from infoclip.values.geometry import Box

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


@given(
    st.sampled_from([90.0, 270.0, -90.0]),
    st.lists(st.tuples(channels, channels, channels), min_size=2, max_size=3),
    st.tuples(st.integers(1, 9), st.integers(1, 24)),
)
def test_a_gradient_straight_down_drawn_out_of_a_column_is_the_whole_one(
    angle: float, rows: list[tuple[int, int, int]], size: tuple[int, int]
) -> None:
    stops = tuple(Stop(place / (len(rows) - 1), Color(*row)) for place, row in enumerate(rows))
    fill, box, area = Linear(stops, angle), Box(2, 1, 8, 17), (3, 2, 3 + size[0], 2 + size[1])
    column = gradient_column(fill, box, area)
    assert column is not None
    whole, drawn_out = Pixels.of(gradient(fill, box, area)[0]), Rows(column, size[0])
    assert drawn_out.rgb.tobytes() == whole.rgb.tobytes()
    assert drawn_out.luma().tobytes() == whole.luma().tobytes()
    for px, py in ((0, 0), (1, 0), (0, 1), (1, 1)):
        for own, other in zip(drawn_out.chroma(px, py), whole.chroma(px, py), strict=True):
            assert (own.size, own.tobytes()) == (other.size, other.tobytes())


def test_only_what_runs_straight_down_and_is_opaque_is_a_column() -> None:
    box, area = Box(0, 0, 8, 8), (0, 0, 8, 8)
    opaque, clear = (Stop(0.0, Color(0, 0, 0)), Stop(1.0, Color(9, 9, 9))), (Stop(0.0, Color(0, 0, 0, 0.5)),)
    assert gradient_column(Linear(opaque, 45), box, area) is None
    assert gradient_column(Linear(opaque, 0), box, area) is None
    assert gradient_column(Linear(clear, 90), box, area) is None


@given(
    st.integers(20, 260), st.integers(20, 260), st.floats(-0.2, 1.2), st.floats(-0.2, 1.2), st.floats(0, 1),
    st.floats(0.01, 0.99),
)  # fmt: skip
def test_what_lies_within_a_wedge_is_what_its_whole_mask_leaves(
    width: int, height: int, across: float, down: float, start: float, turned: float
) -> None:
    """Only the rows along its edges are drawn smooth. So drawn, an edge may round to the next sample in a few rows."""
    mask = Image.radial_gradient("L").resize((width, height))
    center = across * width, down * height
    whole = ImageChops.multiply(mask, wedge_mask(mask.size, center, start, start + turned))
    off = ImageChops.difference(within_wedge(mask, center, start, start + turned), whole).histogram()
    samples = 8 if width * height < 40_000 else 4
    assert not any(off[255 // samples + 1 :])
    assert sum(off[1:]) <= max(width, height) / 8
