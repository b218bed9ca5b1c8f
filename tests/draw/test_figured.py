"""The figured band of sadu: whole figures that repeat, walking the way that is read."""

from infoclip.draw import figured, weaving


def test_a_stretch_is_a_cloth_without_holes() -> None:
    cloth = figured.caravan("k")
    assert {len(row) for row in cloth} == {68}
    assert len(cloth) == 16
    assert set("".join(cloth)) == set("kcmo")
    assert cloth[0] == cloth[-1] == "k" * 68
    assert {thread.letter for thread in weaving.stitches(cloth)} == set("kcmo")


def test_figures_do_not_touch_one_another() -> None:
    columns = ["".join(column) for column in zip(*figured.caravan("."), strict=True)]
    figures = "".join("x" if column.strip(".") else " " for column in columns).split()
    assert [len(figure) for figure in figures] == [13, 16, 11, 16]


def test_camels_walk_on_where_text_runs_from_left_to_right() -> None:
    assert figured.caravan("k", False) == tuple(row[::-1] for row in figured.caravan("k", True))
    head = figured.caravan(".")[2][16:32]
    assert head.index("c") < 4, "the head of a camel leads to the left"
