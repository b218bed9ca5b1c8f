"""Random trees: never a crash, the same every time, children inside their parents, left-to-right the exact mirror."""

from __future__ import annotations

from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from layout.world import FRAME, TEMPLATE, laid_out_root, marks

from infoclip.errors import InputError
from infoclip.layout.placed import PlacedScene
from infoclip.scenes.elements import Element, Inline
from infoclip.values.geometry import Box

SIZES = st.sampled_from(["7", "20", "33.5", "160", "900", "25%", "50%", "100%"])
SMALL = st.sampled_from(["0", "3", "8", "62.5"])
ALIGNS = st.sampled_from(["start", "center", "end", "stretch"])


def optional(**values: st.SearchStrategy[str]) -> st.SearchStrategy[dict[str, str]]:
    named = {name.replace("_", "-"): value for name, value in values.items()}
    return st.fixed_dictionaries({}, optional=named)


COMMON = optional(
    width=SIZES,
    height=SIZES,
    min_width=SMALL,
    max_width=SIZES,
    max_height=SIZES,
    margin=SMALL,
    grow=st.sampled_from("012"),
    self=ALIGNS,
    span=st.sampled_from("123"),
    row_span=st.sampled_from("12"),
    aspect=st.sampled_from(["1", "16/9", "0.2"]),
)
INSETS = optional(top=SIZES, start=SIZES, end=SIZES, bottom=SIZES, center_x=SIZES, center_y=SIZES)
FLOW = optional(
    gap=SMALL, padding=SMALL, align=ALIGNS, justify=st.sampled_from(["start", "center", "end", "between", "around"])
)
GRID = st.builds(
    lambda given, columns: {**given, "columns": columns},
    optional(
        gap=SMALL, align=ALIGNS, justify=ALIGNS, last=st.sampled_from(["start", "center"]), rows=st.just("1fr 20 auto")
    ),
    st.sampled_from(["1", "2", "3", "1fr 2fr", "auto 30 1fr", "20 20"]),
)


def element(tag: str, *attributes: dict[str, str], children: list[Element] | None = None) -> Element:
    merged = {name: value for given in attributes for name, value in given.items()}
    return Element(tag, merged, tuple(children or ()), place=TEMPLATE)


def leaves(*, words: bool) -> st.SearchStrategy[Element]:
    art = st.builds(lambda given, at: element("art", given, at, {"name": "ground"}), COMMON, INSETS)
    space = st.builds(lambda given: element("space", given), optional(size=SMALL, grow=st.just("1")))
    bar = st.builds(lambda given: element("bar", given, {"value": "3", "of": "4", "track": "track"}), COMMON)
    units = st.builds(lambda given: element("units", given, {"count": "5"}), COMMON)
    text = st.builds(
        lambda given, line: Element("text", {**given, "size": "12"}, (), (Inline(line),), TEMPLATE),
        COMMON,
        st.sampled_from(["نص", "كلمتان هنا", "حصاد عام في مواقع التواصل"]),
    )
    return st.one_of(art, space, bar, units, *((text,) if words else ()))


def trees(
    *, words: bool, tags: tuple[str, ...] = ("row", "column", "grid", "layers", "box", "fit")
) -> st.SearchStrategy[Element]:
    def containers(inner: st.SearchStrategy[Element]) -> st.SearchStrategy[Element]:
        children = st.lists(inner, max_size=4)
        looks = {"row": FLOW, "column": FLOW, "box": FLOW, "fit": FLOW, "grid": GRID, "layers": optional(align=ALIGNS)}
        return st.one_of(
            *(
                st.builds(
                    lambda given, at, own, held, tag=tag: element(tag, given, at, own, children=held),
                    COMMON,
                    INSETS,
                    looks[tag],
                    children,
                )
                for tag in tags
            ),
            st.builds(
                lambda given, held: element("row", given, {"wrap": "true", "gap": "4"}, children=held), COMMON, children
            ),
        )

    return st.recursive(leaves(words=words), containers, max_leaves=10)


def with_ids(root: Element) -> Element:
    """The same tree, every element known by a number."""
    numbers = count()

    def named(item: Element) -> Element:
        attributes = {**item.attributes, "id": f"e{next(numbers)}"}
        return Element(item.tag, attributes, tuple(map(named, item.children)), item.inlines, item.place)

    return named(root)


def scene_of(children: list[Element]) -> Element:
    return with_ids(Element("scene", {}, tuple(children), place=TEMPLATE))


def solved(root: Element, *, rtl: bool = True) -> PlacedScene | None:
    """The placed scene; None when the input was refused, which must be for a reason that is said."""
    try:
        return laid_out_root(root, FRAME, rtl=rtl)
    except InputError as refused:
        if not all(problem.message and problem.place for problem in refused.problems):
            raise
        return None


SETTINGS = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)


@SETTINGS
@given(st.lists(trees(words=True), max_size=3))
def test_any_tree_is_laid_out_or_refused_and_always_alike(children: list[Element]) -> None:
    root = scene_of(children)
    first, second = solved(root), solved(root)
    assert (first is None) == (second is None)
    if first is not None and second is not None:
        assert first.boxes == second.boxes
        assert [(item.mark, item.x, item.y) for item in marks(first)] == [
            (item.mark, item.x, item.y) for item in marks(second)
        ]


@SETTINGS
@given(st.lists(trees(words=False), max_size=3))
def test_left_to_right_is_the_mirror(children: list[Element]) -> None:
    root = scene_of(children)
    right, left = solved(root), solved(root, rtl=False)
    assert (right is None) == (left is None)
    if right is not None and left is not None:
        for name, box in right.boxes.items():
            mirror = left.boxes[name]
            assert (FRAME.width - mirror.right, mirror.y) == pytest.approx((box.x, box.y), abs=1e-6)
            assert (mirror.width, mirror.height) == pytest.approx((box.width, box.height), abs=1e-6)


def _inside(outer: Box, inner: Box) -> bool:
    return (
        inner.x >= outer.x - 1
        and inner.y >= outer.y - 1
        and inner.right <= outer.right + 1
        and inner.bottom <= outer.bottom + 1
    )


@SETTINGS
@given(trees(words=True, tags=("row", "column", "box", "fit")))
def test_what_is_not_refused_stays_inside_its_parent(tree: Element) -> None:
    root = scene_of([Element("column", {}, (tree,), place=TEMPLATE)])
    scene = solved(root)
    if scene is None:
        return

    def check(item: Element) -> None:
        for child in item.children:
            if child.tag not in ("space", "art"):  # art may leave its parent
                assert _inside(scene.boxes[item.attributes["id"]], scene.boxes[child.attributes["id"]])
            check(child)

    check(root.children[0])
