"""Small layouts written as text: markup in a frame of 200 x 100, and where every element with an id stands."""

from __future__ import annotations

import pytest
from layout.world import TINY, laid_out, written

from infoclip.values.geometry import Box

CASES = {
    "a row starts at the right": (
        '<row><box id="a" width="50" height="20"/><box id="b" width="30" height="10"/></row>',
        "a 150 0 50 20\nb 120 0 30 10",
    ),
    "gap, padding and margins": (
        '<row gap="10" padding="5 8" align="start"><box id="a" width="50" height="20" margin-start="4"/>'
        '<box id="b" width="30" height="10" margin-top="7"/></row>',
        "a 138 5 50 20\nb 98 12 30 10",
    ),
    "stretch across, sizes of its own win": (
        '<row><box id="a" width="50"/><box id="b" width="30" height="10"/></row>',
        "a 150 0 50 100\nb 120 0 30 10",
    ),
    "grow shares what is left": (
        '<row><box id="a" width="50"/><box id="b" grow="1"/><box id="c" grow="2"/></row>',
        "a 150 0 50 100\nb 100 0 50 100\nc 0 0 100 100",
    ),
    "who has a least takes it first": (
        '<row><box id="a" grow="1" min-width="120"/><box id="b" grow="1"/></row>',
        "a 80 0 120 100\nb 0 0 80 100",
    ),
    "who has a most leaves the rest to others": (
        '<row><box id="a" grow="1" max-width="20"/><box id="b" grow="1"/></row>',
        "a 180 0 20 100\nb 0 0 180 100",
    ),
    "justify center": (
        '<row justify="center"><box id="a" width="40"/><box id="b" width="40"/></row>',
        "a 100 0 40 100\nb 60 0 40 100",
    ),
    "justify end": ('<row justify="end"><box id="a" width="40"/></row>', "a 0 0 40 100"),
    "justify between": (
        '<row justify="between"><box id="a" width="40"/><box id="b" width="20"/><box id="c" width="40"/></row>',
        "a 160 0 40 100\nb 90 0 20 100\nc 0 0 40 100",
    ),
    "justify around": (
        '<row justify="around"><box id="a" width="40"/><box id="b" width="40"/></row>',
        "a 130 0 40 100\nb 30 0 40 100",
    ),
    "align and self": (
        '<row align="center"><box id="a" width="40" height="20"/><box id="b" width="40" height="20" self="end"/></row>',
        "a 160 40 40 20\nb 120 80 40 20",
    ),
    "a column goes down": (
        '<column gap="10" align="center"><box id="a" width="50" height="20"/>'
        '<box id="b" width="30" height="30"/></column>',
        "a 75 0 50 20\nb 85 30 30 30",
    ),
    "a column as wide as its widest child": (
        '<column id="c" start="10" top="5"><box id="a" width="50" height="20"/><box id="b" height="30"/></column>',
        "a 140 5 50 20\nb 140 25 50 30\nc 140 5 50 50",
    ),
    "a share of the parent": (
        '<row padding="0 20"><box id="a" width="50%" height="25%"/><box id="b" width="25%" height="100%"/></row>',
        "a 100 0 80 25\nb 60 0 40 100",
    ),
    "a share inside a column that shrinks to it": (
        '<column id="c" start="0" top="0"><box id="a" width="50%" height="20"/></column>',
        "a 100 0 100 20\nc 100 0 100 20",
    ),
    "wrap breaks where the next would not fit": (
        '<row wrap="true" gap="10"><box id="a" width="90" height="20"/><box id="b" width="90" height="30"/>'
        '<box id="c" width="90" height="20"/></row>',
        "a 110 0 90 20\nb 10 0 90 30\nc 110 40 90 20",
    ),
    "space pushes apart": (
        '<row><box id="a" width="40"/><space grow="1"/><box id="b" width="40"/></row>',
        "a 160 0 40 100\nb 0 0 40 100",
    ),
    "space of a size counts along only": (
        '<row id="r" top="0" start="0" align="start"><box id="a" width="40" height="10"/><space size="30"/>'
        '<box id="b" width="40" height="10"/></row>',
        "a 160 0 40 10\nb 90 0 40 10\nr 90 0 110 10",
    ),
    "hidden takes no room and no gap": (
        '<row gap="10"><box id="a" width="40"/><box id="x" width="40" hidden="true"/><box id="b" width="40"/></row>',
        "a 160 0 40 100\nb 110 0 40 100",
    ),
    "layers by distances": (
        '<box id="a" start="10" top="20" width="30" height="40"/>'
        '<box id="b" end="10" bottom="20" width="30" height="40"/>'
        '<box id="c" start="10" end="30" top="5" bottom="15"/>',
        "a 160 20 30 40\nb 10 40 30 40\nc 30 5 160 80",
    ),
    "layers by centre": (
        '<box id="a" center-x="25%" center-y="50" width="30" height="40"/>'
        '<box id="b" center-x="100" width="10" top="0"/>',
        "a 135 30 30 40\nb 95 0 10 0",
    ),
    "layers by alignment": (
        '<layers align="center" justify="end"><box id="a" width="30" height="40"/><box id="b" width="10" height="10" '
        'self="start"/></layers>',
        "a 85 60 30 40\nb 190 90 10 10",
    ),
    "layers as large as what they hold": (
        '<column align="start"><layers id="l"><box id="a" width="30" height="40"/>'
        '<box id="b" top="50" height="8"/></layers>'
        '<box id="c" height="5" width="5"/></column>',
        "a 170 0 30 40\nb 170 50 30 8\nc 195 58 5 5\nl 170 0 30 58",
    ),
    "safe keeps to the safe zone": (
        '<safe id="s"><box id="a" height="10"/></safe>',
        "a 20 10 140 10\ns 20 10 140 60",
    ),
    "safe as a row with an edge of its own": (
        '<safe id="s" flow="row" bottom="0"><box id="a" width="10"/></safe>',
        "a 150 10 10 90\ns 20 10 140 90",
    ),
    "box pads its children": (
        '<box id="a" start="0" top="0" padding="10 20 30 40"><box id="b" width="50" height="10"/></box>',
        "a 90 0 110 50\nb 110 10 50 10",
    ),
    "an aspect from the width": ('<column align="start"><box id="a" width="80" aspect="2"/></column>', "a 120 0 80 40"),
    "an aspect from the height": ('<row align="start"><box id="a" height="50" aspect="16/8"/></row>', "a 100 0 100 50"),
    "art with an aspect gives way to the rest": (
        '<column><art name="ground" id="a" aspect="2"/><box id="b" height="40"/></column>',
        "a 80 0 120 60\nb 0 60 200 40",
    ),
    "art without a size takes what is left": (
        '<column><box id="a" height="30"/><art name="ground" id="b"/></column>',
        "a 0 0 200 30\nb 0 30 200 70",
    ),
    "an icon is square": ('<row align="center"><icon name="check" id="a" size="30"/></row>', "a 170 35 30 30"),
    "an island from left to right": (
        '<row dir="ltr" gap="10"><box id="a" width="50"/><row grow="1" dir="rtl"><box id="b" width="20"/></row></row>',
        "a 0 0 50 100\nb 180 0 20 100",
    ),
    "equal columns": (
        '<grid columns="3" gap="10"><box id="a" height="20"/><box id="b" height="30"/><box id="c" height="20"/>'
        '<box id="d" height="20"/></grid>',
        "a 140 0 60 20\nb 70 0 60 30\nc 0 0 60 20\nd 140 60 60 20",
    ),
    "columns fixed, of content, and shares": (
        '<grid columns="50 auto 1fr 2fr"><box id="a"/><box id="b" width="30" height="5"/><box id="c"/>'
        '<box id="d"/></grid>',
        "a 150 0 50 100\nb 120 0 30 5\nc 80 0 40 100\nd 0 0 80 100",
    ),
    "spans": (
        '<grid columns="3" rows="20 30 auto"><box id="a" span="2"/><box id="b" row-span="2"/><box id="c"/>'
        '<box id="d" span="3"/>'
        "</grid>",
        "a 66.7 0 133.3 20\nb 0 0 66.7 50\nc 133.3 20 66.7 30\nd 0 50 200 50",
    ),
    "a row that lacks one is centred": (
        '<grid columns="2" gap="20" last="center" rows="40 40"><box id="a"/><box id="b"/><box id="c"/></grid>',
        "a 110 0 90 40\nb 0 0 90 40\nc 55 60 90 40",
    ),
    "cells align": (
        '<grid columns="2" align="center" justify="center" rows="40"><box id="a" width="20" height="10"/></grid>',
        "a 140 15 20 10",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_boxes(name: str) -> None:
    xml, expected = CASES[name]
    assert written(laid_out(xml).boxes) == expected


@pytest.mark.parametrize("name", CASES)
def test_left_to_right_is_the_mirror(name: str) -> None:
    """The frame's own insets are resolved by direction too, so the mirror is exact."""
    xml, expected = CASES[name]
    if "dir=" in xml:
        xml = xml.replace('dir="ltr"', 'dir="!"').replace('dir="rtl"', 'dir="ltr"').replace('dir="!"', 'dir="rtl"')
    boxes = laid_out(xml, rtl=False).boxes
    mirrored = {name: Box(TINY.width - box.right, box.y, box.width, box.height) for name, box in boxes.items()}
    assert written(mirrored) == expected
